/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The evaluator against the RFC 7208 test suite (openspf.org, 2014.04), read out of its YAML, and
 * what the suite does not ask: positions, names of problems, the account of includes. */
#include <stdio.h>
#include <string.h>

#include "guarded.h"
#include "syntax/ip-address.h"
#include "verify/spf-evaluate.h"

/* ---- the suite's YAML: maps by indentation, scalars plain, quoted or folded, flow lists ---- */

typedef struct {
  gsize indent;
  char *key;   /* NULL for "- TIMEOUT" */
  char *value; /* raw, continuation lines joined with a space */
  bool item;   /* began with "- " */
} Node;

static void
node_free (gpointer node) {
  g_free (((Node *)node)->key);
  g_free (((Node *)node)->value);
  g_free (node);
}

/* Where the ':' that ends the key stands: behind a quoted key, else the first before a space, else
 * the last character. */
static const char *
key_end (const char *text) {
  if (*text == '"') {
    const char *quote = strchr (text + 1, '"');
    return quote && quote[1] == ':' ? quote + 1 : NULL;
  }
  const char *colon = strstr (text, ": ");
  gsize length = strlen (text);
  if (colon && !memchr (text, ' ', (gsize)(colon - text)))
    return colon;
  return length && text[length - 1] == ':' ? text + length - 1 : NULL;
}

static bool
is_folded (const char *value) {
  return g_str_has_prefix (value, ">") || g_str_has_prefix (value, "|");
}

static bool
is_open (const char *value) {
  gsize length = strlen (value);
  return (*value == '"' && (length == 1 || value[length - 1] != '"')) || value[0] == '\0';
}

static void
append_value (Node *node, const char *text) {
  char *joined = g_strdup_printf ("%s%s%s", node->value, *node->value ? " " : "", text);
  g_free (node->value);
  node->value = joined;
}

static GPtrArray *
read_nodes (char **lines) {
  GPtrArray *nodes = g_ptr_array_new_with_free_func (node_free);
  Node *last = NULL;
  for (; *lines; lines++) {
    const char *text = *lines + strspn (*lines, " ");
    gsize indent = (gsize)(text - *lines);
    if (*text == '\0' || *text == '#')
      continue;
    const char *end = key_end (g_str_has_prefix (text, "- ") ? text + 2 : text);
    bool deeper = last && indent > last->indent;
    if (deeper &&
        (is_folded (last->value) || end == NULL ||
         (*last->value == '"' && is_open (last->value))) &&
        !g_str_has_prefix (text, "- ")) {
      append_value (last, text);
      continue;
    }
    Node *node = g_new0 (Node, 1);
    node->item = g_str_has_prefix (text, "- ");
    node->indent = indent;
    text += node->item ? 2 : 0;
    node->key = end ? g_strndup (text, (gsize)(end - text)) : NULL;
    node->value = g_strstrip (g_strdup (end ? end + 1 : text));
    g_ptr_array_add (nodes, node);
    last = node;
  }
  return nodes;
}

/* A scalar's bytes. */
static GString *
scalar (const char *raw) {
  GString *out = g_string_new (NULL);
  gsize length = strlen (raw);
  if (length >= 2 && *raw == '\'') {
    g_string_append_len (out, raw + 1, (gssize)length - 2);
    return out;
  }
  if (length < 2 || *raw != '"')
    return g_string_append (out, raw);
  for (const char *at = raw + 1; at < raw + length - 1; at++) {
    unsigned byte;
    if (*at != '\\')
      g_string_append_c (out, *at);
    else if (at[1] == 'x' && sscanf (at + 2, "%2x", &byte) == 1) {
      g_string_append_c (out, (char)byte);
      at += 3;
    } else
      g_string_append_c (out, *++at == '0' ? '\0' : *at);
  }
  return out;
}

/* Items of "[a, b]", or the one scalar. */
static GPtrArray *
items_of (const char *raw) {
  GPtrArray *items = g_ptr_array_new ();
  gsize length = strlen (raw);
  if (*raw != '[') {
    g_ptr_array_add (items, scalar (raw));
    return items;
  }
  g_autofree char *inner = g_strndup (raw + 1, length - 2);
  g_auto (GStrv) parts = g_strsplit (inner, ",", -1);
  for (char **part = parts; *part; part++)
    if (*g_strstrip (*part))
      g_ptr_array_add (items, scalar (*part));
  return items;
}

/* ---- a zone in memory ---- */

typedef struct {
  Arena *arena;
  GHashTable *names; /* name -> Vec of ResourceRecord */
  GHashTable *timeouts;
  GHashTable *no_txt; /* names whose SPF records do not stand for TXT ones */
} MemoryZone;

static DnsStatus
look_up (gpointer backend, Span name, DnsType type, gint64 deadline, Arena *arena, Vec *ret) {
  (void)deadline;
  MemoryZone *zone = backend;
  const char *key = arena_string (arena, name);
  const Vec *list = g_hash_table_lookup (zone->names, key);
  for (guint i = 0; list && i < list->n; i++) {
    const ResourceRecord *record = vec_at (list, ResourceRecord, i);
    if (record->type == (guint)type || record->type == DNS_CNAME)
      *vec_push (arena, ret, ResourceRecord) = *record;
  }
  if (ret->n)
    return DNS_FOUND;
  if (g_hash_table_contains (zone->timeouts, key))
    return DNS_TIMEOUT;
  return list ? DNS_NO_DATA : DNS_NXDOMAIN;
}

static ResourceRecord *
add_record (MemoryZone *zone, Span name, guint type) {
  const char *key = arena_string (zone->arena, name);
  Vec *list = g_hash_table_lookup (zone->names, key);
  if (list == NULL) {
    list = arena_new_of (zone->arena, Vec);
    g_hash_table_insert (zone->names, (gpointer)key, list);
  }
  ResourceRecord *record = vec_push (zone->arena, list, ResourceRecord);
  record->name = name;
  record->type = type;
  return record;
}

static Span
joined (GPtrArray *items, guint from, Arena *arena) {
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = from; i < items->len; i++) {
    GString *item = g_ptr_array_index (items, i);
    g_string_append_len (text, item->str, (gssize)item->len);
  }
  return arena_dup (arena, span_of (text->str, text->len));
}

static Span
as_name (Span text, Arena *arena) {
  Span name = arena_dup_lower (arena, text);
  name.len -= name.len && name.data[name.len - 1] == '.';
  return name;
}

