/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/refusal-names.h"

#include "headers/refusal-code.h"
#include "syntax/domain.h"

static bool
is_local_char (char c) {
  return g_ascii_isalnum (c) || (guchar)c >= 0x80 || is_any_of (c, "!#$%&'*+/=?^_`{|}~.-");
}

bool
refusal_is_host_char (char c) {
  return g_ascii_isalnum (c) || c == '.' || c == '-' || c == '_' || (guchar)c >= 0x80;
}

/* The address around the '@' at `at`; null when there is none. */
static Span
address_around (Span text, gsize at) {
  gsize start = at, end = at + 1;
  while (start > 0 && is_local_char (text.data[start - 1]))
    start--;
  while (start < at && is_any_of (text.data[start], "'*|`{"))
    start++;
  while (end < text.len && refusal_is_host_char (text.data[end]))
    end++;
  while (end > at + 1 && is_any_of (text.data[end - 1], ".-_"))
    end--;
  /* "/usr/local/Cellar/python@3.9/…" */
  if (text.data[start] == '/' && g_ascii_isdigit (text.data[end - 1]))
    return SPAN_NULL;
  return start < at && end > at + 1 ? span_of (text.data + start, end - start) : SPAN_NULL;
}

Span
refusal_first_address (Span text) {
  gssize at = span_index (text, '@');
  return at < 0 ? SPAN_NULL : address_around (text, (gsize)at);
}

bool
refusal_is_mail_system (Span address) {
  static const char *const names[] = {"mailer-daemon@", "postmaster@", "microsoftexchange",
                                      "mail-daemon@", "mdaemon@"};
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (span_starts_with_nocase (address, span_from_string (names[i])))
      return true;
  return false;
}

/* A name with a dot whose last label begins with a letter. */
Span
refusal_host_at (Span text, gsize at) {
  gsize end = at;
  while (end < text.len && refusal_is_host_char (text.data[end]))
    end++;
  while (end > at && is_any_of (text.data[end - 1], ".-_"))
    end--;
  Span name = span_of (text.data + at, end - at);
  gssize dot = span_last_index (name, '.');
  if (dot <= 0 || (gsize)dot + 2 >= name.len || !g_ascii_isalpha (name.data[dot + 1]))
    return SPAN_NULL;
  return end < text.len && text.data[end] == '@' ? SPAN_NULL : name;
}

/* The host before a reply: "host NAME", "server NAME", "by NAME", or "NAME said", "NAME
 * [192.0.2.1]". The last one counts. */
Span
refusal_host_before (Span before) {
  static const char *const words[] = {"host", "server", "by", "mta", "at"};
  Span found = SPAN_NULL;
  gsize start = before.len > 512 ? before.len - 512 : 0;
  /* "response to "MAIL FROM:<>" from mx.sender.example [192.0.2.1] was: 501": the sender's own host
   * was asked about its sender, and is not who refused the mail */
  if (span_find_nocase (span_skip (before, start), SPAN ("sender verify")) >= 0)
    return SPAN_NULL;
  for (gsize at = start; at < before.len; at++) {
    if (!refusal_is_host_char (before.data[at]) ||
        (at > 0 &&
         (refusal_is_host_char (before.data[at - 1]) || is_any_of (before.data[at - 1], "@/"))))
      continue;
    Span name = refusal_host_at (before, at);
    if (span_is_null (name))
      continue;
    Span head = span_trim (span_first (before, at)), tail = span_skip (before, at + name.len);
    /* "This is the mail system at host out1.mail.example." writes the notice */
    if (span_ends_with_nocase (head, SPAN ("program at")) ||
        span_ends_with_nocase (head, SPAN ("system at host")))
      continue;
    bool told =
        span_starts_with (tail, SPAN (" said")) || span_starts_with (tail, SPAN (" gave")) ||
        span_starts_with (tail, SPAN ("[")) || span_starts_with (tail, SPAN (" [")) ||
        span_starts_with (tail, SPAN (" (")) || span_starts_with (tail, SPAN (" rejected")) ||
        span_starts_with (tail, SPAN (" returned")) || span_ends_with_nocase (head, SPAN ("H="));
    for (guint i = 0; !told && i < G_N_ELEMENTS (words); i++) {
      Span word = span_from_string (words[i]);
      told = span_ends_with_nocase (head, word) &&
             (head.len == word.len || !g_ascii_isalpha (head.data[head.len - word.len - 1]));
    }
    if (told)
      found = name;
    at += name.len;
  }
  return found;
}

/* "[mx.example.net 2026-11-09T09:12:43.112Z 08DD…]": who says it. */
Span
refusal_host_in_brackets (Span reply) {
  Span rest = reply, found = SPAN_NULL;
  for (gssize at; (at = span_index (rest, '[')) >= 0; rest = span_skip (rest, (gsize)at + 1)) {
    Span name = refusal_host_at (rest, (gsize)at + 1);
    Span behind = span_is_null (name) ? SPAN_NULL : span_skip (rest, (gsize)at + 1 + name.len);
    if (span_starts_with (behind, SPAN (" 20")))
      found = name;
  }
  return found;
}

