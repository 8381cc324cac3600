#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# A message that Outlook saved has the fields that msgconvert (Debian's libemail-outlook-message-perl) finds in the same
# file. Fields only: msgconvert puts those of one name together, so its message has another order.
. "${top_srcdir:-.}/tests/lib.sh"

command -v msgconvert >/dev/null || skip 'there is no msgconvert'
perl -MEmail::Address -e 1 2>/dev/null || skip 'msgconvert needs libemail-address-perl, which Debian only recommends'
"$mailwhy" --version | grep -q Outlook || skip 'built without libgsf'

fields='[.from.address, .return_path.address, .reply_to.address, .message.subject, .source.message_id,
  [.received[] | [.from, .helo, .address, .by, .with, .date]],
  ([.authentication_results[] | [.authserv_id, .results]] | sort),
  ([.spf[] | [.source, .result, .domain, .client_ip]] | sort),
  [.dkim_signatures[].tags]]'
for sample in gmail-all-pass key-missing spf-softfail dmarc-none microsoft-oreject mailing-list two-signatures; do
  tests/unit/test-outlook "$srcdir/samples/$sample.eml" "$scratch/$sample.msg"
  msgconvert --outfile "$scratch/$sample.eml" "$scratch/$sample.msg" 2>"$scratch/errors"
  for kind in msg eml; do
    "$mailwhy" -f json "$scratch/$sample.$kind" | jq -S "$fields" >"$scratch/$kind.json"
  done
  jq -e '.[0]' "$scratch/eml.json" | grep -q @
  point "$sample: msgconvert finds the author"
  compare "$scratch/eml.json" "$scratch/msg.json" "$sample: the same fields"
done
finish
