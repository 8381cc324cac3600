/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whom to believe, row by row of the tables: a message for each row in which that row decides, and
 * without which the answer would be another. The trust expected of a row is that of
 * docs/contract.md, Trust. */
#include "judge/receivers.h"
#include "judge/trust-private.h"

#include "evidence/gather.h"
#include "rule-text.h"

/* Receivers that are known, each by its host. */
#define RULES                                                                                    \
  "Receiver: one\nTitle: One\nKnown-By: receiver.host is under below.example\nWrites: below\n"   \
  "Copies-By: copies.below.example\n\n"                                                          \
  "Receiver: six\nTitle: Six\nKnown-By: receiver.host is under gw.example\n"                     \
  "Field: X-GW-Received-SPF as Received-SPF\nField: X-GW-Tests as tests\n\n"                     \
  "Receiver: four\nTitle: Four\nKnown-By: receiver.host is under end.example\nWrites: end\n\n"   \
  "Receiver: five\nTitle: Five\nKnown-By: receiver.host is under behind.example\n"               \
  "Writes: behind\nWrites-Several: yes\n\n"                                                      \
  "Receiver: two\nTitle: Two\nKnown-By: receiver.host is under above.example\nWrites: above\n\n" \
  "Receiver: seven\nTitle: Seven\nKnown-By: any received (border is true and software is "       \
  "\"Seven MX\")\nWrites: below\nReturn-Path: behind\n\n"                                        \
  "Receiver: three\nTitle: Three\nKnown-By: receiver.host is under always.example\n"             \
  "Always-Writes: spf\n"

#define TOP "Return-Path: <a@museum.example>\n"
#define DATE "; Mon, 9 Nov 2026 10:30:05 +0000\n"
#define HOP(by) "Received: from out.sender.example (out.sender.example [192.0.2.25]) by " by DATE
#define BORDER HOP ("mx.receiver.example")
#define HOSTED_BORDER                                                      \
  "Received: from out.sender.example (out.sender.example [192.0.2.25]) by" \
  " mx.receiver.example for <v@hosted.example>" DATE
#define LOCAL \
  "Received: from mx.receiver.example (localhost [127.0.0.1]) by mx.receiver.example" DATE
/* By its name only it is a host of the receiver. */
#define LIKELY                                                              \
  "Received: from mx.receiver.example (mx.receiver.example [198.51.100.7])" \
  " by store.receiver.example" DATE
/* No client address. */
#define DOUBTFUL "Received: from out.sender.example by mx.receiver.example" DATE
/* Known by what it runs. */
#define SEVEN                                                           \
  "Received: from out.sender.example (out.sender.example [192.0.2.25])" \
  " by mx.receiver.example (Seven MX)" DATE
/* An author's own way in. */
#define LOGIN                                                           \
  "Received: from out.sender.example (out.sender.example [192.0.2.25])" \
  " by mx.receiver.example (Postfix) with ESMTPSA id 4F1" DATE
#define FROM "From: Museum <info@museum.example>\n"
#define TO "To: visitor@receiver.example\nSubject: x\n\nbody\n"
#define REST FROM TO
#define OTHER "X-Other: 1\n"
#define SPF_RESULT "spf=pass (192.0.2.25 is permitted) smtp.mailfrom=a@museum.example"
#define DMARC_RESULT "dmarc=fail header.from=museum.example"
#define DMARC_PASS "dmarc=pass header.from=museum.example"
#define SPF_FAIL "spf=fail (192.0.2.25 is not permitted) smtp.mailfrom=a@museum.example"
#define AR(id, result) "Authentication-Results: " id "; " result "\n"
#define OWN AR ("mx.receiver.example", SPF_RESULT)
#define OWN_FAIL             \
  AR ("mx.receiver.example", \
      "spf=fail (192.0.2.25 is not permitted) smtp.mailfrom=a@museum.example")
#define FOREIGN AR ("mx.elsewhere.example", SPF_RESULT)
#define RSPF(more) \
  "Received-SPF: pass (x) identity=mailfrom; " more "envelope-from=a@museum.example\n"
#define RSPF_OWN RSPF ("client-ip=192.0.2.25; ")
#define RSPF_FAIL                                                    \
  "Received-SPF: fail (x) identity=mailfrom; client-ip=192.0.2.25; " \
  "envelope-from=a@museum.example\n"
#define SPAM(host)                                                        \
  "X-Spam-Checker-Version: SpamAssassin 4.0.0 (2022-12-13) on " host "\n" \
  "X-Spam-Status: No, score=-0.1 required=5.0 tests=SPF_PASS autolearn=ham\n"
#define SPAM_OWN SPAM ("mx.receiver.example")
#define SYMBOLS(network)                                             \
  "X-Spamd-Result: default: False [1.00 / 15.00]; "                  \
  "R_SPF_FAIL(1.00)[-all]; ASN(0.00)[asn:64496, ipnet:" network ", " \
  "country:CH]\n"

enum { PASTE = 1, GAPS = 2, ALL = 4, ID = 8 };

typedef struct {
  const char *row;
  Trust trust;
  const char *text;
  guint index;
  guint how; /* of PASTE and its kin */
} TrustCase;

