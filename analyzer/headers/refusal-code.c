/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/refusal-code.h"

/* "<** 550 …", "<-  250 …", "<~  250 …" of swaks, "<<< 550" of sendmail, "S: 550", "< 550",
 * "└──550". */
Span
refusal_server_says (Span line) {
  static const char *const marks[] = {"<** ", "<-  ",     "<~  ", "<~* ", "<<< ", "<-- ",
                                      "S: ",  "Server: ", "< ",   "R: ",  "└──"};
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (span_starts_with (line, span_from_string (marks[i])))
      return span_trim (span_skip (line, strlen (marks[i])));
  return line;
}

/* "mta: 0xea6710: <<< 550 …", "[…] DEBUG: [efMUTGvo] S: 550 …": the same behind what a log puts
 * first. */
Span
refusal_log_heard (Span line) {
  static const char *const marks[] = {": <<< ", "] S: ", ": S: "};
  Span head = span_first (line, 96);
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++) {
    gssize at = span_find (head, span_from_string (marks[i]));
    if (at > 0)
      return span_trim (span_skip (line, (gsize)at + strlen (marks[i])));
  }
  return line;
}

static bool
begins_with_code (Span said) {
  return said.len > 3 && is_any_of (said.data[0], "45") && g_ascii_isdigit (said.data[1]);
}

/* "Diagnostic-Code: X-Postfix; 550 …": what the field holds behind its type, where that is a reply;
 * else null. */
Span
refusal_reply_of_field (Span line) {
  Span value, said;
  if (!span_is_nocase (refusal_field_name (line, &value), "Diagnostic-Code") ||
      !span_part (value, SPAN (";"), NULL, &said))
    return SPAN_NULL;
  said = span_trim (said);
  return begins_with_code (said) && smtp_reply_find (said).code.data == said.data ? said
                                                                                  : SPAN_NULL;
}

/* "smtp;550 …", "Diagnostic-Code: smtp; 550 …" (RFC 3464 §2.3.6): the reply. */
Span
refusal_without_type (Span line) {
  Span of_field = refusal_reply_of_field (line);
  if (!span_is_null (of_field))
    return of_field;
  gssize at = span_find_nocase (span_first (line, 64), SPAN ("smtp;"));
  if (at < 0)
    return line;
  Span said = span_trim (span_skip (line, (gsize)at + 5));
  return begins_with_code (said) ? said : line;
}

/* "4. 550 From: Domain is invalid": the number that a list gives it is none of the reply's. */
Span
refusal_without_number (Span line) {
  gsize n = span_past (line, 0, "0123456789");
  if (n == 0 || n > 2 || n + 1 >= line.len || !is_any_of (line.data[n], ".)") ||
      !is_wsp (line.data[n + 1]))
    return line;
  Span said = span_trim (span_skip (line, n + 1));
  Span code = smtp_reply_find (span_first (said, 4)).code;
  return code.data == said.data ? said : line;
}

bool
refusal_is_client_line (Span line) {
  static const char *const marks[] = {"-> ", "~> ", "--> ", ">>> ", "C: ", "Client: ", "=== "};
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (span_starts_with (line, span_from_string (marks[i])))
      return true;
  return false;
}

Span
refusal_field_name (Span line, Span *ret_value) {
  gsize len = 0;
  while (len < line.len && len < 64 &&
         (g_ascii_isalnum (line.data[len]) || line.data[len] == '-' || line.data[len] == '_'))
    len++;
  if (len == 0 || len >= line.len || line.data[len] != ':')
    return SPAN_NULL;
  *ret_value = span_trim (span_skip (line, len + 1));
  return span_first (line, len);
}

/* "550-Response: 550 <a@b.example>: User unknown": what a third server said is no end of this. */
static bool
is_quoted_inside (Span line, gsize at) {
  return at > 4 && line.data[3] == '-' &&
         span_ends_with_nocase (span_first (line, at), SPAN (": "));
}

/* The last "550-" or "550 " of the line tells whether another line follows. */
bool
refusal_says_more (Span line, const char *code) {
  Span wanted = span_of (code, 3), rest = line;
  bool more = false;
  for (gssize at; (at = span_find (rest, wanted)) >= 0; rest = span_skip (rest, (gsize)at + 3))
    if ((gsize)at + 3 < rest.len && (at == 0 || !g_ascii_isalnum (rest.data[at - 1])) &&
        !is_quoted_inside (line, (gsize)(rest.data - line.data) + (gsize)at))
      more = rest.data[at + 3] == '-';
  return more;
}

/* Not in "http://postmaster.info.aol.com/errors/421dynt1.html". */
bool
refusal_tells_code (Span line, const char *code) {
  Span wanted = span_of (code, 3), rest = line;
  for (gssize at; (at = span_find (rest, wanted)) >= 0; rest = span_skip (rest, (gsize)at + 3))
    if ((gsize)at + 3 == rest.len || !g_ascii_isalnum (rest.data[at + 3]))
      return true;
  return false;
}

/* "(Exim 4.97.1)": a program's, in parentheses with its name. The classes of a status have subjects
 * up to 7 (RFC 3463 section 3). */
static bool
is_version (Span line, gsize at, Span status) {
  gsize name = at;
  if (status.len > 3 && (status.data[2] > '7' || g_ascii_isdigit (status.data[3])))
    return true;
  while (name > 0 && at - name < 40 && line.data[name - 1] != '(')
    name--;
  gsize end = at + status.len;
  return name > 0 && line.data[name - 1] == '(' && line.data[at - 1] == ' ' &&
         g_ascii_isalpha (line.data[name]) && end < line.len && line.data[end] == ')';
}

