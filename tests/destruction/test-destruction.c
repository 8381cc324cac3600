/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Damages whole messages the way pasting does, alone, in pairs and in threes, reads what is left
 * with the whole program, and compares with what the undamaged message says. Two things are asked:
 * how much comes back (a share for each damage and each fact), and that nothing is made (always):
 * no verdict "pass" the message did not have, no result of an identity that had none. */
#include "../unit/support.h"
#include "damages.h"
#include "case/pasted-run.h"
#include "syntax/field-block.h"
#include "syntax/field-names.h"

static const char museum[] =
    "Return-Path: <bounce-12@mail.museevert.example>\n"
    "Delivered-To: kasse@seetal.example\n"
    "Authentication-Results: mx1.seetal.example;\n"
    "\tdkim=fail reason=\"key not found in DNS\" header.d=museevert.example header.s=key1;\n"
    "\tspf=pass (sender IP is 192.0.2.25) smtp.mailfrom=mail.museevert.example;\n"
    "\tdmarc=fail (p=none dis=none) header.from=museevert.example\n"
    "Received: from out.sender.example (out.sender.example [192.0.2.25])\n"
    "\tby mx1.seetal.example (Postfix) with ESMTPS id 4AbcDe\n"
    "\tfor <kasse@seetal.example>; Mon, 01 Jun 2026 10:00:02 +0200 (CEST)\n"
    "Received: from app3.sender.example (app3.sender.example [198.51.100.7])\n"
    "\tby out.sender.example with ESMTP id 54005A70DD; Mon, 01 Jun 2026 10:00:01 +0200\n"
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=museevert.example;\n"
    "\ts=key1; t=1780300800; h=From:Reply-To:To:Subject:Date:\n"
    "\tMessage-ID:MIME-Version;\n"
    "\tbh=WTjrH3YovAOLmv02UPKrOs1RP8f44D+rDd/nVHKRB9s=;\n"
    "\tb=z548Onok00ZdJB7lZL8th0klYVKvWkYfqgd/MsACSf8EGxwmuMy3AWacPZuZNTaierlMy\n"
    "\tNV6yWIez1UBH3o12WI/q5OKG8ti55UApiHdA0oYlQD2efXnoPq2xfjw0okUstDnHawsfv04=\n"
    "Date: Mon, 01 Jun 2026 10:00:00 +0200\n"
    "From: Musee Vert <billets@museevert.example>\n"
    "Reply-To: contact@museevert.example\n"
    "To: kasse@seetal.example\n"
    "Message-ID: <429940630.93535@app3.sender.example>\n"
    "Subject: Vos billets: commande 37125322\n"
    "MIME-Version: 1.0\n";

static const char theatre[] =
    "Received: from mx-in.gate.example (2001:db8:4::31) by box.mail.example with HTTPS;\n"
    " Mon, 1 Jun 2026 08:00:04 +0000\n"
    "Authentication-Results: spf=fail (sender IP is 203.0.113.9)\n"
    " smtp.mailfrom=theater.example; dkim=pass (signature was verified)\n"
    " header.d=sender.example;dmarc=fail action=quarantine\n"
    " header.from=theater.example;compauth=fail reason=000\n"
    "Received-SPF: Fail (gate.example: domain of theater.example does not\n"
    " designate 203.0.113.9 as permitted sender) receiver=gate.example;\n"
    " client-ip=203.0.113.9; helo=relay.sender.example;\n"
    "Received: from relay.sender.example (203.0.113.9) by\n"
    " mx-in.gate.example (10.0.0.4) with SMTP id 15.20; Mon, 1 Jun 2026 08:00:03 +0000\n"
    "DKIM-Signature: v=1; a=rsa-sha256; c=simple/relaxed; d=sender.example; s=s2;\n"
    " h=from : to : subject : date :\n"
    " message-id; bh=Uq5LHnWTjrH3YovAOLmv02UPKrOs1RP8f44D+rDd/nV=;\n"
    " b=JV70p/IYLswI/4chWS9J3y6tVCj9r9Zi1xCwKhswSS7wPy4xfGai2MYvlk/DmSfNjo==\n"
    "From: \"Theater am Platz\" <info@theater.example>\n"
    "To: gast@mail.example\n"
    "Subject: Ihre Karten\n"
    "Date: Mon, 1 Jun 2026 08:00:00 +0000\n"
    "Message-ID: <9@relay.sender.example>\n"
    "Content-Type: text/plain\n"
    "Return-Path: info@theater.example\n";

