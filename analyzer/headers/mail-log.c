/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/mail-log.h"

#include "base/limits.h"
#include "headers/delivery-event.h"
#include "headers/smtp-reply.h"

Span
mail_log_without_command (Span text) {
  Span said, command;
  if (!span_part (text, SPAN ("(in reply to "), &said, &command))
    return text;
  gssize end = span_index (command, ')');
  bool of_sender = end > 0 && span_starts_with (command, SPAN ("MAIL FROM"));
  return of_sender ? span_between (text.data, command.data + end + 1) : span_trim (said);
}

/* ---- what a logger writes first ----------------------------------------------------------------
 */

static gsize
digits_at (Span text, gsize at, gsize wanted) {
  gsize n = 0;
  while (n < wanted && at + n < text.len && g_ascii_isdigit (text.data[at + n]))
    n++;
  return n == wanted ? n : 0;
}

/* "12:00:00" at `at`. */
static bool
is_clock_at (Span text, gsize at) {
  return at + 8 <= text.len && digits_at (text, at, 2) && text.data[at + 2] == ':' &&
         digits_at (text, at + 3, 2) && text.data[at + 5] == ':' && digits_at (text, at + 6, 2);
}

/* "Nov  9 10:12:43 " (RFC 3164 §4.1). */
static gsize
bsd_time (Span line) {
  static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (!is_clock_at (line, 7) || line.data[3] != ' ' || line.data[6] != ' ')
    return 0;
  gssize month = span_find (span_from_string (months), span_first (line, 3));
  return month >= 0 && month % 3 == 0 ? 15 : 0;
}

/* "2026-11-09T10:12:43.112+01:00" (RFC 5424 §6.2.3), "2026-11-09 10:12:43" of Exim. */
static gsize
iso_time (Span line) {
  gsize at = span_starts_with (line, SPAN ("[")) ? 1 : 0;
  if (!is_clock_at (line, at + 11) || !digits_at (line, at, 4) || line.data[at + 4] != '-' ||
      !digits_at (line, at + 5, 2) || line.data[at + 7] != '-' || !digits_at (line, at + 8, 2) ||
      (line.data[at + 10] != 'T' && line.data[at + 10] != ' '))
    return 0;
  at += 19;
  if (at + 1 < line.len && is_any_of (line.data[at], ".,") && g_ascii_isdigit (line.data[at + 1]))
    for (at++; at < line.len && g_ascii_isdigit (line.data[at]);)
      at++;
  if (at < line.len && line.data[at] == 'Z')
    at++;
  else if (at < line.len && is_any_of (line.data[at], "+-"))
    for (at++; at < line.len && (g_ascii_isdigit (line.data[at]) || line.data[at] == ':');)
      at++;
  if (at < line.len && line.data[at] == ']')
    at++;
  return at;
}

/* The time, and what goes on behind it. */
static Span
take_time (Span line, Span *ret_time) {
  gsize len = bsd_time (line);
  if (len == 0)
    len = iso_time (line);
  *ret_time = len ? span_trim (span_first (line, len)) : SPAN_NULL;
  if (span_starts_with (*ret_time, SPAN ("[")))
    *ret_time = span_of (ret_time->data + 1, ret_time->len - 1);
  if (span_ends_with_nocase (*ret_time, SPAN ("]")))
    ret_time->len--;
  return len ? span_trim (span_skip (line, len)) : line;
}

/* A host, a program and its number. */
#define PROGRAM_MAX 125

/* "postfix/smtp[123]: ": what the program says, behind it. */
static Span
take_program (Span text, bool *ret_told) {
  Span head, said;
  *ret_told = false;
  if (!span_part (text, SPAN ("]: "), &head, &said) || head.len > PROGRAM_MAX)
    return text;
  gssize open = span_last_index (head, '[');
  if (open <= 0 || !span_is_digits (span_skip (head, (gsize)open + 1)))
    return text;
  *ret_told = true;
  return said;
}

/* ---- values ------------------------------------------------------------------------------------
 */

static Span
without_brackets (Span value) {
  value = span_trim (value);
  if (span_starts_with (value, SPAN ("<")) && span_ends_with_nocase (value, SPAN (">")))
    return span_of (value.data + 1, value.len - 2);
  return value;
}

/* The value behind "name=", which begins a word; up to `end`, or a blank, or ','. */
static Span
value_of (Span text, const char *name) {
  Span wanted = span_from_string (name), rest = text;
  for (gssize at; (at = span_find (rest, wanted)) >= 0;
       rest = span_skip (rest, (gsize)at + wanted.len)) {
    bool word = rest.data + at == text.data || is_any_of (rest.data[at - 1], " ,;(\t");
    Span value = span_skip (rest, (gsize)at + wanted.len);
    if (!word)
      continue;
    if (span_starts_with (value, SPAN ("<"))) {
      gssize close = span_index (value, '>');
      return close < 0 ? SPAN_NULL : without_brackets (span_first (value, (gsize)close + 1));
    }
    if (span_starts_with (value, SPAN ("\""))) {
      gssize close = span_index (span_skip (value, 1), '"');
      return close < 0 ? SPAN_NULL : span_of (value.data + 1, (gsize)close);
    }
    gsize len = 0;
    while (len < value.len && !g_ascii_isspace (value.data[len]) && value.data[len] != ',' &&
           value.data[len] != ';')
      len++;
    return span_first (value, len);
  }
  return SPAN_NULL;
}

