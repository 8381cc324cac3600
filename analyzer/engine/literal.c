/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/literal.h"

#include "engine/rule-limits.h"

/* Literals one of which must occur. n == 0: nothing is known. */
typedef struct {
  Span *literal;
  guint n; /* at most LIMIT_PATTERN_LITERALS */
  gsize shortest;
} Clause;

/* What must occur in one alternative: all of these clauses. */
typedef struct {
  Clause *clause[LIMIT_PATTERN_CLAUSES];
  guint n;
} Needs;

typedef struct {
  Span pattern;
  gsize at;
  guint depth;
  bool unknown; /* met syntax that is not understood: nothing is claimed */
  bool captures;
  bool caseless;
  Arena *arena;
} Parser;

typedef struct {
  GString *run; /* literal bytes in a row */
  Needs needs;
} Branch;

static void parse_inside (Parser *parser, Needs *ret);

static char
peek (const Parser *parser, gsize ahead) {
  gsize at = parser->at + ahead;
  return at < parser->pattern.len ? parser->pattern.data[at] : '\0';
}

static bool
at_end (const Parser *parser) {
  return parser->at >= parser->pattern.len;
}

/* The weakest gives way when there is no room. */
static void
add_clause (Needs *needs, Clause *clause) {
  if (needs->n < LIMIT_PATTERN_CLAUSES) {
    needs->clause[needs->n++] = clause;
    return;
  }
  guint weakest = 0;
  for (guint i = 1; i < needs->n; i++)
    if (needs->clause[i]->shortest < needs->clause[weakest]->shortest)
      weakest = i;
  if (needs->clause[weakest]->shortest < clause->shortest)
    needs->clause[weakest] = clause;
}

static const Clause *
best_clause (const Needs *needs) {
  const Clause *best = NULL;
  for (guint i = 0; i < needs->n; i++)
    if (best == NULL || needs->clause[i]->shortest > best->shortest)
      best = needs->clause[i];
  return best;
}

static void
end_run (Parser *parser, Branch *branch) {
  if (branch->run->len >= LITERAL_MIN) {
    Clause *clause = arena_new_of (parser->arena, Clause);
    clause->literal = arena_new_of (parser->arena, Span);
    Span run = span_of (branch->run->str, branch->run->len);
    clause->literal[clause->n++] = arena_dup_lower (parser->arena, run);
    clause->shortest = run.len;
    add_clause (&branch->needs, clause);
  }
  g_string_truncate (branch->run, 0);
}

typedef enum { ONCE, OPTIONAL, REPEATED } Times;

/* "{n}", "{n,}", "{n,m}"; anything else behind '{' is left alone, PCRE2 versions differ there. */
static Times
parse_braces (Parser *parser) {
  gsize start = parser->at++;
  bool some = false; /* the lower bound is not 0 */
  for (; g_ascii_isdigit (peek (parser, 0)); parser->at++)
    some |= peek (parser, 0) != '0';
  bool digits = parser->at > start + 1;
  if (peek (parser, 0) == ',')
    parser->at++;
  while (g_ascii_isdigit (peek (parser, 0)))
    parser->at++;
  if (!digits || peek (parser, 0) != '}')
    parser->unknown = true;
  parser->at++;
  return some ? REPEATED : OPTIONAL;
}

static Times
parse_quantifier (Parser *parser) {
  Times times;
  switch (peek (parser, 0)) {
  case '?':
  case '*':
    parser->at++;
    times = OPTIONAL;
    break;
  case '+':
    parser->at++;
    times = REPEATED;
    break;
  case '{':
    times = parse_braces (parser);
    break;
  default:
    return ONCE;
  }
  if (peek (parser, 0) == '?' || peek (parser, 0) == '+')
    parser->at++;
  return times;
}

