/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input/unpack.h"

#include <zlib.h>

#include "base/limits.h"
#include "guarded.h"
#include "input/report-file.h"

static void
put_number (GByteArray *out, guint value, guint size) {
  for (guint i = 0; i < size; i++) {
    guint8 byte = (guint8)(value >> (8 * i));
    g_byte_array_append (out, &byte, 1);
  }
}

static void
put (GByteArray *out, Span bytes) {
  g_byte_array_append (out, (const guint8 *)bytes.data, (guint)bytes.len);
}

static GByteArray *
deflated (Span text, int bits) {
  z_stream stream = {0};
  GByteArray *out = g_byte_array_new ();
  g_assert_cmpint (deflateInit2 (&stream, 9, Z_DEFLATED, bits, 9, Z_DEFAULT_STRATEGY), ==, Z_OK);
  g_byte_array_set_size (out, (guint)deflateBound (&stream, text.len));
  stream.next_in = (Bytef *)text.data;
  stream.avail_in = (uInt)text.len;
  stream.next_out = out->data;
  stream.avail_out = out->len;
  g_assert_cmpint (deflate (&stream, Z_FINISH), ==, Z_STREAM_END);
  g_byte_array_set_size (out, (guint)stream.total_out);
  deflateEnd (&stream);
  return out;
}

typedef struct {
  const char *name, *text;
  guint method, flags;
  guint local, extra, comment; /* bytes behind the local header's name and behind the directory's */
} File;

static void
put_filler (GByteArray *out, guint n) {
  for (guint i = 0; i < n; i++)
    g_byte_array_append (out, (const guint8 *)"e", 1);
}

/* As appnote 4.3 has it; sizes in the local headers are 0, as with a descriptor behind the data. */
static GByteArray *
zipped (const File *files, guint n, bool directory) {
  GByteArray *out = g_byte_array_new (), *list = g_byte_array_new ();
  for (guint i = 0; i < n; i++) {
    Span text = span_from_string (files[i].text), name = span_from_string (files[i].name);
    g_autoptr (GByteArray) packed =
        files[i].method == 8 ? deflated (text, -MAX_WBITS) : g_byte_array_new ();
    if (files[i].method != 8)
      put (packed, text);
    guint at = out->len;
    put (out, SPAN ("PK\x03\x04"));
    put_number (out, 20, 2);
    put_number (out, files[i].flags | 8, 2);
    put_number (out, files[i].method, 2);
    for (guint k = 0; k < 4; k++)
      put_number (out, 0, 4);
    put_number (out, (guint)name.len, 2);
    put_number (out, files[i].local, 2);
    put (out, name);
    put_filler (out, files[i].local);
    put (out, span_of ((const char *)packed->data, packed->len));
    put (list, SPAN ("PK\x01\x02"));
    put_number (list, 20, 2);
    put_number (list, 20, 2);
    put_number (list, files[i].flags | 8, 2);
    put_number (list, files[i].method, 2);
    put_number (list, 0, 4);
    put_number (list, 0, 4);
    put_number (list, packed->len, 4);
    put_number (list, (guint)text.len, 4);
    put_number (list, (guint)name.len, 2);
    put_number (list, files[i].extra, 2);
    put_number (list, files[i].comment, 2);
    put_number (list, 0, 4);
    put_number (list, 0, 4);
    put_number (list, at, 4);
    put (list, name);
    put_filler (list, files[i].extra + files[i].comment);
  }
  guint at = out->len;
  if (directory) {
    put (out, span_of ((const char *)list->data, list->len));
    put (out, SPAN ("PK\x05\x06"));
    put_number (out, 0, 4);
    put_number (out, n, 2);
    put_number (out, n, 2);
    put_number (out, list->len, 4);
    put_number (out, at, 4);
    put_number (out, 4, 2);
    put (out, SPAN ("note"));
  }
  g_byte_array_unref (list);
  return out;
}

static void
assert_files (const GByteArray *bytes, const char *const *expected) {
  g_autoptr (Arena) arena = arena_new ();
  Vec files = {0};
  unpack (span_of ((const char *)bytes->data, bytes->len), arena, &files);
  for (guint i = 0; i < files.n; i++) {
    g_assert_nonnull (expected[i]);
    Span got = vec_at (&files, Unpacked, i)->bytes;
    g_assert_true (span_equal (got, span_from_string (expected[i])));
  }
  g_assert_null (expected[files.n]);
}

static void
test_zip (void) {
  static const File files[] = {{.name = "r/", .text = ""},
                               {.name = "r/a.xml", .text = "<a>one</a>", .method = 8, .local = 3},
                               {.name = "b.xml", .text = "two"},
                               {.name = "locked.xml", .text = "three", .method = 8, .flags = 1},
                               {.name = "odd.xml", .text = "four", .method = 12}};
  g_autoptr (GByteArray) zip = zipped (files, G_N_ELEMENTS (files), true);
  assert_files (zip, (const char *const[]){"<a>one</a>", "two", NULL});
}

