/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is not known to be whole is no evidence. A domain that is cut still looks like a domain, so
 * whatever touches a gap goes: an elision, a word broken in two, a line that could not be read, the
 * end of the paste. And nothing behind a gap belongs to what stands before it. */
#include "paste/repair.h"

#include "syntax/domain.h"

static bool
is_listed (const FieldName *field) {
  return field->kind == FIELD_KIND_RESULTS || field->kind == FIELD_KIND_SPF ||
         field->kind == FIELD_KIND_TAGS;
}

static bool
is_address (const FieldName *field) {
  return field->evidence && field->kind == FIELD_KIND_ADDRESS;
}

/* Length of three dots or more at `at`, with the brackets around them; 0 for none. */
static gsize
dots_at (Span in, gsize at, gsize end) {
  gsize from = at, open = at < end && in.data[at] == '[';
  from += open;
  gsize dots = from;
  while (dots < end && in.data[dots] == '.')
    dots++;
  if (dots - from < 3)
    return 0;
  return dots - at + (open && dots < end && in.data[dots] == ']');
}

static bool
has_dots (Span in, gsize start, gsize end) {
  return span_find (span_of (in.data + start, end - start), SPAN ("...")) >= 0;
}

static gsize
skip_space (Span in, gsize at, gsize end) {
  while (at < end && g_ascii_isspace (in.data[at]))
    at++;
  return at;
}

/* Dots that are a line of their own leave the line above whole: who leaves lines out leaves whole
 * lines out. */
static bool
is_dots_line (Span in, gsize start, gsize end) {
  while (start > 0 && is_wsp (in.data[start - 1]))
    start--;
  while (end < in.len && is_wsp (in.data[end]))
    end++;
  return (start == 0 || in.data[start - 1] == '\n') && (end == in.len || in.data[end] == '\n');
}

/* ---- pieces of an item ------------------------------------------------------------------------
 */

typedef enum {
  PIECE_BARE,    /* a word */
  PIECE_PAIR,    /* name=value */
  PIECE_COMMENT, /* parentheses and all */
  PIECE_DOTS,
} PieceKind;

typedef struct {
  PieceKind kind;
  gsize start, end;
  gsize equals; /* PIECE_PAIR: of '=' */
  bool open;    /* its closing sign is missing */
  bool dots;    /* there are some in it */
} Piece;

typedef struct {
  Rewrite *rewrite;
  const FieldName *field;
  gsize start, end; /* of the value */
  bool sure;        /* that nothing is missing at its end */
  bool whole;       /* of a message that is not a paste: its words are its own */
  gsize id_at;      /* where the first words stand: who says it, or what is said */
  GArray *pieces;   /* of Piece, of one item */
  bool looking;     /* changes nothing, finds out whether there is a `gap` */
  bool gap;
  bool
      torn; /* the item, or in Received-SPF the field, lost an identity: others are no substitute */
  bool identity; /* Received-SPF says whose domain it tested, and nothing touches that */
} Value;

static gsize
end_of_comment (Span in, gsize at, gsize end, bool *ret_open) {
  guint depth = 0;
  for (; at < end; at++) {
    char c = in.data[at];
    if (c == '\\' && at + 1 < end)
      at++;
    else if (c == '(')
      depth++;
    else if (c == ')' && --depth == 0)
      return at + 1;
  }
  *ret_open = true;
  return end;
}

static gsize
end_of_string (Span in, gsize at, gsize end, bool *ret_open) {
  for (at++; at < end; at++) {
    if (in.data[at] == '\\' && at + 1 < end)
      at++;
    else if (in.data[at] == '"')
      return at + 1;
  }
  *ret_open = true;
  return end;
}

static Piece
next_piece (Span in, gsize at, gsize end) {
  Piece piece = {.kind = PIECE_BARE, .start = at};
  gsize dots = dots_at (in, at, end);
  if (dots &&
      (at + dots >= end || g_ascii_isspace (in.data[at + dots]) || in.data[at + dots] == ';')) {
    piece.kind = PIECE_DOTS;
    piece.end = at + dots;
    return piece;
  }
  if (in.data[at] == '(') {
    piece.kind = PIECE_COMMENT;
    piece.end = end_of_comment (in, at, end, &piece.open);
  } else {
    while (at < end && !g_ascii_isspace (in.data[at]) && in.data[at] != ';' && in.data[at] != '(') {
      if (in.data[at] == '=' && piece.kind == PIECE_BARE && at > piece.start) {
        piece.kind = PIECE_PAIR;
        piece.equals = at;
      }
      at = in.data[at] == '"' ? end_of_string (in, at, end, &piece.open) : at + 1;
    }
    piece.end = at;
  }
  piece.dots = has_dots (in, piece.start, piece.end);
  return piece;
}

