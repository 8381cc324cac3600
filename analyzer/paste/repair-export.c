/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* JSON of mail programs' interfaces: a list of {name, value} pairs (RFC 8621 §4.1.3 has the same
 * shape), a map of names to values, or the whole source as one string. */
#include "base/limits.h"
#include "paste/repair.h"

#include "syntax/json-text.h"

typedef struct {
  Rewrite *rewrite;
  Span json;
  gsize found_at; /* names are looked for from here on */
  guint misses;
  guint fields;
  bool inner; /* within a string that is JSON itself */
} Export;

/* json-glib tells no positions: names are found again by their bytes, in order, with a bound on how
 * often in vain. */
static void
move_to_name (Export *export, Span name) {
  if (export->misses >= 16)
    return;
  gssize hit = span_find (span_skip (export->json, export->found_at), name);
  if (hit < 0) {
    export->misses++;
    return;
  }
  export->found_at += (gsize)hit;
  rewrite_drop (export->rewrite,
                (gsize)(export->json.data - export->rewrite->in.data) + export->found_at);
}

static void
put_field (Export *export, const char *name, const char *value) {
  Span key = span_from_string (name);
  if (value == NULL || key.len == 0 || key.len > 76)
    return;
  for (gsize i = 0; i < key.len; i++)
    if (!g_ascii_isalnum (name[i]) && name[i] != '-' && name[i] != '_')
      return;
  move_to_name (export, key);
  rewrite_note_each (export->rewrite, REPAIR_EXPORT, key, SPAN_NULL);
  rewrite_put (export->rewrite, key);
  rewrite_put (export->rewrite, SPAN (": "));
  /* a line end in a value must not begin another field */
  g_autofree char *flat = g_strdup (value);
  rewrite_put (export->rewrite, span_from_string (g_strdelimit (flat, "\r\n", ' ')));
  rewrite_put (export->rewrite, SPAN ("\n"));
  export->fields++;
}

typedef struct {
  const char *name, *value; /* both or neither */
} Pair;

static const char *
array_string (JsonArray *array, guint i) {
  JsonNode *node = json_array_get_element (array, i);
  bool string = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;
  return string ? json_node_get_string (node) : NULL;
}

static const char *
first_string (JsonObject *object, const char *const *names, guint n) {
  const char *string = NULL;
  for (guint i = 0; i < n && string == NULL; i++)
    string = json_text_string (object, names[i]);
  return string;
}

/* {"name": …, "value": …}, with capitals at Postmark, in other words elsewhere; ["Received", "…"]
 * at Mailgun. */
static Pair
pair_of (JsonNode *node) {
  Pair pair = {NULL, NULL};
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    JsonObject *object = json_node_get_object (node);
    static const char *const names[] = {"name", "Name", "key", "Key", "header", "headerName"};
    static const char *const values[] = {"value", "Value", "headerValue"};
    pair.name = first_string (object, names, G_N_ELEMENTS (names));
    pair.value = first_string (object, values, G_N_ELEMENTS (values));
  } else if (JSON_NODE_HOLDS_ARRAY (node) &&
             json_array_get_length (json_node_get_array (node)) == 2) {
    pair.name = array_string (json_node_get_array (node), 0);
    pair.value = array_string (json_node_get_array (node), 1);
  }
  return pair.name && pair.value ? pair : (Pair){NULL, NULL};
}

static bool
is_pair_list (JsonArray *array) {
  for (guint i = 0; i < json_array_get_length (array); i++) {
    const char *name = pair_of (json_array_get_element (array, i)).name;
    const FieldName *field = name ? field_name_find (span_from_string (name)) : NULL;
    if (field && field->evidence)
      return true;
  }
  return false;
}

static void
put_pair_list (Export *export, JsonArray *array) {
  for (guint i = 0; i < json_array_get_length (array); i++) {
    Pair pair = pair_of (json_array_get_element (array, i));
    put_field (export, pair.name, pair.value);
  }
  rewrite_put (export->rewrite, SPAN ("\n"));
}

static void
put_map_value (Export *export, const char *name, JsonNode *value) {
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
    put_field (export, name, json_node_get_string (value));
  if (!JSON_NODE_HOLDS_ARRAY (value))
    return;
  JsonArray *array = json_node_get_array (value);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *item = json_array_get_element (array, i);
    if (JSON_NODE_HOLDS_VALUE (item) && json_node_get_value_type (item) == G_TYPE_STRING)
      put_field (export, name, json_node_get_string (item));
  }
}