static void
fill_record (MemoryZone *zone, Span name, const char *type, const char *raw) {
  g_autoptr (GPtrArray) items = items_of (raw);
  Span value = joined (items, strcmp (type, "MX") == 0, zone->arena);
  bool text = strcmp (type, "TXT") == 0 || strcmp (type, "SPF") == 0;
  bool hidden = strcmp (type, "SPF") == 0 && g_hash_table_contains (zone->no_txt, name.data);
  if (text && !hidden && !(strcmp (type, "TXT") == 0 && span_equal (value, SPAN ("NONE"))))
    add_record (zone, name, DNS_TXT)->value = value;
  else if (strcmp (type, "A") == 0)
    add_record (zone, name, DNS_A)->value = value;
  else if (strcmp (type, "AAAA") == 0)
    ip_address_normalize (value, zone->arena, &add_record (zone, name, DNS_AAAA)->value);
  else if (strcmp (type, "MX") == 0)
    add_record (zone, name, DNS_MX)->value =
        span_equal (value, SPAN ("\"\"")) ? SPAN ("") : as_name (value, zone->arena);
  else if (strcmp (type, "PTR") == 0)
    add_record (zone, name, DNS_PTR)->value = as_name (value, zone->arena);
  else if (strcmp (type, "CNAME") == 0)
    add_record (zone, name, DNS_CNAME)->value = as_name (value, zone->arena);
  for (guint i = 0; i < items->len; i++)
    g_string_free (g_ptr_array_index (items, i), TRUE);
}

/* A name with a TXT entry keeps its SPF entries for SPF queries, which nobody makes. */
static void
note_text (MemoryZone *zone, const GPtrArray *nodes, guint from) {
  Span name = SPAN_NULL;
  for (guint i = from; i < nodes->len; i++) {
    const Node *node = g_ptr_array_index (nodes, i);
    if (!node->item) {
      g_autoptr (GString) text = scalar (node->key ? node->key : "");
      name = as_name (span_of (text->str, text->len), zone->arena);
    } else if (node->key && strcmp (node->key, "TXT") == 0)
      g_hash_table_add (zone->no_txt, (gpointer)name.data);
  }
}

static void
fill_zone (MemoryZone *zone, const GPtrArray *nodes, guint from) {
  Span name = SPAN_NULL;
  note_text (zone, nodes, from);
  for (guint i = from; i < nodes->len; i++) {
    const Node *node = g_ptr_array_index (nodes, i);
    if (!node->item) {
      g_autoptr (GString) text = scalar (node->key ? node->key : "");
      name = as_name (span_of (text->str, text->len), zone->arena);
    } else if (node->key)
      fill_record (zone, name, node->key, node->value);
    else
      g_hash_table_add (zone->timeouts, (gpointer)name.data);
  }
}

/* ---- running it ---- */

typedef struct {
  const char *name, *helo, *host, *mailfrom, *result, *explanation;
} Case;

static bool
result_is_allowed (const char *allowed, const char *result) {
  g_autoptr (GPtrArray) items = items_of (allowed);
  bool found = false;
  for (guint i = 0; i < items->len; i++) {
    GString *item = g_ptr_array_index (items, i);
    found = found || strcmp (item->str, result) == 0;
    g_string_free (item, TRUE);
  }
  return found;
}

static bool
run_case (const Case *test, MemoryZone *zone) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (Resolver) resolver = resolver_new (look_up, zone, NULL);
  g_autoptr (GString) helo = scalar (test->helo), mail_from = scalar (test->mailfrom),
                      host = scalar (test->host);
  SpfQuestion question = {.ip = span_of (host->str, host->len),
                          .mail_from = span_of (mail_from->str, mail_from->len),
                          .helo = span_of (helo->str, helo->len),
                          .explain = true};
  SpfEvaluation out;
  spf_evaluate (&question, resolver, arena, &out);
  bool passed = result_is_allowed (test->result, spf_result_word (out.result));
  if (!passed)
    g_test_message ("%s: %s, expected %s (%s %.*s)", test->name, spf_result_word (out.result),
                    test->result, out.problem ? out.problem : "", SPAN_FORMAT (out.problem_text));
  if (passed && test->explanation && result_is_allowed (test->explanation, "DEFAULT"))
    passed = span_is_null (out.explanation);
  else if (passed && test->explanation) {
    g_autoptr (GString) expected = scalar (test->explanation);
    passed = span_equal_nocase (out.explanation, span_of (expected->str, expected->len));
  }
  if (!passed)
    g_test_message ("%s: explanation \"%.*s\"", test->name, SPAN_FORMAT (out.explanation));
  g_assert_cmpuint (out.lookups, <=, SPF_LOOKUPS_MAX + 1);
  return passed;
}

static guint
find_node (const GPtrArray *nodes, const char *key) {
  guint i = 0;
  while (i < nodes->len) {
    const Node *node = g_ptr_array_index (nodes, i);
    if (node->indent == 0 && g_strcmp0 (node->key, key) == 0)
      break;
    i++;
  }
  return i;
}

static void
set_field (Case *test, const Node *node) {
  const struct {
    const char *key;
    const char **slot;
  } fields[] = {{"helo", &test->helo},
                {"host", &test->host},
                {"mailfrom", &test->mailfrom},
                {"result", &test->result},
                {"explanation", &test->explanation}};
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_strcmp0 (node->key, fields[i].key) == 0)
      *fields[i].slot = node->value;
}

static void
run_scenario (const char *text, guint *passed, guint *total) {
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GPtrArray) nodes = read_nodes (lines);
  guint tests = find_node (nodes, "tests"), zonedata = find_node (nodes, "zonedata");
  const Node *title = g_ptr_array_index (nodes, find_node (nodes, "description"));
  MemoryZone zone = {arena_new (), g_hash_table_new (g_str_hash, g_str_equal),
                     g_hash_table_new (g_str_hash, g_str_equal),
                     g_hash_table_new (g_str_hash, g_str_equal)};
  guint good = 0, all = 0;
  fill_zone (&zone, nodes, zonedata + 1);
  for (guint i = tests + 1; i < zonedata;) {
    Case test = {.name = ((Node *)g_ptr_array_index (nodes, i++))->key};
    for (; i < zonedata && ((Node *)g_ptr_array_index (nodes, i))->indent > 2; i++)
      set_field (&test, g_ptr_array_index (nodes, i));
    good += run_case (&test, &zone);
    all++;
  }
  g_test_message ("%s: %u of %u", title->value, good, all);
  *passed += good;
  *total += all;
  g_hash_table_unref (zone.names);
  g_hash_table_unref (zone.timeouts);
  g_hash_table_unref (zone.no_txt);
  arena_free (zone.arena);
}

static void
test_suite (void) {
  const char *corpus = g_getenv ("MAILWHY_CORPUS");
  g_autofree char *path = g_build_filename (corpus ? corpus : "/nonexistent", "auth",
                                            "spf-test-suite", "rfc7208-tests.yml", NULL);
  g_autofree char *text = NULL;
  if (!g_file_get_contents (path, &text, NULL, NULL)) {
    g_test_skip ("no corpus");
    return;
  }
  g_auto (GStrv) scenarios = g_strsplit (text, "\n---\n", -1);
  guint passed = 0, total = 0;
  for (char **scenario = scenarios + 1; *scenario; scenario++)
    run_scenario (*scenario, &passed, &total);
  g_test_message ("all: %u of %u", passed, total);
  g_assert_cmpuint (total, ==, 203);
  g_assert_cmpuint (passed, ==, total);
}

