#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Takes the figures under "Others" of bench/README.md: peers.sh MAILWHY. Every program that is here is run on the same
# mailbox in turns with mailwhy; one that is missing is named and left out.
#
# Debian: libgmime-3.0-dev, python3-authres, python3-flufl.bounce, libsisimai-perl, nodejs. The packages of npm are looked for in
# NODE_PATH: npm install --prefix DIR mailauth mailparser baunsu; NODE_PATH=DIR/node_modules
set -u
here=$(cd "$(dirname "$0")" && pwd)
mailwhy=${1:-./mailwhy}
case $mailwhy in /*) ;; *) mailwhy=$PWD/$mailwhy ;; esac
work=${BENCH_DIR:-$(mktemp -d)}
mkdir -p "$work"
[ -n "${BENCH_DIR:-}" ] || trap 'rm -rf "$work"' EXIT
export LC_ALL=C
cd "$work" || exit 1
rounds=${BENCH_ROUNDS:-5}

cc -O2 -o generate "$here/generate.c" || exit 1
# shellcheck disable=SC2046 # a list of flags
cc -O2 -o peer-gmime "$here/peer-gmime.c" $(pkg-config --cflags --libs gmime-3.0) || exit 1
[ -s peers.mbox ] || ./generate 1500 500 2 44 >peers.mbox
# for those that are quick, so that starting does not count
[ -s eight.mbox ] || for i in 1 2 3 4 5 6 7 8; do cat peers.mbox; done >eight.mbox
cat peers.mbox eight.mbox >/dev/null

microseconds () {
  start=$(date +%s%N)
  "$@" >/dev/null 2>&1 || [ $? = 1 ] || return 1
  echo $((($(date +%s%N) - start) / 1000))
}

# peer NAME MAILBOX COMMAND: mailwhy's time over the command's on $box, median and range
peer () {
  # what it says of its work goes into the table, so that none is quick because it did nothing
  if ! box=$2 sh -c "$3" >said 2>/dev/null; then
    echo "$1: not here"
    return
  fi
  i=0
  while [ $i -lt "$rounds" ]; do
    i=$((i + 1))
    ours=$(microseconds sh -c "'$mailwhy' -j 1 $2 | cat")
    theirs=$(box=$2 microseconds sh -c "$3 | cat")
    echo "$ours $theirs"
  done | sort -n | awk -v name="$1" '
    { r[NR] = $1 / $2 }
    END {
      for (i = 2; i <= NR; i++) for (j = i; j > 1 && r[j - 1] > r[j]; j--) { t = r[j]; r[j] = r[j - 1]; r[j - 1] = t }
      printf "%-34s ours/theirs %.3f [%.3f..%.3f]", name, r[int((NR + 1) / 2)], r[1], r[NR] }'
  echo "   says: $(tail -n 1 said | cut -c 1-60)"
}

versions () {
  /usr/bin/python3 --version
  /usr/bin/python3 -c 'import authres; print("authres", authres.__version__)'
  /usr/bin/python3 -c 'import flufl.bounce; print("flufl.bounce", flufl.bounce.__version__)'
  perl -MSisimai -e 'print "sisimai ", Sisimai->version, "\n"'
  for package in mailauth mailparser baunsu; do
    node -e "console.log('$package', require('$package/package.json').version)"
  done
  pkg-config --modversion gmime-3.0 | sed 's/^/GMime /'
}

echo "$("$mailwhy" --version | head -n 1), $(nproc) processors, $rounds rounds, $(grep -c '^From ' peers.mbox) messages"
versions 2>/dev/null
peer 'grep -c "^From "' eight.mbox 'grep -c "^From " $box'
peer 'GMime alone' eight.mbox './peer-gmime $box'
peer 'Python mailbox, email, authres' peers.mbox "/usr/bin/python3 '$here/peer.py' standard \$box"
peer 'flufl.bounce' peers.mbox "/usr/bin/python3 '$here/peer.py' flufl \$box"
peer 'sisimai' peers.mbox 'perl -MSisimai -e "print scalar @{Sisimai->make (shift)}, qq( records\n)" $box'
peer 'mailparser' peers.mbox "node '$here/peer.js' mailparser \$box"
peer 'mailauth' peers.mbox "node '$here/peer.js' mailauth \$box"
peer 'baunsu' eight.mbox "node '$here/peer.js' baunsu \$box"
