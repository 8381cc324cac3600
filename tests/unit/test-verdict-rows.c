/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPF, DKIM and DMARC, row by row: a message for each row in which that row decides, and without
 * which the answer would be another (docs/contract.md, Verdict; RFC 7208 section 2.4, RFC 9989
 * section 4.4). */
#include "judge/verdict-private.h"
#include "support.h"
#include "table-rows.h"

/* The rules are read once, as the program does for all messages. */
static Bench *bench;

#define PATH "Return-Path: <a@museum.example>\n"
#define RECEIVED                                                          \
  "Received: from out.sender.example (out.sender.example [192.0.2.25])\n" \
  "\tby mx.receiver.example; Mon, 9 Nov 2026 10:30:05 +0000\n"
#define AR(results) PATH "Authentication-Results: mx.receiver.example; " results "\n" RECEIVED
#define FROM "From: Museum <info@museum.example>\n"
#define REST "To: visitor@receiver.example\n\nbody\n"
#define SIGNED                                                   \
  "DKIM-Signature: v=1; a=rsa-sha256; d=museum.example; s=s1;\n" \
  " h=from:to; bh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=; b=QUJDREVGR0hJSktM\n"
#define DMARC(word) "dmarc=" word " header.from=museum.example"

typedef struct {
  const char *row;
  VerdictWhy why;
  const char *dmarc, *text;
} VerdictCase;