static const TrustCase results[] = {
    {"PLACE_ABOVE begins_the_paste", TRUST_ASSUMED,
     AR ("mx.elsewhere.example", DMARC_RESULT) BORDER REST, 0, PASTE},
    {"PLACE_ABOVE | PLACE_BELOW has_foreign_id", TRUST_NONE,
     AR ("mx.elsewhere.example", DMARC_RESULT) BORDER REST, 0, 0},
    {"PLACE_ABOVE | PLACE_BELOW has_foreign_id", TRUST_NONE,
     AR ("mx.elsewhere.example", "dkim=none") BORDER REST, 0, PASTE},
    {"PLACE_ABOVE | PLACE_BELOW has_foreign_id", TRUST_NONE,
     TOP OTHER AR ("mx.elsewhere.example", DMARC_RESULT) BORDER REST, 0, PASTE},
    {"PLACE_ABOVE | PLACE_BELOW has_foreign_id", TRUST_NONE,
     AR ("mx.elsewhere.example", DMARC_RESULT) AR ("mx.third.example", DMARC_RESULT) BORDER REST, 1,
     PASTE},
    {"PLACE_ABOVE ends_the_paste", TRUST_ASSUMED,
     TOP LOCAL AR ("mx.receiver.example", DMARC_RESULT) TO, 0, PASTE},
    {"PLACE_ABOVE is_not_topmost_without_border", TRUST_NONE,
     TOP LOCAL AR ("mx.receiver.example", DMARC_RESULT) REST, 0, PASTE},
    {"PLACE_ABOVE is_not_topmost_without_border", TRUST_NONE,
     TOP LOCAL "Subject: x\n" AR ("mx.receiver.example", DMARC_RESULT) "To: a@b.example\n", 0,
     PASTE},
    {"PLACE_ABOVE ends_the_paste", TRUST_ASSUMED,
     TOP LOCAL OTHER AR ("mx.receiver.example", DMARC_RESULT) TO, 0, PASTE},
    {"PLACE_ABOVE is_not_topmost_without_border", TRUST_NONE,
     TOP LOCAL AR ("mx.receiver.example", DMARC_RESULT) TO, 0, 0},
    {"PLACE_ANY is_of_earlier_hop", TRUST_NONE,
     TOP "Authentication-Results-Original: mx.receiver.example; " SPF_RESULT "\n" BORDER REST, 0,
     0},
    {"PLACE_ANY everything_is_believed", TRUST_FULL, TOP FOREIGN BORDER REST, 0, ALL},
    {"PLACE_ANY is_named_by_option", TRUST_FULL, TOP FOREIGN BORDER REST, 0, ID},
    {"PLACE_ANY is_torn", TRUST_NONE,
     TOP AR ("mx.receiver.example", "spf=pass smtp.mailfrom=a@museum.example;.attacker.example")
         BORDER REST,
     0, 0},
    {"PLACE_ABOVE cuts_envelope_sender", TRUST_NONE,
     TOP AR ("mx.receiver.example", "spf=fail smtp.mailfrom=x; dkim=pass header.d=museum.example")
         BORDER REST,
     0, 0},
    /* "x) ; dmarc=pass …; spf=none (y", repeated in a comment */
    {"PLACE_ABOVE cuts_envelope_sender", TRUST_NONE,
     "Return-Path: <\"x) y\"@other.example>\n" AR (
         "mx.receiver.example", "spf=fail (domain of x) ; dmarc=pass; spf=none (y@other.example)")
         BORDER REST,
     0, 0},
    {"PLACE_ABOVE always", TRUST_FULL,
     "Return-Path: <\"x( y\"@other.example>\n" AR ("mx.receiver.example", "spf=fail; " DMARC_PASS)
         BORDER REST,
     0, 0},
    {"PLACE_ABOVE always", TRUST_FULL,
     "Return-Path: <\"x) y\"@other.example>\n" AR ("mx.receiver.example", "spf=fail") BORDER REST,
     0, 0},
    {"PLACE_ABOVE | PLACE_BELOW was_handed_in", TRUST_NONE, TOP OWN LOGIN REST, 0, 0},
    {"PLACE_COPY always", TRUST_NONE,
     TOP OWN "Received: from 1234 named unknown by copies.below.example with HTTPREST" DATE HOP (
         "mx.below.example") AR ("mx.below.example", SPF_RESULT) REST,
     0, 0},
    {"PLACE_DOUBTFUL always", TRUST_NONE, TOP DOUBTFUL OWN BORDER REST, 0, 0},
    /* the end of the header: it names the address and the envelope sender */
    {"PLACE_ELSEWHERE agrees_at_a_distance", TRUST_ASSUMED, TOP BORDER OTHER OWN_FAIL REST, 0, 0},
    {"PLACE_ELSEWHERE agrees_at_a_distance", TRUST_ASSUMED,
     TOP AR ("mx.receiver.example", "dkim=none") BORDER OTHER OWN_FAIL REST, 1, 0},
    {"PLACE_ELSEWHERE agrees_at_a_distance", TRUST_ASSUMED,
     TOP HOP ("mx.end.example") "Subject: x\n" AR ("mx.end.example",
                                                   "spf=fail smtp.mailfrom=a@museum.example") REST,
     0, 0},
    {"PLACE_ELSEWHERE is_of_lower_host", TRUST_NONE,
     TOP BORDER HOP ("smtp.receiver.example") AR ("smtp.receiver.example", "dkim=none") REST, 0, 0},
    /* no address; another envelope sender; a method that is reported above; a receiver that is
     * known to write elsewhere */
    {"PLACE_ELSEWHERE always", TRUST_NONE,
     TOP BORDER OTHER AR ("mx.receiver.example", "spf=fail smtp.mailfrom=a@museum.example") REST, 0,
     0},
    {"PLACE_ELSEWHERE always", TRUST_NONE,
     TOP BORDER OTHER AR ("mx.receiver.example",
                          "spf=fail (192.0.2.25 is not permitted) smtp.mailfrom=a@other.example")
         REST,
     0, 0},
    {"PLACE_ELSEWHERE always", TRUST_NONE,
     TOP AR ("mx.receiver.example", "spf=none smtp.mailfrom=a@museum.example")
         BORDER OTHER OWN_FAIL REST,
     1, 0},
    {"PLACE_ELSEWHERE always", TRUST_NONE,
     TOP HOP ("mx.below.example") OTHER "Subject: x\n" AR (
         "mx.below.example",
         "spf=fail (192.0.2.25 is not permitted) smtp.mailfrom=a@museum.example") REST,
     0, 0},
    {"PLACE_ELSEWHERE always", TRUST_NONE, TOP BORDER OTHER FOREIGN REST, 0, 0},

    {"PLACE_NO_RECEIVED is_contradicted", TRUST_NONE,
     AR ("mx.receiver.example", "dmarc=pass header.from=museum.example")
         AR ("mx.receiver.example", DMARC_RESULT) REST,
     0, 0},
    {"PLACE_NO_RECEIVED is_contradicted", TRUST_NONE, OWN FOREIGN REST, 0, 0},
    /* DMARC passes by nothing that another field of this name says */
    {"PLACE_NO_RECEIVED is_contradicted", TRUST_NONE,
     AR ("mx.receiver.example", DMARC_PASS) AR ("mx.receiver.example", SPF_FAIL)
         AR ("mx.receiver.example", "dkim=none") REST,
     0, 0},
    {"PLACE_NO_RECEIVED completes_topmost", TRUST_ASSUMED,
     AR ("mx.receiver.example", DMARC_PASS) AR ("mx.receiver.example", SPF_FAIL) REST, 0, 0},
    {"PLACE_NO_RECEIVED completes_topmost", TRUST_ASSUMED,
     AR ("mx.receiver.example", DMARC_PASS) AR ("mx.receiver.example", "dkim=none") REST, 0, 0},
    {"PLACE_NO_RECEIVED completes_topmost", TRUST_ASSUMED,
     AR ("mx.receiver.example", DMARC_PASS) AR ("mx.receiver.example", SPF_RESULT)
         AR ("mx.receiver.example", "dkim=none") REST,
     0, 0},
    {"PLACE_NO_RECEIVED completes_topmost", TRUST_ASSUMED,
     AR ("mx.receiver.example", DMARC_PASS "; spf=fail; dkim=pass header.d=museum.example")
         AR ("mx.receiver.example", "spf=fail; dkim=none") REST,
     0, 0},
    {"PLACE_NO_RECEIVED is_topmost_without_name", TRUST_ASSUMED, AR ("...", SPF_RESULT) REST, 0,
     PASTE},
    {"PLACE_NO_RECEIVED is_of_other_writer", TRUST_NONE,
     AR ("mx.receiver.example", DMARC_RESULT)
         AR ("mx.elsewhere.example", "spf=fail smtp.mailfrom=a@museum.example") REST,
     1, 0},
    {"PLACE_NO_RECEIVED completes_topmost", TRUST_ASSUMED, TOP OWN REST, 0, 0},
    /* Proton: a field for each method, in any order; of a receiver nobody knows the next field may
     * be the sender's */
    {"PLACE_NO_RECEIVED completes_topmost", TRUST_ASSUMED,
     AR ("mx.behind.example", "dkim=pass header.d=other.example")
         AR ("mx.behind.example", DMARC_RESULT) REST,
     1, 0},
    {"PLACE_NO_RECEIVED stands_beside_topmost", TRUST_NONE,
     AR ("mx.receiver.example", "dkim=pass header.d=other.example")
         AR ("mx.receiver.example", DMARC_RESULT) REST,
     1, 0},
    /* OpenDKIM's job id is no part of the name */
    {"PLACE_NO_RECEIVED completes_topmost", TRUST_ASSUMED,
     TOP AR ("mx.receiver.example/4B2C91", DMARC_RESULT) OWN REST, 1, 0},
    {"PLACE_NO_RECEIVED always", TRUST_NONE, TOP OWN OTHER OWN REST, 1, 0},

    {"PLACE_BELOW has_no_id", TRUST_NONE,
     TOP BORDER "Authentication-Results: " SPF_RESULT "; dkim=none\n" REST, 0, 0},
    {"PLACE_ABOVE | PLACE_BELOW has_name_left_out", TRUST_NONE,
     TOP AR ("...", SPF_RESULT) BORDER REST, 0, 0},
    {"PLACE_ABOVE | PLACE_BELOW has_name_left_out", TRUST_NONE,
     TOP BORDER AR ("...", SPF_RESULT) REST, 0, PASTE},
    /* Plesk: the name of the domain it hosts */
    {"PLACE_ABOVE is_hosted_and_agrees", TRUST_ASSUMED,
     TOP AR ("hosted.example", SPF_RESULT) HOSTED_BORDER REST, 0, 0},
    {"PLACE_BELOW is_hosted_and_agrees", TRUST_ASSUMED,
     TOP HOSTED_BORDER AR ("mail.hosted.example", SPF_RESULT) REST, 0, 0},
    {"PLACE_ABOVE | PLACE_BELOW is_delivered_to_and_agrees", TRUST_ASSUMED,
     TOP "Delivered-To: v@hosted.example\n" BORDER AR (
         "hosted.example", "spf=fail (192.0.2.25 is not permitted) smtp.mailfrom=a@museum.example")
         REST,
     0, 0},
    {"PLACE_ABOVE | PLACE_BELOW has_foreign_id", TRUST_NONE,
     TOP AR ("hosted.example", "spf=pass smtp.mailfrom=a@museum.example") HOSTED_BORDER REST, 0, 0},
    {"PLACE_ABOVE | PLACE_BELOW has_foreign_id", TRUST_NONE,
     TOP AR ("elsewhere.example", SPF_RESULT) HOSTED_BORDER REST, 0, 0},
    {"PLACE_ABOVE | PLACE_BELOW has_foreign_id", TRUST_NONE,
     TOP OWN HOSTED_BORDER AR ("hosted.example", SPF_RESULT) REST, 1, 0},
    {"PLACE_ABOVE | PLACE_BELOW has_foreign_id", TRUST_NONE,
     TOP BORDER "Delivered-To: v@hosted.example\n" AR ("hosted.example", SPF_RESULT) REST, 0, 0},
    {"PLACE_ABOVE | PLACE_BELOW has_foreign_id", TRUST_NONE, TOP FOREIGN BORDER REST, 0, 0},
    {"PLACE_ABOVE | PLACE_BELOW has_foreign_id", TRUST_NONE, TOP BORDER FOREIGN REST, 0, 0},

    /* sorted by name: the two stand together, and From above the Received */
    {"PLACE_ABOVE would_pass_out_of_order", TRUST_NONE,
     AR ("mx.receiver.example", DMARC_PASS) AR ("mx.receiver.example", DMARC_RESULT) FROM BORDER TO,
     0, 0},
    {"PLACE_ABOVE would_pass_out_of_order", TRUST_NONE,
     AR ("mx.receiver.example", SPF_FAIL) AR ("mx.receiver.example", "dkim=none")
         AR ("mx.receiver.example", DMARC_PASS) FROM BORDER TO,
     2, 0},
    {"PLACE_ABOVE always", TRUST_FULL,
     AR ("mx.receiver.example", DMARC_PASS) AR ("mx.receiver.example", DMARC_RESULT) FROM BORDER TO,
     1, 0},
    {"PLACE_ABOVE always", TRUST_FULL,
     AR ("mx.receiver.example", DMARC_PASS) AR ("mx.receiver.example", SPF_RESULT) FROM BORDER TO,
     0, 0},
    {"PLACE_ABOVE always", TRUST_FULL,
     AR ("mx.receiver.example", DMARC_PASS) AR ("mx.receiver.example", DMARC_RESULT) BORDER REST, 0,
     0},
    {"PLACE_ABOVE is_repeated_above", TRUST_NONE, TOP OWN LOCAL OWN BORDER REST, 1, 0},
    {"PLACE_ABOVE is_not_topmost_without_border", TRUST_NONE,
     TOP AR ("mx.receiver.example", DMARC_RESULT) OTHER OWN LOCAL REST, 1, 0},
    {"PLACE_ABOVE is_not_topmost_without_border", TRUST_NONE, TOP LOCAL OWN REST, 0, 0},
    {"PLACE_ABOVE has_no_border", TRUST_ASSUMED, TOP OWN LOCAL REST, 0, 0},
    {"PLACE_ABOVE is_topmost_without_name", TRUST_ASSUMED, TOP AR ("...", SPF_RESULT) BORDER REST,
     0, PASTE},
    {"PLACE_ABOVE has_assumed_receiver", TRUST_ASSUMED, TOP OWN HOP ("10.1.2.3") REST, 0, 0},
    {"PLACE_ABOVE has_likely_border", TRUST_ASSUMED, TOP LIKELY OWN BORDER REST, 0, 0},
    {"PLACE_ABOVE always", TRUST_FULL, TOP OWN BORDER REST, 0, 0},
    /* another method at the same hop, and the same one behind another field of that hop */
    {"PLACE_ABOVE always", TRUST_FULL,
     TOP AR ("mx.receiver.example", DMARC_RESULT) OTHER OWN BORDER REST, 1, 0},
    {"PLACE_ABOVE always", TRUST_FULL, TOP OWN OWN BORDER REST, 1, 0},
    /* another method at a later hop is no repetition */
    {"PLACE_ABOVE always", TRUST_FULL,
     TOP AR ("mx.receiver.example", DMARC_RESULT) LOCAL OWN BORDER REST, 1, 0},

    {"PLACE_BELOW receiver_writes_above", TRUST_NONE,
     TOP HOP ("mx.above.example") AR ("mx.above.example", SPF_RESULT) REST, 0, 0},
    /* kernel.org: another method, above and below */
    {"PLACE_BELOW adds_to_own_above", TRUST_ASSUMED,
     TOP AR ("mx.receiver.example", "dkim=none") BORDER OWN_FAIL REST, 1, 0},
    /* the host that takes mail in tells its results, the filter behind it tells them again */
    {"PLACE_BELOW is_of_lower_host_below", TRUST_NONE,
     TOP OWN BORDER AR ("smtp.receiver.example", SPF_RESULT) HOP ("smtp.receiver.example") REST, 1,
     0},
    /* of those that a known writer's do not begin with */
    {"PLACE_BELOW is_of_lower_host_below", TRUST_NONE,
     TOP HOP ("mx.below.example") AR ("a.below.example", SPF_RESULT)
         AR ("a.below.example", DMARC_RESULT) HOP ("a.below.example") REST,
     1, 0},
    {"PLACE_BELOW receiver_wrote_above", TRUST_NONE,
     TOP AR ("mx.receiver.example", "spf=fail smtp.mailfrom=a@museum.example") BORDER OWN REST, 1,
     0},
    {"PLACE_BELOW receiver_wrote_above", TRUST_NONE,
     TOP AR ("mx.always.example", "dkim=none") HOP ("mx.always.example")
         AR ("mx.always.example", SPF_RESULT) REST,
     1, 0},
    {"PLACE_BELOW receiver_wrote_above", TRUST_NONE, TOP RSPF_OWN BORDER OWN REST, 0, 0},
    {"PLACE_BELOW follows_other_verdict", TRUST_NONE,
     TOP BORDER RSPF_OWN AR (
         "mx.receiver.example",
         "spf=fail (192.0.2.25 is not permitted) smtp.mailfrom=a@museum.example") REST,
     0, 0},
    {"PLACE_BELOW follows_other_verdict", TRUST_NONE,
     TOP BORDER RSPF ("client-ip=203.0.113.9; ") OWN REST, 0, 0},
    {"PLACE_BELOW follows_other_verdict", TRUST_NONE, TOP BORDER SPAM_OWN OWN REST, 0, 0},
    /* OpenDMARC: DMARC and SPF apart */
    {"PLACE_BELOW neighbours_topmost", TRUST_ASSUMED,
     TOP BORDER AR ("mx.receiver.example", DMARC_RESULT) OWN_FAIL REST, 1, 0},
    {"PLACE_BELOW does_not_complete_topmost", TRUST_NONE,
     TOP BORDER OWN AR ("mx.receiver.example", "spf=fail smtp.mailfrom=a@museum.example") REST, 1,
     0},
    {"PLACE_BELOW does_not_complete_topmost", TRUST_NONE,
     TOP BORDER AR ("mx.receiver.example", DMARC_RESULT) OWN REST, 1, 0},
    {"PLACE_BELOW does_not_complete_topmost", TRUST_NONE,
     TOP HOP ("mx.below.example") AR ("mx.below.example", SPF_RESULT)
         AR ("mx.below.example", SPF_RESULT) REST,
     1, 0},
    /* OpenDKIM's and OpenDMARC's fields, one for each method, of which none names the client */
    {"PLACE_BELOW neighbours_unnamed", TRUST_ASSUMED,
     TOP BORDER AR ("mx.receiver.example", DMARC_RESULT)
         AR ("mx.receiver.example", "spf=fail smtp.mailfrom=a@museum.example") REST,
     1, 0},
    {"PLACE_BELOW does_not_complete_topmost", TRUST_NONE,
     TOP BORDER AR ("mx.receiver.example", DMARC_RESULT)
         AR ("mx.receiver.example", "spf=pass smtp.mailfrom=a@museum.example") REST,
     1, 0},
    {"PLACE_BELOW overturns_fail", TRUST_NONE,
     TOP HOP ("mx.below.example") AR ("mx.below.example", DMARC_RESULT)
         AR ("mx.below.example", SPF_RESULT) REST,
     1, 0},
    /* iCloud writes a field for each method: the sender's follows those of SPF and DKIM */
    {"PLACE_BELOW lacks_ground", TRUST_NONE,
     TOP HOP ("mx.behind.example") AR ("mx.behind.example", SPF_FAIL)
         AR ("mx.behind.example", "dkim=none") AR ("mx.behind.example", DMARC_PASS) REST,
     2, 0},
    {"PLACE_BELOW is_of_known_writer_below", TRUST_FULL,
     TOP HOP ("mx.behind.example") AR ("mx.behind.example", SPF_RESULT)
         AR ("mx.behind.example", "dkim=none") AR ("mx.behind.example", DMARC_PASS) REST,
     2, 0},
    {"PLACE_BELOW is_of_known_writer_below", TRUST_FULL,
     TOP HOP ("mx.behind.example") AR ("mx.behind.example", DMARC_PASS)
         AR ("mx.behind.example", SPF_FAIL) AR ("mx.behind.example", "dkim=none") REST,
     0, 0},
    /* OpenDKIM alone names no client; public archives leave the Return-Path out */
    {"PLACE_BELOW names_no_address", TRUST_ASSUMED,
     TOP BORDER AR ("mx.receiver.example", "dkim=none") REST, 0, 0},
    {"PLACE_BELOW names_no_address", TRUST_ASSUMED,
     BORDER AR ("mx.receiver.example", "spf=fail smtp.mailfrom=a@museum.example") REST, 0, 0},
    /* Stalwart, with its filter's report on top */
    {"PLACE_BELOW fits_own_path_behind", TRUST_ASSUMED, SEVEN OWN TOP REST, 0, 0},
    {"PLACE_BELOW fits_own_path_behind", TRUST_ASSUMED,
     "X-Spam-Status: No, score=-0.1\n" SEVEN OWN RSPF_OWN TOP REST, 0, 0},
    /* a content filter's report on top, the milters' fields below: not counted, and not forged */
    {"PLACE_BELOW stands_below_filter", TRUST_NONE,
     "X-Spam-Status: No, score=-0.1\n" BORDER OWN RSPF_OWN TOP REST, 0, 0},
    {"PLACE_BELOW receiver_wrote_above", TRUST_NONE,
     "X-Spam-Status: No, score=-0.1\n" RSPF_OWN BORDER OWN TOP REST, 0, 0},
    {"PLACE_BELOW fits_return_path_beside", TRUST_ASSUMED, BORDER OWN_FAIL TOP REST, 0, 0},
    /* public archives leave it out */
    {"PLACE_BELOW fits_without_return_path", TRUST_ASSUMED, BORDER OWN_FAIL REST, 0, 0},
    {"PLACE_BELOW lacks_return_path", TRUST_NONE, SEVEN OWN "Return-Path: <a@other.example>\n" REST,
     0, 0},
    {"PLACE_BELOW lacks_return_path", TRUST_NONE, "Return-Path: <...>\n" BORDER OWN REST, 0, 0},
    {"PLACE_BELOW disagrees", TRUST_NONE,
     TOP BORDER AR ("mx.receiver.example", "spf=pass smtp.mailfrom=a@other.example") REST, 0, 0},
    {"PLACE_BELOW disagrees", TRUST_NONE,
     TOP BORDER AR ("mx.receiver.example", "dkim=pass header.d=museum.example") REST, 0, 0},
    {"PLACE_BELOW is_of_known_writer_below", TRUST_FULL,
     TOP HOP ("mx.below.example") AR ("a.below.example", SPF_RESULT) HOP ("a.below.example") REST,
     0, 0},
    {"PLACE_BELOW is_of_known_writer_below", TRUST_FULL,
     TOP HOP ("mx.below.example") AR ("mx.below.example", SPF_RESULT) REST, 0, 0},
    /* whoever pastes a header leaves signatures out; a file has them */
    {"PLACE_BELOW disagrees", TRUST_NONE,
     TOP HOP ("mx.below.example")
         AR ("mx.below.example", SPF_RESULT "; dkim=pass header.d=museum.example") REST,
     0, 0},
    {"PLACE_BELOW is_of_known_writer_below", TRUST_FULL,
     TOP HOP ("mx.below.example")
         AR ("mx.below.example", SPF_RESULT "; dkim=pass header.d=museum.example") REST,
     0, PASTE},
    /* a copy was taken in by a hop above; what stands below it is of the delivery */
    {"PLACE_BELOW is_of_known_writer_below", TRUST_FULL,
     TOP "Received: from 1234 named unknown by copies.below.example with HTTPREST" DATE HOP (
         "mx.below.example") AR ("mx.below.example", SPF_RESULT) REST,
     0, 0},
    /* Proton: all Received on top, then a field for each method */
    {"PLACE_BELOW is_of_known_writer_below", TRUST_FULL,
     TOP HOP ("mx.behind.example") HOP ("out.sender.example")
         AR ("mx.behind.example", "arc=none smtp.remote-ip=192.0.2.25")
             AR ("mx.behind.example", "dkim=none") AR ("mx.behind.example", SPF_RESULT)
                 AR ("mx.behind.example", DMARC_RESULT) REST,
     3, 0},
    {"PLACE_BELOW always", TRUST_ASSUMED, TOP BORDER OWN REST, 0, 0},
    /* smf-spf, old Yahoo: one report in two fields; the first names the address */
    {"PLACE_BELOW always", TRUST_ASSUMED,
     TOP BORDER RSPF_OWN AR ("mx.receiver.example", "spf=pass smtp.mailfrom=a@museum.example") REST,
     0, 0},
    /* fields of a receiver that is known by its host stand between */
    {"PLACE_BELOW always", TRUST_ASSUMED,
     TOP HOP ("mx.always.example") OTHER AR ("mx.always.example", SPF_RESULT) REST, 0, 0},
    {"PLACE_BELOW always", TRUST_ASSUMED,
     TOP "Received: from mx.below.example (mx.below.example [198.51.100.7])"
         " by store.below.example" DATE HOP ("mx.below.example") AR ("mx.below.example", SPF_RESULT)
             REST,
     0, 0},
};

