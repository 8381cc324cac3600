/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where the messages of a mailbox are: RFC 4155, and the habits of programs that do not follow it.
 */
#include "base/limits.h"
#include "guarded.h"
#include "input/mail-text.h"
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
    MboxAnswer answer = mbox_from_line (span_guarded (lines[i].text), true, &len);
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
      g_autofree char *cut = g_strndup (lines[i].text, n);
      MboxAnswer answer = mbox_from_line (span_guarded (cut), false, &len);
      g_assert_true (answer == MBOX_MORE || answer == lines[i].answer);
    }
}

/* RFC 4155 appendix A: behind the sender asctime's date, or what other writers make of it. */
static void
test_dates (void) {
  static const struct {
    const char *date;
    MboxAnswer answer;
  } rows[] = {
      {"Mon Jan  5 1:11:12 2026", MBOX_YES},
      {"Mon Jan  5 10:11 2026", MBOX_YES},
      {"Mon Jan  5 10:11:12.5 2026", MBOX_YES},
      {"Monday January 5 10:11:12 2026", MBOX_YES},
      {"Wednesday September 9 10:11:12 2026", MBOX_YES},
      {"Sun, 15 Dec 2026 10:11:12 -0800", MBOX_YES},
      {"Jan 10:11:12 2026", MBOX_YES},
      {"Mon Jan 5 10:11:12 CEST 2026", MBOX_YES},
      {"Mon Jan 5 10:11:12 ABCDE 2026", MBOX_YES},
      {"Mon Feb 5 10:11:12 2026", MBOX_YES},
      {"Tue Mar 5 10:11:12 2026", MBOX_YES},
      {"Wed Apr 5 10:11:12 2026", MBOX_YES},
      {"Thu May 5 10:11:12 2026", MBOX_YES},
      {"Fri Jun 5 10:11:12 2026", MBOX_YES},
      {"Sat Jul 5 10:11:12 2026", MBOX_YES},
      {"Sun Aug 5 10:11:12 2026", MBOX_YES},
      {"Sun Oct 5 10:11:12 2026", MBOX_YES},
      {"Sun Nov 5 10:11:12 2026", MBOX_YES},
      {"10:11:12 Jan 2026 remote from host", MBOX_YES},
      {"Jan 2026 remote from 10:11:12", MBOX_NO},
      {"10:11:12 Jan 2026 from host", MBOX_NO},
      /* each part is needed, and the three stand together at the end */
      {"Mon Jan  5 :11:12 2026", MBOX_NO},
      {"Mon Jan  5 100:11 2026", MBOX_NO},
      {"Mon Jan  5 10:1 2026", MBOX_NO},
      {"Mon Jan  5 1:1 2026", MBOX_NO},
      {"Mon Jan  5 10:11x 2026", MBOX_NO},
      {"Mon Jan  5 10:11:12 20266", MBOX_NO},
      {"Mon Jan  5 10:11:12 202", MBOX_NO},
      {"Mon Jan 555 10:11:12 2026", MBOX_NO},
      {"Jan 10:11:12 555 2026", MBOX_NO},
      {"Mon Jab 10:11:12 2026", MBOX_NO},
      {"Mon Ja 10:11:12 2026", MBOX_NO},
      {"Mon Januaryyyy 10:11:12 2026", MBOX_NO},
      {"Mon Jan1 10:11:12 2026", MBOX_NO},
      {"Jan Mondayyyyy 10:11:12 2026", MBOX_NO},
      {"Jan 10:11:12 +010 2026", MBOX_NO},
      {"Jan 10:11:12 +01000 2026", MBOX_NO},
      {"Jan 10:11:12 *0100 2026", MBOX_NO},
      {"Jan 10:11:12 +01x0 2026", MBOX_NO},
      {"Jan 10:11:12 ABCDEF 2026", MBOX_NO},
      {"Jan 10:11:12 abc 2026", MBOX_NO},
      {"Mon Jan  5 10:11:12 2026 x", MBOX_NO},
      {"Mon Jan  5 10:11:12 2026,", MBOX_YES},
      {"Mon Jan  5 10:11:12 2026  \t", MBOX_YES},
      {"", MBOX_NO},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    gsize len;
    g_autofree char *text = g_strdup_printf ("From a@example.org %s\nA: b\n", rows[i].date);
    g_test_message ("%s", text);
    g_assert_cmpint (mbox_from_line (span_guarded (text), true, &len), ==, rows[i].answer);
    if (rows[i].answer == MBOX_YES)
      g_assert_cmpuint (len, ==, strlen (text) - strlen ("A: b\n"));
  }
}

/* RFC 5322 §2.2: a field's name is of printable characters but ":"; some writers put blanks behind.
 */
