/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "headers/refusal-text.h"

#include "base/limits.h"
#include "headers/delivery-status.h"
#include "headers/loose-bounce.h"
#include "headers/mail-log.h"
#include "headers/refusal-code.h"
#include "headers/refusal-names.h"
#include "headers/refusal-wrap.h"
#include "headers/smtp-reply.h"
#include "syntax/field-names.h"

/* How far back the same reply told twice is looked for. */
#define LOOK_BACK 16
/* Blank lines inside a reply whose lines are numbered on ("550-"). */
#define BLANKS_INSIDE 2

typedef struct {
  Arena *arena;
  RefusalText *ret;
  Span text;
  const char *first; /* the first letter of the text */
  /* what the lines above said */
  Span named;     /* an address that is somebody's this is about: alone at its line's start */
  Span mentioned; /* an address inside a sentence */
  Span sender, reporting_mta, remote_mta, status, action;
  GString *diagnosis; /* of a Diagnostic-Code that holds no reply of SMTP */
  bool diagnosing;    /* its value may go on in the next line */
  bool status_used;
  gsize status_offset;
  guint status_line;
  guint captions; /* lines of the block of captions we are in */
  bool daemon;    /* its first address was a mail system's */
  /* the reply that is being read */
  GString *reply; /* NULL: none */
  Refusal current;
  char code[3];
  bool continued;  /* its last line said that another follows */
  bool alone;      /* nothing of it stands on further lines */
  bool session;    /* it stands in a log of a session, each line of it with a mark */
  bool transcript; /* the last one was what the other side said: "<<< 550 …" */
  bool wordless;   /* nothing but its code was said so far: "host mx said: 550" */
  char quote;      /* that was opened before it; 0 without */
  guint blanks;
  /* words without a reply */
  GString *paragraph;
  Refusal words;
  gsize address_indent; /* of a line that holds an address alone; 0 without */
} Reader;

/* ---- fields ------------------------------------------------------------------------------------
 */

/* What a mail program or a receiver writes, and nobody who copies an excerpt of a notice. The names
 * that are enough in the midst of a line are those of names_header (). */
static bool
is_header_evidence (Span name) {
  const FieldName *field = field_name_find (name);
  return field && (field->kind == FIELD_KIND_TAGS || field->id == HEADER_AUTO_SUBMITTED ||
                   field->id == HEADER_DELIVERED_TO);
}

static Span
action_word (Span value) {
  static const char *const words[] = {"failed", "delayed", "delivered", "relayed", "expanded"};
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_starts_with_nocase (value, span_from_string (words[i])))
      return span_from_string (words[i]);
  return SPAN_NULL;
}

/* ---- records -----------------------------------------------------------------------------------
 */

static bool
same_or_unknown (Span a, Span b) {
  return span_is_null (a) || span_is_null (b) || span_equal_nocase (a, b);
}

static void
fill (Span *slot, Span value) {
  if (span_is_null (*slot))
    *slot = value;
}

/* The same words, though a line too many was taken for the end of one of them. */
static bool
same_words (const Refusal *a, const Refusal *b) {
  Span shorter = a->diagnostic.len < b->diagnostic.len ? a->diagnostic : b->diagnostic;
  Span longer = a->diagnostic.len < b->diagnostic.len ? b->diagnostic : a->diagnostic;
  return span_equal (shorter, longer) ||
         (shorter.len >= 40 && !span_is_null (a->recipient) &&
          span_equal_nocase (a->recipient, b->recipient) && span_starts_with (longer, shorter));
}

/* A notice tells the same twice: for people, and in its status fields. */
static bool
is_told_before (RefusalText *ret, const Refusal *refusal) {
  for (guint i = ret->refusals.n - MIN (ret->refusals.n, LOOK_BACK); i < ret->refusals.n; i++) {
    Refusal *known = vec_at (&ret->refusals, Refusal, i);
    if (!same_words (known, refusal) || !same_or_unknown (known->recipient, refusal->recipient) ||
        !same_or_unknown (known->date, refusal->date))
      continue;
    fill (&known->recipient, refusal->recipient);
    fill (&known->remote_mta, refusal->remote_mta);
    fill (&known->reporting_mta, refusal->reporting_mta);
    fill (&known->status, refusal->status);
    fill (&known->action, refusal->action);
    fill (&known->sender, refusal->sender);
    return true;
  }
  return false;
}

/* In the order of the text: fields of a delivery status are over only when lines of a log may have
 * come behind them. */
static void
add_refusal (Reader *reader, const Refusal *refusal) {
  RefusalText *ret = reader->ret;
  if (is_told_before (ret, refusal) || ++ret->total > LIMIT_BOUNCES)
    return;
  Refusal *place = vec_push (reader->arena, &ret->refusals, Refusal);
  for (guint i = ret->refusals.n - 1; i > 0; i--, place--) {
    const Refusal *before = vec_at (&ret->refusals, Refusal, i - 1);
    if (before->offset <= refusal->offset)
      break;
    *place = *before;
  }
  *place = *refusal;
}

/* "550 5.1.1 <a@b.example>: Recipient address rejected"; the sender's own address stands in such
 * texts too. */
