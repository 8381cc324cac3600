/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What filters for SPF, DKIM and DMARC write into the receiver's own log. A line states a result
 * and no refusal: whether the mail was refused stands in the mail server's. */
#include "paste/repair.h"

/* "727171F825F: ": the queue's name of the mail. */
static Span
without_queue_id (Span text) {
  gsize id = 0;
  while (id < text.len && g_ascii_isalnum (text.data[id]))
    id++;
  return id >= 5 && span_starts_with (span_skip (text, id), SPAN (": ")) ? span_skip (text, id + 2)
                                                                         : text;
}

/* "Nov  9 10:12:43 mx1 opendmarc[466]: 4F1: ": what stands behind it; null of another program's. */
static Span
said_by (Span line, const char *program) {
  Span said;
  if (!span_part (line, span_from_string (program), NULL, &said))
    return SPAN_NULL;
  if (span_starts_with (said, SPAN ("[")) && !span_part (said, SPAN ("]"), NULL, &said))
    return SPAN_NULL;
  if (!span_starts_with (said, SPAN (": ")))
    return SPAN_NULL;
  return span_trim (without_queue_id (span_skip (said, 2)));
}

static void
set_once (Span *place, Span value) {
  if (span_is_null (*place))
    *place = value;
}

/* ---- OpenDMARC ---- */

/* "opera.example fail" and "SPF(mailfrom): news@opera.example fail" */
static bool
read_opendmarc (Span line, PasteOverview *ret) {
  static const char *const results[] = {"pass", "fail", "none", "softfail", "neutral"};
  Span said = said_by (line, "opendmarc"), name, result;
  bool spf = span_starts_with (said, SPAN ("SPF(mailfrom): "));
  if (span_is_null (said) ||
      !span_part (spf ? span_skip (said, 15) : said, SPAN (" "), &name, &result))
    return false;
  for (guint i = 0; i < G_N_ELEMENTS (results); i++) {
    if (!span_is (result, results[i]) || span_index (name, '.') <= 0)
      continue;
    set_once (spf ? &ret->spf : &ret->dmarc, span_from_string (results[i]));
    if (!spf)
      set_once (&ret->domain, name);
    return true;
  }
  return false;
}

/* ---- OpenDKIM ---- */

/* "s=mail d=opera.example a=rsa-sha256", "(s=mail, d=opera.example)" */
static Span
signing_domain (Span said) {
  Span domain;
  if (!span_part (said, SPAN (" d="), NULL, &domain))
    return SPAN_NULL;
  gsize end = 0;
  while (end < domain.len && !is_any_of (domain.data[end], " ,);"))
    end++;
  return span_first (domain, end);
}

static bool
read_opendkim (Span line, PasteOverview *ret) {
  static const struct {
    const char *words, *more, *result; /* a result of NULL: the line does not tell which */
  } rows[] = {
      {"bad signature data", "", "fail"},
      {"SSL error:", "", "fail"},
      {"no signature data", "", "none"},
      {"DKIM verification successful", "", "pass"},
      /* the DNS answered that there is none (RFC 6376 §6.1.2); otherwise it may not have answered
       */
      {"key retrieval failed", "record not found", "permerror"},
      {"key retrieval failed", "", NULL},
  };
  Span said = said_by (line, "opendkim");
  for (guint i = 0; !span_is_null (said) && i < G_N_ELEMENTS (rows); i++) {
    if (span_find (said, span_from_string (rows[i].words)) < 0 ||
        span_find (said, span_from_string (rows[i].more)) < 0)
      continue;
    if (rows[i].result)
      set_once (&ret->dkim, span_from_string (rows[i].result));
    set_once (&ret->domain, signing_domain (said));
    return true;
  }
  return false;
}

/* ---- rspamd ---- */

/* "DMARC_POLICY_REJECT(2.00){opera.example : SPF not aligned, No valid DKIM,reject;}" */
static Span
option_of (Span behind) {
  Span option;
  gssize open = span_index (span_first (behind, 16), '{');
  if (open < 0)
    return SPAN_NULL;
  option = span_skip (behind, (gsize)open + 1);
  gsize end = 0;
  while (end < option.len &&
         (g_ascii_isalnum (option.data[end]) || is_any_of (option.data[end], ".-")))
    end++;
  option = span_first (option, end);
  return span_index (option, '.') > 0 ? option : SPAN_NULL;
}

static bool
read_rspamd (Span line, PasteOverview *ret) {
  static const struct {
    const char *symbol, *result;
    gsize place;
  } rows[] = {
      {"DMARC_POLICY_REJECT(", "fail", offsetof (PasteOverview, dmarc)},
      {"DMARC_POLICY_QUARANTINE(", "fail", offsetof (PasteOverview, dmarc)},
      {"DMARC_POLICY_SOFTFAIL(", "fail", offsetof (PasteOverview, dmarc)},
      {"DMARC_POLICY_ALLOW(", "pass", offsetof (PasteOverview, dmarc)},
      {"DMARC_NA(", "none", offsetof (PasteOverview, dmarc)},
      {"R_SPF_FAIL(", "fail", offsetof (PasteOverview, spf)},
      {"R_SPF_SOFTFAIL(", "softfail", offsetof (PasteOverview, spf)},
      {"R_SPF_NEUTRAL(", "neutral", offsetof (PasteOverview, spf)},
      {"R_SPF_ALLOW(", "pass", offsetof (PasteOverview, spf)},
      {"R_SPF_NA(", "none", offsetof (PasteOverview, spf)},
      {"R_DKIM_REJECT(", "fail", offsetof (PasteOverview, dkim)},
      {"R_DKIM_PERMFAIL(", "permerror", offsetof (PasteOverview, dkim)},
      {"R_DKIM_TEMPFAIL(", "temperror", offsetof (PasteOverview, dkim)},
      {"R_DKIM_ALLOW(", "pass", offsetof (PasteOverview, dkim)},
      {"R_DKIM_NA(", "none", offsetof (PasteOverview, dkim)},
  };
  bool found = false;
  Span said, behind;
  if (!span_part (line, SPAN ("rspamd_task_write_log: "), NULL, &said))
    return false;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    if (!span_part (said, span_from_string (rows[i].symbol), NULL, &behind))
      continue;
    Span *place = (Span *)((char *)ret + rows[i].place);
    set_once (place, span_from_string (rows[i].result));
    if (place == &ret->dmarc)
      set_once (&ret->domain, option_of (behind));
    found = true;
  }
  return found;
}

/* ---- the text ---- */

/* The first filter that says something; what another one says may be of another mail. */
PasteOverview
overview_in_filter_log (Span in, Arena *arena) {
  static const struct {
    const char *mark, *title;
    bool (*read) (Span line, PasteOverview *ret);
  } filters[] = {{"opendmarc", "OpenDMARC", read_opendmarc},
                 {"opendkim", "OpenDKIM", read_opendkim},
                 {"rspamd_task_write_log", "rspamd", read_rspamd}};
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++) {
    PasteOverview found = {.told = true, .program = span_from_string (filters[i].title)};
    Span rest = in, line;
    gsize first = in.len;
    if (span_find (in, span_from_string (filters[i].mark)) < 0)
      continue;
    while (span_next_line (&rest, &line, NULL))
      if (filters[i].read (span_trim (line), &found))
        first = MIN (first, (gsize)(line.data - in.data));
    if (first == in.len)
      continue;
    g_autoptr (PasteText) text = paste_text_new (arena, in, 0, 1);
    found.line = paste_text_source (text, first).source_line;
    return found;
  }
  return (PasteOverview){0};
}
