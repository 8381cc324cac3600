/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case/setup-case.h"

#include "base/vocabulary.h"
#include "apply/publish.h"
#include "syntax/domain.h"

#define DOMAINKEY SPAN ("._domainkey.")
#define DMARC_NAME SPAN ("_dmarc.")
#define DMARC_LEAST SPAN ("v=DMARC1; p=none")

/* ---- the profile ---- */

static bool
is_institution (const TemplatePiece *piece) {
  return piece->field && g_str_equal (piece->field->ref.field->name, "institution");
}

static Span
name_from (GString *text, Arena *arena) {
  if (text->len && text->str[text->len - 1] == '.')
    g_string_truncate (text, text->len - 1);
  return arena_dup_lower (arena, span_of (text->str, text->len));
}

/* What stands before and behind {institution}, or a target without it; false where it is there
 * twice, or the target holds something else of the message. */
static bool
split_at_institution (const Template *value, Arena *arena, SetupAlias *ret) {
  g_autoptr (GString) before = g_string_new (NULL);
  g_autoptr (GString) after = g_string_new (NULL);
  GString *sides[2] = {before, after};
  guint side = 0;
  for (guint i = 0; i < value->pieces.n; i++) {
    const TemplatePiece *piece = vec_at (&value->pieces, TemplatePiece, i);
    if (is_institution (piece) && side == 0)
      side = 1;
    else if (piece->field)
      return false;
    else
      g_string_append_len (sides[side], piece->text.data, (gssize)piece->text.len);
  }
  ret->fixed = side == 0;
  ret->target_prefix = ret->fixed ? name_from (before, arena)
                                  : arena_dup_lower (arena, span_of (before->str, before->len));
  ret->target_suffix = name_from (after, arena);
  return ret->target_prefix.len + ret->target_suffix.len > 0;
}

/* "selector._domainkey.{domain}" */
static Span
selector_of (const Template *name) {
  if (name->pieces.n == 0)
    return SPAN_NULL;
  Span text = vec_at (&name->pieces, TemplatePiece, 0)->text;
  gssize end = span_find (text, DOMAINKEY);
  return end > 0 ? span_first (text, (gsize)end) : SPAN_NULL;
}

static void
add_alias (const RecordTemplate *record, Arena *arena, SetupProfile *profile) {
  SetupAlias alias = {.selector = selector_of (&record->name)};
  if (record_type_is (record->type, TYPE_CNAME) && !span_is_null (alias.selector) &&
      split_at_institution (&record->value, arena, &alias))
    *vec_push (arena, &profile->aliases, SetupAlias) = alias;
}

static Span
domain_of (Span address, Arena *arena) {
  gssize at = span_last_index (address, '@');
  Span domain;
  return domain_normalize (span_skip (address, (gsize)(at + 1)), arena, &domain) ? domain
                                                                                 : SPAN_NULL;
}

void
setup_profile_find (const RuleSet *rules, Span sender, Arena *arena, SetupProfile *ret) {
  *ret = (SetupProfile){0};
  const SenderRule *rule =
      span_is_null (sender) ? NULL : (const SenderRule *)ruleset_find (rules, RULE_SENDER, sender);
  if (rule == NULL)
    return;
  if (rule->spf_includes.n)
    ret->spf_include = *vec_at (&rule->spf_includes, Span, 0);
  if (rule->return_paths.n)
    ret->return_path_domain = domain_of (*vec_at (&rule->return_paths, Span, 0), arena);
  for (guint i = 0; i < rule->records.n; i++)
    add_alias (vec_at (&rule->records, RecordTemplate, i), arena, ret);
}

static const SenderRule *
find_sender (const RuleSet *rules, Span id) {
  if (!span_is_null (id))
    return (const SenderRule *)ruleset_find (rules, RULE_SENDER, id);
  const Vec *senders = ruleset_senders (rules);
  for (guint i = 0; i < senders->n; i++)
    if ((*vec_at (senders, const SenderRule *, i))->is_default)
      return *vec_at (senders, const SenderRule *, i);
  return NULL;
}

/* ---- the case ---- */