static Span
recipient_in_reply (Span reply) {
  Span inside;
  if (!span_part (reply, SPAN ("<"), NULL, &inside) ||
      span_find_nocase (reply, SPAN ("sender")) >= 0 ||
      span_find_nocase (reply, SPAN ("from")) >= 0)
    return SPAN_NULL;
  return span_part (inside, SPAN (">"), &inside, NULL) ? refusal_first_address (inside) : SPAN_NULL;
}

/* ". Apr 25 12:48:01 mx1 smtpd[4603]: …": the next line of a log, which a mail program made one
 * paragraph with this. */
static Span
before_next_of_log (Span text) {
  static const char *const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec ";
  for (gsize at = 8; at + 20 < text.len; at++) {
    const char *t = text.data + at;
    if (t[-1] != ' ' || t[3] != ' ' || t[9] != ':' || t[12] != ':' || t[15] != ' ' ||
        !g_ascii_isdigit (t[5]) || !g_ascii_isdigit (t[8]) || !g_ascii_isdigit (t[14]) ||
        span_find (span_from_string (months), span_of (t, 4)) < 0)
      continue;
    Span program = span_first (span_skip (text, at + 16), 80);
    if (span_find (program, SPAN ("]: ")) > 0 && span_index (program, '[') > 0)
      return span_trim (span_first (text, at));
  }
  return text;
}

static Span
without_quote (Span text, char quote) {
  text = before_next_of_log (span_trim (text));
  if (quote && text.len > 0 && text.data[text.len - 1] == quote)
    text = span_trim (span_first (text, text.len - 1));
  /* "response: '550 …', responseCode: 550": the next member of an object */
  for (gsize at = 4; quote && at + 1 < text.len; at++)
    if (text.data[at] == quote && is_any_of (text.data[at + 1], ",}"))
      text = span_trim (span_first (text, at));
  /* "(in reply to end of DATA command)" and the bracket around it are Postfix's */
  Span said = mail_log_without_command (text);
  if (said.len < text.len || span_ends_with_nocase (said, SPAN (" command)")))
    return said;
  /* "(reason: 550 …)" */
  if (span_ends_with_nocase (text, SPAN (")")) && span_index (text, '(') < 0)
    text.len--;
  return text;
}

static void
drop_reply (Reader *reader) {
  g_string_free (reader->reply, TRUE);
  reader->reply = NULL;
}

static void
end_reply (Reader *reader) {
  if (reader->reply == NULL)
    return;
  if (reader->wordless) {
    drop_reply (reader);
    return;
  }
  Refusal *refusal = &reader->current;
  Span said = without_quote (span_of (reader->reply->str, reader->reply->len), reader->quote);
  /* "550 … ; nested exception is: …" */
  if (span_ends_with_nocase (span_trim (said), SPAN (";")))
    said = span_trim (span_first (said, (gsize)span_last_index (said, ';')));
  refusal->diagnostic = smtp_reply_join (said, reader->arena);
  if (refusal->sign == REFUSAL_CODE && !span_is_null (smtp_reply_find (said).status))
    refusal->sign = REFUSAL_WHOLE;
  fill (&refusal->recipient, reader->named);
  fill (&refusal->recipient, recipient_in_reply (refusal->diagnostic));
  fill (&refusal->recipient, reader->mentioned);
  fill (&refusal->remote_mta, refusal_host_in_brackets (refusal->diagnostic));
  fill (&refusal->remote_mta, reader->remote_mta);
  refusal->reporting_mta = reader->reporting_mta;
  refusal->sender = reader->sender;
  refusal->status = reader->status;
  refusal->action = reader->action;
  reader->status_used = true;
  add_refusal (reader, refusal);
  drop_reply (reader);
}

/* Status and no words: the fields of a delivery status that has no Diagnostic-Code. */
static void
end_status (Reader *reader) {
  if (!span_is_null (reader->status) && !reader->status_used && reader->reply == NULL) {
    Refusal refusal = {.sign = REFUSAL_WHOLE,
                       .offset = reader->status_offset,
                       .line = reader->status_line,
                       .status = reader->status,
                       .action = reader->action,
                       .recipient = reader->named,
                       .sender = reader->sender,
                       .remote_mta = reader->remote_mta,
                       .reporting_mta = reader->reporting_mta,
                       .fields_alone = true};
    if (reader->diagnosis->len > 0)
      refusal.diagnostic =
          smtp_reply_join (span_of (reader->diagnosis->str, reader->diagnosis->len), reader->arena);
    bool told = false;
    for (guint i = 0; !told && i < MIN (reader->ret->refusals.n, LOOK_BACK); i++)
      told = same_or_unknown (vec_at (&reader->ret->refusals, Refusal, i)->recipient,
                              refusal.recipient);
    if (!told)
      add_refusal (reader, &refusal);
  }
  reader->status = reader->action = SPAN_NULL;
  reader->status_used = false;
  g_string_truncate (reader->diagnosis, 0);
}

/* ---- paragraphs --------------------------------------------------------------------------------
 */

