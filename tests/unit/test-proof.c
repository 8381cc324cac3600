/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From a message to what is proved of it; the message is the example of RFC 8463, appendix A.3. */
#include <string.h>

#include "evidence/gather.h"
#include "verify/proof.h"
#include "verify/whole-body.h"

#define RFC8463                                                    \
  "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\n"    \
  " d=football.example.com; i=@football.example.com;\n"            \
  " q=dns/txt; s=brisbane; t=1528637909; h=from : to :\n"          \
  " subject : date : message-id : from : subject : date;\n"        \
  " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\n"            \
  " b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\n"  \
  " Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\n"                            \
  "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\n"        \
  " d=football.example.com; i=@football.example.com;\n"            \
  " q=dns/txt; s=test; t=1528637909; h=from : to : subject :\n"    \
  " date : message-id : from : subject : date;\n"                  \
  " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\n"            \
  " b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3\n"  \
  " DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz\n"  \
  " dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=\n"  \
  "From: Joe SixPack <joe@football.example.com>\n"                 \
  "To: Suzie Q <suzie@shopping.example.net>\n"                     \
  "Subject: Is dinner ready?\n"                                    \
  "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\n"                  \
  "Message-ID: <20030712040037.46341.5F8J@football.example.com>\n" \
  "\n"                                                             \
  "Hi.\n"                                                          \
  "\n"                                                             \
  "We lost the game.  Are you hungry yet?\n"                       \
  "\n"                                                             \
  "Joe.\n"                                                         \
  "\n"

#define TRACE                                                                  \
  "Received-SPF: softfail (mx.receiver.example: domain) client-ip=192.0.2.9; " \
  "envelope-from=joe@football.example.com\n"

#define ZONE                                                           \
  "$ORIGIN football.example.com.\n"                                    \
  "brisbane._domainkey TXT \"v=DKIM1; k=ed25519; "                     \
  "p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n"                 \
  "test._domainkey TXT \"v=DKIM1; k=rsa; p=\"\n"                       \
  "@ TXT \"v=spf1 ip4:192.0.2.9 include:spf.platform.example -all\"\n" \
  "_dmarc.example.com. TXT \"v=DMARC1; p=reject; sp=none; aspf=s\"\n"  \
  "example.com. A 192.0.2.1\n"

typedef struct {
  Arena *arena;
  MessageReader *reader;
  Defects defects;
  Message message;
  Evidence evidence;
} Mail;

static void
mail_open (Mail *mail, const char *text) {
  *mail = (Mail){.arena = arena_new (), .reader = message_reader_new ()};
  defects_init (&mail->defects, mail->arena);
  message_read_gmime (mail->reader, span_from_string (text), mail->arena, &mail->message,
                      &mail->defects);
  evidence_gather (&mail->message, mail->reader, mail->arena, &mail->evidence, &mail->defects);
}

static void
mail_close (Mail *mail) {
  message_reader_free (mail->reader);
  arena_free (mail->arena);
}

static bool
is (Span text, const char *word) {
  return span_equal (text, span_from_string (word)) && span_is_null (text) == (word == NULL);
}

static void
test_bytes_only (void) {
  Mail mail;
  Proof proof;
  mail_open (&mail, RFC8463 "footer\n");
  proof_find (&mail.message, &mail.evidence, NULL, mail.arena, &proof);
  g_assert_cmpuint (proof.signature_checks.n, ==, 2);
  for (guint i = 0; i < 2; i++) {
    const SignatureCheck *check = vec_at (&proof.signature_checks, SignatureCheck, i);
    g_assert_true (is (check->body, "differs") && is (check->body_change, "lines-appended"));
    g_assert_cmpint (check->added_lines.value, ==, 1);
    g_assert_true (is (*vec_at (&check->added, Span, 0), "footer\n"));
    g_assert_true (is (check->header, NULL) && is (check->key_name, NULL));
    g_assert_cmpint (check->passes, ==, FLAG_UNKNOWN);
  }
  g_assert_true (proof.spf == NULL && proof.dmarc == NULL);
  mail_close (&mail);
}

static void
test_with_dns (void) {
  g_autoptr (Resolver) resolver = resolver_new_zone_text (SPAN (ZONE));
  Mail mail;
  Proof proof;
  mail_open (&mail, TRACE RFC8463);
  proof_find (&mail.message, &mail.evidence, resolver, mail.arena, &proof);
  g_assert_cmpuint (proof.signature_checks.n, ==, 2);
  const SignatureCheck *ed25519 = vec_at (&proof.signature_checks, SignatureCheck, 0);
  const SignatureCheck *rsa = vec_at (&proof.signature_checks, SignatureCheck, 1);
  g_assert_true (is (ed25519->body, "fits") && is (ed25519->header, "fits"));
  g_assert_cmpint (ed25519->passes, ==, FLAG_TRUE);
  g_assert_true (is (rsa->body, "fits") && is (rsa->key_problem, "revoked"));
  g_assert_cmpint (rsa->passes, ==, FLAG_FALSE);
  g_assert_nonnull (proof.spf);
  g_assert_true (is (proof.spf->result, "pass") && is (proof.spf->mechanism, "ip4:192.0.2.9"));
  g_assert_cmpuint (proof.spf->not_reached.n, ==, 1);
  g_assert_nonnull (proof.dmarc);
  g_assert_true (is (proof.dmarc->policy_domain, "example.com") &&
                 is (proof.dmarc->policy, "none"));
  g_assert_cmpint (proof.dmarc->strict_spf, ==, FLAG_TRUE);
  mail_close (&mail);
}

