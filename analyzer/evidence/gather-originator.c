/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From, Sender, Reply-To, Return-Path (RFC 5322 §3.6.2, §3.6.7). */
#include "evidence/gather-private.h"

#include "base/limits.h"
#include "syntax/angle-address.h"
#include "syntax/domain.h"

static bool
has_domain (const Vec *domains, Span domain) {
  for (guint i = 0; i < domains->n; i++)
    if (span_equal (*vec_at (domains, Span, i), domain))
      return true;
  return false;
}

static void
add_domain (Gather *gather, Span domain) {
  Vec *domains = &gather->evidence->from.domains;
  if (span_is_null (domain) || has_domain (domains, domain))
    return;
  *vec_push (gather->arena, domains, Span) = domain;
}

/* "info@museum.example" <x@other.example>: people see the first, DMARC evaluates the second. */
static Span
address_in_name (Gather *gather, Span name) {
  gssize at = span_index (name, '@');
  if (at < 0)
    return SPAN_NULL;
  gsize end = (gsize)at + 1;
  while (end < name.len && (g_ascii_isalnum (name.data[end]) || is_any_of (name.data[end], "-._") ||
                            (guchar)name.data[end] >= 0x80))
    end++;
  Span domain;
  Span text = span_of (name.data + at + 1, end - (gsize)at - 1);
  if (span_index (text, '.') < 0 || !domain_normalize (text, gather->arena, &domain))
    return SPAN_NULL;
  return domain;
}

static bool
has_any_domain (const Vec *addresses, Arena *arena) {
  for (guint i = 0; i < addresses->n; i++) {
    Span address = vec_at (addresses, Address, i)->address;
    if (!span_starts_with (address, SPAN ("\xE2\x80\xB9")) &&
        !span_is_null (address_domain (address, arena)))
      return true;
  }
  return false;
}

/* No address list, but mail programs show an address, and receivers evaluate it: "Shop [US]
 * <a@b.example>", "Shop; <a@b.example>". */
static void
recover_address (Gather *gather, const Field *field, Vec *addresses, guint *total) {
  Span address, before;
  if (has_any_domain (addresses, gather->arena) ||
      !angle_address_last (span_first (field->value, LIMIT_ADDRESS_FIELD), &address, &before) ||
      span_is_null (address_domain (address, gather->arena)))
    return;
  addresses->n = 0;
  *total = 1;
  *vec_push (gather->arena, addresses, Address) =
      (Address){.address = plain_text (gather, address),
                .display_name = message_decode_text (gather->reader, before, gather->arena)};
  defect_add (gather->defects, "from-no-address-list", field->value,
              "From is no list of addresses; the last address in angle brackets was taken.");
}

static void
read_from (Gather *gather, const Field *field) {
  FromRecord *from = &gather->evidence->from;
  Vec addresses = {0};
  guint total;
  gather->field = field;
  defects_enter (gather->defects, field->raw, number_of (field->index), number_of (field->line),
                 number_of ((gint64)field->offset));
  message_addresses (gather->reader, field->value, gather->arena, &addresses, &total,
                     gather->defects);
  recover_address (gather, field, &addresses, &total);
  from->count.value += total;
  for (guint i = 0; i < addresses.n; i++) {
    const Address *address = vec_at (&addresses, Address, i);
    Span domain = address_domain (address->address, gather->arena);
    if (span_is_null (domain))
      defect_add (gather->defects, "from-no-domain", SPAN_NULL,
                  "An address in From has no domain.");
    add_domain (gather, domain);
  }
  if (addresses.n && span_is_null (from->address)) {
    const Address *first = vec_at (&addresses, Address, 0);
    from->address = first->address;
    from->display_name = first->display_name;
    from->display_name_domain = address_in_name (gather, first->display_name);
  }
  defects_leave (gather->defects);
}

/* "tickets@[192.0.2.25]": an address literal (RFC 5321 §4.1.3) is a host's, too; "tickets@[hidden]"
 * is none. */
static Flag
is_of_host (const FromRecord *from) {
  gssize at = span_last_index (from->address, '@');
  if (from->domains.n > 1 || at < 0)
    return FLAG_FALSE;
  Span host = span_skip (from->address, (gsize)at + 1);
  bool literal = span_starts_with (host, SPAN ("[")) &&
                 (span_index (host, ':') > 0 || (host.len > 1 && g_ascii_isdigit (host.data[1])));
  return flag_of (literal || domain_is_host_name (from->domain));
}

void
gather_originator (Gather *gather) {
  FromRecord *from = &gather->evidence->from;
  const Field *field;
  guint n = 0;
  from->count = number_of (0);
  for (; (field = message_field (gather->message, SPAN ("From"), n)) != NULL; n++) {
    if (n == 0)
      from->place = place_of_field (field);
    if (n < LIMIT_TRACE_FIELDS / 16)
      read_from (gather, field);
  }
  from->fields = number_of (n);
  from->named_by_results = FLAG_FALSE;
  if (from->domains.n == 1)
    from->domain = *vec_at (&from->domains, Span, 0);
  if (!span_is_null (from->address))
    from->host_name = is_of_host (from);
}

void
gather_mailbox (Gather *gather, Mailbox *ret) {
  Vec addresses = {0};
  guint total;
  if (!span_is_null (ret->address))
    return;
  message_addresses (gather->reader, gather->field->value, gather->arena, &addresses, &total,
                     gather->defects);
  if (addresses.n == 0)
    return;
  ret->address = vec_at (&addresses, Address, 0)->address;
  ret->domain = address_domain (ret->address, gather->arena);
  ret->place = place_of_field (gather->field);
}

/* The path as RFC 5321 §4.1.2 writes it; the angle brackets are sometimes missing. */
void
gather_return_path (Gather *gather) {
  ReturnPath *path = &gather->evidence->return_path;
  if (path->header_index.set)
    return;
  path->place = place_of_field (gather->field);
  Span value = plain_text (gather, gather->field->value);
  gssize open = span_index (value, '<');
  gssize close = span_last_index (value, '>');
  if (open >= 0 && close > open)
    value = span_trim (span_of (value.data + open + 1, (gsize)(close - open - 1)));
  path->null_sender = flag_of (span_is_empty (value) && open >= 0);
  if (span_is_empty (value))
    return;
  path->address = value;
  path->domain = address_domain (value, gather->arena);
}
