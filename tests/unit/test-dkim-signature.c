/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "guarded.h"
#include "base/limits.h"
#include "headers/dkim-signature.h"
#include "syntax/date.h"

static Arena *arena;
static Defects defects;
static DkimSignature signature;

static void
assert_span (Span span, const char *expected) {
  g_autofree char *found = span.data ? g_strndup (span.data, span.len) : NULL;
  g_assert_cmpstr (found, ==, expected);
}

static bool
parse (const char *text) {
  arena_reset (arena);
  defects_init (&defects, arena);
  return dkim_signature_parse (span_guarded (text), arena, &signature, &defects);
}

static guint
count (const char *code) {
  guint n = 0;
  for (guint i = 0; i < defects.list.n; i++)
    n += span_equal (vec_at (&defects.list, Defect, i)->code, span_from_string (code));
  return n;
}

/* "v a b": names of missing tags. */
static void
assert_missing (const char *expected) {
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < signature.missing_tags.n; i++)
    g_string_append_printf (names, "%s%.*s", i ? " " : "",
                            SPAN_FORMAT (*vec_at (&signature.missing_tags, Span, i)));
  g_assert_cmpstr (names->str, ==, expected);
}

static void
assert_headers (const char *expected) {
  g_autoptr (GString) names = g_string_new (NULL);
  for (guint i = 0; i < signature.headers.n; i++)
    g_string_append_printf (names, "%s%.*s", i ? ":" : "",
                            SPAN_FORMAT (*vec_at (&signature.headers, Span, i)));
  g_assert_cmpstr (names->str, ==, expected);
}

static void
assert_date (Date date, const char *expected) {
  assert_span (date_format (&date, arena), expected);
}

/* A whole signature, to add to. */
#define WITHOUT_VERSION "a=rsa-sha256; d=example.com; s=sel; h=From:To; bh=AAAA; b=AAAA"
#define BASE "v=1; " WITHOUT_VERSION

/* RFC 8463 appendix A.3 */
static void
test_rfc8463_rsa (void) {
  g_assert_true (parse (" v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n"
                        " d=football.example.com; i=@football.example.com;\r\n"
                        " q=dns/txt; s=test; t=1528637909; h=from : to : subject :\r\n"
                        " date : message-id : from : subject : date;\r\n"
                        " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
                        " b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3\r\n"
                        " DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz\r\n"
                        " dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8="));
  assert_span (signature.version, "1");
  assert_span (signature.algorithm, "rsa-sha256");
  assert_span (signature.canonicalization, "relaxed/relaxed");
  assert_span (signature.domain, "football.example.com");
  assert_span (signature.selector, "test");
  assert_span (signature.identity, "@football.example.com");
  assert_span (signature.query, "dns/txt");
  assert_span (signature.body_hash, "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=");
  assert_headers ("from:to:subject:date:message-id:from:subject:date");
  g_assert_true (signature.signs_from);
  g_assert_cmpint (signature.key_bits.value, ==, 1024); /* the key of appendix A.1 */
  g_assert_cmpuint (signature.signature.len, ==, 172);
  assert_date (signature.time, "2018-06-10T13:38:29Z");
  g_assert_false (signature.expiration.set || signature.length.set);
  g_assert_false (signature.identity_outside || signature.selector_is_name || signature.empty_body);
  g_assert_cmpuint (defects.total, ==, 0);
}

static void
test_rfc8463_ed25519 (void) {
  g_assert_true (parse ("v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n d=football.example.com; "
                        "i=@football.example.com;\r\n q=dns/txt; s=brisbane; t=1528637909; h=from "
                        ": to :\r\n subject : date : message-id : from : subject : date;\r\n "
                        "bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n "
                        "b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n "
                        "Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw=="));
  assert_span (signature.algorithm, "ed25519-sha256");
  g_assert_cmpuint (signature.signature.len, ==, 88);
  g_assert_false (signature.key_bits.set);
  g_assert_cmpuint (defects.total, ==, 0);
}

