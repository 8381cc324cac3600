/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rules/literal.h"

#include "rules/rule-limits.h"

/* A set of literals one of which must occur. n == 0: nothing is known. */
typedef struct {
  Span literal[LIMIT_PATTERN_LITERALS];
  guint n;
  gsize shortest;
} Set;

typedef struct {
  Span pattern;
  gsize at;
  guint depth;
  bool unknown; /* met syntax that is not understood: nothing is claimed */
  Arena *arena;
} Parser;

typedef struct {
  GString *run; /* literal bytes in a row */
  Set best;
} Branch;

static void parse_alternatives (Parser *parser, Set *ret);

static char
peek (const Parser *parser, gsize ahead) {
  gsize at = parser->at + ahead;
  return at < parser->pattern.len ? parser->pattern.data[at] : '\0';
}

static bool
at_end (const Parser *parser) {
  return parser->at >= parser->pattern.len;
}

static void
take_if_better (Branch *branch, const Set *set) {
  if (set->n > 0 && set->shortest > branch->best.shortest)
    branch->best = *set;
}

static void
end_run (Parser *parser, Branch *branch) {
  if (branch->run->len >= LITERAL_MIN && branch->run->len > branch->best.shortest) {
    Span run = span_of (branch->run->str, branch->run->len);
    branch->best.literal[0] = arena_dup_lower (parser->arena, run);
    branch->best.n = 1;
    branch->best.shortest = run.len;
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
  while (!at_end (parser) && peek (parser, 0) != '>')
    parser->at++;
  parser->at++;
  return true;
}

static void
parse_group (Parser *parser, Branch *branch) {
  bool plain = true;
  Set inside = {.n = 0};
  parser->at++;
  if (peek (parser, 0) == '*')
    parser->unknown = true;
  if (peek (parser, 0) == '?') {
    parser->at++;
    if (!parse_group_head (parser, &plain))
      parser->unknown = true;
  }
  if (++parser->depth > LIMIT_PATTERN_DEPTH)
    parser->unknown = true;
  if (parser->unknown)
    return;
  parse_alternatives (parser, &inside);
  parser->depth--;
  if (peek (parser, 0) != ')')
    parser->unknown = true;
  parser->at++;
  if (parse_quantifier (parser) != OPTIONAL && plain)
    take_if_better (branch, &inside);
}

static void
add_literal (Parser *parser, Branch *branch, char c) {
  Times times = parse_quantifier (parser);
  if (times != OPTIONAL)
    g_string_append_c (branch->run, c);
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
  if (c == '\0' || strchr ("dDwWsShHvVRbBAzZGtnrfe", c) == NULL)
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
  default:
    parser->at++;
    if ((guchar)c >= 0x80 || c == '\0') { /* a quantifier would mean the whole character */
      end_run (parser, branch);
      parse_quantifier (parser);
    } else
      add_literal (parser, branch, c);
  }
}

static void
parse_branch (Parser *parser, Set *ret) {
  g_autoptr (GString) run = g_string_new (NULL);
  Branch branch = {.run = run};
  while (!at_end (parser) && !parser->unknown && peek (parser, 0) != '|' && peek (parser, 0) != ')')
    parse_atom (parser, &branch);
  end_run (parser, &branch);
  *ret = branch.best;
}

/* Of every branch its set; one branch without a set makes the whole unknown. */
static void
parse_alternatives (Parser *parser, Set *ret) {
  bool complete = true;
  *ret = (Set){.shortest = G_MAXSIZE};
  for (;;) {
    Set branch;
    parse_branch (parser, &branch);
    if (branch.n == 0 || ret->n + branch.n > LIMIT_PATTERN_LITERALS)
      complete = false;
    for (guint i = 0; complete && i < branch.n; i++)
      ret->literal[ret->n++] = branch.literal[i];
    ret->shortest = MIN (ret->shortest, branch.shortest);
    if (parser->unknown || peek (parser, 0) != '|')
      break;
    parser->at++;
  }
  if (!complete)
    *ret = (Set){.n = 0};
}

void
required_literals (Span pattern, Arena *arena, Vec *ret) {
  Parser parser = {.pattern = pattern, .arena = arena};
  Set set;
  *ret = (Vec){0};
  parse_alternatives (&parser, &set);
  if (parser.unknown || !at_end (&parser))
    return;
  for (guint i = 0; i < set.n; i++)
    *vec_push (arena, ret, Span) = set.literal[i];
}
