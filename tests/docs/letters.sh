#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# docs/letters.md is what --format=reply writes about samples, and how many each language has. Prints TAP.
# After reading the difference:
#   MAILWHY=build/mailwhy top_srcdir=. sh tests/docs/letters.sh --update
set -u
srcdir=${top_srcdir:-.}
mailwhy=$(realpath "${MAILWHY:-build/mailwhy}")
page=$srcdir/docs/letters.md
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
export LC_ALL=C.UTF-8 XDG_CONFIG_HOME="$scratch"

# How many stanzas of a kind have a field.
count_field () {
  kind=$1 field=$2
  shift 2
  awk -v kind="^$kind: " -v field="^$field:" '
    FNR == 1 || /^$/ { ours = has = 0 }
    $0 ~ kind { ours = 1 }
    $0 ~ field && ours && !has { n++; has = 1 }
    END { print n + 0 }' "$@"
}

print_row () {
  language=$1 kind=$2
  shift 2
  printf '| %s | %s | %s |\n' "$language" "$(count_field "$kind" Reply "$@")" \
    "$(count_field "$kind" Reply-Platform "$@")"
}

print_coverage () {
  echo '| language | findings with a letter | with another one of the platform |'
  echo '|---|---|---|'
  print_row en Finding "$srcdir"/rules/findings/*.rules
  for language in fr de it es; do
    print_row "$language" Translation "$srcdir"/rules/languages/$language/*.rules
  done
}

write_letter () {
  (cd "$srcdir/samples" \
    && "$mailwhy" --psl ../tests/public-suffix-list.dat --lang "$1" --voice "$2" --format reply "$3.eml")
}

print_letter () {
  printf '\n%s, `samples/%s.eml`:\n\n```\n' "$1" "$2"
  cat "$3"
  echo '```'
}

# In both voices, where they differ.
print_letters () {
  language=$1 sample=$2
  write_letter "$language" neutral "$sample" >"$scratch/neutral"
  write_letter "$language" platform "$sample" >"$scratch/platform"
  if cmp -s "$scratch/neutral" "$scratch/platform"; then
    print_letter 'both voices' "$sample" "$scratch/neutral"
  else
    print_letter neutral "$sample" "$scratch/neutral"
    print_letter platform "$sample" "$scratch/platform"
  fi
}

print_page () {
  cat <<'EOF'
# Letters

What `--format=reply` writes: in the words of a language and its region, and with `--voice=platform` as the support of
the sending platform itself. Every error and every warning has such a text, in English and in each language that is
whole; what has none is a note, which makes no letter. `fr-CH` and `de-CH` say what their language says, but for the
closing and the ß.

EOF
  print_coverage
  for language in en fr de it es; do
    printf '\n## %s\n' "$language"
    for sample in dkim-unsigned key-missing signed-by-secutix-only spf-softfail \
      bounce-microsoft-requirements; do
      print_letters "$language" "$sample"
    done
  done
}

print_page >"$scratch/got" 2>"$scratch/errors"
sed 's/^/# /' "$scratch/errors"
[ "${1:-}" = --update ] && cp "$scratch/got" "$page"
echo 1..1
if cmp -s "$scratch/got" "$page"; then
  echo "ok 1 - docs/letters.md"
else
  echo "not ok 1 - docs/letters.md"
  diff -u "$page" "$scratch/got" | sed 's/^/# /'
  echo '# when that is right: sh tests/docs/letters.sh --update'
  exit 1
fi
