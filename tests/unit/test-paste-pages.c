/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pages of a manual as they come out of a wiki: lost indents, no-break spaces, "..." for what the
 * author left out, a table's frame, an address eaten as HTML. What a careful person reads in each
 * header of them stands here by hand. The real pages lie beside the checkout where they are. */
#include "case/pasted-run.h"
#include "support.h"

/* NULL: not looked at; "null": nothing is said. */
typedef struct {
  const char *from;
  const char *spf, *spf_domain, *spf_address, *spf_ip, *spf_reporter, *spf_identity, *spf_trust;
  const char *spf_record;
  const char *dkim, *dkim_domain, *dkim_trust, *dkim_alignment;
  const char *signature_domain, *signature_identity, *selector;
  int key_bits;
  const char *border;
  const char *verdict_spf, *verdict_dkim, *status;
  const char *sentence; /* somewhere in it */
  const char *receipt;
  const char *finding, *no_finding;
} Facts;

typedef struct {
  const char *name;
  const char *page;        /* below the folder of pages; NULL: tests/paste/wiki-page.txt */
  const char *begin, *end; /* the lines that begin so, the last one not included; NULL: all */
  guint block, n_blocks;
  Facts facts;
} Block;

#define HASH "bh=WTjrH3YovAOLmv02UPKrOs1RP8f44D+rDd/nVHKRB9s="

/* Who tested is named, and the address the message came in from. Whose domain it was is blanked
 * out: Cisco's x-sender is a postmaster's, so perhaps the server's own name. It counts for nothing,
 * and whether the message was signed cannot be seen. */
#define SPF_FACTS(museum, address, receiver)                                                     \
  {                                                                                              \
    .from = museum, .spf = "pass", .spf_domain = museum, .spf_address = "postmaster@" museum,    \
    .spf_ip = address, .spf_reporter = receiver, .spf_identity = "null", .spf_trust = "assumed", \
    .spf_record = "v=spf1 a -all", .border = address, .verdict_spf = "null",                     \
    .verdict_dkim = "null", .status = "unknown",                                                 \
    .sentence = "parts of the pasted header are missing", .receipt = "left out (\"...\")",       \
    .finding = "spf-identity-hidden", .no_finding = "dkim-unsigned"                              \
  }

/* The receiver's name is left out. From what was pasted, DMARC would pass. */
#define DKIM_FACTS(museum, target)                                                                 \
  {                                                                                                \
    .from = museum, .spf = "null", .dkim = "pass", .dkim_domain = museum, .dkim_trust = "assumed", \
    .dkim_alignment = "strict", .signature_domain = museum, .signature_identity = "@" museum,      \
    .selector = target, .key_bits = 1024, .verdict_dkim = "pass", .status = "unknown",             \
    .sentence = "From what was pasted, DMARC would pass for " museum ": DKIM verified",            \
    .receipt = "left out (\"...\")", .finding = "dkim-selector-is-cname-target"                    \
  }

/* An address eaten as HTML whose end is gone too: it is named and not used. */
#define FUSED_FACTS(museum, eaten)                                                                 \
  {                                                                                                \
    .from = "null", .spf = "null", .dkim = "pass", .dkim_domain = museum, .dkim_trust = "assumed", \
    .dkim_alignment = "null", .verdict_dkim = "pass", .status = "unknown",                         \
    .sentence = "The pasted text has no From line", .receipt = eaten,                              \
    .finding = "paste-truncated", .no_finding = "from-missing"                                     \
  }

#define FIRST_PAGE "000_1a02db6f9f4abd51.txt"
#define SECOND_PAGE "001_fd14f1d73102b3d2.txt"
#define REAL_SPF SPF_FACTS ("mosamuseum.com", "192.28.148.112", "mailgw1.xxx.com")
#define REAL_DKIM DKIM_FACTS ("mosamuseum.com", "sel1-mosa._domainkey.dkim.secutix.com")
#define REAL_FUSED FUSED_FACTS ("mosamuseum.com", "<communication@></communication@>Secutix")

