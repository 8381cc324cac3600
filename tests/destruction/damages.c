/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "damages.h"

#include "base/span.h"

#include <string.h>

/* ---- damages ----------------------------------------------------------------------------------
 */

/* Writes line NUMBER, counted from 1, without its end. */
typedef void (*WriteLine) (GString *out, const char *line, guint number, gconstpointer data);

/* A text that is cut inside its last line stays so. */
static char *
rewrite_lines (const char *text, WriteLine write, gconstpointer data) {
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; lines[i] && (lines[i + 1] || *lines[i]); i++) {
    write (out, lines[i], i + 1, data);
    g_string_append (out, lines[i + 1] ? "\n" : "");
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
write_between (GString *out, const char *line, guint number, gconstpointer data) {
  const char *const *around = data;
  (void)number;
  g_string_append_printf (out, "%s%s%s", around[0], line, around[1]);
}

static char *
each_line (const char *text, const char *before, const char *after) {
  const char *around[] = {before, after};
  return rewrite_lines (text, write_between, around);
}

static char *
replace (const char *text, const char *what, const char *with) {
  GString *out = g_string_new (text);
  g_string_replace (out, what, with, 0);
  return g_string_free (out, FALSE);
}

static char *
unfolded (const char *text) {
  g_autofree char *a = replace (text, "\n\t", " ");
  return replace (a, "\n ", " ");
}

/* As programs show the fields of a message: a name and a value each, without folds. */
typedef void (*WriteField) (GString *out, Span name, const char *value);

static char *
rewrite_fields (const char *text, const char *before, WriteField write, const char *after) {
  g_autofree char *flat = unfolded (text);
  g_auto (GStrv) lines = g_strsplit (flat, "\n", -1);
  g_autoptr (GString) out = g_string_new (before);
  for (guint i = 0; lines[i]; i++) {
    const char *colon = strchr (lines[i], ':');
    if (colon)
      write (out, span_between (lines[i], colon), colon + 1);
  }
  g_string_append (out, after);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
damage_quoted (const char *text, GRand *rand) {
  return each_line (text, g_rand_boolean (rand) ? "> " : ">> ", "");
}

static char *
damage_indented (const char *text, GRand *rand) {
  return each_line (text, g_rand_boolean (rand) ? "    " : "\t", "");
}

static char *
damage_bars (const char *text, GRand *rand) {
  (void)rand;
  return each_line (text, "| ", "");
}

static void
write_numbered (GString *out, const char *line, guint number, gconstpointer data) {
  (void)data;
  g_string_append_printf (out, "%3u: %s", number, line);
}

static char *
damage_numbered (const char *text, GRand *rand) {
  (void)rand;
  return rewrite_lines (text, write_numbered, NULL);
}

static char *
damage_lost_folds (const char *text, GRand *rand) {
  (void)rand;
  g_autofree char *a = replace (text, "\n\t", "\n");
  return replace (a, "\n ", "\n");
}

static char *
damage_nbsp (const char *text, GRand *rand) {
  (void)rand;
  g_autofree char *a = replace (text, "\n\t", "\n\xC2\xA0 ");
  return replace (a, "\n ", "\n\xC2\xA0");
}

static char *
damage_joined (const char *text, GRand *rand) {
  (void)rand;
  g_autofree char *a = unfolded (text);
  return replace (a, "\n", " ");
}

static char *
damage_double_spaced (const char *text, GRand *rand) {
  (void)rand;
  return replace (text, "\n", "\n\n");
}

static char *
damage_html (const char *text, GRand *rand) {
  g_autofree char *a = replace (text, "&", "&amp;"), *b = replace (a, "<", "&lt;");
  g_autofree char *c = replace (b, ">", "&gt;");
  return g_rand_boolean (rand) ? each_line (c, "<div>", "</div>") : replace (c, "\n", "<br>\n");
}

/* "<a@b>" and "header.d=b" the way mail programs make links of them. */
static char *
damage_links (const char *text, GRand *rand) {
  static const char *const made[][2] = {
      {"<\\1<mailto:\\1>>", "header.d=\\1<http://\\1>"},
      {"[\\1](mailto:\\1)", "header.d=[\\1](http://\\1/)"},
      {"<mailto:\\1>", "header.d=<http://\\1|\\1>"},
      {"<\\1<mailto:\\1>>",
       "header.d=https://eur01.safelinks.protection.outlook.com/?url=http%3A%2F%2F\\1%2F&data=05"},
      {"<\\1>", "header.d=https://urldefense.com/v3/__http://\\1__;!!AbC$"},
  };
  const char *const *how = made[g_rand_int_range (rand, 0, G_N_ELEMENTS (made))];
  g_autoptr (GRegex) address = g_regex_new ("<([\\w.+-]+@[\\w.-]+)>", G_REGEX_RAW, 0, NULL);
  g_autoptr (GRegex) domain =
      g_regex_new ("header\\.d=([\\w-]+(?:\\.[\\w-]+)+)", G_REGEX_RAW, 0, NULL);
  g_autofree char *a = g_regex_replace (address, text, -1, 0, how[0], 0, NULL);
  return g_regex_replace (domain, a, -1, 0, how[1], 0, NULL);
}

static char *
damage_quoted_printable (const char *text, GRand *rand) {
  (void)rand;
  g_autofree char *a = replace (text, "=", "=3D");
  return replace (a, "\t", "=09");
}

static void
write_cells (GString *out, Span name, const char *value) {
  g_string_append_printf (out, "%.*s\t%s\n", SPAN_FORMAT (name), value + (*value == ' '));
}

static char *
damage_table (const char *text, GRand *rand) {
  (void)rand;
  return rewrite_fields (text, "Header Name\tHeader Value\n", write_cells, "");
}

static void
write_member (GString *out, Span name, const char *value) {
  g_autofree char *a = replace (value, "\\", "\\\\"), *escaped = replace (a, "\"", "\\\"");
  g_string_append_printf (out, "%s{\"name\":\"%.*s\",\"value\":\"%s\"}",
                          out->str[out->len - 1] == '[' ? "" : ",", SPAN_FORMAT (name),
                          g_strstrip (escaped));
}

static char *
damage_json (const char *text, GRand *rand) {
  (void)rand;
  return rewrite_fields (text, "{\"internetMessageHeaders\": [", write_member, "]}\n");
}

static void
write_emphasis (GString *out, const char *line, guint number, gconstpointer data) {
  const char *colon = g_ascii_isalpha (*line) ? strchr (line, ':') : NULL;
  (void)number;
  (void)data;
  if (colon)
    g_string_append_printf (out, "*%.*s:*%s", (int)(colon - line), line, colon + 1);
  else
    g_string_append (out, line);
}

static char *
damage_emphasis (const char *text, GRand *rand) {
  (void)rand;
  return rewrite_lines (text, write_emphasis, NULL);
}

static char *
damage_cr (const char *text, GRand *rand) {
  (void)rand;
  return replace (text, "\n", "\r");
}

static char *
damage_literal (const char *text, GRand *rand) {
  (void)rand;
  g_autofree char *a = replace (text, "\t", "\\t");
  return replace (a, "\n", "\\r\\n");
}

static char *
damage_excel (const char *text, GRand *rand) {
  (void)rand;
  return replace (text, "\n", "_x000D_\n");
}

static char *
damage_invisible (const char *text, GRand *rand) {
  (void)rand;
  g_autofree char *a = replace (text, ": ", ":\xC2\xA0");
  return replace (a, "@", "@\xE2\x80\x8B");
}

static char *
damage_typography (const char *text, GRand *rand) {
  (void)rand;
  g_autoptr (GRegex) quoted = g_regex_new ("=\"([^\"\n\\\\]*)\"", G_REGEX_RAW, 0, NULL);
  g_autofree char *a =
      g_regex_replace (quoted, text, -1, 0, "=\xE2\x80\x9C\\1\xE2\x80\x9D", 0, NULL);
  return replace (a, "From: ", "From : ");
}

static char *
damage_wrapped (const char *text, GRand *rand) {
  gsize width = (gsize)g_rand_int_range (rand, 66, 77);
  g_autoptr (GString) out = g_string_new (NULL);
  gsize column = 0;
  for (; *text; text++) {
    if (*text != '\n' && column == width) {
      g_string_append_c (out, '\n');
      column = 0;
    }
    g_string_append_c (out, *text);
    column = *text == '\n' ? 0 : column + ((text[1] & 0xC0) != 0x80);
  }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
damage_cut (const char *text, GRand *rand) {
  gsize len = strlen (text);
  return g_strndup (text, len / 3 + (gsize)g_rand_int_range (rand, 0, (gint32)(len - len / 3)));
}

static char *
damage_elided (const char *text, GRand *rand) {
  GString *out = g_string_new (text);
  gsize at = (gsize)g_rand_int_range (rand, 0, (gint32)out->len - 40);
  g_string_erase (out, (gssize)at, g_rand_int_range (rand, 5, 40));
  g_string_insert (out, (gssize)at, g_rand_boolean (rand) ? " ... " : "...");
  return g_string_free (out, FALSE);
}

static char *
damage_chat (const char *text, GRand *rand) {
  static const char *const hello[] = {"Bonjour,\nnos billets n'arrivent pas, que faire ?\n\n",
                                      "Guten Tag\n\nanbei der Kopf der Nachricht:\n\n",
                                      "Hi team,\n\nsee below\n\n"};
  return g_strconcat (hello[g_rand_int_range (rand, 0, 3)], text,
                      "\nMerci / Danke / Thanks\n-- \nThe box office says dkim=pass, spf=pass\n",
                      NULL);
}

/* In JSON and in a table there are headers only, and so they come first. */
const DamageKind damages[] = {
    {"json", damage_json, false, true},
    {"table", damage_table, false, true},
    {"quoted", damage_quoted, true, false},
    {"indented", damage_indented, true, false},
    {"bars", damage_bars, false, false},
    {"numbered", damage_numbered, false, false},
    {"lost-folds", damage_lost_folds, false, false},
    {"nbsp", damage_nbsp, false, false},
    {"joined", damage_joined, false, false},
    {"double-spaced", damage_double_spaced, false, false},
    {"html", damage_html, true, false},
    {"links", damage_links, true, false},
    {"quoted-printable", damage_quoted_printable, false, false},
    {"emphasis", damage_emphasis, false, false},
    {"cr-only", damage_cr, false, false},
    {"literal", damage_literal, false, false},
    {"excel", damage_excel, false, false},
    {"invisible", damage_invisible, false, false},
    {"typography", damage_typography, false, false},
    {"wrapped", damage_wrapped, true, false},
    {"cut", damage_cut, true, false},
    {"elided", damage_elided, true, false},
    {"chat", damage_chat, true, false},
};
const guint n_damages = G_N_ELEMENTS (damages);
