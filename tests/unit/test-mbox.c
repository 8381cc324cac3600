/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where the messages of a mailbox are: RFC 4155, and the habits of programs that do not follow it.
 */
#include "input/mbox.h"

#define DATE "Mon Jan  5 10:11:12 2026"
#define FROM "From a@example.org " DATE "\n"

typedef struct {
  const char *text;
  MboxAnswer answer;
} LineCase;

/* What stands behind the line counts too, so each case has its next line. */
static const LineCase lines[] = {
    {FROM "Subject: x\n", MBOX_YES},
    {"From a@example.org Mon Jan  5 10:11:12 2026\r\nSubject: x\r\n", MBOX_YES},
    {"From MAILER-DAEMON  Mon Jan  5 10:11:12 +0100 2026\nA: b\n", MBOX_YES},
    {"From - Mon Jan 05 10:11:12 2026\nX-Mozilla-Status: 0001\n", MBOX_YES},
    {"From a@example.org Mon, 05 Jan 2026 10:11:12 +0000\nA: b\n", MBOX_YES},
    {"From a@example.org 05 Jan 2026 10:11:12\nA: b\n", MBOX_YES},
    {"From a@example.org Mon Jan  5 10:11 CET 2026\nA: b\n", MBOX_YES},
    {"From \"a b\"@example.org Mon Jan  5 10:11:12 2026\nA: b\n", MBOX_YES},
    {"From j\xc3\xb6rg@example.org Mon Jan  5 10:11:12 2026\nA: b\n", MBOX_YES},
    {"From a@example.org Mon Jan  5 10:11:12 2026 remote from uucp.example\nA: b\n", MBOX_YES},
    {FROM ">From b@example.net Sun Jan  4 09:00:00 2026\nA: b\n", MBOX_YES},
    {FROM "\nbody without a header\n", MBOX_YES},
    {FROM, MBOX_YES},
    {"From a@example.org " DATE, MBOX_YES},
    {FROM "no header field\n", MBOX_NO},
    {FROM ": no name\n", MBOX_NO},
    {FROM "From b@example.net " DATE "\n", MBOX_NO},
    {"From now on we meet in room 4711.\n\nBye\n", MBOX_NO},
    {"From 10:30 on 3 Mar 2026 we meet\nSubject: the agenda\n", MBOX_NO},
    {"From a@example.org\nA: b\n", MBOX_NO},
    {"From a@example.org Mon Jan  5 2026\nA: b\n", MBOX_NO},
    {"From a@example.org Mon Jan  5 10:11:12\nA: b\n", MBOX_NO},
    {"From: a@example.org\nA: b\n", MBOX_NO},
    {"from a@example.org " DATE "\nA: b\n", MBOX_NO},
    {" " FROM "A: b\n", MBOX_NO},
    {">" FROM "A: b\n", MBOX_NO},
    {"", MBOX_NO},
};

static void
test_lines (void) {
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    gsize len;
    MboxAnswer answer = mbox_from_line (span_from_string (lines[i].text), true, &len);
    if (answer != lines[i].answer)
      g_error ("line %u, “%s”: got %d", i, lines[i].text, answer);
    if (answer == MBOX_YES)
      g_assert_true (lines[i].text[len] == '\0' || lines[i].text[len - 1] == '\n');
  }
}

/* A line cut anywhere is undecided or already what it will be. */
static void
test_cut_lines (void) {
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    for (gsize n = 0; lines[i].text[n]; n++) {
      gsize len;
      MboxAnswer answer = mbox_from_line (span_of (lines[i].text, n), false, &len);
      g_assert_true (answer == MBOX_MORE || answer == lines[i].answer);
    }
}

static void
test_first_line (void) {
  gsize len;
  g_assert_cmpint (mbox_first_line (SPAN ("From \nA: b\n"), true, &len), ==, MBOX_YES);
  g_assert_cmpint (mbox_first_line (SPAN ("From here on\nwe talk\n"), true, &len), ==, MBOX_NO);
  g_assert_cmpint (mbox_first_line (SPAN ("From: a@b.example\n"), true, &len), ==, MBOX_NO);
}

typedef struct {
  const char *name;
  const char *text;
  const char *messages[4];
} SplitCase;

