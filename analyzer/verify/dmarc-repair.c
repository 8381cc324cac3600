/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "verify/dmarc-repair.h"

#include "base/vocabulary.h"
#include "verify/record-text.h"

#define RECORD_MAX 4096

static Span
next_piece (Span *rest, char divider) {
  gssize at = span_index (*rest, divider);
  Span piece = span_first (*rest, at < 0 ? rest->len : (gsize)at);
  *rest = at < 0 ? SPAN ("") : span_skip (*rest, (gsize)at + 1);
  return span_trim (piece);
}

static Span
name_of (Span tag) {
  gssize equals = span_index (tag, '=');
  return span_trim (span_first (tag, equals < 0 ? tag.len : (gsize)equals));
}

static Span
value_of (Span tag) {
  gssize equals = span_index (tag, '=');
  return equals < 0 ? SPAN_NULL : span_trim (span_skip (tag, (gsize)equals + 1));
}

static bool
is_known_name (Span name) {
  static const Span names[] = {SPAN ("p"),   SPAN ("sp"),    SPAN ("np"),   SPAN ("rua"),
                               SPAN ("ruf"), SPAN ("adkim"), SPAN ("aspf"), SPAN ("fo"),
                               SPAN ("pct"), SPAN ("rf"),    SPAN ("ri"),   SPAN ("psd"),
                               SPAN ("t"),   SPAN ("v")};
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (span_equal_nocase (name, names[i]))
      return true;
  return false;
}

/* ---- dividers ---- */

/* A comma or a blank that stands where a semicolon was meant: a tag begins behind it. */
static bool
begins_tag (Span rest) {
  rest = span_trim (rest);
  gssize equals = span_index (rest, '=');
  return equals > 0 && is_known_name (span_trim (span_first (rest, (gsize)equals)));
}

static bool
is_after_value (const GString *out) {
  gsize end = out->len;
  while (end && out->str[end - 1] == ' ')
    end--;
  return end && out->str[end - 1] != ';' && out->str[end - 1] != '=';
}

static Span
divided (Span text, Arena *arena) {
  g_autoptr (GString) out = g_string_sized_new (text.len);
  for (gsize i = 0; i < text.len; i++) {
    char c = text.data[i];
    bool wrong =
        (c == ',' || c == ' ') && is_after_value (out) && begins_tag (span_skip (text, i + 1));
    if (wrong)
      g_string_append_c (out, ';');
    else
      g_string_append_c (out, c);
  }
  return arena_dup (arena, span_of (out->str, out->len));
}

/* ---- tags ---- */

/* Report addresses without their scheme (§4.7). */
static Span
with_scheme (Span list, Arena *arena) {
  g_autoptr (GString) out = g_string_new (NULL);
  while (list.len) {
    Span uri = next_piece (&list, ',');
    bool bare = span_index (uri, ':') < 0 && span_index (uri, '@') > 0;
    if (out->len)
      g_string_append_c (out, ',');
    g_string_append_printf (out, "%s%.*s", bare ? "mailto:" : "", SPAN_FORMAT (uri));
  }
  return arena_dup (arena, span_of (out->str, out->len));
}

static bool
is_report_tag (Span name) {
  return span_equal (name, SPAN ("rua")) || span_equal (name, SPAN ("ruf"));
}

static bool
has_bare_address (Span list) {
  while (list.len) {
    Span uri = next_piece (&list, ',');
    if (span_index (uri, ':') < 0 && span_index (uri, '@') > 0)
      return true;
  }
  return false;
}

/* Its name in lower case: tag names are (§4.7). */
static Span
mended_tag (Span tag, Arena *arena) {
  Span name = name_of (tag), value = value_of (tag);
  Span lower = is_known_name (name) ? arena_dup_lower (arena, name) : name;
  bool bare = is_report_tag (lower) && has_bare_address (value);
  if (!bare && span_equal (lower, name))
    return tag;
  return arena_join (arena, lower, SPAN ("="), bare ? with_scheme (value, arena) : value);
}

/* A word that is none there counts as if the tag were left out (§4.7). */
static bool
is_void (Span tag) {
  Span name = name_of (tag), value = value_of (tag);
  if (span_index (value, '=') >= 0) /* another tag stuck to it */
    return false;
  if (span_equal (name, SPAN ("adkim")) || span_equal (name, SPAN ("aspf")))
    return !span_is_nocase (value, "r") && !span_is_nocase (value, "s");
  return span_equal (name, SPAN ("fo")) && !dmarc_is_failure_options (value);
}