static const TrustCase spf[] = {
    /* what a gateway found, under a name of its own */
    {"PLACE_ANY is_of_earlier_hop", TRUST_NONE, TOP "X-GW-" RSPF_OWN BORDER REST, 0, 0},
    {"PLACE_ANY is_of_earlier_hop", TRUST_NONE, TOP "X-GW-" RSPF_OWN BORDER REST, 0, ALL},
    {"PLACE_ABOVE | PLACE_BELOW always", TRUST_FULL, TOP "X-GW-" RSPF_OWN RSPF_OWN BORDER REST, 1,
     0},
    {"PLACE_ANY everything_is_believed", TRUST_FULL, TOP BORDER RSPF_OWN REST, 0, ALL},
    {"PLACE_NO_RECEIVED repeats_identity", TRUST_NONE, TOP RSPF_OWN RSPF_OWN REST, 1, 0},
    {"PLACE_NO_RECEIVED always", TRUST_ASSUMED, TOP RSPF_OWN REST, 0, 0},
    {"PLACE_ANY says_twice", TRUST_NONE,
     TOP RSPF ("client-ip=192.0.2.25; client-ip=192.0.2.25; ") BORDER REST, 0, 0},
    {"PLACE_ABOVE | PLACE_BELOW was_handed_in", TRUST_NONE, TOP RSPF_OWN LOGIN REST, 0, 0},
    {"PLACE_DOUBTFUL always", TRUST_NONE, TOP DOUBTFUL RSPF_OWN BORDER REST, 0, 0},
    {"PLACE_BELOW | PLACE_ELSEWHERE agrees_out_of_order", TRUST_ASSUMED,
     FROM BORDER OTHER RSPF ("receiver=mx.receiver.example; client-ip=192.0.2.25; ") TO, 0,
     PASTE | GAPS},
    {"PLACE_COPY always", TRUST_NONE,
     TOP RSPF_OWN
     "Received: from 1234 named unknown by copies.below.example with HTTPREST" DATE HOP (
         "mx.below.example") REST,
     0, 0},
    {"PLACE_ANY reporter_is_named_by_option", TRUST_FULL,
     TOP BORDER OTHER RSPF ("receiver=mx.elsewhere.example; client-ip=192.0.2.25; ") REST, 0, ID},
    {"PLACE_ELSEWHERE is_weak_elsewhere", TRUST_ASSUMED, TOP BORDER OTHER RSPF_FAIL REST, 0, 0},
    {"PLACE_ELSEWHERE always", TRUST_NONE, TOP BORDER OTHER RSPF ("client-ip=203.0.113.9; ") REST,
     0, 0},
    {"PLACE_ELSEWHERE always", TRUST_NONE, TOP OWN BORDER OTHER RSPF_OWN REST, 0, 0},
    {"PLACE_BELOW fits_own_path_behind", TRUST_ASSUMED, SEVEN OWN RSPF_OWN TOP REST, 0, 0},
    {"PLACE_BELOW writer_below_is_not_known", TRUST_NONE,
     SEVEN OWN RSPF_OWN "Return-Path: <a@other.example>\n" REST, 0, 0},
    {"PLACE_BELOW writer_below_is_not_known", TRUST_NONE,
     SEVEN RSPF ("client-ip=203.0.113.9; ") TOP REST, 0, 0},
    {"PLACE_BELOW is_weak_below", TRUST_ASSUMED, TOP BORDER RSPF_FAIL REST, 0, 0},
    {"PLACE_BELOW writer_below_is_not_known", TRUST_NONE,
     TOP BORDER RSPF ("client-ip=203.0.113.9; ") REST, 0, 0},
    {"PLACE_BELOW writer_below_is_not_known", TRUST_NONE,
     TOP BORDER RSPF ("receiver=mx.elsewhere.example; client-ip=192.0.2.25; ") REST, 0, 0},
    {"PLACE_BELOW receiver_wrote_above", TRUST_NONE,
     TOP AR ("mx.below.example", "dkim=none") HOP ("mx.below.example") RSPF_OWN REST, 0, 0},
    {"PLACE_ABOVE | PLACE_BELOW tested_other_address", TRUST_NONE,
     TOP RSPF ("client-ip=203.0.113.9; ") BORDER REST, 0, 0},
    {"PLACE_ABOVE | PLACE_BELOW repeats_identity", TRUST_NONE, TOP RSPF_OWN RSPF_OWN BORDER REST, 1,
     0},
    {"PLACE_BELOW tested_no_address", TRUST_NONE, TOP HOP ("mx.below.example") RSPF ("") REST, 0,
     0},
    {"PLACE_ABOVE tested_no_address", TRUST_ASSUMED, TOP RSPF ("") BORDER REST, 0, 0},
    {"PLACE_ABOVE | PLACE_BELOW has_likely_border", TRUST_ASSUMED, TOP LIKELY RSPF_OWN BORDER REST,
     0, 0},
    {"PLACE_ABOVE | PLACE_BELOW has_assumed_receiver", TRUST_ASSUMED,
     TOP RSPF_OWN HOP ("10.1.2.3") REST, 0, 0},
    {"PLACE_ABOVE | PLACE_BELOW has_assumed_receiver", TRUST_ASSUMED, TOP RSPF_OWN LOCAL REST, 0,
     0},
    {"PLACE_ABOVE | PLACE_BELOW has_foreign_reporter", TRUST_ASSUMED,
     TOP RSPF ("receiver=mx.elsewhere.example; client-ip=192.0.2.25; ") BORDER REST, 0, 0},
    {"PLACE_ABOVE | PLACE_BELOW always", TRUST_FULL, TOP RSPF_OWN BORDER REST, 0, 0},
    {"PLACE_ABOVE | PLACE_BELOW always", TRUST_FULL, TOP HOP ("mx.below.example") RSPF_OWN REST, 0,
     0},
};