/* A signature as documentation shows it: lines left out, a DNS name for selector. */
static void
test_shortened_sample (void) {
  g_assert_true (parse (" d=museum.example; i=@museum.example; a=rsa-sha256; "
                        "s=sel1-mus._domainkey.dkim.sender.example\n    ...\n"
                        "    bh=WTjrH3YovAOLmv02UPKrOs1RP8f44D+rDd/nVHKRB9s=;\n"
                        "    b=dYPEA8XsfrF9fFZzkHsj59zo7XnJkR2uXJ7QEvg6oWLmZJpzNfZe7DbLpK5PKhEH\n"
                        "    SS7wPy4xfGai2MYvlk/DmSfNjoCo/Hgbnv1hpY034ELNKtWQu9m0xGoBsMLof3cDu8J\n"
                        "    JV70p/IYLswI/4chWS9J3y6tVCj9r9Zi1xCwKhsw=\n    ..."));
  assert_missing ("v h");
  assert_span (signature.version, NULL);
  assert_span (signature.domain, "museum.example");
  assert_span (signature.identity, "@museum.example");
  assert_span (signature.algorithm, "rsa-sha256");
  assert_span (signature.selector, "sel1-mus._domainkey.dkim.sender.example");
  assert_span (signature.body_hash, "WTjrH3YovAOLmv02UPKrOs1RP8f44D+rDd/nVHKRB9s=");
  g_assert_cmpint (signature.key_bits.value, ==, 1024);
  g_assert_true (signature.selector_is_name);
  g_assert_false (signature.signs_from || signature.identity_outside || signature.empty_body);
  g_assert_cmpuint (signature.headers.n, ==, 0);
  assert_span (signature.canonicalization, "simple/simple");
}

static void
test_missing_tags (void) {
  g_assert_true (parse ("q=dns/txt"));
  assert_missing ("v a b bh d h s");
  g_assert_cmpuint (count ("dkim-tag-missing"), ==, 7);
  assert_span (signature.algorithm, NULL);
  assert_span (signature.signature, NULL);
  assert_span (signature.body_hash, NULL);
  assert_span (signature.domain, NULL);
  assert_span (signature.identity, NULL);
  g_assert_false (signature.key_bits.set);
  g_assert_true (parse (BASE));
  assert_missing ("");
  g_assert_cmpuint (defects.total, ==, 0);
}

static void
test_no_tags (void) {
  g_assert_false (parse (""));
  g_assert_false (parse ("rubbish"));
  g_assert_false (parse (";;"));
}

static void
test_version (void) {
  static const char *const bad[] = {"v=2; ", "v=0.5; ", "v=; ", "v=1.0; ", "v=8; "};
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *text = g_strconcat (bad[i], WITHOUT_VERSION, NULL);
    g_assert_true (parse (text));
    g_assert_cmpuint (count ("dkim-version"), ==, 1);
    assert_span (signature.domain, "example.com");
  }
}

static void
test_duplicate (void) {
  g_assert_true (parse (BASE "; d=other.example"));
  g_assert_true (signature.tags.duplicate);
  assert_span (signature.domain, "example.com");
  g_assert_cmpuint (count ("tag-duplicate"), ==, 1);
}

/* Which algorithms are good is the receivers' business. */
static void
test_algorithms (void) {
  static const char *const algorithms[] = {"rsa-sha1", "rsa-sha256", "ed25519-sha256", "x-new"};
  for (guint i = 0; i < G_N_ELEMENTS (algorithms); i++) {
    g_autofree char *text =
        g_strdup_printf ("v=1; a=%s; d=example.com; s=s; h=from; bh=AAAA; b=AAAA", algorithms[i]);
    g_assert_true (parse (text));
    assert_span (signature.algorithm, algorithms[i]);
    g_assert_cmpuint (defects.total, ==, 0);
  }
  parse ("a=RSA-SHA256");
  assert_span (signature.algorithm, "rsa-sha256");
}