static void
test_next_lines (void) {
  static const struct {
    const char *next;
    MboxAnswer answer;
  } rows[] = {
      {"A: b\n", MBOX_YES},     {"A : b\n", MBOX_YES},    {"A\t:b\n", MBOX_YES},
      {"A-b!~: c\n", MBOX_YES}, {"\r\n", MBOX_YES},       {"\n", MBOX_YES},
      {">From x\n", MBOX_YES},  {">From: x\n", MBOX_YES}, {">Fr\n", MBOX_NO},
      {"A b: c\n", MBOX_NO},    {"A\x7f: c\n", MBOX_NO},  {"\xc3\xa9: c\n", MBOX_NO},
      {" A: c\n", MBOX_NO},     {"A\n", MBOX_NO},         {"A", MBOX_NO},
      {":\n", MBOX_NO},         {" :\n", MBOX_NO},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    gsize len;
    g_autofree char *text = g_strconcat (FROM, rows[i].next, NULL);
    g_test_message ("%s", rows[i].next);
    g_assert_cmpint (mbox_from_line (span_guarded (text), true, &len), ==, rows[i].answer);
  }
  /* lines longer than anybody's From_ line, and names longer than any field's, are none */
  for (gsize n = 990; n < 1030; n++) {
    gsize len;
    g_autofree char *sender = g_strnfill (n, 'x');
    g_autofree char *line = g_strdup_printf ("From %s " DATE "\nA: b\n", sender);
    g_autofree char *name = g_strdup_printf (FROM "%s: b\n", sender);
    bool fits = strlen ("From  " DATE "\n") + n <= 1024;
    g_assert_cmpint (mbox_from_line (span_guarded (line), true, &len), ==,
                     fits ? MBOX_YES : MBOX_NO);
    g_assert_cmpint (mbox_from_line (span_guarded (name), true, &len), ==,
                     n <= 1024 ? MBOX_YES : MBOX_NO);
  }
}

/* A From_ line is found wherever it stands, and nothing else that begins with its letters. */
static void
test_find (void) {
  static const char *const fillers[] = {"x", "F", "Fr", "From ", "\n", ">From x\n", "Frx\n"};
  for (guint f = 0; f < G_N_ELEMENTS (fillers); f++)
    for (gsize n = 0; n < 200; n++) {
      g_autoptr (GString) text = g_string_new (NULL);
      gsize at;
      bool quoted = false;
      while (text->len < n)
        g_string_append (text, fillers[f]);
      g_string_append (text, "\n");
      gsize start = text->len;
      g_string_append (text, FROM "A: b\n");
      g_assert_cmpint (mbox_find (span_guarded (text->str), 0, true, &at, &quoted), ==, MBOX_YES);
      g_assert_cmpuint (at, ==, start);
      g_assert_true (quoted == (f == 5 && n > 0));
      g_assert_cmpint (mbox_find (span_guarded (text->str), start, true, &at, NULL), ==, MBOX_YES);
      g_assert_cmpuint (at, ==, start);
      /* from behind its beginning there is none, and with more to come nothing is known */
      g_assert_cmpint (mbox_find (span_guarded (text->str), start + 1, true, &at, NULL), ==,
                       MBOX_NO);
      g_assert_cmpuint (at, ==, text->len);
      g_string_truncate (text, start + 1 + n % 5);
      g_assert_cmpint (mbox_find (span_guarded (text->str), 0, false, &at, NULL), ==, MBOX_MORE);
      g_assert_cmpuint (at, ==, start);
    }
}

/* Which texts begin like mail: one field that only mail has, or two that others have too. */
static void
test_mail_text (void) {
  static const struct {
    const char *text;
    bool mail;
  } rows[] = {
      {"Received: x\n", true},
      {"received : x\n", true},
      {"\xef\xbb\xbfReceived: x\n", true},
      {"\xef\xbb\xbf\xef\xbb\xbfReceived: x\n", false},
      {"\n\r\n\rReceived: x\n", true},
      {"words\nReceived: x", true},
      {"words\rReceived: x", true},
      {"words\r\nReceived: x", true},
      {"words\n\nReceived: x", false},
      {"words\r\rReceived: x", false},
      {"Date: x\nSubject: y\n", true},
      {"Priority: x\n", false},
      {"Priority: x\nwords\nPriority: y\n", true},
      {"Priority: x\n\nPriority: y\n", false},
      {"X-Unknown-Thing: x\n", false},
      {": x\n", false},
      {"Received x\n", false},
      {"R", false},
      {"", false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].text);
    g_assert_true (mail_text_begins (span_guarded (rows[i].text)) == rows[i].mail);
  }
}

