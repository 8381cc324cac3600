/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What stands before, around and between the lines of a pasted header: each form that is known, and
 * beside it the nearest text that is none. */
#include "guarded.h"
#include "paste-rows.h"

#define AR "Authentication-Results: mx.example.net;"

/* Before three lines of a header; '#' stands for a number that grows. */
static void
check_prefix (const char *prefix, bool known) {
  g_autofree char *one = paste_filled (prefix, "9"), *two = paste_filled (prefix, "10"),
                  *three = paste_filled (prefix, "11");
  g_autofree char *in = g_strdup_printf ("%sReceived: from a\n%sFrom: b\n%s c\n", one, two, three);
  paste_row (repair_prefixes, in, known ? "Received: from a\nFrom: b\n c\n" : NULL);
}

/* CommonMark 5.1 and 5.2, editors, diff, syslog (RFC 3164 section 4.1.2), RFC 3339. */
static void
test_prefixes (void) {
  static const char *const known[] = {"> ",
                                      " > ",
                                      "  > ",
                                      "   > ",
                                      ">> ",
                                      "> > ",
                                      ">>> ",
                                      "| ",
                                      "* ",
                                      "- ",
                                      "+ ",
                                      "\u2022 ",
                                      "\u00B7 ",
                                      "\u2502 ",
                                      "    - ",
                                      "#: ",
                                      "# ",
                                      "#| ",
                                      "# | ",
                                      "#. ",
                                      "#) ",
                                      "[#] ",
                                      "#\t",
                                      "#  ",
                                      "  #: ",
                                      "\t#: ",
                                      "Feb  1 12:00:00 mail postfix/cleanup[#]: ",
                                      "Feb 11 12:00:00 m xy: ",
                                      "2026-11-11 09:45:03 INFO parser: ",
                                      "2026-11-11T09:45:03.120Z ",
                                      "2026-11-11T09:45:03+01:00 ",
                                      "2026-11-11 09:45:03 "};
  static const char *const others[] = {"    > ",
                                       "     - ",
                                       "*",
                                       "-",
                                       "#- ",
                                       "x# : ",
                                       "Fee  1 12:00:00 mail x[#]: ",
                                       "anF  1 12:00:00 mail x[#]: ",
                                       "Feb-11 12:00:00 mail x[#]: ",
                                       "Feb  1-12:00:00 mail x[#]: ",
                                       "Feb  1 12.00:00 mail x[#]: ",
                                       "2026-11-11x09:45:03 ",
                                       "26-11-11 09:45:03 ",
                                       "2026/11/11 09:45:03 ",
                                       "2026-11-11 09:45 ",
                                       "2026-1a-11 09:45:03 ",
                                       "2026-11-11 09:45:0x "};
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    check_prefix (known[i], true);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    check_prefix (others[i], false);
  g_auto (GStrv) months = g_strsplit ("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", " ", -1);
  for (guint i = 0; months[i]; i++) {
    g_autofree char *prefix = g_strconcat (months[i], "  1 12:00:00 mail x[#]: ", NULL);
    check_prefix (prefix, true);
  }
  /* a host and a program, and no whole sentence */
  for (gsize n = 80; n <= 81; n++) {
    g_autofree char *name = g_strnfill (n, 'h');
    g_autofree char *prefix = g_strconcat ("Feb  1 12:00:00 ", name, ": ", NULL);
    check_prefix (prefix, n == 80);
  }
}

static void
test_runs (void) {
  static const PasteRow rows[] = {
      /* a mark of quotation is one, however few; others need three lines and two fields */
      {"> From: a\n", "From: a\n"},
      {"> To: a\n> Subject: b\n", NULL},
      {"- Received: from a\n- From: b\n", NULL},
      {"- Received: from a\n- From: b\n- c\n", "Received: from a\nFrom: b\nc\n"},
      {"- Received: from a\n- b\n- c\n", NULL},
      {"- To: a\n- Cc: b\n- Date: c\n- Subject: d\n", NULL},
      /* one sign all through; a blank line is no end */
      {"- Received: from a\n- From: b\n* c\n", NULL},
      {"- Received: from a\n\n- From: b\n- c\n", "Received: from a\n\nFrom: b\nc\n"},
      {"> To: a\nx\n> Cc: b\n> From: c\n", "> To: a\nx\nCc: b\nFrom: c\n"},
      {"1: Received: from a\n1: From: b\n1:  c\n", NULL},
      {"123456: Received: from a\n123457: From: b\n123458:  c\n",
       "Received: from a\nFrom: b\n c\n"},
      {"1234567: Received: from a\n1234568: From: b\n1234569:  c\n", NULL},
      /* what stands behind the numbers is the text's, but for what all of them have */
      {"1  Received: from a\n2  From: b\n3   c\n4\n5  To: d\n",
       "Received: from a\nFrom: b\n c\n\nTo: d\n"},
      {"1 Received: from a\n2: From: b\n3  c\n", NULL},
      /* a mark above one line, and below it what has none */
      {"| Received: from a\n b\nTo: c\n", "Received: from a\n b\nTo: c\n"},
      {"| To: a\nFrom: b\n", NULL},
      {"| Received: from a\n| b\nTo: c\n", NULL},
      {"Feb  1 12:00:00 mail x: Received: from a\nTo: c\n", NULL},
      {"1: {\"a\": 1, \"b\": [\"Received\"]}\n", "{\"a\": 1, \"b\": [\"Received\"]}\n"},
      {"1: [\"a\", \"b\"]\n", NULL},
  };
  PASTE_ROWS (repair_prefixes, rows);
}

