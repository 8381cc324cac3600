#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# --watch: a line for each message that comes, once, over renames and restarts. Prints TAP.
. "${top_srcdir:-.}/tests/lib.sh"
pass=$srcdir/samples/gmail-all-pass.eml fail=$srcdir/samples/expired.eml
cd "$scratch" || exit 1

lines () {
  [ "$(wc -l <out)" = "$1" ]
}
# start OPTION...: in the background; from when it sleeps it watches.
start () {
  : >out
  "$mailwhy" "$@" >>out 2>>err &
  pid=$!
  wait_for sleeps
}
sleeps () {
  [ "$(sed -n 's/^State:[^A-Z]*\([A-Z]\).*/\1/p' /proc/"$pid"/status 2>/dev/null)" = S ] &&
    grep -q inotify /proc/"$pid"/fdinfo/* 2>/dev/null
}
end () {
  kill "$1" "$pid" 2>/dev/null
  wait "$pid" 2>/dev/null
}
# deliver NAME FILE: as a Maildir is written
deliver () {
  cp "$2" "box/tmp/$1" && mv "box/tmp/$1" "box/new/$1"
}
mkdir -p box/new box/cur box/tmp
deliver 1.old "$pass"
start --watch box
deliver 2.fail "$fail"
wait_for lines 1 && grep -q 'box/new/2.fail.*FAIL  museudaribeira.pt' out; point 'a message that comes is a line'
mv box/new/2.fail box/cur/2.fail:2,S
deliver 3.pass "$pass"
wait_for lines 2 && grep -q '3.pass.*PASS' out; point 'one that is renamed is the same one'
cp "$fail" box/cur/.hidden && cp "$fail" box/tmp/4.partial && mkdir box/new/folder
deliver 5.pass "$pass"
wait_for lines 3 && ! grep -q 'hidden\|partial\|folder\|1.old' out; point 'nothing else is one: what was there, hidden, half written'
[ "$(sed -n 's/^Seccomp:[^0-9]*//p' /proc/"$pid"/status)" = 2 ] || [ "$("$mailwhy" --version | grep -c 'sandbox: .*seccomp')" = 0 ]
point 'it is confined'
end -TERM

start --watch box --state state -f jsonl
lines 0; point 'with a state that is not there yet, what is there was seen'
deliver 6.pass "$pass"
wait_for lines 1 && wait_for grep -qs '^6.pass$' state; point 'JSON, and the state has it'
[ "$(stat -c %a state)" = 600 ] && [ "$(head -n 1 state)" = 'mailwhy watch 1' ]
point 'the state is its own alone'
end -KILL
deliver 7.pass "$pass"
mv box/new/6.pass box/cur/6.pass:2,RS
rm box/new/3.pass
printf '7.pa' >>state
start --watch box --state state -f jsonl
wait_for lines 1 && grep -q '"name":"box/new/7.pass"' out; point 'what came while it was away, and nothing again'
wait_for grep -q '^7.pass$' state && ! grep -q '^3.pass$' state; point 'what is gone is forgotten'
i=0
while [ $i -lt 200 ]; do
  deliver "many.$i" "$pass"
  i=$((i + 1))
done
wait_for lines 201; point 'many at once'
[ "$(sort out | uniq -d | wc -l)" = 0 ]; point 'each once'
mv box elsewhere
wait "$pid"; [ $? = 2 ]; point 'a Maildir that goes is trouble'
rm -rf elsewhere

mkdir folder
start --watch folder
cp "$fail" 'folder/a message.eml'
wait_for lines 1 && grep -q 'a message.eml.*FAIL' out; point 'a folder that is no Maildir'
: >err
rm -r folder
wait "$pid"; [ $? = 2 ] && grep -q 'folder is gone' err; point 'a folder that disappears is trouble'

mkdir folder
for content in 'mailwhy watch 0' 'mailwhy watch 1' '' 'From me'; do
  printf '%s' "$content" >state
  timeout 10 "$mailwhy" --watch folder --state state >out 2>err; [ $? = 2 ] && grep -q 'this version' err
  point "a state that is none is trouble: $(echo "$content" | head -c 15)"
done
for options in missing "folder $pass" "folder -o out" "folder --summary-json" "folder -f html" "folder --check"; do
  # shellcheck disable=SC2086 # words
  timeout 10 "$mailwhy" --watch $options >out 2>err
  got=$?; [ $got -ge 2 ] && [ $got != 124 ] && [ -s err ]
  point "trouble: --watch $options"
done
"$mailwhy" --state state "$pass" >out 2>err; [ $? = 2 ]; point '--state alone is trouble'
finish
