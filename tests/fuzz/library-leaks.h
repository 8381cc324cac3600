/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* For targets whose libraries lose memory over broken input, which a leak check would call ours:
 * json-glib 1.6 a part of the tree when the text is no JSON, libgsf 1.14 an entry of a damaged
 * directory. Of the size of the input at most, once an input. */
#pragma once

const char *__asan_default_options (void);

const char *
__asan_default_options (void) {
  return "detect_leaks=0";
}
