#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Takes the figures of bench/README.md: run.sh [MAILWHY [SECTION...]], sections being instructions,
# wall, memory. Needs a C compiler, valgrind and GNU time; MAILWHY_CORPUS, when set, is a folder of
# real mail whose messages are measured too; MAILWHY_BOXES two mailboxes of it, the smaller first.
set -u
here=$(cd "$(dirname "$0")" && pwd)
mailwhy=${1:-./mailwhy}
case $mailwhy in /*) ;; *) mailwhy=$PWD/$mailwhy ;; esac
[ $# -gt 0 ] && shift
sections=${*:-instructions wall memory}
work=${BENCH_DIR:-$(mktemp -d)}
mkdir -p "$work"
[ -n "${BENCH_DIR:-}" ] || trap 'rm -rf "$work"' EXIT
export LC_ALL=C
cd "$work" || exit 1
rounds=${BENCH_ROUNDS:-7}

cc -O2 -o generate "$here/generate.c" || exit 1

# mailbox NAME BOUNCES ORDINARY LARGE SEED
mailbox () {
  [ -s "$1" ] || ./generate "$2" "$3" "$4" "$5" >"$1"
}

# Every message of the corpus, quoted as mboxrd has it.
corpus_mailbox () {
  find "$MAILWHY_CORPUS/bounces" -name '*.eml' -type f | sort | while read -r file; do
    echo "From sender@example.org Mon Jan  5 10:11:12 2026"
    sed 's/^\(>*From \)/>\1/' "$file"
    echo
  done
}

count () {
  grep -c '^From ' <"$1" | cat
}

# ---- instructions: valgrind counts the same ones each time ---------------------------------------

# instructions READER FORMAT FILE
instructions () {
  # shellcheck disable=SC2086 # FORMAT is a list of options
  MAILWHY_READER=$1 valgrind --tool=callgrind --callgrind-out-file=/dev/null \
    "$mailwhy" -j 1 $2 "$3" 2>&1 >/dev/null | sed -n 's/.*refs: *//p' | tr -d ,
}

# A message's share is the difference between two mailboxes: starting is not counted.
# per_message READER FORMAT SMALL LARGE
per_message () {
  a=$(instructions "$1" "$2" "$3")
  b=$(instructions "$1" "$2" "$4")
  n=$(($(count "$4") - $(count "$3")))
  echo $(((b - a) / n))
}

compare_readers () {
  fast=$(per_message fast "$2" "$3" "$4")
  gmime=$(per_message gmime "$2" "$3" "$4")
  awk -v name="$1" -v f="$fast" -v g="$gmime" 'BEGIN {
    printf "%-28s fast %9d  GMime %9d  ratio %.3f\n", name, f, g, f / g }'
}

section_instructions () {
  echo "== instructions a message"
  mailbox i1.mbox 74 26 0 1
  mailbox i2.mbox 814 286 0 2
  compare_readers 'mixed, summary' '' i1.mbox i2.mbox
  compare_readers 'mixed, jsonl' '-f jsonl' i1.mbox i2.mbox
  mailbox b1.mbox 100 0 0 3
  mailbox b2.mbox 1100 0 0 4
  compare_readers 'bounces, summary' '' b1.mbox b2.mbox
  if [ -n "${MAILWHY_CORPUS:-}" ]; then
    corpus_mailbox >c1.mbox
    cat c1.mbox c1.mbox >c2.mbox
    compare_readers 'real bounces, summary' '' c1.mbox c2.mbox
  fi
  if [ -n "${MAILWHY_BOXES:-}" ]; then
    compare_readers 'given mailboxes, summary' '' "${MAILWHY_BOXES% *}" "${MAILWHY_BOXES#* }"
  fi
}

# ---- wall time: two commands in turns, the median of the ratios ----------------------------------

milliseconds () {
  start=$(date +%s%N)
  "$@" >/dev/null 2>&1
  echo $((($(date +%s%N) - start) / 1000000))
}

# GNU grep stops at the first match when its output is /dev/null.
through_pipe () {
  "$@" | cat
}

# ratio NAME COMMAND-A COMMAND-B
ratio () {
  i=0
  while [ $i -lt "$rounds" ]; do
    i=$((i + 1))
    echo "$(milliseconds through_pipe sh -c "$2") $(milliseconds through_pipe sh -c "$3")"
  done | awk -v name="$1" '
    { r[NR] = $1 / $2; a[NR] = $1; b[NR] = $2 }
    function median(v, n,   i, j, t) {
      for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j - 1] > v[j]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
      return v[int((n + 1) / 2)]
    }
    END { m = median(r, NR); printf "%-28s %5d ms : %5d ms  ratio %.2f [%.2f..%.2f]\n", name, median(a, NR), median(b, NR), m, r[1], r[NR] }'
}

section_wall () {
  echo "== wall time, $rounds pairs: median [least..most]"
  mailbox mixed.mbox 7400 2600 15 42
  mailbox dsn.mbox 12000 0 0 43
  for box in mixed dsn; do
    cat $box.mbox >/dev/null
    ratio "$box: -j 1 / grep -c" "'$mailwhy' -j 1 $box.mbox" "grep -c '^From ' $box.mbox"
    ratio "$box: -j 2 / -j 1" "'$mailwhy' -j 2 $box.mbox" "'$mailwhy' -j 1 $box.mbox"
    ratio "$box: jsonl / summary" "'$mailwhy' -j 1 -f jsonl $box.mbox" "'$mailwhy' -j 1 $box.mbox"
    ratio "$box: GMime / fast" "MAILWHY_READER=gmime '$mailwhy' -j 1 $box.mbox" "'$mailwhy' -j 1 $box.mbox"
  done
}

# ---- memory -------------------------------------------------------------------------------------

# peak NAME ARGUMENT...: standard input is read
peak () {
  name=$1
  shift
  /usr/bin/time -o peak -f '%M %e' "$mailwhy" "$@" >/dev/null 2>&1
  tail -n 1 peak | awk -v name="$name" '{ printf "%-28s %6.1f MiB peak, %7.2f s\n", name, $1 / 1024, $2 }'
}

repeat () {
  i=0
  while [ $i -lt "$2" ]; do
    i=$((i + 1))
    cat "$1"
  done
}

section_memory () {
  echo "== peak resident memory"
  mailbox mixed.mbox 7400 2600 15 42
  for jobs in 1 2 4; do
    repeat mixed.mbox 12 | peak "2 GiB mixed, -j $jobs" -j $jobs -
  done
  repeat mixed.mbox 12 | peak '2 GiB mixed, -j 2, jsonl' -j 2 -f jsonl -
  mailbox large.mbox 0 0 200 5
  repeat large.mbox 4 | peak 'large messages, -j 2' -j 2 -
  { printf 'From a@example.org Mon Jan  5 10:11:12 2026\nFrom: a@b.example\n\n'; head -c 2G /dev/zero; } |
    peak 'one message of 2 GiB' -j 2 -
  head -c 2G /dev/zero | peak 'one line of 2 GiB' -j 2 -
  printf 'From a@example.org Mon Jan  5 10:11:12 2026\n\n%.0s' $(seq 1000) >empty.mbox
  repeat empty.mbox 1000 | peak 'a million empty messages' -j 2 -
}

for section in $sections; do
  "section_$section"
done
