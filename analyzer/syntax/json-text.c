/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "syntax/json-text.h"

#include "base/limits.h"

/* ---- where it ends ----------------------------------------------------------------------------
 */

typedef struct {
  guint64 depth, deepest;
  bool quoted;
  char last; /* byte that is no white space, outside strings */
} Scan;

/* False at a line end that cannot be where it is. */
static bool
scan_line_end (const Scan *scan, Span rest) {
  if (scan->quoted)
    return false;
  bool another = rest.len > 2 && rest.data[1] == '{' && rest.data[2] == '"';
  return !another || is_any_of (scan->last, "[,:");
}

static void
scan_outside (Scan *scan, char c) {
  if (c == '"')
    scan->quoted = true;
  else if (c == '[' || c == '{')
    scan->depth++;
  else if ((c == ']' || c == '}') && scan->depth > 0)
    scan->depth--;
  scan->deepest = MAX (scan->deepest, scan->depth);
  if (!g_ascii_isspace (c))
    scan->last = c;
}

static JsonTextAnswer
scan_value (Span text, bool by_lines, Scan *scan, gsize *ret) {
  for (gsize i = 0; i < text.len; i++) {
    char c = text.data[i];
    if (c == '\n' && by_lines && !scan_line_end (scan, span_skip (text, i))) {
      *ret = i;
      return JSON_TEXT_BROKEN;
    }
    if (!scan->quoted)
      scan_outside (scan, c);
    else if (c == '\\')
      i++;
    else if (c == '"')
      scan->quoted = false;
    if (scan->depth == 0 && !scan->quoted && by_lines) {
      *ret = i + 1;
      return JSON_TEXT_WHOLE;
    }
  }
  *ret = text.len;
  return JSON_TEXT_MORE;
}

JsonTextAnswer
json_text_end (Span text, gsize *ret) {
  Scan scan = {.last = '['};
  return scan_value (text, true, &scan, ret);
}

/* ---- reading ----------------------------------------------------------------------------------
 */

/* json-glib reads nested values by recursion. */
static bool
is_shallow (Span text) {
  Scan scan = {0};
  gsize end;
  scan_value (text, false, &scan, &end);
  return scan.depth == 0 && !scan.quoted && scan.deepest <= LIMIT_JSON_DEPTH;
}

JsonParser *
json_text_parse (Span text) {
  if (!is_shallow (text) || !g_utf8_validate_len (text.data, text.len, NULL))
    return NULL;
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text.data, (gssize)text.len, NULL) ||
      json_parser_get_root (parser) == NULL)
    return NULL;
  return g_steal_pointer (&parser);
}

static JsonNode *
member (JsonObject *object, const char *name) {
  return object ? json_object_get_member (object, name) : NULL;
}

JsonObject *
json_text_object (JsonObject *object, const char *name) {
  JsonNode *node = member (object, name);
  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
json_text_array (JsonObject *object, const char *name) {
  JsonNode *node = member (object, name);
  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

const char *
json_text_string (JsonObject *object, const char *name) {
  JsonNode *node = member (object, name);
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}
