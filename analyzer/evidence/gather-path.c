/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The way the message took, as its trace fields tell it: time, forwarders, lists, a host before the
 * receiver that looked at it already, and the chain of ARC sets. Facts only; what they mean is for
 * the rules. */
#include "evidence/gather.h"

#include "base/vocabulary.h"
#include "evidence/alignment.h"
#include "syntax/domain.h"

/* ---- time -------------------------------------------------------------------------------------
 */

/* Clocks of mail servers are often a few seconds apart; more than this and one of them is wrong. */
#define CLOCK_TOLERANCE 60

static void
note_slowest (Path *path, const ReceivedHop *hop) {
  if (hop->delay_seconds.value <= path->slowest_seconds.value && path->slowest_seconds.set)
    return;
  path->slowest_seconds = hop->delay_seconds;
  path->slowest_by = hop->by;
}

static void
derive_time (Evidence *evidence) {
  Path *path = &evidence->path;
  const ReceivedHop *first = NULL, *last = NULL;
  path->hops = number_of (evidence->received.n);
  path->clock_backwards = FLAG_FALSE;
  for (guint i = 0; i < evidence->received.n; i++) {
    const ReceivedHop *hop = vec_at (&evidence->received, ReceivedHop, i);
    if (hop->date.set) {
      last = last ? last : hop;
      first = hop;
    }
    if (hop->delay_seconds.set) {
      note_slowest (path, hop);
      if (hop->delay_seconds.value < -CLOCK_TOLERANCE)
        path->clock_backwards = FLAG_TRUE;
    }
  }
  if (first && first != last)
    path->seconds = number_of (last->date.seconds - first->date.seconds);
}

static const ReceivedHop *
border_hop (const Evidence *evidence, guint *ret_index) {
  for (guint i = 0; i < evidence->received.n; i++) {
    const ReceivedHop *hop = vec_at (&evidence->received, ReceivedHop, i);
    if (hop->border == FLAG_TRUE) {
      *ret_index = i;
      return hop;
    }
  }
  return NULL;
}

static void
derive_border (Evidence *evidence) {
  guint index;
  Path *path = &evidence->path;
  const ReceivedHop *hop = border_hop (evidence, &index);
  if (hop == NULL)
    return;
  path->client_address = hop->address;
  path->client_name = span_is_null (hop->reverse_name) ? hop->helo : hop->reverse_name;
  path->tls = hop->tls;
  path->date = hop->date;
}

/* ---- forwarders -------------------------------------------------------------------------------
 */

/* Cuts up to the next '=' off `*rest`. */
static Span
next_part (Span *rest) {
  gssize equals = span_index (*rest, '=');
  Span part = equals < 0 ? *rest : span_first (*rest, (gsize)equals);
  *rest = equals < 0 ? SPAN_NULL : span_skip (*rest, (gsize)equals + 1);
  return part;
}

/* Some rewrite on the way to their own mailboxes. */
static bool
is_receivers_own (const Evidence *evidence, Arena *arena) {
  return domain_same_organization (evidence->return_path.domain, evidence->receiver.host, arena);
}

/* SRS0=HASH=TT=domain=local@forwarder; SRS1=HASH=forwarder==HASH=TT=domain=local@forwarder. The
 * character behind SRS0 and SRS1 may be '+' or '-' as well. */
static void
derive_srs (Evidence *evidence, Arena *arena) {
  Path *path = &evidence->path;
  Span rest = evidence->return_path.address, domain;
  if (rest.len && rest.data[0] == '"')
    rest = span_skip (rest, 1);
  bool again = span_starts_with_nocase (rest, SPAN ("SRS1"));
  if (!again && !span_starts_with_nocase (rest, SPAN ("SRS0")))
    return;
  rest = span_skip (rest, strlen ("SRS0="));
  if (again) {
    next_part (&rest);
    next_part (&rest);
    rest = span_skip (rest, 1);
  }
  next_part (&rest);
  next_part (&rest);
  if (!domain_normalize (next_part (&rest), arena, &domain) || span_is_null (rest))
    return;
  path->original_return_path_domain = domain;
  if (is_receivers_own (evidence, arena))
    return;
  path->forwarder = evidence->return_path.domain;
  path->forwarder_sign = SPAN ("srs");
}

/* Exchange Online's rewriting: bounces+SRS=HASH=TT@tenant. It keeps no domain of the sender.
 * Gmail's forwarding: user+caf_=there=example.org@gmail.com. */
