/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/delivery-status.h"

#include "base/limits.h"
#include "headers/smtp-reply.h"
#include "syntax/date.h"
#include "syntax/field-block.h"

/* ---- typed values: "type; value" --------------------------------------------------------------
 */

/* A name with a dot is a host whose type was left out. */
static bool
is_type (Span text) {
  if (text.len == 0 || text.len > 32 || !g_ascii_isalpha (text.data[0]))
    return false;
  for (gsize i = 0; i < text.len; i++)
    if (!g_ascii_isalnum (text.data[i]) && !is_any_of (text.data[i], "-_+"))
      return false;
  return true;
}

/* RFC 3464 §2.1.2. A writer that leaves the type out is common. */
static Span
split_type (Span value, Span *ret_type) {
  value = span_trim (value);
  gssize semicolon = span_index (value, ';');
  Span type = span_trim (span_first (value, semicolon < 0 ? 0 : (gsize)semicolon));
  bool typed = is_type (type);
  *ret_type = typed ? type : SPAN_NULL;
  return typed ? span_trim (span_skip (value, (gsize)semicolon + 1)) : value;
}

static Span
without_brackets (Span address) {
  gssize open = span_index (address, '<');
  gssize close = span_last_index (address, '>');
  if (open >= 0 && close > open)
    address = span_of (address.data + open + 1, (gsize)(close - open - 1));
  return span_trim (address);
}

static int
hex_value (Span text, gsize at) {
  return at < text.len ? g_ascii_xdigit_value (text.data[at]) : -1;
}

/* RFC 3461 §4 has the reporting host undo it, which many do not. Only characters that must be
 * encoded are undone: "+AB" is a plain address. */
static gsize
undo_xtext (Span text, gsize at, char *out) {
  int value = hex_value (text, at + 1) * 16 + hex_value (text, at + 2);
  if (at + 2 >= text.len || (value != '+' && value != '=' && value != ' '))
    return 0;
  *out = (char)value;
  return 3;
}

/* RFC 6533 §3: utf-8-addr-xtext writes a character as \x{HEX}. Never longer than its escape. */
static gsize
undo_unicode (Span text, gsize at, char *out, gsize *ret_len) {
  gunichar c = 0;
  gsize i = at + 3;
  if (!span_starts_with (span_skip (text, at), SPAN ("\\x{")))
    return 0;
  for (; i < text.len && i < at + 9 && hex_value (text, i) >= 0; i++)
    c = c * 16 + (gunichar)hex_value (text, i);
  if (i == at + 3 || i >= text.len || text.data[i] != '}' || !g_unichar_validate (c) || c < 0x20)
    return 0;
  *ret_len = (gsize)g_unichar_to_utf8 (c, out);
  return i + 1 - at;
}

static Span
undo_escapes (Span text, Arena *arena) {
  if (span_index (text, '+') < 0 && span_index (text, '\\') < 0)
    return text;
  char *out = arena_take (arena, text.len + 1);
  gsize n = 0;
  for (gsize at = 0; at < text.len;) {
    gsize used = 0, len = 1;
    if (text.data[at] == '+')
      used = undo_xtext (text, at, out + n);
    else if (text.data[at] == '\\')
      used = undo_unicode (text, at, out + n, &len);
    if (used == 0) {
      out[n] = text.data[at];
      used = len = 1;
    }
    n += len;
    at += used;
  }
  return span_of (out, n);
}

Span
delivery_status_address (Span value, Arena *arena) {
  Span type;
  Span address = split_type (smtp_reply_join (value, arena), &type);
  address = without_brackets (address);
  /* A comment may stand behind it. */
  gssize space = span_index (address, ' ');
  if (space > 0 && address.data[0] != '"' &&
      span_index (span_first (address, (gsize)space), '@') >= 0)
    address = span_first (address, (gsize)space);
  if (span_starts_with_nocase (address, SPAN ("mailto:")))
    address = span_skip (address, 7);
  if (address.len == 0)
    return SPAN_NULL;
  return undo_escapes (address, arena);
}

static const bool behind_host[256] = {
    [' '] = true, ['('] = true, ['['] = true, [';'] = true, [','] = true, [']'] = true};

