/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files, folders and streams as messages. */
#include <glib/gstdio.h>
#include <unistd.h>
#include <zlib.h>
#ifdef HAVE_ZSTD
#include <zstd.h>
#endif

#include "base/limits.h"
#include "input/byte-source.h"
#include "input/input.h"

#define DATE "Mon Jan  5 10:11:12 2026"
#define FROM "From a@example.org " DATE "\n"

/* ---- a folder to play in ----------------------------------------------------------------------
 */

typedef struct {
  char *root;
  GPtrArray *seen;     /* of char *: NAME#SEQUENCE@OFFSET+LENGTH first-line */
  GPtrArray *troubles; /* of char * */
  GPtrArray *left_out; /* of char *, paths */
  GByteArray *bytes;   /* all messages, one after the other */
  guint stop_after;    /* chunks; 0: never */
  guint n_chunks;
  guint n_in_mailbox;    /* messages that are some of many */
  const char *append_to; /* while it is read */
  GString *files;        /* "+NAME" where one begins, "-CHUNKS" where it ends */
  guint last_file;       /* the one whose end stops the reading; 0: none */
  guint n_files;
} Fixture;

static void
setup (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_autoptr (GError) error = NULL;
  fixture->root = g_dir_make_tmp ("mailwhy-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->seen = g_ptr_array_new_with_free_func (g_free);
  fixture->troubles = g_ptr_array_new_with_free_func (g_free);
  fixture->left_out = g_ptr_array_new_with_free_func (g_free);
  fixture->bytes = g_byte_array_new ();
}

static void
remove_all (const char *path) {
  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK)) {
    g_chmod (path, 0700);
    g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
    const char *name;
    while (dir && (name = g_dir_read_name (dir)) != NULL) {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_all (child);
    }
  }
  g_remove (path);
}

static void
teardown (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  remove_all (fixture->root);
  g_free (fixture->root);
  g_ptr_array_unref (fixture->seen);
  g_ptr_array_unref (fixture->troubles);
  g_ptr_array_unref (fixture->left_out);
  g_byte_array_unref (fixture->bytes);
}

