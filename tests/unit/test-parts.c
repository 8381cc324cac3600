/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "message/parts.h"

#include "base/limits.h"

typedef struct {
  MessageReader *reader;
  Arena *arena;
  Defects defects;
  Message message;
  Vec parts;
  guint total;
} Bench;

static void
read_text (Bench *bench, const char *text, gsize len) {
  *bench = (Bench){.reader = message_reader_new (), .arena = arena_new ()};
  defects_init (&bench->defects, bench->arena);
  message_read_gmime (bench->reader, span_of (text, len), bench->arena, &bench->message,
                      &bench->defects);
  parts_read (bench->reader, &bench->message, bench->arena, &bench->parts, &bench->total,
              &bench->defects);
}

static void
clear (Bench *bench) {
  message_reader_free (bench->reader);
  arena_free (bench->arena);
}

static bool
has_defect (const Bench *bench, const char *code) {
  for (guint i = 0; i < bench->defects.list.n; i++)
    if (span_equal (vec_at (&bench->defects.list, Defect, i)->code, span_from_string (code)))
      return true;
  return false;
}

static void
assert_part (const Bench *bench, guint i, const char *path, const char *type, const char *content) {
  const Part *part = vec_at (&bench->parts, Part, i);
  g_assert_cmpuint (i, <, bench->parts.n);
  g_assert_cmpmem (part->path.data, part->path.len, path, strlen (path));
  g_assert_cmpmem (part->type.data, part->type.len, type, strlen (type));
  g_assert_cmpmem (part->content.data, part->content.len, content, strlen (content));
  if (!part->decoded)
    g_assert_true (part->content.data == bench->message.bytes.data + part->offset);
}

#define READ(bench, text) read_text (bench, text, strlen (text))

/* RFC 3464 appendix E, its structure. */
static void
test_report (void) {
  Bench bench;
  READ (&bench,
        "From: a@example.com\n"
        "Content-Type: multipart/report; report-type=delivery-status;\n boundary=\"x y\"\n\n"
        "preamble\n--x y\n\nnotice\n--x y\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; example.com\n\nAction: failed\n"
        "--x y\ncontent-type: Message/RFC822\n\nFrom: b@example.com\n\nbody\n--x y--\n");
  g_assert_cmpuint (bench.total, ==, 3);
  assert_part (&bench, 0, "1", "text/plain", "notice");
  assert_part (&bench, 1, "2", "message/delivery-status",
               "Reporting-MTA: dns; example.com\n\nAction: failed");
  assert_part (&bench, 2, "3", "message/rfc822", "From: b@example.com\n\nbody");
  clear (&bench);
}

/* RFC 2046 §5.1.5. */
static void
test_digest (void) {
  Bench bench;
  READ (&bench, "Content-Type: multipart/digest; boundary=a\n\n--a\n\nFrom: b@example.com\n\nbody\n"
                "--a\nContent-Type: text/plain\n\nnote\n--a--\n");
  g_assert_cmpuint (bench.total, ==, 2);
  assert_part (&bench, 0, "1", "message/rfc822", "From: b@example.com\n\nbody");
  assert_part (&bench, 1, "2", "text/plain", "note");
  clear (&bench);
}

static void
test_nested (void) {
  Bench bench;
  READ (&bench,
        "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative;\n"
        "\tboundary=b\n\n--b\n\none\n--b\nContent-Type: "
        "text/html\n\ntwo\n--b--\n--a\n\nthree\n--a--\n");
  g_assert_cmpuint (bench.total, ==, 3);
  assert_part (&bench, 0, "1.1", "text/plain", "one");
  assert_part (&bench, 1, "1.2", "text/html", "two");
  assert_part (&bench, 2, "2", "text/plain", "three");
  clear (&bench);
}

/* RFC 2045 §6.7, §6.8 */
static void
test_decoded (void) {
  Bench bench;
  READ (&bench, "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/plain; "
                "charset=iso-8859-1\n"
                "Content-Transfer-Encoding: quoted-printable\n\nl=E9ger=\n et\n--a\n"
                "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
                "RnJvbTogYkBleGFtcGxlLmNvbQoKaGk=\n--a--\n");
  const Part *text = vec_at (&bench.parts, Part, 0);
  g_assert_true (text->decoded);
  Span utf8 = part_text (bench.reader, text, bench.arena);
  g_assert_cmpmem (utf8.data, utf8.len, "l\xc3\xa9ger et", 9);
  assert_part (&bench, 1, "2", "message/rfc822", "From: b@example.com\n\nhi");
  clear (&bench);
}

static void
test_without_multipart (void) {
  Bench bench;
  READ (&bench, "Subject: x\n\nhello\n");
  g_assert_cmpuint (bench.total, ==, 1);
  assert_part (&bench, 0, "1", "text/plain", "hello\n");
  clear (&bench);
}

static void
test_no_delimiter (void) {
  Bench bench;
  READ (&bench, "Content-Type: multipart/report; boundary=lost\n\n--other\nhello\n");
  g_assert_cmpuint (bench.total, ==, 1);
  assert_part (&bench, 0, "1", "text/plain", "--other\nhello\n");
  g_assert_true (has_defect (&bench, "mime-no-boundary"));
  clear (&bench);
}