static void
end_paragraph (Reader *reader) {
  GString *text = reader->paragraph;
  gsize least = reader->words.addressed ? 8 : 16;
  if (text->len > least && reader->ret->paragraphs.n < LIMIT_REFUSAL_PARAGRAPHS) {
    Refusal *words = vec_push (reader->arena, &reader->ret->paragraphs, Refusal);
    *words = reader->words;
    words->sign = REFUSAL_CODE;
    words->diagnostic = smtp_reply_join (span_of (text->str, text->len), reader->arena);
    words->recipient = span_or (reader->named, reader->mentioned);
    words->sender = reader->sender;
    words->reporting_mta = reader->reporting_mta;
    words->remote_mta = span_or (refusal_host_in_brackets (words->diagnostic),
                                 refusal_host_that_answered (words->diagnostic));
  }
  g_string_truncate (text, 0);
}

static void
append (GString *text, Span line) {
  if (text->len >= LIMIT_DIAGNOSTIC)
    return;
  /* "authen-" "tication": hyphenated by whoever set the text */
  bool hyphen = text->len > 1 && text->str[text->len - 1] == '-' &&
                g_ascii_islower (text->str[text->len - 2]) && line.len > 0 &&
                g_ascii_islower (line.data[0]);
  if (hyphen)
    g_string_truncate (text, text->len - 1);
  else if (text->len)
    g_string_append_c (text, ' ');
  g_string_append_len (text, line.data, (gssize)MIN (line.len, LIMIT_DIAGNOSTIC));
}

/* "<a@b.example>: " and "<a@b.example> (expanded from <c@b.example>): " of Postfix,
 * "<a@b.example>:" of qmail: what stands behind it. */
static Span
behind_address (Span line) {
  gssize close = span_starts_with (line, SPAN ("<")) ? span_index (line, '>') : -1;
  if (close < 0 || span_is_null (refusal_first_address (span_first (line, (gsize)close))))
    return SPAN_NULL;
  Span behind = span_skip (line, (gsize)close + 1);
  if (span_starts_with (behind, SPAN (" (expanded from ")) &&
      !span_part (behind, SPAN (">)"), NULL, &behind))
    return SPAN_NULL;
  return span_starts_with (behind, SPAN (":")) ? span_trim (span_skip (behind, 1)) : SPAN_NULL;
}

static gsize
indent_of (Span raw) {
  return span_past (raw, 0, " \t");
}

/* An address alone, and indented more than it the words: Exim's notice. */
static bool
is_address_alone (Span line) {
  Span address = refusal_first_address (line);
  return !span_is_null (address) && address.len == line.len;
}

static void
add_words (Reader *reader, Span raw, gsize offset, guint number) {
  Span line = span_trim (raw), behind = behind_address (line);
  gsize above = reader->address_indent;
  reader->address_indent = is_address_alone (line) ? indent_of (raw) + 1 : 0;
  bool addressed = !span_is_null (behind) || (above > 0 && indent_of (raw) >= above);
  if (addressed)
    g_string_truncate (reader->paragraph, 0);
  if (reader->paragraph->len == 0)
    reader->words = (Refusal){.offset = offset, .line = number, .addressed = addressed};
  append (reader->paragraph, span_is_null (behind) ? line : behind);
}

/* ---- replies -----------------------------------------------------------------------------------
 */

/* "The mail server answered:" and below it "5.7.1 <a@b.example>: …" of Thunderbird. Or the text
 * begins with it. */
static bool
is_status_announced (const Reader *reader, Span line, Span status) {
  const GString *above = reader->paragraph;
  Span behind = span_skip (line, status.len);
  if (status.data == line.data && line.data == reader->first && is_wsp (behind.data[0]))
    return true;
  return status.data == line.data && ((above->len > 0 && above->str[above->len - 1] == ':') ||
                                      (span_starts_with (behind, SPAN (" <")) &&
                                       !span_is_null (refusal_first_address (behind))));
}

/* Wrapped amid these words: "… refused to talk to" and below it "me: 554 …". */
static bool
is_said_across_lines (const Reader *reader, Span before) {
  static const struct {
    const char *above, *here;
  } words[] = {{"] refused to talk to", "me: "},
               {"] refused to talk", "to me: "},
               {"] refused to", "talk to me: "},
               {"] refused", "to talk to me: "},
               {"]", "said: "},
               {"]", "refused to talk to me: "}};
  Span above = span_of (reader->paragraph->str, reader->paragraph->len);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_equal (before, span_from_string (words[i].here)) &&
        span_ends_with_nocase (above, span_from_string (words[i].above)))
      return true;
  return false;
}

/* "550, b'5.7.26 Unauthenticated … to\n5.7.26 domain's …')" of Python's smtplib: the same as a
 * server says it. */
static Span
as_reply (Reader *reader, Span said) {
  static const char *const heads[] = {", b'", ", b\"", ", '", ", \""};
  /* "permanent error (554): 5.7.1 Spam message rejected", "SMTP error: [550] Incorrect sender" */
  bool closed = span_starts_with (span_skip (said, 3), SPAN ("): "));
  if (closed || span_starts_with (span_skip (said, 3), SPAN ("] ")))
    return arena_printf (reader->arena, "%.*s %.*s", 3, said.data,
                         SPAN_FORMAT (span_skip (said, closed ? 6 : 5)));
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++) {
    Span head = span_from_string (heads[i]), words = span_skip (said, 3);
    if (!span_starts_with (words, head))
      continue;
    words = span_skip (words, head.len);
    gssize end = refusal_end_of_quoted (words, head.data[head.len - 1]);
    words = end > 0 ? span_first (words, (gsize)end) : words;
    Span status = enhanced_status_at (words);
    /* "421, "4.7.0", Try again later" of Google's pages */
    Span behind = span_trim (span_skip (said, (gsize)(words.data - said.data) + words.len + 1));
    if (status.len > 0 && status.len == words.len && span_starts_with (behind, SPAN (",")))
      return arena_printf (reader->arena, "%.*s %.*s %.*s", 3, said.data, SPAN_FORMAT (status),
                           SPAN_FORMAT (span_trim (span_skip (behind, 1))));
    g_autofree char *again = g_strdup_printf ("\\n%.*s ", SPAN_FORMAT (status));
    g_autoptr (GString) text = g_string_new_len (words.data, (gssize)words.len);
    if (!span_is_null (status))
      g_string_replace (text, again, " ", 0);
    return arena_printf (reader->arena, "%.*s %s", 3, said.data, text->str);
  }
  return said;
}

