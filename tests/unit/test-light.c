/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is gathered of a notice for a summary is enough, or all is gathered: with the shipped rules,
 * and with any rule that could be written besides, the counted answer is the whole one. */
#include <glib/gstdio.h>

#include "base/vocabulary.h"
#include "case/light.h"
#include "report/reporter.h"
#include "rules-resource.h"
#include "summary/summary.h"
#include "support.h"

#define MESSAGES 64

typedef struct {
  RuleSet *rules;
  AnalyzeOptions options;
  Analyzer *whole, *counted;
  guint answered; /* in part */
} Pair;

static struct {
  char *text[MESSAGES];
  gsize len[MESSAGES];
  guint n;
} messages;

/* NULL when the rule is refused. */
static Pair *
pair_new (const char *rule) {
  g_autoptr (RuleSource) shipped = rule_source_new ();
  g_autoptr (RuleSource) own = rule_source_new ();
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GError) error = NULL;
  const RuleSource *sources[] = {shipped, own};
  RuleErrors errors;
  mailwhy_rules_get_resource ();
  rule_source_add_resources (shipped, "/mailwhy/rules/", &error);
  g_assert_no_error (error);
  rule_source_add (own, "own.rules", span_from_string (rule));
  rule_errors_init (&errors, arena);
  RuleSet *rules = ruleset_load (sources, 2, &errors);
  if (errors.total > 0) {
    ruleset_free (rules);
    return NULL;
  }
  Pair *pair = g_new0 (Pair, 1);
  pair->rules = rules;
  pair->options.rules = rules;
  pair->whole = analyzer_new (&pair->options);
  pair->counted = analyzer_new (&pair->options);
  analyzer_set_brief (pair->whole, true);
  analyzer_set_brief (pair->counted, true);
  analyzer_set_counted (pair->counted, true);
  return pair;
}

static void
pair_free (Pair *pair) {
  analyzer_free (pair->whole);
  analyzer_free (pair->counted);
  ruleset_free (pair->rules);
  g_free (pair);
}

static void
write_findings (const Case *kase, Sink *sink) {
  sink_span (sink, kase->verdict.status);
  for (guint i = 0; i < kase->findings.n; i++) {
    const Finding *finding = vec_at (&kase->findings, Finding, i);
    g_autofree char *line =
        g_strdup_printf ("\n%.*s|%.*s|%.*s|%.*s|%.*s", SPAN_FORMAT (finding->id),
                         SPAN_FORMAT (finding->title), SPAN_FORMAT (finding->fix),
                         SPAN_FORMAT (finding->severity), SPAN_FORMAT (finding->superseded_by));
    sink_span (sink, span_from_string (line));
  }
}

/* What a summary tells of it, and what was found. */
static char *
answer_of (Analyzer *analyzer, guint number, bool *ret_in_part) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (Summary) summary = summary_new ();
  Sink *sink = sink_new_memory ();
  g_autofree char *copy = g_memdup2 (messages.text[number], messages.len[number]);
  RawMessage raw = {.bytes = span_of (copy, messages.len[number]),
                    .name = SPAN ("test"),
                    .sequence = 2,
                    .length = messages.len[number],
                    .in_mailbox = true};
  Readable message;
  readable_make (&raw, arena, &message);
  const Case *kase = analyzer_run (analyzer, &message, &(Pasted){0});
  *ret_in_part = kase->in_part;
  summary_add (summary, kase);
  summary_write_json (sink, summary);
  if (!status_is (kase->verdict.status, STATUS_PASS))
    write_findings (kase, sink);
  Span bytes = sink_bytes (sink);
  char *text = g_strndup (bytes.data, bytes.len);
  sink_free (sink);
  return text;
}

static void
compare (Pair *pair, guint number, const char *rule) {
  bool in_part;
  g_autofree char *whole = answer_of (pair->whole, number, &in_part);
  g_assert_false (in_part);
  g_autofree char *counted = answer_of (pair->counted, number, &in_part);
  pair->answered += in_part;
  if (!g_str_equal (whole, counted))
    g_error ("message %u with:\n%s\nwhole:   %s\ncounted: %s", number, rule, whole, counted);
}

/* ---- rules by chance --------------------------------------------------------------------------
 */

typedef struct {
  GRand *chance;
  GString *out;
} Writer;