Span
delivery_status_host (Span value, Arena *arena) {
  Span type;
  Span host = split_type (smtp_reply_join (value, arena), &type);
  gsize end = 0;
  if (host.len > 1 && host.data[0] == '[')
    host = span_skip (host, 1);
  while (end < host.len && !behind_host[(guchar)host.data[end]])
    end++;
  host = span_first (host, end);
  while (host.len > 0 && host.data[host.len - 1] == '.')
    host.len--;
  return host.len ? host : SPAN_NULL;
}

/* ---- single fields ----------------------------------------------------------------------------
 */

typedef struct {
  Arena *arena;
  Defects *defects;
  DeliveryStatus *status;
  DeliveryRecipient group; /* being read */
  bool in_group;           /* it has something */
} Reader;

typedef void FieldReader (Reader *reader, Span value);

static void
keep (Span *slot, Span value) {
  if (span_is_null (*slot) && value.len > 0)
    *slot = value;
}

static Span
plain (Reader *reader, Span value) {
  return smtp_reply_join (span_first (value, LIMIT_DIAGNOSTIC), reader->arena);
}

static void
keep_date (Reader *reader, Date *slot, Span value) {
  if (!span_is_null (slot->raw))
    return;
  date_parse (value, slot);
  slot->raw = plain (reader, value);
}

static void
read_reporting_mta (Reader *reader, Span value) {
  keep (&reader->status->reporting_mta, delivery_status_host (value, reader->arena));
}

static void
read_received_from (Reader *reader, Span value) {
  keep (&reader->status->received_from_mta, delivery_status_host (value, reader->arena));
}

static void
read_envelope_id (Reader *reader, Span value) {
  keep (&reader->status->envelope_id, plain (reader, value));
}

static void
read_sender (Reader *reader, Span value) {
  keep (&reader->status->sender, delivery_status_address (value, reader->arena));
}

static void
read_arrival (Reader *reader, Span value) {
  keep_date (reader, &reader->status->arrival, value);
}

static void
read_final_recipient (Reader *reader, Span value) {
  keep (&reader->group.final_recipient, delivery_status_address (value, reader->arena));
}

static void
read_original_recipient (Reader *reader, Span value) {
  keep (&reader->group.original_recipient, delivery_status_address (value, reader->arena));
}

/* RFC 3464 §2.3.3; some write "Failed", "failure" or a comment behind it. */
static Span
action_of (Span value) {
  static const struct {
    const char *stem, *word;
  } words[] = {{"fail", "failed"},
               {"delay", "delayed"},
               {"delivered", "delivered"},
               {"relay", "relayed"},
               {"expand", "expanded"}};
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_starts_with_nocase (value, span_from_string (words[i].stem)))
      return span_from_string (words[i].word);
  return SPAN_NULL;
}

static void
read_action (Reader *reader, Span value) {
  value = plain (reader, value);
  keep (&reader->group.raw_action, value);
  keep (&reader->group.action, action_of (value));
  if (span_is_null (reader->group.action))
    defect_add (reader->defects, "delivery-status-action", value,
                "The delivery status has an Action that RFC 3464 does not know.");
}

static void
read_status (Reader *reader, Span value) {
  value = plain (reader, value);
  Span status = enhanced_status_at (value);
  if (span_is_null (status))
    defect_add (reader->defects, "delivery-status-code", value,
                "The delivery status has a Status that is no status code (RFC 3463).");
  keep (&reader->group.status, status);
  gssize open = span_index (value, '(');
  gssize close = span_last_index (value, ')');
  if (open >= 0 && close > open)
    keep (&reader->group.status_comment,
          span_trim (span_of (value.data + open + 1, (gsize)(close - open - 1))));
}

static void
read_remote_mta (Reader *reader, Span value) {
  keep (&reader->group.remote_mta, delivery_status_host (value, reader->arena));
}

static void
read_diagnostic (Reader *reader, Span value) {
  Span type;
  Span text = split_type (span_first (value, LIMIT_DIAGNOSTIC), &type);
  text = plain (reader, text);
  keep (&reader->group.diagnostic, text);
  if (text.len > 0 && text.data == reader->group.diagnostic.data)
    reader->group.diagnostic_type = arena_dup_lower (reader->arena, type);
}

static void
read_last_attempt (Reader *reader, Span value) {
  keep_date (reader, &reader->group.last_attempt, value);
}

static void
read_retry_until (Reader *reader, Span value) {
  keep_date (reader, &reader->group.retry_until, value);
}

