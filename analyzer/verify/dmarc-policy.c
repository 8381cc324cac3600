/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify/dmarc-policy.h"

#define DMARC_PROBLEMS_MAX 32

static Span
skip_space (Span text) {
  while (text.len && is_wsp (text.data[0]))
    text = span_skip (text, 1);
  return text;
}

/* dmarc-version: "v" *WSP "=" *WSP "DMARC1", then the end or a separator. */
bool
dmarc_is_record (Span text) {
  if (!span_starts_with (text, SPAN ("v")))
    return false;
  text = skip_space (span_skip (text, 1));
  if (!span_starts_with (text, SPAN ("=")))
    return false;
  text = skip_space (span_skip (text, 1));
  if (!span_starts_with (text, SPAN ("DMARC1")))
    return false;
  text = skip_space (span_skip (text, 6));
  return text.len == 0 || text.data[0] == ';';
}

bool
dmarc_is_near_miss (Span text) {
  if (dmarc_is_record (text))
    return false;
  return span_find_nocase (text, SPAN ("DMARC1")) >= 0 ||
         span_starts_with_nocase (text, SPAN ("p=none")) ||
         span_starts_with_nocase (text, SPAN ("p=quarantine")) ||
         span_starts_with_nocase (text, SPAN ("p=reject"));
}

static void
add_problem (DmarcPolicy *policy, Arena *arena, const char *code, Span at, bool breaks) {
  if (policy->problems.n < DMARC_PROBLEMS_MAX)
    *vec_push (arena, &policy->problems, DmarcProblem) = (DmarcProblem){code, at, breaks};
}

/* The word, lower case; null when it is none of the three. */
static Span
policy_word (Span value) {
  static const Span words[] = {SPAN ("none"), SPAN ("quarantine"), SPAN ("reject")};
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_equal_nocase (value, words[i]))
      return words[i];
  return SPAN_NULL;
}

static bool
says (const DmarcPolicy *policy, Span tag, Span value) {
  return span_equal_nocase (tag_list_get (&policy->tags, tag), value);
}

/* §4.7 rua: at least one URI; we look for a scheme and, in a mailto, an address. */
static bool
has_report_uri (Span list) {
  while (list.len) {
    gssize comma = span_index (list, ',');
    Span uri = span_trim (span_first (list, comma < 0 ? list.len : (gsize)comma));
    gssize colon = span_index (uri, ':');
    bool mail = span_starts_with_nocase (uri, SPAN ("mailto:"));
    if (mail ? span_index (uri, '@') > 7 : colon > 0 && span_find (uri, SPAN ("://")) == colon)
      return true;
    list = comma < 0 ? SPAN ("") : span_skip (list, (gsize)comma + 1);
  }
  return false;
}

/* A size limit (RFC 7489 "!10m", gone since RFC 9989), and what is no mail address: nobody reports
 * to it. */
static void
check_report_uris (DmarcPolicy *policy, Span list, Arena *arena) {
  while (list.len) {
    gssize comma = span_index (list, ',');
    Span uri = span_trim (span_first (list, comma < 0 ? list.len : (gsize)comma));
    bool mail = span_starts_with_nocase (uri, SPAN ("mailto:"));
    if (mail && span_index (uri, '!') > 0)
      add_problem (policy, arena, "report-size", uri, false);
    if (!mail && span_find (uri, SPAN ("://")) > 0)
      add_problem (policy, arena, "report-scheme", uri, false);
    if (!mail && span_index (uri, ':') < 0 && span_index (uri, '@') > 0)
      add_problem (policy, arena, "report-address", uri, false);
    list = comma < 0 ? SPAN ("") : span_skip (list, (gsize)comma + 1);
  }
}

static void
check_reports (DmarcPolicy *policy, Arena *arena) {
  Span rua = tag_list_get (&policy->tags, SPAN ("rua")),
       ruf = tag_list_get (&policy->tags, SPAN ("ruf"));
  policy->reports = has_report_uri (rua);
  guint before = policy->problems.n;
  check_report_uris (policy, rua, arena);
  check_report_uris (policy, ruf, arena);
  bool named = policy->problems.n > before;
  if (!named && !span_is_null (rua) && !policy->reports)
    add_problem (policy, arena, "report-address", rua, false);
  if (!named && !span_is_null (ruf) && !has_report_uri (ruf))
    add_problem (policy, arena, "report-address", ruf, false);
}

bool
dmarc_is_failure_options (Span value) {
  for (gsize i = 0; i < value.len; i++) {
    char c = g_ascii_tolower (value.data[i]);
    if (i % 2 ? c != ':' : c != '0' && c != '1' && c != 'd' && c != 's')
      return false;
  }
  return value.len % 2 == 1;
}