/* ---- positions and names of problems ---- */

static void
assert_problem (const char *record, const char *code, const char *at) {
  g_autoptr (Arena) arena = arena_new ();
  SpfPolicy policy;
  spf_policy_parse (span_guarded (record), arena, &policy);
  for (guint i = 0; i < policy.problems.n; i++) {
    const SpfProblem *problem = vec_at (&policy.problems, SpfProblem, i);
    if (strcmp (problem->code, code) != 0)
      continue;
    g_assert_true (span_equal (problem->at, span_from_string (at)));
    return;
  }
  g_error ("%s: no problem %s", record, code);
}

/* RFC 7208 §7.1: toplabel = ( *alphanum ALPHA *alphanum ) /
 * ( 1*alphanum "-" *( alphanum / "-" ) alphanum ), a dot may follow. */
static void
test_top_label (void) {
  static const struct {
    const char *domain;
    bool good;
  } rows[] = {
      {"a.x", true},     {".com", true},  {"example.com", true}, {"example.com.", true},
      {"a.1x", true},    {"a.x1", true},  {"a.1x1", true},       {"a.1-1", true},
      {"a.x--1", true},  {"%{d}", true},  {"a.%{d}", true},      {"a.1", false},
      {"a.123.", false}, {"a.x-", false}, {"a.-x", false},       {"a.x_y", false},
      {"a..", false},    {"com", false},  {"com.", false},       {"%{d}.x-", false},
      {".", false},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *record = g_strdup_printf ("v=spf1 a:%s -all", rows[i].domain);
    g_autoptr (Arena) arena = arena_new ();
    SpfPolicy policy;
    spf_policy_parse (span_guarded (record), arena, &policy);
    g_test_message ("%s", record);
    g_assert_true ((policy.problems.n == 0) == rows[i].good);
  }
}

static void
test_problems (void) {
  assert_problem ("v=spf1 include: spf.example.org ~all", "space-after-colon", "include:");
  assert_problem ("v=spf1 ip4: 192.0.2.1 ~all", "space-after-colon", "ip4:");
  assert_problem ("v=spf1 ipv4:192.0.2.1 ~all", "term-unknown", "ipv4:192.0.2.1");
  assert_problem ("v=spf1 ip4:192.0.2 ~all", "address-syntax", "ip4:192.0.2");
  assert_problem ("v=spf1 ip4:192.0.2.0/33 ~all", "prefix-length", "ip4:192.0.2.0/33");
  assert_problem ("v=spf1 \xe2\x80\x9cinclude:a.example\xe2\x80\x9d -all", "smart-quote",
                  "\xe2\x80\x9cinclude:a.example\xe2\x80\x9d");
  assert_problem ("v=spf1 -all include:spf.example.org", "after-all", "include:spf.example.org");
  assert_problem ("v=spf1 +all", "all-passes", "+all");
  assert_problem ("v=spf1 a", "all-missing", "v=spf1 a");
  assert_problem ("v=spf1 -all redirect=a.example", "redirect-unused", "redirect=a.example");
  assert_problem ("v=spf1 redirect=a.example redirect=a.example", "modifier-twice",
                  "redirect=a.example");
  assert_problem ("v=spf1 include:spf -all", "domain-syntax", "spf");
  g_assert_cmpstr (spf_near_miss (span_guarded ("\"v=spf1 -all\"")), ==, "version-quote");
  g_assert_cmpstr (spf_near_miss (span_guarded ("\xe2\x80\x9cv=spf1 -all")), ==, "version-quote");
  g_assert_cmpstr (spf_near_miss (span_guarded (" v=spf1 -all")), ==, "version-space");
  g_assert_cmpstr (spf_near_miss (span_guarded ("v=spf1;include:a.example -all")), ==,
                   "version-separator");
  g_assert_cmpstr (spf_near_miss (span_guarded ("include:spf.example.org ~all")), ==,
                   "version-missing");
  g_assert_null (spf_near_miss (span_guarded ("google-site-verification=abc")));
  g_assert_null (spf_near_miss (span_guarded ("v=spf1 -all")));
}

/* ---- the account ---- */

static void
evaluate (const char *zone, const char *ip, const char *from, Arena *arena, SpfEvaluation *ret) {
  g_autoptr (Resolver) resolver = resolver_new_zone_text (span_from_string (zone));
  SpfQuestion question = {.ip = span_from_string (ip),
                          .mail_from = span_from_string (from),
                          .helo = SPAN ("mx.opera.example")};
  SpfEvaluation out;
  spf_evaluate (&question, resolver, arena, &out);
  *ret = out;
  ret->mechanism = arena_dup (arena, out.mechanism);
  ret->mechanism_domain = arena_dup (arena, out.mechanism_domain);
  ret->problem_text = arena_dup (arena, out.problem_text);
  ret->problem_domain = arena_dup (arena, out.problem_domain);
  ret->record = arena_dup (arena, out.record);
  ret->steps = (Vec){0};
  for (guint i = 0; i < out.steps.n; i++) {
    SpfStep *step = vec_push (arena, &ret->steps, SpfStep);
    *step = *vec_at (&out.steps, SpfStep, i);
    step->domain = arena_dup (arena, step->domain);
  }
}

#define ZONE                                                                                   \
  "opera.example. TXT \"v=spf1 include:a.example -ip4:192.0.2.9 include:spf.platform.example " \
  "-all\"\n"                                                                                   \
  "a.example. TXT \"v=spf1 ip4:198.51.100.0/24 -all\"\n"                                       \
  "spf.platform.example. TXT \"v=spf1 ip4:192.0.2.0/24 -all\"\n"

static void
test_account (void) {
  g_autoptr (Arena) arena = arena_new ();
  SpfEvaluation out;
  evaluate (ZONE, "192.0.2.25", "tickets@opera.example", arena, &out);
  g_assert_cmpint (out.result, ==, SPF_PASS);
  g_assert_true (span_equal (out.mechanism, SPAN ("include:spf.platform.example")));
  g_assert_cmpuint (out.lookups, ==, 2);
  g_assert_cmpuint (out.steps.n, ==, 3);
  g_assert_cmpint (vec_at (&out.steps, SpfStep, 1)->result, ==, SPF_FAIL);

  evaluate (ZONE, "192.0.2.9", "tickets@opera.example", arena, &out);
  g_assert_cmpint (out.result, ==, SPF_FAIL);
  const SpfStep *last = vec_at (&out.steps, SpfStep, 2);
  g_assert_false (last->reached);
  g_assert_true (span_equal (last->domain, SPAN ("spf.platform.example")));

  evaluate (
      "opera.example. TXT \"v=spf1 include:missing.example -all\"\nmissing.example. A 192.0.2.1\n",
      "192.0.2.9", "tickets@opera.example", arena, &out);
  g_assert_cmpint (out.result, ==, SPF_PERMERROR);
  g_assert_cmpstr (out.problem, ==, "include-none");
  evaluate ("opera.example. TXT \"v=spf1 include:other.test -all\"\n", "192.0.2.9",
            "tickets@opera.example", arena, &out);
  g_assert_cmpint (out.result, ==, SPF_TEMPERROR);
  g_assert_cmpstr (out.problem, ==, "not-in-file");
}

