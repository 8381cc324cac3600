/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdint.h>

#include "verify/dkim-verify.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Every name has the RSA key of RFC 8463's example, so that signatures get as far as they can. */
#define KEY                                                                                        \
  "v=DKIM1; k=rsa; "                                                                               \
  "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/"   \
  "J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2" \
  "EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB"

static DnsStatus
look_up (gpointer backend, Span name, DnsType type, gint64 deadline, Arena *arena, Vec *ret) {
  (void)backend, (void)deadline;
  ResourceRecord *record = vec_push (arena, ret, ResourceRecord);
  *record = (ResourceRecord){.name = name, .type = type, .value = SPAN (KEY)};
  return DNS_FOUND;
}

static void
check (const DkimVerification *verified) {
  g_assert_true (verified->edits.n <= 2);
  g_assert_true (verified->edits.n == 0 || verified->header == DKIM_PART_DIFFERS);
  g_assert_true (!dkim_verification_passes (verified) ||
                 verified->body_change.kind == BODY_CHANGE_NONE);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size) {
  static MessageReader *reader;
  if (reader == NULL) {
    message_init ();
    reader = message_reader_new ();
  }
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (Resolver) resolver = resolver_new (look_up, NULL, NULL);
  Defects defects;
  Message message;
  defects_init (&defects, arena);
  message_read_gmime (reader, span_of ((const char *)data, size), arena, &message, &defects);
  BodySearch search;
  body_search_start (&search, 2);
  for (guint i = 0; i < 2; i++) {
    const Field *field = message_field (&message, SPAN ("DKIM-Signature"), i);
    DkimSignature signature;
    DkimVerification verified;
    if (field == NULL || !dkim_signature_parse (field->value, arena, &signature, NULL))
      continue;
    dkim_verify (&message, field, &signature, &search, resolver, arena, &verified);
    check (&verified);
  }
  return 0;
}
