#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# docs/base-table.md is what the program says in each of the 36 basic cases. After reading the difference:
#   MAILWHY=build/mailwhy top_srcdir=. sh tests/golden/base-table.sh --update
set -u
srcdir=${top_srcdir:-.}
mailwhy=${MAILWHY:-build/mailwhy}
table=$srcdir/docs/base-table.md
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

spf_item () {
  case $1 in
    aligned) echo 'spf=pass (google.com: domain of b@mail.museum.example designates 192.0.2.25 as permitted sender) smtp.mailfrom=b@mail.museum.example' ;;
    unaligned) echo 'spf=pass (google.com: domain of b@platform.example designates 192.0.2.25 as permitted sender) smtp.mailfrom=b@platform.example' ;;
    failed) echo 'spf=fail (google.com: domain of b@mail.museum.example does not designate 192.0.2.25 as permitted sender) smtp.mailfrom=b@mail.museum.example' ;;
  esac
}

signer () { [ "$1" = unaligned ] && echo platform.example || echo museum.example; }
dkim_word () { [ "$1" = failed ] && echo fail || echo pass; }

# Gmail leaves dmarc= out where it finds no record.
dmarc_item () {
  [ "$3" = absent ] && return
  word=fail
  if [ "$1" = aligned ] || [ "$2" = aligned ]; then word=pass; fi
  policy=$(echo "$3" | tr '[:lower:]' '[:upper:]')
  printf ';\n       dmarc=%s (p=%s sp=%s dis=NONE) header.from=museum.example' "$word" "$policy" "$policy"
}

# message SPF DKIM POLICY
message () {
  domain=$(signer "$2")
  printf 'Authentication-Results: mx.google.com;\n       dkim=%s header.i=@%s header.s=s1;\n       %s%s\n' \
    "$(dkim_word "$2")" "$domain" "$(spf_item "$1")" "$(dmarc_item "$1" "$2" "$3")"
  printf 'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=%s; s=s1; h=from:to;\n' "$domain"
  printf '       bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\n'
  printf 'From: Museum <info@museum.example>\n\n'
}

say () {
  message "$1" "$2" "$3" | LC_ALL=C.UTF-8 XDG_CONFIG_HOME="$scratch" "$mailwhy" \
    --psl "$srcdir/tests/public-suffix-list.dat" --quiet -
}

print_table () {
  cat <<'EOF'
# What mailwhy says in the basic cases

A message from info@museum.example. SPF was tested for mail.museum.example (aligned) or platform.example
(unaligned); it was signed by museum.example (aligned) or platform.example (unaligned). The sentences are the
program's own.

| SPF | DKIM | DMARC record | |
|---|---|---|---|
EOF
  for spf in aligned unaligned failed; do
    for dkim in aligned unaligned failed; do
      for policy in none quarantine reject absent; do
        record=p=$policy
        [ "$policy" = absent ] && record='no record'
        printf '| %s | %s | %s | %s |\n' "$spf" "$dkim" "$record" "$(say "$spf" "$dkim" "$policy")"
      done
    done
  done
}

print_table | sed 's/^| \([a-z]*\) | \([a-z]*\) |/| pass, \1 | pass, \2 |/; s/pass, failed/fail/g' >"$scratch/got"
[ "${1:-}" = --update ] && cp "$scratch/got" "$table"
echo 1..1
if cmp -s "$scratch/got" "$table"; then
  echo "ok 1 - docs/base-table.md"
else
  echo "not ok 1 - docs/base-table.md"
  diff -u "$table" "$scratch/got" | sed 's/^/# /'
  exit 1
fi
