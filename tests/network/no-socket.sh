#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Without an option that allows it, the program opens no socket, whatever it reads. Prints TAP.
set -u
skip () {
  echo "1..0 # SKIP $1"
  exit 0
}

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
source_folder=${top_srcdir:-$(dirname "$0")/../..}
program=${MAILWHY:-./mailwhy}
compiler=
for name in cc gcc clang; do
  command -v "$name" >/dev/null 2>&1 && compiler=$name && break
done
[ -n "$compiler" ] || skip 'no C compiler'
"$compiler" -shared -fPIC -o "$work/no-socket.so" "$source_folder/tests/network/no-socket.c" 2>"$work/log" ||
  skip 'the shim does not compile'
grep -q __asan_init "$program" && skip 'the program is instrumented: nothing can be preloaded'

NO_SOCKET_LOG=$work/sockets
export NO_SOCKET_LOG

# report STATUS TITLE: 0 is good.
number=0
report () {
  number=$((number + 1))
  word='not ok'
  [ "$1" = 0 ] && word=ok
  echo "$word $number - $2"
}

# watch COMMAND...: runs it under the shim; $status is what it ended with.
watch () {
  rm -f "$NO_SOCKET_LOG"
  LD_PRELOAD=$work/no-socket.so "$@" >"$work/out" 2>&1 </dev/null
  status=$?
}

# quiet TITLE STATUS PATTERN COMMAND...: it answers with STATUS and PATTERN, and asks for no socket. A program that does not run
# asks for none either.
quiet () {
  title=$1 expected=$2 pattern=$3
  shift 3
  watch "$@"
  if [ -s "$NO_SOCKET_LOG" ]; then sort "$NO_SOCKET_LOG" | uniq -c | sed 's/^/# /'; fi
  if [ "$status" != "$expected" ]; then echo "# status $status, expected $expected"; fi
  [ ! -s "$NO_SOCKET_LOG" ] && [ "$status" = "$expected" ] && grep -q -- "$pattern" "$work/out"
  report $? "$title"
}

# The shim itself: every call it stands before is seen.
calls () {
  cat <<'END'
#include <netdb.h>
#include <stddef.h>
#include <sys/socket.h>
int
main (void) {
  struct addrinfo *found;
  int pair[2];
  struct sockaddr address = { .sa_family = AF_INET };
  socket (AF_INET, SOCK_STREAM, 0);
  socketpair (AF_UNIX, SOCK_STREAM, 0, pair);
  connect (0, &address, sizeof address);
  getaddrinfo ("mailwhy.invalid", NULL, NULL, &found);
  return 0;
}
END
}

echo 1..11
calls >"$work/calls.c"
"$compiler" -o "$work/calls" "$work/calls.c" 2>/dev/null && watch "$work/calls"
[ "$(sort "$work/sockets" | tr '\n' ' ')" = 'connect getaddrinfo socket socketpair ' ]
report $? 'the shim sees sockets'
quiet 'a message' 0 '^PASS ' "$program" "$source_folder/samples/gmail-all-pass.eml"
quiet 'all samples, JSON' 1 '^{"schema":1,' "$program" --format jsonl "$source_folder"/samples/*.eml
quiet 'a paste' 1 '^UNKNOWN ' "$program" "$source_folder/samples/README.md"
quiet 'the rules' 0 'in order' "$program" --check-rules
zone=$source_folder/tests/setup/good.zone
quiet 'a set-up that is not checked' 1 '^UNKNOWN ' "$program" --setup opera.example --institution opera
quiet 'a set-up out of a file' 0 '^PASS ' "$program" --setup opera.example --institution opera --zone "$zone"
quiet 'a message beside a file' 0 '^PASS ' "$program" --zone "$zone" "$source_folder/tests/setup/mail/pass.eml"
quiet 'a mailbox whose bodies are verified' 1 ' messages: ' "$program" --verify "$source_folder/tests/setup/mail"
quiet 'all samples beside a file' 1 '^{"schema":1,' "$program" --zone "$zone" --format jsonl "$source_folder"/samples/*.eml

# and with an option that does, it tries, so that those above mean something
watch "$program" --resolver 192.0.2.1 --setup opera.example
[ -s "$NO_SOCKET_LOG" ]
report $? 'with --resolver, a socket is asked for'
