#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# mailwhy-page over HTTP, where it is built. Prints TAP.
. "${top_srcdir:-.}/tests/lib.sh"
page=$(dirname "$mailwhy")/mailwhy-page
python=/usr/bin/python3 # Debian's, which has the package
[ -x "$page" ] || skip 'mailwhy-page is not built: libsoup 3 is not there'
"$python" -c 'import html5lib' 2>/dev/null || skip 'python3-html5lib is not there'
# libsoup from 3.5 on makes a GLib-GObject critical itself of "Content-Length: -5", and goes on.
pkg-config --atleast-version=3.5 libsoup-3.0 && unset G_DEBUG
# A sanitizer's memory is not the program's, and what libsoup leaves of a connection is not ours to free.
grep -q __asan_init "$page" && export MAILWHY_SANITIZED=yes ASAN_OPTIONS=detect_leaks=0
exec "$python" "$srcdir/tests/serve/attack.py" "$page" "$srcdir/samples" "$srcdir/tests/page/check-page.py"
