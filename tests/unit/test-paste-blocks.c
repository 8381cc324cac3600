/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which headers a pasted text holds, what is known to be missing in each, and where every byte of
 * it stands in the text. */
#include "base/limits.h"
#include "paste-rows.h"

#define AR "Authentication-Results: mx.example.net;"
#define HOP \
  "Received: from a.example by mx.example.net with ESMTP; Mon, 1 Jun 2026 10:00:00 +0000\n"
#define FROM "From: a@a.example\n"

static const char *const behinds[] = {"", " behind-message", " behind-same-author", " behind-own"};

static void
add_flags (GString *out, const PasteBlock *block) {
  if (block->header_len < block->text.len)
    g_string_append (out, " +body");
  if (block->trace_gap)
    g_string_append (out, " trace-gap");
  if (block->author_open)
    g_string_append (out, " author-open");
  if (block->fields_gap)
    g_string_append (out, " fields-gap");
  if (block->senders)
    g_string_append (out, " senders");
  g_string_append (out, behinds[block->behind]);
  for (guint i = 0; i < block->cut_fields.n; i++)
    g_string_append_printf (out, " cut:%.*s",
                            SPAN_FORMAT (vec_at (&block->cut_fields, PasteCut, i)->name));
  if (block->title.len)
    g_string_append_printf (out, " '%.*s'", SPAN_FORMAT (block->title));
}

/* The names of each block's fields, by their first letters but for "X-", and what is known of it.
 */
static char *
describe (const Paste *paste) {
  GString *out = g_string_new (NULL);
  for (guint i = 0; i < paste->blocks.n; i++) {
    const PasteBlock *block = vec_at (&paste->blocks, PasteBlock, i);
    PasteLines lines = paste_lines (span_first (block->text, block->header_len));
    PasteLine line;
    g_string_append (out, i ? " / " : "");
    while (paste_lines_next (&lines, &line))
      if (line.kind == LINE_FIELD)
        g_string_append_printf (
            out, "%.*s,",
            SPAN_FORMAT (span_first (line.bytes, (gsize)span_index (line.bytes, ':'))));
    add_flags (out, block);
  }
  return g_string_free (out, FALSE);
}

typedef struct {
  const char *text, *blocks;
} Row;

static void
check_blocks (const char *text, const char *blocks) {
  g_autoptr (Arena) arena = arena_new ();
  Paste paste;
  bool repaired = paste_repair (span_from_string (text), arena, &paste);
  g_autofree char *got = describe (&paste);
  if (strcmp (repaired ? got : "-", blocks) == 0)
    return;
  g_test_message ("of:     %s", text);
  g_test_message ("wanted: %s", blocks);
  g_test_message ("got:    %s", repaired ? got : "-");
  g_test_fail ();
}

