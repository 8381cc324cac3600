/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Nothing personal is left in any format, and what explains the case is. */
#include <string.h>

#include "report/reporter.h"
#include "support.h"

#define MESSAGE                                                                                   \
  "Return-Path: <SRS0=x4Kd=QL=opera.example=kassandra@forwarder.example>\n"                       \
  "Delivered-To: zacharias.meier@seemail.example\n"                                               \
  "Authentication-Results: mx1.seemail.example; auth=pass smtp.auth=theodora;\n"                  \
  "  dkim=fail (body hash did not verify; sent by balthasar@opera.example) "                      \
  "header.i=balthasar@opera.example header.s=s1;\n"                                               \
  "  spf=pass (domain of \"SRS0=x4Kd=QL=opera.example=kassandra\"@forwarder.example designates "  \
  "192.0.2.25) "                                                                                  \
  "smtp.mailfrom=kassandra@forwarder.example;\n"                                                  \
  "  dmarc=fail (p=reject dis=none) header.from=opera.example\n"                                  \
  "Received: from out.forwarder.example (out.forwarder.example [192.0.2.25])\n"                   \
  "  by mx1.seemail.example (Postfix) with ESMTP id AD25EAE6982\n"                                \
  "  for <zacharias.meier@seemail.example>; Sun, 22 Nov 2026 06:37:00 +0000\n"                    \
  "Received: from app7.opera.example (app7.opera.example [10.43.21.9])\n"                         \
  "  by out.forwarder.example (Postfix) with ESMTP id 0276060E22\n"                               \
  "  for <zacharias.meier@alumni.example>; Sun, 22 Nov 2026 06:36:45 +0000 (envelope-from "       \
  "<leopoldine@opera.example>)\n"                                                                 \
  "DKIM-Signature: v=1; a=rsa-sha256; d=opera.example; s=s1; i=balthasar@opera.example; "         \
  "h=from:to;\n"                                                                                  \
  "  z=From:balthasar@opera.example|Subject:Wunderbare=20Karten; "                                \
  "bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\n"                                     \
  "From: Hildegard Zwicky <balthasar@opera.example>\n"                                            \
  "Reply-To: melchior@opera.example\n"                                                            \
  "To: Zacharias Meier <zacharias.meier@seemail.example>\n"                                       \
  "Subject: Wunderbare Karten\n"                                                                  \
  "X-Original-From: gottlieb@opera.example\n"                                                     \
  "List-Unsubscribe: <https://tickets.opera.example/u?email=zacharias.meier%40seemail.example>, " \
  "<mailto:eusebius@opera.example?subject=adelheid>\n"                                            \
  "Message-ID: <sebastian.4711@app7.opera.example>\n\n"                                           \
  "Body.\n"

static const char *const personal[] = {"kassandra",      "zacharias",  "meier",    "theodora",
                                       "balthasar",      "hildegard",  "zwicky",   "melchior",
                                       "leopoldine",     "wunderbare", "gottlieb", "eusebius",
                                       "sebastian.4711", "10.43.21.9"};

static const char *const kept[] = {"forwarder.example", "opera.example", "seemail.example",
                                   "192.0.2.25"};

static char *
print (const Bench *bench, const Case *kase, const Reporter *reporter) {
  g_autoptr (Sink) sink = sink_new_memory ();
  const ReportOptions options = {.verbose = true,
                                 .utf8 = true,
                                 .language = ruleset_language (bench->rules, "en"),
                                 .words = ruleset_words (bench->rules, NULL)};
  reporter->begin (sink, &options);
  reporter->write_case (sink, &options, kase);
  reporter->end (sink, &options);
  Span bytes = sink_bytes (sink);
  return g_ascii_strdown (bytes.data, (gssize)bytes.len);
}

static void
test_formats (void) {
  Bench *bench = bench_new ();
  bench->options.redact = true;
  bench->options.requirements = true;
  const Case *kase = bench_run (bench, MESSAGE);
  for (guint i = 0; reporters_all[i]; i++) {
    g_autofree char *text = print (bench, kase, reporters_all[i]);
    for (guint k = 0; k < G_N_ELEMENTS (personal); k++) {
      g_autofree char *lower = g_ascii_strdown (personal[k], -1);
      if (strstr (text, lower))
        g_error ("%s: \"%s\" is in:\n%s", reporters_all[i]->name, lower, text);
    }
  }
  g_autofree char *json = print (bench, kase, &reporter_json);
  for (guint k = 0; k < G_N_ELEMENTS (kept); k++)
    g_assert_nonnull (strstr (json, kept[k]));
  bench_free (bench);
}

