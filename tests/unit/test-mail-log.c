/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A line of each server's log, and what a careful person reads in it. */
#include "guarded.h"
#include "headers/mail-log.h"

typedef struct {
  const char *name, *line;
  LogLine kind;
  const char *action, *recipient, *sender, *remote, *client, *status, *diagnostic, *date;
} Row;

#define NO NULL

static const Row rows[] = {
    {"postfix-bounced",
     "Nov  9 10:12:43 out1 postfix/smtp[1234]: 4F1ABC1234: to=<visitor@gmail.com>, "
     "relay=gmail-smtp-in.l.google.com[192.0.2.26]:25, delay=1.2, delays=0.1/0/0.5/0.6, "
     "dsn=5.7.26, "
     "status=bounced (host gmail-smtp-in.l.google.com[192.0.2.26] said: 550-5.7.26 Unauthenticated "
     "email 550 5.7.26 - gsmtp (in reply to end of DATA command))",
     LOG_ATTEMPT, "failed", "visitor@gmail.com", NO, "gmail-smtp-in.l.google.com", NO, "5.7.26",
     "550-5.7.26 Unauthenticated email - gsmtp", "Nov  9 10:12:43"},
    {"postfix-deferred",
     "2026-11-09T10:12:43.112345+01:00 out1 postfix/smtp[9]: 4F1A: to=<a@b.example>, "
     "orig_to=<c@d.example>, relay=none, delay=30, delays=0/0/30/0, dsn=4.4.1, status=deferred "
     "(connect to mx.b.example[192.0.2.1]:25: Connection timed out)",
     LOG_ATTEMPT, "delayed", "a@b.example", NO, NO, NO, "4.4.1",
     "connect to mx.b.example[192.0.2.1]:25: Connection timed out",
     "2026-11-09T10:12:43.112345+01:00"},
    /* Exim 4.96 and Postfix 3.7 of Debian 12 wrote these on loopback; the addresses are others */
    {"exim-several-lines",
     "2026-11-30 15:31:38 1xY3Lu-0006b0-12 ** dmarc@recipient.example R=all T=out "
     "H=mx.recipient.example [192.0.2.80]: SMTP error from remote mail server after RCPT "
     "TO:<dmarc@recipient.example>: 550-5.7.26 Unauthenticated email from opera.example is not "
     "accepted due to\\n550 5.7.26 domain's DMARC policy",
     LOG_ATTEMPT, "failed", "dmarc@recipient.example", NO, "mx.recipient.example", NO, NO,
     "550-5.7.26 Unauthenticated email from opera.example is not accepted due to domain's DMARC "
     "policy",
     "2026-11-30 15:31:38"},
    {"exim-deferred-by-reply",
     "2026-11-30 15:31:43 1xY3Lu-0006dB-2R == full@recipient.example R=all T=out defer (-44) "
     "H=mx.recipient.example [192.0.2.80]: SMTP error from remote mail server after RCPT "
     "TO:<full@recipient.example>: 452 4.2.2 Mailbox full",
     LOG_ATTEMPT, "delayed", "full@recipient.example", NO, "mx.recipient.example", NO, NO,
     "452 4.2.2 Mailbox full", "2026-11-30 15:31:43"},
    {"exim-pipelined-data",
     "2026-11-30 15:31:43 1xY3Lz-0006ut-2c ** spam@recipient.example R=all T=out "
     "H=mx.recipient.example [192.0.2.80]: SMTP error from remote mail server after pipelined end "
     "of data: 550 This message was identified as spam",
     LOG_ATTEMPT, "failed", "spam@recipient.example", NO, "mx.recipient.example", NO, NO,
     "550 This message was identified as spam", "2026-11-30 15:31:43"},
    {"postfix-of-several-servers",
     "Nov 30 15:23:11 out1 postfix/inbound/smtpd[19102]: NOQUEUE: reject: RCPT from "
     "unknown[192.0.2.25]: 550 5.7.23 <spf@recipient.example>: Recipient address rejected: SPF "
     "check failed: 192.0.2.25 is not allowed to send for opera.example; from=<news@opera.example> "
     "to=<spf@recipient.example> proto=ESMTP helo=<out1.mail.example>",
     LOG_ATTEMPT, NO, "spf@recipient.example", "news@opera.example", NO, "192.0.2.25", NO,
     "550 5.7.23 <spf@recipient.example>: Recipient address rejected: SPF check failed: 192.0.2.25 "
     "is not allowed to send for opera.example",
     "Nov 30 15:23:11"},
    {"exim-smarthost",
     "2026-11-30 15:31:38 1xY3Lu-0006b0-12 ** a@b.example R=smarthost T=remote_smtp_smarthost: "
     "SMTP "
     "error from remote mail server after MAIL FROM:<>: host mx.b.example [192.0.2.20]: 553 no",
     LOG_ATTEMPT, "failed", "a@b.example", NO, "mx.b.example", NO, NO, "553 no",
     "2026-11-30 15:31:38"},
    {"haraka-rejected",
     "Feb 17 21:53:28 mx1 haraka[48106]: [NOTICE] [930E3B02-4254.1.1] [outbound] recipient "
     "<a@b.example> rejected: 550 5.7.1 no",
     LOG_ATTEMPT, "failed", "a@b.example", NO, NO, NO, NO, "550 5.7.1 no", "Feb 17 21:53:28"},
    {"haraka-deferred",
     "[NOTICE] [930E3B02-4254.1.1] [outbound] recipient <a@b.example> deferred: 450 4.7.1 later",
     LOG_ATTEMPT, "delayed", "a@b.example", NO, NO, NO, NO, "450 4.7.1 later", NO},
    {"haraka-other", "[INFO] [930E3B02-4254.1.1] [outbound] bouncing mail: <a@b.example>",
     LOG_OTHER, NO, NO, NO, NO, NO, NO, NO, NO},
    {"no-haraka", "[INFO] recipient <a@b.example> rejected: 550 5.7.1 no", LOG_NONE, NO, NO, NO, NO,
     NO, NO, NO, NO},
    /* https://github.com/foxcpp/maddy, issue 627; its name for the status is spelt so */
    {"maddy-refused",
     "smtp: DATA "
     "error\t{\"check\":\"dmarc\",\"dkim_res\":\"none\",\"msg_id\":\"95ae9d1f\",\"reason\":\"No "
     "aligned "
     "identifiers\",\"smtp_code\":550,\"smtp_enchcode\":\"5.7.1\",\"smtp_msg\":\"DMARC check "
     "failed\",\"spf_from\":\"opera.example\",\"spf_res\":\"neutral\"}",
     LOG_ATTEMPT, "failed", NO, NO, NO, NO, NO,
     "550 5.7.1 DMARC check failed (No aligned identifiers)", NO},
    {"maddy-delayed",
     "2026-11-09T10:12:43.112Z queue: delivery attempt "
     "failed\t{\"rcpt\":\"a@b.example\",\"sender\":"
     "\"news@opera.example\",\"reason\":\"try "
     "later\",\"smtp_code\":451,\"smtp_enchcode\":\"4.7.1\","
     "\"smtp_msg\":\"try later\"}",
     LOG_ATTEMPT, "delayed", "a@b.example", "news@opera.example", NO, NO, NO, "451 4.7.1 try later",
     "2026-11-09T10:12:43.112Z"},
    {"maddy-accepted",
     "smtp: "
     "accepted\t{\"msg_id\":\"c90245b5\",\"smtp_code\":250,\"smtp_enchcode\":\"2.0.0\",\"smtp_"
     "msg\":"
     "\"OK\"}",
     LOG_NONE, NO, NO, NO, NO, NO, NO, NO, NO},
    {"maddy-without-words", "smtp: DATA error\t{\"smtp_code\":550,\"smtp_enchcode\":\"5.7.1\"}",
     LOG_NONE, NO, NO, NO, NO, NO, NO, NO, NO},
    {"maddy-other-class",
     "smtp: DATA error\t{\"smtp_code\":550,\"smtp_enchcode\":\"4.7.1\",\"smtp_msg\":\"no\"}",
     LOG_NONE, NO, NO, NO, NO, NO, NO, NO, NO},
    {"postfix-sent",
     "Nov  9 10:12:43 out1 postfix/smtp[1234]: 4F1: to=<a@b.example>, "
     "relay=mx.b.example[192.0.2.1]:25, delay=1, delays=0/0/1/0, dsn=2.0.0, status=sent (250 2.0.0 "
     "Ok: "
     "queued as 9A)",
     LOG_ATTEMPT, "delivered", "a@b.example", NO, "mx.b.example", NO, "2.0.0",
     "250 2.0.0 Ok: queued as 9A", "Nov  9 10:12:43"},
    {"postfix-noqueue",
     "Nov  9 10:12:43 mx1 postfix/smtpd[12]: NOQUEUE: reject: RCPT from out.example[192.0.2.25]: "
     "550 "
     "5.7.23 <a@b.example>: Recipient address rejected: SPF fail; from=<news@opera.example> "
     "to=<a@b.example> proto=ESMTP helo=<out.example>",
     LOG_ATTEMPT, NO, "a@b.example", "news@opera.example", NO, "192.0.2.25", NO,
     "550 5.7.23 <a@b.example>: Recipient address rejected: SPF fail", "Nov  9 10:12:43"},
    {"postfix-milter",
     "Nov  9 10:12:43 mx1 postfix/cleanup[12]: 4F1: milter-reject: END-OF-MESSAGE from "
     "out.example[192.0.2.25]: 5.7.1 rejected by DMARC policy for opera.example; from=<> "
     "to=<a@b.example> proto=ESMTP helo=<out.example>",
     LOG_ATTEMPT, NO, "a@b.example", "", NO, "192.0.2.25", NO,
     "5.7.1 rejected by DMARC policy for opera.example", "Nov  9 10:12:43"},
    {"postfix-other", "Nov  9 10:12:43 out1 postfix/qmgr[9]: 4F1: removed", LOG_OTHER, NO, NO, NO,
     NO, NO, NO, NO, "Nov  9 10:12:43"},
    {"exim-failed",
     "2026-11-09 09:12:43 1rABcD-000001-2x ** a@b.example R=dnslookup T=remote_smtp H=mx.b.example "
     "[192.0.2.1] X=TLS1.3:X:256 CV=yes: SMTP error from remote mail server after end of data: "
     "550-5.7.1 one\\n550 5.7.1 two",
     LOG_ATTEMPT, "failed", "a@b.example", NO, "mx.b.example", NO, NO, "550-5.7.1 one two",
     "2026-11-09 09:12:43"},
    {"exim-deferred",
     "2026-11-09 09:12:43 [77] 1rABcD-00000012345-2xyz == a@b.example R=dnslookup T=remote_smtp "
     "defer "
     "(-46) H=mx.b.example [192.0.2.1]: SMTP error from remote mail server after RCPT "
     "TO:<a@b.example>: 451 4.7.1 Greylisted",
     LOG_ATTEMPT, "delayed", "a@b.example", NO, "mx.b.example", NO, NO, "451 4.7.1 Greylisted",
     "2026-11-09 09:12:43"},
    {"exim-delivered",
     "2026-11-09 09:12:43 1rABcD-000001-2x => a <a@b.example> R=dnslookup T=remote_smtp "
     "H=mx.b.example [192.0.2.1] C=\"250 2.0.0 Ok\"",
     LOG_ATTEMPT, "delivered", "a@b.example", NO, "mx.b.example", NO, NO, "250 2.0.0 Ok",
     "2026-11-09 09:12:43"},
    {"exim-arrived", "2026-11-09 09:12:43 1rABcD-000001-2x <= a@b.example H=x [192.0.2.1] P=esmtp",
     LOG_OTHER, NO, NO, NO, NO, NO, NO, NO, "2026-11-09 09:12:43"},
    {"exim-rejected",
     "2026-11-09 09:12:43 H=out.example (helo) [192.0.2.25] F=<news@opera.example> rejected RCPT "
     "<a@b.example>: SPF check failed",
     LOG_ATTEMPT, "failed", "a@b.example", "news@opera.example", NO, "192.0.2.25", NO,
     "SPF check failed", "2026-11-09 09:12:43"},
    {"sendmail",
     "Nov  9 10:12:43 mx1 sm-mta[12]: 0A9Bc: to=<a@b.example>, ctladdr=<news@opera.example> "
     "(33/33), "
     "delay=00:00:02, mailer=esmtp, pri=120, relay=mx.b.example. [192.0.2.1], dsn=5.1.1, stat=User "
     "unknown",
     LOG_ATTEMPT, "failed", "a@b.example", NO, "mx.b.example", NO, "5.1.1", "User unknown",
     "Nov  9 10:12:43"},
    {"sendmail-reject",
     "Nov  9 10:12:43 mx1 sm-mta[12]: 0A9Bc: ruleset=check_rcpt, arg1=<a@b.example>, "
     "relay=out.example [192.0.2.25], reject=550 5.7.1 <a@b.example>... Relaying denied",
     LOG_ATTEMPT, NO, "a@b.example", NO, NO, NO, NO, "550 5.7.1 <a@b.example>... Relaying denied",
     "Nov  9 10:12:43"},
    {"opensmtpd",
     "Nov  9 10:12:43 out1 smtpd[1]: 9a1b mta delivery evpid=12ab from=<news@opera.example> "
     "to=<a@b.example> rcpt=<-> source=\"192.0.2.25\" relay=\"192.0.2.1 (mx.b.example)\" delay=2s "
     "result=\"PermFail\" stat=\"550 5.1.1 no such user\"",
     LOG_ATTEMPT, "failed", "a@b.example", "news@opera.example", "mx.b.example", NO, NO,
     "550 5.1.1 no such user", "Nov  9 10:12:43"},
    {"qmail",
     "delivery 12: failure: 192.0.2.1_does_not_like_recipient./Remote_host_said:_550_5.1.1_no_such_"
     "user/Giving_up_on_192.0.2.1./",
     LOG_ATTEMPT, "failed", NO, NO, NO, NO, NO, "550 5.1.1 no such user Giving up on 192.0.2.1.",
     NO},
    {"qmail-deferral",
     "delivery 13: deferral: 192.0.2.1_does_not_like_recipient./Remote_host_said:_451_4.3.0_later/",
     LOG_ATTEMPT, "delayed", NO, NO, NO, NO, NO, "451 4.3.0 later", NO},
    {"qmail-success", "delivery 14: success: 192.0.2.1_accepted_message./Remote_host_said:_250_ok/",
     LOG_ATTEMPT, "delivered", NO, NO, NO, NO, NO, "250 ok", NO},
    {"qmail, a cutting",
     "192.0.2.1_does_not_like_recipient./Remote_host_said:_550_5.1.1_no_such_user/", LOG_ATTEMPT,
     NO, NO, NO, NO, NO, NO, "550 5.1.1 no such user", NO},
    {"qmail, a cutting of success", "192.0.2.1_accepted_message./Remote_host_said:_250_ok/",
     LOG_NONE, NO, NO, NO, NO, NO, NO, NO, NO},
    {"power-mta",
     "b,2026-11-09 09:12:43+0100,2026-11-09 09:12:40+0100,news@opera.example,a@b.example,,failed,"
     "5.1.1 (bad destination mailbox address),\"smtp;550 5.1.1 no such user, sorry\",mx.b.example "
     "(192.0.2.1),bad-mailbox",
     LOG_ATTEMPT, "failed", "a@b.example", "news@opera.example", "mx.b.example", NO, NO,
     "550 5.1.1 no such user, sorry", NO},
    {"power-mta, delivered",
     "d,2026-11-09 09:12:43+0100,2026-11-09 09:12:40+0100,news@opera.example,a@b.example,,relayed,"
     "2.0.0 (success),smtp;250 ok,mx.b.example (192.0.2.1),",
     LOG_NONE, NO, NO, NO, NO, NO, NO, NO, NO},
    {"qmail, no delivery", "status: failure: 550 5.1.1 no such user", LOG_NONE, NO, NO, NO, NO, NO,
     NO, NO, NO},
    {"event",
     "{\"email\":\"a@b.example\",\"event\":\"bounce\",\"reason\":\"550 5.1.1 no such user\"}",
     LOG_ATTEMPT, "failed", "a@b.example", NO, NO, NO, NO, "550 5.1.1 no such user", NO},
    {"no event", "{\"email\":\"a@b.example\"}", LOG_NONE, NO, NO, NO, NO, NO, NO, NO, NO},
    {"exchange",
     "2026-11-09T09:12:43.112Z,,,,mx,x,,SMTP,FAIL,1,<1@opera.example>,x,a@b.example,\"[{LRT=x};"
     "{LED=550 5.1.1 no such user};{FQDN=mx.b.example};{IP=192.0.2.1}]\",5,1",
     LOG_ATTEMPT, NO, "a@b.example", NO, "mx.b.example", NO, NO, "550 5.1.1 no such user",
     "2026-11-09T09:12:43.112Z"},
    {"postfix-expired",
     "Nov  9 10:12:43 out1 postfix/qmgr[1]: 4F1: to=<a@b.example>, relay=none, dsn=4.4.1, "
     "status=expired (later)",
     LOG_ATTEMPT, "failed", "a@b.example", NO, NO, NO, "4.4.1", "later", "Nov  9 10:12:43"},
    {"postfix-undeliverable",
     "Nov  9 10:12:43 out1 postfix/smtp[1]: 4F1: to=<a@b.example>, dsn=5.1.1, status=undeliverable "
     "(host mx.b.example[192.0.2.1] said: 550 5.1.1 no)",
     LOG_ATTEMPT, "failed", "a@b.example", NO, "mx.b.example", NO, "5.1.1", "550 5.1.1 no",
     "Nov  9 10:12:43"},
    {"postfix-deliverable",
     "Nov  9 10:12:43 out1 postfix/smtp[1]: 4F1: to=<a@b.example>, dsn=2.1.5, status=deliverable "
     "(250 2.1.5 Ok)",
     LOG_ATTEMPT, "relayed", "a@b.example", NO, NO, NO, "2.1.5", "250 2.1.5 Ok", "Nov  9 10:12:43"},
    {"postfix-no-status",
     "Nov  9 10:12:43 out1 postfix/smtp[1]: 4F1: to=<a@b.example>, dsn=2.1.5, status=eaten (x)",
     LOG_OTHER, NO, NO, NO, NO, NO, NO, NO, "Nov  9 10:12:43"},
    {"postfix-nobody", "Nov  9 10:12:43 out1 postfix/smtp[1]: 4F1: dsn=2.1.5, status=sent (x)",
     LOG_OTHER, NO, NO, NO, NO, NO, NO, NO, "Nov  9 10:12:43"},
    {"postfix-nobody-refused",
     "Nov  9 10:12:43 out1 postfix/smtp[1]: 4F1: to=, relay=mx.b.example[192.0.2.20]:25, "
     "dsn=5.1.1, "
     "status=bounced (host mx.b.example[192.0.2.20] said: 550 5.1.1 no)",
     LOG_ATTEMPT, "failed", "", NO, "mx.b.example", NO, "5.1.1", "550 5.1.1 no", "Nov  9 10:12:43"},
    {"postfix-status-alone", "status=bounced (host mx.b.example[192.0.2.20] said: 550 5.1.1 no)",
     LOG_ATTEMPT, "failed", NO, NO, "mx.b.example", NO, NO, "550 5.1.1 no", NO},
    {"postfix-status-of-another", "the job ended with status=bounced (why)", LOG_NONE, NO, NO, NO,
     NO, NO, NO, NO, NO},
    {"postfix-soft-bounce",
     "Nov  9 10:12:43 out1 postfix/smtp[1]: 4F1: to=<a@b.example>, relay=none, dsn=5.4.4, "
     "status=SOFTBOUNCE (no host)",
     LOG_ATTEMPT, "delayed", "a@b.example", NO, NO, NO, "5.4.4", "no host", "Nov  9 10:12:43"},
    {"postfix-sender-command",
     "Nov  9 10:12:43 out1 postfix/smtp[1]: 4F1: to=<a@b.example>, "
     "relay=mx.b.example[192.0.2.20]:25, "
     "dsn=5.0.0, status=bounced (host mx.b.example[192.0.2.20] said: 553 no (in reply to MAIL FROM "
     "command))",
     LOG_ATTEMPT, "failed", "a@b.example", NO, "mx.b.example", NO, "5.0.0",
     "553 no (in reply to MAIL FROM command)", "Nov  9 10:12:43"},
    {"postfix-suspended",
     "Nov  9 10:12:43 out1 postfix/error[1]: 4F1: to=<a@b.example>, relay=none, dsn=4.0.0, "
     "status=deferred (delivery temporarily suspended: host mx.b.example[192.0.2.20] said: 421 no)",
     LOG_ATTEMPT, "delayed", "a@b.example", NO, "mx.b.example", NO, "4.0.0", "421 no",
     "Nov  9 10:12:43"},
    {"exim-message-too-big",
     "2026-11-30 15:31:38 1xY3Lu-0006b0-12 rejected from <c@d.example> H=(badhost) [192.0.2.9]: "
     "message too big",
     LOG_ATTEMPT, "failed", NO, "c@d.example", NO, "192.0.2.9", NO, "message too big",
     "2026-11-30 15:31:38"},
    {"exim-without-id", "== a@b.example R=dnslookup T=remote_smtp defer (111): Connection refused",
     LOG_ATTEMPT, "delayed", "a@b.example", NO, NO, NO, NO, "Connection refused", NO},
    {"exim-no-router", "== a@b.example", LOG_NONE, NO, NO, NO, NO, NO, NO, NO, NO},
    {"maddy-nobody-answered",
     "May 18 05:04:07 maddy[12]: queue: delivery attempt failed\t{\"msg_id\":\"3b2\",\"rcpt\":"
     "\"a@b.example\",\"reason\":\"context deadline exceeded\"}",
     LOG_ATTEMPT, NO, "a@b.example", NO, NO, NO, NO, "context deadline exceeded",
     "May 18 05:04:07"},
    {"stalwart-failed",
     "2024-10-10T13:57:30Z INFO DSN permanent failure notification (delivery.dsn-perm-fail) "
     "queueId "
     "= 234, from = \"c@d.example\", to = [\"a@b.example\"], size = 828, to = \"a@b.example\", "
     "hostname = \"mx.b.example\", code = 550, details = \"Not for you.\", total = 0",
     LOG_ATTEMPT, "failed", "a@b.example", "c@d.example", "mx.b.example", NO, NO,
     "550 Not for you.", "2024-10-10T13:57:30Z"},
    {"stalwart-accepted",
     "INFO Message accepted (delivery.dsn-temp-fail) queueId = 2, to = \"a@b.example\", code = "
     "250, "
     "details = \"yes\"",
     LOG_NONE, NO, NO, NO, NO, NO, NO, NO, NO},
    {"postfix-warning",
     "Nov  9 10:12:43 mx1 postfix/smtpd[12]: NOQUEUE: reject_warning: RCPT from "
     "out.example[192.0.2.25]: 450 4.7.1 later; from=<> to=<a@b.example>",
     LOG_ATTEMPT, NO, "a@b.example", "", NO, "192.0.2.25", NO, "450 4.7.1 later",
     "Nov  9 10:12:43"},
    {"postfix-reject-alone",
     "Nov  9 10:12:43 mx1 postfix/smtpd[12]: NOQUEUE: reject: CONNECT from "
     "out.example[192.0.2.25]: 554 5.7.1 no",
     LOG_ATTEMPT, NO, NO, NO, NO, "192.0.2.25", NO, "554 5.7.1 no", "Nov  9 10:12:43"},
    {"postfix-reject-of-nobody", "Nov  9 10:12:43 mx1 postfix/smtpd[12]: NOQUEUE: reject: 554 no",
     LOG_OTHER, NO, NO, NO, NO, NO, NO, NO, "Nov  9 10:12:43"},
    {"exim-cutthrough",
     "2026-11-09 09:12:43 1rABcD-000001-2x >> a@b.example R=x T=y H=mx.b.example [192.0.2.1]",
     LOG_ATTEMPT, "delivered", "a@b.example", NO, "mx.b.example", NO, NO, NO,
     "2026-11-09 09:12:43"},
    {"exim-suppressed", "2026-11-09 09:12:43 1rABcD-000001-2x *> a@b.example R=x T=y", LOG_ATTEMPT,
     "delivered", "a@b.example", NO, NO, NO, NO, NO, "2026-11-09 09:12:43"},
    {"exim-further-address", "2026-11-09 09:12:43 1rABcD-000001-2x -> a@b.example R=x T=y",
     LOG_ATTEMPT, "delivered", "a@b.example", NO, NO, NO, NO, NO, "2026-11-09 09:12:43"},
    {"exim-words-of-its-own",
     "2026-11-09 09:12:43 1rABcD-000001-2x ** a@b.example: Unrouteable address", LOG_ATTEMPT,
     "failed", "a@b.example", NO, NO, NO, NO, "Unrouteable address", "2026-11-09 09:12:43"},
    {"exim-id-too-short", "2026-11-09 09:12:43 1rABcD-00001-2x ** a@b.example: no", LOG_OTHER, NO,
     NO, NO, NO, NO, NO, NO, "2026-11-09 09:12:43"},
    {"exim-id-without-a-part", "2026-11-09 09:12:43 1rABcD-000001 ** a@b.example: no", LOG_OTHER,
     NO, NO, NO, NO, NO, NO, NO, "2026-11-09 09:12:43"},
    {"exim-id-glued", "2026-11-09 09:12:43 1rABcD-000001-2x** a@b.example: no", LOG_OTHER, NO, NO,
     NO, NO, NO, NO, NO, "2026-11-09 09:12:43"},
    {"exim-rejected-for-now",
     "2026-11-09 09:12:43 H=out.example [192.0.2.25] F=<> temporarily rejected RCPT <a@b.example>: "
     "greylisted",
     LOG_ATTEMPT, "delayed", "a@b.example", "", NO, "192.0.2.25", NO, "greylisted",
     "2026-11-09 09:12:43"},
    {"exim-rejected-after-data",
     "2026-11-09 09:12:43 1rABcD-000001-2x H=out.example [192.0.2.25] F=<b@c.example> rejected "
     "after "
     "DATA: spam",
     LOG_ATTEMPT, "failed", NO, "b@c.example", NO, "192.0.2.25", NO, "spam", "2026-11-09 09:12:43"},
    {"exim-rejected-plainly",
     "2026-11-09 09:12:43 H=[192.0.2.25] rejected RCPT a@b.example: relay not permitted",
     LOG_ATTEMPT, "failed", NO, NO, NO, "192.0.2.25", NO, "relay not permitted",
     "2026-11-09 09:12:43"},
    {"sendmail-deferred",
     "Nov  9 10:12:43 mx1 sm-mta[12]: 0A9Bc: to=<a@b.example>, relay=mx.b.example. [192.0.2.1], "
     "dsn=4.0.0, stat=Deferred: 451 4.7.1 later",
     LOG_ATTEMPT, "delayed", "a@b.example", NO, "mx.b.example", NO, "4.0.0", "451 4.7.1 later",
     "Nov  9 10:12:43"},
    {"sendmail-deferred-by-itself",
     "Nov  9 10:12:43 mx1 sm-mta[12]: 0A9Bc: to=<a@b.example>, stat=Deferred: Connection refused",
     LOG_ATTEMPT, "delayed", "a@b.example", NO, NO, NO, NO, "Deferred: Connection refused",
     "Nov  9 10:12:43"},
    {"sendmail-queued", "Nov  9 10:12:43 mx1 sm-mta[12]: 0A9Bc: to=<a@b.example>, stat=queued",
     LOG_ATTEMPT, "delayed", "a@b.example", NO, NO, NO, NO, "queued", "Nov  9 10:12:43"},
    {"sendmail-sent", "Nov  9 10:12:43 mx1 sm-mta[12]: 0A9Bc: to=<a@b.example>, stat=Sent (ok)",
     LOG_ATTEMPT, "delivered", "a@b.example", NO, NO, NO, NO, "Sent (ok)", "Nov  9 10:12:43"},
    {"sendmail-reply",
     "Nov  9 10:12:43 mx1 sm-mta[12]: 0A9Bc: to=<a@b.example>, reply=550 5.7.1 no, stat=Service "
     "unavailable",
     LOG_ATTEMPT, "failed", "a@b.example", NO, NO, NO, NO, "550 5.7.1 no", "Nov  9 10:12:43"},
    {"sendmail-without-a-program", "0A9Bc: to=<a@b.example>, stat=Sent (ok)", LOG_NONE, NO, NO, NO,
     NO, NO, NO, NO, NO},
    {"sendmail-nobody", "Nov  9 10:12:43 mx1 sm-mta[12]: 0A9Bc: x, stat=Sent (ok)", LOG_OTHER, NO,
     NO, NO, NO, NO, NO, NO, "Nov  9 10:12:43"},
    {"opensmtpd-later",
     "Nov  9 10:12:43 out1 smtpd[1]: 9a1b mta delivery from=<> to=<a@b.example> relay=\"192.0.2.1 "
     "(mx.b.example)\" result=\"TempFail\" stat=\"451 4.7.1 later\"",
     LOG_ATTEMPT, "delayed", "a@b.example", "", "mx.b.example", NO, NO, "451 4.7.1 later",
     "Nov  9 10:12:43"},
    {"opensmtpd-ok",
     "Nov  9 10:12:43 out1 smtpd[1]: 9a1b mta delivery from=<> to=<a@b.example> "
     "relay=\"192.0.2.1\" "
     "result=\"Ok\" stat=\"250 2.0.0 Ok\"",
     LOG_ATTEMPT, "delivered", "a@b.example", "", NO, NO, NO, "250 2.0.0 Ok", "Nov  9 10:12:43"},
    {"opensmtpd-older",
     "Nov  9 10:12:43 out1 smtpd[1]: relay: PermFail for 12ab: from=<b@c.example>, "
     "to=<a@b.example>, "
     "stat=550 5.1.1 no",
     LOG_ATTEMPT, "failed", "a@b.example", "b@c.example", NO, NO, NO, "550 5.1.1 no",
     "Nov  9 10:12:43"},
    {"opensmtpd-another-result",
     "Nov  9 10:12:43 out1 smtpd[1]: from=<> to=<a@b.example> result=\"Loop\" stat=\"x\"",
     LOG_OTHER, NO, NO, NO, NO, NO, NO, NO, "Nov  9 10:12:43"},
    {"a container's log",
     "mail-1  | Nov  9 10:12:43 out1 postfix/smtp[1]: 4F1: to=<a@b.example>, status=sent (250 ok)",
     LOG_ATTEMPT, "delivered", "a@b.example", NO, NO, NO, NO, "250 ok", "Nov  9 10:12:43"},
    {"no container's log",
     "x=1 | Nov  9 10:12:43 out1 postfix/smtp[1]: 4F1: to=<a@b.example>, status=sent (250 ok)",
     LOG_ATTEMPT, "delivered", "a@b.example", NO, NO, NO, NO, "250 ok", NO},
    {"exchange-in-a-report", "[{LRT=x};{LED=550 5.1.1 no such user}]; a@b.example", LOG_ATTEMPT, NO,
     NO, NO, NO, NO, NO, "550 5.1.1 no such user", NO},
    {"exchange-at-the-start",
     "a@b.example [{LRT=x};{LED=550 5.1.1 no such user};{FQDN=mx.b.example}]", LOG_ATTEMPT, NO,
     "a@b.example", NO, "mx.b.example", NO, NO, "550 5.1.1 no such user", NO},
    {"exchange-without-a-reply", "a@b.example,[{LED=it was late};{FQDN=mx.b.example}]", LOG_NONE,
     NO, NO, NO, NO, NO, NO, NO, NO},
    {"filled=550 5.1.1", "a@b.example FILLED=550 5.1.1 no such user};", LOG_NONE, NO, NO, NO, NO,
     NO, NO, NO, NO},
    {"asyncos-bounced",
     "Fri Dec 10 09:12:43 2025 Info: Bounced: DCID 8413 MID 19373 to RID 0 - Bounced by "
     "destination "
     "server with response: 5.1.0 - Unknown address error ('550', ['5.1.1 <a@b.example>...', 'User "
     "unknown'])",
     LOG_ATTEMPT, "failed", NO, NO, NO, NO, NO, "550 5.1.1 <a@b.example>... User unknown", NO},
    {"asyncos-delayed",
     "Thu Dec 26 18:37:00 2025 Info: Delayed: 44451135:0 From:<news@opera.example> "
     "To:<a@b.example> Reason: \"4.1.0 - Unknown address error\" Response: \"('451', [\"you're too "
     "fast\"])\"",
     LOG_ATTEMPT, "delayed", "a@b.example", "news@opera.example", NO, NO, NO, "451 you're too fast",
     NO},
    {"asyncos-without-a-reply",
     "Wed Jan 29 00:06:30 2025 Info: Bounced: 203:0 From:<news@opera.example> To:<a@b.example> "
     "Reason:\"5.1.2 - Bad destination host\" Response: \"('000', [])\" Headers: ['x: USERID']",
     LOG_ATTEMPT, "failed", "a@b.example", "news@opera.example", NO, NO, NO,
     "5.1.2 - Bad destination host", NO},
    {"asyncos-cut", "Info: Bounced: DCID 1 MID 2 to RID 0 - 5.4.7 - Delivery expired ('0",
     LOG_ATTEMPT, "failed", NO, NO, NO, NO, NO, "5.4.7 - Delivery expired", NO},
    {"asyncos-nothing", "Info: Bounced: 203:0", LOG_NONE, NO, NO, NO, NO, NO, NO, NO, NO},
    {"header", "Received: from a by b; Mon, 9 Nov 2026 10:12:43 +0100", LOG_NONE, NO, NO, NO, NO,
     NO, NO, NO, NO},
    {"words", "status=bounced is what it says", LOG_NONE, NO, NO, NO, NO, NO, NO, NO, NO},
    {"postfix-host-of-few-letters",
     "4F1: to=<a@b.example>, relay=a.example[192.0.2.1]:25, dsn=5.1.1, status=bounced (it broke "
     "(twice))",
     LOG_ATTEMPT, "failed", "a@b.example", NO, "a.example", NO, "5.1.1", "it broke (twice)", NO},
    {"postfix-host-amid-words",
     "4F1: to=<a@b.example>, relay=c.example[192.0.2.1]:25, dsn=5.1.1, status=bounced (for xhost "
     "host mx.b.example[192.0.2.1] said: 550 5.1.1 no (in reply to RCPT TO command))",
     LOG_ATTEMPT, "failed", "a@b.example", NO, "mx.b.example", NO, "5.1.1", "550 5.1.1 no", NO},
    {"postfix-without-words", "4F1: to=<a@b.example>, dsn=5.1.1, status=bounced", LOG_ATTEMPT,
     "failed", "a@b.example", NO, NO, NO, "5.1.1", NO, NO},
    {"program-of-one-letter", "a[1]: words", LOG_OTHER, NO, NO, NO, NO, NO, NO, NO, NO},
    {"program-without-a-name", "[1]: words", LOG_NONE, NO, NO, NO, NO, NO, NO, NO, NO},
    {"program-without-a-number", "a[b]: words", LOG_NONE, NO, NO, NO, NO, NO, NO, NO, NO},
    {"exim-id-alone", "2026-11-09 09:12:43 1rABcD-000001-2x", LOG_OTHER, NO, NO, NO, NO, NO, NO, NO,
     "2026-11-09 09:12:43"},
    {"exim-half-an-id", "2026-11-09 09:12:43 1rABcD-000001", LOG_OTHER, NO, NO, NO, NO, NO, NO, NO,
     "2026-11-09 09:12:43"},
    {"exim-part-of-an-id", "2026-11-09 09:12:43 1rABcD", LOG_OTHER, NO, NO, NO, NO, NO, NO, NO,
     "2026-11-09 09:12:43"},
    {"exim-zone-and-pid",
     "2026-11-09 09:12:43 +0100 [4194304] 1rABcD-000001-2x ** a@b.example: Unrouteable address",
     LOG_ATTEMPT, "failed", "a@b.example", NO, NO, NO, NO, "Unrouteable address",
     "2026-11-09 09:12:43"},
    {"exim-no-pid", "2026-11-09 09:12:43 [x] 1rABcD-000001-2x ** a@b.example: no", LOG_OTHER, NO,
     NO, NO, NO, NO, NO, NO, "2026-11-09 09:12:43"},
    {"qmail, a cutting from the sign on", "/Remote_host_said:_550_5.1.1_no_such_user/", LOG_ATTEMPT,
     NO, NO, NO, NO, NO, NO, "550 5.1.1 no such user", NO},
    {"exchange, the last field", "a@b.example {LED=550 5.1.1 no such user};", LOG_ATTEMPT, NO,
     "a@b.example", NO, NO, NO, NO, "550 5.1.1 no such user", NO},
    {"exchange, no address", "@b.example;{LED=550 5.1.1 no such user};", LOG_ATTEMPT, NO, NO, NO,
     NO, NO, NO, "550 5.1.1 no such user", NO},
    {"xled", "xLED=550 5.1.1 no such user};", LOG_NONE, NO, NO, NO, NO, NO, NO, NO, NO},
    {"power-mta, the reply is the last cell",
     "b,news@opera.example,a@b.example,\"smtp;550 5.1.1 no \"such\" user, sorry\"", LOG_ATTEMPT,
     "failed", "a@b.example", "news@opera.example", NO, NO, NO, "550 5.1.1 no \"such\" user, sorry",
     NO},
    {"power-mta, cut", "b,news@opera.example,a@b.example,\"smtp;550 5.1.1 no, sorry", LOG_ATTEMPT,
     "failed", "a@b.example", "news@opera.example", NO, NO, NO, "550 5.1.1 no, sorry", NO},
    {"power-mta, a host without an address",
     "b,news@opera.example,a@b.example,smtp;550 5.1.1 no,mx.b.example,x", LOG_ATTEMPT, "failed",
     "a@b.example", "news@opera.example", NO, NO, NO, "550 5.1.1 no", NO},
    {"power-mta, an address without a host",
     "b,news@opera.example,a@b.example,smtp;550 5.1.1 no, (192.0.2.1),x", LOG_ATTEMPT, "failed",
     "a@b.example", "news@opera.example", NO, NO, NO, "550 5.1.1 no", NO},
    {"power-mta, a quotation mark at the end", "b,news@opera.example,\"", LOG_NONE, NO, NO, NO, NO,
     NO, NO, NO, NO},
    {"power-mta, no reply", "b,news@opera.example,a@b.example", LOG_NONE, NO, NO, NO, NO, NO, NO,
     NO, NO},
    {"power-mta, another type", "x,news@opera.example,a@b.example,smtp;550 5.1.1 no", LOG_NONE, NO,
     NO, NO, NO, NO, NO, NO, NO},
    {"events",
     "{\"email\":\"a@b.example\",\"event\":\"open\"}{\"email\":\"c@d.example\",\"event\":\"open\"}",
     LOG_NONE, NO, NO, NO, NO, NO, NO, NO, NO},
    {"cut",
     "Nov  9 10:12:43 out1 postfix/smtp[1]: 4F1: to=<a@b.example, dsn=5.7.1, status=bounced (ho",
     LOG_ATTEMPT, "failed", NO, NO, NO, NO, "5.7.1", "ho", "Nov  9 10:12:43"},
};