/* Each length and place is of two or four bytes, all of which count. */
static void
test_zip_lengths (void) {
  g_autofree char *name = g_strnfill (0x0103, 'n');
  g_autofree char *large = g_strnfill (0x010203, 'x');
  const File files[] = {
      {.name = name, .text = "one", .method = 8, .local = 0x0102, .extra = 0x0204, .comment = 2},
      {.name = "b.xml", .text = large, .comment = 0x0102},
      {.name = "c.xml", .text = "three", .extra = 1},
      {.name = "d.xml", .text = "four", .method = 8},
  };
  g_autoptr (GByteArray) zip = zipped (files, G_N_ELEMENTS (files), true);
  assert_files (zip, (const char *const[]){"one", large, "three", "four", NULL});
}

/* The longest comment there is behind the end; another end in it is not taken for it. */
static void
test_zip_comment (void) {
  static const File files[] = {{.name = "a.xml", .text = "one"}, {.name = "b.xml", .text = "two"}};
  g_autoptr (GByteArray) zip = zipped (files, 2, true);
  gsize end = zip->len - strlen ("note");
  g_byte_array_set_size (zip, (guint)end);
  zip->data[end - 2] = zip->data[end - 1] = 0xff;
  put_filler (zip, 0xffff);
  assert_files (zip, (const char *const[]){"one", "two", NULL});
}

static void
test_zip_most (void) {
  g_autofree File *files = g_new0 (File, LIMIT_ARCHIVE_FILES + 1);
  for (guint i = 0; i < LIMIT_ARCHIVE_FILES + 1; i++)
    files[i] = (File){.name = "a", .text = "x"};
  g_autoptr (GByteArray) zip = zipped (files, LIMIT_ARCHIVE_FILES + 1, true);
  g_autoptr (Arena) arena = arena_new ();
  Vec found = {0};
  unpack (span_of ((const char *)zip->data, zip->len), arena, &found);
  g_assert_cmpuint (found.n, ==, LIMIT_ARCHIVE_FILES);
}

/* Of all files together LIMIT_REPORT bytes are read. */
static void
test_zip_size (void) {
  g_autofree char *half = g_strnfill (LIMIT_REPORT / 2 + 1, 'x');
  const File files[] = {
      {.name = "a", .text = half}, {.name = "b", .text = half}, {.name = "c", .text = "x"}};
  g_autoptr (GByteArray) zip = zipped (files, 3, true);
  g_autoptr (Arena) arena = arena_new ();
  Vec found = {0};
  unpack (span_of ((const char *)zip->data, zip->len), arena, &found);
  g_assert_cmpuint (found.n, ==, 2);
  g_assert_cmpuint (vec_at (&found, Unpacked, 0)->bytes.len, ==, LIMIT_REPORT / 2 + 1);
  g_assert_cmpuint (vec_at (&found, Unpacked, 1)->bytes.len, ==, LIMIT_REPORT / 2 - 1);
  g_assert_null (vec_at (&found, Unpacked, 0)->problem);
  g_assert_nonnull (vec_at (&found, Unpacked, 1)->problem);
}

/* What is no archive too. */
static void
test_plain_size (void) {
  g_autofree char *text = g_strnfill (LIMIT_REPORT + 1, 'x');
  for (gsize more = 0; more < 2; more++) {
    g_autoptr (Arena) arena = arena_new ();
    Vec found = {0};
    unpack (span_of (text, LIMIT_REPORT + more), arena, &found);
    g_assert_cmpuint (vec_at (&found, Unpacked, 0)->bytes.len, ==, LIMIT_REPORT);
    g_assert_true ((vec_at (&found, Unpacked, 0)->problem != NULL) == (more > 0));
  }
}

/* What stands behind the end is lost: the first file at least. */
static void
test_zip_cut (void) {
  static const File rows[] = {{.name = "a.xml", .text = "<a>one</a>", .method = 8, .local = 0x0102},
                              {.name = "a.xml", .text = "<a>one</a>", .local = 3},
                              {.name = "a.xml", .text = "<a>one</a>", .method = 8, .flags = 1},
                              {.name = "a.xml", .text = "<a>one</a>", .method = 12}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GByteArray) zip = zipped (&rows[i], 1, false);
    assert_files (zip, (const char *const[]){i < 2 ? "<a>one</a>" : NULL, NULL});
  }
}

static void
test_gzip (void) {
  g_autoptr (GByteArray) bytes = deflated (SPAN ("text"), 16 + MAX_WBITS);
  assert_files (bytes, (const char *const[]){"text", NULL});
  put (bytes, SPAN ("\r\n--what a gateway wrote behind it"));
  assert_files (bytes, (const char *const[]){"text", NULL});
}

