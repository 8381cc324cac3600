/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/sentence-bounce.h"

#include "evidence/alignment.h"
#include "judge/original.h"
#include "syntax/domain.h"
#include "base/vocabulary.h"

typedef struct {
  const Case *kase;
  const Bounce *bounce;
  Arena *arena;
} Speaker;

/* ---- who did what -----------------------------------------------------------------------------
 */

/* No other host said anything: the one that writes the notice could not get rid of the message. */
static bool
is_unanswered (const Bounce *bounce) {
  return span_is_null (bounce->receiver) && span_is_null (bounce->remote_mta) &&
         span_is_null (bounce->reply_code);
}

static Span
receiver_name (const Speaker *speaker) {
  const Bounce *bounce = speaker->bounce;
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
    return arena_printf (speaker->arena, "The receiver for %.*s", SPAN_FORMAT (domain));
  return SPAN ("The receiver");
}

static const char *
deed (const Bounce *bounce) {
  bool delayed = span_is_nocase (bounce->action, "delayed");
  if (span_is_nocase (bounce->action, "delivered"))
    return is_unanswered (bounce) ? "delivered it" : "took it";
  if (span_is_nocase (bounce->action, "relayed") || span_is_nocase (bounce->action, "expanded"))
    return "passed it on";
  if (is_unanswered (bounce) && (delayed || bounce->final != FLAG_FALSE))
    return delayed ? "has not delivered it yet" : "could not deliver it";
  if (delayed)
    return "put it off";
  if (bounce->final != FLAG_TRUE && bounce->reply_code.len > 0 && bounce->reply_code.data[0] == '4')
    return "put it off";
  return "refused it";
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
  if (failed (bounce->dmarc))
    return result_is (bounce->dmarc, RESULT_FAIL)
               ? SPAN ("DMARC failed")
               : arena_printf (speaker->arena, "DMARC did not pass (%.*s)",
                               SPAN_FORMAT (bounce->dmarc));
  if (failed (bounce->spf) && failed (bounce->dkim))
    return SPAN ("neither SPF nor DKIM passed");
  if (failed (bounce->spf))
    return arena_printf (speaker->arena, "SPF did not pass (%.*s)", SPAN_FORMAT (bounce->spf));
  if (failed (bounce->dkim))
    return arena_printf (speaker->arena, "DKIM did not pass (%.*s)", SPAN_FORMAT (bounce->dkim));
  return SPAN ("it was not authenticated as asked");
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
    if (dkim->trusted == FLAG_TRUE && !result_is (dkim->result, RESULT_NONE))
      add_signer (speaker, &signers, dkim->domain, dkim->alignment);
  }
  return signers;
}

static Span
signed_clause (const Speaker *speaker, const Signers *signers) {
  if (!signers->is_signed && speaker->kase->original->message.header_cut == FLAG_TRUE)
    return SPAN ("only a part of the original's header came back");
  if (!signers->is_signed)
    return SPAN ("the original was not signed");
  if (signers->domains.n == 0)
    return SPAN ("the original's signature names no domain");
  g_autoptr (GString) text = g_string_new ("the original was signed");
  for (guint i = 0; i < signers->domains.n; i++)
    g_string_append_printf (text, "%s d=%.*s", i ? " and" : "",
                            SPAN_FORMAT (*vec_at (&signers->domains, Span, i)));
  if (!signers->aligned)
    g_string_append (text, " only");
  return arena_dup (speaker->arena, span_of (text->str, text->len));
}

static Span
return_path_clause (const Speaker *speaker) {
  const ReturnPath *path = &speaker->kase->original->return_path;
  Span alignment =
      alignment_of (path->domain, speaker->kase->original->from.domain, speaker->arena);
  if (span_is_null (path->domain) || span_is_null (alignment) || is_aligned (alignment))
    return SPAN ("");
  return arena_printf (speaker->arena, ", its return path was of %.*s", SPAN_FORMAT (path->domain));
}