/* "… Detail: WORDS SMTP code: 550 Additional SMTP info: 5.7.1" of PHPMailer, as a server says it.
 */
static Span
reply_of_php_mailer (Reader *reader, Span line) {
  Span said, code, info;
  if (!span_part (line, SPAN (" SMTP code: "), &said, &code) ||
      !span_part (said, SPAN ("Detail: "), NULL, &said) || code.len < 3)
    return line;
  Span status =
      span_part (code, SPAN ("SMTP info: "), NULL, &info) ? enhanced_status_at (info) : SPAN_NULL;
  return arena_printf (reader->arena, "%.*s %.*s%s%.*s", 3, code.data, SPAN_FORMAT (status),
                       span_is_null (status) ? "" : " ", SPAN_FORMAT (said));
}

/* The same on several lines: "… Detail: WORDS", and below it "SMTP code: 554". */
static Span
reply_below_php_mailer (Reader *reader, Span line) {
  GString *above = reader->paragraph;
  const char *words = strstr (above->str, "Detail: ");
  if (words == NULL || !span_starts_with (line, SPAN ("SMTP code: ")) || line.len < 14)
    return line;
  Span said = arena_printf (reader->arena, "%.*s %s", 3, line.data + 11, words + 8);
  g_string_truncate (above, (gsize)(words - above->str));
  return said;
}

/* "Mailbox unavailable. The server response was: WORDS" of .NET, which tells the code in words of
 * its own. */
static Span
reply_of_dot_net (Reader *reader, Span line) {
  static const struct {
    const char *words, *code;
  } codes[] = {{"Mailbox unavailable.", "550"},
               {"Transaction failed.", "554"},
               {"Service not available, closing transmission channel.", "421"},
               {"Error in processing.", "451"},
               {"Insufficient system storage.", "452"},
               {"Exceeded storage allocation.", "552"},
               {"Mailbox name not allowed.", "553"},
               {"client was not authenticated.", "530"},
               {"Command not implemented.", "502"},
               {"Bad sequence of commands.", "503"},
               {"Syntax error, command unrecognized.", "500"}};
  Span before, said;
  if (!span_part (line, SPAN (" The server response was: "), &before, &said))
    return line;
  said = span_trim (said);
  if (smtp_reply_find (said).code.data == said.data)
    return line;
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (span_ends_with_nocase (before, span_from_string (codes[i].words)))
      return arena_printf (reader->arena, "%s %.*s", codes[i].code, SPAN_FORMAT (said));
  return line;
}

static bool
begin_reply (Reader *reader, Span line, gsize offset, guint number, bool alone) {
  SmtpReply found = refusal_find_reply (line);
  Span before = span_is_null (found.code) ? SPAN_NULL : span_between (line.data, found.code.data);
  bool whole = !span_is_null (found.code) &&
               (!span_is_null (found.status) || refusal_is_said_by_host (before) ||
                is_said_across_lines (reader, before));
  Refusal *current = &reader->current;
  if (span_is_null (found.code) && span_is_null (found.status))
    return false;
  RefusalSign sign = span_is_null (found.code) ? REFUSAL_STATUS : REFUSAL_CODE;
  *current = (Refusal){.sign = whole ? REFUSAL_WHOLE : sign, .offset = offset, .line = number};
  gsize at = 0;
  if (!span_is_null (found.code)) {
    at = (gsize)(found.code.data - line.data);
    /* "524:29e5" is a part of an address */
    if (at + 4 < line.len && line.data[at + 3] == ':' && !is_wsp (line.data[at + 4]))
      return false;
  } else if (!refusal_is_status_meant (line, found.status) &&
             !is_status_announced (reader, line, found.status)) {
    return false;
  } else if (found.status.data > line.data &&
             (is_any_of (found.status.data[-1], "\"'") ||
              refusal_is_labelled (line, (gsize)(found.status.data - line.data)))) {
    at = (gsize)(found.status.data - line.data);
  }
  reader->wordless = !span_is_null (found.code) && span_is_null (found.status) &&
                     refusal_ends_with_code (line, at);
  if (!whole && !reader->wordless &&
      !refusal_has_words_behind (line, !span_is_null (found.code) ? at + 3
                                       : at > 0                   ? at + found.status.len
                                                                  : 0))
    return false;
  reader->code[0] = '\0';
  if (!span_is_null (found.code))
    memcpy (reader->code, found.code.data, 3);
  reader->quote = refusal_quote_before (span_first (line, at));
  before = span_first (line, at);
  if (reader->paragraph->len > 0) {
    append (reader->paragraph, before);
    before = span_of (reader->paragraph->str, reader->paragraph->len);
  }
  /* the paragraph goes away with the next one */
  current->remote_mta = arena_dup (reader->arena, refusal_host_before (before));
  reader->reply = g_string_new (NULL);
  Span said = as_reply (reader, span_skip (line, at));
  append (reader->reply, said);
  reader->continued = reader->code[0] && refusal_says_more (said, reader->code);
  reader->alone = alone;
  reader->blanks = 0;
  g_string_truncate (reader->paragraph, 0);
  return true;
}