/* How far it is read, and what is wrong with the rest. */
static void
test_gzip_damage (void) {
  g_autofree char *text = g_malloc (LIMIT_READ * 3);
  for (gsize i = 0; i < LIMIT_READ * 3; i++)
    text[i] = (char)(i * i >> 7);
  for (guint row = 0; row < 3; row++) {
    g_autoptr (GByteArray) bytes = deflated (span_of (text, LIMIT_READ * 3), 16 + MAX_WBITS);
    g_autoptr (Arena) arena = arena_new ();
    Vec files = {0};
    if (row == 1)
      g_byte_array_set_size (bytes, bytes->len - 1);
    if (row == 2) /* RFC 1952 section 2.3: the last eight bytes are the sum and the size */
      bytes->data[bytes->len - 8] ^= 1;
    unpack (span_of ((const char *)bytes->data, bytes->len), arena, &files);
    const Unpacked *file = vec_at (&files, Unpacked, 0);
    static const char *const problems[] = {NULL, "the compressed data ends too early",
                                           "the compressed data is damaged"};
    g_assert_cmpstr (file->problem, ==, problems[row]);
    g_assert_true (span_equal (file->bytes, span_of (text, LIMIT_READ * 3)));
  }
}

static void
test_plain (void) {
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  put (bytes, SPAN ("<feedback/>"));
  assert_files (bytes, (const char *const[]){"<feedback/>", NULL});
}

static void
test_bomb (void) {
  g_autofree char *zeros = g_malloc0 (32 << 20);
  g_autoptr (GByteArray) bytes = deflated (span_of (zeros, 32 << 20), 16 + MAX_WBITS);
  g_autoptr (Arena) arena = arena_new ();
  Vec files = {0};
  unpack (span_of ((const char *)bytes->data, bytes->len), arena, &files);
  const Unpacked *file = vec_at (&files, Unpacked, 0);
  g_assert_cmpstr (file->problem, ==,
                   "the compressed data expands beyond reason; the rest was not read");
  g_assert_cmpuint (file->bytes.len, <=, 2 * LIMIT_REPORT_RATIO);
}

/* Every cut and every changed byte of a zip: nothing is read outside, and it ends. */
static void
test_damage (void) {
  static const File files[] = {{.name = "a.xml", .text = "<a>one</a>", .method = 8},
                               {.name = "b.xml", .text = "two"}};
  g_autoptr (GByteArray) zip = zipped (files, 2, true);
  for (guint i = 0; i < zip->len; i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *copy = g_memdup2 (zip->data, zip->len);
    g_autofree char *cut = g_memdup2 (zip->data, i + 1);
    Vec some = {0}, other = {0};
    copy[i] = (char)~copy[i];
    unpack (span_guarded_of (span_of (copy, zip->len)), arena, &some);
    unpack (span_guarded_of (span_of (cut, i + 1)), arena, &other);
    g_assert_cmpuint (some.n + other.n, <=, 4);
  }
}

/* PKWARE's appnote 4.3.7: the header of one file, without its content. */
static void
add_entry (GString *to, const char *name, guint extra) {
  static const char head[] = "PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
  const guint8 sizes[4] = {(guint8)strlen (name), (guint8)(strlen (name) >> 8), (guint8)extra,
                           (guint8)(extra >> 8)};
  g_string_append_len (to, head, sizeof head - 1);
  g_string_append_len (to, (const char *)sizes, sizeof sizes);
  g_string_append (to, name);
  for (guint i = 0; i < extra; i++)
    g_string_append_c (to, 'x');
}

static void
test_report_zip (void) {
  static const struct {
    const char *first;
    guint extra;
    const char *second;
    bool report;
  } rows[] = {
      {"a!b.example!1!2.xml", 0, NULL, true},
      {"a!b.example!1!2.XML.GZ", 0, NULL, true},
      {"a.json", 0, NULL, true},
      {"a.txt", 0, "a.xml", false},
      {"reports/", 0, "a.xml", true},
      {"reports/", 300, "a.xml", true},
      {"reports/", 0, NULL, false},
      {"[Content_Types].xml", 0, NULL, false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GString) zip = g_string_new (NULL);
    add_entry (zip, rows[i].first, rows[i].extra);
    if (rows[i].second)
      add_entry (zip, rows[i].second, 0);
    g_test_message ("%s, %u", rows[i].first, rows[i].extra);
    g_assert_cmpint (report_file_begins_surely (span_of (zip->str, zip->len)), ==, rows[i].report);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unpack/zip", test_zip);
  g_test_add_func ("/unpack/zip-cut", test_zip_cut);
  g_test_add_func ("/unpack/zip-lengths", test_zip_lengths);
  g_test_add_func ("/unpack/zip-comment", test_zip_comment);
  g_test_add_func ("/unpack/zip-most", test_zip_most);
  g_test_add_func ("/unpack/zip-size", test_zip_size);
  g_test_add_func ("/unpack/gzip", test_gzip);
  g_test_add_func ("/unpack/gzip-damage", test_gzip_damage);
  g_test_add_func ("/unpack/plain", test_plain);
  g_test_add_func ("/unpack/plain-size", test_plain_size);
  g_test_add_func ("/unpack/bomb", test_bomb);
  g_test_add_func ("/unpack/damage", test_damage);
  g_test_add_func ("/unpack/report-zip", test_report_zip);
  return g_test_run ();
}
