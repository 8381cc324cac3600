/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whatever the text: recipients within the limit and counted, words out of RFC 3464's, statuses
 * that are statuses, values on one line; joining a reply twice changes nothing more. */
#include <stdint.h>

#include "base/limits.h"
#include "headers/delivery-status.h"
#include "headers/smtp-reply.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_line (Span span, Span input) {
  g_assert_true (span.data != NULL || span.len == 0);
  g_assert_cmpuint (span.len, <=, input.len);
  for (gsize i = 0; i < span.len; i++)
    g_assert_true (span.data[i] != '\n' && span.data[i] != '\r');
}

static void
check_status (Span status) {
  g_assert_true (span_is_null (status) || span_equal (enhanced_status_at (status), status));
}

static void
check_recipient (const DeliveryRecipient *recipient, Span input) {
  check_line (recipient->final_recipient, input);
  check_line (recipient->original_recipient, input);
  check_line (recipient->remote_mta, input);
  check_line (recipient->diagnostic, input);
  check_line (recipient->status_comment, input);
  check_status (recipient->status);
  g_assert_true (span_is_null (recipient->action) || !span_is_null (recipient->raw_action));
}

static void
check_reply (Span input, Arena *arena) {
  Span joined = smtp_reply_join (input, arena);
  SmtpReply reply = smtp_reply_find (joined);
  check_status (reply.status);
  check_line (joined, input);
  g_assert_true (span_is_null (reply.code) ||
                 (reply.code.len == 3 && span_inside (reply.code, joined)));
  g_assert_true (span_is_null (reply.status) || span_inside (reply.status, joined));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  g_autoptr (Arena) arena = arena_new ();
  Span input = span_of ((const char *)data, size);
  DeliveryStatus status;
  Defects defects;
  defects_init (&defects, arena);
  bool read = delivery_status_parse (input, arena, &status, &defects);
  g_assert_true (read == (status.fields > 0));
  g_assert_true (read || status.recipients.n == 0);
  g_assert_cmpuint (status.recipients.n, ==, MIN (status.total, LIMIT_BOUNCES));
  for (guint i = 0; i < status.recipients.n; i++)
    check_recipient (vec_at (&status.recipients, DeliveryRecipient, i), input);
  check_line (status.reporting_mta, input);
  check_reply (input, arena);
  return 0;
}
