#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The pages of --format=html, parsed as a browser does: nothing of a message becomes markup, nothing is
# fetched or run, each link leads somewhere. Prints TAP.
. "${top_srcdir:-.}/tests/lib.sh"
python=/usr/bin/python3 # Debian's, which has the package
"$python" -c 'import html5lib' 2>/dev/null || skip 'python3-html5lib is not there'
cd "$srcdir" || exit 1

# breaches [--canary WORD] FILE...
breaches () {
  "$python" tests/page/check-page.py "$@"
}

# A page for each input: FOLDER is below $scratch.
pages_of () {
  folder=$scratch/$1
  shift
  mkdir -p "$folder"
  for input; do
    "$mailwhy" --format=html "$input" >"$folder/$(basename "$input").html" 2>"$scratch/err"
    [ $? -le 1 ] || echo "$input: $(cat "$scratch/err")"
  done
  breaches "$folder"/*.html
}

bad_pages_are_noticed () {
  printf '<!DOCTYPE html><html lang="en"><head><title>x</title></head><body><h1>x</h1><p onclick="x"><script>1</script><a href="http://a.example/">x</a></body></html>' >"$scratch/bad.html"
  breaches "$scratch/bad.html" >"$scratch/found"
  for word in script onclick 'leads away' policy; do
    grep -q "$word" "$scratch/found" || echo "not noticed: $word"
  done
}

# What the text is put into: each value that a page shows somewhere.
message_with () {
  cat <<END
Return-Path: <$1@$1>
Received: from $1 ($1 [192.0.2.25])
 by mx.receiver.example (Postfix $1) with ESMTPS id $1
 (version=$1) for <$1>; Sun, 22 Nov 2026 06:37:00 +0000
Authentication-Results: mx.receiver.example; spf=pass ($1) smtp.mailfrom="$1";
 dkim=fail ($1) header.d=$1 header.s=$1; dmarc=fail ($1 p=REJECT dis=$1) header.from=museum.example
Authentication-Results: $1; spf=pass smtp.mailfrom=$1
ARC-Seal: i=1; a=rsa-sha256; cv=none; d=$1; s=$1; b=AAAA
ARC-Authentication-Results: i=1; $1; spf=$1
DKIM-Signature: v=1; a=rsa-sha256; d=$1; s=$1; h=From; bh=AAAA; b=AAAA; i=$1
Received-SPF: pass ($1) client-ip=192.0.2.25; envelope-from=$1
X-Forefront-Antispam-Report: CIP:$1;CTRY:$1;SCL:5;CAT:$1;SFV:$1;DIR:$1;PTR:$1
X-$1: $1
From: "$1" <$1@museum.example>
Subject: $1
Message-ID: <$1>
List-Unsubscribe: <$1>
Date: Sun, 22 Nov 2026 06:37:00 +0000

$1
END
}

hostile_texts () {
  cat <<'END'
<script>canary()</script>canaryX
"><img src=x onerror=canaryX>
'><svg onload=canaryX>
</style><style>*{background:url(//a.example/canaryX)}</style>
</title><script>canaryX</script>
</code></li></ol></div><h1>canaryX</h1>
<!-- canaryX
--><b>canaryX</b>
]]>canaryX<![CDATA[
&lt;script&gt;canaryX&#60;b&#62;&quot
javascript:canaryX
{{canaryX}}${canaryX}`canaryX`
<plaintext>canaryX
<base href="//a.example/">canaryX
END
  printf '\342\200\256canaryX\342\200\246\357\273\277\n'
  printf 'canaryX\001\033[31m\177\302\233\n'
  printf '\377\376\300canaryX\355\240\200\364\220\200\200\n'
  printf 'canaryX\357\277\276\357\267\220\364\217\277\277\n'
}

hostile_pages () {
  mkdir -p "$scratch/hostile"
  n=0
  hostile_texts | while IFS= read -r text; do
    n=$((n + 1))
    for kind in message paste; do
      message_with "$text" | "$mailwhy" --input="$kind" --format=html >"$scratch/hostile/$kind-$n.html"
    done
    # A notice whose diagnostic it is, and a file name with it.
    { printf 'From: a@mx.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\n%s\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; %s\n\nFinal-Recipient: rfc822; %s\nAction: failed\nStatus: 5.7.1\nRemote-MTA: dns; %s\nDiagnostic-Code: smtp; 550 5.7.1 %s\n\n--b\nContent-Type: message/rfc822\n\n' "$text" "$text" "$text" "$text" "$text"
      message_with "$text"; printf -- '--b--\n'; } | "$mailwhy" --format=html >"$scratch/hostile/bounce-$n.html"
  done
  breaches --canary canaryX "$scratch"/hostile/*.html
}

hostile_file_name () {
  name="$scratch/<img src=x onerror=canaryX>.eml"
  cp samples/dkim-unsigned.eml "$name" || return
  "$mailwhy" --format=html "$name" >"$scratch/name.html"
  breaches --canary canaryX "$scratch/name.html"
}

long_line () {
  { echo 'From: a@museum.example'; printf 'Subject: '; head -c 1048576 /dev/zero | tr '\0' 'x'; echo; echo; } |
    "$mailwhy" --format=html >"$scratch/long.html"
  breaches "$scratch/long.html"
  [ "$(wc -c <"$scratch/long.html")" -lt 100000 ] || echo 'a line of 1 MiB is shown whole'
}

many_lines () {
  { echo 'From: a@museum.example'; i=0; while [ "$i" -lt 20000 ]; do echo "X-$i: x"; i=$((i + 1)); done; echo; } |
    "$mailwhy" --format=html >"$scratch/many.html"
  breaches "$scratch/many.html"
  [ "$(wc -c <"$scratch/many.html")" -lt 1000000 ] || echo '20,000 lines are shown'
}

several_headers () {
  "$mailwhy" --format=html tests/paste/wiki-page.txt >"$scratch/two.html"
  breaches "$scratch/two.html"
  [ "$(grep -c '<h1>' "$scratch/two.html")" = 3 ] || echo 'not three answers'
  [ "$(grep -c '<!DOCTYPE' "$scratch/two.html")" = 1 ] || echo 'not one page'
}

# Of all samples, of half of them twice, of nothing but damage.
summaries () {
  "$mailwhy" --format=html samples >"$scratch/box.html"
  "$mailwhy" --summary-json samples/[a-e]*.eml >"$scratch/a.json"
  "$mailwhy" --summary-json samples/[f-z]*.eml >"$scratch/b.json"
  "$mailwhy" --merge --format=html "$scratch/a.json" "$scratch/b.json" >"$scratch/merged.html"
  "$mailwhy" --format=html samples/*.eml >"$scratch/all.html"
  cmp "$scratch/merged.html" "$scratch/all.html"
  "$mailwhy" --format=html tests/fuzz/corpus/mbox >"$scratch/damaged.html"
  breaches "$scratch/box.html" "$scratch/merged.html" "$scratch/damaged.html"
  for jobs in 1 2 5; do
    "$mailwhy" --jobs="$jobs" --format=html samples | cmp - "$scratch/box.html"
  done
}

hostile_summary () {
  mkdir -p "$scratch/hostile-box"
  n=0
  hostile_texts | while IFS= read -r text; do
    n=$((n + 1))
    message_with "$text" >"$scratch/hostile-box/$n.eml"
  done
  "$mailwhy" --format=html "$scratch/hostile-box" >"$scratch/hostile-box.html"
  breaches --canary canaryX "$scratch/hostile-box.html"
}

setups () {
  "$mailwhy" --setup=museum.example --format=html >"$scratch/setup.html"
  for zone in tests/setup/*.zone; do
    "$mailwhy" --setup=mosamuseum.com --institution=MOSA --zone="$zone" --format=html >"$scratch/setup-$(basename "$zone").html"
  done
  breaches "$scratch"/setup*.html
}

redacted () {
  "$mailwhy" --redact --format=html samples/dkim-unsigned.eml >"$scratch/redacted.html"
  breaches "$scratch/redacted.html"
  grep -c -e 'Your tickets' -e 'ticketing@' -e visitor@ "$scratch/redacted.html" | grep -vx 0
}

check 'a bad page is noticed' bad_pages_are_noticed
check 'samples' pages_of samples samples/*.eml
check 'pasted texts' pages_of pastes tests/paste/*.txt
check 'seeds of the fuzz targets' pages_of seeds tests/fuzz/corpus/message/* tests/fuzz/corpus/paste/*
check 'hostile texts in every value' hostile_pages
check 'a hostile file name' hostile_file_name
check 'a line of 1 MiB' long_line
check '20,000 lines' many_lines
check 'several headers in a paste are one page' several_headers
check 'summaries, merged and by several threads' summaries
check 'hostile texts in a summary' hostile_summary
check 'set-ups' setups
check '--redact shows no line' redacted
finish