/* RFC 3164 section 4.1.2 and RFC 5424 section 6.2.3: each byte of a time is needed. */
static void
test_times (void) {
  static const struct {
    const char *time;
    const char *free; /* 'x': any byte may stand there */
  } rows[] = {
      {"Nov  9 10:12:43 ", "    xx         x"},
      {"2026-11-09 10:12:43", "                   "},
      {"2026-11-09T10:12:43Z", "                   x"},
      {"[2026-11-09 10:12:43]", "                    x"},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize at = 0; at <= strlen (rows[i].time); at++) {
      g_autoptr (Arena) arena = arena_new ();
      g_autofree char *line = g_strconcat (rows[i].time, " words", NULL);
      Refusal said;
      bool whole = rows[i].time[at] == '\0' || rows[i].free[at] == 'x';
      if (rows[i].time[at])
        line[at] = 'x';
      g_test_message ("%s", line);
      g_assert_cmpint (mail_log_parse (span_guarded (line), arena, &said), ==,
                       whole ? LOG_OTHER : LOG_NONE);
    }
  static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
                                       "Sep", "Oct", "Nov", "Dec", "anF", "nFe", "Smo", "nov"};
  for (gsize i = 0; i < G_N_ELEMENTS (months); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *line = g_strconcat (months[i], "  9 10:12:43 words", NULL);
    Refusal said;
    g_assert_cmpint (mail_log_parse (span_from_string (line), arena, &said), ==,
                     i < 12 ? LOG_OTHER : LOG_NONE);
  }
}

