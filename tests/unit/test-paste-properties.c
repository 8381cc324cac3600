/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A repair finds nothing more to do in what it has done, and the whole reading nothing in its own
 * output: always for the pastes that are kept beside this test, and for what a few thousand edits
 * of a fixed seed make of them but for a few in a thousand. There markup stands inside markup that
 * was torn apart, and what one repair takes away makes room for another; the block says so. */
#include "base/limits.h"
#include "paste/repair.h"

typedef bool (*RepairFunc) (PasteText *);

static const struct {
  const char *name;
  RepairFunc repair;
} repairs[] = {
    {"charset", repair_charset},
    {"whole-base64", repair_whole_base64},
    {"whole-quoted-printable", repair_whole_quoted_printable},
    {"rtf", repair_rtf},
    {"line-ends", repair_line_ends},
    {"invisible", repair_invisible},
    {"long-lines", repair_long_lines},
    {"export", repair_export},
    {"html", repair_html},
    {"eaten-address", repair_eaten_address},
    {"quoted-printable", repair_quoted_printable},
    {"links", repair_links},
    {"escaped-signs", repair_escaped_signs},
    {"encoded-words", repair_encoded_words},
    {"number-lines", repair_number_lines},
    {"names-above", repair_names_above},
    {"name-value-list", repair_name_value_list},
    {"prefixes", repair_prefixes},
    {"indent", repair_indent},
    {"emphasis", repair_emphasis},
    {"tables", repair_tables},
    {"summary", repair_overview},
    {"double-spacing", repair_double_spacing},
    {"blank-lines", repair_blank_lines},
    {"nameless", repair_nameless},
    {"dashed-names", repair_dashed_names},
    {"field-names", repair_field_names},
    {"typography", repair_typography},
    {"redaction", repair_redaction},
    {"joined-fields", repair_joined_fields},
    {"lost-folds", repair_lost_folds},
    {"wrapped-words", repair_wrapped_words},
    {"hard-wraps", repair_hard_wraps},
    {"uncertain-values", repair_uncertain_values},
};

#define SEED 20260601
#define TOLERATED 5 /* in a thousand edited texts */
#define ROUNDS 2000
#define MAX_TEXT 6000

static GPtrArray *texts; /* of GString */

static int
compare_names (gconstpointer a, gconstpointer b) {
  return strcmp (*(char *const *)a, *(char *const *)b);
}

static void
add_pastes (void) {
  g_autofree char *folder = g_build_filename (g_getenv ("top_srcdir"), "tests", "paste", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".txt"))
      g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++) {
    char *bytes;
    gsize len;
    g_assert_true (g_file_get_contents (names->pdata[i], &bytes, &len, NULL));
    g_ptr_array_add (texts, g_string_new_len (bytes, (gssize)len));
    g_free (bytes);
  }
  g_assert_cmpuint (texts->len, >, 10);
}

/* ---- edits ---- */

static const char *const debris[] = {
    "\n",
    "\n\n",
    " ",
    "> ",
    "| ",
    "*",
    "```",
    "\\",
    "...",
    " ... ",
    "\n...\n",
    "=3D",
    "=20\n",
    "=\n",
    "&lt;",
    "&gt;",
    "<br>",
    "</div>",
    "<a@></a@>",
    "[at]",
    " at ",
    "\xC2\xA0",
    "\xE2\x80\x8B",
    "\xE2\x80\x9C",
    "\xEF\xAC\x81",
    "\t",
    "\r",
    "\\n",
    "\\r\\n",
    "_x000D_",
    ";",
    ":",
    "\"",
    "(",
    ")",
    "<",
    ">",
    "@",
    "xxx@",
    "From: ",
    "From : ",
    "\nTo: ",
    "\nReceived: from a by b; Mon, 1 Jun 2026 10:00:00 +0000",
    "\nAuthentication-Results: mx.example; dkim=pass header.d=a.example",
    "\nReceived-SPF: pass client-ip=192.0.2.1;",
    "\nDKIM-Signature: v=1; d=a.example; s=x; b=",
    " Return-Path: <a@b.example> ",
    "<mailto:a@b.example>",
    "[a@b.example|mailto:a@b.example]",
    "<http://b.example|b.example>",
    "=?utf-8?Q?a=3Db?=",
    "12: ",
    "1 | ",
    "- ",
    "~~~\n",
    "{code}\n",
    "SPF: PASS with IP 192.0.2.1\n",
    "\"headers\":[{\"name\":\"From\",\"value\":\"a\"}]",
    "\\<",
    "\\]",
};