static bool
is_address (Span text) {
  return span_index (text, '@') > 0 && span_index (text, ' ') < 0;
}

/* "mx.example.net[192.0.2.1]:25", "mx.example.net. [192.0.2.1]": the name. */
static Span
host_of (Span relay) {
  gsize len = 0;
  while (len < relay.len &&
         (g_ascii_isalnum (relay.data[len]) || is_any_of (relay.data[len], ".-_")))
    len++;
  while (len > 0 && relay.data[len - 1] == '.')
    len--;
  Span host = span_first (relay, len);
  return span_index (host, '.') > 0 ? host : SPAN_NULL;
}

static Span
reply_text (Span text, Arena *arena) {
  return smtp_reply_join (span_first (span_trim (text), LIMIT_DIAGNOSTIC), arena);
}

/* The first status of the value; null for none. */
static Span
status_of (Span text) {
  return enhanced_status_at (text);
}

/* ---- Postfix -----------------------------------------------------------------------------------
 */

static Span
postfix_action (Span status) {
  static const struct {
    const char *word, *action;
  } words[] = {
      {"bounced", "failed"},
      {"deferred", "delayed"},
      {"sent", "delivered"},
      {"expired", "failed"},
      {"undeliverable", "failed"},
      {"deliverable", "relayed"},
      /* soft_bounce = yes: refused for good, and kept all the same */
      {"SOFTBOUNCE", "delayed"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_is_nocase (status, words[i].word))
      return span_from_string (words[i].action);
  return SPAN_NULL;
}

/* "host mx[192.0.2.1] said: 550 … (in reply to end of DATA command)": the reply alone. */
static Span
said_by_host (Span text) {
  /* what the queue manager says of a host that did not answer before: nothing of the mailbox */
  if (span_starts_with (text, SPAN ("delivery temporarily suspended: ")))
    text = span_skip (text, 32);
  span_part (text, SPAN (" said: "), NULL, &text);
  return mail_log_without_command (text);
}

/* "host NAME[…] said", "host NAME[…] refused"; "R=smarthost " is none. */
static Span
host_that_said (Span text) {
  Span rest = span_first (text, 512);
  for (gssize at; (at = span_find (rest, SPAN ("host "))) >= 0;
       rest = span_skip (rest, (gsize)at + 5))
    if (rest.data + at == text.data || !g_ascii_isalnum (rest.data[at - 1]))
      return host_of (span_skip (rest, (gsize)at + 5));
  return SPAN_NULL;
}

static Span
in_parentheses (Span text) {
  if (!span_part (text, SPAN ("("), NULL, &text))
    return SPAN_NULL;
  gssize close = span_last_index (text, ')');
  return close < 0 ? text : span_first (text, (gsize)close);
}

/* What stands before "status=" is Postfix's: an address in brackets, or, where a forum took those
 * away or the beginning was not copied, what it writes beside it. A mail that arrived is
 * somebody's. */
static bool
is_of_postfix (Span head, Span action, Span tail) {
  static const char *const words[] = {"relay=", "dsn="};
  if (span_find (head, SPAN ("to=<")) >= 0)
    return true;
  if (span_is (action, "delivered"))
    return false;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_find (head, span_from_string (words[i])) >= 0)
      return true;
  return head.len == 0 && span_starts_with (tail, SPAN (" ("));
}

/* "4F1: to=<a@b>, relay=mx[192.0.2.1]:25, dsn=5.7.26, status=bounced (…)" */
static bool
read_postfix_delivery (Span text, Arena *arena, Refusal *ret) {
  Span head = SPAN (""), tail;
  if (span_starts_with (text, SPAN ("status=")))
    tail = span_skip (text, 7);
  else if (!span_part (text, SPAN (" status="), &head, &tail))
    return false;
  gsize word = 0;
  while (word < tail.len && g_ascii_isalpha (tail.data[word]))
    word++;
  ret->action = postfix_action (span_first (tail, word));
  if (span_is_null (ret->action) || !is_of_postfix (head, ret->action, span_skip (tail, word)))
    return false;
  ret->recipient = value_of (head, "to=");
  ret->status = status_of (value_of (head, "dsn="));
  Span why = in_parentheses (tail);
  ret->remote_mta = span_or (host_that_said (why), host_of (value_of (head, "relay=")));
  ret->diagnostic = reply_text (said_by_host (why), arena);
  return true;
}

