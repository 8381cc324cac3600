#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# A ticket mail is opened for the message it is about, or the refusal; with several, each is a case.
. "${top_srcdir:-.}/tests/lib.sh"

samples=$srcdir/samples

# outer RESULT: a customer's mail to support, up to its parts.
outer () {
  cat <<END
Return-Path: <anna@customer.example>
Authentication-Results: mx1.seemail.example;
	dkim=none; spf=pass smtp.mailfrom=customer.example;
	dmarc=$1 (p=none dis=none) header.from=customer.example
Received: from mail.customer.example (mail.customer.example [203.0.113.14])
	by mx1.seemail.example (Postfix) with ESMTPS id 4XnP2k1xAA
	for <support@seemail.example>; Mon, 9 Nov 2026 11:02:10 +0100 (CET)
From: Anna <anna@customer.example>
To: support@seemail.example
Subject: our mail is in junk
Date: Mon, 9 Nov 2026 11:02:08 +0100
Message-ID: <abc1@customer.example>
MIME-Version: 1.0
END
}

# part TYPE FILE [ENCODING]
part () {
  printf -- '--XX\nContent-Type: %s\n' "$1"
  if [ "${3:-}" = base64 ]; then
    printf 'Content-Transfer-Encoding: base64\n\n'
    base64 "$2"
  else
    printf '\n'
    cat "$2"
  fi
}

mixed () { printf 'Content-Type: multipart/mixed; boundary="XX"\n\n'; }
tail () { printf -- '\n--XX--\n'; }

# said FILE [OPTION...]: status and author of each case.
said () {
  "$mailwhy" -f jsonl "$@" | jq -r '[.verdict.status, .from.domain, .source.outer.attachment] | map(. // "-") | join(" ")' |
    paste -s -d ';' -
}

# expect WANTED GOT TITLE
expect () {
  [ "$1" = "$2" ] || printf '# wanted %s\n# got    %s\n' "$1" "$2"
  [ "$1" = "$2" ]
  point "$3"
}

command -v jq >/dev/null || skip "jq is not there"
printf 'Please look at this.\n' >"$scratch/text"

{ outer pass; mixed; part text/plain "$scratch/text"
  part 'message/rfc822; name="Your tickets.eml"' "$samples/dkim-unsigned.eml"; tail; } >"$scratch/one.eml"
expect 'fail mosamuseum.com Your tickets.eml' "$(said "$scratch/one.eml")" 'the attached message is the message'
expect 'pass customer.example -' "$(said --outer "$scratch/one.eml")" '--outer explains the mail'
"$mailwhy" -q "$scratch/one.eml" >/dev/null
report "$((1 - $?))" 'and the exit status is the attached one'\''s'

{ outer pass; mixed; part 'application/octet-stream; name="a.eml"' "$samples/dkim-unsigned.eml" base64
  part 'application/octet-stream; name="b.eml"' "$samples/gmail-all-pass.eml" base64; tail; } >"$scratch/two.eml"
expect 'fail mosamuseum.com a.eml;pass mosamuseum.com b.eml' "$(said "$scratch/two.eml")" \
  'files named .eml, in base64, a case each'

{ outer fail; mixed; part 'message/rfc822' "$samples/gmail-all-pass.eml"; tail; } >"$scratch/forged.eml"
expect 'unknown mosamuseum.com -;fail customer.example -' "$(said "$scratch/forged.eml")" \
  'what a mail carries that failed makes no pass, and the mail is answered too'

{ outer pass; printf 'Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n'
  { cat "$scratch/text"; sed '/^$/q; s/^/> /' "$samples/dkim-unsigned.eml"; } | base64; } >"$scratch/text.eml"
expect 'fail mosamuseum.com -' "$(said "$scratch/text.eml")" 'a header pasted into the text, in base64'

