/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "judge/lookalike.h"

#include "syntax/domain.h"

#define NAME_LETTERS_MIN 6  /* characters; shorter names resemble one another by chance */
#define MAX_HOST 200        /* bytes; longer ones are left to GLib's conversion */
#define NAME_LETTERS_MAX 64 /* a label has no more */

/* ---- skeletons --------------------------------------------------------------------------------
 */

/* Letters of other alphabets, and digits, that look like a Latin letter. */
static gunichar
latin_twin (gunichar c) {
  static const struct {
    gunichar looks, like;
  } twins[] = {
      {0x430, 'a'}, {0x435, 'e'}, {0x43e, 'o'}, {0x440, 'p'}, {0x441, 'c'}, {0x443, 'y'},
      {0x445, 'x'}, {0x455, 's'}, {0x456, 'i'}, {0x458, 'j'}, {0x4bb, 'h'}, {0x501, 'd'},
      {0x51b, 'q'}, {0x51d, 'w'}, {0x3b1, 'a'}, {0x3bf, 'o'}, {0x3c1, 'p'}, {0x3bd, 'v'},
      {0x3c5, 'u'}, {0x3b9, 'i'}, {0x131, 'i'}, {'0', 'o'},   {'1', 'l'},   {'5', 's'},
  };
  for (guint i = 0; i < G_N_ELEMENTS (twins); i++)
    if (twins[i].looks == c)
      return twins[i].like;
  return c;
}

/* Pairs of letters that close up to another one in a narrow typeface. */
static void
close_up (GString *name) {
  g_string_replace (name, "rn", "m", 0);
  g_string_replace (name, "vv", "w", 0);
  g_string_replace (name, "cl", "d", 0);
}

static char *
unicode_of (Span domain) {
  g_autofree char *ascii = g_strndup (domain.data, domain.len);
  char *unicode = g_hostname_to_unicode (ascii);
  return unicode ? unicode : g_steal_pointer (&ascii);
}

/* No letter of another alphabet, not as A-label either. */
static bool
is_latin (Span domain) {
  for (gsize i = 0; i < domain.len; i++) {
    char c = domain.data[i];
    if (!g_ascii_islower (c) && !g_ascii_isdigit (c) && c != '.' && c != '-')
      return false;
  }
  return domain.len < MAX_HOST && span_find (domain, SPAN ("xn--")) < 0;
}

static gsize
close_up_pair (char *name, gsize len, const char *pair, char closed) {
  gsize n = 0;
  for (gsize i = 0; i < len; i++)
    if (i + 1 < len && name[i] == pair[0] && name[i + 1] == pair[1]) {
      name[n++] = closed;
      i++;
    } else
      name[n++] = name[i];
  return n;
}

/* As the other one, for nearly all domains. */
static Span
latin_skeleton (Span domain, Arena *arena) {
  char *name = arena_alloc (arena, domain.len + 1);
  gsize len = domain.len;
  for (gsize i = 0; i < len; i++) {
    char c = domain.data[i];
    name[i] = c == '0' ? 'o' : c == '1' ? 'l' : c == '5' ? 's' : c;
  }
  len = close_up_pair (name, len, "rn", 'm');
  len = close_up_pair (name, len, "vv", 'w');
  len = close_up_pair (name, len, "cl", 'd');
  return span_of (name, len);
}

static Span
skeleton (Span domain, Arena *arena) {
  if (is_latin (domain))
    return latin_skeleton (domain, arena);
  g_autofree char *unicode = unicode_of (domain);
  g_autoptr (GString) out = g_string_new (NULL);
  for (const char *at = unicode; *at; at = g_utf8_next_char (at))
    g_string_append_unichar (out, latin_twin (g_utf8_get_char (at)));
  close_up (out);
  return arena_dup (arena, span_of (out->str, out->len));
}

/* ---- one letter -------------------------------------------------------------------------------
 */

/* The first label of the organisational domain, and what follows it. */
static Span
name_of (Span organization, Span *ret_suffix) {
  gssize dot = span_index (organization, '.');
  *ret_suffix = dot < 0 ? SPAN ("") : span_skip (organization, (gsize)dot);
  return dot < 0 ? organization : span_first (organization, (gsize)dot);
}

/* One byte more, less, other, or two neighbours exchanged. */
static bool
is_one_step (Span a, Span b) {
  gsize head = 0, tail = 0, shorter = MIN (a.len, b.len);
  while (head < shorter && a.data[head] == b.data[head])
    head++;
  while (tail < shorter - head && a.data[a.len - 1 - tail] == b.data[b.len - 1 - tail])
    tail++;
  gsize left_a = a.len - head - tail, left_b = b.len - head - tail;
  if (left_a == 2 && left_b == 2)
    return a.data[head] == b.data[head + 1] && a.data[head + 1] == b.data[head];
  return left_a <= 1 && left_b <= 1;
}

static bool
differ_in_one_letter (Span a, Span b) {
  Span suffix_a, suffix_b;
  Span name_a = name_of (a, &suffix_a), name_b = name_of (b, &suffix_b);
  return MIN (name_a.len, name_b.len) >= NAME_LETTERS_MIN &&
         MAX (name_a.len, name_b.len) < NAME_LETTERS_MAX && span_equal (suffix_a, suffix_b) &&
         is_one_step (name_a, name_b);
}

bool
lookalike_domains (Span a, Span b, Arena *arena) {
  Span one = domain_organizational (a, arena), other = domain_organizational (b, arena);
  if (one.len == 0 || other.len == 0 || span_equal (one, other))
    return false;
  return differ_in_one_letter (one, other) ||
         span_equal (skeleton (one, arena), skeleton (other, arena));
}

/* ---- scripts ----------------------------------------------------------------------------------
 */

/* Latin beside Cyrillic or Greek in one label: no language writes like that. */
static bool
mixes_scripts (Span domain) {
  if (is_latin (domain))
    return false;
  g_autofree char *unicode = unicode_of (domain);
  bool latin = false, other = false;
  for (const char *at = unicode; *at; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    GUnicodeScript script = g_unichar_get_script (c);
    latin = c != '.' && (latin || script == G_UNICODE_SCRIPT_LATIN);
    other = c != '.' &&
            (other || script == G_UNICODE_SCRIPT_CYRILLIC || script == G_UNICODE_SCRIPT_GREEK);
    if (latin && other)
      return true;
  }
  return false;
}

/* ---- the message ------------------------------------------------------------------------------
 */

static void
compare (FromRecord *from, Span domain, Arena *arena) {
  if (span_is_null (from->resembles) && !span_is_null (domain) &&
      lookalike_domains (from->domain, domain, arena))
    from->resembles = domain;
}

static void
find_in (Evidence *evidence, Arena *arena) {
  FromRecord *from = &evidence->from;
  if (span_is_null (from->domain))
    return;
  from->mixed_scripts = flag_of (mixes_scripts (from->domain));
  compare (from, evidence->sender_profile.domain, arena);
  for (guint i = 0; i < MIN (evidence->dkim_signatures.n, 16); i++)
    compare (from, vec_at (&evidence->dkim_signatures, DkimSignatureRecord, i)->domain, arena);
  compare (from, evidence->return_path.domain, arena);
  compare (from, evidence->reply_to.domain, arena);
}

void
lookalike_find (Case *kase, Arena *arena) {
  find_in (kase->original ? kase->original : &kase->evidence, arena);
}
