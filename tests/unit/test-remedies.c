/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A remedy that asks for a signature stands on no page of a message that carries one of the From
 * domain, or of which a result names one: what became of that signature is the cause, and it alone
 * speaks. */
#include "support.h"

#define MICROSOFT(dkim, dmarc, reason)                                                          \
  "Authentication-Results: spf=pass (sender IP is 192.0.2.25) smtp.mailfrom=platform.example; " \
  "dkim=" dkim ";dmarc=" dmarc                                                                  \
  " action=none header.from=museum.example;compauth=fail reason=" reason "\n"
#define GMAIL(results)                                                                      \
  "Authentication-Results: mx.google.com; " results                                         \
  "; spf=pass (google.com: domain of b@platform.example designates 192.0.2.25 as permitted" \
  " sender) smtp.mailfrom=b@platform.example; dmarc=fail (p=NONE sp=NONE dis=NONE) "        \
  "header.from=museum.example\n"
#define NOTHING_SAID                                                                       \
  "Authentication-Results: mx.receiver.example; spf=fail smtp.mailfrom=b@platform.example" \
  "; dmarc=fail header.from=museum.example\n"
#define SIGNED(domain, tags)                                                     \
  "DKIM-Signature: v=1; a=rsa-sha256; d=" domain "; s=s1; " tags "h=from:to;\n"  \
  " bh=DzZFggcO4R3UIVGDWO4fv9Xhp6rNsEAy1YJ/N1Bqfn0=;\n"                          \
  " b=klSn/nUvrB4v2YTuhQIwJlU47zbyGfsH4gghxSbKEmg3bpkmMrWFQShV4dvRC7ZkwS52xVN1X" \
  "94o/zEwjUzP86ty8fbVYOOcC/0w5smnhTXjEyk48lCBuX/ip9EIxEQ8ZVbJo21oIe1Mm5rEu9E9"  \
  "hUAO3oIEfhltZCTAfT4kr54=\n"
#define OWN SIGNED ("museum.example", "")
#define SUBDOMAIN SIGNED ("mail.museum.example", "")
#define PLATFORM SIGNED ("platform.example", "")
#define FROM "From: Museum <tickets@museum.example>\nTo: v@receiver.example\n\n"

static const struct {
  const char *name, *text;
  const char *cause;
  bool asks; /* for a signature */
} rows[] = {
    {"unsigned, Microsoft",
     MICROSOFT ("none (message not signed) header.d=none", "none", "001") FROM, "dkim-unsigned",
     true},
    {"unsigned, Gmail", GMAIL ("dkim=none") FROM, "dkim-unsigned", true},
    {"signed by the platform only",
     GMAIL ("dkim=pass header.d=platform.example header.s=s1") PLATFORM FROM,
     "dkim-signed-by-sender-only", true},
    {"expired",
     MICROSOFT ("fail (signature expired) header.d=museum.example", "none", "001")
         SIGNED ("museum.example", "t=1700000000; x=1700000600; ") FROM,
     "dkim-expired", false},
    {"its key is missing",
     MICROSOFT ("fail (no key for signature) header.d=museum.example", "fail", "001") OWN FROM,
     "dkim-key-missing", false},
    {"its body was changed",
     MICROSOFT ("fail (body hash did not verify) header.d=museum.example", "fail", "001") OWN FROM,
     "dkim-body-changed", false},
    {"it does not match",
     MICROSOFT ("fail (signature did not verify) header.d=museum.example", "none", "001") OWN FROM,
     "dkim-signature-mismatch", false},
    {"of a subdomain",
     MICROSOFT ("fail (no key for signature) header.d=mail.museum.example", "none", "001")
         SUBDOMAIN FROM,
     "dkim-key-missing", false},
    {"only the result names it",
     MICROSOFT ("fail (no key for signature) header.d=museum.example", "none", "001") FROM,
     "dkim-key-missing", false},
    {"of two Microsoft names the other",
     MICROSOFT ("pass (signature was verified) "
                "header.d=platform.example",
                "fail", "001") PLATFORM OWN FROM,
     "dkim-signature-not-counted", false},
    {"the same, and DMARC has no result",
     MICROSOFT ("pass (signature was verified) header.d=platform.example", "temperror", "001")
         PLATFORM OWN FROM,
     "dmarc-dns-temporary", false},
    {"nothing is said of it", NOTHING_SAID OWN FROM, "dkim-signature-not-counted", false},
    {"none is said of it", GMAIL ("dkim=none") OWN FROM, "dkim-signature-not-counted", false},
    {"it failed at Gmail", GMAIL ("dkim=fail header.i=@museum.example header.s=s1") OWN FROM,
     "dkim-signature-mismatch", false},
};

static bool
asks (const Finding *finding, const char *words) {
  return span_find (finding->fix, span_from_string (words)) >= 0 ||
         span_find (finding->reply, span_from_string (words)) >= 0;
}

static bool
asks_for_signature (const Finding *finding) {
  static const char *const words[] = {"message signed",    "sure that the message is signed",
                                      "mail signed",       "have it signed",
                                      "switch on signing", "Publish the DKIM records of"};
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (asks (finding, words[i]))
      return true;
  return false;
}

static bool
page_asks_for_signature (const Case *kase) {
  for (guint i = 0; i < kase->findings.n; i++) {
    const Finding *finding = vec_at (&kase->findings, Finding, i);
    if (span_is_null (finding->superseded_by) && asks_for_signature (finding))
      return true;
  }
  return false;
}

static void
test_row (gconstpointer data) {
  guint n = GPOINTER_TO_UINT (data);
  Bench *bench = bench_new ();
  const Case *kase = bench_run (bench, rows[n].text);
  assert_span (kase->verdict.cause, rows[n].cause, rows[n].name);
  g_assert_cmpint (page_asks_for_signature (kase), ==, rows[n].asks);
  bench_free (bench);
}

static bool
carries_signature (const Evidence *evidence) {
  for (guint i = 0; i < evidence->dkim_signatures.n; i++) {
    Span alignment = vec_at (&evidence->dkim_signatures, DkimSignatureRecord, i)->alignment;
    if (span_is (alignment, "strict") || span_is (alignment, "relaxed"))
      return true;
  }
  return false;
}

/* A good one may still be asked to be of exactly the From domain. */
static void
check_sample (Bench *bench, const char *path) {
  g_autofree char *text = NULL;
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  const Case *kase = bench_run (bench, text);
  const Evidence *evidence = kase->original ? kase->original : &kase->evidence;
  if (carries_signature (evidence) && !span_is (kase->verdict.dkim, "pass") &&
      page_asks_for_signature (kase))
    g_error ("%s asks for a signature beside one", path);
}

static void
test_samples (void) {
  g_autofree char *directory = g_build_filename (g_getenv ("top_srcdir"), "samples", NULL);
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;
  guint n = 0;
  Bench *bench = bench_new ();
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL) {
    if (!g_str_has_suffix (name, ".eml"))
      continue;
    g_autofree char *path = g_build_filename (directory, name, NULL);
    check_sample (bench, path);
    n++;
  }
  g_assert_cmpuint (n, >, 40);
  bench_free (bench);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/remedies/%02u %s", i + 1, rows[i].name);
    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
  }
  g_test_add_func ("/remedies/samples", test_samples);
  return g_test_run ();
}
