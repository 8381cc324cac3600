/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words that were cut in two where no width shows it any more: lines that a program cut and another
 * one joined. "header.d=grandthe atre.example" is put together again where its whole stands
 * elsewhere in the header, "dmar c=fail" where the whole is a word of the grammar. Nothing else can
 * follow a value (RFC 8601 §2.2), so the two were one. */
#include "paste/repair.h"

#include "syntax/domain.h"

/* The longest name of a domain (RFC 1035 §2.3.4) and of a mailbox (RFC 5321 §4.5.3.1). */
#define WORD_MAX 320

static bool
is_word_char (char c) {
  return g_ascii_isalnum (c) || is_any_of (c, ".-_@+");
}

static bool
is_torn_field (const FieldName *field) {
  return field &&
         (field->kind == FIELD_KIND_RESULTS || field->kind == FIELD_KIND_SPF ||
          field->kind == FIELD_KIND_TAGS || (field->kind == FIELD_KIND_ADDRESS && field->evidence));
}

/* ---- names that stand whole -------------------------------------------------------------------
 */

static void
add_name (GHashTable *names, Span name) {
  if (name.len >= 4 && name.len <= WORD_MAX && span_index (name, '.') > 0)
    g_hash_table_add (names, g_ascii_strdown (name.data, (gssize)name.len));
}

/* A selector has no dot; the tag's name tells that it is one. */
static void
add_selector (GHashTable *names, Span line, gsize start, Span word) {
  if (start >= 2 && line.data[start - 1] == '=' && line.data[start - 2] == 's' && word.len > 1 &&
      word.len <= WORD_MAX) {
    g_autofree char *lower = g_ascii_strdown (word.data, (gssize)word.len);
    g_hash_table_add (names, g_strconcat ("s=", lower, NULL));
  }
}

static void
add_names (GHashTable *names, Span line) {
  for (gsize at = 0; at < line.len; at++) {
    gsize start = at;
    while (at < line.len && is_word_char (line.data[at]))
      at++;
    Span word = span_of (line.data + start, at - start);
    gssize sign = span_last_index (word, '@');
    add_selector (names, line, start, word);
    add_name (names, word);
    if (sign >= 0)
      add_name (names, span_skip (word, (gsize)sign + 1));
  }
}

/* ---- what stands around a gap -----------------------------------------------------------------
 */

typedef struct {
  Span left, right;
  char before; /* the sign before `left`, a blank for white space */
  char behind; /* `right` */
  bool selector;
} Tear;

static char
sign_at (Span in, gsize at) {
  return at >= in.len || g_ascii_isspace (in.data[at]) ? ' ' : in.data[at];
}

/* The words on both sides of the white space from `from` up to `until`. */
static Tear
look_around (Span in, gsize from, gsize until) {
  gsize start = from, end = until;
  while (start > 0 && from - start < WORD_MAX && is_word_char (in.data[start - 1]))
    start--;
  while (end < in.len && end - until < WORD_MAX && is_word_char (in.data[end]))
    end++;
  Tear tear = {.left = span_of (in.data + start, from - start),
               .right = span_of (in.data + until, end - until),
               .before = start > 0 ? sign_at (in, start - 1) : ' ',
               .behind = sign_at (in, end)};
  tear.selector = start >= 2 && tear.before == '=' && in.data[start - 2] == 's';
  return tear;
}

static bool
is_one_of (const char *word, const char *const *words, guint n) {
  for (guint i = 0; i < n; i++)
    if (strcmp (word, words[i]) == 0)
      return true;
  return false;
}

/* "dmar c=fail", "header.fr om=…", "soft fail": both halves together are a word of the grammar, and
 * the first one is none. */
static bool
is_grammar (const Tear *tear, const char *word, const char *left) {
  static const char *const names[] = {"spf",       "dkim",          "dmarc",     "arc",
                                      "compauth",  "header.d",      "header.i",  "header.s",
                                      "header.b",  "header.a",      "smtp.helo", "header.from",
                                      "smtp.mail", "smtp.mailfrom", "client-ip", "envelope-from"};
  static const char *const results[] = {"pass", "fail",      "softfail",  "neutral",
                                        "none", "temperror", "permerror", "hardfail"};
  if (tear->behind == '=')
    return is_one_of (word, names, G_N_ELEMENTS (names)) &&
           !is_one_of (left, names, G_N_ELEMENTS (names));
  return (tear->before == '=' || tear->before == ':') &&
         is_one_of (word, results, G_N_ELEMENTS (results)) &&
         !is_one_of (left, results, G_N_ELEMENTS (results));
}

