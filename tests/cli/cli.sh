#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The program as a person and a script meet it: exit statuses, bad input, closed and full outputs.
srcdir=${top_srcdir:-.}
mailwhy=${MAILWHY:-build/mailwhy}
case $mailwhy in /*) ;; *) mailwhy=$PWD/$mailwhy ;; esac
samples=$(cd "$srcdir/samples" && pwd) || exit 1
scratch=$(mktemp -d) || exit 1
trap 'chmod -R u+rw "$scratch"; rm -rf "$scratch"' EXIT
export XDG_CONFIG_HOME="$scratch" MAILWHY_CONFIG="" LC_ALL=C.UTF-8
cd "$scratch" || exit 1
n=0

# check NAME STATUS PATTERN: the last run ended with STATUS and printed (on either output) PATTERN.
check () {
  n=$((n + 1))
  if [ "$status" = "$2" ] && grep -q -- "$3" out err; then
    echo "ok $n - $1"
  else
    echo "not ok $n - $1"
    echo "# status $status, expected $2; looked for: $3"
    sed 's/^/# out: /' out | head -5
    sed 's/^/# err: /' err | head -5
  fi
}
# How many lines of the last run's output have it.
count_of () {
  n=$((n + 1))
  if [ "$(grep -c -- "$2" out)" = "$1" ]; then echo "ok $n - $1 lines with $2"; else echo "not ok $n - $1 lines with $2"; fi
}
run () {
  "$mailwhy" "$@" >out 2>err </dev/null
  status=$?
}
# As run, with standard input from a file.
feed () {
  input=$1
  shift
  "$mailwhy" "$@" >out 2>err <"$input"
  status=$?
}

pass=$samples/gmail-all-pass.eml
fail=$samples/dkim-unsigned.eml

run "$pass"; check "a message that passes" 0 '^PASS '
run "$fail"; check "a message that fails" 1 '^FAIL '
run "$pass" "$fail"; check "several messages are summed up" 1 '^2 messages: 1 passed, 1 failed, 0 unknown'
run --each "$pass" "$fail"; check "--each prints a line for each" 1 'FAIL '
n=$((n + 1)); if [ "$(wc -l <out)" = 2 ]; then echo "ok $n - and no more"; else echo "not ok $n - and no more"; fi
run --verbose "$pass" "$fail"; check "--verbose prints a page for each" 1 'FAIL '
run --by cause "$fail" "$fail"; check "--by cause" 1 'dkim-unsigned'
run --format=html "$fail"; check "a page" 1 '<h1>mosamuseum.com: the mail is not signed'
run --format=html --each "$fail"; check "--each is no page" 2 'each prints a line'
run --by nonsense "$fail"; check "--by says what it takes" 2 'receiver'
# by the hour the receiver took it, never by the sender's Date
sed 's/^Date: .*/Date: Wed, 4 Nov 2033 00:30:00 +0100/; s/Tue, 3 Nov 2026 ..:..:.. +0000/Wed, 4 Nov 2026 00:30:00 +0100/' "$fail" >eve
sed 's/^Date: .*/Date: Tue, 3 Nov 1999 23:30:00 -0100/; s/Tue, 3 Nov 2026 ..:..:.. -0800/Tue, 3 Nov 2026 23:30:00 -0100/' "$pass" >day
run --since 2026-11-04 "$fail" eve day; check "--since leaves older ones out, by the day in UTC" 0 '^1 message: 1 passed, 0 failed'
run --until 2026-11-03 "$fail" eve day; check "--until leaves younger ones out" 1 '^2 messages: 0 passed, 2 failed'
run --since 1d "$fail" eve day; check "--since 1d: the newest day there is" 0 '^1 message: 1 passed, 0 failed'
feed "$fail" --since 1d; check "--since 1d reads twice, so no pipe" 2 'twice'
sed '1i From - x Mon Nov  9 10:30:05 2026' "$fail" >two.mbox
{ echo; sed '1i From - x Mon Nov  9 10:30:05 2026' "$pass"; } >>two.mbox
run --message=2 two.mbox; check "--message opens one of a mailbox" 0 '^PASS '
run --message=3 two.mbox; check "--message tells when there is none" 2 'no message 3'
run --each --cause=dkim-unsigned two.mbox; check "--cause" 1 'two.mbox:1: FAIL'
run --each --receiver=gmail two.mbox; check "--receiver" 0 'two.mbox:2: PASS'
run --from-domain=no.example two.mbox; check "--from-domain: none of them" 0 '^0 messages'
run --exit-zero "$fail"; check "--exit-zero" 0 '^FAIL '
run --exit-zero nowhere.eml; check "--exit-zero leaves trouble" 2 'nowhere'
printf '%s\n' 'Nov  9 10:12:43 out1 postfix/smtp[1]: 4F1: to=<a@b.example>, relay=mx.b.example[192.0.2.1]:25, delay=1, delays=0/0/1/0, dsn=5.1.1, status=bounced (host mx.b.example[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command))' 'Nov  9 10:12:43 out1 postfix/qmgr[2]: 4F1: removed' 'Nov  9 10:12:44 out1 postfix/smtp[1]: 4F2: to=<c@b.example>, relay=mx.b.example[192.0.2.1]:25, delay=1, delays=0/0/1/0, dsn=2.0.0, status=sent (250 2.0.0 Ok)' >mail.log
run mail.log; check "a log is bulk input" 1 '^1 refused for another reason'
run --each --input=log mail.log; check "--input=log" 1 'mail.log:1: REFUSED'
run --since yesterday "$pass"; check "--since wants a day" 2 'yesterday'
run --summary-json "$pass"; cp out a.json; run --summary-json "$fail"; cp out b.json
run --summary-json "$pass" "$fail"; cp out both.json
run --merge --summary-json a.json b.json; check "--merge" 1 '"messages":2'
n=$((n + 1)); if [ -s out ] && cmp -s out both.json; then echo "ok $n - two summaries merged are the summary of both"; else echo "not ok $n - two summaries merged are the summary of both"; fi
run "$pass" "$fail"; cp out both.txt; run --merge a.json b.json; check "--merge, for people" 1 '^2 messages'
n=$((n + 1)); if [ -s out ] && cmp -s out both.txt; then echo "ok $n - says what is said of both"; else echo "not ok $n - says what is said of both"; fi
run --format=html "$pass" "$fail"; cp out page.html; run --merge --format=html a.json b.json
n=$((n + 1)); if [ -s out ] && cmp -s out page.html; then echo "ok $n - two summaries merged are the page of both"; else echo "not ok $n - two summaries merged are the page of both"; fi
run --merge "$pass"; check "--merge of what is no summary" 2 'not JSON'
run --output page.txt "$fail"
n=$((n + 1)); if [ "$status" = 1 ] && grep -q '^FAIL ' page.txt && [ "$(echo page.txt*)" = page.txt ]; then echo "ok $n - writes the file and leaves nothing beside it"; else echo "not ok $n - writes the file and leaves nothing beside it"; fi
run --output missing/page.txt "$fail"; check "--output into a folder that is not there" 2 'missing'
run --format csv "$fail"; check "--format csv" 1 '^source_name,'
printf 'From: a@museum.ch\nMessage-ID: <=cmd()@x>\n\n' >formula; run --format csv formula; check "csv takes the formula out of a cell" 1 "'=cmd()@x"
feed "$pass"; check "standard input" 0 '^PASS '
feed "$pass" -; check "standard input by name" 0 '^PASS '
run missing.eml; check "a missing file is named" 2 'missing.eml'
run missing.eml "$pass"; check "the other files are still analysed" 2 '^PASS '
mkdir nothing; run nothing; check "a folder without mail" 2 'nothing'
mkdir folder; cp "$pass" folder/1; cp "$fail" folder/2; echo "Call back" >folder/notes.txt
run folder; check "a folder's other files are counted" 1 '^1 file was not mail$'
run --each folder; check "and named where there is no summary" 1 'folder/notes.txt is not mail'
run --each folder/notes.txt; check "but read when they are named themselves" 1 'UNKNOWN'
printf '%s' '{"notificationType":"Bounce","bounce":{"bouncedRecipients":[{"emailAddress":"a@recipient.example","action":"failed","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 User unknown"}]},"mail":{"commonHeaders":{"from":["office@museum.example"]}}}' >ses.json
feed ses.json; check "a notification of Amazon SES" 1 "address does not exist"
cat ses.json ses.json >two.json; run two.json; check "two of them" 1 '^2 of them are bounces'
run --format nonsense "$pass"; check "an unknown format" 2 'nonsense'
run --strict "$pass"; check "--strict alone" 2 "check-rules"
run --by cause --format json "$pass"; check "--by with a format that has no summary" 2 "summary-json"
run --sender nobody "$pass"; check "a sender that is none is told with those there are" 2 "secutix"
run "$(printf '\033[31mx')"; check "a name does not act on the terminal" 2 "x1B"
run --nonsense; check "an unknown option" 2 'nonsense'
run --trust-all "$pass"; check "--trust-all says so" 0 'trust-all'
: >empty; run empty; check "an empty file" 1 'empty'
head -c 100000 /dev/urandom >binary; run binary; check "a binary file" 1 '^UNKNOWN '
printf 'From: a@museum.ch' >./cut; run cut; check "a truncated message" 1 '^UNKNOWN '
run --quiet "$fail"; check "--quiet prints one line" 1 '^FAIL '
n=$((n + 1)); if [ "$(wc -l <out)" = 1 ]; then echo "ok $n - and only one"; else echo "not ok $n - and only one"; fi
run --redact --show-repaired "$pass"; check "--show-repaired is not redacted, and says so" 2 'redact'
run --version; check "--version names the suffix list" 0 'public suffix list'
run --help; check "--help" 0 'Exit status'
[ "$(LC_ALL=C awk 'length > 80' out | wc -l)" = 0 ]; status=$?; check "and fits 80 columns" 0 'Examples:'
run --foramt=json "$pass"; check "an option that does not exist" 2 'did you mean --format'
run --color=always -q "$fail"; check "--color=always, into a pipe" 1 "$(printf '\033')"
run --color=blue "$fail"; check "--color of another word" 2 'auto, always or never'
run --list-fields; check "--list-fields" 0 '^from.domain'
run --list-findings; check "--list-findings" 0 '^dkim-unsigned'
run --describe dkim-unsigned; check "--describe" 0 'Example:'
run --describe dkim-unsinged; check "--describe suggests" 2 'dkim-unsigned'
run --format reply --lang de "$fail"; check "a reply in German" 1 '^Guten Tag'
run --format reply "$fail"; check "a reply names its message" 1 '^    Subject: Your tickets for Sunday$'
check "and for whom it was" 1 '^    To: visitor@example.org$'
run --format reply --redact "$fail"; check "not with --redact" 1 '^    Sent: '
count_of 0 'Subject:\|visitor'; count_of 0 'dig '
run --format reply --verbose "$fail"; check "the command only with --verbose" 1 '^    dig '
run --format reply --voice platform "$fail"; check "the platform says what it will do" 1 'switch'
count_of 0 "platform's support"
run --format reply --voice somebody "$fail"; check "a voice there is none of" 2 'neutral or platform'
printf 'Anna Muster\nBox office\n' >signature
run --format reply --signature signature "$fail"; check "a signature" 1 '^Box office$'
count_of 1 '^Anna Muster$'
head -c 5000 /dev/zero | tr '\0' x >long; run --format reply --signature long "$fail"; check "one that is too long" 2 'signature'
run --format reply "$samples/../tests/paste/en-header-in-body.txt"; check "two headers in one ticket" 1 '^Hello,'
count_of 1 '^Hello,'; count_of 2 'following message'; count_of 1 '^Kind regards$'
run --format reply --lang pt "$fail"; check "a language there is none of is told with those there are" 2 'de (Deutsch), de-CH'
mkdir pt && sed 's/^Language: en/Language: pt/; s/^Title: .*/Title: português/; s/^Greeting: .*/Greeting: Bom dia,/' \
  "$samples/../rules/languages/en.rules" >pt/pt.rules
