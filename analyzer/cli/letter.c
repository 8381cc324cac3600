/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/letter.h"

#include <string.h>

#include "base/whole-file.h"

#define SIGNATURE_MAX 4096 /* of which nobody wants more than a few lines */

bool
letter_voice_parse (const char *word, Voice *ret) {
  bool platform = strcmp (word, "platform") == 0;
  *ret = platform ? VOICE_PLATFORM : VOICE_NEUTRAL;
  return platform || strcmp (word, "neutral") == 0;
}

char *
letter_signature_read (const char *path, GError **error) {
  g_autofree char *text = NULL;
  gsize len;
  if (!whole_file_read (path, SIGNATURE_MAX, &text, &len, error))
    return NULL;
  if (g_utf8_validate (text, (gssize)len, NULL))
    return g_steal_pointer (&text);
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s is not UTF-8", path);
  return NULL;
}
