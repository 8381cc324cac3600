/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Authentication-Results as real receivers write it. What is expected is written by hand, in the
 * notation of render(). */
#include "guarded.h"
#include "headers/authentication-results.h"
#include "base/limits.h"

typedef struct {
  const char *name;
  const char *value;
  const char *expected;
} FieldCase;

static void
put (GString *text, const char *before, Span span, const char *after) {
  if (span_is_null (span))
    return;
  g_string_append (text, before);
  g_string_append_len (text, span.data, (gssize)span.len);
  g_string_append (text, after);
}

static void
render_result (GString *text, const AuthResult *result) {
  put (text, "", result->method, "");
  if (result->method_version.set)
    g_string_append_printf (text, "/%" G_GINT64_FORMAT, result->method_version.value);
  put (text, "=", result->raw_result, "");
  put (text, " reason<", result->reason, ">");
  put (text, " (", result->comment, ")");
  for (guint i = 0; i < result->properties.n; i++) {
    const AuthProperty *property = vec_at (&result->properties, AuthProperty, i);
    put (text, " ", property->ptype, ".");
    put (text, span_is_null (property->ptype) ? " " : "", property->property, "");
    put (text, "<", property->value, ">");
  }
  g_string_append_c (text, '\n');
}

/* "[id]", "v1", "none", "(comment)", "trailing <…>", "bare <…>" and "!defect" lines; a result is
 * one line "method/version=result reason<…> (comment) ptype.property<value>". */
static char *
render (const AuthenticationResults *field, const Defects *defects) {
  GString *text = g_string_new (NULL);
  put (text, "[", field->authserv_id, "]\n");
  if (field->version.set)
    g_string_append_printf (text, "v%" G_GINT64_FORMAT "\n", field->version.value);
  put (text, "(", field->comment, ")\n");
  put (text, "trailing <", field->trailing, ">\n");
  if (field->says_none)
    g_string_append (text, "none\n");
  for (guint i = 0; i < field->results.n; i++)
    render_result (text, vec_at (&field->results, AuthResult, i));
  for (guint i = 0; i < field->bare_domains.n; i++)
    put (text, "bare <", *vec_at (&field->bare_domains, Span, i), ">\n");
  for (guint i = 0; i < defects->list.n; i++)
    put (text, "!", vec_at (&defects->list, Defect, i)->code, "\n");
  return g_string_free (text, FALSE);
}

