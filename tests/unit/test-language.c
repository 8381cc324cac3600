/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a language asks for in the texts it writes: blanks that do not break, forms before a name,
 * the spelling of a variant; and the words that are suggested for a mistyped one. */
#include "engine/language-form.h"
#include "engine/rule-error.h"
#include "rule-text.h"

#define LONGEST 40 /* bytes; a longer word is not compared */
#define NBSP "\xc2\xa0"

static void
check (Span actual, const char *expected) {
  g_autofree char *text = g_strndup (actual.data ? actual.data : "", actual.len);
  g_assert_cmpstr (text, ==, expected);
}

#define FINDING(more)                                             \
  "Finding: f\nSeverity: note\nProof: possible\nFix-By: nobody\n" \
  "When: from.domain is present\nTitle: English\n" more           \
  "Explanation: e\nCheck: c\nExample: x\nCounter-Example: y\n\n"

/* The finding's title in that language, of mail from that domain. */
static void
check_title (const char *languages, const char *title, const char *language, const char *from,
             const char *expected) {
  g_autofree char *text = g_strconcat (languages, title, NULL);
  g_autoptr (RuleText) rules = rule_text_new (text, "");
  g_autoptr (Arena) arena = arena_new ();
  Case kase = {.evidence.from.domain = span_from_string (from)};
  rule_text_assert_loads (rules);
  rules->worker->language = language;
  findings_run (rules->rules, rules->worker, &kase, arena);
  g_assert_cmpuint (kase.findings.n, ==, 1);
  check (vec_at (&kase.findings, Finding, 0)->title, expected);
}

/* ---- blanks that do not break ---- */

#define FRENCH                             \
  "Language: fr\nTitle: Fran\xc3\xa7"      \
  "ais\nNo-Break-Before: : ; \xc2\xbb %\n" \
  "No-Break-After: \xc2\xab\nForm: de de d\xe2\x80\x99\nForm: le le l'\nForm: chez chez chez\n\n"