static const TrustCase spam[] = {
    {"PLACE_ANY is_of_earlier_hop", TRUST_NONE, TOP "X-GW-Tests: SPF_PASS -0.0\n" BORDER REST, 0,
     0},
    {"PLACE_ANY is_of_earlier_hop", TRUST_NONE, TOP "X-GW-Tests: SPF_PASS -0.0\n" BORDER REST, 0,
     ALL},
    {"PLACE_ABOVE always", TRUST_FULL, TOP "X-GW-Tests: SPF_PASS -0.0\n" SPAM_OWN BORDER REST, 1,
     0},
    {"PLACE_ABOVE was_handed_in", TRUST_NONE, TOP SPAM_OWN LOGIN REST, 0, 0},
    {"PLACE_COPY always", TRUST_NONE,
     TOP SPAM ("mx.below.example") "Received: from 1234 named unknown by copies.below.example with "
                                   "HTTPREST" DATE HOP ("mx.below.example") REST,
     0, 0},
    {"PLACE_ANY everything_is_believed", TRUST_FULL, TOP BORDER SPAM_OWN REST, 0, ALL},
    {"PLACE_ANY host_is_named_by_option", TRUST_FULL, TOP BORDER SPAM ("mx.elsewhere.example") REST,
     0, ID},
    {"PLACE_DOUBTFUL always", TRUST_NONE, TOP DOUBTFUL SPAM_OWN BORDER REST, 0, 0},
    {"PLACE_BELOW | PLACE_ELSEWHERE always", TRUST_NONE, TOP BORDER SPAM_OWN REST, 0, 0},
    {"PLACE_BELOW | PLACE_ELSEWHERE always", TRUST_NONE, TOP BORDER OTHER SPAM_OWN REST, 0, 0},
    {"PLACE_ABOVE is_reordered", TRUST_NONE, FROM SPAM_OWN BORDER TO, 0, PASTE | GAPS},
    {"PLACE_TOP another_stands_above", TRUST_NONE, TOP SPAM_OWN OTHER SPAM_OWN BORDER REST, 1, 0},
    {"PLACE_TOP receiver_always_reports", TRUST_NONE,
     TOP SPAM ("mx.always.example") HOP ("mx.always.example") REST, 0, 0},
    {"PLACE_TOP stands_not_on_top", TRUST_NONE, OTHER SPAM_OWN LOCAL REST, 0, 0},
    {"PLACE_NO_RECEIVED has_other_results", TRUST_NONE, TOP SPAM_OWN OWN REST, 0, 0},
    {"PLACE_NO_RECEIVED always", TRUST_ASSUMED, TOP SPAM_OWN REST, 0, 0},
    {"PLACE_ABOVE has_foreign_host", TRUST_NONE, TOP SPAM ("mx.elsewhere.example") BORDER REST, 0,
     0},
    {"PLACE_ABOVE has_likely_border", TRUST_ASSUMED, TOP LIKELY SPAM_OWN BORDER REST, 0, 0},
    {"PLACE_ABOVE does_not_name_receiver", TRUST_ASSUMED, TOP SPAM ("filter3") BORDER REST, 0, 0},
    {"PLACE_ABOVE has_assumed_receiver", TRUST_ASSUMED, TOP OWN SPAM_OWN HOP ("10.1.2.3") REST, 0,
     0},
    {"PLACE_ABOVE has_assumed_receiver", TRUST_ASSUMED, TOP SPAM_OWN LOCAL REST, 0, 0},
    {"PLACE_ABOVE always", TRUST_FULL, TOP SPAM_OWN BORDER REST, 0, 0},
    {"PLACE_ABOVE is_of_symbols", TRUST_ASSUMED, TOP SYMBOLS ("192.0.2.0/24") BORDER REST, 0, 0},
    {"PLACE_NO_RECEIVED is_of_symbols", TRUST_ASSUMED, TOP SYMBOLS ("192.0.2.0/24") REST, 0, 0},
    {"PLACE_BELOW | PLACE_ELSEWHERE symbols_name_network", TRUST_ASSUMED,
     TOP BORDER OTHER SYMBOLS ("192.0.2.0/24") REST, 0, 0},
    {"PLACE_BELOW | PLACE_ELSEWHERE always", TRUST_NONE,
     TOP BORDER OTHER SYMBOLS ("198.51.100.0/24") REST, 0, 0},
    {"PLACE_BELOW | PLACE_ELSEWHERE always", TRUST_NONE,
     TOP BORDER OTHER SYMBOLS ("192.0.2.0/24") SYMBOLS ("192.0.2.0/24") REST, 1, 0},
    {"PLACE_BELOW | PLACE_ELSEWHERE always", TRUST_NONE,
     TOP LOGIN OTHER SYMBOLS ("192.0.2.0/24") REST, 0, 0},
    {"PLACE_BELOW | PLACE_ELSEWHERE always", TRUST_NONE,
     TOP HOP ("mx.always.example") OTHER SYMBOLS ("192.0.2.0/24") REST, 0, 0},
    {"PLACE_BELOW | PLACE_ELSEWHERE always", TRUST_NONE,
     FROM BORDER OTHER SYMBOLS ("192.0.2.0/24") TO, 0, PASTE | GAPS},
};