static const FieldCase field_cases[] = {
    /* Google */
    {"google",
     " mx.google.com;\r\n"
     "       dkim=pass header.i=@museum.example header.s=stxsel1 header.b=AbCdEfGh;\r\n"
     "       spf=pass (google.com: domain of b@mail.museum.example designates 192.0.2.7 as "
     "permitted sender)"
     " smtp.mailfrom=b@mail.museum.example;\r\n"
     "       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=museum.example",
     "[mx.google.com]\n"
     "dkim=pass header.i<@museum.example> header.s<stxsel1> header.b<AbCdEfGh>\n"
     "spf=pass (google.com: domain of b@mail.museum.example designates 192.0.2.7 as permitted "
     "sender)"
     " smtp.mailfrom<b@mail.museum.example>\n"
     "dmarc=pass (p=NONE sp=NONE dis=NONE) header.from<museum.example>\n"},
    {"google/comment-folded",
     "mx.google.com;\r\n spf=fail (google.com: domain of\r\n\ta@museum.example does not\r\n  "
     "designate 192.0.2.7 as permitted sender)\r\n"
     " smtp.mailfrom=a@museum.example",
     "[mx.google.com]\n"
     "spf=fail (google.com: domain of a@museum.example does not designate 192.0.2.7 as permitted "
     "sender)"
     " smtp.mailfrom<a@museum.example>\n"},
    {"google/verp-quoted",
     "mx.google.com; spf=pass smtp.mailfrom=\"bounce+9eed-anna=museum.example@mail.example.com\"; "
     "dkim=neutral (no key) header.i=@x.example",
     "[mx.google.com]\n"
     "spf=pass smtp.mailfrom<bounce+9eed-anna=museum.example@mail.example.com>\n"
     "dkim=neutral (no key) header.i<@x.example>\n"},
    {"google/verp-unquoted",
     "mx.google.com; spf=pass smtp.mail=bc=anna+museum.example=@example.com; dkim=pass "
     "header.i=@example.com",
     "[mx.google.com]\n"
     "spf=pass smtp.mail<bc=anna+museum.example=@example.com>\n"
     "dkim=pass header.i<@example.com>\n"},
    {"google/base64-unquoted",
     "mx.google.com; dkim=pass header.i=@museum.example header.b=Uq5L/n+=; dkim=pass "
     "header.b=g5+zMls/",
     "[mx.google.com]\n"
     "dkim=pass header.i<@museum.example> header.b<Uq5L/n+=>\n"
     "dkim=pass header.b<g5+zMls/>\n"},
    {"google/empty-mail",
     "mx.google.com; spf=pass smtp.mail=; dkim=hardfail (test mode) header.i=@museum.example",
     "[mx.google.com]\n"
     "spf=pass smtp.mail<>\n"
     "dkim=hardfail (test mode) header.i<@museum.example>\n"},
    {"google/no-space-before-property",
     "r2.messagelabs.com; spf=pass (server-0.tower-0.messagelabs.com: domain of museum.example "
     "designates 192.0.2.225 as permitted sender)smtp.mailfrom=museum.example",
     "[r2.messagelabs.com]\n"
     "spf=pass (server-0.tower-0.messagelabs.com: domain of museum.example designates 192.0.2.225 "
     "as permitted sender) smtp.mailfrom<museum.example>\n"},
    {"google/arc-in-comment",
     "mx.google.com; dmarc=fail (p=REJECT sp=REJECT dis=NONE arc=pass) header.from=museum.example; "
     "arc=pass (i=1 spf=pass spfdomain=museum.example dkim=pass dkdomain=museum.example)",
     "[mx.google.com]\n"
     "dmarc=fail (p=REJECT sp=REJECT dis=NONE arc=pass) header.from<museum.example>\n"
     "arc=pass (i=1 spf=pass spfdomain=museum.example dkim=pass dkdomain=museum.example)\n"},

    /* Microsoft */
    {"microsoft",
     "spf=pass (sender IP is 192.0.2.7)\r\n smtp.mailfrom=mail.museum.example; dkim=pass "
     "(signature was verified)\r\n"
     " header.d=museum.example;dmarc=pass action=none\r\n header.from=museum.example;compauth=pass "
     "reason=100",
     "spf=pass (sender IP is 192.0.2.7) smtp.mailfrom<mail.museum.example>\n"
     "dkim=pass (signature was verified) header.d<museum.example>\n"
     "dmarc=pass action<none> header.from<museum.example>\n"
     "compauth=pass reason<100>\n"},
    {"microsoft/not-signed",
     "spf=none (sender IP is 192.0.2.7) smtp.helo=h.example.com; dkim=none (message not signed) "
     "header.d=none;dmarc=none action=none header.from=museum.example;compauth=fail reason=001",
     "spf=none (sender IP is 192.0.2.7) smtp.helo<h.example.com>\n"
     "dkim=none (message not signed) header.d<none>\n"
     "dmarc=none action<none> header.from<museum.example>\n"
     "compauth=fail reason<001>\n"},
    {"microsoft/recipient-domain",
     "spf=fail (sender IP is 192.0.2.7) smtp.mailfrom=a.example; theater.example; dkim=pass "
     "(signature was verified) header.d=b.example;theater.example; dmarc=bestguesspass action=none "
     "header.from=b.example;",
     "spf=fail (sender IP is 192.0.2.7) smtp.mailfrom<a.example>\n"
     "dkim=pass (signature was verified) header.d<b.example>\n"
     "dmarc=bestguesspass action<none> header.from<b.example>\n"
     "bare <theater.example>\nbare <theater.example>\n"},
    {"microsoft/outbound",
     "Museum.example; dkim=none (message not signed)\r\n header.d=none;Museum.example; dmarc=none "
     "action=none header.from=b.example;",
     "[Museum.example]\n"
     "dkim=none (message not signed) header.d<none>\n"
     "dmarc=none action<none> header.from<b.example>\n"
     "bare <museum.example>\n"},
    {"microsoft/empty-from",
     "spf=pass (sender IP is 192.0.2.7) smtp.helo=h.example; dkim=none (message not signed) "
     "header.d=none;dmarc=none action=none header.from=;compauth=fail reason=001",
     "spf=pass (sender IP is 192.0.2.7) smtp.helo<h.example>\n"
     "dkim=none (message not signed) header.d<none>\n"
     "dmarc=none action<none> header.from<>\n"
     "compauth=fail reason<001>\n"},
    {"microsoft/null-sender", "spf=none (sender IP is ) smtp.mailfrom=<>; ",
     "spf=none (sender IP is) smtp.mailfrom<<>>\n"},
    {"microsoft/empty-helo",
     "spf=none (sender IP is ) smtp.helo=; dkim=none (message not signed) header.d=none;",
     "spf=none (sender IP is) smtp.helo<>\n"
     "dkim=none (message not signed) header.d<none>\n"},
    {"microsoft/arc-field",
     " mx.microsoft.com 1; spf=pass (sender ip is 192.0.2.7) smtp.rcpttodomain=theater.example "
     "smtp.mailfrom=museum.example; dmarc=pass (p=none sp=none pct=100) action=none "
     "header.from=museum.example; dkim=pass (signature was verified) header.d=museum.example; "
     "arc=none (0)",
     "[mx.microsoft.com]\nv1\n"
     "spf=pass (sender ip is 192.0.2.7) smtp.rcpttodomain<theater.example> "
     "smtp.mailfrom<museum.example>\n"
     "dmarc=pass (p=none sp=none pct=100) action<none> header.from<museum.example>\n"
     "dkim=pass (signature was verified) header.d<museum.example>\n"
     "arc=none (0)\n"},
    {"microsoft/arc-comment-with-equals",
     "mx.microsoft.com 1; arc=pass (0 oda=1 ltdi=1 spf=[1,1,smtp.mailfrom=museum.example] "
     "dkim=[1,1,header.d=museum.example])",
     "[mx.microsoft.com]\nv1\n"
     "arc=pass (0 oda=1 ltdi=1 spf=[1,1,smtp.mailfrom=museum.example] "
     "dkim=[1,1,header.d=museum.example])\n"},
    {"microsoft/timeout",
     "spf=temperror (sender IP is 2001:db8::7) smtp.mailfrom=museum.example; dkim=timeout (key "
     "query timeout) header.d=museum.example;dmarc=temperror action=none "
     "header.from=museum.example;compauth=none reason=405",
     "spf=temperror (sender IP is 2001:db8::7) smtp.mailfrom<museum.example>\n"
     "dkim=timeout (key query timeout) header.d<museum.example>\n"
     "dmarc=temperror action<none> header.from<museum.example>\n"
     "compauth=none reason<405>\n"},
    {"microsoft/oreject",
     "spf=softfail (sender IP is 192.0.2.7) smtp.mailfrom=museum.example; dkim=fail (body hash did "
     "not verify) header.d=museum.example;dmarc=fail action=oreject "
     "header.from=museum.example;compauth=fail reason=000",
     "spf=softfail (sender IP is 192.0.2.7) smtp.mailfrom<museum.example>\n"
     "dkim=fail (body hash did not verify) header.d<museum.example>\n"
     "dmarc=fail action<oreject> header.from<museum.example>\n"
     "compauth=fail reason<000>\n"},
    {"microsoft/hotmail",
     "hotmail.com; spf=none (sender IP is 192.0.2.29; identity alignment result is pass and "
     "alignment mode is relaxed) smtp.helo=h.example; x-hmca=none "
     "header.id=postmaster@museum.example",
     "[hotmail.com]\n"
     "spf=none (sender IP is 192.0.2.29; identity alignment result is pass and alignment mode is "
     "relaxed) smtp.helo<h.example>\n"
     "x-hmca=none header.id<postmaster@museum.example>\n"},
    {"microsoft/truncated-in-comment",
     "spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=museum.example; dkim=pass (signature was ver",
     "spf=pass (sender IP is 192.0.2.7) smtp.mailfrom<museum.example>\n"
     "dkim=pass (signature was ver)\n!comment-unterminated\n"},

    /* Yahoo, AOL */
    {"yahoo",
     "atlas216.free.mail.bf1.yahoo.com;\r\n dkim=pass header.i=@museum.example "
     "header.s=stxsel1;\r\n spf=pass smtp.mailfrom=mail.museum.example;\r\n "
     "dmarc=pass(p=NONE,sp=QUARANTINE) header.from=museum.example;",
     "[atlas216.free.mail.bf1.yahoo.com]\n"
     "dkim=pass header.i<@museum.example> header.s<stxsel1>\n"
     "spf=pass smtp.mailfrom<mail.museum.example>\n"
     "dmarc=pass (p=NONE,sp=QUARANTINE) header.from<museum.example>\n"},
    {"yahoo/unknown",
     "atlas-production.v2-mail-prod1-gq1.omega.yahoo.com; dkim=unknown; spf=none "
     "smtp.mailfrom=museum.example; dmarc=unknown header.from=museum.example;",
     "[atlas-production.v2-mail-prod1-gq1.omega.yahoo.com]\n"
     "dkim=unknown\nspf=none smtp.mailfrom<museum.example>\ndmarc=unknown "
     "header.from<museum.example>\n"},
    {"yahoo/perm-fail",
     "atlas114.aol.mail.ne1.yahoo.com; dkim=perm_fail header.i=@museum.example header.s=l1; "
     "dkim=pass header.i=@b.example header.s=s; spf=temp_fail smtp.mailfrom=museum.example;",
     "[atlas114.aol.mail.ne1.yahoo.com]\n"
     "dkim=perm_fail header.i<@museum.example> header.s<l1>\n"
     "dkim=pass header.i<@b.example> header.s<s>\n"
     "spf=temp_fail smtp.mailfrom<museum.example>\n"},
    {"yahoo/old-from-before-method",
     "mta1234.mail.sg2.yahoo.com  from=museum.example; domainkeys=neutral (no sig);  "
     "from=b.example; dkim=pass (ok)",
     "[mta1234.mail.sg2.yahoo.com]\ntrailing <from=museum.example>\n"
     "domainkeys=neutral (no sig) from<museum.example>\n"
     "dkim=pass (ok) from<b.example>\n"
     "!ar-trailing\n!ar-property-alone\n"},
    {"yahoo/old-property-behind",
     "mta776.mail.djm.yahoo.co.jp from=museum.example; domainkeys=pass (ok); dkim=permerror (bad "
     "sig); header.i=@museum.example",
     "[mta776.mail.djm.yahoo.co.jp]\ntrailing <from=museum.example>\n"
     "domainkeys=pass (ok) from<museum.example>\n"
     "dkim=permerror (bad sig) header.i<@museum.example>\n"
     "!ar-trailing\n!ar-property-alone\n"},

    /* iCloud */
    {"icloud/bimi", "bimi.icloud.com; bimi=skipped reason=\"insufficient dmarc\"",
     "[bimi.icloud.com]\nbimi=skipped reason<insufficient dmarc>\n"},
    {"icloud/arc", "arc.icloud.com; arc=none", "[arc.icloud.com]\narc=none\n"},
    {"icloud/dmarc", "dmarc.icloud.com; dmarc=pass header.from=museum.example",
     "[dmarc.icloud.com]\ndmarc=pass header.from<museum.example>\n"},
    {"icloud/dkim",
     "dkim-verifier.icloud.com; dkim=pass (2048-bit key) header.d=museum.example "
     "header.i=@museum.example header.b=VcoItmoG",
     "[dkim-verifier.icloud.com]\n"
     "dkim=pass (2048-bit key) header.d<museum.example> header.i<@museum.example> "
     "header.b<VcoItmoG>\n"},
    {"icloud/spf",
     "spf.icloud.com; spf=pass (spf.icloud.com: domain of b@museum.example designates 192.0.2.7 as "
     "permitted sender) smtp.mailfrom=b@museum.example",
     "[spf.icloud.com]\n"
     "spf=pass (spf.icloud.com: domain of b@museum.example designates 192.0.2.7 as permitted "
     "sender) smtp.mailfrom<b@museum.example>\n"},

    /* others */
    {"gmx", "gmx.net; dkim=pass header.i=@museum.example",
     "[gmx.net]\ndkim=pass header.i<@museum.example>\n"},
    {"ionos",
     "kundenserver.de; dkim=pass header.i=b@museum.example header.s=s1; spf=pass "
     "smtp.helo=h.example; dmarc=none header.from=museum.example; iprev=pass "
     "policy.iprev=192.0.2.7",
     "[kundenserver.de]\n"
     "dkim=pass header.i<b@museum.example> header.s<s1>\nspf=pass smtp.helo<h.example>\n"
     "dmarc=none header.from<museum.example>\niprev=pass policy.iprev<192.0.2.7>\n"},
    {"sfr",
     "sfr.fr 1; spf=pass smtp.mailfrom=b@museum.example smtp.helo=h.example; dkim=pass "
     "reason=\"good signature\" header.d=museum.example header.s=s1 header.b=abcdef; dkim=neutral "
     "reason=\"invalid signature\" header.d=b.example; dmarc=none reason=\"No policy found\"",
     "[sfr.fr]\nv1\n"
     "spf=pass smtp.mailfrom<b@museum.example> smtp.helo<h.example>\n"
     "dkim=pass reason<good signature> header.d<museum.example> header.s<s1> header.b<abcdef>\n"
     "dkim=neutral reason<invalid signature> header.d<b.example>\n"
     "dmarc=none reason<No policy found>\n"},
    {"infomaniak",
     "mx.infomaniak.com;\r\n\tdkim=pass (2048-bit key; unprotected) header.d=museum.example "
     "header.i=@museum.example header.b=\"VcoItmoG\";\r\n\tdkim-atps=neutral",
     "[mx.infomaniak.com]\n"
     "dkim=pass (2048-bit key; unprotected) header.d<museum.example> header.i<@museum.example> "
     "header.b<VcoItmoG>\n"
     "dkim-atps=neutral\n"},
    {"proton",
     "mailin042.protonmail.ch; dkim=pass (Good 2048 bit rsa-sha256 signature) "
     "header.d=museum.example header.a=rsa-sha256",
     "[mailin042.protonmail.ch]\n"
     "dkim=pass (Good 2048 bit rsa-sha256 signature) header.d<museum.example> "
     "header.a<rsa-sha256>\n"},
    {"proton/old",
     "mail7i.protonmail.ch; spf=tempfail smtp.mailfrom=museum.example; arc=none "
     "smtp.remote-ip=192.0.2.7; dkim=none header.b=\"\"",
     "[mail7i.protonmail.ch]\n"
     "spf=tempfail smtp.mailfrom<museum.example>\narc=none smtp.remote-ip<192.0.2.7>\ndkim=none "
     "header.b<>\n"},
    {"fastmail",
     "mx1.messagingengine.com;\n    x-csa=none;\n    x-me-sender=none;\n    x-ptr=fail "
     "smtp.helo=h.example policy.ptr=p.example",
     "[mx1.messagingengine.com]\nx-csa=none\nx-me-sender=none\nx-ptr=fail smtp.helo<h.example> "
     "policy.ptr<p.example>\n"},
    {"fastmail/comment-between-properties",
     "mx1.messagingengine.com; dkim=pass (2048-bit rsa key sha256) header.d=museum.example "
     "x-bits=2048; dmarc=pass policy.published-domain-policy=none policy.applied-disposition=none "
     "(p=none,sp=quarantine,d=none,d.eval=none) policy.policy-from=p header.from=museum.example; "
     "iprev=pass smtp.remote-ip=192.0.2.7 (h.example)",
     "[mx1.messagingengine.com]\n"
     "dkim=pass (2048-bit rsa key sha256) header.d<museum.example> x-bits<2048>\n"
     "dmarc=pass (p=none,sp=quarantine,d=none,d.eval=none) policy.published-domain-policy<none> "
     "policy.applied-disposition<none> policy.policy-from<p> header.from<museum.example>\n"
     "iprev=pass (h.example) smtp.remote-ip<192.0.2.7>\n"},
    {"fastmail/tls",
     "mx1.messagingengine.com; x-tls=pass smtp.version=TLSv1.3 smtp.cipher=TLS_AES_256_GCM_SHA384 "
     "smtp.bits=256/256; x-vs=clean score=15 state=0",
     "[mx1.messagingengine.com]\n"
     "x-tls=pass smtp.version<TLSv1.3> smtp.cipher<TLS_AES_256_GCM_SHA384> smtp.bits<256/256>\n"
     "x-vs=clean score<15> state<0>\n"},
    {"fastmail/invalid",
     "mx1.messagingengine.com; dkim=invalid (public key: not available, unknown key) "
     "header.d=museum.example",
     "[mx1.messagingengine.com]\ndkim=invalid (public key: not available, unknown key) "
     "header.d<museum.example>\n"},
    {"zoho",
     "mx.zohomail.eu;\n\tdkim=pass;\n\tspf=pass (zohomail.eu: domain of _spf.museum.example "
     "designates 192.0.2.7 as permitted sender)  "
     "smtp.mailfrom=b@museum.example;\n\tdmarc=pass(p=none dis=none)  "
     "header.from=<b@museum.example>",
     "[mx.zohomail.eu]\ndkim=pass\n"
     "spf=pass (zohomail.eu: domain of _spf.museum.example designates 192.0.2.7 as permitted "
     "sender) smtp.mailfrom<b@museum.example>\n"
     "dmarc=pass (p=none dis=none) header.from<<b@museum.example>>\n"},
    {"mail-ru",
     "mxs.mail.ru; spf=pass (mx210.i.mail.ru: domain of museum.example designates 192.0.2.7 as "
     "permitted sender) smtp.mailfrom=b@museum.example smtp.helo=h.example; dkim=pass "
     "header.d=museum.example; dmarc=pass header.from=b@museum.example",
     "[mxs.mail.ru]\n"
     "spf=pass (mx210.i.mail.ru: domain of museum.example designates 192.0.2.7 as permitted "
     "sender) smtp.mailfrom<b@museum.example> smtp.helo<h.example>\n"
     "dkim=pass header.d<museum.example>\ndmarc=pass header.from<b@museum.example>\n"},
    {"mail-ru/empty-comment", "mxs.mail.ru; spf=none () smtp.helo=h.example",
     "[mxs.mail.ru]\nspf=none smtp.helo<h.example>\n"},
    {"mail-ru/auth",
     "f56.i.mail.ru; auth=pass smtp.auth=b@museum.example smtp.mailfrom=b@museum.example",
     "[f56.i.mail.ru]\nauth=pass smtp.auth<b@museum.example> smtp.mailfrom<b@museum.example>\n"},
    {"yandex",
     "mxfront12.mail.yandex.net; spf=pass (mxfront12.mail.yandex.net: domain of museum.example "
     "designates 192.0.2.7 as permitted sender, rule=[ip4:192.0.2.0/24]) "
     "smtp.mail=b@museum.example; dkim=pass header.i=@museum.example",
     "[mxfront12.mail.yandex.net]\n"
     "spf=pass (mxfront12.mail.yandex.net: domain of museum.example designates 192.0.2.7 as "
     "permitted sender, rule=[ip4:192.0.2.0/24]) smtp.mail<b@museum.example>\n"
     "dkim=pass header.i<@museum.example>\n"},
    {"comcast",
     "resimta-po-24v.sys.comcast.net; dkim=pass header.d=museum.example header.b=VcoItmoG",
     "[resimta-po-24v.sys.comcast.net]\ndkim=pass header.d<museum.example> header.b<VcoItmoG>\n"},
    {"cisco",
     "esa1.theater.iphmx.com; dkim=pass (signature verified) header.i=@museum.example; spf=Pass "
     "smtp.mailfrom=b@museum.example; spf=None smtp.helo=postmaster@h.example; dmarc=pass (p=none "
     "dis=none) d=museum.example",
     "[esa1.theater.iphmx.com]\n"
     "dkim=pass (signature verified) header.i<@museum.example>\n"
     "spf=Pass smtp.mailfrom<b@museum.example>\nspf=None smtp.helo<postmaster@h.example>\n"
     "dmarc=pass (p=none dis=none) d<museum.example>\n"},
    {"cisco/hardfail",
     "esa1.theater.iphmx.com; dkim=hardfail (body hash did not verify [final]) header.i=none",
     "[esa1.theater.iphmx.com]\ndkim=hardfail (body hash did not verify [final]) header.i<none>\n"},
    {"mimecast",
     "relay.mimecast.com;\r\n\tdkim=none;\r\n\tdmarc=pass (policy=none) "
     "header.from=museum.example;\r\n\tspf=none (relay.mimecast.com: domain of b@museum.example "
     "has no SPF policy when checking 192.0.2.7) smtp.mailfrom=b@museum.example",
     "[relay.mimecast.com]\ndkim=none\ndmarc=pass (policy=none) header.from<museum.example>\n"
     "spf=none (relay.mimecast.com: domain of b@museum.example has no SPF policy when checking "
     "192.0.2.7) smtp.mailfrom<b@museum.example>\n"},
    {"proofpoint",
     "ppops.net; spf=pass smtp.mailfrom=b@museum.example; dkim=pass header.d=museum.example "
     "header.s=s1",
     "[ppops.net]\nspf=pass smtp.mailfrom<b@museum.example>\ndkim=pass header.d<museum.example> "
     "header.s<s1>\n"},
    {"rspamd",
     "mx3.theater.example;\n\tdkim=fail (\"body hash did not verify\") header.d=museum.example "
     "header.s=s1 header.b=\"2CB/1ljF\";\n\tdmarc=fail reason=\"SPF not aligned (relaxed), DKIM "
     "not aligned (strict)\" header.from=museum.example (policy=reject)",
     "[mx3.theater.example]\n"
     "dkim=fail (\"body hash did not verify\") header.d<museum.example> header.s<s1> "
     "header.b<2CB/1ljF>\n"
     "dmarc=fail reason<SPF not aligned (relaxed), DKIM not aligned (strict)> (policy=reject) "
     "header.from<museum.example>\n"},
    {"rspamd/nested-parentheses",
     "mx3.theater.example; arc=reject (\"signature check failed: fail, {[1] = "
     "sig:lists.example:reject (x (y)) z}\"); auth=pass smtp.auth=u "
     "smtp.mailfrom=u@theater.example",
     "[mx3.theater.example]\n"
     "arc=reject (\"signature check failed: fail, {[1] = sig:lists.example:reject (x (y)) z}\")\n"
     "auth=pass smtp.auth<u> smtp.mailfrom<u@theater.example>\n"},
    {"rspamd/id-alone", "mx3.theater.example", "[mx3.theater.example]\n"},
    {"rspamd/id-alone-semicolon", "mx3.theater.example;\r\n", "[mx3.theater.example]\n"},
    {"opendkim",
     "mx1.theater.example;\n\tdkim=fail reason=\"key not found in DNS\" (0-bit key) "
     "header.d=museum.example header.i=@museum.example header.a=rsa-sha256 header.s=s1 "
     "header.b=LlpWv6R7;\n\tdkim-atps=neutral",
     "[mx1.theater.example]\n"
     "dkim=fail reason<key not found in DNS> (0-bit key) header.d<museum.example> "
     "header.i<@museum.example> header.a<rsa-sha256> header.s<s1> header.b<LlpWv6R7>\n"
     "dkim-atps=neutral\n"},
    {"opendkim/reason-behind-properties",
     "mx1.theater.example; dkim=fail (1024-bit key) header.b=Vsosqfuw reason=\"signature "
     "verification failed\"",
     "[mx1.theater.example]\ndkim=fail reason<signature verification failed> (1024-bit key) "
     "header.b<Vsosqfuw>\n"},
    {"opendkim/same-result-twice",
     "mx1.theater.example; dkim=pass (1024-bit key) header.d=a.example; dkim=pass (1024-bit key) "
     "header.d=a.example",
     "[mx1.theater.example]\ndkim=pass (1024-bit key) header.d<a.example>\ndkim=pass (1024-bit "
     "key) header.d<a.example>\n"},
    {"opendkim/job-id", "mx1.theater.example/4B2C91; dkim=none",
     "[mx1.theater.example/4B2C91]\ndkim=none\n"},
    {"opendmarc",
     "mx1.theater.example; dmarc=fail (p=quarantine dis=none) policy.dmarc=quarantine "
     "header.from=museum.example",
     "[mx1.theater.example]\ndmarc=fail (p=quarantine dis=none) policy.dmarc<quarantine> "
     "header.from<museum.example>\n"},
    {"amavis",
     "mx2.theater.example (amavisd-new); dkim=neutral reason=\"invalid (public key: not "
     "available)\" header.d=museum.example",
     "[mx2.theater.example]\n(amavisd-new)\ndkim=neutral reason<invalid (public key: not "
     "available)> header.d<museum.example>\n"},
    {"exim",
     "mail.theater.example;\n\tiprev=pass (h.example) smtp.remote-ip=192.0.2.7;\n\tspf=softfail "
     "smtp.mailfrom=museum.example;\n\tdkim=tmperror (pubkey unavailable)\n\t "
     "header.d=museum.example header.s=s1 header.a=rsa-sha256",
     "[mail.theater.example]\n"
     "iprev=pass (h.example) smtp.remote-ip<192.0.2.7>\nspf=softfail "
     "smtp.mailfrom<museum.example>\n"
     "dkim=tmperror (pubkey unavailable) header.d<museum.example> header.s<s1> "
     "header.a<rsa-sha256>\n"},
    {"exim/no-result-word",
     "mail.theater.example; spf=(invalid) smtp.mailfrom=museum.example; dkim=pass "
     "header.d=museum.example",
     "[mail.theater.example]\nspf= (invalid) smtp.mailfrom<museum.example>\ndkim=pass "
     "header.d<museum.example>\n!ar-result-missing\n"},
    {"exim/auth", "mail.theater.example; auth=pass (LOGIN) smtp.auth=kasse",
     "[mail.theater.example]\nauth=pass (LOGIN) smtp.auth<kasse>\n"},
    {"mailauth",
     "mx.theater.example; dkim=neutral (no key) header.i=@museum.example header.s=s1 "
     "header.a=rsa-sha256 header.b=ecfwZYm4; dkim=policy policy.dkim-rules=weak-key; dmarc=pass "
     "(p=REJECT arc=none) policy.dmarc=reject header.from=museum.example header.d=museum.example; "
     "bimi=none",
     "[mx.theater.example]\n"
     "dkim=neutral (no key) header.i<@museum.example> header.s<s1> header.a<rsa-sha256> "
     "header.b<ecfwZYm4>\n"
     "dkim=policy policy.dkim-rules<weak-key>\n"
     "dmarc=pass (p=REJECT arc=none) policy.dmarc<reject> header.from<museum.example> "
     "header.d<museum.example>\nbimi=none\n"},
    {"spamassassin/property-before-result",
     "mx.theater.example; header.From=b@museum.example; dkim=pass (\n message from museum.example "
     "verified; );",
     "[mx.theater.example]\ndkim=pass (message from museum.example verified;) "
     "header.From<b@museum.example>\n!ar-property-alone\n"},
    {"sendmail",
     "gate.theater.example; sender-id=none header.from=no-reply@museum.example; spf=pass "
     "smtp.mfrom=b=1@museum.example; auth=pass (CRAM-MD5)",
     "[gate.theater.example]\nsender-id=none header.from<no-reply@museum.example>\nspf=pass "
     "smtp.mfrom<b=1@museum.example>\nauth=pass (CRAM-MD5)\n"},
    {"ovh", "garm.ovh; auth=pass (GARM-98R0021b1c1) smtp.auth=b@museum.example",
     "[garm.ovh]\nauth=pass (GARM-98R0021b1c1) smtp.auth<b@museum.example>\n"},

    /* RFC 8601, appendix B */
    {"rfc8601/b2-none", "example.org 1; none", "[example.org]\nv1\nnone\n"},
    {"rfc8601/none-with-comments", "(x) example.org (y) 1 (z); (a) none (b)",
     "[example.org]\nv1\n(x; y; z; a; b)\nnone\n"},
    {"rfc8601/b4",
     "example.com;\r\n auth=pass (cram-md5) smtp.auth=sender@example.net;\r\n spf=pass "
     "smtp.mailfrom=example.net",
     "[example.com]\nauth=pass (cram-md5) smtp.auth<sender@example.net>\nspf=pass "
     "smtp.mailfrom<example.net>\n"},
    {"rfc8601/b7-comments-everywhere",
     "foo.example.net (foobar) 1 (baz);\r\n dkim (Because I like it) / 1 (One yay) = (wait for it) "
     "fail\r\n"
     "   policy (A dot can go here) . (like that) expired\r\n (this surprised me) = (as I wasn't "
     "expecting it) 1362471462",
     "[foo.example.net]\nv1\n(foobar; baz)\n"
     "dkim/1=fail (Because I like it; One yay; wait for it; A dot can go here; like that; this "
     "surprised me; as I wasn't expecting it) policy.expired<1362471462>\n"},
    {"rfc8601/method-version",
     "mx.theater.example; dkim/1=pass header.d=museum.example; spf / 2 = fail",
     "[mx.theater.example]\ndkim/1=pass header.d<museum.example>\nspf/2=fail\n"},
    {"rfc8601/unknown-version", "mx.theater.example 2; dkim=pass header.d=museum.example",
     "[mx.theater.example]\nv2\n!ar-version\n"},
    {"rfc8601/quoted-id", "\"mx one\" 1; spf=\"pass\"", "[mx one]\nv1\nspf=pass\n"},
    {"rfc8601/quoted-pairs", "mx.theater.example; dkim=fail (a \\) b) reason=\"say \\\"no\\\"\"",
     "[mx.theater.example]\ndkim=fail reason<say \"no\"> (a ) b)\n"},
    {"rfc8601/upper-case", "MX.Theater.Example; DKIM=PASS Header.D=Museum.example",
     "[MX.Theater.Example]\nDKIM=PASS Header.D<Museum.example>\n"},
    {"rfc8616/u-labels",
     "mx.théâtre.example; spf=pass smtp.mailfrom=zoë@münster.example; dkim=pass "
     "header.i=@münster.example",
     "[mx.théâtre.example]\nspf=pass smtp.mailfrom<zoë@münster.example>\ndkim=pass "
     "header.i<@münster.example>\n"},

    /* broken */
    {"broken/semicolon-missing",
     "mx.theater.example; dkim=pass header.a=rsa-sha256 dkim=fail (body hash did not verify) "
     "header.d=b.example",
     "[mx.theater.example]\ndkim=pass header.a<rsa-sha256>\ndkim=fail (body hash did not verify) "
     "header.d<b.example>\n!ar-missing-semicolon\n"},
    {"broken/semicolon-missing-behind-id",
     "mx.theater.example dkim=pass header.d=museum.example; spf=pass",
     "[mx.theater.example]\ndkim=pass header.d<museum.example>\nspf=pass\n!ar-missing-semicolon\n"},
    {"broken/property-named-like-a-method",
     "mx.theater.example; dmarc=pass arc=chain header.from=museum.example",
     "[mx.theater.example]\ndmarc=pass arc<chain> header.from<museum.example>\n"},
    {"broken/empty-items", "mx.theater.example;;; dkim=pass ;\t; spf=fail;;",
     "[mx.theater.example]\ndkim=pass\nspf=fail\n"},
    {"broken/beginning-lost",
     "; m=pass header.i=@museum.example header.s=s1; spf=pass smtp.mailfrom=a@museum.example",
     "spf=pass smtp.mailfrom<a@museum.example>\n!ar-property-alone\n"},
    {"broken/no-id-but-semicolon", "; dkim=pass header.d=museum.example",
     "dkim=pass header.d<museum.example>\n"},
    {"broken/empty-value-before-property",
     "mx.theater.example; spf=none () smtp.mailfrom= smtp.helo=h.example; dkim= header.d=a.example",
     "[mx.theater.example]\nspf=none smtp.mailfrom<> smtp.helo<h.example>\ndkim= "
     "header.d<a.example>\n!ar-result-missing\n"},
    {"broken/display-name-in-value",
     "mx.theater.example; dmarc=pass header.from=Museum am See <b@museum.example> "
     "policy.dmarc=none",
     "[mx.theater.example]\ndmarc=pass header.from<Museum am See <b@museum.example>> "
     "policy.dmarc<none>\n"},
    {"broken/quoted-local-part",
     "mx.theater.example; spf=pass smtp.mailfrom=\"anna maria\"@museum.example smtp.helo=h.example",
     "[mx.theater.example]\nspf=pass smtp.mailfrom<\"anna maria\"@museum.example> "
     "smtp.helo<h.example>\n"},
    {"broken/reason-unquoted",
     "mx.theater.example; dkim=fail reason=signature verification failed header.d=museum.example",
     "[mx.theater.example]\ndkim=fail reason<signature verification failed> "
     "header.d<museum.example>\n"},
    {"broken/words-behind-result",
     "mx.theater.example; dkim=fail body hash mismatch header.d=museum.example verified; spf=pass",
     "[mx.theater.example]\ndkim=fail (body hash mismatch; verified) "
     "header.d<museum.example>\nspf=pass\n!ar-text\n!ar-text\n"},
    {"broken/quote-unterminated", "mx.theater.example; dkim=fail reason=\"signature verif",
     "[mx.theater.example]\ndkim=fail reason<signature verif>\n!quoted-string-unterminated\n"},
    {"broken/commas", "mx.theater.example; dkim=pass, header.d=museum.example, header.s=s1",
     "[mx.theater.example]\ndkim=pass header.d<museum.example> header.s<s1>\n"},
    {"broken/sentence", "authentication result string is not available",
     "[authentication]\ntrailing <result string is not available>\n!ar-trailing\n"},
    {"broken/old-property-behind-id", "mail.theater.example smtp.mail=b@museum.example; spf=fail",
     "[mail.theater.example]\ntrailing <smtp.mail=b@museum.example>\nspf=fail "
     "smtp.mail<b@museum.example>\n!ar-trailing\n"},
    {"broken/nothing", " \r\n\t", ""},
    {"broken/comment-only", "(nothing here)", "(nothing here)\n"},
    {"broken/semicolons-only", " ; ; ", ""},
};

