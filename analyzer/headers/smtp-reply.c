/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/smtp-reply.h"

#include "base/bytes.h"

/* A code, a status and an address. */
#define LIMIT_WRAPPER 300

/* ---- finding ----------------------------------------------------------------------------------
 */

/* Digits at `at`, up to three; 0 where there are more. */
static gsize
digits_at (Span text, gsize at) {
  gsize n = span_past (text, at, "0123456789") - at;
  return n > 3 ? 0 : n;
}

/* RFC 3463 §2: class "." subject "." detail. */
Span
enhanced_status_at (Span text) {
  if (text.len < 5 || !is_any_of (text.data[0], "245") || text.data[1] != '.')
    return SPAN_NULL;
  gsize subject = digits_at (text, 2);
  gsize dot = 2 + subject;
  if (subject == 0 || dot >= text.len || text.data[dot] != '.')
    return SPAN_NULL;
  gsize detail = digits_at (text, dot + 1);
  gsize end = dot + 1 + detail;
  if (detail == 0)
    return SPAN_NULL;
  if (end < text.len && (g_ascii_isalnum (text.data[end]) || text.data[end] == '_'))
    return SPAN_NULL;
  if (end + 1 < text.len && text.data[end] == '.' && g_ascii_isdigit (text.data[end + 1]))
    return SPAN_NULL; /* an address */
  return span_first (text, end);
}

guint
enhanced_status_detail (Span status) {
  if (!span_ends_with_nocase (status, SPAN (".0")))
    return 2;
  return span_ends_with_nocase (status, SPAN (".0.0")) ? 0 : 1;
}

/* "SMTP error: [550] Incorrect sender header" of Roundcube; "OFR_506 [506]" is none. */
static bool
is_bracketed (Span text, gsize at) {
  if (at == 0 || text.data[at - 1] != '[' || at + 4 >= text.len || text.data[at + 3] != ']' ||
      text.data[at + 4] != ' ')
    return false;
  Span before = span_trim (span_first (text, at - 1));
  return before.len == 0 || span_ends_with_nocase (before, SPAN (":"));
}

bool
smtp_code_is_usual (Span code) {
  return span_is (code, "571") ||
         (code.len == 3 && is_any_of (code.data[0], "45") && g_ascii_isdigit (code.data[1]) &&
          code.data[1] <= '5' && g_ascii_isdigit (code.data[2]));
}

static bool
is_code_at (Span text, gsize at) {
  if (at + 3 > text.len || !smtp_code_is_usual (span_of (text.data + at, 3)))
    return false;
  /* "550|mailbox unavailable": a cell of a table */
  return at + 3 == text.len || is_any_of (text.data[at + 3], " -\t\r\n#:,;)'\"") ||
         (at == 0 && text.data[at + 3] == '|') || is_bracketed (text, at);
}

/* What stands between a code and its enhanced status: "550 5.1.1", "550-5.1.1", "550 #5.1.1", "550
 * (5.1.1)", "550-'5.1.1". */
static Span
status_behind (Span text, gsize at) {
  at += 3;
  gsize end = MIN (at + 4, text.len);
  while (at < end && is_any_of (text.data[at], " -#([:\"'"))
    at++;
  return enhanced_status_at (span_skip (text, at));
}

static bool
may_precede (char c) {
  static const bool may[256] = {
      [' '] = true,  ['\t'] = true, ['\n'] = true, ['\f'] = true, ['\r'] = true,
      [':'] = true,  ['('] = true,  ['<'] = true,  ['['] = true,  ['"'] = true,
      ['\''] = true, ['#'] = true,  [';'] = true,  [','] = true,  ['\0'] = true,
  };
  return may[(guchar)c];
}

/* "邮件投递失败550 Mail content denied": a sign of three bytes of Chinese, Japanese or Korean,
 * which no blank parts from a number. "共有550 封" counts something. */
static bool
is_behind_ideograph (Span text, gsize at) {
  return at >= 3 && at + 4 < text.len && g_ascii_isalnum (text.data[at + 4]) &&
         (guchar)text.data[at - 3] >= 0xE3 && (guchar)text.data[at - 3] <= 0xEF &&
         (guchar)text.data[at - 2] >= 0x80 && (guchar)text.data[at - 2] < 0xC0 &&
         (guchar)text.data[at - 1] >= 0x80 && (guchar)text.data[at - 1] < 0xC0;
}

/* The word that ends at `end`, without what closes it. */
static Span
word_before (Span text, gsize end) {
  while (end > 0 && is_any_of (text.data[end - 1], " \t,:\"'"))
    end--;
  gsize start = end;
  while (start > 0 &&
         (g_ascii_isalpha (text.data[start - 1]) || (guchar)text.data[start - 1] >= 0x80))
    start--;
  return span_of (text.data + start, end - start);
}