/* As long as it is, it is told, with the fraction and the zone of RFC 5424 section 6.2.3. */
static void
test_whole_times (void) {
  static const struct {
    const char *line, *date;
  } times[] = {
      {"Nov  9 10:12:43", "Nov  9 10:12:43"},
      {"Nov  9 10:12:43 x", "Nov  9 10:12:43"},
      {"2026-11-09 10:12:43", "2026-11-09 10:12:43"},
      {"2026-11-09 10:12:43.5", "2026-11-09 10:12:43.5"},
      {"2026-11-09 10:12:43.5 x", "2026-11-09 10:12:43.5"},
      {"2026-11-09 10:12:43,123456 x", "2026-11-09 10:12:43,123456"},
      {"2026-11-09 10:12:43.", "2026-11-09 10:12:43"},
      {"2026-11-09 10:12:43. 5", "2026-11-09 10:12:43"},
      {"2026-11-09T10:12:43Z", "2026-11-09T10:12:43Z"},
      {"2026-11-09T10:12:43.112Z x", "2026-11-09T10:12:43.112Z"},
      {"2026-11-09T10:12:43+01:00", "2026-11-09T10:12:43+01:00"},
      {"2026-11-09T10:12:43-0100 x", "2026-11-09T10:12:43-0100"},
      {"[2026-11-09 10:12:43] x", "2026-11-09 10:12:43"},
      {"[2026-11-09 10:12:43]", "2026-11-09 10:12:43"},
      {"[2026-11-09 10:12:43 x", "2026-11-09 10:12:43"},
      {"2026-11-09 10:12:4", NO},
      {"Nov  9 10:12:4", NO},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Refusal got;
    g_test_message ("%s", times[i].line);
    mail_log_parse (span_guarded (times[i].line), arena, &got);
    g_assert_true (span_equal (got.date, span_from_string (times[i].date)));
  }
}

