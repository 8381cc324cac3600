/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "message/notification.h"

#include "base/limits.h"
#include "syntax/json-text.h"

/* Between objects, and those of a list around them. */
static gsize
separators (Span text) {
  gsize n = span_starts_with (text, SPAN ("\xef\xbb\xbf")) ? 3 : 0;
  while (n < text.len && (g_ascii_isspace (text.data[n]) || is_any_of (text.data[n], "[],")))
    n++;
  return n;
}

/* In an envelope, its quotation marks are escaped, in two of them twice. */
static bool
has_name (Span text, const char *name) {
  Span rest = text, word = span_from_string (name);
  for (gssize at; (at = span_find (rest, word)) >= 0;) {
    bool opened = at > 0 && rest.data[at - 1] == '"';
    rest = span_skip (rest, (gsize)at + word.len);
    gsize escapes = 0;
    while (escapes < rest.len && rest.data[escapes] == '\\')
      escapes++;
    if (opened && escapes < rest.len && rest.data[escapes] == '"')
      return true;
  }
  return false;
}

bool
notification_begins (Span head) {
  Span text = span_skip (head, separators (head));
  if (!span_starts_with (text, SPAN ("{")))
    return false;
  text = span_first (text, LIMIT_NOTIFICATION);
  return (has_name (text, "notificationType") || has_name (text, "eventType")) &&
         has_name (text, "mail");
}

static NotificationAnswer
end_of_line (Span text, bool complete, gsize limit, gsize start, gsize *ret_end) {
  gssize newline = span_index (span_skip (text, start), '\n');
  if (newline < 0 && !complete && text.len - start < limit)
    return NOTIFICATION_MORE;
  *ret_end = newline < 0 ? text.len : start + (gsize)newline;
  *ret_end = MIN (*ret_end, start + limit);
  return NOTIFICATION_FOUND;
}

NotificationAnswer
notification_next (Span text, bool complete, gsize limit, gsize *ret_start, gsize *ret_end) {
  gsize start = separators (text), end;
  *ret_start = *ret_end = start;
  if (start == text.len)
    return complete ? NOTIFICATION_NONE : NOTIFICATION_MORE;
  if (text.data[start] != '{')
    return end_of_line (text, complete, limit, start, ret_end);
  JsonTextAnswer answer = json_text_end (span_first (span_skip (text, start), limit), &end);
  if (answer == JSON_TEXT_MORE && !complete && text.len - start < limit)
    return NOTIFICATION_MORE;
  *ret_end = start + end;
  return NOTIFICATION_FOUND;
}