/* "550 5.2.1", and nothing behind it yet: its words begin with the recipient's address. */
static bool
ends_with_status (const GString *reply) {
  Span said = span_of (reply->str, reply->len);
  SmtpReply found = smtp_reply_find (said);
  return !span_is_null (found.status) &&
         found.status.data + found.status.len == said.data + said.len;
}

/* "[mx.example.net" and below it "2026-11-09T09:12:43.112Z 08DD…]", which begins as a log does. */
static bool
is_bracket_open (const Reader *reader) {
  if (reader->reply == NULL)
    return false;
  Span said = span_of (reader->reply->str, reader->reply->len);
  return span_last_index (said, '[') > span_last_index (said, ']');
}

/* "554 Mail from" and indented below it "a@b.example rejected …": the sentence goes on. A recipient
 * stands at the margin, or alone, or before a colon. */
static bool
is_amid_words (Span raw, Span line, Span address) {
  Span behind = span_skip (line, (gsize)(address.data - line.data) + address.len);
  /* no blank ends the line */
  return span_starts_with (raw, SPAN ("    ")) && span_starts_with (behind, SPAN (" ")) &&
         g_ascii_isalpha (behind.data[1]);
}

/* "at org.eclipse.angus.mail.smtp.SMTPTransport.issueSendCommand(SMTPTransport.java:2407)", "at
 * SMTPConnection._formatError (index.js:784:19)", "Caused by: …", "#1 /usr/lib/smtp.php(12): …":
 * where a program was when it heard that. */
static bool
is_trace (Span line) {
  static const char *const heads[] = {"Caused by: ",  "Traceback (most recent",
                                      "--- End of ",  "File \"",
                                      "Stack trace:", "nested exception is"};
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    if (span_starts_with (line, span_from_string (heads[i])))
      return true;
  gsize numbered = span_starts_with (line, SPAN ("#")) ? span_past (line, 1, "0123456789") : 0;
  if (numbered > 1)
    return span_starts_with (span_skip (line, numbered), SPAN (" /"));
  if (!span_starts_with (line, SPAN ("at ")))
    return false;
  gsize end = 3;
  while (end < line.len &&
         (refusal_is_host_char (line.data[end]) || is_any_of (line.data[end], "<>$/\\`[]|")))
    end++;
  Span behind = span_skip (line, end);
  if (span_starts_with (behind, SPAN ("(")))
    return span_index (span_of (line.data, end), '.') > 0;
  gssize colon = span_starts_with (behind, SPAN (" (")) ? span_last_index (behind, ':') : -1;
  return colon > 0 && (gsize)colon + 1 < behind.len && g_ascii_isdigit (behind.data[colon + 1]);
}

/* Whether the line is a part of the reply that is being read. */
static bool
continues (const Reader *reader, Span raw, Span line) {
  Span value, address;
  if (reader->reply == NULL || reader->alone)
    return false;
  Span code = refusal_code_at_start (line);
  if (!span_is_null (code))
    return reader->continued && memcmp (code.data, reader->code, 3) == 0;
  if (reader->reply->len >= LIMIT_DIAGNOSTIC || refusal_is_client_line (line) || is_trace (line) ||
      refusal_begins_with_host (line) || span_starts_with (line, SPAN ("Giving up on ")))
    return false;
  if (refusal_begins_with_address (line, &address) && !is_amid_words (raw, line, address))
    return reader->continued || reader->wordless || ends_with_status (reader->reply);
  Span name = refusal_field_name (line, &value);
  if (!span_is_null (name) && (field_name_find (name) || span_is_nocase (name, "Reporting-MTA")))
    return false;
  return true;
}

/* ---- what a line says beside a reply -----------------------------------------------------------
 */

/* "Name: value" with at most three words before the colon. */
static bool
is_caption (Span line) {
  gssize colon = span_index (span_first (line, 48), ':');
  if (colon <= 0 || (gsize)colon + 1 >= line.len)
    return false;
  char behind = line.data[colon + 1];
  guint words = 1;
  for (gsize i = 0; i < (gsize)colon; i++) {
    char c = line.data[i];
    words += c == ' ';
    if (!g_ascii_isalpha (c) && (guchar)c < 0x80 && c != ' ' && c != '-' && c != '*')
      return false;
  }
  const FieldName *field = field_name_find (span_first (line, (gsize)colon));
  if (field && field->kind == FIELD_KIND_OTHER)
    return false;
  return words <= 3 && (behind == ' ' || behind == '\t' || behind == '*');
}

/* From, To, Subject and Date of the notice itself, in any language: three lines of that shape in
 * succession. A log names the same program again. */
