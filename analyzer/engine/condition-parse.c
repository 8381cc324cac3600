/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "engine/condition.h"

#include "engine/rule-limits.h"
#include "syntax/domain.h"
#include "syntax/ip-address.h"

typedef enum {
  TOKEN_END,
  TOKEN_WORD,
  TOKEN_STRING,
  TOKEN_REF,
  TOKEN_REGEX,
  TOKEN_SIGN, /* one of ( ) , < > */
  TOKEN_BAD,
} TokenKind;

typedef struct {
  TokenKind kind;
  Span text; /* of a word, string (unescaped), reference (path), regular expression (pattern) */
  gsize at, end;
  bool caseless;
} Token;

typedef struct {
  const ConditionContext *context;
  const StanzaField *field;
  Span input; /* the value, line ends turned to spaces */
  gsize at;
  Token token;
  RefContext refs;
  guint depth, nodes;
  bool quantified; /* inside a quantifier */
  bool failed;     /* complained about something, but the syntax could still be followed */
  bool broken;     /* the syntax could not be followed */
} Parser;

static ConditionNode *parse_expression (Parser *parser);

/* ---- complaints ---- */

static void complain (Parser *parser, gsize at, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
complain (Parser *parser, gsize at, const char *format, ...) {
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  parser->failed = true;
  rule_error_add (parser->context->errors, parser->context->file,
                  stanza_line_at (parser->field, at), "%.*s: %s", SPAN_FORMAT (parser->field->name),
                  text);
}

/* The first breach of the syntax is told; what follows it would only be noise. */
static ConditionNode *
expected (Parser *parser, const char *what) {
  if (parser->broken)
    return NULL;
  parser->broken = true;
  const Token *token = &parser->token;
  if (token->kind == TOKEN_END)
    complain (parser, token->at, "%s expected at the end", what);
  else
    complain (parser, token->at, "%s expected before \"%.*s\"", what,
              SPAN_FORMAT (span_first (span_skip (parser->input, token->at), 24)));
  return NULL;
}

/* False. */
static bool
breach (Parser *parser, const char *what) {
  expected (parser, what);
  return false;
}

/* ---- tokens ---- */

static bool
is_word_char (char c) {
  return g_ascii_isalnum (c) || c == '-' || c == '_' || c == '.' || c == '@';
}

/* From behind the opening delimiter to the closing one. `\` before the delimiter (for strings
 * before anything) goes away. */
static void
read_delimited (Parser *parser, char delimiter, bool unescape_all) {
  g_autoptr (GString) text = g_string_new (NULL);
  Span input = parser->input;
  gsize at = parser->at + 1;
  while (at < input.len && input.data[at] != delimiter) {
    if (input.data[at] == '\\' && at + 1 < input.len) {
      if (!unescape_all && input.data[at + 1] != delimiter)
        g_string_append_c (text, '\\');
      at++;
    }
    g_string_append_c (text, input.data[at++]);
  }
  if (at >= input.len) {
    parser->token.kind = TOKEN_BAD;
    complain (parser, parser->at, "the %c at \"%.*s\" is never closed", delimiter,
              SPAN_FORMAT (span_first (span_skip (input, parser->at), 24)));
    parser->broken = true;
    at = input.len;
  } else
    at++;
  parser->token.text = arena_dup (parser->context->arena, span_of (text->str, text->len));
  parser->at = at;
}

static void
read_word (Parser *parser) {
  gsize start = parser->at;
  while (parser->at < parser->input.len && is_word_char (parser->input.data[parser->at]))
    parser->at++;
  parser->token.kind = TOKEN_WORD;
  parser->token.text = span_between (parser->input.data + start, parser->input.data + parser->at);
}

static void
read_reference (Parser *parser) {
  Span rest = span_skip (parser->input, parser->at + 1);
  gssize end = span_index (rest, '}');
  parser->token.kind = end < 0 ? TOKEN_BAD : TOKEN_REF;
  parser->token.text = span_trim (span_first (rest, end < 0 ? 0 : (gsize)end));
  parser->at += end < 0 ? 1 : (gsize)end + 2;
}

static void
read_regex (Parser *parser) {
  parser->token.kind = TOKEN_REGEX;
  read_delimited (parser, '/', false);
  if (parser->at < parser->input.len && parser->input.data[parser->at] == 'i') {
    parser->token.caseless = true;
    parser->at++;
  }
  if (parser->at < parser->input.len && is_word_char (parser->input.data[parser->at]))
    complain (parser, parser->at, "behind a regular expression only \"i\" can stand");
}

static void
next_token (Parser *parser) {
  while (parser->at < parser->input.len &&
         (is_wsp (parser->input.data[parser->at]) || parser->input.data[parser->at] == '\r'))
    parser->at++;
  parser->token = (Token){.kind = TOKEN_END, .at = parser->at};
  if (parser->at >= parser->input.len)
    return;
  char c = parser->input.data[parser->at];
  if (is_word_char (c))
    read_word (parser);
  else if (c == '"') {
    parser->token.kind = TOKEN_STRING;
    read_delimited (parser, '"', true);
  } else if (c == '{')
    read_reference (parser);
  else if (c == '/')
    read_regex (parser);
  else {
    parser->token.kind = is_any_of (c, "(),<>") ? TOKEN_SIGN : TOKEN_BAD;
    parser->token.text = span_of (parser->input.data + parser->at++, 1);
  }
  parser->token.end = parser->at;
}

static bool
token_is (const Parser *parser, const char *text) {
  const Token *token = &parser->token;
  return (token->kind == TOKEN_WORD || token->kind == TOKEN_SIGN) &&
         span_equal (token->text, span_from_string (text));
}

static bool
accept (Parser *parser, const char *text) {
  if (!token_is (parser, text))
    return false;
  next_token (parser);
  return true;
}

static bool
is_reserved (Span word) {
  static const char *const reserved[] = {"and",     "or",       "not",        "any",     "no",
                                         "all",     "is",       "one",        "of",      "under",
                                         "same",    "org",      "as",         "present", "absent",
                                         "matches", "believed", "unbelieved", "every",   "this"};
  for (guint i = 0; i < G_N_ELEMENTS (reserved); i++)
    if (span_equal (word, span_from_string (reserved[i])))
      return true;
  return false;
}

/* ---- operands ---- */

static bool
word_in (Span word, Span list, Span *ret) {
  list = span_trim (list);
  while (list.len > 0) {
    gssize space = span_index (list, ' ');
    Span one = span_first (list, space < 0 ? list.len : (gsize)space);
    if (span_equal_nocase (one, word)) {
      *ret = one;
      return true;
    }
    list = span_trim (span_skip (list, one.len));
  }
  return false;
}

static bool
word_operand (Span words, Span text, Arena *arena, Operand *ret, const char **ret_message) {
  if (word_in (text, words, &ret->fact.text))
    return true;
  *ret_message = arena_printf (arena, "\"%.*s\" is none of: %.*s%s", SPAN_FORMAT (text),
                               SPAN_FORMAT (words), rule_suggest_text (arena, text, words))
                     .data;
  return false;
}

static bool
number_operand (Span text, Operand *ret, const char **ret_message) {
  bool negative = text.len > 0 && text.data[0] == '-';
  guint64 value;
  *ret_message = "a number is expected";
  if (!span_to_uint64 (span_skip (text, negative), &value) || value > G_MAXINT64)
    return false;
  ret->fact.number = negative ? -(gint64)value : (gint64)value;
  return true;
}

static FieldType
item_type (FieldType type) {
  switch (type) {
  case FIELD_TYPE_TEXTS:
    return FIELD_TYPE_TEXT;
  case FIELD_TYPE_DOMAINS:
    return FIELD_TYPE_DOMAIN;
  case FIELD_TYPE_NUMBERS:
    return FIELD_TYPE_NUMBER;
  default:
    return type;
  }
}

bool
condition_operand_of_text (const FieldInfo *field, Span text, Arena *arena, Operand *ret,
                           const char **ret_message) {
  *ret = (Operand){.fact = {.type = item_type (field->type), .text = text}};
  switch (ret->fact.type) {
  case FIELD_TYPE_WORDS:
    return word_operand (span_from_string (field->words), text, arena, ret, ret_message);
  case FIELD_TYPE_FLAG:
    ret->fact.flag = span_equal_nocase (text, SPAN ("true"));
    return word_operand (SPAN ("true false"), text, arena, ret, ret_message);
  case FIELD_TYPE_NUMBER:
  case FIELD_TYPE_DATE:
    return number_operand (text, ret, ret_message);
  case FIELD_TYPE_DOMAIN:
    *ret_message = "this is no domain name";
    return domain_normalize (text, arena, &ret->fact.text);
  case FIELD_TYPE_IP:
    *ret_message = "this is no IP address";
    return ip_address_normalize (text, arena, &ret->fact.text);
  default:
    return true;
  }
}

static bool
resolve (Parser *parser, Span path, gsize at, FieldRef *ret) {
  const char *message;
  if (field_ref_parse (path, &parser->refs, parser->context->arena, ret, &message))
    return true;
  complain (parser, at, "%s", message);
  return false;
}

/* Domains are compared with whatever can hold a name. */
static void
normalize_domain_operand (Parser *parser, Operand *operand) {
  Span text = operand->fact.text;
  operand->fact.type = FIELD_TYPE_DOMAIN;
  if (!domain_normalize (text, parser->context->arena, &operand->fact.text))
    complain (parser, parser->token.at, "\"%.*s\" is no domain name", SPAN_FORMAT (text));
}

static void
fill_constant (Parser *parser, ConditionNode *node, Operand *operand) {
  Span text = parser->token.text;
  const char *message;
  operand->fact = (Fact){.type = FIELD_TYPE_TEXT, .text = text};
  if (node->field.field == NULL)
    return;
  if (node->test == TEST_UNDER || node->test == TEST_SAME_ORGANIZATION) {
    normalize_domain_operand (parser, operand);
    return;
  }
  if (!condition_operand_of_text (node->field.field, text, parser->context->arena, operand,
                                  &message))
    complain (parser, parser->token.at, "%.*s is \"%.*s\": %s", SPAN_FORMAT (node->field.path),
              SPAN_FORMAT (text), message);
}

static bool
parse_operand (Parser *parser, ConditionNode *node) {
  const Token *token = &parser->token;
  Operand operand = {.is_ref = token->kind == TOKEN_REF};
  bool word = token->kind == TOKEN_WORD && !is_reserved (token->text);
  if (!operand.is_ref && !word && token->kind != TOKEN_STRING) {
    return breach (parser, "a word, a string in quotes or {a.field}");
  }
  if (operand.is_ref)
    resolve (parser, token->text, token->at, &operand.ref);
  else
    fill_constant (parser, node, &operand);
  *vec_push (parser->context->arena, &node->operands, Operand) = operand;
  next_token (parser);
  return true;
}

static bool
parse_list (Parser *parser, ConditionNode *node) {
  do {
    if (node->operands.n >= LIMIT_OPERANDS) {
      return breach (parser, "fewer operands");
    }
    if (!parse_operand (parser, node))
      return false;
  } while (accept (parser, ","));
  if (node->operands.n < 2)
    complain (parser, parser->token.at, "\"one of\" needs two or more operands");
  return true;
}

/* ---- tests ---- */

static ConditionNode *
new_node (Parser *parser, NodeKind kind, gsize at) {
  if (++parser->nodes > LIMIT_CONDITION_NODES)
    return expected (parser, "fewer tests in one condition");
  ConditionNode *node = arena_new_of (parser->context->arena, ConditionNode);
  node->kind = kind;
  node->line = stanza_line_at (parser->field, at);
  node->text = span_skip (parser->input, at);
  return node;
}

static ConditionNode *
finish_node (Parser *parser, ConditionNode *node) {
  if (node == NULL)
    return NULL;
  const char *end = parser->input.data + parser->token.at;
  node->text = span_trim (span_between (node->text.data, MAX (end, node->text.data)));
  return node;
}

static void
add_child (Parser *parser, ConditionNode *node, ConditionNode *child) {
  *vec_push (parser->context->arena, &node->children, ConditionNode *) = child;
}

static bool
can_hold_domain (const FieldInfo *field) {
  switch (item_type (field->type)) {
  case FIELD_TYPE_TEXT:
  case FIELD_TYPE_TOKEN:
  case FIELD_TYPE_DOMAIN:
  case FIELD_TYPE_ADDRESS:
    return true;
  default:
    return false;
  }
}

static void
check_domain_test (Parser *parser, const ConditionNode *node, gsize at) {
  if (node->field.field && !can_hold_domain (node->field.field))
    complain (parser, at, "%.*s holds no domain", SPAN_FORMAT (node->field.path));
}

static bool
parse_is (Parser *parser, ConditionNode *node) {
  gsize at = parser->token.at;
  node->negated = accept (parser, "not");
  if (!node->negated && (token_is (parser, "present") || token_is (parser, "absent"))) {
    node->test = token_is (parser, "present") ? TEST_PRESENT : TEST_ABSENT;
    next_token (parser);
    return true;
  }
  if (accept (parser, "one")) {
    if (!accept (parser, "of"))
      return breach (parser, "\"of\"");
    return parse_list (parser, node);
  }
  if (accept (parser, "under"))
    node->test = TEST_UNDER;
  else if (accept (parser, "same")) {
    node->test = TEST_SAME_ORGANIZATION;
    if (!accept (parser, "org") || !accept (parser, "as"))
      return breach (parser, "\"org as\" behind \"same\"");
  }
  if (node->test != TEST_IS)
    check_domain_test (parser, node, at);
  return parse_operand (parser, node);
}

static bool
parse_matches (Parser *parser, ConditionNode *node) {
  const Token *token = &parser->token;
  const char *message;
  node->test = TEST_MATCHES;
  if (token->kind != TOKEN_REGEX)
    return breach (parser, "a regular expression between slashes");
  const FieldInfo *field = node->field.field;
  if (field && !can_hold_domain (field) && field->type != FIELD_TYPE_IP &&
      field->type != FIELD_TYPE_WORDS)
    complain (parser, token->at, "%.*s is no text", SPAN_FORMAT (node->field.path));
  else if (field) {
    Pattern *pattern = pattern_table_add (parser->context->patterns, field, token->text,
                                          token->caseless, &message);
    if (pattern == NULL)
      complain (parser, token->at, "%s", message);
    else {
      pattern->file = parser->context->file;
      pattern->line = stanza_line_at (parser->field, token->at);
    }
    node->pattern = pattern;
  }
  next_token (parser);
  return true;
}

static gint64
unit_seconds (char unit) {
  return unit == 'm' ? 60 : unit == 'h' ? 3600 : unit == 'd' ? 86400 : unit == 's' ? 1 : 0;
}

/* "90", "90s", "15m", "2h", "7d": in seconds when a unit is given. */
static bool
read_amount (Span text, gint64 *ret) {
  gint64 factor = text.len ? unit_seconds (text.data[text.len - 1]) : 0;
  bool negative = text.len > 0 && text.data[0] == '-';
  guint64 value;
  text = span_skip (span_first (text, text.len - (factor ? 1 : 0)), negative);
  if (!span_to_uint64 (text, &value) || value > (guint64)G_MAXINT64 / 86400)
    return false;
  *ret = (gint64)value * (factor ? factor : 1) * (negative ? -1 : 1);
  return true;
}

static bool
is_ordered (const FieldInfo *field) {
  FieldType type = item_type (field->type);
  return type == FIELD_TYPE_NUMBER || type == FIELD_TYPE_DATE;
}

static bool
parse_comparison (Parser *parser, ConditionNode *node) {
  Operand operand = {.is_ref = parser->token.kind == TOKEN_REF};
  if (node->field.field && !is_ordered (node->field.field))
    complain (parser, parser->token.at, "%.*s is no number and no date",
              SPAN_FORMAT (node->field.path));
  if (operand.is_ref) {
    if (resolve (parser, parser->token.text, parser->token.at, &operand.ref) &&
        !is_ordered (operand.ref.field))
      complain (parser, parser->token.at, "%.*s is no number and no date",
                SPAN_FORMAT (operand.ref.path));
  } else if (parser->token.kind != TOKEN_WORD ||
             !read_amount (parser->token.text, &operand.fact.number))
    return breach (parser, "a number (with s, m, h or d) or {a.field}");
  operand.fact.type = FIELD_TYPE_NUMBER;
  *vec_push (parser->context->arena, &node->operands, Operand) = operand;
  next_token (parser);
  return true;
}

static bool
parse_predicate (Parser *parser, ConditionNode *node) {
  if (accept (parser, "is"))
    return parse_is (parser, node);
  if (accept (parser, "matches"))
    return parse_matches (parser, node);
  if (token_is (parser, "<") || token_is (parser, ">")) {
    node->test = token_is (parser, "<") ? TEST_LESS : TEST_GREATER;
    next_token (parser);
    return parse_comparison (parser, node);
  }
  return breach (parser, "\"is\", \"matches\", \"<\" or \">\"");
}

/* A name that is no field here may be a list of records, or an optional one. */
static bool
find_record (Parser *parser, Span name, ConditionNode *node) {
  const RecordInfo *inner = parser->refs.inner ? parser->refs.inner : parser->refs.this_record;
  if (inner && record_field (inner, name))
    return false;
  const FieldInfo *field = record_field (&record_Evidence, name);
  if (field && field->type == FIELD_TYPE_MAYBE) {
    node->maybe = field;
    return true;
  }
  return record_set_find (name, parser->context->belief, &node->set);
}

static ConditionNode *
parse_record_test (Parser *parser, ConditionNode *node, Span name) {
  node->kind = NODE_RECORD;
  if (!accept (parser, "is") || (!token_is (parser, "present") && !token_is (parser, "absent"))) {
    if (!parser->broken)
      complain (parser, parser->token.at,
                "%.*s is a record: only \"is present\" and \"is absent\" can be asked of it",
                SPAN_FORMAT (name));
    parser->broken = true;
    return NULL;
  }
  node->test = token_is (parser, "present") ? TEST_PRESENT : TEST_ABSENT;
  next_token (parser);
  return finish_node (parser, node);
}

static bool
is_one_text (FieldType type) {
  return type <= FIELD_TYPE_IP || type == FIELD_TYPE_WORDS;
}

/* What nearly all tests are; they are answered without looking at the types again. What "under"
 * compares with is a domain. */
static bool
is_plain (const ConditionNode *node) {
  const FieldInfo *field = node->field.field;
  if (field == NULL || !is_one_text (field->type) ||
      (node->test != TEST_IS && node->test != TEST_UNDER))
    return false;
  for (guint i = 0; i < node->operands.n; i++) {
    const Operand *operand = vec_at (&node->operands, Operand, i);
    if (operand->is_ref || span_is_null (operand->fact.text) || operand->fact.type != field->type)
      return false;
  }
  return true;
}

static ConditionNode *
parse_test (Parser *parser) {
  Token name = parser->token;
  if (name.kind != TOKEN_WORD || is_reserved (name.text))
    return expected (parser, "a test");
  ConditionNode *node = new_node (parser, NODE_TEST, name.at);
  if (node == NULL)
    return NULL;
  next_token (parser);
  if (find_record (parser, name.text, node))
    return parse_record_test (parser, node, name.text);
  if (!resolve (parser, name.text, name.at, &node->field))
    node->field = (FieldRef){.path = name.text};
  if (!parse_predicate (parser, node))
    return NULL;
  node->plain = is_plain (node);
  return finish_node (parser, node);
}

/* ---- quantifiers, parentheses ---- */

static Belief
parse_belief (Parser *parser) {
  if (accept (parser, "believed"))
    return BELIEVED;
  if (accept (parser, "unbelieved"))
    return UNBELIEVED;
  if (accept (parser, "every"))
    return EVERY;
  return parser->context->belief;
}

static bool
parse_set (Parser *parser, RecordSet *ret) {
  Belief belief = parse_belief (parser);
  Token name = parser->token;
  if (name.kind != TOKEN_WORD || is_reserved (name.text))
    return breach (parser, "the name of a list");
  next_token (parser);
  if (record_set_find (name.text, belief, ret))
    return true;
  Arena *arena = parser->context->arena;
  complain (parser, name.at, "there is no list \"%.*s\"%s", SPAN_FORMAT (name.text),
            rule_suggest_text (arena, name.text, evidence_list_names (arena)));
  return true;
}

static ConditionNode *
parse_parenthesis (Parser *parser) {
  if (!accept (parser, "("))
    return expected (parser, "\"(\"");
  if (++parser->depth > LIMIT_CONDITION_DEPTH)
    return expected (parser, "less nesting");
  ConditionNode *node = parse_expression (parser);
  parser->depth--;
  if (node && !accept (parser, ")"))
    return expected (parser, "\")\", \"and\" or \"or\"");
  return node;
}

static ConditionNode *
parse_quantifier (Parser *parser, Quantifier quantifier) {
  ConditionNode *node = new_node (parser, NODE_QUANTIFIER, parser->token.at);
  next_token (parser);
  if (node == NULL)
    return NULL;
  node->quantifier = quantifier;
  if (parser->quantified)
    complain (parser, parser->token.at, "quantifiers do not nest");
  if (!parse_set (parser, &node->set))
    return NULL;
  if (node->set.record == NULL) { /* its fields cannot be looked up */
    parser->broken = true;
    return NULL;
  }
  RefContext outer = parser->refs;
  bool was_quantified = parser->quantified;
  parser->refs.inner = node->set.record;
  parser->quantified = true;
  ConditionNode *child = parse_parenthesis (parser);
  parser->refs = outer;
  parser->quantified = was_quantified;
  if (child == NULL)
    return NULL;
  add_child (parser, node, child);
  return finish_node (parser, node);
}

static ConditionNode *
parse_plain_term (Parser *parser) {
  if (token_is (parser, "("))
    return parse_parenthesis (parser);
  if (token_is (parser, "any"))
    return parse_quantifier (parser, QUANTIFIER_ANY);
  if (token_is (parser, "no"))
    return parse_quantifier (parser, QUANTIFIER_NO);
  if (token_is (parser, "all"))
    return parse_quantifier (parser, QUANTIFIER_ALL);
  return parse_test (parser);
}

static ConditionNode *
parse_term (Parser *parser) {
  if (!token_is (parser, "not"))
    return parse_plain_term (parser);
  ConditionNode *node = new_node (parser, NODE_NOT, parser->token.at);
  next_token (parser);
  ConditionNode *child = node ? parse_plain_term (parser) : NULL;
  if (child == NULL)
    return NULL;
  add_child (parser, node, child);
  return finish_node (parser, node);
}

static ConditionNode *
parse_expression (Parser *parser) {
  gsize at = parser->token.at;
  ConditionNode *first = parse_term (parser);
  if (first == NULL || (!token_is (parser, "and") && !token_is (parser, "or")))
    return first;
  bool and = token_is (parser, "and");
  ConditionNode *node = new_node (parser, and? NODE_AND : NODE_OR, at);
  if (node == NULL)
    return NULL;
  add_child (parser, node, first);
  while (token_is (parser, "and") || token_is (parser, "or")) {
    if (token_is (parser, "and") != and)
      complain (parser, parser->token.at, "\"and\" and \"or\" mixed: put parentheses");
    next_token (parser);
    ConditionNode *child = parse_term (parser);
    if (child == NULL)
      return NULL;
    add_child (parser, node, child);
  }
  return finish_node (parser, node);
}

/* ---- entry points ---- */

static Span
on_one_line (Arena *arena, Span value) {
  Span copy = arena_dup (arena, value);
  for (gsize i = 0; i < copy.len; i++)
    if (copy.data[i] == '\n')
      ((char *)copy.data)[i] = ' ';
  return copy;
}

static bool
begin (Parser *parser, const StanzaField *field, const ConditionContext *context) {
  *parser = (Parser){.context = context, .field = field, .refs = context->refs};
  if (field->value.len > LIMIT_CONDITION) {
    complain (parser, 0, "the condition is too long");
    return false;
  }
  parser->input = on_one_line (context->arena, field->value);
  if (parser->input.data == NULL)
    parser->input = SPAN ("");
  next_token (parser);
  return true;
}

ConditionNode *
condition_parse (const StanzaField *field, const ConditionContext *context) {
  Parser parser;
  if (!begin (&parser, field, context))
    return NULL;
  ConditionNode *node = parse_expression (&parser);
  if (node && parser.token.kind != TOKEN_END)
    expected (&parser, "\"and\", \"or\" or the end");
  return parser.failed ? NULL : node;
}

bool
condition_parse_regex (const StanzaField *field, const ConditionContext *context, Span *ret_text,
                       bool *ret_caseless) {
  Parser parser;
  if (!begin (&parser, field, context))
    return false;
  *ret_text = parser.token.text;
  *ret_caseless = parser.token.caseless;
  if (parser.token.kind != TOKEN_REGEX)
    expected (&parser, "a regular expression between slashes");
  else {
    next_token (&parser);
    if (parser.token.kind != TOKEN_END)
      expected (&parser, "the end");
  }
  return !parser.failed;
}

bool
condition_parse_set (const StanzaField *field, const ConditionContext *context, RecordSet *ret) {
  Parser parser;
  *ret = (RecordSet){0};
  if (!begin (&parser, field, context))
    return false;
  if (parse_set (&parser, ret) && parser.token.kind != TOKEN_END)
    expected (&parser, "the end");
  return !parser.failed;
}
