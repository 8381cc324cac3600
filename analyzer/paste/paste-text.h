/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The text under repair, and the one way to change it: a Rewrite walks it from front to back,
 * keeps, drops and puts bytes, and carries the map to the source along. */
#pragma once
#include "paste/paste.h"
#include "syntax/field-names.h"

typedef struct {
  guint line;
  guint kind; /* RepairKind */
  Span before;
  Span after; /* in the arena; null behind the first LIMIT_PASTE_REPAIRS */
} PasteNote;

typedef struct {
  Arena *arena;
  GString *bytes;
  GArray *entries; /* of SourceMapEntry */
  GArray *notes;   /* of PasteNote, in the order made */
  gsize source_len;
  PasteOverview overview;
  const PasteWords *words; /* NULL: none are known */
  bool told;               /* a value stood in a sentence: somebody tells of it */
  bool page_ends;          /* what was printed between two pages went */
  bool ended;              /* as pasted, its last line had an end */
  bool whole; /* what any mail reader takes for a whole header; its words are its own */
} PasteText;

/* `text` stands at `source_offset`, `source_line` of the source. */
PasteText *paste_text_new (Arena *arena, Span text, gsize source_offset, guint source_line);
void paste_text_free (PasteText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PasteText, paste_text_free)
Span paste_text_span (const PasteText *text);
/* The map of bytes `from` up to `to`, as if they began at 0. */
void paste_text_map (const PasteText *text, gsize from, gsize to, SourceMap *ret);
/* Source offset and line of byte `at`. */
SourceMapEntry paste_text_source (const PasteText *text, gsize at);
void paste_text_note (PasteText *text, RepairKind kind, guint line, Span before, Span after);

typedef struct {
  PasteText *text;
  Span in;
  GString *out;
  GArray *entries;
  gsize at;     /* bytes of `in` dealt with */
  guint cursor; /* entry of the old map that covers `at` */
  bool broken;  /* the next kept byte needs an entry */
  bool changed;
  guint first_note;
  guint noted_line[N_REPAIRS];
} Rewrite;

void rewrite_begin (Rewrite *rewrite, PasteText *text);
/* Copies the input from where the rewrite stands up to `until`. */
void rewrite_keep (Rewrite *rewrite, gsize until);
/* Passes the input over up to `until`. */
void rewrite_drop (Rewrite *rewrite, gsize until);
/* Puts bytes in the place where the rewrite stands. */
void rewrite_put (Rewrite *rewrite, Span bytes);
/* Keeps up to `from`, then puts `with` instead of what stands up to `until`. */
void rewrite_replace (Rewrite *rewrite, gsize from, gsize until, Span with);
/* Notes a repair at the current place, once per source line and kind. */
void rewrite_note (Rewrite *rewrite, RepairKind kind, Span before, Span after);
/* Notes each one, however many on a line. */
void rewrite_note_each (Rewrite *rewrite, RepairKind kind, Span before, Span after);
/* Keeps the rest. The text is replaced if anything changed; true then. Without a change the notes
 * of this rewrite are taken back. */
bool rewrite_end (Rewrite *rewrite);

typedef enum {
  LINE_BLANK,   /* nothing, or white space outside a header */
  LINE_FIELD,   /* begins with a field name and ':' */
  LINE_FOLD,    /* begins with white space, below a field */
  LINE_ELISION, /* "...", "[…]" and nothing else */
  LINE_OTHER,
} LineKind;

typedef struct {
  LineKind kind;
  gsize start;
  gsize end;  /* of the line's bytes */
  gsize next; /* start of the next line */
  Span bytes;
  const FieldName *field; /* the field it is of, or follows; NULL outside a header */
  gsize value_at;         /* LINE_FIELD: behind ':' ; else `start` */
} PasteLine;

typedef struct {
  Span text;
  gsize at;
  const FieldName *field;
} PasteLines;

static inline PasteLines
paste_lines (Span text) {
  return (PasteLines){text, 0, NULL};
}
/* False at the end. A blank line ends a header; a known field name begins one. */
bool paste_lines_next (PasteLines *lines, PasteLine *ret);
/* The line at `at`, whatever stands above it; `at` moves behind it. False at the end. */
bool paste_line_at (Span text, gsize *at, PasteLine *ret);

/* The field name a line begins with: known, or plausible below a known one. NULL when it begins
 * with none. */
const FieldName *paste_line_field (Span line, bool inside_header, gsize *ret_value_at);
/* What stands before the colon of a line; empty for nothing that could be a caption. */
Span paste_caption (Span line);
bool paste_line_is_elision (Span line);
/* "https://…". */
bool paste_begins_link (Span text);
/* "The example below shows:"; "s=x; h=from:" is the fold of a signature. */
bool paste_line_is_heading (Span line);
bool paste_line_is_blank (Span line);
/* Its signs, white space and ';' only, as in a folded b= or what ends one. */
bool paste_line_is_base64 (Span line);
/* A known evidence name and ':' anywhere in the bytes. */
bool paste_has_evidence_name (Span bytes);
bool paste_is_ascii (Span bytes);
/* A header field ends with a line feed, and no sign of another line end before it, where the next
 * one begins: line feeds are line ends here, and other signs within a line belong to the values. */
bool paste_fields_end_with_lf (Span bytes);
