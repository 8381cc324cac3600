/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/sentence-bounce.h"

#include "evidence/alignment.h"
#include "judge/original.h"
#include "syntax/domain.h"
#include "base/vocabulary.h"

typedef struct {
  const Case *kase;
  const Bounce *bounce;
  const Words *words;
  Arena *arena;
  Sayings *said;
} Speaker;

#define say(speaker, code, ...) saying_say ((speaker)->said, WORD_##code, __VA_ARGS__)

/* ---- who did what -----------------------------------------------------------------------------
 */

/* No other host said anything: the one that writes the notice could not get rid of the message. */
static bool
is_unanswered (const Bounce *bounce) {
  return !original_bounce_is_authentication (bounce) && span_is_null (bounce->receiver) &&
         span_is_null (bounce->remote_mta) && span_is_null (bounce->reply_code);
}

/* What a sending service tells beside deliveries. */
static const struct {
  Delivery action;
  WordCode who, deed;
} events[] = {{DELIVERY_PROCESSED, WORD_WHO_SENDS, WORD_DEED_PROCESSED},
              {DELIVERY_OPENED, WORD_WHO_READS, WORD_DEED_OPENED},
              {DELIVERY_CLICKED, WORD_WHO_READS, WORD_DEED_CLICKED},
              {DELIVERY_UNSUBSCRIBED, WORD_WHO_READS, WORD_DEED_UNSUBSCRIBED},
              {DELIVERY_COMPLAINED, WORD_WHO_READS, WORD_DEED_COMPLAINED}};

static int
event_of (const Bounce *bounce) {
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    if (delivery_is_nocase (bounce->action, events[i].action))
      return (int)i;
  return -1;
}

static Span
receiver_name (const Speaker *speaker) {
  const Bounce *bounce = speaker->bounce;
  int event = event_of (bounce);
  if (event >= 0)
    return words_fill (speaker->words, events[event].who, &(WordArgs){0}, speaker->arena);
  if (!span_is_null (bounce->receiver_title))
    return bounce->receiver_title;
  if (!span_is_null (bounce->receiver))
    return bounce->receiver;
  if (!span_is_null (bounce->remote_mta))
    return bounce->remote_mta;
  if (is_unanswered (bounce) && !span_is_null (bounce->reporting_mta))
    return bounce->reporting_mta;
  Span domain = address_domain (bounce->recipient, speaker->arena);
  if (!span_is_null (domain))
    return say (speaker, WHO_RECEIVES_FOR, .domain = domain);
  return say (speaker, WHO_RECEIVES);
}

static WordCode
deed_code (const Bounce *bounce) {
  bool delayed = delivery_is_nocase (bounce->action, DELIVERY_DELAYED);
  int event = event_of (bounce);
  if (event >= 0)
    return events[event].deed;
  if (delivery_is_nocase (bounce->action, DELIVERY_DELIVERED))
    return is_unanswered (bounce) ? WORD_DEED_DELIVERED : WORD_DEED_TOOK;
  if (delivery_is_nocase (bounce->action, DELIVERY_RELAYED) ||
      delivery_is_nocase (bounce->action, DELIVERY_EXPANDED))
    return WORD_DEED_PASSED_ON;
  if (is_unanswered (bounce) && (delayed || bounce->final != FLAG_FALSE))
    return delayed ? WORD_DEED_NOT_DELIVERED_YET : WORD_DEED_NOT_DELIVERED;
  if (delayed)
    return WORD_DEED_PUT_OFF;
  if (bounce->final != FLAG_TRUE && bounce->reply_code.len > 0 && bounce->reply_code.data[0] == '4')
    return WORD_DEED_PUT_OFF;
  return WORD_DEED_REFUSED;
}

static Span
deed (const Speaker *speaker) {
  return words_fill (speaker->words, deed_code (speaker->bounce), &(WordArgs){0}, speaker->arena);
}

/* ---- why --------------------------------------------------------------------------------------
 */

static bool
failed (Span result) {
  return !span_is_null (result) && !result_is (result, RESULT_PASS);
}

static Span
stated_reason (const Speaker *speaker) {
  const Bounce *bounce = speaker->bounce;
  if (result_is (bounce->dmarc, RESULT_FAIL))
    return say (speaker, STATED_DMARC_FAILED);
  if (failed (bounce->dmarc))
    return say (speaker, STATED_DMARC_NOT_PASSED, .result = bounce->dmarc);
  if (failed (bounce->spf) && failed (bounce->dkim))
    return say (speaker, STATED_NEITHER);
  if (failed (bounce->spf))
    return say (speaker, STATED_SPF_NOT_PASSED, .result = bounce->spf);
  if (failed (bounce->dkim))
    return say (speaker, STATED_DKIM_NOT_PASSED, .result = bounce->dkim);
  return say (speaker, STATED_NOT_AUTHENTICATED);
}