static void
test_blanks (void) {
  static const char *const rows[][2] = {
      {"Ceci : cela", "Ceci" NBSP ": cela"},
      {"Ceci ; cela, 5 % ou 6%", "Ceci" NBSP "; cela, 5" NBSP "% ou 6%"},
      {"Il dit \xc2\xab oui \xc2\xbb ici", "Il dit \xc2\xab" NBSP "oui" NBSP "\xc2\xbb ici"},
      {"\xc2\xab oui", "\xc2\xab" NBSP "oui"},
      {"oui, non", "oui, non"},
      {"oui:non", "oui:non"},
      {"a  : b", "a " NBSP ": b"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *title = g_strdup_printf (FINDING ("Title-fr: %s\n"), rows[i][0]);
    check_title (FRENCH, title, "fr", "museum.example", rows[i][1]);
    /* in English they break */
    check_title (FRENCH, title, NULL, "museum.example", "English");
  }
  check_title (FRENCH, FINDING ("Title-fr: Ceci : {from.domain|?} ; cela\n"), "fr",
               "museum.example", "Ceci" NBSP ": museum.example" NBSP "; cela");
}

/* ---- forms ---- */

static void
test_forms (void) {
  static const struct {
    const char *form, *value, *expected;
  } rows[] = {
      {"de", "museum.example", "de museum.example"},
      {"de", "opera.example", "d\xe2\x80\x99opera.example"},
      {"de", "Opera.example", "d\xe2\x80\x99Opera.example"},
      {"le", "opera.example", "l'opera.example"},
      {"chez", "opera.example", "chez opera.example"},
      {"de", "1x.example", "de 1x.example"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *title =
        g_strdup_printf (FINDING ("Title-fr: {%s:from.domain|?} va\n"), rows[i].form);
    g_autofree char *expected = g_strdup_printf ("%s va", rows[i].expected);
    check_title (FRENCH, title, "fr", rows[i].value, expected);
  }
}

/* A letter of Latin-1 with an accent is a vowel, but for the c with a cedilla and the n with a
 * tilde. */
static void
test_letters (void) {
  static const struct {
    const char *value;
    bool vowel;
  } rows[] = {
      {"a", true},
      {"e", true},
      {"i", true},
      {"o", true},
      {"u", true},
      {"y", true},
      {"A", true},
      {"b", false},
      {"z", false},
      {"5", false},
      {"-", false},
      {"\xc3\xa9t\xc3\xa9", true}, /* e with an acute accent */
      {"\xc3\x89t\xc3\xa9", true}, /* the same as a capital */
      {"\xc3\xa7"
       "a",
       false}, /* c with a cedilla */
      {"\xc3\x87"
       "a",
       false},
      {"\xc3\xb1", false}, /* n with a tilde */
      {"\xc3\x91", false},
      {"\xc3\xa0", true},
      {"\xc5\x93uvre", false}, /* no letter of Latin-1 */
      {"\xc3", true},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Arena) arena = arena_new ();
    const LanguageForm form = {.before_consonant = SPAN ("K:"), .before_vowel = SPAN ("V:")};
    g_autofree char *expected = g_strconcat (rows[i].vowel ? "V:" : "K:", rows[i].value, NULL);
    check (language_form_apply (&form, span_from_string (rows[i].value), arena), expected);
    g_assert_true (span_is_null (language_form_apply (&form, SPAN_NULL, arena)));
  }
}

static void
test_declared (void) {
  static const struct {
    const char *text;
    bool good;
    const char *consonant, *vowel;
  } rows[] = {
      {"de de d'", true, "de ", "d'"},
      {"a  vers   chez ", true, "vers ", "chez "},
      {"b \xe2\x80\x99 x", true, "\xe2\x80\x99", "x "},
      {"c ' \xe2\x80\x9d", true, "'", "\xe2\x80\x9d "},
      {"d de", false, NULL, NULL},
      {"e", false, NULL, NULL},
      {"", false, NULL, NULL},
      {"f de d' du", false, NULL, NULL},
      {"de du d'", false, NULL, NULL}, /* twice */
  };
  g_autoptr (Arena) arena = arena_new ();
  LanguageForms forms = {.arena = arena};
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Span text = span_from_string (rows[i].text), fr = SPAN ("fr");
    g_test_message ("%s", rows[i].text);
    g_assert_true (language_form_declare (&forms, fr, text) == rows[i].good);
    if (!rows[i].good)
      continue;
    gssize blank = span_index (text, ' ');
    const LanguageForm *form = language_form_of (&forms, fr, span_first (text, (gsize)blank));
    check (form->before_consonant, rows[i].consonant);
    check (form->before_vowel, rows[i].vowel);
    /* each language has its own */
    g_assert_false (language_form_of (&forms, SPAN ("it"), form->name)->declared);
    g_assert_true (language_form_of (&forms, fr, form->name) == form);
  }
}

/* ---- the spelling of a variant ---- */

#define GERMAN                                                        \
  "Language: de\nTitle: Deutsch\n\nLanguage: de-CH\nTitle: Schweiz\n" \
  "Spelling: \xc3\x9f ss \xe2\x80\x9e \xc2\xab\n\n"

