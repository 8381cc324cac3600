# SPDX-License-Identifier: LGPL-2.1-or-later
# A message of "mailwhy -f jsonl" as an event in the Elastic Common Schema (8.11). What ECS has no field
# for is under "mailwhy". Usage: mailwhy -f jsonl FILE... | jq -c -f ecs.jq
def outcome: {pass: "success", fail: "failure"}[. // ""] // "unknown";
def without_nulls:
  if type == "object" then with_entries (.value |= without_nulls | select (.value != null and .value != {}))
  else . end;

(.received | map (select (.border == true)) | first) as $border
| (.findings | map (select (.superseded_by == null))) as $findings
| .verdict.cause as $cause
| {
    "@timestamp": ($border.date // .source.date),
    ecs: {version: "8.11.0"},
    event: {
      kind: "event",
      module: "mailwhy",
      dataset: "mailwhy.message",
      category: ["email"],
      type: ["info"],
      outcome: (.verdict.status | outcome),
      reason: .verdict.headline,
      provider: .receiver.name
    },
    email: {
      message_id: .source.message_id,
      origination_timestamp: .source.date,
      subject: .message.subject,
      x_mailer: .message.mailer,
      from: (if .from.address then {address: [.from.address]} else null end)
    },
    source: {ip: $border.address},
    rule: {
      id: $cause,
      name: ($findings | map (select (.id == $cause)) | first | .title),
      ruleset: "mailwhy"
    },
    log: {file: {path: .source.name}, offset: .source.offset},
    mailwhy: {
      domain: .from.domain,
      fix_by: .verdict.fix_by,
      spf: .verdict.spf,
      dkim: .verdict.dkim,
      dmarc: .verdict.dmarc,
      disposition: .verdict.disposition,
      findings: ($findings | map (.id))
    }
  }
| without_nulls
