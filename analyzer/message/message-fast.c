/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "message/message-fast.h"

#include "base/bytes.h"
#include "base/limits.h"
#include "message/media-type.h"
#include "message/reader-private.h"
#include "syntax/field-block.h"

/* ---- characters -------------------------------------------------------------------------------
 */

enum {
  ATOM = 1,   /* RFC 5322 §3.2.3 atext */
  PHRASE = 2, /* what plain display names are made of, blanks included */
  QUOTED = 4, /* RFC 5322 §3.2.4 qtext and blanks */
  HOST = 8,   /* of a domain's label */
};

#define LETTER (ATOM | PHRASE | QUOTED | HOST)
#define SIGN (ATOM | PHRASE | QUOTED)

static const guint8 classes[256] = {
    [' '] = PHRASE | QUOTED,
    ['!'] = SIGN,
    ['#'] = SIGN,
    ['$'] = SIGN,
    ['&'] = SIGN,
    ['\''] = ATOM | PHRASE | QUOTED,
    ['('] = QUOTED,
    [')'] = QUOTED,
    ['*'] = ATOM | QUOTED,
    ['+'] = SIGN,
    [','] = QUOTED,
    ['-'] = SIGN | HOST,
    ['.'] = PHRASE | QUOTED,
    ['/'] = ATOM | PHRASE | QUOTED,
    ['0' ... '9'] = LETTER,
    [':'] = QUOTED,
    [';'] = QUOTED,
    ['='] = ATOM | QUOTED,
    ['@'] = QUOTED,
    ['A' ... 'Z'] = LETTER,
    ['^'] = SIGN,
    ['_'] = SIGN | HOST,
    ['a' ... 'z'] = LETTER,
    ['{'] = ATOM | QUOTED,
    ['|'] = SIGN,
    ['}'] = ATOM | QUOTED,
    ['~'] = ATOM | QUOTED,
};

static gsize
count (Span text, guint8 class) {
  gsize n = 0;
  while (n < text.len && classes[(guchar)text.data[n]] & class)
    n++;
  return n;
}

static Span
skip_white_space (Span text) {
  while (text.len && (is_wsp (text.data[0]) || text.data[0] == '\r' || text.data[0] == '\n'))
    text = span_skip (text, 1);
  return text;
}

static bool
may_hold_encoded_word (Span text) {
  for (gssize at; (at = span_index (text, '?')) >= 0; text = span_skip (text, (gsize)at + 1))
    if (at > 0 && text.data[at - 1] == '=')
      return true;
  return false;
}

/* ---- fields -----------------------------------------------------------------------------------
 */

/* A multipart without a boundary is something else to GMime. */
static bool
read_media_type (Span value, Arena *arena, Span *ret) {
  MediaType media;
  if (!media_type_read_plain (value, arena, &media))
    return false;
  *ret = media.type;
  return !span_starts_with (media.type, SPAN ("multipart/")) || media.boundary.len > 0;
}

static bool
add_field (Message *message, const FieldBlockItem *item, Arena *arena) {
  /* white space before ':' (RFC 5322 §4.5.3), NUL, and what is longer than the limits */
  if (item->value.len > LIMIT_CONTENT_FIELD || item->raw.data[item->name.len] != ':' ||
      message->fields.n >= LIMIT_FIELDS)
    return false;
  Field *field = vec_push (arena, &message->fields, Field);
  *field = (Field){.name = item->name,
                   .value = item->value,
                   .raw = item->raw,
                   .index = message->fields.n - 1,
                   .line = item->line,
                   .offset = item->offset};
  if (item->name.len != 12 || !span_equal_nocase (item->name, SPAN ("Content-Type")))
    return true;
  return span_is_null (message->content_type) &&
         read_media_type (item->value, arena, &message->content_type);
}

/* What notices return of a message often ends with its fields. */
static bool
is_header_alone (const FieldBlockItem *item, Span bytes) {
  return item->kind == FIELD_BLOCK_END && bytes.len < LIMIT_HEADER_BLOCK;
}

bool
message_read_fast (Span bytes, Arena *arena, Message *ret, Defects *defects) {
  FieldBlock block;
  FieldBlockItem first, item;
  *ret = (Message){.bytes = bytes};
  field_block_init (&block, span_first (bytes, LIMIT_HEADER_BLOCK));
  bool more = field_block_next (&block, &first);
  bool from_line = more && first.kind == FIELD_BLOCK_JUNK && is_from_line (first.raw);
  item = first;
  if (from_line)
    more = field_block_next (&block, &item);
  for (; more && item.kind == FIELD_BLOCK_FIELD; more = field_block_next (&block, &item))
    if (!add_field (ret, &item, arena))
      return false;
  if (ret->fields.n == 0)
    return false;
  if (item.kind == FIELD_BLOCK_BLANK) {
    ret->header = span_first (bytes, item.offset);
    ret->body = span_skip (bytes, item.offset + item.raw.len);
  } else if (is_header_alone (&item, bytes)) {
    ret->header = bytes;
    ret->body = SPAN_NULL;
  } else
    return false;
  ret->n_fields = ret->fields.n;
  if (span_index (ret->header, '\0') >= 0)
    return false;
  if (from_line)
    message_note_junk (&first, defects);
  return true;
}

/* ---- text -------------------------------------------------------------------------------------
 */

bool
message_fast_text (Span value, Arena *arena, Span *ret) {
  value = span_trim (value);
  if (value.len > LIMIT_ADDRESS_FIELD || !bytes_are_ascii (value.data, value.len) ||
      span_index (value, '\0') >= 0)
    return false;
  Span text = message_unfold (value, arena); /* a bare CR can stand in an encoded word */
  if (may_hold_encoded_word (text))
    return false;
  *ret = arena_dup (arena, text);
  return true;
}

