#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Has it become slower? check.sh [MAILWHY]: the instructions of the program as a ratio to those of GMime alone
# (peer-gmime.c) on the same mailboxes and machine, so that compilers and libraries weigh little. bench/ratios has the
# ratios that are kept; one that is exceeded by a twentieth fails. Needs a C compiler, GMime's headers and valgrind.
#
#   bench/check.sh build/mailwhy             compares
#   bench/check.sh build/mailwhy --update    keeps the present ratios; a raise is a line of CHANGELOG.md, with what it buys
set -u
here=$(cd "$(dirname "$0")" && pwd)
mailwhy=${1:-./mailwhy}
case $mailwhy in /*) ;; *) mailwhy=$PWD/$mailwhy ;; esac
update=${2:-}
command -v valgrind >/dev/null || { echo 'no valgrind: passed over'; exit 0; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export LC_ALL=C XDG_CONFIG_HOME="$work" MAILWHY_CONFIG=''
cd "$work" || exit 1
cc -O2 -o generate "$here/generate.c" || exit 1
# shellcheck disable=SC2046 # several words
cc -O2 -o peer-gmime "$here/peer-gmime.c" $(pkg-config --cflags --libs gmime-3.0) || exit 1

# instructions COMMAND...
instructions () {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null | sed -n 's/.*refs: *//p' | tr -d ,
}

# The difference between two mailboxes: starting is not in it.
# both NAME SMALL LARGE
both () {
  a=$(instructions "$mailwhy" -j 1 "$2") b=$(instructions "$mailwhy" -j 1 "$3")
  c=$(instructions ./peer-gmime "$2") d=$(instructions ./peer-gmime "$3")
  echo "$1 $((b - a)) $((d - c))"
}

./generate 74 26 0 1 >m1
./generate 814 286 0 2 >m2
./generate 100 0 0 3 >b1
./generate 1100 0 0 4 >b2
{
  both mixed m1 m2
  both bounces b1 b2
  echo "start $(instructions "$mailwhy" "$here/../samples/dkim-unsigned.eml") $(instructions ./peer-gmime /dev/null)"
} | awk '{ printf "%s %.3f\n", $1, $2 / $3 }' >now
[ "$(wc -l <now)" = 3 ] && ! grep -q nan now || exit 1
[ "$update" = --update ] && cp now "$here/ratios"
awk 'NR == FNR { kept[$1] = $2; next }
  { bad = !($1 in kept) || $2 > kept[$1] * 1.05
    printf "%-10s %7.3f, kept %7.3f%s\n", $1, $2, kept[$1], bad ? "  SLOWER" : ""
    failed += bad }
  END { exit failed > 0 }' "$here/ratios" now
