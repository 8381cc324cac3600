#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What machines that watch are told: metrics, the line and status of a plugin, SARIF. Prints TAP.
. "${top_srcdir:-.}/tests/lib.sh"
samples=$srcdir/samples
zones=$srcdir/tests/setup
cd "$scratch" || exit 1

# says STATUS WORDS OPTION...: the status, and one line that has the words.
says () {
  wanted=$1 words=$2
  shift 2
  "$mailwhy" "$@" >out 2>err
  got=$?
  [ $got = "$wanted" ] && grep -qF -e "$words" out && [ "$(wc -l <out)" = 1 ] && return
  echo "# status $got: $(cat out err)"
  false
}

# ---- --check

pass=$samples/gmail-all-pass.eml fail=$samples/expired.eml
says 0 'MAILWHY OK - 0 of 1 messages failed (0.0%) | failed_share=0.00%;5;20;0;100 failed=0;;;0' --check "$pass"
point 'nothing failed: 0'
says 2 'MAILWHY CRITICAL - 1 of 2 messages failed (50.0%), most often dkim-expired (1) |' --check "$pass" "$fail"
point 'half of them failed: 2'
says 1 'MAILWHY WARNING - ' --check --critical=50% "$pass" "$fail"; point 'a threshold is above, not at: 1'
says 0 'failed=1;1;2;0 ' --check --warning=1 --critical=2 "$pass" "$fail"; point 'a number of messages'
says 2 'CRITICAL' --check --warning=0 --critical=0.5 "$fail"; point 'a fraction is one'
says 2 'CRITICAL' --check --warning=50% --critical=0 "$fail"; point 'critical comes before warning'
says 3 'MAILWHY UNKNOWN - 0 of 0 messages' --check --from-domain=nobody.example "$pass"; point 'no message at all: 3'
says 3 'MAILWHY UNKNOWN - not everything could be read: 0 of 1' --check "$pass" missing.eml && [ -s err ]
point 'what cannot be read: 3, and standard error says why'
says 2 'MAILWHY CRITICAL - not everything could be read: 1 of 1' --check "$fail" missing.eml
point 'what was read is critical already: 2'
for options in '--warning=x' '--critical=101%' '--warning=-1' '--critical=1e99' '--warning=1%%' '--format=json' --each \
  --summary-json --no-such-option '--by=cause'; do
  says 3 'MAILWHY UNKNOWN - ' --check "$options" "$pass" && [ -s err ]; point "trouble with options is 3: $options"
done
"$mailwhy" --warning=1 "$pass" >out 2>err; [ $? = 2 ] && [ ! -s out ]; point 'thresholds alone are trouble'
"$mailwhy" --check "$pass" >/dev/full 2>err; [ $? = 3 ] && [ -s err ]; point 'a line that is lost: 3'

"$mailwhy" --summary-json "$pass" "$fail" >one.json; "$mailwhy" --summary-json "$pass" >two.json
says 2 '1 of 3 messages failed (33.3%)' --check --merge one.json two.json; point 'of summaries put together'
says 0 '1 of 3 messages failed (33.3%)' --check --warning=40% --critical=50% --merge one.json two.json; point 'with its thresholds'
says 3 'UNKNOWN' --check --merge one.json /dev/null; point 'a summary that is none: 3'
# shellcheck disable=SC1003 # a backslash, no quote
sed 's/dkim-expired/x|y=9\\n\\u202e/' one.json >forged.json
says 2 'most often x\x7Cy=9\x0A\u{202E} (1) | failed_share' --check --merge forged.json
point 'a cause of somebody else ends neither the line nor its words'

setup () {
  zone=$1
  shift
  "$mailwhy" --setup opera.example --institution opera --sender secutix --zone "$zones/$zone" "$@"
}
says 0 'MAILWHY OK - opera.example: errors 0' --check --setup opera.example --institution opera --zone "$zones/good.zone"
point 'a set-up that is right: 0'
says 2 'first spf-record-elsewhere | errors=1;;;0' --check --setup opera.example --institution opera --zone "$zones/f3-wrong-name.zone"
point 'one with a fault: 2'
says 3 'not everything could be asked' --check --setup opera.example; point 'one that was not asked: 3'
says 3 'UNKNOWN' --check --setup opera.example --warning=3; point 'thresholds are of messages'

# ---- metrics