static void
derive_rewritten (Evidence *evidence) {
  Path *path = &evidence->path;
  Span address = evidence->return_path.address;
  if (!span_is_null (path->forwarder) ||
      (!span_starts_with_nocase (address, SPAN ("bounces+SRS=")) &&
       span_find_nocase (address, SPAN ("+caf_=")) < 0))
    return;
  path->forwarder = evidence->return_path.domain;
  path->forwarder_sign = SPAN ("srs");
}

static const HeaderField *
kept_field (const Evidence *evidence, const char *name, guint n) {
  for (guint i = 0; i < evidence->header_fields.n; i++) {
    const HeaderField *field = vec_at (&evidence->header_fields, HeaderField, i);
    if (span_equal_nocase (field->name, span_from_string (name)) && n-- == 0)
      return field;
  }
  return NULL;
}

/* The domain of the last address in a value that may hold several. */
static Span
domain_in (const HeaderField *field, Arena *arena) {
  Span value = span_trim (field->value);
  gssize space = span_last_index (value, ' ');
  return address_domain (space < 0 ? value : span_skip (value, (gsize)space + 1), arena);
}

static void
set_forwarder (Path *path, Span domain, const char *sign) {
  if (span_is_null (domain) || !span_is_null (path->forwarder))
    return;
  path->forwarder = domain;
  path->forwarder_sign = span_from_string (sign);
}

/* Topmost first: the mailbox it lies in, then the ones it was delivered to before. */
static void
derive_delivered_to (Evidence *evidence, Arena *arena) {
  Span last = SPAN_NULL;
  const HeaderField *field;
  gint64 different = 0;
  for (guint n = 0; n < 16 && (field = kept_field (evidence, "Delivered-To", n)) != NULL; n++) {
    Span value = span_trim (field->value);
    if (span_is_null (last) || !span_equal_nocase (last, value))
      different++;
    if (different > 1)
      set_forwarder (&evidence->path, domain_in (field, arena), "delivered-to");
    last = value;
  }
  evidence->path.mailboxes = number_of (different);
}

/* "with ESMTPSA": the client logged in (RFC 3848), so it is the author's, and hands in what is new.
 */
static bool
is_submission (const ReceivedHop *hop) {
  return span_ends_with_nocase (hop->with, SPAN ("SMTPA")) ||
         span_ends_with_nocase (hop->with, SPAN ("SMTPSA"));
}

static Span
for_address (const ReceivedHop *hop) {
  return span_trim (hop->for_);
}

/* Taken in for another address than the final receiver's, or by a mail server of the recipient's
 * that is not the final receiver's. */
static bool
is_taken_for_another (const Evidence *evidence, const ReceivedHop *border, const ReceivedHop *hop,
                      Arena *arena) {
  Span wanted = for_address (hop), by;
  if (wanted.len == 0 || is_submission (hop) || !domain_normalize (hop->by, arena, &by) ||
      domain_same_organization (by, evidence->receiver.host, arena) ||
      domain_same_organization (by, evidence->from.domain, arena))
    return false;
  Span final = for_address (border);
  bool own = domain_same_organization (by, address_domain (wanted, arena), arena);
  return final.len ? own && !span_equal_nocase (final, wanted) : own;
}

static void
derive_received_for (Evidence *evidence, Arena *arena) {
  const ReceivedHop *border = NULL;
  for (guint i = 0; i < evidence->received.n; i++) {
    const ReceivedHop *hop = vec_at (&evidence->received, ReceivedHop, i);
    Span by;
    if (hop->border == FLAG_TRUE)
      border = hop;
    else if (border && is_taken_for_another (evidence, border, hop, arena) &&
             domain_normalize (hop->by, arena, &by))
      set_forwarder (&evidence->path, domain_organizational (by, arena), "received-for");
  }
}

static void
derive_forwarder (Evidence *evidence, Arena *arena) {
  static const struct {
    const char *field, *sign;
  } signs[] = {{"X-Forwarded-For", "x-forwarded"},
               {"X-Forwarded-To", "x-forwarded"},
               {"Resent-From", "resent"}};
  derive_srs (evidence, arena);
  derive_rewritten (evidence);
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++) {
    const HeaderField *field = kept_field (evidence, signs[i].field, 0);
    if (field)
      set_forwarder (&evidence->path, domain_in (field, arena), signs[i].sign);
  }
  derive_delivered_to (evidence, arena);
  derive_received_for (evidence, arena);
}

/* ---- mailing lists ----------------------------------------------------------------------------
 */

