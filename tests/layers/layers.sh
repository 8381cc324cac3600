#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What holds for the source tree as a whole, read off the files themselves. Prints TAP.
. "${top_srcdir:-.}/tests/lib.sh"
cd "$srcdir" || exit 1

sources () {
  find analyzer -name '*.[ch]' -o -name '*.def' | LC_ALL=C sort
}

# file:line: folder of the file, folder of what it includes
includes () {
  sources | xargs awk '
    /^[ \t]*#[ \t]*include[ \t]*"/ {
      split (FILENAME, from, "/")
      split ($0, quoted, "\"")
      n = split (quoted[2], to, "/")
      print FILENAME ":" FNR, (from[3] == "" ? "main" : from[2]), (n > 1 ? to[1] : quoted[2])
    }'
}

# Folders of one rank do not know one another.
climbing_includes () {
  includes | awk '
    BEGIN {
      rank["base"] = rank["confine"] = 0; rank["syntax"] = 1
      rank["headers"] = rank["message"] = rank["dns"] = rank["paste"] = 2
      rank["input"] = rank["evidence"] = 3; rank["verify"] = rank["engine"] = 4
      rank["apply"] = 5; rank["judge"] = 6; rank["case"] = 7
      rank["report"] = rank["check"] = 8; rank["summary"] = 9; rank["cli"] = 10; rank["serve"] = 11; rank["main"] = 12
    }
    $3 == "rules-resource.h" || $3 == "html-style.h" { next } # generated
    !($2 in rank) || !($3 in rank) { print $1 ": unknown folder: " $2 " includes " $3; next }
    $2 == $3 || rank[$3] < rank[$2] { next }
    { print $1 ": " $2 " includes " $3 }'
}

files_without_license () {
  find analyzer tests rules bench build-aux/packages.txt build-aux/check-distro build-aux/check-hardening build-aux/fuzz-long \
    build-aux/same-answers Makefile.am configure.ac bootstrap \
    run-tests .ci/run man -type f \
    \( -name '*.[ch1-8]' -o -name '*.def' -o -name '*.mk' -o -name '*.sh' -o -name '*.rules' \
       -o -name '*.am' -o -name '*.ac' -o -name '*.css' -o -name 'packages.txt' \
       -o -name bootstrap -o -name run-tests -o -name run \
       -o -name check-distro -o -name check-hardening -o -name fuzz-long -o -name same-answers \) \
    ! -path 'tests/fuzz/corpus/*' 2>/dev/null |
    LC_ALL=C sort | xargs awk '
      BEGIN { for (i = 1; i < ARGC; i++) bare[ARGV[i]] = 1 }
      FNR <= 3 && /SPDX-License-Identifier: LGPL-2\.1-or-later/ { delete bare[FILENAME] }
      FNR > 3 { nextfile }
      END { for (file in bare) print file ": no SPDX-License-Identifier in the first three lines" }'
}

gmime_elsewhere () {
  sources | grep -v '^analyzer/message/' | xargs grep -n '#[ \t]*include[ \t]*<gmime/' /dev/null
}

# Ids of findings and names of senders and receivers belong to rules/. The code of a defect is
# another kind of name, which may be spelt like a finding's; so is a header field's, X-Yahoo-….
knowledge_in_code () {
  {
    find rules/findings -name '*.rules' \
      -exec sed -n 's/^Finding:[ \t]*\([^ \t]*\)[ \t]*$/=\1/p' {} + 2>/dev/null
    printf '%s\n' secutix outlook.com google.com yahoo
  } | {
    words=$(tr '\n' ' ')
    sources | xargs awk -v words="$words" '
      BEGIN {
        n = split (words, list, " ")
        for (i = 1; i <= n; i++)
          if (list[i] ~ /^=/) id[substr (list[i], 2)] = 1
          else part[list[i]] = 1
      }
      {
        gsub (/\\"|\047"\047/, "") # a quote inside a literal
        sub (/defect_add \([^",]*, "[^"]*"/, "")
        n = split ($0, piece, "\"")
        for (i = 2; i <= n; i += 2) {
          if (piece[i] in id) print FILENAME ":" FNR ": finding id \"" piece[i] "\""
          for (word in part)
            if (piece[i] !~ /^X-/ && index (tolower (piece[i]), word)) print FILENAME ":" FNR ": " word
        }
      }'
  }
}

# What people read stands in rules/words: here, three words in a row in a string. Left out are
# comments, defects, what --help and the schema say, and complaints about an input.
sentences_in_code () {
  find analyzer/judge analyzer/apply analyzer/case analyzer/report analyzer/summary -name '*.[ch]' |
    grep -vxF -e analyzer/report/schema.c | # descriptions, for who reads the schema
    LC_ALL=C sort | xargs awk '
      FNR == 1 { in_comment = in_call = in_doc = 0 }
      {
        gsub (/\\"|\047"\047/, "") # a quote inside a literal
        gsub (/\/\*([^*]|\*[^\/])*\*\//, "")
        if (in_comment && !sub (/^.*\*\//, "")) next
        in_comment = sub (/\/\*.*$/, "")
        if (/\.doc =/) in_doc = 1
        if (/(defect_add|[^a-z_]complain(_of)?) \(/ || in_doc) in_call = 1
        n = split ($0, piece, "\"")
        for (i = 2; i <= n && !in_call; i += 2) {
          gsub (/<[^>]*(>|$)/, "", piece[i]) # markup
          if (piece[i] ~ /[A-Za-z][a-z]*[,;:.]? [A-Za-z][a-z]*[,;:.]? [A-Za-z]/)
            print FILENAME ":" FNR ": \"" piece[i] "\""
        }
        if (/;[ \t]*$/ || (in_doc && /,[ \t]*$/)) in_call = in_doc = 0
      }'
}

# A file that no makefile names is in no release, or is not even compiled.
unlisted_files () {
  cat Makefile.am analyzer/*/local.mk | tr -s '\\ \t' '[\n*]' | LC_ALL=C sort -u >"$scratch/listed"
  sources | LC_ALL=C comm -23 - "$scratch/listed" | sed 's/$/: not in a local.mk/'
}

check 'includes go to the same or a lower layer' climbing_includes
check 'every file names its licence' files_without_license
check 'GMime is known to analyzer/message only' gmime_elsewhere
check 'no finding, sender or receiver is named in C' knowledge_in_code
check 'what people read is in rules/words' sentences_in_code
check 'every source file is in a makefile' unlisted_files
finish