/* Saved header fields say nothing of the body. */
static void
test_header_only (void) {
  g_autofree char *header = g_strndup (RFC8463, (gsize)(strstr (RFC8463, "\n\n") - RFC8463) + 2);
  Mail mail;
  Proof proof;
  mail_open (&mail, header);
  proof_find (&mail.message, &mail.evidence, NULL, mail.arena, &proof);
  g_assert_true (is (vec_at (&proof.signature_checks, SignatureCheck, 0)->body, NULL));
  mail_close (&mail);
}

/* Which signatures are of the whole body as it is: the numbers of those that are, "" for none. The
 * first place of `from` in the example is made `to`. */
static void
assert_whole (const char *from, const char *to, const char *behind, const char *expected) {
  const char *at = strstr (RFC8463, from);
  g_assert_nonnull (at);
  g_autofree char *text =
      g_strdup_printf ("%.*s%s%s%s", (int)(at - RFC8463), RFC8463, to, at + strlen (from), behind);
  Mail mail;
  mail_open (&mail, text);
  whole_body_find (&mail.message, &mail.evidence, mail.arena);
  g_autoptr (GString) found = g_string_new (NULL);
  for (guint i = 0; i < mail.evidence.signature_checks.n; i++) {
    const SignatureCheck *check = vec_at (&mail.evidence.signature_checks, SignatureCheck, i);
    const DkimSignatureRecord *signature =
        vec_at (&mail.evidence.dkim_signatures, DkimSignatureRecord, check->signature.value);
    g_string_append_printf (found, "%" G_GINT64_FORMAT, check->signature.value);
    g_assert_true (is (check->body, "fits"));
    g_assert_true (span_equal (check->domain, signature->domain) &&
                   span_equal (check->selector, signature->selector));
  }
  g_test_message ("%s -> %s", from, to);
  g_assert_cmpstr (found->str, ==, expected);
  mail_close (&mail);
}

/* RFC 6376 §3.7: over the whole body, in the form and with the hash that the signature names. */
static void
test_whole_body (void) {
  static const char body[] = "Hi.\r\n\r\nWe lost the game. Are you hungry yet?\r\n\r\nJoe.\r\n";
  guint8 digest[20];
  gsize size = sizeof digest;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);
  g_checksum_update (sum, (const guchar *)body, (gssize)strlen (body));
  g_checksum_get_digest (sum, digest, &size);
  g_autofree char *hash = g_base64_encode (digest, size);
  assert_whole ("Hi", "Hi", "", "01");
  assert_whole ("Hi.", "Hi. ", "\n\n", "01"); /* what relaxed canonicalization does not see */
  assert_whole ("Hi", "Ho", "", "");
  assert_whole ("Hi", "Hi", "footer\n", "");
  assert_whole ("q=dns/txt;", "l=10;", "", "1");
  assert_whole ("c=relaxed/relaxed", "c=relaxed/other", "", "1");
  assert_whole ("c=relaxed/relaxed", "c=relaxed/simple", "", "1");
  assert_whole ("bh=2jUS", "bh=3jUS", "", "1");
  assert_whole ("bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=", "bh=2jUS", "", "1");
  assert_whole ("bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=",
                "bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "", "1");
  assert_whole ("a=rsa-sha256", "a=rsa-sha1", "", "0");
  g_autofree char *sha1 = g_strdup_printf (
      "DKIM-Signature: v=1; a=rsa-sha1; c=relaxed/relaxed; d=b.example; s=s; h=from; "
      "bh=%s; b=AAAA\nDKIM-Signature:",
      hash);
  assert_whole ("DKIM-Signature:", sha1, "", "012");
}

