/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Linked with the libraries that mailwhy loads when it needs them; never run, never installed. */
int
main (void) {
  return 0;
}