/* Of an address that was torn before its '@' the domain has to stand elsewhere, and what stands
 * before the gap has to begin a value and be no name by itself. */
static bool
is_known (GHashTable *names, const Tear *tear, const char *left, const char *word) {
  const char *sign = strrchr (word, '@');
  if (g_hash_table_contains (names, word))
    return true;
  bool begins = is_any_of (tear->before, "=<\"") && !g_hash_table_contains (names, left);
  return sign && g_hash_table_contains (names, sign + 1) &&
         (span_index (tear->right, '@') < 0 || begins);
}

static bool
ends_public (Span name) {
  gssize dot = span_last_index (name, '.');
  return dot > 0 && domain_is_public_suffix (span_skip (name, (gsize)dot + 1));
}

/* "header.d=museum. example", "header.d=museum .example": what stands before the gap is the domain
 * of nobody, and both together can be one's. "header.d=a.example. Thanks" is the end of a sentence.
 */
static bool
is_parted_at_dot (const Tear *tear, const char *word) {
  Span left = tear->left, right = tear->right;
  bool dot = left.data[left.len - 1] == '.';
  left.len -= dot;
  return tear->before == '=' && dot != (right.data[0] == '.') && right.len > 1 &&
         span_index (right, '@') < 0 && !ends_public (left) &&
         ends_public (span_from_string (word));
}

static bool
is_torn (GHashTable *names, const FieldName *field, const Tear *tear) {
  if (tear->left.len == 0 || tear->right.len == 0)
    return false;
  g_autofree char *left = g_ascii_strdown (tear->left.data, (gssize)tear->left.len);
  g_autofree char *right = g_ascii_strdown (tear->right.data, (gssize)tear->right.len);
  g_autofree char *word = g_strconcat (left, right, NULL);
  if (field->kind == FIELD_KIND_ADDRESS)
    return tear->before == '<' && tear->behind == '>' && is_known (names, tear, left, word);
  bool listed = field->kind == FIELD_KIND_RESULTS || field->kind == FIELD_KIND_SPF;
  if (listed && is_grammar (tear, word, left))
    return true;
  if (tear->behind == '=')
    return false;
  if (is_parted_at_dot (tear, word))
    return true;
  g_autofree char *selector = g_strconcat ("s=", word, NULL);
  return is_known (names, tear, left, word) ||
         (tear->selector && g_hash_table_contains (names, selector));
}

static void
join_value (Rewrite *rewrite, GHashTable *names, const FieldName *field, gsize start, gsize end) {
  Span in = span_first (rewrite->in, end);
  for (gsize at = start; at < end;) {
    gsize until = at;
    while (until < end && g_ascii_isspace (in.data[until]))
      until++;
    if (until == at) {
      at++;
      continue;
    }
    Tear tear = look_around (in, at, until);
    if (until < end && at > start && is_torn (names, field, &tear)) {
      rewrite_keep (rewrite, at);
      rewrite_note_each (rewrite, REPAIR_WRAPPED, tear.left, tear.right);
      rewrite_drop (rewrite, until);
    }
    at = until;
  }
}

bool
repair_torn_words (PasteText *text) {
  Rewrite rewrite;
  rewrite_begin (&rewrite, text);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  PasteLines lines = paste_lines (rewrite.in);
  PasteLine line;
  while (paste_lines_next (&lines, &line))
    if (line.field)
      add_names (names, line.bytes);
  lines = paste_lines (rewrite.in);
  bool more = paste_lines_next (&lines, &line);
  while (more) {
    const FieldName *field = line.kind == LINE_FIELD ? line.field : NULL;
    gsize start = line.value_at, end = line.end;
    while ((more = paste_lines_next (&lines, &line)) && line.kind == LINE_FOLD)
      end = line.end;
    if (is_torn_field (field))
      join_value (&rewrite, names, field, start, end);
  }
  return rewrite_end (&rewrite);
}
