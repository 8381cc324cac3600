#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# docs/findings.md is what --list-findings says, and where the rules and examples behind each stand. Prints TAP.
# After reading the difference:
#   MAILWHY=build/mailwhy top_srcdir=. sh tests/docs/findings.sh --update
set -u
srcdir=${top_srcdir:-.}
mailwhy=${MAILWHY:-build/mailwhy}
table=$srcdir/docs/findings.md
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
export LC_ALL=C.UTF-8 XDG_CONFIG_HOME="$scratch"

print_table () {
  cat <<'EOF'
# What mailwhy can find

Out of `mailwhy --list-findings`; `mailwhy --describe ID` prints each with its rule. *Proof* is how sure it is: `proved`
by what the message or the DNS says, `likely`, or `possible` and to be checked. Each has messages it must be found on,
and messages nearly alike it must not be found on; they stand in the files below `rules/findings` named under *examples*.

| finding | severity | proof | who repairs it | examples | what it says |
|---|---|---|---|---|---|
EOF
  # a stanza belongs to the finding it tells
  awk '
    FNR == 1 { file = FILENAME; sub (/.*\//, "", file) }
    /^Finding: / { id = $2; told[id] = id; in_file[id] = file }
    /^Same-As: / { told[id] = $2 }
    END { for (id in told) print told[id], in_file[id] }' \
    "$srcdir"/rules/findings/*.rules | sort -u >"$scratch/files"
  "$mailwhy" --list-findings >"$scratch/findings" || return
  awk '
    NR == FNR { files[$1] = files[$1] (files[$1] ? ", " : "") $2; next }
    { id = $1; severity = $2; proof = $3; who = $4
      sub (/^[^ ]+ +[^ ]+ +[^ ]+ +[^ ]+ +/, "")
      gsub (/\|/, "\\|"); gsub (/</, "\\&lt;")
      printf "| `%s` | %s | %s | %s | %s | %s |\n", id, severity, proof, who, files[id], $0 }' \
    "$scratch/files" "$scratch/findings"
}

print_table >"$scratch/got"
[ "${1:-}" = --update ] && cp "$scratch/got" "$table"
echo 1..1
if cmp -s "$scratch/got" "$table"; then
  echo "ok 1 - docs/findings.md"
else
  echo "not ok 1 - docs/findings.md"
  diff -u "$table" "$scratch/got" | sed 's/^/# /'
  echo '# when that is right: sh tests/docs/findings.sh --update'
  exit 1
fi