static char *
put_bytes (Fixture *fixture, const char *name, const char *bytes, gsize len) {
  char *path = g_build_filename (fixture->root, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;
  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents (path, bytes, (gssize)len, &error);
  g_assert_no_error (error);
  return path;
}

static void
put (Fixture *fixture, const char *name, const char *text) {
  g_free (put_bytes (fixture, name, text, strlen (text)));
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static bool
on_chunk (Chunk *chunk, gpointer data) {
  Fixture *fixture = data;
  g_assert_cmpuint (chunk->messages->len, >, 0);
  g_assert_cmpuint (chunk->messages->len, <=, LIMIT_CHUNK_MESSAGES);
  for (guint i = 0; i < chunk->messages->len; i++) {
    const RawMessage *raw = &g_array_index (chunk->messages, RawMessage, i);
    Span buffer = span_of (chunk->buffer->bytes, chunk->buffer->size);
    g_assert_true (span_inside (raw->bytes, buffer));
    Span name = raw->name;
    gsize root = strlen (fixture->root);
    if (name.len > root && strncmp (name.data, fixture->root, root) == 0)
      name = span_skip (name, root + 1);
    fixture->n_in_mailbox += raw->in_mailbox;
    gssize newline = span_index (raw->bytes, '\n');
    Span line = span_first (raw->bytes, newline < 0 ? MIN (raw->bytes.len, 20) : (gsize)newline);
    g_ptr_array_add (fixture->seen,
                     g_strdup_printf ("%.*s#%u@%" G_GUINT64_FORMAT "+%" G_GUINT64_FORMAT " %.*s",
                                      SPAN_FORMAT (name), raw->sequence, raw->offset, raw->length,
                                      SPAN_FORMAT (line)));
    g_byte_array_append (fixture->bytes, (const guint8 *)raw->bytes.data, (guint)raw->bytes.len);
  }
  chunk_free (chunk);
  if (fixture->append_to && fixture->n_chunks == 0) {
    FILE *file = fopen (fixture->append_to, "a");
    fputs (FROM "A: late\n\n", file);
    fclose (file);
  }
  return ++fixture->n_chunks != fixture->stop_after;
}

static void
on_trouble (const char *text, gpointer data) {
  Fixture *fixture = data;
  const char *at = strstr (text, fixture->root);
  g_ptr_array_add (fixture->troubles, g_strdup (at ? at + strlen (fixture->root) + 1 : text));
}

static void
on_not_mail (const char *path, gpointer data) {
  Fixture *fixture = data;
  g_ptr_array_add (fixture->left_out, g_strdup (path + strlen (fixture->root) + 1));
}

static bool
on_begins (const char *path, gpointer data) {
  Fixture *fixture = data;
  g_autofree char *name = g_path_get_basename (path);
  g_string_append_printf (fixture->files, "+%s", name);
  return !g_str_equal (name, "known");
}

static bool
on_ends (gpointer data) {
  Fixture *fixture = data;
  g_string_append_printf (fixture->files, "-%u", fixture->n_chunks);
  return ++fixture->n_files != fixture->last_file;
}

static bool
read_paths (Fixture *fixture, InputKind kind, const char *const *names) {
  const InputHandler handler = {.chunk = on_chunk,
                                .trouble = on_trouble,
                                .not_mail = on_not_mail,
                                .begins = fixture->files ? on_begins : NULL,
                                .ends = on_ends,
                                .data = fixture};
  g_autoptr (InputReader) reader = input_reader_new (kind, &handler);
  bool goes_on = true;
  for (; *names && goes_on; names++) {
    g_autofree char *path = g_build_filename (fixture->root, *names, NULL);
    goes_on = input_reader_read (reader, path);
  }
  return input_reader_finish (reader) && goes_on;
}

static void
read_one (Fixture *fixture, InputKind kind, const char *name) {
  const char *const names[] = {name, NULL};
  read_paths (fixture, kind, names);
}

static void
expect (GPtrArray *got, const char *const *expected) {
  guint n = 0;
  for (; expected[n]; n++) {
    g_assert_cmpuint (n, <, got->len);
    g_assert_cmpstr (g_ptr_array_index (got, n), ==, expected[n]);
  }
  g_assert_cmpuint (got->len, ==, n);
}

#define EXPECT(got, ...) expect ((got), (const char *const[]){__VA_ARGS__, NULL})
#define EXPECT_NONE(got) g_assert_cmpuint ((got)->len, ==, 0)

/* No chunk is of two files, one that is known is not read, and its end can stop the reading. */
static void
test_begins (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  put (fixture, "a", "Subject: a\n\nx\n");
  put (fixture, "known", "Subject: b\n\nx\n");
  put (fixture, "box", FROM "A: 1\n\nx\n\n" FROM "A: 2\n\ny\n");
  const char *const names[] = {"a", "known", "box", NULL};
  fixture->files = g_string_new (NULL);
  g_assert_true (read_paths (fixture, INPUT_AUTO, names));
  g_assert_cmpstr (fixture->files->str, ==, "+a-1+known-1+box-2");
  EXPECT (fixture->seen, "a#1@0+14 Subject: a", "box#1@44+8 A: 1", "box#2@97+8 A: 2");
  for (guint last = 1; last <= 3; last++) {
    g_ptr_array_set_size (fixture->seen, 0);
    g_string_truncate (fixture->files, 0);
    fixture->n_files = fixture->n_chunks = 0;
    fixture->last_file = last;
    g_assert_false (read_paths (fixture, INPUT_AUTO, names));
    static const char *const files[] = {"+a-1", "+a-1+known-1", "+a-1+known-1+box-2"};
    g_assert_cmpstr (fixture->files->str, ==, files[last - 1]);
    g_assert_cmpuint (fixture->seen->len, ==, last == 3 ? 3 : 1);
  }
  EXPECT_NONE (fixture->troubles);
  g_string_free (fixture->files, TRUE);
}

/* ---- files ------------------------------------------------------------------------------------
 */

static void
test_single (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  put (fixture, "a", "Subject: a\n\nx\n");
  put (fixture, "b", "");
  const char *const names[] = {"a", "b", "a", NULL};
  read_paths (fixture, INPUT_AUTO, names);
  EXPECT (fixture->seen, "a#1@0+14 Subject: a", "b#1@0+0 ", "a#1@0+14 Subject: a");
  EXPECT_NONE (fixture->troubles);
}

static void
test_mailbox (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  put (fixture, "box", FROM "A: 1\n\nx\n\n" FROM "A: 2\n\ny\n");
  read_one (fixture, INPUT_AUTO, "box");
  EXPECT (fixture->seen, "box#1@44+8 A: 1", "box#2@97+8 A: 2");
  EXPECT_NONE (fixture->troubles);
}

static void
test_kind_overrides (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  put (fixture, "box", FROM "A: 1\n\nx\n");
  put (fixture, "odd", "junk\n\n" FROM "A: 1\n\nx\n");
  put (fixture, "none", "Subject: a\n\nx\n");
  put (fixture, "empty", "");
  put (fixture, "blank", "\n\n" FROM "A: 1\n\nx\n");
  read_one (fixture, INPUT_MESSAGE, "box");
  read_one (fixture, INPUT_MBOX, "odd");
  read_one (fixture, INPUT_MBOX, "none");
  read_one (fixture, INPUT_MBOX, "empty");
  read_one (fixture, INPUT_AUTO, "blank");
  read_one (fixture, INPUT_AUTO, "odd");
  EXPECT (fixture->seen, "box#1@0+52 From a@example.org " DATE, "odd#1@50+8 A: 1",
          "blank#1@46+8 A: 1", "odd#1@0+58 junk");
  EXPECT (fixture->troubles, "none: there is no From_ line in it: this is no mailbox");
}

#define LOG "Nov  2 10:00:00 mx postfix/"
#define QUEUE LOG "qmgr[1]: 4ABCDE: removed\n"
#define BOUNCED                                                                        \
  LOG "smtp[2]: 4ABCDE: to=<a@b.example>, relay=mx.b.example[192.0.2.1]:25, delay=1, " \
      "dsn=5.7.1, status=bounced (host mx.b.example[192.0.2.1] said: 550 5.7.1 no)"

/* A log has two lines at least, all of them a log's, and one that tells of a delivery, or eight. */
static void
test_log (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  static const struct {
    const char *text;
    guint deliveries; /* 0: of a log that has none, or of none */
    bool log;
  } rows[] = {
      {QUEUE BOUNCED "\n", 1, true},
      {BOUNCED "\n" QUEUE BOUNCED "\n", 2, true},
      {QUEUE BOUNCED, 1, true},
      {QUEUE "\n\n" BOUNCED "\n\n", 1, true},
      {BOUNCED "\n", 0, false},
      {"\n" BOUNCED "\n\n", 0, false},
      {QUEUE QUEUE QUEUE QUEUE QUEUE QUEUE QUEUE, 0, false},
      {QUEUE QUEUE QUEUE QUEUE QUEUE QUEUE QUEUE QUEUE, 0, true},
      {QUEUE QUEUE QUEUE QUEUE QUEUE QUEUE QUEUE QUEUE BOUNCED "\n", 1, true},
      {QUEUE QUEUE QUEUE QUEUE QUEUE QUEUE QUEUE QUEUE "Subject: x\n" BOUNCED "\n", 1, true},
      {BOUNCED "\nSubject: x\n" QUEUE, 0, false},
      {"Subject: x\n" BOUNCED "\n" QUEUE, 0, false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    put (fixture, "log", rows[i].text);
    g_ptr_array_set_size (fixture->seen, 0);
    fixture->n_in_mailbox = 0;
    read_one (fixture, INPUT_AUTO, "log");
    g_test_message ("row %u: %u", (guint)i, fixture->seen->len);
    g_assert_cmpuint (fixture->n_in_mailbox, ==, rows[i].deliveries);
    g_assert_cmpuint (fixture->seen->len, ==, rows[i].log ? rows[i].deliveries : 1);
  }
  /* told to be one, a line is enough */
  put (fixture, "log", "junk\n" BOUNCED "\n");
  g_ptr_array_set_size (fixture->seen, 0);
  read_one (fixture, INPUT_LOG, "log");
  g_autofree char *line = g_strdup_printf ("log#1@5+%u %.20s", (guint)strlen (BOUNCED), BOUNCED);
  EXPECT (fixture->seen, line);
}

/* Of a line that is too long the beginning is read. */
static void
test_log_line (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  for (gsize more = 0; more < 2; more++) {
    g_autoptr (GString) text = g_string_new (BOUNCED " ");
    gsize len = (gsize)LIMIT_LOG_LINE + more;
    while (text->len < len)
      g_string_append_c (text, 'x');
    g_string_append (text, "\n" BOUNCED "\n");
    put (fixture, "log", text->str);
    g_ptr_array_set_size (fixture->seen, 0);
    read_one (fixture, INPUT_LOG, "log");
    g_assert_cmpuint (fixture->seen->len, ==, 2);
    g_autofree char *first = g_strdup_printf ("log#1@0+%u ", (guint)LIMIT_LOG_LINE);
    g_autofree char *second =
        g_strdup_printf ("log#2@%u+%u ", (guint)len + 1, (guint)strlen (BOUNCED));
    g_assert_true (g_str_has_prefix (g_ptr_array_index (fixture->seen, 0), first));
    g_assert_true (g_str_has_prefix (g_ptr_array_index (fixture->seen, 1), second));
  }
}

static void
test_missing (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  put (fixture, "a", "A: 1\n\n");
  const char *const names[] = {"missing", "a", NULL};
  read_paths (fixture, INPUT_AUTO, names);
  EXPECT (fixture->seen, "a#1@0+6 A: 1");
  EXPECT (fixture->troubles, "missing: No such file or directory");
}

/* ---- folders ----------------------------------------------------------------------------------
 */

static void
test_maildir (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  put (fixture, "md/cur/2.host:2,S", "A: 2\n\n");
  put (fixture, "md/cur/1.host:2,", "A: 1\n\n");
  put (fixture, "md/new/3.host", "A: 3\n\n");
  put (fixture, "md/tmp/4.host", "A: 4\n\n");
  put (fixture, "md/dovecot-uidlist", "3 V1\n");
  put (fixture, "md/.Sent/cur/5.host:2,S", "A: 5\n\n");
  put (fixture, "md/.Sent/new/.hidden", "A: 6\n\n");
  read_one (fixture, INPUT_AUTO, "md");
  EXPECT (fixture->seen, "md/cur/1.host:2,#1@0+6 A: 1", "md/cur/2.host:2,S#1@0+6 A: 2",
          "md/new/3.host#1@0+6 A: 3", "md/.Sent/cur/5.host:2,S#1@0+6 A: 5");
  EXPECT_NONE (fixture->troubles);
}

static void
test_tree (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  put (fixture, "t/b.eml", "A: b\n\n");
  put (fixture, "t/a/box", FROM "A: 1\n\n" FROM "A: 2\n\n");
  put (fixture, "t/a/md/cur/x", "A: x\n\n");
  put (fixture, "t/.git/config", "no mail\n");
  g_autofree char *empty = g_build_filename (fixture->root, "t", "a", "md", "new", NULL);
  g_mkdir_with_parents (empty, 0700);
  read_one (fixture, INPUT_AUTO, "t");
  EXPECT (fixture->seen, "t/b.eml#1@0+6 A: b", "t/a/box#1@44+6 A: 1", "t/a/box#2@94+6 A: 2",
          "t/a/md/cur/x#1@0+6 A: x");
  EXPECT_NONE (fixture->troubles);
}

/* Each folder in the one before it, `names` in each; LIMIT_TREE_DEPTH of them are read. */
static void
check_depth (Fixture *fixture, const char *folder, const char *const *names) {
  g_autoptr (GString) path = g_string_new ("t");
  for (guint i = 0; i <= LIMIT_TREE_DEPTH; i++) {
    for (guint k = 0; names[k]; k++) {
      g_autofree char *name = g_strdup_printf ("%s/%s", path->str, names[k]);
      put (fixture, name, "To: m\n\n");
    }
    g_string_append_printf (path, "/%s", folder);
  }
  read_one (fixture, INPUT_AUTO, "t");
  g_assert_cmpuint (fixture->seen->len, ==, LIMIT_TREE_DEPTH * g_strv_length ((char **)names));
  g_assert_cmpuint (fixture->troubles->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (fixture->troubles, 0), "nested too deep"));
}

static void
test_deep_tree (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  check_depth (fixture, "d", (const char *const[]){"m", NULL});
}

static void
test_deep_maildir (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  check_depth (fixture, ".d", (const char *const[]){"cur/m", "new/n", NULL});
}

static void
test_loop (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  put (fixture, "t/a/m", "To: m\n\n");
  g_autofree char *up = g_build_filename (fixture->root, "t", "a", "up", NULL);
  g_autofree char *self = g_build_filename (fixture->root, "t", "self", NULL);
  g_autofree char *knot = g_build_filename (fixture->root, "t", "knot", NULL);
  g_assert_cmpint (symlink ("..", up), ==, 0);
  g_assert_cmpint (symlink (".", self), ==, 0);
  g_assert_cmpint (symlink ("knot", knot), ==, 0);
  read_one (fixture, INPUT_AUTO, "t");
  EXPECT (fixture->seen, "t/a/m#1@0+7 To: m");
  EXPECT (fixture->troubles, "t/knot: Too many levels of symbolic links");
}

/* root reads everything */
static void
test_unreadable (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  put (fixture, "t/1", "To: 1\n\n");
  put (fixture, "t/2", "To: 2\n\n");
  put (fixture, "t/sub/3", "To: 3\n\n");
  if (geteuid () == 0) {
    g_test_skip ("for root nothing is unreadable");
    return;
  }
  g_autofree char *file = g_build_filename (fixture->root, "t", "1", NULL);
  g_autofree char *folder = g_build_filename (fixture->root, "t", "sub", NULL);
  g_chmod (file, 0);
  g_chmod (folder, 0);
  read_one (fixture, INPUT_AUTO, "t");
  EXPECT (fixture->seen, "t/2#1@0+7 To: 2");
  EXPECT (fixture->troubles, "t/1: Permission denied", "t/sub: Permission denied");
}

static void
test_not_mail (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  put (fixture, "t/01-mail", "junk\nSubject: x\n\n");
  put (fixture, "t/02-notes.txt", "Call her back: Monday\n\nSubject: to change\n");
  g_free (put_bytes (fixture, "t/03.png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16));
  put (fixture, "t/04-empty", "");
  put (fixture, "t/05-cr", "\rReceived: x\rTo: y\r\rz");
  put (fixture, "t/06.eml", "nothing\n");
  put (fixture, "t/07-box", FROM "A: 1\n\n");
  put (fixture, "t/08.yaml", "name: x\nversion: 1\n");
  put (fixture, "t/09.json", "{\"mail\":1,\"eventType\":2}");
  put (fixture, "t/12.expect", "status: fail\nspf_domain: a.example\n");
  put (fixture, "t/md/cur/10", "nothing\n");
  put (fixture, "t/md/new/11", "");
  read_one (fixture, INPUT_AUTO, "t");
  EXPECT (fixture->seen, "t/01-mail#1@0+17 junk", "t/05-cr#1@0+21 \rReceived: x\rTo: y\r\r",
          "t/06.eml#1@0+8 nothing", "t/07-box#1@44+6 A: 1",
          "t/09.json#1@0+24 {\"mail\":1,\"eventType", "t/md/cur/10#1@0+8 nothing",
          "t/md/new/11#1@0+0 ");
  EXPECT (fixture->left_out, "t/02-notes.txt", "t/03.png", "t/04-empty", "t/08.yaml",
          "t/12.expect");
  EXPECT_NONE (fixture->troubles);
  read_one (fixture, INPUT_AUTO, "t/08.yaml");
  read_one (fixture, INPUT_MESSAGE, "t");
  g_assert_cmpuint (fixture->seen->len, ==, 7 + 1 + 12);
  g_assert_cmpuint (fixture->left_out->len, ==, 5);
}

static void
test_no_mail_at_all (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  put (fixture, "t/notes.txt", "nothing\n");
  read_one (fixture, INPUT_AUTO, "t");
  EXPECT_NONE (fixture->seen);
  EXPECT (fixture->left_out, "t/notes.txt");
  EXPECT (fixture->troubles, "t: there is no mail in this folder");
}

static void
test_empty_folder (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_autofree char *folder = g_build_filename (fixture->root, "t", NULL);
  g_mkdir (folder, 0700);
  read_one (fixture, INPUT_AUTO, "t");
  EXPECT_NONE (fixture->seen);
  EXPECT (fixture->troubles, "t: there is no mail in this folder");
}

/* ---- gzip -------------------------------------------------------------------------------------
 */

static GByteArray *
gzipped (const char *const *members) {
  GByteArray *all = g_byte_array_new ();
  for (; *members; members++) {
    z_stream stream = {0};
    guint8 out[4096];
    deflateInit2 (&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    stream.next_in = (Bytef *)*members;
    stream.avail_in = (uInt)strlen (*members);
    stream.next_out = out;
    stream.avail_out = sizeof out;
    g_assert_cmpint (deflate (&stream, Z_FINISH), ==, Z_STREAM_END);
    g_byte_array_append (all, out, (guint)(sizeof out - stream.avail_out));
    deflateEnd (&stream);
  }
  return all;
}

static void
test_gzip (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  const char *const members[] = {FROM "A: 1\n\nx\n\n", FROM "A: ", "2\n\ny\n", NULL};
  g_autoptr (GByteArray) gz = gzipped (members);
  g_free (put_bytes (fixture, "box.gz", (const char *)gz->data, gz->len));
  read_one (fixture, INPUT_AUTO, "box.gz");
  EXPECT (fixture->seen, "box.gz#1@44+8 A: 1", "box.gz#2@97+8 A: 2");
  EXPECT_NONE (fixture->troubles);
}

static void
test_broken_gzip (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  const char *const members[] = {FROM "A: 1\n\nx\n\n", NULL};
  g_autoptr (GByteArray) gz = gzipped (members);
  g_free (put_bytes (fixture, "cut", (const char *)gz->data, gz->len - 6));
  g_byte_array_append (gz, (const guint8 *)"\0\0\0", 3);
  g_free (put_bytes (fixture, "padded", (const char *)gz->data, gz->len));
  g_byte_array_append (gz, (const guint8 *)"junk", 4);
  g_free (put_bytes (fixture, "tail", (const char *)gz->data, gz->len));
  memset (gz->data + 12, 0xff, 8);
  g_free (put_bytes (fixture, "damaged", (const char *)gz->data, gz->len));
  const char *const names[] = {"cut", "padded", "tail", NULL};
  read_paths (fixture, INPUT_AUTO, names);
  EXPECT (fixture->seen, "cut#1@44+8 A: 1", "padded#1@44+8 A: 1", "tail#1@44+8 A: 1");
  read_one (fixture, INPUT_MBOX, "damaged");
  g_assert_cmpuint (fixture->troubles->len, >=, 3);
  g_assert_true (
      g_str_has_prefix (g_ptr_array_index (fixture->troubles, 0), "cut: the compressed data ends"));
  g_assert_true (
      g_str_has_prefix (g_ptr_array_index (fixture->troubles, 1), "tail: what stands behind"));
  g_assert_true (g_str_has_prefix (g_ptr_array_index (fixture->troubles, 2),
                                   "damaged: the compressed data is damaged"));
}

/* ---- zstd -------------------------------------------------------------------------------------
 */

#ifdef HAVE_ZSTD
#define SKIPPABLE "\x5e\x2a\x4d\x18\4\0\0\0abcd" /* RFC 8878 section 3.1.2 */

static void
append_frame (GByteArray *all, const char *text, gsize len) {
  g_autofree char *frame = g_malloc (ZSTD_compressBound (len));
  gsize n = ZSTD_compress (frame, ZSTD_compressBound (len), text, len, 3);
  g_assert_false (ZSTD_isError (n));
  g_byte_array_append (all, (guint8 *)frame, (guint)n);
}

static void
put_array (Fixture *fixture, const char *name, const GByteArray *array) {
  g_free (put_bytes (fixture, name, (const char *)array->data, array->len));
}

static void
test_zstd (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  const char *const frames[] = {FROM "A: 1\n\nx\n\n", FROM "A: ", "2\n\ny\n"};
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_byte_array_append (all, (const guint8 *)SKIPPABLE, 12);
  for (guint i = 0; i < G_N_ELEMENTS (frames); i++) {
    append_frame (all, frames[i], strlen (frames[i]));
    g_byte_array_append (all, (const guint8 *)SKIPPABLE, 12);
  }
  put_array (fixture, "box.zst", all);
  read_one (fixture, INPUT_AUTO, "box.zst");
  EXPECT (fixture->seen, "box.zst#1@44+8 A: 1", "box.zst#2@97+8 A: 2");
  EXPECT_NONE (fixture->troubles);
}

static void
test_broken_zstd (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  const char *text = FROM "A: 1\n\nx\n\n";
  g_autoptr (GByteArray) all = g_byte_array_new ();
  append_frame (all, text, strlen (text));
  gsize whole = all->len;
  append_frame (all, text, strlen (text));
  g_free (put_bytes (fixture, "cut", (const char *)all->data, whole + 7));
  g_free (put_bytes (fixture, "cut-header", (const char *)all->data, whole + 2));
  g_byte_array_set_size (all, (guint)whole);
  g_byte_array_append (all, (const guint8 *)"\0\0\0", 3);
  put_array (fixture, "padded", all);
  g_byte_array_append (all, (const guint8 *)"junk", 4);
  put_array (fixture, "tail", all);
  /* 0.5 to 0.7 began with other numbers */
  memcpy (all->data + whole + 3, "\x27\xb5\x2f\xfd", 4);
  put_array (fixture, "old", all);
  memcpy (all->data + whole + 3, "\x28\xb5\x2f\xfe", 4);
  put_array (fixture, "other", all);
  const char *const names[] = {"cut", "cut-header", "padded", "tail", "old", "other", NULL};
  read_paths (fixture, INPUT_AUTO, names);
  EXPECT (fixture->seen, "cut#1@44+8 A: 1", "cut-header#1@44+8 A: 1", "padded#1@44+8 A: 1",
          "tail#1@44+8 A: 1", "old#1@44+8 A: 1", "other#1@44+8 A: 1");
  EXPECT (fixture->troubles, "cut: the compressed data ends too early",
          "cut-header: the compressed data ends too early",
          "tail: what stands behind the compressed data is not compressed and was not read",
          "old: what stands behind the compressed data is not compressed and was not read",
          "other: the compressed data is damaged; what stands behind the damage was not read");
}

/* Of a long stream that was cut, all whole blocks come out, at whatever byte it ends. */
static void
test_cut_zstd (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_autoptr (GByteArray) all = g_byte_array_new ();
  gsize size = 1 << 20;
  g_autofree char *text = g_malloc (size);
  guint32 word = 1;
  for (gsize i = 0; i < size; i++)
    text[i] = "etaoin shrdlu cmf\n"[(word = word * 1103515245 + 12345) >> 16 & 15];
  memcpy (text, FROM "A: 1\n\n", 50);
  append_frame (all, text, size);
  for (guint i = 1; i <= 8; i++) {
    g_autofree char *name = g_strdup_printf ("%u", i);
    g_free (put_bytes (fixture, name, (const char *)all->data, all->len * i / 9));
    g_byte_array_set_size (fixture->bytes, 0);
    read_one (fixture, INPUT_AUTO, name);
    gsize blocks = size / (128 << 10) * i / 9;
    g_assert_cmpuint (fixture->bytes->len + 128, >=, blocks * (128 << 10));
    g_assert_cmpmem (fixture->bytes->data, fixture->bytes->len, text + 44, fixture->bytes->len);
  }
  g_assert_cmpuint (fixture->troubles->len, ==, 8);
}

/* RFC 8878 section 3.1.1: magic number, no content size, a window of 2^`log`, then blocks: each one
 * byte that stands for 128 KiB. */
static GByteArray *
repeated (guint log, guint n_blocks) {
  const guint8 header[] = {0x28, 0xb5, 0x2f, 0xfd, 0, (guint8)((log - 10) << 3)};
  GByteArray *all = g_byte_array_new ();
  g_byte_array_append (all, header, sizeof header);
  for (guint i = 1; i <= n_blocks; i++) {
    const guint8 block[] = {i == n_blocks ? 3 : 2, 0, 0x10, '\n'};
    g_byte_array_append (all, block, sizeof block);
  }
  return all;
}

/* How many bytes come out; the problem in `ret_problem`. */
static guint64
drain (Fixture *fixture, const GByteArray *compressed, const char **ret_problem) {
  static char to[1 << 16];
  put_array (fixture, "bomb", compressed);
  g_autofree char *path = g_build_filename (fixture->root, "bomb", NULL);
  ByteSource source;
  guint64 total = 0;
  g_assert_true (byte_source_open (&source, path));
  byte_source_inflate (&source, &decoder_zstd, SPAN (""));
  for (gssize n; (n = byte_source_read (&source, to, sizeof to)) > 0;)
    total += (guint64)n;
  *ret_problem = source.problem;
  byte_source_close (&source);
  return total;
}

static void
test_zstd_bomb (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  const char *problem;
  g_autoptr (GByteArray) small = repeated (LIMIT_ZSTD_WINDOW_LOG, 16);
  g_assert_cmpuint (drain (fixture, small, &problem), ==, 16 << 17);
  g_assert_null (problem);
  g_autoptr (GByteArray) bomb = repeated (20, 1 << 14); /* 2 GiB */
  g_assert_cmpuint (drain (fixture, bomb, &problem), <=, LIMIT_INFLATED + (1 << 16));
  g_assert_nonnull (strstr (problem, "expands beyond reason"));
  g_autoptr (GByteArray) wide = repeated (LIMIT_ZSTD_WINDOW_LOG + 1, 16);
  g_assert_cmpuint (drain (fixture, wide, &problem), ==, 0);
  g_assert_nonnull (strstr (problem, "too much memory"));
}
#endif

static void
test_unknown_compression (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_free (put_bytes (fixture, "a",
                     "\xfd"
                     "7zXZ\0\0\4",
                     8));
  g_free (put_bytes (fixture, "b", "BZh91AY&SY", 10));
  g_free (put_bytes (fixture, "c", "\x04\x22\x4d\x18\x64", 5));
  g_free (put_bytes (fixture, "d", "PK\3\4\x14", 5));
  const char *const names[] = {"a", "b", "c", "d", NULL};
  read_paths (fixture, INPUT_AUTO, names);
  EXPECT_NONE (fixture->seen);
#ifdef HAVE_ARCHIVE /* which reads these, and finds no more than their beginning */
  EXPECT (
      fixture->troubles, "a: the archive is damaged; what stands behind the damage was not read",
      "a: there is no mail in this archive", "b: it is compressed; uncompress it first (bzip2 -dc)",
      "c: it is compressed; uncompress it first (lz4 -dc)",
      "d: the archive is damaged; what stands behind the damage was not read",
      "d: there is no mail in this archive");
#else
  EXPECT (fixture->troubles, "a: it is compressed; uncompress it first (xz -dc)",
          "b: it is compressed; uncompress it first (bzip2 -dc)",
          "c: it is compressed; uncompress it first (lz4 -dc)",
          "d: it is compressed; uncompress it first (unzip -p)");
#endif
#ifndef HAVE_ZSTD
  put (fixture, "e", "\x28\xb5\x2f\xfd");
  read_one (fixture, INPUT_AUTO, "e");
  g_assert_cmpstr (g_ptr_array_index (fixture->troubles, 4), ==,
                   "e: it is compressed; uncompress it first (zstd -dc)");
#endif
}

/* ---- notifications ----------------------------------------------------------------------------
 */

static void
test_notifications (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < 4000; i++)
    g_string_append_printf (text, "{\"mail\":%u,\"eventType\":\"%0600u\"}\n", i, i);
  put (fixture, "lines", text->str);
  read_one (fixture, INPUT_AUTO, "lines");
  g_assert_cmpuint (fixture->seen->len, ==, 4000);
  g_autofree char *last =
      g_strdup_printf ("lines#4000@%u+628 {\"mail\":3999,\"eventT", (guint)text->len - 629);
  g_assert_cmpstr (g_ptr_array_index (fixture->seen, 3999), ==, last);
  g_ptr_array_set_size (fixture->seen, 0);
  put (fixture, "list", "[{\"mail\":1},\n {\"eventType\":2},\n\n3]\n");
  read_one (fixture, INPUT_AUTO, "list");
  EXPECT (fixture->seen, "list#1@1+10 {\"mail\":1}", "list#2@14+15 {\"eventType\":2}",
          "list#3@32+2 3]");
  g_ptr_array_set_size (fixture->seen, 0);
  put (fixture, "other", "{\"a\":1}\n{\"b\":2}\n");
  read_one (fixture, INPUT_AUTO, "other");
  EXPECT (fixture->seen, "other#1@0+16 {\"a\":1}");
  EXPECT_NONE (fixture->troubles);
}

/* ---- large ones -------------------------------------------------------------------------------
 */

static char *
mailbox_of (guint n, gsize body, GString *ret_messages) {
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GString) message = g_string_new (NULL);
    g_string_append_printf (message, "A: %u\n\n", i);
    while (message->len < body)
      g_string_append (message, "All work and no play makes a test; From here on it goes on.\n");
    g_string_append (text, FROM);
    g_string_append_len (text, message->str, (gssize)message->len);
    g_string_append (text, "\n");
    g_string_append_len (ret_messages, message->str, (gssize)message->len);
  }
  return g_string_free (text, FALSE);
}

static void
test_many (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  static const struct {
    guint n;
    gsize body;
  } shapes[] = {{40000, 5}, {300, 14000}, {5, 3000000}, {3, 1048576}, {2, 8000000}};
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++) {
    g_autoptr (GString) messages = g_string_new (NULL);
    g_autofree char *text = mailbox_of (shapes[i].n, shapes[i].body, messages);
    put (fixture, "box", text);
    g_ptr_array_set_size (fixture->seen, 0);
    g_byte_array_set_size (fixture->bytes, 0);
    read_one (fixture, INPUT_AUTO, "box");
    g_assert_cmpuint (fixture->seen->len, ==, shapes[i].n);
    g_assert_cmpmem (fixture->bytes->data, fixture->bytes->len, messages->str, messages->len);
  }
}

static void
test_long_message (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  gsize body = LIMIT_MAILBOX_MESSAGE + 3 * LIMIT_CHUNK / 2;
  g_autoptr (GString) messages = g_string_new (NULL);
  g_autofree char *text = mailbox_of (2, body, messages);
  g_autofree char *both = g_strconcat (FROM "A: first\n\n", text, FROM "A: last\n\n", NULL);
  put (fixture, "box", both);
  read_one (fixture, INPUT_AUTO, "box");
  g_assert_cmpuint (fixture->seen->len, ==, 4);
  g_assert_cmpuint (fixture->bytes->len, ==, 10 + 2 * LIMIT_MAILBOX_MESSAGE + 9);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (fixture->seen, 0), "box#1@44+10 A: first"));
  g_assert_true (g_str_has_prefix (g_ptr_array_index (fixture->seen, 1), "box#2@98+99"));
  g_assert_true (g_str_has_suffix (g_ptr_array_index (fixture->seen, 3), "A: last"));
  g_assert_cmpint (memcmp (fixture->bytes->data + 10, messages->str, LIMIT_MAILBOX_MESSAGE), ==, 0);
}

