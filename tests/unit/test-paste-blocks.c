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

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paste-blocks/blocks", test_blocks);
  g_test_add_func ("/paste-blocks/cut-signature", test_cut_signature);
  return g_test_run ();
}