/* "NOQUEUE: reject: RCPT from name[192.0.2.1]: 550 5.7.1 …; from=<> to=<> proto=ESMTP helo=<>", and
 * the same of a milter, where the reply has no code. */
static bool
read_postfix_reject (Span text, Arena *arena, Refusal *ret) {
  static const Span verbs[] = {SPAN ("milter-reject: "), SPAN ("reject: "),
                               SPAN ("reject_warning: ")};
  Span head, rest, client, said, tail = SPAN_NULL;
  bool met = false;
  for (guint i = 0; !met && i < G_N_ELEMENTS (verbs); i++)
    met = span_part (text, verbs[i], &head, &rest) && head.len <= PROGRAM_MAX;
  if (!met || !span_part (rest, SPAN (" from "), &head, &client) || head.len > PROGRAM_MAX ||
      !span_part (client, SPAN ("]: "), &client, &said))
    return false;
  if (span_part (said, SPAN ("; from=<"), &head, NULL)) {
    tail = span_skip (said, head.len);
    said = head;
  }
  ret->client_ip = span_part (client, SPAN ("["), NULL, &client) ? client : SPAN_NULL;
  ret->sender = value_of (tail, "from=");
  ret->recipient = value_of (tail, "to=");
  ret->diagnostic = reply_text (said, arena);
  return true;
}

/* ---- Exim --------------------------------------------------------------------------------------
 */

/* Message ids of Exim: 6-6-2 letters and digits, since 4.97 6-11-4. */
static gsize
exim_id (Span text) {
  static const gsize shapes[][3] = {{6, 6, 2}, {6, 11, 4}};
  for (guint s = 0; s < G_N_ELEMENTS (shapes); s++) {
    gsize at = 0;
    bool fits = true;
    for (guint part = 0; fits && part < 3; part++) {
      for (gsize i = 0; fits && i < shapes[s][part]; i++, at++)
        fits = at < text.len && g_ascii_isalnum (text.data[at]);
      if (fits && part < 2)
        fits = at < text.len && text.data[at++] == '-';
    }
    if (fits && at < text.len && text.data[at] == ' ')
      return at + 1;
  }
  return 0;
}

/* "[123]" that log_selector +pid writes, behind the "+0200" of log_timezone. */
static Span
without_pid (Span text) {
  gsize digits = 1;
  while (digits < text.len && g_ascii_isdigit (text.data[digits]))
    digits++;
  if (digits == 5 && digits < text.len && text.data[digits] == ' ' &&
      is_any_of (text.data[0], "+-"))
    text = span_trim (span_skip (text, digits));
  Span pid, rest;
  bool told = span_starts_with (text, SPAN ("[")) && span_part (text, SPAN ("]"), &pid, &rest) &&
              span_is_digits (span_skip (pid, 1));
  return told ? span_trim (rest) : text;
}

/* "H=mx.example.net [192.0.2.1]". */
static Span
exim_host (Span text) {
  Span host;
  return span_part (text, SPAN (" H="), NULL, &host) ? host_of (host) : SPAN_NULL;
}

/* Where what was said begins: behind the words of Exim's own, else the last ": " behind the fields.
 */
static Span
exim_said (Span text) {
  SmtpReply reply = smtp_reply_find (text);
  if (!span_is_null (reply.code))
    return span_between (reply.code.data, text.data + text.len);
  span_part (text, SPAN (": "), NULL, &text);
  return text;
}

/* "== a@b.example R=dnslookup T=remote_smtp defer (111): Connection refused": Exim writes no id
 * where it logs to a terminal, and this is its shape alone. */
static bool
is_exim_without_id (Span text) {
  gssize router = span_find (text, SPAN (" R="));
  return router > 0 && span_index (span_first (text, (gsize)router), '@') > 0 &&
         span_find (text, SPAN ("): ")) > router;
}

static bool
read_exim_delivery (Span text, Arena *arena, Refusal *ret) {
  static const struct {
    const char *flag, *action;
  } flags[] = {{"** ", "failed"},    {"== ", "delayed"},   {"=> ", "delivered"},
               {"-> ", "delivered"}, {">> ", "delivered"}, {"*> ", "delivered"}};
  gsize id = exim_id (text);
  Span rest = span_skip (text, id);
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++) {
    if (!span_starts_with (rest, span_from_string (flags[i].flag)) ||
        (id == 0 && !is_exim_without_id (rest)))
      continue;
    rest = span_skip (rest, 3);
    gsize word = 0;
    while (word < rest.len && rest.data[word] != ' ' && rest.data[word] != ':')
      word++;
    Span address = span_first (rest, word), tail = span_skip (rest, word);
    /* "local <local@b.example>" */
    if (span_starts_with (tail, SPAN (" <")) && span_index (tail, '>') > 0)
      address = span_of (tail.data + 2, (gsize)span_index (tail, '>') - 2);
    ret->action = span_from_string (flags[i].action);
    ret->recipient = is_address (address) ? address : SPAN_NULL;
    ret->remote_mta = span_or (exim_host (tail), host_that_said (tail));
    bool taken = span_is (ret->action, "delivered");
    Span confirmed = value_of (tail, "C=");
    ret->diagnostic = taken ? reply_text (confirmed, arena) : reply_text (exim_said (tail), arena);
    return true;
  }
  return false;
}

