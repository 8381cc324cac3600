/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which domains a reader takes for one another, and with which name of the message the From domain
 * is compared. The letters are those of Unicode Technical Standard 39 (confusables.txt). */
#include "judge/lookalike.h"
#include "syntax/domain.h"

static bool
resemble (const char *a, const char *b) {
  g_autoptr (Arena) arena = arena_new ();
  Span one, other;
  g_assert_true (domain_normalize (span_from_string (a), arena, &one));
  g_assert_true (domain_normalize (span_from_string (b), arena, &other));
  bool found = lookalike_domains (one, other, arena);
  g_assert_true (lookalike_domains (other, one, arena) == found);
  return found;
}

/* The letter stands twice, so that it is more than one letter that differs. */
static void
test_letters (void) {
  static const char letters[][2][4] = {
      {"а", "a"}, {"е", "e"}, {"о", "o"}, {"р", "p"}, {"с", "c"}, {"у", "y"},
      {"х", "x"}, {"ѕ", "s"}, {"і", "i"}, {"ј", "j"}, {"һ", "h"}, {"ԁ", "d"},
      {"ԛ", "q"}, {"ԝ", "w"}, {"α", "a"}, {"ο", "o"}, {"ρ", "p"}, {"ν", "v"},
      {"υ", "u"}, {"ι", "i"}, {"ı", "i"}, {"0", "o"}, {"1", "l"}, {"5", "s"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    for (guint k = 0; k < G_N_ELEMENTS (letters); k++) {
      g_autofree char *twin = g_strdup_printf ("m%s-%sm.example", letters[i][0], letters[i][0]);
      g_autofree char *name = g_strdup_printf ("m%s-%sm.example", letters[k][1], letters[k][1]);
      g_test_message ("%s, %s", twin, name);
      g_assert_true (resemble (twin, name) == (strcmp (letters[i][1], letters[k][1]) == 0));
    }
}

static void
test_domains (void) {
  static const struct {
    const char *a, *b;
    bool resemble;
  } rows[] = {
      /* the same, or of the same organisation */
      {"museum.example", "museum.example", false},
      {"mail.museum.example", "museum.example", false},
      /* by its letters an organisation's name is compared, not that of a host */
      {"mail.rnuseum.example", "www.museum.example", true},
      /* pairs of letters that close up to one */
      {"barn.example", "bam.example", true},
      {"savvy.example", "sawy.example", true},
      {"clay.example", "day.example", true},
      {"rnrn.example", "mm.example", true},
      /* what is left behind the shorter name is none of it */
      {"barn.festiv", "bam.festiv", true},
      {"nr.example", "m.example", false},
      {"ar.example", "am.example", false},
      {"an.example", "am.example", false},
      {"r-n.example", "m.example", false},
      /* beside a letter of another alphabet as well, and digits too */
      {"жrn-жrn-жrn.example", "жm-жm-жm.example", true},
      {"жvv-жvv-жvv.example", "жw-жw-жw.example", true},
      {"жcl-жcl-жcl.example", "жd-жd-жd.example", true},
      {"ж0-ж0-ж0.example", "жо-жо-жо.example", true},
      {"ж1-ж1-ж1.example", "жl-жl-жl.example", true},
      {"ж5-ж5-ж5.example", "жs-жs-жs.example", true},
      {"ж2-ж2-ж2.example", "жz-жz-жz.example", false},
      {"жук.example", "музей.example", false},
      /* one letter of six or more */
      {"museun.example", "museum.example", true},
      {"nuseum.example", "museum.example", true},
      {"muzeum.example", "museum.example", true},
      {"museums.example", "museum.example", true},
      {"xmuseum.example", "museum.example", true},
      {"mussum.example", "museum.example", true},
      {"musuem.example", "museum.example", true},
      {"muesum.example", "museum.example", true},
      {"musee.example", "museen.example", false},
      {"musee.example", "musea.example", false},
      {"musea.example", "museam.example", false},
      {"museae.example", "museum.example", false},
      {"musaum.example", "museam.example", false},
      {"mxsexm.example", "museum.example", false},
      {"museumxx.example", "museum.example", false},
      {"mumuseum.example", "museum.example", false},
      {"mmusuem.example", "museum.example", false},
      /* with what stands behind the name alike */
      {"museum.example", "museum.test", false},
      {"museun.example", "museum.test", false},
      {"museun.co.uk", "museum.co.uk", true},
      {"museun.co.uk", "museum.example", false},
      {"museun", "museum", true},
      /* the longest label there is */
      {"museum-of-applied-arts-and-of-the-history-of-the-upper-valley-x.example",
       "museum-of-applied-arts-and-of-the-history-of-the-upper-valley-y.example", true},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s, %s", rows[i].a, rows[i].b);
    g_assert_true (resemble (rows[i].a, rows[i].b) == rows[i].resemble);
  }
}

/* ---- the message ------------------------------------------------------------------------------
 */

#define FROM "museum.example"
#define SEEN "rnuseum.example"
#define OTHER "rnuseurn.example"

typedef struct {
  const char *from, *profile, *signer, *path, *reply;
  const char *resembles;
} Message;

static Span
span_or_null (const char *text) {
  return text ? span_from_string (text) : SPAN_NULL;
}

static void
fill (Evidence *evidence, const Message *message, Arena *arena) {
  evidence->from.domain = span_or_null (message->from);
  evidence->sender_profile.domain = span_or_null (message->profile);
  evidence->return_path.domain = span_or_null (message->path);
  evidence->reply_to.domain = span_or_null (message->reply);
  if (message->signer)
    *vec_push (arena, &evidence->dkim_signatures, DkimSignatureRecord) =
        (DkimSignatureRecord){.domain = span_from_string (message->signer)};
}

/* The profile of who asks is first, then who signed, then the envelope, then the answers' address.
 */
static void
test_messages (void) {
  static const Message rows[] = {
      {FROM, SEEN, NULL, NULL, NULL, SEEN},
      {FROM, NULL, SEEN, NULL, NULL, SEEN},
      {FROM, NULL, NULL, SEEN, NULL, SEEN},
      {FROM, NULL, NULL, NULL, SEEN, SEEN},
      {FROM, SEEN, OTHER, OTHER, OTHER, SEEN},
      {FROM, NULL, SEEN, OTHER, OTHER, SEEN},
      {FROM, NULL, NULL, SEEN, OTHER, SEEN},
      {FROM, FROM, FROM, FROM, FROM, NULL},
      {FROM, NULL, "theatre.example", NULL, SEEN, SEEN},
      {NULL, SEEN, SEEN, SEEN, SEEN, NULL},
      {FROM, NULL, NULL, NULL, NULL, NULL},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint is_original = 0; is_original < 2; is_original++) {
      g_autoptr (Arena) arena = arena_new ();
      Evidence original = {0};
      Case kase = {.original = is_original ? &original : NULL};
      Evidence *evidence = is_original ? &original : &kase.evidence;
      fill (evidence, &rows[i], arena);
      lookalike_find (&kase, arena);
      g_test_message ("message %u", i);
      g_assert_true (span_equal (evidence->from.resembles, span_or_null (rows[i].resembles)));
      g_assert_true (span_is_null (evidence->from.resembles) == (rows[i].resembles == NULL));
    }
}

/* Anybody can put a thousand signatures on top; sixteen are looked at. */
static void
test_many_signatures (void) {
  for (guint before = 15; before <= 16; before++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {.evidence.from.domain = SPAN (FROM)};
    for (guint i = 0; i < before; i++)
      *vec_push (arena, &kase.evidence.dkim_signatures, DkimSignatureRecord) =
          (DkimSignatureRecord){.domain = SPAN ("theatre.example")};
    *vec_push (arena, &kase.evidence.dkim_signatures, DkimSignatureRecord) =
        (DkimSignatureRecord){.domain = SPAN (SEEN)};
    lookalike_find (&kase, arena);
    g_assert_true (span_is_null (kase.evidence.from.resembles) == (before == 16));
  }
}

/* Latin beside Cyrillic or Greek in one label; a label of its own may be of any. */
static void
test_scripts (void) {
  static const struct {
    const char *from;
    Flag mixed;
  } rows[] = {
      {"museum.example", FLAG_FALSE},
      {"mus\xc3\xa9"
       "e.example",
       FLAG_FALSE},
      {"музей.рф", FLAG_FALSE},
      {"музей.example", FLAG_FALSE},
      {"museum.рф", FLAG_FALSE},
      {"muѕeum.example", FLAG_TRUE},
      {"музeй.рф", FLAG_TRUE},
      {"mυseum.example", FLAG_TRUE},
      {"μουσείο.example", FLAG_FALSE},
      {"museum.музeй.рф", FLAG_TRUE},
      {"музей1.рф", FLAG_FALSE},
      {"博物館m.example", FLAG_FALSE},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    Case kase = {0};
    g_assert_true (
        domain_normalize (span_from_string (rows[i].from), arena, &kase.evidence.from.domain));
    lookalike_find (&kase, arena);
    g_test_message ("%s", rows[i].from);
    g_assert_cmpint (kase.evidence.from.mixed_scripts, ==, rows[i].mixed);
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lookalike/letters", test_letters);
  g_test_add_func ("/lookalike/domains", test_domains);
  g_test_add_func ("/lookalike/messages", test_messages);
  g_test_add_func ("/lookalike/many-signatures", test_many_signatures);
  g_test_add_func ("/lookalike/scripts", test_scripts);
  return g_test_run ();
}
