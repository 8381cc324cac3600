/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where a hop came from, row by row: a Received for each row in which that row decides, and without
 * which the answer would be another (docs/contract.md, Trust 1). */
#include "evidence/gather.h"
#include "judge/origin.h"
#include "message/message.h"
#include "rule-text.h"
#include "table-rows.h"

#define RULES                                                                               \
  "Receiver: one\nTitle: One\nKnown-By: receiver.host is under inner.example\n"             \
  "Internal-Hosts: inner.example, other.example\nExternal-Hosts: outer.example\n"           \
  "Always-Writes: spf\nInside: b.inner.example, other.example\nBare-Hosts: in#-, gate-\n\n" \
  "Receiver: two\nTitle: Two\nKnown-By: receiver.host is under open.example\n"              \
  "Internal-Hosts: open.example\nAlways-Writes: spf\n\n"                                    \
  "Receiver: three\nTitle: Three\nKnown-By: receiver.host is under rare.example\n"          \
  "Internal-Hosts: rare.example\n"

#define HOP(words) "Received: " words "; Mon, 9 Nov 2026 10:30:05 +0000\n"
#define BY " by mx.receiver.example"
#define REST "From: Museum <info@museum.example>\n\nbody\n"

typedef struct {
  const char *row;
  Origin origin;
  const char *text; /* asked about the first hop */
} OriginCase;

