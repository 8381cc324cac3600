/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The GMime reader: the reference. GMime finds the fields, the raw bytes give their values, because
 * GMime's own values end at a NUL and lines it cannot use are dropped. GMime gets a bounded copy:
 * its address parser recurses into nested groups and comments. */
#include "message/message.h"

#include "base/limits.h"
#include "message/gmime-autoptr.h"
#include "message/reader-private.h"
#include "syntax/field-block.h"

void
message_init (void) {
  static gsize once = 0;
  if (g_once_init_enter (&once)) {
    g_mime_init ();
    g_once_init_leave (&once, 1);
  }
}

/* Since 3.2.14 one more argument says how to free the callback's data. */
#if GMIME_CHECK_VERSION(3, 2, 14)
#define set_warning_callback(options, callback) \
  g_mime_parser_options_set_warning_callback (options, callback, NULL, NULL)
#else
#define set_warning_callback(options, callback) \
  g_mime_parser_options_set_warning_callback (options, callback, NULL)
#endif

/* GMime prints nothing by itself, but only a callback keeps it from looking for a default one. */
static void
ignore_warning (gint64 offset, GMimeParserWarning code, const gchar *item, gpointer data) {
  (void)offset;
  (void)code;
  (void)item;
  (void)data;
}

MessageReader *
message_reader_new (void) {
  static const char *charsets[] = {"utf-8", "windows-1252", NULL};
  MessageReader *reader = g_new0 (MessageReader, 1);
  message_init ();
  reader->options = g_mime_parser_options_new ();
  g_mime_parser_options_set_fallback_charsets (reader->options, charsets);
  set_warning_callback (reader->options, ignore_warning);
  return reader;
}

void
message_reader_free (MessageReader *reader) {
  if (reader == NULL)
    return;
  g_mime_parser_options_free (reader->options);
  g_free (reader);
}

/* ---- finding the header block, bounded --------------------------------------------------------
 */

typedef struct {
  Span header; /* fields and junk lines, without the blank line */
  Span body;
  bool cut;
  Vec items; /* of FieldBlockItem: FIELD and JUNK */
  guint n_fields;
} HeaderBlock;

static void
note_long_header (Span at, Defects *defects) {
  defect_add (defects, "header-too-long", at,
              "The header block is longer than %d bytes; the rest of it was not read.",
              LIMIT_HEADER_BLOCK);
}

/* Past the limits the body's start is still looked for, so that what is said about it holds. */
static Span
find_body (Span rest) {
  Span line;
  while (span_next_line (&rest, &line, NULL))
    if (line.len == 0)
      return rest;
  return SPAN_NULL;
}

static bool
keep_item (HeaderBlock *block, const FieldBlockItem *item, Arena *arena, Defects *defects) {
  if (item->kind == FIELD_BLOCK_FIELD)
    block->n_fields++;
  if (block->items.n >= LIMIT_FIELDS) {
    if (!block->cut)
      defect_add (defects, "header-too-many-fields", SPAN_NULL,
                  "The message has more than %d header fields; the rest was not read.",
                  LIMIT_FIELDS);
    block->cut = true;
    return false;
  }
  *vec_push (arena, &block->items, FieldBlockItem) = *item;
  return true;
}

static void
read_header_block (Span bytes, Arena *arena, HeaderBlock *ret, Defects *defects) {
  FieldBlock reader;
  FieldBlockItem item;
  Span readable = span_first (bytes, LIMIT_HEADER_BLOCK);
  *ret = (HeaderBlock){0};
  field_block_init (&reader, readable);
  while (field_block_next (&reader, &item) && item.kind != FIELD_BLOCK_BLANK)
    keep_item (ret, &item, arena, defects);
  if (item.kind == FIELD_BLOCK_BLANK) {
    ret->header = span_first (bytes, item.offset);
    ret->body = span_skip (bytes, item.offset + item.raw.len);
    return;
  }
  ret->header = readable;
  ret->body = SPAN_NULL;
  if (readable.len == bytes.len)
    return;
  note_long_header (SPAN_NULL, defects);
  ret->cut = true;
  ret->body = find_body (span_skip (bytes, readable.len));
}

/* ---- the bounded copy for GMime ---------------------------------------------------------------
 */

static bool
is_one_of (Span name, const char *const *names) {
  for (; *names; names++)
    if (span_equal_nocase (name, span_from_string (*names)))
      return true;
  return false;
}

/* The fields GMime parses as address lists as soon as it sees them. */
static bool
is_address_field (Span name) {
  static const char *const names[] = {
      "From",      "Sender",    "Reply-To",    "To",
      "Cc",        "Bcc",       "Resent-From", "Resent-Sender",
      "Resent-To", "Resent-Cc", "Resent-Bcc",  "Disposition-Notification-To",
      NULL};
  return is_one_of (name, names);
}