static const SplitCase splits[] = {
    {"two", FROM "A: 1\n\nx\n\n" FROM "A: 2\n\ny\n", {"A: 1\n\nx\n", "A: 2\n\ny\n"}},
    {"no blank line between",
     FROM "A: 1\n\nx\n" FROM "A: 2\n\ny\n",
     {"A: 1\n\nx\n", "A: 2\n\ny\n"}},
    {"no final newline", FROM "A: 1\n\nx\n\n" FROM "A: 2\n\ny", {"A: 1\n\nx\n", "A: 2\n\ny"}},
    {"CRLF",
     "From a " DATE "\r\nA: 1\r\n\r\nx\r\n\r\nFrom b " DATE "\r\nA: 2\r\n\r\ny\r\n",
     {"A: 1\r\n\r\nx\r\n", "A: 2\r\n\r\ny\r\n"}},
    {"empty bodies",
     FROM "A: 1\n\n" FROM "A: 2\n\n\n" FROM "A: 3\n\n",
     {"A: 1\n\n", "A: 2\n\n", "A: 3\n\n"}},
    {"header without a blank line", FROM "A: 1\n" FROM "A: 2\n", {"A: 1\n", "A: 2\n"}},
    {"no header", FROM "\n" FROM "\n", {"\n", "\n"}},
    {"From in the body",
     FROM "A: 1\n\nFrom here on\nall is text\n\n" FROM "A: 2\n\ny\n",
     {"A: 1\n\nFrom here on\nall is text\n", "A: 2\n\ny\n"}},
    {"quoted From", FROM "A: 1\n\n>" FROM "A: 2\n\ny\n", {"A: 1\n\n>" FROM "A: 2\n\ny\n"}},
    {"the length holds",
     FROM "Content-Length: 52\n\n" FROM "A: 2\n\n1\n\n" FROM "A: 3\n\ny\n",
     {"Content-Length: 52\n\n" FROM "A: 2\n\n1\n", "A: 3\n\ny\n"}},
    {"the length holds to the end", FROM "content-length: 2\n\nx\n", {"content-length: 2\n\nx\n"}},
    {"the length leads nowhere",
     FROM "Content-Length: 7\n\nx\n\n" FROM "A: 2\n\ny\n",
     {"Content-Length: 7\n\nx\n", "A: 2\n\ny\n"}},
    {"the length is too large",
     FROM "Content-Length: 99999\n\nx\n\n" FROM "A: 2\n\ny\n",
     {"Content-Length: 99999\n\nx\n", "A: 2\n\ny\n"}},
    {"the length is no number",
     FROM "Content-Length: 2x\n\nx\n\n" FROM "A: 2\n\ny\n",
     {"Content-Length: 2x\n\nx\n", "A: 2\n\ny\n"}},
    {"the length does not fit a number",
     FROM "Content-Length: 99999999999999999999\n\nx\n",
     {"Content-Length: 99999999999999999999\n\nx\n"}},
};

static gsize
first_line (Span text) {
  gssize newline = span_index (text, '\n');
  return newline < 0 ? text.len : (gsize)newline + 1;
}

static void
test_split (gconstpointer data) {
  const SplitCase *c = data;
  Span text = span_from_string (c->text);
  guint n = 0;
  while (text.len) {
    MboxMessage message;
    g_assert_cmpint (mbox_message (text, first_line (text), true, 1 << 20, &message), ==, MBOX_YES);
    g_assert_nonnull (c->messages[n]);
    g_autofree char *got = g_strndup (text.data + message.start, message.end - message.start);
    g_assert_cmpstr (got, ==, c->messages[n]);
    text = span_skip (text, message.next);
    n++;
  }
  g_assert_null (c->messages[n]);
}

/* RFC 4155 quotes nothing; "mboxrd" puts one '>' more before each line that has some or none. */
static void
test_unquote (void) {
  char text[] = "A: 1\n>From x\n\nx\n>From y\n>>From z\n> From\n>From";
  g_autoptr (Arena) arena = arena_new ();
  SourceMap map = {0};
  gsize offset;
  guint line;
  Span message = mbox_unquote (span_from_string (text), &map, arena);
  g_autofree char *got = g_strndup (message.data, message.len);
  g_assert_cmpstr (got, ==, "A: 1\n>From x\n\nx\nFrom y\n>From z\n> From\n>From");
  g_assert_true (source_map_find (&map, (gsize)(strstr (got, "From z") - got), &offset, &line));
  g_assert_cmpuint (offset, ==, strlen ("A: 1\n>From x\n\nx\n>From y\n>>"));
  g_assert_true (source_map_find (&map, (gsize)(strstr (got, "From y") - got), &offset, &line));
  g_assert_cmpuint (offset, ==, strlen ("A: 1\n>From x\n\nx\n>"));
  g_assert_cmpuint (line, ==, 5);
  g_assert_true (source_map_find (&map, 0, &offset, &line));
  g_assert_cmpuint (offset, ==, 0);
}

static void
test_quoted_flag (void) {
  struct {
    const char *text;
    bool quoted;
  } cases[] = {
      {FROM "A: 1\n\n>From x\n", true},
      {FROM "A: 1\n\n>>From x\n", true},
      {FROM "A: 1\n\nx >From x\n", false},
      {FROM "A: 1\n\nFrom x\n", false},
      {FROM "Content-Length: 60\n\n>From x\n" FROM "A: 2\n\n1\n\n", false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    Span text = span_from_string (cases[i].text);
    MboxMessage message;
    mbox_message (text, first_line (text), true, 1 << 20, &message);
    g_assert_cmpint (message.quoted, ==, cases[i].quoted);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mbox/lines", test_lines);
  g_test_add_func ("/mbox/cut-lines", test_cut_lines);
  g_test_add_func ("/mbox/first-line", test_first_line);
  for (guint i = 0; i < G_N_ELEMENTS (splits); i++) {
    g_autofree char *name = g_strconcat ("/mbox/split/", splits[i].name, NULL);
    g_test_add_data_func (name, &splits[i], test_split);
  }
  g_test_add_func ("/mbox/unquote", test_unquote);
  g_test_add_func ("/mbox/quoted-flag", test_quoted_flag);
  return g_test_run ();
}