/* RFC 6376 §3.5 c= */
static void
test_canonicalization (void) {
  static const char *const cases[][3] = {
      {"", "simple/simple", NULL},
      {"; c=relaxed", "relaxed/simple", NULL},
      {"; c=simple", "simple/simple", NULL},
      {"; c=relaxed/relaxed", "relaxed/relaxed", NULL},
      {"; c=simple/relaxed", "simple/relaxed", NULL},
      {"; c=Relaxed/Simple", "relaxed/simple", NULL},
      {"; c=nowsp", "nowsp/simple", "bad"},
      {"; c=relaxed/", "relaxed/", "bad"},
      {"; c=", "/simple", "bad"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = g_strconcat (BASE, cases[i][0], NULL);
    g_assert_true (parse (text));
    assert_span (signature.canonicalization, cases[i][1]);
    g_assert_cmpuint (count ("dkim-canonicalization"), ==, cases[i][2] ? 1 : 0);
  }
}

static void
assert_key_bits (const char *algorithm, gsize bytes, int expected) {
  g_autofree guchar *zeros = g_malloc0 (bytes);
  g_autofree char *base64 = g_base64_encode (zeros, bytes);
  g_autofree char *text = g_strdup_printf ("v=1; a=%s; b=%s", algorithm, base64);
  g_assert_true (parse (text));
  g_assert_true (signature.key_bits.set == (expected > 0));
  g_assert_cmpint (signature.key_bits.value, ==, expected);
}

/* RSA keys have 512, 768, 1024, 1280, 1536, 2048, 3072 or 4096 bits. 768 and 1536 are base64
 * without padding, and a longer signature cut after two or four lines of 64 characters looks the
 * same. 46 bytes is the shortest one could be (RFC 8017 section 9.2, SHA-1), 392 bits one that
 * somebody made up. */
static void
test_key_bits (void) {
  assert_key_bits ("rsa-sha256", 64, 512);
  assert_key_bits ("rsa-sha256", 80, 640);
  assert_key_bits ("RSA-sha256", 128, 1024);
  assert_key_bits ("rsa-sha1", 160, 1280);
  assert_key_bits ("rsa-sha256", 256, 2048);
  assert_key_bits ("rsa-sha256", 384, 3072);
  assert_key_bits ("rsa-sha256", 512, 4096);
  assert_key_bits ("rsa-sha256", 56, 0);
  assert_key_bits ("rsa-sha256", 46, 0);
  assert_key_bits ("rsa-sha256", 49, 0);
  assert_key_bits ("rsa-sha256", 257, 0);
  assert_key_bits ("rsa-sha256", 262, 0);
  assert_key_bits ("rsa-sha1", 96, 0);
  assert_key_bits ("rsa-sha256", 192, 0);
  assert_key_bits ("ed25519-sha256", 64, 0);
  assert_key_bits ("other", 128, 0);
}

static void
test_base64 (void) {
  static const char *const bad[] = {"AAA", "A===", "AA=A", "====", "AA*A", "", "3D=3D", "AAAA="};
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *text = g_strdup_printf ("a=rsa-sha256; b=%s", bad[i]);
    g_assert_true (parse (text));
    g_assert_cmpuint (count ("dkim-base64"), ==, 1);
    g_assert_false (signature.key_bits.set);
  }
  g_assert_true (parse ("a=rsa-sha256; b=A A\r\n\tA A\r\n  AA = ="));
  assert_span (signature.signature, "AAAAAA==");
  g_assert_false (signature.key_bits.set);
}

/* RFC 6376 §2.10: ALPHADIGITPS is letters, digits, "+" and "/". Each other byte is none, wherever
 * it stands; white space and ";" are no part of the value. */
static void
test_base64_bytes (void) {
  for (guint c = 1; c < 256; c++) {
    if (strchr (" \t\r\n;", (int)c))
      continue;
    for (gsize at = 0; at < 16; at += 5) {
      char text[] = "b=AAAAAAAAAAAAAAAA";
      text[2 + at] = (char)c;
      parse (text);
      bool good = g_ascii_isalnum ((char)c) || c == '+' || c == '/' || (c == '=' && at == 15);
      g_assert_cmpuint (count ("dkim-base64"), ==, good ? 0 : 1);
    }
  }
}

/* RFC 6376 §3.4.3, §3.4.4; the hashes are GLib's own of CRLF and of nothing. */
static void
test_empty_body (void) {
  static const GChecksumType types[] = {G_CHECKSUM_SHA1, G_CHECKSUM_SHA256};
  static const char *const bodies[] = {"", "\r\n", "Hi.\r\n"};
  for (guint i = 0; i < 6; i++) {
    guint8 digest[32];
    gsize len = sizeof digest;
    g_autoptr (GChecksum) checksum = g_checksum_new (types[i % 2]);
    g_checksum_update (checksum, (const guchar *)bodies[i / 2], (gssize)strlen (bodies[i / 2]));
    g_checksum_get_digest (checksum, digest, &len);
    g_autofree char *hash = g_base64_encode (digest, len);
    g_autofree char *text = g_strdup_printf ("bh=%s", hash);
    g_assert_true (parse (text));
    g_assert_true (signature.empty_body == (i < 4));
  }
}

static void
test_domain (void) {
  parse ("d=Example.COM.");
  assert_span (signature.domain, "example.com");
  assert_span (signature.raw_domain, "Example.COM.");
  assert_span (signature.identity, "@Example.COM.");
  parse ("d=exa mple.com");
  assert_span (signature.domain, NULL);
  g_assert_cmpuint (count ("dkim-domain"), ==, 1);
  parse ("d=");
  assert_span (signature.domain, NULL);
  assert_span (signature.raw_domain, "");
  g_assert_cmpuint (count ("dkim-domain"), ==, 1);
}

