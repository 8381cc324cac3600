/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whatever the message: parts within the limits; an undecoded one is the very place in the message
 * that its offset says; paths differ; text is UTF-8 or the content as it was. */
#include <stdint.h>

#include "base/limits.h"
#include "message/parts.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static MessageReader *reader;

static void
check_part (const Part *part, const Message *message, Arena *arena) {
  g_assert_true (part->type.len > 0 && part->path.len > 0);
  if (part->decoded)
    g_assert_cmpuint (part->content.len, <=, LIMIT_PART + LIMIT_PART / 2);
  else if (part->content.len > 0) {
    g_assert_true (span_inside (part->content, message->bytes));
    g_assert_true (part->content.data == message->bytes.data + part->offset);
  }
  Span text = part_text (reader, part, arena);
  g_assert_true (g_utf8_validate (text.data, (gssize)text.len, NULL));
}

static void
check_paths (const Vec *parts) {
  for (guint i = 1; i < parts->n; i++)
    g_assert_false (span_equal (vec_at (parts, Part, i)->path, vec_at (parts, Part, i - 1)->path));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Arena) arena = arena_new ();
  Message message;
  Defects defects;
  Vec parts = {0};
  guint total;
  if (reader == NULL)
    reader = message_reader_new ();
  defects_init (&defects, arena);
  message_read_gmime (reader, span_of ((const char *)data, size), arena, &message, &defects);
  parts_read (reader, &message, arena, &parts, &total, &defects);
  g_assert_cmpuint (parts.n, <=, LIMIT_MIME_PARTS);
  g_assert_cmpuint (total, >=, parts.n);
  for (guint i = 0; i < parts.n; i++)
    check_part (vec_at (&parts, Part, i), &message, arena);
  check_paths (&parts);
  return 0;
}
