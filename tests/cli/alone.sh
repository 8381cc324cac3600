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

# Prints what the folder answers and no file alone.
differ () {
  answers "$1" | LC_ALL=C sort >"$scratch/folder"
  find "$1" -type f | while read -r file; do answers "$file"; done | LC_ALL=C sort >"$scratch/alone"
  [ -s "$scratch/folder" ] || echo "no answer"
  LC_ALL=C comm -23 "$scratch/folder" "$scratch/alone" | cut -c1-200
}

check "samples" differ "$srcdir/samples"
check "pastes" differ "$srcdir/tests/paste"
if [ -d "${MAILWHY_CORPUS:-}" ]; then
  check "the corpus" differ "$MAILWHY_CORPUS"
else
  pass_over "the corpus" "there is none"
fi
finish
