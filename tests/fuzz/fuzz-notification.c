/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Objects follow one another inside the text and leave nothing but separators out; what is read of
 * one is bounded text. */
#include <stdint.h>

#include "base/limits.h"
#include "headers/ses-notification.h"
#include "message/notification.h"
#include "library-leaks.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

#define LIMIT 512

static void
check_split (Span text) {
  gsize start, end;
  while (notification_next (text, true, LIMIT, &start, &end) == NOTIFICATION_FOUND) {
    g_assert_true (start < end && end <= text.len && end - start <= LIMIT);
    for (gsize i = 0; i < start; i++)
      g_assert_true (g_ascii_isspace (text.data[i]) || strchr ("[],\xef\xbb\xbf", text.data[i]));
    text = span_skip (text, end);
  }
  g_assert_true (start == text.len && end == start);
}

static bool
is_clean (Span text) {
  for (gsize i = 0; i < text.len; i++)
    if ((guchar)text.data[i] < 0x20)
      return false;
  return text.len <= LIMIT_DIAGNOSTIC;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  Span text = span_of ((const char *)data, size);
  g_autoptr (Arena) arena = arena_new ();
  SesNotification said;
  Defects defects;
  defects_init (&defects, arena);
  check_split (text);
  notification_begins (text);
  if (!ses_notification_parse (text, arena, &said, &defects))
    return 0;
  g_assert_cmpuint (said.recipients.n, <=, MIN (said.total, LIMIT_BOUNCES));
  for (guint i = 0; i < said.recipients.n; i++) {
    const SesRecipient *recipient = vec_at (&said.recipients, SesRecipient, i);
    g_assert_true (is_clean (recipient->diagnostic));
    g_assert_true (recipient->status.len == 0 || g_ascii_isdigit (recipient->status.data[0]));
  }
  g_assert_true (said.headers.len <= 8 * size + 64);
  Span rest = said.headers, line;
  while (span_next_line (&rest, &line, NULL))
    g_assert_true (span_index (line, ':') > 0 && span_index (line, '\r') < 0);
  return 0;
}
