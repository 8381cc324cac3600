/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is given on the command line, as messages. */
#pragma once
#include "input/raw-message.h"

typedef enum {
  INPUT_AUTO,    /* by content */
  INPUT_MESSAGE, /* one message, whatever it looks like */
  INPUT_PASTE,   /* headers pasted from somewhere */
  INPUT_MBOX,
} InputKind;

/* False when `word` names none. */
bool input_kind_parse (const char *word, InputKind *ret);

/* Reads `path` ("-": standard input) and calls `func` for each message, in order. Empty input is one empty message.
 * False, with a G_FILE_ERROR, when it cannot be read; what was read before is reported first. */
bool input_read (const char *path, InputKind kind, RawMessageFunc func, gpointer data,
                 GError **error);
