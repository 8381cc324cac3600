/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where a field stands, seen from the border (docs/contract.md, Trust 2). */
#include "judge-bench.h"
#include "rule-text.h"

#define RULES                                                                          \
  "Receiver: copies\nTitle: Copies\nKnown-By: receiver.host is under copies.example\n" \
  "Copies-By: api.copies.example\n"

static RuleText *rules;

/* A message with these fields, by their names. */
static Bench *
bench_new (const char *names) {
  Bench *bench = judge_bench_new (rules->rules);
  g_auto (GStrv) words = g_strsplit (names, " ", -1);
  for (guint i = 0; words[i] && *words[i]; i++)
    *vec_push (bench->arena, &bench->message.fields, Field) =
        (Field){.name = arena_dup (bench->arena, span_from_string (words[i])), .index = i};
  return bench;
}

/* All hops are made before one of them is the border. */
static void
add_hop (Bench *bench, gint64 at, const char *by) {
  *vec_push (bench->arena, &bench->evidence.received, ReceivedHop) =
      (ReceivedHop){.header_index = number_of (at), .by = span_from_string (by)};
}

static void
set_border (Bench *bench, guint hop) {
  bench->judge.border = vec_at (&bench->evidence.received, ReceivedHop, hop);
}

/* ---- of one field ---- */

static void
test_of_field (void) {
  static const struct {
    bool no_received, border;
    gint64 at, doubtful, copied;
    Place place;
  } rows[] = {
      /* the border is field 4, its block ends before 7, and 9 and 10 are behind all Received */
      {true, false, 3, -1, -1, PLACE_NO_RECEIVED},
      {true, true, 5, 2, 9, PLACE_NO_RECEIVED},
      {false, false, 3, -1, -1, PLACE_ABOVE},
      {false, false, 11, -1, -1, PLACE_ABOVE},
      {false, true, 0, -1, -1, PLACE_ABOVE},
      {false, true, 3, -1, -1, PLACE_ABOVE},
      {false, true, 4, -1, -1, PLACE_BELOW},
      {false, true, 6, -1, -1, PLACE_BELOW},
      {false, true, 7, -1, -1, PLACE_ELSEWHERE},
      {false, true, 8, -1, -1, PLACE_ELSEWHERE},
      {false, true, 9, -1, -1, PLACE_BELOW},
      {false, true, 10, -1, -1, PLACE_BELOW},
      {false, true, 11, -1, -1, PLACE_ELSEWHERE},
      /* below a hop of which nobody knows where it came from */
      {false, true, 3, 2, -1, PLACE_DOUBTFUL},
      {false, true, 2, 2, -1, PLACE_ABOVE},
      {false, true, 1, 0, -1, PLACE_DOUBTFUL},
      {false, true, 0, 0, -1, PLACE_ABOVE},
      {false, false, 1, 0, -1, PLACE_DOUBTFUL},
      /* above one by which a copy was taken in */
      {false, true, 1, -1, 2, PLACE_COPY},
      {false, true, 2, -1, 2, PLACE_ABOVE},
      {false, true, 3, -1, 2, PLACE_ABOVE},
      {false, true, 0, -1, 0, PLACE_ABOVE},
      {false, true, 0, -1, 1, PLACE_COPY},
      {false, true, 1, 0, 2, PLACE_DOUBTFUL},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Bench) bench = bench_new ("");
    add_hop (bench, 4, "mx.receiver.example");
    if (rows[i].border)
      set_border (bench, 0);
    bench->judge.no_received = rows[i].no_received;
    bench->judge.doubtful = rows[i].doubtful;
    bench->judge.copied = rows[i].copied;
    bench->judge.block_end = 7;
    bench->judge.behind = 9;
    bench->judge.behind_end = 11;
    g_test_message ("place %u", i);
    g_assert_cmpint (place_of (&bench->judge, number_of (rows[i].at)), ==, rows[i].place);
  }
}

/* ---- the block ---- */