typedef TrustFacts (*FactsOf) (const Judge *judge, guint index);

static const struct {
  const char *name;
  const TrustTable *table;
  const TrustCase *cases;
  guint n;
  FactsOf facts;
} tables[] = {
    {"results", &trust_table_results, results, G_N_ELEMENTS (results), trust_facts_of_results},
    {"received-spf", &trust_table_spf, spf, G_N_ELEMENTS (spf), trust_facts_of_spf},
    {"spam", &trust_table_spam, spam, G_N_ELEMENTS (spam), trust_facts_of_spam},
};

/* ---- one case ---- */

static TrustOptions
options_of (guint how) {
  static Span id = SPAN ("mx.elsewhere.example");
  return (TrustOptions){.ids = &id, .n_ids = how & ID ? 1 : 0, .all = how & ALL};
}

static void
gather (const TrustCase *one, const RuleSet *rules, Arena *arena, Message *message,
        Evidence *evidence) {
  g_autoptr (MessageReader) reader = message_reader_new ();
  Defects defects;
  defects_init (&defects, arena);
  message_read_gmime (reader, span_from_string (one->text), arena, message, &defects);
  const GatewayFields gateways = {receivers_gateway_field, rules};
  evidence_gather_with (message, &gateways, reader, arena, evidence, &defects);
  evidence->source.kind = kind_word (one->how & PASTE ? KIND_PASTE : KIND_MESSAGE);
  evidence->source.incomplete = flag_of (one->how & GAPS);
}

