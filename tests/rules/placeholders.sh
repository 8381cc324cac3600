#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What a text says where a value is missing is part of its sentence, in every language: never a word in capitals that
# stands for the value (NAME, HOST, DOMAIN). Commands to type (Check) and records keep theirs: nobody can type a phrase.
. "${top_srcdir:-.}/tests/lib.sh"

rules=$srcdir/rules

# file: stanza: field, for each text whose default holds a word of four capitals or more
stand_ins () {
  find "$1" -name '*.rules' | LC_ALL=C sort | while read -r file; do
    awk -v file="${file#"$1"/}" '
      function flush (   rest) {
        rest = text
        while (field != "" && match (rest, /[{][a-z_.]+[|][^}]*[}]/)) {
          if (substr (rest, RSTART, RLENGTH) ~ /[^a-z_.|][A-Z][A-Z][A-Z][A-Z]+|[|][A-Z][A-Z][A-Z][A-Z]+/)
            print file ": " id ": " field ": " substr (rest, RSTART, RLENGTH)
          rest = substr (rest, RSTART + RLENGTH)
        }
        field = ""
      }
      /^(Finding|Translation|Requirement|Words|Sender): / { flush (); id = $2; next }
      /^(Title|Headline|Explanation|Fix|Reply|Reply-Platform|Met-Text|Not-Met-Text|Unknown-Text|[a-z][a-z-]*): / {
        flush (); field = $1; text = $0; next
      }
      /^ / { text = text $0; next }
      { flush () }
      END { flush () }' "$file"
  done | grep -v 'CNAME[^}]*}$'
}

stand_ins "$rules" >"$scratch/found"
printf 'Finding: x\nFix: Ask\n for {domain|the DOMAIN} first.\nCheck: dig {domain|DOMAIN}\n' >"$scratch/one.rules"
stand_ins "$scratch" >"$scratch/own"
[ "$(cat "$scratch/own")" = 'one.rules: x: Fix:: {domain|the DOMAIN}' ]
point 'one that is there is found'
[ ! -s "$scratch/found" ]
point 'no text stands in for a missing value with a word in capitals'
sed 's/^/# /' "$scratch/found"
finish
