/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/feedback-report.h"

#include <stddef.h>

#include "base/limits.h"
#include "headers/delivery-status.h"
#include "headers/smtp-reply.h"
#include "syntax/date.h"
#include "syntax/field-block.h"
#include "syntax/ip-address.h"

typedef enum { KIND_TEXT, KIND_WORD, KIND_ADDRESS, KIND_HOST } FieldKindOf;

static const struct {
  const char *name;
  FieldKindOf kind;
  gsize offset;
} fields[] = {
    {"Feedback-Type", KIND_WORD, offsetof (FeedbackReport, feedback_type)},
    {"Auth-Failure", KIND_WORD, offsetof (FeedbackReport, auth_failure)},
    {"Delivery-Result", KIND_WORD, offsetof (FeedbackReport, delivery_result)},
    {"User-Agent", KIND_TEXT, offsetof (FeedbackReport, user_agent)},
    {"Reported-Domain", KIND_TEXT, offsetof (FeedbackReport, reported_domain)},
    {"Original-Mail-From", KIND_ADDRESS, offsetof (FeedbackReport, original_mail_from)},
    {"Original-Envelope-Id", KIND_TEXT, offsetof (FeedbackReport, envelope_id)},
    {"Reporting-MTA", KIND_HOST, offsetof (FeedbackReport, reporting_mta)},
    {"DKIM-Domain", KIND_TEXT, offsetof (FeedbackReport, dkim_domain)},
    {"DKIM-Selector", KIND_TEXT, offsetof (FeedbackReport, dkim_selector)},
    {"DKIM-Identity", KIND_TEXT, offsetof (FeedbackReport, dkim_identity)},
    {"SPF-DNS", KIND_TEXT, offsetof (FeedbackReport, spf_dns)},
};

typedef struct {
  Arena *arena;
  Defects *defects;
  FeedbackReport *report;
  guint seen;
} Reader;

static Span
plain (Reader *reader, Span value) {
  return smtp_reply_join (span_first (value, LIMIT_DIAGNOSTIC), reader->arena);
}

static Span
word_of (Reader *reader, Span value) {
  value = plain (reader, value);
  gsize end = 0;
  while (end < value.len &&
         (g_ascii_isalnum (value.data[end]) || is_any_of (value.data[end], "-_")))
    end++;
  return end ? arena_dup_lower (reader->arena, span_first (value, end)) : SPAN_NULL;
}

/* "<>" is an address here: the null sender. */
static Span
address_of (Reader *reader, Span value) {
  Span address = delivery_status_address (value, reader->arena);
  if (span_is_null (address) && span_index (value, '<') >= 0)
    return SPAN ("");
  return address;
}

static void
read_known (Reader *reader, guint i, Span value) {
  Span *slot = (Span *)((char *)reader->report + fields[i].offset);
  if (!span_is_null (*slot))
    return;
  switch (fields[i].kind) {
  case KIND_WORD:
    *slot = word_of (reader, value);
    break;
  case KIND_ADDRESS:
    *slot = address_of (reader, value);
    break;
  case KIND_HOST:
    *slot = delivery_status_host (value, reader->arena);
    break;
  case KIND_TEXT:
    value = plain (reader, value);
    *slot = value.len ? value : SPAN_NULL;
    break;
  }
}

static void
read_recipient (Reader *reader, Span value) {
  FeedbackReport *report = reader->report;
  Span address = delivery_status_address (value, reader->arena);
  if (span_is_null (address))
    return;
  if (span_is_null (report->original_rcpt_to))
    report->original_rcpt_to = address;
  if (++report->total <= LIMIT_BOUNCES)
    *vec_push (reader->arena, &report->recipients, Span) = address;
}

static void
read_source_ip (Reader *reader, Span value) {
  /* "192.0.2.25 ([192.0.2.25])" and "[192.0.2.25]" of OpenDMARC and others: the address is the
   * first word */
  Span ip = plain (reader, value);
  gssize blank = span_index (ip, ' ');
  ip = blank < 0 ? ip : span_first (ip, (gsize)blank);
  if (!span_is_null (reader->report->source_ip))
    return;
  if (!ip_address_normalize (ip, reader->arena, &reader->report->source_ip))
    defect_add (reader->defects, "feedback-report-source-ip", value,
                "The report's Source-IP is no address.");
}

/* RFC 9991 §3.1: "none", or the mechanisms that did not give an aligned identifier. NetEase writes
 * "spf-dkim". */
static void
read_alignment (Reader *reader, Span value) {
  Span rest = plain (reader, value);
  reader->report->has_alignment = true;
  while (rest.len > 0 && reader->report->not_aligned.n < LIMIT_PROPERTIES) {
    gsize end = 0;
    while (end < rest.len && rest.data[end] != ',' && rest.data[end] != '-')
      end++;
    Span item = word_of (reader, span_first (rest, end));
    if (!span_is_null (item) && !span_equal (item, SPAN ("none")))
      *vec_push (reader->arena, &reader->report->not_aligned, Span) = item;
    rest = span_skip (rest, end + 1);
  }
}