/* "name = value" is one piece. */
static void
add_piece (Value *value, Span in, Piece piece) {
  Piece *last =
      value->pieces->len ? &g_array_index (value->pieces, Piece, value->pieces->len - 1) : NULL;
  bool equals_before = last && last->kind == PIECE_PAIR && last->end == last->equals + 1;
  bool equals_first = piece.kind == PIECE_BARE && in.data[piece.start] == '=';
  if (last && piece.kind == PIECE_BARE && equals_before) {
    last->end = piece.end;
  } else if (last && last->kind == PIECE_BARE && equals_first) {
    last->kind = PIECE_PAIR;
    last->equals = piece.start;
    last->end = piece.end;
  } else {
    g_array_append_val (value->pieces, piece);
    return;
  }
  last->open |= piece.open;
  last->dots |= piece.dots;
}

/* ---- what goes --------------------------------------------------------------------------------
 */

static void
drop (Value *value, gsize start, gsize end) {
  Rewrite *rewrite = value->rewrite;
  if (end <= start || start < rewrite->at)
    return;
  value->gap = true;
  if (value->looking)
    return;
  rewrite_keep (rewrite, start);
  rewrite_note_each (rewrite, REPAIR_UNSAFE, span_of (rewrite->in.data + start, end - start),
                     SPAN_NULL);
  rewrite_drop (rewrite, end);
}

/* Nothing more of the value behind `at`. */
static bool
is_last (const Value *value, gsize at) {
  return skip_space (value->rewrite->in, at, value->end) >= value->end;
}

/* The gap becomes a separator: what stands behind it is no property of what stands before. */
static void
part (Value *value, gsize start, gsize end) {
  Rewrite *rewrite = value->rewrite;
  if (start < rewrite->at)
    return;
  value->gap = true;
  if (value->looking)
    return;
  rewrite_keep (rewrite, start);
  if (end > start)
    rewrite_note_each (rewrite, REPAIR_ELISION, span_of (rewrite->in.data + start, end - start),
                       SPAN (";"));
  gsize next = skip_space (rewrite->in, end, value->end);
  if (next < value->end ? rewrite->in.data[next] != ';' : !value->sure)
    rewrite_put (rewrite, SPAN (";"));
  rewrite_drop (rewrite, end);
}

static bool
is_result_word (Span word) {
  static const char *const words[] = {"pass", "fail",      "softfail",  "neutral", "hardfail",
                                      "none", "temperror", "permerror", "policy"};
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (span_equal_nocase (word, span_from_string (words[i])))
      return true;
  return false;
}

static Span
pair_name (Span in, const Piece *piece) {
  return span_trim (span_of (in.data + piece->start, piece->equals - piece->start));
}

/* "dkim=pass": a word cut short would be none. */
static bool
is_result (Span in, const Piece *piece) {
  gsize from = piece->kind == PIECE_PAIR ? piece->equals + 1 : piece->start;
  if (piece->kind == PIECE_PAIR && span_index (pair_name (in, piece), '.') >= 0)
    return false;
  return piece->kind <= PIECE_PAIR &&
         is_result_word (span_trim (span_of (in.data + from, piece->end - from)));
}

/* Names whose value is compared or shown as somebody's identity. */
static bool
names_identity (const Value *value, Span name) {
  static const char *const names[] = {"envelope-from", "helo",     "x-sender", "identity",
                                      "client-ip",     "receiver", "x-helo"};
  if (value->field->kind == FIELD_KIND_RESULTS)
    return true;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (span_equal_nocase (name, span_from_string (names[i])))
      return true;
  return false;
}

/* A quoted address has no white space in it; what has was broken at a line end. */
static bool
is_broken_string (Span in, const Piece *piece) {
  Span text = span_of (in.data + piece->equals, piece->end - piece->equals);
  return piece->open || (span_index (text, '"') >= 0 && span_index (text, '@') >= 0 &&
                         span_index (text, '\n') >= 0);
}

/* "smtp.mailfrom", "reason": what a name can be behind another value of the same item. Shorter
 * words and those with digits or signs are the rest of a value with '=' in it ("srs0=…"), or of a
 * name. */
static bool
is_whole_name (Span name) {
  gssize dot = span_index (name, '.');
  if (dot == 0 || (gsize)dot + 1 == name.len || name.len == 0)
    return false;
  for (gsize i = 0; i < name.len; i++)
    if (!g_ascii_isalpha (name.data[i]) && name.data[i] != '-' && name.data[i] != '_' &&
        (dot < 0 || (name.data[i] != '.' && !g_ascii_isdigit (name.data[i]))))
      return false;
  return dot > 0 || name.len >= 3;
}

