/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/delivery-event.h"

#include "base/limits.h"
#include "headers/delivery-status.h"
#include "headers/smtp-reply.h"
#include "syntax/json-text.h"

/* Objects in objects of one event: Mailgun has three. */
#define EVENT_DEPTH 4
/* An address is written plainly, or its place is not told. */
#define PLACE_WITHIN (64 << 10)

typedef struct {
  Arena *arena;
  Span text;
  gsize from; /* places are looked for from here on */
  guint line; /* of `from` */
  gsize line_start;
  RefusalText *ret;
} Reader;

/* ---- members -----------------------------------------------------------------------------------
 */

static bool
is_named (const char *name, const char *const *names) {
  for (; *names; names++)
    if (g_ascii_strcasecmp (name, *names) == 0)
      return true;
  return false;
}

/* {"to": ["a@b.example"]} of Resend. */
static const char *
first_of_list (JsonObject *object, const char *name) {
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *list = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  JsonNode *first = list && json_array_get_length (list) ? json_array_get_element (list, 0) : NULL;
  return first && JSON_NODE_HOLDS_VALUE (first) ? json_node_get_string (first) : NULL;
}

/* The first text under one of the names, this object's own before those further in. `test` may
 * refuse one. */
static const char *
text_under (JsonObject *object, const char *const *names, bool (*test) (const char *),
            guint depth) {
  g_autoptr (GList) members = json_object_get_members (object);
  for (GList *at = members; at; at = at->next) {
    const char *text = json_text_string (object, at->data);
    if (text == NULL)
      text = first_of_list (object, at->data);
    if (text && text[0] && is_named (at->data, names) && (test == NULL || test (text)))
      return text;
  }
  for (GList *at = members; at && depth + 1 < EVENT_DEPTH; at = at->next) {
    JsonObject *inner = json_text_object (object, at->data);
    const char *text = inner ? text_under (inner, names, test, depth + 1) : NULL;
    if (text)
      return text;
  }
  return NULL;
}

static bool
is_address (const char *text) {
  const char *at = strchr (text, '@');
  return at && at > text && strlen (text) < 320 && strpbrk (text, " \n") == NULL;
}

static bool
is_reply (const char *text) {
  SmtpReply reply = smtp_reply_find (span_first (span_from_string (text), LIMIT_DIAGNOSTIC));
  return !span_is_null (reply.code) || !span_is_null (reply.status);
}

static bool
is_status (const char *text) {
  return !span_is_null (enhanced_status_at (span_from_string (text)));
}

/* A reply code as a number: {"code": 550, "message": "5.7.26 …"}. */
static gint64
code_under (JsonObject *object, guint depth) {
  static const char *const names[] = {"code", "smtp_code", "smtp-code", "error_code", NULL};
  g_autoptr (GList) members = json_object_get_members (object);
  for (GList *at = members; at; at = at->next) {
    JsonNode *node = json_object_get_member (object, at->data);
    bool number = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64;
    gint64 code = number ? json_node_get_int (node) : 0;
    if (code >= 400 && code <= 599 && is_named (at->data, names))
      return code;
    JsonObject *inner = depth + 1 < EVENT_DEPTH ? json_text_object (object, at->data) : NULL;
    code = inner ? code_under (inner, depth + 1) : 0;
    if (code)
      return code;
  }
  return 0;
}

/* ---- what happened -----------------------------------------------------------------------------
 */

typedef struct {
  const char *action;
  const char *const *words;
} EventKind;

static const EventKind kinds[] = {
    {"failed",
     (const char *const[]){"bounce", "bounced", "hard_bounce", "hardbounce", "soft_bounce",
                           "softbounce", "failed", "dropped", "blocked", "rejected", "reject",
                           "invalid_email", "invalid", "error", "permanent_fail", "email.bounced",
                           "email.failed", "email.suppressed", NULL}},
    {"delayed",
     (const char *const[]){"deferred", "delayed", "delay", "deliverydelay", "temporary_fail",
                           "transient", "email.delivery_delayed", NULL}},
    {"delivered", (const char *const[]){"delivered", "delivery", "sent", "email.delivered", NULL}},
    {"processed", (const char *const[]){"processed", "accepted", "request", "injection", NULL}},
    {"opened", (const char *const[]){"open", "opened", "unique_opened", "initial_open",
                                     "proxy_open", "unique_proxy_open", NULL}},
    {"clicked", (const char *const[]){"click", "clicked", NULL}},
    {"unsubscribed",
     (const char *const[]){"unsubscribe", "unsubscribed", "unsub", "group_unsubscribe",
                           "list_unsubscribe", "link_unsubscribe", "subscriptionchange", NULL}},
    {"complained", (const char *const[]){"spamreport", "spamcomplaint", "spam_complaint", "spam",
                                         "complained", "complaint", NULL}},
};

static const EventKind *
event_kind (const char *word) {
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (is_named (word, kinds[i].words))
      return &kinds[i];
  return NULL;
}

static bool
is_event (const char *word) {
  return event_kind (word) != NULL;
}

/* One of the actions; NULL when it is no event. */
static const char *
action_of (JsonObject *event) {
  static const char *const names[] = {"event",     "RecordType", "event_type",
                                      "eventType", "type",       NULL};
  static const char *const severity[] = {"severity", NULL};
  const char *word = text_under (event, names, is_event, 0);
  const char *grave = text_under (event, severity, NULL, 0);
  const EventKind *kind = word ? event_kind (word) : NULL;
  if (kind == &kinds[0] && grave && g_ascii_strcasecmp (grave, "temporary") == 0)
    return "delayed";
  return kind ? kind->action : NULL;
}