/* Why a check ended in an error, at which term, in whose record; or which term decided. */
static void
test_reasons (void) {
  static const struct {
    const char *zone, *ip;
    SpfResult result;
    const char *problem, *text, *domain, *mechanism, *mechanism_domain;
    guint lookups, voids;
  } rows[] = {
      {"@ TXT \"v=spf1 mx\"\n@ MX 10 m\nm A 192.0.2.9\n", "192.0.2.1", SPF_NEUTRAL, NULL, NULL,
       NULL, "default", "opera.example", 1, 0},
      {"@ TXT \"other\"\n", "192.0.2.1", SPF_NONE, NULL, NULL, NULL, NULL, NULL, 0, 0},
      {"@ TXT \"v=spf1 -all\"\n@ TXT \"v=spf1 ~all\"\n", "192.0.2.1", SPF_PERMERROR, "two-records",
       "v=spf1 -all", "opera.example", NULL, NULL, 0, 0},
      {"@ TXT \"v=spf1 moo:x -all\"\n", "192.0.2.1", SPF_PERMERROR, "term-unknown", "moo:x",
       "opera.example", NULL, NULL, 0, 0},
      {"@ TXT \"v=spf1 include:i.opera.example -all\"\ni TXT \"v=spf1 moo:x\"\n", "192.0.2.1",
       SPF_PERMERROR, "term-unknown", "moo:x", "i.opera.example", NULL, NULL, 1, 0},
      {"@ TXT \"v=spf1 redirect=r.opera.example\"\nr TXT \"v=spf1 ip4:192.0.2.1 -all\"\n",
       "192.0.2.1", SPF_PASS, NULL, NULL, NULL, "ip4:192.0.2.1", "r.opera.example", 1, 0},
      {"@ TXT \"v=spf1 redirect=r.opera.example\"\nr A 192.0.2.1\n", "192.0.2.1", SPF_PERMERROR,
       "redirect-none", "redirect=r.opera.example", "opera.example", NULL, NULL, 1, 0},
      {"@ TXT \"v=spf1 include:i.opera.example ?all\"\ni TXT \"v=spf1 ip4:192.0.2.1\"\n",
       "192.0.2.1", SPF_PASS, NULL, NULL, NULL, "include:i.opera.example", "opera.example", 1, 0},
      /* §4.6.4: ten terms that look up, then one more */
      {"@ TXT \"v=spf1 a a a a a a a a a a -all\"\n@ A 192.0.2.9\n", "192.0.2.1", SPF_FAIL, NULL,
       NULL, NULL, "-all", "opera.example", 10, 0},
      {"@ TXT \"v=spf1 a a a a a a a a a a mx -all\"\n@ A 192.0.2.9\n", "192.0.2.1", SPF_PERMERROR,
       "lookup-limit", "mx", "opera.example", NULL, NULL, 11, 0},
      {"@ TXT \"v=spf1 a a a a a a a a a redirect=r.opera.example\"\n@ A 192.0.2.9\nr TXT \"v=spf1 "
       "-all\"\n",
       "192.0.2.1", SPF_FAIL, NULL, NULL, NULL, "-all", "r.opera.example", 10, 0},
      {"@ TXT \"v=spf1 a a a a a a a a a a redirect=r.opera.example\"\n@ A 192.0.2.9\nr TXT "
       "\"v=spf1 "
       "-all\"\n",
       "192.0.2.1", SPF_PERMERROR, "lookup-limit", "redirect=r.opera.example", "opera.example",
       NULL, NULL, 11, 0},
      /* two questions may be answered with nothing, of either kind */
      {"@ TXT \"v=spf1 a:x.opera.example exists:y.opera.example -all\"\n", "192.0.2.1", SPF_FAIL,
       NULL, NULL, NULL, "-all", "opera.example", 2, 2},
      {"@ TXT \"v=spf1 a mx ptr:opera.example -all\"\n192.0.2.1 A 192.0.2.1\n", "192.0.2.1",
       SPF_FAIL, NULL, NULL, NULL, "-all", "opera.example", 3, 2},
      {"@ TXT \"v=spf1 a mx exists:z.opera.example -all\"\n", "192.0.2.1", SPF_PERMERROR,
       "void-limit", "z.opera.example", "opera.example", NULL, NULL, 3, 3},
      /* §4.6.4: no more than ten hosts behind an mx */
      {"@ TXT \"v=spf1 mx -all\"\n@ MX 1 a\n@ MX 1 b\n@ MX 1 c\n@ MX 1 d\n@ MX 1 e\n@ MX 1 f\n@ MX "
       "1 "
       "g\n@ MX 1 h\n@ MX 1 i\n@ MX 1 j\nj A 192.0.2.1\n",
       "192.0.2.1", SPF_PASS, NULL, NULL, NULL, "mx", "opera.example", 1, 0},
      {"@ TXT \"v=spf1 mx -all\"\n@ MX 1 a\n@ MX 1 b\n@ MX 1 c\n@ MX 1 d\n@ MX 1 e\n@ MX 1 f\n@ MX "
       "1 "
       "g\n@ MX 1 h\n@ MX 1 i\n@ MX 1 j\n@ MX 1 k\n",
       "192.0.2.1", SPF_PERMERROR, "mx-limit", "mx", "opera.example", NULL, NULL, 1, 0},
      /* prefix lengths that end within a byte */
      {"@ TXT \"v=spf1 ip4:192.0.2.64/26 -all\"\n", "192.0.2.127", SPF_PASS, NULL, NULL, NULL,
       "ip4:192.0.2.64/26", "opera.example", 0, 0},
      {"@ TXT \"v=spf1 ip4:192.0.2.64/26 -all\"\n", "192.0.2.128", SPF_FAIL, NULL, NULL, NULL,
       "-all", "opera.example", 0, 0},
      {"@ TXT \"v=spf1 ip4:192.0.2.64/24 -all\"\n", "192.0.3.64", SPF_FAIL, NULL, NULL, NULL,
       "-all", "opera.example", 0, 0},
      {"@ TXT \"v=spf1 ip4:203.0.113.9/0 -all\"\n", "192.0.2.128", SPF_PASS, NULL, NULL, NULL,
       "ip4:203.0.113.9/0", "opera.example", 0, 0},
      {"@ TXT \"v=spf1 ip6:2001:db8:0:8000::/49 -all\"\n", "2001:db8:0:ffff::1", SPF_PASS, NULL,
       NULL, NULL, "ip6:2001:db8:0:8000::/49", "opera.example", 0, 0},
      {"@ TXT \"v=spf1 ip6:2001:db8:0:8000::/49 -all\"\n", "2001:db8:0:7fff::1", SPF_FAIL, NULL,
       NULL, NULL, "-all", "opera.example", 0, 0},
      {"@ TXT \"v=spf1 ip4:32.1.13.184/32 -all\"\n", "2001:db8::1", SPF_FAIL, NULL, NULL, NULL,
       "-all", "opera.example", 0, 0},
      {"@ TXT \"v=spf1 a/24//64 -all\"\n@ A 192.0.2.9\n@ AAAA 2001:db8::9\n", "192.0.2.1", SPF_PASS,
       NULL, NULL, NULL, "a/24//64", "opera.example", 1, 0},
      {"@ TXT \"v=spf1 a/24//64 -all\"\n@ A 192.0.2.9\n@ AAAA 2001:db8::9\n", "2001:db8:0:1::9",
       SPF_FAIL, NULL, NULL, NULL, "-all", "opera.example", 1, 0},
      {"@ TXT \"v=spf1 a/24//64 -all\"\n@ A 192.0.2.9\n@ AAAA 2001:db8::9\n", "2001:db8::1:0:0:1",
       SPF_PASS, NULL, NULL, NULL, "a/24//64", "opera.example", 1, 0},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *zone =
        g_strdup_printf ("$ORIGIN opera.example.\n@ SOA ns.example. x.example. 1 1 1 1 1\n%s\n"
                         "1.2.0.192.in-addr.arpa. PTR gone.opera.example.\n",
                         rows[i].zone);
    SpfEvaluation out;
    evaluate (zone, rows[i].ip, "tickets@opera.example", arena, &out);
    g_test_message ("%s %s: %s %s %.*s in %.*s, %u lookups, %u voids", rows[i].ip, rows[i].zone,
                    spf_result_word (out.result), out.problem ? out.problem : "",
                    SPAN_FORMAT (out.problem_text), SPAN_FORMAT (out.problem_domain), out.lookups,
                    out.voids);
    g_assert_cmpint (out.result, ==, rows[i].result);
    g_assert_cmpstr (out.problem, ==, rows[i].problem);
    if (rows[i].text)
      g_assert_true (span_equal (out.problem_text, span_from_string (rows[i].text)));
    if (rows[i].domain)
      g_assert_true (span_equal (out.problem_domain, span_from_string (rows[i].domain)));
    g_assert_true (span_equal (out.mechanism, span_from_string (rows[i].mechanism)));
    g_assert_true (span_equal (out.mechanism_domain, span_from_string (rows[i].mechanism_domain)));
    g_assert_cmpuint (out.lookups, ==, rows[i].lookups);
    g_assert_cmpuint (out.voids, ==, rows[i].voids);
  }
}

