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

# quiet TITLE COMMAND...: runs it under the shim, whatever it answers.
number=0
quiet () {
  title=$1
  shift
  number=$((number + 1))
  rm -f "$NO_SOCKET_LOG"
  LD_PRELOAD=$work/no-socket.so "$@" >"$work/out" 2>&1 </dev/null
  if [ -s "$NO_SOCKET_LOG" ]; then
    sort "$NO_SOCKET_LOG" | uniq -c | sed 's/^/# /'
    echo "not ok $number - $title"
  else
    echo "ok $number - $title"
  fi
}

echo 1..11
# the shim itself: something that does open a socket is caught
number=1
rm -f "$NO_SOCKET_LOG"
LD_PRELOAD=$work/no-socket.so getent ahosts mailwhy.invalid >/dev/null 2>&1 </dev/null
if [ -s "$NO_SOCKET_LOG" ]; then
  echo 'ok 1 - the shim sees sockets'
else
  echo 'ok 1 - the shim sees sockets # SKIP getent opened none'
fi
quiet 'a message' "$program" "$source_folder/samples/gmail-all-pass.eml"
quiet 'all samples, JSON' "$program" --format jsonl "$source_folder"/samples/*.eml
quiet 'a paste' "$program" "$source_folder/samples/README.md"
quiet 'the rules' "$program" --check-rules
zone=$source_folder/tests/setup/good.zone
quiet 'a set-up that is not checked' "$program" --setup opera.example --institution opera
quiet 'a set-up out of a file' "$program" --setup opera.example --institution opera --zone "$zone"
quiet 'a message beside a file' "$program" --zone "$zone" "$source_folder/tests/setup/mail/pass.eml"
quiet 'a mailbox whose bodies are verified' "$program" --verify "$source_folder/tests/setup/mail"
quiet 'all samples beside a file' "$program" --zone "$zone" --format jsonl "$source_folder"/samples/*.eml

# and with an option that does, it tries, so that the five above mean something
number=$((number + 1))
rm -f "$NO_SOCKET_LOG"
LD_PRELOAD=$work/no-socket.so "$program" --resolver 192.0.2.1 --setup opera.example >/dev/null 2>&1 </dev/null
if [ -s "$NO_SOCKET_LOG" ]; then
  echo "ok $number - with --resolver, a socket is asked for"
else
  echo "not ok $number - with --resolver, a socket is asked for"
fi