static void
test_spelling (void) {
  static const struct {
    const char *german, *language, *expected;
  } rows[] = {
      {"Gr\xc3\xb6\xc3\x9f"
       "e",
       "de-CH", "Gr\xc3\xb6sse"},
      {"Gr\xc3\xb6\xc3\x9f"
       "e",
       "de",
       "Gr\xc3\xb6\xc3\x9f"
       "e"},
      {"\xc3\x9f und \xc3\x9f", "de-CH", "ss und ss"},
      {"\xe2\x80\x9e"
       "a und \xc3\x9f",
       "de-CH",
       "\xc2\xab"
       "a und ss"},
      {"nichts", "de-CH", "nichts"},
      {"\xc3\x9f {from.domain|?} a", "de-CH", "ss museum.example a"},
      {"a {from.domain|?} \xc3\x9f", "de-CH", "a museum.example ss"},
      {"\xc3\x9f {from.domain|?} \xc3\x9f", "de-CH", "ss museum.example ss"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *title = g_strdup_printf (FINDING ("Title-de: %s\n"), rows[i].german);
    check_title (GERMAN, title, rows[i].language, "museum.example", rows[i].expected);
  }
  /* what the variant has itself stays */
  check_title (GERMAN "Translation: f\nLanguage: de-CH\nTitle: Fu\xc3\x9f\n\n",
               FINDING ("Title-de: Gro\xc3\x9f\n"), "de-CH", "museum.example", "Fu\xc3\x9f");
}

/* ---- all texts of all rules ---- */

#define SAID "Gru\xc3\x9f : x"
#define TYPESET "Gru\xc3\x9f" NBSP ": x"
#define RESPELT "Gruss" NBSP ": x"
#define EVERYTHING                                                                                \
  "Language: de\nTitle: D\nNo-Break-Before: :\nGreeting: " SAID "\nClosing: " SAID                \
  "\n\nLanguage: de-CH\nTitle: S\nSpelling: \xc3\x9f ss\n\n"                                      \
  "Language: en\nGreeting: Hello\nThanks: Thanks : \xc3\x9f\n\nLanguage: fr\n\n"                  \
  "Finding: f\nSeverity: note\nProof: possible\nFix-By: nobody\nWhen: from.domain is present\n"   \
  "Title: t\nTitle-de: " SAID "\nExplanation: t\nExplanation-de: " SAID "\nFix: t\nFix-de: " SAID \
  "\nReply: t\nReply-de: " SAID "\nReply-Platform: t\nReply-Platform-de: " SAID                   \
  "\nCheck: t\nCheck-de: " SAID "\nHeadline: t\nHeadline-de: " SAID                               \
  "\nExample: x\nCounter-Example: y\n\n"                                                          \
  "Requirement: r\nAsked-By: a\nTitle: t\nTitle-de: " SAID "\nMet-Text: t\nMet-Text-de: " SAID    \
  "\nNot-Met-Text: t\nNot-Met-Text-de: " SAID "\nUnknown-Text: t\nUnknown-Text-de: " SAID         \
  "\n\nSender: s\nInstitution: t\nInstitution-de: " SAID "\n\n"

static void
check_text (const Vec *texts, const char *language, const char *expected) {
  const Template *text = texts_find (texts, language);
  g_assert_nonnull (text);
  g_assert_cmpuint (text->pieces.n, ==, 1);
  check (vec_at (&text->pieces, TemplatePiece, 0)->text, expected);
}

static void
check_texts (const Vec *texts) {
  check_text (texts, "de", TYPESET);
  check_text (texts, "de-CH", RESPELT);
  check_text (texts, "de-AT", TYPESET);
  check_text (texts, "fr", "t");
  check_text (texts, NULL, "t");
}

static void
test_every_text (void) {
  g_autoptr (RuleText) rules = rule_text_new (EVERYTHING, "");
  rule_text_assert_loads (rules);
  const FindingRule *finding = *vec_at (ruleset_findings (rules->rules), const FindingRule *, 0);
  const RequirementRule *requirement =
      *vec_at (ruleset_requirements (rules->rules), const RequirementRule *, 0);
  for (guint kind = 0; kind < TEXT_KINDS; kind++)
    check_texts (&finding->texts[kind]);
  check_texts (&requirement->title);
  check_texts (&requirement->met_text);
  check_texts (&requirement->not_met_text);
  check_texts (&requirement->unknown_text);
  check_texts (
      &(*vec_at (ruleset_senders (rules->rules), const SenderRule *, 0))->institution_notes);
}

/* What a language does not say English says, and a variant says what its language does. */
static void
test_phrases (void) {
  static const struct {
    const char *language;
    guint phrase;
    const char *expected;
  } rows[] = {
      {"de", PHRASE_GREETING, TYPESET},
      {"de", PHRASE_CLOSING, TYPESET},
      {"de", PHRASE_THANKS, "Thanks" NBSP ": \xc3\x9f"},
      {"de-CH", PHRASE_GREETING, RESPELT},
      {"de-CH", PHRASE_CLOSING, RESPELT},
      {"de-CH", PHRASE_THANKS, "Thanks" NBSP ": ss"},
      {"fr", PHRASE_GREETING, "Hello"},
      {"fr", PHRASE_THANKS, "Thanks : \xc3\x9f"},
      {"fr", PHRASE_CLOSING, ""},
      {"en", PHRASE_GREETING, "Hello"},
  };
  g_autoptr (RuleText) rules = rule_text_new (EVERYTHING, "");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s %u", rows[i].language, rows[i].phrase);
    check (ruleset_language (rules->rules, rows[i].language)->phrases[rows[i].phrase],
           rows[i].expected);
  }
}