/* §2.4, §4.3: who is asked about, and what is no question. */
static void
test_identities (void) {
  static const struct {
    const char *from, *ip, *domain, *problem;
    SpfResult result;
  } rows[] = {
      {"tickets@opera.example", "192.0.2.1", "opera.example", NULL, SPF_PASS},
      {"tickets@OPERA.Example", "192.0.2.1", "opera.example", NULL, SPF_PASS},
      {"@opera.example", "192.0.2.1", "opera.example", NULL, SPF_PASS},
      {"opera.example", "192.0.2.1", "opera.example", NULL, SPF_PASS},
      {"a@b@opera.example", "192.0.2.1", "opera.example", NULL, SPF_FAIL},
      {"", "192.0.2.1", "mx.opera.example", NULL, SPF_SOFTFAIL},
      {"tickets@opera.example", "[192.0.2.1]", "opera.example", NULL, SPF_PASS},
      {"tickets@opera.example", "192.0.2", "opera.example", "name-syntax", SPF_NONE},
      {"tickets@opera.example", "", "opera.example", "name-syntax", SPF_NONE},
      /* no name that the DNS can have (§4.3) */
      {"tickets@example", "192.0.2.1", "example", NULL, SPF_NONE},
      {"tickets@example.", "192.0.2.1", "example.", NULL, SPF_NONE},
      {"tickets@.opera.example", "192.0.2.1", ".opera.example", NULL, SPF_NONE},
      {"tickets@opera..example", "192.0.2.1", "opera..example", NULL, SPF_NONE},
      {"tickets@[192.0.2.1]", "192.0.2.1", "[192.0.2.1]", NULL, SPF_NONE},
      {"tickets@", "192.0.2.1", "", NULL, SPF_NONE},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    SpfEvaluation out;
    evaluate ("$ORIGIN opera.example.\n@ TXT \"v=spf1 exists:%{l}.x.opera.example -all\"\n"
              "mx TXT \"v=spf1 exists:%{l}.x.opera.example ~all\"\n"
              "tickets.x A 127.0.0.2\npostmaster.x A 127.0.0.2\n"
              "[192.0.2.1]. TXT \"v=spf1 +all\"\nexample. TXT \"v=spf1 +all\"\n",
              rows[i].ip, rows[i].from, arena, &out);
    g_test_message ("<%s>: %s", rows[i].from, spf_result_word (out.result));
    g_assert_true (span_equal (out.domain, span_from_string (rows[i].domain)));
    g_assert_cmpstr (out.problem, ==, rows[i].problem);
    if (*rows[i].from)
      g_assert_cmpint (out.result, ==, rows[i].result);
    else
      g_assert_cmpint (out.result, ==, SPF_PASS); /* postmaster@mx.opera.example */
  }
  /* RFC 1035 §2.3.4: labels of 63 bytes */
  g_autoptr (Arena) arena = arena_new ();
  SpfEvaluation out;
  g_autofree char *label = g_strnfill (63, 'x');
  g_autofree char *zone = g_strdup_printf ("%s.example. TXT \"v=spf1 +all\"\n", label);
  g_autofree char *fits = g_strconcat ("a@", label, ".example", NULL);
  g_autofree char *longer = g_strconcat ("a@x", label, ".example", NULL);
  evaluate (zone, "192.0.2.1", fits, arena, &out);
  g_assert_cmpint (out.result, ==, SPF_PASS);
  evaluate (zone, "192.0.2.1", longer, arena, &out);
  g_assert_cmpint (out.result, ==, SPF_NONE);
  g_assert_null (out.problem);
}