/* ---- what the original shows ------------------------------------------------------------------
 */

static bool
has_domain (const Vec *domains, Span domain) {
  for (guint i = 0; i < domains->n; i++)
    if (span_equal (*vec_at (domains, Span, i), domain))
      return true;
  return false;
}

#define DOMAINS_SPOKEN 3

typedef struct {
  Vec domains; /* of Span, each once, at most DOMAINS_SPOKEN */
  bool is_signed, aligned;
} Signers;

static void
add_signer (const Speaker *speaker, Signers *signers, Span domain, Span alignment) {
  signers->is_signed = true;
  signers->aligned |= is_aligned (alignment);
  if (!span_is_null (domain) && signers->domains.n < DOMAINS_SPOKEN &&
      !has_domain (&signers->domains, domain))
    *vec_push (speaker->arena, &signers->domains, Span) = domain;
}

/* A report may leave the signatures out and tell of them in its results alone. */
static Signers
signers_of (const Speaker *speaker) {
  const Evidence *original = speaker->kase->original;
  Signers signers = {.is_signed = false};
  for (guint i = 0; i < original->dkim_signatures.n; i++) {
    const DkimSignatureRecord *signature =
        vec_at (&original->dkim_signatures, DkimSignatureRecord, i);
    add_signer (speaker, &signers, signature->domain, signature->alignment);
  }
  for (guint i = 0; i < original->dkim.n && original->dkim_signatures.n == 0; i++) {
    const DkimRecord *dkim = vec_at (&original->dkim, DkimRecord, i);
    /* a diagnostic that says "DKIM failed" has seen no signature here */
    bool seen = dkim->authentication_results >= 0 || !span_is_null (dkim->domain);
    if (dkim->trusted == FLAG_TRUE && seen && !result_is (dkim->result, RESULT_NONE))
      add_signer (speaker, &signers, dkim->domain, dkim->alignment);
  }
  return signers;
}

/* "d=a.example and d=b.example" */
static Span
signer_names (const Speaker *speaker, const Signers *signers) {
  Span names = SPAN_NULL;
  for (guint i = 0; i < signers->domains.n; i++) {
    Span domain = *vec_at (&signers->domains, Span, i);
    names = i ? say (speaker, ORIGINAL_SIGNERS, .domains = names, .domain = domain)
              : say (speaker, ORIGINAL_SIGNER, .domain = domain);
  }
  return names;
}

static Span
signed_clause (const Speaker *speaker, const Signers *signers) {
  if (!signers->is_signed && speaker->kase->original->message.header_cut == FLAG_TRUE)
    return say (speaker, ORIGINAL_IS_CUT);
  if (!signers->is_signed)
    return say (speaker, ORIGINAL_NOT_SIGNED);
  if (signers->domains.n == 0)
    return say (speaker, ORIGINAL_SIGNER_UNNAMED);
  Span domains = signer_names (speaker, signers);
  return signers->aligned ? say (speaker, ORIGINAL_SIGNED, .domains = domains)
                          : say (speaker, ORIGINAL_SIGNED_ONLY, .domains = domains);
}

static Span
with_return_path (const Speaker *speaker, Span original) {
  const ReturnPath *path = &speaker->kase->original->return_path;
  Span alignment =
      alignment_of (path->domain, speaker->kase->original->from.domain, speaker->arena);
  if (span_is_null (path->domain) || span_is_null (alignment) || is_aligned (alignment))
    return original;
  return say (speaker, ORIGINAL_RETURN_PATH, .original = original, .domain = path->domain);
}

/* Behind a sentence, what the message that came back shows. Where none did, the refusal's own words
 * name its author at most. */
static Span
with_original (const Speaker *speaker, Span sentence) {
  if (speaker->kase->original == NULL ||
      speaker->kase->original->from.named_by_results == FLAG_TRUE)
    return sentence;
  Span from = speaker->kase->original->from.domain;
  Signers signers = signers_of (speaker);
  Span original = signed_clause (speaker, &signers);
  if (!signers.is_signed)
    original = with_return_path (speaker, original);
  if (!span_is_null (from))
    original = say (speaker, ORIGINAL_FROM, .original = original, .from = from);
  return say (speaker, BOUNCE_AND_ORIGINAL, .sentence = sentence, .original = original);
}

/* ---- sentences --------------------------------------------------------------------------------
 */

/* Events may tell of one several times. */
static guint
count_recipients (const Vec *bounces) {
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint unnamed = 0;
  for (guint i = 0; i < bounces->n; i++) {
    Span address = vec_at (bounces, Bounce, i)->recipient;
    if (address.len > 0)
      g_hash_table_add (seen, g_ascii_strdown (address.data, (gssize)address.len));
    else
      unnamed++;
  }
  return g_hash_table_size (seen) + unnamed;
}