/* A map is one of headers when two of its keys are fields that carry evidence or a message's own.
 */
static bool
is_header_map (JsonObject *object) {
  g_autoptr (GList) names = json_object_get_members (object);
  guint known = 0, evidence = 0;
  for (GList *at = names; at; at = at->next) {
    const FieldName *field = field_name_find (span_from_string (at->data));
    known += field != NULL;
    evidence += field != NULL && field->evidence && field->kind != FIELD_KIND_ADDRESS;
  }
  return known >= 2 && evidence >= 1;
}

static void
put_map (Export *export, JsonObject *object) {
  g_autoptr (GList) names = json_object_get_members (object);
  for (GList *at = names; at; at = at->next)
    put_map_value (export, at->data, json_object_get_member (object, at->data));
  rewrite_put (export->rewrite, SPAN ("\n"));
}

static bool
is_source_text (const char *string) {
  Span text = span_from_string (string);
  return span_index (text, '\n') >= 0 && paste_has_evidence_name (text);
}

/* The Gmail API's "raw": the whole message as base64 for addresses (RFC 4648 §5). Its header is
 * taken. Null when it is none. */
static char *
raw_header (const char *string) {
  gsize len = strlen (string), alphabet = strspn (string, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                          "abcdefghijklmnopqrstuvwxyz"
                                                          "0123456789-_=");
  if (len < 200 || alphabet < len || len > LIMIT_PASTE)
    return NULL;
  g_autofree char *plain = g_strconcat (string, &"==="[(len + 3) % 4], NULL);
  g_strdelimit (plain, "-", '+');
  g_strdelimit (plain, "_", '/');
  gsize n = 0;
  g_autofree char *message = (char *)g_base64_decode (plain, &n);
  Span bytes = span_of (message, n);
  gssize end = span_find (bytes, SPAN ("\r\n\r\n"));
  end = end < 0 ? span_find (bytes, SPAN ("\n\n")) : end;
  g_autofree char *header = g_strndup (message, end < 0 ? n : (gsize)end);
  return is_source_text (header) && g_utf8_validate (header, -1, NULL) ? g_steal_pointer (&header)
                                                                       : NULL;
}

static void
put_source (Export *export, const char *string) {
  rewrite_note_each (export->rewrite, REPAIR_EXPORT, SPAN_NULL, SPAN_NULL);
  rewrite_put (export->rewrite, span_from_string (string));
  rewrite_put (export->rewrite, SPAN ("\n\n"));
  export->fields++;
}

static void walk (Export *export, JsonNode *node);

/* JSON in a string of JSON: a ticket's text, or Mailgun's "message-headers". One level of it. */
static bool
walk_inner (Export *export, const char *string) {
  Span text = span_trim (span_from_string (string));
  if (export->inner || text.len < 2 || (text.data[0] != '{' && text.data[0] != '['))
    return false;
  g_autoptr (JsonParser) parser = json_text_parse (text);
  guint fields = export->fields;
  if (parser == NULL)
    return false;
  export->inner = true;
  walk (export, json_parser_get_root (parser));
  export->inner = false;
  return export->fields > fields;
}

static void
walk_object (Export *export, JsonObject *object) {
  if (is_header_map (object)) {
    put_map (export, object);
    return;
  }
  g_autoptr (GList) names = json_object_get_members (object);
  for (GList *at = names; at; at = at->next)
    walk (export, json_object_get_member (object, at->data));
}

static void
walk_array (Export *export, JsonArray *array) {
  if (is_pair_list (array)) {
    put_pair_list (export, array);
    return;
  }
  for (guint i = 0; i < json_array_get_length (array); i++)
    walk (export, json_array_get_element (array, i));
}

/* As deep as LIMIT_JSON_DEPTH at most: json_text_parse () has looked. */
static void
walk (Export *export, JsonNode *node) {
  if (JSON_NODE_HOLDS_OBJECT (node)) {
    walk_object (export, json_node_get_object (node));
  } else if (JSON_NODE_HOLDS_ARRAY (node)) {
    walk_array (export, json_node_get_array (node));
  } else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING) {
    const char *string = json_node_get_string (node);
    if (walk_inner (export, string))
      return;
    g_autofree char *header = is_source_text (string) ? NULL : raw_header (string);
    if (header || is_source_text (string))
      put_source (export, header ? header : string);
  }
}

/* ---- broken JSON ------------------------------------------------------------------------------
 */