static void
test_field (gconstpointer data) {
  const FieldCase *field_case = data;
  g_autoptr (Arena) arena = arena_new ();
  AuthenticationResults field;
  Defects defects;
  defects_init (&defects, arena);
  bool read =
      authentication_results_parse (span_guarded (field_case->value), arena, &field, &defects);
  g_autofree char *rendered = render (&field, &defects);
  g_assert_cmpstr (rendered, ==, field_case->expected);
  g_assert_cmpint (read, ==, field_case->expected[0] != '\0' && field_case->expected[0] != '(');
}

/* ---- parts of the interface ---- */

static guint
count_of (const Defects *defects, const char *code) {
  guint n = 0;
  for (guint i = 0; i < defects->list.n; i++)
    n += span_equal (vec_at (&defects->list, Defect, i)->code, span_from_string (code));
  return n;
}

static const struct {
  const char *method, *raw, *word;
} word_cases[] = {
    {"spf", "pass", "pass"},
    {"spf", "Pass", "pass"},
    {"spf", "SoftFail", "softfail"},
    {"spf", "hardfail", "fail"},
    {"spf", "tempfail", "temperror"},
    {"spf", "policy", "policy"},
    {"spf", "unknown", NULL},
    {"spf", "", NULL},
    {"spf", "bestguesspass", NULL},
    {"SPF", "none", "none"},
    {"dkim", "hardfail", "fail"},
    {"dkim", "perm_fail", "fail"},
    {"dkim", "permfail", "fail"},
    {"dkim", "temp_fail", "temperror"},
    {"dkim", "tmperror", "temperror"},
    {"dkim", "timeout", "temperror"},
    {"dkim", "error", "temperror"},
    {"dkim", "ignore", "neutral"},
    {"dkim", "test", "pass"},
    {"dkim", "invalid", NULL},
    {"dkim", "unknown", NULL},
    {"dkim", "softfail", NULL},
    {"dkim", "policy", "policy"},
    {"dkim", "reject", NULL},
    {"dmarc", "bestguesspass", "bestguesspass"},
    {"dmarc", "skipped", "skipped"},
    {"dmarc", "unknown", NULL},
    {"dmarc", "neutral", NULL},
    {"arc", "reject", "fail"},
    {"arc", "none", "none"},
    {"arc", "temperror", NULL},
    {"compauth", "softpass", "softpass"},
    {"compauth", "fail", "fail"},
    {"compauth", "temperror", NULL},
    {"bimi", "declined", "declined"},
    {"bimi", "skipped", "skipped"},
    {"iprev", "permerror", "permerror"},
    {"iprev", "none", NULL},
    {"dkim-adsp", "nxdomain", "nxdomain"},
    {"dkim-adsp", "discard", "discard"},
    {"rrvs", "unknown", "unknown"},
    {"dkim-atps", "neutral", "neutral"},
    {"sender-id", "softfail", "softfail"},
    {"dnswl", "fail", NULL},
    {"x-ptr", "fail", "fail"},
    {"x-vs", "clean", NULL},
};