static void
fill_case (const RuleSet *rules, const SenderRule *sender, const SetupQuestion *question,
           Case *kase) {
  kase->setup = true;
  kase->evidence.source.kind = kind_word (KIND_MESSAGE);
  kase->evidence.from.domain = question->domain;
  kase->evidence.from.shared = flag_of (ruleset_gives_mailboxes (rules, question->domain));
  kase->verdict.spf_domain = question->domain;
  SenderRecord *profile = &kase->evidence.sender_profile;
  profile->domain = question->domain;
  profile->institution = question->institution;
  if (sender == NULL)
    return;
  profile->name = sender->rule.id;
  profile->title = sender->title;
  profile->signing_domains = sender->signing_domains;
  profile->selectors = sender->selectors;
  profile->return_paths = sender->return_paths;
  profile->spf_includes = sender->spf_includes;
  profile->support = sender->support;
}

/* ---- what has to be there ---- */

/* It names domains, not what the record should say. */
static bool
is_about_organization (const DnsFact *fact) {
  return span_equal (fact->problem, SPAN ("organization-differs"));
}

static const DnsFact *
fact_about (const Case *kase, const DnsRecord *record) {
  const Vec *facts = &kase->evidence.dns_facts;
  const DnsFact *found = NULL;
  Span name = record->name;
  if (name.len && name.data[name.len - 1] == '.')
    name = span_first (name, name.len - 1);
  for (guint i = 0; i < facts->n; i++) {
    const DnsFact *fact = vec_at (facts, DnsFact, i);
    bool same = span_equal_nocase (fact->name, name) && span_equal (fact->type, record->type);
    if (same && (found == NULL || span_is_null (found->expected)))
      found = fact;
  }
  return found;
}

/* Something is wrong with what is there, and no repair is known. */
static bool
is_beyond_repair (const Case *kase, const DnsRecord *record) {
  const Vec *facts = &kase->evidence.dns_facts;
  for (guint i = 0; i < facts->n; i++) {
    const DnsFact *fact = vec_at (facts, DnsFact, i);
    if (span_equal_nocase (fact->name, record->name) && span_equal (fact->type, record->type) &&
        !span_is_null (fact->problem) && !setup_problem_is_note (fact->problem) &&
        !is_about_organization (fact))
      return true;
  }
  return false;
}

static bool
is_unanswered (const DnsFact *fact) {
  DnsTrouble trouble;
  return dns_trouble_find (fact->problem, &trouble);
}

static bool
is_record_of (const DnsRecord *record, Span text, Arena *arena) {
  DnsRecord there = {.name = record->name, .type = record->type, .value = text};
  return publish_is_valid (&there, arena);
}

/* What is in force stays, repaired where it can be. False where nothing is to be published: it is
 * not known what is there, or nobody but the owner can tell what was meant. */
static bool
settle_value (const SetupCase *answer, DnsRecord *record, Arena *arena) {
  const DnsFact *fact = fact_about (&answer->kase, record);
  bool alias = record_type_is (record->type, TYPE_CNAME);
  if (fact == NULL)
    return alias || !answer->checked;
  if (!span_is_null (fact->expected) && !is_about_organization (fact)) {
    record->value = fact->expected;
    return true;
  }
  if (is_unanswered (fact))
    return alias;
  if (span_is_null (fact->problem) && alias)
    record->value = arena_printf (arena, "%.*s.", SPAN_FORMAT (fact->value));
  if (alias)
    return true;
  record->value = fact->value;
  return !is_beyond_repair (&answer->kase, record) && fact->value.len &&
         is_record_of (record, fact->value, arena);
}

/* Whether it has to be published as it was asked for, no such record being there. */
static bool
add_needed (Span name, Span type, Span value, Arena *arena, SetupCase *ret) {
  DnsRecord record = {.name = name, .type = type, .value = value};
  publish_split_name (&record, arena);
  if (!publish_is_theirs (name, &ret->kase.evidence, arena) ||
      !settle_value (ret, &record, arena) || !publish_is_valid (&record, arena))
    return false;
  *vec_push (arena, &ret->records, DnsRecord) = record;
  return span_equal (record.value, value);
}