static bool
begins_captions (Span rest) {
  Span line, names[3];
  for (guint n = 0; n < 3; n++) {
    if (!span_next_line (&rest, &line, NULL) || !is_caption (span_trim (line)))
      return false;
    line = span_trim (line);
    names[n] = span_first (line, (gsize)span_index (line, ':'));
    for (guint i = 0; i < n; i++)
      if (span_equal (names[i], names[n]))
        return false;
  }
  return true;
}

static void
read_caption (Reader *reader, Span line) {
  Span address = refusal_first_address (line);
  if (span_is_null (address))
    return;
  if (reader->captions == 1)
    reader->daemon = refusal_is_mail_system (address);
  else if (reader->daemon && span_is_null (reader->sender))
    reader->sender = address;
}

/* "Diagnostic-Code: X-Postfix; Spam message rejected": words of the reporting server's own. */
static bool
read_diagnosis (Reader *reader, Span value) {
  gssize semicolon = span_index (span_first (value, 64), ';');
  if (semicolon <= 0 || span_is_nocase (span_trim (span_first (value, (gsize)semicolon)), "smtp"))
    return false;
  Span words = span_trim (span_skip (value, (gsize)semicolon + 1));
  SmtpReply reply = smtp_reply_find (words);
  if (span_is_null (words) || !span_is_null (reply.code) || !span_is_null (reply.status))
    return false;
  g_string_truncate (reader->diagnosis, 0);
  append (reader->diagnosis, words);
  reader->diagnosing = true;
  return true;
}

/* True when the line is the next one of such words. */
static bool
goes_on_diagnosing (Reader *reader, Span raw, Span line) {
  bool folded = reader->diagnosing && raw.len > 0 && is_wsp (raw.data[0]);
  reader->diagnosing = false;
  if (!folded)
    return false;
  SmtpReply reply = smtp_reply_find (line);
  if (span_is_null (reply.code) && span_is_null (reply.status)) {
    append (reader->diagnosis, line);
    reader->diagnosing = true;
    return true;
  }
  /* "X-Postfix; host mx.example.net said:" and below it "550 …" */
  g_string_assign (reader->paragraph, reader->diagnosis->str);
  g_string_truncate (reader->diagnosis, 0);
  return false;
}

/* True when it is one that holds no reply. */
static bool
read_status_field (Reader *reader, Span name, Span value, gsize offset, guint number) {
  Arena *arena = reader->arena;
  if (span_is_nocase (name, "Final-Recipient") || span_is_nocase (name, "Original-Recipient") ||
      span_is_nocase (name, "X-Failed-Recipients")) {
    Span address = delivery_status_address (value, arena);
    if (span_is_nocase (name, "Final-Recipient"))
      end_status (reader);
    if (span_index (address, '@') > 0)
      reader->named = address;
    return true;
  }
  if (span_is_nocase (name, "Remote-MTA")) {
    reader->remote_mta = delivery_status_host (value, arena);
    if (reader->ret->refusals.n > 0) {
      Refusal *last = vec_at (&reader->ret->refusals, Refusal, reader->ret->refusals.n - 1);
      fill (&last->remote_mta, reader->remote_mta);
    }
    return true;
  }
  if (span_is_nocase (name, "Reporting-MTA")) {
    reader->reporting_mta = delivery_status_host (value, arena);
    return true;
  }
  if (span_is_nocase (name, "Action")) {
    reader->action = action_word (value);
    return true;
  }
  if (span_is_nocase (name, "Diagnostic-Code"))
    return read_diagnosis (reader, value);
  if (!span_is_nocase (name, "Status"))
    return false;
  reader->status = enhanced_status_at (value);
  reader->status_offset = offset;
  reader->status_line = number;
  return !span_is_null (reader->status);
}

/* "MAIL FROM:<a@b>", "RCPT TO:<c@d>". */
static void
read_commands (Reader *reader, Span line) {
  gssize from = span_find_nocase (line, SPAN ("MAIL FROM:"));
  gssize to = span_find_nocase (line, SPAN ("RCPT TO:"));
  if (from >= 0) {
    Span rest = span_trim (span_skip (line, (gsize)from + 10));
    reader->sender =
        span_starts_with (rest, SPAN ("<>")) ? SPAN ("") : refusal_first_address (rest);
  }
  if (to >= 0) {
    Span address = refusal_first_address (span_skip (line, (gsize)to));
    if (!span_is_null (address))
      reader->named = address;
  }
}

/* "Duplicate header 'DKIM-Signature'": a word of a sentence, no member of an export. */
static bool
is_only_named (Span line, gsize at, gsize len) {
  Span behind = span_skip (line, at + len);
  return at > 0 && line.data[at - 1] == '\'' && behind.len > 0 && behind.data[0] == '\'' &&
         (behind.len == 1 || !is_any_of (behind.data[1], ":,"));
}

/* Headers that are joined to one line, numbered, in a table or an export: a name that only they
 * have, or one that they have with a sign behind it. */
