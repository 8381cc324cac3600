/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A letter to send back to whoever asked: which message, what happened, what to publish, who does
 * it. One letter for all that one input held; each of its messages has one cause, and its remedy.
 */
#include "apply/findings.h"
#include "base/vocabulary.h"
#include "report/text-page.h"

#define WIDTH 72 /* what survives a mail program's quoting (RFC 3676 §4.2) */

/* Who acts, in the words of Fix-By. */
static const struct {
  const char *fix_by;
  Phrase phrase;
} actors[] = {
    {"dns-admin", PHRASE_DNS_ADMIN},     {"sender", PHRASE_SENDER},
    {"institution", PHRASE_INSTITUTION}, {"forwarder", PHRASE_FORWARDER},
    {"receiver", PHRASE_RECEIVER},       {"recipient-admin", PHRASE_RECIPIENT_ADMIN},
};

typedef struct {
  Page page;
  ReportOptions plain;
  const LanguageRule *words;
} Letter;

static void
letter_begin (Letter *letter, Sink *sink, const ReportOptions *options, Arena *scratch) {
  letter->plain = *options;
  letter->plain.color = false;
  letter->plain.utf8 = true; /* its accents go into a mail, not to this terminal */
  letter->plain.width = WIDTH;
  letter->words = options->language;
  page_init (&letter->page, sink, &letter->plain, scratch);
}

static void
paragraph (Letter *letter, Span text) {
  page_wrap (&letter->page, STYLE_PLAIN, 0, text);
  page_end_line (&letter->page);
}

/* A line of a block: it is found again in a proportional font, and can be copied from its colon on.
 */
static void
labelled (Letter *letter, Span label, Span value) {
  Page *page = &letter->page;
  if (value.len == 0)
    return;
  page_go_to (page, 4);
  page_put (page, STYLE_PLAIN, page_say (page, LETTER_LABEL, .name = label));
  page_put_string (page, STYLE_PLAIN, " ");
  page_put (page, STYLE_PLAIN, value);
  page_end_line (page);
}

/* ---- which message ----------------------------------------------------------------------------
 */

/* Of a bounce the message that was sent is meant. */
static const Evidence *
evidence_meant (const Case *mail_case) {
  return mail_case->original ? mail_case->original : &mail_case->evidence;
}

static Span
recipient_of (const Case *mail_case) {
  const Vec *bounces = &mail_case->evidence.bounces;
  const Vec *received = &evidence_meant (mail_case)->received;
  if (bounces->n > 0)
    return vec_at (bounces, Bounce, 0)->recipient;
  for (guint i = 0; i < received->n; i++)
    if (span_index (vec_at (received, ReceivedHop, i)->for_, '@') > 0)
      return vec_at (received, ReceivedHop, i)->for_;
  return SPAN_NULL;
}

/* A notice without its message has a subject and a date of its own, which are not the message's. */
static void
write_about (Letter *letter, const Case *mail_case) {
  Page *page = &letter->page;
  const Evidence *evidence = evidence_meant (mail_case);
  bool named = !page->options->redacted;
  bool shown = mail_case->original || !evidence_is_notice (evidence);
  Span subject = named && shown ? page_escape (page, evidence->message.subject) : SPAN_NULL;
  Span recipient = named ? page_escape (page, recipient_of (mail_case)) : SPAN_NULL;
  Span sent = shown ? page_date (page, &evidence->source.date) : SPAN_NULL;
  if (subject.len + recipient.len + sent.len == 0)
    return;
  paragraph (letter, page_word (page, WORD_LETTER_ABOUT));
  labelled (letter, page_word (page, WORD_HTML_SUBJECT), subject);
  labelled (letter, page_word (page, WORD_HTML_SENT), sent);
  labelled (letter, page_word (page, WORD_LETTER_TO), recipient);
  page_end_line (page);
}

/* ---- the cause --------------------------------------------------------------------------------
 */

static bool
is_said (const Finding *finding) {
  return span_is_null (finding->superseded_by) && (finding->fix.len || finding->reply.len);
}

static bool
is_worth_it (const Finding *finding) {
  return is_said (finding) && !severity_is (finding->severity, SEVERITY_NOTE) &&
         !finding_stands_last (finding);
}

static bool
is_cause (const Case *mail_case, const Finding *finding) {
  return span_equal (finding->id, mail_case->verdict.cause);
}

/* The cause; where there is none, what stands for itself: a failure, or records to publish. */
static const Finding *
choose (const Case *mail_case) {
  const Finding *other = NULL;
  for (guint i = 0; i < mail_case->findings.n; i++) {
    const Finding *finding = vec_at (&mail_case->findings, Finding, i);
    if (!is_worth_it (finding))
      continue;
    if (is_cause (mail_case, finding))
      return finding;
    bool alone = span_is_null (mail_case->verdict.cause) || finding->records.n > 0 ||
                 severity_is (finding->severity, SEVERITY_ERROR);
    if (other == NULL && alone)
      other = finding;
  }
  return other;
}

static void
write_passed (Letter *letter, const Verdict *verdict) {
  if (!status_is (verdict->status, STATUS_PASS))
    return;
  Phrase how = verdict->probable == FLAG_TRUE ? PHRASE_PROBABLY_WELL : PHRASE_ALL_WELL;
  paragraph (letter, letter->words->phrases[how]);
}

/* What asks whether anything has to be repaired is asked before. */
static void
write_first (Letter *letter, const Case *mail_case, const Finding *chosen) {
  for (guint i = 0; i < mail_case->findings.n; i++) {
    const Finding *finding = vec_at (&mail_case->findings, Finding, i);
    if (finding != chosen && is_worth_it (finding) && finding_stands_first (finding)) {
      paragraph (letter, span_or (finding->reply, finding->fix));
      return;
    }
  }
}

