#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The same zones from a real server, nsd on a loopback port, asked through --resolver: --setup must say
# what it says of the file. Prints TAP; skipped where there is no nsd.
. "${top_srcdir:-.}/tests/lib.sh"
nsd=$(PATH=$PATH:/usr/sbin command -v nsd) || skip 'no nsd'
pid=
stop () {
  [ -n "$pid" ] && kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
  pid=
}
trap 'stop; rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1

setup () {
  "$mailwhy" --psl "$srcdir/tests/public-suffix-list.dat" --setup opera.example --institution opera \
    --sender secutix "$@"
}

# answers PORT: the server is up.
answers () {
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    kill -0 "$pid" 2>/dev/null || return 1
    setup --resolver "127.0.0.1@$1" >probe 2>&1
    grep -q 'opera.example' probe && ! grep -q '(refused)\|(timeout)' probe && return 0
    sleep 0.2
  done
  return 1
}

# A server refuses a zone without SOA, with another zone's names, or with two CNAMEs at one name, so
# each zone gets its own file. What dig would have commented is no part of it.
split () {
  # the walk up to the top level must find that nothing is there
  for zone in example opera.example secutix.com; do
    {
      echo '$TTL 3600'
      echo "$zone. SOA ns.$zone. host.$zone. 1 3600 900 86400 60"
      echo "$zone. NS ns.$zone."
      echo "ns.$zone. A 127.0.0.1"
      awk -v zone="$zone" '
        /^[;$]/ || zone == "example" { next }
        {
          name = $1
          if (name == "@") name = "opera.example."
          if (name !~ /\.$/) name = name ".opera.example."
          if (name == zone "." || substr (name, length (name) - length (zone) - 1) == "." zone ".") {
            rest = $0
            sub (/^[^ ]+/, "", rest)
            if (rest !~ /\.$/ && rest ~ / (CNAME|MX) /) rest = rest ".opera.example."
            print name rest
          }
        }' "$1"
    } >"$zone.zone"
  done
}

# start FILE: a server with the zones of FILE, on a port nobody has.
start () {
  split "$1"
  for try in 1 2 3 4 5; do
    port=$((20000 + ($$ * 7 + try * 1009 + number * 131) % 20000))
    cat >nsd.conf <<CONF
server:
  ip-address: 127.0.0.1@$port
  port: $port
  username: ""
  chroot: ""
  server-count: 1
  zonesdir: "$scratch"
  database: ""
  pidfile: "$scratch/pid"
  xfrdfile: "$scratch/xfrd"
  zonelistfile: "$scratch/list"
  xfrdir: "$scratch"
  logfile: "$scratch/log"
remote-control:
  control-enable: no
zone:
  name: example
  zonefile: example.zone
zone:
  name: opera.example
  zonefile: opera.example.zone
zone:
  name: secutix.com
  zonefile: secutix.com.zone
CONF
    "$nsd" -d -c nsd.conf >nsd.out 2>&1 &
    pid=$!
    answers "$port" && return 0
    stop
  done
  return 1
}

ids () {
  sed -n 's/^      "id": "\([a-z0-9-]*\)".*/\1/p' "$1" | LC_ALL=C sort -u
}

for name in good f1-include-missing f4-two-records f5-lookups f6-split f19-missing f20-dot f21-other-code \
  f24-revoked f25-damaged f26-weak f39-no-dmarc f40-two f60-missing; do
  start "$srcdir/tests/setup/$name.zone" || { [ "$number" = 0 ] && skip 'nsd does not start'; }
  setup --zone "$srcdir/tests/setup/$name.zone" --format json >file.json
  from_file=$?
  setup --resolver "127.0.0.1@$port" --format json >live.json
  from_server=$?
  [ "$name" != good ] || setup --resolver "127.0.0.1@$port" >live.text
  stop
  ids file.json >file.ids
  ids live.json >live.ids
  [ "$from_file" = "$from_server" ] && cmp -s file.ids live.ids
  status=$?
  if [ $status != 0 ]; then
    echo "# status $from_file from the file, $from_server from the server"
    diff file.ids live.ids | sed 's/^/# /'
  fi
  report $status "$name"
done
today=$(date -u +%Y-%m-%d)
grep -q '"dns_source": "server"' live.json && grep -q "\"dns_read\": \"$today" live.json \
  && grep -q '"dns_source": "file"' file.json && grep -q '"dns_read": null' file.json
report $? 'a server is read at a time, a file is not'
grep -q "The DNS was read on $today" live.text
report $? 'and people are told'
finish
