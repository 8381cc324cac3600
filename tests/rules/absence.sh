#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# A text that says that something is not there needs a fact that says so. absence.tsv has a row for each such claim
# in a finding's Title, Headline or Explanation: finding, claim, and the part of its When that proves it ("-" and a
# reason: it is no claim about the message). What stands in a default ({comment|no reason given}) is proved by the
# absence of the field.
. "${top_srcdir:-.}/tests/lib.sh"

rules=$srcdir/rules/findings list=$srcdir/tests/rules/absence.tsv

# finding, claim, condition: a line each
claims () {
  cat "$rules"/*.rules | awk '
    function find (text, titled,   rest, hit) {
      gsub (/[{][^}]*[}]/, "{}", text)
      rest = tolower (text)
      while (match (rest, /no reason|no signature|no dkim-signature|not signed|nothing (was|is) signed|topmost|none was found|nothing shows|no sign of|no other|nothing else/)) {
        hit = substr (rest, RSTART, RLENGTH)
        if (!((id, hit) in seen)) { seen[id, hit] = 1; print id "\t" hit "\t" when }
        rest = substr (rest, RSTART + RLENGTH)
      }
      if (titled && match (tolower (text), /(^|[^a-z])only([^a-z]|$)/) && !((id, "only") in seen)) {
        seen[id, "only"] = 1
        print id "\tonly\t" when
      }
    }
    function flush () {
      if (id != "") {
        find(texts["Title"], 1); find(texts["Headline"], 1); find(texts["Explanation"], 0)
      }
      id = when = name = ""; delete texts
    }
    /^$/ { flush(); next }
    /^#/ { next }
    /^[A-Z][A-Za-z-]*:/ {
      name = substr ($0, 1, index ($0, ":") - 1); value = substr ($0, index ($0, ":") + 2)
      if (name == "Finding") id = value
      else if (name == "When") when = value
      else if (name ~ /^(Title|Headline|Explanation)$/) texts[name] = value
      next
    }
    /^ / {
      if (name == "When") when = when $0
      else if (name in texts) texts[name] = texts[name] $0
    }
    END { flush() }'
}

# What is wrong with the list, a line each.
faults () {
  awk -F '\t' 'NR == FNR { if ($0 !~ /^#/) fact[$1 FS $2] = $3; next }
    {
      key = $1 FS $2; n++; used[key] = 1
      if (!(key in fact)) print $1 ": no row says what proves \"" $2 "\": " $3
      else if (fact[key] !~ /^- ./ && index ($3, fact[key]) == 0)
        print $1 ": \"" fact[key] "\" is no part of its condition"
    }
    END {
      for (key in fact) if (!(key in used)) print "no text makes this claim: " key
      if (n < 20) print "only " n " claims were found"
    }' "$list" "$scratch/claims"
}

claims > "$scratch/claims"
check "each claim that something is absent has a fact that says so" faults
finish
