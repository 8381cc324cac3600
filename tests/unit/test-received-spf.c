/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Received-SPF as real writers write it. What is expected is written by hand, in the notation of
 * render(). */
#include "guarded.h"
#include "headers/received-spf.h"
#include "base/limits.h"

typedef struct {
  const char *name;
  const char *value;
  const char *expected;
} FieldCase;

static void
put (GString *text, const char *before, Span span) {
  if (span_is_null (span))
    return;
  g_string_append_printf (text, "%s<", before);
  g_string_append_len (text, span.data, (gssize)span.len);
  g_string_append (text, ">\n");
}

/* The raw result and, where there is one, "=" and the standard word; then one "key<value>" a line,
 * null ones left out. */
static char *
render (const ReceivedSpf *spf, const Defects *defects) {
  GString *text = g_string_new (NULL);
  g_string_append_printf (text, "%.*s=%.*s\n", SPAN_FORMAT (spf->raw_result),
                          SPAN_FORMAT (spf->result));
  put (text, "comment", spf->comment);
  put (text, "reporter", spf->reporter);
  put (text, "identity", spf->identity);
  if (!span_equal_nocase (spf->identity, spf->raw_identity))
    put (text, "raw-identity", spf->raw_identity);
  put (text, "from", spf->envelope_from);
  put (text, "sender", spf->sender);
  put (text, "ip", spf->client_ip);
  put (text, "helo", spf->helo);
  put (text, "receiver", spf->receiver);
  put (text, "mechanism", spf->mechanism);
  put (text, "record", spf->record);
  put (text, "problem", spf->problem);
  for (guint i = 0; i < defects->list.n; i++)
    g_string_append_printf (text, "!%.*s\n",
                            SPAN_FORMAT (vec_at (&defects->list, Defect, i)->code));
  return g_string_free (text, FALSE);
}