/* Behind the string that begins at `at`; 0 when it has no end. */
static gsize
skip_string (Span in, gsize at) {
  for (at++; at < in.len; at++) {
    if (in.data[at] == '\\')
      at++;
    else if (in.data[at] == '"')
      return at + 1;
  }
  return 0;
}

static gsize
skip_space (Span in, gsize at) {
  while (at < in.len && g_ascii_isspace (in.data[at]))
    at++;
  return at;
}

/* Behind the object of two members with strings that begins at `at`; 0 when it is none. */
static gsize
skip_pair (Span in, gsize at) {
  static const char signs[] = ":,:}";
  for (guint i = 0; i < 4; i++) {
    at = skip_space (in, at + 1);
    at = at < in.len && in.data[at] == '"' ? skip_string (in, at) : 0;
    at = at ? skip_space (in, at) : in.len;
    if (at >= in.len || in.data[at] != signs[i])
      return 0;
  }
  return at + 1;
}

static void
put_pair (Export *export, Span object) {
  g_autoptr (JsonParser) parser = json_text_parse (object);
  JsonNode *root = parser ? json_parser_get_root (parser) : NULL;
  Pair pair = root ? pair_of (root) : (Pair){NULL, NULL};
  put_field (export, pair.name, pair.value);
}

static bool
is_pair_separator (Span between) {
  between = span_trim (between);
  return between.len == 0 || span_equal (between, SPAN (","));
}

/* `{"internetMessageHeaders": [`, before the first pair of the list: it is the first there was. */
static bool
is_list_start (Span before) {
  before = span_trim (before);
  if (before.len == 0)
    return true;
  return before.len <= 200 && before.data[before.len - 1] == '[' &&
         span_find (before, SPAN ("...")) < 0;
}

static bool
is_list_end (Span behind) {
  behind = span_trim (behind);
  return behind.len > 0 && behind.data[0] == ']';
}

/* An export that is cut, has a gap, or signs between its own that are no JSON: its whole pairs are
 * taken, and a line that is no field stands for what is between. */
static void
put_whole_pairs (Export *export) {
  Span in = export->json;
  gsize start = (gsize)(in.data - export->rewrite->in.data), behind = 0; /* the last pair */
  bool gap = false;
  for (gsize at = 0; at < in.len;) {
    gssize hit = span_index (span_skip (in, at), '{');
    if (hit < 0)
      break;
    at += (gsize)hit;
    gsize end = skip_pair (in, at);
    if (end) {
      if (behind == 0) {
        gap = !is_list_start (span_first (in, at));
        rewrite_keep (export->rewrite, start);
        rewrite_put (export->rewrite, SPAN ("\n"));
      } else if (!is_pair_separator (span_of (in.data + behind, at - behind))) {
        gap = true;
        rewrite_put (export->rewrite, SPAN ("{...}\n"));
      }
      put_pair (export, span_of (in.data + at, end - at));
      behind = end;
    }
    at = end ? end : at + 1;
  }
  if (behind == 0)
    return;
  gap = gap || !is_list_end (span_skip (in, behind));
  if (gap)
    rewrite_note_each (export->rewrite, REPAIR_UNSAFE, SPAN_NULL, SPAN_NULL);
  gssize line_end = span_index (span_skip (in, behind), '\n');
  rewrite_drop (export->rewrite, line_end < 0 ? start + in.len : start + behind + (gsize)line_end);
}

/* A pair with an evidence name, in a text that is no JSON as a whole. */
static bool
has_pairs (Span in) {
  guint pairs = 0;
  for (gsize at = 0; at < in.len && pairs < 2;) {
    gssize hit = span_find (span_skip (in, at), SPAN ("\"name\""));
    if (hit < 0)
      break;
    at += (gsize)hit + 6;
    Span rest = span_first (span_skip (in, at), 100);
    gssize open = span_index (rest, '"');
    gssize close = open < 0 ? -1 : span_index (span_skip (rest, (gsize)open + 1), '"');
    const FieldName *field =
        close > 0 ? field_name_find (span_of (rest.data + open + 1, (gsize)close)) : NULL;
    pairs += field && field->evidence;
  }
  return pairs >= 2;
}

