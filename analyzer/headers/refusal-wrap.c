/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/refusal-wrap.h"

#include "base/limits.h"
#include "headers/mail-log.h"

/* How many lines one of them can have become. */
#define LIMIT_WRAPPED 12

static bool
is_open (Span text) {
  gsize open = 0, close = 0;
  for (gsize i = 0; i < text.len; i++) {
    open += text.data[i] == '(';
    close += text.data[i] == ')';
  }
  return open > close;
}

static bool
holds (Span text, const char *word) {
  return span_find (text, span_from_string (word)) >= 0;
}

/* "status=bounced (host mx.example.net[192.0.2.1] said: 550" and "host … said: 550 … (in reply to
 * RCPT" leave a parenthesis open; "postfix/smtp[1]: 4F1:" and "to=<a@b.example>," are no ends. */
static bool
is_cut_in_parentheses (Span line) {
  return (holds (line, " status=") || holds (line, "] said: ")) && is_open (line);
}

static bool
is_cut_postfix (Span line) {
  char last = line.data[line.len - 1];
  bool delivery = holds (line, "/smtp[") || holds (line, "/lmtp[");
  return is_cut_in_parentheses (line) ||
         (delivery && !holds (line, " status=") && (last == ':' || last == ','));
}

/* "2026-11-09 10:12:43 1xY3Lu-0006b0-12 == a@b.example", "2026-11-09 10:12:43 H=mx.example.net":
 * what happened comes next. */
static bool
is_cut_exim (Span line) {
  if (line.len < 24 || line.data[4] != '-' || line.data[10] != ' ')
    return false;
  if (holds (line, " == ") || holds (line, " ** "))
    return !holds (line, ": ");
  return holds (line, " H=") && !holds (line, " <= ") && !holds (line, "rejected") &&
         !holds (line, ": ") && !holds (line, " SMTP ");
}

/* AsyncOS, OpenSMTPD and sendmail, before what they say at the end. */
static bool
is_cut_elsewhere (Span line) {
  if (holds (line, "Info: Bounced: ") || holds (line, "Info: Delayed: "))
    return !holds (line, "('") || is_open (line);
  if (holds (line, "evpid="))
    return !holds (line, "stat=") || is_open (line);
  return holds (line, "mailer=") && holds (line, "to=") && !holds (line, "stat=");
}

/* "NOQUEUE: reject: … 454 4.7.1", and its words on the indented line below. */
static bool
is_cut_before_words (Span line, Span rest, Arena *arena) {
  Refusal attempt;
  return g_ascii_isdigit (line.data[line.len - 1]) && rest.len > 0 &&
         is_any_of (rest.data[0], " \t") && mail_log_parse (line, arena, &attempt) == LOG_ATTEMPT;
}

/* Postfix's fields in the middle, which a line that was cut above them goes on with. */
static bool
is_rest_of_postfix (Span line) {
  static const char *const names[] = {"to=<", "relay=", "delay=", "delays=", "dsn=", "status="};
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (span_starts_with (line, span_from_string (names[i])))
      return true;
  return false;
}

/* What was one line. Where the words end is not told but by a parenthesis, a blank line or the
 * next line of the log. */
Span
refusal_unwrap_line (Span line, Span *rest, Arena *arena, guint *ret_more) {
  Span head = span_trim (line), after = *rest, below;
  Refusal attempt;
  *ret_more = 0;
  if (head.len == 0)
    return line;
  bool once = is_cut_before_words (head, *rest, arena), open = is_cut_in_parentheses (head);
  if (!once && !is_cut_postfix (head) && !is_cut_exim (head) && !is_cut_elsewhere (head))
    return line;
  g_autoptr (GString) joined = g_string_new_len (head.data, (gssize)head.len);
  guint more = 0;
  while (more < (once ? 1 : LIMIT_WRAPPED) && joined->len < LIMIT_PASTE_LINE) {
    Span here = after;
    if (!span_next_line (&here, &below, NULL) || span_trim (below).len == 0 ||
        (!is_rest_of_postfix (span_trim (below)) &&
         mail_log_parse (below, arena, &attempt) != LOG_NONE))
      break;
    after = here;
    more++;
    below = span_first (span_trim (below), LIMIT_PASTE_LINE);
    g_string_append_c (joined, ' ');
    g_string_append_len (joined, below.data, (gssize)below.len);
    bool still_open = is_cut_in_parentheses (span_of (joined->str, joined->len));
    if (open && !still_open)
      break;
    open |= still_open;
  }
  Span whole = span_of (joined->str, joined->len);
  if (more == 0 || (!open && mail_log_parse (whole, arena, &attempt) != LOG_ATTEMPT))
    return line;
  *rest = after;
  *ret_more = more;
  return arena_dup (arena, whole);
}