static const VerdictCase cases[] = {
    {"has_not_one_author", WHY_NOT_ONE_FROM, "null", AR (DMARC ("pass")) FROM FROM REST},
    {"receiver_met_error", WHY_RECEIVER_ERROR, "null",
     AR ("spf=pass smtp.mailfrom=a@museum.example; " DMARC ("temperror")) FROM REST},
    {"receiver_met_error", WHY_RECEIVER_ERROR, "null",
     AR ("spf=pass smtp.mailfrom=a@museum.example; " DMARC ("permerror")) FROM REST},
    /* whoever copied the header put another From in, or the filter saw another one */
    {"failed_other_author", WHY_OTHER_FAILED, "fail",
     AR ("spf=pass smtp.mailfrom=a@museum.example; dmarc=fail header.from=localhost.localdomain")
         FROM REST},
    {"failed_other_author", WHY_OTHER_FAILED, "fail",
     AR ("dmarc=none header.from=one.example; dmarc=fail header.from=other.example") FROM REST},
    {"judged_other_author", WHY_OTHER_AUTHOR, "null",
     AR ("spf=pass smtp.mailfrom=a@museum.example; dmarc=pass header.from=other.example")
         FROM REST},
    {"judged_other_author", WHY_OTHER_AUTHOR, "null",
     AR ("spf=fail smtp.mailfrom=a@museum.example; dkim=none; dmarc=none header.from=other.example")
         FROM REST},
    {"fails_beside_strict_pass", WHY_RECEIVER_MISTAKEN, "fail",
     AR ("spf=pass smtp.mailfrom=a@museum.example; " DMARC ("fail")) FROM REST},
    /* DKIM too, whichever signature it is */
    {"fails_beside_strict_pass", WHY_RECEIVER_MISTAKEN, "fail",
     AR ("dkim=pass header.d=museum.example; " DMARC ("fail")) FROM REST},
    {"fails_beside_strict_pass", WHY_RECEIVER_MISTAKEN, "fail",
     AR ("dkim=fail header.d=other.example; dkim=pass header.d=museum.example; " DMARC ("fail"))
         FROM REST},
    /* a relaxed one beside a strict one is not what is told */
    {"fails_beside_strict_pass", WHY_RECEIVER_MISTAKEN, "fail",
     AR ("spf=pass smtp.mailfrom=a@museum.example; dkim=pass header.d=mail.museum.example; " DMARC (
         "fail")) FROM REST},
    {"fails_beside_relaxed_pass", WHY_RECEIVER_STRICT, "fail",
     AR ("spf=pass smtp.mailfrom=a@mail.museum.example; " DMARC ("fail")) FROM REST},
    {"receiver_says_fail", WHY_RECEIVER, "fail",
     AR ("spf=pass smtp.mailfrom=a@other.example; " DMARC ("fail")) FROM REST},
    {"receiver_says_pass", WHY_RECEIVER, "pass",
     AR ("spf=pass smtp.mailfrom=a@other.example; " DMARC ("pass")) FROM REST},
    /* one of them is of this From, and a result that names none is of it too */
    {"receiver_says_pass", WHY_RECEIVER, "pass",
     AR ("dmarc=fail header.from=other.example; " DMARC ("pass")) FROM REST},
    {"receiver_says_fail", WHY_RECEIVER, "fail",
     AR ("spf=fail smtp.mailfrom=a@other.example; "
         "dmarc=fail") FROM REST},
    {"receiver_says_pass", WHY_RECEIVER, "pass",
     AR ("dmarc=pass header.from=museum.example") "From: Museum <info@mail.museum.example>\n" REST},
    {"has_aligned_pass", WHY_COMPUTED_PASS, "pass",
     AR ("spf=pass smtp.mailfrom=a@mail.museum.example; dkim=none") FROM REST},
    {"receiver_passed_somebody", WHY_UNKNOWN, "null",
     AR ("spf=pass smtp.mailfrom=a@other.example; dkim=none; dmarc=pass") FROM REST},
    {"knows_every_mechanism", WHY_COMPUTED_FAIL, "fail",
     AR ("spf=pass smtp.mailfrom=a@other.example; dkim=none") FROM REST},
    /* the error of a domain that could not align blocks no answer */
    {"knows_every_mechanism", WHY_COMPUTED_FAIL, "fail",
     AR ("spf=temperror smtp.mailfrom=a@other.example; dkim=none") FROM REST},
    /* a sibling's domain is another's organisation, and shares a suffix only */
    {"knows_every_mechanism", WHY_COMPUTED_FAIL, "fail",
     AR ("spf=pass smtp.mailfrom=a@xmuseum.example; dkim=none") FROM REST},
    {"has_evidence", WHY_UNKNOWN, "null",
     AR ("spf=temperror smtp.mailfrom=a@museum.example; dkim=none") FROM REST},
    {"has_evidence", WHY_UNKNOWN, "null",
     AR ("spf=fail smtp.mailfrom=a@museum.example") FROM SIGNED REST},
    /* a pass whose domain is not known is not one that is not aligned: alignment is null, not none
     */
    {"has_evidence", WHY_UNKNOWN, "null", AR ("spf=pass; dkim=none") FROM REST},
    {"always", WHY_NO_EVIDENCE, "null", PATH RECEIVED FROM REST},
};

static void
test_case (gconstpointer data) {
  const VerdictCase *one = data;
  const Case *kase = bench_run (bench, one->text);
  VerdictFacts facts = verdict_facts (&kase->evidence, &kase->verdict);
  const VerdictRow *row = verdict_row (&facts, 0);
  g_assert_nonnull (row);
  g_assert_cmpstr (row->name, ==, one->row);
  g_assert_cmpint (row->why, ==, one->why);
  g_assert_cmpint (kase->verdict.why, ==, (int)one->why);
  assert_span (kase->verdict.dmarc, one->dmarc, "dmarc");
  const VerdictRow *without = verdict_row (&facts, (guint)(row - verdict_table_dmarc.rows) + 1);
  g_assert_true (without == NULL || without->why != row->why);
}

/* ---- SPF ---- */

#define NULL_PATH "Return-Path: <>\n"
#define HEAD(results) "Authentication-Results: mx.receiver.example; " results "\n"
#define MAILFROM(word) "spf=" word " smtp.mailfrom=a@museum.example"
#define HELO(word) "spf=" word " smtp.helo=out.sender.example"
#define RECEIVED_SPF(word, identity)                                          \
  "Received-SPF: " word " (x) identity=" identity "; client-ip=192.0.2.25;\n" \
  " envelope-from=a@museum.example; helo=out.sender.example\n"