/* Longer names are no question: the bound of spf-evaluate.h. */
static void
test_identity_size (void) {
  static const char zone[] = "opera.example. TXT \"v=spf1 +all\"\n";
  g_autoptr (Resolver) resolver = resolver_new_zone_text (span_from_string (zone));
  const gsize local = SPF_IDENTITY_MAX - strlen ("@opera.example");
  static const struct {
    int from, helo; /* bytes more than the most */
  } rows[] = {{0, 0}, {1, 0}, {0, 1}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *part = g_strnfill (local + (gsize)rows[i].from, 'x');
    g_autofree char *from = g_strconcat (part, "@opera.example", NULL);
    g_autofree char *helo = g_strnfill (SPF_IDENTITY_MAX + (gsize)rows[i].helo, 'x');
    const SpfQuestion question = {.ip = SPAN ("192.0.2.1"),
                                  .mail_from = span_from_string (from),
                                  .helo = span_from_string (helo)};
    SpfEvaluation out;
    spf_evaluate (&question, resolver, arena, &out);
    g_assert_cmpint (out.result, ==, i == 0 ? SPF_PASS : SPF_NONE);
    g_assert_cmpstr (out.problem, ==, i == 0 ? NULL : "name-syntax");
  }
}

/* §5.5, §7.3: names of the client that its address confirms, at or below the target. */
static void
test_client_names (void) {
#define NAMES                                                                         \
  "$ORIGIN opera.example.\n@ TXT \"v=spf1 ptr exists:%{p}.p.opera.example -all\"\n"   \
  "other.test. TXT \"v=spf1 exists:%{p}.p.opera.example -all\"\nout A 192.0.2.1\n"    \
  "forged A 192.0.2.99\nout.other.test. A 192.0.2.1\nnotopera.example. A 192.0.2.1\n" \
  "@ A 192.0.2.2\nout.other.test.p A 127.0.0.2\nnotopera.example.p A 127.0.0.2\n"
  static const struct {
    const char *names, *ip, *from;
    SpfResult result;
  } rows[] = {
      {"1.2.0.192.in-addr.arpa. PTR out.opera.example.\n", "192.0.2.1", "a@opera.example",
       SPF_PASS},
      {"2.2.0.192.in-addr.arpa. PTR opera.example.\n", "192.0.2.2", "a@opera.example", SPF_PASS},
      {"1.2.0.192.in-addr.arpa. PTR forged.opera.example.\n", "192.0.2.1", "a@opera.example",
       SPF_FAIL},
      {"1.2.0.192.in-addr.arpa. PTR out.other.test.\n", "192.0.2.1", "a@opera.example", SPF_PASS},
      /* the end of the name is not a label: not below, so only %{p} knows it */
      {"1.2.0.192.in-addr.arpa. PTR notopera.example.\n", "192.0.2.1", "a@opera.example", SPF_PASS},
      {"1.2.0.192.in-addr.arpa. PTR forged.opera.example.\n"
       "1.2.0.192.in-addr.arpa. PTR out.opera.example.\n",
       "192.0.2.1", "a@opera.example", SPF_PASS},
      /* the domain's own names go before others */
      {"1.2.0.192.in-addr.arpa. PTR notopera.example.\n"
       "1.2.0.192.in-addr.arpa. PTR out.other.test.\n",
       "192.0.2.1", "a@other.test", SPF_PASS},
      {"1.2.0.192.in-addr.arpa. PTR gone.other.test.\n", "192.0.2.1", "a@other.test", SPF_FAIL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *zone = g_strconcat (NAMES, rows[i].names, NULL);
    SpfEvaluation out;
    evaluate (zone, rows[i].ip, rows[i].from, arena, &out);
    g_test_message ("%s: %s by %.*s", rows[i].names, spf_result_word (out.result),
                    SPAN_FORMAT (out.mechanism));
    g_assert_cmpint (out.result, ==, rows[i].result);
  }
  g_autoptr (Arena) arena = arena_new ();
  SpfEvaluation out;
  evaluate (NAMES "1.2.0.192.in-addr.arpa. PTR notopera.example.\n", "192.0.2.1", "a@opera.example",
            arena, &out);
  g_assert_true (span_equal (out.mechanism, SPAN ("exists:%{p}.p.opera.example")));
  evaluate (NAMES "1.2.0.192.in-addr.arpa. PTR out.opera.example.\n", "192.0.2.1",
            "a@opera.example", arena, &out);
  g_assert_true (span_equal (out.mechanism, SPAN ("ptr")));

  /* §7.3: the domain itself goes before a name below it, wherever it stands */
#define CHOICE                                                                                   \
  "opera.example. TXT \"v=spf1 exists:%{p}.p.opera.example -all\"\nopera.example. A 192.0.2.1\n" \
  "out.opera.example. A 192.0.2.1\nopera.example.p.opera.example. A 127.0.0.2\n"
  static const char *const orders[] = {CHOICE "1.2.0.192.in-addr.arpa. PTR out.opera.example.\n"
                                              "1.2.0.192.in-addr.arpa. PTR opera.example.\n",
                                       CHOICE "1.2.0.192.in-addr.arpa. PTR opera.example.\n"
                                              "1.2.0.192.in-addr.arpa. PTR out.opera.example.\n"};
  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++) {
    evaluate (orders[i], "192.0.2.1", "a@opera.example", arena, &out);
    g_assert_cmpint (out.result, ==, SPF_PASS);
  }
  /* §4.6.4: names beyond the tenth are not looked at */
  for (guint n = 9; n < 12; n++) {
    g_autoptr (GString) zone = g_string_new ("opera.example. TXT \"v=spf1 ptr -all\"\n"
                                             "out.opera.example. A 192.0.2.1\n");
    for (guint i = 0; i < n; i++)
      g_string_append_printf (zone, "1.2.0.192.in-addr.arpa. PTR x%u.opera.example.\n", i);
    g_string_append (zone, "1.2.0.192.in-addr.arpa. PTR out.opera.example.\n");
    evaluate (zone->str, "192.0.2.1", "a@opera.example", arena, &out);
    g_assert_cmpint (out.result, ==, n < SPF_NAMES_MAX ? SPF_PASS : SPF_FAIL);
  }
#undef CHOICE
#undef NAMES
}