static guint
below (Writer *writer, guint n) {
  return (guint)g_rand_int_range (writer->chance, 0, (gint32)n);
}

static const FieldInfo *
pick_scalar (Writer *writer, const RecordInfo *record) {
  for (guint i = 0; i < 50; i++) {
    const FieldInfo *field = &record->fields[below (writer, record->n_fields)];
    if (field->type < FIELD_TYPE_ITEMS)
      return field;
  }
  return &record->fields[0];
}

static const FieldInfo *
pick_member (Writer *writer, bool list) {
  for (;;) {
    const FieldInfo *member = &record_Evidence.fields[below (writer, record_Evidence.n_fields)];
    if (member->item && (member->type == FIELD_TYPE_ITEMS) == list)
      return member;
  }
}

static void
write_word (Writer *writer, const FieldInfo *field) {
  static const char *const texts[] = {"museum.example", "mx.google.com", "550", "failed", "opera"};
  if (field->type != FIELD_TYPE_WORDS) {
    g_string_append (writer->out, texts[below (writer, G_N_ELEMENTS (texts))]);
    return;
  }
  g_auto (GStrv) words = g_strsplit (field->words, " ", 0);
  g_string_append (writer->out, words[below (writer, g_strv_length (words))]);
}

static void
write_test (Writer *writer, const FieldInfo *field) {
  g_string_append (writer->out, " is ");
  switch (below (writer, 3)) {
  case 0:
    g_string_append (writer->out, "present");
    return;
  case 1:
    g_string_append (writer->out, "absent");
    return;
  default:
    break;
  }
  if (below (writer, 3) == 0)
    g_string_append (writer->out, "not ");
  if (field->type == FIELD_TYPE_FLAG)
    g_string_append (writer->out, below (writer, 2) ? "true" : "false");
  else if (field->type == FIELD_TYPE_NUMBER || field->type == FIELD_TYPE_NUMBERS)
    g_string_append_printf (writer->out, "%u", below (writer, 3));
  else
    write_word (writer, field);
}

static void
write_field_test (Writer *writer, const char *before, const RecordInfo *record) {
  const FieldInfo *field = pick_scalar (writer, record);
  g_string_append_printf (writer->out, "%s%s", before, field->name);
  write_test (writer, field);
}

static void
write_case_test (Writer *writer) {
  if (below (writer, 4) == 0) {
    write_field_test (writer, "verdict.", &record_Verdict);
    return;
  }
  const FieldInfo *member = pick_member (writer, false);
  g_autofree char *before =
      g_strdup_printf ("%s%s.", below (writer, 4) == 0 ? "original." : "", member->name);
  write_field_test (writer, before, member->item);
}

static void
write_list_test (Writer *writer) {
  static const char *const quantifiers[] = {"any", "no", "all"};
  static const char *const beliefs[] = {"", "", "every ", "unbelieved "};
  const FieldInfo *list = pick_member (writer, true);
  if (below (writer, 4) == 0) {
    g_string_append_printf (writer->out, "%s is %s", list->name,
                            below (writer, 2) ? "present" : "absent");
    return;
  }
  g_string_append_printf (writer->out, "%s %s%s (", quantifiers[below (writer, 3)],
                          beliefs[below (writer, 4)], list->name);
  write_field_test (writer, "", list->item);
  g_string_append (writer->out, ")");
}

static void
write_condition (Writer *writer, const FieldInfo *for_each) {
  guint n = 1 + below (writer, 3);
  const char *joint = below (writer, 2) ? " and " : " or ";
  for (guint i = 0; i < n; i++) {
    g_string_append (writer->out, i ? joint : "");
    if (for_each && i == 0)
      write_field_test (writer, "", for_each->item);
    else if (below (writer, 2))
      write_case_test (writer);
    else
      write_list_test (writer);
  }
}