static const FieldCase field_cases[] = {
    /* Google */
    {"google/pass",
     " pass (google.com: domain of b@museum.example designates 192.0.2.7 as permitted sender) "
     "client-ip=192.0.2.7;",
     "pass=pass\ncomment<google.com: domain of b@museum.example designates 192.0.2.7 as permitted "
     "sender>\nreporter<google.com>\nip<192.0.2.7>\n"},
    {"google/fail-ipv6",
     "fail (google.com: domain of b@museum.example does not designate 2001:db8::7 as permitted "
     "sender) client-ip=2001:DB8:0::7;",
     "fail=fail\ncomment<google.com: domain of b@museum.example does not designate 2001:db8::7 as "
     "permitted sender>\nreporter<google.com>\nip<2001:db8::7>\n"},
    {"google/softfail-folded",
     "softfail (google.com: domain of transitioning b@museum.example does not designate "
     "192.0.2.7\r\n as permitted sender)\r\n client-ip=192.0.2.7;",
     "softfail=softfail\ncomment<google.com: domain of transitioning b@museum.example does not "
     "designate 192.0.2.7 as permitted sender>\nreporter<google.com>\nip<192.0.2.7>\n"},
    {"google/neutral",
     "neutral (google.com: 192.0.2.7 is neither permitted nor denied by best guess record for "
     "domain of b@museum.example) client-ip=192.0.2.7;",
     "neutral=neutral\ncomment<google.com: 192.0.2.7 is neither permitted nor denied by best guess "
     "record for domain of b@museum.example>\nreporter<google.com>\nip<192.0.2.7>\n"},
    {"google/none",
     "none (google.com: h.example does not designate permitted sender hosts) client-ip=192.0.2.7;",
     "none=none\ncomment<google.com: h.example does not designate permitted sender "
     "hosts>\nreporter<google.com>\nip<192.0.2.7>\n"},
    {"google/permerror",
     "permerror (google.com: permanent error in processing during lookup of b@museum.example: "
     "spf.example not found) client-ip=192.0.2.7;",
     "permerror=permerror\ncomment<google.com: permanent error in processing during lookup of "
     "b@museum.example: spf.example not found>\nreporter<google.com>\nip<192.0.2.7>\n"},

    /* Microsoft */
    {"microsoft/pass",
     "Pass (protection.outlook.com: domain of museum.example designates\r\n 192.0.2.7 as permitted "
     "sender) receiver=protection.outlook.com;\r\n client-ip=192.0.2.7; helo=h.example; pr=C",
     "Pass=pass\ncomment<protection.outlook.com: domain of museum.example designates 192.0.2.7 as "
     "permitted "
     "sender>\nreporter<protection.outlook.com>\nip<192.0.2.7>\nhelo<h.example>\nreceiver<"
     "protection.outlook.com>\n"},
    {"microsoft/fail-no-spaces",
     "Fail (protection.outlook.com: domain of museum.example does not designate 192.0.2.7 as "
     "permitted sender) receiver=protection.outlook.com;client-ip=192.0.2.7;helo=h.example;",
     "Fail=fail\ncomment<protection.outlook.com: domain of museum.example does not designate "
     "192.0.2.7 as permitted "
     "sender>\nreporter<protection.outlook.com>\nip<192.0.2.7>\nhelo<h.example>\nreceiver<"
     "protection.outlook.com>\n"},
    {"microsoft/softfail",
     "SoftFail (protection.outlook.com: domain of transitioning museum.example discourages use of "
     "192.0.2.7 as permitted sender)",
     "SoftFail=softfail\ncomment<protection.outlook.com: domain of transitioning museum.example "
     "discourages use of 192.0.2.7 as permitted sender>\nreporter<protection.outlook.com>\n"},
    {"microsoft/none-no-domain",
     "None (protection.outlook.com: does not designate permitted sender hosts)",
     "None=none\ncomment<protection.outlook.com: does not designate permitted sender "
     "hosts>\nreporter<protection.outlook.com>\n"},
    {"microsoft/temperror",
     "TempError (protection.outlook.com: error in processing during lookup of museum.example: DNS "
     "Timeout)",
     "TempError=temperror\ncomment<protection.outlook.com: error in processing during lookup of "
     "museum.example: DNS Timeout>\nreporter<protection.outlook.com>\n"},
    {"microsoft/truncated", "None (protection.outlook.com: museum.example does not designate",
     "None=none\ncomment<protection.outlook.com: museum.example does not "
     "designate>\nreporter<protection.outlook.com>\n!comment-unterminated\n"},

    /* Cisco ESA */
    {"cisco/mailfrom",
     "Pass (esa1.theater.iphmx.com: domain of b@museum.example designates 192.0.2.7 as permitted "
     "sender) identity=mailfrom;\r\n client-ip=192.0.2.7; receiver=esa1.theater.iphmx.com;\r\n "
     "envelope-from=\"b@museum.example\";\r\n x-sender=\"b@museum.example\"; "
     "x-conformance=sidf_compatible;\r\n x-record-type=\"v=spf1\"; x-record-text=\"v=spf1\r\n "
     "include:spf.example.com ~all\"",
     "Pass=pass\ncomment<esa1.theater.iphmx.com: domain of b@museum.example designates 192.0.2.7 "
     "as permitted "
     "sender>\nreporter<esa1.theater.iphmx.com>\nidentity<mailfrom>\nfrom<b@museum.example>"
     "\nsender<b@museum.example>\nip<192.0.2.7>\nreceiver<esa1.theater.iphmx.com>\nrecord<v=spf1 "
     "include:spf.example.com ~all>\n"},
    {"cisco/helo",
     "None (esa1.theater.iphmx.com: no sender authenticity information available from domain of "
     "postmaster@h.example) identity=helo; client-ip=192.0.2.7; receiver=esa1.theater.iphmx.com; "
     "envelope-from=\"b@museum.example\"; x-sender=\"postmaster@h.example\"; "
     "x-conformance=spf_only",
     "None=none\ncomment<esa1.theater.iphmx.com: no sender authenticity information available from "
     "domain of "
     "postmaster@h.example>\nreporter<esa1.theater.iphmx.com>\nidentity<helo>\nfrom<b@museum."
     "example>\nsender<postmaster@h.example>\nip<192.0.2.7>\nreceiver<esa1.theater.iphmx.com>\n"},
    {"cisco/pra",
     "SoftFail (esa1.theater.iphmx.com: x) identity=pra; client-ip=192.0.2.7; "
     "receiver=esa1.theater.iphmx.com; envelope-from=\"\"; x-sender=\"b@museum.example\"",
     "SoftFail=softfail\ncomment<esa1.theater.iphmx.com: "
     "x>\nreporter<esa1.theater.iphmx.com>\nidentity<pra>\nfrom<>\nsender<b@museum.example>\nip<"
     "192.0.2.7>\nreceiver<esa1.theater.iphmx.com>\n"},
    {"cisco/identity-blanked",
     "None (x.example: x) identity=xxx; x-sender=\"postmaster@h.example\"",
     "None=none\ncomment<x.example: "
     "x>\nreporter<x.example>\nraw-identity<xxx>\nsender<postmaster@h.example>\n"},

    /* policyd-spf */
    {"policyd-spf/new",
     "Pass (mailfrom) identity=mailfrom; client-ip=192.0.2.7; helo=h.example; "
     "envelope-from=b@museum.example; receiver=<UNKNOWN> ",
     "Pass=pass\ncomment<mailfrom>\nidentity<mailfrom>\nfrom<b@museum.example>\nip<192.0.2.7>"
     "\nhelo<h.example>\n"},
    {"policyd-spf/old-helo",
     "Pass (sender SPF authorized) identity=helo; client-ip=192.0.2.7; helo=h.example; "
     "envelope-from=b@museum.example; receiver=theater.example ",
     "Pass=pass\ncomment<sender SPF "
     "authorized>\nreporter<theater.example>\nidentity<helo>\nfrom<b@museum.example>\nip<192.0.2.7>"
     "\nhelo<h.example>\nreceiver<theater.example>\n"},
    {"policyd-spf/null-sender",
     "None (no SPF record) identity=mailfrom; client-ip=2001:db8::7; helo=h.example; "
     "envelope-from=<>; receiver=<UNKNOWN>",
     "None=none\ncomment<no SPF "
     "record>\nidentity<mailfrom>\nfrom<>\nip<2001:db8::7>\nhelo<h.example>\n"},
    {"policyd-spf/permerror",
     "Permerror (SPF Permanent Error: Too many DNS lookups) identity=mailfrom; "
     "client-ip=192.0.2.7; helo=h.example; envelope-from=b@museum.example; "
     "receiver=theater.example",
     "Permerror=permerror\ncomment<SPF Permanent Error: Too many DNS "
     "lookups>\nreporter<theater.example>\nidentity<mailfrom>\nfrom<b@museum.example>\nip<192.0.2."
     "7>\nhelo<h.example>\nreceiver<theater.example>\n"},

    /* Mail::SPF: the comment starts with the domain that was tested */
    {"mail-spf/pass",
     "pass (museum.example: Sender is authorized to use 'b@museum.example' in 'mfrom' identity "
     "(mechanism 'include:spf.example.com' matched)) receiver=mx.theater.example; "
     "identity=mailfrom; envelope-from=\"b@museum.example\"; helo=h.example; client-ip=192.0.2.7",
     "pass=pass\ncomment<museum.example: Sender is authorized to use 'b@museum.example' in 'mfrom' "
     "identity (mechanism 'include:spf.example.com' "
     "matched)>\nreporter<mx.theater.example>\nidentity<mailfrom>\nfrom<b@museum.example>\nip<192."
     "0.2.7>\nhelo<h.example>\nreceiver<mx.theater.example>\nmechanism<include:spf.example.com>\n"},
    {"mail-spf/softfail",
     "softfail (museum.example: Sender is not authorized by default to use 'b@museum.example' in "
     "'mfrom' identity, however domain is not currently prepared for false failures (mechanism "
     "'~all' matched)) receiver=mx.theater.example; identity=mfrom; "
     "envelope-from=\"b@museum.example\"; helo=h.example; client-ip=192.0.2.7",
     "softfail=softfail\ncomment<museum.example: Sender is not authorized by default to use "
     "'b@museum.example' in 'mfrom' identity, however domain is not currently prepared for false "
     "failures (mechanism '~all' "
     "matched)>\nreporter<mx.theater.example>\nidentity<mailfrom>\nraw-identity<mfrom>\nfrom<b@"
     "museum.example>\nip<192.0.2.7>\nhelo<h.example>\nreceiver<mx.theater.example>\nmechanism<~"
     "all>\n"},
    {"mail-spf/none",
     "none (museum.example: No applicable sender policy available) receiver=mx.theater.example; "
     "identity=mailfrom; envelope-from=\"b@museum.example\"; helo=h.example; client-ip=192.0.2.7",
     "none=none\ncomment<museum.example: No applicable sender policy "
     "available>\nreporter<mx.theater.example>\nidentity<mailfrom>\nfrom<b@museum.example>\nip<192."
     "0.2.7>\nhelo<h.example>\nreceiver<mx.theater.example>\n"},

    /* pyspf */
    {"pyspf/pass",
     "Pass (mx.theater.example: domain of museum.example designates 192.0.2.7 as permitted sender) "
     "client-ip=192.0.2.7; envelope-from=\"b@museum.example\"; helo=h.example; "
     "receiver=mx.theater.example; mechanism=\"ip4:192.0.0.0/8\"; identity=mailfrom",
     "Pass=pass\ncomment<mx.theater.example: domain of museum.example designates 192.0.2.7 as "
     "permitted "
     "sender>\nreporter<mx.theater.example>\nidentity<mailfrom>\nfrom<b@museum.example>\nip<192.0."
     "2.7>\nhelo<h.example>\nreceiver<mx.theater.example>\nmechanism<ip4:192.0.0.0/8>\n"},
    {"pyspf/problem",
     "PermError (mx.theater.example: domain of museum.example: x) client-ip=192.0.2.7; "
     "envelope-from=\"b@museum.example\"; helo=h.example; receiver=mx.theater.example; "
     "problem=moo; identity=mailfrom",
     "PermError=permerror\ncomment<mx.theater.example: domain of museum.example: "
     "x>\nreporter<mx.theater.example>\nidentity<mailfrom>\nfrom<b@museum.example>\nip<192.0.2.7>"
     "\nhelo<h.example>\nreceiver<mx.theater.example>\nproblem<moo>\n"},

    {"icloud",
     "pass (spf.icloud.com: domain of b@museum.example designates 192.0.2.7 as permitted sender) "
     "receiver=spf.icloud.com; client-ip=192.0.2.7; helo=h.example; envelope-from=b@museum.example",
     "pass=pass\ncomment<spf.icloud.com: domain of b@museum.example designates 192.0.2.7 as "
     "permitted "
     "sender>\nreporter<spf.icloud.com>\nfrom<b@museum.example>\nip<192.0.2.7>\nhelo<h.example>"
     "\nreceiver<spf.icloud.com>\n"},
    {"exim",
     "softfail (mail.theater.example: transitioning domain of museum.example does not designate "
     "192.0.2.7 as permitted sender) client-ip=192.0.2.7; "
     "envelope-from=1-QLA-9.0.5@museum.example; helo=h.example;",
     "softfail=softfail\ncomment<mail.theater.example: transitioning domain of museum.example does "
     "not designate 192.0.2.7 as permitted "
     "sender>\nreporter<mail.theater.example>\nfrom<1-QLA-9.0.5@museum.example>\nip<192.0.2.7>"
     "\nhelo<h.example>\n"},
    {"ses",
     "pass (spfCheck: domain of museum.example designates 192.0.2.7 as permitted sender) "
     "client-ip=192.0.2.7; envelope-from=b@museum.example; helo=h.example;",
     "pass=pass\ncomment<spfCheck: domain of museum.example designates 192.0.2.7 as permitted "
     "sender>\nfrom<b@museum.example>\nip<192.0.2.7>\nhelo<h.example>\n"},
    {"ionos",
     "none (mxeu17: 192.0.2.7 is neither permitted nor denied by domain of h.example) "
     "client-ip=192.0.2.7; envelope-from=postmaster@h.example; helo=h.example;",
     "none=none\ncomment<mxeu17: 192.0.2.7 is neither permitted nor denied by domain of "
     "h.example>\nfrom<postmaster@h.example>\nip<192.0.2.7>\nhelo<h.example>\n"},
    {"messagelabs",
     "pass (server-0.tower-0.messagelabs.com: domain of museum.example designates 192.0.2.7 as "
     "permitted sender)",
     "pass=pass\ncomment<server-0.tower-0.messagelabs.com: domain of museum.example designates "
     "192.0.2.7 as permitted sender>\nreporter<server-0.tower-0.messagelabs.com>\n"},
    {"qmail",
     "none (mx.theater.example: domain at museum.example does not designate permitted sender "
     "hosts)",
     "none=none\ncomment<mx.theater.example: domain at museum.example does not designate permitted "
     "sender hosts>\nreporter<mx.theater.example>\n"},
    {"yahoo/old",
     "none (domain of museum.example does not designate permitted sender hosts) bAMDMQ--",
     "none=none\ncomment<domain of museum.example does not designate permitted sender "
     "hosts>\n!received-spf-text\n"},
    {"zone/semicolon-missing",
     "Pass (zonemx.eu: domain of museum.example designates 192.0.2.7 as permitted sender) "
     "receiver=zonemx.eu; identity=mailfrom; client-ip=192.0.2.7 helo=h.example; "
     "envelope-from=<bounce+9e.9-anna=theater.example@museum.example>",
     "Pass=pass\ncomment<zonemx.eu: domain of museum.example designates 192.0.2.7 as permitted "
     "sender>\nreporter<zonemx.eu>\nidentity<mailfrom>\nfrom<bounce+9e.9-anna=theater.example@"
     "museum.example>\nip<192.0.2.7>\nhelo<h.example>\nreceiver<zonemx.eu>\n"},

    /* Courier */
    {"courier/helo",
     "pass (Address passes the Sender Policy Framework) SPF=HELO; sender=h.example; "
     "remoteip=::ffff:192.0.2.7; remotehost=h.example; helo=h.example; "
     "receiver=mx.theater.example;",
     "pass=pass\ncomment<Address passes the Sender Policy "
     "Framework>\nreporter<mx.theater.example>\nidentity<helo>\nsender<h.example>\nip<192.0.2.7>"
     "\nhelo<h.example>\nreceiver<mx.theater.example>\n"},
    {"courier/unknown",
     "unknown (Address does not pass the Sender Policy Framework) SPF=MAILFROM; "
     "sender=b@museum.example; remoteip=::ffff:192.0.2.7; receiver=mx.theater.example;",
     "unknown=permerror\ncomment<Address does not pass the Sender Policy "
     "Framework>\nreporter<mx.theater.example>\nidentity<mailfrom>\nsender<b@museum.example>\nip<"
     "192.0.2.7>\nreceiver<mx.theater.example>\n"},
    {"courier/error",
     "error (Address does not pass the Sender Policy Framework) SPF=FROM; sender=b@museum.example; "
     "remoteip=2001:db8::7;",
     "error=temperror\ncomment<Address does not pass the Sender Policy "
     "Framework>\nraw-identity<FROM>\nsender<b@museum.example>\nip<2001:db8::7>\n"},

    {"mox",
     "pass (domain museum.example) client-ip=192.0.2.7; envelope-from=\"b@museum.example\"; "
     "helo=h.example; mechanism=\"ip4:192.0.2.7\"; received=mx.theater.example; identity=mailfrom",
     "pass=pass\ncomment<domain "
     "museum.example>\nreporter<mx.theater.example>\nidentity<mailfrom>\nfrom<b@museum.example>"
     "\nip<192.0.2.7>\nhelo<h.example>\nreceiver<mx.theater.example>\nmechanism<ip4:192.0.2.7>\n"},
    {"mox/nil", "none client-ip=\"<nil>\"; received=mx.theater.example",
     "none=none\nreporter<mx.theater.example>\nreceiver<mx.theater.example>\n!received-spf-client-"
     "ip\n"},
    {"haraka",
     "Pass (mx.theater.example: domain of museum.example designates 192.0.2.7 as permitted sender) "
     "receiver=mx.theater.example; identity=mailfrom; client-ip=192.0.2.7; helo=h.example; "
     "envelope-from=<b@museum.example>",
     "Pass=pass\ncomment<mx.theater.example: domain of museum.example designates 192.0.2.7 as "
     "permitted "
     "sender>\nreporter<mx.theater.example>\nidentity<mailfrom>\nfrom<b@museum.example>\nip<192.0."
     "2.7>\nhelo<h.example>\nreceiver<mx.theater.example>\n"},
    {"barracuda",
     "softfail (mx.theater.example: domain of transitioning b@museum.example does not designate "
     "192.0.2.7 as permitted sender)\n\tclient-ip=192.0.2.7;",
     "softfail=softfail\ncomment<mx.theater.example: domain of transitioning b@museum.example does "
     "not designate 192.0.2.7 as permitted sender>\nreporter<mx.theater.example>\nip<192.0.2.7>\n"},

    /* RFC 7208 §9.1 */
    {"rfc7208/pass",
     "pass (mybox.example.org: domain of\r\n myname@example.com designates 192.0.2.1 as permitted "
     "sender)\r\n    receiver=mybox.example.org; client-ip=192.0.2.1;\r\n    "
     "envelope-from=\"myname@example.com\"; helo=foo.example.com;",
     "pass=pass\ncomment<mybox.example.org: domain of myname@example.com designates 192.0.2.1 as "
     "permitted "
     "sender>\nreporter<mybox.example.org>\nfrom<myname@example.com>\nip<192.0.2.1>\nhelo<foo."
     "example.com>\nreceiver<mybox.example.org>\n"},
    {"rfc7208/mechanism", "pass identity=mailfrom; mechanism=ip4:192.0.2.1; helo=[192.0.2.1]",
     "pass=pass\nidentity<mailfrom>\nhelo<[192.0.2.1]>\nmechanism<ip4:192.0.2.1>\n"},
    {"result-alone", "none", "none=none\n"},
    {"result-unknown-word", "maybe (who knows)", "maybe=\ncomment<who knows>\n"},
    {"comment-first", "(checked) Pass client-ip=192.0.2.7",
     "Pass=pass\ncomment<checked>\nip<192.0.2.7>\n"},
    {"semicolon-behind-result", "pass; client-ip=192.0.2.7;; helo = h.example ;",
     "pass=pass\nip<192.0.2.7>\nhelo<h.example>\n"},
    {"empty-values", "fail envelope-from=; helo= client-ip=192.0.2.7",
     "fail=fail\nfrom<>\nip<192.0.2.7>\nhelo<>\n"},
    {"record-unquoted", "pass x-record-text=v=spf1 include:a.example\r\n -all; helo=h",
     "pass=pass\nhelo<h>\nrecord<v=spf1 include:a.example -all>\n"},
    {"quoted-local-part", "pass envelope-from=\"\\\"anna maria\\\"@museum.example\"",
     "pass=pass\nfrom<\"anna maria\"@museum.example>\n"},
    {"u-labels", "pass (mx.théâtre.example: ok) envelope-from=zoë@münster.example",
     "pass=pass\ncomment<mx.théâtre.example: "
     "ok>\nreporter<mx.théâtre.example>\nfrom<zoë@münster.example>\n"},
    {"address-prefix-is-no-host", "neutral (192.0.2.7: ?) client-ip=192.0.2.300",
     "neutral=neutral\ncomment<192.0.2.7: ?>\n!received-spf-client-ip\n"},
};