/* Quotation marks that a word processor made of JSON's own. */
static bool
repair_quotes (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  Span in = rewrite.in;
  for (gsize at = 0; has_pairs (in) && at < in.len;) {
    gssize hit = span_find (span_skip (in, at), SPAN ("\xE2\x80"));
    if (hit < 0)
      break;
    at += (gsize)hit;
    if (at + 2 < in.len && (in.data[at + 2] == '\x9C' || in.data[at + 2] == '\x9D')) {
      rewrite_note (&rewrite, REPAIR_TYPOGRAPHY, span_of (in.data + at, 3), SPAN ("\""));
      rewrite_replace (&rewrite, at, at + 3, SPAN ("\""));
    }
    at += 2;
  }
  return rewrite_end (&rewrite);
}

static bool
repair_broken_export (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  Span in = rewrite.in;
  gssize start = span_index (in, '{');
  if (start < 0 || !has_pairs (in) || !g_utf8_validate_len (in.data, in.len, NULL))
    return rewrite_end (&rewrite);
  Export export = {.rewrite = &rewrite, .json = span_skip (in, (gsize)start)};
  put_whole_pairs (&export);
  return rewrite_end (&rewrite);
}

/* From the first line that opens a value to the last that closes one. */
static bool
find_json (Span in, gsize *ret_start, gsize *ret_end) {
  bool opened = false, closed = false;
  PasteLines lines = paste_lines (in);
  PasteLine line;
  while (paste_lines_next (&lines, &line)) {
    Span bytes = span_trim (line.bytes);
    if (bytes.len == 0)
      continue;
    /* a line end that is spelled out */
    while (bytes.len > 2 && bytes.data[bytes.len - 2] == '\\' &&
           is_any_of (bytes.data[bytes.len - 1], "rn"))
      bytes.len -= 2;
    char first = bytes.data[0], last = bytes.data[bytes.len - 1];
    if (!opened && (first == '{' || first == '[')) {
      *ret_start = line.start;
      opened = true;
    }
    if (opened && (last == '}' || last == ']')) {
      *ret_end = (gsize)(bytes.data - in.data) + bytes.len;
      closed = true;
    }
  }
  return closed;
}

/* Dots may stand for the end of one pair and the beginning of the next, which are one pair then
 * that no parser minds: {"name":"From","value":"a...o","value":"b"}. */
static bool
has_gap (Span json) {
  return has_pairs (json) &&
         (span_find (json, SPAN ("...")) >= 0 || span_find (json, SPAN ("\xE2\x80\xA6")) >= 0);
}

static bool
repair_whole_export (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  gsize start = 0, end = 0;
  if (!find_json (rewrite.in, &start, &end))
    return rewrite_end (&rewrite);
  Export export = {.rewrite = &rewrite, .json = span_of (rewrite.in.data + start, end - start)};
  g_autoptr (JsonParser) parser = has_gap (export.json) ? NULL : json_text_parse (export.json);
  if (parser == NULL)
    return rewrite_end (&rewrite);
  rewrite_keep (&rewrite, start);
  walk (&export, json_parser_get_root (parser));
  if (export.fields)
    rewrite_drop (&rewrite, end);
  return rewrite_end (&rewrite);
}

/* A line, or a field: in a value the signs are its own. */
static bool
begins_text (Span rest) {
  return rest.len > 0 &&
         (rest.data[0] == '\n' || paste_line_field (span_first (rest, 80), false, NULL));
}

/* "<body><![CDATA[Received: …]]></body>" of XML (XML 1.0 section 2.7). */
static bool
repair_cdata (PasteText *text) {
  static const char *const signs[] = {"<![CDATA[", "]]>"};
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  gsize at = 0;
  for (guint i = 0; i < G_N_ELEMENTS (signs) && paste_has_evidence_name (rewrite.in); i++) {
    Span sign = span_from_string (signs[i]);
    gssize hit = span_find (span_skip (rewrite.in, at), sign);
    if (hit < 0)
      break;
    at += (gsize)hit;
    if (i == 0 && !begins_text (span_skip (rewrite.in, at + sign.len)))
      break;
    rewrite_keep (&rewrite, at);
    rewrite_note_each (&rewrite, REPAIR_HTML, sign, SPAN_NULL);
    rewrite_replace (&rewrite, at, at + sign.len, SPAN ("\n\n"));
    at += sign.len;
  }
  return rewrite_end (&rewrite);
}

/* ---- XML --------------------------------------------------------------------------------------
 */

#define ELEMENT_MAX 4096 /* bytes of a value; one longer is none */

typedef struct {
  gsize start, value, value_end, end;
  Span name;
} Element;

