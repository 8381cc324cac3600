#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What people paste into tickets, and what the program says of it, byte for byte: NAME.txt and
# expected/NAME.text. After reading the difference:
#   MAILWHY=build/mailwhy top_srcdir=. sh tests/paste/paste.sh --update
set -u
srcdir=${top_srcdir:-.}
mailwhy=${MAILWHY:-build/mailwhy}
update=no
[ "${1:-}" = --update ] && update=yes
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
case $mailwhy in /*) ;; *) mailwhy=$PWD/$mailwhy ;; esac
set -- "$srcdir"/tests/paste/*.txt
echo "1..$#"
n=0 failed=0
for paste; do
  n=$((n + 1))
  name=$(basename "$paste" .txt)
  expected=$srcdir/tests/paste/expected/$name.text
  for option in --psl=../public-suffix-list.dat --show-repaired; do
    (cd "$srcdir/tests/paste" \
      && LC_ALL=C.UTF-8 XDG_CONFIG_HOME="$scratch" "$mailwhy" $option "$name.txt")
  done >"$scratch/got" 2>"$scratch/errors"
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