/* What looks like a From_ line behind the cut begins no line, so it ends no message. */
static void
test_long_line (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  static const char *const ends[] = {"xx", "\nx"};
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autoptr (GString) text = g_string_new (FROM "A: first\n\n");
    gsize begin = strlen (FROM);
    while (text->len < begin + LIMIT_MAILBOX_MESSAGE - 2)
      g_string_append_c (text, 'x');
    g_string_append (text, ends[i]);
    g_string_append (text, FROM "A: none\n\n");
    while (text->len < begin + LIMIT_MAILBOX_MESSAGE + 2 * LIMIT_CHUNK)
      g_string_append (text, "All work and no play makes a test.\n");
    g_string_append (text, "\n" FROM "A: last\n\n");
    put (fixture, "box", text->str);
    g_ptr_array_set_size (fixture->seen, 0);
    g_byte_array_set_size (fixture->bytes, 0);
    read_one (fixture, INPUT_AUTO, "box");
    g_assert_cmpuint (fixture->seen->len, ==, 2);
    g_assert_true (g_str_has_suffix (g_ptr_array_index (fixture->seen, 0), "A: first"));
    g_assert_true (g_str_has_suffix (g_ptr_array_index (fixture->seen, 1), "A: last"));
    g_assert_cmpuint (fixture->bytes->len, ==, LIMIT_MAILBOX_MESSAGE + 9);
  }
}