static gsize
address_limit (Span value) {
  gsize nesting = 0;
  gsize end = MIN (value.len, LIMIT_ADDRESS_FIELD);
  for (gsize i = 0; i < end; i++)
    if ((value.data[i] == ':' || value.data[i] == '(') && ++nesting > LIMIT_ADDRESS_NESTING)
      return i;
  return end;
}

static gsize
field_limit (Span name, Span value) {
  if (is_address_field (name))
    return address_limit (value);
  if (span_starts_with_nocase (name, SPAN ("Content-")))
    return MIN (value.len, LIMIT_CONTENT_FIELD);
  return MIN (value.len, LIMIT_ADDRESS_FIELD);
}

/* Blanks, not removed, so that GMime's offsets stay those of the message. */
static void
blank (char *bytes, gsize len) {
  for (gsize i = 0; i < len; i++)
    if (bytes[i] != '\n' && bytes[i] != '\r')
      bytes[i] = ' ';
}

static GByteArray *
bounded_copy (const HeaderBlock *block) {
  GByteArray *copy = g_byte_array_sized_new ((guint)block->header.len + 1);
  gsize end = 0;
  if (block->items.n) {
    const FieldBlockItem *last = vec_at (&block->items, FieldBlockItem, block->items.n - 1);
    end = last->offset + last->raw.len;
  }
  g_byte_array_append (copy, (const guint8 *)block->header.data, (guint)end);
  for (guint i = 0; i < block->items.n; i++) {
    const FieldBlockItem *item = vec_at (&block->items, FieldBlockItem, i);
    if (item->kind == FIELD_BLOCK_JUNK)
      disguise_junk ((char *)copy->data, item);
    if (item->kind != FIELD_BLOCK_FIELD)
      continue;
    gsize limit = field_limit (item->name, item->value);
    gsize at = (gsize)(item->value.data - block->header.data) + limit;
    blank ((char *)copy->data + at, item->value.len - limit);
  }
  g_byte_array_append (copy, (const guint8 *)"\n", 1);
  return copy;
}

/* ---- what GMime found -------------------------------------------------------------------------
 */

static GMimeMessage *
parse_message (MessageReader *reader, GByteArray *bytes) {
  g_autoptr (GMimeStream) stream = g_mime_stream_mem_new_with_byte_array (bytes);
  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (stream), FALSE);
  g_autoptr (GMimeParser) parser = g_mime_parser_new_with_stream (stream);
  g_mime_parser_set_format (parser, GMIME_FORMAT_MESSAGE);
  return g_mime_parser_construct_message (parser, reader->options);
}

static void
mark_offsets (GMimeHeaderList *list, GHashTable *offsets) {
  int n = g_mime_header_list_get_count (list);
  for (int i = 0; i < n; i++) {
    gint64 offset = g_mime_header_get_offset (g_mime_header_list_get_header_at (list, i));
    if (offset >= 0)
      g_hash_table_add (offsets, GSIZE_TO_POINTER ((gsize)offset));
  }
}

/* The message's list lacks Content-* fields, which stand in its root part's list. */
static GHashTable *
gmime_offsets (GMimeMessage *message) {
  GHashTable *offsets = g_hash_table_new (NULL, NULL);
  mark_offsets (g_mime_object_get_header_list (GMIME_OBJECT (message)), offsets);
  GMimeObject *root = g_mime_message_get_mime_part (message);
  if (root)
    mark_offsets (g_mime_object_get_header_list (root), offsets);
  return offsets;
}

static Span
media_type (GMimeMessage *message, Arena *arena) {
  GMimeObject *root = g_mime_message_get_mime_part (message);
  GMimeContentType *type = root ? g_mime_object_get_content_type (root) : NULL;
  if (type == NULL)
    return SPAN_NULL;
  g_autofree char *text = g_mime_content_type_get_mime_type (type);
  return arena_dup_lower (arena, span_first (span_from_string (text), LIMIT_DOMAIN));
}

/* ---- fields -----------------------------------------------------------------------------------
 */

static Field *
add_field (Message *message, const FieldBlockItem *item, Arena *arena) {
  Field *field = vec_push (arena, &message->fields, Field);
  field->name = item->name;
  field->value = span_first (item->value, LIMIT_FIELD);
  field->raw = item->raw;
  field->index = message->fields.n - 1;
  field->line = item->line;
  field->offset = item->offset;
  return field;
}

static void
enter_field (Defects *defects, const Field *field) {
  defects_enter (defects, field->raw, number_of (field->index), number_of (field->line),
                 number_of ((gint64)field->offset));
}

static void
check_field (const Field *field, const FieldBlockItem *item, bool seen_by_gmime, Defects *defects) {
  enter_field (defects, field);
  if (item->value.len > LIMIT_FIELD)
    defect_add (defects, "header-field-too-long", SPAN_NULL,
                "This field is longer than %d bytes; the rest of it was not read.", LIMIT_FIELD);
  if (memchr (field->value.data ? field->value.data : "", '\0', field->value.len))
    defect_add (defects, "header-nul", field->value, "This field holds a NUL byte.");
  if (!seen_by_gmime)
    defect_add (defects, "header-name-unusual", field->name,
                "The name of this field has characters that a name cannot have.");
  defects_leave (defects);
}

