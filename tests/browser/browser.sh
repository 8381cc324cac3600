#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The pages in a real browser, where there is one; for "make check-browser". Prints TAP.
. "${top_srcdir:-.}/tests/lib.sh"
page=$(dirname "$mailwhy")/mailwhy-page
shots=${SHOTS:-${top_builddir:-build}/screenshots}
python=/usr/bin/python3 # Debian's, which has the package
axe="axe-core-4.10.2" # from npm, never kept
[ -x "$page" ] || skip 'mailwhy-page is not built: libsoup 3 is not there'
case ${BROWSER:-chromium} in
  firefox)
    command -v firefox-esr >/dev/null || skip 'no firefox-esr'
    script=firefox.py
    ;;
  chromium)
    [ -x /usr/bin/chromedriver ] || skip 'no chromium and chromedriver (Debian: chromium-driver)'
    "$python" -c 'import selenium' 2>/dev/null || skip 'no python3-selenium'
    script=browser.py
    ;;
  *) skip "BROWSER is chromium or firefox, not $BROWSER" ;;
esac
command -v npm >/dev/null && (cd "$scratch" && timeout 60 npm pack --silent "$(echo "$axe" | sed 's/-\([0-9]\)/@\1/')" >/dev/null 2>&1 &&
  tar -xzf "$axe.tgz" package/axe.min.js)
[ -f "$scratch/package/axe.min.js" ] || echo '# without axe: npm could not fetch it'
set -- "$mailwhy" "$page" "$srcdir" "$shots"
[ ! -f "$scratch/package/axe.min.js" ] || set -- "$@" "$scratch/package/axe.min.js"
"$python" "$srcdir/tests/browser/$script" "$@"
