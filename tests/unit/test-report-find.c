/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where in a message a report is found. Whether parts are read at all is decided by what they begin
 * with. */
#include "case/report-find.h"

#define XML \
  "<?xml version=\"1.0\"?>\n<!-- of a day -->\n<feedback><version>1.0</version></feedback>\n"
/* the same, base64 */
#define XML64                                                                      \
  "PD94bWwgdmVyc2lvbj0iMS4wIj8+CjwhLS0gb2YgYSBkYXkgLS0+CjxmZWVkYmFjaz48dmVyc2lv\n" \
  "bj4xLjA8L3ZlcnNpb24+PC9mZWVkYmFjaz4K\n"
#define TOP "From: a@b.example\nMIME-Version: 1.0\n"
#define MIXED TOP "Content-Type: multipart/mixed; boundary=b\n\n"
#define PAGE "--b\nContent-Type: text/html\n\n<html><p>hello</p></html>\n"
#define PART "--b\nContent-Type: text/xml\n\n"
#define PART64 "--b\nContent-Type: text/xml\nContent-Transfer-Encoding: base64\n\n"
#define MAIL "--b\nContent-Type: Message/RFC822\n\nFrom: c@d.example\nContent-Type: text/xml\n\n"
#define MAIL64 \
  "--b\nContent-Type: message/rfc822\n\nFrom: c@d.example\nContent-Transfer-Encoding: base64\n\n"
#define END "--b--\n"

static const struct {
  const char *text, *part; /* NULL: no report */
} rows[] = {
    {TOP "\n" XML, "1"},
    {TOP "\nhello\n", NULL},
    {MIXED PART XML END, "1"},
    {MIXED PAGE PART XML END, "2"},
    {MIXED "A preamble.\n" PAGE PART XML END, "2"},
    {MIXED PAGE PART64 XML64 END, "2"},
    {MIXED PAGE PAGE END, NULL},
    {MIXED PAGE MAIL XML END, "2.1"},
    {MIXED "A preamble.\n" PAGE MAIL XML END, "2.1"},
    {MIXED PAGE MAIL64 XML64 END, "2.1"},
    {MIXED PAGE MAIL "hello\n" END, NULL},
    /* elements that are no page's, though they begin as one's does */
    {MIXED PART "<!-- a page --><feedback></feedback>\n" END, "1"},
    {MIXED PART "<p:feedback xmlns:p=\"urn:ietf:params:xml:ns:dmarc-2.0\"></p:feedback>\n" END,
     "1"},
    {MIXED PART "<p><feedback></feedback></p>\n" END, NULL},
};

static void
check (Span text, const char *part) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (MessageReader) reader = message_reader_new ();
  Defects defects;
  Message message;
  Vec found = {0};
  defects_init (&defects, arena);
  message_read_gmime (reader, text, arena, &message, &defects);
  reports_find (&message, reader, arena, &found);
  g_assert_cmpuint (found.n, ==, part != NULL);
  if (part) {
    Span where = vec_at (&found, FoundReport, 0)->part;
    g_assert_true (span_is (where, part));
  }
}

/* Below somebody's words, or a browser's; not below a header. */
static void
test_in_text (void) {
  static const struct {
    const char *text;
    guint found;
  } texts[] = {
      {"What is this?\n" XML, 1},
      {"What is this?\n\n" XML, 1},
      {"This XML file has no style.\n<feedback>\n<version>1.0</version>\n</feedback>\n", 1},
      {"No style.\n\xE2\x96\xBC<feedback>\n<version>1.0</version>\n</feedback>\n", 1},
      {"No style.\n- <feedback>\n<version>1.0</version>\n</feedback>\n", 1},
      {XML, 1},
      {"What is this?\n> <feedback>\n> <version>1.0</version>\n> </feedback>\n", 1},
      {"What is this?\n\n&lt;feedback&gt;\n&lt;version&gt;1.0&lt;/version&gt;\n&lt;/feedback&gt;\n",
       1},
      {"> &lt;feedback&gt;\n> &lt;version&gt;1.0&lt;/version&gt;\n> &lt;/feedback&gt;\n", 1},
      {XML64, 1},
      {"What is this?\n" XML64, 0},
      {"What is this?\n&lt;report&gt;\n", 0},
      {"What is this?\n<report></report>\n", 0},
      {"Received: from a\n" XML, 0},
      {"What is this?\n", 0},
      {"", 0},
  };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Vec found = {0};
    g_test_message ("%s", texts[i].text);
    reports_find_in_text (span_from_string (texts[i].text), arena, &found);
    g_assert_cmpuint (found.n, ==, texts[i].found);
    g_assert_true (found.n == 0 || !vec_at (&found, FoundReport, 0)->exact);
  }
  g_autoptr (Arena) arena = arena_new ();
  g_autofree char *words = g_strnfill (5000, 'x');
  g_autofree char *far = g_strconcat (words, "\n" XML, NULL);
  Vec found = {0};
  reports_find_in_text (span_from_string (far), arena, &found);
  g_assert_cmpuint (found.n, ==, 0);
}

static void
test_places (void) {
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("row %u", i);
    check (span_from_string (rows[i].text), rows[i].part);
    g_auto (GStrv) lines = g_strsplit (rows[i].text, "\n", -1);
    g_autofree char *crlf = g_strjoinv ("\r\n", lines);
    check (span_from_string (crlf), rows[i].part);
  }
}

/* Lines that divide nothing, so many that the bytes behind them are not looked at for each. */
static void
test_many_lines (void) {
  g_autoptr (GString) text = g_string_new (MIXED);
  for (guint i = 0; i < 3000; i++)
    g_string_append (text, "--c\n");
  g_string_append (text, PART XML END);
  check (span_of (text->str, text->len), "1");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  message_init ();
  g_test_add_func ("/report-find/places", test_places);
  g_test_add_func ("/report-find/in-text", test_in_text);
  g_test_add_func ("/report-find/many-lines", test_many_lines);
  return g_test_run ();
}