static void
edit (GRand *rand, GString *text) {
  gsize at = (gsize)g_rand_int_range (rand, 0, (gint32)text->len + 1);
  gsize len = (gsize)g_rand_int_range (rand, 1, 60);
  len = MIN (len, text->len - at);
  switch (g_rand_int_range (rand, 0, 6)) {
  case 0:
    g_string_erase (text, (gssize)at, (gssize)len);
    break;
  case 1: {
    g_autofree char *piece = g_strndup (text->str + at, len);
    g_string_insert (text, g_rand_int_range (rand, 0, (gint32)text->len + 1), piece);
    break;
  }
  case 2:
    if (at < text->len)
      text->str[at] = "\n \t;=<>()\"."[g_rand_int_range (rand, 0, 11)];
    break;
  default:
    g_string_insert (text, (gssize)at, debris[g_rand_int_range (rand, 0, G_N_ELEMENTS (debris))]);
  }
}

static GString *
make_text (GRand *rand, guint round) {
  const GString *from = texts->pdata[round % texts->len];
  gsize start = 0, len = MIN (from->len, MAX_TEXT);
  GString *text = g_string_new_len (from->str + start, (gssize)len);
  guint edits = (guint)g_rand_int_range (rand, 0, 9);
  for (guint i = 0; i < edits; i++)
    edit (rand, text);
  return text;
}

/* ---- properties ---- */

static guint failures[G_N_ELEMENTS (repairs) + 1];

static void
keep (const char *name, const GString *text) {
  const char *folder = g_getenv ("MAILWHY_LOSSES");
  static guint n;
  if (folder == NULL)
    return;
  g_autofree char *path = g_strdup_printf ("%s/%s-%03u", folder, name, n++);
  g_file_set_contents (path, text->str, (gssize)text->len, NULL);
}

static void
check_repair (guint i, const GString *in) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (PasteText) text = paste_text_new (arena, span_of (in->str, in->len), 0, 1);
  /* what the text ends in may go on behind its end; behind a blank line it does not */
  if (repairs[i].repair == repair_uncertain_values)
    g_string_append (text->bytes, "\n\n");
  repairs[i].repair (text);
  if (repairs[i].repair (text)) {
    failures[i]++;
    keep (repairs[i].name, in);
  }
}

static void
test_repair (gconstpointer data) {
  guint which = GPOINTER_TO_UINT (data);
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  for (guint i = 0; i < texts->len; i++)
    check_repair (which, texts->pdata[i]);
  g_assert_cmpuint (failures[which], ==, 0);
  for (guint round = 0; round < ROUNDS; round++) {
    GString *text = make_text (rand, round);
    check_repair (which, text);
    g_string_free (text, TRUE);
  }
  g_test_message ("%s: %u", repairs[which].name, failures[which]);
  g_assert_cmpuint (failures[which] * 1000, <=, ROUNDS * TOLERATED);
}

static guint n_blocks, n_unstable;

static void
check_whole (const GString *in) {
  g_autoptr (Arena) arena = arena_new ();
  Paste paste;
  paste_repair (span_of (in->str, in->len), arena, &paste);
  for (guint i = 0; i < paste.blocks.n; i++) {
    const PasteBlock *block = vec_at (&paste.blocks, PasteBlock, i);
    Paste again;
    n_blocks++;
    bool changed = paste_repair (block->text, arena, &again) &&
                   (again.blocks.n != 1 ||
                    !span_equal (vec_at (&again.blocks, PasteBlock, 0)->text, block->text));
    g_assert_true (changed == block->unstable);
    g_assert_true (!changed || block->confidence == PASTE_LOW);
    if (changed) {
      n_unstable++;
      keep ("whole", in);
    }
  }
}

static void
test_whole (void) {
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);
  for (guint i = 0; i < texts->len; i++)
    check_whole (texts->pdata[i]);
  g_assert_cmpuint (n_unstable, ==, 0);
  for (guint round = 0; round < ROUNDS; round++) {
    GString *text = make_text (rand, round);
    check_whole (text);
    g_string_free (text, TRUE);
  }
  g_test_message ("%u blocks, %u unstable", n_blocks, n_unstable);
  g_assert_cmpuint (n_unstable * 1000, <=, n_blocks * TOLERATED);
}

static void
free_text (gpointer text) {
  g_string_free (text, TRUE);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_set_nonfatal_assertions ();
  texts = g_ptr_array_new_with_free_func (free_text);
  add_pastes ();
  for (guint i = 0; i < G_N_ELEMENTS (repairs); i++) {
    g_autofree char *path = g_strdup_printf ("/paste/twice/%s", repairs[i].name);
    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_repair);
  }
  g_test_add_func ("/paste/twice/all", test_whole);
  int status = g_test_run ();
  g_ptr_array_unref (texts);
  return status;
}
