/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where a person finds in the header what a finding is about (docs/contract.md, Findings). */
#include "apply/bounces.h"
#include "apply/finding-pointers.h"
#include "engine/rule-limits.h"

#define AT(n) .header_index = {.set = true, .value = n}, .line = {.set = true, .value = 10 + (n)}

static const FieldInfo *
member_of (const RecordInfo *info, const char *name) {
  return name ? record_field (info, span_from_string (name)) : NULL;
}

static void
check_pointer (const Vec *pointers, guint i, const char *field, gint64 line) {
  g_assert_cmpuint (pointers->n, >, i);
  const Pointer *pointer = vec_at (pointers, Pointer, i);
  g_autofree char *name = g_strndup (pointer->field.data, pointer->field.len);
  g_assert_cmpstr (name, ==, field);
  g_assert_cmpint (pointer->line.value, ==, line);
}

/* ---- the name of the field ---- */

static void
test_names (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case kase = {.evidence.source.kind = SPAN ("message")};
  Evidence *evidence = &kase.evidence;
  evidence->from = (FromRecord){AT (1)};
  evidence->return_path = (ReturnPath){AT (2)};
  evidence->sender = (Mailbox){AT (3)};
  evidence->reply_to = (Mailbox){AT (4)};
  *vec_push (arena, &evidence->authentication_results, AuthenticationResultsRecord) =
      (AuthenticationResultsRecord){.field = SPAN ("X-Other"), AT (20)};
  *vec_push (arena, &evidence->authentication_results, AuthenticationResultsRecord) =
      (AuthenticationResultsRecord){.field = SPAN ("X-Own-Results"), AT (5)};
  *vec_push (arena, &evidence->spam_reports, SpamReport) =
      (SpamReport){.field = SPAN ("X-Spam-Status"), AT (6)};
  *vec_push (arena, &evidence->header_fields, HeaderField) =
      (HeaderField){.name = SPAN ("X-Gateway"), AT (7)};
  ReceivedHop hop = {AT (8)};
  DkimSignatureRecord signature = {AT (9)};
  SpfRecord received_spf = {AT (5), .source = SPAN ("received-spf")};
  SpfRecord spf = {AT (5), .source = SPAN ("authentication-results")};
  SpfRecord filter = {AT (6), .source = SPAN ("spam-filter")};
  DkimRecord gateway = {AT (7)};
  DmarcRecord unnamed = {AT (12)};
  ArcSet arc = {AT (13)};
  const struct {
    const RecordInfo *info;
    gconstpointer record;
    const char *name;
    gint64 line;
  } rows[] = {
      {&record_FromRecord, &evidence->from, "From", 11},
      {&record_ReturnPath, &evidence->return_path, "Return-Path", 12},
      {&record_Mailbox, &evidence->sender, "Sender", 13},
      {&record_Mailbox, &evidence->reply_to, "Reply-To", 14},
      {&record_ReceivedHop, &hop, "Received", 18},
      {&record_DkimSignatureRecord, &signature, "DKIM-Signature", 19},
      {&record_SpfRecord, &received_spf, "Received-SPF", 15},
      {&record_SpfRecord, &spf, "X-Own-Results", 15},
      {&record_SpfRecord, &filter, "X-Spam-Status", 16},
      {&record_DkimRecord, &gateway, "X-Gateway", 17},
      {&record_DmarcRecord, &unnamed, "Authentication-Results", 22},
      {&record_ArcSet, &arc, "ARC-Authentication-Results", 23},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Vec pointers = {0};
    Witness at = {.info = rows[i].info, .record = rows[i].record};
    finding_point_at (&pointers, &at, &kase, evidence, arena);
    g_assert_cmpuint (pointers.n, ==, 1);
    check_pointer (&pointers, 0, rows[i].name, rows[i].line);
    /* once each */
    finding_point_at (&pointers, &at, &kase, evidence, arena);
    g_assert_cmpuint (pointers.n, ==, 1);
  }
  /* what stands nowhere is not pointed at */
  Vec pointers = {0};
  DkimRecord nowhere = {.line = number_of (3)};
  finding_point_at (&pointers, &(Witness){.info = &record_DkimRecord, .record = &nowhere}, &kase,
                    evidence, arena);
  finding_point_at (&pointers, &(Witness){.info = &record_DkimRecord}, &kase, evidence, arena);
  finding_point_at (&pointers, &(Witness){.info = &record_DkimRecord, .record = &gateway}, &kase,
                    NULL, arena);
  g_assert_cmpuint (pointers.n, ==, 0);
}