/* ---- addresses --------------------------------------------------------------------------------
 */

/* Atoms of `class` with single dots between them. */
static gsize
count_dotted (Span text, guint8 class) {
  gsize n = 0;
  for (;;) {
    gsize atom = count (span_skip (text, n), class);
    if (atom == 0)
      return 0;
    n += atom;
    if (n == text.len || text.data[n] != '.')
      return n;
    n++;
  }
}

/* RFC 5322 §3.4.1 addr-spec, of dot-atoms; GMime decodes A-labels (RFC 5890 §2.3.2.1), "xn--…". */
static gsize
count_address (Span text) {
  gsize local = count_dotted (text, ATOM);
  if (local == 0 || local == text.len || text.data[local] != '@')
    return 0;
  gsize host = count_dotted (span_skip (text, local + 1), HOST);
  bool encoded = span_find (span_first (span_skip (text, local + 1), host), SPAN ("--")) >= 0;
  return host && !encoded ? local + 1 + host : 0;
}

/* Takes a display name off, quoted or not, and leaves '<'. */
static bool
take_name (Span *rest, Span *ret) {
  bool quoted = rest->data[0] == '"';
  Span text = span_skip (*rest, quoted);
  gsize n = count (text, quoted ? QUOTED : PHRASE);
  if (n == 0 || n == text.len || (quoted ? text.data[n] != '"' : !g_ascii_isalnum (text.data[0])))
    return false;
  *ret = span_first (text, n);
  if (quoted && (is_wsp (ret->data[0]) || is_wsp (ret->data[n - 1])))
    return false;
  *ret = span_trim (*ret);
  *rest = skip_white_space (span_skip (text, n + quoted));
  return ret->len && rest->len && rest->data[0] == '<';
}

/* "mailer-daemon@host (Mail Delivery System)", as many notices have it: words with single blanks
 * between them, and the end of the field. */
static bool
take_comment (Span rest, Span *ret) {
  if (rest.len < 4 || rest.data[0] != ' ' || rest.data[1] != '(' || rest.data[rest.len - 1] != ')')
    return false;
  Span text = span_of (rest.data + 2, rest.len - 3);
  for (gsize i = 0; i < text.len; i++) {
    bool blank_before = i == 0 || text.data[i - 1] == ' ';
    bool last = i + 1 == text.len;
    if (!g_ascii_isalnum (text.data[i]) && (text.data[i] != ' ' || blank_before || last))
      return false;
  }
  *ret = text;
  return true;
}

static bool
take_mailbox (Span *rest, Address *ret) {
  gsize n = count_address (*rest);
  ret->display_name = span_of ("", 0);
  if (n == 0 && rest->data[0] != '<' && !take_name (rest, &ret->display_name))
    return false;
  bool angle = n == 0;
  Span text = span_skip (*rest, angle);
  n = angle ? count_address (text) : n;
  if (n == 0 || (angle && (n == text.len || text.data[n] != '>')))
    return false;
  ret->address = span_first (text, n);
  if (!angle && take_comment (span_skip (text, n), &ret->display_name)) {
    *rest = span_of (rest->data + rest->len, 0);
    return true;
  }
  *rest = skip_white_space (span_skip (text, n + angle));
  return true;
}

static bool
read_list (Span rest, Arena *arena, Vec *ret, guint *ret_total) {
  Vec found = {0};
  while (rest.len) {
    Address *address = vec_push (arena, &found, Address);
    if (found.n > LIMIT_ADDRESSES || !take_mailbox (&rest, address) ||
        (rest.len && rest.data[0] != ','))
      return false;
    if (rest.len == 0)
      break;
    rest = skip_white_space (span_skip (rest, 1));
    if (rest.len == 0)
      return false;
  }
  *ret_total = found.n;
  for (guint i = 0; i < found.n; i++)
    *vec_push (arena, ret, Address) = *vec_at (&found, Address, i);
  return found.n > 0;
}

/* "postmaster", "Mail Delivery Subsystem <MAILER-DAEMON>", "MAILER-DAEMON <>", as notices have
 * them, and nothing else in the field. To GMime the last is no address at all. */
static bool
read_without_domain (Span rest, Arena *arena, Vec *ret, guint *ret_total) {
  Address address = {.display_name = span_of ("", 0)};
  gsize bare = count (rest, ATOM);
  *ret_total = 1;
  if (bare > 0 && bare == rest.len) {
    address.address = rest;
    *vec_push (arena, ret, Address) = address;
    return true;
  }
  if (rest.len < 2 || (rest.data[0] != '<' && !take_name (&rest, &address.display_name)))
    return false;
  if (rest.data[rest.len - 1] != '>')
    return false;
  address.address = span_of (rest.data + 1, rest.len - 2);
  if (address.address.len == 0) {
    *ret_total = 0;
    return true;
  }
  *vec_push (arena, ret, Address) = address;
  return count (address.address, ATOM) == address.address.len;
}

bool
message_fast_addresses (Span value, Arena *arena, Vec *ret, guint *ret_total) {
  Span rest = span_trim (value);
  Vec found = {0};
  if (rest.len > LIMIT_CONTENT_FIELD)
    return false;
  if (read_list (rest, arena, ret, ret_total))
    return true;
  if (!read_without_domain (rest, arena, &found, ret_total))
    return false;
  for (guint i = 0; i < found.n; i++)
    *vec_push (arena, ret, Address) = *vec_at (&found, Address, i);
  return true;
}
