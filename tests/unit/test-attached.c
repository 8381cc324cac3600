/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a ticket mail carries: a message in each of the forms people attach one in. */
#include "case/attached.h"

#include <zlib.h>

#include "input/outlook.h"

#ifdef HAVE_GSF
#include <gsf/gsf-outfile-msole.h>
#include <gsf/gsf-outfile.h>
#include <gsf/gsf-output-memory.h>
#include <gsf/gsf-utils.h>
#endif

#define HEADER                                                                                \
  "Received: from out.platform.example (out.platform.example [192.0.2.25])\n"                 \
  " by mx1.seemail.example (Postfix) with ESMTP id AD25;\n Sun, 22 Nov 2026 06:37:00 +0000\n" \
  "From: Opera <tickets@opera.example>\nSubject: Your tickets\n"
#define INNER HEADER "\nDear visitor\n"
#define SIGNED_PARTS                                                                 \
  "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nSee below\r\n--x\r\n" \
  "Content-Type: message/rfc822\r\n\r\n" INNER "\r\n--x--\r\n"

static GByteArray *
append (GByteArray *bytes, const void *more, gsize len) {
  return g_byte_array_append (bytes, more, (guint)len);
}

static GByteArray *
plain (const char *content) {
  return append (g_byte_array_new (), content, strlen (content));
}

/* A value of DER (X.690 §8.1) around `content`. */
static GByteArray *
der (guint8 tag, GByteArray *content) {
  guint len = content->len;
  const guint8 head[] = {tag, 0x83, (guint8)(len >> 16), (guint8)(len >> 8), (guint8)len};
  return g_byte_array_prepend (content, head, sizeof head);
}

/* `a`, then `b`, which is freed. */
static GByteArray *
join (GByteArray *a, GByteArray *b) {
  append (a, b->data, b->len);
  g_byte_array_unref (b);
  return a;
}

/* RFC 5652 §3, §5.1: SignedData of what was signed, without a signer. */
static GByteArray *
signed_data (const char *content) {
  static const guint8 signed_id[] = {6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2};
  static const guint8 data_id[] = {6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 1};
  static const guint8 version[] = {2, 1, 1}, nothing[] = {0x31, 0};
  GByteArray *inner = append (g_byte_array_new (), data_id, sizeof data_id);
  inner = der (0x30, join (inner, der (0xA0, der (0x04, plain (content)))));
  GByteArray *data = append (g_byte_array_new (), version, sizeof version);
  data = join (append (data, nothing, sizeof nothing), inner);
  data = der (0xA0, der (0x30, append (data, nothing, sizeof nothing)));
  return der (0x30, join (append (g_byte_array_new (), signed_id, sizeof signed_id), data));
}