/* An alignment that a cut would bring about: example.com is the author's domain, and nobody's
 * who is named beside a pass is. */
static const char lookalike[] =
    "Return-Path: <news@museum.example.com.evil.example>\n"
    "Authentication-Results: mx1.seetal.example;\n"
    "\tdkim=pass (2048-bit key; unprotected) header.d=museum.example.com.evil.example\n"
    "\theader.i=@museum.example.com.evil.example header.s=s1 header.b=AbCdEf12;\n"
    "\tspf=pass (mx1.seetal.example: domain of news@museum.example.com.evil.example designates\n"
    "\t192.0.2.66 as permitted sender) smtp.mailfrom=news@museum.example.com.evil.example;\n"
    "\tdkim=fail (bad signature) header.d=museum.example.com header.s=key1;\n"
    "\tdmarc=fail (p=reject dis=none) header.from=museum.example.com\n"
    "Received-SPF: pass (mx1.seetal.example: domain of museum.example.com.evil.example\n"
    "\tdesignates 192.0.2.66 as permitted sender) client-ip=192.0.2.66;\n"
    "\tenvelope-from=\"news@museum.example.com.evil.example\"; helo=mx.evil.example; "
    "identity=mailfrom\n"
    "Received: from mx.evil.example (mx.evil.example [192.0.2.66])\n"
    "\tby mx1.seetal.example (Postfix) with ESMTPS id 77AbcDe\n"
    "\tfor <kasse@seetal.example>; Mon, 01 Jun 2026 11:00:02 +0200 (CEST)\n"
    "ARC-Authentication-Results: i=1; relay.example; spf=pass\n"
    "\tsmtp.mailfrom=museum.example.com.evil.example; dmarc=fail header.from=museum.example.com\n"
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=museum.example.com.evil.example; "
    "s=s1;\n"
    "\th=From:To:Subject:Date; bh=WTjrH3YovAOLmv02UPKrOs1RP8f44D+rDd/nVHKRB9s=;\n"
    "\tb=AbCdEf12ZdJB7lZL8th0klYVKvWkYfqgd/MsACSf8EGxwmuMy3AWacPZuZNTaierlMy=\n"
    "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=museum.example.com; s=key1;\n"
    "\th=From:To:Subject:Date; bh=WTjrH3YovAOLmv02UPKrOs1RP8f44D+rDd/nVHKRB9s=;\n"
    "\tb=z548Onok00ZdJB7lZL8th0klYVKvWkYfqgd/MsACSf8EGxwmuMy3AWacPZuZNTaierlMy=\n"
    "Date: Mon, 01 Jun 2026 11:00:00 +0200\n"
    "From: Museum <info@museum.example.com>\n"
    "To: kasse@seetal.example\n"
    "Subject: Authentication-Results: mx1.seetal.example; dmarc=pass; tickets\n"
    "Message-ID: <1@mx.evil.example>\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain\n"
    "\n"
    "Good morning,\nyour tickets are ready.\n";

/* ---- what a message says ----------------------------------------------------------------------
 */

/* Of the verdict and the author. */
static const char *const fact_names[] = {"status", "spf",         "spf_domain",    "spf_alignment",
                                         "dkim",   "dkim_domain", "dkim_selector", "dkim_alignment",
                                         "dmarc",  "from",        "cause"};
#define N_FACTS G_N_ELEMENTS (fact_names)

typedef struct {
  char *facts[N_FACTS]; /* NULL where nothing is said */
  GHashTable *said;     /* "spf pass example.com": each result with the domain it is of */
} Answer;