/* `<header name="Received">…</header>`, or `<name>Received</name> <value>…</value>`. */
static bool
element_at (Span in, gsize at, Element *ret) {
  static const struct {
    const char *before, *between;
  } forms[] = {{" name=\"", "\">"}, {"<name>", "</name>"}};
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++) {
    Span before = span_from_string (forms[i].before), between = span_from_string (forms[i].between);
    Span rest = span_skip (in, at);
    if (!span_starts_with_nocase (rest, before))
      continue;
    rest = span_first (span_skip (rest, before.len), 100);
    gssize close = span_find (rest, between);
    if (close <= 0)
      return false;
    *ret = (Element){.start = at, .name = span_first (rest, (gsize)close)};
    ret->value = at + before.len + (gsize)close + between.len;
    while (i == 0 && ret->start > 0 && g_ascii_isalpha (in.data[ret->start - 1]))
      ret->start--;
    if (i == 0 && (ret->start == 0 || ret->start == at || in.data[--ret->start] != '<'))
      return false;
    if (i == 1) {
      ret->value = skip_space (in, ret->value);
      if (!span_starts_with_nocase (span_skip (in, ret->value), SPAN ("<value>")))
        return false;
      ret->value += strlen ("<value>");
    }
    gssize end = span_find (span_first (span_skip (in, ret->value), ELEMENT_MAX), SPAN ("</"));
    gssize sign = end < 0 ? -1 : span_index (span_skip (in, ret->value + (gsize)end), '>');
    ret->value_end = ret->value + (gsize)MAX (end, 0);
    ret->end = ret->value_end + (gsize)MAX (sign, 0) + 1;
    return sign > 0;
  }
  return false;
}

static bool
next_element (Span in, gsize *at, Element *ret) {
  for (; *at < in.len; (*at)++)
    if ((in.data[*at] == ' ' || in.data[*at] == '<') && element_at (in, *at, ret)) {
      *at = ret->end;
      return true;
    }
  return false;
}

/* Beside fields as they are such signs are somebody's words. */
static bool
has_elements (Span in) {
  Element element;
  guint known = 0, evidence = 0;
  if (paste_has_evidence_name (in))
    return false;
  for (gsize at = 0; next_element (in, &at, &element);) {
    const FieldName *field = field_name_find (element.name);
    known += field != NULL;
    evidence += field != NULL && field->evidence;
  }
  return known >= 2 && evidence >= 1;
}

static bool
is_tags (Span text) {
  bool inside = false;
  for (gsize i = 0; i < text.len; i++) {
    if (!inside && text.data[i] != '<' && !g_ascii_isspace (text.data[i]))
      return false;
    inside = text.data[i] == '<' || (inside && text.data[i] != '>');
  }
  return !inside;
}

static bool
repair_elements (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  Element element;
  bool any = has_elements (rewrite.in);
  gsize behind = 0;
  for (gsize at = 0; any && next_element (rewrite.in, &at, &element);) {
    if (behind && is_tags (span_of (rewrite.in.data + behind, element.start - behind)))
      rewrite_drop (&rewrite, element.start);
    else
      rewrite_keep (&rewrite, element.start);
    behind = element.end;
    rewrite_note_each (&rewrite, REPAIR_EXPORT, element.name, SPAN_NULL);
    rewrite_put (&rewrite, SPAN ("\n"));
    rewrite_put (&rewrite, element.name);
    rewrite_put (&rewrite, SPAN (": "));
    rewrite_drop (&rewrite, element.value);
    Span value = span_of (rewrite.in.data + element.value, element.value_end - element.value);
    /* a line end in a value must not begin another field */
    for (gssize end; (end = span_index (value, '\n')) >= 0;) {
      rewrite_keep (&rewrite, (gsize)(value.data - rewrite.in.data) + (gsize)end + 1);
      rewrite_put (&rewrite, SPAN (" "));
      value = span_skip (value, (gsize)end + 1);
    }
    rewrite_keep (&rewrite, element.value_end);
    rewrite_drop (&rewrite, element.end);
  }
  if (behind)
    rewrite_put (&rewrite, SPAN ("\n\n"));
  return rewrite_end (&rewrite);
}

bool
repair_export (PasteText *text) {
  if (repair_elements (text))
    return true;
  if (repair_cdata (text))
    return true;
  if (repair_whole_export (text))
    return true;
  bool changed = repair_quotes (text);
  return repair_whole_export (text) || repair_broken_export (text) || changed;
}
