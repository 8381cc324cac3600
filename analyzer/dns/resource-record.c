/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ldns's records and names to ours. */
#include "dns/resolver-private.h"

#include <arpa/inet.h>

ldns_rdf *
dns_name_to_wire (Span name) {
  guint8 wire[LDNS_MAX_DOMAINLEN];
  gsize length = 0, start = 0;
  for (gsize i = 0; i <= name.len; i++) {
    if (i < name.len && name.data[i] != '.')
      continue;
    gsize label = i - start;
    if (label == 0 || label > LDNS_MAX_LABELLEN || length + label + 2 > sizeof wire)
      return NULL;
    wire[length++] = (guint8)label;
    memcpy (wire + length, name.data + start, label);
    length += label;
    start = i + 1;
  }
  wire[length++] = 0;
  return ldns_dname_new_frm_data ((uint16_t)length, wire);
}

/* A byte of a label that would read as something else in a name. */
static bool
needs_escape (guint8 c) {
  return c <= ' ' || c >= 0x7f || c == '.' || c == '\\';
}

Span
dns_name_from_wire (const ldns_rdf *name, Arena *arena) {
  g_autoptr (GString) text = g_string_sized_new (64);
  const guint8 *wire = ldns_rdf_data (name);
  gsize size = ldns_rdf_size (name);
  for (gsize at = 0; at < size && wire[at] > 0 && wire[at] <= LDNS_MAX_LABELLEN;) {
    gsize end = MIN (at + 1 + wire[at], size);
    if (text->len)
      g_string_append_c (text, '.');
    for (at++; at < end; at++) {
      if (needs_escape (wire[at]))
        g_string_append_printf (text, "\\%03u", wire[at]);
      else
        g_string_append_c (text, g_ascii_tolower ((char)wire[at]));
    }
  }
  return arena_dup (arena, span_of (text->str, text->len));
}

static Span
read_address (const ldns_rdf *data, int family, Arena *arena) {
  char text[INET6_ADDRSTRLEN];
  gsize size = family == AF_INET ? 4 : 16;
  if (ldns_rdf_size (data) != size || !inet_ntop (family, ldns_rdf_data (data), text, sizeof text))
    return SPAN_NULL;
  return arena_dup (arena, span_from_string (text));
}

/* Each string is a length byte and as many bytes (RFC 1035 §3.3.14). */
static bool
read_strings (const ldns_rr *rr, Arena *arena, ResourceRecord *ret) {
  g_autoptr (GString) joined = g_string_new (NULL);
  for (gsize i = 0; i < MIN (ldns_rr_rd_count (rr), (gsize)DNS_STRINGS_MAX); i++) {
    const ldns_rdf *data = ldns_rr_rdf (rr, i);
    gsize size = ldns_rdf_size (data);
    if (size == 0 || joined->len + size > DNS_TEXT_MAX)
      return false;
    Span string = span_of ((const char *)ldns_rdf_data (data) + 1, size - 1);
    *vec_push (arena, &ret->strings, Span) = arena_dup (arena, string);
    g_string_append_len (joined, string.data, (gssize)string.len);
  }
  ret->value = arena_dup (arena, span_of (joined->str, joined->len));
  return true;
}

static bool
read_mx (const ldns_rr *rr, Arena *arena, ResourceRecord *ret) {
  if (ldns_rr_rd_count (rr) < 2 || ldns_rdf_size (ldns_rr_rdf (rr, 0)) != 2)
    return false;
  ret->preference = ldns_rdf2native_int16 (ldns_rr_rdf (rr, 0));
  ret->value = dns_name_from_wire (ldns_rr_rdf (rr, 1), arena);
  return true;
}

static bool
read_data (const ldns_rr *rr, Arena *arena, ResourceRecord *ret) {
  const ldns_rdf *first = ldns_rr_rd_count (rr) ? ldns_rr_rdf (rr, 0) : NULL;
  if (ret->type == DNS_TXT)
    return read_strings (rr, arena, ret);
  if (first == NULL)
    return false;
  switch (ret->type) {
  case DNS_A:
    ret->value = read_address (first, AF_INET, arena);
    return !span_is_null (ret->value);
  case DNS_AAAA:
    ret->value = read_address (first, AF_INET6, arena);
    return !span_is_null (ret->value);
  case DNS_CNAME:
  case DNS_NS:
  case DNS_PTR:
    ret->value = dns_name_from_wire (first, arena);
    return true;
  case DNS_MX:
    return read_mx (rr, arena, ret);
  default:
    return true;
  }
}

bool
resource_record_read (const ldns_rr *rr, Arena *arena, ResourceRecord *ret) {
  *ret = (ResourceRecord){0};
  if (ldns_rr_get_class (rr) != LDNS_RR_CLASS_IN || ldns_rr_owner (rr) == NULL)
    return false;
  ret->type = ldns_rr_get_type (rr);
  ret->ttl = ldns_rr_ttl (rr);
  ret->name = dns_name_from_wire (ldns_rr_owner (rr), arena);
  return read_data (rr, arena, ret);
}
