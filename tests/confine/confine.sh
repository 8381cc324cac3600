#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The sandbox: what a confined program cannot do, and that the program does its work inside.
. "${top_srcdir:-.}/tests/lib.sh"
sandbox=$("$mailwhy" --version | sed -n 's/^sandbox: //p')
case $sandbox in
Landlock*seccomp) ;;
*) skip "sandbox: $sandbox" ;;
esac
try=${top_builddir:-build}/tests/confine/confine-try
case $try in /*) ;; *) try=$PWD/$try ;; esac
cd "$scratch" || exit 1
fail=$srcdir/samples/dkim-unsigned.eml

# ---- what is refused, by the same function, to a program that tries ----

# expect ANSWER ARGUMENT...: what confine-try prints for them.
expect () {
  wanted=$1
  shift
  got=$("$try" "$@" 2>&1)
  [ "$got" = "$wanted" ] || echo "# $got"
  [ "$got" = "$wanted" ]
  point "$*: $wanted"
}
mkdir folder work && echo text >folder/file && echo text >secret && echo text >named && ln -s ../secret folder/out
echo text >work/old && echo text >work/temporary

expect whole state
expect ok --read named read named
expect EACCES --read named read secret
expect EACCES read /etc/passwd
expect ok --read folder read folder/file
expect ok --read folder list folder
expect EACCES --read folder read folder/out
expect EACCES --read folder read folder/../secret
expect EACCES --read named list .
expect EACCES --read named write named
expect EACCES --read folder write folder/new
expect ENOSYS --read named truncate named
expect ENOSYS --read named chmod named
expect ENOSYS --folder work link a work/b
expect ENOSYS --read folder unlink folder/file
expect ENOSYS --read folder rename folder/file folder/other
expect EACCES --folder work write work/old
expect ok --folder work rename work/temporary work/old
expect EACCES --folder work unlink secret
expect ok --folder work unlink work/old
expect EPERM exec /bin/true
expect EPERM thread-exec /bin/true
expect EPERM ptrace
expect EPERM kill
expect EPERM listen
for family in inet inet6 unix netlink; do
  expect EPERM socket $family
done
expect ok --network socket inet
expect ENOSYS --network socket unix
expect ENOSYS --network socket netlink
expect EPERM --network listen
expect EPERM --network exec /bin/true
expect EACCES --network read secret
got=$("$try" fork)
[ "$got" = EPERM ] || [ "$got" = ENOSYS ]
point 'fork is refused'
got=$("$try" limit)
[ "$got" = EPERM ] || [ "$got" = ENOSYS ]
point 'so is a limit that is set'
expect ok thread
expect ok raise
expect ok charset big5
expect ok charset ISO-2022-JP
expect EINVAL charset IBM1390
expect EINVAL charset ISO-2022-CN-EXT
expect EINVAL charset ../../tmp/evil

# ---- the program itself is inside ----

mkfifo waits
"$mailwhy" -q waits >out &
pid=$!
exec 3>waits
sleep 0.3
state=$(sed -n 's/^\(Seccomp\|NoNewPrivs\):[^0-9]*//p' "/proc/$pid/status" | sort | tr '\n' ' ')
cat "$fail" >&3
exec 3>&-
wait "$pid"
[ "$state" = '1 2 ' ]
point 'it is confined before it reads'

# ---- and answers as it does outside ----

# same TITLE ARGUMENT...: with and without; standard input is the sample.
same () {
  title=$1
  shift
  "$mailwhy" "$@" >in.out 2>in.err <"$fail"
  inside=$?
  "$mailwhy" --no-sandbox "$@" >out.out 2>out.err <"$fail"
  outside=$?
  diff out.out in.out | sed 's/^/# /' | head -5
  diff out.err in.err | sed 's/^/# /' | head -5
  [ $inside = $outside ] && cmp -s in.out out.out && cmp -s in.err out.err && { [ -s in.out ] || [ "$title" = '-o' ]; }
  point "$title"
}
{ echo 'From a@b Mon Nov  9 10:30:05 2026' && cat "$fail" && printf '\nFrom a@b Mon Nov  9 10:30:06 2026\n' && cat "$fail"; } >two.mbox
gzip -k two.mbox
ln -s two.mbox link.mbox
same 'a message' "$fail"
same 'standard input'
same 'standard input by its device' /dev/stdin
same 'pasted headers' -i paste "$fail"
same 'headers as they are understood' --show-repaired "$fail"
same 'a folder and four workers' -j 4 -f jsonl "$srcdir/samples"
same 'its summary' -j 2 --by domain "$srcdir/samples"
same 'a mailbox' --each two.mbox
same 'a compressed one' --each two.mbox.gz
same 'by a link' --each link.mbox
same 'what is not there' --each missing.mbox two.mbox
same 'bodies' --verify --each two.mbox
same 'a format' -f json "$fail"
same 'a reply' -f reply --lang fr "$fail"
same 'a zone file' --zone "$srcdir/tests/setup/f24-revoked.zone" "$fail"
same 'the set-up of a domain' --setup opera.example --zone "$srcdir/tests/setup/f24-revoked.zone"
same 'a domain by its zone, several workers' --zone "$srcdir/tests/setup/f24-revoked.zone" -j 2 -f jsonl "$srcdir/samples"
mkdir rules && printf 'Disable: dkim-unsigned\n' >rules/x.rules
same 'rules' --rules rules "$fail"
same 'a rule' --describe dkim-unsigned
same 'an example' --show-example dkim-unsigned
same 'the schema' --schema
same 'the fields' --list-fields
"$mailwhy" --summary-json "$srcdir/samples" >summary.json
same 'summaries' --merge summary.json summary.json
mkdir -p there && same '-o' -o there/page "$fail"
[ "$(ls there)" = page ] && grep -q '^FAIL' there/page
point 'with the file and nothing beside it'
printf 'From: =?big5?B?pKSk5Q==?= <a@opera.example>\nSubject: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?= =?gb18030?B?1tA=?= =?koi8-r?B?8NLJ18XU?=\nContent-Type: text/plain; charset=euc-kr\n\n' >charsets.eml
same 'charsets of mail' -f json charsets.eml
"$mailwhy" -f json charsets.eml | grep -q '中文'
point 'which are converted'
printf 'From: =?IBM1390?B?pKSk5Q==?= <a@opera.example>\n\n' >charset.eml
"$mailwhy" -f json charset.eml | grep -q '"code": "charset-refused"'
point 'one that mail is not written in is a defect'
! grep -q 'charset-refused' in.out
point 'and is not told of others'
finish