static void
test_long_file (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  gsize len = LIMIT_MESSAGE + 100000;
  g_autofree char *text = g_malloc (len);
  memset (text, 'x', len);
  g_free (put_bytes (fixture, "line", text, len));
  put (fixture, "next", "A: 1\n\n");
  const char *const names[] = {"line", "next", NULL};
  read_paths (fixture, INPUT_AUTO, names);
  EXPECT (fixture->seen, "line#1@0+33654432 xxxxxxxxxxxxxxxxxxxx", "next#1@0+6 A: 1");
  g_assert_cmpuint (fixture->bytes->len, ==, LIMIT_MESSAGE + 6);
}

/* What was whole when it was opened is read, and that there is more is said. */
static void
test_growing (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_autoptr (GString) messages = g_string_new (NULL);
  g_autofree char *text = mailbox_of (300, 14000, messages);
  g_autofree char *path = put_bytes (fixture, "box", text, strlen (text));
  fixture->append_to = path;
  read_one (fixture, INPUT_AUTO, "box");
  g_assert_cmpuint (fixture->seen->len, ==, 300);
  EXPECT (fixture->troubles, "box: the file grew while it was read; what was added was not read");
}

static void
test_stopping (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  g_autoptr (GString) messages = g_string_new (NULL);
  g_autofree char *text = mailbox_of (300, 14000, messages);
  put (fixture, "box", text);
  fixture->stop_after = 2;
  const char *const names[] = {"box", "box", NULL};
  read_paths (fixture, INPUT_AUTO, names);
  g_assert_cmpuint (fixture->n_chunks, ==, 2);
}

