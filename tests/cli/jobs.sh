#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Any number of threads writes the same bytes, from mailboxes, folders and streams; and what stops the
# program stops all of them.
. "${top_srcdir:-.}/tests/lib.sh"
samples=$srcdir/samples
cd "$scratch" || exit 1

# same NAME ARGUMENT...: the output of one thread is that of two and of seven.
same () {
  name=$1
  shift
  "$mailwhy" -j 1 "$@" >one 2>/dev/null </dev/null
  status=$?
  for jobs in 2 7; do
    "$mailwhy" -j $jobs "$@" >many 2>/dev/null </dev/null
    [ $? = $status ] && cmp -s one many && [ -s one ]
    point "$name, $jobs threads"
  done
}

mkdir -p md/cur md/new md/tmp
i=0
while [ $i -lt 40 ]; do
  for sample in "$samples"/*.eml; do
    i=$((i + 1))
    cp "$sample" "md/cur/$i.host:2,S"
    echo "From sender@example.org Mon Jan  5 10:11:12 2026"
    sed 's/^\(>*From \)/>\1/' "$sample"
    echo
  done
done >some
i=0
while [ $i -lt 12 ]; do i=$((i + 1)); cat some; done >box
head -c 3000000 /dev/zero | tr '\0' 'x' | fold >long
{ cat some; echo "From sender@example.org Mon Jan  5 10:11:12 2026"; printf 'Subject: long\n\n'; cat long; cat box; } >mixed
gzip -c some some box >box.gz

same 'a mailbox' -f jsonl box
same 'its verdicts' -q box
same 'a mailbox with a long message' -f jsonl mixed
same 'a compressed mailbox' -f jsonl box.gz
same 'a Maildir' -f jsonl md
same 'several inputs, one missing' -f jsonl some missing md "$samples"/*.eml

"$mailwhy" -j 2 -f jsonl <box >many 2>/dev/null; "$mailwhy" -j 1 -f jsonl <box >one 2>/dev/null
[ -s one ] && cmp -s one many; point 'standard input'
# shellcheck disable=SC2002 # a pipe is the point
cat box | "$mailwhy" -j 2 -f jsonl >many 2>/dev/null; [ -s one ] && cmp -s one many; point 'a pipe'

if "$mailwhy" --version | grep -q zstd && command -v zstd >/dev/null; then
  zstd -qc some box >box.zst
  cat some box >both
  same 'a mailbox compressed with zstd' -f jsonl box.zst
  "$mailwhy" -q both >one; "$mailwhy" -q - <box.zst >many; [ -s one ] && cmp -s one many
  point 'zstd on standard input'
  head -c 10000 box.zst >cut.zst
  "$mailwhy" -q cut.zst >many 2>err
  [ $? = 2 ] && grep -q 'ends too early' err && [ -s many ] && head -n "$(($(wc -l <many) - 1))" many | cmp -s - one -n "$(($(sed '$d' many | wc -c)))"
  point 'zstd that was cut'
else
  pass_over 'zstd' 'it is not built in, or no zstd to compress with'
fi

for reader in gmime fast; do
  # shellcheck disable=SC2094 # a name in a variable and a file of that name
  MAILWHY_READER=$reader "$mailwhy" -f jsonl mixed >$reader 2>/dev/null
done
[ -s fast ] && cmp -s gmime fast; point 'both readers'

# Killed by SIGPIPE, or 2 where whoever started the tests ignores it.
timeout 60 sh -c '"$1" -j 2 -f jsonl box; echo $? >status' sh "$mailwhy" 2>err | head -n 1 >/dev/null
[ ! -s err ] && grep -q '^141$\|^2$' status; point 'a reader that goes away ends it quietly'
if [ -w /dev/full ]; then
  timeout 60 "$mailwhy" -j 2 -f jsonl box >/dev/full 2>err
  [ $? = 2 ] && grep -q 'No space left' err; point 'a full disk is trouble'
else
  pass_over 'a full disk is trouble' 'no /dev/full'
fi

# A shell starts what goes to the background with SIGINT ignored. The mailbox on the pipe never ends.
mkfifo fifo
cat >interrupt.sh <<'END'
env --default-signal=INT "$1" -j 2 -q fifo >out 2>err &
exec 3>fifo
cat some >&3
sleep 1
kill -INT $!
wait $!
END
if env --default-signal=INT true 2>/dev/null; then
  timeout 60 sh interrupt.sh "$mailwhy" 2>/dev/null
  [ $? = 130 ] && grep -q 'interrupted after' err && [ -s out ]; point 'Ctrl-C: what was read is answered'
else
  pass_over 'Ctrl-C' 'env cannot set signals'
fi
finish
