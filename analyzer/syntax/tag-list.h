/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Tag lists: "name=value; name=value" (RFC 6376 §3.2), used by DKIM-Signature, the ARC fields, key
 * records and DMARC records. Tag names keep their letter case (they are case-sensitive). */
#pragma once
#include "base/defect.h"

typedef struct {
  Span name;
  Span value; /* without surrounding white space, folds removed (CRLF gone, WSP kept); empty is not
                 absent */
} Tag;

typedef struct {
  Vec tags;       /* of Tag, in order, at most LIMIT_TAGS; duplicates kept */
  bool duplicate; /* a name occurs twice: the RFC calls the whole list invalid */
  guint8 place['z' - 'a' +
               1]; /* of the first tag with that one letter as its name, from 1; 0: there is none */
} TagList;

/* Reads all it can, shortened lists too: a line "..." is left out, and a ';' missing before a
 * folded line that begins a tag is supplied. A piece that is not a tag is dropped, and only that
 * piece. Defects: "tag-syntax", "tag-duplicate", "tag-limit". False when not one tag was found.
 * Values point into `value` unless they were folded, then into `arena`. */
bool tag_list_parse (Span value, Arena *arena, TagList *ret, Defects *defects);
/* The first of that name; null span when absent. */
Span tag_list_get (const TagList *list, Span name);
/* All FWS removed (b=, bh=, p=). */
Span tag_value_without_space (Arena *arena, Span value);
