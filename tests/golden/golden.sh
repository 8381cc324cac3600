#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What a person and a script see, byte for byte: each file in expected/ is named SAMPLE.FORMAT and holds what
# the program prints for samples/SAMPLE.eml in that format. After reading the difference:
#   MAILWHY=build/mailwhy top_srcdir=. sh tests/golden/golden.sh --update
set -u
srcdir=${top_srcdir:-.}
mailwhy=${MAILWHY:-build/mailwhy}
update=no
[ "${1:-}" = --update ] && update=yes
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

# The same answer on every machine: the list of suffixes, the locale, no user's rules.
print_sample () {
  sample=$1 format=$2
  (cd "$srcdir/samples" \
    && LC_ALL=C.UTF-8 XDG_CONFIG_HOME="$scratch" "$mailwhy" --psl ../tests/public-suffix-list.dat \
      --format "$format" "$sample.eml")
}

case $mailwhy in /*) ;; *) mailwhy=$PWD/$mailwhy ;; esac
set -- "$srcdir"/tests/golden/expected/*
echo "1..$#"
n=0 failed=0
for expected; do
  n=$((n + 1))
  name=$(basename "$expected")
  sample=${name%.*} format=${name##*.}
  print_sample "$sample" "$format" >"$scratch/got" 2>"$scratch/errors"
  if [ $update = yes ]; then cp "$scratch/got" "$expected"; fi
  if cmp -s "$scratch/got" "$expected"; then
    echo "ok $n - $name"
  else
    echo "not ok $n - $name"
    diff -u "$expected" "$scratch/got" | sed 's/^/# /'
    sed 's/^/# /' "$scratch/errors"
    failed=1
  fi
done
exit $failed