static Span
others (const Speaker *speaker) {
  guint n = count_recipients (&speaker->kase->evidence.bounces);
  if (n < 2)
    return SPAN_NULL;
  return say (speaker, ONE_OF_RECIPIENTS, .count = arena_printf (speaker->arena, "%u", n));
}

static Span
authentication_sentence (const Speaker *speaker) {
  Span sentence = say (speaker, BOUNCE_FOR_AUTHENTICATION, .who = receiver_name (speaker),
                       .deed = deed (speaker), .reason = stated_reason (speaker),
                       .recipients = others (speaker));
  return with_original (speaker, sentence);
}

/* Who reports says so in Reporting-MTA, or as the authserv-id of the results it reports. */
static Span
reporter_name (const Speaker *speaker) {
  const Evidence *original = speaker->kase->original;
  if (!span_is_null (speaker->bounce->reporting_mta))
    return speaker->bounce->reporting_mta;
  for (guint i = 0; original && i < original->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&original->authentication_results, AuthenticationResultsRecord, i);
    if (record->reported && !span_is_null (record->authserv_id))
      return record->authserv_id;
  }
  return say (speaker, WHO_REPORTS);
}

static Span
report_sentence (const Speaker *speaker) {
  Span reporter = reporter_name (speaker);
  Span sentence =
      original_bounce_is_authentication (speaker->bounce)
          ? say (speaker, REPORT_AUTHENTICATION, .who = reporter, .reason = stated_reason (speaker))
          : say (speaker, REPORT_COMPLAINT, .who = reporter);
  return with_original (speaker, sentence);
}

static Span
codes (const Speaker *speaker) {
  const Bounce *bounce = speaker->bounce;
  if (span_is_null (bounce->reply_code) && span_is_null (bounce->status))
    return SPAN_NULL;
  const char *space = span_is_null (bounce->reply_code) || span_is_null (bounce->status) ? "" : " ";
  return say (speaker, WITH_CODES,
              .codes = arena_printf (speaker->arena, "%.*s%s%.*s", SPAN_FORMAT (bounce->reply_code),
                                     space, SPAN_FORMAT (bounce->status)));
}

/* The finding told as the cause, about the bounce spoken of. */
static const Finding *
told (const Speaker *speaker) {
  const Case *kase = speaker->kase;
  for (guint i = 0; i < kase->findings.n; i++) {
    const Finding *finding = vec_at (&kase->findings, Finding, i);
    if (span_is_null (finding->superseded_by) && span_equal (finding->id, kase->verdict.cause) &&
        span_equal (finding->subject, speaker->bounce->recipient))
      return finding;
  }
  return NULL;
}

/* "The mailbox is full" goes on after a colon as "the mailbox is full"; a name keeps its capital.
 */
static Span
continued (Span title, Arena *arena) {
  if (!span_starts_with (title, SPAN ("The ")) && !span_starts_with (title, SPAN ("A ")))
    return title;
  return arena_printf (arena, "%c%.*s", g_ascii_tolower (title.data[0]),
                       SPAN_FORMAT (span_skip (title, 1)));
}

static Span
reason_clause (const Speaker *speaker) {
  const Finding *finding = told (speaker);
  if (finding)
    return continued (finding->title, speaker->arena);
  return say (speaker, STATED_OTHER, .reason = speaker->bounce->reason);
}

static Span
other_sentence (const Speaker *speaker) {
  const Bounce *bounce = speaker->bounce;
  Span who = receiver_name (speaker);
  if (bounce_was_taken (bounce))
    return say (speaker, BOUNCE_TAKEN, .who = who, .deed = deed (speaker),
                .recipients = others (speaker));
  if (span_is_null (bounce->reason) && told (speaker) == NULL)
    return say (speaker, BOUNCE_NO_REASON, .who = who, .deed = deed (speaker),
                .codes = codes (speaker), .recipients = others (speaker));
  return say (speaker, BOUNCE_OTHER_REASON, .who = who, .deed = deed (speaker),
              .codes = codes (speaker), .recipients = others (speaker),
              .reason = reason_clause (speaker));
}

static Span
sentence (const Speaker *speaker) {
  if (speaker->bounce == NULL)
    return say (speaker, BOUNCE_NO_RECIPIENT);
  if (kind_is (speaker->kase->evidence.source.kind, KIND_REPORT))
    return report_sentence (speaker);
  if (original_bounce_is_authentication (speaker->bounce))
    return authentication_sentence (speaker);
  return other_sentence (speaker);
}

Saying
sentence_compose_bounce (const Case *kase, const Words *words, Arena *arena) {
  Sayings said = {.words = words, .arena = arena};
  const Speaker speaker = {kase, original_decisive_bounce (kase), words, arena, &said};
  return saying_of (&said, sentence (&speaker));
}
