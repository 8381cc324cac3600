/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/ses-notification.h"

#include "base/limits.h"
#include "headers/delivery-status.h"
#include "headers/smtp-reply.h"
#include "syntax/json-text.h"

typedef struct {
  Arena *arena;
  SesNotification *ret;
} Reading;

static Span
text_of (Reading *reading, JsonObject *object, const char *name) {
  return arena_dup (reading->arena, span_from_string (json_text_string (object, name)));
}

/* RFC 3339, in UTC as SES writes it. */
static void
read_date (Reading *reading, JsonObject *object) {
  Date *date = &reading->ret->date;
  date->raw = text_of (reading, object, "timestamp");
  if (span_is_null (date->raw))
    return;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (date->raw.data, utc);
  date->set = time != NULL;
  date->seconds = time ? g_date_time_to_unix (time) : 0;
}

/* ---- recipients -------------------------------------------------------------------------------
 */

static SesRecipient *
add_recipient (Reading *reading, const char *address) {
  SesNotification *ret = reading->ret;
  if (address == NULL || ++ret->total > LIMIT_BOUNCES)
    return NULL;
  SesRecipient *recipient = vec_push (reading->arena, &ret->recipients, SesRecipient);
  recipient->address = delivery_status_address (
      arena_dup (reading->arena, span_from_string (address)), reading->arena);
  return recipient;
}

static Span
action_of (const char *word) {
  static const char *const actions[] = {"failed",  "delayed",  "delivered",
                                        "relayed", "expanded", "processed",
                                        "opened",  "clicked",  "unsubscribed"};
  for (guint i = 0; word && i < G_N_ELEMENTS (actions); i++)
    if (g_ascii_strcasecmp (word, actions[i]) == 0)
      return span_from_string (actions[i]);
  return SPAN_NULL;
}

/* "smtp; 550 5.1.1 …" (RFC 3464 §2.3.6). */
static Span
diagnostic_of (Reading *reading, const char *code) {
  Span text = span_first (span_from_string (code), LIMIT_DIAGNOSTIC);
  gsize type = 0;
  while (type < text.len && (g_ascii_isalnum (text.data[type]) || text.data[type] == '-'))
    type++;
  if (type > 0 && type < text.len && text.data[type] == ';')
    text = span_trim (span_skip (text, type + 1));
  return span_is_null (text) ? text : smtp_reply_join (text, reading->arena);
}

static Span
status_of (Reading *reading, JsonObject *object) {
  return arena_dup (reading->arena,
                    enhanced_status_at (span_from_string (json_text_string (object, "status"))));
}

/* {emailAddress, action, status, diagnosticCode}; `action` and `why` where they say nothing. */
static void
read_recipients (Reading *reading, JsonArray *list, Span action, Span why) {
  guint n = list ? json_array_get_length (list) : 0;
  for (guint i = 0; i < n; i++) {
    JsonNode *node = json_array_get_element (list, i);
    JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    SesRecipient *recipient = add_recipient (reading, json_text_string (object, "emailAddress"));
    if (recipient == NULL)
      continue;
    recipient->action = action_of (json_text_string (object, "action"));
    if (span_is_null (recipient->action))
      recipient->action = action;
    recipient->status = status_of (reading, object);
    recipient->diagnostic = diagnostic_of (reading, json_text_string (object, "diagnosticCode"));
    if (span_is_empty (recipient->diagnostic))
      recipient->diagnostic = why;
  }
}

/* A list of addresses that share what happened. */
static void
read_addresses (Reading *reading, JsonArray *list, const char *action, Span why) {
  guint n = list ? json_array_get_length (list) : 0;
  for (guint i = 0; i < n; i++) {
    JsonNode *node = json_array_get_element (list, i);
    const char *address = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
    SesRecipient *recipient = add_recipient (reading, address);
    if (recipient == NULL)
      continue;
    recipient->action = action_of (action);
    recipient->diagnostic = why;
  }
}

/* ---- what happened ----------------------------------------------------------------------------
 */

/* "name: value" of those members that are there. */
static Span
fields_of (Reading *reading, JsonObject *object, const char *const *names,
           const char *const *said) {
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; names[i]; i++) {
    const char *value = json_text_string (object, names[i]);
    if (value && *value)
      g_string_append_printf (text, "%s%s: %s", text->len ? "; " : "", said[i], value);
  }
  if (text->len == 0)
    return SPAN_NULL;
  return smtp_reply_join (span_first (span_of (text->str, text->len), LIMIT_DIAGNOSTIC),
                          reading->arena);
}