static void
answer_free (Answer *reading) {
  for (guint i = 0; i < N_FACTS; i++)
    g_free (reading->facts[i]);
  g_hash_table_unref (reading->said);
  g_free (reading);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

static char *
copy (Span span) {
  return span.len ? g_strndup (span.data, span.len) : NULL;
}

static void
say (Answer *reading, const char *method, Span result, Span domain) {
  bool result_wanted = strlen (method) <= 5 && strcmp (method, "from") != 0;
  if (domain.len && (result.len || !result_wanted))
    g_hash_table_add (reading->said, g_strdup_printf ("%s %.*s %.*s", method, SPAN_FORMAT (result),
                                                      SPAN_FORMAT (domain)));
}

static void
say_results (Answer *reading, const Evidence *evidence) {
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    say (reading, "spf", spf->result, spf->domain);
  }
  for (guint i = 0; i < evidence->dkim.n; i++) {
    const DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    say (reading, "dkim", dkim->result, dkim->domain);
  }
  for (guint i = 0; i < evidence->dmarc.n; i++) {
    const DmarcRecord *dmarc = vec_at (&evidence->dmarc, DmarcRecord, i);
    say (reading, "dmarc", dmarc->result, dmarc->domain);
  }
  for (guint i = 0; i < evidence->dkim_signatures.n; i++)
    say (reading, "signature", SPAN (""),
         vec_at (&evidence->dkim_signatures, DkimSignatureRecord, i)->domain);
  for (guint i = 0; i < evidence->from.domains.n; i++)
    say (reading, "from", SPAN (""), *vec_at (&evidence->from.domains, Span, i));
}

static void
say_arc (Answer *reading, const Evidence *evidence) {
  for (guint i = 0; i < evidence->arc.n; i++) {
    const ArcSet *set = vec_at (&evidence->arc, ArcSet, i);
    say (reading, "arc-signature", SPAN (""), set->signature_domain);
    for (guint r = 0; r < set->results.n; r++) {
      const AuthResult *result = vec_at (&set->results, AuthResult, r);
      for (guint p = 0; p < result->properties.n; p++) {
        const AuthProperty *property = vec_at (&result->properties, AuthProperty, p);
        g_autofree char *method = g_strdup_printf ("arc %.*s %.*s", SPAN_FORMAT (result->method),
                                                   SPAN_FORMAT (property->property));
        if (property->ptype.len && span_index (property->value, '.') > 0)
          say (reading, method, result->result, property->value);
      }
    }
  }
}

static Answer *
answer_of (const Case *kase) {
  Answer *reading = g_new0 (Answer, 1);
  const Evidence *evidence = &kase->evidence;
  reading->said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < N_FACTS; i++) {
    const FieldInfo *field = record_field (&record_Verdict, span_from_string (fact_names[i]));
    reading->facts[i] =
        copy (field ? *(const Span *)field_address (field, &kase->verdict) : evidence->from.domain);
  }
  say_results (reading, evidence);
  say_arc (reading, evidence);
  if (kase->original)
    say_results (reading, kase->original);
  return reading;
}

/* ---- the comparison ---------------------------------------------------------------------------
 */

typedef struct {
  guint wanted[N_FACTS], found[N_FACTS];
  guint runs;
  guint wrong_passes; /* the verdict "pass" of a message that did not pass */
  guint misread;      /* a result of a domain that had no such result */
} Share;

static Bench *bench;
static GPtrArray *messages, *references; /* of char *, Answer * */

static void
keep_readings (const Case *kase, const RawMessage *raw G_GNUC_UNUSED,
               const Pasted *pasted G_GNUC_UNUSED, gpointer data) {
  g_ptr_array_add (data, answer_of (kase));
}

static GPtrArray *
read_all (const char *text, PasteChoice choice) {
  GPtrArray *readings = g_ptr_array_new_with_free_func ((GDestroyNotify)answer_free);
  RawMessage raw = {.bytes = span_from_string (text),
                    .name = SPAN ("test"),
                    .sequence = 1,
                    .length = strlen (text)};
  pasted_run (bench->analyzer, &raw, choice, keep_readings, readings);
  return readings;
}

/* Of a whole mail without From its sender is told, of a pasted text who pasted it: the rest of the
 * header may have the line. */
