# SPDX-License-Identifier: LGPL-2.1-or-later
# What the test scripts share; they begin with
#   . "${top_srcdir:-.}/tests/lib.sh"
# It gives $srcdir and $mailwhy (absolute), $scratch (a folder that is removed at the end), $update (yes
# behind --update), and the same answer on every machine: locale, no colours, no user's rules or configuration. Prints TAP.
# shellcheck shell=sh
set -u
# shellcheck disable=SC2034 # for the scripts
srcdir=$(cd "${top_srcdir:-.}" && pwd) || exit 1
mailwhy=${MAILWHY:-build/mailwhy}
case $mailwhy in /*) ;; *) mailwhy=$PWD/$mailwhy ;; esac
update=no
[ "${1:-}" = --update ] && update=yes
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
export LC_ALL=C.UTF-8 XDG_CONFIG_HOME="$scratch/none" MAILWHY_CONFIG="" NO_COLOR=1 PYTHONDONTWRITEBYTECODE=1
number=0 failed=0

# Nothing here can be tested.
skip () {
  echo "1..0 # SKIP $1"
  exit 0
}

# report STATUS TITLE: 0 is good.
report () {
  number=$((number + 1))
  if [ "$1" = 0 ]; then
    echo "ok $number - $2"
  else
    echo "not ok $number - $2"
    failed=1
  fi
}

# point TITLE: by the status of the command before it.
point () {
  report $? "$1"
}

# pass_over TITLE REASON: this point cannot be tested here.
pass_over () {
  report 0 "$1 # SKIP $2"
}

# wait_for COMMAND...: up to ten seconds
wait_for () {
  tries=0
  until "$@"; do
    tries=$((tries + 1))
    [ $tries -lt 100 ] || return 1
    sleep 0.1
  done
}

# check TITLE COMMAND...: the command prints a line for each breach.
check () {
  title=$1
  shift
  breaches=$("$@")
  [ -z "$breaches" ] || printf '%s\n' "$breaches" | sed 's/^/# /'
  [ -z "$breaches" ]
  report $? "$title"
}

# compare EXPECTED GOT TITLE: with --update, what was got is what is expected.
compare () {
  if [ $update = yes ]; then cp "$2" "$1"; fi
  if cmp -s "$1" "$2"; then
    report 0 "$3"
  else
    diff -u "$1" "$2" | sed 's/^/# /'
    report 1 "$3"
  fi
}

# The last line of a script.
finish () {
  echo "1..$number"
  exit $failed
}