static void
test_same_stays_same (void) {
  Bench *bench = bench_new ();
  bench->options.redact = true;
  const Case *kase = bench_run (bench, MESSAGE);
  const Evidence *evidence = &kase->evidence;
  Span first = vec_at (&evidence->received, ReceivedHop, 0)->for_;
  Span second = vec_at (&evidence->received, ReceivedHop, 1)->for_;
  g_assert_cmpint (span_index (first, '@'), >, 0);
  g_assert_true (span_equal (span_first (first, (gsize)span_index (first, '@')),
                             span_first (second, (gsize)span_index (second, '@'))));
  assert_span (evidence->message.subject, "Subject 1", "subject");
  assert_span (evidence->from.display_name, "Name 1", "display name");
  assert_span (evidence->source.message_id, "message-1@app7.opera.example", "message id");
  g_assert_true (span_starts_with (evidence->return_path.address, SPAN ("SRS0=")));
  assert_span (vec_at (&evidence->received, ReceivedHop, 1)->address, "10.0.0.1", "address");
  assert_span (evidence->from.domain, "opera.example", "domain");
  bench_free (bench);
}

/* A comment of the receiver's, as it is shown. */
static char *
shown_comment (Bench *bench, const char *comment) {
  g_autofree char *message =
      g_strdup_printf ("Authentication-Results: mx1.seemail.example; spf=fail (%s)\n"
                       "  smtp.mailfrom=a@opera.example\n"
                       "Received: from out.opera.example (out.opera.example [198.51.100.7])\n"
                       "  by mx1.seemail.example; Sun, 22 Nov 2026 06:37:00 +0000\n"
                       "From: a@opera.example\n\n",
                       comment);
  const Case *kase = bench_run (bench, message);
  g_assert_cmpuint (kase->evidence.spf.n, ==, 1);
  Span shown = vec_at (&kase->evidence.spf, SpfRecord, 0)->comment;
  return g_strndup (shown.data, shown.len);
}

/* Links keep their host; their path, query and login name people. */
static void
test_links (void) {
  static const char *const rows[][2] = {
      {"see https://example.org/claire?x", "see https://example.org/..."},
      {"see http://example.org/claire", "see http://example.org/..."},
      {"see HTTPS://example.org?claire", "see HTTPS://example.org/..."},
      {"see https://example.org#claire", "see https://example.org/..."},
      {"see https://claire@example.org/x", "see https://example.org/..."},
      {"see https://cl@ire@example.org", "see https://example.org"},
      {"see https://example.org", "see https://example.org"},
      {"see https://example.org/", "see https://example.org/..."},
      {"see https://example.org/claire, later", "see https://example.org/..., later"},
      {"see https://example.org/claire; later", "see https://example.org/...; later"},
      {"<https://example.org/claire> later", "<https://example.org/...> later"},
      {"ftp://example.org/claire", "ftp://example.org/claire"},
  };
  Bench *bench = bench_new ();
  bench->options.redact = true;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *shown = shown_comment (bench, rows[i][0]);
    g_assert_cmpstr (shown, ==, rows[i][1]);
  }
  bench_free (bench);
}

/* What receivers write before an address without a blank stays; the local part goes, however it is
 * written. */
