#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Records in place of a header are answered as --setup does, for people. Prints TAP.
. "${top_srcdir:-.}/tests/lib.sh"
cd "$scratch" || exit 1

cat >ticket.txt <<'END'
Hello support,
our administrator set these yesterday. Can you check?

stxsel1._domainkey.opera.example.  3600 IN CNAME sel1-abc._domainkey.dkim.secutix.com.opera.example.
stxsel2._domainkey.opera.example.  3600 IN CNAME sel2-abc._domainkey.dkim.secutix.com.
opera.example. 3600 IN TXT "v=spf1 include:spf.museum.example -all include:spf.secutix.com"
_dmarc.opera.example. 3600 IN TXT "v=DMARC1; p=reject; rua=mailto:dmarc@opera.example"
END
printf '%s\n' 'Is "v=spf1 include:spf.secutix.com ~all" right?' 'v=spf1 include:spf.secutix.com ~all' >nobody.txt

# says TITLE STATUS PATTERN ARGUMENT...: exit status, and a line of it that matches.
says () {
  title=$1 wanted=$2 pattern=$3
  shift 3
  "$mailwhy" --color=never "$@" >out 2>err </dev/null
  [ $? = "$wanted" ] && [ ! -s err ] && grep -q -- "$pattern" out
  status=$?
  [ $status = 0 ] || sed 's/^/# /' out err | head -20
  report $status "$title"
}

says 'a ticket with records is a set-up' 1 '^FAIL  opera.example is not set up for SECUTIX: 2 faults' ticket.txt
says 'the faults are found' 1 'dkim-target-doubled' ticket.txt
says 'nothing in it says that there is no MX' 1 '^    unknown  opera.example MX  (not given)' ticket.txt
says 'what was looked at is told' 1 'the DNS itself was not asked' ticket.txt
says 'with the code of the institution' 1 'CNAME  sel1-xyz._domainkey.dkim.secutix.com.$' --institution=xyz ticket.txt
says 'in another language' 1 'Seuls les enregistrements fournis' --lang=fr ticket.txt
says 'a page' 1 'Wanted and found' -f html ticket.txt
[ "$(grep -c '</html>' out)" = 1 ]
report $? 'that ends once'
says 'data stay those of a message' 1 '"file":"dns-records"' -f jsonl ticket.txt
says 'records of nobody are no set-up' 1 'These are DNS records, not a header' nobody.txt
"$mailwhy" --color=never --setup=opera.example --zone=ticket.txt | grep -v 'the DNS itself was not asked' >setup
"$mailwhy" --color=never ticket.txt | grep -v 'the DNS itself was not asked' | cat -s >pasted
cat -s setup | diff - pasted >difference
report $? 'the answer is that of --setup with the same records'

finish