/* RFC 8616 §4; the A-label is IDNA2008's for U+00E9. */
static void
test_internationalized (void) {
  parse ("d=mus\xc3\xa9"
         "e.example; i=jos\xc3\xa9@a.mus\xc3\xa9"
         "e.example; s=\xc3\xa9t\xc3\xa9");
  assert_span (signature.domain, "xn--muse-dpa.example");
  assert_span (signature.selector, "\xc3\xa9t\xc3\xa9");
  g_assert_false (signature.identity_outside);
  g_assert_cmpuint (count ("dkim-selector"), ==, 0);
}

static void
assert_selector (const char *selector, bool bad, bool is_name) {
  g_autofree char *text = g_strdup_printf ("s=%s", selector);
  g_assert_true (parse (text));
  assert_span (signature.selector, selector);
  g_assert_cmpuint (count ("dkim-selector"), ==, bad ? 1 : 0);
  g_assert_true (signature.selector_is_name == is_name);
}

/* RFC 6376 §3.1 */
static void
test_selector (void) {
  assert_selector ("sel", false, false);
  assert_selector ("20210112", false, false);
  assert_selector ("2021-a.b", false, false);
  assert_selector ("foo_bar", true, false);
  assert_selector ("sel._domainkey.example.com", true, true);
  assert_selector ("_domainkey", true, true);
  assert_selector ("", true, false);
  assert_selector ("a..b", true, false);
  assert_selector ("a.", true, false);
  assert_selector ("-a", true, false);
  assert_selector ("a-", true, false);
  assert_selector ("a-b", false, false);
  assert_selector (".a", true, false);
  assert_selector ("a.-b", true, false);
  assert_selector ("a/b", true, false);
  assert_selector ("\xc2\x80", false, false); /* beyond ASCII (RFC 8616) */
}

static void
assert_identity (const char *domain, const char *identity, bool outside, guint defective) {
  g_autofree char *text = g_strdup_printf ("d=%s; i=%s", domain, identity);
  g_assert_true (parse (text));
  assert_span (signature.identity, identity);
  g_assert_true (signature.identity_outside == outside);
  g_assert_cmpuint (count ("dkim-identity"), ==, defective);
}

/* RFC 6376 §3.5 i= */
static void
test_identity (void) {
  assert_identity ("example.com", "@example.com", false, 0);
  assert_identity ("example.com", "joe@news.Example.com", false, 0);
  assert_identity ("example.com", "joe=40x@example.com", false, 0);
  assert_identity ("news.example.com", "@example.com", true, 0);
  assert_identity ("example.com", "@notexample.com", true, 0);
  assert_identity ("example.com", "@example.org", true, 0);
  assert_identity ("example.com", "joe", false, 1);
  assert_identity ("example.com", "joe@", false, 1);
  parse ("d=example.com");
  assert_span (signature.identity, "@example.com");
  g_assert_false (signature.identity_outside);
}

static void
test_headers (void) {
  parse ("h=Date:To : FROM\r\n\t:Subject:X-_foo!");
  assert_headers ("date:to:from:subject:x-_foo!");
  g_assert_true (signature.signs_from);
  parse ("h=date:to:x-from");
  g_assert_false (signature.signs_from);
  parse ("h=from::to:");
  assert_headers ("from:to");
  g_assert_cmpuint (count ("dkim-headers"), ==, 2);
  parse ("h=");
  g_assert_cmpuint (signature.headers.n, ==, 0);
  g_assert_cmpuint (count ("dkim-headers"), ==, 1);
  assert_missing ("v a b bh d s");
}

static void
test_headers_limit (void) {
  g_autoptr (GString) text = g_string_new ("h=to");
  for (int i = 0; i < 2 * LIMIT_SIGNED_FIELDS; i++)
    g_string_append_printf (text, ":x-%d", i);
  g_string_append (text, ":From");
  g_assert_true (parse (text->str));
  g_assert_cmpuint (signature.headers.n, ==, LIMIT_SIGNED_FIELDS);
  g_assert_true (signature.signs_from);
  g_assert_cmpuint (count ("dkim-headers"), ==, 1);
}

static void
test_length (void) {
  parse ("l=0");
  g_assert_true (signature.length.set);
  g_assert_cmpint (signature.length.value, ==, 0);
  parse ("l=9223372036854775807");
  g_assert_true (signature.length.set);
  parse ("l=9223372036854775808");
  g_assert_false (signature.length.set);
  parse ("l=65");
  g_assert_cmpint (signature.length.value, ==, 65);
  static const char *const bad[] = {"l=", "l=-1", "l=12a", "l=1 2", "l=99999999999999999999999999"};
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    parse (bad[i]);
    g_assert_false (signature.length.set);
    g_assert_cmpuint (count ("dkim-length"), ==, 1);
  }
}

