/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which mail program forwarded a text: the form of lines. Which signs there are is a matter of
 * rules/paste, whose findings have examples of their own. */
#include "paste/captions.h"
#include "guarded.h"
#include "support.h"

static const char *const outlook[] = {"Von: / Gesendet:", "De: / Envoyé",
                                      "-----Original Message-----"};
static const char *const gmx[] = {"Gesendet: / Von:"};
static const char *const phone[] = {"Sent from my iPhone"};

typedef struct {
  const char *name, *text, *program;
} Row;

static const Row rows[] = {
    {"two lines", "Hallo\n\nVon: A <a@b.example>\nGesendet: Montag\nAn: c\n", "outlook"},
    {"the other way round", "Gesendet: Montag\nVon: A <a@b.example>\nAn: c\n", "gmx"},
    {"not below one another", "Von: A <a@b.example>\nAn: c\nGesendet: Montag\n", NULL},
    {"a blank line between", "Von: A\n\nGesendet: Montag\n", "outlook"},
    {"quoted", "> Von: A\n> Gesendet: Montag\n", "outlook"},
    {"bold", "*Von:* A\n*Gesendet:* Montag\n", "outlook"},
    {"no-break space", "De\xC2\xA0: A\nEnvoy\xC3\xA9\xC2\xA0: lundi\n", "outlook"},
    {"narrow no-break space", "De\xE2\x80\xAF: A\nEnvoy\xC3\xA9\xE2\x80\xAF: lundi\n", "outlook"},
    {"a blank before the colon", "De : A\nEnvoy\xC3\xA9 le : lundi\n", "outlook"},
    {"one line", "-----Original Message-----\nx\n", "outlook"},
    {"more dashes", "--------Original Message-----\nx\n", NULL},
    {"the last line", "x\n-----Original Message-----", "outlook"},
    {"the first sign decides", "Sent from my iPhone\n\nVon: A\nGesendet: Montag\n", "phone"},
    {"the first sign decides too", "Von: A\nGesendet: Montag\n\nSent from my iPhone\n", "outlook"},
    {"words inside a line", "He wrote: Sent from my iPhone\n", NULL},
    {"nothing", "", NULL},
};

static void
check (gconstpointer data) {
  const Row *row = data;
  g_autoptr (Arena) arena = arena_new ();
  Vec signs[3] = {{0}}, programs = {0};
  struct {
    const char *name;
    const char *const *signs;
    gsize n;
  } known[] = {{"outlook", outlook, G_N_ELEMENTS (outlook)},
               {"gmx", gmx, G_N_ELEMENTS (gmx)},
               {"phone", phone, G_N_ELEMENTS (phone)}};
  for (guint i = 0; i < G_N_ELEMENTS (known); i++) {
    for (gsize k = 0; k < known[i].n; k++)
      *vec_push (arena, &signs[i], Span) = span_from_string (known[i].signs[k]);
    *vec_push (arena, &programs, PasteProgram) =
        (PasteProgram){span_from_string (known[i].name), &signs[i]};
  }
  Span found = captions_program (span_guarded (row->text), &programs);
  assert_span (found, row->program ? row->program : "null", row->name);
}

/* A sign far down is of a mail further down. */
static void
far_down (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autofree char *filler = g_strnfill (20000, 'x');
  g_autofree char *text = g_strconcat (filler, "\nSent from my iPhone\n", NULL);
  Vec signs = {0}, programs = {0};
  *vec_push (arena, &signs, Span) = SPAN ("Sent from my iPhone");
  *vec_push (arena, &programs, PasteProgram) = (PasteProgram){SPAN ("phone"), &signs};
  g_assert_true (span_is_null (captions_program (span_from_string (text), &programs)));
}

/* Where a sentence begins, however the text is wrapped; the first in the text, not in the list. */
static void
notices (void) {
  static const struct {
    const char *text;
    gssize at;
  } texts[] = {
      {"", -1},
      {"nothing of the kind", -1},
      {"could not be delivered", 0},
      {"Hello,\nit could  not\n\tbe delivered\n", 7},
      {"COULD NOT BE DELIVERED", 0},
      {"a\nhas failed:\ncould not be delivered", 2},
      {"could not be deliver", -1},
      {"\n\n could not be delivered", 2},
  };
  g_autoptr (Arena) arena = arena_new ();
  Vec sentences = {0};
  *vec_push (arena, &sentences, Span) = SPAN ("could not be delivered");
  *vec_push (arena, &sentences, Span) = SPAN ("has failed:");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpint (captions_notice (span_guarded (texts[i].text), &sentences, arena), ==,
                     texts[i].at);
}

/* What a mail program shows, quoted or not; Gmail's Date, Subject and To are fields by name. */
static void
counts (void) {
  static const struct {
    const char *text;
    guint n;
  } texts[] = {
      {"Bonjour\nDe : A <a@b.example>\nObjet : x\n", 2},
      {"> De : A <a@b.example>\n> Objet : x\n>> De: c\n", 3},
      {"De : A <a@b.example>\nDate: lun. 1 juin 2026\nSubject: x\n", 2},
      {"> De : A <a@b.example>\n> Date: lun. 1 juin 2026\n", 2},
      {"De : A\nDate: lun. 1 juin 2026\n", 1},
      {"De : A <a@b.example>\nBonjour\n", 1},
      {"Objet : a@b.example\nDate: lun. 1 juin 2026\n", 1},
      {"De : A <a@b.example>", 1},
      {"", 0},
  };
  g_autoptr (Arena) arena = arena_new ();
  PasteWords words = {0};
  *vec_push (arena, &words.captions, Span) = SPAN ("De");
  *vec_push (arena, &words.captions, Span) = SPAN ("Objet");
  *vec_push (arena, &words.authors, Span) = SPAN ("De");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_test_message ("%s", texts[i].text);
    g_assert_cmpuint (captions_count (span_guarded (texts[i].text), &words), ==, texts[i].n);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/captions/notices", notices);
  g_test_add_func ("/captions/counts", counts);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/captions/", rows[i].name, NULL);
    g_test_add_data_func (path, &rows[i], check);
  }
  g_test_add_func ("/captions/far down", far_down);
  return g_test_run ();
}
