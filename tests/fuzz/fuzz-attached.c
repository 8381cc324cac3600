/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whatever the mail: what it carries is within the limits, and where it was not encoded it is the
 * very place in the mail that its offset says. */
#include <stdint.h>

#include "base/limits.h"
#include "case/attached.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static MessageReader *reader;

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Arena) arena = arena_new ();
  Span bytes = span_of ((const char *)data, size);
  Attached attached;
  if (reader == NULL)
    reader = message_reader_new ();
  attached_find (reader, bytes, arena, &attached);
  g_assert_cmpuint (attached.messages.n, <=, LIMIT_ATTACHED);
  for (guint i = 0; i < attached.messages.n; i++) {
    const AttachedMessage *message = vec_at (&attached.messages, AttachedMessage, i);
    g_assert_true (message->bytes.len > 0);
    if (message->decoded)
      continue;
    g_assert_true (span_inside (message->bytes, bytes));
    g_assert_true (message->bytes.data == bytes.data + message->offset);
  }
  g_assert_true (g_utf8_validate (attached.text.data ? attached.text.data : "",
                                  (gssize)attached.text.len, NULL));
  return 0;
}
