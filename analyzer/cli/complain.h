/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What goes wrong, on standard error. */
#pragma once
#include <glib.h>
#include <stdbool.h>

/* "mailwhy: …" as a line, with nothing in it that could act on the terminal. False, so that a check
 * can end with it. */
bool complain (const char *format, ...) G_GNUC_PRINTF (1, 2);