static const OriginCase cases[] = {
    {"CLIENT_ANY is_not_told_apart", ORIGIN_DOUBTFUL,
     HOP ("from mx2 (mx2.receiver.example [198.51.100.7]) by a.example" BY)},
    {"CLIENT_ANY is_not_told_apart", ORIGIN_DOUBTFUL,
     HOP ("from x (localhost [127.0.0.1]) (out.sender.example [198.51.100.7])" BY)},
    {"CLIENT_ANY is_not_told_apart", ORIGIN_DOUBTFUL, HOP ("from [127.0.0.1]" BY " with ESMTP")},
    {"CLIENT_NONE is_listed_inside", ORIGIN_INSIDE,
     HOP ("from a.inner.example by b.inner.example") HOP ("from c by a.inner.example")},
    {"CLIENT_NONE continues_bare_hosts", ORIGIN_INSIDE,
     HOP ("from in12-a by gate-b") HOP ("from c by in12-a")},
    {"CLIENT_NONE always", ORIGIN_DOUBTFUL, HOP ("from in12-a by gate-b") HOP ("from c by in12-b")},
    {"CLIENT_NONE always", ORIGIN_DOUBTFUL, HOP ("from in12-a by gate-b")},
    {"CLIENT_NONE always", ORIGIN_DOUBTFUL, HOP ("from in12-a" BY) HOP ("from c by in12-a")},
    {"CLIENT_NONE always", ORIGIN_DOUBTFUL, HOP ("from in-a by gate-b") HOP ("from c by in-a")},
    {"CLIENT_NONE was_handed_in_by_user", ORIGIN_LIKELY,
     HOP ("by mx.receiver.example (Postfix, from userid 33) id 4F1")},
    {"CLIENT_NONE was_handed_in_by_user", ORIGIN_LIKELY,
     HOP ("from www-data" BY " with local (Exim 4.98)")},
    {"CLIENT_NONE was_handed_in_by_user", ORIGIN_LIKELY,
     HOP ("(from www@localhost)" BY " (8.18.1/8.18.1/Submit) id 4F1")},
    {"CLIENT_NONE was_handed_in_by_user", ORIGIN_LIKELY, HOP ("(qmail 123 invoked by uid 33)")},
    {"CLIENT_NONE names_no_client", ORIGIN_INSIDE, HOP ("(qmail 123 invoked from network)")},
    {"CLIENT_NONE names_no_client", ORIGIN_INSIDE, HOP ("by mx.receiver.example")},
    {"CLIENT_NONE names_no_client", ORIGIN_INSIDE, HOP ("from 10.217.136.1" BY)},
    {"CLIENT_NONE is_localhost", ORIGIN_INSIDE, HOP ("from localhost" BY)},
    {"CLIENT_NONE is_localhost", ORIGIN_INSIDE, HOP ("from localhost (localhost)" BY)},
    {"CLIENT_NONE always", ORIGIN_DOUBTFUL, HOP ("from localhost (EHLO localhost)" BY)},
    {"CLIENT_NONE always", ORIGIN_DOUBTFUL, HOP ("from localhost (198.51.100.7/32)" BY)},
    {"CLIENT_NONE always", ORIGIN_DOUBTFUL, HOP ("from localhost (c.example:198.51.100.7)" BY)},
    {"CLIENT_NONE came_by_local_protocol", ORIGIN_INSIDE,
     HOP ("from out.sender.example" BY " with LMTP")},
    {"CLIENT_NONE always", ORIGIN_DOUBTFUL, HOP ("from out.sender.example" BY " with ESMTP")},
    {"CLIENT_NONE always", ORIGIN_DOUBTFUL, HOP ("from unknown" BY " with ESMTP")},
    {"CLIENT_PUBLIC always", ORIGIN_OUTSIDE,
     HOP ("from 198.51.100.7 (HELO out.sender.example)" BY)},
    {"CLIENT_NONE always", ORIGIN_DOUBTFUL,
     HOP ("from a.inner.example by b.inner.example") HOP ("from c by mx.elsewhere.example")},

    {"CLIENT_PUBLIC | CLIENT_PRIVATE is_listed_outside", ORIGIN_OUTSIDE,
     HOP ("from a.outer.example (a.outer.example [198.51.100.7]) by mx.outer.example")},
    {"CLIENT_PUBLIC | CLIENT_PRIVATE is_listed_outside", ORIGIN_OUTSIDE,
     HOP ("from a.outer.example (a.outer.example [10.0.0.1]) by mx.outer.example")},

    /* either of the two names is enough */
    {"CLIENT_PUBLIC | CLIENT_PRIVATE is_listed_outside", ORIGIN_OUTSIDE,
     HOP ("from mx2.receiver.example (a.outer.example [198.51.100.7]) by mx.outer.example")},
    {"CLIENT_PUBLIC | CLIENT_PRIVATE is_listed_outside", ORIGIN_OUTSIDE,
     HOP ("from a.outer.example ([10.0.0.1]) by mx.outer.example")},

    {"CLIENT_PUBLIC has_no_reverse_name", ORIGIN_OUTSIDE,
     HOP ("from a.inner.example (unknown [198.51.100.7]) by b.inner.example")},
    {"CLIENT_PUBLIC has_own_reverse_name", ORIGIN_LIKELY,
     HOP ("from mx2 (mx2.receiver.example [198.51.100.7])" BY)},
    {"CLIENT_PUBLIC has_foreign_reverse_name", ORIGIN_OUTSIDE,
     HOP ("from a.inner.example (dsl.elsewhere.example [198.51.100.7]) by b.inner.example")},
    {"CLIENT_PUBLIC came_by_lmtp_with_own_name", ORIGIN_LIKELY,
     HOP ("from mx1.receiver.example ([192.0.2.7])" BY " with LMTPS id 7")},
    {"CLIENT_PUBLIC always", ORIGIN_OUTSIDE,
     HOP ("from mx1.receiver.example ([192.0.2.7])" BY " with ESMTPS id 7")},
    {"CLIENT_PUBLIC always", ORIGIN_OUTSIDE,
     HOP ("from out.sender.example ([192.0.2.7])" BY " with LMTPS id 7")},
    {"CLIENT_PUBLIC is_known_by_name", ORIGIN_NAMED,
     HOP ("from a.inner.example ([198.51.100.7]) by b.other.example")},
    /* of one whose inner hosts are not told apart any host takes its own mail; of one that does not
     * report on all mail none */
    {"CLIENT_PUBLIC is_known_by_name", ORIGIN_NAMED,
     HOP ("from a.open.example ([198.51.100.7]) by b.open.example")},
    {"CLIENT_PUBLIC always", ORIGIN_OUTSIDE,
     HOP ("from a.rare.example ([198.51.100.7]) by b.rare.example")},
    {"CLIENT_PUBLIC always", ORIGIN_OUTSIDE,
     HOP ("from a.inner.example ([198.51.100.7]) by b.open.example")},
    /* a host that takes mail in from the world, too */
    {"CLIENT_PUBLIC always", ORIGIN_OUTSIDE,
     HOP ("from a.inner.example ([198.51.100.7]) by edge.inner.example")},
    {"CLIENT_PUBLIC always", ORIGIN_OUTSIDE, HOP ("from mx2.receiver.example ([198.51.100.7])" BY)},

    {"CLIENT_PRIVATE is_loopback", ORIGIN_INSIDE, HOP ("from x (localhost [127.0.0.1])" BY)},
    {"CLIENT_PRIVATE is_loopback", ORIGIN_INSIDE,
     HOP ("from out.sender.example (localhost [IPv6:::1])" BY)},
    {"CLIENT_PRIVATE has_own_reverse_name", ORIGIN_INSIDE,
     HOP ("from x (mx2.receiver.example [10.0.0.1])" BY)},
    {"CLIENT_PRIVATE has_no_client_name", ORIGIN_LIKELY, HOP ("from x ([10.0.0.1])" BY)},
    {"CLIENT_PRIVATE has_own_client_name", ORIGIN_LIKELY,
     HOP ("from mx2.receiver.example ([10.0.0.1])" BY)},
    {"CLIENT_PRIVATE continues_chain_to_unnamed", ORIGIN_LIKELY,
     HOP ("from a.sender.example ([10.0.0.1]) by 10.1.1.1") HOP ("from c by a.sender.example")},
    {"CLIENT_PRIVATE came_by_lmtp", ORIGIN_LIKELY,
     HOP ("from smtp14.gate.one ([10.0.0.1])" BY " (Dovecot) with LMTP id 7")},
    {"CLIENT_PRIVATE always", ORIGIN_DOUBTFUL, HOP ("from out.sender.example ([10.0.0.1])" BY)},
    {"CLIENT_PRIVATE always", ORIGIN_DOUBTFUL,
     HOP ("from smtp14.gate.one ([10.0.0.1])" BY " with ESMTP id 7")},
    {"CLIENT_PRIVATE always", ORIGIN_DOUBTFUL,
     HOP ("from a.sender.example ([10.0.0.1])" BY) HOP ("from c by a.sender.example")},
};