/* Past "[…]"; the first ']' may be a member, "[:name:]" may stand inside. */
static void
skip_class (Parser *parser) {
  parser->at++;
  if (peek (parser, 0) == '^')
    parser->at++;
  if (peek (parser, 0) == ']')
    parser->at++;
  while (!at_end (parser) && peek (parser, 0) != ']') {
    char c = peek (parser, 0), next = peek (parser, 1);
    if (c == '\\' && (next == 'Q' || next == 'E'))
      parser->unknown = true;
    if (c == '[' && (next == ':' || next == '.' || next == '=')) {
      parser->at += 2;
      while (!at_end (parser) && !(peek (parser, 0) == next && peek (parser, 1) == ']'))
        parser->at++;
      parser->at += 2;
    } else
      parser->at += c == '\\' ? 2 : 1;
  }
  parser->at++;
}

/* Behind "(?": which kind of group it is. `*ret_plain` when its contents are matched in line. */
static bool
parse_group_head (Parser *parser, bool *ret_plain) {
  char c = peek (parser, 0), next = peek (parser, 1);
  *ret_plain = false;
  if (c == '=' || c == '!') {
    parser->at++;
    return true;
  }
  if (c == '<' && (next == '=' || next == '!')) {
    parser->at += 2;
    return true;
  }
  *ret_plain = true;
  if (c == ':') {
    parser->at++;
    return true;
  }
  if (c != '<' && !(c == 'P' && next == '<'))
    return false;
  parser->captures = true;
  while (!at_end (parser) && peek (parser, 0) != '>')
    parser->at++;
  parser->at++;
  return true;
}

static void
parse_group (Parser *parser, Branch *branch) {
  bool plain = true;
  Needs inside = {.n = 0};
  parser->at++;
  if (peek (parser, 0) == '*')
    parser->unknown = true;
  if (peek (parser, 0) == '?') {
    parser->at++;
    if (!parse_group_head (parser, &plain))
      parser->unknown = true;
  } else
    parser->captures = true;
  if (++parser->depth > LIMIT_PATTERN_DEPTH)
    parser->unknown = true;
  if (parser->unknown)
    return;
  parse_inside (parser, &inside);
  parser->depth--;
  if (peek (parser, 0) != ')')
    parser->unknown = true;
  parser->at++;
  if (parse_quantifier (parser) != OPTIONAL && plain)
    for (guint i = 0; i < inside.n; i++)
      add_clause (&branch->needs, inside.clause[i]);
}

static void
add_literal (Parser *parser, Branch *branch, char c) {
  Times times = parse_quantifier (parser);
  if (times != OPTIONAL)
    g_string_append_c (branch->run, c);
  if (times != ONCE)
    end_run (parser, branch);
}

/* Whether a caseless match may take another character for it. Letters of scripts without case have
 * no other; nor have their marks, but for U+0345, which folds to an iota. */
static bool
has_other_case (gunichar c) {
  switch (g_unichar_type (c)) {
  case G_UNICODE_OTHER_LETTER:
  case G_UNICODE_SPACING_MARK:
  case G_UNICODE_OTHER_PUNCTUATION:
    return false;
  case G_UNICODE_NON_SPACING_MARK:
    return c == 0x345;
  default:
    return true;
  }
}

/* A character of several bytes is one atom: a quantifier behind it means all of them. */
static void
parse_wide (Parser *parser, Branch *branch) {
  Span rest = span_skip (parser->pattern, parser->at);
  gunichar c = g_utf8_get_char_validated (rest.data, (gssize)rest.len);
  bool valid = c != (gunichar)-1 && c != (gunichar)-2;
  gsize len = valid ? (gsize)g_unichar_to_utf8 (c, NULL) : 1;
  parser->at += len;
  Times times = parse_quantifier (parser);
  if (!valid || (parser->caseless && has_other_case (c))) {
    end_run (parser, branch);
    return;
  }
  if (times != OPTIONAL)
    g_string_append_len (branch->run, rest.data, (gssize)len);
  if (times != ONCE)
    end_run (parser, branch);
}

static void
parse_escape (Parser *parser, Branch *branch) {
  char c = peek (parser, 1);
  parser->at += 2;
  if (c != '\0' && g_ascii_ispunct (c)) {
    add_literal (parser, branch, c);
    return;
  }
  end_run (parser, branch);
  if (!is_any_of (c, "dDwWsShHvVRbBAzZGtnrfe"))
    parser->unknown = true;
  parse_quantifier (parser);
}