/* Of a message whose body is blank nothing is said. */
static void
test_blank_body (void) {
  g_autofree char *header = g_strndup (RFC8463, (gsize)(strstr (RFC8463, "\n\n") - RFC8463) + 2);
  g_autoptr (GString) text = g_string_new (header);
  Mail mail;
  gsize at = (gsize)(strstr (text->str, "bh=") - text->str) + 3;
  g_string_erase (text, (gssize)at, 44);
  g_string_insert (text, (gssize)at, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  g_string_append (text, " \n\n");
  mail_open (&mail, text->str);
  whole_body_find (&mail.message, &mail.evidence, mail.arena);
  g_assert_cmpuint (mail.evidence.signature_checks.n, ==, 0);
  mail_close (&mail);
}

/* Which SPF result is asked again, of which address, as whom. */
static void
test_spf_again (void) {
  static const struct {
    Flag trusted;
    const char *identity, *domain, *address, *client_ip, *border;
    const char *result, *asked_ip; /* NULL: none is asked */
  } rows[] = {
      {FLAG_TRUE, "mailfrom", "football.example.com", NULL, "192.0.2.9", NULL, "pass", "192.0.2.9"},
      {FLAG_UNKNOWN, NULL, "football.example.com", NULL, "192.0.2.9", NULL, "pass", "192.0.2.9"},
      {FLAG_FALSE, "mailfrom", "football.example.com", NULL, "192.0.2.9", NULL, NULL, NULL},
      {FLAG_TRUE, "helo", "football.example.com", NULL, "192.0.2.9", NULL, NULL, NULL},
      {FLAG_TRUE, "mailfrom", NULL, NULL, "192.0.2.9", NULL, NULL, NULL},
      {FLAG_TRUE, "mailfrom", "football.example.com", NULL, NULL, NULL, NULL, NULL},
      {FLAG_TRUE, "mailfrom", "football.example.com", NULL, NULL, "192.0.2.9", "pass", "192.0.2.9"},
      {FLAG_TRUE, "mailfrom", "football.example.com", NULL, "192.0.2.8", "192.0.2.9", "fail",
       "192.0.2.8"},
      {FLAG_TRUE, "mailfrom", "football.example.com", "a@other.example", "192.0.2.9", NULL,
       "temperror", "192.0.2.9"},
  };
  g_autoptr (Resolver) resolver =
      resolver_new_zone_text (SPAN (ZONE "spf.platform.example. TXT \"v=spf1 -all\"\n"));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Mail mail;
    Proof proof;
    mail_open (&mail, RFC8463);
    *vec_push (mail.arena, &mail.evidence.spf, SpfRecord) =
        (SpfRecord){.trusted = rows[i].trusted,
                    .identity = span_from_string (rows[i].identity),
                    .domain = span_from_string (rows[i].domain),
                    .address = span_from_string (rows[i].address),
                    .client_ip = span_from_string (rows[i].client_ip)};
    *vec_push (mail.arena, &mail.evidence.received, ReceivedHop) =
        (ReceivedHop){.address = SPAN ("192.0.2.1")};
    *vec_push (mail.arena, &mail.evidence.received, ReceivedHop) =
        (ReceivedHop){.address = span_from_string (rows[i].border), .border = FLAG_TRUE};
    proof_find (&mail.message, &mail.evidence, resolver, mail.arena, &proof);
    g_test_message ("row %u", (guint)i);
    g_assert_true ((proof.spf != NULL) == (rows[i].result != NULL));
    if (proof.spf) {
      g_assert_true (is (proof.spf->result, rows[i].result));
      g_assert_true (is (proof.spf->client_ip, rows[i].asked_ip));
    }
    mail_close (&mail);
  }
}

