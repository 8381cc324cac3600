#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What a person and a script see, byte for byte: each file in expected/ is named SAMPLE.FORMAT and holds what
# the program prints for samples/SAMPLE.eml in that format. After reading the difference:
#   MAILWHY=build/mailwhy top_srcdir=. sh tests/golden/golden.sh --update
. "${top_srcdir:-.}/tests/lib.sh"

for expected in "$srcdir"/tests/golden/expected/*; do
  name=$(basename "$expected")
  (cd "$srcdir/samples" \
    && "$mailwhy" --psl ../tests/public-suffix-list.dat --format "${name##*.}" "${name%.*}.eml") \
    >"$scratch/got" 2>"$scratch/errors"
  sed 's/^/# /' "$scratch/errors"
  compare "$expected" "$scratch/got" "$name"
done
finish