/* "PLESK_INFO: 5.7.1 …": behind a word of a log at the line's start. */
bool
refusal_is_labelled (Span line, gsize at) {
  gsize name = 0;
  while (name < at && (g_ascii_isupper (line.data[name]) || line.data[name] == '_'))
    name++;
  return name >= 4 && name + 2 == at && line.data[name] == ':' && line.data[name + 1] == ' ';
}

/* A bare status counts where something says that it is one: "(#5.1.1)", "said: 5.7.1 …". */
bool
refusal_is_status_meant (Span line, Span status) {
  static const char *const words[] = {"said",     "error", "status", "reject",  "refuse",
                                      "returned", "smtp",  "bounce", "deliver", "exception"};
  gsize at = (gsize)(status.data - line.data);
  if (is_version (line, at, status))
    return false;
  if ((at > 0 && is_any_of (line.data[at - 1], "#(\"'")) || refusal_is_labelled (line, at))
    return true;
  for (guint i = 0; at > 0 && i < G_N_ELEMENTS (words); i++)
    if (span_find_nocase (span_first (line, at), span_from_string (words[i])) >= 0)
      return true;
  return false;
}

bool
refusal_has_words_behind (Span line, gsize at) {
  guint letters = 0;
  for (gsize i = at; i < line.len; i++)
    letters += g_ascii_isalpha (line.data[i]) || (guchar)line.data[i] >= 0x80;
  return letters >= 3;
}

/* "returned '550 …": a code behind a quotation mark; "mx.example.net #550 … ##" of Exchange,
 * "stat=550 …" of OpenSMTPD, "responded with 550 …". */
Span
refusal_quoted_code (Span line) {
  bool exchange = span_find (line, SPAN ("##")) >= 0;
  for (gsize at = 1; at + 4 < line.len; at++)
    if ((is_any_of (line.data[at - 1], "'\"`") || (exchange && line.data[at - 1] == '#') ||
         span_ends_with_nocase (span_first (line, at), SPAN (" stat=")) ||
         span_ends_with_nocase (span_first (line, at), SPAN (" responded with "))) &&
        (line.data[at] == '4' || line.data[at] == '5') && line.data[at + 1] >= '0' &&
        line.data[at + 1] <= '5' && g_ascii_isdigit (line.data[at + 2]) &&
        (line.data[at + 3] == ' ' || line.data[at + 3] == '-'))
      return span_of (line.data + at, 3);
  return SPAN_NULL;
}

/* "host mx.example.net[192.0.2.1] said: 550", "refused to talk to me: 421": Postfix's words. And
 * "delay=12s, stat=451" of OpenSMTPD. */
bool
refusal_is_said_by_host (Span before) {
  static const char *const words[] = {"] said: ", " talk to me: ", " stat="};
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_ends_with_nocase (before, span_from_string (words[i])))
      return true;
  return false;
}

/* The same at a line's end: Postfix wraps there. "SMTPSenderRefused: 550" of Odoo, and the words
 * below it. */
bool
refusal_ends_with_code (Span line, gsize at) {
  static const char *const words[] = {" said: ", "Refused: ", "DataError: "};
  if (at + 3 != line.len)
    return false;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_ends_with_nocase (span_first (line, at), span_from_string (words[i])))
      return true;
  return refusal_is_said_by_host (span_first (line, at));
}

/* The code behind a quotation mark is what a server said; one further on is a program's own. */
SmtpReply
refusal_find_reply (Span line) {
  SmtpReply found = smtp_reply_find (line);
  bool coded = !span_is_null (found.code);
  /* "'553 no rcpthosts (#5.7.1)', port: 25, error: 553": the status is the first one's */
  if (!span_is_null (found.status) && (!coded || found.status.data > found.code.data))
    return found;
  Span quoted = refusal_quoted_code (line);
  if (!span_is_null (quoted) && (!coded || quoted.data < found.code.data))
    found.code = quoted;
  return found;
}

/* Where the words that such a sign closes end; "', u'Notifications <a@b.example>'" may follow. */
gssize
refusal_end_of_quoted (Span words, char quote) {
  static const char *const more[] = {", u'", ", b'", ", '", ", \""};
  for (gsize at = 0; at < words.len; at++)
    for (guint i = 0; words.data[at] == quote && i < G_N_ELEMENTS (more); i++)
      if (span_starts_with (span_skip (words, at + 1), span_from_string (more[i])))
        return (gssize)at;
  return span_last_index (words, quote);
}

/* The sign that was opened right before the reply, also before its type: "\"smtp; 550"; 0 without.
 */
char
refusal_quote_before (Span before) {
  Span typed = span_trim (before);
  if (span_ends_with_nocase (typed, SPAN ("smtp;")))
    before = span_first (typed, typed.len - 5);
  char last = before.len > 0 ? before.data[before.len - 1] : 0;
  return is_any_of (last, "'\"`") ? last : 0;
}

/* The code that a line begins with, also behind the mark of a list: "- `550 5.7.1 …". */
Span
refusal_code_at_start (Span line) {
  Span rest = span_skip (line, span_past (line, 0, "*+-`\"' \t"));
  SmtpReply found = smtp_reply_find (span_first (rest, 4));
  return !span_is_null (found.code) && found.code.data == rest.data ? found.code : SPAN_NULL;
}