static bool
begins_with_any (Span word, const char *const *heads) {
  for (; *heads; heads++)
    if (span_starts_with_nocase (word, span_from_string (*heads)))
      return true;
  return false;
}

/* "Error 550 …", "responded with 550 …": the word for an error or an answer, as people write it,
 * before a code that HTTP does not use. */
static bool
is_announced (Span text, gsize at) {
  static const char *const nouns[] = {"err",
                                      "fehler",
                                      "fout",
                                      "felk",
                                      "fejl",
                                      "feil",
                                      "code",
                                      "codice",
                                      "smtp",
                                      "b\xc5\x82\xc4\x85"
                                      "d",
                                      "c\xc3\xb3"
                                      "digo",
                                      "chyb",
                                      "virhe",
                                      "hiba",
                                      "\xd0\xbe\xd1\x88\xd0\xb8\xd0\xb1\xd0\xba", /* ru */
                                      "\xd0\x9e\xd1\x88\xd0\xb8\xd0\xb1\xd0\xba",
                                      NULL};
  static const char *const verbs[] = {"respon",  "repl",         "retur",  "answer",    "said",
                                      "antwort", "r\xc3\xa9pon", "rispos", "respuesta", NULL};
  static const char *const ends[] = {"respon", "repl", "answer", "err", "fail", "bounc", NULL};
  if (text.data[at + 1] < '1' || (text.data[at] == '4' && text.data[at + 1] == '1'))
    return false;
  Span word = word_before (text, at);
  if (word.len == 0)
    return false;
  if (!span_is_nocase (word, "with"))
    return begins_with_any (word, nouns) || begins_with_any (word, verbs);
  return begins_with_any (word_before (text, (gsize)(word.data - text.data)), ends);
}

static bool
introduces (Span text, gsize at) {
  gsize end = at;
  while (end > 0 && g_ascii_isspace (text.data[end - 1]))
    end--;
  if (end == 0 || is_any_of (text.data[end - 1], ":<(") || is_announced (text, at) ||
      is_behind_ideograph (text, at))
    return true;
  /* "<a@b.example>... 550 Mailbox full" of sendmail; "error: [550] …" */
  return span_ends_with_nocase (span_first (text, end), SPAN (">...")) ||
         span_ends_with_nocase (span_first (text, end), SPAN ("> ...")) || is_bracketed (text, at);
}

static bool
is_said_at (Span text, gsize at) {
  static const char *const heads[] = {" said: ", " talk to me: "};
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    if (span_ends_with_nocase (span_first (text, at), span_from_string (heads[i])))
      return true;
  return at == 0;
}

/* "471 4.7.1": a second digit that no standard has, with a status of the same class behind it; "498
 * Too many mails" where a server said it, or where the text begins with it. */
static bool
is_odd_code_at (Span text, gsize at) {
  if (at + 9 > text.len || (text.data[at] != '4' && text.data[at] != '5') ||
      !g_ascii_isdigit (text.data[at + 1]) || !g_ascii_isdigit (text.data[at + 2]) ||
      !is_any_of (text.data[at + 3], " -"))
    return false;
  Span status = enhanced_status_at (span_skip (text, at + 4));
  return span_is_null (status) ? is_said_at (text, at) : status.data[0] == text.data[at];
}

static void
take_code (Span text, gsize at, SmtpReply *ret) {
  if (!is_code_at (text, at) && !is_odd_code_at (text, at))
    return;
  Span status = status_behind (text, at);
  if (!span_is_null (status) || introduces (text, at))
    *ret = (SmtpReply){span_of (text.data + at, 3), status};
}

/* A status of the code's class behind it counts more than one before it. */
static void
take_status (Span text, gsize at, SmtpReply *reply) {
  char class = span_is_null (reply->code) ? '\0' : reply->code.data[0];
  if (text.data[at] == '2' || (class && text.data[at] != class))
    return;
  reply->status = enhanced_status_at (span_skip (text, at));
}

Span
smtp_reply_wrapped (Span text) {
  if (!is_code_at (text, 0))
    return text;
  Span head = span_first (text, LIMIT_WRAPPER);
  gssize end = span_find (head, SPAN (">... "));
  if (end < 0 || span_index (span_first (head, (gsize)end), '<') < 0)
    return text;
  gsize inner = (gsize)end + strlen (">... ");
  return is_code_at (text, inner) ? span_skip (text, inner) : text;
}