static bool
names_header (Span line) {
  static const char *const alone[] = {"Authentication-Results", "DKIM-Signature", "Received-SPF"};
  static const char *const marked[] = {"Received",   "MIME-Version", "Content-Type",
                                       "Message-ID", "Return-Path",  "X-Failed-Recipients"};
  for (guint i = 0; i < G_N_ELEMENTS (alone); i++) {
    gssize at = span_find_nocase (line, span_from_string (alone[i]));
    if (at >= 0 && !is_only_named (line, (gsize)at, strlen (alone[i])))
      return true;
  }
  for (guint i = 0; i < G_N_ELEMENTS (marked); i++) {
    Span name = span_from_string (marked[i]), rest = line;
    for (gssize at; (at = span_find_nocase (rest, name)) >= 0;) {
      rest = span_skip (rest, (gsize)at + name.len);
      if (rest.len > 0 && is_any_of (rest.data[0], ":|\t\"*_`"))
        return true;
    }
  }
  return false;
}

/* "554 5.4.6 Number of Received: headers": behind a whole reply a name of a field is the message's
 * that was refused. */
static Span
before_reply (Span line) {
  SmtpReply reply = smtp_reply_find (line);
  bool whole = !span_is_null (reply.code) && !span_is_null (reply.status);
  return whole ? span_first (line, (gsize)(reply.code.data - line.data)) : line;
}

static void
note_header (Reader *reader, Span line) {
  Span value;
  if (reader->ret->total == 0 && (is_header_evidence (refusal_field_name (line, &value)) ||
                                  names_header (before_reply (line))))
    reader->ret->header_first = true;
}

/* True when the line is told of as a whole: nothing in it can be a reply. */
static bool
read_context (Reader *reader, Span line, gsize offset, guint number) {
  Span value = SPAN_NULL, address = SPAN_NULL;
  Span name = refusal_field_name (line, &value);
  if (!span_is_null (name)) {
    if (read_status_field (reader, name, value, offset, number))
      return true;
  }
  read_commands (reader, line);
  Span told = refusal_host_told (line);
  if (!span_is_null (told))
    reader->remote_mta = told;
  else
    fill (&reader->reporting_mta, refusal_host_alone (line));
  if (span_is_nocase (name, "From") || span_is_nocase (name, "To") || span_is_nocase (name, "Cc") ||
      span_is_nocase (name, "Subject") || span_is_nocase (name, "Reply-To"))
    return true;
  Span host = refusal_host_at (line, 0);
  if (host.len > 0 && host.len == line.len && refusal_has_known_top (host)) {
    reader->remote_mta = host;
    return true;
  }
  if (refusal_begins_with_address (line, &address)) {
    if (!refusal_is_mail_system (address)) {
      reader->named = address;
      reader->remote_mta = SPAN_NULL;
    }
  } else if (span_is_null (reader->mentioned) && span_is_null (name)) {
    address = refusal_first_address (line);
    gssize equals = span_last_index (address, '=');
    if (equals >= 0)
      address = span_skip (address, (gsize)equals + 1);
    if (address.len > 0 && !refusal_is_mail_system (address) &&
        span_find (line, SPAN ("://")) < 0 && !refusal_is_called_sender (line, address) &&
        !refusal_is_for_questions (line, address))
      reader->mentioned = address;
  }
  return false;
}

/* ---- lines -------------------------------------------------------------------------------------
 */

static bool
is_blank (Span line) {
  for (gsize i = 0; i < line.len; i++)
    if (!is_any_of (line.data[i], "-=*_~.|> \t\r"))
      return false;
  return true;
}

static void
read_blank (Reader *reader) {
  if (reader->reply && (!reader->continued || ++reader->blanks > BLANKS_INSIDE))
    end_reply (reader);
  if (reader->reply == NULL)
    end_paragraph (reader);
  reader->captions = 0;
  reader->transcript = false;
}

static void
add_attempt (Reader *reader, Refusal *attempt, gsize offset, guint number) {
  end_reply (reader);
  end_paragraph (reader);
  attempt->offset = offset;
  attempt->line = number;
  add_refusal (reader, attempt);
}

static bool
is_caption_line (Reader *reader, Span line, Span rest) {
  if (reader->captions == 0 && (reader->ret->total > 0 || reader->reply || !begins_captions (rest)))
    return false;
  return is_caption (line) && !span_is_null (line) &&
         span_is_null (smtp_reply_find (line).status) && span_is_null (refusal_quoted_code (line));
}

/* "msgpipeline: no check action {…"smtp_code":550…}" of maddy: a check failed, and nothing was to
 * be done about that. */
static bool
is_without_effect (Span line) {
  return span_find (span_first (line, 96), SPAN (": no check action")) >= 0;
}

