/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/actor.h"

#include "base/vocabulary.h"

typedef struct {
  const Evidence *evidence;
  const Words *words;
  Arena *arena;
} Namer;

#define say(namer, code, ...) words_say ((namer)->words, (namer)->arena, WORD_##code, __VA_ARGS__)
#define plain(namer, code) words_fill ((namer)->words, WORD_##code, &(WordArgs){0}, (namer)->arena)

static Span
dns_admin (const Namer *namer) {
  Span domain = namer->evidence->from.domain;
  return domain.len ? say (namer, ACTOR_DNS_ADMIN_OF, .domain = domain)
                    : plain (namer, ACTOR_DNS_ADMIN);
}

static Span
institution (const Namer *namer) {
  Span platform = namer->evidence->sender_profile.title;
  return platform.len ? say (namer, ACTOR_INSTITUTION_AT, .platform = platform)
                      : plain (namer, ACTOR_INSTITUTION);
}

/* A list people post to changes what passes through it; else whoever the trace fields name. */
static Span
forwarder (const Namer *namer) {
  const Path *path = &namer->evidence->path;
  if (path->list_posts_to.len)
    return say (namer, ACTOR_LIST, .domain = path->list_posts_to);
  Span domain = span_or (path->forwarder, path->relay);
  return domain.len ? say (namer, ACTOR_FORWARDER_NAMED, .domain = domain)
                    : plain (namer, ACTOR_FORWARDER);
}

static Span
receiver (const Namer *namer) {
  const ReceiverRecord *record = &namer->evidence->receiver;
  Span name = span_or (record->title, span_or (record->organizational_domain, record->host));
  return name.len ? say (namer, ACTOR_RECEIVER_NAMED, .receiver = name)
                  : plain (namer, ACTOR_RECEIVER);
}

Span
actor_name (const Evidence *evidence, Span fix_by, const Words *words, Arena *arena) {
  const Namer namer = {evidence, words, arena};
  if (actor_is (fix_by, ACTOR_DNS_ADMIN))
    return dns_admin (&namer);
  if (actor_is (fix_by, ACTOR_SENDER))
    return span_or (evidence->sender_profile.title, plain (&namer, ACTOR_PLATFORM));
  if (actor_is (fix_by, ACTOR_INSTITUTION))
    return institution (&namer);
  if (actor_is (fix_by, ACTOR_FORWARDER))
    return forwarder (&namer);
  if (actor_is (fix_by, ACTOR_RECEIVER))
    return receiver (&namer);
  if (actor_is (fix_by, ACTOR_RECIPIENT_ADMIN))
    return plain (&namer, ACTOR_RECIPIENT_ADMIN);
  return plain (&namer, ACTOR_ANYONE);
}
