/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/tls-report.h"

#include "base/limits.h"
#include "syntax/ip-address.h"
#include "syntax/json-text.h"

#define LOOKED_AT 2048 /* of the beginning of a file */

typedef struct {
  Arena *arena;
  Defects *defects;
} Reading;

static Span
text_of (const Reading *reading, JsonObject *object, const char *name) {
  Span text = span_trim (span_from_string (json_text_string (object, name)));
  return text.len ? arena_dup (reading->arena, span_first (text, LIMIT_REPORT_VALUE)) : SPAN_NULL;
}

static Span
word_of (const Reading *reading, JsonObject *object, const char *name) {
  Span text = text_of (reading, object, name);
  return span_is_null (text) ? text : arena_dup_lower (reading->arena, text);
}

static Span
address_of (const Reading *reading, JsonObject *object, const char *name) {
  Span address, text = text_of (reading, object, name);
  return ip_address_normalize (text, reading->arena, &address) ? address : SPAN_NULL;
}

/* Some write numbers as texts. */
static Number
count_of (JsonObject *object, const char *name) {
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;
  guint64 count = 0;
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NUMBER_NULL;
  if (json_node_get_value_type (node) == G_TYPE_INT64 && json_node_get_int (node) >= 0)
    count = (guint64)json_node_get_int (node);
  else if (!span_to_uint64 (span_from_string (json_text_string (object, name)), &count))
    return NUMBER_NULL;
  return count <= (guint64)LIMIT_REPORT_MESSAGES ? number_of ((gint64)count) : NUMBER_NULL;
}

/* RFC 3339. */
static void
read_date (const Reading *reading, JsonObject *object, const char *name, Date *ret) {
  ret->raw = text_of (reading, object, name);
  if (span_is_null (ret->raw))
    return;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (ret->raw.data, utc);
  if (time == NULL)
    return;
  ret->set = true;
  ret->seconds = g_date_time_to_unix (time);
}

/* A list of texts, or one (drafts had "mx-host" so). */
static void
read_texts (const Reading *reading, JsonObject *object, const char *name, Vec *ret) {
  JsonArray *list = json_text_array (object, name);
  Span one = text_of (reading, object, name);
  if (!span_is_null (one))
    *vec_push (reading->arena, ret, Span) = one;
  for (guint i = 0; list && i < json_array_get_length (list) && ret->n < LIMIT_PROPERTIES; i++) {
    JsonNode *node = json_array_get_element (list, i);
    const char *text = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
    if (text)
      *vec_push (reading->arena, ret, Span) =
          arena_dup (reading->arena, span_first (span_from_string (text), LIMIT_REPORT_VALUE));
  }
}

static JsonObject *
object_at (JsonArray *list, guint i) {
  JsonNode *node = json_array_get_element (list, i);
  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static void
read_detail (const Reading *reading, JsonObject *object, TlsFailure *ret) {
  ret->result_type = word_of (reading, object, "result-type");
  ret->sending_ip = address_of (reading, object, "sending-mta-ip");
  ret->receiving_host = text_of (reading, object, "receiving-mx-hostname");
  ret->receiving_ip = address_of (reading, object, "receiving-ip");
  ret->reason_code = text_of (reading, object, "failure-reason-code");
  ret->additional = text_of (reading, object, "additional-information");
  ret->count = count_of (object, "failed-session-count");
  if (!ret->count.set)
    defect_add (reading->defects, "tls-report-count", SPAN_NULL,
                "A failure does not say of how many sessions; it is counted as none.");
}

static void
read_policy (const Reading *reading, JsonObject *object, TlsPolicy *ret) {
  JsonObject *policy = json_text_object (object, "policy");
  JsonObject *summary = json_text_object (object, "summary");
  JsonArray *details = json_text_array (object, "failure-details");
  guint n = details ? json_array_get_length (details) : 0;
  ret->type = word_of (reading, policy, "policy-type");
  ret->domain = text_of (reading, policy, "policy-domain");
  read_texts (reading, policy, "policy-string", &ret->strings);
  read_texts (reading, policy, "mx-host", &ret->mx_hosts);
  ret->successes = count_of (summary, "total-successful-session-count");
  ret->failures = count_of (summary, "total-failure-session-count");
  for (guint i = 0; i < n && ret->details.n < LIMIT_RESULTS; i++)
    if (object_at (details, i))
      read_detail (reading, object_at (details, i),
                   vec_push (reading->arena, &ret->details, TlsFailure));
  if (n > LIMIT_RESULTS)
    defect_add (reading->defects, "tls-report-cut", SPAN_NULL,
                "A policy has more than %d failures; the others were not read.", LIMIT_RESULTS);
}

static void
read_report (const Reading *reading, JsonObject *object, JsonArray *policies, TlsReport *ret) {
  JsonObject *range = json_text_object (object, "date-range");
  ret->organization = text_of (reading, object, "organization-name");
  ret->contact = text_of (reading, object, "contact-info");
  ret->report_id = text_of (reading, object, "report-id");
  read_date (reading, range, "start-datetime", &ret->begin);
  read_date (reading, range, "end-datetime", &ret->end);
  if (!ret->begin.set || !ret->end.set)
    defect_add (reading->defects, "report-dates", SPAN_NULL,
                "The report does not say which days it is of.");
  for (guint i = 0; i < json_array_get_length (policies) && ret->policies.n < LIMIT_PROPERTIES; i++)
    if (object_at (policies, i))
      read_policy (reading, object_at (policies, i),
                   vec_push (reading->arena, &ret->policies, TlsPolicy));
}

bool
tls_report_parse (Span text, Arena *arena, TlsReport *ret, Defects *defects) {
  const Reading reading = {arena, defects};
  *ret = (TlsReport){0};
  if (text.len > LIMIT_TLS_REPORT) {
    defect_add (defects, "tls-report-too-long", SPAN_NULL,
                "The report is longer than %d bytes; it was not read.", LIMIT_TLS_REPORT);
    return false;
  }
  g_autoptr (JsonParser) parser = json_text_parse (text);
  JsonNode *root = parser ? json_parser_get_root (parser) : NULL;
  JsonObject *object = root && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonArray *policies = json_text_array (object, "policies");
  if (policies == NULL)
    return false;
  read_report (&reading, object, policies, ret);
  return true;
}

/* Its members in any order: two of those no other JSON has together. */
bool
tls_report_begins (Span head) {
  static const char *const names[] = {"\"organization-name\"", "\"date-range\"", "\"contact-info\"",
                                      "\"report-id\"", "\"policies\""};
  guint met = 0;
  head = span_trim (span_first (head, LOOKED_AT));
  if (span_starts_with (head, SPAN ("\xef\xbb\xbf")))
    head = span_trim (span_skip (head, 3));
  if (!span_starts_with (head, SPAN ("{")))
    return false;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    met += span_part (head, span_from_string (names[i]), NULL, NULL);
  return met >= 3;
}
