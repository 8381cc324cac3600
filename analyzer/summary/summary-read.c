/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A summary that somebody wrote: it can come from anywhere, so every member is checked, and one
 * that is not what it has to be is an error. Nothing is taken for 0. */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/limits.h"
#include "summary/summary-private.h"
#include "syntax/json-text.h"

/* Integers beyond are not exact in every program that reads JSON (RFC 8259 section 6), and two of
 * them never overflow. */
#define COUNT_MAX (G_GINT64_CONSTANT (1) << 53)

typedef struct {
  const char *path;
  GError **error;
  bool failed;
} Reader;

static bool
complain (GError **error, const char *path, const char *what) {
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: %s", path, what);
  return false;
}

static void
complain_of (Reader *reader, const char *name, const char *what) {
  if (!reader->failed)
    g_set_error (reader->error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: \"%s\" %s", reader->path,
                 name, what);
  reader->failed = true;
}

/* ---- members ---- */

/* NULL: it is not there, or null. */
static JsonNode *
member (JsonObject *object, const char *name) {
  JsonNode *node = json_object_get_member (object, name);
  return node && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static bool
is_integer (JsonNode *node) {
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64;
}

static Number
time_member (Reader *reader, JsonObject *object, const char *name) {
  JsonNode *node = member (object, name);
  if (node == NULL)
    return NUMBER_NULL;
  if (!is_integer (node))
    complain_of (reader, name, "is no number of seconds");
  return is_integer (node) ? number_of (json_node_get_int (node)) : NUMBER_NULL;
}

static guint64
count_member (Reader *reader, JsonObject *object, const char *name) {
  JsonNode *node = json_object_get_member (object, name);
  if (node == NULL) /* an older version had no such counter */
    return 0;
  gint64 count = is_integer (node) ? json_node_get_int (node) : -1;
  if (count >= 0 && count <= COUNT_MAX)
    return (guint64)count;
  complain_of (reader, name, "is no count");
  return 0;
}

static char *
string_member (Reader *reader, JsonObject *object, const char *name) {
  JsonNode *node = member (object, name);
  const char *text = json_text_string (object, name);
  if (node && text == NULL)
    complain_of (reader, name, "is no text");
  return (char *)text;
}

static JsonObject *
object_member (Reader *reader, JsonObject *object, const char *name) {
  JsonNode *node = member (object, name);
  if (node && !JSON_NODE_HOLDS_OBJECT (node))
    complain_of (reader, name, "is no object");
  return json_text_object (object, name);
}

/* Calls back for each object of a list. */
typedef void (*ItemReader) (Reader *reader, JsonObject *object, gpointer data);

static void
read_items (Reader *reader, JsonObject *object, const char *name, ItemReader read, gpointer data) {
  JsonNode *node = member (object, name);
  JsonArray *items = json_text_array (object, name);
  if (node && items == NULL)
    complain_of (reader, name, "is no list");
  for (guint i = 0; items && i < json_array_get_length (items) && !reader->failed; i++) {
    JsonNode *item = json_array_get_element (items, i);
    if (JSON_NODE_HOLDS_OBJECT (item))
      read (reader, json_node_get_object (item), data);
    else
      complain_of (reader, name, "holds something that is no object");
  }
}

/* ---- a summary ---- */

typedef struct {
  const SummaryTable *table;
  Tally *tally;
  guint64 total; /* of the rows so far */
} Rows;

static void
read_row (Reader *reader, JsonObject *object, gpointer data) {
  Rows *rows = data;
  TallyItem item = {.count = count_member (reader, object, "count")};
  for (guint i = 0; rows->table->parts[i]; i++)
    item.parts[i] = string_member (reader, object, rows->table->parts[i]);
  item.first = time_member (reader, object, "first");
  item.last = time_member (reader, object, "last");
  item.sample_id = string_member (reader, object, "sample_id");
  item.sample_source = string_member (reader, object, "sample_source");
  item.sample_offset = count_member (reader, object, "sample_offset");
  item.sample_sequence = count_member (reader, object, "sample_sequence");
  item.sample_address = string_member (reader, object, "sample_address");
  rows->total += item.count;
  if (rows->total > (guint64)COUNT_MAX)
    complain_of (reader, rows->table->name, "has too large a count");
  if (!reader->failed && item.count > 0)
    tally_add (rows->tally, &item);
}

static void
read_table (Reader *reader, JsonObject *summary, const SummaryTable *table, Tally *tally) {
  Rows rows = {.table = table, .tally = tally};
  JsonObject *object = object_member (reader, summary, table->name);
  if (object == NULL)
    return;
  tally->other = count_member (reader, object, "other");
  read_items (reader, object, "items", read_row, &rows);
}

static void
read_fix (Reader *reader, JsonObject *object, gpointer data) {
  GHashTable *fixes = data;
  const char *cause = string_member (reader, object, "cause");
  if (cause == NULL || g_hash_table_contains (fixes, cause))
    return;
  SummaryFix *fix = g_new0 (SummaryFix, 1);
  fix->cause = g_strdup (cause);
  fix->title = g_strdup (string_member (reader, object, "title"));
  fix->fix = g_strdup (string_member (reader, object, "fix"));
  fix->fix_by = g_strdup (string_member (reader, object, "fix_by"));
  fix->records = g_strdup (string_member (reader, object, "records"));
  g_hash_table_insert (fixes, fix->cause, fix);
}

static void
read_advice (Reader *reader, JsonObject *object, gpointer data) {
  SummaryAdvice like = {.cause = string_member (reader, object, "cause"),
                        .domain = string_member (reader, object, "domain"),
                        .title = string_member (reader, object, "title"),
                        .fix = string_member (reader, object, "fix")};
  if (!reader->failed)
    summary_advice_add (data, &like);
}

static void
read_example (Reader *reader, JsonObject *object, gpointer data) {
  SummaryExample like = {.cause = string_member (reader, object, "cause"),
                         .source = string_member (reader, object, "source"),
                         .offset = count_member (reader, object, "offset"),
                         .said = string_member (reader, object, "said"),
                         .text = string_member (reader, object, "text")};
  if (!reader->failed)
    summary_examples_add (data, &like);
}

static void
read_summary (Reader *reader, JsonObject *object, Summary *ret) {
  for (guint i = 0; summary_counters[i].name; i++)
    G_STRUCT_MEMBER (guint64, ret, summary_counters[i].offset) =
        count_member (reader, object, summary_counters[i].name);
  ret->first = time_member (reader, object, "first");
  ret->last = time_member (reader, object, "last");
  for (guint i = 0; summary_tables[i].name; i++)
    read_table (reader, object, &summary_tables[i],
                G_STRUCT_MEMBER_P (ret, summary_tables[i].offset));
  read_items (reader, object, "fixes", read_fix, ret->fixes);
  read_items (reader, object, "advice", read_advice, ret->advice);
  read_items (reader, object, "examples", read_example, ret->examples);
}

static void
read_report (Reader *reader, JsonObject *object, gpointer data) {
  Summary *summary = data;
  const char *key = string_member (reader, object, "key");
  JsonObject *counts = object_member (reader, object, "summary");
  JsonNode *believed = member (object, "believed");
  if (key == NULL || counts == NULL || believed == NULL || !JSON_NODE_HOLDS_VALUE (believed) ||
      json_node_get_value_type (believed) != G_TYPE_BOOLEAN)
    complain_of (reader, "aggregate_reports", "holds something that is no report");
  if (reader->failed)
    return;
  g_autoptr (Summary) read = summary_new ();
  read_summary (reader, counts, read);
  bool trusted = json_node_get_boolean (believed);
  Span name = span_from_string (key);
  if (!reader->failed &&
      summary_begin_report (summary, trusted ? name : span_skip (name, 1), trusted))
    summary_merge (summary->open ? summary->open->counts : summary, read);
  summary->open = NULL;
}

/* Each was at most COUNT_MAX, so their sum is exact. */
static void
check_sums (Reader *reader, const Summary *summary) {
  for (guint i = 0; summary_counters[i].name; i++)
    if (G_STRUCT_MEMBER (guint64, summary, summary_counters[i].offset) > (guint64)COUNT_MAX)
      complain_of (reader, summary_counters[i].name,
                   "is too large a count, with what was added before");
  for (guint i = 0; summary_tables[i].name; i++)
    if (tally_total (G_STRUCT_MEMBER_P (summary, summary_tables[i].offset)) > (guint64)COUNT_MAX)
      complain_of (reader, summary_tables[i].name,
                   "has too large a count, with what was added before");
}

static bool
read_one (Summary *summary, const char *path, Span text, GError **error) {
  Reader reader = {.path = path, .error = error};
  g_autoptr (Summary) read = summary_new ();
  g_autoptr (JsonParser) parser = json_text_parse (text);
  if (parser == NULL)
    return complain (error, path, "this is not JSON");
  JsonNode *root = json_parser_get_root (parser);
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonObject *inner = json_text_object (object, "summary");
  if (inner == NULL)
    return complain (error, path, "this is not a summary written by --summary-json");
  if (count_member (&reader, object, "schema") != 1)
    complain_of (&reader, "schema", "is not 1: another version wrote this summary");
  JsonObject *mail = json_text_object (object, "mail");
  read_summary (&reader, mail ? mail : inner, read);
  if (mail)
    read_items (&reader, object, "aggregate_reports", read_report, read);
  if (!reader.failed)
    summary_merge (summary, read);
  check_sums (&reader, summary);
  return !reader.failed;
}

bool
summary_read_text (Summary *summary, Span text, GError **error) {
  return read_one (summary, "-", text, error);
}

/* ---- lines ---- */

/* getline () takes whatever memory a line asks for, and fgets () loses NUL bytes. Gives false at
 * the end. */
static bool
next_line (FILE *file, GString *line) {
  int c = 0;
  g_string_truncate (line, 0);
  while (line->len <= LIMIT_SUMMARY_FILE && c != '\n' && (c = getc_unlocked (file)) != EOF)
    g_string_append_c (line, (char)c);
  return line->len > 0;
}

static bool
read_lines (Summary *summary, const char *path, FILE *file, GError **error) {
  g_autoptr (GString) line = g_string_new (NULL);
  guint64 n = 0;
  while (next_line (file, line)) {
    Span text = span_trim (span_of (line->str, line->len));
    if (line->len > LIMIT_SUMMARY_FILE)
      return complain (error, path, "a line is too long for a summary");
    if (text.len > 0 && !read_one (summary, path, text, error))
      return false;
    n += text.len > 0;
  }
  if (ferror (file))
    return complain (error, path, g_strerror (errno));
  return n > 0 || complain (error, path, "this is not JSON");
}

/* The members may stand in any order, as jq or Python wrote them; a TLS report or a service's
 * notification begins otherwise. Other data of this program's is refused by the reader. */
static bool
begins_summary (Span head) {
  static const char *const first[] = {"\"schema\"", "\"summary\"", "\"mail\"",
                                      "\"aggregate_reports\""};
  head = span_trim (head);
  if (!span_starts_with (head, SPAN ("{")))
    return false;
  head = span_trim (span_skip (head, 1));
  for (guint i = 0; i < G_N_ELEMENTS (first); i++)
    if (span_starts_with (head, span_from_string (first[i])))
      return true;
  return false;
}

bool
summary_file_begins (const char *path) {
  char head[512];
  struct stat status;
  if (g_str_equal (path, "-"))
    return true;
  if (stat (path, &status) != 0 || S_ISDIR (status.st_mode))
    return false;
  if (!S_ISREG (status.st_mode))
    return true;
  FILE *file = fopen (path, "r");
  if (file == NULL)
    return false;
  gsize n = fread (head, 1, sizeof head, file);
  fclose (file);
  return begins_summary (span_of (head, n));
}

bool
summary_read_json (Summary *summary, const char *path, GError **error) {
  if (g_str_equal (path, "-"))
    return read_lines (summary, path, stdin, error);
  FILE *file = fopen (path, "r");
  if (file == NULL)
    return complain (error, path, g_strerror (errno));
  bool good = read_lines (summary, path, file, error);
  fclose (file);
  return good;
}