/* Tags without the version, in their order; false where it cannot be told which of two counts. */
static bool
add_tags (Span text, Vec *tags, Arena *arena) {
  Span clean = divided (record_text_clean (text, arena), arena);
  while (clean.len) {
    Span tag = next_piece (&clean, ';'), name = name_of (tag);
    bool version = span_equal_nocase (name, SPAN ("v")) || span_is_nocase (tag, "DMARC1");
    if (version && !span_is_nocase (tag, "DMARC1") && !span_is_nocase (value_of (tag), "DMARC1"))
      return false;
    if (tag.len == 0 || version)
      continue;
    tag = mended_tag (tag, arena);
    if (is_void (tag))
      continue;
    for (guint i = 0; i < tags->n; i++) {
      Span other = *vec_at (tags, Span, i);
      if (span_equal (name_of (other), name_of (tag)) && !span_equal_nocase (other, tag))
        return false;
      if (span_equal_nocase (other, tag))
        tag = SPAN_NULL;
    }
    if (tag.len)
      *vec_push (arena, tags, Span) = tag;
  }
  return true;
}

static bool
has_tag (const Vec *tags, Span name) {
  for (guint i = 0; i < tags->n; i++)
    if (span_equal (name_of (*vec_at (tags, Span, i)), name))
      return true;
  return false;
}

/* ---- several records ---- */

/* Where only the report addresses differ, all of them stay. */
static bool
join_addresses (Vec *tags, const Vec *more, Arena *arena) {
  for (guint i = 0; i < more->n; i++) {
    Span tag = *vec_at (more, Span, i);
    bool found = false;
    for (guint k = 0; k < tags->n; k++) {
      Span *own = vec_at (tags, Span, k);
      if (!span_equal (name_of (*own), name_of (tag)))
        continue;
      found = true;
      if (span_equal_nocase (*own, tag))
        continue;
      if (!is_report_tag (name_of (tag)))
        return false;
      Span rest = value_of (tag);
      while (rest.len) {
        Span uri = next_piece (&rest, ',');
        if (span_find_nocase (*own, uri) < 0)
          *own = arena_join (arena, *own, SPAN (","), uri);
      }
    }
    if (!found && !is_report_tag (name_of (tag)))
      return false;
    if (!found)
      *vec_push (arena, tags, Span) = tag;
  }
  for (guint k = 0; k < tags->n; k++) {
    Span name = name_of (*vec_at (tags, Span, k));
    if (!is_report_tag (name) && !has_tag (more, name))
      return false;
  }
  return true;
}

/* ---- the record ---- */

static Span
written (const Vec *tags, Arena *arena) {
  g_autoptr (GString) out = g_string_new ("v=DMARC1");
  if (!has_tag (tags, SPAN ("p")))
    g_string_append (out, "; p=none");
  for (guint i = 0; i < tags->n; i++)
    g_string_append_printf (out, "; %.*s", SPAN_FORMAT (*vec_at (tags, Span, i)));
  return arena_dup (arena, span_of (out->str, out->len));
}

static guint
rank (Span word) {
  return policy_is (word, POLICY_REJECT) ? 2 : policy_is (word, POLICY_QUARANTINE) ? 1 : 0;
}

/* A problem that is only worth knowing is none here. */
static bool
has_fault (const DmarcPolicy *policy) {
  for (guint i = 0; i < policy->problems.n; i++)
    if (!dmarc_problem_is_note (vec_at (&policy->problems, DmarcProblem, i)))
      return true;
  return false;
}

/* By our own parser: it applies, nothing is wrong with it any more, and no policy is lower. */
static bool
is_sound (const Vec *records, Span record, Arena *arena) {
  DmarcPolicy now;
  dmarc_policy_parse (record, arena, &now);
  if (!now.valid || !now.applies || has_fault (&now) || record.len > RECORD_MAX)
    return false;
  for (guint i = 0; i < records->n; i++) {
    DmarcPolicy then;
    dmarc_policy_parse (*vec_at (records, Span, i), arena, &then);
    if (then.valid && then.applies &&
        (rank (now.policy) < rank (then.policy) ||
         rank (now.subdomain_policy) < rank (then.subdomain_policy) ||
         rank (now.nonexistent_policy) < rank (then.nonexistent_policy)))
      return false;
  }
  return true;
}

Span
dmarc_repair (const Vec *records, Arena *arena) {
  Vec tags = {0};
  for (guint i = 0; i < records->n; i++) {
    Vec more = {0};
    if (!add_tags (*vec_at (records, Span, i), &more, arena) ||
        (i > 0 && !join_addresses (&tags, &more, arena)))
      return SPAN_NULL;
    if (i == 0)
      tags = more;
  }
  if (records->n == 0)
    return SPAN_NULL;
  Span record = written (&tags, arena);
  bool same = records->n == 1 && span_equal (record, *vec_at (records, Span, 0));
  return !same && is_sound (records, record, arena) ? record : SPAN_NULL;
}