/* "1xY3Lu-0006b0-12 rejected from <a@b> H=(helo) [192.0.2.1]: message too big". */
static bool
read_exim_refused_message (Span text, Arena *arena, Refusal *ret) {
  Span sender, client, said;
  if (!span_starts_with (text, SPAN ("rejected from <")) ||
      !span_part (span_skip (text, 15), SPAN ("> H="), &sender, &client) ||
      !span_part (client, SPAN ("["), NULL, &client) ||
      !span_part (client, SPAN ("]"), &client, &said) ||
      !span_part (said, SPAN (": "), NULL, &said))
    return false;
  ret->client_ip = client;
  ret->sender = sender;
  ret->action = SPAN ("failed");
  ret->diagnostic = reply_text (said, arena);
  return true;
}

/* "H=name (helo) [192.0.2.1] F=<a@b> rejected RCPT <c@d>: words", "… rejected after DATA: words".
 */
static bool
read_exim_reject (Span text, Arena *arena, Refusal *ret) {
  Span head, rest, what, said, client;
  gsize id = exim_id (text);
  if (id > 0 && read_exim_refused_message (span_skip (text, id), arena, ret))
    return true;
  if (!span_part (span_skip (text, id), SPAN ("rejected "), &head, &rest) ||
      !span_starts_with (head, SPAN ("H=")))
    return false;
  what = said = rest;
  span_part (rest, SPAN (": "), &what, &said);
  bool told =
      span_part (head, SPAN ("["), NULL, &client) && span_part (client, SPAN ("]"), &client, NULL);
  ret->client_ip = told ? client : SPAN_NULL;
  ret->sender = value_of (head, "F=");
  Span address = what;
  if (span_part (what, SPAN ("<"), NULL, &address))
    span_part (address, SPAN (">"), &address, NULL);
  ret->recipient = is_address (address) ? address : SPAN_NULL;
  bool later = span_part (head, SPAN ("temporarily"), NULL, NULL);
  ret->action = later ? SPAN ("delayed") : SPAN ("failed");
  ret->diagnostic = reply_text (said, arena);
  return true;
}

/* ---- Sendmail, OpenSMTPD, qmail ----------------------------------------------------------------
 */

static Span
sendmail_action (Span stat) {
  if (span_starts_with_nocase (stat, SPAN ("Sent")))
    return SPAN ("delivered");
  if (span_starts_with_nocase (stat, SPAN ("Deferred")) ||
      span_starts_with_nocase (stat, SPAN ("queued")))
    return SPAN ("delayed");
  return SPAN ("failed");
}

/* "to=<a@b>, …, relay=mx. [192.0.2.1], dsn=5.7.26, reply=550 5.7.26 …, stat=Service unavailable" */
static bool
read_sendmail (Span text, Arena *arena, Refusal *ret) {
  Span head, said, relay, deferred;
  if (span_part (text, SPAN (", reject="), NULL, &said)) {
    ret->recipient = value_of (text, "arg1=");
    ret->diagnostic = reply_text (said, arena);
    return true;
  }
  if (!span_part (text, SPAN (", stat="), &head, &said) ||
      !span_part (head, SPAN ("to="), NULL, NULL))
    return false;
  ret->action = sendmail_action (said);
  ret->recipient = value_of (head, "to=");
  ret->status = status_of (value_of (head, "dsn="));
  ret->remote_mta = span_part (head, SPAN ("relay="), NULL, &relay) ? host_of (relay) : SPAN_NULL;
  if (!span_part (head, SPAN (", reply="), NULL, &said) &&
      span_part (said, SPAN ("Deferred: "), &head, &deferred) && head.len == 0 &&
      deferred.len > 0 && g_ascii_isdigit (deferred.data[0]))
    said = deferred;
  ret->diagnostic = reply_text (said, arena);
  return true;
}

/* 'mta delivery … from=<> to=<> … relay="192.0.2.1 (mx)" … result="PermFail" stat="550 …"', and the
 * older "relay: PermFail for …: …, stat=550 …". */
