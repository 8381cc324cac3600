/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case/attached.h"

#include "base/limits.h"
#include "input/mail-text.h"
#include "syntax/field-block.h"
#include "syntax/field-names.h"

/* A message that a server took in says so: with who handed it in, or what it found. */
static bool
was_received (Span bytes) {
  FieldBlock block;
  FieldBlockItem item;
  bool received = false, author = false;
  field_block_init (&block, span_first (bytes, LIMIT_HEADER_BLOCK));
  while (field_block_next (&block, &item) && item.kind != FIELD_BLOCK_END) {
    const FieldName *name =
        item.kind == FIELD_BLOCK_FIELD ? field_name_find (span_trim (item.name)) : NULL;
    received |= name && (name->id == HEADER_RECEIVED || name->id == HEADER_RECEIVED_SPF ||
                         name->id == HEADER_AUTHENTICATION_RESULTS);
    author |= name && name->id == HEADER_FROM;
    if (received && author)
      return true;
  }
  return false;
}

static bool
is_message_part (const Part *part) {
  if (span_equal (part->type, SPAN ("message/rfc822")) ||
      span_equal (part->type, SPAN ("message/global")))
    return true;
  /* named so, or of a type that says nothing: mail programs know .eml no better */
  if (span_ends_with_nocase (part->name, SPAN (".eml")))
    return true;
  return !span_starts_with (part->type, SPAN ("text/")) && part->name.len > 0 &&
         mail_text_begins (span_first (part->content, LIMIT_READ));
}

/* Blank lines before the first field are a program's. */
static Span
skip_blank_lines (Span text) {
  while (text.len && (text.data[0] == '\n' || text.data[0] == '\r'))
    text = span_skip (text, 1);
  return text;
}

static void
add_message (Attached *attached, const Part *part, Arena *arena) {
  Span bytes = skip_blank_lines (part->content);
  if (attached->messages.n >= LIMIT_ATTACHED || !was_received (bytes))
    return;
  AttachedMessage *message = vec_push (arena, &attached->messages, AttachedMessage);
  *message = (AttachedMessage){.bytes = bytes,
                               .name = part->name,
                               .offset = part->offset + (part->content.len - bytes.len),
                               .decoded = part->decoded};
}

/* Text is preferred to HTML, which says the same (RFC 2046 §5.1.4). */
static void
take_text (Attached *attached, MessageReader *reader, const Part *part, Arena *arena) {
  bool plain = span_equal (part->type, SPAN ("text/plain"));
  bool html = span_equal (part->type, SPAN ("text/html"));
  if ((!plain && !html) || (attached->text.len && html) || part->content.len == 0)
    return;
  if (plain && attached->text.len && attached->text.data[0] != '<')
    return;
  attached->text = part_text (reader, part, arena);
}

void
attached_find (MessageReader *reader, Span bytes, Arena *arena, Attached *ret) {
  Message message;
  Defects defects;
  Vec parts = {0};
  guint total;
  *ret = (Attached){0};
  defects_init (&defects, arena);
  message_read_gmime (reader, bytes, arena, &message, &defects);
  if (span_equal (message.content_type, SPAN ("multipart/report")))
    return;
  parts_read (reader, &message, arena, &parts, &total, &defects);
  for (guint i = 0; i < parts.n; i++) {
    const Part *part = vec_at (&parts, Part, i);
    if (is_message_part (part))
      add_message (ret, part, arena);
    else
      take_text (ret, reader, part, arena);
  }
  const Field *transport = message_field (&message, SPAN ("X-Trasporto"), 0);
  ret->certified =
      transport && span_equal_nocase (span_trim (transport->value), SPAN ("posta-certificata"));
}