static void
test_times (void) {
  parse ("t=1117574938; x=1118006938"); /* RFC 6376 §3.5's own example values */
  assert_date (signature.time, "2005-05-31T21:28:58Z");
  assert_date (signature.expiration, "2005-06-05T21:28:58Z");
  g_assert_cmpuint (count ("dkim-expiration"), ==, 0);
  parse ("t=1118006938; x=1118006938");
  g_assert_cmpuint (count ("dkim-expiration"), ==, 1);
  parse ("t=1118006938; x=1118006937");
  g_assert_cmpuint (count ("dkim-expiration"), ==, 1);
  parse ("x=1118006938");
  g_assert_cmpuint (count ("dkim-expiration"), ==, 0);
  g_assert_false (signature.time.set);
  assert_span (signature.time.raw, NULL);
}

static void
test_bad_times (void) {
  static const char *const bad[] = {"t=",    "t=yesterday",    "t=-5",
                                    "t=1.5", "t=999999999999", "x=20261122T0000"};
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    parse (bad[i]);
    g_assert_false (signature.time.set || signature.expiration.set);
    g_assert_cmpuint (count ("dkim-time"), ==, 1);
  }
  assert_span (signature.expiration.raw, "20261122T0000");
  parse ("t=999999999999");
  g_assert_true (span_find (vec_at (&defects.list, Defect, 7)->text, SPAN ("year 9999")) > 0);
  parse ("t=");
  g_assert_true (span_find (vec_at (&defects.list, Defect, 7)->text, SPAN ("number")) > 0);
  parse ("t=9999a");
  g_assert_true (span_find (vec_at (&defects.list, Defect, 7)->text, SPAN ("number")) > 0);
}

static void
test_unknown_tags (void) {
  g_assert_true (parse (BASE "; darn=example.com; q=; zz=1; z=From:a=20b|To:c"));
  g_assert_cmpuint (signature.tags.tags.n, ==, 11);
  assert_span (signature.query, "");
  assert_span (tag_list_get (&signature.tags, SPAN ("z")), "From:a=20b|To:c");
  g_assert_cmpuint (defects.total, ==, 0);
}

/* RFC 6376 §3.2: tag names are case-sensitive. */
static void
test_upper_case_names (void) {
  g_assert_true (parse ("V=1; A=rsa-sha256; D=example.com"));
  assert_missing ("v a b bh d h s");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  arena = arena_new ();
  g_test_add_func ("/dkim-signature/rfc8463-rsa", test_rfc8463_rsa);
  g_test_add_func ("/dkim-signature/rfc8463-ed25519", test_rfc8463_ed25519);
  g_test_add_func ("/dkim-signature/shortened-sample", test_shortened_sample);
  g_test_add_func ("/dkim-signature/missing-tags", test_missing_tags);
  g_test_add_func ("/dkim-signature/no-tags", test_no_tags);
  g_test_add_func ("/dkim-signature/version", test_version);
  g_test_add_func ("/dkim-signature/duplicate", test_duplicate);
  g_test_add_func ("/dkim-signature/algorithms", test_algorithms);
  g_test_add_func ("/dkim-signature/canonicalization", test_canonicalization);
  g_test_add_func ("/dkim-signature/key-bits", test_key_bits);
  g_test_add_func ("/dkim-signature/base64", test_base64);
  g_test_add_func ("/dkim-signature/base64-bytes", test_base64_bytes);
  g_test_add_func ("/dkim-signature/empty-body", test_empty_body);
  g_test_add_func ("/dkim-signature/domain", test_domain);
  g_test_add_func ("/dkim-signature/internationalized", test_internationalized);
  g_test_add_func ("/dkim-signature/selector", test_selector);
  g_test_add_func ("/dkim-signature/identity", test_identity);
  g_test_add_func ("/dkim-signature/headers", test_headers);
  g_test_add_func ("/dkim-signature/headers-limit", test_headers_limit);
  g_test_add_func ("/dkim-signature/length", test_length);
  g_test_add_func ("/dkim-signature/times", test_times);
  g_test_add_func ("/dkim-signature/bad-times", test_bad_times);
  g_test_add_func ("/dkim-signature/unknown-tags", test_unknown_tags);
  g_test_add_func ("/dkim-signature/upper-case-names", test_upper_case_names);
  int status = g_test_run ();
  arena_free (arena);
  return status;
}