static const char *
told_of_paste (const char *fact) {
  return g_strcmp0 (fact, "from-missing") == 0 ? "paste-no-from" : fact;
}

static guint
count_facts (const Answer *reference, const Answer *reading) {
  guint n = 0;
  for (guint i = 0; i < N_FACTS; i++)
    n += reference->facts[i] && g_strcmp0 (reference->facts[i], reading->facts[i]) == 0;
  return n;
}

/* Several blocks: the one that was the message is the one that says most of what it said. */
static const Answer *
best_reading (const Answer *reference, const GPtrArray *readings) {
  const Answer *best = readings->pdata[0];
  for (guint i = 1; i < readings->len; i++)
    if (count_facts (reference, readings->pdata[i]) > count_facts (reference, best))
      best = readings->pdata[i];
  return best;
}

static void
count_made (const Answer *reference, const Answer *reading, Share *share, GString *what) {
  if (g_strcmp0 (reading->facts[0], "pass") == 0 && g_strcmp0 (reference->facts[0], "pass") != 0) {
    share->wrong_passes++;
    g_string_append (what, " [wrong pass]");
  }
  GHashTableIter iter;
  gpointer said;
  g_hash_table_iter_init (&iter, reading->said);
  while (g_hash_table_iter_next (&iter, &said, NULL))
    if (!g_hash_table_contains (reference->said, said)) {
      share->misread++;
      g_string_append_printf (what, " [%s]", (char *)said);
    }
}

static bool
compare (const Answer *reference, const char *damaged, Share *share, GString *what) {
  g_autoptr (GPtrArray) readings = read_all (damaged, PASTE_BY_GAIN);
  const Answer *best = best_reading (reference, readings);
  share->runs++;
  for (guint i = 0; i < N_FACTS; i++) {
    bool same =
        g_strcmp0 (told_of_paste (reference->facts[i]), told_of_paste (best->facts[i])) == 0;
    share->wanted[i] += reference->facts[i] != NULL;
    share->found[i] += reference->facts[i] && same;
    if (reference->facts[i] && !same)
      g_string_append_printf (what, " %s", fact_names[i]);
  }
  for (guint i = 0; i < readings->len; i++)
    count_made (reference, readings->pdata[i], share, what);
  return what->len == 0;
}

static char *
header_of (const char *text) {
  const char *end = strstr (text, "\n\n");
  return end ? g_strndup (text, (gsize)(end - text) + 1) : g_strdup (text);
}

static char *
damage (const char *message, const guint *which, guint n, GRand *rand) {
  char *text = g_strdup (message);
  for (guint i = 0; i < n; i++) {
    g_autofree char *before = text;
    g_autofree char *header = damages[which[i]].header_only ? header_of (before) : NULL;
    text = damages[which[i]].damage (header ? header : before, rand);
  }
  return text;
}

/* Prints one in so many of the losses when asked to: MAILWHY_LOSSES=folder keeps them. */
static void
keep_loss (const char *text, const guint *which, guint n, const char *what) {
  static guint count;
  const char *folder = g_getenv ("MAILWHY_LOSSES");
  g_autoptr (GString) name = g_string_new (NULL);
  if (folder == NULL)
    return;
  for (guint i = 0; i < n; i++)
    g_string_append_printf (name, "%s%s", i ? "+" : "", damages[which[i]].name);
  g_autofree char *path = g_strdup_printf ("%s/%05u-%s", folder, count++, name->str);
  g_autofree char *list = g_strdup_printf ("%s.lost", path);
  g_file_set_contents (path, text, -1, NULL);
  g_file_set_contents (list, what, -1, NULL);
}

static void
try_damages (guint message, const guint *which, guint n, GRand *rand, Share *share) {
  g_autofree char *text = damage (messages->pdata[message], which, n, rand);
  g_autoptr (GString) what = g_string_new (NULL);
  guint made = share->wrong_passes + share->misread;
  if (compare (references->pdata[message], text, share, what))
    return;
  keep_loss (text, which, n, what->str);
  if (share->wrong_passes + share->misread > made)
    g_test_message ("made by %s%s%s%s%s from message %u:%s", damages[which[0]].name,
                    n > 1 ? "+" : "", n > 1 ? damages[which[1]].name : "", n > 2 ? "+" : "",
                    n > 2 ? damages[which[2]].name : "", message, what->str);
}