static void
test_field (gconstpointer data) {
  const FieldCase *field_case = data;
  g_autoptr (Arena) arena = arena_new ();
  ReceivedSpf spf;
  Defects defects;
  defects_init (&defects, arena);
  g_assert_true (received_spf_parse (span_guarded (field_case->value), arena, &spf, &defects));
  g_autofree char *rendered = render (&spf, &defects);
  g_assert_cmpstr (rendered, ==, field_case->expected);
}

static void
test_no_result (void) {
  static const char *const values[] = {"",         " \r\n ", "(pass)", ";", "client-ip=192.0.2.7",
                                       "\"pass\"", "="};
  g_autoptr (Arena) arena = arena_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    ReceivedSpf spf;
    Defects defects;
    defects_init (&defects, arena);
    g_assert_false (received_spf_parse (span_guarded (values[i]), arena, &spf, &defects));
    g_assert_true (span_is_null (spf.result) && span_is_null (spf.raw_result));
    g_assert_cmpuint (defects.total, ==, 1);
  }
}

/* Every pair is kept, known key or not, as it came. */
static void
test_pairs (void) {
  g_autoptr (Arena) arena = arena_new ();
  ReceivedSpf spf;
  received_spf_parse (span_guarded ("Pass (x) pr=C; Envelope-From=<b@museum.example>; pr=M"), arena,
                      &spf, NULL);
  g_assert_cmpuint (spf.pairs.n, ==, 3);
  g_assert_true (span_equal (vec_at (&spf.pairs, SpfPair, 0)->key, SPAN ("pr")));
  g_assert_true (span_equal (vec_at (&spf.pairs, SpfPair, 0)->value, SPAN ("C")));
  g_assert_true (span_equal (vec_at (&spf.pairs, SpfPair, 1)->value, SPAN ("<b@museum.example>")));
  g_assert_true (span_equal (spf.envelope_from, SPAN ("b@museum.example")));
  g_assert_true (span_equal (vec_at (&spf.pairs, SpfPair, 2)->value, SPAN ("M")));
}

