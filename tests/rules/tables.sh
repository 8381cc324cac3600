#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The shipped rules are tables inside the program; with a folder of one's own, even an empty one, they are
# read as they are written. Either way the answers are the same. Prints TAP.
. "${top_srcdir:-.}/tests/lib.sh"
mkdir "$scratch/empty"

# same TITLE OPTION...: the samples and the text of refusals, all in one run
same () {
  title=$1
  shift
  "$mailwhy" "$@" "$srcdir"/samples/*.eml "$srcdir"/samples/*.txt >"$scratch/tables" 2>&1
  "$mailwhy" --rules "$scratch/empty" "$@" "$srcdir"/samples/*.eml "$srcdir"/samples/*.txt >"$scratch/read" 2>&1
  [ -s "$scratch/tables" ] && cmp "$scratch/tables" "$scratch/read" | sed 's/^/# /' && cmp -s "$scratch/tables" "$scratch/read"
  point "$title"
}

same 'text' --verbose
same 'JSON' --format=json
same 'a summary' --summary-json
same 'requirements' --requirements
for language in $(cd "$srcdir/rules/languages" && for folder in */; do echo "${folder%/}"; done); do
  same "replies in $language" --format=reply --lang="$language"
  same "the page in $language" --format=html --lang="$language"
done

"$mailwhy" --list-findings >"$scratch/tables" && "$mailwhy" --rules "$scratch/empty" --list-findings >"$scratch/read"
cmp -s "$scratch/tables" "$scratch/read" && [ -s "$scratch/tables" ]
point 'the list of findings'
finish