/* ---- runs -------------------------------------------------------------------------------------
 */

#define SEED 20260601

static double
percent (const Share *share) {
  guint wanted = 0, found = 0;
  for (guint i = 0; i < N_FACTS; i++) {
    wanted += share->wanted[i];
    found += share->found[i];
  }
  return wanted ? 100.0 * found / wanted : 100.0;
}

static void
print_share (const char *name, const Share *share) {
  g_test_message ("%-17s %5.1f %% of the facts, %u runs, %u wrong passes, %u misread", name,
                  percent (share), share->runs, share->wrong_passes, share->misread);
}

static void
print_facts (const Share *share) {
  for (guint i = 0; i < N_FACTS; i++)
    if (share->wanted[i])
      g_test_message ("  %-15s %5.1f %% of %u", fact_names[i],
                      100.0 * share->found[i] / share->wanted[i], share->wanted[i]);
}

/* What cannot come back: a text that is cut has lost it. */
static double
least_share (const DamageKind *kind) {
  if (strcmp (kind->name, "cut") == 0)
    return 40;
  return strcmp (kind->name, "elided") == 0 ? 90 : 99;
}

static void
test_single (gconstpointer data) {
  guint which = GPOINTER_TO_UINT (data);
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED + which);
  Share share = {0};
  guint times = damages[which].varies ? 4 : 1;
  for (guint m = 0; m < messages->len; m++)
    for (guint i = 0; i < times; i++)
      try_damages (m, &which, 1, rand, &share);
  print_share (damages[which].name, &share);
  if (percent (&share) < 99.95)
    print_facts (&share);
  g_assert_cmpuint (share.wrong_passes, ==, 0);
  g_assert_cmpuint (share.misread, ==, 0);
  g_assert_cmpfloat (percent (&share), >=, least_share (&damages[which]));
}

static guint
pick (GRand *rand, bool header_only) {
  guint which;
  do
    which = (guint)g_rand_int_range (rand, 0, (gint32)n_damages);
  while (damages[which].header_only && !header_only);
  return which;
}

#define ROUNDS 4000

static void
add_share (Share *to, const Share *share) {
  for (guint i = 0; i < N_FACTS; i++) {
    to->wanted[i] += share->wanted[i];
    to->found[i] += share->found[i];
  }
  to->runs += share->runs;
  to->wrong_passes += share->wrong_passes;
  to->misread += share->misread;
}

typedef struct {
  Share all;
  Share whole; /* of the runs in which no text was taken away */
  Share *by_damage;
} Shares;

static void
run_several (Shares *shares, guint n, GRand *rand) {
  guint which[3];
  Share one = {0};
  bool whole = true;
  for (guint i = 0; i < n; i++)
    which[i] = pick (rand, i == 0);
  try_damages ((guint)g_rand_int_range (rand, 0, (gint32)messages->len), which, n, rand, &one);
  add_share (&shares->all, &one);
  for (guint i = 0; i < n; i++) {
    add_share (&shares->by_damage[which[i]], &one);
    whole = whole && least_share (&damages[which[i]]) >= 99;
  }
  if (whole)
    add_share (&shares->whole, &one);
}

static guint
seeds_wanted (void) {
  const char *seeds = g_getenv ("MAILWHY_SEEDS");
  if (seeds)
    return (guint)g_ascii_strtoull (seeds, NULL, 10);
  return g_getenv ("MAILWHY_LONG") ? 10 : 1;
}

/* The samples are short: what is cut or left out is more of them. */
static bool has_corpus;