/* A name of any kind: a method, a property, a key. */
static bool
is_name (Span name) {
  for (gsize i = 0; i < name.len; i++)
    if (!g_ascii_isalnum (name.data[i]) && !is_any_of (name.data[i], "-_./"))
      return false;
  return name.len > 0 && name.data[0] != '.';
}

/* The name of who says it, its version, or "none" (RFC 8601 §2.2); in Received-SPF the result. */
static bool
is_first_word (const Value *value, guint i) {
  Span in = value->rewrite->in;
  const Piece *piece = &g_array_index (value->pieces, Piece, i);
  bool first = g_array_index (value->pieces, Piece, 0).start == value->id_at;
  Span word = span_of (in.data + piece->start, piece->end - piece->start);
  if (span_index (word, '"') >= 0)
    return false;
  if (value->field->kind == FIELD_KIND_SPF)
    return first && i == 0;
  return (first && (i == 0 || (i == 1 && g_ascii_isdigit (word.data[0])))) ||
         (i == 0 && value->pieces->len == 1 && span_equal_nocase (word, SPAN ("none")));
}

/* "…; visitor.example; dkim=pass …": until 2020 Microsoft put the recipient's domain between the
 * results, as an item of its own. */
static bool
is_domain_between (const Value *value, guint i) {
  Span in = value->rewrite->in;
  const Piece *piece = &g_array_index (value->pieces, Piece, i);
  Span word = span_of (in.data + piece->start, piece->end - piece->start);
  gssize dot = span_last_index (word, '.');
  return value->field->kind == FIELD_KIND_RESULTS && value->pieces->len == 1 && dot > 0 &&
         is_name (word) && domain_is_public_suffix (span_skip (word, (gsize)dot + 1)) &&
         !is_last (value, piece->end);
}

/* A word where none may stand, or a name that is none: the other half of what stands before it. */
static bool
is_torn (const Value *value, guint i) {
  Span in = value->rewrite->in;
  const Piece *piece = &g_array_index (value->pieces, Piece, i), *last = piece - 1;
  if (value->whole)
    return false;
  if (piece->kind == PIECE_BARE)
    return !is_first_word (value, i) && !is_domain_between (value, i);
  if (piece->kind != PIECE_PAIR)
    return false;
  if (i == 0 || last->kind != PIECE_PAIR)
    return !is_name (pair_name (in, piece));
  return last->end == last->equals + 1 || !is_whole_name (pair_name (in, piece));
}

/* A value ends with white space only before a comment, ';' or another name=value (RFC 8601 §2.2,
 * RFC 7208 §9.1). A bare word behind it is its other half, or somebody's words. */
static bool
is_followed_by_half (const Value *value, guint i) {
  Span in = value->rewrite->in;
  const Piece *piece = &g_array_index (value->pieces, Piece, i), *next = piece + 1;
  if (i + 1 >= value->pieces->len || is_result (in, piece))
    return false;
  if (next->kind != PIECE_BARE && !is_torn (value, i + 1))
    return false;
  return names_identity (value, pair_name (in, piece));
}

/* Where the words end that stand behind piece `i`. */
static gsize
end_of_words (const Value *value, guint i) {
  while (i + 1 < value->pieces->len &&
         g_array_index (value->pieces, Piece, i + 1).kind == PIECE_BARE)
    i++;
  return g_array_index (value->pieces, Piece, i).end;
}

/* Whose value is a domain or a selector, and no address that may have a '=' in it. */
static bool
is_plain_name (Span name) {
  static const char *const names[] = {"header.d", "header.s", "header.from", "smtp.helo", "helo"};
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (span_equal_nocase (name, span_from_string (names[i])))
      return true;
  return false;
}

/* Signs that no address or domain has: what is left of markup, or of another line. */
static bool
is_littered (const Value *value, const Piece *piece) {
  Span in = value->rewrite->in;
  Span text = span_trim (span_of (in.data + piece->equals + 1, piece->end - piece->equals - 1));
  if (value->whole || piece->kind != PIECE_PAIR || !names_identity (value, pair_name (in, piece)))
    return false;
  bool quoted = text.len > 1 && text.data[0] == '"';
  if (!quoted && text.len && is_plain_name (pair_name (in, piece)) &&
      (span_index (text, '=') >= 0 || is_any_of (text.data[text.len - 1], "_-")))
    return true;
  if (text.len > 1 && text.data[0] == '<' && text.data[text.len - 1] == '>')
    text = span_of (text.data + 1, text.len - 2);
  if (!quoted && span_index (text, '"') >= 0)
    return true;
  /* "***@b.example" hides a person, and the domain is whole */
  gssize at = span_last_index (text, '@');
  for (gsize i = 0; i < text.len && !quoted; i++)
    if (is_any_of (text.data[i], "<>|\\*(){}") && !(text.data[i] == '*' && (gssize)i < at))
      return true;
  return span_find (text, SPAN ("://")) >= 0 || (span_index (text, '[') > 0 && !quoted);
}