/* What the DNS says of the author's domain. */
static void
test_dmarc_again (void) {
  static const struct {
    const char *record, *domain;
    const char *policy_domain, *policy;
    Flag strict_spf, strict_dkim, unknown;
  } rows[] = {
      {"v=DMARC1; p=reject; adkim=s", "museum.example", "museum.example", "reject", FLAG_FALSE,
       FLAG_TRUE, FLAG_FALSE},
      {"v=DMARC1; p=reject; sp=quarantine; aspf=s", "news.museum.example", "museum.example",
       "quarantine", FLAG_TRUE, FLAG_FALSE, FLAG_FALSE},
      {"nothing", "museum.example", NULL, NULL, FLAG_UNKNOWN, FLAG_UNKNOWN, FLAG_FALSE},
      {"v=DMARC1; p=none", "other.test", NULL, NULL, FLAG_UNKNOWN, FLAG_UNKNOWN, FLAG_TRUE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *zone = g_strdup_printf ("_dmarc.museum.example. TXT \"%s\"\n"
                                             "museum.example. A 192.0.2.1\n"
                                             "news.museum.example. A 192.0.2.1\n",
                                             rows[i].record);
    g_autoptr (Resolver) resolver = resolver_new_zone_text (span_from_string (zone));
    Mail mail;
    Proof proof;
    mail_open (&mail, RFC8463);
    mail.evidence.from.domain = span_from_string (rows[i].domain);
    proof_find (&mail.message, &mail.evidence, resolver, mail.arena, &proof);
    g_test_message ("row %u", (guint)i);
    g_assert_nonnull (proof.dmarc);
    g_assert_true (is (proof.dmarc->domain, rows[i].domain));
    g_assert_true (is (proof.dmarc->policy_domain, rows[i].policy_domain));
    g_assert_true (is (proof.dmarc->policy, rows[i].policy));
    g_assert_cmpint (proof.dmarc->strict_spf, ==, rows[i].strict_spf);
    g_assert_cmpint (proof.dmarc->strict_dkim, ==, rows[i].strict_dkim);
    g_assert_cmpint (proof.dmarc->unknown, ==, rows[i].unknown);
    mail_close (&mail);
  }
  Mail mail;
  Proof proof;
  g_autoptr (Resolver) resolver = resolver_new_zone_text (SPAN (ZONE));
  mail_open (&mail, RFC8463);
  mail.evidence.from.domain = SPAN_NULL;
  proof_find (&mail.message, &mail.evidence, resolver, mail.arena, &proof);
  g_assert_null (proof.dmarc);
  mail_close (&mail);
}

/* A record whose field is not there is not checked; one whose field is no signature is told so. */
static void
test_fields (void) {
  static const struct {
    gint64 more; /* than the last field has */
    bool set, checked;
  } rows[] = {{0, true, true}, {1, true, false}, {0, false, false}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Mail mail;
    Proof proof;
    mail_open (&mail, RFC8463);
    DkimSignatureRecord *record = vec_at (&mail.evidence.dkim_signatures, DkimSignatureRecord, 1);
    record->header_index =
        rows[i].set ? number_of ((gint64)mail.message.fields.n - 1 + rows[i].more) : NUMBER_NULL;
    proof_find (&mail.message, &mail.evidence, NULL, mail.arena, &proof);
    g_assert_cmpuint (proof.signature_checks.n, ==, rows[i].checked ? 2 : 1);
    g_assert_true (is (vec_at (&proof.signature_checks, SignatureCheck, 0)->problem, NULL));
    if (rows[i].checked)
      g_assert_true (is (vec_at (&proof.signature_checks, SignatureCheck, 1)->problem, "syntax"));
    mail_close (&mail);
  }
}

/* What a list's header changed: the first field's name, and how it was before. */
static void
test_changed_header (void) {
  g_autofree char *before = g_strdup (RFC8463);
  char *subject = strstr (before, "Subject: ") + 9;
  g_autofree char *text =
      g_strdup_printf ("%.*s[list] %s", (int)(subject - before), before, subject);
  g_autoptr (Resolver) resolver = resolver_new_zone_text (SPAN (ZONE));
  Mail mail;
  Proof proof;
  mail_open (&mail, text);
  proof_find (&mail.message, &mail.evidence, resolver, mail.arena, &proof);
  const SignatureCheck *check = vec_at (&proof.signature_checks, SignatureCheck, 0);
  g_assert_true (is (check->header, "differs") && is (check->header_edit, "prefix"));
  g_assert_true (is (check->header_before, "Is dinner ready?"));
  g_assert_cmpuint (check->changed_fields.n, ==, 1);
  g_assert_true (is (*vec_at (&check->changed_fields, Span, 0), "subject"));
  g_assert_cmpint (check->passes, ==, FLAG_FALSE);
  mail_close (&mail);
}

/* Lines that were put below are shown up to 1024 bytes; all are counted. */
static void
test_added_lines (void) {
  g_autoptr (GString) text = g_string_new (RFC8463);
  for (guint i = 0; i < 30; i++)
    g_string_append (text, "A footer that a list puts below each of its messages.\n");
  Mail mail;
  Proof proof;
  mail_open (&mail, text->str);
  proof_find (&mail.message, &mail.evidence, NULL, mail.arena, &proof);
  const SignatureCheck *check = vec_at (&proof.signature_checks, SignatureCheck, 0);
  g_assert_cmpint (check->added_lines.value, ==, 30);
  g_assert_cmpuint (vec_at (&check->added, Span, 0)->len, ==, 1024);
  g_assert_cmpint (check->from_quoted, ==, FLAG_FALSE);
  mail_close (&mail);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  message_init ();
  g_test_add_func ("/proof/bytes-only", test_bytes_only);
  g_test_add_func ("/proof/with-dns", test_with_dns);
  g_test_add_func ("/proof/header-only", test_header_only);
  g_test_add_func ("/proof/whole-body", test_whole_body);
  g_test_add_func ("/proof/blank-body", test_blank_body);
  g_test_add_func ("/proof/spf-again", test_spf_again);
  g_test_add_func ("/proof/dmarc-again", test_dmarc_again);
  g_test_add_func ("/proof/fields", test_fields);
  g_test_add_func ("/proof/changed-header", test_changed_header);
  g_test_add_func ("/proof/added-lines", test_added_lines);
  return g_test_run ();
}