/* The next '2', '4' or '5', one of which begins every code and status, or the end. */
static gsize
next_class (Span text, gsize at) {
  for (;; at++) {
    for (; at + 8 <= text.len; at += 8) {
      guint64 marks = bytes_below (bytes_load (text.data + at) ^ BYTES_EACH ('0'), 6);
      if (marks) {
        at += bytes_first (marks);
        break;
      }
    }
    if (at >= text.len || text.data[at] == '2' || text.data[at] == '4' || text.data[at] == '5')
      return at;
  }
}

SmtpReply
smtp_reply_find (Span text) {
  SmtpReply reply = {0};
  Span before = SPAN_NULL;
  for (gsize at = 0; (at = next_class (text, at)) < text.len; at++) {
    if (at > 0 && !may_precede (text.data[at - 1]) && !is_behind_ideograph (text, at))
      continue;
    if (span_is_null (reply.code))
      take_code (text, at, &reply);
    if (span_is_null (reply.status))
      take_status (text, at, &reply);
    if (span_is_null (reply.code) && !span_is_null (reply.status)) {
      before = span_is_null (before) ? reply.status : before;
      reply.status = SPAN_NULL;
    }
    if (!span_is_null (reply.code) && !span_is_null (reply.status))
      return reply;
  }
  if (span_is_null (reply.status))
    reply.status = before;
  return reply;
}

/* ---- joining ----------------------------------------------------------------------------------
 */

static Span
one_line (Span text, Arena *arena) {
  if (span_is_one_line (text))
    return arena_dup (arena, text);
  char *out = arena_take (arena, text.len + 1);
  gsize n = 0;
  bool space = false;
  for (gsize i = 0; i < text.len; i++) {
    char c = text.data[i];
    if (g_ascii_isspace (c) || g_ascii_iscntrl (c)) {
      space = true;
      continue;
    }
    if (space && n > 0)
      out[n++] = ' ';
    space = false;
    out[n++] = c;
  }
  return span_of (out, n);
}

/* "\\n" and "\\r" as a log or JSON writes line ends: blanks. */
static void
blank_escaped_ends (Span text) {
  char *bytes = (char *)text.data;
  for (gsize at = 0; at + 2 < text.len; at++) {
    bool letter = bytes[at + 1] == 'n' || bytes[at + 1] == 'r';
    char behind = bytes[at + 2];
    if (bytes[at] == '\\' && letter &&
        (g_ascii_isdigit (behind) || behind == ' ' || behind == '\\'))
      bytes[at] = bytes[at + 1] = ' ';
  }
}

/* Length of a repeated "550-5.7.26 ", "550 5.7.26 " or "550-" at `at`; 0 when it is something else.
 */
static gsize
repeated_at (Span text, gsize at, const SmtpReply *first, bool continued) {
  Span rest = span_skip (text, at);
  if (!span_starts_with (rest, first->code) || rest.len <= 4)
    return 0;
  if (rest.data[3] != '-' && rest.data[3] != ' ')
    return 0;
  Span behind = span_skip (rest, 4);
  gsize skip = 0;
  while (skip < behind.len && behind.data[skip] == ' ')
    skip++;
  if (!span_is_null (first->status) && span_starts_with (span_skip (behind, skip), first->status))
    return 4 + skip + first->status.len + 1;
  return rest.data[3] == '-' || continued ? 4 : 0;
}

Span
smtp_reply_join (Span text, Arena *arena) {
  if (span_is_null (text))
    return text;
  text = one_line (text, arena);
  if (span_find (text, SPAN ("\\n")) >= 0) {
    blank_escaped_ends (text);
    text = one_line (text, arena);
  }
  SmtpReply first = smtp_reply_find (text);
  if (span_is_null (first.code))
    return text;
  char *out = (char *)text.data;
  gsize at = (gsize)(first.code.data - text.data) + 4;
  bool continued = at <= text.len && text.data[at - 1] == '-';
  /* "554 554 5.7.0": the second is the first's own. */
  if (!span_is_null (first.status) && first.status.data < first.code.data + 12)
    at = MAX (at, (gsize)(first.status.data - text.data) + first.status.len);
  gsize n = MIN (at, text.len);
  Span code = arena_dup (arena, first.code);
  SmtpReply wanted = {code, arena_dup (arena, first.status)};
  if (at >= text.len || span_find (span_skip (text, at), code) < 0)
    return span_trim (text);
  while (at < text.len) {
    gsize skip = text.data[at - 1] == ' ' ? repeated_at (text, at, &wanted, continued) : 0;
    if (skip == 0)
      out[n++] = text.data[at++];
    at += MIN (skip, text.len - at);
  }
  return span_trim (span_of (out, MIN (n, text.len)));
}
