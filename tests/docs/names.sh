#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What the documentation names is there: files, tests, findings, fields, folders. Prints TAP.
. "${top_srcdir:-.}/tests/lib.sh"
cd "$srcdir" || exit 1
documents="README.md ARCHITECTURE.md VIOLATIONS.md CHANGELOG.md CONTRIBUTING.md docs/contract.md docs/pasted.md docs/release.md docs/recipes.md docs/clusters.md docs/README.md SECURITY.md"

dead_links () {
  for document in $documents; do
    grep -o '](\([^)#]*\)[^)]*)' "$document" | sed 's/^](//; s/[#)].*//' | while read -r link; do
      case $link in
        '' | *://*) ;;
        *) [ -e "$(dirname "$document")/$link" ] || echo "$document: $link" ;;
      esac
    done
  done
}

# `like/this` in running text. Folders that a build makes are not looked for.
missing_paths () {
  for document in $documents; do
    sed '/^```/,/^```/d' "$document" | grep -oE '`(analyzer|rules|tests|samples|docs|man|bench|build-aux|\.ci)/[^` ]*`' |
      tr -d '`' | grep -v '[A-Z*{]' | sort -u | while read -r path; do
      [ -e "$path" ] || echo "$document: $path"
    done
  done
}

# In VIOLATIONS.md a row's proof is `test-FILE: CASE`, `FILE.rules: ID` or `traps.py: NUMBER`.
unproved_rows () {
  grep -oE '`(test-[a-z0-9-]+|[a-z0-9-]+\.rules|traps\.py): [^`]+`' VIOLATIONS.md | tr -d '`' | sort -u |
    while IFS= read -r proof; do
      file=${proof%%: *}
      name=${proof#*: }
      case $file in
        test-*) grep -qF -e "\"$name\"" -e "/$name\"" "tests/unit/$file.c" || echo "$proof" ;;
        traps.py) grep -q "^@trap($name, " tests/reports/traps.py || echo "$proof" ;;
        *) grep -qE "^[A-Z][a-z]+: $name\$" "rules/receivers/$file" || echo "$proof" ;;
      esac
    done
  grep '^| ' VIOLATIONS.md | grep -v -e '^| who ' -e '^|[- |]*$' | grep -vE '`(test-|[a-z-]+\.rules:|traps\.py:)' |
    sed 's/^/no proof: /'
}

unmentioned_readings () {
  sed -n 's/^Reading: *//p' rules/receivers/*.rules | while read -r id; do
    grep -qF ": $id\`" VIOLATIONS.md || echo "VIOLATIONS.md: nothing of the reading $id"
  done
}

# Finding ids in `ticks` that begin as findings do.
unknown_findings () {
  "$mailwhy" --list-findings | sed 's/ .*//' >"$scratch/ids"
  for document in README.md ARCHITECTURE.md docs/contract.md CONTRIBUTING.md; do
    grep -oE '`(spf|dkim|dmarc|ar|from|bounce)-[a-z-]+`' "$document" | tr -d '`' | sort -u |
      grep -vxF -f "$scratch/ids" | sed "s|^|$document: |"
  done
}

# docs/contract.md tells what each key of the JSON is for.
unexplained_keys () {
  "$mailwhy" --list-fields | awk '$1 !~ /\./ { print $1 }' >"$scratch/keys"
  [ -s "$scratch/keys" ] || echo '--list-fields prints nothing'
  while read -r key; do
    grep -q "^| \`$key\`" docs/contract.md || echo "docs/contract.md: nothing of $key"
  done <"$scratch/keys"
}

# The table in ARCHITECTURE.md and the test of includes know the same folders.
folders_differ () {
  sed -n 's/^| `analyzer\/\([a-z]*\)` |.*/\1/p' ARCHITECTURE.md | sort >"$scratch/told"
  find analyzer -mindepth 1 -maxdepth 1 -type d ! -name '.*' | sed 's/.*\///' | sort >"$scratch/there"
  diff "$scratch/told" "$scratch/there" |
    sed -n 's/^</only in ARCHITECTURE.md:/p; s/^>/not in ARCHITECTURE.md:/p'
  sed -n 's/^| `analyzer\/\([a-z]*\)` | \([0-9]*\) |.*/\1 \2/p' ARCHITECTURE.md |
    while read -r folder rank; do
      awk -v folder="$folder" -v rank="$rank" '
        /rank\[/ {
          n = split ($0, statement, ";")
          for (i = 1; i <= n; i++)
            if (index (statement[i], "rank[\"" folder "\"]") && statement[i] ~ "= *" rank "[ \t]*$") found = 1
        }
        END { if (!found) print folder ": the test of includes does not rank it " rank }' tests/layers/layers.sh
    done
}

unlisted_samples () {
  for sample in samples/*.eml; do
    name=$(basename "$sample" .eml)
    grep -q "^| $name |" samples/README.md || echo "samples/README.md: nothing of $name"
  done
  sed -n 's/^| \([a-z0-9-]*\) |.*/\1/p' samples/README.md | grep -vx sample | while read -r name; do
    [ -f "samples/$name.eml" ] || echo "samples/README.md: there is no $name.eml"
  done
}

check 'links lead somewhere' dead_links
check 'files that are named exist' missing_paths
check 'every row of VIOLATIONS.md has its test' unproved_rows
check 'every reading is in VIOLATIONS.md' unmentioned_readings
check 'findings that are named exist' unknown_findings
check 'every key of the JSON is explained' unexplained_keys
check 'the picture of the layers is the one that is enforced' folders_differ
check 'samples/README.md names every sample' unlisted_samples
finish