/* Words too, though nobody said them in English. */
static void
test_words (void) {
  static const struct {
    const char *language, *expected;
  } rows[] = {{"de", "Gru\xc3\x9f" NBSP ": a.example"},
              {"de-CH", "Gruss" NBSP ": a.example"},
              {"de-AT", "Gru\xc3\x9f" NBSP ": a.example"},
              {"fr", "[spf-passed]"},
              {NULL, "[spf-passed]"}};
  g_autoptr (RuleText) rules =
      rule_text_new (EVERYTHING "Words: w\nLanguage: de\nspf-passed: Gru\xc3\x9f : {domain}\n", "");
  g_autoptr (Arena) arena = arena_new ();
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].language);
    check (words_say (ruleset_words (rules->rules, rows[i].language), arena, WORD_SPF_PASSED,
                      .domain = SPAN ("a.example")),
           rows[i].expected);
  }
}

/* ---- suggestions ---- */

static void
test_suggestions (void) {
  static const struct {
    const char *word, *candidates, *best; /* NULL: none */
  } rows[] = {
      {"dmark", "spf dkim dmarc", "dmarc"},
      {"DMARC", "spf dkim dmarc", "dmarc"},
      {"spff", "spf dkim dmarc", "spf"},
      {"sp", "spf dkim", "spf"},
      {"sfp", "spf dkim", "spf"},
      {"xyz", "spf dkim", NULL},
      {"abcd", "abxy", "abxy"},
      {"abcd", "axyz", NULL},
      {"ab", "xy", NULL},
      {"aaaa", "aaab aaac", "aaab"},
      {"aaaa", "aabb aaac", "aaac"},
      {"", "a b", NULL},
      {"a", "", NULL},
      {"title", "  titlex   ", "titlex"},
  };
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    Span best =
        rule_suggest_word (span_from_string (rows[i].word), span_from_string (rows[i].candidates));
    g_test_message ("%s", rows[i].word);
    g_assert_true (span_is_null (best) == (rows[i].best == NULL));
    check (best, rows[i].best ? rows[i].best : "");
  }
  g_autoptr (Arena) arena = arena_new ();
  g_assert_cmpstr (rule_suggest_text (arena, SPAN ("dmark"), SPAN ("dmarc")), ==,
                   ", did you mean \"dmarc\"?");
  g_assert_cmpstr (rule_suggest_text (arena, SPAN ("x"), SPAN ("dmarc")), ==, "");
}

/* Of just the longest words there may be one is still a suggestion. */
static void
test_long_words (void) {
  for (gsize len = LONGEST - 1; len <= LONGEST + 1; len++) {
    g_autofree char *word = g_strnfill (len, 'a');
    g_autofree char *candidate = g_strnfill (len, 'a');
    candidate[0] = 'b';
    Span best = rule_suggest_word (span_from_string (word), span_from_string (candidate));
    g_assert_true (span_is_null (best) == (len > LONGEST));
  }
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/language/blanks", test_blanks);
  g_test_add_func ("/language/forms", test_forms);
  g_test_add_func ("/language/letters", test_letters);
  g_test_add_func ("/language/declared", test_declared);
  g_test_add_func ("/language/spelling", test_spelling);
  g_test_add_func ("/language/every-text", test_every_text);
  g_test_add_func ("/language/phrases", test_phrases);
  g_test_add_func ("/language/words", test_words);
  g_test_add_func ("/language/suggestions", test_suggestions);
  g_test_add_func ("/language/long-words", test_long_words);
  return g_test_run ();
}
