#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Input that is made to hurt: there is still an answer, and a defect names the limit that was met.
mailwhy=${MAILWHY:-build/mailwhy}
case $mailwhy in /*) ;; *) mailwhy=$PWD/$mailwhy ;; esac
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
export XDG_CONFIG_HOME="$scratch" LC_ALL=C.UTF-8
cd "$scratch" || exit 1
n=0

# check NAME DEFECT: `in` is answered with exit status 1 and, in its defects, that code.
check () {
  n=$((n + 1))
  "$mailwhy" --input message --format json in >out 2>err
  status=$?
  if [ "$status" = 1 ] && grep -q "\"code\": \"$2\"" out; then
    echo "ok $n - $1"
  else
    echo "not ok $n - $1"
    echo "# status $status; looked for the defect $2, found: $(grep -o '"code": "[^"]*"' out | sort -u | head -5 | tr '\n' ' ')"
    sed 's/^/# /' err | head -3
  fi
}
# repeat TEXT TIMES
repeat () {
  awk -v text="$1" -v times="$2" 'BEGIN { for (i = 0; i < times; i++) printf "%s", text }'
}
from='From: a@museum.ch'

{ awk 'BEGIN { for (i = 0; i < 100000; i++) print "X-H" i ": v" }'; echo "$from"; echo; } >in
check "100,000 header fields" header-too-many-fields
{ echo "$from"; printf 'Authentication-Results: mx.example.com; spf=pass '; repeat '(x ' 16000000; echo; echo; } >in
check "one field of 50 MB" header-too-long
{ echo "$from"; printf 'Subject: '; repeat 'xxxxxxxxxx' 300000; echo; echo; } >in
check "a subject of 3 MB" header-field-too-long
{ printf 'From: '; repeat 'g:' 60000; echo 'a@museum.ch'; echo; } >in
check "60,000 nested address groups" address-limit
{ printf 'From: '; repeat '(' 60000; echo 'a@museum.ch'; echo; } >in
check "60,000 nested comments in an address" address-limit
{ echo "$from"; awk 'BEGIN { for (i = 0; i < 10000; i++) printf "Content-Type: multipart/report; report-type=delivery-status; boundary=b%d\n\n--b%d\n", i, i }'; } >in
check "10,000 nested MIME parts" mime-too-deep
{ echo "$from"; awk 'BEGIN { for (i = 0; i < 5000; i++) printf "DKIM-Signature: v=1; a=rsa-sha256; d=museum.ch; s=s%d; h=from; bh=QQ==; b=QQ==\n", i }'; echo; } >in
check "5,000 DKIM signatures" header-too-many-fields
{ echo "$from"; awk 'BEGIN { printf "Authentication-Results: mx.example.com"; for (i = 0; i < 5000; i++) printf "; dkim=fail header.d=museum.ch header.s=s%d", i }'; echo; echo; } >in
check "5,000 results in one field" ar-results
{ echo "$from"; printf 'Received-SPF: pass '; repeat 'k=v;' 100000; echo; echo; } >in
n=$((n + 1)); "$mailwhy" --quiet in >out 2>err; if [ $? = 1 ] && grep -q '^UNKNOWN ' out; then echo "ok $n - 100,000 keys in one Received-SPF"; else echo "not ok $n - 100,000 keys in one Received-SPF"; fi
echo "1..$n"
