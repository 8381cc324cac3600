/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case/attached.h"

#include "base/limits.h"
#include "input/file-type.h"
#include "input/mail-text.h"
#include "input/outlook.h"
#include "input/smime.h"
#include "input/unpack.h"
#include "syntax/field-names.h"

/* A message that a server took in says so: with who handed it in, or what it found. */
static bool
was_received (Span bytes) {
  FieldBlock block;
  FieldBlockItem item;
  bool received = false, author = false;
  field_block_init (&block, span_first (bytes, LIMIT_HEADER_BLOCK));
  while (field_block_next (&block, &item) && item.kind != FIELD_BLOCK_BLANK) {
    HeaderId id = field_name_id (&item);
    received |=
        id == HEADER_RECEIVED || id == HEADER_RECEIVED_SPF || id == HEADER_AUTHENTICATION_RESULTS;
    author |= id == HEADER_FROM;
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
  /* a header that was saved as a text, too */
  return part->name.len > 0 && mail_text_begins (span_first (part->content, LIMIT_READ));
}

/* Blank lines before the first field are a program's. */
static Span
skip_blank_lines (Span text) {
  while (text.len && (text.data[0] == '\n' || text.data[0] == '\r'))
    text = span_skip (text, 1);
  return text;
}

static void
add_message (Attached *attached, const AttachedMessage *found, Arena *arena) {
  Span bytes = skip_blank_lines (found->bytes);
  if (attached->messages.n >= LIMIT_ATTACHED || !was_received (bytes))
    return;
  AttachedMessage *message = vec_push (arena, &attached->messages, AttachedMessage);
  *message = *found;
  message->bytes = bytes;
  message->offset += found->bytes.len - bytes.len;
}

static void
add_outlook (Attached *attached, const Part *part, Span bytes, Arena *arena) {
  Vec messages = {0};
  outlook_read (bytes, arena, &messages);
  for (guint i = 0; i < messages.n; i++) {
    const OutlookMessage *message = vec_at (&messages, OutlookMessage, i);
    AttachedMessage found = {.bytes = message->bytes,
                             .name = span_or (message->name, part->name),
                             .file = SPAN ("msg"),
                             .decoded = true};
    add_message (attached, &found, arena);
  }
}

/* What is in a zip, or was compressed. */
static void
add_packed (Attached *attached, const Part *part, Arena *arena) {
  Vec files = {0};
  unpack (part->content, arena, &files);
  for (guint i = 0; i < files.n; i++) {
    Span bytes = vec_at (&files, Unpacked, i)->bytes;
    if (outlook_begins (bytes))
      add_outlook (attached, part, bytes, arena);
    else if (mail_text_begins (span_first (bytes, LIMIT_READ)))
      add_message (attached,
                   &(AttachedMessage){.bytes = bytes, .name = part->name, .decoded = true}, arena);
  }
}

static bool
is_packed (Span content) {
  return unpack_is_zip (content) || span_starts_with (content, SPAN ("\x1F\x8B\x08"));
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

/* Bytes that a picture in a text has at least where it shows more than a mark or a face. */
#define SCREENSHOT_MIN (16 << 10)

/* What somebody photographed, printed or wrote. A small picture that the HTML asks for is a part of
 * a signature. */
static void
take_shown (Attached *attached, const Part *part) {
  static const char *const types[] = {"pdf", "picture", "doc", "docx", "odt", "rtf"};
  Span type = file_type_of (part->content);
  bool known = false;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    known |= span_is (type, types[i]);
  bool mark = attached->embeds && span_is (type, "picture") && part->content.len < SCREENSHOT_MIN;
  if (!known || mark || !span_is_null (attached->shown))
    return;
  attached->shown = type;
  attached->shown_name = part->name;
}

typedef struct {
  Attached *ret;
  MessageReader *reader;
  Arena *arena;
  guint depth; /* signatures around what is read */
} Search;

static void find_in_entity (const Search *search, Span bytes);

/* What was signed is the mail's content, or a message. */
static void
open_signed (const Search *search, const Part *part, Span content) {
  AttachedMessage found = {.bytes = content, .name = part->name, .decoded = true};
  Search inner = *search;
  inner.depth++;
  if (was_received (skip_blank_lines (content)))
    add_message (search->ret, &found, search->arena);
  else if (search->depth < LIMIT_ATTACHED_DEPTH)
    find_in_entity (&inner, content);
}

/* By the bytes first: a member of a zip that is only stored looks like mail. */
static void
look_at_part (const Search *search, const Part *part) {
  Span content;
  if (outlook_begins (part->content)) {
    add_outlook (search->ret, part, part->content, search->arena);
  } else if (is_packed (part->content)) {
    add_packed (search->ret, part, search->arena);
  } else if (smime_signed_content (part->content, search->arena, &content)) {
    open_signed (search, part, content);
  } else if (is_message_part (part)) {
    AttachedMessage found = {.bytes = part->content,
                             .name = part->name,
                             .offset = part->offset,
                             .decoded = part->decoded || search->depth > 0};
    add_message (search->ret, &found, search->arena);
  } else {
    take_text (search->ret, search->reader, part, search->arena);
  }
  search->ret->embeds |=
      span_equal (part->type, SPAN ("text/html")) && span_find (part->content, SPAN ("cid:")) >= 0;
  take_shown (search->ret, part);
}

/* GMime alone reads the names of parts, and by its name a message may be known. */
static bool
may_name_parts (const Message *message) {
  const Field *type = message_field (message, SPAN ("Content-Type"), 0);
  return span_starts_with (message->content_type, SPAN ("multipart/")) ||
         span_starts_with (message->content_type, SPAN ("message/")) ||
         message_field (message, SPAN ("Content-Disposition"), 0) ||
         (type && span_find_nocase (type->value, SPAN ("name")) >= 0);
}

/* Fast, as its parts are then, unless one may have a name. */
static void
read_entity (const Search *search, Span bytes, Message *ret) {
  Defects aside;
  defects_init (&aside, search->arena);
  message_reader_set_fast (search->reader, true);
  message_read (search->reader, bytes, search->arena, ret, &aside);
  message_reader_set_fast (search->reader, !may_name_parts (ret));
}

static void
look_at_parts (const Search *search, const Message *message) {
  Vec parts = {0};
  guint total;
  parts_read (search->reader, message, search->arena, &parts, &total, NULL);
  for (guint i = 0; i < parts.n; i++)
    look_at_part (search, vec_at (&parts, Part, i));
}

static void
find_in_entity (const Search *search, Span bytes) {
  Message message;
  read_entity (search, bytes, &message);
  look_at_parts (search, &message);
}

void
attached_find (MessageReader *reader, Span bytes, Arena *arena, Attached *ret) {
  Message message;
  const Search search = {ret, reader, arena, 0};
  *ret = (Attached){0};
  read_entity (&search, bytes, &message);
  if (span_equal (message.content_type, SPAN ("multipart/report")))
    return;
  look_at_parts (&search, &message);
  const Field *transport = message_field (&message, SPAN ("X-Trasporto"), 0);
  ret->certified =
      transport && span_equal_nocase (span_trim (transport->value), SPAN ("posta-certificata"));
}
