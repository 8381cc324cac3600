#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The manual pages say what the program can do, and nothing else. Prints TAP.
. "${top_srcdir:-.}/tests/lib.sh"
builddir=${top_builddir:-build}
page=$srcdir/man/mailwhy.1
rules_page=$builddir/man/mailwhy-rules.5
# An option a line, however it was wrapped.
"$mailwhy" --help | awk '
  /^   +[^ -]/ { sub (/^ +/, " "); line = line $0; next }
  { if (NR > 1) print line; line = $0 }
  END { print line }' >"$scratch/help" || exit 1

# Without fonts and escapes.
plain () {
  sed 's/\\f[BIRP]//g; s/\\-/-/g; s/\\(aq/'\''/g; s/\\e/\\/g' "$1"
}

# "-f, --format=FORMAT"
options_of_help () {
  sed -n 's/^  \(\(-[[:alnum:]], \)\{0,1\}--[^ ]*\).*/\1/p' "$scratch/help" | LC_ALL=C sort
}

options_of_page () {
  plain "$page" | sed -n 's/^\.B \(\(-[[:alnum:]], \)\{0,1\}--[^ ]*\)$/\1/p' | LC_ALL=C sort
}

differences () {
  options_of_help >"$scratch/in-help"
  options_of_page >"$scratch/in-page"
  [ -s "$scratch/in-help" ] || echo '--help has no options'
  diff "$scratch/in-help" "$scratch/in-page" | sed -n 's/^</only in --help:/p; s/^>/only in the manual:/p'
}

# The words an option's line in --help offers: "text (default), json or jsonl".
words_of_option () {
  sed -n "s/^  .*--$1=[A-Z]*  *//p" "$scratch/help" | sed 's/^.*: //; s/(default)//' |
    tr -s ' ,' '[\n*]' | grep -vx -e or -e and -e ''
}

words_missing () {
  [ -n "$(words_of_option "$1")" ] || echo "--help offers nothing for --$1"
  for word in $(words_of_option "$1"); do
    plain "$page" | grep -qx "\.B $word" || echo "--$1 $word is not in the manual"
  done
}

# Names the first column of a list has, and the generated page has not.
names_missing () {
  plain "$rules_page" >"$scratch/rules-page"
  "$mailwhy" "--list-$1" >"$scratch/names"
  [ -s "$scratch/names" ] || echo "--list-$1 prints nothing"
  while read -r name rest; do
    grep -qxF -e ".B $name" -e ".SS $name" "$scratch/rules-page" ||
      grep -qF -e ".BR $name " "$scratch/rules-page" || echo "$name ${rest:+is missing}"
  done <"$scratch/names"
}

# Names of fields a stanza may have, from the list they come from; "few" when it cannot be read.
stanza_fields () {
  sed -n 's/^\(FIELD\|WORD\|LISTED_WORD\|OWN\|TEXT\|PHRASE\|COMMON\) ([^"]*"\([^"]*\)".*/\2/p' \
    "$srcdir/analyzer/engine/kinds.def" | sort -u
}

stanza_fields_missing () {
  plain "$rules_page" >"$scratch/rules-page"
  sed -n '/^.SH RECEIVER/,/^.SH CONDITIONS/p; /^.SS Fields of every/,/^.SH/p' "$scratch/rules-page" >"$scratch/stanzas"
  [ "$(stanza_fields | wc -l)" -ge 60 ] || echo 'kinds.def lists too few fields to be read right'
  stanza_fields | while read -r name; do
    grep -qE "^\\.(B|BR|BI|SH) (.*[ \"])?$name([ ,\":].*)?\$" "$scratch/stanzas" || echo "$name is not in the manual"
  done
}

marks_left () {
  grep -n '@[A-Z]*@' "$rules_page"
}

complaints () {
  for file in "$page" "$rules_page"; do
    groff -k -man -Tutf8 -ww -z "$file" 2>&1
  done
}

check 'every option is in the manual, and the other way round' differences
check 'so is every output format' words_missing format
check 'and every kind of input' words_missing input
check 'every field is in mailwhy-rules(5)' names_missing fields
check 'so is every finding' names_missing findings
check 'so is every field of a stanza' stanza_fields_missing
check 'the tables are filled in' marks_left
if command -v groff >/dev/null && groff -k -man -Tutf8 -z "$page" 2>/dev/null; then
  check 'groff has no complaint' complaints
else
  number=$((number + 1))
  echo "ok $number - groff has no complaint # SKIP no groff"
fi
finish
