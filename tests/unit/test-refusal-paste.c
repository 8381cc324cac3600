/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is taken away around the words of a refusal that was pasted: quote marks and signs of
 * CommonMark, tags and character references of HTML, the quotation marks of a word processor. */
#include "paste/refusal-paste.h"

#include "guarded.h"

static const struct {
  const char *text, *expected; /* NULL: stays */
} rows[] = {
    /* CommonMark 5.1: ">" behind three blanks at most, again and again; "|" of mail programs */
    {"> 550 no", "550 no"},
    {">550 no", "550 no"},
    {"> > 550 no", "550 no"},
    {">> 550 no", "550 no"},
    {"| 550 no", "550 no"},
    {"> | 550 no", "550 no"},
    {"   > 550 no", "550 no"},
    {"    > 550 no", NULL},
    {"a > b | c", NULL},
    {"> a\n> b\nc\n>", "a\nb\nc\n"},
    /* what a server was told, in a transcript */
    {">>> RCPT TO:<a@b.example>", NULL},
    {"> >>> RCPT TO:<a@b.example>", ">>> RCPT TO:<a@b.example>"},
    {">>>550 no", "550 no"},
    /* CommonMark 6.1, 6.2: emphasis and code; signs of Exim's and swaks's own */
    {"550 **No such user** here", "550 No such user here"},
    {"**550 no**", "550 no"},
    {"550 `no` ``here``", "550 no here"},
    {"```\n550 no\n```", "\n550 no\n"},
    {" ** a@b.example R=dnslookup T=remote_smtp: 550 no", NULL},
    {"<** 550 no", NULL},
    {"2 * 3", NULL},
    /* CommonMark 6.3: links */
    {"see [the page](https://x.example/y) now", "see the page now"},
    {"[a [b](https://x.example/)", "[a b"},
    {"[192.0.2.1] (x)", NULL},
    {"[x](https://x.example/", NULL},
    {"host mx.example[192.0.2.1](port 25", NULL},
    /* a mail program's own links */
    {"a@b.example<mailto:a@b.example>: 550 no", "a@b.example: 550 no"},
    {"a@b.example(mailto:a@b.example): 550 no", "a@b.example: 550 no"},
    {"a@b.example<MAILTO:a@b.example>", "a@b.example"},
    {"a@b.example<mailto:a@b.example", NULL},
    {"a@b.example (mailto:a@b.example", NULL},
    {"<a@b.example>: 550 no", NULL},
    /* CommonMark 2.4: backslashes */
    {"5\\.1\\.1 \\<a\\_b@c.example\\> \\[x\\] \\*y \\#1 \\-z",
     "5.1.1 <a_b@c.example> [x] *y #1 -z"},
    {"C:\\dir \\q", NULL},
    {"550 no\\", NULL},
    /* Unicode, general punctuation */
    {"\u2018a\u2019 \u201Cb\u201D \u201Ec\u201C \u00ABd\u00BB e\u2011f g\u2013h",
     "'a' \"b\" \"c\" \"d\" e-f g-h"},
    {"caf\u00E9 \u20AC 5", NULL},
    {"550 \u201Cno", "550 \"no"},
    /* HTML: each of these is nobody's typing */
    {"550 no<br>here", "550 no\nhere"},
    {"550 no<BR/>here", "550 no\nhere"},
    {"550 <span class=\"x\">no here", "550 no here"},
    {"550 <b>no</b> here", "550 no here"},
    {"&lt;a@b.example: 550 no", "<a@b.example: 550 no"},
    {"a@b.example&gt;: 550 no", "a@b.example>: 550 no"},
    {"550 &quot;no", "550 \"no"},
    {"550&nbsp;no", "550 no"},
    {"550 it&#39;s no", "550 it's no"},
    {"550 this &amp; that", "550 this & that"},
    {"550 this & that < those", NULL},
    {"", NULL},
};

static void
test_rows (void) {
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    RefusalPaste paste;
    refusal_paste_repair (span_guarded (rows[i].text), arena, &paste);
    g_autofree char *got = g_strndup (paste.text.data, paste.text.len);
    g_test_message ("%s", rows[i].text);
    g_assert_cmpstr (got, ==, rows[i].expected ? rows[i].expected : rows[i].text);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/refusal-paste/rows", test_rows);
  return g_test_run ();
}