static void
test_steps (void) {
  g_autoptr (Arena) arena = arena_new ();
  SpfEvaluation out;
  evaluate ("$ORIGIN opera.example.\n"
            "@ TXT \"v=spf1 include:a.opera.example redirect=r.opera.example\"\n"
            "a TXT \"v=spf1 a:b.opera.example include:b.opera.example -all\"\nb A 192.0.2.99\n"
            "b TXT \"v=spf1 ip4:198.51.100.1 ?all\"\n"
            "r TXT \"v=spf1 ip4:192.0.2.1 include:a.opera.example -all\"\n",
            "192.0.2.1", "tickets@opera.example", arena, &out);
  static const struct {
    const char *domain;
    guint depth, lookups;
    bool reached;
    SpfResult result;
  } steps[] = {
      {"opera.example", 0, 4, true, SPF_PASS},      {"a.opera.example", 1, 3, true, SPF_FAIL},
      {"b.opera.example", 2, 3, true, SPF_NEUTRAL}, {"r.opera.example", 0, 4, true, SPF_PASS},
      {"a.opera.example", 1, 0, false, SPF_NONE},
  };
  g_assert_cmpint (out.result, ==, SPF_PASS);
  /* the domain's own record, not that of an include or of where it redirects */
  g_assert_true (
      span_equal (out.record, SPAN ("v=spf1 include:a.opera.example redirect=r.opera.example")));
  g_assert_cmpuint (out.steps.n, ==, G_N_ELEMENTS (steps));
  for (guint i = 0; i < out.steps.n; i++) {
    const SpfStep *step = vec_at (&out.steps, SpfStep, i);
    g_test_message ("%.*s: depth %u, %u lookups, %s", SPAN_FORMAT (step->domain), step->depth,
                    step->lookups, spf_result_word (step->result));
    g_assert_true (span_equal (step->domain, span_from_string (steps[i].domain)));
    g_assert_cmpuint (step->depth, ==, steps[i].depth);
    g_assert_cmpuint (step->lookups, ==, steps[i].lookups);
    g_assert_true (step->reached == steps[i].reached);
    g_assert_cmpint (step->result, ==, steps[i].result);
  }
}

/* §6.2: of a fail alone, from the one text at that name, which must be of ASCII and in order; of
 * the record that decided or that it redirects to, never of an include. */
static void
test_explanation (void) {
  static const struct {
    const char *zone, *explanation;
  } rows[] = {
      {"@ TXT \"v=spf1 exp=why.%{d} -all\"\nwhy TXT \"%{i} is none of %{o}'s servers\"\n",
       "192.0.2.1 is none of opera.example's servers"},
      {"@ TXT \"v=spf1 exp=why.%{d} -all\"\nwhy TXT \"~ %{c} %{r} %{t} %{h}%%\"\n",
       "~ 192.0.2.1 unknown 0 mx.opera.example%"},
      {"@ TXT \"v=spf1 exp=why.%{d} ~all\"\nwhy TXT \"no\"\n", NULL},
      {"@ TXT \"v=spf1 exp=why.%{d} +all\"\nwhy TXT \"no\"\n", NULL},
      {"@ TXT \"v=spf1 exp=why.%{d} -all\"\nwhy TXT \"one\"\nwhy TXT \"two\"\n", NULL},
      {"@ TXT \"v=spf1 exp=why.%{d} -all\"\nwhy A 192.0.2.9\n", NULL},
      {"@ TXT \"v=spf1 exp=why.%{d} -all\"\nwhy TXT \"100% sure\"\n", NULL},
      {"@ TXT \"v=spf1 exp=why.%{d} -all\"\nwhy TXT \"caf\xc3\xa9\"\n", NULL},
      {"@ TXT \"v=spf1 -all\"\n", NULL},
      {"@ TXT \"v=spf1 include:a.opera.example -all\"\na TXT \"v=spf1 exp=why.%{d} -all\"\n"
       "why.a TXT \"theirs\"\n",
       NULL},
      {"@ TXT \"v=spf1 include:a.opera.example exp=why.%{d} -all\"\n"
       "a TXT \"v=spf1 exp=why.%{d} -all\"\nwhy.a TXT \"theirs\"\nwhy TXT \"ours of %{d}\"\n",
       "ours of opera.example"},
      {"@ TXT \"v=spf1 redirect=a.opera.example exp=why.%{d}\"\n"
       "a TXT \"v=spf1 exp=why.%{d} -all\"\nwhy.a TXT \"theirs of %{d}\"\nwhy TXT \"ours\"\n",
       "theirs of a.opera.example"},
      {"@ TXT \"v=spf1 redirect=a.opera.example exp=why.%{d}\"\na TXT \"v=spf1 -all\"\n"
       "why TXT \"ours\"\n",
       NULL},
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint explain = 0; explain < 2; explain++) {
      g_autoptr (Arena) arena = arena_new ();
      g_autofree char *zone = g_strconcat ("$ORIGIN opera.example.\n", rows[i].zone, NULL);
      g_autoptr (Resolver) resolver = resolver_new_zone_text (span_from_string (zone));
      const SpfQuestion question = {.ip = SPAN ("192.0.2.1"),
                                    .mail_from = SPAN ("tickets@opera.example"),
                                    .helo = SPAN ("mx.opera.example"),
                                    .explain = explain};
      SpfEvaluation out;
      spf_evaluate (&question, resolver, arena, &out);
      g_test_message ("%s: %.*s", rows[i].zone, SPAN_FORMAT (out.explanation));
      g_assert_true (
          span_equal (out.explanation, span_from_string (explain ? rows[i].explanation : NULL)));
    }
}

/* §5: a question that gets no answer ends the check, whichever mechanism asked it. */
static void
test_no_answer (void) {
  static const char *const terms[] = {"a:x.other.test", "mx:x.other.test", "exists:x.other.test",
                                      "include:x.other.test", "redirect=x.other.test"};
  for (gsize i = 0; i < G_N_ELEMENTS (terms); i++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autofree char *zone = g_strdup_printf ("opera.example. TXT \"v=spf1 %s\"\n", terms[i]);
    SpfEvaluation out;
    evaluate (zone, "192.0.2.1", "tickets@opera.example", arena, &out);
    g_test_message ("%s", terms[i]);
    g_assert_cmpint (out.result, ==, SPF_TEMPERROR);
    g_assert_cmpstr (out.problem, ==, "not-in-file");
    g_assert_true (span_equal (out.problem_text, SPAN ("x.other.test")));
  }
}

/* RFC 7208 section 2.6. */
static void
test_result_words (void) {
  static const struct {
    SpfResult result;
    const char *word;
  } rows[] = {{SPF_NONE, "none"},          {SPF_NEUTRAL, "neutral"},   {SPF_PASS, "pass"},
              {SPF_FAIL, "fail"},          {SPF_SOFTFAIL, "softfail"}, {SPF_TEMPERROR, "temperror"},
              {SPF_PERMERROR, "permerror"}};
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (spf_result_word (rows[i].result), ==, rows[i].word);
}

/* As many steps as are kept; those behind them change none of these. */
static void
test_many_steps (void) {
  for (guint n = 254; n <= 256; n++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (GString) zone =
        g_string_new ("$ORIGIN opera.example.\n@ TXT \"v=spf1 "
                      "include:a.opera.example -all\"\na TXT \"v=spf1 all\"");
    for (guint i = 0; i < n; i++)
      g_string_append_printf (zone, " \" include:x%u.example\"", i);
    g_string_append_c (zone, '\n');
    SpfEvaluation out;
    evaluate (zone->str, "192.0.2.1", "tickets@opera.example", arena, &out);
    const SpfStep *first = vec_at (&out.steps, SpfStep, 0);
    const SpfStep *second = vec_at (&out.steps, SpfStep, 1);
    g_assert_cmpint (out.result, ==, SPF_PASS);
    g_assert_cmpuint (out.steps.n, ==, MIN (n + 2, 256));
    g_assert_true (span_is (first->domain, "opera.example") && first->result == SPF_PASS);
    g_assert_true (span_is (second->domain, "a.opera.example") && second->result == SPF_PASS);
    g_assert_false (vec_at (&out.steps, SpfStep, out.steps.n - 1)->reached);
  }
}