/* What trust_judge left in the record. */
static Span
trust_given (const Evidence *evidence, const TrustFacts *facts) {
  if (facts->field)
    return vec_at (&evidence->authentication_results, AuthenticationResultsRecord, facts->index)
        ->trust;
  return facts->spf ? facts->spf->trust : facts->report->trust;
}

static void
check_case (guint t, const TrustCase *one) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (RuleText) rules = rule_text_new (RULES, "");
  Case kase = {0};
  Message message;
  TrustOptions options = options_of (one->how);
  rule_text_assert_loads (rules);
  gather (one, rules->rules, arena, &message, &kase.evidence);
  g_auto (RuleRun) run = {0};
  rule_run_begin (&run, rules->worker, NULL);
  trust_judge (&kase, &message, rules->rules, rules->worker, &options, arena);

  Border border = border_find (&kase.evidence, rules->rules, arena);
  Judge judge = trust_judge_new (&kase.evidence, &border, &message, rules->rules, &options, arena);
  TrustFacts facts = tables[t].facts (&judge, one->index);
  const TrustRow *row = trust_table_row (tables[t].table, &facts, 0);
  g_assert_nonnull (row);
  g_assert_cmpstr (row->name, ==, one->row);
  g_assert_cmpint (row->trust, ==, one->trust);
  g_assert_true (span_equal (trust_given (&kase.evidence, &facts), trust_word (one->trust)));
  guint next = (guint)(row - tables[t].table->rows) + 1;
  const TrustRow *without = trust_table_row (tables[t].table, &facts, next);
  g_assert_true (without == NULL || without->trust != row->trust ||
                 without->reason != row->reason || without->accuses != row->accuses ||
                 without->weak != row->weak);
}

