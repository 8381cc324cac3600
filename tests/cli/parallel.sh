#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# A mailbox that is divided among processes gives the summary of the whole: with GNU parallel, and as programs do
# that hand lines to standard input and collect the lines of standard output.
. "${top_srcdir:-.}/tests/lib.sh"
samples=$srcdir/samples
# parallel keeps a folder in HOME
export HOME="$scratch" PARALLEL_HOME="$scratch/parallel" mailwhy
cd "$scratch" || exit 1

# Where a sample stands is all that differs when the pieces have no names.
without_places () {
  sed 's/"sample_source":"[^"]*"/"sample_source":""/g; s/"sample_offset":[0-9]*/"sample_offset":0/g; s/"sample_sequence":[0-9]*/"sample_sequence":0/g
    s/"source":"[^"]*","offset":[0-9]*/"source":"","offset":0/g' "$1"
}

for sample in "$samples"/*.eml; do
  echo "From sender@example.org Mon Jan  5 10:11:12 2026"
  sed 's/^\(>*From \)/>\1/' "$sample"
  echo
done >once.mbox
for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do cat once.mbox; done >all.mbox
csplit -s -f part- -b %03d.mbox all.mbox '/^From sender@/' '{*}' && rm part-000.mbox
ls part-*.mbox >paths
xargs "$mailwhy" --summary-json <paths >whole.json
"$mailwhy" --summary-json all.mbox >box.json
[ -s whole.json ] && [ -s box.json ]; point 'the whole'

# A process for some of the paths, as the lines of a partition come.
split -n l/5 paths lines-
for lines in lines-*; do
  xargs -d '\n' "$mailwhy" --summary-json <"$lines"
done >collected
"$mailwhy" --merge --summary-json collected >merged.json
[ -s whole.json ] && cmp whole.json merged.json; point 'paths on standard input, lines on standard output'
"$mailwhy" --merge --summary-json - <collected | cmp - whole.json && [ -s whole.json ]; point 'merged from standard input'
sed 's/$/\t/' collected | "$mailwhy" --merge --summary-json - | cmp - whole.json && [ -s whole.json ]; point 'a tab behind each line'
{ cat collected; echo '{"not": "one"}'; } >spoilt
"$mailwhy" --merge spoilt >out 2>err; [ $? = 2 ] && grep -q 'not a summary' err && [ ! -s out ]
point 'a line that is none is trouble'

if ! parallel --version 2>/dev/null | grep -q 'GNU parallel'; then
  pass_over 'GNU parallel' 'it is not installed'
  finish
fi

parallel --will-cite -j 3 -k -n 40 '"$mailwhy" --summary-json {}' <paths >collected 2>err
"$mailwhy" --merge --summary-json collected >merged.json
[ "$(wc -l <collected)" -gt 3 ] && cmp whole.json merged.json; point 'GNU parallel over files'

parallel --will-cite -j 3 -k --pipepart --block 100k --recstart 'From sender@' -a all.mbox \
  '"$mailwhy" --summary-json' >collected 2>err
"$mailwhy" --merge --summary-json collected >merged.json
without_places box.json >expected
[ "$(wc -l <collected)" -gt 3 ] && without_places merged.json | cmp - expected
point 'GNU parallel over pieces of one mailbox'

parallel --will-cite -j 3 -k --pipe --block 100k --recstart 'From sender@' \
  '"$mailwhy" -f jsonl --jobs=1 | wc -l' <all.mbox >collected 2>err
total=0
while read -r lines; do total=$((total + lines)); done <collected
[ $total = "$("$mailwhy" -f jsonl all.mbox | wc -l)" ]; point 'GNU parallel over a stream: no message is lost'
finish