static void
test_several (gconstpointer data) {
  guint n = GPOINTER_TO_UINT (data), n_seeds = seeds_wanted ();
  g_autofree Share *by_damage = g_new0 (Share, n_damages);
  Shares shares = {.by_damage = by_damage};
  for (guint seed = 0; seed < n_seeds; seed++) {
    g_autoptr (GRand) rand = g_rand_new_with_seed (SEED + 1000 * seed + n);
    for (guint round = 0; round < ROUNDS; round++)
      run_several (&shares, n, rand);
  }
  for (guint i = 0; i < n_damages; i++)
    print_share (damages[i].name, &by_damage[i]);
  print_share ("no cut, no gap", &shares.whole);
  print_share (n == 2 ? "two at once" : "three at once", &shares.all);
  print_facts (&shares.all);
  g_assert_cmpuint (shares.all.wrong_passes, ==, 0);
  g_assert_cmpuint (shares.all.misread, ==, 0);
  double least = n == 2 ? (has_corpus ? 95 : 93.5) : (has_corpus ? 90.5 : 88);
  g_assert_cmpfloat (percent (&shares.all), >=, least);
}

/* ---- the messages -----------------------------------------------------------------------------
 */

/* Every file below `path`, a few levels deep, in order. */
static void
collect (const char *path, guint depth, GPtrArray *files) {
  g_autoptr (GDir) dir = depth < 6 ? g_dir_open (path, 0, NULL) : NULL;
  const char *name;
  while (dir && (name = g_dir_read_name (dir))) {
    char *child = g_build_filename (path, name, NULL);
    if (g_file_test (child, G_FILE_TEST_IS_DIR)) {
      collect (child, depth + 1, files);
      g_free (child);
    } else {
      g_ptr_array_add (files, child);
    }
  }
}

static int
compare_strings (gconstpointer a, gconstpointer b) {
  return g_strcmp0 (*(char *const *)a, *(char *const *)b);
}

static GPtrArray *
files_below (const char *path) {
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  collect (path, 0, files);
  g_ptr_array_sort (files, compare_strings);
  return files;
}

static char *
beside (const char *variable, const char *folder) {
  const char *set = g_getenv (variable);
  const char *source = g_getenv ("top_srcdir");
  if (set)
    return g_strdup (set);
  return g_build_filename (source ? source : ".", "..", "shared", folder, NULL);
}

/* All lines up to the first blank one are fields or folds: nothing to repair. */
static bool
is_clean_header (Span text) {
  FieldBlock block;
  FieldBlockItem item;
  guint fields = 0;
  bool received = false;
  field_block_init (&block, text);
  if (span_starts_with (text, SPAN ("From ")) || span_index (text, '\n') < 0)
    return false;
  while (field_block_next (&block, &item) && item.kind == FIELD_BLOCK_FIELD) {
    fields++;
    for (gsize i = 0; i < item.name.len; i++)
      if (!g_ascii_isalnum (item.name.data[i]) && item.name.data[i] != '-' &&
          item.name.data[i] != '_')
        return false;
    received |= span_equal_nocase (item.name, SPAN ("Received"));
  }
  return item.kind == FIELD_BLOCK_BLANK && fields >= 6 && received;
}

/* A body with headers of its own gives blocks of its own: those are not compared. */
static bool
has_header_in_body (const char *text) {
  const char *body = strstr (text, "\n\n");
  g_auto (GStrv) lines = g_strsplit (body ? body : "", "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    const char *colon = strchr (lines[i], ':');
    const FieldName *field =
        colon ? field_name_find (span_trim (span_between (lines[i], colon))) : NULL;
    if (field && field->evidence)
      return true;
  }
  return false;
}

static void
add_message (const char *bytes, gsize len) {
  g_autoptr (GString) text = g_string_new_len (bytes, (gssize)len);
  g_string_replace (text, "\r\n", "\n", 0);
  if (memchr (text->str, 0, text->len) || !g_utf8_validate (text->str, (gssize)text->len, NULL))
    return;
  char *message = has_header_in_body (text->str) ? header_of (text->str) : g_strdup (text->str);
  g_autoptr (GPtrArray) readings = read_all (message, PASTE_NEVER);
  g_ptr_array_add (messages, message);
  g_ptr_array_add (references, g_ptr_array_steal_index (readings, 0));
}

