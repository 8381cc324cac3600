/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/json-record.h"

#include <json-glib/json-glib.h>

#include "report/reporter.h"
#include "sample-case.h"

static JsonNode *
write_and_parse (const Case *mail_case, const char *format) {
  g_autoptr (Sink) sink = sink_new_memory ();
  ReportOptions options = {0};
  const Reporter *reporter = reporter_find (format);
  reporter->begin (sink, &options);
  reporter->write_case (sink, &options, mail_case);
  reporter->end (sink, &options);
  Span bytes = sink_bytes (sink);
  g_assert_cmpint (bytes.data[bytes.len - 1], ==, '\n');
  g_assert_true (g_str_equal (format, "json") || span_index (bytes, '\n') == (gssize)bytes.len - 1);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  json_parser_load_from_data (parser, bytes.data, (gssize)bytes.len, &error);
  g_assert_no_error (error);
  return json_parser_steal_root (parser);
}

/* The keys scripts rely on, per record; the name of a list or an object of a case. */
static const struct {
  const char *name;
  const char *keys;
} promised[] = {
    {"source",
     "name name_bytes kind offset length sequence message_id date date_raw repairs confidence"},
    {"from", "address domain organizational_domain count fields domains"},
    {"return_path", "address domain null_sender"},
    {"received", "header_index line offset from helo reverse_name address by with id for date "
                 "date_raw tls delay_seconds border"},
    {"authentication_results", "header_index line offset field authserv_id version reporter trust "
                               "trusted trust_reason results"},
    {"spf", "header_index line offset reporter trust trusted trust_reason source result raw_result "
            "identity domain client_ip helo mechanism record comment alignment"},
    {"dkim_signatures",
     "header_index line offset domain selector identity algorithm canonicalization "
     "headers body_hash key_bits length time expiration alignment results"},
    {"dkim",
     "header_index line offset reporter trust trusted trust_reason result raw_result domain "
     "selector algorithm comment reason signature alignment"},
    {"dmarc",
     "header_index line offset reporter trust trusted trust_reason result raw_result domain "
     "policy disposition comment"},
    {"arc", "instance header_index line offset seal_domain cv results"},
    {"microsoft", "compauth compauth_reason action"},
    {"bounces", "recipient action status reply_code diagnostic remote_mta reporting_mta receiver "
                "reason spf dkim dmarc domain client_ip final"},
    {"verdict", "status basis spf spf_domain spf_alignment dkim dkim_domain dkim_selector "
                "dkim_alignment dmarc dmarc_record disposition cause fix_by sentence spf_client_ip "
                "counterfactual"},
    {"findings", "id severity proof title explanation fix fix_by check records subject evidence "
                 "superseded_by"},
    {"defects", "code header_index line offset text"},
    {"cut", "list total"},
};

static JsonObject *
object_of (JsonObject *parent, const char *name) {
  JsonNode *node = json_object_get_member (parent, name);
  g_assert_nonnull (node);
  if (JSON_NODE_HOLDS_ARRAY (node))
    node = json_array_get_element (json_node_get_array (node), 0);
  return json_node_get_object (node);
}

static void
assert_keys (JsonObject *object, const char *keys) {
  g_auto (GStrv) each = g_strsplit (keys, " ", -1);
  for (guint i = 0; each[i]; i++)
    if (!json_object_has_member (object, each[i]))
      g_error ("no key %s", each[i]);
}

static void
test_promised_keys (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case mail_case;
  full_case (arena, &mail_case);
  g_autoptr (JsonNode) root = write_and_parse (&mail_case, "json");
  JsonObject *object = json_node_get_object (root);
  for (guint i = 0; i < G_N_ELEMENTS (promised); i++)
    assert_keys (object_of (object, promised[i].name), promised[i].keys);
  JsonObject *results = object_of (object_of (object, "authentication_results"), "results");
  assert_keys (results, "method method_version result raw_result reason comment properties");
  assert_keys (object_of (results, "properties"), "ptype property value");
  assert_keys (object_of (object_of (object, "findings"), "records"), "name type value");
  assert_keys (object_of (object_of (object, "findings"), "evidence"),
               "field header_index line offset");
  JsonObject *original = object_of (object, "original");
  assert_keys (original, "source from spf dkim dmarc defects cut");
  g_assert_false (json_object_has_member (original, "verdict"));
}