static Span
original_clause (const Speaker *speaker) {
  if (speaker->kase->original == NULL)
    return SPAN ("");
  Span from = speaker->kase->original->from.domain;
  Signers signers = signers_of (speaker);
  Span signature = signed_clause (speaker, &signers);
  Span path = signers.is_signed ? SPAN ("") : return_path_clause (speaker);
  if (span_is_null (from))
    return arena_printf (speaker->arena, ": %.*s%.*s", SPAN_FORMAT (signature), SPAN_FORMAT (path));
  return arena_printf (speaker->arena, ": %.*s%.*s, From is %.*s", SPAN_FORMAT (signature),
                       SPAN_FORMAT (path), SPAN_FORMAT (from));
}

/* ---- sentences --------------------------------------------------------------------------------
 */

static Span
others (const Speaker *speaker) {
  guint n = speaker->kase->evidence.bounces.n;
  if (n < 2)
    return SPAN ("");
  return arena_printf (speaker->arena, " (one of %u recipients)", n);
}

static Span
authentication_sentence (const Speaker *speaker) {
  return arena_printf (speaker->arena, "%.*s %s because %.*s%.*s%.*s",
                       SPAN_FORMAT (receiver_name (speaker)), deed (speaker->bounce),
                       SPAN_FORMAT (stated_reason (speaker)), SPAN_FORMAT (others (speaker)),
                       SPAN_FORMAT (original_clause (speaker)));
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
  return SPAN ("A receiver");
}

static Span
report_sentence (const Speaker *speaker) {
  const Bounce *bounce = speaker->bounce;
  Span reporter = reporter_name (speaker);
  if (!original_bounce_is_authentication (bounce))
    return arena_printf (speaker->arena, "%.*s reports a complaint about the message%.*s",
                         SPAN_FORMAT (reporter), SPAN_FORMAT (original_clause (speaker)));
  return arena_printf (speaker->arena, "%.*s reports that %.*s%.*s", SPAN_FORMAT (reporter),
                       SPAN_FORMAT (stated_reason (speaker)),
                       SPAN_FORMAT (original_clause (speaker)));
}

static Span
code_clause (const Speaker *speaker) {
  const Bounce *bounce = speaker->bounce;
  if (span_is_null (bounce->reply_code) && span_is_null (bounce->status))
    return SPAN ("");
  const char *space = span_is_null (bounce->reply_code) || span_is_null (bounce->status) ? "" : " ";
  return arena_printf (speaker->arena, " (%.*s%s%.*s)", SPAN_FORMAT (bounce->reply_code), space,
                       SPAN_FORMAT (bounce->status));
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
  return arena_printf (speaker->arena, "another reason than SPF, DKIM or DMARC, %.*s",
                       SPAN_FORMAT (speaker->bounce->reason));
}

static Span
other_sentence (const Speaker *speaker) {
  const Bounce *bounce = speaker->bounce;
  Span who = receiver_name (speaker);
  if (span_is_nocase (bounce->action, "delivered") || span_is_nocase (bounce->action, "relayed") ||
      span_is_nocase (bounce->action, "expanded"))
    return arena_printf (speaker->arena,
                         "%.*s %s%.*s; the notice says nothing of SPF, DKIM or DMARC",
                         SPAN_FORMAT (who), deed (bounce), SPAN_FORMAT (others (speaker)));
  if (span_is_null (bounce->reason))
    return arena_printf (
        speaker->arena,
        "%.*s %s%.*s%.*s; nothing in the notice says that SPF, DKIM or DMARC was the reason",
        SPAN_FORMAT (who), deed (bounce), SPAN_FORMAT (code_clause (speaker)),
        SPAN_FORMAT (others (speaker)));
  return arena_printf (speaker->arena, "%.*s %s%.*s%.*s: %.*s", SPAN_FORMAT (who), deed (bounce),
                       SPAN_FORMAT (code_clause (speaker)), SPAN_FORMAT (others (speaker)),
                       SPAN_FORMAT (reason_clause (speaker)));
}

Span
sentence_compose_bounce (const Case *kase, Arena *arena) {
  Speaker speaker = {kase, original_decisive_bounce (kase), arena};
  if (speaker.bounce == NULL)
    return SPAN ("The notice names no recipient, so it cannot be told what was refused");
  if (kind_is (kase->evidence.source.kind, KIND_REPORT))
    return report_sentence (&speaker);
  if (original_bounce_is_authentication (speaker.bounce))
    return authentication_sentence (&speaker);
  return other_sentence (&speaker);
}