/* "Friends <friends.lists.example>": what stands in angle brackets, or all of it (RFC 2919 §3). */
static Span
list_id_domain (Span list_id, Arena *arena) {
  Span domain;
  gssize open = span_last_index (list_id, '<');
  Span id = open < 0 ? list_id : span_skip (list_id, (gsize)open + 1);
  gssize close = span_index (id, '>');
  return domain_normalize (close < 0 ? id : span_first (id, (gsize)close), arena, &domain)
             ? domain
             : SPAN_NULL;
}

/* "<mailto:list@lists.example?subject=x>" (RFC 2369 §3.4). "NO" is a list nobody may post to. */
static Span
list_post_domain (Span list_post, Arena *arena) {
  gssize mailto = span_find_nocase (list_post, SPAN ("mailto:"));
  if (mailto < 0)
    return SPAN_NULL;
  Span address = span_skip (list_post, (gsize)mailto + 7);
  gsize end = 0;
  while (end < address.len && !is_any_of (address.data[end], ">?, \t\r\n"))
    end++;
  return address_domain (span_first (address, end), arena);
}

/* ezmlm writes no List-Post: "contact friends-help@lists.example; run by ezmlm". */
static Span
ezmlm_domain (const HeaderField *field, Arena *arena) {
  static const Span contact = SPAN ("contact ");
  if (field == NULL || !span_starts_with_nocase (span_trim (field->value), contact))
    return SPAN_NULL;
  Span address = span_skip (span_trim (field->value), contact.len);
  gssize end = span_index (address, ';');
  return address_domain (span_trim (end < 0 ? address : span_first (address, (gsize)end)), arena);
}

/* "X-Mailing-List: friends@lists.example": majordomo and its successors, where no List-Post is. */
static Span
majordomo_domain (const HeaderField *field, Arena *arena) {
  if (field == NULL || span_index (field->value, '@') <= 0)
    return SPAN_NULL;
  gsize len = 0;
  Span address = span_trim (field->value);
  while (len < address.len && !is_wsp (address.data[len]))
    len++;
  return address_domain (span_first (address, len), arena);
}

static void
derive_list (Evidence *evidence, Arena *arena) {
  Path *path = &evidence->path;
  const HeaderFacts *facts = &evidence->message;
  path->list_posts_to = list_post_domain (facts->list_post, arena);
  if (span_is_null (path->list_posts_to))
    path->list_posts_to = ezmlm_domain (kept_field (evidence, "Mailing-List", 0), arena);
  if (span_is_null (path->list_posts_to))
    path->list_posts_to = majordomo_domain (kept_field (evidence, "X-Mailing-List", 0), arena);
  if (!span_is_null (facts->list_id))
    path->list = list_id_domain (facts->list_id, arena);
  if (span_is_null (path->list))
    path->list = path->list_posts_to;
}

/* ---- a host before the receiver ---------------------------------------------------------------
 */

static Span
result_of (const AuthenticationResultsRecord *record, Span method) {
  for (guint i = 0; i < record->results.n; i++) {
    const AuthResult *result = vec_at (&record->results, AuthResult, i);
    if (span_equal_nocase (result->method, method))
      return result->result;
  }
  return SPAN_NULL;
}

/* Believed by nobody, but of the host the receiver took the message from. */
static bool
is_of_client (const Evidence *evidence, const AuthenticationResultsRecord *record, Arena *arena) {
  Span id;
  return record->trusted != FLAG_TRUE && domain_normalize (record->authserv_id, arena, &id) &&
         domain_same_organization (id, evidence->path.client_name, arena) &&
         !domain_same_organization (id, evidence->receiver.host, arena);
}

static void
keep_first (Span *slot, Span value) {
  if (span_is_null (*slot))
    *slot = value;
}

static void
derive_relay (Evidence *evidence, Arena *arena) {
  Path *path = &evidence->path;
  Span client;
  if (!domain_normalize (path->client_name, arena, &client))
    return;
  path->client_name = client;
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    if (!is_of_client (evidence, record, arena))
      continue;
    path->relay = domain_organizational (client, arena);
    keep_first (&path->relay_spf, result_of (record, method_word (METHOD_SPF)));
    keep_first (&path->relay_dkim, result_of (record, method_word (METHOD_DKIM)));
    keep_first (&path->relay_dmarc, result_of (record, method_word (METHOD_DMARC)));
  }
}