/* A bounce of class "Transient" is one more that SES gave up on, or an automatic answer. */
static void
read_bounce (Reading *reading, JsonObject *bounce) {
  static const char *const names[] = {"bounceType", "bounceSubType", NULL};
  const char *type = json_text_string (bounce, "bounceType");
  Span action = g_strcmp0 (type, "Permanent") == 0 ? SPAN ("failed") : SPAN_NULL;
  read_recipients (reading, json_text_array (bounce, "bouncedRecipients"), action,
                   fields_of (reading, bounce, names, names));
  reading->ret->id = text_of (reading, bounce, "feedbackId");
}

/* In the words of the report behind it (RFC 5965 §7.3), which SES may not have. */
static void
read_complaint (Reading *reading, JsonObject *complaint) {
  static const char *const names[] = {"complaintFeedbackType", "complaintSubType", NULL};
  static const char *const said[] = {"Feedback-Type", "complaintSubType", NULL};
  Span why = fields_of (reading, complaint, names, said);
  if (!span_starts_with (why, SPAN ("Feedback-Type")))
    why = arena_join (reading->arena, SPAN ("Feedback-Type: other"),
                      span_is_null (why) ? SPAN ("") : SPAN ("; "), why);
  read_recipients (reading, json_text_array (complaint, "complainedRecipients"), SPAN_NULL, why);
  reading->ret->id = text_of (reading, complaint, "feedbackId");
}

static void
read_delivery (Reading *reading, JsonObject *delivery) {
  Span reply = diagnostic_of (reading, json_text_string (delivery, "smtpResponse"));
  read_addresses (reading, json_text_array (delivery, "recipients"), "delivered", reply);
}

static void
read_delay (Reading *reading, JsonObject *delay) {
  static const char *const names[] = {"delayType", NULL};
  read_recipients (reading, json_text_array (delay, "delayedRecipients"), SPAN ("delayed"),
                   fields_of (reading, delay, names, names));
}

static void
read_hosts (Reading *reading, JsonObject *object) {
  SesNotification *ret = reading->ret;
  Span mta = text_of (reading, object, "reportingMTA");
  ret->reporting_mta = span_is_null (mta) ? mta : delivery_status_host (mta, reading->arena);
  ret->remote_mta = text_of (reading, object, "remoteMtaIp");
}

/* Event publishing adds some; the others say nothing of a delivery. */
static void
read_kind (Reading *reading, JsonObject *root, JsonObject *mail) {
  static const struct {
    const char *type, *member;
    SesKind kind;
    void (*read) (Reading *, JsonObject *);
  } kinds[] = {{"Bounce", "bounce", SES_BOUNCE, read_bounce},
               {"Complaint", "complaint", SES_COMPLAINT, read_complaint},
               {"Delivery", "delivery", SES_DELIVERY, read_delivery},
               {"DeliveryDelay", "deliveryDelay", SES_DELAY, read_delay}};
  static const char *const reject[] = {"reason", NULL};
  static const char *const rendering[] = {"errorMessage", NULL};
  SesNotification *ret = reading->ret;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    JsonObject *object = json_text_object (root, kinds[i].member);
    if (!span_equal (ret->type, span_from_string (kinds[i].type)) || object == NULL)
      continue;
    ret->kind = kinds[i].kind;
    read_date (reading, object);
    read_hosts (reading, object);
    kinds[i].read (reading, object);
    return;
  }
  static const struct {
    const char *type, *action;
  } events[] = {{"Send", "processed"},
                {"Open", "opened"},
                {"Click", "clicked"},
                {"Subscription", "unsubscribed"}};
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    if (span_equal (ret->type, span_from_string (events[i].type))) {
      ret->kind = SES_DELIVERY;
      read_date (reading, mail);
      read_addresses (reading, json_text_array (mail, "destination"), events[i].action, SPAN_NULL);
      return;
    }
  bool rejected = span_equal (ret->type, SPAN ("Reject"));
  if (!rejected && !span_equal (ret->type, SPAN ("Rendering Failure")))
    return;
  Span why = rejected
                 ? fields_of (reading, json_text_object (root, "reject"), reject, reject)
                 : fields_of (reading, json_text_object (root, "failure"), rendering, rendering);
  ret->kind = SES_REJECT;
  read_date (reading, mail);
  read_addresses (reading, json_text_array (mail, "destination"), "failed", why);
}

/* ---- the message ------------------------------------------------------------------------------
 */

static void
put_field (GString *block, const char *name, const char *value) {
  if (name == NULL || value == NULL || *name == '\0' || block->len > LIMIT_NOTIFICATION)
    return;
  for (const char *c = name; *c; c++)
    if (*c <= 0x20 || *c >= 0x7f || *c == ':')
      return;
  g_string_append_printf (block, "%s: ", name);
  /* a line end in a value must not begin another field */
  for (const char *c = value; *c; c++)
    g_string_append_c (block, *c == '\r' || *c == '\n' ? ' ' : *c);
  g_string_append_c (block, '\n');
}

