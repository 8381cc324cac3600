/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The way down to the border and the final receiver, row by row: a header for each row in which
 * that row decides, and without which the answer would be another (docs/contract.md, Trust 1 and
 * 2). */
#include "evidence/gather.h"
#include "judge/border-private.h"
#include "message/message.h"
#include "rule-text.h"
#include "table-rows.h"

#define RULES                                                                     \
  "Receiver: one\nTitle: One\nKnown-By: receiver.host is under inner.example\n"   \
  "Internal-Hosts: inner.example, other.example\nExternal-Hosts: outer.example\n" \
  "Always-Writes: spf\nInside: b.inner.example\nBare-Hosts: in#-, gate-\n"

#define DATE "; Mon, 9 Nov 2026 10:30:05 +0000\n"
#define HOP(words) "Received: " words DATE
#define AR(id) "Authentication-Results: " id "; dkim=none\n"
#define REST "From: Museum <info@museum.example>\n\nbody\n"
#define BY " by mx.receiver.example"

/* Hops as they are seen from mx.receiver.example. */
#define INSIDE HOP ("from localhost (localhost [127.0.0.1])" BY)
#define LIKELY HOP ("from mx2.receiver.example (mx2.receiver.example [198.51.100.7])" BY)
#define DOUBTFUL HOP ("from out.sender.example" BY " with ESMTP")
#define OUTSIDE HOP ("from out.sender.example (out.sender.example [192.0.2.25])" BY)
/* The client says that it is the receiver's, whose hosts are known by that name only. */
#define NAMED HOP ("from a.inner.example ([198.51.100.7]) by b.inner.example")
#define ELSEWHERE \
  HOP ("from pc.sender.example (pc.sender.example [192.0.2.77]) by out.sender.example")

typedef struct {
  RuleText *rules;
  MessageReader *reader;
  Arena *arena;
  Evidence evidence;
} World;

static World *
world_new (const char *text) {
  World *world = g_new0 (World, 1);
  g_autofree char *whole = g_strconcat (text, REST, NULL);
  Message message;
  Defects defects;
  world->arena = arena_new ();
  world->rules = rule_text_new (RULES, "");
  world->reader = message_reader_new ();
  rule_text_assert_loads (world->rules);
  defects_init (&defects, world->arena);
  Span bytes = arena_dup (world->arena, span_from_string (whole));
  message_read_gmime (world->reader, bytes, world->arena, &message, &defects);
  evidence_gather (&message, world->reader, world->arena, &world->evidence, &defects);
  return world;
}