static void
test_order (void) {
  static const char *const expected[] = {"schema", "source", "overview", "from", "return_path"};
  static const char *const last[] = {"original",     "verdict", "findings", "steps",
                                     "requirements", "defects", "cut"};
  Case mail_case = {0};
  g_autoptr (JsonNode) root = write_and_parse (&mail_case, "jsonl");
  g_autoptr (GList) members = json_object_get_members (json_node_get_object (root));
  guint n = g_list_length (members);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpstr (g_list_nth_data (members, i), ==, expected[i]);
  for (guint i = 0; i < G_N_ELEMENTS (last); i++)
    g_assert_cmpstr (g_list_nth_data (members, n - G_N_ELEMENTS (last) + i), ==, last[i]);
}

/* Nothing known: the same keys, null or []. */
static void
assert_unknown (JsonObject *object) {
  g_autoptr (GList) members = json_object_get_members (object);
  for (GList *at = members; at; at = at->next) {
    JsonNode *node = json_object_get_member (object, at->data);
    if (JSON_NODE_HOLDS_OBJECT (node))
      assert_unknown (json_node_get_object (node));
    else if (JSON_NODE_HOLDS_ARRAY (node))
      g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 0);
    else
      g_assert_true (JSON_NODE_HOLDS_NULL (node) || g_str_equal (at->data, "schema"));
  }
}

static guint
count_keys (JsonObject *object) {
  guint n = json_object_get_size (object);
  g_autoptr (GList) values = json_object_get_values (object);
  for (GList *at = values; at; at = at->next)
    if (JSON_NODE_HOLDS_OBJECT (at->data))
      n += count_keys (json_node_get_object (at->data));
  return n;
}

static void
test_unknown (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case empty = {0}, full;
  full_case (arena, &full);
  g_autoptr (JsonNode) unknown = write_and_parse (&empty, "json");
  assert_unknown (json_node_get_object (unknown));
  /* records that may be absent have no inner keys then; else nothing is missing */
  full.original = NULL;
  full.evidence.microsoft = NULL;
  full.evidence.overview = NULL;
  full.evidence.source.outer = NULL;
  full.evidence.aggregate = NULL;
  full.evidence.tls = NULL;
  full.evidence.source.outer = NULL;
  full.evidence.spf_now = NULL;
  full.evidence.dmarc_now = NULL;
  g_autoptr (JsonNode) known = write_and_parse (&full, "json");
  g_assert_cmpuint (count_keys (json_node_get_object (unknown)), ==,
                    count_keys (json_node_get_object (known)));
}

static void
test_values (void) {
  g_autoptr (Arena) arena = arena_new ();
  Case mail_case;
  sample_case (arena, &mail_case);
  mail_case.evidence.return_path.null_sender = FLAG_FALSE;
  DkimSignatureRecord *signature =
      vec_push (arena, &mail_case.evidence.dkim_signatures, DkimSignatureRecord);
  PUSH (arena, &signature->results, Number, 2, true);
  PUSH (arena, &signature->headers, Span, "from", 4);
  signature->signs_from = FLAG_TRUE;
  signature->time.raw = SPAN ("soon");
  g_autoptr (JsonNode) root = write_and_parse (&mail_case, "jsonl");
  JsonObject *object = json_node_get_object (root);
  g_assert_cmpint (json_object_get_int_member (object, "schema"), ==, 1);
  JsonObject *source = object_of (object, "source");
  g_assert_cmpstr (json_object_get_string_member (source, "date"), ==, "2019-06-26T20:49:40Z");
  g_assert_cmpstr (json_object_get_string_member (source, "date_raw"), ==,
                   "Wed, 26 Jun 2019 15:49:40 -0500 (CDT)");
  g_assert_cmpint (json_object_get_int_member (source, "sequence"), ==, 1);
  JsonObject *path = object_of (object, "return_path");
  g_assert_cmpint (json_node_get_value_type (json_object_get_member (path, "null_sender")), ==,
                   G_TYPE_BOOLEAN);
  g_assert_false (json_object_get_boolean_member (path, "null_sender"));
  JsonObject *written = object_of (object, "dkim_signatures");
  g_assert_true (json_object_get_boolean_member (written, "signs_from"));
  g_assert_true (json_object_get_null_member (written, "empty_body"));
  g_assert_true (json_object_get_null_member (written, "time"));
  g_assert_cmpstr (json_object_get_string_member (written, "time_raw"), ==, "soon");
  g_assert_cmpint (
      json_array_get_int_element (json_object_get_array_member (written, "results"), 0), ==, 2);
  g_assert_cmpstr (
      json_array_get_string_element (json_object_get_array_member (written, "headers"), 0), ==,
      "from");
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-record/promised-keys", test_promised_keys);
  g_test_add_func ("/json-record/order", test_order);
  g_test_add_func ("/json-record/unknown", test_unknown);
  g_test_add_func ("/json-record/values", test_values);
  return g_test_run ();
}
