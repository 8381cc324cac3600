#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Libraries that few runs need are loaded by those: the others start without them, and where one is broken, that is said.
. "${top_srcdir:-.}/tests/lib.sh"

mkdir "$scratch/broken"
for library in libarchive libgsf-1 libldns libcrypto; do
  for version in 3 13 114; do : >"$scratch/broken/$library.so.$version"; done
done
# broken ARGUMENT...: without a sandbox, which would keep it from looking into that folder
broken () {
  LD_LIBRARY_PATH="$scratch/broken" "$mailwhy" --no-sandbox "$@" >"$scratch/out" 2>"$scratch/err"
}
broken --version || skip 'they are linked, or cannot be broken here'
sample=$srcdir/samples/dkim-unsigned.eml

"$mailwhy" "$sample" >"$scratch/whole"
broken "$sample"
compare "$scratch/whole" "$scratch/out" 'a message needs none of them'
broken --zone /dev/null "$sample"
status=$?
[ "$status" = 2 ] && grep -q 'ldns.*cannot be loaded' "$scratch/err"
point 'records of the DNS need ldns'
if "$mailwhy" --version | grep -q zip && command -v python3 >/dev/null; then
  python3 -c 'import sys, zipfile; zipfile.ZipFile (sys.argv[1], "w").write (sys.argv[2], "a.eml")' "$scratch/a.zip" "$sample"
  broken "$scratch/a.zip" "$sample"
  grep -q 'libarchive.*cannot be loaded' "$scratch/err" && grep -q dkim-unsigned "$scratch/out"
  point 'an archive needs libarchive; what else is given is answered'
fi
finish