static void
test_limit (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case kase = {.evidence.source.kind = SPAN ("message")};
  Vec pointers = {0};
  for (guint i = 0; i < LIMIT_POINTERS + 2; i++) {
    ReceivedHop hop = {AT (i)};
    finding_point_at (&pointers, &(Witness){.info = &record_ReceivedHop, .record = &hop}, &kase,
                      &kase.evidence, arena);
  }
  g_assert_cmpuint (pointers.n, ==, LIMIT_POINTERS);
  Bounce bounce = {.line = number_of (3)};
  finding_point_at (&pointers, &(Witness){.info = &record_Bounce, .record = &bounce}, &kase,
                    &kase.evidence, arena);
  g_assert_cmpuint (pointers.n, ==, LIMIT_POINTERS);
}

/* ---- members of several places ---- */

static void
test_microsoft (void) {
  static const struct {
    const char *member, *name;
    gint64 line;
  } rows[] = {
      {"compauth", "Authentication-Results", 11}, {"compauth_reason", "Authentication-Results", 11},
      {"action", "Authentication-Results", 11},   {NULL, "Authentication-Results", 11},
      {"bcl", "X-Microsoft-Antispam", 12},        {"scl", "X-Forefront-Antispam-Report", 13},
  };
  const Microsoft microsoft = {.results = {AT (1)}, .bulk = {AT (2)}, .forefront = {AT (3)}};
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {.evidence.source.kind = SPAN ("message")};
    Vec pointers = {0};
    const Witness at = {.info = &record_Microsoft,
                        .record = &microsoft,
                        .field = member_of (&record_Microsoft, rows[i].member)};
    g_assert_true ((at.field == NULL) == (rows[i].member == NULL));
    finding_point_at (&pointers, &at, &kase, &kase.evidence, arena);
    check_pointer (&pointers, 0, rows[i].name, rows[i].line);
    g_assert_cmpuint (pointers.n, ==, 1);
  }
}

static void
add_place (Evidence *evidence, const char *name, gint64 at, Arena *arena) {
  *vec_push (arena, &evidence->message.places, FieldPlace) =
      (FieldPlace){.name = span_from_string (name), .place = {AT (at)}};
}

/* A member is named after its field, with or without "X-". */
static void
test_facts (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case kase = {.evidence.source.kind = SPAN ("message")};
  Evidence *evidence = &kase.evidence;
  add_place (evidence, "Gist-Unsubscribe", 0, arena);
  add_place (evidence, "Unsubscribe", 1, arena);
  add_place (evidence, "Y-List-Unsubscribe", 2, arena);
  add_place (evidence, "LIST-Unsubscribe", 3, arena);
  add_place (evidence, "x-spam-flag", 4, arena);
  static const struct {
    const char *member, *name;
    gint64 line;
  } rows[] = {{"list_unsubscribe", "LIST-Unsubscribe", 13}, {"spam_flag", "x-spam-flag", 14}};
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Vec pointers = {0};
    const FieldInfo field = {.name = rows[i].member};
    finding_point_at (
        &pointers,
        &(Witness){.info = &record_HeaderFacts, .record = &evidence->message, .field = &field},
        &kase, evidence, arena);
    g_assert_cmpuint (pointers.n, ==, 1);
    check_pointer (&pointers, 0, rows[i].name, rows[i].line);
  }
}