static void
test_case (gconstpointer data) {
  const OriginCase *one = data;
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (RuleText) rules = rule_text_new (RULES, "");
  g_autoptr (MessageReader) reader = message_reader_new ();
  g_autofree char *text = g_strconcat (one->text, REST, NULL);
  Evidence evidence = {0};
  Message message;
  Defects defects;
  rule_text_assert_loads (rules);
  defects_init (&defects, arena);
  message_read_gmime (reader, span_from_string (text), arena, &message, &defects);
  evidence_gather (&message, reader, arena, &evidence, &defects);

  OriginFacts facts = origin_facts (&evidence, 0, rules->rules, arena);
  const OriginRow *row = origin_row (&facts, 0);
  g_assert_nonnull (row);
  g_assert_cmpstr (row->name, ==, one->row);
  g_assert_cmpint (row->origin, ==, one->origin);
  const OriginRow *without = origin_row (&facts, (guint)(row - origin_table.rows) + 1);
  g_assert_true (without == NULL || without->origin != row->origin);
}

/* Names that many networks use for themselves (RFC 6761, RFC 6762, RFC 9476's and common ones)
 * stand for no organisation; neither do addresses and single labels. */
static void
test_public_hosts (void) {
  static const struct {
    const char *name, *host; /* NULL: none */
  } rows[] = {
      {"MX.Receiver.Example.", "mx.receiver.example"},
      {"mx.internal", NULL},
      {"mx.local", NULL},
      {"mx.localdomain", NULL},
      {"mx.lan", NULL},
      {"mx.localhost", NULL},
      {"localhost", NULL},
      {"mx", NULL},
      {"mx.local.example", "mx.local.example"},
      {"192.0.2.1", NULL},
      {"", NULL},
  };
  g_autoptr (Arena) arena = arena_new ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Span host = origin_public_host (span_from_string (rows[i].name), arena);
    g_autofree char *text = span_is_null (host) ? NULL : g_strndup (host.data, host.len);
    g_assert_cmpstr (text, ==, rows[i].host);
  }
}

static void
test_rows (void) {
  guint clients = 0;
  ASSERT_ALL_ROWS (origin_table, cases)
  for (guint i = 0; i < origin_table.n; i++) {
    if (g_str_has_suffix (origin_table.rows[i].name, " always"))
      clients |= origin_table.rows[i].client;
  }
  g_assert_cmpuint (clients, ==, CLIENT_ANY);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  message_init ();
  ADD_ROWS ("/origin-rows", cases, test_case)
  g_test_add_func ("/origin-rows/rows", test_rows);
  g_test_add_func ("/origin-rows/public-hosts", test_public_hosts);
  return g_test_run ();
}
