#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What people paste into tickets, and what the program says of it, byte for byte: NAME.txt and
# expected/NAME.text. After reading the difference:
#   MAILWHY=build/mailwhy top_srcdir=. sh tests/paste/paste.sh --update
. "${top_srcdir:-.}/tests/lib.sh"

for paste in "$srcdir"/tests/paste/*.txt; do
  name=$(basename "$paste" .txt)
  for option in --psl=../public-suffix-list.dat --show-repaired; do
    (cd "$srcdir/tests/paste" && "$mailwhy" $option "$name.txt")
  done >"$scratch/got" 2>"$scratch/errors"
  sed 's/^/# /' "$scratch/errors"
  compare "$srcdir/tests/paste/expected/$name.text" "$scratch/got" "$name"
done
finish