static bool
is_unsure_end (const Value *value, const Piece *piece) {
  return !value->sure && is_last (value, piece->end);
}

/* The piece before a gap: a result stays, an identity goes. */
static void
drop_touching (Value *value, guint i) {
  Span in = value->rewrite->in;
  const Piece *piece = &g_array_index (value->pieces, Piece, i);
  if (piece->kind <= PIECE_PAIR && !is_result (in, piece))
    drop (value, piece->start, piece->end);
}

/* The last piece goes, and the sign that ends an item shows that what stands before is whole. */
static void
drop_last (Value *value, guint i) {
  gsize at = value->rewrite->at;
  drop_touching (value, i);
  if (!value->looking && value->rewrite->at > at && value->rewrite->broken)
    rewrite_put (value->rewrite, SPAN (";"));
}

/* "...;" or "... dkim=pass": the name of who says so was left out, which is no gap in what is said.
 */
static bool
is_elided_id (const Value *value, const Piece *piece) {
  return value->field->kind == FIELD_KIND_RESULTS &&
         skip_space (value->rewrite->in, value->start, value->end) == piece->start;
}

/* Dots in the place of the authserv-id are a person's, who leaves out what is beside the point, and
 * whole words of it. A program cuts at an end. */
static bool
is_elided_by_hand (const Value *value) {
  Span in = value->rewrite->in;
  gsize start = skip_space (in, value->start, value->end);
  return value->field->kind == FIELD_KIND_RESULTS && dots_at (in, start, value->end) > 0;
}

static bool
is_gap_ahead (const Value *value, guint i) {
  const Piece *piece = &g_array_index (value->pieces, Piece, i), *next = piece + 1;
  if (i + 1 < value->pieces->len && next->kind == PIECE_DOTS)
    return !is_dots_line (value->rewrite->in, next->start, next->end) && !is_elided_by_hand (value);
  return false;
}

static void
mend_dots (Value *value, const Piece *piece) {
  Rewrite *rewrite = value->rewrite;
  if (!is_elided_id (value, piece)) {
    part (value, piece->start, piece->end);
    return;
  }
  gsize next = skip_space (rewrite->in, piece->end, value->end);
  if (next >= value->end || rewrite->in.data[next] == ';' || value->looking)
    return;
  rewrite_keep (rewrite, piece->end);
  rewrite_note_each (rewrite, REPAIR_ELISION, SPAN ("..."), SPAN ("...;"));
  rewrite_put (rewrite, SPAN (";"));
}

/* Base64 is nobody's name, and receivers shorten it themselves: at its end, and the item ends
 * there. */
static bool
is_hash (const Value *value, const Piece *piece) {
  Span in = value->rewrite->in;
  if (piece->kind != PIECE_PAIR || piece->open ||
      !span_equal_nocase (pair_name (in, piece), SPAN ("header.b")))
    return false;
  if (!piece->dots || value->whole)
    return true;
  gsize end = piece->end;
  while (end > piece->equals && in.data[end - 1] == '.')
    end--;
  bool inside = has_dots (in, piece->equals, end);
  return !inside && end < piece->end &&
         (is_last (value, piece->end) || in.data[skip_space (in, piece->end, value->end)] == ';');
}

/* "domain of a@b.example designates …": what follows the domain is a verb, or its other half. */
static bool
hides_half_domain (const Value *value, const Piece *piece) {
  static const char *const verbs[] = {"designates", "discourages", "does", "is",
                                      "used",       "uses",        "has"};
  Span rest = span_of (value->rewrite->in.data + piece->start, piece->end - piece->start), word;
  gssize hit = span_find_nocase (rest, SPAN ("domain of"));
  if (piece->kind != PIECE_COMMENT || hit < 0)
    return false;
  /* with the keys gone it would speak for them */
  if (value->gap && value->field->kind == FIELD_KIND_SPF)
    return true;
  if (value->whole)
    return false;
  rest = span_trim (span_skip (rest, (gsize)hit + 9));
  if (span_starts_with_nocase (rest, SPAN ("transitioning")))
    rest = span_trim (span_skip (rest, 13));
  gsize at = 0;
  while (at < rest.len && !g_ascii_isspace (rest.data[at]))
    at++;
  word = span_trim (span_skip (rest, at));
  for (gsize i = 0; i < at; i++)
    if (is_any_of (rest.data[i], "<>|\\*"))
      return true;
  if (at > 0 &&
      (is_any_of (rest.data[at - 1], ":;,") || (rest.data[at - 1] == ')' && word.len == 0)))
    return false;
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (span_starts_with_nocase (word, span_from_string (verbs[i])))
      return false;
  return true;
}