static void
assert_said (const char *row, const char *what, Span got, const char *expected) {
  g_autofree char *text = span_is_null (got) ? NULL : g_strndup (got.data, got.len);
  if (g_strcmp0 (text, expected) != 0)
    g_error ("%s: %s is \"%s\", not \"%s\"", row, what, text, expected);
}

static void
test_rows (void) {
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    const Row *row = &rows[i];
    g_autoptr (Arena) arena = arena_new ();
    Refusal got;
    LogLine kind = mail_log_parse (span_guarded (row->line), arena, &got);
    if (kind != row->kind)
      g_error ("%s: kind is %d, not %d", row->name, kind, row->kind);
    assert_said (row->name, "date", got.date, row->date);
    if (kind != LOG_ATTEMPT)
      continue;
    assert_said (row->name, "action", got.action, row->action);
    assert_said (row->name, "recipient", got.recipient, row->recipient);
    assert_said (row->name, "sender", got.sender, row->sender);
    assert_said (row->name, "remote_mta", got.remote_mta, row->remote);
    assert_said (row->name, "client_ip", got.client_ip, row->client);
    assert_said (row->name, "status", got.status, row->status);
    assert_said (row->name, "diagnostic", got.diagnostic, row->diagnostic);
  }
}

/* Haraka's levels (its manual, Logging), and the types of PowerMTA's records of what was not
 * delivered: to be tried again begin with "t". */
