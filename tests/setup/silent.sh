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

# All three at once: each waits for its time-out.
for _ in 1 2 3 4 5 6 7 8; do
  echo 'From a@b Mon Nov  9 10:30:05 2026'
  cat "$srcdir/tests/setup/mail/pass.eml"
  echo
done >mbox
in_background () {
  name=$1
  shift
  ("$mailwhy" "$@" --resolver "$server" >"$name" 2>&1; echo $? >"$name.status") &
}
in_background setup --setup opera.example --institution opera
setup=$!
in_background message "$srcdir/tests/setup/mail/pass.eml"
message=$!
in_background mailbox --jobs 2 --each mbox
wait "$setup" "$message" $!

# ended NAME STATUS TITLE
ended () {
  [ "$(cat "$1.status")" = "$2" ]
  report $? "$3"
}

# says NAME PATTERN TIMES TITLE
says () {
  [ "$(grep -cE -- "$2" "$1")" = "$3" ]
  status=$?
  [ $status = 0 ] || sed 's/^/# /' "$1" | head -30
  report $status "$4"
}

silence='The name server that was asked does not answer'
ended setup 1 'a set-up that nobody answers about is not in order'
says setup '^UNKNOWN  Nothing of opera.example could be checked' 1 'and it is said that nothing was checked'
says setup "$silence" 1 'and why, once'
ended message 0 'what the receiver saw stands'
says message "$silence" 1 'and the silence is said'
ended mailbox 0 'a mailbox is read to its end'
says mailbox PASS 8 'every message of it'
finish