/* No other method's name ends with one of these, as "dmarc" does with "arc". */
static bool
is_whole_method (Span name) {
  static const char *const names[] = {"spf", "dkim", "dmarc"};
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (span_equal_nocase (name, span_from_string (names[i])))
      return true;
  return false;
}

/* Behind a gap comes another result, or nothing that can be told. In Received-SPF every key stands
 * for itself. */
static bool
begins_anew (const Value *value, guint i) {
  Span in = value->rewrite->in;
  const Piece *piece = &g_array_index (value->pieces, Piece, i);
  if (piece->kind != PIECE_PAIR || piece->dots || piece->open)
    return false;
  if (span_index (span_of (in.data + piece->start, piece->end - piece->start), ')') >= 0)
    return false;
  if (value->field->kind == FIELD_KIND_SPF)
    return is_whole_name (pair_name (in, piece));
  return is_result (in, piece) && is_whole_method (pair_name (in, piece));
}

/* "identity=...": whose domain it was is not known. */
static bool
is_left_out (Span in, const Piece *piece) {
  return piece->kind == PIECE_PAIR && span_equal (pair_name (in, piece), SPAN ("identity")) &&
         span_equal (span_of (in.data + piece->equals + 1, piece->end - piece->equals - 1),
                     SPAN ("..."));
}

/* From a gap inside a comment or string on, it is unknown what is comment and what is not. */
static bool
hides_gap (Span in, const Piece *piece) {
  return piece->dots &&
         (piece->kind == PIECE_COMMENT || piece->open ||
          span_index (span_of (in.data + piece->start, piece->end - piece->start), '"') >= 0);
}

/* SPF tests one identity; where that is lost, another one that is written must not stand for it. */
static bool
is_substitute (const Value *value, const Piece *piece) {
  static const char *const names[] = {"smtp.mailfrom", "smtp.helo",     "smtp.mail",
                                      "smtp.from",     "envelope-from", "x-sender",
                                      "sender",        "helo",          "x-helo"};
  if (piece->kind != PIECE_PAIR)
    return false;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (span_equal_nocase (pair_name (value->rewrite->in, piece), span_from_string (names[i])))
      return true;
  return false;
}

/* Drops the piece when it has to go; true when a gap stands behind it or in its place. */
static bool
mend_piece (Value *value, guint i) {
  Span in = value->rewrite->in;
  const Piece *piece = &g_array_index (value->pieces, Piece, i);
  if (piece->kind == PIECE_DOTS) {
    mend_dots (value, piece);
    return !is_elided_id (value, piece) && !is_dots_line (in, piece->start, piece->end);
  }
  if (is_hash (value, piece) || is_left_out (in, piece))
    return false;
  if (value->torn && is_substitute (value, piece)) {
    bool half = !value->whole && is_followed_by_half (value, i);
    drop (value, piece->start, half ? end_of_words (value, i) : piece->end);
    return piece->dots;
  }
  if (hides_half_domain (value, piece)) {
    drop (value, piece->start, piece->end);
  } else if (piece->dots) {
    drop (value, piece->start, piece->end);
    part (value, piece->end, piece->end);
    return true;
  } else if (is_littered (value, piece) ||
             (piece->kind == PIECE_PAIR && !value->whole && is_broken_string (in, piece))) {
    drop (value, piece->start, piece->end);
  } else if (piece->kind == PIECE_PAIR && !value->whole && is_followed_by_half (value, i)) {
    drop (value, piece->start, end_of_words (value, i));
  } else if (value->field->kind == FIELD_KIND_SPF && piece->kind == PIECE_COMMENT && piece->open) {
    /* it would swallow what is put behind it */
    drop (value, piece->start, piece->end);
  } else if (is_gap_ahead (value, i)) {
    drop_touching (value, i);
  } else if (is_unsure_end (value, piece)) {
    drop_last (value, i);
  }
  return false;
}

