#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What is proved of a body, of which messages, and what is kept to itself. Prints TAP.
. "${top_srcdir:-.}/tests/lib.sh"
mail=$srcdir/tests/setup/mail
zone=$srcdir/tests/setup/good.zone
cd "$scratch" || exit 1

# prints PATTERN COMMAND...: a line that matches.
prints () {
  pattern=$1
  shift
  "$mailwhy" "$@" >out 2>&1 </dev/null
  grep -E -- "$pattern" out >matching
}

# has TITLE PATTERN COMMAND...
has () {
  title=$1
  shift
  prints "$@"
  status=$?
  [ $status = 0 ] || sed 's/^/# /' out | head -30
  report $status "$title"
}

# has_not TITLE PATTERN COMMAND...: there is an answer, and no line of it matches.
has_not () {
  title=$1
  shift
  prints "$@"
  sed 's/^/# /' matching | head -5
  [ -s out ] && [ ! -s matching ]
  report $? "$title"
}

sed '/^$/q' "$mail/dkim-mismatch.eml" >headers.eml
{ cat "$mail/dkim-mismatch.eml"; printf -- '-- \nThis list is kept by Claire Rochat.\n'; } >footer.eml
{ cat "$mail/pass.eml"; printf -- '-- \nChecked by a scanner.\n'; } >scanned.eml
{
  for _ in 1 2; do
    echo 'From a@b Mon Nov  9 10:30:05 2026'
    cat footer.eml
    echo
  done
} >two.mbox
sed 's/^Subject: /&[list] /' "$mail/dkim-mismatch.eml" >tagged.eml
{
  cat "$mail/pass.eml"
  head -c 36000000 /dev/zero | tr '\0' 'x' | fold -w 70
} >large.eml

has 'the body is as it was signed' '"body": "fits"' -f json "$mail/pass.eml"
has 'a footer is found' '"body_change": "lines-appended"' -f json footer.eml
has 'and said' 'Lines were added below the text after [^ ]+ signed it: +2' footer.eml
has 'and quoted' 'This list is kept by Claire Rochat' footer.eml
has_not 'but not where names are taken out' 'Claire|Rochat' --redact -v footer.eml
has_not 'nor in JSON' 'Claire|Rochat' --redact -f json footer.eml
has 'after a pass it came later' 'dkim-body-changed-after' scanned.eml
has 'that does not break the pass' '^PASS' scanned.eml
has 'headers alone have no body to compare' '"body_change": "no-body"' -f json headers.eml
has_not 'and give no false alarm' 'dkim-(body-changed|footer)' -f json headers.eml
has 'a message that was cut is not computed' '"body_change": "message-cut"' -f json large.eml
has 'the messages of a mailbox are not looked into' '"signature_checks":\[\]' -f jsonl two.mbox
has 'unless that is asked for' '"body_change":"lines-appended"' --verify -f jsonl two.mbox
has 'a paste has no body to compare' '"signature_checks":\[\]' -i paste -f jsonl footer.eml
has 'nor is the DNS asked' '"spf_now":null,"dmarc_now":null,"dns_facts":\[\]' -f jsonl footer.eml
has 'the result of then stands beside it' '"result": "pass"' -f json scanned.eml
has 'with the key, the signature itself verifies' '"passes": true' --zone "$zone" -f json "$mail/pass.eml"
has 'and a changed header field is named' 'The header field subject was changed' --zone "$zone" tagged.eml
has 'what is now stands below what was then' '^    now +pass +opera.example' --zone "$zone" "$mail/pass.eml"
has 'what passed nevertheless is told' '"passed":true' --zone "$zone" -f jsonl "$mail/pass.eml"
has_not 'and of a domain alone nothing passed' '"passed": true' --zone "$zone" --setup opera.example -f json
has 'SPF is evaluated for a paste too' '"spf_now":\{"domain":"opera.example"' --zone "$zone" -i paste -f jsonl "$mail/pass.eml"
finish