static const Block blocks[] = {
    {"own/fused", NULL, NULL, NULL, 0, 3, FUSED_FACTS ("museevert.example", "<news@></news@>Vert")},
    {"own/spf", NULL, NULL, NULL, 1, 3,
     SPF_FACTS ("museevert.example", "192.0.2.48", "mx1.seetal.example")},
    {"own/dkim", NULL, NULL, NULL, 2, 3,
     DKIM_FACTS ("museevert.example", "sel1-vert._domainkey.dkim.platform.example")},
    {"own/spf-alone", NULL, "Date: ", "Subject: ", 0, 1,
     SPF_FACTS ("museevert.example", "192.0.2.48", "mx1.seetal.example")},
    {"real/fused", FIRST_PAGE, NULL, NULL, 0, 1, REAL_FUSED},
    {"real/fused-alone", FIRST_PAGE, "Return-path", "|", 0, 1, REAL_FUSED},
    {"real/spf", SECOND_PAGE, NULL, NULL, 0, 2, REAL_SPF},
    {"real/spf-alone", SECOND_PAGE, "Date: ", "In this example", 0, 1, REAL_SPF},
    {"real/dkim", SECOND_PAGE, NULL, NULL, 1, 2, REAL_DKIM},
    {"real/dkim-alone", SECOND_PAGE, "The example below illustrates this DKIM", "In this example",
     0, 1, REAL_DKIM},
    /* pieces that hold no header: nothing is made of them */
    {"real/date-alone",
     FIRST_PAGE,
     "Date: ",
     "In this example",
     0,
     1,
     {.from = "null",
      .spf = "null",
      .dkim = "null",
      .verdict_dkim = "null",
      .status = "unknown",
      .no_finding = "dkim-unsigned"}},
    {"real/hash-alone",
     FIRST_PAGE,
     "bh=",
     "The recipient",
     0,
     1,
     {.from = "null",
      .spf = "null",
      .dkim = "null",
      .verdict_dkim = "null",
      .status = "unknown",
      .no_finding = "dkim-unsigned"}},
};

static Bench *bench;

/* ---- reading ---- */

static char *
read_page (const char *name) {
  const char *folder = g_getenv ("MAILWHY_PAGES"), *top = g_getenv ("top_srcdir");
  g_autofree char *path = NULL;
  char *text = NULL;
  if (name == NULL)
    path = g_build_filename (top, "tests", "paste", "wiki-page.txt", NULL);
  else if (folder)
    path = g_build_filename (folder, name, NULL);
  else
    path = g_build_filename (top, "..", "shared", "source-pages", name, NULL);
  return g_file_get_contents (path, &text, NULL, NULL) ? text : NULL;
}

