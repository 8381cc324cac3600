#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# A file gives the same answer alone and among others in its folder. What a folder leaves out (files that
# are not mail) it does not answer; what the bytes prove is asked for in both (--verify), because mailboxes
# leave it out; so is the mail that a mail carries (--outer).
. "${top_srcdir:-.}/tests/lib.sh"

answers () {
  "$mailwhy" --verify --outer --psl="$srcdir/tests/public-suffix-list.dat" -f jsonl "$1" 2>/dev/null |
    sed 's/"sequence":[0-9]*,//'
}

# differ FOLDER [EVERY]: prints what the folder answers of a file otherwise than the file alone; each EVERYth
# is asked.
differ () {
  folder=$1 every=${2:-1}
  answers "$folder" >"$scratch/folder"
  [ -s "$scratch/folder" ] || echo "no answer"
  find "$folder" -type f | LC_ALL=C sort | awk -v every="$every" 'NR % every == 0' >"$scratch/files"
  while read -r file; do answers "$file"; done <"$scratch/files" | LC_ALL=C sort -u >"$scratch/alone"
  [ -s "$scratch/alone" ] || echo "no answer alone"
  awk -v files="$scratch/files" '
    BEGIN { while ((getline file <files) > 0) asked[file] = 1 }
    { file = $0; sub (/^.*"source":{"name":"/, "", file); sub (/".*/, "", file) }
    file in asked' "$scratch/folder" | LC_ALL=C sort -u >"$scratch/among"
  LC_ALL=C comm -23 "$scratch/among" "$scratch/alone" | cut -c1-200
}

check "samples" differ "$srcdir/samples"
check "pastes" differ "$srcdir/tests/paste"
every=7
[ -n "${MAILWHY_LONG:-}" ] && every=1
if [ -d "${MAILWHY_CORPUS:-}" ]; then
  check "the corpus" differ "$MAILWHY_CORPUS" "$every"
else
  pass_over "the corpus" "there is none"
fi
finish