static void
test_standard_word (void) {
  for (gsize i = 0; i < G_N_ELEMENTS (word_cases); i++) {
    Span word = auth_result_standard_word (span_from_string (word_cases[i].method),
                                           span_from_string (word_cases[i].raw));
    g_autofree char *text = word.data ? g_strndup (word.data, word.len) : NULL;
    g_test_message ("%s=%s", word_cases[i].method, word_cases[i].raw);
    g_assert_cmpstr (text, ==, word_cases[i].word);
  }
}

/* RFC 8601 §2.7 and IANA's "Email Authentication Result Names", all of them; Microsoft's compauth,
 * and what Gmail's kin say of BIMI and DMARC besides. A word stands for itself where the method has
 * it, and for nothing where it has not. */
static const char *const own_words[][2] = {
    {"auth", "none pass fail temperror permerror"},
    {"dkim", "none pass fail policy neutral temperror permerror"},
    {"domainkeys", "none pass fail policy neutral temperror permerror"},
    {"dkim-atps", "none pass fail policy neutral temperror permerror"},
    {"smime", "none pass fail policy neutral temperror permerror"},
    {"spf", "none pass fail softfail policy neutral temperror permerror"},
    {"sender-id", "none pass fail softfail policy neutral temperror permerror"},
    {"dmarc", "none pass fail temperror permerror bestguesspass skipped"},
    {"arc", "none pass fail"},
    {"iprev", "pass fail temperror permerror"},
    {"dkim-adsp", "none pass fail unknown discard nxdomain temperror permerror"},
    {"vbr", "none pass fail temperror permerror"},
    {"rrvs", "none pass fail unknown temperror permerror"},
    {"dnswl", "none pass temperror permerror"},
    {"bimi", "none pass fail temperror declined skipped"},
    {"compauth", "none pass fail softpass"},
    {"x-museum", "none pass fail softfail policy neutral temperror permerror"},
};