/* From the line that begins with `begin` up to the next that begins with `end`. */
static char *
cut_out (const char *text, const char *begin, const char *end) {
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  bool inside = begin == NULL;
  for (guint i = 0; lines[i]; i++) {
    if (inside && end && out->len && g_str_has_prefix (lines[i], end))
      break;
    inside |= begin && g_str_has_prefix (lines[i], begin);
    if (inside)
      g_string_append_printf (out, "%s\n", lines[i]);
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* ---- comparing ---- */

#define SAME(value, wanted) \
  if (wanted)               \
  assert_span ((value), (wanted), #wanted)

static void
check_spf (const Evidence *evidence, const Facts *facts) {
  if (facts->spf && g_str_equal (facts->spf, "null")) {
    g_assert_cmpuint (evidence->spf.n, ==, 0);
    return;
  }
  g_assert_cmpuint (evidence->spf.n, ==, 1);
  const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, 0);
  SAME (spf->result, facts->spf);
  SAME (spf->domain, facts->spf_domain);
  SAME (spf->address, facts->spf_address);
  SAME (spf->client_ip, facts->spf_ip);
  SAME (spf->reporter, facts->spf_reporter);
  SAME (spf->identity, facts->spf_identity);
  SAME (spf->trust, facts->spf_trust);
  SAME (spf->record, facts->spf_record);
}

static void
check_dkim (const Evidence *evidence, const Facts *facts) {
  g_assert_cmpuint (evidence->dkim_signatures.n, ==, facts->signature_domain ? 1 : 0);
  if (facts->signature_domain) {
    const DkimSignatureRecord *signature =
        vec_at (&evidence->dkim_signatures, DkimSignatureRecord, 0);
    SAME (signature->domain, facts->signature_domain);
    SAME (signature->identity, facts->signature_identity);
    SAME (signature->selector, facts->selector);
    g_assert_cmpint (signature->key_bits.value, ==, facts->key_bits);
  }
  if (facts->dkim == NULL || g_str_equal (facts->dkim, "null")) {
    g_assert_cmpuint (evidence->dkim.n, ==, 0);
    return;
  }
  g_assert_cmpuint (evidence->dkim.n, ==, 1);
  const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, 0);
  SAME (dkim->result, facts->dkim);
  SAME (dkim->domain, facts->dkim_domain);
  SAME (dkim->trust, facts->dkim_trust);
  SAME (dkim->alignment, facts->dkim_alignment);
  g_assert_true (dkim->signature.set == (facts->signature_domain != NULL));
}

static Span
border_address (const Evidence *evidence) {
  for (guint i = 0; i < evidence->received.n; i++)
    if (vec_at (&evidence->received, ReceivedHop, i)->border == FLAG_TRUE)
      return vec_at (&evidence->received, ReceivedHop, i)->address;
  return SPAN_NULL;
}

static bool
has_finding (const Case *kase, const char *id) {
  for (guint i = 0; i < kase->findings.n; i++) {
    const Finding *finding = vec_at (&kase->findings, Finding, i);
    if (span_equal (finding->id, span_from_string (id)) && span_is_null (finding->superseded_by))
      return true;
  }
  return false;
}

typedef struct {
  const Block *block;
  guint n;
} Run;

static void
check_case (const Case *kase, const RawMessage *raw G_GNUC_UNUSED,
            const Pasted *pasted G_GNUC_UNUSED, gpointer data) {
  Run *run = data;
  const Facts *facts = &run->block->facts;
  const Evidence *evidence = &kase->evidence;
  if (run->n++ != run->block->block)
    return;
  SAME (evidence->from.domain, facts->from);
  check_spf (evidence, facts);
  check_dkim (evidence, facts);
  SAME (border_address (evidence), facts->border);
  SAME (kase->verdict.spf, facts->verdict_spf);
  SAME (kase->verdict.dkim, facts->verdict_dkim);
  SAME (kase->verdict.status, facts->status);
  if (facts->sentence)
    g_assert_cmpint (span_find (kase->verdict.sentence, span_from_string (facts->sentence)), >=, 0);
  if (facts->receipt)
    g_assert_cmpint (span_find (evidence->source.receipt, span_from_string (facts->receipt)), >=,
                     0);
  if (facts->finding)
    g_assert_true (has_finding (kase, facts->finding));
  if (facts->no_finding)
    g_assert_false (has_finding (kase, facts->no_finding));
}

static void
test_block (gconstpointer data) {
  const Block *block = data;
  Run run = {block, 0};
  g_autofree char *page = read_page (block->page);
  if (page == NULL) {
    g_test_skip ("the page is not there");
    return;
  }
  g_autofree char *text = cut_out (page, block->begin, block->end);
  RawMessage raw = {.bytes = span_from_string (text),
                    .name = SPAN ("test"),
                    .sequence = 1,
                    .length = strlen (text)};
  g_assert_cmpuint (raw.length, >, 0);
  pasted_run (bench->analyzer, &raw, PASTE_BY_GAIN, check_case, &run);
  g_assert_cmpuint (run.n, ==, block->n_blocks);
}

/* ---- whom to believe where names are left out ---- */

typedef struct {
  const char *name;
  const char *text;
  const char *results; /* trust of each Authentication-Results, in order */
  const char *spf;     /* of the first Received-SPF; NULL: there is none */
} TrustRow;

#define BORDER                                           \
  "Received: from out.platform.example ([192.0.2.25])\n" \
  " by mx1.seetal.example with ESMTPS; Mon, 1 Jun 2026 10:00:02 +0200\n"
#define AUTHOR "From: Musee <info@museevert.example>\n"
#define SPF "Received-SPF: Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.25; "

static const TrustRow trust_rows[] = {
    {"no Received",
     "Hello,\n\nAuthentication-Results: ... dkim=fail header.d=museevert.example\n" AUTHOR,
     "assumed", NULL},
    {"above the border",
     "Hello,\n\nAuthentication-Results: ... dkim=fail header.i=@museevert.example\n" BORDER AUTHOR,
     "assumed", NULL},
    {"below the border",
     "Hello,\n\n" BORDER
     "Authentication-Results: ... dkim=pass header.i=@museevert.example\n" AUTHOR,
     "none", NULL},
    {"two of them",
     "Hello,\n\nAuthentication-Results: ... spf=fail\n"
     "Authentication-Results: ... dkim=pass header.i=@museevert.example\n" AUTHOR,
     "assumed none", NULL},
    {"no paste",
     "Authentication-Results: ...; dkim=pass header.i=@museevert.example\n" BORDER AUTHOR
     "Message-ID: <1@platform.example>\n\nHello\n",
     "none", NULL},
    {"a foreign name above",
     "Hello,\n\nAuthentication-Results: mx.other.example; spf=none\n"
     "Authentication-Results: ... dkim=pass header.i=@museevert.example\n" AUTHOR,
     "assumed none", NULL},
    {"out of order",
     "Hello,\n\n" AUTHOR BORDER "...\n" SPF "receiver=mx1.seetal.example;\n"
     "Subject: x\n",
     "", "assumed"},
    {"out of order, another host",
     "Hello,\n\n" AUTHOR BORDER "...\n" SPF "receiver=mx.other.example;\n"
     "Subject: x\n",
     "", "none"},
    {"out of order, no host", "Hello,\n\n" AUTHOR BORDER "...\n" SPF "\nSubject: x\n", "", "none"},
    {"in order",
     "Hello,\n\n" BORDER "X-Other: y\n" SPF "receiver=mx1.seetal.example;\n" AUTHOR "...\n", "",
     "none"},
    {"out of order and whole",
     "Hello,\n\n" AUTHOR BORDER SPF "receiver=mx1.seetal.example;\n"
     "Subject: x\n",
     "", "none"},
};

static void
check_trust (const Case *kase, const RawMessage *raw G_GNUC_UNUSED,
             const Pasted *pasted G_GNUC_UNUSED, gpointer data) {
  const TrustRow *row = data;
  const Evidence *evidence = &kase->evidence;
  g_autoptr (GString) results = g_string_new (NULL);
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    g_string_append_printf (results, "%s%.*s", i ? " " : "", SPAN_FORMAT (record->trust));
  }
  g_assert_cmpstr (results->str, ==, row->results);
  if (row->spf) {
    g_assert_cmpuint (evidence->spf.n, ==, 1);
    assert_span (vec_at (&evidence->spf, SpfRecord, 0)->trust, row->spf, row->name);
  }
  /* with names left out nothing is proved */
  g_assert_false (span_equal (kase->verdict.status, SPAN ("pass")));
}

