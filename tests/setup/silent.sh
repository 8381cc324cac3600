#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# A name server that takes questions and answers none: a socket on loopback. The program must end and say
# so, about a set-up, a message and a mailbox. Prints TAP.
. "${top_srcdir:-.}/tests/lib.sh"
pid=
trap '[ -n "$pid" ] && kill "$pid"; rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
perl -MIO::Socket::INET -e '
  $s = IO::Socket::INET->new (Proto => "udp", LocalAddr => "127.0.0.1") or exit 1;
  $| = 1;
  print $s->sockport, "\n";
  sleep 600' >port 2>/dev/null &
pid=$!
for _ in 1 2 3 4 5 6 7 8 9 10; do
  [ -s port ] && break
  sleep 0.2
done
[ -s port ] || skip 'no perl that opens a socket'
server=127.0.0.1@$(cat port)

# says PATTERN TITLE
says () {
  grep -qE -- "$1" out
  report $? "$2"
}

"$mailwhy" --setup opera.example --institution opera --resolver "$server" >out 2>&1
[ $? = 1 ]
report $? 'a set-up that nobody answers about is not in order'
says '^UNKNOWN  Nothing of opera.example could be checked' 'and it is said that nothing was checked'
says 'The name server that was asked does not answer' 'and why'
[ "$(grep -c 'does not answer' out)" = 1 ]
report $? 'once'
"$mailwhy" --resolver "$server" "$srcdir/tests/setup/mail/pass.eml" >out 2>&1
report $? 'what the receiver saw stands'
says 'The name server that was asked does not answer' 'and the silence is said'
for _ in 1 2 3 4 5 6 7 8; do
  echo 'From a@b Mon Nov  9 10:30:05 2026'
  cat "$srcdir/tests/setup/mail/pass.eml"
  echo
done >mbox
"$mailwhy" --jobs 2 --each --resolver "$server" mbox >out 2>&1
report $? 'a mailbox is read to its end'
[ "$(grep -c PASS out)" = 8 ]
report $? 'every message of it'
finish
