#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# --cache: the same answer with it as without, byte for byte, whatever happens to files, options and
# the cache itself. Prints TAP.
. "${top_srcdir:-.}/tests/lib.sh"
cd "$scratch" || exit 1
reports=$srcdir/tests/reports/samples

mkdir mail
cp "$srcdir"/samples/*.eml mail
cp "$reports"/*.xml "$reports"/*.zip "$reports"/*.eml mail
printf '\211PNG\r\n\032\n' >mail/picture.png
mkdir -p mail/Maildir/cur mail/Maildir/new
for n in 1 2 3 4; do
  cp "$srcdir/samples/gmail-pass.eml" "mail/Maildir/cur/$n" 2>/dev/null || cp mail/mail-zip.eml "mail/Maildir/cur/$n"
done
for file in "$srcdir"/samples/*.eml; do
  echo 'From a@b Mon Nov  9 10:30:05 2026'
  sed 's/^From />&/' "$file"
  echo
done >box.mbox
cp box.mbox box2.mbox

# as_without TITLE OPTION...: what is printed, and the status, are those without the cache.
as_without () {
  title=$1
  shift
  "$mailwhy" "$@" >plain 2>plain.err <box.mbox
  expected=$?
  "$mailwhy" --cache kept "$@" >cached 2>cached.err <box.mbox
  status=$?
  [ $status = $expected ] || echo "# status $status, not $expected"
  cmp plain cached && cmp plain.err cached.err && [ $status = $expected ]
  report $? "$title"
}

# hits N TITLE OPTION...: so many files were not read.
hits () {
  expected=$1 title=$2
  shift 2
  got=$("$mailwhy" --summary-json -v --cache kept "$@" 2>&1 >/dev/null | sed -n 's/^mailwhy: cache: \([0-9]*\) of .*/\1/p')
  [ "$got" = "$expected" ] || echo "# $got, not $expected"
  [ "$got" = "$expected" ]
  report $? "$title"
}

# some TITLE: as data and as text.
some () {
  as_without "$1, as data, 3 threads" -j 3 --summary-json mail box.mbox
  as_without "$1, as text, 1 thread" -j 1 box.mbox mail box2.mbox
}

# all TITLE: each way of asking.
all () {
  some "$1"
  as_without "$1, as data, 1 thread" -j 1 --summary-json mail box.mbox
  as_without "$1, as text, 3 threads" -j 3 box.mbox mail box2.mbox
  as_without "$1, as a page" -f html mail box.mbox
  as_without "$1, by day" --by day mail
  as_without "$1, a status alone" --check box.mbox
  as_without "$1, one message" mail/mail-body-xml.eml
  as_without "$1, one message of a sample" "$srcdir/samples/dkim-unsigned.eml"
  as_without "$1, one message twice" "$srcdir/samples/dkim-unsigned.eml" "$srcdir/samples/dkim-unsigned.eml"
  as_without "$1, by standard input" - mail
}

# --- what was just written is not kept: it could change unseen -------------------------------------
touch box.mbox
hits 0 'a fresh file is read' box.mbox
hits 0 'and once more' box.mbox
sleep 3.1
hits 0 'a settled one is read once' box.mbox
hits 1 'and is known then' box.mbox
some 'first'
all 'again'
hits $(($(find mail -type f | wc -l) - 1)) 'all of a folder but what is no mail' mail

# --- files change --------------------------------------------------------------------------------
sed 's/dmarc=pass/dmarc=fail/; s/spf=pass/spf=fail/' box.mbox >changed && cat changed >box.mbox # as long as before, and at the same place
sed 's/<count>40</<count>41</' mail/seemail.xml >changed && cat changed >mail/seemail.xml
cat "$srcdir/samples/dkim-unsigned.eml" >>mail/lagomail-rfc9990.xml
rm mail/Maildir/cur/2
mv mail/Maildir/cur/3 mail/Maildir/new/3
head -c 3000 box2.mbox >changed && cat changed >box2.mbox
all 'files changed, grew, went and were cut'
sleep 3.1
some 'and settled'
all 'and are known'
as_without 'with the times of before' box.mbox
touch -d '2026-11-01 10:00' box.mbox
cp box.mbox other
touch -d '2026-11-01 10:00' other
sleep 3.1
"$mailwhy" --summary-json --cache kept box.mbox >/dev/null 2>&1
sed 's/dmarc=fail/dmarc=pass/' other >changed && cat changed >box.mbox && touch -d '2026-11-01 10:00' box.mbox
as_without 'a file with its time put back is read' box.mbox

# --- options -------------------------------------------------------------------------------------
for options in "--trust-all" "--trust=mx.opera.example" "--since=2026-11-10" "--until=2026-11-09" "--since=2d" \
  "--cause=dkim-unsigned" "--receiver=gmail" "--from-domain=opera.example" "--redact" "--sender=secutix" \
  "--domain=opera.example" "--institution=opera" "--lang=de" "--verify" "--tickets" "--outer" "--requirements" \
  "--voice=platform" "--input=mbox" "--top=3" "--psl=$srcdir/tests/public-suffix-list.dat"; do
  as_without "with $options" "$options" box2.mbox mail
  "$mailwhy" --cache kept "$options" box2.mbox mail 2>/dev/null | cmp plain -
  point "with $options, known"