static void
test_local_parts (void) {
  static const char *const keys[] = {"smtp.mailfrom",
                                     "smtp.mail",
                                     "smtp.mfrom",
                                     "smtp.rcptto",
                                     "smtp.helo",
                                     "smtp.auth",
                                     "header.from",
                                     "header.i",
                                     "header.sender",
                                     "envelope-from",
                                     "x-sender",
                                     "sender",
                                     "mailfrom",
                                     "mfrom",
                                     "from",
                                     "identity",
                                     "id",
                                     "i",
                                     "to",
                                     "SRS0",
                                     "srs1",
                                     "SMTP.MailFrom"};
  static const char *const places[][2] = {
      {"claire@example.org", "@example.org"},
      {"of claire@example.org here", "@example.org here"},
      {"<claire@example.org>", "@example.org>"},
      {"claire%40example.org", "%40example.org"},
      {"\"claire b\"@example.org", "@example.org"},
      {"claire+tickets@example.org", "@example.org"},
      {"x=claire@example.org", "@example.org"},
      {"claire@[192.0.2.1]", "@[192.0.2.1]"},
      {"cl\xc3\xa4ire@example.org", "@example.org"},
  };
  Bench *bench = bench_new ();
  bench->options.redact = true;
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    g_autofree char *comment = g_strdup_printf ("%s=claire@example.org", keys[i]);
    g_autofree char *kept = g_strdup_printf ("%s=", keys[i]);
    g_autofree char *shown = shown_comment (bench, comment);
    g_test_message ("%s: %s", comment, shown);
    g_assert_true (g_str_has_prefix (shown, kept) && g_str_has_suffix (shown, "@example.org"));
    g_assert_null (strstr (shown, "claire"));
    g_assert_cmpuint (strlen (shown), >, strlen (kept) + strlen ("@example.org"));
  }
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    g_autofree char *shown = shown_comment (bench, places[i][0]);
    g_test_message ("%s: %s", places[i][0], shown);
    g_assert_true (g_str_has_suffix (shown, places[i][1]));
    g_assert_true (strstr (shown, "claire") == NULL && strstr (shown, "ire") == NULL);
  }
  bench_free (bench);
}

/* Addresses of a house's own network say where somebody sits; public ones explain the case. */
static void
test_addresses (void) {
  static const struct {
    const char *address;
    bool kept;
  } rows[] = {
      {"10.43.21.9", false},  {"192.168.4.5", false},  {"172.16.5.4", false},
      {"fe80::10d2", false},  {"fd12:3456::7", false}, {"127.0.0.1", true},
      {"::1", true},          {"192.0.2.25", true},    {"2001:db8::25", true},
      {"203.0.113.9", true},  {"10.43", true},         {"10.43.21.999", true},
      {"a10.43.21.9b", true},
  };
  Bench *bench = bench_new ();
  bench->options.redact = true;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    static const char *const around[] = {"%s", "of %s here", "[%s]", "ip=%s.", "%s:"};
    for (gsize k = 0; k < G_N_ELEMENTS (around); k++) {
      g_auto (GStrv) parts = g_strsplit (around[k], "%s", 2);
      g_autofree char *comment = g_strconcat (parts[0], rows[i].address, parts[1], NULL);
      g_autofree char *shown = shown_comment (bench, comment);
      g_test_message ("%s: %s", comment, shown);
      g_assert_true ((strstr (shown, rows[i].address) != NULL) == rows[i].kept);
      g_assert_true (g_str_has_prefix (shown, parts[0]));
    }
  }
  bench_free (bench);
}

/* The rules are shared by all workers: what belongs to them is not written to. */
static void
test_rules_are_untouched (void) {
  Bench *bench = bench_new ();
  bench->options.redact = true;
  for (guint i = 0; i < 2; i++) {
    const Case *kase =
        bench_run (bench, "Return-Path: <communication@secutix.com>\nFrom: a@opera.example\n\n");
    assert_span (*vec_at (&kase->evidence.sender_profile.return_paths, Span, 0),
                 "communication@secutix.com", "the platform's own address");
  }
  bench_free (bench);
}

/* The text a scanner added is the message's own, in evidence and in what findings say of it. */
static void
test_added_text (void) {
  g_autofree char *path =
      g_build_filename (g_getenv ("top_srcdir"), "samples", "body-changed.eml", NULL);
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;
  g_file_get_contents (path, &message, NULL, &error);
  g_assert_no_error (error);
  Bench *bench = bench_new ();
  g_autofree char *before = print (bench, bench_run (bench, message), &reporter_json);
  g_assert_nonnull (strstr (before, "scanned for viruses"));
  bench->options.redact = true;
  for (guint i = 0; reporters_all[i]; i++) {
    g_autofree char *text = print (bench, bench_run (bench, message), reporters_all[i]);
    g_assert_null (strstr (text, "scanned for viruses"));
  }
  bench_free (bench);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/redact/formats", test_formats);
  g_test_add_func ("/redact/links", test_links);
  g_test_add_func ("/redact/local-parts", test_local_parts);
  g_test_add_func ("/redact/addresses", test_addresses);
  g_test_add_func ("/redact/added-text", test_added_text);
  g_test_add_func ("/redact/same-stays-same", test_same_stays_same);
  g_test_add_func ("/redact/rules-are-untouched", test_rules_are_untouched);
  return g_test_run ();
}