static void
test_block (void) {
  static const struct {
    const char *fields;
    gint64 border;
    bool by_host;
    const char *writes;
    gint64 end, behind, behind_end;
  } rows[] = {
      {"Received Authentication-Results Received-SPF From", 0, false, NULL, 3, -1, -1},
      {"Received From Authentication-Results", 0, false, NULL, 1, -1, -1},
      {"Return-Path Received Authentication-Results Received", 1, false, NULL, 3, -1, -1},
      {"Received Authentication-Results", 0, false, NULL, 2, -1, -1},
      {"Received", 0, false, NULL, 1, -1, -1},
      /* one that is known by its host adds fields of its own between them */
      {"Received X-Own Authentication-Results From", 0, false, NULL, 1, -1, -1},
      {"Received X-Own Authentication-Results From", 0, true, NULL, 3, -1, -1},
      {"Received x-own Authentication-Results From", 0, true, "below", 3, -1, -1},
      {"Received X-Own Authentication-Results From", 0, true, "above", 1, -1, -1},
      /* one that writes behind all Received */
      {"Received Received Authentication-Results From", 0, true, "behind", 1, 2, 3},
      {"Received received Received Received-SPF X-Own From X-Other", 0, true, "behind", 1, 3, 5},
      {"Received Received Received Received-SPF From", 1, true, "behind", 2, 3, 4},
      {"Received Received", 0, true, "behind", 1, 2, 2},
      {"Received Received Authentication-Results From", 0, false, "behind", 1, -1, -1},
      {"Received Received Authentication-Results From", 0, true, "end", 1, -1, -1},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Bench) bench = bench_new (rows[i].fields);
    add_hop (bench, rows[i].border, "mx.receiver.example");
    set_border (bench, 0);
    bench->evidence.receiver.known_by_host = rows[i].by_host;
    bench->evidence.receiver.writes = span_from_string (rows[i].writes);
    place_find (&bench->judge);
    g_test_message ("%s", rows[i].fields);
    g_assert_cmpint (bench->judge.block_end, ==, rows[i].end);
    g_assert_cmpint (bench->judge.behind, ==, rows[i].behind);
    g_assert_cmpint (bench->judge.behind_end, ==, rows[i].behind_end);
    g_assert_cmpint (bench->judge.copied, ==, -1);
  }
}

/* The lowest hop above the border that took in a copy; the border itself is none. */
static void
test_copies (void) {
#define COPY "api.copies.example"
#define HOST "mx.copies.example"
  static const struct {
    const char *by[3];
    int border; /* hop; -1: none */
    gint64 copied;
  } rows[] = {
      {{HOST, HOST, HOST}, 2, -1}, {{COPY, HOST, HOST}, 2, 3},   {{COPY, COPY, HOST}, 2, 6},
      {{HOST, COPY, HOST}, 2, 6},  {{HOST, HOST, COPY}, 2, -1},  {{HOST, COPY, COPY}, 1, -1},
      {{COPY, COPY, COPY}, 0, -1}, {{COPY, HOST, HOST}, -1, -1}, {{COPY, HOST, COPY}, 2, 3},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Bench) bench = bench_new ("");
    for (guint k = 0; k < 3; k++)
      add_hop (bench, 3 * (k + 1), rows[i].by[k]);
    if (rows[i].border >= 0)
      set_border (bench, (guint)rows[i].border);
    place_find (&bench->judge);
    g_test_message ("copies %u", i);
    g_assert_cmpint (bench->judge.copied, ==, rows[i].copied);
  }
}

static void
test_one_block (void) {
  g_autoptr (Bench) bench =
      bench_new ("Authentication-Results Received-SPF X-Own Authentication-Results From");
  const Judge *judge = &bench->judge;
  g_assert_true (place_in_one_block (judge, number_of (0), number_of (0)));
  g_assert_true (place_in_one_block (judge, number_of (0), number_of (1)));
  g_assert_true (place_in_one_block (judge, number_of (0), number_of (2)));
  g_assert_false (place_in_one_block (judge, number_of (0), number_of (3)));
  g_assert_false (place_in_one_block (judge, number_of (2), number_of (3)));
  g_assert_true (place_in_one_block (judge, number_of (3), number_of (4)));
  bench->evidence.receiver.known_by_host = true;
  g_assert_true (place_in_one_block (judge, number_of (0), number_of (3)));
}

/* From stands above every Received, where parts were left out. */
static void
test_reordered (void) {
  static const struct {
    Flag incomplete;
    int from, received[2]; /* -1: there is none */
    bool is;
  } rows[] = {
      {FLAG_TRUE, 0, {1, 2}, true},     {FLAG_TRUE, 2, {3, -1}, true},
      {FLAG_TRUE, 3, {1, 5}, false},    {FLAG_TRUE, 0, {-1, -1}, false},
      {FLAG_TRUE, -1, {1, -1}, false},  {FLAG_FALSE, 0, {1, 2}, false},
      {FLAG_UNKNOWN, 0, {1, 2}, false}, {FLAG_TRUE, 4, {1, 2}, false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Bench) bench = bench_new ("");
    bench->evidence.source.incomplete = rows[i].incomplete;
    if (rows[i].from >= 0)
      bench->evidence.from.header_index = number_of (rows[i].from);
    for (guint k = 0; k < 2 && rows[i].received[k] >= 0; k++)
      add_hop (bench, rows[i].received[k], "mx.receiver.example");
    g_test_message ("order %u", i);
    g_assert_true (place_is_reordered (&bench->judge) == rows[i].is);
    bench->evidence.source.incomplete = FLAG_TRUE;
    g_assert_true (place_author_stands_first (&bench->judge) == place_is_reordered (&bench->judge));
  }
}