static void
test_own_words (void) {
  static const char *const all[] = {
      "none",      "pass",      "fail",    "softfail", "policy",        "neutral",
      "temperror", "permerror", "discard", "nxdomain", "bestguesspass", "skipped",
      "declined",  "softpass",  "unknown", "invalid",  "passed",        "pas"};
  for (gsize i = 0; i < G_N_ELEMENTS (own_words); i++) {
    g_auto (GStrv) own = g_strsplit (own_words[i][1], " ", -1);
    for (gsize k = 0; k < G_N_ELEMENTS (all); k++) {
      Span word =
          auth_result_standard_word (span_from_string (own_words[i][0]), span_from_string (all[k]));
      g_test_message ("%s=%s", own_words[i][0], all[k]);
      const char *expected = g_strv_contains ((const char *const *)own, all[k]) ? all[k] : NULL;
      g_assert_true (span_equal (word, span_from_string (expected)));
      g_assert_true (span_is_null (word) == (expected == NULL));
    }
  }
}

/* Where two results stand in one segment, the second one's word has to be one beyond doubt. */
static void
test_certain_words (void) {
  static const struct {
    const char *word;
    bool result;
  } rows[] = {
      {"pass", true},     {"softpass", true}, {"bestguesspass", true}, {"skipped", true},
      {"declined", true}, {"unknown", true},  {"invalid", true},       {"nxdomain", true},
      {"discard", true},  {"reject", true},   {"hardfail", true},      {"policy", true},
      {"museum", false},  {"", false},        {"quarantine", false},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    AuthenticationResults field;
    g_autofree char *value = g_strdup_printf ("mx.example.net; spf=pass dkim=%s", rows[i].word);
    authentication_results_parse (span_guarded (value), arena, &field, NULL);
    g_test_message ("%s", value);
    g_assert_cmpuint (field.results.n, ==, rows[i].result ? 2 : 1);
  }
}