/* One item of a list, up to its ';' at `end`. False: nothing behind it can be read. */
static bool
mend_item (Value *value, gsize end) {
  Span in = value->rewrite->in;
  bool gap = false;
  for (guint i = 0; i < value->pieces->len; i++) {
    const Piece *piece = &g_array_index (value->pieces, Piece, i);
    if (is_torn (value, i)) {
      drop (value, MAX (piece->start, value->rewrite->at), end);
      return true;
    }
    if (piece->start < value->rewrite->at)
      continue;
    value->identity |= is_left_out (in, piece);
    if (piece->kind == PIECE_PAIR && !piece->dots && !is_unsure_end (value, piece) &&
        !is_gap_ahead (value, i))
      value->identity |= span_equal_nocase (pair_name (in, piece), SPAN ("identity"));
    if (hides_gap (in, piece)) {
      drop (value, piece->start, end);
      return !piece->open;
    }
    if (gap && piece->kind != PIECE_DOTS && !begins_anew (value, i)) {
      drop (value, piece->start, end);
      return true;
    }
    gap = mend_piece (value, i);
  }
  return true;
}

/* Looks first, so that what stands before a gap is known to have one behind it. */
static bool
mend_item_at_once (Value *value, gsize end) {
  bool gap = value->gap;
  if (value->looking || value->field->kind == FIELD_KIND_SPF)
    return mend_item (value, end);
  value->gap = false;
  value->looking = true;
  mend_item (value, end);
  value->torn = value->gap;
  value->looking = false;
  bool readable = mend_item (value, end);
  value->gap |= gap;
  return readable;
}

static void
mend_list (Value *value) {
  Span in = value->rewrite->in;
  gsize at = value->start;
  value->id_at = skip_space (in, at, value->end);
  while (at < value->end) {
    g_array_set_size (value->pieces, 0);
    for (at = skip_space (in, at, value->end); at < value->end && in.data[at] != ';';
         at = skip_space (in, at, value->end)) {
      Piece piece = next_piece (in, at, value->end);
      add_piece (value, in, piece);
      at = MAX (piece.end, at + 1);
    }
    if (!mend_item_at_once (value, at))
      return;
    at++;
    /* "i=1;" comes first (RFC 8617 §4.1.1) */
    const Piece *piece = value->pieces->len == 1 ? &g_array_index (value->pieces, Piece, 0) : NULL;
    if (piece && piece->kind == PIECE_PAIR && span_equal (pair_name (in, piece), SPAN ("i")))
      value->id_at = skip_space (in, at, value->end);
  }
}

/* ---- tags (RFC 6376 §3.2) ---------------------------------------------------------------------
 */

static bool
tag_is_broken (const Value *value, gsize start, gsize end) {
  Span in = value->rewrite->in;
  Span item = span_trim (span_of (in.data + start, end - start));
  gssize equals = span_index (item, '=');
  Span name = equals > 0 ? span_trim (span_first (item, (gsize)equals)) : SPAN_NULL;
  if (name.len != 1 || (name.data[0] != 'd' && name.data[0] != 's' && name.data[0] != 'i'))
    return false;
  Span text = span_trim (span_skip (item, (gsize)equals + 1));
  for (gsize i = 0; i < text.len; i++)
    if (g_ascii_isspace (text.data[i]))
      return true;
  return false;
}

/* Parts the tag at its gaps; what touches one goes. */
static void
mend_tag (Value *value, gsize start, gsize end) {
  Span in = value->rewrite->in;
  gsize from = start, name = skip_space (in, start, end);
  if (name + 2 < end && (in.data[name] == 'b' || in.data[name] == 'p') &&
      (in.data[name + 1] == '=' || span_starts_with (span_skip (in, name), SPAN ("bh="))))
    return;
  for (gsize at = start; at < end; at++) {
    gsize dots = dots_at (in, at, end);
    if (dots == 0)
      continue;
    gsize before = at, behind = at + dots;
    bool alone = is_dots_line (in, at, behind);
    while (before > from && g_ascii_isspace (in.data[before - 1]))
      before--;
    while (!alone && behind < end && !g_ascii_isspace (in.data[behind]))
      behind++;
    if (!alone && before > from)
      drop (value, skip_space (in, from, before), behind);
    part (value, MAX (at, value->rewrite->at), MAX (behind, value->rewrite->at));
    from = at = behind;
  }
  bool last = is_last (value, end);
  if (from < end && ((last && !value->sure) || (!value->whole && tag_is_broken (value, from, end))))
    drop (value, skip_space (in, from, end), end);
}

static void
mend_tags (Value *value) {
  Span in = value->rewrite->in;
  for (gsize at = value->start; at < value->end;) {
    gssize semicolon = span_index (span_of (in.data + at, value->end - at), ';');
    gsize end = semicolon < 0 ? value->end : at + (gsize)semicolon;
    mend_tag (value, at, end);
    at = end + 1;
  }
}

