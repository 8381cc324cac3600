#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Where the answer goes with --output, what stays when the program is ended, and inputs without an end.
. "${top_srcdir:-.}/tests/lib.sh"
cd "$scratch" || exit 1
fail=$srcdir/samples/dkim-unsigned.eml

# mode FILE
mode () {
  stat -c %a "$1"
}
# alone NAME: nothing else of that name is there.
alone () {
  [ "$(echo "$1"*)" = "$1" ]
}

umask 027
"$mailwhy" -o new "$fail"
[ "$(mode new)" = 640 ] && grep -q '^FAIL ' new
point 'a new file has what the umask leaves'
umask 022

echo old >kept && chmod 604 kept
"$mailwhy" -o kept "$fail"
[ "$(mode kept)" = 604 ] && grep -q '^FAIL ' kept && alone kept
point 'a file keeps the mode of the one it replaces'

echo old >special && chmod 4755 special
"$mailwhy" -o special "$fail"
[ "$(mode special)" = 755 ]
point 'but no bit that lets it run as somebody'

if [ "$(id -u)" = 0 ]; then
  echo old >owned && chown 65534:65534 owned && chmod 640 owned
  "$mailwhy" -o owned "$fail"
  [ "$(stat -c %u:%g:%a owned)" = 65534:65534:640 ]
  point 'and the owner, where that is permitted'
else
  pass_over 'and the owner, where that is permitted' 'only root may'
fi

echo old >target && ln -s target link
"$mailwhy" -o link "$fail"
[ -L link ] && grep -q '^FAIL ' target && alone target
point 'of a link the file it leads to is replaced'

mkfifo fifo && { cat fifo >got & }
reader=$!
"$mailwhy" -o fifo "$fail"
wait "$reader"
[ -p fifo ] && grep -q '^FAIL ' got && alone fifo
point 'a FIFO is written into'

"$mailwhy" -o /dev/null "$fail"
[ $? = 1 ] && [ -c /dev/null ] && [ "$(echo /dev/null*)" = /dev/null ]
point 'so is a device'

"$mailwhy" -o /dev/full "$fail" 2>err
[ $? = 2 ] && [ -c /dev/full ] && grep -q 'No space' err
point 'a full one is trouble'

{ echo before && "$mailwhy" -o /dev/stdout "$fail"; } >both
grep -q '^before' both && grep -q '^FAIL ' both
point 'standard output under its other name'

mkdir folder
"$mailwhy" -o folder "$fail" 2>err
[ $? = 2 ] && grep -q 'folder: Is a directory' err && [ -z "$(ls folder)" ]
point 'a folder is none of them'

echo old >whole
"$mailwhy" -o whole missing.eml 2>err
[ $? = 2 ] && alone whole
point 'nothing is left beside it when the input is missing'

# ---- ended by a signal, in the middle of an input that goes on ----

# ended SIGNAL STATUS CONTENT TITLE: the file is as it was, or written, with nothing beside it. A shell lets what it puts into
# the background ignore INT, and nohup HUP, so perl undoes that.
ended () {
  echo old >page
  mkfifo waits
  perl -e '$SIG{$_} = "DEFAULT" for qw(HUP INT TERM); exec @ARGV' "$mailwhy" -o page waits 2>err &
  pid=$!
  exec 3>waits
  { echo 'From a@b Mon Nov  9 10:30:05 2026' && cat "$fail" && printf '\nFrom a@b Mon Nov  9 10:30:06 2026\nTo: a@opera.example\n'; } >&3
  tries=0
  # until it has read what there is and waits for more
  while { [ "$(echo page*)" = page ] || ! grep -q pipe_read "/proc/$pid/wchan"; } && [ $tries -lt 200 ]; do
    sleep 0.05
    tries=$((tries + 1))
  done
  kill -s "$1" "$pid"
  wait "$pid"
  status=$?
  exec 3>&-
  rm waits
  [ $tries -lt 200 ] && alone page && grep -q "^$3" page && [ $status = "$2" ]
  point "$4"
}
if command -v perl >/dev/null; then
  ended TERM 143 old 'ended by TERM, no temporary file stays'
  ended HUP 129 old 'by HUP'
  ended INT 130 FAIL 'the first INT ends the reading, and what was read is answered'
