#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Facts that pages and others' programs are made of. Prints TAP.
. "${top_srcdir:-.}/tests/lib.sh"
command -v jq >/dev/null || skip "jq is not there"

# fact TITLE WANTED FILTER [ARGUMENT]...
fact () {
  title=$1 wanted=$2 filter=$3
  shift 3
  got=$("$mailwhy" --no-config -f jsonl "$@" | jq -c "$filter")
  [ "$got" = "$wanted" ] || echo "# $got"
  [ "$got" = "$wanted" ]
  report $? "$title"
}

cd "$srcdir/samples" || exit 1
fact 'steps: the repair, the look whether it helped, and what is asked besides' \
  '[["dns-admin","the DNS administrator of mosamuseum.com","dkim-unsigned"],["nobody","whoever can",null],["nobody","whoever can","other-stream-not-seen"]]' \
  '[.steps[] | [.fix_by, .who, .finding]]' dkim-unsigned.eml
fact 'a step says what its finding says' 'true' \
  '. as $case | [.steps[] | select (.finding) | .finding as $id | .text == ($case.findings[] | select (.id == $id) | .fix)] | all' dkim-unsigned.eml
fact 'of a bounce they are about the mail that was sent' '"the DNS administrator of stadttheater-brugg.ch"' '.steps[0].who' bounce-gmail-dmarc.eml
fact 'nothing to do' '[]' '.steps' gmail-all-pass.eml
fact 'who took it, where a rule knows the host, however it is written' \
  '["Microsoft 365 / Outlook.com","Microsoft 365 / Outlook.com","Microsoft 365 / Outlook.com","Microsoft 365 / Outlook.com",null]' \
  '[.received[].title]' dkim-unsigned.eml
fact 'no DNS, no time of it' '[null,null]' '[.dns_source, .dns_read]' dkim-unsigned.eml
fact 'a zone file has none' '["file",null]' '[.dns_source, .dns_read]' "--zone=$srcdir/tests/setup/good.zone" dkim-unsigned.eml

# notice RECIPIENT...: all refused for one reason
notice () {
  printf '%s\n' 'From: MAILER-DAEMON@mx.example.net' 'Subject: Undelivered' 'MIME-Version: 1.0' \
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b' '' '--b' '' 'Sorry.' '--b' \
    'Content-Type: message/delivery-status' '' 'Reporting-MTA: dns; mx.example.net'
  for recipient; do
    printf '\nFinal-Recipient: rfc822; %s\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n' "$recipient"
  done
  printf '%s\n' '--b--'
}
notice a@example.org b@example.org c@example.org >"$scratch/three.eml"
notice d@example.org >"$scratch/one.eml"
counts='.summary | [.messages, .recipients, .reasons.items[0].count, .reason_messages.items[0].count]'
"$mailwhy" --no-config --summary-json "$scratch/three.eml" "$scratch/one.eml" >"$scratch/both"
got=$(jq -c "$counts" "$scratch/both")
[ "$got" = '[2,4,4,2]' ] || echo "# $got"
[ "$got" = '[2,4,4,2]' ]
report $? 'refusals are counted by recipient and by message'
got=$("$mailwhy" --merge --summary-json "$scratch/both" "$scratch/both" | jq -c "$counts")
[ "$got" = '[4,8,8,4]' ] || echo "# $got"
[ "$got" = '[4,8,8,4]' ]
report $? 'and so when summaries are put together'
jq -c 'del (.summary.recipients, .summary.reason_messages)' "$scratch/both" >"$scratch/earlier"
got=$("$mailwhy" --merge --summary-json "$scratch/earlier" | jq -c "$counts")
[ "$got" = '[2,0,4,null]' ] || echo "# $got"
[ "$got" = '[2,0,4,null]' ]
report $? 'a summary that was written before has the recipients only'
finish
