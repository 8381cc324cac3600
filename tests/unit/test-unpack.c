/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "input/unpack.h"

#include <zlib.h>

#include "base/limits.h"

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
} File;

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
    put_number (out, 3, 2);
    put (out, name);
    put (out, SPAN ("abc"));
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
    put_number (list, 0, 4);
    put_number (list, 0, 4);
    put_number (list, 0, 4);
    put_number (list, at, 4);
    put (list, name);
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
  static const File files[] = {{"r/", "", 0, 0},
                               {"r/a.xml", "<a>one</a>", 8, 0},
                               {"b.xml", "two", 0, 0},
                               {"locked.xml", "three", 8, 1},
                               {"odd.xml", "four", 12, 0}};
  g_autoptr (GByteArray) zip = zipped (files, G_N_ELEMENTS (files), true);
  assert_files (zip, (const char *const[]){"<a>one</a>", "two", NULL});
}

/* What stands behind the end is lost: the first file at least. */
static void
test_zip_cut (void) {
  static const File files[] = {{"a.xml", "<a>one</a>", 8, 0}};
  g_autoptr (GByteArray) zip = zipped (files, 1, false);
  assert_files (zip, (const char *const[]){"<a>one</a>", NULL});
}

static void
test_gzip (void) {
  g_autoptr (GByteArray) bytes = deflated (SPAN ("text"), 16 + MAX_WBITS);
  assert_files (bytes, (const char *const[]){"text", NULL});
  put (bytes, SPAN ("\r\n--what a gateway wrote behind it"));
  assert_files (bytes, (const char *const[]){"text", NULL});
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
  g_assert_true (file->is_cut);
  g_assert_cmpuint (file->bytes.len, <=, 2 * LIMIT_REPORT_RATIO);
}

/* Every cut and every changed byte of a zip: nothing is read outside, and it ends. */
static void
test_damage (void) {
  static const File files[] = {{"a.xml", "<a>one</a>", 8, 0}, {"b.xml", "two", 0, 0}};
  g_autoptr (GByteArray) zip = zipped (files, 2, true);
  for (guint i = 0; i < zip->len; i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *copy = g_memdup2 (zip->data, zip->len);
    g_autofree char *cut = g_memdup2 (zip->data, i + 1);
    Vec some = {0}, other = {0};
    copy[i] = (char)~copy[i];
    unpack (span_of (copy, zip->len), arena, &some);
    unpack (span_of (cut, i + 1), arena, &other);
    g_assert_cmpuint (some.n + other.n, <=, 4);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unpack/zip", test_zip);
  g_test_add_func ("/unpack/zip-cut", test_zip_cut);
  g_test_add_func ("/unpack/gzip", test_gzip);
  g_test_add_func ("/unpack/plain", test_plain);
  g_test_add_func ("/unpack/bomb", test_bomb);
  g_test_add_func ("/unpack/damage", test_damage);
  return g_test_run ();
}