void
message_note_junk (const FieldBlockItem *item, Defects *defects) {
  defects_enter (defects, item->raw, NUMBER_NULL, number_of (item->line),
                 number_of ((gint64)item->offset));
  defect_add (defects, "header-junk-line", item->raw,
              "This line of the header is not a header field.");
  defects_leave (defects);
}

static void
add_fields (Message *message, const HeaderBlock *block, GHashTable *offsets, Arena *arena,
            Defects *defects) {
  for (guint i = 0; i < block->items.n; i++) {
    const FieldBlockItem *item = vec_at (&block->items, FieldBlockItem, i);
    if (item->kind == FIELD_BLOCK_JUNK) {
      message_note_junk (item, defects);
      continue;
    }
    bool seen = offsets == NULL || g_hash_table_contains (offsets, GSIZE_TO_POINTER (item->offset));
    check_field (add_field (message, item, arena), item, seen, defects);
  }
}

void
message_read_gmime (MessageReader *reader, Span bytes, Arena *arena, Message *ret,
                    Defects *defects) {
  HeaderBlock block;
  *ret = (Message){.bytes = bytes};
  read_header_block (bytes, arena, &block, defects);
  ret->header = block.header;
  ret->body = block.body;
  ret->header_cut = block.cut;
  ret->n_fields = block.n_fields;
  if (block.n_fields == 0) {
    add_fields (ret, &block, NULL, arena, defects); /* what is no mail is not copied for GMime */
    return;
  }

  g_autoptr (GByteArray) copy = bounded_copy (&block);
  g_autoptr (GMimeMessage) message = parse_message (reader, copy);
  g_autoptr (GHashTable) offsets = message ? gmime_offsets (message) : NULL;
  add_fields (ret, &block, offsets, arena, defects);
  if (message && message_field (ret, SPAN ("Content-Type"), 0))
    ret->content_type = media_type (message, arena);
}

/* ---- addresses and text -----------------------------------------------------------------------
 */

static Span
valid_utf8 (Arena *arena, const char *text) {
  if (text == NULL)
    return SPAN_NULL;
  if (g_utf8_validate (text, -1, NULL))
    return arena_dup (arena, span_from_string (text));
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  return arena_dup (arena, span_from_string (valid));
}

static void
add_mailbox (InternetAddress *address, Arena *arena, Vec *ret, guint *total) {
  (*total)++;
  if (ret->n >= LIMIT_ADDRESSES)
    return;
  Address *out = vec_push (arena, ret, Address);
  out->display_name = valid_utf8 (arena, internet_address_get_name (address));
  out->address =
      valid_utf8 (arena, internet_address_mailbox_get_addr (INTERNET_ADDRESS_MAILBOX (address)));
}

/* Depth is bounded: each level takes a ':' and the value holds at most LIMIT_ADDRESS_NESTING. */
static void
add_addresses (InternetAddressList *list, Arena *arena, Vec *ret, guint *total) {
  int n = list ? internet_address_list_length (list) : 0;
  for (int i = 0; i < n; i++) {
    InternetAddress *address = internet_address_list_get_address (list, i);
    if (INTERNET_ADDRESS_IS_GROUP (address))
      add_addresses (internet_address_group_get_members (INTERNET_ADDRESS_GROUP (address)), arena,
                     ret, total);
    else if (INTERNET_ADDRESS_IS_MAILBOX (address))
      add_mailbox (address, arena, ret, total);
  }
}

/* GMime takes a C string; a NUL would hide what stands behind it. */
static char *
without_nul (Span value) {
  char *text = g_strndup (value.data ? value.data : "", value.len);
  for (gsize i = 0; i < value.len; i++)
    if (value.data[i] == '\0')
      text[i] = ' ';
    else
      text[i] = value.data[i];
  return text;
}

void
message_gmime_addresses (MessageReader *reader, Span value, Arena *arena, Vec *ret,
                         guint *ret_total, Defects *defects) {
  gsize limit = address_limit (value);
  if (limit < value.len)
    defect_add (
        defects, "address-limit", span_skip (value, limit),
        "This address field is longer or more deeply nested than an address list can be; the "
        "rest of it was not read.");
  g_autofree char *text = without_nul (span_first (value, limit));
  g_autoptr (InternetAddressList) list = internet_address_list_parse (reader->options, text);
  *ret_total = 0;
  add_addresses (list, arena, ret, ret_total);
}

Span
message_gmime_decode_text (MessageReader *reader, Span value, Arena *arena) {
  g_autofree char *text = without_nul (span_first (span_trim (value), LIMIT_ADDRESS_FIELD));
  g_autofree char *unfolded = g_mime_utils_header_unfold (text);
  g_autofree char *decoded = g_mime_utils_header_decode_text (reader->options, unfolded);
  return valid_utf8 (arena, decoded);
}