/* ---- addresses --------------------------------------------------------------------------------
 */

typedef struct {
  bool dots_inside; /* of the angle brackets */
  bool dots_outside;
  bool dots_inline; /* in the words before, glued to what follows or with space on both sides */
  bool space_inside;
  bool two_words; /* an address without brackets that is two */
  bool littered;  /* with signs that are left of markup */
  bool open;
  bool angle;
  gsize behind; /* what follows an address in brackets and is not a comma; 0 for nothing */
} AddressLook;

typedef struct {
  bool angle, at_sign, closed;
  guint words;
} OneAddress;

static void
end_address (AddressLook *look, OneAddress *one) {
  look->two_words |= !one->angle && one->at_sign && one->words > 1;
  *one = (OneAddress){0};
}

static AddressLook
look_at_address (Span in, gsize start, gsize end) {
  AddressLook look = {0};
  OneAddress one = {0};
  bool angle = false, quote = false, last_space = true;
  guint comments = 0;
  for (gsize at = start; at < end; at++) {
    char c = in.data[at];
    bool space = g_ascii_isspace (c);
    if (c == '\\' && (quote || comments)) {
      at++;
      continue;
    }
    gsize dots = quote ? 0 : dots_at (in, at, end);
    if (dots && !is_dots_line (in, at, at + dots)) {
      bool space_behind = at + dots >= end || g_ascii_isspace (in.data[at + dots]);
      look.dots_inside |= angle;
      look.dots_outside = true;
      look.dots_inline |= space_behind == last_space || look.angle;
      at += dots - 1;
      last_space = false;
      continue;
    }
    quote ^= c == '"' && comments == 0;
    if (quote)
      continue;
    comments += c == '(';
    bool comment = comments > 0;
    comments -= c == ')' && comment;
    if (comment)
      continue;
    if (one.closed && look.behind == 0 && !space && c != ',' && c != ';')
      look.behind = at;
    look.littered |= (look.behind && c == '>') || ((angle || one.at_sign) && is_any_of (c, "\\|*"));
    one.closed |= angle && c == '>';
    one.angle |= angle = c == '<' || (angle && c != '>');
    look.angle |= angle;
    one.at_sign |= c == '@';
    look.space_inside |= angle && space;
    one.words += !space && last_space && !is_any_of (c, "<,;");
    if (!angle && (c == ',' || c == ';'))
      end_address (&look, &one);
    last_space = space;
  }
  end_address (&look, &one);
  look.open = angle || quote || comments;
  return look;
}

/* Dots stand for the address: an empty Return-Path would say something. */
static void
drop_address (Value *value, gsize start, gsize end) {
  Span in = value->rewrite->in, dots = SPAN ("...");
  if (span_equal (span_of (in.data + start, end - start), dots))
    return;
  drop (value, start, end);
  rewrite_put (value->rewrite, dots);
}

static void
mend_address (Value *value) {
  Span in = value->rewrite->in;
  gsize start = skip_space (in, value->start, value->end), end = value->end;
  while (end > start && g_ascii_isspace (in.data[end - 1]))
    end--;
  AddressLook look = look_at_address (in, start, end);
  bool gap = look.dots_inside || look.dots_inline || (look.dots_outside && !look.angle);
  bool broken = look.space_inside || look.two_words || look.littered;
  bool ended = in.len && end > start && in.data[end - 1] == '>';
  if (gap || (!value->whole && (broken || look.open)) || (!value->sure && !ended))
    drop_address (value, start, end);
  else if (look.behind && !value->whole)
    drop (value, look.behind, end);
}

/* ---- fields -----------------------------------------------------------------------------------
 */

/* A key that is lost may be the one that says whose domain was tested; without it, it would be the
 * sender's (RFC 7208 §9.1). */
static void
mend_spf (Value *value) {
  Rewrite *rewrite = value->rewrite;
  value->looking = true;
  mend_list (value);
  value->looking = false;
  bool gap = value->torn = value->gap;
  mend_list (value);
  bool last = value->sure || value->whole;
  if ((!gap && last) || value->identity)
    return;
  gsize end = value->end;
  while (end > value->start && g_ascii_isspace (rewrite->in.data[end - 1]))
    end--;
  rewrite_keep (rewrite, MAX (end, rewrite->at));
  rewrite_note_each (rewrite, REPAIR_UNSAFE, SPAN_NULL, SPAN ("identity=..."));
  rewrite_put (rewrite, SPAN ("; identity=..."));
}

