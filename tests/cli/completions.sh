#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What a shell offers behind "mailwhy ...": asked of the shells themselves, those that are here.
. "${top_srcdir:-.}/tests/lib.sh"
made=$(cd "${top_builddir:-build}" && pwd)/completions
mkdir "$scratch/bin" "$scratch/files" "$scratch/files/folder" && ln -s "$mailwhy" "$scratch/bin/mailwhy" || exit 1
: >"$scratch/files/message.eml"
PATH=$scratch/bin:$PATH
cd "$scratch/files" || exit 1

# offers_bash WANTED WORD...: as bash divides the line, = being a word of its own
offers_bash () {
  wanted=$1
  shift
  # shellcheck disable=SC2016 # bash's own
  got=$(bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _mailwhy 2>/dev/null; echo "${COMPREPLY[@]}"' \
    bash "$made/mailwhy" "$@")
  [ "$got" = "$wanted" ] || { echo "# $*: $got"; false; }
}

# offers_fish WANTED LINE
offers_fish () {
  got=$(fish --no-config -c 'source $argv[1]; complete -C $argv[2]' "$made/mailwhy.fish" "$2" | cut -f1 | tr '\n' ' ')
  [ "${got% }" = "$1" ] || { echo "# $2: $got"; false; }
}

if command -v bash >/dev/null; then
  offers_bash '--format=' mailwhy --form
  point 'bash: an option'
  offers_bash 'json jsonl' mailwhy --format = js && offers_bash 'json jsonl' mailwhy -f js
  point 'bash: its words, in both ways of writing it'
  offers_bash 'dkim-unsigned dkim-unsigned-text' mailwhy --describe = dkim-unsi
  point 'bash: findings'
  offers_bash message.eml mailwhy mess && offers_bash folder mailwhy --rules = ''
  point 'bash: files and folders'
fi
if command -v fish >/dev/null; then
  offers_fish '--format=json --format=jsonl' 'mailwhy --format=js' && offers_fish 'json jsonl' 'mailwhy -f js'
  point 'fish: the words of an option'
  offers_fish 'dkim-unsigned dkim-unsigned-text' 'mailwhy --describe dkim-unsi'
  point 'fish: findings'
fi
for shell in bash zsh fish; do
  case $shell in bash) file=mailwhy ;; zsh) file=_mailwhy ;; fish) file=mailwhy.fish ;; esac
  command -v $shell >/dev/null || continue
  $shell -n "$made/$file"
  point "$shell reads its file"
done

# Each option of --help is in each file.
options_missing () {
  "$mailwhy" --help | sed -n 's/^  \(-., \)\{0,1\}--\([a-z-]*\).*/\2/p' >"$scratch/options"
  [ -s "$scratch/options" ] || echo '--help lists nothing'
  while read -r option; do
    grep -qE -- "--$option(=| |\")" "$made/mailwhy" && grep -qE -- "--$option(=|\\[)" "$made/_mailwhy" &&
      grep -q -- "-l $option " "$made/mailwhy.fish" || echo "$option"
  done <"$scratch/options"
}
[ -z "$(options_missing)" ]
point 'every option is in every file'
finish