# told FILE [OPTION...]: status, reason and recipient of what was refused; the mail itself has none.
told () {
  "$mailwhy" -f jsonl "$@" | jq -r '[.verdict.status, .bounces[0].reason, .bounces[0].recipient, .bounces[0].domain] |
    map(. // "-") | join(" ")' | paste -s -d ';' -
}

# refused [MARK]: what a support agent copies into his mail.
refused () {
  cat <<END
Hello,

nothing arrives any more:

$1<visitor@gmail.com>: host gmail-smtp-in.l.google.com[192.0.2.26] said:
$1    550-5.7.26 Unauthenticated email from opera.example is not accepted due to
$1    550-5.7.26 domain's DMARC policy. 550 5.7.26 - gsmtp (in reply to end of
$1    DATA command)

Can you help?
END
}

wanted='fail authfailure visitor@gmail.com opera.example'
{ outer pass; printf '\n'; refused ''; } >"$scratch/refused.eml"
expect "$wanted" "$(told "$scratch/refused.eml")" 'a refusal in the text of a mail'
expect 'pass - - -' "$(told --outer "$scratch/refused.eml")" 'and --outer explains the mail'
{ outer pass; printf 'Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n'
  refused '> ' | base64; } >"$scratch/refused.eml"
expect "$wanted" "$(told "$scratch/refused.eml")" 'quoted, in base64'
{ outer pass; printf 'Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n'
  refused '' | sed 's/</=3C/; s/DMARC/DMA=\nRC/'; } >"$scratch/refused.eml"
expect "$wanted" "$(told "$scratch/refused.eml")" 'in quoted-printable'
{ outer pass; printf 'Content-Type: text/html\n\n<p>'
  refused '' | sed "s/</\&lt;/; s/>/\&gt;/; s/'/\&#39;/; s/\$/<br>/"; } >"$scratch/refused.eml"
expect "$wanted" "$(told "$scratch/refused.eml")" 'in HTML'
{ outer pass | sed '/^Received/,/CET/d; /^Auth/,/header.from/d; /^Return-Path/d'; printf '\n'; refused ''; } >"$scratch/kept.eml"
expect "$wanted;unknown - - -" "$(told "$scratch/kept.eml")" 'in a mail that nobody received, which is answered too'
{ outer fail; printf '\n'; refused ''; } >"$scratch/refused.eml"
expect "$wanted;fail - - -" "$(told "$scratch/refused.eml")" 'in a mail that failed, which is answered too'
{ outer pass; printf '\n%s\n' 'We have 550 seats. 450 access denied to late comers. See 5.1.1, and 250 dmarc=pass.\n'
  printf '550 SPF check failed is what a book says.\n'; } >"$scratch/numbers.eml"
expect 'pass - - -' "$(told "$scratch/numbers.eml")" 'numbers and words alone are no refusal in a mail'
{ printf 'From anna@customer.example Mon Nov  9 11:02:10 2026\n'; outer pass; printf '\n'; refused ''; } >"$scratch/box"
expect 'pass - - -' "$(told "$scratch/box")" 'the mail of mailboxes is not searched'
expect "$wanted" "$(told --tickets "$scratch/box")" 'unless --tickets is given'

# What people read and programs do not: named beside the mail's own verdict.
shown () { "$mailwhy" -f jsonl "$@" | jq -r '[.verdict.status, .source.carries, .source.carries_name] | map(. // "-") | join(" ")' |
    paste -s -d ';' -; }
named () { "$mailwhy" -f jsonl "$@" | grep -c '"id":"ticket-carries-file"'; }
printf '%%PDF-1.4\n1 0 obj\n' >"$scratch/header.pdf"
printf 'GIF89a' >"$scratch/mark.gif"
printf '<p>Hello <img src="cid:1"></p>\n' >"$scratch/page"
{ outer pass; mixed; part text/plain "$scratch/text"; part 'application/pdf; name="header.pdf"' "$scratch/header.pdf" base64
  tail; } >"$scratch/pdf.eml"
