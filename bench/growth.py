#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Does the work grow with the input, and no faster? One kind of growth at a time: the input with n, 2n and 4n of
something. Instructions are counted (valgrind), so other work on the machine changes nothing. The exponent is that of
the last doubling, without what the program takes before it reads: 1 is linear, "bounded" means that a limit ends it.

    bench/growth.py build/mailwhy               all, a few minutes for ten
    bench/growth.py build/mailwhy received zip  those whose names begin so

Exit status: 0; 1 when an exponent is over 1.15; 2 trouble."""
import base64
import concurrent.futures
import gzip
import io
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import zipfile

MOST = 1.15
TRIES = 3
HEAD = ('Received: from out.platform.example ([192.0.2.25]) by mx.recipient.example with ESMTPS id 4f2a;\n'
        ' Mon, 1 Jun 2026 10:00:00 +0200\n')
RESULTS = 'Authentication-Results: mx.recipient.example; spf=pass smtp.mailfrom=a@opera.example; dmarc=fail header.from=opera.example\n'
SIGNATURE = ('DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=opera.example; s=s1; h=from:to:subject;\n'
             ' bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=' + base64.b64encode(b'x' * 256).decode() + '\n')
TAIL = 'From: Opera <tickets@opera.example>\nTo: visitor@recipient.example\nSubject: Tickets\nDate: Mon, 1 Jun 2026 10:00:00 +0200\n'

KINDS = {}


def kind(name, n, *options):
    """`make (n)` is the input as text or bytes; `n` the smallest."""
    def keep(make):
        KINDS[name] = (make, n, options)
        return make
    return keep


def field(name, n, text, head=''):
    """A message with n of a field, or one field with n of something in it."""
    KINDS[name] = (lambda k: HEAD + head + text(k) + TAIL + '\nbody\n', n, ())


def body(name, n, text, header='', options=()):
    KINDS[name] = (lambda k: HEAD + RESULTS + header + TAIL + '\n' + text(k), n, options)


# ---- fields, many ----
field('fields', 1000, lambda n: ''.join(f'X-Field-{i}: value of {i}\n' for i in range(n)))
field('received', 60, lambda n: HEAD * n)
field('results-fields', 60, lambda n: RESULTS * n)
field('signatures', 60, lambda n: SIGNATURE * n, RESULTS)
field('arc', 10, lambda n: ''.join(
    f'ARC-Seal: i={i}; a=rsa-sha256; t=12345; cv=pass; d=relay.example; s=arc; b=QUJD\n'
    f'ARC-Message-Signature: i={i}; a=rsa-sha256; c=relaxed/relaxed; d=relay.example; s=arc; h=from:to; bh=QUJD; b=QUJD\n'
    f'ARC-Authentication-Results: i={i}; mx.relay.example; dkim=pass header.d=opera.example; dmarc=pass\n'
    for i in range(n, 0, -1)))
field('received-spf', 60, lambda n: 'Received-SPF: pass (mx.recipient.example: domain of a@opera.example designates 192.0.2.25)'
      ' client-ip=192.0.2.25; envelope-from=a@opera.example;\n' * n)
field('return-path', 300, lambda n: 'Return-Path: <bounce@opera.example>\n' * n)
field('from-fields', 300, lambda n: 'From: Opera <tickets@museum.example>\n' * n)
field('list-unsubscribe', 300, lambda n: 'List-Unsubscribe: ' + ', '.join(['<https://www.opera.example/u?id=1>'] * n) + '\n')
field('no-colon', 2000, lambda n: 'a line that is no field\n' * n)
field('mime-fields', 300, lambda n: 'Content-Type: text/plain; charset=utf-8\n' * n)

# ---- one field, long ----
field('folds', 2000, lambda n: 'X-Long: a' + '\n b' * n + '\n')
field('results', 60, lambda n: 'Authentication-Results: mx.recipient.example' + '; dkim=fail header.d=opera.example header.s=s1' * n + '\n')
field('properties', 16, lambda n: 'Authentication-Results: mx.recipient.example; dkim=fail' + ' header.d=opera.example' * n + '\n')
field('comment', 20000, lambda n: 'Authentication-Results: mx.recipient.example; dkim=fail (' + 'word ' * n + ') header.d=opera.example\n')
field('comments', 10000, lambda n: 'Authentication-Results: mx.recipient.example; dkim=fail ' + '(c)' * n + ' header.d=opera.example\n')
field('comments-nested', 20000, lambda n: 'Authentication-Results: mx.recipient.example; dkim=fail ' + '(' * n + ')' * n + '\n')
field('comments-open', 40000, lambda n: 'Authentication-Results: mx.recipient.example; dkim=fail ' + '(' * n + '\n')
field('quoted', 20000, lambda n: 'Authentication-Results: mx.recipient.example; dkim=fail reason="' + '\\"a ' * n + '"\n')
field('no-results', 40000, lambda n: 'Authentication-Results: mx.recipient.example; ' + '= ;' * n + '\n')
field('tags', 16, lambda n: 'DKIM-Signature: v=1; ' + ''.join(f't{i}=value; ' for i in range(n)) + 'd=opera.example\n')
field('signed-fields', 4000, lambda n: 'DKIM-Signature: v=1; a=rsa-sha256; d=opera.example; s=s1; h=' + 'from:' * n + 'to; bh=QUJD; b=QUJD\n')
field('signature-length', 20000, lambda n: 'DKIM-Signature: v=1; a=rsa-sha256; d=opera.example; s=s1; h=from; bh=QUJD; b=' + 'QUJD\n ' * n + '\n')
field('labels', 10000, lambda n: 'DKIM-Signature: v=1; a=rsa-sha256; d=' + 'a.' * n + 'example; s=s1; h=from; bh=QUJD; b=QUJD\n')
field('received-words', 10000, lambda n: 'Received: from a.example ' + 'with word ' * n + '; Mon, 1 Jun 2026 10:00:00 +0200\n')
field('received-comments', 10000, lambda n: 'Received: from a.example (' + '[192.0.2.1] ' * n + ') by mx.recipient.example; Mon, 1 Jun 2026 10:00:00 +0200\n')
field('spf-pairs', 5000, lambda n: 'Received-SPF: fail (mx) ' + 'key=value; ' * n + '\n')
field('spam-tests', 5000, lambda n: 'X-Spam-Status: No, score=1.0 required=5.0 tests=' + 'SPF_FAIL,DKIM_INVALID,\n ' * n + '\n', RESULTS)
field('display-name', 5000, lambda n: 'Reply-To: ' + 'word ' * n + '<a@opera.example>\n')
field('addresses', 60, lambda n: 'Reply-To: ' + ', '.join(['Name <a@opera.example>'] * n) + '\n')
field('address-comments', 5000, lambda n: 'Reply-To: ' + '(' * n + ')' * n + ' a@opera.example\n')
field('groups', 5000, lambda n: 'To: ' + 'group: ' * n + 'a@opera.example;\n')
field('recipients', 1000, lambda n: 'Cc: ' + ',\n '.join(['visitor@recipient.example'] * n) + '\n')
field('encoded-words', 2000, lambda n: 'X-Subject: a\nSubject: ' + '=?utf-8?B?T3DDqXJh?=\n ' * n + 'x\n')
field('encoded-words-open', 5000, lambda n: 'X-Subject: a\nSubject: ' + '=?utf-8?B?' * n + 'x\n')
field('eight-bit', 40000, lambda n: 'Comments: ' + '\u00e9' * n + '\n')
field('message-id', 40000, lambda n: 'Message-ID: <' + 'a.' * n + '@opera.example>\n')
field('date', 40000, lambda n: 'Resent-Date: ' + 'Mon, ' * n + '\n')
field('gateway', 2000, lambda n: 'X-Forefront-Antispam-Report: ' + 'CIP:192.0.2.25;' * n + '\n')

# ---- bodies ----
body('lines', 50000, lambda n: 'line\n' * n)
body('long-line', 400000, lambda n: 'x' * n + '\n')
body('from-lines', 2000, lambda n: '>From a line\n' * n, SIGNATURE, ('--verify',))
body('carriage-returns', 100000, lambda n: 'a\r' * n)
body('zeros', 200000, lambda n: '\0' * n)
body('parts', 30, lambda n: '--b\nContent-Type: text/plain\n\ntext\n' * n + '--b--\n', 'Content-Type: multipart/mixed; boundary=b\n')
body('delimiters', 1000, lambda n: '--b\n' * n, 'Content-Type: multipart/mixed; boundary=b\n')
body('near-delimiters', 20000, lambda n: '--bb\n' * n, 'Content-Type: multipart/mixed; boundary=b\n')
body('multiparts-nested', 12, lambda n: ''.join(f'--b{i}\nContent-Type: multipart/mixed; boundary=b{i + 1}\n\n' for i in range(n)),
     'Content-Type: multipart/mixed; boundary=b0\n')
body('messages-nested', 200, lambda n: 'Content-Type: message/rfc822\n\n' * n + TAIL + '\nx\n', 'Content-Type: message/rfc822\n')
body('html', 4000, lambda n: '<div><span title="a">word &amp; word</span></div>\n' * n, 'Content-Type: text/html\n')
body('html-open', 40000, lambda n: '<' * n, 'Content-Type: text/html\n')
body('base64', 20000, lambda n: base64.encodebytes(b'text of a part ' * n).decode(),
     'Content-Type: text/plain\nContent-Transfer-Encoding: base64\n')
body('quoted-printable', 20000, lambda n: '=C3=A9t=\n' * n, 'Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n')
body('body-hash', 20000, lambda n: 'a line with  blanks \n' * n, SIGNATURE, ('--verify',))

# ---- notices ----
NOTICE = ('Return-Path: <>\nFrom: MAILER-DAEMON@out.platform.example\nSubject: Undelivered\nMIME-Version: 1.0\n'
          'Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nThe mail was refused.\n\n--b\n'
          'Content-Type: message/delivery-status\n\nReporting-MTA: dns; out.platform.example\n\n')
RECIPIENT = 'Final-Recipient: rfc822; visitor@recipient.example\nAction: failed\nStatus: 5.7.1\nDiagnostic-Code: smtp; 550 5.7.1 SPF check failed\n'
ORIGINAL = '\n--b\nContent-Type: text/rfc822-headers\n\n' + SIGNATURE + TAIL + '\n--b--\n'
REPLY = '550 5.7.26 This mail has been blocked because the sender is unauthenticated\n'


@kind('bounce-recipients', 60)
def _(n): return NOTICE + (RECIPIENT + '\n') * n + ORIGINAL


@kind('bounce-fields', 1000)
def _(n): return NOTICE + RECIPIENT + ''.join(f'X-Field: {i}\n' for i in range(n)) + ORIGINAL


@kind('bounce-diagnostic', 400)
def _(n): return NOTICE + RECIPIENT.rstrip('\n') + '\n 550 5.7.1 and more' * n + '\n' + ORIGINAL


@kind('bounce-original', 1000)
def _(n): return NOTICE + RECIPIENT + ORIGINAL.replace('From:', 'X-Field: of the original\n' * n + 'From:', 1)


def prose(text):
    return ('Return-Path: <>\nFrom: MAILER-DAEMON@out.platform.example\nSubject: failure notice\n\n'
            'Hi. This is the qmail-send program at out.platform.example.\n\n' + text)


@kind('bounce-prose', 1000)
def _(n): return prose('I tried to deliver your message, and the other host did not want it.\n' * n)


@kind('bounce-prose-recipients', 300)
def _(n): return prose(''.join(f'<visitor{i}@recipient.example>:\n192.0.2.7 does not like recipient.\nRemote host said: {REPLY}\n' for i in range(n)))


# ---- what is pasted ----
def paste(name, n, text):
    KINDS['paste-' + name] = (text, n, ('--input=paste',))


LINES = HEAD + RESULTS + SIGNATURE + TAIL
paste('lines', 2000, lambda n: LINES + 'and a line of prose below it\n' * n)
paste('quoted', 20, lambda n: ''.join('> ' + line + '\n' for line in (LINES * n).split('\n')))
paste('quote-depth', 100, lambda n: ''.join('>' * n + ' ' + line + '\n' for line in LINES.split('\n')))
paste('blocks', 20, lambda n: (LINES + '\n\nand then this one:\n\n') * n)
paste('wraps', 20, lambda n: re.sub(r'(.{40})', r'\1\n', LINES * n))
paste('entities', 2000, lambda n: LINES.replace('<', '&lt;') + '&amp;&lt;&gt;' * n + '\n')
paste('numbers', 20, lambda n: ''.join(f'{i:4} {line}\n' for i, line in enumerate((LINES * n).split('\n'))))
paste('markdown', 1000, lambda n: LINES + '[a@opera.example](mailto:a@opera.example) ' * n + '\n')
paste('cells', 100000, lambda n: 'A table\n<br>' + '<t' * n + '\n')
paste('page-ends', 50000, lambda n: RESULTS + '\fx' + ' ' * n + '\n' + TAIL)
paste('form-feeds', 20000, lambda n: RESULTS + '\f' * n + '\n' + TAIL)
paste('nameless', 1000, lambda n: ' spf=pass;\n' * n)
paste('links', 2000, lambda n: LINES.replace('smtp.mailfrom=', 'smtp.mailfrom=' + 'http://a/' * n) + '\n')
paste('records', 500, lambda n: 'a.opera.example. TXT v=spf1 include:a.example ~all\n"x"\nopera.example text =\n "v=spf1"\n' * n)
paste('base64', 40, lambda n: base64.encodebytes((LINES * n).encode()).decode())
paste('one-line', 20, lambda n: (LINES * n).replace('\n', ' '))
paste('table', 500, lambda n: LINES + '| SPF | pass |\n' * n)
paste('replies', 500, lambda n: REPLY * n)
paste('prose', 5000, lambda n: 'The customer says that his mail does not arrive.\n' * n)
paste('no-break', 50000, lambda n: 'x' * n)
paste('html', 1000, lambda n: '<p>' + LINES.replace('<', '&lt;').replace('\n', '<br>\n') + '<b>x</b> ' * n + '</p>\n')
paste('json', 500, lambda n: json.dumps({'headers': [{'name': 'X-Field', 'value': str(i)} for i in range(n)]}))

# ---- many messages, reports, files beside the mail ----
KINDS['mailbox'] = (lambda n: ('From a@opera.example Mon Jun  1 10:00:00 2026\n' + LINES + '\nbody\n\n') * n, 100, ('-j', '1'))
KINDS['mailbox-keys'] = (lambda n: ''.join('From a@opera.example Mon Jun  1 10:00:00 2026\n' + LINES.replace('opera.', f'opera{i}.') + '\nbody\n\n'
                                           for i in range(n)), 100, ('-j', '1'))
KINDS['log'] = (lambda n: ''.join(
    f'Jun  1 10:00:00 mail postfix/smtp[{i}]: 4F2A{i:04}: to=<visitor@recipient.example>, relay=mx.recipient.example[192.0.2.7]:25, '
    f'dsn=5.7.26, status=bounced (host mx.recipient.example[192.0.2.7] said: {REPLY.strip()} (in reply to end of DATA command))\n'
    for i in range(n)), 300, ('--input=log', '-j', '1'))


def report(n, more=''):
    row = ('<record><row><source_ip>192.0.2.{}</source_ip><count>1</count><policy_evaluated><disposition>none</disposition>'
           '<dkim>fail</dkim><spf>pass</spf></policy_evaluated></row><identifiers><header_from>opera.example</header_from>'
           '</identifiers><auth_results><spf><domain>opera.example</domain><result>pass</result></spf></auth_results></record>\n')
    return ('<?xml version="1.0"?><feedback><report_metadata><org_name>recipient.example</org_name><report_id>1</report_id>'
            '<date_range><begin>1780000000</begin><end>1780086400</end></date_range></report_metadata><policy_published>'
            '<domain>opera.example</domain><p>none</p></policy_published>\n' + ''.join(row.format(i % 250) for i in range(n)) + more + '</feedback>\n')


KINDS['report-rows'] = (report, 200, ())
KINDS['report-text'] = (lambda n: report(1, '<x>' + 'word ' * n + '</x>'), 20000, ())
KINDS['report-nested'] = (lambda n: report(1, '<x>' * n), 5000, ())
KINDS['report-broken'] = (lambda n: report(1, '<x>a & b</x>\n' * n), 2000, ())
KINDS['report-gzip'] = (lambda n: gzip.compress(report(n).encode(), mtime=0), 200, ())
KINDS['tls-report'] = (lambda n: json.dumps({
    'organization-name': 'recipient.example', 'date-range': {'start-datetime': '2026-06-01T00:00:00Z', 'end-datetime': '2026-06-02T00:00:00Z'},
    'contact-info': 'a@recipient.example', 'report-id': '1', 'policies': [
        {'policy': {'policy-type': 'sts', 'policy-domain': f'opera{i}.example'}, 'summary': {'total-successful-session-count': 1,
         'total-failure-session-count': 1}, 'failure-details': [{'result-type': 'certificate-expired', 'failed-session-count': 1}]}
        for i in range(n)]}), 50, ())


@kind('zip-members', 50)
def _(n):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as archive:
        for i in range(n):
            archive.writestr(zipfile.ZipInfo(f'{i}.eml'), LINES + '\nbody\n')
    return out.getvalue()


@kind('zip-other', 200)
def _(n):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as archive:
        for i in range(n):
            archive.writestr(zipfile.ZipInfo(f'{i}.bin'), 'x')
        archive.writestr(zipfile.ZipInfo('last.eml'), LINES + '\nbody\n')
    return out.getvalue()


def instructions(program, make, n, options):
    data = make(n)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'input')
        with open(path, 'wb') as file:
            file.write(data if isinstance(data, bytes) else data.encode('utf-8', 'surrogateescape'))
        counted = subprocess.run(['valgrind', '--tool=callgrind', '--callgrind-out-file=/dev/null', program, *options, path],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors='replace', check=False,
                                 env={'PATH': os.environ['PATH'], 'LC_ALL': 'C', 'XDG_CONFIG_HOME': folder, 'MAILWHY_CONFIG': ''})
    found = re.search(r'Collected : (\d+)', counted.stderr)
    if counted.returncode not in (0, 1) or not found:
        raise RuntimeError(f'exit status {counted.returncode}: {counted.stderr[-300:]}')
    return int(found.group(1))


def curve(program, name):
    """(n, instructions of n, 2n and 4n, exponent). Where a step looks like more, four times as much is tried: a table
    that grows, or a memory that is full, is met once."""
    make, n, options = KINDS[name]
    taken = [instructions(program, make, n * times, options) for times in (1, 2, 4)]
    for _ in range(TRIES):
        first, second = taken[1] - taken[0], taken[2] - taken[1]
        # A limit was met in between, or nothing of it is read.
        if second < 0.25 * first or second < 200000:
            return n, taken, None
        exponent = math.log2(second / first) if first > 0 else math.inf
        if exponent <= MOST:
            break
        n *= 4
        taken = [taken[2]] + [instructions(program, make, n * times, options) for times in (2, 4)]
    return n, taken, exponent


def main():
    if len(sys.argv) < 2 or sys.argv[1].startswith('-'):
        print(__doc__)
        return 0 if sys.argv[1:] == ['--help'] else 2
    program = os.path.abspath(sys.argv[1])
    names = [name for name in KINDS if not sys.argv[2:] or any(name.startswith(wanted) for wanted in sys.argv[2:])]
    over = 0
    print(f'{"what grows":<26} {"n":>7} {"n, millions":>12} {"2n":>9} {"4n":>9}  exponent')
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, (n, taken, exponent) in zip(names, pool.map(lambda name: curve(program, name), names)):
            millions = [f'{value / 1e6:.1f}' for value in taken]
            bad = exponent is not None and exponent > MOST
            over += bad
            print(f'{name:<26} {n:>7} {millions[0]:>12} {millions[1]:>9} {millions[2]:>9}  '
                  f'{"bounded" if exponent is None else format(exponent, ".2f")}{"  OVER" if bad else ""}', flush=True)
    print(f'{len(names)} curves, {over} over {MOST}')
    return 1 if over else 0


try:
    sys.exit(main())
except (OSError, RuntimeError) as trouble:
    print(f'growth: {trouble}', file=sys.stderr)
    sys.exit(2)