static void
test_cases (gconstpointer data) {
  guint t = GPOINTER_TO_UINT (data);
  for (guint i = 0; i < tables[t].n; i++) {
    g_test_message ("%s, case %u", tables[t].cases[i].row, i);
    check_case (t, &tables[t].cases[i]);
  }
}

/* ---- all rows ---- */

static guint
count_cases (guint t, const char *row) {
  guint n = 0;
  for (guint i = 0; i < tables[t].n; i++)
    n += g_strcmp0 (tables[t].cases[i].row, row) == 0;
  return n;
}

static void
test_rows (gconstpointer data) {
  guint t = GPOINTER_TO_UINT (data);
  const TrustTable *table = tables[t].table;
  guint places = 0;
  for (guint i = 0; i < table->n; i++) {
    if (count_cases (t, table->rows[i].name) == 0)
      g_error ("no case for the row %s", table->rows[i].name);
    for (guint k = 0; k < i; k++)
      g_assert_cmpstr (table->rows[i].name, !=, table->rows[k].name);
    places |= table->rows[i].holds == always ? table->rows[i].where : 0;
  }
  g_assert_cmpuint (places, ==, PLACE_ANY);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  message_init ();
  for (guint t = 0; t < G_N_ELEMENTS (tables); t++) {
    g_autofree char *cases = g_strdup_printf ("/trust-rows/%s/cases", tables[t].name);
    g_autofree char *rows = g_strdup_printf ("/trust-rows/%s/rows", tables[t].name);
    g_test_add_data_func (cases, GUINT_TO_POINTER (t), test_cases);
    g_test_add_data_func (rows, GUINT_TO_POINTER (t), test_rows);
  }
  return g_test_run ();
}