/* The record that counts may be that of a domain above. */
static Span
dmarc_name (const SetupCase *answer, Arena *arena) {
  const Vec *facts = &answer->kase.evidence.dns_facts;
  Span domain = answer->kase.evidence.from.domain;
  for (guint i = 0; i < facts->n; i++) {
    const DnsFact *fact = vec_at (facts, DnsFact, i);
    if (!method_is (fact->subject, METHOD_DMARC) || span_is_null (fact->value))
      continue;
    if (span_is_null (fact->problem) && !span_is_null (fact->at))
      domain = fact->at;
    else if (span_starts_with (fact->name, DMARC_NAME))
      return fact->name;
  }
  return arena_printf (arena, "%.*s%.*s", SPAN_FORMAT (DMARC_NAME), SPAN_FORMAT (domain));
}

/* Whether the institution's code stands in one of them. */
static bool
list_records (const SenderRule *sender, Arena *arena, SetupCase *ret) {
  bool code = false;
  Scope scope = {.kase = &ret->kase,
                 .evidence = &ret->kase.evidence,
                 .this_record = &ret->kase.evidence.sender_profile,
                 .inner = &ret->kase.evidence.sender_profile};
  for (guint i = 0; sender && i < sender->records.n; i++) {
    const RecordTemplate *record = vec_at (&sender->records, RecordTemplate, i);
    bool added = add_needed (template_render (&record->name, &scope, arena), record->type,
                             template_render (&record->value, &scope, arena), arena, ret);
    code |= added && template_asks (&record->value, "institution");
  }
  add_needed (dmarc_name (ret, arena), SPAN ("TXT"), DMARC_LEAST, arena, ret);
  return code;
}

/* The records show a word where the institution's code belongs. */
static Span
code_note (const SenderRule *sender, const char *language, const Scope *scope, Arena *arena) {
  const Template *note = texts_find (&sender->institution_notes, language);
  return note ? template_render (note, scope, arena) : SPAN_NULL;
}

/* ---- the answer ---- */

static Span
status_of (const SetupCase *answer) {
  const Vec *facts = &answer->kase.evidence.dns_facts, *findings = &answer->kase.findings;
  for (guint i = 0; i < findings->n; i++)
    if (severity_is (vec_at (findings, Finding, i)->severity, SEVERITY_ERROR))
      return status_word (STATUS_FAIL);
  for (guint i = 0; i < facts->n; i++)
    if (is_unanswered (vec_at (facts, DnsFact, i)))
      return status_word (STATUS_UNKNOWN);
  return status_word (answer->checked ? STATUS_PASS : STATUS_UNKNOWN);
}

void
setup_note_reading (const Resolver *resolver, Evidence *evidence) {
  gint64 read = resolver_read_at (resolver);
  bool live = resolver_is_live (resolver);
  evidence->dns_source = live ? SPAN ("server") : SPAN ("file");
  evidence->dns_read = (Date){.seconds = read, .set = live && read > 0};
}

void
setup_case_run (const RuleSet *rules, RuleWorker *worker, const SetupQuestion *question,
                Resolver *resolver, Arena *arena, SetupCase *ret) {
  const SenderRule *sender = find_sender (rules, question->sender);
  Evidence *evidence = &ret->kase.evidence;
  SetupProfile profile;
  *ret = (SetupCase){.checked = resolver != NULL};
  fill_case (rules, sender, question, &ret->kase);
  setup_profile_find (rules, evidence->sender_profile.name, arena, &profile);
  if (resolver) {
    resolver_start_run (resolver, DNS_QUERIES_DEFAULT, DNS_SECONDS_DEFAULT);
    setup_check (question->domain, question->institution, &profile, resolver, arena,
                 &evidence->dns_facts);
    setup_note_reading (resolver, evidence);
    findings_run (rules, worker, &ret->kase, arena);
  }
  bool code = list_records (sender, arena, ret);
  const Scope scope = {.kase = &ret->kase, .evidence = evidence};
  if (code && span_is_null (question->institution))
    ret->note = code_note (sender, worker->language, &scope, arena);
  ret->status = status_of (ret);
}
