/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "serve/form.h"

#include <string.h>

#include "serve/limits.h"

#define MAX_WORD 79

bool
form_is_word (const char *text) {
  gsize len = strnlen (text, MAX_WORD + 1);
  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isalnum (text[i]) && strchr ("-_.@", text[i]) == NULL)
      return false;
  return len > 0 && len <= MAX_WORD;
}

static void
set_word (char **ret, const char *text, gsize len) {
  g_autofree char *copy = g_strstrip (g_strndup (text, MIN (len, MAX_WORD + 1)));
  if (*ret == NULL && form_is_word (copy))
    *ret = g_steal_pointer (&copy);
}

/* A field that was emptied says that there is none. */
static void
set_institution (char **ret, const char *text, gsize len) {
  set_word (ret, text, len);
  g_autofree char *copy = g_strstrip (g_strndup (text, len));
  if (*ret == NULL && copy[0] == '\0')
    *ret = g_steal_pointer (&copy);
}

/* White space alone is nothing. */
static bool
says_something (GBytes *bytes) {
  gsize len;
  const char *data = g_bytes_get_data (bytes, &len);
  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isspace (data[i]))
      return true;
  return false;
}

static void
set_mail (Form *form, GBytes *bytes, bool file) {
  if (!says_something (bytes) || (form->mail && !file))
    return;
  g_clear_pointer (&form->mail, g_bytes_unref);
  form->mail = g_bytes_ref (bytes);
}

static void
take_field (Form *form, const char *name, GBytes *bytes) {
  gsize len;
  const char *data = g_bytes_get_data (bytes, &len);
  if (g_strcmp0 (name, "file") == 0 || g_strcmp0 (name, "text") == 0)
    set_mail (form, bytes, name[0] == 'f');
  else if (g_strcmp0 (name, "lang") == 0)
    set_word (&form->language, data ? data : "", len);
  else if (g_strcmp0 (name, "institution") == 0)
    set_institution (&form->institution, data ? data : "", len);
  else if (g_strcmp0 (name, "voice") == 0)
    set_word (&form->voice, data ? data : "", len);
}

static bool
read_parts (SoupMessageHeaders *headers, GBytes *body, Form *ret) {
  g_autoptr (SoupMultipart) parts = soup_multipart_new_from_message (headers, body);
  int n = parts ? soup_multipart_get_length (parts) : 0;
  if (n <= 0 || n > SERVE_PARTS)
    return false;
  for (int i = 0; i < n; i++) {
    SoupMessageHeaders *part;
    GBytes *bytes;
    g_autofree char *disposition = NULL;
    g_autoptr (GHashTable) params = NULL;
    if (!soup_multipart_get_part (parts, i, &part, &bytes) ||
        !soup_message_headers_get_content_disposition (part, &disposition, &params) ||
        params == NULL)
      return false;
    take_field (ret, g_hash_table_lookup (params, "name"), bytes);
  }
  return true;
}

static void
take_text (Form *form, const char *name, const char *text) {
  g_autoptr (GBytes) bytes = text ? g_bytes_new (text, strlen (text)) : NULL;
  if (bytes)
    take_field (form, name, bytes);
}

/* What stands beside the mail. */
static void
take_choices (Form *form, GHashTable *fields) {
  static const char *const names[] = {"lang", "institution", "voice"};
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    take_text (form, names[i], g_hash_table_lookup (fields, names[i]));
}

static bool
read_short_form (GBytes *body, Form *ret) {
  gsize len;
  const char *data = g_bytes_get_data (body, &len);
  g_autofree char *text = g_strndup (data ? data : "", len);
  g_autoptr (GHashTable) fields = soup_form_decode (text);
  take_text (ret, "text", g_hash_table_lookup (fields, "text"));
  take_choices (ret, fields);
  return true;
}

bool
form_read (SoupMessageHeaders *headers, GBytes *body, GHashTable *query, Form *ret) {
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  bool good = true;
  *ret = (Form){0};
  if (g_strcmp0 (type, "multipart/form-data") == 0)
    good = read_parts (headers, body, ret);
  else if (g_strcmp0 (type, "application/x-www-form-urlencoded") == 0)
    good = read_short_form (body, ret);
  else
    set_mail (ret, body, true);
  if (query)
    take_choices (ret, query);
  return good;
}

void
form_clear (Form *form) {
  g_clear_pointer (&form->mail, g_bytes_unref);
  g_free (form->language);
  g_free (form->institution);
  g_free (form->voice);
  *form = (Form){0};
}