/* Was it this message's envelope sender whose SPF passed at the gateway? */
static bool
is_envelope_domain (const Evidence *evidence, Span domain) {
  if (span_is_null (domain))
    return false;
  for (guint i = 0; i < evidence->spf.n; i++) {
    const SpfRecord *spf = vec_at (&evidence->spf, SpfRecord, i);
    if (spf->trusted == FLAG_TRUE && span_equal (spf->domain, domain))
      return true;
  }
  return span_equal (evidence->return_path.domain, domain);
}

static Span
mail_from_domain (const AuthResult *result, Arena *arena) {
  for (guint i = 0; i < result->properties.n; i++) {
    const AuthProperty *property = vec_at (&result->properties, AuthProperty, i);
    Span domain;
    if (span_is_nocase (property->property, "mailfrom") &&
        domain_normalize (
            span_skip (property->value, (gsize)(span_last_index (property->value, '@') + 1)), arena,
            &domain))
      return domain;
  }
  return SPAN_NULL;
}

/* "header.i=@b.example", "header.d=b.example" */
static bool
is_author_domain (const Evidence *evidence, const AuthResult *result, Arena *arena) {
  for (guint i = 0; i < result->properties.n; i++) {
    const AuthProperty *property = vec_at (&result->properties, AuthProperty, i);
    Span domain, value = property->value;
    if ((span_is_nocase (property->property, "d") || span_is_nocase (property->property, "i")) &&
        domain_normalize (span_skip (value, (gsize)(span_last_index (value, '@') + 1)), arena,
                          &domain))
      return domain_same_organization (domain, evidence->from.domain, arena);
  }
  return false;
}

/* What a gateway that kept its results saw, and nobody can have seen behind it. */
static bool
fits_gateway (const Evidence *evidence, const AuthenticationResultsRecord *record,
              const AuthResult *result, Arena *arena) {
  if (!result_is (result->result, RESULT_PASS))
    return false;
  if (method_is_nocase (result->method, METHOD_SPF))
    return is_envelope_domain (evidence, mail_from_domain (result, arena));
  return method_is_nocase (result->method, METHOD_DKIM) && is_of_client (evidence, record, arena) &&
         is_author_domain (evidence, result, arena);
}

static void
derive_gateway (Evidence *evidence, Arena *arena) {
  evidence->path.gateway_spf_fits = FLAG_FALSE;
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    if (!span_is_nocase (record->field, "Authentication-Results-Original"))
      continue;
    for (guint k = 0; k < record->results.n; k++)
      if (fits_gateway (evidence, record, vec_at (&record->results, AuthResult, k), arena))
        evidence->path.gateway_spf_fits = FLAG_TRUE;
  }
}

/* ---- ARC --------------------------------------------------------------------------------------
 */

/* RFC 8617 §5.2: instances 1 to n, each set whole, cv=none in the first and cv=pass in all others.
 * Highest instance first. */
static Span
state_as_written (const Vec *sets) {
  for (guint i = 0; i < sets->n; i++)
    if (result_is (vec_at (sets, ArcSet, i)->cv, RESULT_FAIL))
      return chain_state_word (CHAIN_FAILED);
  for (guint i = 0; i < sets->n; i++) {
    const ArcSet *set = vec_at (sets, ArcSet, i);
    gint64 expected = (gint64)sets->n - i;
    Result cv = expected == 1 ? RESULT_NONE : RESULT_PASS;
    if (set->instance.value != expected || set->complete != FLAG_TRUE || !result_is (set->cv, cv))
      return chain_state_word (CHAIN_BROKEN);
  }
  return chain_state_word (CHAIN_INTACT);
}

static Span
arc_result_of (const ArcSet *set, Method method) {
  for (guint i = 0; i < set->results.n; i++) {
    const AuthResult *result = vec_at (&set->results, AuthResult, i);
    if (method_is_nocase (result->method, method))
      return result->result;
  }
  return SPAN_NULL;
}

static Span
signing_domain_of (const AuthResult *result, Arena *arena) {
  Span domain, said = auth_result_property (result, SPAN ("header"), SPAN ("d"));
  if (span_is_empty (said))
    return address_domain (auth_result_property (result, SPAN ("header"), SPAN ("i")), arena);
  return domain_normalize (said, arena, &domain) ? domain : SPAN_NULL;
}