static void
test_has_field (void) {
  g_autoptr (Bench) bench = bench_new ("Received Received-SPF From");
  const Judge *judge = &bench->judge;
  Span name = SPAN ("received-spf");
  g_assert_true (place_has_field (judge, name, 0, 3));
  g_assert_true (place_has_field (judge, name, 1, 2));
  g_assert_true (place_has_field (judge, name, 0, 100));
  g_assert_false (place_has_field (judge, name, 0, 1));
  g_assert_false (place_has_field (judge, name, 2, 3));
  g_assert_false (place_has_field (judge, name, 1, 1));
  g_assert_false (place_has_field (judge, SPAN ("Received-SP"), 0, 3));
}

/* ---- a verdict above the border ---- */

typedef enum { NAMED, WITHOUT_ID, ID_LEFT_OUT, EARLIER } Writer;

static void
test_own_above (void) {
  static const struct {
    const char *fields;
    gint64 border, copied; /* border -1: there is none */
    gint64 results;        /* the place of the one Authentication-Results; -1: none */
    const char *id;
    Writer kind;
    bool is;
  } rows[] = {
      {"Authentication-Results Received From", 1, -1, 0, "mx.receiver.example", NAMED, true},
      {"Authentication-Results Received From", 1, -1, 0, "mx.other.example", NAMED, false},
      {"Authentication-Results Received From", 1, -1, 0, NULL, WITHOUT_ID, true},
      {"Authentication-Results Received From", 1, -1, 0, NULL, ID_LEFT_OUT, true},
      {"Authentication-Results Received From", 1, -1, 0, "mx.receiver.example", EARLIER, false},
      {"Authentication-Results Received From", -1, -1, 0, "mx.receiver.example", NAMED, false},
      {"Received Authentication-Results From", 0, -1, 1, "mx.receiver.example", NAMED, false},
      {"Received Authentication-Results Received", 2, 0, 1, "mx.receiver.example", NAMED, true},
      {"Authentication-Results Received Received", 2, 1, 0, "mx.receiver.example", NAMED, false},
      {"Received-SPF Received From", 1, -1, -1, NULL, NAMED, true},
      {"X-Spam-Status Received From", 1, -1, -1, NULL, NAMED, true},
      {"Received Received-SPF X-Spam-Status", 0, -1, -1, NULL, NAMED, false},
      {"Received-SPF X-Spam-Status Received Received", 3, 2, -1, NULL, NAMED, false},
      {"ARC-Authentication-Results Received From", 1, -1, -1, NULL, NAMED, false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Bench) bench = bench_new (rows[i].fields);
    bench->evidence.receiver.host = SPAN ("mx.receiver.example");
    bench->evidence.receiver.organizational_domain = SPAN ("receiver.example");
    bench->judge.copied = rows[i].copied;
    if (rows[i].border >= 0) {
      add_hop (bench, rows[i].border, "mx.receiver.example");
      set_border (bench, 0);
    }
    if (rows[i].results >= 0)
      *vec_push (bench->arena, &bench->evidence.authentication_results,
                 AuthenticationResultsRecord) =
          (AuthenticationResultsRecord){.header_index = number_of (rows[i].results),
                                        .authserv_id = span_from_string (rows[i].id),
                                        .no_authserv_id = rows[i].kind == WITHOUT_ID,
                                        .id_left_out = rows[i].kind == ID_LEFT_OUT,
                                        .earlier_hop = rows[i].kind == EARLIER};
    g_test_message ("own %u: %s", i, rows[i].fields);
    g_assert_true (place_has_own_above (&bench->judge) == rows[i].is);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  rules = rule_text_new (RULES, "");
  rule_text_assert_loads (rules);
  g_test_add_func ("/trust-places/of-field", test_of_field);
  g_test_add_func ("/trust-places/block", test_block);
  g_test_add_func ("/trust-places/copies", test_copies);
  g_test_add_func ("/trust-places/one-block", test_one_block);
  g_test_add_func ("/trust-places/reordered", test_reordered);
  g_test_add_func ("/trust-places/has-field", test_has_field);
  g_test_add_func ("/trust-places/own-above", test_own_above);
  int status = g_test_run ();
  rule_text_free (rules);
  return status;
}
