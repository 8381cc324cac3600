#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# report.sh ADDRESS FILE...: the summary as a mail, with the page attached. For cron:
#   7 6 * * 1  report.sh postmaster@museum.example /var/mail/bounces
# SENDMAIL names another program than sendmail to hand it to.
set -u
to=$1
shift
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
mailwhy --no-config "$@" >"$work/text" 2>"$work/trouble"
status=$?
mailwhy --no-config -f html -o "$work/page.html" "$@" 2>/dev/null
[ $status -le 1 ] || status=2
boundary=mailwhy-$$-$(date +%s)
{
  printf 'To: %s\nSubject: mailwhy: %s\nMIME-Version: 1.0\n' "$to" "$(head -n 1 "$work/text" | cut -c 1-200 | LC_ALL=C tr -cd ' -~')"
  printf 'Content-Type: multipart/mixed; boundary="%s"\nAuto-Submitted: auto-generated\n\n' "$boundary"
  printf -- '--%s\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n' "$boundary"
  cat "$work/text" "$work/trouble" | base64
  if [ -s "$work/page.html" ]; then
    printf -- '--%s\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n' "$boundary"
    printf 'Content-Disposition: attachment; filename="mailwhy.html"\n\n'
    base64 "$work/page.html"
  fi
  printf -- '--%s--\n' "$boundary"
} | ${SENDMAIL:-/usr/sbin/sendmail -i -t} || exit 2
[ $status -le 1 ]