static void
parse_atom (Parser *parser, Branch *branch) {
  char c = peek (parser, 0);
  switch (c) {
  case '\\':
    parse_escape (parser, branch);
    return;
  case '(':
    end_run (parser, branch);
    parse_group (parser, branch);
    return;
  case '[':
    end_run (parser, branch);
    skip_class (parser);
    parse_quantifier (parser);
    return;
  case '.':
  case '^':
  case '$':
    end_run (parser, branch);
    parser->at++;
    parse_quantifier (parser);
    return;
  case '\0':
    end_run (parser, branch);
    parser->at++;
    parse_quantifier (parser);
    return;
  default:
    if ((guchar)c >= 0x80) {
      parse_wide (parser, branch);
      return;
    }
    parser->at++;
    add_literal (parser, branch, c);
  }
}

static void
parse_branch (Parser *parser, Needs *ret) {
  g_autoptr (GString) run = g_string_new (NULL);
  Branch branch = {.run = run};
  while (!at_end (parser) && !parser->unknown && peek (parser, 0) != '|' && peek (parser, 0) != ')')
    parse_atom (parser, &branch);
  end_run (parser, &branch);
  *ret = branch.needs;
}

/* One branch keeps all it needs. Of several, each gives its best clause, and the text holds a
 * literal out of their union; one branch that needs nothing makes the whole unknown. */
static void
parse_inside (Parser *parser, Needs *ret) {
  Clause *either = arena_new_of (parser->arena, Clause);
  bool complete = true;
  either->shortest = G_MAXSIZE;
  for (guint n = 1;; n++) {
    parse_branch (parser, ret);
    bool last = parser->unknown || peek (parser, 0) != '|';
    if (last && n == 1)
      return;
    if (n == 1)
      either->literal = arena_alloc (parser->arena, LIMIT_PATTERN_LITERALS * sizeof (Span));
    const Clause *best = best_clause (ret);
    complete = complete && best && either->n + best->n <= LIMIT_PATTERN_LITERALS;
    for (guint i = 0; complete && i < best->n; i++)
      either->literal[either->n++] = best->literal[i];
    if (complete)
      either->shortest = MIN (either->shortest, best->shortest);
    if (last)
      break;
    parser->at++;
  }
  *ret = complete ? (Needs){.clause = {either}, .n = 1} : (Needs){.n = 0};
}

static void
add_alternative (Parser *parser, Span text, const Needs *needs, Arena *arena, Vec *alternatives) {
  Alternative *alternative = vec_push (arena, alternatives, Alternative);
  alternative->text = text;
  for (guint i = 0; i < needs->n && !parser->unknown; i++) {
    LiteralClause *clause = vec_push (arena, &alternative->clauses, LiteralClause);
    for (guint k = 0; k < needs->clause[i]->n; k++)
      *vec_push (arena, &clause->literals, Span) = arena_dup (arena, needs->clause[i]->literal[k]);
  }
}

void
pattern_shape_read (Span pattern, bool caseless, Arena *arena, PatternShape *ret) {
  g_autoptr (Arena) scratch = arena_new ();
  Parser parser = {.pattern = pattern, .caseless = caseless, .arena = scratch};
  *ret = (PatternShape){0};
  do {
    Needs needs;
    gsize start = parser.at;
    parse_branch (&parser, &needs);
    Span text = span_of (pattern.data + start, MIN (parser.at, pattern.len) - start);
    add_alternative (&parser, text, &needs, arena, &ret->alternatives);
  } while (!parser.unknown && peek (&parser, 0) == '|' && ++parser.at);
  ret->understood = !parser.unknown && at_end (&parser);
  ret->captures = parser.captures;
  if (ret->understood)
    return;
  Needs nothing = {.n = 0};
  ret->alternatives = (Vec){0};
  add_alternative (&parser, pattern, &nothing, arena, &ret->alternatives);
}