static const struct {
  Span name;
  bool of_recipient;
  FieldReader *read;
} fields[] = {
    {SPAN ("Reporting-MTA"), false, read_reporting_mta},
    {SPAN ("Received-From-MTA"), false, read_received_from},
    {SPAN ("Original-Envelope-Id"), false, read_envelope_id},
    {SPAN ("X-Original-Envelope-Id"), false, read_envelope_id},
    {SPAN ("X-Postfix-Sender"), false, read_sender},
    {SPAN ("Arrival-Date"), false, read_arrival},
    {SPAN ("Final-Recipient"), true, read_final_recipient},
    {SPAN ("Original-Recipient"), true, read_original_recipient},
    {SPAN ("X-Actual-Recipient"), true, read_original_recipient},
    {SPAN ("Action"), true, read_action},
    {SPAN ("Status"), true, read_status},
    {SPAN ("Remote-MTA"), true, read_remote_mta},
    {SPAN ("Diagnostic-Code"), true, read_diagnostic},
    {SPAN ("Last-Attempt-Date"), true, read_last_attempt},
    {SPAN ("Will-Retry-Until"), true, read_retry_until},
};

/* ---- groups -----------------------------------------------------------------------------------
 */

static void
fill_from (DeliveryRecipient *recipient, const DeliveryRecipient *group) {
  keep (&recipient->action, group->action);
  keep (&recipient->raw_action, group->raw_action);
  keep (&recipient->status, group->status);
  keep (&recipient->status_comment, group->status_comment);
  keep (&recipient->remote_mta, group->remote_mta);
  if (span_is_null (recipient->diagnostic))
    recipient->diagnostic_type = group->diagnostic_type;
  keep (&recipient->diagnostic, group->diagnostic);
  if (span_is_null (recipient->last_attempt.raw))
    recipient->last_attempt = group->last_attempt;
  if (span_is_null (recipient->retry_until.raw))
    recipient->retry_until = group->retry_until;
}

static bool
has_address (const DeliveryRecipient *group) {
  return !span_is_null (group->final_recipient) || !span_is_null (group->original_recipient);
}

static DeliveryRecipient *
last_recipient (DeliveryStatus *status) {
  return status->recipients.n
             ? vec_at (&status->recipients, DeliveryRecipient, status->recipients.n - 1)
             : NULL;
}

/* A group without an address is one that a stray blank line cut off, before or behind. */
static void
end_group (Reader *reader) {
  DeliveryStatus *status = reader->status;
  DeliveryRecipient *last = last_recipient (status);
  if (!reader->in_group)
    return;
  if (last && !has_address (&reader->group))
    fill_from (last, &reader->group);
  else if (last && !has_address (last)) {
    last->final_recipient = reader->group.final_recipient;
    last->original_recipient = reader->group.original_recipient;
    fill_from (last, &reader->group);
  } else if (++status->total <= LIMIT_BOUNCES)
    *vec_push (reader->arena, &status->recipients, DeliveryRecipient) = reader->group;
  reader->group = (DeliveryRecipient){0};
  reader->in_group = false;
}

static void
read_field (Reader *reader, const FieldBlockItem *item) {
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++) {
    if (!span_equal_nocase (item->name, fields[i].name))
      continue;
    if (fields[i].read == read_final_recipient && !span_is_null (reader->group.final_recipient))
      end_group (reader);
    reader->status->fields++;
    reader->in_group |= fields[i].of_recipient;
    fields[i].read (reader, item->value);
    return;
  }
}

bool
delivery_status_parse (Span text, Arena *arena, DeliveryStatus *ret, Defects *defects) {
  Reader reader = {.arena = arena, .defects = defects, .status = ret};
  FieldBlock block;
  FieldBlockItem item;
  *ret = (DeliveryStatus){0};
  field_block_init (&block, text);
  while (field_block_next (&block, &item))
    if (item.kind == FIELD_BLOCK_FIELD)
      read_field (&reader, &item);
    else if (item.kind == FIELD_BLOCK_BLANK)
      end_group (&reader);
  end_group (&reader);
  if (ret->fields == 0)
    defect_add (defects, "delivery-status-empty", text, "The delivery status has no field in it.");
  else if (ret->total == 0)
    defect_add (defects, "delivery-status-no-recipient", text,
                "The delivery status names no recipient.");
  if (ret->total > LIMIT_BOUNCES)
    defect_add (defects, "delivery-status-too-many", SPAN_NULL,
                "The delivery status has more than %d recipients; the others were only counted.",
                LIMIT_BOUNCES);
  return ret->fields > 0;
}