/* As its cause decides, it must be the same in both. */
static char *
rule_by_chance (guint32 seed) {
  g_autoptr (GRand) chance = g_rand_new_with_seed (seed);
  Writer writer = {chance, g_string_new (NULL)};
  const FieldInfo *for_each = below (&writer, 3) == 0 ? pick_member (&writer, true) : NULL;
  g_string_append_printf (writer.out,
                          "Finding: own\nSeverity: error\nProof: proved\nBreaks: dmarc, spf, dkim\n"
                          "Applies-To: %s\n",
                          below (&writer, 2) ? "bounce" : "original");
  if (for_each)
    g_string_append_printf (writer.out, "For-Each: %s\n", for_each->name);
  g_string_append (writer.out, "When: ");
  write_condition (&writer, for_each);
  g_string_append (writer.out, "\nTitle: own");
  if (below (&writer, 3) == 0)
    g_string_append_printf (writer.out, " {from.%s|none}",
                            pick_scalar (&writer, &record_FromRecord)->name);
  g_string_append (writer.out, "\nExplanation: e\nFix: f\nFix-By: dns-admin\nExample: x\n"
                               "Counter-Example: y\n");
  return g_string_free (writer.out, FALSE);
}

/* ---- tests ---- */

static void
test_shipped (void) {
  Pair *pair = pair_new ("");
  g_assert_nonnull (pair);
  for (guint i = 0; i < messages.n; i++)
    compare (pair, i, "");
  g_test_message ("%u of %u messages were answered in part", pair->answered, messages.n);
  g_assert_cmpuint (pair->answered, >=, 18);
  pair_free (pair);
}

static void
test_by_chance (void) {
  guint loaded = 0, answered = 0;
  for (guint32 seed = 1; seed <= 160; seed++) {
    g_autofree char *rule = rule_by_chance (seed);
    Pair *pair = pair_new (rule);
    if (pair == NULL)
      continue;
    loaded++;
    for (guint i = 0; i < messages.n; i++)
      compare (pair, i, rule);
    answered += pair->answered;
    pair_free (pair);
  }
  g_test_message ("%u rules, %u answers in part", loaded, answered);
  g_assert_cmpuint (loaded, >=, 80);
  g_assert_cmpuint (answered, >=, 500);
}

/* A rule that asks a notice for its trace is not told that there is none, nor that it is believed
 * when its own authentication failed. */
static void
test_asks (gconstpointer when) {
  g_autofree char *rule = g_strdup_printf (
      "Finding: own\nSeverity: error\nProof: proved\nBreaks: dmarc\nApplies-To: bounce\n"
      "When: %s\nTitle: own\nExplanation: e\nFix: f\n"
      "Fix-By: dns-admin\nExample: x\nCounter-Example: y\n",
      (const char *)when);
  Pair *pair = pair_new (rule);
  bool in_part;
  guint told = 0;
  g_assert_nonnull (pair);
  for (guint i = 0; i < messages.n; i++) {
    g_autofree char *answer = answer_of (pair->counted, i, &in_part);
    compare (pair, i, rule);
    told += strstr (answer, "\nown|own|f|") != NULL;
  }
  g_assert_cmpuint (told, >, 0);
  pair_free (pair);
}

/* Mail of a platform that is known shows it somewhere in its header: there all is gathered. */
static void
test_platform (void) {
  static const char *const hidden[] = {"secutix.com", "SECUTIX.com", "secu\n\ttix.com",
                                       "\"secutix\".com"};
  Pair *pair = pair_new ("");
  for (guint i = 0; i < G_N_ELEMENTS (hidden); i++) {
    guint number = messages.n++;
    messages.text[number] = g_strdup_printf (
        "From: MAILER-DAEMON@mx.museum.example\nContent-Type: multipart/report; boundary=b\n\n--b\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.museum.example\n\n"
        "Final-Recipient: rfc822; visitor@recipient.example\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 no such user\n\n--b\nContent-Type: "
        "text/rfc822-headers\n\n"
        "From: info@museum.example\nDKIM-Signature: v=1; a=rsa-sha256; d=%s; s=x; h=from; "
        "bh=YQ==;\n"
        " b=YQ==\n\n--b--\n",
        hidden[i]);
    messages.len[number] = strlen (messages.text[number]);
    bool in_part;
    g_autofree char *answer = answer_of (pair->counted, number, &in_part);
    g_assert_nonnull (answer);
    g_assert_false (in_part);
    compare (pair, number, hidden[i]);
    g_free (messages.text[number]);
    messages.n--;
  }
  pair_free (pair);
}

static bool
add_message (const char *path) {
  g_autoptr (GError) error = NULL;
  char *text;
  gsize len;
  g_file_get_contents (path, &text, &len, &error);
  g_assert_no_error (error);
  if (messages.n >= MESSAGES - 4 ||
      (strstr (text, "multipart/report") == NULL && strstr (text, "AILER-D") == NULL)) {
    g_free (text);
    return false;
  }
  messages.text[messages.n] = text;
  messages.len[messages.n++] = len;
  return true;
}