static void
test_first_line (void) {
  gsize len;
  g_assert_cmpint (mbox_first_line (SPAN ("From \nA: b\n"), true, &len), ==, MBOX_YES);
  g_assert_cmpint (mbox_first_line (SPAN ("From here on\nwe talk\n"), true, &len), ==, MBOX_NO);
  g_assert_cmpint (mbox_first_line (SPAN ("From our users:\n\nWe talk\n"), true, &len), ==,
                   MBOX_NO);
  g_assert_cmpint (mbox_first_line (SPAN ("From our users:\r\n\r\nx\r\n"), true, &len), ==,
                   MBOX_NO);
  g_assert_cmpint (mbox_first_line (SPAN ("From a " DATE "\n\nWe\n"), true, &len), ==, MBOX_YES);
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
    {"the length holds behind two line ends",
     FROM "Content-Length: 2\n\nx\n\n\n" FROM "A: 2\n\ny\n",
     {"Content-Length: 2\n\nx\n", "A: 2\n\ny\n"}},
    {"the length does not hold behind three",
     FROM "Content-Length: 1\n\nx\n\n\n" FROM "A: 2\n\ny\n",
     {"Content-Length: 1\n\nx\n\n", "A: 2\n\ny\n"}},
    {"the length of CRLF",
     FROM "Content-Length: 3\r\n\r\nx\r\n\r\n\r\n" FROM "A: 2\n\ny\n",
     {"Content-Length: 3\r\n\r\nx\r\n", "A: 2\n\ny\n"}},
    {"the length without the last line end",
     FROM "Content-Length: 1\n\nx\n\n" FROM "A: 2\n\ny\n",
     {"Content-Length: 1\n\nx", "A: 2\n\ny\n"}},
    {"the length ends in a line, before a From_ line",
     FROM "Content-Length: 2\n\nxy" FROM "A: 2\n\ny\n",
     {"Content-Length: 2\n\nxy" FROM "A: 2\n\ny\n"}},
    {"no body",
     FROM "Content-Length: 0\n\n" FROM "A: 2\n\ny\n",
     {"Content-Length: 0\n\n", "A: 2\n\ny\n"}},
    {"a length behind the header",
     FROM "A: 1\n\nContent-Length: 60\n\n" FROM "A: 2\n\ny\n",
     {"A: 1\n\nContent-Length: 60\n", "A: 2\n\ny\n"}},
    {"a length whose header does not end",
     FROM "Content-Length: 0\n" FROM "A: 2\n\ny\n",
     {"Content-Length: 0\n", "A: 2\n\ny\n"}},
    {"an empty CRLF line before the next",
     FROM "A: 1\r\n\r\n\r\n" FROM "A: 2\n\ny\n",
     {"A: 1\r\n\r\n", "A: 2\n\ny\n"}},
    {"the length ends in a line, behind which a From_ line would stand",
     FROM "Content-Length: 57\n\nbody\n\n" FROM "A: 2\n\nx" FROM "A: 3\n\ny\n",
     {"Content-Length: 57\n\nbody\n", "A: 2\n\nx" FROM "A: 3\n\ny\n"}},
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
      {FROM "A: 1\n\nx>From x\n", false},
      {FROM "A: 1\n\n\nx>From x\n", false},
      {FROM "A: 1\n\n>From: x\n", false},
      {FROM "A: 1\n\n> From x\n", false},
      {FROM "Content-Length: 60\n\n>From x\n" FROM "A: 2\n\n1\n\n", false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    Span text = span_from_string (cases[i].text);
    MboxMessage message;
    mbox_message (text, first_line (text), true, 1 << 20, &message);
    g_assert_cmpint (message.quoted, ==, cases[i].quoted);
  }
}

/* A message longer than the limit is not taken by its length. */
static void
test_length_limit (void) {
  const char *text = FROM "Content-Length: 52\n\n" FROM "A: 2\n\n1\n\n" FROM "A: 3\n\ny\n";
  gsize whole = strlen ("Content-Length: 52\n\n") + 52, start = strlen (FROM);
  for (gsize limit = 40; limit < 100; limit++) {
    MboxMessage message;
    g_assert_cmpint (mbox_message (span_guarded (text), start, true, limit, &message), ==,
                     MBOX_YES);
    g_assert_cmpuint (message.end - message.start, ==,
                      limit >= whole ? whole : strlen ("Content-Length: 52\n\n"));
  }
}

/* No more lines than the limit; the others stay quoted. */
static void
test_unquote_limit (void) {
  g_autoptr (GString) text = g_string_new ("A: 1\n\n");
  for (guint i = 0; i < LIMIT_UNQUOTED + 1; i++)
    g_string_append (text, ">From x\n");
  g_autoptr (Arena) arena = arena_new ();
  SourceMap map = {0};
  gsize before = text->len;
  Span message = mbox_unquote (span_of (text->str, text->len), &map, arena);
  g_assert_cmpuint (message.len, ==, before - LIMIT_UNQUOTED);
  g_assert_true (span_ends_with_nocase (message, SPAN ("\nFrom x\n>From x\n")));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mbox/lines", test_lines);
  g_test_add_func ("/mbox/cut-lines", test_cut_lines);
  g_test_add_func ("/mbox/dates", test_dates);
  g_test_add_func ("/mbox/next-lines", test_next_lines);
  g_test_add_func ("/mbox/find", test_find);
  g_test_add_func ("/mbox/mail-text", test_mail_text);
  g_test_add_func ("/mbox/length-limit", test_length_limit);
  g_test_add_func ("/mbox/unquote-limit", test_unquote_limit);
  g_test_add_func ("/mbox/first-line", test_first_line);
  for (guint i = 0; i < G_N_ELEMENTS (splits); i++) {
    g_autofree char *name = g_strconcat ("/mbox/split/", splits[i].name, NULL);
    g_test_add_data_func (name, &splits[i], test_split);
  }
  g_test_add_func ("/mbox/unquote", test_unquote);
  g_test_add_func ("/mbox/quoted-flag", test_quoted_flag);
  return g_test_run ();
}
