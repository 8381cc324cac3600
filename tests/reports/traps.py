#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""traps.py MAILWHY FOLDER: what real reports have been seen to do, one row each, through the whole
program. A row's number is kept; who did it stands beside it. Prints TAP."""
import base64
import gzip
import io
import json
import os
import subprocess
import sys
import zipfile

program, folder = sys.argv[1:3]

# ---- what reports are made of -------------------------------------------------------------------

META = ("<report_metadata><org_name>Seemail</org_name><email>dmarc@seemail.example</email>"
        "<report_id>4711</report_id><date_range><begin>1794182400</begin><end>1794268799</end>"
        "</date_range></report_metadata>")
POLICY = "<policy_published><domain>opera.example</domain><p>none</p></policy_published>"


def row(count=7, dkim="fail", spf="fail", reason="", results="", more="", ip="192.0.2.25",
        disposition="none"):
    return ("<record><row><source_ip>%s</source_ip><count>%d</count><policy_evaluated><disposition>%s"
            "</disposition><dkim>%s</dkim><spf>%s</spf>%s</policy_evaluated></row><identifiers>%s"
            "<header_from>opera.example</header_from></identifiers><auth_results>%s</auth_results>"
            "</record>" % (ip, count, disposition, dkim, spf, reason, more, results))


def report(*rows, meta=META, policy=POLICY, top="<feedback>"):
    return (top + meta + policy + "".join(rows) + "</feedback>").encode()


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def base64_of(content):
    return base64.encodebytes(content).decode()


def mail(body, top=""):
    return ("From: dmarc@seemail.example\nSubject: Report Domain: opera.example\nMIME-Version: 1.0\n"
            + top + body).encode("latin-1")


def encoded(content, kind="application/zip", name="a.zip"):
    return ('Content-Type: %s; name="%s"\nContent-Transfer-Encoding: base64\n'
            'Content-Disposition: attachment; filename="%s"\n\n%s' % (kind, name, name, base64_of(content)))


def mixed(*parts):
    return ("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nA report.\n--b\n"
            + "--b\n".join(parts) + "--b--\n")


def dkim(result, domain="opera.example", selector="s1", detail=""):
    return "<dkim><domain>%s</domain><selector>%s</selector><result>%s</result>%s</dkim>" % (
        domain, selector, result, detail and "<human_result>%s</human_result>" % detail)


# ---- what comes of them -------------------------------------------------------------------------

