/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/institutions.h"

#include <stdio.h>

#include "base/whole-file.h"
#include "syntax/domain.h"

#include "cli/complain.h"

#define LIMIT_TABLE (4 << 20) /* bytes */

static void
add (Span domain, Span code, Arena *arena, Vec *list) {
  Institution *institution = vec_push (arena, list, Institution);
  *institution = (Institution){domain, code};
}

/* A code becomes a label of a DNS name (RFC 1035 §2.3.1). */
static bool
is_code (Span code) {
  for (gsize i = 0; i < code.len; i++)
    if (!g_ascii_isalnum (code.data[i]) && code.data[i] != '-' && code.data[i] != '_')
      return false;
  return code.len > 0 && code.len <= 40;
}

/* ---- options ----------------------------------------------------------------------------------
 */

static bool
read_code (char **codes, guint i, Span *ret) {
  guint n = codes ? g_strv_length (codes) : 0;
  *ret = i < n ? span_from_string (codes[i]) : n == 1 ? span_from_string (codes[0]) : SPAN_NULL;
  return span_is_null (*ret) || is_code (*ret) ||
         complain ("--institution: \"%.*s\" is no code", SPAN_FORMAT (*ret));
}

static bool
read_options (const Options *options, Arena *arena, Vec *list) {
  guint n_domains = options->domains ? g_strv_length (options->domains) : 0;
  guint n_codes = options->codes ? g_strv_length (options->codes) : 0;
  for (guint i = 0; i < MAX (n_domains, n_codes); i++) {
    Span domain = SPAN_NULL, code;
    if (i < n_domains && !domain_normalize (span_from_string (options->domains[i]), arena, &domain))
      return complain ("--domain: \"%s\" is no domain name", options->domains[i]);
    if (!read_code (options->codes, i, &code))
      return false;
    add (domain, code, arena, list);
  }
  return true;
}

/* ---- the table --------------------------------------------------------------------------------
 */

static Span
next_word (Span *rest) {
  gsize start = 0, end;
  while (start < rest->len && is_any_of (rest->data[start], " \t,;"))
    start++;
  for (end = start; end < rest->len && !is_any_of (rest->data[end], " \t,;");)
    end++;
  Span word = span_of (rest->data + start, end - start);
  *rest = span_skip (*rest, end);
  return word;
}

static bool
read_line (Span line, Arena *arena, Vec *list) {
  gssize comment = span_index (line, '#');
  Span rest = comment < 0 ? line : span_first (line, (gsize)comment);
  Span name = next_word (&rest), code = next_word (&rest), domain;
  if (name.len == 0)
    return true;
  if (!domain_normalize (name, arena, &domain))
    return complain ("--institutions: \"%.*s\" is no domain name", SPAN_FORMAT (name));
  if (!is_code (code))
    return complain ("--institutions: \"%.*s\" is no code", SPAN_FORMAT (code));
  add (domain, code, arena, list);
  return true;
}

static bool
read_table (const char *path, Arena *arena, Vec *list) {
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize len;
  if (!whole_file_read (path, LIMIT_TABLE, &text, &len, &error))
    return complain ("--institutions: %s", error->message);
  Span rest = arena_dup (arena, span_of (text, len)), line;
  while (span_next_line (&rest, &line, NULL))
    if (!read_line (line, arena, list))
      return false;
  return true;
}

bool
institutions_read (const Options *options, Arena *arena, Institutions *ret) {
  Vec list = {0};
  if (!read_options (options, arena, &list) ||
      (options->institutions && !read_table (options->institutions, arena, &list)))
    return false;
  *ret = (Institutions){list.items, list.n};
  return true;
}

Span
institutions_code_of (const Institutions *all, Span domain) {
  for (guint i = 0; i < all->n; i++)
    if (span_equal (all->items[i].domain, domain))
      return all->items[i].code;
  for (guint i = 0; i < all->n; i++)
    if (span_is_null (all->items[i].domain))
      return all->items[i].code;
  return SPAN_NULL;
}