/* What is to be known besides, whatever the cause is. */
static void
write_last (Letter *letter, const Case *mail_case) {
  for (guint i = 0; i < mail_case->findings.n; i++) {
    const Finding *finding = vec_at (&mail_case->findings, Finding, i);
    if (is_said (finding) && finding_stands_last (finding))
      paragraph (letter, span_or (finding->reply, finding->fix));
  }
}

/* One below the other; nothing depends on the width of a letter. */
static void
write_records (Letter *letter, const Vec *records) {
  Page *page = &letter->page;
  if (records->n == 0)
    return;
  paragraph (letter, letter->words->phrases[PHRASE_RECORDS]);
  for (guint i = 0; i < records->n; i++) {
    const DnsRecord *record = vec_at (records, DnsRecord, i);
    labelled (letter, page_word (page, WORD_LETTER_NAME), record->name);
    labelled (letter, page_word (page, WORD_HTML_TYPE), record->type);
    labelled (letter, page_word (page, WORD_LETTER_VALUE), record->value);
    page_end_line (page);
  }
}

static Span
actor_of (const LanguageRule *words, Span fix_by) {
  for (guint i = 0; i < G_N_ELEMENTS (actors); i++)
    if (span_is (fix_by, actors[i].fix_by))
      return words->phrases[actors[i].phrase];
  return SPAN_NULL;
}

/* The platform writes, and it is the platform that acts. */
static bool
we_act (const Letter *letter, const Finding *finding) {
  return letter->plain.voice == VOICE_PLATFORM && actor_is (finding->fix_by, ACTOR_SENDER);
}

static bool
customer_acts (const Finding *finding) {
  return actor_is (finding->fix_by, ACTOR_DNS_ADMIN) ||
         actor_is (finding->fix_by, ACTOR_INSTITUTION);
}

static void
write_who (Letter *letter, const Finding *finding) {
  Span who = letter->words->phrases[PHRASE_WHO], actor = actor_of (letter->words, finding->fix_by);
  if (actor.len && !we_act (letter, finding))
    paragraph (letter, arena_printf (letter->page.scratch, "%.*s %.*s.", SPAN_FORMAT (who),
                                     SPAN_FORMAT (actor)));
}

static void
write_check (Letter *letter, Span check) {
  Page *page = &letter->page;
  if (!page->options->verbose || !span_starts_with (check, SPAN ("dig ")))
    return;
  paragraph (letter, letter->words->phrases[PHRASE_CHECK]);
  page_go_to (page, 4);
  page_put (page, STYLE_PLAIN, check);
  page_end_line (page);
  page_end_line (page);
}

/* A reply says what happened and what to do. Where there is none, the title and the fix do. */
static void
write_cause (Letter *letter, const Finding *finding) {
  Page *page = &letter->page;
  if (finding->reply.len) {
    paragraph (letter, finding->reply);
    return;
  }
  Span title = page_escape (page, finding->title);
  paragraph (letter, arena_printf (page->scratch, "%.*s.", SPAN_FORMAT (title)));
  if (!we_act (letter, finding))
    paragraph (letter, finding->fix);
}

static void
write_point (Letter *letter, const Finding *finding) {
  write_cause (letter, finding);
  write_records (letter, &finding->records);
  write_who (letter, finding);
  write_check (letter, finding->check);
  if (we_act (letter, finding))
    paragraph (letter, page_word (&letter->page, WORD_LETTER_WE_ACT));
  else if (customer_acts (finding))
    paragraph (letter, letter->words->phrases[PHRASE_VERIFY]);
}

static void
write_without_cause (Letter *letter, const Case *mail_case) {
  const Span *phrases = letter->words->phrases;
  if (status_is (mail_case->verdict.status, STATUS_PASS))
    paragraph (letter, phrases[PHRASE_NOTHING]);
  else if (evidence_is_notice (&mail_case->evidence))
    paragraph (letter, phrases[PHRASE_RETURNED]);
  else {
    paragraph (letter, phrases[PHRASE_NO_ANSWER]);
    paragraph (letter, phrases[PHRASE_SEND_ALL]);
  }
}

/* ---- all --------------------------------------------------------------------------------------
 */

static void
write_case (Sink *sink, const ReportOptions *options, const Case *mail_case) {
  g_autoptr (Arena) scratch = arena_new ();
  Letter letter;
  letter_begin (&letter, sink, options, scratch);
  if (!options->following) {
    paragraph (&letter, letter.words->phrases[PHRASE_GREETING]);
    paragraph (&letter, letter.words->phrases[PHRASE_THANKS]);
  }
  write_about (&letter, mail_case);
  write_passed (&letter, &mail_case->verdict);
  const Finding *cause = choose (mail_case);
  write_first (&letter, mail_case, cause);
  if (cause)
    write_point (&letter, cause);
  else
    write_without_cause (&letter, mail_case);
  write_last (&letter, mail_case);
}

static void
close_letter (Sink *sink, const ReportOptions *options) {
  g_autoptr (Arena) scratch = arena_new ();
  Letter letter;
  letter_begin (&letter, sink, options, scratch);
  page_wrap (&letter.page, STYLE_PLAIN, 0, letter.words->phrases[PHRASE_CLOSING]);
  Span rest = span_from_string (options->signature), line;
  while (span_next_line (&rest, &line, NULL)) {
    page_put (&letter.page, STYLE_PLAIN, line);
    page_end_line (&letter.page);
  }
  if (options->several)
    page_end_line (&letter.page);
}

const Reporter reporter_reply = {
    .name = "reply",
    .for_sending = true,
    .begin = reporter_nothing,
    .write_case = write_case,
    .close = close_letter,
    .end = reporter_nothing,
};