static void
test_empty (void) {
  Bench bench;
  READ (&bench, "");
  g_assert_cmpuint (bench.parts.n, ==, 0);
  clear (&bench);
}

static GString *
nest (const char *format, guint levels) {
  GString *text = g_string_new ("Content-Type: multipart/mixed; boundary=b0\n\n");
  for (guint i = 0; i < levels; i++)
    g_string_append_printf (text, format, i, i + 1);
  return text;
}

/* Each would be a level of recursion. */
static void
test_ten_thousand_levels (void) {
  static const char *const formats[] = {
      "--b%u\nContent-Type: multipart/mixed; boundary=b%u\n\n",
      "--b%u\nContent-Type: multipart/mixed;\n boundary*0*=b%u\n\n",
      "--b%u\n\nContent-Type: multipart/digest; boundary=b%u\n\n",
      "--b%u\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=b%u\n\n"};
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    Bench bench;
    g_autoptr (GString) text = nest (formats[i], 10000);
    read_text (&bench, text->str, text->len);
    g_assert_true (has_defect (&bench, "mime-too-deep"));
    g_assert_cmpuint (bench.parts.n, >, 0);
    clear (&bench);
  }
}

static void
test_message_in_message (void) {
  Bench bench;
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < 5000; i++)
    g_string_append (text, "From: a@example.com\nContent-Type: message/rfc822\n\n");
  read_text (&bench, text->str, text->len);
  g_assert_cmpuint (bench.parts.n, ==, 1);
  g_assert_cmpuint (vec_at (&bench.parts, Part, 0)->content.len, ==, text->len * 4999 / 5000);
  clear (&bench);
}

static void
test_many_parts (void) {
  Bench bench;
  g_autoptr (GString) text = g_string_new ("Content-Type: multipart/mixed; boundary=b\n\n");
  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "--b\n\n");
  read_text (&bench, text->str, text->len);
  g_assert_cmpuint (bench.parts.n, ==, LIMIT_MIME_PARTS);
  g_assert_cmpuint (bench.total, >, LIMIT_MIME_PARTS);
  g_assert_true (has_defect (&bench, "mime-too-many-parts"));
  clear (&bench);
}

/* GMime parses addresses while it reads a header, and recurses into groups and comments. */
static void
test_hostile_addresses (void) {
  Bench bench;
  g_autoptr (GString) text = g_string_new ("From: ");
  for (guint i = 0; i < 200000; i++)
    g_string_append (text, "(a:");
  g_string_append (text, "\nContent-Type: text/plain\n\nx\n");
  read_text (&bench, text->str, text->len);
  g_assert_cmpuint (bench.parts.n, ==, 1);
  clear (&bench);
}

/* A From_ line (RFC 4155) or another line that is no field stands in the header: what follows is a
 * header all the same. */
static void
assert_junk_above (const char *line) {
  static const char rest[] = "Content-Type: multipart/mixed; boundary=a\n\n--a\n\none\n--a--\n";
  g_autofree char *text = g_strconcat (line, "\n", rest, NULL);
  Bench bench;
  READ (&bench, text);
  g_assert_cmpuint (bench.total, ==, 1);
  assert_part (&bench, 0, "1", "text/plain", "one");
  g_assert_cmpuint (bench.defects.total, ==, 1);
  g_assert_true (has_defect (&bench, "header-junk-line"));
  g_assert_cmpmem (bench.message.content_type.data, bench.message.content_type.len,
                   "multipart/mixed", 15);
  clear (&bench);
}

static void
test_junk_above (void) {
  assert_junk_above (">From MAILER-DAEMON Thu Jul  2 12:05:05 2020");
  assert_junk_above ("From MAILER-DAEMON Thu Jul  2 12:05:05 2020");
  assert_junk_above ("what somebody typed");
}

/* RFC 2046 §5.1.1 wants a last delimiter; a message that was cut has none. */
static void
test_cut_off (void) {
  Bench bench;
  READ (&bench, "Content-Type: multipart/mixed; boundary=a\n\n--a\n\none\n--a\n\ntwo\nthr");
  g_assert_cmpuint (bench.total, ==, 2);
  assert_part (&bench, 1, "2", "text/plain", "two\nthr");
  clear (&bench);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parts/report", test_report);
  g_test_add_func ("/parts/digest", test_digest);
  g_test_add_func ("/parts/nested", test_nested);
  g_test_add_func ("/parts/decoded", test_decoded);
  g_test_add_func ("/parts/without-multipart", test_without_multipart);
  g_test_add_func ("/parts/no-delimiter", test_no_delimiter);
  g_test_add_func ("/parts/empty", test_empty);
  g_test_add_func ("/parts/ten-thousand-levels", test_ten_thousand_levels);
  g_test_add_func ("/parts/message-in-message", test_message_in_message);
  g_test_add_func ("/parts/many-parts", test_many_parts);
  g_test_add_func ("/parts/hostile-addresses", test_hostile_addresses);
  g_test_add_func ("/parts/junk-above", test_junk_above);
  g_test_add_func ("/parts/cut-off", test_cut_off);
  return g_test_run ();
}
