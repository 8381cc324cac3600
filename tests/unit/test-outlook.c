/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input/outlook.h"

#ifdef HAVE_GSF

#include <gsf/gsf-outfile-msole.h>
#include <gsf/gsf-outfile.h>
#include <gsf/gsf-output-memory.h>
#include <gsf/gsf-utils.h>
#include <unistd.h>

#include "input/input.h"

#define HEADERS                                                                               \
  "Microsoft Mail Internet Headers Version 2.0\r\nReceived: from a.example by b.example;\r\n" \
  " Mon, 1 Jun 2026 10:00:00 +0000\r\nFrom: a@a.example\r\n"

static void
put (GsfOutfile *storage, const char *name, const void *bytes, gsize len) {
  GsfOutput *stream = gsf_outfile_new_child (storage, name, FALSE);
  g_assert_true (gsf_output_write (stream, len, bytes));
  gsf_output_close (stream);
  g_object_unref (stream);
}

static void
put_wide (GsfOutfile *storage, const char *property, const char *text) {
  gsize len = 0;
  g_autofree char *name = g_strdup_printf ("__substg1.0_%s001F", property);
  g_autofree char *wide = g_convert (text, -1, "UTF-16LE", "UTF-8", NULL, &len, NULL);
  put (storage, name, wide, len);
}

static GsfOutfile *
folder (GsfOutfile *storage, const char *name) {
  return GSF_OUTFILE (gsf_outfile_new_child (storage, name, TRUE));
}

static void
finish (GsfOutfile *storage) {
  gsf_output_close (GSF_OUTPUT (storage));
  g_object_unref (storage);
}

typedef void (*Fill) (GsfOutfile *root);

static GByteArray *
write_file (Fill fill) {
  gsf_init ();
  GsfOutput *memory = gsf_output_memory_new ();
  GsfOutfile *root = gsf_outfile_msole_new (memory);
  fill (root);
  finish (root);
  GByteArray *bytes = g_byte_array_new ();
  g_byte_array_append (bytes, gsf_output_memory_get_bytes (GSF_OUTPUT_MEMORY (memory)),
                       (guint)gsf_output_size (memory));
  g_object_unref (memory);
  return bytes;
}

static void
fill_received (GsfOutfile *root) {
  put (root, "__properties_version1.0", "\0\0\0\0", 4);
  put_wide (root, "007D", HEADERS);
  put_wide (root, "1000", "Hello, caf\u00E9");
}

static void
fill_narrow (GsfOutfile *root) {
  put (root, "__properties_version1.0", "\0\0\0\0", 4);
  put (root, "__substg1.0_007D001E", "From: a@a.example\r\n", 19);
}

static void
fill_sent (GsfOutfile *root) {
  put (root, "__properties_version1.0", "\0\0\0\0", 4);
  put_wide (root, "1000", "A draft");
}

static void
fill_forwarded (GsfOutfile *root) {
  fill_sent (root);
  GsfOutfile *attachment = folder (root, "__attach_version1.0_#00000000");
  put_wide (attachment, "3707", "Your tickets.msg");
  GsfOutfile *inner = folder (attachment, "__substg1.0_3701000D");
  fill_received (inner);
  finish (inner);
  finish (attachment);
  attachment = folder (root, "__attach_version1.0_#00000001");
  put_wide (attachment, "3707", "b.eml");
  put (attachment, "__substg1.0_37010102", "Received: x\nFrom: b@b.example\n\n", 32);
  finish (attachment);
}

static void
fill_document (GsfOutfile *root) {
  put (root, "WordDocument", "x", 1);
}

/* What comes out, one after the other, parted by '|'; "-" for no message. */
static const struct {
  const char *name;
  Fill fill;
  const char *out;
} cases[] = {
    {"received", fill_received,
     ":Received: from a.example by b.example;\r\n Mon, 1 Jun 2026 10:00:00 +0000\r\n"
     "From: a@a.example\n\nHello, caf\u00E9|"},
    {"in a code page", fill_narrow, ":From: a@a.example\n\n|"},
    {"never received", fill_sent, ":A draft|"},
    {"with messages attached", fill_forwarded,
     "Your tickets.msg:Received: from a.example by b.example;\r\n"
     " Mon, 1 Jun 2026 10:00:00 +0000\r\nFrom: a@a.example\n\nHello, caf\u00E9|"
     "b.eml:Received: x\nFrom: b@b.example\n\n|"},
    {"another file", fill_document, "-"},
};

static void
test_case (gconstpointer data) {
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GByteArray) file = write_file (cases[i].fill);
  g_autoptr (GString) out = g_string_new (NULL);
  Span bytes = span_of ((const char *)file->data, file->len);
  Vec messages = {0};
  g_assert_true (outlook_begins (bytes));
  if (!outlook_read (bytes, arena, &messages))
    g_string_append_c (out, '-');
  for (guint n = 0; n < messages.n; n++) {
    const OutlookMessage *message = vec_at (&messages, OutlookMessage, n);
    g_string_append_printf (out, "%.*s:%.*s|", SPAN_FORMAT (message->name),
                            SPAN_FORMAT (message->bytes));
  }
  g_assert_cmpstr (out->str, ==, cases[i].out);
}

