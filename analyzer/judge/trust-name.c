/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whose name a field bears. */
#include <string.h>

#include "headers/authentication-results.h"
#include "judge/receivers.h"
#include "judge/trust-private.h"
#include "syntax/domain.h"

bool
name_is_own (const Judge *judge, Span authserv_id) {
  Span domain;
  if (!domain_normalize (authserv_id_host (authserv_id), judge->arena, &domain))
    return false;
  return receivers_same_organization (judge->rules, domain, judge->evidence->receiver.host,
                                      judge->arena);
}

/* The domain of the address in `<a@b.example>`. */
static bool
is_of_domain_in (const Judge *judge, Span address, Span authserv_id) {
  Span id, domain;
  gssize at = span_last_index (address, '@');
  if (at < 0 || !domain_normalize (authserv_id_host (authserv_id), judge->arena, &id))
    return false;
  address = span_skip (address, (gsize)at + 1);
  gssize end = span_index (address, '>');
  address = span_trim (end < 0 ? address : span_first (address, (gsize)end));
  return domain_normalize (address, judge->arena, &domain) &&
         domain_same_organization (id, domain, judge->arena);
}

bool
name_is_hosted (const Judge *judge, Span authserv_id) {
  return judge->border && is_of_domain_in (judge, judge->border->for_, authserv_id);
}

bool
name_is_delivered_to (const Judge *judge, Span authserv_id) {
  const Vec *fields = &judge->message->fields;
  for (gint64 i = 0; judge->border && i < judge->border->header_index.value && i < fields->n; i++) {
    const Field *field = vec_at (fields, Field, i);
    if (span_equal_nocase (field->name, SPAN ("Delivered-To")))
      return is_of_domain_in (judge, field->value, authserv_id);
  }
  return false;
}

bool
name_is_by_option (const Judge *judge, Span authserv_id) {
  Span domain;
  if (judge->options == NULL || span_is_null (authserv_id))
    return false;
  bool is_domain = domain_normalize (authserv_id, judge->arena, &domain);
  for (guint i = 0; i < judge->options->n_ids; i++) {
    Span id = judge->options->ids[i];
    if (span_equal_nocase (id, authserv_id))
      return true;
    if (is_domain && id.len > 1 && id.data[0] == '@' &&
        domain_is_under (domain, arena_dup_lower (judge->arena, span_skip (id, 1))))
      return true;
  }
  return false;
}

bool
name_is_foreign (const Judge *judge, Span reporter) {
  Span domain;
  Span host = judge->evidence->receiver.host;
  return !span_is_null (host) && domain_normalize (reporter, judge->arena, &domain) &&
         span_index (domain, '.') >= 0 &&
         !receivers_same_organization (judge->rules, domain, host, judge->arena);
}

/* A header field by which software is known can be the sender's. */
bool
name_surely_writes_below (const Judge *judge) {
  const ReceiverRecord *receiver = &judge->evidence->receiver;
  return receiver->known_by_host && (writes_is (receiver->writes, WRITES_BELOW) ||
                                     writes_is (receiver->writes, WRITES_BEHIND));
}

bool
name_has_known_place (const Judge *judge) {
  const ReceiverRecord *receiver = &judge->evidence->receiver;
  return receiver->known_by_host && !writes_is (receiver->writes, WRITES_END) &&
         (!span_is_null (receiver->writes) || receiver->always_writes.n > 0);
}

bool
name_can_be_typed (Span id) {
  for (gsize i = 0; i < id.len; i++)
    if (!g_ascii_isalnum (id.data[i]) && memchr (".-_", id.data[i], 3) == NULL)
      return false;
  return id.len > 0 && id.len <= 253 && g_ascii_isalnum (id.data[0]);
}
