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

# As Windows prints it.
cat >nslookup.txt <<'END'
C:\Users\anna>nslookup -type=txt opera.example
Server:  dns.museum.example
Address:  192.0.2.53

Non-authoritative answer:
opera.example   text =

        "v=spf1 include:spf.museum.example ~all"

C:\Users\anna>nslookup -type=cname stxsel1._domainkey.opera.example
Server:  dns.museum.example
Address:  192.0.2.53

*** dns.museum.example can't find stxsel1._domainkey.opera.example: Non-existent domain
END

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
says 'what nslookup prints is records' 1 'spf-include-missing' nslookup.txt
says 'a name it did not find is missing' 1 '^    wrong    stxsel1._domainkey.opera.example CNAME  (no such name)' nslookup.txt
says 'one that was not asked for is not' 1 '^    unknown  stxsel2._domainkey.opera.example CNAME  (not given)' nslookup.txt
{ printf '%s\n' 'From: Anna Muster <anna@opera.example>' 'Sent: Monday, 30 November 2026 10:12' 'To: support@platform.example' 'Subject: DNS' ''; cat ticket.txt; } >copied.txt
says 'a letter copied with its captions' 1 'dkim-target-doubled' copied.txt
{ printf '%s\n' 'Authentication-Results: mx.museum.example; dmarc=fail header.from=opera.example' 'From: anna@opera.example' ''; cat ticket.txt; } >header.txt
says 'a header with records below it is a header' 1 '^  DMARC   fail' header.txt
says 'records of nobody are no set-up' 1 'These are DNS records, not a header' nobody.txt
{ echo '$TTL 3600'; grep -v '^[Ho]' ticket.txt; grep '^opera' ticket.txt; } >zone.txt
"$mailwhy" --color=never --setup=opera.example --zone=zone.txt >setup
"$mailwhy" --color=never zone.txt | grep -v 'the DNS itself was not asked' | cat -s >pasted
cat -s setup | diff - pasted >difference
report $? 'a zone file is answered as --setup does'

finish