static bool
read_opensmtpd (Span text, Arena *arena, Refusal *ret) {
  static const struct {
    const char *word, *action;
  } results[] = {{"PermFail", "failed"}, {"TempFail", "delayed"}, {"Ok", "delivered"}};
  Span stat, relay;
  if (!span_part (text, SPAN ("stat="), NULL, &stat))
    return false;
  for (guint i = 0; i < G_N_ELEMENTS (results); i++) {
    g_autofree char *named = g_strdup_printf ("result=\"%s\"", results[i].word);
    g_autofree char *older = g_strdup_printf (": %s for ", results[i].word);
    if (!span_part (text, span_from_string (named), NULL, NULL) &&
        !span_part (text, span_from_string (older), NULL, NULL))
      continue;
    Span said = stat;
    if (span_starts_with (said, SPAN ("\"")))
      said = span_skip (said, 1);
    if (span_ends_with_nocase (said, SPAN ("\"")))
      said.len--;
    ret->action = span_from_string (results[i].action);
    ret->sender = value_of (text, "from=");
    ret->recipient = value_of (text, "to=");
    ret->diagnostic = reply_text (said, arena);
    if (span_part (text, SPAN ("relay="), NULL, &relay) &&
        span_part (span_first (relay, PROGRAM_MAX), SPAN ("("), NULL, &relay))
      ret->remote_mta = host_of (relay);
    return true;
  }
  return false;
}

/* Its words, whose blanks and line ends it writes as '_' and '/'. */
static Span
words_of_qmail (Span said, Arena *arena) {
  char *plain = (char *)arena_dup (arena, said).data;
  for (gsize i = 0; i < said.len; i++)
    if (plain[i] == '_' || plain[i] == '/')
      plain[i] = ' ';
  Span words = span_of (plain, said.len);
  gssize remote = span_find (words, SPAN ("said: "));
  return reply_text (remote < 0 ? words : span_skip (words, (gsize)remote + 6), arena);
}

/* "delivery 7: failure: 192.0.2.80_does_not_like_recipient./Remote_host_said:_550_…/Giving_up…/",
 * or without what stands before the host. */
static bool
read_qmail (Span text, Arena *arena, Refusal *ret) {
  static const struct {
    const char *word, *action;
  } words[] = {
      {": failure: ", "failed"}, {": deferral: ", "delayed"}, {": success: ", "delivered"}};
  Span head, said;
  if (!span_part (text, SPAN ("delivery "), &head, NULL) || head.len > 64) {
    gssize remote = span_find (text, SPAN ("/Remote_host_said:_"));
    if (remote < 0)
      return false;
    ret->diagnostic = words_of_qmail (span_skip (text, (gsize)remote + 1), arena);
    return !span_is_null (smtp_reply_find (ret->diagnostic).code);
  }
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    if (!span_part (text, span_from_string (words[i].word), &head, &said) || head.len > PROGRAM_MAX)
      continue;
    ret->action = span_from_string (words[i].action);
    ret->diagnostic = words_of_qmail (said, arena);
    return true;
  }
  return false;
}

/* ---- Haraka ------------------------------------------------------------------------------------
 */

/* "[NOTICE] [930E3B02-….1.1] [outbound] recipient <a@b> rejected: 550 5.7.1 …": what stands behind
 * the level, the transaction and the plugin; the text itself when it is none of Haraka's. */
static Span
without_haraka (Span text) {
  static const char *const levels[] = {"NOTICE", "INFO",  "ERROR", "WARN",     "CRIT",
                                       "ALERT",  "EMERG", "DEBUG", "PROTOCOL", "DATA"};
  bool level = false;
  for (guint i = 0; !level && span_starts_with (text, SPAN ("[")) && i < G_N_ELEMENTS (levels); i++)
    level = span_starts_with (span_skip (text, 1), span_from_string (levels[i])) &&
            span_starts_with (span_skip (text, 1 + strlen (levels[i])), SPAN ("] ["));
  if (!level)
    return text;
  for (guint i = 0; i < 3 && span_starts_with (text, SPAN ("[")); i++) {
    gssize close = span_index (span_first (text, 80), ']');
    if (close < 0)
      break;
    text = span_trim (span_skip (text, (gsize)close + 1));
  }
  return text;
}

static bool
read_haraka (Span text, Arena *arena, Refusal *ret) {
  static const struct {
    const char *word, *action;
  } words[] = {{" rejected: ", "failed"}, {" deferred: ", "delayed"}};
  if (!span_starts_with (text, SPAN ("recipient <")))
    return false;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    gssize at = span_find (span_first (text, 400), span_from_string (words[i].word));
    if (at < 0)
      continue;
    ret->action = span_from_string (words[i].action);
    ret->recipient = without_brackets (span_skip (span_first (text, (gsize)at), 10));
    ret->diagnostic = reply_text (span_skip (text, (gsize)at + strlen (words[i].word)), arena);
    return !span_is_null (smtp_reply_find (ret->diagnostic).code);
  }
  return false;
}

/* "550": what refuses, for good or for now. */
static bool
is_refusal_code (Span code) {
  return code.len == 3 && is_any_of (code.data[0], "45");
}

static Span
action_of_code (Span code) {
  return code.data[0] == '5' ? SPAN ("failed") : SPAN ("delayed");
}