def run(*contents, options=()):
    paths = []
    for i, content in enumerate(contents):
        paths.append(os.path.join(folder, "%d-%d" % (os.getpid(), i)))
        with open(paths[-1], "wb") as file:
            file.write(content)
    ran = subprocess.run([program, *options, *paths], stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    return ran.returncode, ran.stdout.decode()


def cases(*contents):
    return [json.loads(line) for line in run(*contents, options=["-f", "jsonl"])[1].splitlines()]


def weights(*contents):
    """Messages by status, as the summary counts them."""
    summary = json.loads(run(*contents, options=["--summary-json"])[1])["summary"]
    return summary["pass"], summary["fail"], summary["unknown"]


def one(*contents):
    found = cases(*contents)
    assert len(found) == 1, found
    return found[0]


def causes(*contents):
    return [case["verdict"]["cause"] for case in cases(*contents)]


def defects(*contents):
    return {defect["code"] for case in cases(*contents) for defect in case["defects"]}


def same(got, expected):
    assert got == expected, "%r, not %r" % (got, expected)


PLAIN = report(row())
LONG = report(row(), meta=META + "<!-- %s -->" % ("x" * 400))
ZIP = zipped(report_xml=PLAIN)
GZIP = gzip.compress(PLAIN)

# ---- the table ----------------------------------------------------------------------------------

TRAPS = []


def trap(number, who, title):
    return lambda test: TRAPS.append((number, who, title, test))


@trap(1, "Google, Mimecast", "the mail's whole body is the zip or the gzip")
def _():
    for kind, content in (("application/zip", ZIP), ("application/gzip", GZIP)):
        same(weights(mail(encoded(content, kind))), (0, 7, 0))


@trap(2, "Outlook", "mixed, related, alternative, an empty part, a file name that ends in ';'")
def _():
    body = ('Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/related; boundary=c\n\n'
            '--c\nContent-Type: multipart/alternative; boundary=d\n\n--d\nContent-Type: text/html\n\n<p>hi</p>\n'
            '--d\n\n--d--\n--c--\n--b\n' + encoded(GZIP, "application/gzip", "a!b!1!2.xml.gz;") + '--b--\n')
    same(weights(mail(body, "Subject: =?utf-8?B?UmVwb3J0IERvbWFpbjogb3BlcmEuZXhhbXBsZQ==?=\n")), (0, 7, 0))


@trap(3, "dmarcts-report-parser 122", "a report mail inside another")
def _():
    inner = mail(mixed(encoded(ZIP))).decode()
    same(weights(mail(mixed("Content-Type: message/rfc822\n\n" + inner.replace("=b\n", "=i\n").replace("--b", "--i")))),
         (0, 7, 0))


@trap(4, "Mimecast", "bytes behind the end of the gzip")
def _():
    same(weights(mail(encoded(GZIP + b"\r\n\0\0junk", "application/gzip", "a.xml.gz"))), (0, 7, 0))
    same(weights(GZIP + b"\0" * 40), (0, 7, 0))


@trap(5, "GMX, dmarc-report-viewer 15, dmarcts 58", "a media type that is wrong or vague")
def _():
    for kind in ("application/octet-stream", "application/x-gzip", "text/plain", "image/png", "application/gzip"):
        same(weights(mail(mixed(encoded(ZIP, kind, "report")))), (0, 7, 0))
        same(weights(mail(mixed(encoded(GZIP, kind, "report")))), (0, 7, 0))


@trap(6, "Amazon SES", "a name cut in two (RFC 2231)")
def _():
    part = ('Content-Type: application/gzip; name*0="amazonses.com!opera.example!1794182400!1794268799.xm";\n'
            ' name*1="l.gz"\nContent-Transfer-Encoding: base64\n\n' + base64_of(GZIP))
    same(weights(mail(mixed(part))), (0, 7, 0))


@trap(7, "rspamd, Trustwave", "not compressed; ContentType without its hyphen")
def _():
    same(weights(PLAIN), (0, 7, 0))
    same(weights(mail(mixed("Content-Type: text/xml\n\n" + PLAIN.decode() + "\n"))), (0, 7, 0))
    part = 'ContentType: application/gzip; name="a.xml.gz"\nContent-Transfer-Encoding: base64\n\n' + base64_of(GZIP)
    same(weights(mail(mixed(part))), (0, 7, 0))


@trap(8, "dmarc-srg 60", "a zip with folders, and with more than one report")
def _():
    other = report(row(5), meta=META.replace("4711", "4712"))
    same(weights(zipped(reports__a_xml=PLAIN, reports__b_xml=other)), (0, 12, 0))


@trap(9, "rspamd", "different reporters with one report id")
def _():
    same(weights(PLAIN, report(row(5), meta=META.replace("Seemail", "Lagomail"))), (0, 12, 0))


@trap(10, "Yahoo, Outlook, Cisco, Comcast", "the same report twice")
def _():
    same(weights(PLAIN, ZIP, mail(mixed(encoded(GZIP, "application/gzip")))), (0, 7, 0))
    same(len(cases(PLAIN, ZIP)), 1)


@trap(11, "GMX, WEB.DE", "a namespace, another, one without its colon")
def _():
    for name in ("urn:ietf:params:xml:ns:dmarc-2.0", "http://dmarc.org/dmarc-xml/0.1", "http//dmarc.org/dmarc-xml/0.1"):
        same(weights(report(row(), top='<feedback xmlns="%s">' % name)), (0, 7, 0))


@trap(12, "RFC 9990", "disposition pass, test mode, np, testing, discovery, generator, languages, foreign elements")
def _():
    meta = META.replace("</report_metadata>", "<generator>Rapport 2</generator></report_metadata>")
    policy = POLICY.replace("</policy", "<np>reject</np><testing>y</testing><discovery_method>treewalk</discovery_method></policy")
    reason = '<reason><type>policy_test_mode</type><comment lang="en">a test</comment></reason>'
    foreign = '<extensions><x:e xmlns:x="u"><record><row><count>5</count></row></record></x:e></extensions>'
    case = one(report(row(dkim="pass", disposition="pass", reason=reason), meta=meta, policy=policy + foreign,
                      top='<feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0"><version>1.0</version>'))
    same(case["weight"], 7)
    same(case["verdict"]["status"], "pass")
    same([case["aggregate"][key] for key in ("nonexistent_policy", "testing", "discovery_method", "generator", "disposition")],
         ["reject", "y", "treewalk", "Rapport 2", "pass"])


@trap(13, "petesrs.com", "identities for identifiers")
def _():
    case = one(report(row().replace("identifiers", "identities")))
    same(case["from"]["domain"], "opera.example")


@trap(14, "wp.pl, o2.pl", "a byte order mark, no declaration, date_range first")
def _():
    meta = ("<report_metadata><date_range><begin>1794182400</begin><end>1794268799</end></date_range>"
            "<org_name>Seemail</org_name></report_metadata>")
    same(weights(b"\xef\xbb\xbf" + report(row(), meta=meta)), (0, 7, 0))
    same(weights(b"\xef\xbb\xbf" + b"<?xml version='1.0'?>\n" + report(row(), meta=meta)), (0, 7, 0))


@trap(15, "Zoho", "elements in another order")
def _():
    text = ("<feedback><record><auth_results><spf><result>fail</result><domain>opera.example</domain></spf></auth_results>"
            "<identifiers><header_from>opera.example</header_from></identifiers><row><count>7</count><policy_evaluated>"
            "<spf>fail</spf><dkim>pass</dkim></policy_evaluated><source_ip>192.0.2.25</source_ip></row></record>"
            "<policy_published><p>none</p><domain>opera.example</domain></policy_published><report_metadata><date_range>"
            "<end>1794268799</end><begin>1794182400</begin></date_range><org_name>Seemail</org_name></report_metadata></feedback>")
    case = one(text.encode())
    same((case["weight"], case["verdict"]["status"], case["aggregate"]["organization"]), (7, "pass", "Seemail"))


@trap(16, "several", "Pass in capitals; none and softfail are no pass")
def _():
    same(weights(report(row(1, dkim="Pass"), row(2, spf="PASS"), row(4, spf="softfail"), row(8, "none", "none"))), (3, 12, 0))


@trap(17, "OpenDMARC's script and others", "results no standard knows")
def _():
    for word in ("", "unknown", "invalid", "hardfail", "signed", "nxdomain", "discard"):
        case = one(report(row(results="<spf><domain>opera.example</domain><result>%s</result></spf>" % word)))
        assert case["spf"][0]["result"] in (None, "fail"), word
        same(case["spf"][0]["result"] == "fail", word == "hardfail")
        same(case["spf"][0]["raw_result"], word or None)


@trap(18, "gosecure", "empty dkim elements, one spf many times")
def _():
    spf = "<spf><domain>mail.example</domain><result>fail</result></spf>"
    case = one(report(row(results="<dkim/><dkim></dkim>" + spf * 5)))
    same(len(case["spf"]), 1)
    same(case["dkim_signatures"], [])
    same(case["verdict"]["dkim"], "none")


@trap(19, "KDDI, Mail.Ru, usssa.com", "empty or missing: reason, sp, org_name, auth_results")
def _():
    case = one(report(row(reason="<reason><type/><comment/></reason>"),
                      policy=POLICY.replace("</policy", "<sp/></policy")))
    same((case["aggregate"]["reasons"], case["aggregate"]["subdomain_policy"]), ([], None))
    same(one(report(row(), policy=POLICY.replace("</policy", "<sp>nil</sp></policy")))["verdict"]["status"], "fail")
    same(weights(report(row().replace("<auth_results></auth_results>", ""), meta=META.replace("Seemail", ""))), (0, 7, 0))


@trap(20, "Zoho, rspamd", "SPF for helo without a domain, an empty domain, no selector")
def _():
    case = one(report(row(results="<spf><scope>helo</scope><result>pass</result></spf>")))
    same((case["spf"][0]["identity"], case["spf"][0]["domain"], case["verdict"]["status"]), ("helo", None, "fail"))
    case = one(report(row(dkim="pass", results="<spf><domain></domain><result>none</result></spf>"
                          "<dkim><domain>opera.example</domain><result>pass</result></dkim>")))
    same((case["verdict"]["status"], case["dkim"][0]["selector"]), ("pass", None))


@trap(21, "OpenDMARC", "a local_policy reason with arc= in every record is no sign of an override")
def _():
    reason = "<reason><type>local_policy</type><comment>arc=none as[1].d=x.example as[1].s=s</comment></reason>"
    plain, marked = one(report(row(results=dkim("fail")))), one(report(row(reason=reason, results=dkim("fail"))))
    same(marked["verdict"]["cause"], plain["verdict"]["cause"])
    assert not any(found["id"] in ("forwarded", "dmarc-overridden", "dmarc-arc-rescued") for found in marked["findings"])


@trap(22, "rspamd", "a signature as temperror and as permerror")
def _():
    nameless = [dkim(word).replace("<selector>s1</selector>", "") for word in ("temperror", "permerror")]
    for results in ("".join(nameless), "".join(reversed(nameless))):
        case = one(report(row(results=results)))
        same((case["verdict"]["dkim"], len(case["dkim"]), case["verdict"]["cause"]), ("temperror", 1, "dkim-key-unusable"))
    same(len(one(report(row(results=dkim("temperror") + dkim("permerror", selector="s2"))))["dkim"]), 2)


@trap(23, "Google and others", "human_result says what a word hides")
def _():
    same(causes(report(row(results=dkim("temperror", detail="invalid (public key: not available)")))), ["dkim-key-missing"])
    # Mail::DKIM's words: the first of the body's hash, the other of the signature
    same(causes(report(row(results=dkim("fail", detail="fail (body has been altered)")))), ["dkim-body-changed"])
    same(causes(report(row(results=dkim("fail", detail="fail (message has been altered)")))), ["dkim-signature-mismatch"])


@trap(24, "Google since August 2025", "disposition none, and yet refused or slowed")
def _():
    text = "<reason><type>other</type><comment>Sender requirement failed: %s</comment></reason>"
    case = one(report(row(reason=text % "550-5.7.30")))
    said = case["bounces"][0]
    same((said["reply_code"], said["status"], said["final"], said["reason"]), ("550", "5.7.30", True, "authfailure"))
    assert any(found["id"] == "report-tells-reply" for found in case["findings"])
    said = one(report(row(reason=text % "421-4.7.30")))["bounces"][0]
    same((said["reply_code"], said["final"], said["reason"]), ("421", False, "authfailure"))


@trap(25, "ten reports of DmarcRua", "no record at all; an end that is not behind the begin")
def _():
    same(weights(report()), (0, 0, 0))
    same([case["weight"] for case in cases(report())], [0])
    same("report-dates" in defects(report(row(), meta=META.replace("1794268799", "1794182400"))), True)


@trap(26, "Yahoo", "a gzip file that holds the word unused")
def _():
    content = gzip.compress(b"unused")
    assert run(content)[0] in (1, 2)
    same(weights(mail(mixed(encoded(content, "application/gzip"))))[0], 0)
    same(weights(mail(mixed(encoded(content, "application/gzip"))), PLAIN)[1], 7)


@trap(27, "IKEA and others", "not well-formed: a schema never closed, a stray byte, a bare '<' in email")
def _():
    for broken in (report(row(), top="<feedback><xs:schema>"),
                   report(row(), meta=META.replace("<email>", "<email>\x01")),
                   report(row(), meta=META.replace("dmarc@seemail.example", "A <a@seemail.example>"))):
        same(weights(broken), (0, 7, 0))
        same("report-xml" in defects(broken), True)


@trap(28, "several", "two policies in one report; text between elements")
def _():
    second = POLICY.replace("opera", "museum").replace("none", "reject")
    same("report-policies" in defects(report(row(), policy=POLICY + second)), True)
    same(weights(report(row(), policy=POLICY.replace("</policy", "<sp>none</sp>11</policy"))), (0, 7, 0))


@trap(29, "Cisco", "from MAILER-DAEMON, an id with $ = @: no bounce")
def _():
    meta = META.replace("dmarc@seemail", "MAILER-DAEMON@seemail").replace("4711", "2a$b=c@esa")
    text = mail(mixed(encoded(gzip.compress(report(row(), meta=meta)), "application/gzip")))
    text = text.replace(b"From: dmarc@", b"Return-Path: <>\nFrom: MAILER-DAEMON@")
    same(one(text)["source"]["kind"], "aggregate")
    same(json.loads(run(text, options=["--summary-json"])[1])["summary"]["bounces"], 0)


@trap(30, "Microsoft", "one source in several records, one for each envelope_to")
def _():
    to = "<envelope_to>%s</envelope_to>"
    text = report(row(3, more=to % "a.example"), row(4, more=to % "b.example"), row(5, more=to % "c.example"))
    items = json.loads(run(text, options=["--summary-json"])[1])["summary"]["sources"]["items"]
    same([item["count"] for item in items], [12])


@trap(31, "reports in Latin-1", "the declared encoding counts")
def _():
    text = "<?xml version='1.0' encoding='ISO-8859-1'?>" + report(row(), meta=META.replace("Seemail", "Op\xe9ra")).decode()
    same(one(text.encode("latin-1"))["aggregate"]["organization"], "Op\xe9ra")


@trap(32, "Mail.Ru", "TLS: a summary and details that do not add up, details without addresses")
def _():
    text = json.dumps({"organization-name": "Seemail", "report-id": "1",
                       "date-range": {"start-datetime": "2026-11-09T00:00:00Z", "end-datetime": "2026-11-09T23:59:59Z"},
                       "policies": [{"policy": {"policy-type": "sts", "policy-domain": "opera.example"},
                                     "summary": {"total-successful-session-count": 5, "total-failure-session-count": 1},
                                     "failure-details": [{"result-type": "certificate-expired", "failed-session-count": 2}]}]})
    found = cases(text.encode())
    same(sorted((case["verdict"]["status"], case["weight"]) for case in found), [("fail", 2), ("pass", 5)])


@trap(35, "everybody", "a report mail that passes is no pass of its rows")
def _():
    text = mail(mixed(encoded(ZIP)), "Authentication-Results: mx.opera.example; dkim=pass header.d=seemail.example;"
                " spf=pass smtp.mailfrom=seemail.example; dmarc=pass header.from=seemail.example\n"
                "Received: from out.seemail.example (out.seemail.example [198.51.100.9]) by mx.opera.example;"
                " Mon, 9 Nov 2026 06:37:00 +0000\n")
    status, answer = run(text)
    same(status, 1)
    assert not answer.startswith("PASS"), answer
    same(weights(text), (0, 7, 0))


@trap(36, "people who paste", "the text ends within a row: a row whose counts are whole counts")
def _():
    cut = PLAIN[:PLAIN.index(b"</auth_results>")]
    same(weights(cut), (0, 7, 0))
    same(weights(cut[:cut.index(b"</row>")]), (0, 0, 0))
    assert "report-xml" in defects(cut)


@trap(37, "people who paste", "one record without what stands around it")
def _():
    record = row(dkim="pass").encode()
    same(weights(b"What does this mean?\n```xml\n" + record + b"\n```\n"), (7, 0, 0))
    same(weights(record[len("<record>"):]), (7, 0, 0))


# 33 and 34 are failure reports: tests/unit/test-gather-bounce.c, odd-reports and complaint.
failed = 0
assert [number for number, *_ in TRAPS] == [n for n in range(1, 38) if n not in (33, 34)]
for index, (number, who, title, test) in enumerate(TRAPS):
    word = "ok"
    try:
        test()
    except Exception as error:  # one that fails in whatever way is one that failed
        word, failed = "not ok", 1
        print("# %s: %s" % (type(error).__name__, error))
    print("%s %d - trap %d, %s: %s" % (word, index + 1, number, who, title))
print("1..%d" % len(TRAPS))
sys.exit(failed)