"$mailwhy" -f prometheus "$samples"/*.eml >metrics; [ $? = 1 ] && grep -qxF 'mailwhy_messages{status="pass"} 19' metrics
point 'metrics: how many passed'
"$mailwhy" --summary-json "$samples"/*.eml >all.json
"$mailwhy" -f prometheus --merge all.json | cmp - metrics; point 'the same of the summary as data'
"$mailwhy" -f prometheus "$pass" | grep -qxF 'mailwhy_messages{status="fail"} 0'; point 'of a single message too'
"$mailwhy" -f prometheus --from-domain=nobody.example "$pass" | grep -qxF 'mailwhy_messages{status="pass"} 0'; point 'and of none'
total=$(awk '/^mailwhy_messages/ { n += $2 } END { print n }' metrics)
[ "$total" = "$(find "$samples" -name "*.eml" | wc -l)" ]; point 'every message has one status'
"$mailwhy" --top 2 -f prometheus "$samples"/*.eml >few
[ "$(grep -c '^mailwhy_cause_messages' few)" = 3 ] && grep -q '^mailwhy_cause_messages{cause="other"}' few &&
  [ "$(awk '/^mailwhy_cause/ { n += $2 } END { print n }' few)" = "$(awk '/^mailwhy_cause/ { n += $2 } END { print n }' metrics)" ]
point 'labels are bounded, and the rest is counted'

# Senders choose their domains: quotes, backslashes, and two that are the same when they are shown.
{
  for domain in 'a\\\\b\\u0001' 'a\\\\b\\\\x01' 'q\\"r' 'other' 'l\\nm'; do
    sed 's/museudaribeira.pt/'"$domain"'/g' one.json
  done
} >forged.json
"$mailwhy" -f prometheus --top 2 --merge forged.json >hostile
[ -s hostile ] && [ -z "$(grep -v '^#' hostile | sed 's/ [0-9]*$//' | sort | uniq -d)" ] && ! LC_ALL=C grep -q '[^ -~]' hostile
point 'no series twice, and nothing raw'
if promtool --version >/dev/null 2>&1; then
  for file in metrics few hostile; do
    promtool check metrics <$file >out 2>&1 && [ ! -s out ]; point "promtool finds nothing in $file"
    sed 's/^/# /' out
  done
  sed 's/gauge/counter/' metrics | promtool check metrics >out 2>&1; [ -s out ]; point 'promtool looks'
else
  pass_over 'promtool' 'it is not installed (Debian: prometheus)'
fi
for options in --setup=opera.example --each --show-repaired --message=1; do
  "$mailwhy" -f prometheus $options >out 2>err; [ $? = 2 ] && [ ! -s out ]; point "metrics are of a summary: $options"
done

# ---- SARIF

if jq --version >/dev/null 2>&1; then
  setup f3-wrong-name.zone -f sarif >found.json; [ $? = 1 ]; point 'SARIF: the status of the set-up'
  jq -e '.version == "2.1.0" and (.["$schema"] | test("sarif-2.1.0")) and (.runs | length) == 1
    and .runs[0].tool.driver.name == "mailwhy"' found.json >/dev/null; point 'version and tool (sections 3.13, 3.19)'
  jq -e '.runs[0] | .tool.driver.rules as $rules | .results | length > 0 and all (
    .ruleId == $rules[.ruleIndex].id and ([.level] | inside (["error", "warning", "note"]))
    and (.message.text | length) > 0
    and .locations[0].logicalLocations[0].fullyQualifiedName == "opera.example")' found.json >/dev/null
  point 'each result names its rule, level, message and place (section 3.27)'
  jq -e '[.runs[0].tool.driver.rules[].id] | length == (unique | length)' found.json >/dev/null; point 'each rule once'
  jq -e 'any (.runs[0].results[]; .ruleId == "spf-record-elsewhere" and .level == "error"
    and (.message.text | contains ("opera.example  TXT  v=spf1 include:spf.secutix.com ~all")))' found.json >/dev/null
  point 'the fault, with the record to publish'
  (cd "$zones" && "$mailwhy" --setup opera.example --zone f3-wrong-name.zone -f sarif) >found.json
  [ "$(jq -r '.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri' found.json)" = f3-wrong-name.zone ]
  point 'a zone file is a place'
  cp "$zones/f3-wrong-name.zone" 'a b%.zone'
  [ "$("$mailwhy" --setup opera.example --zone 'a b%.zone' -f sarif |
    jq -r '.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri')" = 'a%20b%25.zone' ]
  point 'its name is a URI reference (RFC 3986)'
  setup good.zone -f sarif | jq -e '[.runs[0].results[] | select (.level == "error")] == []' >/dev/null; point 'nothing is wrong'
else
  pass_over 'SARIF' 'no jq'
fi
"$mailwhy" -f sarif "$pass" >out 2>err; [ $? = 2 ] && grep -q -- --setup err; point 'SARIF is of a set-up'
finish