static void
world_free (World *world) {
  message_reader_free (world->reader);
  rule_text_free (world->rules);
  arena_free (world->arena);
  g_free (world);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/* ---- the way down ---- */

typedef struct {
  const char *row;
  Step step;
  guint index; /* of the hop that is asked about */
  const char *text;
} StepCase;

static const StepCase step_cases[] = {
    {"OUTSIDE is_any_hop", STEP_BORDER, 0, OUTSIDE},
    /* its own hosts' name, but the results were written further up already */
    {"OWN | LIKELY is_public_below_results", STEP_BORDER, 0, AR ("mx.receiver.example") LIKELY},
    {"OWN | LIKELY is_public_below_results", STEP_BORDER, 0, AR ("b.inner.example") NAMED},
    {"OWN | LIKELY is_public_and_leaves", STEP_BORDER, 0, LIKELY ELSEWHERE},
    {"OWN | LIKELY is_public_and_leaves", STEP_BORDER, 0, NAMED ELSEWHERE},
    {"OWN | LIKELY | DOUBTFUL leaves_organization", STEP_STOP, 0, INSIDE ELSEWHERE},
    {"OWN | LIKELY | DOUBTFUL leaves_organization", STEP_STOP, 0, DOUBTFUL ELSEWHERE},
    /* results do not make a private client one from outside; nor an earlier hop's a public one */
    {"OWN is_any_hop", STEP_INSIDE, 0, AR ("mx.receiver.example") INSIDE OUTSIDE},
    {"LIKELY is_any_hop", STEP_LIKELY, 0,
     "Authentication-Results-Original: mx.receiver.example; dkim=none\n" LIKELY OUTSIDE},
    {"LIKELY is_any_hop", STEP_LIKELY, 0, LIKELY AR ("mx.receiver.example") OUTSIDE},
    {"LIKELY is_any_hop", STEP_LIKELY, 0, LIKELY OUTSIDE},
    {"DOUBTFUL is_any_hop", STEP_DOUBTFUL, 0, DOUBTFUL OUTSIDE},
    /* a public address of which nobody knows whose it is is never the border, whatever else */
    {"DOUBTFUL is_any_hop", STEP_DOUBTFUL, 0,
     AR ("mx.receiver.example")
         HOP ("from x ([198.51.100.7]) (out.sender.example [198.51.100.8])" BY) OUTSIDE},
    {"OWN is_any_hop", STEP_INSIDE, 0, INSIDE OUTSIDE},
    {"OWN is_any_hop", STEP_INSIDE, 0, NAMED},
    /* an internal host of the same receiver under another name; a host without a name in the world
     */
    {"OWN is_any_hop", STEP_INSIDE, 0,
     HOP ("from localhost by b.inner.example") HOP ("from c by x.other.example")},
    {"OWN is_any_hop", STEP_INSIDE, 0, INSIDE HOP ("from c by store.local")},
    /* the host that has no name is one of the organisation above it */
    {"OWN | LIKELY | DOUBTFUL leaves_organization", STEP_STOP, 1,
     INSIDE HOP ("from localhost (localhost [127.0.0.1]) by store.local") ELSEWHERE},
};

static Span
host_above (const World *world, guint index) {
  Span by = SPAN_NULL;
  for (guint i = 0; i < index; i++)
    by = border_step_facts (&world->evidence, i, by, world->rules->rules, world->arena).by;
  return by;
}

static void
test_step (gconstpointer data) {
  const StepCase *one = data;
  g_autoptr (World) world = world_new (one->text);
  StepFacts facts = border_step_facts (&world->evidence, one->index, host_above (world, one->index),
                                       world->rules->rules, world->arena);
  const StepRow *row = border_step (&facts, 0);
  g_assert_nonnull (row);
  g_assert_cmpstr (row->name, ==, one->row);
  g_assert_cmpint (row->step, ==, one->step);
  const StepRow *without = border_step (&facts, (guint)(row - border_table_steps.rows) + 1);
  g_assert_true (without == NULL || without->step != row->step);
}

/* ---- the final receiver ---- */

#define BARE HOP ("from in12-a by gate-b") HOP ("from c ([192.0.2.25]) by in12-a")
#define UNNAMED "from out.sender.example (out.sender.example [192.0.2.25]) by 10.1.1.1"

typedef struct {
  const char *row;
  bool assumed;
  const char *host; /* NULL: none */
  int border, doubtful;
  const char *text;
} HostCase;

static const HostCase host_cases[] = {
    {"is_surely_named", false, "mx.receiver.example", 1, -1, INSIDE OUTSIDE},
    /* without a border, or below a doubtful hop, the name may be the sender's */
    {"is_named", true, "mx.receiver.example", -1, -1, INSIDE},
    {"is_named", true, "mx.receiver.example", 1, 0,
     DOUBTFUL HOP ("from a.example (a.example [192.0.2.25]) by b.receiver.example")},
    {"is_named", true, "mx.receiver.example", -1, 0, DOUBTFUL ELSEWHERE},
    /* the topmost doubtful one counts */
    {"is_named", true, "mx.receiver.example", -1, 0,
     DOUBTFUL HOP ("from out.sender.example by b.receiver.example with ESMTP")},
    {"has_name_on_way", true, "mx.receiver.example", -1, 1,
     AR ("mx.elsewhere.example") INSIDE HOP ("from out.sender.example ([10.0.0.1]) by store.local")
         ELSEWHERE},
    {"has_bare_host_of_reporter", false, "b.inner.example", 1, -1, AR ("b.inner.example") BARE},
    {"has_reporter", true, "mx.elsewhere.example", 1, -1, AR ("mx.elsewhere.example") BARE},
    {"has_reporter", true, "mx.receiver.example", 0, -1,
     AR ("mx.receiver.example") AR ("second.example") HOP (UNNAMED)},
    {"has_reporter", true, "mx.receiver.example", -1, -1, AR ("mx.receiver.example")},
    /* the topmost field alone is asked, but no copy of an earlier hop's */
    {"has_reporter", true, "mx.receiver.example", 0, -1,
     "Authentication-Results-Original: first.example; dkim=none\n" AR ("mx.receiver.example")
         HOP (UNNAMED)},
    {"is_any_message", true, NULL, 0, -1,
     "Authentication-Results: dkim=none\n" AR ("second.example") HOP (UNNAMED)},
    {"is_any_message", true, NULL, -1, -1, ""},
};

static void
test_host (gconstpointer data) {
  const HostCase *one = data;
  g_autoptr (World) world = world_new (one->text);
  const RuleSet *rules = world->rules->rules;
  Span last;
  Border found = border_walk (&world->evidence, rules, &last, world->arena);
  g_assert_cmpint (found.border, ==, one->border);
  g_assert_cmpint (found.doubtful, ==, one->doubtful);
  HostFacts facts = border_host_facts (&world->evidence, &found, last, rules, world->arena);
  const HostRow *row = border_host (&facts, 0);
  g_assert_nonnull (row);
  g_assert_cmpstr (row->name, ==, one->row);
  const HostRow *without = border_host (&facts, (guint)(row - border_table_hosts.rows) + 1);
  g_assert_true (without == NULL || without->source != row->source ||
                 without->assumed != row->assumed);

  border_find (&world->evidence, rules, world->arena);
  const ReceiverRecord *receiver = &world->evidence.receiver;
  g_autofree char *host =
      span_is_null (receiver->host) ? NULL : g_strndup (receiver->host.data, receiver->host.len);
  g_assert_cmpstr (host, ==, one->host);
  g_assert_cmpint (receiver->assumed, ==, one->assumed ? FLAG_TRUE : FLAG_FALSE);
}

/* ---- all rows ---- */

static void
test_rows (void) {
  ASSERT_ALL_ROWS (border_table_steps, step_cases)
  ASSERT_ALL_ROWS (border_table_hosts, host_cases)
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  message_init ();
  ADD_ROWS ("/border-rows/steps", step_cases, test_step)
  ADD_ROWS ("/border-rows/hosts", host_cases, test_host)
  g_test_add_func ("/border-rows/rows", test_rows);
  return g_test_run ();
}