/* A property with its ptype is no result, whatever its value (RFC 8601 §2.2). */
static void
test_lone_properties (void) {
  static const struct {
    const char *value;
    guint results;
  } rows[] = {
      {"mx.example.net; header.d=pass", 0}, {"mx.example.net; dkim.d=pass", 0},
      {"mx.example.net; from=pass", 0},     {"mx.example.net; reason=pass", 0},
      {"mx.example.net; action=none", 0},   {"mx.example.net; d=pass", 0},
      {"mx.example.net; museum=pass", 1},   {"mx.example.net; museum=\"a b\"", 0},
      {"mx.example.net; dkim=museum", 1},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    AuthenticationResults field;
    authentication_results_parse (span_guarded (rows[i].value), arena, &field, NULL);
    g_test_message ("%s", rows[i].value);
    g_assert_cmpuint (field.results.n, ==, rows[i].results);
  }
}

/* A value or a comment that breaks out of its place: what the sender chose ends where the writer's
 * own words would, and what stands behind looks like a result. */
static void
test_torn (void) {
  static const struct {
    const char *value;
    bool torn;
  } rows[] = {
      {"mx.example.net; spf=pass smtp.mailfrom=a@museum.example; dkim=none", false},
      {"mx.example.net; spf=pass smtp.mailfrom=museum.example;.attacker.example", true},
      {"mx.example.net; spf=pass smtp.mailfrom=a; .", true},
      {"mx.example.net; spf=pass smtp.mailfrom=a; ", false},
      {"mx.example.net; spf=pass smtp.mailfrom=a;@attacker.example", true},
      {"mx.example.net; spf=pass smtp.mailfrom=a;\"x y", true},
      {"mx.example.net; spf=pass smtp.mailfrom=a;'x y", true},
      {"mx.example.net; spf=pass smtp.mailfrom=a; b@attacker.example", true},
      {"mx.example.net; spf=pass smtp.mailfrom=a; attacker.example", true},
      {"mx.example.net; spf=pass smtp.mailfrom=a; mx.example.net", false},
      {"mx.example.net; spf=pass smtp.mailfrom=a; words", false},
      {"spf=pass smtp.mailfrom=a; museum.example", false}, /* older Exchange Online */
      {"mx.example.net; museum.example", false},           /* before any result */
      {"mx.example.net; a@museum.example", false},
      {"mx.example.net; spf=pass (domain of x); dkim=pass (@attacker.example does not)", true},
      {"mx.example.net; spf=pass (@ is a sign)", false},
      {"mx.example.net; spf=pass (@)", false},
      {"mx.example.net; spf=pass (a@museum.example)", false},
      {"mx.example.net; spf=fail (domain of x) ; dmarc=pass (y@attacker.example does not)", true},
      {"mx.example.net; spf=fail (domain of x) ; dkim=pass x=y (y z\"@attacker.example)", true},
      {"mx.example.net; dkim=pass (a) (b @attacker.example)", true},
      {"mx.example.net; dmarc=pass (6 @ 7, @)", false},
      {"mx.example.net; dmarc=fail (sent by a@museum.example)", false},
      {"mx.example.net; dkim=fail (sent by a@museum.example)", false},
      {"mx.example.net; auth=pass (a@museum.example)", false},
      {"mx.example.net; spf=fail smtp.mailfrom=\"x) y\"@museum.example", true},
      {"mx.example.net; spf=fail smtp.mailfrom=\"x( y\"@museum.example", false},
      {"mx.example.net; spf=fail policy.x=\"a) y\"", false},
      {"mx.example.net; spf=fail policy.x=\"a@b) y\"", false},
      {"mx.example.net; spf=fail (see x ) ; dmarc=pass (y) smtp.mailfrom=a@museum.example", true},
      {"mx.example.net; dmarc=pass smtp.mailfrom=museum.example", false},
      {"mx.example.net; dmarc=pass header.from=a@museum.example", false},
      {"mx.example.net; dmarc=fail smtp.mailfrom=a@museum.example", false},
      {"mx.example.net; dkim=pass smtp.mailfrom=a@museum.example", false},
      {"mx.example.net; dkim=pass header.d=a@museum.example", true},
      {"mx.example.net; dkim=pass header.s=a@museum.example", true},
      {"mx.example.net; dkim=pass header.a=a@museum.example", true},
      {"mx.example.net; dkim=pass header.b=a@museum.example", true},
      {"mx.example.net; dkim=pass header.i=a@museum.example", false},
      {"mx.example.net; dkim=pass header.d=@museum.example", false},
      {"mx.example.net; dkim=pass header.d=.museum.example", true},
      {"mx.example.net; dkim=pass header.d=...", false},
      {"mx.example.net; dkim=pass header.d=.", false},
      {"mx.example.net; dkim=pass header.i=.m", true},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    AuthenticationResults field;
    Defects defects;
    defects_init (&defects, arena);
    authentication_results_parse (span_guarded (rows[i].value), arena, &field, &defects);
    g_test_message ("%s", rows[i].value);
    g_assert_true (field.torn == rows[i].torn);
    g_assert_true ((count_of (&defects, "ar-torn") > 0) == rows[i].torn);
  }
}