/* "-": read as it is. */
static void
test_blocks (void) {
  static const Row rows[] = {
      /* From and two more, or anything of a receiver's */
      {"> " FROM "> To: b\n", "-"},
      {"> " FROM "> To: b\n> Date: c\n", "From,To,Date,"},
      {"> To: b\n> Date: c\n> Subject: d\n", "-"},
      {"> " HOP, "Received, fields-gap"},
      {"> " AR " spf=none\n", "Authentication-Results, fields-gap"},
      /* one line that is none is lost, two end a header */
      {"Hello\n\n" HOP "*****\n" FROM "To: b\n", "Received,From,To, fields-gap 'Hello'"},
      {"Hello\n\n" HOP "*****\n*****\n" FROM "To: b\nDate: c\n",
       "Received, +body fields-gap 'Hello' / From,To,Date, trace-gap"},
      {"Hello\n\n" HOP "*****\nTo: b\n*****\n" FROM "Date: c\n",
       "Received,To,From,Date, fields-gap 'Hello'"},
      /* words with a blank behind them are words, and a report begins with its type */
      {"A\n\n" AR " spf=none\n\nThe other server says:\n\n" AR " spf=fail\n",
       "Authentication-Results, +body fields-gap / Authentication-Results, fields-gap 'The other "
       "server says:'"},
      {"A\n\n" AR " spf=none\n\nThe other server says: \n\n" AR " spf=fail\n",
       "Authentication-Results, +body fields-gap / Authentication-Results, fields-gap 'The other "
       "server says:'"},
      {"A\n\n" AR " spf=none\n\nThe other one:\n\nFeedback-Type: auth-failure\nVersion: 1\n" AR
       " spf=fail\n",
       "Authentication-Results, +body fields-gap / Feedback-Type,Authentication-Results, "
       "fields-gap 'The other one:'"},
      /* what somebody searches for is no field */
      {"Is this right:\n\nAuthentication-Results:.*spf=fail.*\n\n" AR " spf=fail\n",
       "Authentication-Results, fields-gap 'Authentication-Results:.*spf=fail.*'"},
      /* a link below a value is none of it */
      {"A\nWords\n\n" AR "\n spf=pass smtp.mailfrom=mail.a.example\n\nhttps://help.example/why\n",
       "Authentication-Results, +body fields-gap 'Words'"},
      {"A\nWords\n\nThe headers:\nReceived: from a.example by mx.example.net with ESMTP;\n Mon, 1 "
       "Jun 2026 "
       "10:00:00 +0000\n " AR "\n spf=none\n From: a@a.example\n To: b\n",
       "Received,Authentication-Results,From,To, 'The headers:'"},
      /* gaps between two pieces of one header */
      {"> " HOP "> ...\n> " FROM, "Received,From, author-open fields-gap"},
      {"> " HOP ">\n> " FROM "> To: b\n> Date: c\n", "Received,From,To,Date,"},
      {"> " HOP "> MIME-Version: 1.0\n>\n> " FROM "> To: b\n> Date: c\n",
       "Received,MIME-Version, fields-gap / From,To,Date, trace-gap"},
      {"> " HOP "> Content-Type: text/plain\n>\n> " FROM "> To: b\n> Date: c\n",
       "Received,Content-Type, fields-gap / From,To,Date, trace-gap"},
      {"> " AR " spf=none\n> To: c\n>\n> " AR " spf=fail\n> " FROM,
       "Authentication-Results,To, fields-gap / Authentication-Results,From, trace-gap author-open "
       "behind-own"},
      {"> To: b\n> " AR " spf=none\n>\n> " HOP,
       "To,Authentication-Results, fields-gap / Received, trace-gap fields-gap behind-own"},
      {"> " HOP ">\n> " HOP "> " FROM, "Received,Received,From, author-open"},
      {"> " HOP "> " FROM ">\n> To: b\n", "Received,From,To,"},
      {"> " HOP "> To: b\n>\n> To: c\n> " FROM "> Date: d\n",
       "Received,To, fields-gap / To,From,Date, trace-gap"},
      {"> " HOP "> To: b\n> ...\n> To: c\n> " FROM "> Date: d\n",
       "Received,To,To,From,Date, fields-gap"},
      {"> " HOP "> To: b\n>\n> ...\n>\n> To: c\n> " FROM "> Date: d\n",
       "Received,To, +body fields-gap / To,From,Date, trace-gap"},
      {"> " HOP "> To: b\n>\n> ...\n>\n> Cc: c\n> " FROM "> Date: d\n",
       "Received,To,Cc,From,Date, fields-gap"},
      {"> Return-Path: <b@a.example>\n> " HOP ">\n> Return-Path: <c@a.example>\n> " HOP "> " FROM,
       "Return-Path,Received, fields-gap / Return-Path,Received,From, author-open behind-own"},
      {"> " HOP "> " FROM ">\n> From: c@d.example\n> To: e\n> Date: f\n",
       "Received,From, trace-gap author-open / From,To,Date, behind-message"},
      {"> " HOP "> " FROM ">\n> From: c@d.example\n> " AR " spf=none\n",
       "Received,From, author-open / From,Authentication-Results, behind-message"},
      /* words between two */
      {"Hello\n\n" HOP "\nand then it says:\n\n" FROM "To: b\nDate: c\n",
       "Received, +body fields-gap 'Hello' / From,To,Date, 'and then it says:'"},
      {"Hello\n\n" HOP "To: d\n\nand then it says\n\n" FROM "To: b\nDate: c\n",
       "Received,To, +body fields-gap 'Hello' / From,To,Date, 'and then it says'"},
      {"Hello\n\n" HOP "To: d\n\nand = says\n\n" FROM "To: b\nDate: c\n",
       "Received,To, +body fields-gap 'Hello' / From,To,Date, trace-gap 'and = says'"},
      {"Hello\n\n" HOP "\nand = says\n\n" FROM "To: b\nDate: c\n",
       "Received,From,To,Date, fields-gap 'Hello'"},
      {"Hello\n\n" HOP "and then it says\n" FROM "To: b\nDate: c\n",
       "Received,From,To,Date, fields-gap 'Hello'"},
      {"Hello\n\n" HOP "*****\n*****\nand: then says\n" FROM "To: b\nDate: c\n",
       "Received, +body fields-gap 'Hello' / From,To,Date, trace-gap 'and: then says'"},
      /* the title is a line of words, the last one */
      {"Hello\nyou\tall\n| -- |\n" HOP FROM "To: b\n", "Received,From,To,"},
      {"Hello\n| -- |\nyou\tall\n" HOP FROM "To: b\n", "Received,From,To, 'you all'"},
      {"Hello\nyo\n" HOP FROM "To: b\n", "Received,From,To,"},
      /* dots on a line of their own */
      {"Hello\n\n" HOP FROM "To: b\n...\n", "Received,From,To, +body fields-gap 'Hello'"},
      {"Hello\n\n" HOP FROM "To: b\n\n...\n", "Received,From,To, +body fields-gap 'Hello'"},
      {"Hello\n\n...\n" HOP FROM "To: b\n", "Received,From,To, fields-gap 'Hello'"},
      {"...\n\nHello\n\n" HOP FROM "To: b\n", "Received,From,To, 'Hello'"},
      {"Hello\n\n" HOP FROM "To: b\n\nwords\n...\n", "Received,From,To, +body 'Hello'"},
      {"Hello\n\n" HOP "[...]\n" FROM "To: b\n", "Received,From,To, fields-gap 'Hello'"},
      /* what stands behind a header */
      {"> " HOP "> " FROM ">\n> Hello\n", "Received,From, +body"},
      {"> " HOP "> " FROM "> Hello you\n> and all\n", "Received,From, +body author-open cut:From"},
      {"> " HOP "> " FROM "> Date: x\n>\n> Hello\n", "Received,From,Date, +body"},
      {"> " HOP "> " FROM, "Received,From, author-open"},
      {"> " HOP "> " FROM ">\n>\n", "Received,From, author-open"},
      /* parts of a multipart are its own (RFC 2046 section 5.1.1) */
      {"> " HOP "> " FROM
       "> Content-Type: multipart/mixed; boundary=\"b b\"\n>\n> --b b\n> Received: from b\n"
       "> To: c\n> --b b--\n>\n> " AR " spf=none\n> From: c@d.example\n",
       "Received,From,Content-Type, +body / Authentication-Results,From, author-open "
       "behind-message"},
      {"> " HOP "> " FROM
       "> Content-Type: multipart/mixed; boundary=b\n>\n> --b\n> Received: from b\n"
       "> To: c\n> --b--\n",
       "Received,From,Content-Type, +body"},
      {"> " HOP "> " FROM
       "> Content-Type: multipart/mixed; boundary=b; x=y\n>\n> --b\n> Received: from b\n"
       "> To: c\n> --b--\n",
       "Received,From,Content-Type, +body"},
      {"> " HOP "> " FROM "> Content-Type: multipart/mixed; x=b\n>\n> --b\n> Received: from b\n"
       "> To: c\n> --b--\n",
       "Received,From,Content-Type, +body / Received,To, +body fields-gap behind-message "
       "cut:Received"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check_blocks (rows[i].text, rows[i].blocks);
}

/* What is cut: the end of a signature is, when no key makes one of that length (RFC 8017 section
 * 8.2.1, RFC 8301 section 3.2, RFC 8463 section 3). */
static void
test_cut_signature (void) {
  static const struct {
    guint bytes;
    const char *padding;
    bool cut;
  } rows[] = {{64, "==", false}, {128, "=", false}, {256, "==", false}, {512, "=", false},
              {96, "", false},   {32, "=", true},   {63, "", true},     {65, "=", true},
              {66, "", true},    {256, "", true}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree guchar *bytes = g_malloc0 (rows[i].bytes);
    g_autofree char *encoded = g_base64_encode (bytes, rows[i].bytes);
    encoded[strcspn (encoded, "=")] = '\0';
    g_autofree char *text = g_strdup_printf (
        "> " HOP "> " FROM "> DKIM-Signature: v=1; d=a.example; s=k; bh=x;\n>  b=%s%s", encoded,
        rows[i].padding);
    g_test_message ("%u", rows[i].bytes);
    check_blocks (text, rows[i].cut ? "Received,From,DKIM-Signature, fields-gap cut:DKIM-Signature"
                                    : "Received,From,DKIM-Signature,");
  }
  static const Row fields[] = {
      {"> " HOP "> Received-SPF: pass (x\n> " FROM,
       "Received,Received-SPF,From, author-open cut:Received-SPF"},
      {"> " HOP "> " FROM "> Received: from b", "Received,From,Received, fields-gap cut:Received"},
      {"> " HOP "> " FROM "> DKIM-Signature: v=1; d=a; b=x; s=y\n",
       "Received,From,DKIM-Signature,"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    check_blocks (fields[i].text, fields[i].blocks);
}

/* ---- what may be missing above the results ---- */

/* A gap above results may have swallowed who received the message (RFC 8601 section 7.10): the hop
 * that is named behind it, or in the field that hides another, need not be the last. */
static void
test_trace_gaps (void) {
  static const struct {
    const char *above;
    bool gap;
  } rows[] = {
      {"Received: from a by b with c; Mon\n", false},
      {"Received: from a by b with ...\n", false},
      {"Received: from a by b.c-d ...\n", true},
      {"Received: by b with ...\n", false},
      {"Received: from a by ...\n", true},
      {"Received: from a by b...\n", true},
      {"Received: from a ... by b with c\n", true},
      {"Received: from a standby b with ...\n", true},
      {"Received: from a\n by b\n with ...\n", false},
      {"Received: from a\n ...\n by b with c\n", true},
      {"To: a <x@y> ... \n", true},
      {"Delivered-To: a...\n", true},
      {"Subject: wait ...\n", false},
      {"X-Odd: a ...\n", false},
      {"Subject: Received: from a\n", false},
      {"X-Odd: a *Received\tfrom a by b\n", true},
      {"X-Odd: a Received* by b\n", true},
      {"X-Odd: a/Received: from b\n", false},
      {"X-Odd: Received mails from b\n", false},
      {"X-Odd: a *Received: was b\n", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Paste paste;
    g_autofree char *text = g_strconcat ("Return-Path: <a@a.example>\n", rows[i].above,
                                         AR " spf=none\n" FROM "To: b\n", NULL);
    g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
    g_autofree char *joined = g_strjoinv ("\n> ", lines);
    g_autofree char *quoted = g_strconcat ("Hello\n\n> ", joined, NULL);
    g_assert_true (paste_repair (span_from_string (quoted), arena, &paste));
    g_test_message ("%s", rows[i].above);
    g_assert_cmpuint (paste.blocks.n, ==, 1);
    if (vec_at (&paste.blocks, PasteBlock, 0)->trace_gap != rows[i].gap) {
      g_test_message ("a gap: %d", !rows[i].gap);
      g_test_fail ();
    }
  }
}

/* ---- a message, or a paste ---- */

static void
test_plain (void) {
  static const Row rows[] = {
      /* what any mail reader reads the same stays */
      {HOP FROM "To: b\n\nHello\n", "-"},
      {HOP FROM "To: b\n", "-"},
      {HOP " x\n" FROM "\n> From: c\n", "-"},
      {"Hello you\n", "-"},
      /* of receivers alone: nobody's message */
      {HOP AR " spf=none\n", "Received,Authentication-Results, fields-gap"},
      {HOP AR " spf=none\nTo: b\n", "-"},
      {HOP AR " spf=none\nSubject: b\n", "-"},
      /* right behind it another header that received mail has */
      {HOP FROM "To: b\n\n" HOP "From: c@d.example\n",
       "Received,From,To, / Received,From, author-open behind-message"},
      {HOP FROM "To: b\n\nDelivered-To: c\n" HOP "From: c@d.example\n",
       "Received,From,To, / Delivered-To,Received,From, author-open behind-message"},
      {HOP FROM "To: b\n\nTo: c\n" HOP "From: c@d.example\n", "-"},
      {HOP FROM "To: b\n\nHello\n\n" HOP "From: c@d.example\n", "-"},
      {HOP FROM "Content-Type: multipart/mixed\n\n" HOP "From: c@d.example\n", "-"},
      {HOP FROM "Content-Type: message/rfc822\n\n" HOP "From: c@d.example\n", "-"},
      {HOP FROM "Content-Type: text/plain\n\n" HOP "From: c@d.example\n",
       "Received,From,Content-Type, / Received,From, author-open behind-message"},
      {HOP FROM "To: b\n\n" HOP "To: c@d.example\n", "-"},
      /* fields, dots, fields: no message begins its text with dots and a field */
      {FROM "To: b\n\n...\n\n" AR " spf=none\n", "From,To,Authentication-Results, fields-gap"},
      {HOP FROM "To: b\n\n...\n\n" AR " spf=none\n", "-"},
      {FROM "To: b\nMessage-ID: <1@a.example>\n\n...\n\n" AR " spf=none\n", "-"},
      {FROM HOP "\n...\n\n" AR " spf=none\n", "From,Received,Authentication-Results, fields-gap"},
      {FROM "To: b\n\n...\nHello\n" AR " spf=none\n", "-"},
      {FROM "To: b\n\n" AR " spf=none\n", "-"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check_blocks (rows[i].text, rows[i].blocks);
}

/* ---- the same header again ---- */

static void
test_same (void) {
  static const struct {
    const char *first, *second;
    guint n;
    const char *kept; /* in the first block */
  } rows[] = {
      {AR " spf=none\n" FROM "Message-ID: <1@a.example>\n",
       AR " spf=fail\n" FROM "Message-ID: <1@a.example>\n", 1, "spf=none"},
      {AR " spf=none\n" FROM "Message-ID: <1@a.example>\n",
       AR " spf=fail\n" FROM "Message-ID: <1@a.example> (x)\n", 1, "spf=none"},
      {AR " spf=none\n" FROM "Message-ID: <1@a.example>\n",
       AR " spf=fail\n" FROM "Message-ID: <2@a.example>\n", 2, "spf=none"},
      {AR " spf=none\n" FROM "Message-ID: <>\n", AR " spf=fail\n" FROM "Message-ID: <>\n", 2,
       "spf=none"},
      {AR " spf=none\n" FROM "Message-ID: 1\n", AR " spf=fail\n" FROM "Message-ID: 1\n", 2,
       "spf=none"},
      {AR " spf=none\n" FROM "Message-ID: <1@a.example>\n",
       AR " spf=fail\nFrom: b@a.example\nMessage-ID: <1@a.example>\n", 2, "spf=none"},
      {AR " spf=none\n" FROM "Message-ID: <1@a.example>\n",
       "Authentication-Results: mx.b.example; spf=fail\n" FROM "Message-ID: <1@a.example>\n", 2,
       "spf=none"},
      {AR " spf=none\n" FROM "Message-ID: <1@a.example>\n",
       "Authentication-Results: MX.example.net; spf=fail\n" FROM "Message-ID: <1@a.example>\n", 1,
       "spf=none"},
      {AR " spf=none\n" FROM "Message-ID: <1@a.example>\n",
       "Authentication-Results: spf=fail\n" FROM "Message-ID: <1@a.example>\n", 1, "spf=none"},
      /* the one that says more, and else the first */
      {HOP FROM "Message-ID: <1@a.example>\n", AR " spf=fail\n" FROM "Message-ID: <1@a.example>\n",
       1, "spf=fail"},
      {HOP FROM "Message-ID: <1@a.example>\n", HOP "Received: by c\n" FROM "Date: d\n", 1, "by c"},
      {HOP "Received: by c\n" FROM "Date: d\n", HOP FROM "Message-ID: <1@a.example>\n", 1, "by c"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Paste paste;
    g_autofree char *text =
        g_strconcat ("See this one:\n\n", rows[i].first, "\nHello\nThis is another one\n\n",
                     rows[i].second, "\nBye\n", NULL);
    g_assert_true (paste_repair (span_from_string (text), arena, &paste));
    const PasteBlock *block = vec_at (&paste.blocks, PasteBlock, 0);
    if (paste.blocks.n == rows[i].n &&
        span_find (span_first (block->text, block->header_len), span_from_string (rows[i].kept)) >=
            0 &&
        block->counts[REPAIR_REPEATED] == (rows[i].n == 1))
      continue;
    g_test_message ("of: %s%u blocks, %.*s", text, paste.blocks.n, SPAN_FORMAT (block->text));
    g_test_fail ();
  }
}

/* ---- how much is to be believed ---- */

static void
test_confidence (void) {
  static const struct {
    const char *text;
    PasteConfidence confidence;
    bool incomplete;
  } rows[] = {
      {"> " HOP "> " FROM "> Date: x\n", PASTE_HIGH, false},
      {"Received: from a by b with c; Mon<br>From: &lt;a@b.example&gt;<br>Date: x", PASTE_MEDIUM,
       false},
      {"> Received: from a by b with c; Mon\n> From: a@b[dot]example\n> Date: x\n", PASTE_MEDIUM,
       false},
      {"> Received: from a by b; Mon,\n> 1 Jun 2026\n> From: a@b.example\n> Date: x\n",
       PASTE_MEDIUM, false},
      {"> " HOP "> From: <a@></a@>b.example>\n> Date: x\n", PASTE_LOW, false},
      {"> " HOP "> " FROM "> ...\n> Date: x\n", PASTE_LOW, true},
      {"> " HOP "> *****\n> " FROM "> Date: x\n", PASTE_LOW, true},
      {"> " HOP "> " AR " spf=pass smtp.mailfrom=a.\n>  example\n> " FROM "> Date: x\n", PASTE_LOW,
       false},
      {"> " HOP "> From: a@b <a@b.exam\n> Date: x\n", PASTE_LOW, true},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Paste paste;
    g_test_message ("%s", rows[i].text);
    g_assert_true (paste_repair (span_from_string (rows[i].text), arena, &paste));
    g_assert_cmpuint (paste.blocks.n, ==, 1);
    const PasteBlock *block = vec_at (&paste.blocks, PasteBlock, 0);
    g_assert_cmpint (block->confidence, ==, rows[i].confidence);
    g_assert_cmpint (paste_is_incomplete (block), ==, rows[i].incomplete);
    g_assert_false (block->unstable);
  }
  g_assert_cmpstr (paste_confidence_word (PASTE_HIGH), ==, "high");
  g_assert_cmpstr (paste_confidence_word (PASTE_MEDIUM), ==, "medium");
  g_assert_cmpstr (paste_confidence_word (PASTE_LOW), ==, "low");
}

/* What went is named: three values, each not longer than sixty bytes and on one line. */
static void
test_dropped_values (void) {
  static const struct {
    const char *values[4];
    const char *told;
  } rows[] = {
      {{"a.exa"}, "\"header.d=a.exa...\""},
      {{"a.exa", "b.exa"}, "\"header.d=a.exa...\", \"header.d=b.exa...\""},
      {{"a.exa", "b.exa", "c.exa"},
       "\"header.d=a.exa...\", \"header.d=b.exa...\", \"header.d=c.exa...\""},
      {{"a.exa", "b.exa", "c.exa", "d.exa"},
       "\"header.d=a.exa...\", \"header.d=b.exa...\", \"header.d=c.exa...\", …"},
      {{"012345678901234567890123456789012345678901234567"},
       "\"header.d=012345678901234567890123456789012345678901234567...\""},
      {{"0123456789012345678901234567890123456789012345678"},
       "\"header.d=0123456789012345678901234567890123456789012345678..…\""},
      {{"0123456789012345678901234567890123456789012345\u00E9"},
       "\"header.d=0123456789012345678901234567890123456789012345\u00E9...\""},
      {{"01234567890123456789012345678901234567890123456789\u00E9"},
       "\"header.d=01234567890123456789012345678901234567890123456789…\""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (GString) text = g_string_new ("> " HOP "> " FROM);
    for (guint k = 0; k < 4 && rows[i].values[k]; k++)
      g_string_append_printf (text, "> " AR " dkim=pass header.d=%s...; spf=none\n",
                              rows[i].values[k]);
    g_string_append (text, "> Date: x\n");
    Paste paste;
    g_assert_true (paste_repair (span_of (text->str, text->len), arena, &paste));
    const PasteBlock *block = vec_at (&paste.blocks, PasteBlock, 0);
    g_assert_cmpstr (arena_string (arena, paste_dropped_values (block, arena)), ==, rows[i].told);
  }
}

/* ---- words that are known by the rules ---- */

/* Results right below captions are the quoted mail's text, unless a server took it there. */
static void
test_below_captions (void) {
  static const struct {
    const char *text;
    bool senders;
  } rows[] = {
      {"Von: a\nAn: b\n" AR " spf=none\n" FROM, true},
      {"\303\200: a\nVon : b\n" AR " spf=none\n" FROM, true},
      {"> Von: a\n> An: b\n> " AR " spf=none\n> " FROM, true},
      {"Von: a\nSubject: b\n" AR " spf=none\n", true},
      {"Von: a\nAn: b\nReceived-SPF: none\n" FROM, true},
      {"Von: a\n" AR " spf=none\nReceived-SPF: none\n" FROM, false},
      {"Von: a\nAn: b\n" AR " spf=none\n" HOP FROM, false},
      {AR " spf=none\nVon: a\nAn: b\n" FROM, false},
      {"To: a\nSubject: b\n" AR " spf=none\n" FROM, false},
  };
  PasteWords words = {0};
  g_autoptr (Arena) arena = arena_new ();
  *vec_push (arena, &words.captions, Span) = SPAN ("Von");
  *vec_push (arena, &words.captions, Span) = SPAN ("An");
  *vec_push (arena, &words.captions, Span) = SPAN ("\303\200");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Paste paste;
    paste_repair_with (span_from_string (rows[i].text), &words, arena, &paste);
    paste_apply_words (&paste, &words, arena);
    g_test_message ("%s", rows[i].text);
    bool senders = paste.blocks.n == 1 && vec_at (&paste.blocks, PasteBlock, 0)->senders;
    g_assert_true (senders == rows[i].senders);
    g_assert_true (!senders || paste.pseudo_fields > 0);
  }
}

static void
test_words (void) {
  static const struct {
    const char *text;
    guint captions;
    const char *blocks;
  } rows[] = {
      {"Von: a\nAn: b\n\n" AR " spf=none\nReceived-SPF: none\n" FROM, 2,
       "Authentication-Results,Received-SPF,From, author-open senders 'An: b'"},
      {"Von: a\n\n" AR " spf=none\nReceived-SPF: none\n" FROM, 1,
       "Authentication-Results,Received-SPF,From, author-open 'Von: a'"},
      {"Von: a\nAn: b\n\n" AR " spf=none\n" HOP FROM, 2,
       "Authentication-Results,Received,From, author-open 'An: b'"},
  };
  PasteWords words = {0};
  g_autoptr (Arena) arena = arena_new ();
  *vec_push (arena, &words.captions, Span) = SPAN ("Von");
  *vec_push (arena, &words.captions, Span) = SPAN ("An");
  *vec_push (arena, &words.redactions, Span) = SPAN ("xxx");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Paste paste;
    g_assert_true (paste_repair (span_from_string (rows[i].text), arena, &paste));
    paste_apply_words (&paste, &words, arena);
    g_autofree char *got = describe (&paste);
    g_assert_cmpstr (got, ==, rows[i].blocks);
    g_assert_cmpuint (paste.pseudo_fields, ==, rows[i].captions);
  }
  /* what was blanked out in fields of interest */
  Paste paste;
  g_assert_true (paste_repair (
      SPAN ("> " HOP "> From: xxx@a.example\n> To: xxx\n> " AR " spf=xxx\n>  smtp.helo=xxx\n"),
      arena, &paste));
  paste_apply_words (&paste, &words, arena);
  const PasteBlock *block = vec_at (&paste.blocks, PasteBlock, 0);
  g_assert_cmpuint (block->counts[REPAIR_REDACTED], ==, 3);
  g_assert_cmpint (block->confidence, ==, PASTE_LOW);
}

/* Letters taken for others twice: "\u00C3\u00A9" for "\u00E9". */
static void
test_garbled (void) {
  static const struct {
    const char *name;
    guint n;
  } rows[] = {{"Mus\u00C3\u00A9e", 1},
              {"Mus\u00C2\u00A9e", 1},
              {"Mus\u00E9e", 0},
              {"Mus\u00C3", 0},
              {"\u00C4\u00A9", 0}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *text = g_strdup_printf ("> " HOP "> From: %s <a@a.example>\n", rows[i].name);
    Paste paste;
    g_assert_true (paste_repair (span_from_string (text), arena, &paste));
    g_test_message ("%s", rows[i].name);
    g_assert_cmpuint (vec_at (&paste.blocks, PasteBlock, 0)->counts[REPAIR_GARBLED], ==, rows[i].n);
  }
}

/* ---- bytes and their places ---- */

/* A text in which '-' marks what goes and '+' what is put: every byte that stays leads to where it
 * was, and what was put to where it stands. */
static void
test_rewrite (void) {
  static const char in[] = "ab\ncde\n\nfgh";
  for (guint drop = 0; drop < 11; drop++)
    for (guint len = 0; len < 4; len++) {
      g_autoptr (Arena) arena = arena_new ();
      g_autoptr (PasteText) text = paste_text_new (arena, SPAN ("ab\ncde\n\nfgh"), 100, 7);
      Rewrite rewrite;
      rewrite_begin (&rewrite, text);
      rewrite_keep (&rewrite, drop);
      rewrite_drop (&rewrite, drop + len);
      g_assert_true (rewrite_end (&rewrite) == (len > 0));
      gsize gone = MIN (len, 11 - drop);
      g_assert_cmpuint (text->bytes->len, ==, 11 - gone);
      for (gsize i = 0; i < text->bytes->len; i++) {
        gsize was = i < drop ? i : i + gone;
        guint lines = 0;
        for (gsize k = 0; k < was; k++)
          lines += in[k] == '\n';
        SourceMapEntry source = paste_text_source (text, i);
        g_assert_cmpint (text->bytes->str[i], ==, in[was]);
        g_assert_cmpuint (source.source_offset, ==, 100 + was);
        g_assert_cmpuint (source.source_line, ==, 7 + lines);
      }
    }
}

static void
test_put (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (PasteText) text = paste_text_new (arena, SPAN ("ab\ncd\n"), 0, 1);
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  rewrite_replace (&rewrite, 1, 2, SPAN ("xyz"));
  rewrite_put (&rewrite, SPAN (""));
  rewrite_replace (&rewrite, 4, 4, SPAN ("--"));
  g_assert_true (rewrite_end (&rewrite));
  g_assert_cmpstr (text->bytes->str, ==, "axyz\nc--d\n");
  static const guint offsets[] = {0, 1, 2, 2, 2, 3, 4, 4, 4, 5},
                     lines[] = {1, 1, 1, 1, 1, 2, 2, 2, 2, 2};
  for (gsize i = 0; i < text->bytes->len; i++) {
    g_test_message ("%" G_GSIZE_FORMAT, i);
    g_assert_cmpuint (paste_text_source (text, i).source_offset, ==, offsets[i]);
    g_assert_cmpuint (paste_text_source (text, i).source_line, ==, lines[i]);
  }
  /* a part of it, as if it began at 0 */
  SourceMap map;
  gsize offset;
  guint line;
  paste_text_map (text, 5, 9, &map);
  g_assert_true (source_map_find (&map, 0, &offset, &line));
  g_assert_cmpuint (offset, ==, 3);
  g_assert_cmpuint (line, ==, 2);
  g_assert_true (source_map_find (&map, 3, &offset, &line));
  g_assert_cmpuint (offset, ==, 4);
}

/* A note a line and kind, with what stood there, cut at a character; where nothing changed none. */
static void
test_notes (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (PasteText) text = paste_text_new (arena, SPAN ("ab\ncd\n"), 0, 1);
  g_autoptr (GString) longer = g_string_new (NULL);
  while (longer->len < LIMIT_PASTE_EXCERPT - 1)
    g_string_append_c (longer, 'x');
  g_string_append (longer, "\u00E9");
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  rewrite_note (&rewrite, REPAIR_HTML, SPAN ("a"), SPAN_NULL);
  rewrite_note (&rewrite, REPAIR_HTML, SPAN ("b"), SPAN_NULL);
  rewrite_note (&rewrite, REPAIR_FOLD, SPAN ("c"), SPAN ("d"));
  rewrite_note_each (&rewrite, REPAIR_FOLD, span_of (longer->str, longer->len), SPAN_NULL);
  rewrite_keep (&rewrite, 3);
  rewrite_note (&rewrite, REPAIR_HTML, SPAN ("e"), SPAN_NULL);
  rewrite_drop (&rewrite, 4);
  g_assert_true (rewrite_end (&rewrite));
  static const struct {
    guint line;
    RepairKind kind;
  } wanted[] = {{1, REPAIR_HTML}, {1, REPAIR_FOLD}, {1, REPAIR_FOLD}, {2, REPAIR_HTML}};
  g_assert_cmpuint (text->notes->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < text->notes->len; i++) {
    g_assert_cmpuint (g_array_index (text->notes, PasteNote, i).line, ==, wanted[i].line);
    g_assert_cmpuint (g_array_index (text->notes, PasteNote, i).kind, ==, wanted[i].kind);
  }
  g_assert_cmpuint (g_array_index (text->notes, PasteNote, 2).before.len, ==,
                    LIMIT_PASTE_EXCERPT - 1);
  g_assert_true (span_equal (g_array_index (text->notes, PasteNote, 1).after, SPAN ("d")));
  rewrite_begin (&rewrite, text);
  rewrite_note (&rewrite, REPAIR_HTML, SPAN ("f"), SPAN_NULL);
  g_assert_false (rewrite_end (&rewrite));
  g_assert_cmpuint (text->notes->len, ==, G_N_ELEMENTS (wanted));
}

/* Beginnings of a field that other signs may follow, and what no reader takes for one. */
static void
test_line_fields (void) {
  static const struct {
    const char *line;
    bool known, guessed; /* outside of a header, and in one */
  } rows[] = {
      {"From: a", true, true},     {"From : a", true, true},    {"From\t: a", true, true},
      {"From", false, false},      {": a", false, false},       {" From: a", false, false},
      {"X-Odd: a", false, true},   {"X_Odd-A: a", false, true}, {"odd: a", false, false},
      {"From a: b", false, false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].line);
    Span line = span_from_string (rows[i].line);
    gsize at = 0;
    g_assert_true ((paste_line_field (line, false, NULL) != NULL) == rows[i].known);
    g_assert_true ((paste_line_field (line, true, &at) != NULL) == rows[i].guessed);
    if (rows[i].guessed)
      g_assert_cmpuint (at, ==, (gsize)span_index (line, ':') + 1);
  }
  for (gsize n = 76; n <= 77; n++) {
    g_autofree char *name = g_strnfill (n - 2, 'n');
    g_autofree char *line = g_strconcat ("X-", name, ": a", NULL);
    g_assert_true ((paste_line_field (span_from_string (line), true, NULL) != NULL) == (n == 76));
  }
}

static void
test_captions (void) {
  static const struct {
    const char *line, *caption;
  } rows[] = {
      {"Von: a", "Von"},
      {" Von : a", "Von"},
      {"De\u00A0: a", "De"},
      {"De\u202F: a", "De"},
      {": a", ""},
      {"Von", ""},
      {"De l'auteur: a", "De l'auteur"},
      {"0123456789012345678901234567890: a", "0123456789012345678901234567890"},
      {"01234567890123456789012345678901: a", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Span got = paste_caption (span_from_string (rows[i].line));
    g_test_message ("%s", rows[i].line);
    g_assert_true (span_equal (got, span_from_string (rows[i].caption)) ||
                   (got.len == 0 && rows[i].caption[0] == '\0'));
  }
}

static void
test_headings (void) {
  static const struct {
    const char *line;
    bool heading;
  } rows[] = {{"The example shows:", true}, {" It says it: ", true}, {"It says :", true},
              {"It says:", false},          {"It saysx", false},     {"Example:::", false},
              {"Thesays:ab", false},        {"It: says it:", false}, {"Thesaysit:", false}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].line);
    g_assert_true (paste_line_is_heading (span_from_string (rows[i].line)) == rows[i].heading);
  }
}

/* Where fields end with a line feed other signs of a line's end are of the values. */
static void
test_ends_with_lf (void) {
  static const struct {
    const char *text;
    bool lf;
  } rows[] = {
      {"From: a\nTo: b\n", true},
      {"> From: a\n> To: b\n", true},
      {"From: a\n b\nTo: c", true},
      {"From: a\nb\nTo: c\n", false},
      {"From: a\n\nTo: c\n", false},
      {"From: a>\nTo: c\n", false},
      {"From: a\u2028\nTo: c\n", false},
      {"From: a\u2029 \nTo: c\n", false},
      {"From: a\xC2\x85\nTo: c\n", false},
      {">\nTo: c\n", false},
      {"From: a", false},
      {"x\nFrom: a\nTo: b", true},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].text);
    g_assert_true (paste_fields_end_with_lf (span_from_string (rows[i].text)) == rows[i].lf);
  }
}

static void
test_base64_lines (void) {
  static const struct {
    const char *line;
    bool base64;
  } rows[] = {{"AbC+/=", true}, {" Ab ; Cd\t", true}, {"", false},
              {"  ", false},    {"Ab,", false},       {"A-b", false}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_true (paste_line_is_base64 (span_from_string (rows[i].line)) == rows[i].base64);
}

/* Lines without an end are read as far as LIMIT_PASTE_LINE, and a text as far as so many lines. */
static void
test_limits (void) {
  for (gsize more = 0; more < 2; more++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *line = g_strnfill (LIMIT_PASTE_LINE + more, 'x');
    g_autofree char *in = g_strconcat (line, "\n", NULL);
    g_autoptr (PasteText) text = paste_text_new (arena, span_from_string (in), 0, 1);
    g_assert_true (repair_long_lines (text) == (more > 0));
    g_assert_cmpuint (text->bytes->len, ==, LIMIT_PASTE_LINE + 1);
    Paste paste;
    g_autoptr (GString) lines = g_string_new ("> " HOP "> " FROM);
    for (guint i = 3; i < LIMIT_PASTE_LINES + more; i++)
      g_string_append (lines, ">\n");
    g_string_append (lines, "> x\n");
    paste_repair (span_of (lines->str, lines->len), arena, &paste);
    g_assert_true (paste.cut == (more > 0));
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paste-blocks/blocks", test_blocks);
  g_test_add_func ("/paste-blocks/cut-signature", test_cut_signature);
  g_test_add_func ("/paste-blocks/trace-gaps", test_trace_gaps);
  g_test_add_func ("/paste-blocks/plain", test_plain);
  g_test_add_func ("/paste-blocks/same", test_same);
  g_test_add_func ("/paste-blocks/confidence", test_confidence);
  g_test_add_func ("/paste-blocks/dropped-values", test_dropped_values);
  g_test_add_func ("/paste-blocks/words", test_words);
  g_test_add_func ("/paste-blocks/garbled", test_garbled);
  g_test_add_func ("/paste-blocks/rewrite", test_rewrite);
  g_test_add_func ("/paste-blocks/put", test_put);
  g_test_add_func ("/paste-blocks/notes", test_notes);
  g_test_add_func ("/paste-blocks/line-fields", test_line_fields);
  g_test_add_func ("/paste-blocks/captions", test_captions);
  g_test_add_func ("/paste-blocks/below-captions", test_below_captions);
  g_test_add_func ("/paste-blocks/headings", test_headings);
  g_test_add_func ("/paste-blocks/ends-with-lf", test_ends_with_lf);
  g_test_add_func ("/paste-blocks/base64-lines", test_base64_lines);
  g_test_add_func ("/paste-blocks/limits", test_limits);
  return g_test_run ();
}
