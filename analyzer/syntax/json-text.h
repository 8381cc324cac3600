/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* JSON (RFC 8259) that somebody else wrote: where a value ends, and the values in it, read by
 * json-glib behind checks that bound what it does. */
#pragma once
#include <json-glib/json-glib.h>

#include "base/span.h"

typedef enum {
  JSON_TEXT_WHOLE,
  JSON_TEXT_MORE,   /* it does not end in this text */
  JSON_TEXT_BROKEN, /* it ends with its line, see below */
} JsonTextAnswer;

/* Where the object or list at the start of `text` ends. A line end inside a string (RFC 8259 §7
 * allows none) or a line that begins an object where none can follow shows that it was cut: it ends
 * with the line before. Linear. */
JsonTextAnswer json_text_end (Span text, gsize *ret);

/* NULL when it is not JSON, not UTF-8, or deeper than LIMIT_JSON_DEPTH. The parser owns the values.
 * It can take some hundred times as much memory as the text, so bound the text first. */
JsonParser *json_text_parse (Span text);

/* Members of an object, which may be NULL. NULL when there is none of that name and type. */
JsonObject *json_text_object (JsonObject *object, const char *name);
JsonArray *json_text_array (JsonObject *object, const char *name);
const char *json_text_string (JsonObject *object, const char *name);