/* Words behind a value: of an address whose white space somebody put in, or of a display name; else
 * a remark. */
static void
test_words_behind (void) {
  static const struct {
    const char *value, *property;
  } rows[] = {
      {"mx.example.net; spf=pass smtp.mailfrom=a @museum.example", "a @museum.example"},
      {"mx.example.net; spf=pass smtp.mailfrom=museum .example", "museum .example"},
      {"mx.example.net; spf=pass smtp.mailfrom=Box Office <a@museum.example>",
       "Box Office <a@museum.example>"},
      {"mx.example.net; spf=pass smtp.mailfrom=museum .", "museum ."},
      {"mx.example.net; spf=pass smtp.mailfrom=a b", "a"},
      {"mx.example.net; spf=pass smtp.mailfrom=a, header.from=b", "a"},
      {"mx.example.net; spf=pass smtp.mailfrom=, header.from=b", ""},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    AuthenticationResults field;
    authentication_results_parse (span_guarded (rows[i].value), arena, &field, NULL);
    const AuthResult *result = vec_at (&field.results, AuthResult, 0);
    g_test_message ("%s", rows[i].value);
    g_assert_true (span_equal (auth_result_property (result, SPAN ("smtp"), SPAN ("mailfrom")),
                               span_from_string (rows[i].property)));
  }
}

/* The client's address under the names receivers give it. */
/* RFC 8601 §2.2: behind "=" and white space the next property begins only with a ptype of IANA's
 * registry; anything else is the value. */
static void
test_empty_values (void) {
  static const struct {
    const char *ptype;
    bool known;
  } rows[] = {{"body", true}, {"dns", true},  {"header", true}, {"policy", true},
              {"smtp", true}, {"SMTP", true}, {"mail", false},  {"x", false}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    AuthenticationResults field;
    g_autofree char *value =
        g_strdup_printf ("mx.example.net; spf=pass smtp.mailfrom= %s.x=y", rows[i].ptype);
    g_autofree char *whole = g_strdup_printf ("%s.x=y", rows[i].ptype);
    authentication_results_parse (span_guarded (value), arena, &field, NULL);
    const AuthResult *result = vec_at (&field.results, AuthResult, 0);
    Span found = auth_result_property (result, SPAN ("smtp"), SPAN ("mailfrom"));
    g_test_message ("%s", value);
    g_assert_true (span_equal (found, span_from_string (rows[i].known ? "" : whole)));
    g_assert_true (span_equal (auth_result_property (result, SPAN_NULL, SPAN ("x")),
                               span_from_string (rows[i].known ? "y" : NULL)));
  }
}

/* What says something is told; a sign alone says nothing. */
static void
test_stray_words (void) {
  static const struct {
    const char *words;
    guint told;
  } rows[] = {{"x", 1}, {"-", 0}, {"- -", 0}, {"9", 1}, {"\xc3\xa9", 1}, {"- x", 1}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    AuthenticationResults field;
    Defects defects;
    defects_init (&defects, arena);
    g_autofree char *value =
        g_strdup_printf ("mx.example.net; spf=pass smtp.mailfrom=a %s", rows[i].words);
    authentication_results_parse (span_guarded (value), arena, &field, &defects);
    g_test_message ("%s", value);
    g_assert_cmpuint (count_of (&defects, "ar-text"), ==, rows[i].told);
    g_assert_true (span_equal (vec_at (&field.results, AuthResult, 0)->comment,
                               span_from_string (rows[i].told ? rows[i].words : NULL)));
  }
}

/* §2.2 authres-version: digits alone, 1 where there is none. Of another version nothing is known.
 */
