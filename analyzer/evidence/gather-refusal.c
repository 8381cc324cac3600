/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "evidence/gather-refusal.h"

#include "base/vocabulary.h"
#include "base/limits.h"
#include "evidence/gather-bounce.h"
#include "syntax/domain.h"
#include "syntax/ip-address.h"

static void
add_bounce (const Refusal *refusal, Arena *arena, Case *kase) {
  Bounce *bounce = vec_push (arena, &kase->evidence.bounces, Bounce);
  bounce->recipient = refusal->recipient;
  bounce->action = refusal->action;
  bounce->remote_mta = refusal->remote_mta;
  bounce->reporting_mta = refusal->reporting_mta;
  bounce->line = number_of (refusal->line);
  bounce->offset = number_of ((gint64)refusal->offset);
  if (!span_is_null (refusal->client_ip) &&
      !ip_address_normalize (refusal->client_ip, arena, &bounce->client_ip))
    bounce->client_ip = SPAN_NULL;
  bounce_set_said (bounce, refusal->status, refusal->diagnostic, arena);
}

/* The header of a message that was received has its trace; what a mail program or Exchange's
 * notice quotes is a few fields, and says nothing of a signature. */
static void
mark_excerpt (Evidence *original) {
  if (original->received.n == 0 && original->dkim_signatures.n == 0)
    original->message.header_cut = FLAG_TRUE;
}

/* The return path of the original, which lacks it where only a few fields are quoted. */
static void
set_return_path (const RefusalText *refusals, Case *kase, Arena *arena) {
  const Refusal *first = vec_at (&refusals->refusals, Refusal, 0);
  Evidence *original = kase->original;
  if (original == NULL || original->return_path.header_index.set || span_is_empty (first->sender))
    return;
  original->return_path.address = first->sender;
  original->return_path.domain = address_domain (first->sender, arena);
}

/* RFC 3339, or the same with a blank; without a zone it is taken for UTC. What a syslog writes has
 * no year, so it gives no date. */
static void
set_date (Source *source, Span raw, Arena *arena) {
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  char *text = (char *)arena_string (arena, raw);
  source->date.raw = raw;
  if (raw.len < 19 || raw.data[4] != '-')
    return;
  text[10] = 'T';
  for (gsize i = 19; i < raw.len; i++)
    if (text[i] == ',')
      text[i] = '.';
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, utc);
  source->date.set = time != NULL;
  source->date.seconds = time ? g_date_time_to_unix (time) : 0;
}

void
refusal_gather (const RefusalText *refusals, const Message *message, MessageReader *reader,
                Arena *arena, bool log, Case *kase, Defects *defects) {
  Evidence *evidence = &kase->evidence;
  evidence->source.kind = kind_word (log ? KIND_LOG : KIND_BOUNCE);
  for (guint i = 0; i < refusals->refusals.n; i++)
    add_bounce (vec_at (&refusals->refusals, Refusal, i), arena, kase);
  if (refusals->total > refusals->refusals.n) {
    Cut *cut = vec_push (arena, &evidence->cut, Cut);
    *cut = (Cut){SPAN ("bounces"), number_of (refusals->total)};
  }
  const Refusal *first = vec_at (&refusals->refusals, Refusal, 0);
  if (!span_is_null (first->date))
    set_date (&evidence->source, first->date, arena);
  if (span_is_null (refusals->original))
    return;
  bounce_gather_original (refusals->original, message, reader, arena, kase, defects);
  if (kase->original)
    mark_excerpt (kase->original);
  set_return_path (refusals, kase, arena);
}