run --rules pt --format reply --lang pt "$fail"; check "a language is one rule file" 1 '^Bom dia,'
run --rules pt --check-rules --strict; check "what it leaves untranslated is a note" 0 '^note: [0-9]* texts are not in pt;'
run --rules pt --check-rules --strict --lang=pt; check "what it leaves untranslated is listed" 2 'dkim-unsigned has no Title-pt, '
check "words are among it" 2 'spf-passed-pt'
sed -i '/^Greeting/d' pt/pt.rules; run --rules pt --check-rules --strict --lang=pt; check "a phrase that is missing too" 2 'pt has no .*Greeting-pt'
run --rules pt --format reply --lang pt "$fail"; check "it is said in English" 1 '^Hello,'
printf 'Language: pt-BR\nTitle: brasileiro\nSpelling: Kind kind\nThanks: Obrigado\n' >pt/br.rules
run --rules pt --format reply --lang pt_BR "$fail"; check "a variant says what differs" 1 '^Obrigado$'
check "and spells the rest its way" 1 '^kind regards$'
run --schema; check "--schema" 0 'json-schema.org'
run --psl missing.dat "$pass"; check "a missing suffix list" 2 'missing.dat'
run --rules missing "$pass"; check "a missing rules folder" 2 'missing'
mkdir bad && printf 'Finding: x\nWhen: from.domian is "a"\n' >bad/x.rules
run --check-rules bad; check "--check-rules takes a folder" 2 'bad/x.rules:[0-9]*:'
run --rules bad "$pass"; check "a bad rule is shown with file and line" 2 'x.rules:[0-9]*:'
"$mailwhy" "$fail" 2>err >/dev/full; status=$?; : >out; check "a full disk" 2 'No space'
"$mailwhy" --format json "$fail" "$fail" "$fail" 2>err | head -c 1 >out; status=0
check "a closed pipe" 0 '{'
n=$((n + 1)); if [ -s out ] && [ ! -s err ]; then echo "ok $n - is quiet"; else echo "not ok $n - is quiet"; fi
(printf 'From a@b Mon Nov  9 10:30:05 2026\n'; cat "$pass"; printf '\nFrom a@b Mon Nov  9 10:30:06 2026\n'; cat "$fail") >two.mbox
run --quiet two.mbox; check "an mbox of two" 1 'PASS '
printf 'From: \033[31mred\033[0m <a@museum.ch>\nSubject: \033[31mred\n\n' >escape; run --verbose escape
n=$((n + 1)); if grep -q "$(printf '\033')" out || ! grep -qF 'x1B[31mred' out; then echo "not ok $n - escapes reach the terminal"; else echo "ok $n - no escape reaches the terminal"; fi
echo "1..$n"