/* "NAME gave this error:", "NAME rejected your message …": Exchange names first who answered. */
Span
refusal_host_that_answered (Span words) {
  Span name = refusal_host_at (words, 0);
  Span behind = span_skip (words, name.len);
  bool answered = span_starts_with (behind, SPAN (" gave this error")) ||
                  span_starts_with (behind, SPAN (" rejected your message"));
  return answered ? name : SPAN_NULL;
}

/* "<a@b.example>: host …", "a@b.example" alone: the next one. */
bool
refusal_begins_with_address (Span line, Span *ret) {
  gsize at = span_past (line, 0, "*-+>|<[(•\"' \t");
  gsize end = at;
  while (end < line.len && is_local_char (line.data[end]))
    end++;
  if (end >= line.len || line.data[end] != '@')
    return false;
  *ret = address_around (line, end);
  return !span_is_null (*ret) && ret->data == line.data + at;
}

/* "host mx.example.net [192.0.2.1]: 550 …": Exim names who said it once more. */
bool
refusal_begins_with_host (Span line) {
  if (!span_starts_with (line, SPAN ("host ")))
    return false;
  Span name = refusal_host_at (line, 5), behind = span_skip (line, 5 + name.len);
  return !span_is_null (name) && span_starts_with (behind, SPAN (" [")) &&
         span_part (behind, SPAN ("]: "), NULL, &behind) &&
         !span_is_null (refusal_code_at_start (behind));
}

/* "Generating server: mx.example.net", in any language: nothing behind the colon but a host. And
 * "This is the mail system at host mx.example.net." */
Span
refusal_host_alone (Span line) {
  gssize colon = span_last_index (line, ':');
  gssize host = span_find (line, SPAN ("system at host "));
  gsize at;
  if (host >= 0)
    at = (gsize)host + 15;
  else if (colon > 0)
    at = span_past (line, (gsize)colon + 1, " \t");
  else
    return SPAN_NULL;
  Span name = refusal_host_at (line, at);
  return span_past (line, at + name.len, ". \t") == line.len ? name : SPAN_NULL;
}

/* "... while talking to mx.example.net.:" of sendmail, "Remote MTA mx.example.net: …" of
 * CommuniGate, "Remote system: dns;mx.example.net (…)" of Messaging Server: whose words come next.
 */
Span
refusal_host_told (Span line) {
  static const char *const heads[] = {"while talking to ", "Remote MTA ", "Remote system: dns;",
                                      "host: ", "\"mx-host\": \""};
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++) {
    gssize at = span_find (line, span_from_string (heads[i]));
    if (at >= 0)
      return refusal_host_at (line, (gsize)at + strlen (heads[i]));
  }
  return SPAN_NULL;
}

/* "Sender <a@b.example> rejected", "mail from a@b.example": nobody's recipient. */
bool
refusal_is_called_sender (Span line, Span address) {
  static const char *const thirds[] = {"', u'", "', '", "\", u'", "\", '"};
  gsize at = (gsize)(address.data - line.data), from = at - MIN (at, 16);
  Span before = span_of (line.data + from, at - from), all = span_first (line, at + address.len);
  /* "(553, 'not owned by auth user.', u'Notifications <a@b.example>')" */
  for (guint i = 0; i < G_N_ELEMENTS (thirds); i++)
    if (span_find (all, span_from_string (thirds[i])) >= 0)
      return true;
  return span_find_nocase (before, SPAN ("sender")) >= 0 ||
         span_find_nocase (before, SPAN ("addresser")) >= 0 ||
         span_find_nocase (before, SPAN ("from")) >= 0;
}

/* "please forward this to help@receiver.example", "rua=mailto:d@reports.example": of those whom to
 * write to. */
bool
refusal_is_for_questions (Span line, Span address) {
  static const char *const words[] = {"mailto:",        "contact", "forward th", "please send",
                                      "please forward", "report ", "questions",  "write to"};
  gsize at = (gsize)(address.data - line.data), from = at > 40 ? at - 40 : 0;
  Span before = span_of (line.data + from, at - from);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_find_nocase (before, span_from_string (words[i])) >= 0)
      return true;
  return false;
}

/* "frappe.email.queue.flush" is no host: its last label is none that is in use, or reserved for
 * examples and for networks of one's own (RFC 2606, RFC 6762). */
bool
refusal_has_known_top (Span host) {
  static const char *const own[] = {".example", ".test", ".invalid",
                                    ".intern",  ".corp", ".private"};
  g_autofree char *lower = g_ascii_strdown (host.data, (gssize)host.len);
  Span name = span_of (lower, host.len);
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    if (span_ends_with_nocase (name, span_from_string (own[i])))
      return true;
  return domain_is_host_name (name) ||
         domain_is_public_suffix (span_skip (name, (gsize)span_last_index (name, '.') + 1));
}