static void
mend_field (PasteText *text, Value *value) {
  value->whole = text->whole;
  if (is_address (value->field))
    mend_address (value);
  else if (value->field->kind == FIELD_KIND_TAGS)
    mend_tags (value);
  else if (value->field->kind == FIELD_KIND_SPF)
    mend_spf (value);
  else
    mend_list (value);
}

/* Behind blank lines stands what is no prose, no link and no field: a value that was torn apart. */
static bool
resumes (PasteLines lines) {
  PasteLine line;
  while (paste_lines_next (&lines, &line)) {
    if (line.kind == LINE_BLANK)
      continue;
    Span text = span_trim (line.bytes);
    gsize at = 0;
    bool dot = false;
    if (paste_begins_link (text))
      return false;
    while (at < text.len && !g_ascii_isspace (text.data[at]) && text.data[at] != ';' &&
           text.data[at] != '=') {
      dot |= text.data[at] == '.' && at + 1 < text.len && g_ascii_isalnum (text.data[at + 1]);
      at++;
    }
    bool alone = at == text.len && !g_ascii_isupper (text.data[0]);
    return line.kind != LINE_FIELD &&
           (dot || alone || text.data[at] == ';' || text.data[at] == '=');
  }
  return false;
}

/* Ends with a sign that closes something, or with the name of a domain that can be one. */
static bool
ends_whole (Span value) {
  if (value.len == 0)
    return false;
  if (is_any_of (value.data[value.len - 1], ";)>\""))
    return true;
  gsize start = value.len;
  while (start > 0 &&
         (g_ascii_isalnum (value.data[start - 1]) || is_any_of (value.data[start - 1], "-.")))
    start--;
  Span name = span_skip (value, start);
  gssize dot = span_last_index (name, '.');
  return dot > 0 && domain_is_public_suffix (span_skip (name, (gsize)dot + 1));
}

/* A value that was copied alone ends where it ended. */
static bool
is_one_field (const PasteText *text, const PasteLine *line) {
  return line->start == 0 && ends_whole (paste_text_span (text));
}

/* "If you want to know more, …": three words or more, and nothing of a field's grammar. */
static bool
is_sentence (Span line) {
  guint words = 0;
  for (gsize i = 0; i < line.len; i++) {
    bool letter = g_ascii_isalpha (line.data[i]);
    if (!letter && !is_wsp (line.data[i]) && !is_any_of (line.data[i], ",.'!?-"))
      return false;
    words += letter && (i == 0 || is_wsp (line.data[i - 1]));
  }
  return words > 2 && g_ascii_isupper (line.data[0]);
}

/* Below its SPF comment Yahoo folds what it keeps for itself, as base64. */
static bool
is_kept_data (const Value *value, Span fold) {
  Span text = value->rewrite->in, data = span_trim (fold);
  gsize padding = 0;
  if (value->field->kind != FIELD_KIND_SPF || data.len < 16 || value->end == 0 ||
      text.data[value->end - 1] != ')')
    return false;
  while (padding < 2 && data.data[data.len - 1 - padding] == '=')
    padding++;
  for (gsize i = 0; i + padding < data.len; i++)
    if (!g_ascii_isalnum (data.data[i]) && !is_any_of (data.data[i], "+/-_"))
      return false;
  return true;
}

/* The field that begins on `line`, with its folds; `lines` stands behind its last line then. */
static void
read_value (PasteText *text, PasteLines *lines, const PasteLine *line, Value *ret) {
  PasteLine next;
  PasteLines peek = *lines;
  bool more = false;
  ret->field = line->field;
  ret->start = line->value_at;
  ret->end = line->end;
  while ((more = paste_lines_next (&peek, &next)) &&
         (next.kind == LINE_FOLD || next.kind == LINE_ELISION)) {
    /* a line of dots before the next field is a gap between fields */
    if (next.kind == LINE_FOLD && !is_kept_data (ret, next.bytes))
      ret->end = next.end;
    *lines = peek;
  }
  if (more)
    ret->sure = next.kind == LINE_FIELD || (next.kind == LINE_BLANK && !resumes (peek)) ||
                (next.kind == LINE_OTHER && is_sentence (next.bytes) &&
                 ends_whole (span_of (lines->text.data + ret->start, ret->end - ret->start)));
  else
    ret->sure = text->ended || is_one_field (text, line);
}

bool
repair_uncertain_values (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  PasteLines lines = paste_lines (rewrite.in);
  PasteLine line;
  while (paste_lines_next (&lines, &line)) {
    Value value = {.rewrite = &rewrite, .pieces = pieces};
    if (line.kind != LINE_FIELD || !(is_listed (line.field) || is_address (line.field)))
      continue;
    read_value (text, &lines, &line, &value);
    mend_field (text, &value);
  }
  return rewrite_end (&rewrite);
}
