/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The verdict, row by row: what believed evidence adds up to. Every message comes in at
 * mx.receiver.example, which is in no rule file, and writes above its Received; so all that it says
 * is believed. */
#include "support.h"

/* The rules are read once, as the program does for all messages. */
static Bench *bench;

#define RECEIVED                                                          \
  "Received: from out.sender.example (out.sender.example [192.0.2.25])\n" \
  "\tby mx.receiver.example (Postfix) with ESMTPS id 4F1;\n"              \
  "\tMon, 9 Nov 2026 10:30:05 +0000 (UTC)\n"
#define PATH "Return-Path: <info@mail.museum.ch>\n"
#define AR(results) "Authentication-Results: mx.receiver.example; " results "\n"
#define FROM "From: Museum <info@museum.ch>\n"
#define SIGNED(domain)                                                          \
  "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=" domain "; s=s1;\n" \
  " h=from:to; bh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=; b=QUJDREVGR0hJSktM\n"
#define REST "To: visitor@receiver.example\nSubject: x\n\nbody\n"

typedef struct {
  const char *name;
  const char *text;
  const char *status, *basis, *spf, *spf_domain, *spf_alignment, *dkim, *dkim_domain,
      *dkim_alignment, *dmarc, *dmarc_record;
} Row;

static const Row rows[] = {
    {"no From",
     PATH AR ("spf=pass smtp.mailfrom=info@mail.museum.ch; dmarc=pass header.from=museum.ch")
         RECEIVED REST,
     "unknown", "null", "pass", "mail.museum.ch", "null", "none", "null", "null", "null", "null"},
    {"two From fields",
     PATH AR ("spf=pass smtp.mailfrom=info@museum.ch; dmarc=pass header.from=museum.ch")
         RECEIVED FROM FROM REST,
     "unknown", "null", "pass", "museum.ch", "strict", "none", "null", "null", "null", "null"},
    {"two author domains",
     PATH AR ("dmarc=pass header.from=museum.ch; spf=pass smtp.mailfrom=a@museum.ch") RECEIVED
     "From: a@museum.ch, b@theatre.fr\n" REST,
     "unknown", "null", "pass", "museum.ch", "null", "none", "null", "null", "null", "null"},
    {"several addresses of one domain are one author domain",
     PATH AR ("spf=pass smtp.mailfrom=a@museum.ch; dmarc=pass header.from=museum.ch") RECEIVED
     "From: a@museum.ch, b@museum.ch\n" REST,
     "pass", "receiver", "pass", "museum.ch", "strict", "none", "null", "null", "pass", "present"},
    {"dmarc temperror",
     PATH AR ("spf=pass smtp.mailfrom=a@museum.ch; dmarc=temperror header.from=museum.ch")
         RECEIVED FROM REST,
     "unknown", "null", "pass", "museum.ch", "strict", "none", "null", "null", "null", "null"},
    {"dmarc permerror",
     PATH AR ("spf=pass smtp.mailfrom=a@museum.ch; dmarc=permerror header.from=museum.ch")
         RECEIVED FROM REST,
     "unknown", "null", "pass", "museum.ch", "strict", "none", "null", "null", "null", "null"},
    {"dmarc fail beside a pass for the identical domain",
     PATH AR ("spf=pass smtp.mailfrom=a@museum.ch; dmarc=fail header.from=museum.ch")
         RECEIVED FROM REST,
     "fail", "receiver", "pass", "museum.ch", "strict", "none", "null", "null", "fail", "present"},
    {"dmarc fail beside a relaxed pass",
     PATH AR ("spf=pass smtp.mailfrom=a@mail.museum.ch; dmarc=fail header.from=museum.ch")
         RECEIVED FROM REST,
     "fail", "receiver", "pass", "mail.museum.ch", "relaxed", "none", "null", "null", "fail",
     "present"},
    {"dmarc fail, nothing aligned",
     PATH AR ("spf=pass smtp.mailfrom=a@other.com; dmarc=fail header.from=museum.ch")
         RECEIVED FROM REST,
     "fail", "receiver", "pass", "other.com", "none", "none", "null", "null", "fail", "present"},
    {"dmarc pass by the receiver although nothing is aligned here",
     PATH AR ("spf=pass smtp.mailfrom=a@other.com; dmarc=pass header.from=museum.ch")
         RECEIVED FROM REST,
     "pass", "receiver", "pass", "other.com", "none", "none", "null", "null", "pass", "present"},
    {"no dmarc result, an aligned pass",
     PATH AR ("spf=pass smtp.mailfrom=a@mail.museum.ch") RECEIVED FROM REST, "pass", "computed",
     "pass", "mail.museum.ch", "relaxed", "none", "null", "null", "pass", "null"},
    {"no dmarc result, nothing aligned, all known",
     PATH AR ("spf=pass smtp.mailfrom=a@other.com; dkim=none") RECEIVED FROM REST, "fail",
     "computed", "pass", "other.com", "none", "none", "null", "null", "fail", "null"},
    {"a signature nobody reported on leaves it open",
     PATH AR ("spf=fail smtp.mailfrom=a@museum.ch") RECEIVED FROM SIGNED ("museum.ch") REST,
     "unknown", "null", "fail", "museum.ch", "strict", "null", "museum.ch", "strict", "null",
     "null"},
    {"a temporary error leaves it open",
     PATH AR ("spf=temperror smtp.mailfrom=a@museum.ch; dkim=none") RECEIVED FROM REST, "unknown",
     "null", "temperror", "museum.ch", "strict", "none", "null", "null", "null", "null"},
    {"aligned pass before unaligned pass",
     PATH AR ("dkim=pass header.d=other.com header.s=s1; dkim=pass header.d=museum.ch header.s=s1")
         RECEIVED FROM SIGNED ("other.com") SIGNED ("museum.ch") REST,
     "pass", "computed", "null", "null", "null", "pass", "museum.ch", "strict", "pass", "null"},
    {"unaligned pass before aligned failure",
     PATH AR ("dkim=fail header.d=museum.ch header.s=s1; dkim=pass header.d=other.com header.s=s1; "
              "spf=none smtp.mailfrom=a@museum.ch") RECEIVED FROM SIGNED ("other.com")
         SIGNED ("museum.ch") REST,
     "fail", "computed", "none", "museum.ch", "strict", "pass", "other.com", "none", "fail",
     "null"},
    {"a failure reported of an unsigned message is none",
     PATH AR ("spf=pass smtp.mailfrom=a@other.com; dkim=fail") RECEIVED FROM REST, "fail",
     "computed", "pass", "other.com", "none", "none", "null", "null", "fail", "null"},
    {"none reported of a signed message is an error",
     PATH AR ("spf=pass smtp.mailfrom=a@other.com; dkim=none header.d=museum.ch header.s=s1")
         RECEIVED FROM SIGNED ("museum.ch") REST,
     "fail", "computed", "pass", "other.com", "none", "permerror", "museum.ch", "strict", "fail",
     "null"},
    {"a HELO result is not the envelope sender's",
     PATH AR ("spf=pass smtp.helo=museum.ch; dkim=none") RECEIVED FROM REST, "unknown", "null",
     "null", "null", "null", "none", "null", "null", "null", "null"},
    {"with a null reverse-path HELO is the identity (RFC 7208 2.4)",
     "Return-Path: <>\n" AR ("spf=pass smtp.helo=mta.museum.ch; dkim=none") RECEIVED FROM REST,
     "pass", "computed", "pass", "mta.museum.ch", "relaxed", "none", "null", "null", "pass",
     "null"},
    {"Received-SPF where Authentication-Results has none",
     PATH AR ("dkim=none") "Received-SPF: pass (mailfrom) identity=mailfrom; client-ip=192.0.2.25; "
                           "envelope-from=a@museum.ch\n" RECEIVED FROM REST,
     "pass", "computed", "pass", "museum.ch", "strict", "none", "null", "null", "pass", "null"},
    {"topmost dmarc wins",
     PATH AR ("dmarc=fail header.from=museum.ch") AR (
         "dmarc=pass header.from=museum.ch; spf=fail smtp.mailfrom=a@museum.ch") RECEIVED FROM REST,
     "fail", "receiver", "fail", "museum.ch", "strict", "none", "null", "null", "fail", "present"},
    {"reported twice, the worse counts",
     PATH AR ("spf=pass smtp.mailfrom=a@museum.ch; dmarc=pass header.from=museum.ch") AR (
         "dmarc=fail header.from=museum.ch; spf=fail smtp.mailfrom=a@museum.ch") RECEIVED FROM REST,
     "fail", "receiver", "fail", "museum.ch", "strict", "none", "null", "null", "fail", "present"},
    {"nothing at all", FROM REST, "unknown", "null", "null", "null", "null", "none", "null", "null",
     "null", "null"},
    {"letter case and trailing dots do not matter",
     PATH AR ("spf=Pass smtp.mailfrom=A@MAIL.Museum.CH.") RECEIVED "From: <Info@MUSEUM.ch>\n" REST,
     "pass", "computed", "pass", "mail.museum.ch", "relaxed", "none", "null", "null", "pass",
     "null"},
    {"a bare public suffix is nobody's organisation",
     PATH AR ("spf=pass smtp.mailfrom=a@one.co.uk; dkim=none") RECEIVED "From: b@two.co.uk\n" REST,
     "fail", "computed", "pass", "one.co.uk", "none", "none", "null", "null", "fail", "null"},
    {"an internationalised domain equals its A-label",
     PATH AR ("spf=pass smtp.mailfrom=a@xn--muse-0ra.ch; dkim=none") RECEIVED "From: b@mus\xc3\xa9"
                                                                              "e.ch\n" REST,
     "fail", "computed", "pass", "xn--muse-0ra.ch", "none", "none", "null", "null", "fail", "null"},
    {"an address literal has no domain",
     PATH AR ("spf=pass smtp.mailfrom=a@museum.ch") RECEIVED "From: b@[192.0.2.1]\n" REST,
     "unknown", "null", "pass", "museum.ch", "null", "none", "null", "null", "null", "null"},
};