/* ---- maddy --------------------------------------------------------------------------------------
 */

/* The member of a flat JSON object; no escapes are undone. */
static Span
member_of (Span object, const char *name) {
  Span value;
  g_autofree char *wanted = g_strdup_printf ("\"%s\":", name);
  if (!span_part (object, span_from_string (wanted), NULL, &value))
    return SPAN_NULL;
  value = span_trim (value);
  bool quoted = span_starts_with (value, SPAN ("\""));
  value = span_skip (value, quoted);
  gsize len = 0;
  while (len < value.len && (quoted ? value.data[len] != '"' : g_ascii_isdigit (value.data[len])))
    len++;
  return len ? span_first (value, len) : SPAN_NULL;
}

/* "smtp: DATA error\t{"reason":"No aligned identifiers","smtp_code":550,"smtp_enchcode":"5.7.1",
 * "smtp_msg":"DMARC check failed"}". Its name for the status is spelt so. */
static bool
read_maddy (Span text, Arena *arena, Refusal *ret) {
  gssize open = span_index (span_first (text, 200), '{');
  if (open < 0)
    return false;
  Span object = span_skip (text, (gsize)open);
  Span code = member_of (object, "smtp_code"), words = member_of (object, "smtp_msg");
  Span status = member_of (object, "smtp_enchcode"), reason = member_of (object, "reason");
  /* "queue: delivery attempt failed {…}": nobody answered */
  if (span_is_null (code) && !span_is_null (reason) &&
      span_find (span_first (text, (gsize)open), SPAN ("delivery attempt failed")) >= 0) {
    ret->recipient = without_brackets (member_of (object, "rcpt"));
    ret->diagnostic = reply_text (reason, arena);
    return ret->recipient.len > 0;
  }
  if (!is_refusal_code (code) || span_is_null (words) ||
      !span_starts_with (status, span_first (code, 1)))
    return false;
  bool more = !span_is_null (reason) && !span_equal (reason, words);
  ret->diagnostic = arena_printf (
      arena, "%.*s %.*s %.*s%s%.*s%s", SPAN_FORMAT (code), SPAN_FORMAT (span_first (status, 16)),
      SPAN_FORMAT (span_first (words, LIMIT_DIAGNOSTIC)), more ? " (" : "",
      SPAN_FORMAT (more ? span_first (reason, LIMIT_DIAGNOSTIC) : SPAN ("")), more ? ")" : "");
  ret->action = action_of_code (code);
  ret->recipient = without_brackets (member_of (object, "rcpt"));
  ret->sender = without_brackets (member_of (object, "sender"));
  return true;
}

/* ---- Stalwart ----------------------------------------------------------------------------------
 */

/* 'INFO … (delivery.dsn-perm-fail) …, from = "a@b", to = "c@d", hostname = "mx", code = 550,
 * details = "words"': the value, with or without quotation marks. */
static Span
value_of_stalwart (Span text, const char *name) {
  Span value;
  g_autofree char *wanted = g_strdup_printf (", %s = ", name);
  if (!span_part (text, span_from_string (wanted), NULL, &value))
    return SPAN_NULL;
  bool listed = span_starts_with (value, SPAN ("[\""));
  if (!listed && !span_starts_with (value, SPAN ("\""))) {
    span_part (value, SPAN (","), &value, NULL);
    return value;
  }
  value = span_skip (value, listed ? 2 : 1);
  if (listed) /* the first one */
    return span_part (value, SPAN ("\""), &value, NULL) ? value : SPAN_NULL;
  gssize end = span_find (value, SPAN ("\", "));
  if (end < 0 && span_ends_with_nocase (value, SPAN ("\"")))
    end = (gssize)value.len - 1;
  return end < 0 ? value : span_first (value, (gsize)end);
}

static bool
read_stalwart (Span text, Arena *arena, Refusal *ret) {
  static const struct {
    const char *event, *action;
  } events[] = {{"(delivery.dsn-perm-fail)", "failed"},
                {"(delivery.dsn-temp-fail)", "delayed"},
                {"(delivery.rcpt-to-rejected)", NULL},
                {"(delivery.message-rejected)", NULL},
                {"(delivery.mail-from-rejected)", NULL}};
  Span words = span_first (text, 200);
  for (guint i = 0; i < G_N_ELEMENTS (events); i++) {
    if (span_find (words, span_from_string (events[i].event)) < 0)
      continue;
    Span code = value_of_stalwart (text, "code"), said = value_of_stalwart (text, "details");
    if (!is_refusal_code (code) || said.len == 0)
      return false;
    ret->diagnostic = smtp_reply_find (said).code.data == said.data
                          ? reply_text (said, arena)
                          : arena_printf (arena, "%.3s %.*s", code.data,
                                          SPAN_FORMAT (span_first (said, LIMIT_DIAGNOSTIC)));
    ret->action = events[i].action ? span_from_string (events[i].action) : action_of_code (code);
    ret->sender = value_of_stalwart (text, "from");
    Span to = value_of_stalwart (text, "to");
    ret->recipient = is_address (to) ? to : SPAN_NULL;
    ret->remote_mta = host_of (value_of_stalwart (text, "hostname"));
    return true;
  }
  return false;
}