/* The same signature: by d= and, where it is given, s=. */
static bool
is_of_signature (const AuthResult *result, const DkimSignatureRecord *signature, Arena *arena) {
  Span selector = auth_result_property (result, SPAN ("header"), SPAN ("s"));
  Span domain = signing_domain_of (result, arena);
  if (span_is_null (domain) || !span_equal (domain, signature->domain))
    return false;
  return span_is_empty (selector) || span_equal_nocase (selector, signature->selector);
}

/* What the sealer saw of a signature that the message has: a pass of a domain that did not sign it,
 * or whose signature is gone, cannot be compared with what the receiver saw. */
static Span
arc_dkim_of_signatures (const Evidence *evidence, const ArcSet *set, Arena *arena) {
  for (guint i = 0; i < set->results.n; i++) {
    const AuthResult *result = vec_at (&set->results, AuthResult, i);
    if (!method_is_nocase (result->method, METHOD_DKIM))
      continue;
    for (guint k = 0; k < evidence->dkim_signatures.n; k++)
      if (is_of_signature (result, vec_at (&evidence->dkim_signatures, DkimSignatureRecord, k),
                           arena))
        return result->result;
  }
  return SPAN_NULL;
}

static Span
believed_arc_result (const Evidence *evidence) {
  for (guint i = 0; i < evidence->authentication_results.n; i++) {
    const AuthenticationResultsRecord *record =
        vec_at (&evidence->authentication_results, AuthenticationResultsRecord, i);
    Span result = record->trusted == FLAG_TRUE ? result_of (record, other_method_word (METHOD_ARC))
                                               : SPAN_NULL;
    if (!span_is_null (result))
      return result;
  }
  return SPAN_NULL;
}

static void
derive_arc (Evidence *evidence, Arena *arena) {
  ArcChain *chain = &evidence->arc_chain;
  chain->receiver_result = believed_arc_result (evidence);
  chain->instances = number_of (evidence->arc.n);
  if (evidence->arc.n == 0)
    return;
  chain->state = state_as_written (&evidence->arc);
  for (guint i = 0; i < evidence->arc.n; i++) {
    ArcSet *set = vec_at (&evidence->arc, ArcSet, i);
    set->spf = arc_result_of (set, METHOD_SPF);
    set->dkim = arc_result_of (set, METHOD_DKIM);
    set->dmarc = arc_result_of (set, METHOD_DMARC);
  }
  const ArcSet *first = vec_at (&evidence->arc, ArcSet, evidence->arc.n - 1);
  chain->first_sealer = first->seal_domain;
  chain->last_sealer = vec_at (&evidence->arc, ArcSet, 0)->seal_domain;
  if (first->instance.value != 1)
    return;
  chain->first_spf = first->spf;
  chain->first_dkim = arc_dkim_of_signatures (evidence, first, arena);
  chain->first_dmarc = first->dmarc;
}

/* ---- signatures against the clock of the border -----------------------------------------------
 */

static void
derive_signature_times (Evidence *evidence) {
  const Date *arrival = &evidence->path.date;
  for (guint i = 0; arrival->set && i < evidence->dkim_signatures.n; i++) {
    DkimSignatureRecord *signature = vec_at (&evidence->dkim_signatures, DkimSignatureRecord, i);
    if (signature->expiration.set)
      signature->expired_on_arrival = flag_of (signature->expiration.seconds < arrival->seconds);
    if (!signature->time.set)
      continue;
    signature->age_seconds = number_of (arrival->seconds - signature->time.seconds);
    signature->from_the_future = flag_of (signature->age_seconds.value < -CLOCK_TOLERANCE);
  }
}

/* ---- contradictions ---------------------------------------------------------------------------
 */

/* Of a header that is all there: no signature that this result could mean. */
static void
derive_lost_signatures (Evidence *evidence) {
  for (guint i = 0; i < evidence->dkim.n; i++) {
    DkimRecord *dkim = vec_at (&evidence->dkim, DkimRecord, i);
    dkim->signature_missing =
        flag_of (evidence->received.n > 0 && !dkim->signature.set && !span_is_null (dkim->domain) &&
                 evidence->message.header_cut != FLAG_TRUE);
  }
}

void
evidence_derive_path (Evidence *evidence, Arena *arena) {
  evidence->path = (Path){0};
  evidence->arc_chain = (ArcChain){0};
  derive_time (evidence);
  derive_border (evidence);
  derive_forwarder (evidence, arena);
  derive_list (evidence, arena);
  derive_relay (evidence, arena);
  derive_gateway (evidence, arena);
  derive_arc (evidence, arena);
  derive_signature_times (evidence);
  derive_lost_signatures (evidence);
}