static void
put_headers (GString *block, JsonArray *headers) {
  guint n = headers ? json_array_get_length (headers) : 0;
  for (guint i = 0; i < n; i++) {
    JsonNode *node = json_array_get_element (headers, i);
    JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
    put_field (block, json_text_string (object, "name"), json_text_string (object, "value"));
  }
}

static void
put_common (GString *block, JsonObject *common) {
  static const struct {
    const char *member, *field;
  } names[] = {
      {"from", "From"},     {"to", "To"},           {"cc", "Cc"},     {"replyTo", "Reply-To"},
      {"sender", "Sender"}, {"subject", "Subject"}, {"date", "Date"}, {"messageId", "Message-ID"}};
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    JsonArray *list = json_text_array (common, names[i].member);
    g_autoptr (GString) value = g_string_new (json_text_string (common, names[i].member));
    for (guint k = 0; list && k < json_array_get_length (list); k++) {
      JsonNode *node = json_array_get_element (list, k);
      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_string_append_printf (value, "%s%s", value->len ? ", " : "", json_node_get_string (node));
    }
    if (value->len > 0)
      put_field (block, names[i].field, value->str);
  }
}

static void
read_message (Reading *reading, JsonObject *mail) {
  g_autoptr (GString) block = g_string_new (NULL);
  put_headers (block, json_text_array (mail, "headers"));
  if (block->len == 0)
    put_common (block, json_text_object (mail, "commonHeaders"));
  if (block->len > 0)
    reading->ret->headers = arena_dup (reading->arena, span_of (block->str, block->len));
}

/* ---- envelopes --------------------------------------------------------------------------------
 */

static const char *
type_of (JsonObject *object) {
  const char *type = json_text_string (object, "notificationType");
  return type ? type : json_text_string (object, "eventType");
}

static void
read_notification (Reading *reading, JsonObject *root) {
  JsonObject *mail = json_text_object (root, "mail");
  reading->ret->type = arena_dup (reading->arena, span_from_string (type_of (root)));
  read_kind (reading, root, mail);
  read_message (reading, mail);
}

/* SNS in a queue is the most there is. */
#define ENVELOPES 4

static bool
read_envelope (Reading *reading, Span text, guint depth) {
  static const char *const inside[] = {"Message", "Body", "body"};
  g_autoptr (JsonParser) parser = json_text_parse (text);
  JsonNode *root = parser ? json_parser_get_root (parser) : NULL;
  JsonObject *object = root && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonObject *detail = json_text_object (object, "detail");
  if (detail && type_of (detail))
    object = detail;
  if (type_of (object) && json_text_object (object, "mail")) {
    read_notification (reading, object);
    return true;
  }
  for (guint i = 0; i < G_N_ELEMENTS (inside) && depth < ENVELOPES; i++) {
    Span string = span_from_string (json_text_string (object, inside[i]));
    if (span_starts_with (span_trim (string), SPAN ("{")))
      return read_envelope (reading, span_trim (string), depth + 1);
  }
  return false;
}

/* ---- the text ---------------------------------------------------------------------------------
 */

/* Old sendmail breaks lines of more than 990 bytes with "!", a line end and a blank, which no JSON
 * has. */
static Span
join_lines (Span text, Arena *arena) {
  if (span_find (text, SPAN ("!\n ")) < 0 && span_find (text, SPAN ("!\r\n ")) < 0)
    return text;
  char *to = arena_alloc (arena, text.len);
  gsize n = 0;
  while (text.len > 0) {
    gsize skip = span_starts_with (text, SPAN ("!\n "))     ? 3
                 : span_starts_with (text, SPAN ("!\r\n ")) ? 4
                                                            : 0;
    if (skip == 0)
      to[n++] = text.data[0];
    text = span_skip (text, MAX (skip, 1));
  }
  return span_of (to, n);
}

bool
ses_notification_parse (Span text, Arena *arena, SesNotification *ret, Defects *defects) {
  Reading reading = {arena, ret};
  gsize end;
  *ret = (SesNotification){0};
  text = span_trim (text);
  if (!span_starts_with (text, SPAN ("{")))
    return false;
  text = join_lines (span_first (text, LIMIT_NOTIFICATION + 1), arena);
  if (json_text_end (text, &end) == JSON_TEXT_MORE && text.len > LIMIT_NOTIFICATION) {
    defect_add (defects, "notification-too-long", SPAN_NULL,
                "The notification is longer than what is read of one.");
    return false;
  }
  if (read_envelope (&reading, span_first (text, end), 0))
    return true;
  defect_add (
      defects, "notification-json", SPAN_NULL,
      "This is no notification that can be read: the JSON is cut, damaged or of another kind.");
  return false;
}