static const char *const diagnostics[] = {
    "550 5.1.1 no such user",
    ("550 5.7.26 Unauthenticated email from museum.example is not accepted due to domain's DMARC "
     "policy"),
    "550 5.7.23 Recipient address rejected: Message rejected due to: SPF fail - not authorized",
    "550 5.7.20 no valid DKIM signature found",
    "550 5.7.1 message refused because SPF failed and DKIM failed",
    "552 5.2.2 mailbox full",
    "550 5.7.1 listed on a block list",
    "451 4.7.500 Server busy",
    "nobody knows these words",
};
static const char *const trace[] = {
    "",
    ("Received: from mx.far.example (mx.far.example [192.0.2.7]) by mx.museum.example with ESMTP;"
     " Mon, 9 Nov 2026 10:00:00 +0000\n"),
    "Received: from a.museum.example (a.museum.example [192.0.2.8]) by b.museum.example with ESMTP;"
    " Mon, 9 Nov 2026 10:00:02 +0000\nAuthentication-Results: b.museum.example; dmarc=fail"
    " header.from=far.example\nReceived: from mx.far.example (mx.far.example [192.0.2.7])"
    " by a.museum.example; Mon, 9 Nov 2026 10:00:00 +0000\n",
    "Received: by b.museum.example; Mon, 9 Nov 2026 10:00:02 +0000\n",
};
static const char *const returned[] = {
    "",
    "DKIM-Signature: v=1; a=rsa-sha256; d=museum.example; s=x; h=from; bh=YQ==; b=YQ==\n"
    "Received: from x (x [192.0.2.9]) by y.museum.example; Mon, 9 Nov 2026 09:00:00 +0000\n",
    "DKIM-Signature: v=1; a=rsa-sha256; d=other.example; s=x; h=from; bh=YQ==; b=YQ==\n"
    "List-Id: <friends.museum.example>\nPrecedence: list\nList-Post: <mailto:a@museum.example>\n",
    "Authentication-Results: mx.museum.example; spf=pass smtp.mailfrom=museum.example\n"
    "Mailing-List: friends\n",
};

/* A notice of each kind; every other one delayed, or without what came back. */
static void
make_messages (void) {
  for (guint i = 0; i < 36; i++) {
    bool headers = i % 7 != 0;
    char *text = g_strdup_printf (
        "Return-Path: <>\n%sFrom: MAILER-DAEMON@mx.museum.example (Mail Delivery)\n"
        "Date: Mon, 9 Nov 2026 10:00:01 +0000\nMessage-ID: <%u@mx.museum.example>\n"
        "Subject: Undelivered\nContent-Type: multipart/report; report-type=delivery-status;"
        " boundary=b\n\n--b\nContent-Type: text/plain\n\nsorry\n\n--b\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.museum.example\n\n"
        "Final-Recipient: rfc822; visitor@recipient.example\nAction: %s\nStatus: 5.0.0\n"
        "Remote-MTA: dns; mx.recipient.example\nDiagnostic-Code: smtp; %s\n\n%s%s%s--b--\n",
        trace[i % 4], i, i % 11 == 5 ? "delayed" : "failed", diagnostics[i % 9],
        headers ? "--b\nContent-Type: text/rfc822-headers\n\nFrom: info@museum.example\n" : "",
        headers ? returned[i / 4 % 4] : "", headers ? "\n" : "");
    messages.text[messages.n] = text;
    messages.len[messages.n++] = strlen (text);
  }
}

static void
read_samples (const char *folder) {
  g_autofree char *path = g_build_filename (g_getenv ("top_srcdir"), folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_build_filename (path, name, NULL);
    if (g_str_has_suffix (name, ".eml"))
      add_message (file);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  make_messages ();
  read_samples ("samples");
  g_test_add_func ("/light/shipped", test_shipped);
  g_test_add_func ("/light/by-chance", test_by_chance);
  g_test_add_data_func ("/light/asks-received", "any received (by is present)", test_asks);
  g_test_add_data_func ("/light/asks-trust", "any bounces (trust is none)", test_asks);
  g_test_add_func ("/light/platform", test_platform);
  int status = g_test_run ();
  for (guint i = 0; i < messages.n; i++)
    g_free (messages.text[i]);
  return status;
}
