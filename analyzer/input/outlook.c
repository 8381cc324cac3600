/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input/outlook.h"

#ifdef HAVE_GSF

#include "base/limits.h"
#include "input/gsf-library.h"
#include "input/mail-text.h"

/* MS-OXPROPS */
#define HEADERS "007D"
#define BODY "1000"
#define SUBJECT "0037"
#define LONG_NAME "3707"
#define DATA "3701"

bool
outlook_is_read (void) {
  return true;
}

bool
outlook_begins (Span head) {
  return span_starts_with (head, SPAN ("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"));
}

typedef GsfInput HeldInput; /* libgsf gives a reference away */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HeldInput, g_object_unref)

typedef struct {
  Arena *arena;
  Vec *messages;
  gsize taken; /* bytes taken out of the file, all together */
} Outlook;

/* Streams are files in files to libgsf, too, but of nothing. */
static bool
is_storage (GsfInput *input) {
  return input && GSF_IS_INFILE (input) && gsf_infile_num_children (GSF_INFILE (input)) >= 0;
}

/* A stream's bytes, LIMIT_MESSAGE of all together at most; null for none. */
static Span
read_stream (Outlook *outlook, GsfInfile *storage, const char *name) {
  g_autoptr (HeldInput) stream = gsf_infile_child_by_name (storage, name);
  if (stream == NULL || is_storage (stream))
    return SPAN_NULL;
  gsf_off_t size = gsf_input_size (stream);
  if (size <= 0 || (guint64)size > LIMIT_MESSAGE - MIN (outlook->taken, LIMIT_MESSAGE))
    return SPAN_NULL;
  char *bytes = arena_alloc (outlook->arena, (gsize)size + 1);
  if (gsf_input_read (stream, (size_t)size, (guint8 *)bytes) == NULL)
    return SPAN_NULL;
  outlook->taken += (gsize)size;
  return span_of (bytes, (gsize)size);
}

/* As UTF-16 (type 001F) or in the sender's code page (001E). */
static Span
read_text (Outlook *outlook, GsfInfile *storage, const char *property) {
  g_autofree char *wide = g_strdup_printf ("__substg1.0_%s001F", property);
  g_autofree char *narrow = g_strdup_printf ("__substg1.0_%s001E", property);
  Span bytes = read_stream (outlook, storage, wide);
  if (span_is_null (bytes))
    return read_stream (outlook, storage, narrow);
  gsize written = 0;
  g_autofree char *text = g_convert_with_fallback (bytes.data, (gssize)(bytes.len & ~(gsize)1),
                                                   "UTF-8", "UTF-16LE", "?", NULL, &written, NULL);
  return text ? arena_dup (outlook->arena, span_of (text, written)) : SPAN_NULL;
}

/* "Microsoft Mail Internet Headers Version 2.0" stands above what some versions kept. */
static Span
without_banner (Span headers) {
  if (!span_starts_with (headers, SPAN ("Microsoft Mail Internet Headers")))
    return headers;
  gssize end = span_index (headers, '\n');
  return end < 0 ? SPAN_NULL : span_skip (headers, (gsize)end + 1);
}

static void
add_message (Outlook *outlook, Span name, Span headers, Span body) {
  g_autoptr (GString) text = g_string_new (NULL);
  headers = without_banner (headers);
  while (headers.len && g_ascii_isspace (headers.data[headers.len - 1]))
    headers.len--;
  if (headers.len) {
    g_string_append_len (text, headers.data, (gssize)headers.len);
    g_string_append (text, "\n\n");
  }
  g_string_append_len (text, body.data ? body.data : "", (gssize)body.len);
  if (outlook->messages->n < LIMIT_ATTACHED)
    *vec_push (outlook->arena, outlook->messages, OutlookMessage) =
        (OutlookMessage){name, arena_dup (outlook->arena, span_of (text->str, text->len))};
}

static bool read_message (Outlook *outlook, GsfInfile *storage, Span name, guint depth);

/* A message, as a storage; or a file that is one. */
static void
read_attachment (Outlook *outlook, GsfInfile *attachment, guint depth) {
  Span name = read_text (outlook, attachment, LONG_NAME);
  g_autoptr (HeldInput) inner = gsf_infile_child_by_name (attachment, "__substg1.0_" DATA "000D");
  if (is_storage (inner)) {
    Span subject = read_text (outlook, GSF_INFILE (inner), SUBJECT);
    read_message (outlook, GSF_INFILE (inner), span_or (name, subject), depth + 1);
    return;
  }
  Span data = read_stream (outlook, attachment, "__substg1.0_" DATA "0102");
  if (data.len && span_ends_with_nocase (name, SPAN (".eml")) && mail_text_begins (data) &&
      outlook->messages->n < LIMIT_ATTACHED)
    *vec_push (outlook->arena, outlook->messages, OutlookMessage) = (OutlookMessage){name, data};
}

static bool
read_message (Outlook *outlook, GsfInfile *storage, Span name, guint depth) {
  Span headers = read_text (outlook, storage, HEADERS);
  Span body = read_text (outlook, storage, BODY);
  g_autoptr (HeldInput) properties = gsf_infile_child_by_name (storage, "__properties_version1.0");
  if (properties == NULL && headers.len == 0)
    return false;
  if (headers.len)
    add_message (outlook, name, headers, body);
  int n = depth < LIMIT_ATTACHED_DEPTH ? gsf_infile_num_children (storage) : 0;
  for (int i = 0; i < MIN (n, LIMIT_MEMBERS); i++) {
    const char *child_name = gsf_infile_name_by_index (storage, i);
    if (child_name == NULL || !g_str_has_prefix (child_name, "__attach_version1.0_"))
      continue;
    GsfInput *child = gsf_infile_child_by_index (storage, i);
    if (is_storage (child))
      read_attachment (outlook, GSF_INFILE (child), depth);
    g_clear_object (&child);
  }
  /* its text may hold a header, and if not, that is to be said */
  if (depth == 0 && outlook->messages->n == 0)
    add_message (outlook, name, SPAN_NULL, body);
  return true;
}

/* What is broken in a file is no news to whoever sent it; what could be read is answered. */
static void
say_nothing (const char *domain, GLogLevelFlags level, const char *text, gpointer data) {
  (void)domain, (void)level, (void)text, (void)data;
}

bool
outlook_read (Span bytes, Arena *arena, Vec *ret) {
  static gsize ready;
  if (!gsf_library_load ())
    return false;
  if (g_once_init_enter (&ready)) {
    gsf_init ();
    g_log_set_handler ("libgsf:msole", G_LOG_LEVEL_MASK, say_nothing, NULL);
    g_log_set_handler ("libgsf", G_LOG_LEVEL_MASK, say_nothing, NULL);
    g_once_init_leave (&ready, 1);
  }
  Outlook outlook = {arena, ret, 0};
  GsfInput *input = gsf_input_memory_new ((const guint8 *)bytes.data, (gsf_off_t)bytes.len, FALSE);
  GsfInfile *file = gsf_infile_msole_new (input, NULL);
  bool is_message = file && read_message (&outlook, file, SPAN_NULL, 0);
  g_clear_object (&file);
  g_clear_object (&input);
  return is_message;
}

#else

bool
outlook_is_read (void) {
  return false;
}

bool
outlook_begins (Span head) {
  (void)head;
  return false;
}

bool
outlook_read (Span bytes, Arena *arena, Vec *ret) {
  (void)bytes, (void)arena, (void)ret;
  return false;
}

#endif
