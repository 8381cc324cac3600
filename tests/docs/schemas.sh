#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# docs/schemas holds what --schema prints, and what the program writes fits it. Prints TAP. After a change:
#   MAILWHY=build/mailwhy top_srcdir=. sh tests/docs/schemas.sh --update
. "${top_srcdir:-.}/tests/lib.sh"
schemas=$srcdir/docs/schemas
cd "$scratch" || exit 1

file_of () {
  case $1 in message) echo mailwhy.schema.json ;; *) echo "mailwhy-$1.schema.json" ;; esac
}

for name in message summary setup; do
  "$mailwhy" --schema="$name" >got
  compare "$schemas/$(file_of $name)" got "the schema of $name is written down"
  grep -qF "\"\$id\": \"urn:mailwhy:schema:$name:1\"" got; point "$name: its name"
done
"$mailwhy" --schema | cmp - "$schemas/mailwhy.schema.json"; point 'without a word: of a message'
"$mailwhy" --schema=nothing >out 2>err; [ $? = 2 ] && [ ! -s out ] && grep -q 'message, summary or setup' err
point 'another word is trouble'

if ! python3 -c 'from jsonschema import Draft202012Validator' 2>/dev/null; then
  pass_over 'what is written fits' 'no python3-jsonschema'
  finish
fi

# fits SCHEMA VALUES TITLE: at least so many values, and each is as the schema says.
fits () {
  python3 "$srcdir/tests/docs/validate.py" "$schemas/$(file_of "$1")" >got
  sed 's/^/# /' got
  [ "$(wc -l <got)" = 1 ] && [ "$(sed 's/ .*//' got)" -ge "$2" ]; point "$3"
}

# notices SCHEMA KEY: where the key is not there, each value is faulty.
notices () {
  python3 "$srcdir/tests/docs/validate.py" "$schemas/$(file_of "$1")" without "$2" <"$3" >got
  [ "$(wc -l <got)" -gt 1 ]; point "$1: without $2 it does not fit"
}

"$mailwhy" -f jsonl --requirements "$srcdir"/samples/*.eml "$srcdir"/samples/aggregate.xml >messages
fits message 50 'messages' <messages
for key in verdict trust proof superseded_by; do notices message $key messages; done
find "$srcdir/tests/fuzz/corpus" -type f -print0 | LC_ALL=C sort -z | xargs -0 "$mailwhy" -f jsonl >hostile 2>/dev/null
fits message 400 'whatever was made to break the program' <hostile
"$mailwhy" -f json "$srcdir"/samples/dkim-unsigned.eml >single
fits message 1 'a message, indented' <single

{
  "$mailwhy" --summary-json "$srcdir"/samples/*.eml
  "$mailwhy" --summary-json "$srcdir"/samples/*.eml "$srcdir"/samples/aggregate.xml
  "$mailwhy" --summary-json /dev/null
} >summaries 2>/dev/null
fits summary 3 'summaries: of mail, of reports too, of nothing' <summaries
for key in counted_in_reports sample_id fix_by key; do notices summary $key summaries; done

for zone in "$srcdir"/tests/setup/*.zone; do
  domain=$(sed -n 's/^\$ORIGIN \(.*\)\.$/\1/p' "$zone" | head -1)
  "$mailwhy" --setup "${domain:-opera.example}" --zone "$zone" -f jsonl
done >setups 2>/dev/null
"$mailwhy" --setup opera.example -f json >>setups
fits setup 40 'set-ups' <setups
for key in checked host subject; do notices setup $key setups; done
finish
