#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What the DNS says of the sources that a summary of reports shows. Prints TAP.
. "${top_srcdir:-.}/tests/lib.sh"
samples=$srcdir/tests/reports/samples
cd "$scratch" || exit 1
cat >good.zone <<'EOT'
opera.example. SOA ns.opera.example. host.opera.example. 1 1 1 1 1
opera.example. TXT "v=spf1 ip4:192.0.2.0/24 -all"
2.0.192.in-addr.arpa. SOA ns.opera.example. host.opera.example. 1 1 1 1 1
25.2.0.192.in-addr.arpa. PTR out.platform.example.
100.51.198.in-addr.arpa. SOA ns.opera.example. host.opera.example. 1 1 1 1 1
7.100.51.198.in-addr.arpa. PTR mail.opera.example.
mail.opera.example. A 192.0.2.1
platform.example. SOA ns.opera.example. host.opera.example. 1 1 1 1 1
out.platform.example. A 192.0.2.25
EOT

# has TITLE WORDS OPTION...: the summary, on one line, has these words.
has () {
  title=$1 words=$2
  shift 2
  COLUMNS=160 "$mailwhy" "$@" 2>/dev/null >out
  tr -s '\n ' '  ' <out | grep -q -e "$words"
  status=$?
  [ $status = 0 ] || sed 's/^/# /' out
  report $status "$title"
}

# reads RECORD: opera.example has this SPF record.
reads () {
  sed "s|\"v=spf1[^\"]*\"|\"$1\"|" good.zone >other.zone
}

has 'the name of a source, and that it is listed' \
  '192.0.2.25 is out.platform.example; the SPF record of opera.example lists it now' --zone good.zone "$samples/seemail.xml"
has 'that it is not' '198.51.100.8 has no reverse name; the SPF record of opera.example does not list it now' \
  --zone good.zone "$samples/seemail.xml"
has 'a name that leads elsewhere is only a claim' '198.51.100.7 calls itself mail.opera.example' \
  --zone good.zone "$samples/seemail.xml"
has 'what is not told is not known' '203.0.113.9: its reverse name could not be found out' \
  --zone good.zone "$samples/seemail.xml"
reads 'v=spf1 exists:%{i}._i.opera.example ?all'
has 'a record that asks for the address' '192.0.2.25 is [^ ]*; the SPF record of opera.example does not list it' \
  --zone other.zone "$samples/seemail.xml"
reads 'v=spf1 exists:%{l}._u.opera.example -all'
has 'one that asks for the local part tells nothing' 'whether the SPF record of opera.example lists it could not' \
  --zone other.zone "$samples/seemail.xml"
reads 'v=spf1 ipv4:192.0.2.25 -all'
has 'one that cannot be read' 'the SPF record of opera.example cannot be evaluated' --zone other.zone "$samples/seemail.xml"
reads 'no record'
has 'none at all' 'opera.example has no SPF record now' --zone other.zone "$samples/seemail.xml"
has 'on the page' '192.0.2.25 is out.platform.example' -f html --zone good.zone "$samples/seemail.xml"
has 'in another language' '192.0.2.25 ist out.platform.example; im SPF-Eintrag' --lang=de --zone good.zone "$samples/seemail.xml"
"$mailwhy" --summary-json --zone good.zone "$samples/seemail.xml" >one.json 2>/dev/null
"$mailwhy" --summary-json "$samples/seemail.xml" >two.json 2>/dev/null
cmp one.json two.json
point 'data are of their day: nothing is asked'
has 'and a summary of summaries asks' '192.0.2.25 is out.platform.example' --merge --zone good.zone one.json
"$mailwhy" "$samples/seemail.xml" 2>/dev/null | grep -q 'reverse name'
[ $? = 1 ]
point 'without the option nothing is said'

# --- no more than a set number of questions -----------------------------------------------------
{
  echo '<feedback><policy_published><domain>opera.example</domain></policy_published>'
  for domain in $(seq 1 20); do
    for network in $(seq 1 20); do
      echo "<record><row><source_ip>10.$domain.$network.1</source_ip><count>1</count></row><identifiers>"
      echo "<header_from>d$domain.example</header_from></identifiers></record>"
    done
  done
  echo '</feedback>'
} >many.xml
has 'of many sources the first are asked about' 'The DNS was asked about the first 1[0-9][0-9] of these' --zone good.zone many.xml

finish