/* ---- Exchange ----------------------------------------------------------------------------------
 */

/* "[{LRT=…};{LED=550 5.7.26 …};{FQDN=mx};{IP=192.0.2.1}]", in a line of tracking or in a report. */
static bool
read_exchange (Span text, Arena *arena, Refusal *ret) {
  Span head, said, fqdn;
  if (!span_part (text, SPAN ("LED="), &head, &said) ||
      (head.len > 0 && !is_any_of (head.data[head.len - 1], "{[;,")))
    return false;
  if (!span_part (said, SPAN ("};"), &said, NULL) && !span_part (said, SPAN ("];["), &said, NULL))
    span_part (said, SPAN ("}]"), &said, NULL);
  ret->diagnostic = reply_text (said, arena);
  ret->remote_mta = span_part (text, SPAN ("FQDN="), NULL, &fqdn) ? host_of (fqdn) : SPAN_NULL;
  /* the first address of the line is the recipient's: it stands before its status */
  gssize at = span_last_index (head, '@');
  if (at > 0) {
    gsize start = (gsize)at, stop = (gsize)at + 1;
    while (start > 0 && !is_any_of (head.data[start - 1], " ,;<>\"'[{=\t"))
      start--;
    while (stop < head.len && !is_any_of (head.data[stop], " ,;<>\"'[{]}\t"))
      stop++;
    ret->recipient = span_of (head.data + start, stop - start);
  }
  return !span_is_null (smtp_reply_find (ret->diagnostic).code);
}

/* ---- PowerMTA ----------------------------------------------------------------------------------
 */

/* The next field of a table with commas, without its quotation marks. */
static Span
next_cell (Span *rest) {
  gsize end = 0;
  bool quoted = span_starts_with (*rest, SPAN ("\""));
  if (quoted)
    for (end = 1; end + 1 < rest->len; end++)
      if (rest->data[end] == '"' && rest->data[end + 1] == ',')
        break;
  while (end < rest->len && rest->data[end] != ',')
    end++;
  Span cell = span_first (*rest, end);
  *rest = span_skip (*rest, end + 1);
  if (quoted && cell.len > 1)
    cell = span_of (cell.data + 1, cell.len - (cell.data[cell.len - 1] == '"' ? 2 : 1));
  return cell;
}

/* "b,2026-11-09 09:12:43+0100,…,a@b,c@d,,failed,5.1.1 (…),smtp;550 5.1.1 …,mx (192.0.2.1),…" of its
 * accounting. The fields are chosen by whoever runs it: the second address is the recipient's, the
 * host is told right behind the reply. */
static bool
read_power_mta (Span text, Arena *arena, Refusal *ret) {
  static const char *const types[] = {"b,", "t,", "tq,", "rb,", "rs,"};
  bool typed = false;
  for (guint i = 0; !typed && i < G_N_ELEMENTS (types); i++)
    typed = span_starts_with (text, span_from_string (types[i]));
  if (!typed)
    return false;
  Span rest = text, address = SPAN_NULL, before = SPAN_NULL;
  for (guint i = 0; i < 64 && rest.len > 0; i++) {
    Span cell = next_cell (&rest);
    if (span_starts_with (cell, SPAN ("smtp;"))) {
      ret->action = span_starts_with (text, SPAN ("t")) ? SPAN ("delayed") : SPAN ("failed");
      ret->sender = before;
      ret->recipient = address;
      ret->diagnostic = reply_text (span_skip (cell, 5), arena);
      Span host;
      bool named = span_part (next_cell (&rest), SPAN (" ("), &host, NULL);
      ret->remote_mta = named ? host_of (host) : SPAN_NULL;
      return !span_is_null (smtp_reply_find (ret->diagnostic).code);
    }
    if (is_address (cell)) {
      before = address;
      address = cell;
    }
  }
  return false;
}

/* ---- AsyncOS -----------------------------------------------------------------------------------
 */

/* The texts of "['one', "two"]", with a blank between them. */
static Span
listed_texts (Span list, Arena *arena) {
  char *joined = arena_alloc (arena, list.len + 1);
  gsize len = 0;
  for (gsize i = 0; i < list.len && list.data[i] != ']'; i++) {
    char quote = list.data[i];
    if (quote != '\'' && quote != '"')
      continue;
    if (len > 0)
      joined[len++] = ' ';
    for (i++; i < list.len && list.data[i] != quote; i++)
      joined[len++] = list.data[i];
  }
  return span_of (joined, len);
}

/* "('550', ['5.1.1 no such user'])": the reply; null where the other side gave none: "('000', [])".
 */