#define FILTER(tests)                                                                \
  "X-Spam-Checker-Version: SpamAssassin 4.0.0 (2022-12-13) on mx.receiver.example\n" \
  "X-Spam-Status: No, score=-0.1 required=5.0 tests=" tests " autolearn=ham\n"
#define END RECEIVED FROM REST

typedef struct {
  const char *row;
  SpfWhy why;
  const char *result, *domain; /* of the verdict */
  const char *text;
} SpfCase;

static const SpfCase spf_cases[] = {
    {"MAILFROM IN_RESULTS takes_back_pass", SPF_TAKEN_BACK, "fail", "museum.example",
     PATH HEAD (MAILFROM ("pass") "; " MAILFROM ("fail")) END},
    /* of another domain it takes nothing back, and neither does another pass */
    {"MAILFROM IN_RESULTS always", SPF_TESTED, "pass", "museum.example",
     PATH HEAD (MAILFROM ("pass") "; spf=fail smtp.mailfrom=a@other.example") END},
    {"MAILFROM IN_RESULTS always", SPF_TESTED, "pass", "museum.example",
     PATH HEAD (MAILFROM ("pass") "; " MAILFROM ("pass")) END},
    {"MAILFROM IN_RESULTS always", SPF_TESTED, "fail", "museum.example",
     PATH HEAD (MAILFROM ("fail") "; " MAILFROM ("none")) END},
    /* the result field goes before the others, wherever they stand */
    {"MAILFROM IN_RESULTS always", SPF_TESTED, "softfail", "museum.example",
     PATH RECEIVED_SPF ("pass", "mailfrom") HEAD (HELO ("pass") "; " MAILFROM ("softfail")) END},
    {"MAILFROM IN_RECEIVED always", SPF_TESTED, "softfail", "museum.example",
     PATH FILTER ("SPF_PASS") HEAD (HELO ("pass")) RECEIVED_SPF ("softfail", "mailfrom") END},
    {"MAILFROM IN_FILTER always", SPF_TESTED, "pass", "museum.example",
     PATH FILTER ("SPF_PASS,SPF_HELO_NONE") END},
    {"HELO IN_RESULTS takes_back_pass_of_helo", SPF_TAKEN_BACK, "fail", "out.sender.example",
     NULL_PATH HEAD (HELO ("pass") "; " HELO ("fail")) END},
    {"HELO IN_RESULTS has_null_sender", SPF_NULL_SENDER, "pass", "out.sender.example",
     NULL_PATH HEAD (HELO ("pass")) END},
    {"HELO IN_RECEIVED has_null_sender", SPF_NULL_SENDER, "fail", "out.sender.example",
     NULL_PATH RECEIVED_SPF ("fail", "helo") END},
    {"HELO IN_FILTER has_null_sender", SPF_NULL_SENDER, "pass", "out.sender.example",
     NULL_PATH FILTER ("SPF_HELO_PASS") END},
    /* a sender there was: his domain is not the one that was tested */
    {"HELO ANYWHERE always", SPF_HELO_ONLY, "null", "null",
     PATH HEAD (HELO ("pass") "; spf=fail") END},
    {"UNNAMED IN_RESULTS always", SPF_ASSUMED, "fail", "null", PATH HEAD ("spf=fail") END},
};

static void
test_spf (gconstpointer data) {
  const SpfCase *one = data;
  const Case *kase = bench_run (bench, one->text);
  SpfChoice choice = verdict_choose_spf (&kase->evidence, 0);
  g_assert_nonnull (choice.row);
  g_assert_cmpstr (choice.row->name, ==, one->row);
  g_assert_cmpint (choice.row->why, ==, one->why);
  assert_span (kase->verdict.spf, one->result, "spf");
  assert_span (kase->verdict.spf_domain, one->domain, "spf_domain");
  guint next = (guint)(choice.row - verdict_table_spf.rows) + 1;
  g_assert_cmpint (verdict_choose_spf (&kase->evidence, next).index, !=, choice.index);
}