static void
test_row (gconstpointer data) {
  const Row *row = data;
  const Verdict *verdict = &bench_run (bench, row->text)->verdict;
  assert_span (verdict->status, row->status, "status");
  assert_span (verdict->basis, row->basis, "basis");
  assert_span (verdict->spf, row->spf, "spf");
  assert_span (verdict->spf_domain, row->spf_domain, "spf_domain");
  assert_span (verdict->spf_alignment, row->spf_alignment, "spf_alignment");
  assert_span (verdict->dkim, row->dkim, "dkim");
  assert_span (verdict->dkim_domain, row->dkim_domain, "dkim_domain");
  assert_span (verdict->dkim_alignment, row->dkim_alignment, "dkim_alignment");
  assert_span (verdict->dmarc, row->dmarc, "dmarc");
  assert_span (verdict->dmarc_record, row->dmarc_record, "dmarc_record");
  g_assert_false (span_is_empty (verdict->sentence));
}

/* Exchange Online writes what DMARC did, and behind it where the message went. */
static void
test_junk (void) {
  static const struct {
    const char *delivery, *disposition;
  } mails[] = {
      {"", "none"},
      {"X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;auth:0;dest:I;ENG:(910001);\n", "none"},
      {"X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;auth:0;dest:J;ENG:(910001);\n", "null"},
      {"X-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;auth:0;\n dest:J\n", "null"},
      {"X-Microsoft-Antispam-Mailbox-Delivery: wl:dest:J;dest:Junk;\n", "none"},
      {"X-Auto-Response-Suppress: dest:J\n", "none"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (mails); i++) {
    g_autofree char *text = g_strconcat (
        "Authentication-Results: spf=pass (sender IP is 192.0.2.25) smtp.mailfrom=museum.ch;\n"
        " dkim=none (message not signed) header.d=none;dmarc=pass action=none "
        "header.from=museum.ch;compauth=pass reason=100\n"
        "Received: from out.sender.example (192.0.2.25) by\n"
        " AM7EUR06FT051.mail.protection.outlook.com (10.233.254.90) with Microsoft SMTP Server id\n"
        " 15.20.9115.15 via Frontend Transport; Sun, 22 Nov 2026 06:37:00 +0000\n" FROM,
        mails[i].delivery, REST, NULL);
    const Verdict *verdict = &bench_run (bench, text)->verdict;
    g_test_message ("%s", mails[i].delivery);
    assert_span (verdict->status, "pass", "status");
    assert_span (verdict->disposition, mails[i].disposition, "disposition");
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  bench = bench_new ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/verdict/%02u %s", i + 1, rows[i].name);
    g_test_add_data_func (path, &rows[i], test_row);
  }
  g_test_add_func ("/verdict/junk", test_junk);
  int status = g_test_run ();
  bench_free (bench);
  return status;
}