/* A quadratic loop would take minutes on these. */
static void
test_large_values_end (void) {
  static const char *const units[] = {
      "(",
      "((a)",
      "a=b;",
      "a=b ",
      "\"",
      "\"\" ",
      "a= (c) ",
      "a ",
      ";",
      "a (c) ",
      "=",
      "a=b c ",
      "a=b (c) d ",
      "a\r\n ",
      "(mechanism '",
      "(mechanism 'x' ",
      ":",
      "a.b:",
      "client-ip=1 ",
      "<",
      "\\\"",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (GString) text = g_string_new ("pass ");
    ReceivedSpf spf;
    Defects defects;
    defects_init (&defects, arena);
    while (text->len < LIMIT_FIELD)
      g_string_append (text, units[i]);
    received_spf_parse (span_of (text->str, text->len), arena, &spf, &defects);
    g_assert_cmpuint (spf.pairs.n, <=, LIMIT_PROPERTIES);
  }
}

/* Words behind a value belong to it, but for keys whose value is one word. */
static void
test_one_word_keys (void) {
  static const struct {
    const char *key;
    bool one;
  } rows[] = {
      {"client-ip", true}, {"remoteip", true},       {"helo", true},
      {"receiver", true},  {"received", true},       {"identity", true},
      {"spf", true},       {"HELO", true},           {"problem", false},
      {"x-record", false}, {"envelope-from", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    ReceivedSpf spf;
    g_autofree char *value = g_strdup_printf ("pass %s=a b; c=d", rows[i].key);
    g_test_message ("%s", value);
    g_assert_true (received_spf_parse (span_guarded (value), arena, &spf, NULL));
    g_assert_cmpuint (spf.pairs.n, ==, 2);
    g_assert_true (span_equal (vec_at (&spf.pairs, SpfPair, 0)->value,
                               rows[i].one ? SPAN ("a") : SPAN ("a b")));
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (field_cases); i++) {
    g_autofree char *path = g_strconcat ("/received-spf/", field_cases[i].name, NULL);
    g_test_add_data_func (path, &field_cases[i], test_field);
  }
  g_test_add_func ("/received-spf/no-result", test_no_result);
  g_test_add_func ("/received-spf/pairs", test_pairs);
  g_test_add_func ("/received-spf/large-values-end", test_large_values_end);
  g_test_add_func ("/received-spf/one-word-keys", test_one_word_keys);
  return g_test_run ();
}