static void
test_trust (gconstpointer data) {
  const TrustRow *row = data;
  RawMessage raw = {.bytes = span_from_string (row->text),
                    .name = SPAN ("test"),
                    .sequence = 1,
                    .length = strlen (row->text)};
  pasted_run (bench->analyzer, &raw, PASTE_BY_GAIN, check_trust, (gpointer)row);
}

/* ---- the body of a paste ---- */

#define SIGNED                                                                                     \
  "> DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed; d=opera.example; s=key1; h=from;\n" \
  "> \tbh=LHgo+vZWs9FCRViFp9KWyorpJQ8Fobl9S6nzqcgJ6f8=; b=fbh7LQAIDItX5Uip\n"                      \
  "> From: Opera <tickets@opera.example>\n>\n> Dear visitor,\n"

static void
check_body (const Case *kase, const RawMessage *raw G_GNUC_UNUSED,
            const Pasted *pasted G_GNUC_UNUSED, gpointer data) {
  const Vec *checks = &kase->evidence.signature_checks;
  g_assert_cmpuint (checks->n, ==, GPOINTER_TO_UINT (data));
  if (checks->n)
    assert_span (vec_at (checks, SignatureCheck, 0)->body, "fits", "body");
  g_assert_true (has_finding (kase, "paste-body-whole") == (checks->n > 0));
}

/* One that fits is worth saying; one that does not may have lost a blank, and is not said. */
static void
test_body (void) {
  static const char *const texts[] = {
      SIGNED "> Your tickets for the opera are in the attachment.\n> Goodbye.\n",
      SIGNED "> Your tickets for the opera are in the attachment.\n> Good bye.\n", SIGNED};
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    RawMessage raw = {.bytes = span_from_string (texts[i]),
                      .name = SPAN ("test"),
                      .sequence = 1,
                      .length = strlen (texts[i])};
    pasted_run (bench->analyzer, &raw, PASTE_BY_GAIN, check_body, GUINT_TO_POINTER (i == 0));
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  bench = bench_new ();
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++) {
    g_autofree char *path = g_strdup_printf ("/pages/%s", blocks[i].name);
    g_test_add_data_func (path, &blocks[i], test_block);
  }
  for (guint i = 0; i < G_N_ELEMENTS (trust_rows); i++) {
    g_autofree char *path = g_strdup_printf ("/pages/trust/%s", trust_rows[i].name);
    g_test_add_data_func (path, &trust_rows[i], test_trust);
  }
  g_test_add_func ("/pages/body", test_body);
  int status = g_test_run ();
  bench_free (bench);
  return status;
}