else
  pass_over 'ended by a signal, no temporary file stays' 'no perl'
fi

# ---- inputs without an end ----

if [ -c /dev/zero ]; then
  timeout 60 "$mailwhy" -q /dev/zero >out 2>err
  [ $? = 2 ] && grep -q 'does not end' err && grep -q '^UNKNOWN' out
  point 'a device without an end ends at a limit'
  timeout 60 "$mailwhy" -q -i mbox /dev/zero >out 2>err
  [ $? = 2 ] && grep -q 'does not end' err
  point 'as a mailbox too'
  for option in --psl --institutions --zone --merge; do
    timeout 60 "$mailwhy" $option /dev/zero "$fail" >out 2>err
    [ $? = 2 ] && [ "$(wc -l <err)" = 1 ]
    point "$option of it is trouble"
  done
  mkdir rules && ln -s /dev/zero rules/x.rules
  timeout 60 "$mailwhy" --rules rules "$fail" >out 2>err
  [ $? = 2 ] && grep -q 'x.rules' err
  point 'as a rule file too'
fi

# ---- folders ----

mkdir -p mail/deep elsewhere/more && cp "$fail" mail/deep/1.eml && cp "$fail" elsewhere/2.eml
cp "$fail" elsewhere/more/3.eml
ln -s deep mail/inside
ln -s deep/1.eml mail/again.eml
"$mailwhy" --each mail >out 2>err
[ $? = 1 ] && [ ! -s err ] && [ "$(wc -l <out)" = 2 ]
point 'links inside a folder are followed'
ln -s ../elsewhere/2.eml mail/out.eml
ln -s ../elsewhere mail/out
"$mailwhy" --each mail >out 2>err
[ $? = 2 ] && [ "$(wc -l <out)" = 2 ] && [ "$(grep -c 'leads out of the folder' err)" = 2 ]
point 'links that lead out are not, and it is told'
ln -s mail named
"$mailwhy" --each named >out 2>err
[ "$(wc -l <out)" = 2 ]
point 'a folder that is named may be a link itself'

# ---- memory ----

if grep -q __asan_init "$mailwhy"; then
  pass_over 'no memory is trouble' 'the sanitizer has its own limits'
  finish
fi
{ echo 'From: a@opera.example'; echo; head -c 30000000 /dev/zero | tr '\0' y; } >large.eml
# ulimit -v and -s are not POSIX, but dash and bash have them.
# shellcheck disable=SC3045
(ulimit -v 100000 && "$mailwhy" --list-findings) >/dev/null 2>&1; point 'the program starts in 100 MB'
# What the libraries take is another figure on each system: room for them, but not for the message too.
room=20000
# shellcheck disable=SC3045
until (ulimit -v $room && "$mailwhy" --list-findings) >/dev/null 2>&1 || [ $room -gt 100000 ]; do
  room=$((room + 5000))
done
# shellcheck disable=SC3045
(ulimit -v $((room + 15000)) && "$mailwhy" -o page large.eml) >out 2>err
[ $? = 2 ] && [ "$(cat err)" = 'mailwhy: there is not enough memory' ] && alone page
point 'no memory is trouble, told in a line, and nothing is left'
# shellcheck disable=SC3045
(ulimit -s unlimited && "$mailwhy" -q -j 2 "$srcdir/samples") >deep
"$mailwhy" -q -j 2 "$srcdir/samples" >usual
[ -s usual ] && cmp -s deep usual
point 'the answer does not depend on the stack the shell allows'
finish
