#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Each zone here has the fault that faults.tsv names; --setup and the analysis of a message must find it.
# What a person sees of it stands in expected/, and all of it together in docs/setup-matrix.md. Prints TAP.
# After reading the difference:
#   MAILWHY=build/mailwhy top_srcdir=. sh tests/setup/setup.sh --update
. "${top_srcdir:-.}/tests/lib.sh"
matrix=$(cd "$srcdir/docs" && pwd)/setup-matrix.md
cd "$srcdir/tests/setup" || exit 1

program () {
  "$mailwhy" --psl ../public-suffix-list.dat "$@"
}

# ids FILE: of the findings that stand, out of indented JSON. A record's keys follow one another as
# fields.def has them: id, severity … superseded_by.
ids () {
  awk '
    /^  "/ { inside = 0 }
    /^  "findings": / { inside = 1 }
    inside && /^ *"id": / { id = $2; gsub (/[",]/, "", id) }
    inside && /^ *"severity": / { severity = $2; gsub (/[",]/, "", severity) }
    inside && /^ *"superseded_by": null/ { print id " " severity }' "$1" | LC_ALL=C sort -u
}

words () {
  awk '{ printf "%s`%s`", (NR > 1 ? ", " : ""), $1 } END { if (NR == 0) printf "none" }'
}

domain_of () {
  sed -n 's/^\$ORIGIN \(.*\)\.$/\1/p' "$1" | head -1
}

# expect_status WANTED GOT TITLE
expect_status () {
  [ "$1" = "$2" ]
  report $? "$3: exit status $1"
}

status_for () {
  case $1 in
    -) echo 0 ;;
    mx-implicit | dkim-key-1024) echo 0 ;; # works, and could be better
    *) echo 1 ;;
  esac
}

check_zone () {
  zone=$1.zone wanted=$2
  program --setup "$(domain_of "$zone")" --institution opera --sender secutix --zone "$zone" --format json \
    >"$scratch/setup.json" 2>"$scratch/errors"
  got=$?
  ids "$scratch/setup.json" >"$scratch/setup.ids"
  expect_status "$(status_for "$wanted")" "$got" "$1"
  if [ "$wanted" = - ]; then
    grep -q '"findings": ' "$scratch/setup.json" && ! grep -qE ' (error|warning)$' "$scratch/setup.ids"
  else
    grep -q "^$wanted " "$scratch/setup.ids"
  fi
  report $? "$1: --setup says $wanted"
  program --setup "$(domain_of "$zone")" --institution opera --sender secutix --zone "$zone" >"$scratch/text"
  compare "expected/$1.text" "$scratch/text" "$1: the words"
}

check_message () {
  : >"$scratch/plain.ids"
  : >"$scratch/dns.ids"
  [ "$2" = - ] && return
  program --format json "mail/$2.eml" >"$scratch/plain.json"
  program --institution opera --zone "$1.zone" --format json "mail/$2.eml" >"$scratch/dns.json"
  ids "$scratch/plain.json" >"$scratch/plain.ids"
  ids "$scratch/dns.json" >"$scratch/dns.ids"
  if [ "$3" = - ]; then
    grep -q '"status": "pass"' "$scratch/dns.json" && ! grep -qE ' (error|warning)$' "$scratch/dns.ids"
  else
    grep -q "^$3 " "$scratch/dns.ids"
  fi
  report $? "$1: beside a message, $3"
}

heading () {
  echo '<!-- SPDX-License-Identifier: LGPL-2.1-or-later -->'
  echo '# Faults of a set-up, and what is said of them'
  echo
  echo 'Written by `tests/setup/setup.sh --update` out of `tests/setup/`: each zone there has one fault. `--setup` is'
  echo 'asked about it; then a message as such a set-up makes it is analysed, once without the DNS and once with the'
  echo 'same zone. Findings another one says better, and the note that the platform has a return path of its own, are'
  echo 'left out.'
  echo
  echo '| fault | what is wrong | `--setup` | exit | a message without the DNS | the same with `--zone` |'
  echo '|---|---|---|---|---|---|'
}

told () {
  grep -v '^spf-not-aligned note' "$scratch/$1.ids" | words
}

# told_of MAIL RUN: "-" where the case has no mail.
told_of () {
  if [ "$1" = - ]; then echo -; else told "$2"; fi
}

row () {
  printf '| %s | %s | %s | %s | %s | %s |\n' "$1" "$2" "$(told setup)" "$3" \
    "$(told_of "$4" plain)" "$(told_of "$4" dns)"
}

heading >"$scratch/matrix"
tab=$(printf '\t')
while IFS=$tab read -r name fault what wanted mail beside; do
  case $name in '#'*) continue ;; esac
  check_zone "$name" "$wanted"
  exit_status=$got
  check_message "$name" "$mail" "$beside"
  row "$fault" "$what" "$exit_status" "$mail" >>"$scratch/matrix"
done <faults.tsv
compare "$matrix" "$scratch/matrix" 'the matrix'

# Without an option that allows it, nothing is checked, and that is said.
program --setup opera.example --institution opera --sender secutix >"$scratch/text"
expect_status 1 $? 'nothing checked'
grep -q '^UNKNOWN  Nothing was checked' "$scratch/text"
report $? 'nothing checked: it is said'
compare expected/not-checked.text "$scratch/text" 'nothing checked: the words'
program --setup opera.example >"$scratch/text"
compare expected/no-code.text "$scratch/text" 'no code: whose it is'
program --setup opera.example --institution opera --output "$scratch/file" && false
cmp -s "$scratch/file" expected/not-checked.text
report $? 'into a file'
program --setup opera.example --institution opera --format json >"$scratch/json"
for key in schema domain status findings records; do
  grep -q "^  \"$key\": " "$scratch/json"
  report $? "JSON has $key"
done
program --setup 'not a domain' >/dev/null 2>&1
expect_status 2 $? 'no domain name'
program --setup opera.example --sender nobody >/dev/null 2>&1
expect_status 2 $? 'no such sender'
program --setup opera.example --zone missing.zone >/dev/null 2>&1
expect_status 2 $? 'no such zone file'
program --setup opera.example --dns --zone good.zone >/dev/null 2>&1
expect_status 2 $? 'two places for the DNS'
program --setup opera.example mail/pass.eml >/dev/null 2>&1
expect_status 2 $? 'a message besides'

# A platform whose alias leads to the same name for everybody: no code, and still checked.
mkdir "$scratch/rules"
cat >"$scratch/rules/ticketline.rules" <<'RULES'
Sender: ticketline
Title: Ticketline
Known-By: any dkim_signatures (domain is under ticketline.example)
Record: tl1._domainkey.{domain|DOMAIN} CNAME tl1.dkim.ticketline.example.
See: https://www.ticketline.example/help/dkim
RULES
ticketline () {
  {
    sed 's/sel1-opera._domainkey.dkim.secutix.com/tl1.dkim.ticketline.example/; /^stxsel/d' good.zone
    echo "tl1._domainkey CNAME $1"
  } >"$scratch/fixed.zone"
  program --rules "$scratch/rules" --setup opera.example --sender ticketline --zone "$scratch/fixed.zone" \
    >"$scratch/text"
}
ticketline tl1.dkim.ticketline.example.
expect_status 0 $? 'a fixed target that is there'
ticketline tl1.dkim.ticketlin.example.
expect_status 1 $? 'a fixed target that is misspelt'
grep -q '^    tl1._domainkey.opera.example  CNAME  tl1.dkim.ticketline.example.$' "$scratch/text"
report $? 'and the record as it should be'
finish