/* The address SPF was asked about: as the record has it, else as another believed one or the border
 * has it; never as somebody else says. */
static void
test_client (void) {
  static const struct {
    const char *address, *text;
  } rows[] = {
      {"192.0.2.25", PATH HEAD (MAILFROM ("pass")) END},
      {"192.0.2.25", PATH HEAD (MAILFROM ("pass")) RECEIVED
       "Received-SPF: pass (x) identity=mailfrom; client-ip=198.51.100.9\n" FROM REST},
      {"192.0.2.25", PATH HEAD (MAILFROM ("pass")) RECEIVED_SPF ("pass", "mailfrom") END},
      {"198.51.100.7",
       PATH HEAD ("spf=pass (192.0.2.25 is permitted; client-ip=198.51.100.7) "
                  "smtp.mailfrom=a@museum.example smtp.client-ip=198.51.100.7") END},
      {"null", HEAD (MAILFROM ("pass")) FROM REST},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_span (bench_run (bench, rows[i].text)->verdict.spf_client_ip, rows[i].address,
                 rows[i].text);
}

/* ---- DKIM ---- */

#define DKIM(word, domain) "dkim=" word " header.d=" domain

typedef struct {
  const char *row;
  DkimWhy why;
  const char *result, *domain; /* of the verdict */
  const char *text;
} DkimCase;

static const DkimCase dkim_cases[] = {
    {"is_aligned_pass", DKIM_ALIGNED_PASS, "pass", "mail.museum.example",
     AR (DKIM ("pass", "sender.example") "; " DKIM ("pass", "mail.museum.example")) FROM REST},
    {"is_pass", DKIM_OTHER_PASS, "pass", "sender.example",
     AR (DKIM ("fail", "museum.example") "; " DKIM ("pass", "sender.example")) FROM REST},
    {"is_aligned_at_all", DKIM_ALIGNED_FAILURE, "fail", "museum.example",
     AR (DKIM ("neutral", "sender.example") "; " DKIM ("fail", "museum.example")) FROM REST},
    /* the topmost of several that are alike */
    {"is_aligned_at_all", DKIM_ALIGNED_FAILURE, "neutral", "museum.example",
     AR (DKIM ("policy", "sender.example") "; " DKIM ("neutral", "museum.example") "; " DKIM (
         "fail", "mail.museum.example")) FROM REST},
    {"is_any_record", DKIM_OTHER, "fail", "sender.example",
     AR (DKIM ("fail", "sender.example")) FROM REST},
};

static void
test_dkim (gconstpointer data) {
  const DkimCase *one = data;
  const Case *kase = bench_run (bench, one->text);
  DkimChoice choice = verdict_choose_dkim (&kase->evidence, 0);
  g_assert_nonnull (choice.row);
  g_assert_cmpstr (choice.row->name, ==, one->row);
  g_assert_cmpint (choice.row->why, ==, one->why);
  assert_span (kase->verdict.dkim, one->result, "dkim");
  assert_span (kase->verdict.dkim_domain, one->domain, "dkim_domain");
  guint next = (guint)(choice.row - verdict_table_dkim.rows) + 1;
  g_assert_cmpint (verdict_choose_dkim (&kase->evidence, next).index, !=, choice.index);
}

/* Of several signatures that nobody reported on the first aligned one is named, else the first. */
static void
test_named_signature (void) {
#define SIGNATURE(domain, selector) \
  "DKIM-Signature: v=1; a=rsa-sha256; d=" domain "; s=" selector ";\n h=from; bh=eA==; b=eA==\n"
  static const struct {
    const char *selector, *text;
  } rows[] = {
      {"s1", SIGNATURE ("museum.example", "s1") SIGNATURE ("museum.example", "s2")},
      {"s1", SIGNATURE ("museum.example", "s1") SIGNATURE ("sender.example", "s2")},
      {"s2", SIGNATURE ("sender.example", "s1") SIGNATURE ("museum.example", "s2")},
      {"s2", SIGNATURE ("sender.example", "s1") SIGNATURE ("mail.museum.example", "s2")
                 SIGNATURE ("museum.example", "s3")},
      {"s1", SIGNATURE ("sender.example", "s1") SIGNATURE ("other.example", "s2")},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = g_strconcat (PATH RECEIVED, rows[i].text, FROM REST, NULL);
    const Case *kase = bench_run (bench, text);
    assert_span (kase->verdict.dkim_selector, rows[i].selector, text);
    assert_span (kase->verdict.dkim, "null", text);
  }
}

/* "fail" of a message without a signature means that it has none, unless it says which one
 * (RFC 8601 section 2.7.1, RFC 6008). */
static void
test_meant_signature (void) {
  static const struct {
    const char *result, *dkim;
  } rows[] = {
      {"dkim=fail", "none"},
      {"dkim=fail header.s=s1", "fail"},
      {"dkim=fail header.b=QUJDREVG", "fail"},
      {"dkim=fail header.d=museum.example", "fail"},
      {"dkim=none header.d=museum.example", "none"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = g_strdup_printf (AR ("%s") FROM REST, rows[i].result);
    assert_span (bench_run (bench, text)->verdict.dkim, rows[i].dkim, text);
  }
}

/* ---- DKIM: no record that tells of a signature ---- */

/* What a pasted text has, and a header that met a limit. */
enum { PASTE = 1, GAPS = 2, NOTICE = 4, CUT = 8 };

typedef struct {
  const char *row;
  Unsigned outcome;
  const char *text;
  guint how; /* of PASTE and its kin */
} UnsignedCase;

#define FIELD(results) "Authentication-Results: mx.receiver.example; " results "\n"

static const UnsignedCase unsigned_cases[] = {
    {"has_signatures", UNSIGNED_NAMED, PATH RECEIVED FROM SIGNED REST, 0},
    {"has_cut_header", UNSIGNED_UNKNOWN, AR (MAILFROM ("pass")) FROM REST, CUT},
    {"has_its_way", UNSIGNED_NONE, AR (MAILFROM ("pass")) FROM REST, 0},
    {"has_word_of_receiver", UNSIGNED_NONE, FIELD ("dkim=none header.d=museum.example") FROM REST,
     0},
    {"has_word_of_receiver", UNSIGNED_NONE, FIELD ("dkim=none") FROM REST, 0},
    {"has_word_of_receiver", UNSIGNED_NONE, FIELD ("dkim=fail") FROM REST, 0},
    {"has_word_of_receiver", UNSIGNED_NONE, AR ("dkim=none") FROM REST, PASTE | GAPS},
    /* "fail" alone may be of a signature that was left out of the paste */
    {"has_gaps", UNSIGNED_UNKNOWN, RECEIVED FROM REST, NOTICE | GAPS},
    {"has_no_author", UNSIGNED_UNKNOWN, "Subject: x\n" REST, 0},
    {"is_file_without_results", UNSIGNED_NONE, FROM REST, 0},
    {"is_any_message", UNSIGNED_UNKNOWN, FIELD (MAILFROM ("pass")) FROM REST, 0},
    {"is_any_message", UNSIGNED_UNKNOWN, FROM REST, PASTE},
    /* two lines of a message, and one with what every message has */
    {"is_any_message", UNSIGNED_UNKNOWN,
     "Received-SPF: softfail (mailfrom) identity=mailfrom; client-ip=192.0.2.25; "
     "envelope-from=info@museum.example\n" FROM REST,
     0},
    {"is_file_without_results", UNSIGNED_NONE,
     "Received-SPF: softfail (mailfrom) identity=mailfrom; client-ip=192.0.2.25; "
     "envelope-from=info@museum.example\nDate: Mon, 9 Nov 2026 10:30:00 +0000\n" FROM REST,
     0},
    {"is_file_without_results", UNSIGNED_NONE,
     "Received-SPF: softfail (mailfrom) identity=mailfrom; client-ip=192.0.2.25; "
     "envelope-from=info@museum.example\nMessage-ID: <1@museum.example>\n" FROM REST,
     0},
};

/* As the text's case has it, but pasted, or cut. */
static Evidence
evidence_of (const Case *kase, guint how) {
  Evidence evidence = kase->evidence;
  if (how & PASTE)
    evidence.source.kind = kind_word (KIND_PASTE);
  if (how & NOTICE)
    evidence.source.kind = kind_word (KIND_BOUNCE);
  if (how & CUT)
    evidence.message.header_cut = FLAG_TRUE;
  evidence.source.fields_gap = how & GAPS;
  return evidence;
}

static void
test_unsigned (gconstpointer data) {
  const UnsignedCase *one = data;
  Evidence evidence = evidence_of (bench_run (bench, one->text), one->how);
  g_assert_cmpint (verdict_choose_dkim (&evidence, 0).index, ==, -1);
  const UnsignedRow *row = verdict_unsigned (&evidence, 0);
  g_assert_nonnull (row);
  g_assert_cmpstr (row->name, ==, one->row);
  g_assert_cmpint (row->outcome, ==, one->outcome);
  guint next = (guint)(row - verdict_table_unsigned.rows) + 1;
  const UnsignedRow *without = verdict_unsigned (&evidence, next);
  g_assert_true (without == NULL || without->outcome != row->outcome);
}

/* Of what is not believed, and of a paste with gaps, only the receiver's "none" tells. */
static void
test_word_of_receiver (void) {
  static const struct {
    Flag trusted;
    bool gaps;
    const char *result, *row;
  } rows[] = {
      {FLAG_TRUE, false, "fail", "has_word_of_receiver"},
      {FLAG_TRUE, false, "none", "has_word_of_receiver"},
      {FLAG_TRUE, true, "none", "has_word_of_receiver"},
      {FLAG_TRUE, true, "fail", "has_gaps"},
      {FLAG_FALSE, true, "none", "has_gaps"},
      {FLAG_FALSE, false, "none", "is_any_message"},
      {FLAG_UNKNOWN, false, "fail", "is_any_message"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Evidence evidence = {.source = {.kind = SPAN ("paste"), .fields_gap = rows[i].gaps},
                         .from.fields = number_of (1)};
    *vec_push (arena, &evidence.dkim, DkimRecord) =
        (DkimRecord){.trusted = rows[i].trusted, .result = span_from_string (rows[i].result)};
    g_test_message ("word %u", i);
    g_assert_cmpstr (verdict_unsigned (&evidence, 0)->name, ==, rows[i].row);
  }
}

/* ---- all rows ---- */

static void
test_rows (void) {
  ASSERT_ALL_ROWS (verdict_table_dmarc, cases)
  ASSERT_ALL_ROWS (verdict_table_spf, spf_cases)
  ASSERT_ALL_ROWS (verdict_table_dkim, dkim_cases)
  ASSERT_ALL_ROWS (verdict_table_unsigned, unsigned_cases)
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  bench = bench_new ();
  ADD_ROWS ("/verdict-rows/dmarc", cases, test_case)
  ADD_ROWS ("/verdict-rows/spf", spf_cases, test_spf)
  ADD_ROWS ("/verdict-rows/dkim", dkim_cases, test_dkim)
  ADD_ROWS ("/verdict-rows/unsigned", unsigned_cases, test_unsigned)
  g_test_add_func ("/verdict-rows/named-signature", test_named_signature);
  g_test_add_func ("/verdict-rows/meant-signature", test_meant_signature);
  g_test_add_func ("/verdict-rows/client", test_client);
  g_test_add_func ("/verdict-rows/word-of-receiver", test_word_of_receiver);
  g_test_add_func ("/verdict-rows/rows", test_rows);
  int status = g_test_run ();
  bench_free (bench);
  return status;
}