/* ---- one event ---------------------------------------------------------------------------------
 */

static void
go_to (Reader *reader, gsize at) {
  for (; reader->from < at; reader->from++)
    if (reader->text.data[reader->from] == '\n') {
      reader->line++;
      reader->line_start = reader->from + 1;
    }
}

/* The place of the address in the text, behind the last one's. */
static void
set_place (Reader *reader, const char *address, Refusal *refusal) {
  Span rest = span_first (span_skip (reader->text, reader->from), PLACE_WITHIN);
  gssize at = span_find (rest, span_from_string (address));
  if (at >= 0)
    go_to (reader, reader->from + (gsize)at);
  refusal->offset = reader->line_start;
  refusal->line = reader->line;
  if (at >= 0)
    go_to (reader, reader->from + strlen (address));
}

static Span
said_of (Reader *reader, JsonObject *event) {
  static const char *const names[] = {
      "reason",        "response", "Details",       "diagnosticCode", "diagnostic",
      "smtp_response", "diag",     "bounce_reason", "raw_reason",     "message",
      "description",   "error",    "comment",       "content",        NULL};
  const char *text = text_under (event, names, is_reply, 0);
  if (text == NULL)
    text = text_under (event, names, NULL, 0);
  if (text == NULL)
    return SPAN_NULL;
  Span said = span_trim (span_first (span_from_string (text), LIMIT_DIAGNOSTIC));
  if (span_starts_with_nocase (said, SPAN ("smtp;")))
    said = span_trim (span_skip (said, 5));
  gint64 code = code_under (event, 0);
  if (code && span_is_null (smtp_reply_find (said).code))
    said = arena_printf (reader->arena, "%d %.*s", (int)code, SPAN_FORMAT (said));
  return smtp_reply_join (said, reader->arena);
}

static Span
dup_under (Reader *reader, JsonObject *event, const char *const *names,
           bool (*test) (const char *)) {
  return arena_dup (reader->arena, span_from_string (text_under (event, names, test, 0)));
}

static bool
read_event (Reader *reader, JsonObject *event) {
  static const char *const recipients[] = {"recipient",      "email",   "rcpt", "to",
                                           "recipientEmail", "rcpt_to", NULL};
  static const char *const senders[] = {"sender", "from", "envelope_from", NULL};
  static const char *const statuses[] = {"status", "enhanced-code", "enhanced_code", NULL};
  static const char *const hosts[] = {"mx-host", "mx_host", "remote_mta", "mx", NULL};
  static const char *const addresses[] = {"sending-ip", "sending_ip", "ip", NULL};
  const char *action = action_of (event);
  const char *recipient = text_under (event, recipients, is_address, 0);
  if (action == NULL || recipient == NULL)
    return false;
  RefusalText *ret = reader->ret;
  Refusal refusal = {.sign = REFUSAL_WHOLE, .action = span_from_string (action)};
  set_place (reader, recipient, &refusal);
  refusal.recipient = arena_dup (reader->arena, span_from_string (recipient));
  refusal.sender = dup_under (reader, event, senders, is_address);
  refusal.remote_mta = dup_under (reader, event, hosts, NULL);
  refusal.client_ip = dup_under (reader, event, addresses, NULL);
  refusal.status = enhanced_status_at (dup_under (reader, event, statuses, is_status));
  if (g_str_equal (action, "failed") || g_str_equal (action, "delayed"))
    refusal.diagnostic = said_of (reader, event);
  if (++ret->total <= LIMIT_BOUNCES)
    *vec_push (reader->arena, &ret->refusals, Refusal) = refusal;
  return true;
}

/* ---- the text ----------------------------------------------------------------------------------
 */

static void
read_node (Reader *reader, JsonNode *node, guint depth) {
  if (depth > EVENT_DEPTH)
    return;
  if (JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *list = json_node_get_array (node);
    for (guint i = 0; i < json_array_get_length (list); i++)
      read_node (reader, json_array_get_element (list, i), depth + 1);
  } else if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObject *object = json_node_get_object (node);
    /* a list of events may stand inside: {"events": […]} */
    if (read_event (reader, object))
      return;
    g_autoptr (GList) members = json_object_get_members (object);
    for (GList *at = members; at; at = at->next)
      if (JSON_NODE_HOLDS_ARRAY (json_object_get_member (object, at->data)))
        read_node (reader, json_object_get_member (object, at->data), depth + 1);
  }
}

static void
read_object (Reader *reader, Span object) {
  g_autoptr (JsonParser) parser = object.len <= LIMIT_NOTIFICATION && span_index (object, '@') > 0
                                      ? json_text_parse (object)
                                      : NULL;
  JsonNode *root = parser ? json_parser_get_root (parser) : NULL;
  go_to (reader, (gsize)(object.data - reader->text.data));
  if (root)
    read_node (reader, root, 0);
}

/* A list, or one behind the other (a line each). What stands between is no JSON of events. */
bool
delivery_events_parse (Span text, Arena *arena, RefusalText *ret) {
  Span rest = span_trim (span_first (text, LIMIT_PASTE));
  Reader reader = {.arena = arena, .text = text, .line = 1, .ret = ret};
  guint before = ret->total;
  if (span_starts_with (rest, SPAN ("[")))
    rest = span_skip (rest, 1);
  for (;;) {
    rest = span_skip (rest, span_past (rest, 0, ", \t\r\n"));
    gsize end;
    if (!span_starts_with (rest, SPAN ("{")) || json_text_end (rest, &end) != JSON_TEXT_WHOLE)
      return ret->total > before;
    read_object (&reader, span_first (rest, end));
    rest = span_skip (rest, end);
  }
}