expect 'pass pdf header.pdf' "$(shown "$scratch/pdf.eml")" 'a PDF that may show the header'
expect 1 "$(named "$scratch/pdf.eml")" 'is named, with the next step'
{ outer pass; printf 'Content-Type: image/gif\n\n'; cat "$scratch/mark.gif"; } >"$scratch/picture.eml"
expect 'pass picture -' "$(shown "$scratch/picture.eml")" 'and a mail that is nothing but a picture'
{ outer pass; mixed; part text/html "$scratch/page"; part 'image/gif; name="logo.gif"' "$scratch/mark.gif" base64
  tail; } >"$scratch/mark.eml"
expect 'pass - -' "$(shown "$scratch/mark.eml")" 'a mark in a signature is no screenshot'
{ cat "$scratch/mark.gif"; head -c 20000 /dev/zero; } >"$scratch/screen.gif"
{ outer pass; mixed; part text/html "$scratch/page"; part 'image/gif; name="screen.gif"' "$scratch/screen.gif" base64
  tail; } >"$scratch/screen.eml"
expect 'pass picture screen.gif' "$(shown "$scratch/screen.eml")" 'a screenshot in the text is one'
{ outer fail; mixed; part text/plain "$scratch/text"; part 'application/pdf; name="header.pdf"' "$scratch/header.pdf" base64
  tail; } >"$scratch/failed.eml"
expect 0 "$(named "$scratch/failed.eml")" 'a mail that failed is the one'
{ outer pass; mixed; part 'application/pdf; name="header.pdf"' "$scratch/header.pdf" base64
  part 'message/rfc822; name="Your tickets.eml"' "$samples/dkim-unsigned.eml"; tail; } >"$scratch/both.eml"
expect 'fail - -' "$(shown "$scratch/both.eml")" 'nothing is said of it beside the message itself'
{ printf 'From anna@customer.example Mon Nov  9 11:02:10 2026\n'; cat "$scratch/pdf.eml"; } >"$scratch/box"
expect 'pass - -' "$(shown "$scratch/box")" 'nor in a mailbox'

{ outer pass; printf '\n'; cat "$scratch/text"; } >"$scratch/plain.eml"
expect 'pass customer.example -' "$(said "$scratch/plain.eml")" 'a mail that carries nothing is itself'

sed 's/^MIME-Version: 1.0$/X-Trasporto: posta-certificata\n&/' "$scratch/one.eml" >"$scratch/pec.eml"
expect 'pass customer.example -;fail mosamuseum.com Your tickets.eml' "$(said "$scratch/pec.eml")" \
  'certified mail: the envelope is what was delivered'

expect "$(said --outer "$samples/bounce-gmail-dmarc.eml")" "$(said "$samples/bounce-gmail-dmarc.eml")" \
  'a delivery notice is about what it carries already'

{ outer pass; mixed; part 'message/rfc822; name="chain.eml"' "$scratch/one.eml"; tail; } |
  sed '1,/^--XX/s/boundary="XX"/boundary="YY"/; 1,/^--XX/s/^--XX/--YY/; $s/--XX--/--YY--/' >"$scratch/chain.eml"
expect 'fail mosamuseum.com Your tickets.eml' "$(said "$scratch/chain.eml")" 'a chain of forwards, to its end'

{ printf 'From anna@customer.example Mon Nov  9 11:02:10 2026\n'; cat "$scratch/one.eml"; } >"$scratch/box"
expect 'pass customer.example -' "$(said "$scratch/box")" 'mailboxes are not opened'
expect 'fail mosamuseum.com Your tickets.eml' "$(said --tickets "$scratch/box")" 'unless --tickets is given'
# What a part is called tells what it is, in each of many.
{ outer pass; mixed; part 'application/octet-stream; name="saved.eml"' "$samples/dkim-unsigned.eml" base64; tail; } >"$scratch/named.eml"
for _ in 1 2 3; do
  printf 'From anna@customer.example Mon Nov  9 11:02:10 2026\n'
  cat "$scratch/named.eml"
done >"$scratch/box"
once='fail mosamuseum.com saved.eml'
expect "$once" "$(said "$scratch/named.eml")" 'a message known by its name only'
expect "$once;$once;$once" "$(said --tickets "$scratch/box")" 'in each mail of a mailbox'
finish