/* What a width cut off a quotation: the word that the line above had no room for. */
static void
test_spilled (void) {
  static const struct {
    gsize width, above; /* of the longest line with a mark, of those that lost a word */
    const char *word;
    bool spilled;
  } rows[] = {
      {60, 55, "abcde", true},      {60, 55, "abcd", false},     {100, 95, "abcde", true},
      {101, 96, "abcde", false},    {60, 55, "a:b=c", true},     {60, 55, "...........", false},
      {60, 55, "To: abcde", false}, {60, 55, " abcdefg", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *longest = g_strnfill (rows[i].width - 7, 'l');
    g_autofree char *above = g_strnfill (rows[i].above - 8, 'm');
    g_autofree char *in =
        g_strdup_printf ("> To: l%s\n> From: %s\n%s\n> X-Ab: %s\n%s\n> Subject: x\n", longest,
                         above, rows[i].word, above, rows[i].word);
    g_autofree char *out =
        g_strdup_printf ("> To: l%s\n> From: %s %s\n> X-Ab: %s %s\n> Subject: x\n", longest, above,
                         rows[i].word, above, rows[i].word);
    paste_row (repair_spilled_quotes, in, rows[i].spilled ? out : NULL);
  }
}

static void
test_joined_prefixes (void) {
  static const PasteRow rows[] = {
      {"> Received: from a > " AR " x > From: c\n", NULL},
      {"> To: z > Received: from a > " AR " x > From: c\n",
       "> To: z\n> Received: from a\n> " AR " x\n> From: c\n"},
      {"> Received: from a > \tby b > To: x > From: c\n", NULL},
      {"| Received: from a | " AR " x | From: c | To: d\n",
       "| Received: from a\n| " AR " x\n| From: c\n| To: d\n"},
      {"- Received: from a - " AR " x - From: c - To: d\n", NULL},
      {"1 Received: from a 2 " AR " x 3 From: c 4 To: d\n", NULL},
      {"1: Received: from a 2: " AR " x 4: From: c 5: To: d\n", NULL},
      {"1: Received: from a 2: " AR " x 3: From: c 4: To: d\n",
       "1: Received: from a\n2: " AR " x\n3: From: c\n4: To: d\n"},
  };
  PASTE_ROWS (repair_joined_prefixes, rows);
}

static void
test_indent (void) {
  static const PasteRow rows[] = {
      {"  Received: from a\n    by b\n  From: c\n", "Received: from a\n  by b\nFrom: c\n"},
      {"\tReceived: from a\n\t by b\n", "Received: from a\n by b\n"},
      {"  To: a\n  Subject: b\n", NULL},
      {"  hello\n  you\n", NULL},
      {"  Received: from a\n b\n", NULL},
      {"  Received: from a\nb\n", "Received: from a\nb\n"},
      {"    Received: from a\n  b\n  From: c\n", "  Received: from a\nb\nFrom: c\n"},
      {"    Received: from a\n  b\n", NULL},
      {"  From: a\n  b\n\n  x\n", "From: a\nb\n\n  x\n"},
      {"  To: a\nb\n", NULL},
      {"Hello\n  Received: from a\n    by b\n  From: c\n  To: d\n",
       "Hello\nReceived: from a\n  by b\nFrom: c\nTo: d\n"},
      {"To: x\n  Received: from a\n    by b\n  From: c\n", NULL},
      {"To: a\n  Received: from a\n    by b\n  From: c\n  To: d\n",
       "To: a\nReceived: from a\n  by b\nFrom: c\nTo: d\n"},
      {"  > Received: from a\n  > From: b\n", "> Received: from a\n> From: b\n"},
  };
  PASTE_ROWS (repair_indent, rows);
}

/* One line above a header that is as it should be. */
static void
check_emphasis (const char *line, const char *mended) {
  g_autofree char *in = g_strconcat (line, "\nReceived: from a\n", NULL);
  g_autofree char *out = g_strconcat (mended, "\nReceived: from a\n", NULL);
  paste_row (repair_emphasis, in, strcmp (line, mended) ? out : NULL);
}

/* CommonMark 4.5, 6.1 and 6.2, Jira's and Textile's markup. */
static void
test_emphasis (void) {
  static const PasteRow rows[] = {
      {"*From:* a", "From: a"},
      {"**From:** a", "From: a"},
      {"***From:*** a", "From: a"},
      {"**From**: a", "From: a"},
      {"*From* : a", "From: a"},
      {"_From:_ a", "From: a"},
      {"`From:` a", "From: a"},
      {"*X-Odd:* a", "X-Odd: a"},
      {"bq. From: a", "From: a"},
      {"bq. *From:* a", "From: a"},
      {"bq.From: a", NULL},
      {"****From:**** a", NULL},
      {"*note:* a", NULL},
      {"*From* a", NULL},
      {"* From: a", NULL},
      {"`From: a`", "From: a"},
      {"`From: a`;", "From: a"},
      {"`From: a`,", "From: a"},
      {"`From: a`:", "From: a"},
      {"`From: a`) \t", "From: a"},
      {"``From: a``", "From: a"},
      {"``From: a`", "From: a`"},
      {"`From: a", "From: a"},
      {"`From:` a`", "From: a`"},
      {"_From: a_", "From: a"},
      {"_From: a*", "From: a*"},
      {"```", ""},
      {" ~~~ ", ""},
      {"``", NULL},
      {"~~", NULL},
      {"{noformat}", ""},
      {"{noformat:nopanel=true}", ""},
      {"{code}", ""},
      {"{CODE:java}", ""},
      {"{quote}", ""},
      {"{quote", NULL},
      {"{code", NULL},
      {"{noformat", NULL},
      {"{color:red}From: a", "From: a"},
      {"{color:red}From: a{color}", "From: a"},
      {"From: a{color}", "From: a"},
      {"{panel:title=x}From: a{panel}", "From: a"},
      {"{code}From: a{code}", "From: a"},
      {"{noformat}From: a{noformat}", "From: a"},
      {"{quote}From: a{quote}", "From: a"},
      {"{COLOR}{quote}From: a", "From: a"},
      {"{colour:red}From: a", NULL},
      {"{codex}From: a", NULL},
      {"{color From: a", NULL},
      {"From: {a}", NULL},
      {"From: a}", NULL},
      {"From: {color} a", NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check_emphasis (rows[i].in, rows[i].out ? rows[i].out : rows[i].in);
  /* the name of a colour is short */
  for (gsize n = 79; n <= 80; n++) {
    g_autofree char *colour = g_strnfill (n - 7, 'c');
    g_autofree char *line = g_strconcat ("{color:", colour, "}From: a", NULL);
    check_emphasis (line, n == 79 ? "From: a" : line);
  }
}

static void
test_bold_starts (void) {
  static const PasteRow rows[] = {
      {"*note:* b\n*a:*b\n*c: 1:*d\n", NULL},
      {"*note:* b\n*ab:*b\n*c:* d\n", "note: b\nab:b\nc: d\n"},
      {"*note:* b\n*ab:*b\n* c:* d\n", NULL},
      {"*note:* b\n*ab:*b\n**c:* d\n", NULL},
      {"*note:* b\n*ab:*b\n*:* d\n", NULL},
      {"*note:* b\n*ab:*b\n*c:\n", NULL},
      {"x```\ny```\n", NULL},
      {"```From: a\nSubject: x``\n", "From: a\nSubject: x``\n"},
      {"```From: a\nSubject: x````\n", "From: a\nSubject: x\n"},
      {"hello *you*\n", NULL},
      {"*X-Odd:* a\n", NULL},
      {"**X-Odd**: a\n", "X-Odd: a\n"},
      {"`X-Odd`: a\n", "X-Odd: a\n"},
  };
  PASTE_ROWS (repair_emphasis, rows);
}

/* Between two rows that are rows beyond doubt. */
static void
check_table (PasteRepairFn repair, const char *row, const char *mended, const char *first,
             const char *last) {
  g_autofree char *in = g_strconcat (first, row, "\n", last, NULL);
  g_autofree char *out =
      g_strconcat ("Received: from a\n", mended ? mended : row, "\nFrom: b\n", NULL);
  paste_row (repair, in, out);
}

static void
test_tables (void) {
  static const PasteRow rows[] = {
      {"Date\tx", "Date: x"},
      {"Date \tx", "Date: x"},
      {"Date  \tx", NULL},
      {"| Date | x |", "Date: x"},
      {"|Date|x|", "Date: x"},
      {"| Date   | x", "Date: x"},
      {"| Date | x ||", "Date: x"},
      {"| Date: | x |", "Date: x"},
      {"| **Date** | `x` |", "Date: x"},
      {"| _Date_ | x |", "Date: x"},
      {"| Date | `x |", "Date: `x"},
      {"| Date | x` |", "Date: x`"},
      {"| Date | `` |", "Date: ``"},
      {"| Date | |", NULL},
      {"Date\t", NULL},
      {"Date", NULL},
      {"Bad name\tx", NULL},
      {"note\tx", NULL},
      {"*Date*\tx", NULL},
      {"Date:\tx", NULL},
      {"X-Odd\tx", "X-Odd: x"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check_table (repair_tables, rows[i].in, rows[i].out, "Received\tfrom a\n", "From\tb\n");
  static const PasteRow few[] = {
      {"Received\tfrom a\nnote\tx\n", NULL},
      {"Received\tfrom a\nX-Odd\tx\n", NULL},
      {"a\tb c From\td To\te\n", NULL},
      {"a\tb From\td To\te X-Odd\tc\n", "a\tb\nFrom: d\nTo: e\nX-Odd: c\n"},
      {"a\tb,From\td To\te Date\tc\n", NULL},
      {"a\tb From\td To\te note\tc\n", NULL},
  };
  PASTE_ROWS (repair_tables, few);
}

/* RFC 4180 section 2; the semicolon of spreadsheets; what PowerShell prints. */
static void
test_rows (void) {
  static const PasteRow rows[] = {
      {"\"Date\",\"x\"", "Date: x"},
      {"Date,\"x\"", "Date: x"},
      {"Date;\"x\"", "Date: x"},
      {"Date\t\"x\"", "Date: x"},
      {"\"Date\", \"x\"", "Date: x"},
      {"\"Date\",\"a \"\"b\"\" c\"", "Date: a \"b\" c"},
      {"\"Date\",\"a \"\"\"\" c\"", "Date: a \"\" c"},
      {"\"Date\",\"a \"b\" c\"", "Date: a \"b\" c"},
      {"\"Date\",\"\"", NULL},
      {"Date,x", NULL},
      {"Date,\"x", NULL},
      {"Date,x\"", NULL},
      {"Date,\"", NULL},
      {"Date|\"x\"", NULL},
      {"Date  \"x\"", NULL},
      {",\"x\"", NULL},
      {"\"Bad name\",\"x\"", NULL},
      {"note,\"x\"", NULL},
      {"\"X-Odd\",\"x\"", "X-Odd: x"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check_table (repair_rows, rows[i].in, rows[i].out, "\"Received\",\"from a\"\n",
                 "\"From\",\"b\"\n");
  static const PasteRow columns[] = {
      {"-- --\nReceived  from a\nFrom  b\n", "-- --\nReceived: from a\nFrom: b\n"},
      {"- --\nReceived  from a\nFrom  b\n", NULL},
      {"----\nReceived  from a\nFrom  b\n", NULL},
      {"-- --x\nReceived  from a\nFrom  b\n", NULL},
      {"-- --\nReceived from a\nFrom b\n", NULL},
      {"-- --\nReceived  from a\nTo  b\n", NULL},
      {"\"Received\",\"from a\"\n\"To\",\"b\"\n", NULL},
  };
  PASTE_ROWS (repair_rows, columns);
  static const PasteRow pairs[] = {
      {"name:Received\nVALUE:from a\nName : From\nValue : b\n", "Received: from a\nFrom: b\n"},
      {"Name : Received\nValue : from a\n", NULL},
      {"Name : Received\nValue : from a\nName : To\nValue : b\n", NULL},
      {"Name : Received\nValue : from a\nName : From\nText : b\n", NULL},
      {"Name : Received\nValue : from a\nName : From\nValue :\n", NULL},
      {"Name - Received\nValue : from a\nName : From\nValue : b\n", NULL},
      {"Hello\n\nName : Received\nValue : from a\n  by b\n\nName : note\nValue : x\nName : From\n"
       "Value : c\nBye\n",
       "Hello\n\nReceived: from a\n  by b\n\nName : note\nValue : x\nFrom: c\nBye\n"},
  };
  PASTE_ROWS (repair_name_value_list, pairs);
}

/* What chats put before a line when they are exported. */
static void
test_chat (void) {
  static const struct {
    const char *prefix;
    bool chat;
  } rows[] = {
      {"[09.11.26, 16:02:15] Tom: ", true},
      {"[2026-11-09, 16:02] Tom: ", true},
      {"[9/11/26 16.02] Tom: ", true},
      {"9/11/2026, 4:02 PM - Tom K: ", true},
      {"9/11/2026, 4:02 a.m. - Tom K: ", true},
      {"\u200E[09.11.26, 16:02:15] Tom: ", true},
      {"[09.11.26, 4:02:15\u202FPM] Tom: ", true},
      {"[09.11, 16:02:15] Tom: ", false},
      {"[09.11.26, 16] Tom: ", false},
      {"[09.11.26, 16:02:15:33] Tom: ", false},
      {"[09,11,26, 16:02] Tom: ", false},
      {"[09.11.26, 16-02] Tom: ", false},
      {"[.11.26, 16:02] Tom: ", false},
      {"[09..26, 16:02] Tom: ", false},
      {"[09.11.26, 16:02]Tom: ", false},
      {"[09.11.26, 16:02 - Tom: ", false},
      {"09.11.26, 16:02 Tom: ", false},
      {"[09.11.26, 16:02] : ", false},
      {"[09.11.26, 16:02] Tom:", false},
      {"[09.11.26, 16:02] a=b: ", false},
      {"[09.11.26, 16:02] a;b: ", false},
      {"[09.11.26, 16:02] a@b: ", false},
      {"[09.11.26, 16:02] <b: ", false},
      {"[09.11.26, 16:02] b>: ", false},
      {"[09.11.26, 16:02] \"b: ", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *in = g_strdup_printf ("%s" AR " spf=pass\n%sFrom: a@b.example\n",
                                           rows[i].prefix, rows[i].prefix);
    paste_row (repair_chat, in, rows[i].chat ? AR " spf=pass\nFrom: a@b.example\n" : NULL);
  }
  for (gsize n = 40; n <= 41; n++) {
    g_autofree char *name = g_strnfill (n, 'n');
    g_autofree char *in = g_strdup_printf ("[09.11.26, 16:02] %s: From: a\n"
                                           "[09.11.26, 16:02] %s: To: b\n",
                                           name, name);
    paste_row (repair_chat, in, n == 40 ? "From: a\nTo: b\n" : NULL);
  }
  /* other words below a value stand apart from it, unless they may be its own */
  static const PasteRow words[] = {
      {"who is it?", "\nwho is it?"},
      {"who?", "who?"},
      {"a =b", "a =b"},
      {"a ;b", "a ;b"},
      {"a (b", "a (b"},
      {"a )b", "a )b"},
      {"a <b", "a <b"},
      {"a >b", "a >b"},
      {"a [b", "a [b"},
      {"a ]b", "a ]b"},
      {"To: b c", "To: b c"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autofree char *in = g_strdup_printf ("[09.11.26, 16:02] Tom: " AR " spf=pass\n"
                                           "[09.11.26, 16:03] Tom: %s\n",
                                           words[i].in);
    g_autofree char *out = g_strdup_printf (AR " spf=pass\n%s\n", words[i].out);
    paste_row (repair_chat, in, out);
  }
}

/* What a browser and a word processor print around a page's text. */
static void
test_page_ends (void) {
  static const struct {
    const char *line;
    bool printed;
  } rows[] = {
      {"2/3", true},
      {"2 of 3", true},
      {"2 von 3", true},
      {"Page 2 of 3", true},
      {"10.11.2026", true},
      {"11:40", true},
      {"10/11/26, 11:40 Original", true},
      {"https://mail.example/?x 1/2", true},
      {"http://mail.example/?x=y;z 1/2", true},
      {"https://mail.example/?x 12", false},
      {"Original", false},
      {"2 o 3", false},
      {"2of3", false},
      {"of 3", false},
      {"2 of", false},
      {"a=b 1/2", false},
      {"a;b 1/2", false},
      {"<a 1/2", false},
      {"a> 1/2", false},
      {"a@b 1/2", false},
      {"(a 1/2", false},
      {"a) 1/2", false},
      {"[a 1/2", false},
      {"a] 1/2", false},
      {" a 1/2", false},
      {"To: 1/2", false},
      {"Tue, 10 Nov 2026 11:40:00 +0000", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *in = g_strdup_printf ("Received: a\n\f%s\nTo: b\n", rows[i].line);
    g_autofree char *out =
        g_strdup_printf ("Received: a\n%s%sTo: b\n", rows[i].printed ? "" : rows[i].line,
                         rows[i].printed ? "" : "\n");
    paste_row (repair_page_ends, in, out);
  }
  for (gsize n = 160; n <= 161; n++) {
    g_autofree char *word = g_strnfill (n - 4, 'w');
    g_autofree char *in = g_strdup_printf ("Received: a\n\f%s 1/2\nTo: b\n", word);
    g_autofree char *out = g_strdup_printf ("Received: a\n%s 1/2\nTo: b\n", word);
    paste_row (repair_page_ends, in, n == 160 ? "Received: a\nTo: b\n" : out);
  }
  static const PasteRow pages[] = {
      {"Received: a\n\f1/2\n2/2\n3/3\nTo: b\n", "Received: a\n3/3\nTo: b\n"},
      {"Received: a\n\n\f\n1/2\n\n2/2\n\nTo: b\n", "Received: a\nTo: b\n"},
      {"Received: a\nhttps://x.example/ 1 of 2\nTo: b\n", "Received: a\nTo: b\n"},
      {"Received: a\nftp://x.example/ 1/2\nTo: b\n", NULL},
      {"Received: a\n1/2\n\nTo: b\n", NULL},
      {"To: b\nFrom: a\nX: c\n\fTo: b\n", NULL},
      {"To: b\n\fFrom: a\nX: c\n\fTo: b\n", "To: b\nFrom: a\nX: c\n\fTo: b\n"},
  };
  PASTE_ROWS (repair_page_ends, pages);
}

/* A mailbox's overview, in any language (the three names and RFC 8601's results are the same). */
static void
test_overview (void) {
  static const struct {
    const char *line;
    const char *result, *detail; /* NULL: no row of it */
  } rows[] = {
      {"SPF: PASS with IP 192.0.2.1 Learn more", "pass", "192.0.2.1"},
      {"SPF\tpass 2001:db8::1", "pass", "2001:db8::1"},
      {"spf 'FAIL' 192.0.2.1.", "fail", "192.0.2.1"},
      {"  SPF:softfail 192.0.2.1 198.51.100.1", "softfail", "192.0.2.1"},
      {"SPF: neutral", "neutral", NULL},
      {"SPF: none 1.2.3", "none", NULL},
      {"SPF: temperror 1.2.3.4", "temperror", "1.2.3.4"},
      {"SPF: permerror a.example", "permerror", NULL},
      {"SPF: policy 11:40", "policy", NULL},
      {"SPF: perhaps 192.0.2.1", NULL, NULL},
      {"SPF: 192.0.2.1 pass", NULL, NULL},
      {"SPF:", NULL, NULL},
      {"SPF", NULL, NULL},
      {"SPFpass", NULL, NULL},
      {"SPF-pass", NULL, NULL},
      {"DKIM: 'PASS' with domain A.example", "pass", "a.example"},
      {"DKIM\tfail (http://a.example:80)", "fail", NULL},
      {"DKIM: pass a.example:", "pass", "a.example"},
      {"DKIM: pass 192.0.2.1 b.example", "pass", "b.example"},
      {"DKIM: pass .example", "pass", NULL},
      {"DKIM: is here", NULL, NULL},
      {"DMARC: 'FAIL'", "fail", NULL},
      {"DMARC fails", NULL, NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *in = g_strdup_printf ("Overview\n%s\nFrom: a\n", rows[i].line);
    g_autoptr (PasteText) text = paste_text_new (arena, span_from_string (in), 0, 1);
    g_test_message ("%s", rows[i].line);
    g_assert_true (repair_overview (text) == (rows[i].result != NULL));
    g_assert_cmpstr (text->bytes->str, ==, rows[i].result ? "Overview\nFrom: a\n" : in);
    const PasteOverview *table = &text->overview;
    bool dkim = strstr (rows[i].line, "DKIM"), dmarc = strstr (rows[i].line, "DMARC");
    Span result = dkim ? table->dkim : dmarc ? table->dmarc : table->spf;
    Span detail = dkim ? table->dkim_domain : table->ip;
    g_autofree char *got = g_strndup (result.data, result.len);
    g_autofree char *got_detail = g_strndup (detail.data, detail.len);
    g_assert_cmpstr (got, ==, rows[i].result);
    g_assert_cmpstr (got_detail ? got_detail : "", ==, rows[i].detail ? rows[i].detail : "");
    g_assert_cmpuint (table->line, ==, rows[i].result ? 2 : 0);
  }
}

/* Results that somebody named: two of the three, in the form of RFC 8601 section 2.2 or with a
 * colon.
 */
static void
test_words (void) {
  static const struct {
    const char *text, *spf, *dkim, *dmarc;
    guint line; /* 0: nothing is told */
  } rows[] = {
      {"spf=softfail dkim=none dmarc=fail", "softfail", "none", "fail", 1},
      {"Hello\nSPF = FAIL, DKIM: Pass", "fail", "pass", NULL, 2},
      {"(dkim='fail'; \"dmarc\" x)\ndmarc : temperror", NULL, "fail", "temperror", 1},
      /* the first of each */
      {"spf=pass dmarc=pass\nspf=fail dmarc=fail", "pass", NULL, "pass", 1},
      /* one is no more than a mention */
      {"does dmarc=fail matter?", NULL, NULL, NULL, 0},
      {"spf=fail spf=pass", NULL, NULL, NULL, 0},
      /* no sign, no result, part of another word, too far off */
      {"spf fail dkim fail dmarc fail", NULL, NULL, NULL, 0},
      {"spf=fail dkim=failing dmarc=no", NULL, NULL, NULL, 0},
      {"x-spf=fail dkim=fail", NULL, NULL, NULL, 0},
      {"aspf=r adkim=fail dmarc=fail", NULL, NULL, NULL, 0},
      {"spf=fail dkim="
       "                                                                fail",
       NULL, NULL, NULL, 0},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    PasteOverview found = overview_in_words (span_from_string (rows[i].text), arena);
    const Span got[] = {found.spf, found.dkim, found.dmarc};
    const char *const wanted[] = {rows[i].spf, rows[i].dkim, rows[i].dmarc};
    g_test_message ("%s", rows[i].text);
    g_assert_cmpuint (found.line, ==, rows[i].line);
    for (guint k = 0; k < G_N_ELEMENTS (got); k++) {
      g_autofree char *word = g_strndup (got[k].data, got[k].len);
      g_assert_cmpstr (got[k].data ? word : NULL, ==, wanted[k]);
    }
  }
}

/* What a filter logged: its own words, of whatever program's lines stand around them. */
static void
test_filter_logs (void) {
#define DMARC "Dec 12 18:58:48 mx1 opendmarc[466]: 727171F825F: "
#define DKIM "Nov 28 16:03:13 mx1 opendkim[290]: B64A73FD27: "
#define RSPAMD \
  "2026-11-12 10:10:10 #1(normal) <abc>; task; rspamd_task_write_log: id: <m@o.example>, "
  static const struct {
    const char *text, *program, *spf, *dkim, *dmarc, *domain;
    guint line;
  } rows[] = {
      {DMARC "opera.example fail", "OpenDMARC", NULL, NULL, "fail", "opera.example", 1},
      {"x\n" DMARC "SPF(mailfrom): news@opera.example fail\n" DMARC "opera.example pass",
       "OpenDMARC", "fail", NULL, "pass", "opera.example", 2},
      {"opendmarc: opera.example none", "OpenDMARC", NULL, NULL, "none", "opera.example", 1},
      {DMARC "opera.example failed", NULL, NULL, NULL, NULL, NULL, 0},
      {DMARC "opera fail", NULL, NULL, NULL, NULL, NULL, 0},
      {DMARC "OpenDMARC Filter v1.4.2 starting", NULL, NULL, NULL, NULL, NULL, 0},
      {"opendmarc is what fails here", NULL, NULL, NULL, NULL, NULL, 0},
      {DKIM "bad signature data", "OpenDKIM", NULL, "fail", NULL, NULL, 1},
      {DKIM "s=mail d=opera.example a=rsa-sha256 SSL error:0407", "OpenDKIM", NULL, "fail", NULL,
       "opera.example", 1},
      {DKIM "no signature data", "OpenDKIM", NULL, "none", NULL, NULL, 1},
      {DKIM "DKIM verification successful", "OpenDKIM", NULL, "pass", NULL, NULL, 1},
      {DKIM "key retrieval failed (s=mail, d=opera.example): 'x' record not found", "OpenDKIM",
       NULL, "permerror", NULL, "opera.example", 1},
      {DKIM "key retrieval failed (s=mail, d=opera.example)", "OpenDKIM", NULL, NULL, NULL,
       "opera.example", 1},
      {DKIM "no signing table match for 'a@opera.example'", NULL, NULL, NULL, NULL, NULL, 0},
      {RSPAMD
       "(default: T (reject): [16.20/15.00] [DMARC_POLICY_REJECT(2.00){opera.example : SPF not "
       "aligned,reject;},R_DKIM_NA(0.00){},R_SPF_FAIL(1.00){-all;}])",
       "rspamd", "fail", "none", "fail", "opera.example", 1},
      {RSPAMD "(default: F (no action): [0.20/15.00] [DMARC_NA(0.00){opera.example}])", "rspamd",
       NULL, NULL, "none", "opera.example", 1},
      {RSPAMD "(default: F (no action): [0.20/15.00] [DMARC_NA(0.00)])", "rspamd", NULL, NULL,
       "none", NULL, 1},
      {RSPAMD "(default: F (no action): [0.20/15.00] [ARC_NA(0.00)])", NULL, NULL, NULL, NULL, NULL,
       0},
      {"DMARC_POLICY_REJECT(2.00){opera.example : SPF}", NULL, NULL, NULL, NULL, NULL, 0},
      {"", NULL, NULL, NULL, NULL, NULL, 0},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    PasteOverview found = overview_in_filter_log (span_guarded (rows[i].text), arena);
    const Span got[] = {found.program, found.spf, found.dkim, found.dmarc, found.domain};
    const char *const wanted[] = {rows[i].program, rows[i].spf, rows[i].dkim, rows[i].dmarc,
                                  rows[i].domain};
    g_test_message ("%s", rows[i].text);
    g_assert_cmpuint (found.line, ==, rows[i].line);
    for (guint k = 0; k < G_N_ELEMENTS (got); k++) {
      g_autofree char *word = g_strndup (got[k].data, got[k].len);
      g_assert_cmpstr (got[k].data ? word : NULL, ==, wanted[k]);
    }
  }
}

/* The first of two rows counts; both go. */
static void
test_second_overview (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (PasteText) text = paste_text_new (
      arena,
      SPAN ("SPF: pass 192.0.2.1\nDKIM: pass a.example\nDMARC: pass\nx\nSPF: fail 192.0.2.2\n"
            "DKIM: fail b.example\nDMARC: fail\n"),
      0, 1);
  g_assert_true (repair_overview (text));
  g_assert_cmpstr (text->bytes->str, ==, "x\n");
  g_assert_true (span_equal (text->overview.spf, SPAN ("pass")));
  g_assert_true (span_equal (text->overview.ip, SPAN ("192.0.2.1")));
  g_assert_true (span_equal (text->overview.dkim, SPAN ("pass")));
  g_assert_true (span_equal (text->overview.dkim_domain, SPAN ("a.example")));
  g_assert_true (span_equal (text->overview.dmarc, SPAN ("pass")));
  g_assert_cmpuint (text->overview.line, ==, 1);
}

static void
test_blank_lines (void) {
  static const PasteRow doubled[] = {
      {"From: a\n\nTo: b\n\nDate: c\n", NULL},
      {"To: a\n\nCc: b\n\nDate: c\n\nSubject: d\n", NULL},
      {"From: a\n\n\nTo: b\n\n\nDate: c\n\n\nSubject: d\n",
       "From: a\nTo: b\nDate: c\nSubject: d\n"},
      {"From: a\n\n\nTo: b\n\nDate: c\n\n\nSubject: d\n", NULL},
      {"1: From: a\n\n2: To: b\n\n3: Date: c\n\n4: x\n",
       "1: From: a\n2: To: b\n3: Date: c\n4: x\n"},
      {"123456789.12 From: a\n\nTo: b\n\nDate: c\n\nx\n", NULL},
      {"From: a\nTo: b\n\nx\n\ny\n\nz\n", NULL},
      {"Hi\n\n\nReceived: a\n\nTo: b\n\nDate: c\n\nx\n",
       "Hi\n\n\nReceived: a\nTo: b\nDate: c\nx\n"},
  };
  PASTE_ROWS (repair_double_spacing, doubled);
  static const PasteRow white[] = {
      {"From: a\n \n b\n", "From: a\n b\n"},
      {"From: a\n \n\t\nTo: b\n", "From: a\nTo: b\n"},
      {"From: a\n \nHello\n", NULL},
      {"From: a\n\nTo: b\n", NULL},
      {"From: a\n \n\nTo: b\n", NULL},
      {"Hello\n \nTo: b\n", NULL},
      {"From: a\n \n", NULL},
  };
  PASTE_ROWS (repair_blank_lines, white);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paste-lines/filter-logs", test_filter_logs);
  g_test_add_func ("/paste-lines/prefixes", test_prefixes);
  g_test_add_func ("/paste-lines/runs", test_runs);
  g_test_add_func ("/paste-lines/spilled", test_spilled);
  g_test_add_func ("/paste-lines/joined-prefixes", test_joined_prefixes);
  g_test_add_func ("/paste-lines/indent", test_indent);
  g_test_add_func ("/paste-lines/emphasis", test_emphasis);
  g_test_add_func ("/paste-lines/bold-starts", test_bold_starts);
  g_test_add_func ("/paste-lines/tables", test_tables);
  g_test_add_func ("/paste-lines/rows", test_rows);
  g_test_add_func ("/paste-lines/chat", test_chat);
  g_test_add_func ("/paste-lines/page-ends", test_page_ends);
  g_test_add_func ("/paste-lines/summary", test_overview);
  g_test_add_func ("/paste-lines/second-summary", test_second_overview);
  g_test_add_func ("/paste-lines/words", test_words);
  g_test_add_func ("/paste-lines/blank-lines", test_blank_lines);
  return g_test_run ();
}