bool
dmarc_problem_is_note (const DmarcProblem *problem) {
  static const char *const notes[] = {"historic", "report-size", "report-scheme", "testing"};
  for (gsize i = 0; i < G_N_ELEMENTS (notes); i++)
    if (g_str_equal (problem->code, notes[i]))
      return true;
  return false;
}

/* Words that are none there: as if the tag were left out (§4.7). */
static void
check_words (DmarcPolicy *policy, Arena *arena) {
  static const Span modes[] = {SPAN ("adkim"), SPAN ("aspf")};
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++) {
    Span value = tag_list_get (&policy->tags, modes[i]);
    if (!span_is_null (value) && !span_is_nocase (value, "r") && !span_is_nocase (value, "s"))
      add_problem (policy, arena, "alignment-word", value, false);
  }
  Span options = tag_list_get (&policy->tags, SPAN ("fo"));
  if (!span_is_null (options) && !dmarc_is_failure_options (options))
    add_problem (policy, arena, "failure-options", options, false);
  if (policy->testing)
    add_problem (policy, arena, "testing", tag_list_get (&policy->tags, SPAN ("t")), false);
}

/* §4.10.1: an unreadable policy ends DMARC, unless reports are wanted: then it is p=none. */
static void
read_policies (DmarcPolicy *policy, Arena *arena) {
  Span p = tag_list_get (&policy->tags, SPAN ("p")), sp = tag_list_get (&policy->tags, SPAN ("sp"));
  Span np = tag_list_get (&policy->tags, SPAN ("np"));
  bool p_bad = !span_is_null (p) && span_is_null (policy_word (p));
  bool sp_bad = !span_is_null (sp) && span_is_null (policy_word (sp));
  bool np_bad = !span_is_null (np) && span_is_null (policy_word (np));
  bool bad = p_bad || sp_bad || np_bad;
  policy->applies = !bad || policy->reports;
  if (p_bad)
    add_problem (policy, arena, "policy", p, !policy->reports);
  if (sp_bad || np_bad)
    add_problem (policy, arena, "subdomain-policy", sp_bad ? sp : np, !policy->reports);
  if (span_is_null (p))
    add_problem (policy, arena, "policy-missing", policy->text, false);
  if (!policy->applies)
    return;
  policy->policy = bad || span_is_null (p) ? SPAN ("none") : policy_word (p);
  policy->subdomain_policy = bad || span_is_null (sp) ? policy->policy : policy_word (sp);
  policy->nonexistent_policy =
      bad || span_is_null (np) ? policy->subdomain_policy : policy_word (np);
}

static void
check_text (DmarcPolicy *policy, Arena *arena) {
  static const Span historic[] = {SPAN ("pct"), SPAN ("rf"), SPAN ("ri")};
  Span p = tag_list_get (&policy->tags, SPAN ("p"));
  if (span_index (policy->text, '"') >= 0 || span_find (policy->text, SPAN ("\xe2\x80")) >= 0)
    add_problem (policy, arena, "quote", policy->text, false);
  if (span_index (p, ',') >= 0 || span_index (p, ' ') >= 0)
    add_problem (policy, arena, "separator", p, false);
  if (policy->tags.duplicate)
    add_problem (policy, arena, "tag-duplicate", policy->text, false);
  for (gsize i = 0; i < G_N_ELEMENTS (historic); i++) {
    Span value = tag_list_get (&policy->tags, historic[i]);
    if (!span_is_null (value))
      add_problem (policy, arena, "historic", value, false);
  }
}

void
dmarc_policy_parse (Span text, Arena *arena, DmarcPolicy *ret) {
  *ret = (DmarcPolicy){.text = text, .psd = 'u', .valid = dmarc_is_record (text)};
  tag_list_parse (text, arena, &ret->tags, NULL);
  if (!ret->valid) {
    add_problem (ret, arena, "version", text, true);
    return;
  }
  ret->strict_dkim = says (ret, SPAN ("adkim"), SPAN ("s"));
  ret->strict_spf = says (ret, SPAN ("aspf"), SPAN ("s"));
  ret->testing = says (ret, SPAN ("t"), SPAN ("y"));
  ret->psd = says (ret, SPAN ("psd"), SPAN ("y"))   ? 'y'
             : says (ret, SPAN ("psd"), SPAN ("n")) ? 'n'
                                                    : 'u';
  check_reports (ret, arena);
  read_policies (ret, arena);
  check_words (ret, arena);
  check_text (ret, arena);
}