static void
test_budget (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (Resolver) resolver = resolver_new_zone_text (SPAN (
      "$TTL 3600\n"
      "opera.example. TXT \"v=spf1 include:a.opera.example include:b.opera.example mx -all\"\n"
      "opera.example. MX 10 mx.opera.example.\n"
      "a.opera.example. TXT \"v=spf1 a:1.opera.example a:2.opera.example a:3.opera.example "
      "a:4.opera.example -all\"\n"
      "b.opera.example. TXT \"v=spf1 redirect=a.opera.example\"\n"
      "1.opera.example. A 192.0.2.1\n"));
  SpfBudget budget;
  spf_budget (SPAN ("opera.example"),
              SPAN ("v=spf1 include:a.opera.example include:b.opera.example mx -all"), resolver,
              arena, &budget);
  g_assert_cmpuint (budget.lookups, ==, 12); /* a: 1+4, b: 1+1+4, mx: 1 */
  g_assert_cmpuint (budget.voids, ==, 6);
  g_assert_true (budget.complete);
  g_assert_true (span_equal (budget.worst, SPAN ("a:4.opera.example")));
}

/* What each term costs (section 4.6.4), and of which terms nobody can tell. */
static void
test_budget_terms (void) {
  static const struct {
    const char *record;
    guint lookups, voids;
    bool complete;
  } rows[] = {
      {"v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 -all", 0, 0, true},
      {"v=spf1 a -all", 1, 0, true},
      {"v=spf1 a:six.opera.example -all", 1, 0, true}, /* an IPv6 address is one */
      {"v=spf1 a:none.opera.example -all", 1, 1, true},
      {"v=spf1 mx -all", 1, 1, true},
      {"v=spf1 exists:out.opera.example -all", 1, 0, true},
      {"v=spf1 exists:none.opera.example -all", 1, 1, true},
      {"v=spf1 ptr -all", 1, 0, false},
      {"v=spf1 exists:%{i}.opera.example -all", 1, 0, false},
      {"v=spf1 include:inner.opera.example -all", 2, 0, true},
      {"v=spf1 include:inner.opera.example. -all", 2, 0, true},
      {"v=spf1 include:none.opera.example -all", 1, 1, true},
      {"v=spf1 redirect=inner.opera.example", 2, 0, true},
      {"v=spf1 redirect=inner.opera.example -all", 0, 0, true}, /* section 6.1: not looked at */
      {"v=spf1 mx -all a", 1, 1, true},                         /* nor what stands behind "all" */
      {"v=spf1 a:other.test -all", 1, 0, false},
      {"v=spf1 include:broken.opera.example -all", 1, 0, false},
      {"v=spf1 exp=none.opera.example -all", 0, 0, true},
  };
  g_autoptr (Resolver) resolver = resolver_new_zone_text (
      SPAN ("$ORIGIN opera.example.\n@ A 192.0.2.1\nsix AAAA 2001:db8::1\nout A 192.0.2.2\n"
            "inner TXT \"v=spf1 a -all\"\ninner A 192.0.2.3\nbroken TXT \"v=spf1 foo -all\"\n"));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    SpfBudget budget;
    spf_budget (SPAN ("opera.example"), span_from_string (rows[i].record), resolver, arena,
                &budget);
    g_test_message ("%s: %u, %u, %d", rows[i].record, budget.lookups, budget.voids,
                    budget.complete);
    g_assert_cmpuint (budget.lookups, ==, rows[i].lookups);
    g_assert_cmpuint (budget.voids, ==, rows[i].voids);
    g_assert_true (budget.complete == rows[i].complete);
  }
}

/* Twelve records inside each other and 64 in all, the domain's own among them. */
static void
test_budget_bounds (void) {
  for (guint n = 12; n <= 13; n++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (GString) zone = g_string_new (NULL);
    for (guint i = 1; i <= n; i++)
      g_string_append_printf (zone, "c%u.example. TXT \"v=spf1 %s%u.example -all\"\n", i,
                              i < n ? "include:c" : "ip4:192.0.2.1 exp=x", i + 1);
    g_autoptr (Resolver) resolver = resolver_new_zone_text (span_of (zone->str, zone->len));
    SpfBudget budget;
    spf_budget (SPAN ("opera.example"), SPAN ("v=spf1 include:c1.example -all"), resolver, arena,
                &budget);
    g_assert_cmpuint (budget.lookups, ==, n);
    g_assert_true (budget.complete == (n == 12));
    g_assert_true (span_equal (budget.worst, SPAN ("include:c11.example")));
  }
  for (guint n = 63; n <= 64; n++) {
    g_autoptr (Arena) arena = arena_new ();
    g_autoptr (GString) zone = g_string_new (NULL);
    g_autoptr (GString) record = g_string_new ("v=spf1");
    for (guint i = 0; i < n; i++) {
      g_string_append_printf (zone, "c%u.example. TXT \"v=spf1 -all\"\n", i);
      g_string_append_printf (record, " include:c%u.example", i);
    }
    g_string_append (record, " -all");
    g_autoptr (Resolver) resolver = resolver_new_zone_text (span_of (zone->str, zone->len));
    SpfBudget budget;
    spf_budget (SPAN ("opera.example"), span_of (record->str, record->len), resolver, arena,
                &budget);
    g_assert_cmpuint (budget.records, ==, 64);
    g_assert_true (budget.complete == (n == 63));
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/spf-evaluate/rfc7208-suite", test_suite);
  g_test_add_func ("/spf-evaluate/problems", test_problems);
  g_test_add_func ("/spf-evaluate/top-label", test_top_label);
  g_test_add_func ("/spf-evaluate/account", test_account);
  g_test_add_func ("/spf-evaluate/reasons", test_reasons);
  g_test_add_func ("/spf-evaluate/identities", test_identities);
  g_test_add_func ("/spf-evaluate/identity-size", test_identity_size);
  g_test_add_func ("/spf-evaluate/client-names", test_client_names);
  g_test_add_func ("/spf-evaluate/steps", test_steps);
  g_test_add_func ("/spf-evaluate/explanation", test_explanation);
  g_test_add_func ("/spf-evaluate/no-answer", test_no_answer);
  g_test_add_func ("/spf-evaluate/result-words", test_result_words);
  g_test_add_func ("/spf-evaluate/many-steps", test_many_steps);
  g_test_add_func ("/spf-evaluate/budget-terms", test_budget_terms);
  g_test_add_func ("/spf-evaluate/budget-bounds", test_budget_bounds);
  g_test_add_func ("/spf-evaluate/budget", test_budget);
  return g_test_run ();
}