static void
add_messages (const char *folder, const char *suffix) {
  g_autoptr (GPtrArray) files = files_below (folder);
  for (guint i = 0; i < files->len; i++) {
    g_autofree char *bytes = NULL;
    gsize len;
    if (g_str_has_suffix (files->pdata[i], suffix) &&
        g_file_get_contents (files->pdata[i], &bytes, &len, NULL) && len < 100000 &&
        is_clean_header (span_of (bytes, len)))
      add_message (bytes, len);
  }
}

/* ---- clean mail, and pages --------------------------------------------------------------------
 */

static void
test_clean_mail (void) {
  g_autofree char *path = beside ("MAILWHY_CORPUS", "corpus");
  g_autoptr (GPtrArray) files = files_below (path);
  if (files->len == 0) {
    g_test_skip ("no folder of real mail");
    return;
  }
  guint clean = 0, touched = 0;
  for (guint i = 0; i < files->len; i++) {
    g_autofree char *bytes = NULL;
    gsize len;
    if (!g_file_get_contents (files->pdata[i], &bytes, &len, NULL) ||
        !is_clean_header (span_of (bytes, len)))
      continue;
    g_autoptr (Arena) arena = arena_new ();
    Paste paste;
    clean++;
    if (paste_repair (span_of (bytes, len), arena, &paste)) {
      touched++;
      g_test_message ("touched: %s", (char *)files->pdata[i]);
    }
  }
  g_test_message ("%u clean messages, %u touched", clean, touched);
  g_assert_cmpuint (touched, ==, 0);
}

/* The pages a support team really pastes from. */
static void
test_pages (void) {
  g_autofree char *path = beside ("MAILWHY_PAGES", "source-pages");
  g_autoptr (GPtrArray) files = files_below (path);
  if (files->len == 0)
    g_test_skip ("no pages");
  for (guint i = 0; i < files->len; i++) {
    g_autofree char *bytes = NULL;
    gsize len;
    g_autoptr (Arena) arena = arena_new ();
    Paste paste;
    g_assert_true (g_file_get_contents (files->pdata[i], &bytes, &len, NULL));
    g_assert_true (paste_repair (span_of (bytes, len), arena, &paste));
    g_assert_cmpuint (paste.blocks.n, >=, 1);
    const PasteBlock *last = vec_at (&paste.blocks, PasteBlock, paste.blocks.n - 1);
    g_assert_cmpint (
        span_find (last->text,
                   SPAN ("Authentication-Results: ...; dkim=pass (signature verified)")),
        >=, 0);
    g_assert_cmpint (last->confidence, ==, PASTE_LOW);
    for (guint b = 0; b < paste.blocks.n; b++) {
      const PasteBlock *block = vec_at (&paste.blocks, PasteBlock, b);
      Paste again;
      g_assert_false (block->unstable);
      g_assert_false (paste_repair (block->text, arena, &again) && again.blocks.n != 1);
    }
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  bench = bench_new ();
  messages = g_ptr_array_new_with_free_func (g_free);
  references = g_ptr_array_new_with_free_func ((GDestroyNotify)answer_free);
  add_message (museum, strlen (museum));
  add_message (theatre, strlen (theatre));
  add_message (lookalike, strlen (lookalike));
  g_autofree char *samples = g_build_filename (g_getenv ("top_srcdir"), "samples", NULL);
  g_autofree char *corpus = beside ("MAILWHY_CORPUS", "corpus");
  g_autofree char *lab = g_build_filename (corpus, "lab", NULL);
  add_messages (samples, ".eml");
  add_messages (lab, ".eml");
  has_corpus = g_file_test (lab, G_FILE_TEST_IS_DIR);
  for (guint i = 0; i < n_damages; i++) {
    g_autofree char *path = g_strdup_printf ("/destruction/one/%s", damages[i].name);
    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_single);
  }
  g_test_add_data_func ("/destruction/two", GUINT_TO_POINTER (2), test_several);
  g_test_add_data_func ("/destruction/three", GUINT_TO_POINTER (3), test_several);
  g_test_add_func ("/destruction/clean-mail", test_clean_mail);
  g_test_add_func ("/destruction/pages", test_pages);
  int status = g_test_run ();
  g_ptr_array_unref (messages);
  g_ptr_array_unref (references);
  bench_free (bench);
  return status;
}
