#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# docs/base-table.md is what the program says in each of the 36 basic cases, and every cell of it holds what docs/contract.md
# asks for. The wording may change. After reading the difference:
#   MAILWHY=build/mailwhy top_srcdir=. sh tests/golden/base-table.sh --update
. "${top_srcdir:-.}/tests/lib.sh"
table=$srcdir/docs/base-table.md

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

# With the lines above that show Gmail as the receiver: what it says is believed, nothing is only probable.
# message SPF DKIM POLICY
message () {
  domain=$(signer "$2")
  envelope=b@mail.museum.example
  [ "$1" = unaligned ] && envelope=b@platform.example
  printf 'Delivered-To: visitor@gmail.com\nReceived: by 2002:a05:6a10:1234:b0:99:aa:bb with SMTP id p1csp1;\n'
  printf '        Mon, 9 Nov 2026 02:30:07 -0800 (PST)\nReturn-Path: <%s>\n' "$envelope"
  printf 'Received: from out.museum.example (out.museum.example. [192.0.2.25])\n'
  printf '        by mx.google.com with ESMTPS id a1si1;\n        Mon, 09 Nov 2026 02:30:06 -0800 (PST)\n'
  printf 'Authentication-Results: mx.google.com;\n       dkim=%s header.i=@%s header.s=s1;\n       %s%s\n' \
    "$(dkim_word "$2")" "$domain" "$(spf_item "$1")" "$(dmarc_item "$1" "$2" "$3")"
  printf 'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=%s; s=s1; h=from:to;\n' "$domain"
  printf '       bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA\n'
  printf 'From: Museum <info@museum.example>\n\n'
}

say () {
  message "$1" "$2" "$3" | "$mailwhy" \
    --psl "$srcdir/tests/public-suffix-list.dat" --format=json - |
    sed -n 's/^    "status": "\(.*\)",$/\1/p; s/^    "sentence": "\(.*\)",$/\1/p' |
    awk 'NR == 1 { printf "%s  ", toupper ($0) } NR == 2 { print }'
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

# What the contract asks of a cell (its table of `dmarc`, where SPF and DKIM are known): PASS where something aligned
# passed, else FAIL; what passed for another domain and did not count is named; and that the domain has no record.
breaches () {
  sed -n 's/^| \(pass, aligned\|pass, unaligned\|fail\) | /&/p' "$1" >"$scratch/cells"
  [ "$(wc -l <"$scratch/cells")" = 36 ] || echo "$1: not 36 cells"
  [ "$(cut -d '|' -f 2-4 "$scratch/cells" | sort -u | wc -l)" = 36 ] || echo "$1: a cell stands twice"
  awk -F ' *[|] *' '
    function need(text) { if (!index ($5, text)) print $2 " | " $3 " | " $4 ": not said: " text }
    function refuse(text) { if (index ($5, text)) print $2 " | " $3 " | " $4 ": wrongly said: " text }
    {
      passes = $2 == "pass, aligned" || $3 == "pass, aligned"
      need("museum.example")
      if ($5 !~ (passes ? "^PASS  " : "^FAIL  ")) print $2 " | " $3 " | " $4 ": not " (passes ? "PASS" : "FAIL")
      if ($2 == "pass, unaligned") need("SPF passed for platform.example")
      if ($3 == "pass, unaligned") need("DKIM verified for platform.example")
      if ($2 == "pass, aligned") need("SPF passed for mail.museum.example")
      if ($3 == "pass, aligned") need("DKIM verified for museum.example")
      if ($2 == "fail") need("SPF did not pass for mail.museum.example (fail)")
      if ($3 == "fail") need("the DKIM signature of museum.example did not verify (fail)")
      if ($2 != "pass, unaligned" && $3 != "pass, unaligned") refuse("platform.example")
      if ($4 != "no record") need(passes ? "DMARC passed for museum.example" : "DMARC failed for museum.example")
      else if (passes) need("would pass, but museum.example has no DMARC record")
      else need("would fail for museum.example, if it had a DMARC record")
    }' "$scratch/cells"
}

print_table | sed 's/^| \([a-z]*\) | \([a-z]*\) |/| pass, \1 | pass, \2 |/; s/pass, failed/fail/g' >"$scratch/got"
check 'every cell is as the contract has it' breaches "$scratch/got"
compare "$table" "$scratch/got" 'docs/base-table.md'
finish