/* `rest` begins with the line itself. */
static void
read_line (Reader *reader, Span raw, Span rest, gsize offset, guint number) {
  Span line = span_trim (raw);
  Refusal attempt;
  if (is_blank (line)) {
    read_blank (reader);
    return;
  }
  if (goes_on_diagnosing (reader, raw, line) || is_without_effect (line))
    return;
  LogLine log = mail_log_parse (line, reader->arena, &attempt);
  if (log == LOG_ATTEMPT) {
    add_attempt (reader, &attempt, offset, number);
    return;
  }
  Span heard_here = refusal_log_heard (line);
  bool session = heard_here.data != line.data;
  Span said = refusal_without_type (session ? heard_here
                                            : refusal_without_number (refusal_server_says (line)));
  if (reader->reply && reader->session && !session)
    end_reply (reader);
  if (log == LOG_OTHER && session)
    log = LOG_NONE;
  if ((log == LOG_NONE || is_bracket_open (reader)) && continues (reader, raw, said)) {
    append (reader->reply, said);
    reader->wordless = false;
    if (reader->code[0])
      reader->continued = refusal_says_more (said, reader->code) ||
                          (reader->continued && !refusal_tells_code (said, reader->code));
    return;
  }
  end_reply (reader);
  if (log == LOG_NONE)
    note_header (reader, line);
  if (is_caption_line (reader, line, rest)) {
    reader->captions++;
    read_caption (reader, line);
    return;
  }
  reader->captions = 0;
  if (read_context (reader, line, offset, number) || refusal_is_client_line (line))
    return;
  /* what sendmail makes of it, right below */
  bool heard = span_starts_with (line, SPAN ("<<< "));
  if (reader->transcript && !heard && !span_is_null (refusal_code_at_start (line)))
    return;
  reader->transcript = heard;
  /* RFC 5321 §4.3.2: out of sequence, because what was asked before was refused */
  if (said.data != line.data && reader->ret->total > 0 && span_starts_with (said, SPAN ("503")))
    return;
  said = reply_below_php_mailer (reader, said);
  said = reply_of_dot_net (reader, reply_of_php_mailer (reader, said));
  if (begin_reply (reader, said, offset, number, log == LOG_OTHER)) {
    reader->current.date = attempt.date;
    if (!span_is_null (refusal_reply_of_field (line)))
      reader->current.sign = REFUSAL_WHOLE;
    reader->session = session;
    return;
  }
  if (reader->ret->total > 0 || reader->ret->paragraphs.n >= LIMIT_REFUSAL_PARAGRAPHS)
    g_string_truncate (reader->paragraph, 0);
  add_words (reader, raw, offset, number);
}

static void
find_original (Reader *reader) {
  const Vec *refusals = &reader->ret->refusals;
  LooseBounce loose;
  Defects none;
  if (refusals->n == 0)
    return;
  const Refusal *first = vec_at (refusals, Refusal, 0);
  defects_init (&none, reader->arena);
  loose_bounce_parse (span_skip (reader->text, first->offset), SPAN_NULL, reader->arena, &loose,
                      &none);
  reader->ret->original = loose.original;
}

void
refusal_text_parse (Span text, Arena *arena, RefusalText *ret) {
  text = span_first (text, LIMIT_PASTE);
  Reader reader = {.arena = arena,
                   .ret = ret,
                   .text = text,
                   .paragraph = g_string_new (NULL),
                   .diagnosis = g_string_new (NULL)};
  Span rest = text, line;
  reader.first = span_trim (text).data;
  *ret = (RefusalText){0};
  for (guint number = 1; number <= LIMIT_PASTE_LINES; number++) {
    Span here = rest;
    if (!span_next_line (&rest, &line, NULL))
      break;
    gsize offset = (gsize)(line.data - text.data);
    guint more;
    Span whole = refusal_unwrap_line (line, &rest, arena, &more);
    read_line (&reader, span_first (whole, LIMIT_PASTE_LINE), here, offset, number);
    number += more;
  }
  end_reply (&reader);
  end_status (&reader);
  end_paragraph (&reader);
  find_original (&reader);
  g_string_free (reader.paragraph, TRUE);
  g_string_free (reader.diagnosis, TRUE);
}

/* ---- notices without a reply -------------------------------------------------------------------
 */

/* Where the line that begins the returned message stands; its quotation marks were taken off. */
static gsize
begin_of_original (Span text, Span original) {
  Span line = SPAN_NULL, rest = original;
  if (span_is_null (original) || !span_next_line (&rest, &line, NULL))
    return text.len;
  gssize at = span_find (text, line);
  return at < 0 ? text.len : (gsize)at;
}

gsize
refusal_text_of_notice (Span text, gsize at, Arena *arena, RefusalText *ret) {
  LooseBounce loose;
  Defects none;
  Refusal found = {.sign = REFUSAL_CODE, .offset = at, .line = 1};
  *ret = (RefusalText){0};
  defects_init (&none, arena);
  loose_bounce_parse (span_skip (text, at), SPAN_NULL, arena, &loose, &none);
  for (gsize i = 0; i < at; i++)
    found.line += text.data[i] == '\n';
  for (guint i = 0; i < loose.recipients.n; i++) {
    const LooseRecipient *recipient = vec_at (&loose.recipients, LooseRecipient, i);
    Refusal *refusal = vec_push (arena, &ret->refusals, Refusal);
    *refusal = found;
    refusal->recipient = recipient->recipient;
    refusal->remote_mta = recipient->remote_mta;
    refusal->diagnostic = recipient->diagnostic;
  }
  ret->total = loose.total;
  ret->original = loose.original;
  Refusal *whole = vec_push (arena, &ret->paragraphs, Refusal);
  *whole = found;
  whole->diagnostic = loose.diagnostic;
  return at + begin_of_original (span_skip (text, at), loose.original);
}

bool
refusal_text_announces (Span text) {
  return span_ends_with_nocase (span_trim (text), SPAN (" gave this error:")) ||
         span_ends_with_nocase (span_trim (text), SPAN ("server was:")) ||
         span_ends_with_nocase (span_trim (text), SPAN (" response was:"));
}