static Span
reply_as_python (Span text, Arena *arena) {
  Span list;
  if (!span_part (text, SPAN ("('"), NULL, &text) || text.len < 3 || text.data[0] == '0' ||
      !span_is_digits (span_first (text, 3)) || !span_part (text, SPAN ("["), NULL, &list))
    return SPAN_NULL;
  Span said = listed_texts (list, arena);
  return reply_text (arena_printf (arena, "%.3s %.*s", text.data,
                                   (int)MIN (said.len, LIMIT_DIAGNOSTIC), said.data),
                     arena);
}

/* "5.1.2 - Bad destination host": what the appliance makes of it. */
static Span
reason_of_asyncos (Span said) {
  Span reason = SPAN_NULL;
  if (span_part (said, SPAN ("Reason:"), NULL, &reason)) {
    span_part (reason, SPAN ("\""), NULL, &reason);
    span_part (reason, SPAN ("\""), &reason, NULL);
  } else if (!span_part (said, SPAN ("with response: "), NULL, &reason)) {
    span_part (said, SPAN (" - "), NULL, &reason);
  }
  span_part (reason, SPAN (" ('"), &reason, NULL);
  return span_trim (reason);
}

/* "… Info: Bounced: DCID 8413 MID 19373 to RID 0 - Bounced by destination server with
 * response: 5.1.0
 * - Unknown address error ('550', ['5.1.1 no such user'])"; its log of bounces has From:<> and
 * To:<> instead, and "Response:". */
static bool
read_asyncos (Span text, Arena *arena, Refusal *ret) {
  static const struct {
    const char *word, *action;
  } words[] = {{"Info: Bounced: ", "failed"}, {"Info: Delayed: ", "delayed"}};
  for (guint i = 0; i < G_N_ELEMENTS (words); i++) {
    Span said, address;
    gssize at = span_find (span_first (text, 96), span_from_string (words[i].word));
    if (at < 0)
      continue;
    said = span_skip (text, (gsize)at + strlen (words[i].word));
    ret->action = span_from_string (words[i].action);
    if (span_part (said, SPAN ("From:<"), NULL, &address))
      span_part (address, SPAN (">"), &ret->sender, NULL);
    if (span_part (said, SPAN ("To:<"), NULL, &address))
      span_part (address, SPAN (">"), &ret->recipient, NULL);
    ret->diagnostic = reply_as_python (said, arena);
    if (span_is_null (ret->diagnostic))
      ret->diagnostic = reply_text (reason_of_asyncos (said), arena);
    return ret->diagnostic.len > 0;
  }
  return false;
}

/* ---- the line ----------------------------------------------------------------------------------
 */

static bool
read_attempt (Span text, bool program, Arena *arena, Refusal *ret) {
  if (read_postfix_delivery (text, arena, ret) || read_postfix_reject (text, arena, ret))
    return true;
  if (read_exim_delivery (without_pid (text), arena, ret) ||
      read_exim_reject (without_pid (text), arena, ret))
    return true;
  if (read_opensmtpd (text, arena, ret) || read_exchange (text, arena, ret) ||
      read_power_mta (text, arena, ret) || read_asyncos (text, arena, ret) ||
      read_maddy (text, arena, ret) || read_stalwart (text, arena, ret))
    return true;
  return (program && read_sendmail (text, arena, ret)) || read_qmail (text, arena, ret);
}

/* A line may be an event of a sending service. */
static LogLine
read_event (Span line, Arena *arena, Refusal *ret) {
  RefusalText events = {0};
  if (!delivery_events_parse (line, arena, &events) || events.total != 1)
    return LOG_NONE;
  *ret = *vec_at (&events.refusals, Refusal, 0);
  return LOG_ATTEMPT;
}

LogLine
mail_log_parse (Span line, Arena *arena, Refusal *ret) {
  Span time;
  bool program;
  line = span_trim (line);
  *ret = (Refusal){0};
  if (span_starts_with (line, SPAN ("{")))
    return read_event (line, arena, ret);
  /* "mail-1  | Nov  9 …" of a container's log */
  gssize bar = span_find (span_first (line, 48), SPAN (" | "));
  if (bar > 0 && span_index (span_first (line, (gsize)bar), '=') < 0)
    line = span_trim (span_skip (line, (gsize)bar + 3));
  Span text = take_time (line, &time);
  text = take_program (text, &program);
  Span haraka = without_haraka (text);
  *ret = (Refusal){.sign = REFUSAL_WHOLE};
  if ((haraka.data != text.data && read_haraka (haraka, arena, ret)) ||
      read_attempt (text, program, arena, ret)) {
    ret->date = time;
    return LOG_ATTEMPT;
  }
  *ret = (Refusal){.date = time};
  bool told = !span_is_null (time) || program || haraka.data != text.data;
  return told ? LOG_OTHER : LOG_NONE;
}