static GByteArray *
gzipped (const char *content) {
  GByteArray *out = g_byte_array_set_size (g_byte_array_new (), 4096);
  z_stream stream = {.next_in = (Bytef *)content, .avail_in = (uInt)strlen (content)};
  int code = deflateInit2 (&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  g_assert_cmpint (code, ==, Z_OK);
  stream.next_out = out->data;
  stream.avail_out = out->len;
  g_assert_cmpint (deflate (&stream, Z_FINISH), ==, Z_STREAM_END);
  g_byte_array_set_size (out, (guint)stream.total_out);
  deflateEnd (&stream);
  return out;
}

static void
put_16 (GByteArray *bytes, guint value) {
  const guint8 little[] = {(guint8)value, (guint8)(value >> 8)};
  append (bytes, little, 2);
}

static void
put_32 (GByteArray *bytes, guint32 value) {
  put_16 (bytes, value & 0xFFFF);
  put_16 (bytes, value >> 16);
}

/* What the header of a member and the directory have in common (PKWARE's appnote §4.3.7). */
static void
put_member (GByteArray *zip, const char *content) {
  guint32 len = (guint32)strlen (content);
  put_16 (zip, 20);
  for (guint i = 0; i < 4; i++)
    put_16 (zip, 0);
  put_32 (zip, (guint32)crc32 (0, (const Bytef *)content, len));
  put_32 (zip, len);
  put_32 (zip, len);
  put_16 (zip, 5);
  put_16 (zip, 0);
}

/* One stored member. */
static GByteArray *
zipped (const char *content) {
  GByteArray *zip = append (g_byte_array_new (), "PK\3\4", 4);
  put_member (zip, content);
  append (append (zip, "a.eml", 5), content, strlen (content));
  guint start = zip->len;
  append (zip, "PK\1\2\24", 6);
  put_member (zip, content);
  append (append (zip, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 14), "a.eml", 5);
  guint size = zip->len - start;
  append (zip, "PK\5\6\0\0\0\0\1\0\1\0", 12);
  put_32 (zip, size);
  put_32 (zip, start);
  put_16 (zip, 0);
  return zip;
}

#ifdef HAVE_GSF
static void
put_stream (GsfOutfile *storage, const char *name, const void *bytes, gsize len) {
  GsfOutput *stream = gsf_outfile_new_child (storage, name, FALSE);
  g_assert_true (gsf_output_write (stream, len, bytes));
  gsf_output_close (stream);
  g_object_unref (stream);
}

static GByteArray *
outlook (const char *content) {
  gsf_init ();
  GsfOutput *memory = gsf_output_memory_new ();
  GsfOutfile *root = gsf_outfile_msole_new (memory);
  put_stream (root, "__properties_version1.0", "\0\0\0\0", 4);
  put_stream (root, "__substg1.0_007D001E", content, strlen (content));
  gsf_output_close (GSF_OUTPUT (root));
  g_object_unref (root);
  GByteArray *bytes =
      append (g_byte_array_new (), gsf_output_memory_get_bytes (GSF_OUTPUT_MEMORY (memory)),
              (gsize)gsf_output_size (memory));
  g_object_unref (memory);
  return bytes;
}
#endif

typedef struct {
  const char *name;
  GByteArray *(*pack) (const char *content);
  const char *content, *type, *file_name;
  bool found;
  const char *file; /* what it was taken out of */
} Row;

static const Row rows[] = {
    {"eml", plain, INNER, "application/octet-stream", "a.eml", true, NULL},
    {"a header saved as a text", plain, HEADER, "text/plain", "header.txt", true, NULL},
    {"a text that is none", plain, "Subject to change\n", "text/plain", "a.txt", false, NULL},
    {"a draft", plain, "From: a@b.example\nSubject: x\n\n", "text/plain", "a.txt", false, NULL},
    {"a draft that quotes", plain, "From: a@b.example\nSubject: x\n\n" HEADER, "text/plain",
     "a.txt", false, NULL},
    {"zip", zipped, INNER, "application/x-zip-compressed", "mail.zip", true, NULL},
    {"zip of something else", zipped, "1,2,3\n", "application/zip", "a.zip", false, NULL},
    {"gzip", gzipped, INNER, "application/gzip", "mail.eml.gz", true, NULL},
    {"a signed message", signed_data, INNER, "application/pkcs7-mime", "a.p7m", true, NULL},
    {"a message in what was signed", signed_data, SIGNED_PARTS, "application/x-pkcs7-mime",
     "smime.p7m", true, NULL},
    {"a signed text", signed_data, "Content-Type: text/plain\r\n\r\nHello\r\n",
     "application/pkcs7-mime", "smime.p7m", false, NULL},
#ifdef HAVE_GSF
    {"msg", outlook, HEADER, "application/vnd.ms-outlook", "a.msg", true, "msg"},
    {"msg without a name", outlook, HEADER, "application/octet-stream", "", true, "msg"},
#endif
};

static char *
ticket_with (const Row *row) {
  g_autoptr (GByteArray) packed = row->pack (row->content);
  g_autofree char *base64 = g_base64_encode (packed->data, packed->len);
  return g_strdup_printf ("From: agent@help.example\nSubject: ticket\nMIME-Version: 1.0\n"
                          "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nPlease look\n--b\n"
                          "Content-Type: %s\nContent-Disposition: attachment; filename=\"%s\"\n"
                          "Content-Transfer-Encoding: base64\n\n%s\n--b--\n",
                          row->type, row->file_name, base64);
}

static void
check (gconstpointer data) {
  const Row *row = data;
  g_autoptr (Arena) arena = arena_new ();
  g_autofree char *ticket = ticket_with (row);
  MessageReader *reader = message_reader_new ();
  Attached attached;
  attached_find (reader, span_from_string (ticket), arena, &attached);
  g_assert_cmpuint (attached.messages.n, ==, row->found ? 1 : 0);
  if (row->found) {
    const AttachedMessage *message = vec_at (&attached.messages, AttachedMessage, 0);
    g_assert_true (span_starts_with (message->bytes, SPAN ("Received:")));
    g_assert_true (span_find (message->bytes, SPAN ("tickets@opera.example")) > 0);
    g_assert_true (message->decoded);
    g_assert_true (span_equal (message->file, span_from_string (row->file)));
  }
  message_reader_free (reader);
}

/* The whole mail is a signature, and names nothing; what was signed has a part known by its name.
 */
static void
test_signed_mail (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GByteArray) packed = signed_data (
      "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nSee below\r\n--x\r\n"
      "Content-Type: application/octet-stream; name=saved.eml\r\n\r\n" INNER "\r\n--x--\r\n");
  g_autofree char *base64 = g_base64_encode (packed->data, packed->len);
  g_autofree char *ticket =
      g_strdup_printf ("From: agent@help.example\nSubject: ticket\nMIME-Version: 1.0\n"
                       "Content-Type: application/pkcs7-mime; "
                       "smime-type=signed-data\nContent-Transfer-Encoding: base64\n\n%s\n",
                       base64);
  g_autoptr (MessageReader) reader = message_reader_new ();
  Attached attached;
  attached_find (reader, span_from_string (ticket), arena, &attached);
  g_assert_cmpuint (attached.messages.n, ==, 1);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/attached/", rows[i].name, NULL);
    g_test_add_data_func (path, &rows[i], check);
  }
  g_test_add_func ("/attached/a signed mail", test_signed_mail);
  return g_test_run ();
}