done
mkdir rules
printf 'Disable: dkim-unsigned\n' >rules/a.rules
as_without 'with rules of one'\''s own' --rules rules mail
printf 'Disable: dkim-signed-by-sender-only\n' >rules/a.rules
as_without 'with other ones' --rules rules mail
printf 'opera.example one\n' >table
as_without 'with a table of institutions' --institutions table mail
printf 'opera.example two\n' >table
as_without 'with another table' --institutions table mail
(cd mail && "$mailwhy" --cache ../kept . >../here 2>/dev/null; "$mailwhy" . 2>/dev/null | cmp - ../here)
point 'from another folder'

mkfifo pipe
(cat box2.mbox >pipe) &
"$mailwhy" --summary-json --cache kept pipe >cached 2>/dev/null
(cat box2.mbox >pipe) &
"$mailwhy" --summary-json pipe 2>/dev/null | cmp - cached
point 'from a pipe'

# --- never of what the DNS says --------------------------------------------------------------------
printf 'opera.example. TXT "v=spf1 -all"\n' >a.zone
before=$(find kept -type f | wc -l)
as_without 'with a zone' --zone a.zone mail
[ "$(find kept -type f | wc -l)" = "$before" ]
point 'nothing of it is kept'
"$mailwhy" -f jsonl --cache kept mail 2>/dev/null | cmp - "$(set -- plain; "$mailwhy" -f jsonl mail >plain 2>/dev/null; echo plain)"
point 'answers one by one are as they are'

# --- who may read it -------------------------------------------------------------------------------
[ -z "$(find kept -type f ! -perm 0600)" ] && [ "$(find kept -maxdepth 0 -perm 0700)" = kept ]
point 'only its owner can read it'
[ -z "$(find kept -name '*.??????')" ]
point 'no unfinished file is left'

# --- a cache that is damaged -----------------------------------------------------------------------
# damaged TITLE COMMAND...: done to each entry; the answer is right, it is told, and the next run is well.
damaged () {
  title=$1
  shift
  "$mailwhy" --summary-json --cache kept box2.mbox >/dev/null 2>&1
  for entry in kept/*; do
    "$@" "$entry"
  done
  "$mailwhy" --summary-json box2.mbox >plain 2>/dev/null
  "$mailwhy" --summary-json --cache kept box2.mbox >cached 2>err
  [ $? = 2 ] && cmp plain cached && [ "$(grep -c -e --cache err)" = 1 ]
  report $? "$title: said, and nothing wrong is counted"
  "$mailwhy" --summary-json --cache kept box2.mbox >cached 2>err
  [ $? = 1 ] && cmp plain cached && [ ! -s err ]
  report $? "$title: repaired by then"
}
cut () { head -c 300 "$1" >part && cat part >"$1"; }
empty () { : >"$1"; }
flip () { sed 's/"messages":[0-9]*/"messages":77/' "$1" >part && cat part >"$1"; }
more () { echo '{}' >>"$1"; }
noise () { head -c 1000 /dev/urandom >"$1"; }
open_to_all () { chmod 666 "$1"; }
for how in cut empty flip more noise open_to_all; do damaged "$how" $how; done
"$mailwhy" --summary-json --cache kept box2.mbox >/dev/null 2>&1
for entry in kept/*; do sed '1s/^\([^ ]* \)[0-9a-f]*/\10123456789/' "$entry" >part && cat part >"$entry"; done
as_without 'entries of another version' --summary-json box2.mbox
hits 1 'are replaced' box2.mbox

if [ "$(id -u)" != 0 ]; then
  chmod 500 kept
  "$mailwhy" --summary-json --cache kept mail/broken.xml >cached 2>err
  [ $? = 2 ] && grep -q -e --cache err && "$mailwhy" --summary-json mail/broken.xml 2>/dev/null | cmp - cached
  point 'a folder that cannot be written'
  chmod 700 kept
fi
: >no-folder
"$mailwhy" --cache no-folder mail >out 2>err
[ $? = 2 ] && [ ! -s out ] && grep -q no-folder err
point 'a cache that is no folder is trouble'
mkdir -m 777 shared
chmod 777 shared
"$mailwhy" --cache shared mail >out 2>err
[ $? = 2 ] && [ ! -s out ] && grep -q 'nobody else' err
point 'one that others can write to, too'
"$mailwhy" --cache mail/kept mail >out 2>err
[ $? = 2 ] && [ ! -s out ] && grep -q 'among what is read' err
point 'and one among the mail'
rmdir mail/kept

# --- where it stands -------------------------------------------------------------------------------
printf '[mailwhy]\ncache=kept-too\n' >config
MAILWHY_CONFIG=$scratch/config "$mailwhy" --summary-json mail >cached 2>/dev/null
"$mailwhy" --summary-json mail 2>/dev/null | cmp - cached && [ -n "$(ls kept-too)" ]
point 'as a key of the configuration'

finish