/* Which list it was: the surest field first. */
static void
test_lists (void) {
  static const struct {
    const char *facts, *fields; /* names, each in its place */
    const char *name;
    gint64 line;
  } rows[] = {
      {"List-Post List-Id", "Mailing-List", "List-Id", 11},
      {"List-Post", "Mailing-List", "List-Post", 10},
      {"List-Help", "List Mailing-List", "Mailing-List", 21},
      {"", "Delivered-To X-List", "X-List", 21},
      {"", "Subject Delivered-To", "Delivered-To", 21},
      {"", "Subject", NULL, 0},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {.evidence.source.kind = SPAN ("message")};
    Evidence *evidence = &kase.evidence;
    g_auto (GStrv) facts = g_strsplit (rows[i].facts, " ", -1);
    g_auto (GStrv) fields = g_strsplit (rows[i].fields, " ", -1);
    for (guint k = 0; facts[k]; k++)
      add_place (evidence, facts[k], k, arena);
    for (guint k = 0; fields[k]; k++)
      *vec_push (arena, &evidence->header_fields, HeaderField) =
          (HeaderField){.name = span_from_string (fields[k]), AT (10 + k)};
    Vec pointers = {0};
    const Witness at = {
        .info = &record_Path, .record = &evidence->path, .field = member_of (&record_Path, "list")};
    g_assert_nonnull (at.field);
    finding_point_at (&pointers, &at, &kase, evidence, arena);
    g_assert_cmpuint (pointers.n, ==, rows[i].name != NULL);
    if (rows[i].name)
      check_pointer (&pointers, 0, rows[i].name, rows[i].line);
  }
}

/* ---- notices, reports, the verdict ---- */

static void
test_bounces (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case kase = {.evidence.source.kind = SPAN ("bounce")};
  static const Bounce bounces[] = {{.line = {.set = true, .value = 5}},
                                   {.line = {.set = true, .value = 7}, .in_status = true},
                                   {.line = {.set = true, .value = 5}},
                                   {.in_status = true}};
  Vec pointers = {0};
  for (guint i = 0; i < G_N_ELEMENTS (bounces); i++)
    finding_point_at (&pointers, &(Witness){.info = &record_Bounce, .record = &bounces[i]}, &kase,
                      &kase.evidence, arena);
  g_assert_cmpuint (pointers.n, ==, 2);
  check_pointer (&pointers, 0, "reply", 5);
  check_pointer (&pointers, 1, "Diagnostic-Code", 7);
}

static void
test_aggregate (void) {
  for (guint set = 0; set < 2; set++) {
    g_autoptr (Arena) arena = arena_new ();
    AggregateRecord row = {.line = {.set = set, .value = 40}};
    Case kase = {.evidence.source.kind = SPAN ("aggregate"), .evidence.aggregate = &row};
    SpfRecord spf = {AT (1)};
    Vec pointers = {0};
    for (guint i = 0; i < 2; i++)
      finding_point_at (&pointers, &(Witness){.info = &record_SpfRecord, .record = &spf}, &kase,
                        &kase.evidence, arena);
    g_assert_cmpuint (pointers.n, ==, set);
    if (set)
      check_pointer (&pointers, 0, "record", 40);
  }
}

/* To the results it was taken from; of a notice without any, to what it says. */
static void
test_verdict (void) {
  static const struct {
    const char *kind, *spf, *dkim, *dmarc;
    int spf_index, dkim_index, dmarc_index;
    guint n;
    gint64 first;
  } rows[] = {
      {"message", "pass", "pass", "pass", 1, 1, 1, 3, 12},
      {"message", NULL, "pass", "pass", 1, 1, 1, 2, 14},
      {"message", NULL, NULL, "pass", 1, 1, 1, 1, 16},
      {"message", "pass", NULL, NULL, 0, 0, 0, 1, 11},
      {"message", "pass", NULL, NULL, -1, -1, -1, 0, 0},
      {"message", "pass", NULL, NULL, 2, -1, -1, 0, 0},
      {"message", NULL, NULL, NULL, 1, 1, 1, 0, 0},
      {"bounce", NULL, NULL, NULL, -1, -1, -1, 1, 99},
      {"bounce", "pass", NULL, NULL, 1, -1, -1, 1, 12},
      {"report", NULL, NULL, NULL, -1, -1, -1, 0, 0},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {.evidence.source.kind = span_from_string (rows[i].kind),
                 .verdict = {.spf = span_from_string (rows[i].spf),
                             .dkim = span_from_string (rows[i].dkim),
                             .dmarc = span_from_string (rows[i].dmarc),
                             .spf_index = rows[i].spf_index,
                             .dkim_index = rows[i].dkim_index,
                             .dmarc_index = rows[i].dmarc_index}};
    for (guint k = 0; k < 2; k++) {
      *vec_push (arena, &kase.evidence.spf, SpfRecord) = (SpfRecord){AT (1 + k)};
      *vec_push (arena, &kase.evidence.dkim, DkimRecord) = (DkimRecord){AT (3 + k)};
      *vec_push (arena, &kase.evidence.dmarc, DmarcRecord) = (DmarcRecord){AT (5 + k)};
    }
    *vec_push (arena, &kase.evidence.bounces, Bounce) = (Bounce){.line = number_of (99)};
    Vec pointers = {0};
    finding_point_at (&pointers, &(Witness){.info = &record_Verdict, .record = &kase.verdict},
                      &kase, &kase.evidence, arena);
    g_test_message ("verdict %u", i);
    g_assert_cmpuint (pointers.n, ==, rows[i].n);
    if (rows[i].n)
      g_assert_cmpint (vec_at (&pointers, Pointer, 0)->line.value, ==, rows[i].first);
  }
}