/* Cut anywhere, or with any byte changed, it is read or it is not. */
static void
test_damaged (void) {
  g_autoptr (GByteArray) file = write_file (fill_forwarded);
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260601);
  g_log_set_always_fatal (G_LOG_FATAL_MASK); /* libgsf complains aloud of what is broken */
  for (guint i = 0; i < 400; i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *copy = g_memdup2 (file->data, file->len);
    Vec messages = {0};
    for (guint n = 0; n < 8; n++)
      copy[g_rand_int_range (rand, 8, (gint32)file->len)] = (char)g_rand_int_range (rand, 0, 256);
    gsize len = i % 2 ? file->len : (gsize)g_rand_int_range (rand, 8, (gint32)file->len);
    outlook_read (span_of (copy, len), arena, &messages);
  }
}

static bool
on_chunk (Chunk *chunk, gpointer data) {
  for (guint i = 0; i < chunk->messages->len; i++) {
    const RawMessage *raw = &g_array_index (chunk->messages, RawMessage, i);
    gssize colon = span_last_index (raw->name, ':');
    g_string_append_printf (data, "%.*s %.*s %.*s|",
                            SPAN_FORMAT (span_skip (raw->name, (gsize)(colon + 1))),
                            SPAN_FORMAT (raw->file), SPAN_FORMAT (span_first (raw->bytes, 5)));
  }
  chunk_free (chunk);
  return true;
}

static void
on_trouble (const char *text, gpointer data) {
  g_string_append_printf (data, "! %s|", text);
}

/* A file that is named: its messages, each with what it came out of; what is none is read as a
 * text. */
static void
test_file (void) {
  static const struct {
    Fill fill;
    const char *messages;
  } rows[] = {
      {fill_sent, "FILE msg A dra|"},
      {fill_forwarded, " Your tickets.msg msg Recei| b.eml msg Recei|"},
      {fill_document, "FILE  \xd0\xcf\x11\xe0\xa1|"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = NULL;
    g_autoptr (GString) got = g_string_new (NULL);
    g_autoptr (GByteArray) file = write_file (rows[i].fill);
    int fd = g_file_open_tmp ("mailwhy-XXXXXX", &path, NULL);
    g_assert_cmpint (fd, >=, 0);
    close (fd);
    g_assert_true (g_file_set_contents (path, (const char *)file->data, (gssize)file->len, NULL));
    const InputHandler handler = {.chunk = on_chunk, .trouble = on_trouble, .data = got};
    g_autoptr (InputReader) reader = input_reader_new (INPUT_AUTO, &handler);
    g_assert_true (input_reader_read (reader, path));
    g_assert_true (input_reader_finish (reader));
    g_autofree char *expected = g_strdup (rows[i].messages);
    if (g_str_has_prefix (expected, "FILE")) {
      char *other = g_strconcat (path, expected + strlen ("FILE"), NULL);
      g_free (expected);
      expected = other;
    }
    g_assert_cmpstr (got->str, ==, expected);
    unlink (path);
  }
}

static const char *header_to_keep;

static void
fill_kept (GsfOutfile *root) {
  static const char zeros[32]; /* MS-OXMSG §2.4.1.1 */
  put (root, "__properties_version1.0", zeros, sizeof zeros);
  put_wide (root, "0037", "Your tickets");
  put_wide (root, "007D", header_to_keep);
  put_wide (root, "1000", "Dear visitor");
}

/* For msgconvert.sh: the header of a message as Outlook would keep it. */
static void
write_kept (const char *from, const char *to) {
  g_autofree char *message = NULL;
  g_assert_true (g_file_get_contents (from, &message, NULL, NULL));
  char *end = strstr (message, "\n\n");
  if (end)
    end[1] = '\0';
  header_to_keep = message;
  g_autoptr (GByteArray) file = write_file (fill_kept);
  g_assert_true (g_file_set_contents (to, (const char *)file->data, (gssize)file->len, NULL));
}

/* [MS-CFB] section 2.2: the signature. */
static void
test_begins (void) {
  static const char bytes[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
  g_assert_true (outlook_is_read ());
  g_assert_true (outlook_begins (span_of (bytes, 8)));
  g_assert_false (outlook_begins (span_of (bytes, 7)));
  g_assert_false (outlook_begins (SPAN ("Subject: x\n")));
}

int
main (int argc, char **argv) {
  if (argc == 3) {
    write_kept (argv[1], argv[2]);
    return 0;
  }
  const char *seeds =
      g_getenv ("MAILWHY_SEEDS_TO"); /* a folder for what the fuzz target begins with */
  for (guint i = 0; seeds && i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GByteArray) file = write_file (cases[i].fill);
    g_autofree char *path = g_strdup_printf ("%s/%u", seeds, i);
    g_file_set_contents (path, (const char *)file->data, (gssize)file->len, NULL);
  }
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/outlook/%s", cases[i].name);
    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_case);
  }
  g_test_add_func ("/outlook/begins", test_begins);
  g_test_add_func ("/outlook/file", test_file);
  g_test_add_func ("/outlook/damaged", test_damaged);
  return g_test_run ();
}

#else

int
main (void) {
  g_print ("1..0 # SKIP built without libgsf\n");
  return 0;
}

#endif
