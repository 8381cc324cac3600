#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# mailwhy.conf(5): which file counts, what it can set, and what is said of one that is wrong.
. "${top_srcdir:-.}/tests/lib.sh"
cd "$scratch" || exit 1
unset MAILWHY_CONFIG
export XDG_CONFIG_HOME="$scratch/own" XDG_CONFIG_DIRS="$scratch/system"
mkdir -p own/mailwhy system/mailwhy
unsigned=$srcdir/samples/dkim-unsigned.eml

# config KEY=VALUE...: the user's file
config () {
  { echo '[mailwhy]' && printf '%s\n' "$@"; } >own/mailwhy/config
}

# prints LINE ARGUMENT...: --print-config has it
prints () {
  line=$1
  shift
  "$mailwhy" --print-config "$@" >out 2>err && grep -qxF -- "$line" out
}

# refused WORDS ARGUMENT...: status 2, WORDS on standard error, nothing on standard output
refused () {
  words=$1
  shift
  "$mailwhy" "$@" >out 2>err
  [ $? = 2 ] && grep -q -- "$words" err && [ ! -s out ]
}

"$mailwhy" --print-config >out && [ "$(cat out)" = '[mailwhy]' ]
point 'without a file nothing is set'

echo 'mosamuseum.com MOSA' >own/mailwhy/table
config institutions=table
"$mailwhy" "$unsigned" | grep -q 'sel1-MOSA._domainkey'
point 'a relative path begins at the folder of the file'
"$mailwhy" --no-config "$unsigned" | grep -q 'sel1-CODE._domainkey'
point '--no-config reads none'
MAILWHY_CONFIG='' "$mailwhy" "$unsigned" | grep -q 'sel1-CODE._domainkey'
point 'nor does an empty MAILWHY_CONFIG'

HOME=$scratch/home && export HOME && mkdir home && cp own/mailwhy/table home/
config 'institutions=~/table'
"$mailwhy" "$unsigned" | grep -q 'sel1-MOSA._domainkey'
point '~ is the home'

printf '[mailwhy]\nlang=de\njobs=3\n' >system/mailwhy/config
config lang=fr
prints lang=fr && prints jobs=3
point "the user's file outranks the system's, key by key"
grep -B1 '^jobs' out | grep -qF "$scratch/system/mailwhy/config"
point 'the source of each value is named'
prints lang=en --lang=en && grep -B1 '^lang' out | grep -q 'command line'
point 'the command line outranks both'
"$mailwhy" -f reply "$unsigned" | grep -q Bonjour
point 'what is set is used'

printf '[mailwhy]\nlang=de\n' >only
MAILWHY_CONFIG=$scratch/only prints lang=de && ! grep -q jobs out
point 'MAILWHY_CONFIG names the only one'
"$mailwhy" --print-config >first && MAILWHY_CONFIG=$scratch/first "$mailwhy" --print-config | grep -v '^#' >second &&
  grep -v '^#' first | cmp -s - second
point 'what is printed can be read again'

config resolver=192.0.2.53
! prints resolver=192.0.2.53 && prints resolver=192.0.2.53 --dns
point 'a resolver counts only where the DNS may be asked'

config 'trust=mx.a.example;@b.example'
prints 'trust=mx.a.example;@b.example;' && prints 'trust=mx.c.example;' --trust=mx.c.example
point 'a list is replaced as a whole'

config instituitons=table
"$mailwhy" -q "$unsigned" 2>err | grep -q '^FAIL' && grep -q '"institutions" is one' err
point 'an unknown key is told with the nearest, and passed over'

config jobs=many
refused 'config.*jobs' -q "$unsigned"
point 'a number that is none is refused'
config jobs=0
refused 'above 0' -q "$unsigned"
point 'so is one that cannot be'
echo 'lang=fr' >own/mailwhy/config
refused config -q "$unsigned"
point 'a file without its group is refused'
head -c 3000 /dev/urandom >own/mailwhy/config
refused config -q "$unsigned"
point 'so are bytes'
rm own/mailwhy/config && mkdir own/mailwhy/config
refused config -q "$unsigned"
point 'and a folder'
MAILWHY_CONFIG=$scratch/nowhere refused nowhere -q "$unsigned"
point 'a file that was named and is not there is trouble'
finish
