#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# DMARC aggregate reports: what is counted, and what bad ones can do.
. "${top_srcdir:-.}/tests/lib.sh"
samples=$srcdir/tests/reports/samples
cd "$scratch" || exit 1

# totals FILE...: passed, failed, unknown, rows, reports that are there twice.
totals () {
  "$mailwhy" --summary-json "$@" 2>/dev/null |
    jq -r '.summary | [.pass, .fail, .unknown, .report_rows, .duplicate_reports] | map (tostring) | join (" ")'
}

# is EXPECTED TITLE FILE...: the totals of these files.
is () {
  expected=$1 title=$2
  shift 2
  got=$(totals "$@")
  [ "$got" = "$expected" ] || echo "# $got, not $expected"
  [ "$got" = "$expected" ]
  point "$title"
}

# --- another reader -----------------------------------------------------------------------------
if command -v python3 >/dev/null; then
  python3 "$srcdir/tests/reports/totals.py" "$mailwhy" "$samples"/*
  point "totals are those of Python's reader"
  if [ -d "${MAILWHY_CORPUS:-}/reports" ]; then
    python3 "$srcdir/tests/reports/totals.py" "$mailwhy" "$MAILWHY_CORPUS"/reports/*
    point "of real reports too"
  else
    pass_over "of real reports too" "there are none here"
  fi
else
  pass_over "totals are those of Python's reader" "no python3"
fi
# What it cannot read, by hand: a bare "<" and an address in <email>; a report that ends in the third record.
is "8322 1279 0 6 0" "a report that is no well-formed XML" "$samples/broken.xml"
is "8000 1204 0 2 0" "a report that is cut" "$samples/cut.xml"
is "0 0 0 0 0" "a report without rows" "$samples/no-rows.xml"

# --- once ---------------------------------------------------------------------------------------
is "8322 1279 0 6 1" "the same report twice counts once" "$samples/seemail.xml" "$samples/seemail.xml"
[ "$("$mailwhy" -f jsonl "$samples/seemail.xml" "$samples/seemail.xml" | wc -l)" = 6 ]
point "in JSON Lines too"
"$mailwhy" --summary-json "$samples/seemail.xml" "$samples/mail-zip.eml" >one.json 2>/dev/null
"$mailwhy" --summary-json "$samples/seemail.xml" "$samples/lagomail-rfc9990.xml" >two.json 2>/dev/null
"$mailwhy" --merge --summary-json one.json two.json >merged.json
"$mailwhy" --summary-json "$samples/seemail.xml" "$samples/mail-zip.eml" "$samples/seemail.xml" \
  "$samples/lagomail-rfc9990.xml" >whole.json 2>/dev/null
cmp merged.json whole.json
point "and in --merge, which gives what was read at once"
for jobs in 1 2 7; do
  "$mailwhy" -j $jobs -f jsonl "$samples" "$samples" "$srcdir/samples" 2>/dev/null >"jsonl.$jobs"
  "$mailwhy" -j $jobs "$samples" "$srcdir/samples" "$samples" 2>/dev/null >"text.$jobs"
done
cmp jsonl.1 jsonl.2 && cmp jsonl.1 jsonl.7 && cmp text.1 text.2 && cmp text.1 text.7
point "the same bytes with any number of threads"

# --- whom to believe ----------------------------------------------------------------------------
is "0 0 0 0 0" "a report whose mail failed DMARC is in no total" "$samples/mail-forged.eml"
is "1000000 0 0 1 0" "but with --trust" --trust=@lagomail.example "$samples/mail-forged.eml"
is "77 14 0 3 0" "and takes no true one's place" "$samples/mail-forged.eml" "$samples/lagomail-rfc9990.xml"
"$mailwhy" -f jsonl "$samples/mail-forged.eml" | jq -e '.verdict.status == "unknown" and .verdict.cause == "report-not-believed"' >/dev/null
point "its rows say why"

# --- whose ---------------------------------------------------------------------------------------
COLUMNS=160 "$mailwhy" --domain=museum.example "$samples/seemail.xml" 2>/dev/null | grep -q 'opera.example is none of the domains that were asked for'
point "a report about a domain that was not asked for says so"
is "8322 1279 0 6 0" "and is counted all the same" --domain=museum.example "$samples/seemail.xml"
printf 'museum.example m\nopera.example o\n' >institutions
for asked in "--domain=opera.example" "--domain=tickets.opera.example" "--institution=o" "--institutions=institutions" ""; do
  # shellcheck disable=SC2086 # none, or one word
  "$mailwhy" $asked "$samples/seemail.xml" 2>/dev/null | grep -q 'none of the domains'
  [ $? = 1 ]
  point "one that was is not labelled: ${asked:-no domain was asked for}"
done
"$mailwhy" -f jsonl --domain=museum.example "$samples/seemail.xml" | jq -e -s 'all (any (.defects[]; .code == "report-other-domain"))' >/dev/null
point "each row in JSON says so"
"$mailwhy" --summary-json "$samples/seemail.xml" 2>/dev/null | COLUMNS=160 "$mailwhy" --merge --domain=museum.example - | grep -q 'none of the domains'
point "and a merged summary"

# --- what a stricter policy would lose ----------------------------------------------------------
# readiness WORDS FILE...: the last part says so, on one line.
readiness () {
  words=$1
  shift
  COLUMNS=160 "$mailwhy" --by source "$@" 2>/dev/null | sed -n '/^What the policy does/,$p' | tr '\n' ' ' | grep -q -e "$words"
}
readiness 'Not yet p=quarantine.*1,204. Repair first: SECUTIX (1,204)' "$samples/seemail.xml"
point "no stricter policy while a known sender fails"
readiness 'find out which of them are yours' "$samples/mail-body-xml.eml"
point "nor where most of it is unknown"
readiness 'none failed: p=quarantine would lose none' "$samples/latin1.xml"
point "where none failed, none is lost"

# --- two weeks ----------------------------------------------------------------------------------
"$mailwhy" --summary-json "$samples/seemail.xml" >old.json 2>/dev/null
"$mailwhy" --summary-json "$samples/seemail.xml.gz" "$samples/lagomail-rfc9990.xml" >new.json 2>/dev/null
"$mailwhy" --compare old.json new.json >changes
[ $? = 1 ] && grep -q '^  better.* SECUTIX ' changes && grep -q '^  new.* evil.example ' changes
point "what is new and what is better"
"$mailwhy" --compare old.json old.json >same && [ "$(wc -l <same)" = 2 ]
point "nothing, of the same"
"$mailwhy" --compare old.json 2>/dev/null
[ $? = 2 ]
point "one summary is not two"
mkdir before after
cp "$samples/seemail.xml" before && cp "$samples/seemail.xml.gz" "$samples/lagomail-rfc9990.xml" after
for pair in "before after" "old.json after" "before new.json"; do
  # shellcheck disable=SC2086 # two words
  "$mailwhy" --compare $pair >folders 2>/dev/null
  [ $? = 1 ] && cmp changes folders
  point "of $pair the same"
done
"$mailwhy" --compare "$samples/seemail.xml" "$samples/seemail.xml" >folders && cmp same folders
point "reports themselves, unchanged"
jq -c -S . old.json >sorted.json
"$mailwhy" --compare sorted.json new.json >folders
[ $? = 1 ] && cmp changes folders
point "a summary that jq wrote again is one"
"$mailwhy" --summary-json before 2>/dev/null | "$mailwhy" --compare - after >folders 2>/dev/null
[ $? = 1 ] && cmp changes folders
point "a pipe is a summary"
"$mailwhy" --compare before nowhere >folders 2>/dev/null
[ $? = 2 ] && [ ! -s folders ]
point "a folder that is not there is trouble"
"$mailwhy" -f jsonl "$samples/seemail.xml" >lines.jsonl
"$mailwhy" --compare old.json lines.jsonl >folders 2>/dev/null
[ $? = 2 ]
point "answers are no summary"

# --- TLS ----------------------------------------------------------------------------------------
# sessions FILE...: that succeeded, that failed.
sessions () {
  "$mailwhy" -f jsonl "$@" 2>/dev/null |
    jq -s -r '[.[] | select (.tls)] | [map (select (.verdict.status == "pass") | .weight), map (select (.verdict.status == "fail") | .weight)] | map (add // 0 | tostring) | join (" ")'
}
[ "$(sessions "$samples/tls.json")" = "5326 303" ]
point "sessions of a TLS report"
gzip -n -c "$samples/tls.json" >tls.json.gz
{
  printf 'From: a@seemail.example\nTLS-Report-Domain: opera.example\nMIME-Version: 1.0\nContent-Type: application/tlsrpt+gzip\n'
  printf 'Content-Transfer-Encoding: base64\n\n'
  base64 tls.json.gz
} >tls.eml
[ "$(sessions tls.eml tls.json.gz "$samples/tls.json")" = "5326 303" ]
point "in mail, packed, bare: once"
[ "$("$mailwhy" --summary-json tls.eml "$samples/seemail.xml" | jq -c '.summary | [.messages, ([.tls.items[].count] | add)]')" = "[9601,5629]" ]
point "and apart from messages"

# --- where --------------------------------------------------------------------------------------
[ "$("$mailwhy" -f jsonl "$samples/seemail.xml" | jq -c '.findings[0].evidence[0]' | head -n 1)" = '{"field":"record","header_index":null,"line":11,"last_line":null,"offset":422}' ]
point "a finding points at its row"

# --- mixed, by days -----------------------------------------------------------------------------
cp -r "$srcdir/samples" mixed
cp "$samples"/*.eml "$samples/seemail.xml" mixed
mail=$("$mailwhy" --summary-json "$srcdir/samples" 2>/dev/null | jq '.summary.messages - .summary.counted_in_reports')
all=$("$mailwhy" --summary-json mixed 2>/dev/null | jq '.summary.messages - .summary.counted_in_reports')
[ "$mail" = "$all" ]
point "messages and reports in one folder"
is "8322 78 0 6 0" "--since leaves out reports of days before" --since=2026-11-11 "$samples/seemail.xml" "$samples/seemail.xml.gz"

# --- bad input ----------------------------------------------------------------------------------
row='<record><row><source_ip>192.0.2.1</source_ip><count>%s</count><policy_evaluated><dkim>pass</dkim></policy_evaluated></row></record>'
# report NAME COUNT...: a report with these counts.
write_report () {
  name=$1
  shift
  {
    echo "<feedback><report_metadata><org_name>$name</org_name><date_range><begin>1</begin><end>2</end></date_range></report_metadata>"
    echo "<policy_published><domain>opera.example</domain></policy_published>"
    # shellcheck disable=SC2059 # the row is a format
    for count; do printf "$row\n" "$count"; done
    echo "</feedback>"
  } >"$name.xml"
}
write_report counts -5 1e3 999999999999999999999 1000000000000 1000000000000 '' 7 0x10
is "2000000000007 0 0 8 0" "counts that are none count for nothing" counts.xml

{
  echo '<?xml version="1.0"?><!DOCTYPE feedback [<!ENTITY a "aaaaaaaaaa">'
  last=a
  for name in b c d e f g h i j; do
    echo "<!ENTITY $name \"&$last;&$last;&$last;&$last;&$last;&$last;&$last;&$last;&$last;&$last;\">"
    last=$name
  done
  echo ']><feedback><report_metadata><org_name>&j;</org_name></report_metadata></feedback>'
} >laughs.xml
printf '<!DOCTYPE feedback [<!ENTITY a SYSTEM "file:///etc/passwd">]><feedback><report_metadata><org_name>&a;</org_name></report_metadata></feedback>' >outside.xml
printf '\211PNG\r\n\032\n\0\0\0\rIHDR' >picture.xml
head -c 300000000 /dev/zero | gzip -9 >zeros.xml.gz
{ printf '<feedback>'; yes '<row>' | head -n 300000 | tr -d '\n'; } >deep.xml
{ printf '<feedback><policy_published><domain>opera.example</domain></policy_published>'; yes '<record/>' | head -n 2000000; } >rows.xml
printf '{"organization-name":1,"date-range":2,"report-id":3,"policies":[[],{"failure-details":[{"failed-session-count":1e400}]}]}' >odd.json
for bad in odd.json laughs.xml outside.xml picture.xml zeros.xml.gz deep.xml rows.xml; do
  (
    # shellcheck disable=SC3045 # dash and bash have it
    grep -q __asan_init "$mailwhy" || ulimit -v 1000000 # a sanitizer wants all there is
    timeout 60 "$mailwhy" --summary-json $bad >out 2>err
  )
  status=$?
  [ $status -le 2 ] && ! grep -q "root:" out
  point "$bad ends, within a gigabyte"
done

finish
