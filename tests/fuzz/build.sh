#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Builds the fuzz targets as OSS-Fuzz and its like ask for it: by the environment's compiler and engine,
# into $OUT, each with its seeds beside it. By hand:
#
#   OUT=/tmp/out tests/fuzz/build.sh
#
# The environment: CC, CFLAGS, LIB_FUZZING_ENGINE (-fsanitize=fuzzer), OUT, WORK (a folder for the build).
set -eu
unset CDPATH
srcdir=$(cd "$(dirname "$0")/../.." && pwd)
: "${OUT:?where the targets go}"
CC=${CC:-clang}
CFLAGS=${CFLAGS:--g -O1 -fsanitize=address,undefined,fuzzer-no-link}
engine=${LIB_FUZZING_ENGINE:--fsanitize=fuzzer}
work=${WORK:-$(mktemp -d)}
mkdir -p "$OUT" "$work"

[ -x "$srcdir/configure" ] || (cd "$srcdir" && autoreconf -fi)
cd "$work"
# The instruments are in CFLAGS, so configure needs to add none.
"$srcdir/configure" --quiet --disable-hardening --disable-sandbox CC="$CC" CFLAGS="$CFLAGS"
targets=$(sed -n 's/^fuzz_targets *+= *//p; s/^\t\(tests\/fuzz\/fuzz-[^=]*\)$/\1/p' "$srcdir/tests/fuzz/local.mk" | sed 's/[\\]//g')
# shellcheck disable=SC2086 # a list of words
make --no-print-directory -j"$(nproc)" rules-resource.h rules-resource.c
# shellcheck disable=SC2086
make --no-print-directory -j"$(nproc)" LDADD="libmailwhy.a $engine \$(DEPS_LIBS) \$(TEST_LIBS)" $targets
for target in $targets; do
  name=${target##*/fuzz-}
  cp "$target" "$OUT/"
  if [ -d "$srcdir/tests/fuzz/corpus/$name" ] && command -v zip >/dev/null; then
    (cd "$srcdir/tests/fuzz/corpus/$name" && zip -q -r "$OUT/fuzz-${name}_seed_corpus.zip" .)
  elif [ -d "$srcdir/tests/fuzz/corpus/$name" ]; then
    cp -r "$srcdir/tests/fuzz/corpus/$name" "$OUT/fuzz-${name}_seed_corpus"
  fi
done