/* Whoever takes the messages may have enough at any chunk: nothing is handed over after that, what
 * was handed over before is what it would have been, and nobody complains of what was not read. */
static void
test_stopping_anywhere (Fixture *fixture, gconstpointer data G_GNUC_UNUSED) {
  static const char *const names[] = {"small", "long", "folder", "line", "events", "small", NULL};
  g_autoptr (GString) messages = g_string_new (NULL);
  g_autofree char *small = mailbox_of (200, 7000, messages);
  g_autofree char *large = mailbox_of (1, LIMIT_MAILBOX_MESSAGE + 10000, messages);
  g_autofree char *both = g_strconcat (FROM "A: first\n\n", large, FROM "A: last\n\n", NULL);
  g_autofree char *line = g_strnfill (LIMIT_MESSAGE + 10, 'x');
  put (fixture, "small", small);
  put (fixture, "long", both);
  put (fixture, "folder/a.eml", "A: 1\n\n");
  put (fixture, "folder/b", small);
  put (fixture, "folder/c/d.eml", "A: 2\n\n");
  put (fixture, "line", line);
  put (fixture, "events",
       "{\"eventType\":\"Open\",\"mail\":{}}\n{\"eventType\":\"Open\",\"mail\":{}}\n");
  read_paths (fixture, INPUT_AUTO, names);
  g_autoptr (GPtrArray) all = g_steal_pointer (&fixture->seen);
  guint n_chunks = fixture->n_chunks;
  g_assert_cmpuint (all->len, ==, 200 + 3 + 2 + 200 + 1 + 2 + 200);
  g_assert_cmpuint (fixture->n_in_mailbox, ==, all->len - 1); /* but the file that is one message */
  g_assert_cmpuint (fixture->troubles->len, ==, 0);
  for (guint stop = 1; stop <= n_chunks; stop++) {
    fixture->seen = g_ptr_array_new_with_free_func (g_free);
    fixture->n_chunks = 0;
    fixture->stop_after = stop;
    const InputHandler handler = {on_chunk, on_trouble, on_not_mail, NULL, NULL, NULL, fixture};
    InputReader *reader = input_reader_new (INPUT_AUTO, &handler);
    bool goes_on = true;
    for (guint i = 0; names[i]; i++) {
      g_autofree char *path = g_build_filename (fixture->root, names[i], NULL);
      bool went_on = goes_on;
      goes_on = input_reader_read (reader, path);
      g_assert_true (went_on || !goes_on);
    }
    g_assert_false (input_reader_finish (reader));
    input_reader_free (reader);
    g_assert_cmpuint (fixture->n_chunks, ==, stop);
    g_assert_cmpuint (fixture->seen->len, <=, all->len);
    for (guint i = 0; i < fixture->seen->len; i++)
      g_assert_cmpstr (g_ptr_array_index (fixture->seen, i), ==, g_ptr_array_index (all, i));
    g_assert_cmpuint (fixture->troubles->len, ==, 0);
    if (stop < n_chunks)
      g_clear_pointer (&fixture->seen, g_ptr_array_unref);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/input/" name, Fixture, NULL, setup, func, teardown)
  ADD ("single", test_single);
  ADD ("mailbox", test_mailbox);
  ADD ("begins", test_begins);
  ADD ("kind-overrides", test_kind_overrides);
  ADD ("log", test_log);
  ADD ("log-line", test_log_line);
  ADD ("missing", test_missing);
  ADD ("maildir", test_maildir);
  ADD ("tree", test_tree);
  ADD ("deep-tree", test_deep_tree);
  ADD ("deep-maildir", test_deep_maildir);
  ADD ("loop", test_loop);
  ADD ("unreadable", test_unreadable);
  ADD ("not-mail", test_not_mail);
  ADD ("no-mail-at-all", test_no_mail_at_all);
  ADD ("empty-folder", test_empty_folder);
  ADD ("gzip", test_gzip);
  ADD ("broken-gzip", test_broken_gzip);
#ifdef HAVE_ZSTD
  ADD ("zstd", test_zstd);
  ADD ("broken-zstd", test_broken_zstd);
  ADD ("cut-zstd", test_cut_zstd);
  ADD ("zstd-bomb", test_zstd_bomb);
#endif
  ADD ("unknown-compression", test_unknown_compression);
  ADD ("notifications", test_notifications);
  ADD ("many", test_many);
  ADD ("long-message", test_long_message);
  ADD ("long-line", test_long_line);
  ADD ("long-file", test_long_file);
  ADD ("growing", test_growing);
  ADD ("stopping", test_stopping);
  ADD ("stopping-anywhere", test_stopping_anywhere);
  return g_test_run ();
}