static void
test_kinds (void) {
  static const char *const levels[] = {"NOTICE", "INFO",  "ERROR", "WARN",     "CRIT",
                                       "ALERT",  "EMERG", "DEBUG", "PROTOCOL", "DATA"};
  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *line = g_strdup_printf (
        "[%s] [930E3B02.1.1] [outbound] recipient <a@b.example> rejected: 550 no", levels[i]);
    Refusal got;
    g_assert_cmpint (mail_log_parse (span_guarded (line), arena, &got), ==, LOG_ATTEMPT);
    assert_said (line, "recipient", got.recipient, "a@b.example");
  }
  static const char *const types[] = {"b", "rb", "rs", "t", "tq"};
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *line = g_strdup_printf ("%s,a@b.example,smtp;450 4.2.0 no", types[i]);
    Refusal got;
    g_assert_cmpint (mail_log_parse (span_guarded (line), arena, &got), ==, LOG_ATTEMPT);
    assert_said (line, "action", got.action, types[i][0] == 't' ? "delayed" : "failed");
  }
}

/* A file that was cut off by a crash holds NULs: none is a part of a time or a name, or comes
 * before the name of a value. */
static void
test_nul (void) {
  static const struct {
    const char *name;
    Span line;
    LogLine kind;
    const char *recipient, *remote, *date;
  } lines[] = {
      {"fraction",
       SPAN ("2026-11-09 10:12:43\0"
             "5 words"),
       LOG_OTHER, NO, NO, "2026-11-09 10:12:43"},
      {"zone", SPAN ("2026-11-09T10:12:43\0:01 words"), LOG_OTHER, NO, NO, "2026-11-09T10:12:43"},
      {"value",
       SPAN ("Nov  9 10:12:43 out1 postfix/smtp[1]: 4F1:\0to=<a@b.example>, dsn=5.7.1, "
             "status=bounced (no)"),
       LOG_ATTEMPT, NO, NO, "Nov  9 10:12:43"},
      {"relay",
       SPAN ("Nov  9 10:12:43 out1 postfix/smtp[1]: 4F1: to=<a@b.example>, "
             "relay=mx\0.b.example[192.0.2.1]:25, dsn=5.7.1, status=bounced (no)"),
       LOG_ATTEMPT, "a@b.example", NO, "Nov  9 10:12:43"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Refusal got;
    g_test_message ("%s", lines[i].name);
    g_assert_cmpint (mail_log_parse (lines[i].line, arena, &got), ==, lines[i].kind);
    g_assert_true (span_equal (got.date, span_from_string (lines[i].date)));
    if (lines[i].kind != LOG_ATTEMPT)
      continue;
    assert_said (lines[i].name, "recipient", got.recipient, lines[i].recipient);
    assert_said (lines[i].name, "remote_mta", got.remote_mta, lines[i].remote);
  }
}

/* A line among others: what stands before it is none of it. */
static void
test_within (void) {
  static const char text[] =
      "b@c.example;x\na@b.example [{LRT=x};{LED=550 5.1.1 no such user};{FQDN=mx.b.example}]";
  g_autoptr (Arena) arena = arena_new ();
  Refusal got;
  Span line = span_skip (span_from_string (text), strlen ("b@c.example;x\n"));
  g_assert_cmpint (mail_log_parse (line, arena, &got), ==, LOG_ATTEMPT);
  g_assert_true (span_is (got.recipient, "a@b.example"));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mail-log/times", test_times);
  g_test_add_func ("/mail-log/rows", test_rows);
  g_test_add_func ("/mail-log/whole-times", test_whole_times);
  g_test_add_func ("/mail-log/kinds", test_kinds);
  g_test_add_func ("/mail-log/nul", test_nul);
  g_test_add_func ("/mail-log/within", test_within);
  return g_test_run ();
}