static void
test_versions (void) {
  static const struct {
    const char *value;
    gint64 version; /* 0: none */
    guint results;
    const char *defect;
  } rows[] = {
      {"mx.example.net; spf=pass", 0, 1, NULL},
      {"mx.example.net 1; spf=pass", 1, 1, NULL},
      {"mx.example.net 1 ; spf=pass", 1, 1, NULL},
      {"mx.example.net 1", 1, 0, NULL},
      {"mx.example.net 2; spf=pass", 2, 0, "ar-version"},
      {"mx.example.net 1x; spf=pass", -1, 0, "ar-version"},
      {"mx.example.net 9223372036854775808; spf=pass", -1, 0, "ar-version"},
      {"mx.example.net 1.5; spf=pass", 0, 1, "ar-trailing"},
      {"mx.example.net 1 x; spf=pass", 0, 1, "ar-trailing"},
      {"mx.example.net v1; spf=pass", 0, 1, "ar-trailing"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    AuthenticationResults field;
    Defects defects;
    defects_init (&defects, arena);
    authentication_results_parse (span_guarded (rows[i].value), arena, &field, &defects);
    g_test_message ("%s", rows[i].value);
    g_assert_true (field.version.set == (rows[i].version != 0));
    g_assert_cmpint (field.version.value, ==, rows[i].version);
    g_assert_cmpuint (field.results.n, ==, rows[i].results);
    g_assert_cmpuint (defects.total, ==, rows[i].defect ? 1 : 0);
    if (rows[i].defect)
      g_assert_cmpuint (count_of (&defects, rows[i].defect), ==, 1);
  }
}

static void
test_client_ip (void) {
  static const struct {
    const char *properties, *address;
  } rows[] = {
      {"smtp.remote-ip=192.0.2.1", "192.0.2.1"},
      {"policy.client-ip=[192.0.2.1]", "192.0.2.1"},
      {"policy.iprev=2001:DB8::1", "2001:db8::1"},
      {"policy.iprev=192.0.2.2 smtp.remote-ip=192.0.2.1", "192.0.2.1"},
      {"smtp.remote-ip=unknown policy.iprev=192.0.2.2", "192.0.2.2"},
      {"smtp.mailfrom=192.0.2.1", NULL},
      {"smtp.remote-ip=", NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    AuthenticationResults field;
    g_autofree char *value = g_strconcat ("mx.example.net; spf=pass ", rows[i].properties, NULL);
    authentication_results_parse (span_guarded (value), arena, &field, NULL);
    Span address = auth_result_client_ip (vec_at (&field.results, AuthResult, 0), arena);
    g_test_message ("%s", value);
    g_assert_true (span_equal (address, span_from_string (rows[i].address)));
    g_assert_true (span_is_null (address) == (rows[i].address == NULL));
  }
}

static void
test_property (void) {
  g_autoptr (Arena) arena = arena_new ();
  AuthenticationResults field;
  authentication_results_parse (
      span_guarded (
          "dmarc=fail action=none d=stadttheater.example header.From=museum.example header.d="),
      arena, &field, NULL);
  const AuthResult *result = vec_at (&field.results, AuthResult, 0);
  g_assert_true (span_equal (auth_result_property (result, SPAN ("header"), SPAN ("from")),
                             SPAN ("museum.example")));
  g_assert_true (span_equal (auth_result_property (result, SPAN_NULL, SPAN ("d")),
                             SPAN ("stadttheater.example")));
  g_assert_true (
      span_equal (auth_result_property (result, SPAN_NULL, SPAN ("action")), SPAN ("none")));
  Span empty = auth_result_property (result, SPAN ("header"), SPAN ("d"));
  g_assert_false (span_is_null (empty));
  g_assert_cmpuint (empty.len, ==, 0);
  g_assert_true (span_is_null (auth_result_property (result, SPAN ("smtp"), SPAN ("from"))));
  g_assert_true (span_is_null (auth_result_property (result, SPAN ("header"), SPAN ("action"))));
}

/* The parser leaves the standard word to those who know the writer. */
static void
test_result_is_left_open (void) {
  g_autoptr (Arena) arena = arena_new ();
  AuthenticationResults field;
  authentication_results_parse (span_guarded ("mx.example; dkim=unknown"), arena, &field, NULL);
  g_assert_true (span_is_null (vec_at (&field.results, AuthResult, 0)->result));
}

static void
test_limits (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GString) text = g_string_new ("mx.example");
  AuthenticationResults field;
  Defects defects;
  defects_init (&defects, arena);
  for (int i = 0; i < LIMIT_RESULTS + 3; i++)
    g_string_append (text, "; dkim=pass");
  g_assert_true (
      authentication_results_parse (span_of (text->str, text->len), arena, &field, &defects));
  g_assert_cmpuint (field.results.n, ==, LIMIT_RESULTS);
  g_assert_cmpuint (count_of (&defects, "ar-results"), ==, 3);

  defects_init (&defects, arena);
  g_string_assign (text, "mx.example; dkim=pass");
  for (int i = 0; i < LIMIT_PROPERTIES + 2; i++)
    g_string_append_printf (text, " header.x%d=%d", i, i);
  g_assert_true (
      authentication_results_parse (span_of (text->str, text->len), arena, &field, &defects));
  g_assert_cmpuint (vec_at (&field.results, AuthResult, 0)->properties.n, ==, LIMIT_PROPERTIES);
  g_assert_cmpuint (count_of (&defects, "ar-properties"), ==, 2);
}

/* A quadratic loop would take minutes on these. */
static void
test_large_values_end (void) {
  static const char *const units[] = {
      "(",
      ")",
      "((a)",
      "a=b;",
      "a=b ",
      "dkim=pass ",
      ";dkim=pass(x)",
      "\"",
      "\"\" ",
      "\\\"",
      "\\(",
      "=",
      "a.",
      ".",
      "/",
      "a/1",
      "a/",
      "a (",
      "x.y= ",
      "smtp.a= (c) ",
      "; (c) a.b=c",
      "; a.b",
      "word ",
      "a@b ",
      "header.from=a b@c ",
      "reason=a b ",
      ";from=x (c)",
      ";(c)from=x;a=b",
      ",",
      "\r\n ",
      "a\r\n =\r\n b",
      "\"\r\n ",
      "(c)",
      "x=(",
      "none;",
      "<",
      "; 1 ",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (GString) text = g_string_new ("mx.example; spf=pass ");
    AuthenticationResults field;
    Defects defects;
    defects_init (&defects, arena);
    while (text->len < LIMIT_FIELD)
      g_string_append (text, units[i]);
    authentication_results_parse (span_of (text->str, text->len), arena, &field, &defects);
    g_assert_cmpuint (field.results.n, <=, LIMIT_RESULTS);
    authentication_results_parse (span_of (text->str + 21, text->len - 21), arena, &field,
                                  &defects);
    g_assert_cmpuint (field.results.n, <=, LIMIT_RESULTS);
  }
}

static void
test_bytes_of_any_kind (void) {
  g_autoptr (Arena) arena = arena_new ();
  AuthenticationResults field;
  g_assert_true (authentication_results_parse (
      SPAN ("mx.example; dkim=pass (a\0b) header.d=\xff\0"), arena, &field, NULL));
  const AuthResult *result = vec_at (&field.results, AuthResult, 0);
  g_assert_true (span_equal (result->comment, SPAN ("a\0b")));
  g_assert_true (
      span_equal (auth_result_property (result, SPAN_NULL, SPAN ("d")), SPAN ("\xff\0")));
  g_assert_false (authentication_results_parse (SPAN_NULL, arena, &field, NULL));
}

/* A method of IANA's registry "Email Authentication Methods" begins a result even where the
 * semicolon before it is missing; "bimi" and "compauth" are what Gmail's kin and Microsoft add. A
 * method of one's own begins with "x-" (RFC 8601 §2.7.7). */
static void
test_methods (void) {
  static const char *const methods[] = {
      "arc",   "auth",       "dkim",  "dkim-adsp", "dkim-atps", "dmarc",
      "dnswl", "domainkeys", "iprev", "rrvs",      "sender-id", "smime",
      "spf",   "vbr",        "bimi",  "compauth",  "x-museum",
  };
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Defects defects;
    AuthenticationResults field;
    defects_init (&defects, arena);
    g_autofree char *value = g_strdup_printf (
        "mx.example.net; tls=pass (x) %s=pass header.d=museum.example", methods[i]);
    authentication_results_parse (span_guarded (value), arena, &field, &defects);
    g_test_message ("%s", methods[i]);
    g_assert_cmpuint (field.results.n, ==, 2);
    g_assert_true (
        span_equal (vec_at (&field.results, AuthResult, 1)->method, span_from_string (methods[i])));
  }
}

/* A NUL neither begins the rest of an address nor ends a value (RFC 8601 section 2.2). */
static void
test_nul (void) {
  g_autoptr (Arena) arena = arena_new ();
  AuthenticationResults field;
  Defects defects;
  defects_init (&defects, arena);
  authentication_results_parse (SPAN ("mx.example.net; spf=pass smtp.mailfrom=a; \0words"), arena,
                                &field, &defects);
  g_assert_false (field.torn);
  authentication_results_parse (SPAN ("mx.example.net; dkim=pass header.d=a.example(b\0c) x=y"),
                                arena, &field, &defects);
  const AuthResult *result = vec_at (&field.results, AuthResult, 0);
  g_assert_true (
      span_equal (vec_at (&result->properties, AuthProperty, 0)->value, SPAN ("a.example(b\0c)")));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (field_cases); i++) {
    g_autofree char *path = g_strconcat ("/authentication-results/", field_cases[i].name, NULL);
    g_test_add_data_func (path, &field_cases[i], test_field);
  }
  g_test_add_func ("/authentication-results/standard-word", test_standard_word);
  g_test_add_func ("/authentication-results/methods", test_methods);
  g_test_add_func ("/authentication-results/own-words", test_own_words);
  g_test_add_func ("/authentication-results/certain-words", test_certain_words);
  g_test_add_func ("/authentication-results/lone-properties", test_lone_properties);
  g_test_add_func ("/authentication-results/torn", test_torn);
  g_test_add_func ("/authentication-results/words-behind", test_words_behind);
  g_test_add_func ("/authentication-results/empty-values", test_empty_values);
  g_test_add_func ("/authentication-results/versions", test_versions);
  g_test_add_func ("/authentication-results/stray-words", test_stray_words);
  g_test_add_func ("/authentication-results/client-ip", test_client_ip);
  g_test_add_func ("/authentication-results/property", test_property);
  g_test_add_func ("/authentication-results/result-is-left-open", test_result_is_left_open);
  g_test_add_func ("/authentication-results/limits", test_limits);
  g_test_add_func ("/authentication-results/large-values-end", test_large_values_end);
  g_test_add_func ("/authentication-results/bytes-of-any-kind", test_bytes_of_any_kind);
  g_test_add_func ("/authentication-results/nul", test_nul);
  return g_test_run ();
}