/* ---- what it is about ---- */

static void
test_subjects (void) {
  const DkimRecord both = {.domain = SPAN ("museum.example"), .selector = SPAN ("s1")};
  const DkimRecord selector = {.selector = SPAN ("s1")};
  const Bounce bounce = {.recipient = SPAN ("visitor@recipient.example"),
                         .domain = SPAN ("museum.example")};
  const Bounce recipient = {.recipient = SPAN ("visitor@recipient.example")};
  const DkimRecord none = {.comment = SPAN ("x")};
  g_assert_true (span_equal (finding_subject (&record_DkimRecord, &both), SPAN ("museum.example")));
  g_assert_true (span_equal (finding_subject (&record_DkimRecord, &selector), SPAN ("s1")));
  g_assert_true (span_equal (finding_subject (&record_Bounce, &bounce), SPAN ("museum.example")));
  g_assert_true (span_equal (finding_subject (&record_Bounce, &recipient),
                             SPAN ("visitor@recipient.example")));
  g_assert_true (span_is_null (finding_subject (&record_DkimRecord, &none)));
  g_assert_true (span_is_null (finding_subject (&record_DkimRecord, NULL)));
}

/* ---- the code a diagnostic begins with (RFC 5321 section 4.2, RFC 3463) ---- */

static void
test_replies (void) {
  static const struct {
    const char *diagnostic, *reply, *status;
  } rows[] = {
      {"550 5.1.1 unknown", "550", "5.1.1"},
      {"smtp; 550 5.1.1 unknown", "550", "5.1.1"},
      {"SMTP;550-5.7.26 no", "550", "5.7.26"},
      {"550 #5.1.1 unknown", "550", "5.1.1"},
      {"  421 4.7.0 later", "421", "4.7.0"},
      {"250 2.0.0 Ok", "250", "2.0.0"},
      {"550", "550", NULL},
      {"550\tno", "550", NULL},
      {"550: no", "550", NULL},
      {"5.1.1 unknown", NULL, "5.1.1"},
      {"550.5.1.1", NULL, NULL},
      {"5501 x", NULL, NULL},
      {"550x", NULL, NULL},
      {"350 go on", NULL, NULL},
      {"55 5.1.1", NULL, NULL},
      {"host said 550 5.1.1", NULL, NULL},
      {"", NULL, NULL},
      {"5a0 x", NULL, NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Span reply, status;
    bounce_read_reply (span_from_string (rows[i].diagnostic), &reply, &status);
    g_test_message ("%s", rows[i].diagnostic);
    g_assert_true (span_equal (reply, span_from_string (rows[i].reply)));
    g_assert_true (span_equal (status, span_from_string (rows[i].status)));
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pointers/names", test_names);
  g_test_add_func ("/pointers/limit", test_limit);
  g_test_add_func ("/pointers/microsoft", test_microsoft);
  g_test_add_func ("/pointers/facts", test_facts);
  g_test_add_func ("/pointers/lists", test_lists);
  g_test_add_func ("/pointers/bounces", test_bounces);
  g_test_add_func ("/pointers/aggregate", test_aggregate);
  g_test_add_func ("/pointers/verdict", test_verdict);
  g_test_add_func ("/pointers/subjects", test_subjects);
  g_test_add_func ("/pointers/replies", test_replies);
  return g_test_run ();
}