static void
read_results (Reader *reader, Span value) {
  Vec *list = &reader->report->authentication_results;
  if (list->n < LIMIT_TRACE_FIELDS)
    *vec_push (reader->arena, list, Span) = span_first (value, LIMIT_FIELD);
}

static void
read_arrival (Reader *reader, Span value) {
  Date *date = &reader->report->arrival;
  if (!span_is_null (date->raw))
    return;
  date_parse (value, date);
  date->raw = plain (reader, value);
}

static void
read_version (Reader *reader, Span value) {
  (void)reader;
  (void)value;
}

static const struct {
  const char *name;
  void (*read) (Reader *reader, Span value);
} others[] = {
    {"Original-Rcpt-To", read_recipient},
    {"Removal-Recipient", read_recipient},
    {"Source-IP", read_source_ip},
    {"Source", read_source_ip},
    {"Identity-Alignment", read_alignment},
    {"Authentication-Results", read_results},
    {"Arrival-Date", read_arrival},
    {"Received-Date", read_arrival},
    {"Version", read_version},
};

static void
read_field (Reader *reader, const FieldBlockItem *item) {
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (span_equal_nocase (item->name, span_from_string (fields[i].name))) {
      read_known (reader, i, item->value);
      reader->seen++;
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (span_equal_nocase (item->name, span_from_string (others[i].name))) {
      others[i].read (reader, item->value);
      reader->seen++;
      return;
    }
}

bool
feedback_report_parse (Span text, Arena *arena, FeedbackReport *ret, Defects *defects) {
  Reader reader = {arena, defects, ret, 0};
  FieldBlock block;
  FieldBlockItem item;
  *ret = (FeedbackReport){0};
  field_block_init (&block, text);
  while (field_block_next (&block, &item))
    if (item.kind == FIELD_BLOCK_FIELD)
      read_field (&reader, &item);
  if (reader.seen > 0 && span_is_null (ret->feedback_type))
    defect_add (defects, "feedback-report-no-type", text,
                "The report does not say of what kind it is.");
  return reader.seen > 0;
}

/* ---- Exim's text ------------------------------------------------------------------------------
 */

static void
add_not_aligned (Reader *reader, Span value, const char *mechanism) {
  if (span_is_nocase (value, "no"))
    *vec_push (reader->arena, &reader->report->not_aligned, Span) = span_from_string (mechanism);
}

static void
read_sender_domain (Reader *reader, Span value) {
  reader->report->reported_domain = value;
}

static void
read_spf_alignment (Reader *reader, Span value) {
  add_not_aligned (reader, value, "spf");
}

static void
read_dkim_alignment (Reader *reader, Span value) {
  add_not_aligned (reader, value, "dkim");
}

/* "None, Accept": the policy, and what was done; RFC 6591 section 3.2.2 has other words. */
static void
read_outcome (Reader *reader, Span value) {
  gssize comma = span_index (value, ',');
  Span deed = span_trim (span_skip (value, (gsize)(comma + 1)));
  if (comma < 0)
    return;
  reader->report->delivery_result =
      span_is_nocase (deed, "accept") ? SPAN ("delivered") : word_of (reader, deed);
}

static const struct {
  const char *name;
  void (*read) (Reader *reader, Span value);
  bool needed;
} lines[] = {
    {"Sender Domain", read_sender_domain, true},   {"SPF Alignment", read_spf_alignment, true},
    {"DKIM Alignment", read_dkim_alignment, true}, {"Sender IP Address", read_source_ip, false},
    {"Received Date", read_arrival, false},        {"DMARC Results", read_outcome, false},
};

/* The index of what a line tells, and its value; -1 for any other line. */
static int
known_line (Span line, Span *ret_value) {
  gssize colon = span_index (line, ':');
  Span name = span_trim (span_first (line, (gsize)MAX (colon, 0)));
  *ret_value = span_trim (span_skip (line, (gsize)(colon + 1)));
  for (int i = 0; colon > 0 && i < (int)G_N_ELEMENTS (lines); i++)
    if (span_is_nocase (name, lines[i].name) && !span_is_empty (*ret_value))
      return i;
  return -1;
}

bool
feedback_report_parse_text (Span text, Arena *arena, FeedbackReport *ret) {
  Defects unused;
  Reader reader = {arena, &unused, ret, 0};
  Span rest = span_first (text, LIMIT_BOUNCE_TEXT), line, value;
  guint met = 0, needed = 0;
  defects_init (&unused, arena);
  *ret = (FeedbackReport){.feedback_type = SPAN ("auth-failure"),
                          .auth_failure = SPAN ("dmarc"),
                          .has_alignment = true};
  while (span_next_line (&rest, &line, NULL) && !span_starts_with (line, SPAN ("---"))) {
    int i = known_line (line, &value);
    if (i < 0 || (met & 1u << i))
      continue;
    met |= 1u << i;
    lines[i].read (&reader, value);
  }
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    needed |= (guint)lines[i].needed << i;
  return (met & needed) == needed;
}
