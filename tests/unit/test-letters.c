/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every finding, over its first example, as a letter: in English and each language that is whole,
 * in both voices. What a reader would notice: something that was not filled in, a word of another
 * language, a line that breaks in a ticket, a sentence said twice, a customer sent to the support
 * that is writing, a command to type, words for experts alone. */
#include "apply/findings.h"
#include "base/vocabulary.h"
#include "check/example.h"
#include "check/language-check.h"
#include "engine/language-tag.h"
#include "engine/rule-stanza.h"
#include "report/reporter.h"
#include "rules-resource.h"
#include "support.h"

#define COLUMNS 72

/* Words that no text in another of these languages has. Of a variant its language's count. */
static const struct {
  const char *language, *words, *support;
} spoken[] = {
    {"en", "the and were with your which please this whether", "support"},
    {"fr", "aux est vous votre dans avec été pas cette", "support"},
    {"de", "der und nicht ist wird eine mit diese", "Support"},
    {"it", "che della gli sono messaggio nel dello", "assistenza"},
    {"es", "el los las mensaje está usted", "soporte"},
};

/* Names of things, which stay; CODE is what the letter itself explains. */
#define CAPITALS                                                                                \
  "CODE SECUTIX CNAME DMARC STARTTLS HTTPS BIMI TNEF MIME HELO EHLO VERP TLSA WEB DANE DNSSEC " \
  "ORCPT"

typedef struct {
  const char *finding, *text;
  const LanguageRule *language;
  bool platform;
} Letter;

static guint faults;

static void complain (const Letter *letter, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
complain (const Letter *letter, const char *format, ...) {
  va_list args;
  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);
  g_test_message ("%s, %.*s, %s: %s", letter->finding, SPAN_FORMAT (letter->language->rule.id),
                  letter->platform ? "platform" : "neutral", text);
  faults++;
}

static guint
row_of (const LanguageRule *language) {
  guint i = 0;
  while (!span_is (language_base (language->rule.id), spoken[i].language))
    i++;
  return i;
}

static bool
is_in_list (const char *list, const char *word) {
  g_auto (GStrv) words = g_strsplit (list, " ", -1);
  return g_strv_contains ((const char *const *)words, word);
}

/* Records, and what names the message. */
static bool
is_block (const char *line) {
  return g_str_has_prefix (line, "    ");
}

/* What a receiver wrote, or a program's menu: "…", «…», “…”, „…“. */
static char *
without_quotations (const char *text) {
  g_autoptr (GRegex) regex =
      g_regex_new ("\"[^\"]*\"|«[^»]*»|“[^”]*”|„[^“]*“|\\([^()]*\\)", 0, 0, NULL);
  return g_regex_replace (regex, text, -1, 0, " ", 0, NULL);
}

static char *
prose_of (const char *text) {
  g_autoptr (GString) prose = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (!is_block (lines[i]))
      g_string_append_printf (prose, "%s%s", lines[i], *lines[i] ? " " : "\n");
  return g_string_free (g_steal_pointer (&prose), FALSE);
}

/* ---- what is looked at ---- */

static void
check_filled (const Letter *letter, const char *prose) {
  if (strpbrk (letter->text, "{}"))
    complain (letter, "a placeholder is left");
  g_autoptr (GRegex) regex = g_regex_new ("(?<![\\w.@/=-])[A-Z]{4,}(?![\\w.@/=-])", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  for (g_regex_match (regex, prose, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL)) {
    g_autofree char *word = g_match_info_fetch (match, 0);
    if (!is_in_list (CAPITALS, word) && !is_in_list ("DKIM ARC SRS", word))
      complain (letter, "%s stands for something", word);
  }
}

static void
check_language (const Letter *letter, const char *prose) {
  g_autofree char *plain = without_quotations (prose);
  g_auto (GStrv) words = g_strsplit_set (plain, " \n.,;:!?", -1);
  guint own = row_of (letter->language);
  for (guint i = 0; words[i]; i++)
    for (guint k = 0; k < G_N_ELEMENTS (spoken); k++)
      if (k != own && is_in_list (spoken[k].words, words[i]))
        complain (letter, "\"%s\" is %s", words[i], spoken[k].language);
}

/* What is typed as it stands: "…", v=DMARC1; and mailto:. */
static char *
without_literals (const char *text) {
  g_autoptr (GRegex) regex = g_regex_new ("\"[^\"]*\"|\\S*=\\S*|mailto:", 0, 0, NULL);
  return g_regex_replace (regex, text, -1, 0, "x", 0, NULL);
}

static void
check_signs (const Letter *letter, const char *prose) {
  static const struct {
    const char *language, *pattern, *why;
  } rules[] = {
      {NULL, "\\.\\.(?!\\.)|,,|  ", "two signs or blanks for one"},
      {NULL, " [.,](?= |$)", "a blank before a stop"},
      {"fr", "[ \\pL\\d)][:;?!](?=\\s|$)", "a sign without a no-break space"},
      {"fr", "\\pL'\\pL", "a straight apostrophe"},
      {"it", "\\pL'\\pL", "a straight apostrophe"},
      {"de-CH", "ß", "ß"},
  };
  g_autofree char *words = without_literals (prose);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++) {
    const char *language = rules[i].language;
    bool asked = language == NULL || span_is (letter->language->rule.id, language) ||
                 span_is (language_base (letter->language->rule.id), language);
    g_autoptr (GRegex) regex = g_regex_new (rules[i].pattern, G_REGEX_MULTILINE, 0, NULL);
    if (asked && g_regex_match (regex, language ? words : prose, 0, NULL))
      complain (letter, "%s: %s", rules[i].why, prose);
  }
}

static void
check_columns (const Letter *letter) {
  g_auto (GStrv) lines = g_strsplit (letter->text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if (!is_block (lines[i]) && g_utf8_strlen (lines[i], -1) > COLUMNS && strchr (lines[i], ' '))
      complain (letter, "a line of %ld columns: %s", g_utf8_strlen (lines[i], -1), lines[i]);
}

static void
check_sentences (const Letter *letter, const char *prose) {
  g_autoptr (GHashTable) said = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) sentences = g_regex_split_simple ("[.!?:]\\s+|\n", prose, 0, 0);
  for (guint i = 0; sentences[i]; i++)
    if (strlen (sentences[i]) > 20 && !g_hash_table_add (said, sentences[i]))
      complain (letter, "said twice: %s", sentences[i]);
}

static bool
has_word (const char *prose, const char *word) {
  g_autofree char *pattern = g_strdup_printf ("\\b%s\\b", word);
  return g_regex_match_simple (pattern, prose, 0, 0);
}

/* The platform's support does not send anybody to itself. */
static void
check_party (const Letter *letter, const char *prose) {
  Span who = letter->language->phrases[PHRASE_SENDER];
  g_autofree char *party = g_strndup (who.data, who.len);
  if (letter->platform &&
      (strstr (prose, party) || has_word (prose, spoken[row_of (letter->language)].support)))
    complain (letter, "the platform sends to its own support: %s", prose);
}

/* A customer has no such program, and no terminal. */
static void
check_plain (const Letter *letter, const char *prose) {
  g_autoptr (GRegex) regex = g_regex_new ("mailwhy|(?<!\\S)(--[a-z]|dig \\+)", 0, 0, NULL);
  if (g_regex_match (regex, prose, 0, NULL))
    complain (letter, "an option or a command: %s", prose);
}

static void
check_letter (const Letter *letter) {
  g_autofree char *prose = prose_of (letter->text);
  check_plain (letter, prose);
  check_filled (letter, prose);
  check_language (letter, prose);
  check_signs (letter, prose);
  check_columns (letter);
  check_sentences (letter, prose);
  check_party (letter, prose);
}

/* What a receiver or a sender wrote, in whatever language. */
static bool
quotes (const FindingRule *rule, TextKind kind) {
  const Template *text = texts_find (&rule->texts[kind], NULL);
  for (guint i = 0; text && i < text->pieces.n; i++) {
    const TemplatePiece *piece = vec_at (&text->pieces, TemplatePiece, i);
    if (piece->field && is_in_list ("diagnostic added", piece->field->ref.field->name))
      return true;
  }
  return false;
}

/* A title and a fix are for whoever reads SPF for a living. */
static void
check_reply (const Letter *letter, const Finding *finding) {
  if (!severity_is (finding->severity, SEVERITY_NOTE) && finding->reply.len == 0)
    complain (letter, "there is no Reply: the letter is the title and the fix");
}

/* What the answer and the page say of it. */
static void
check_finding (const Letter *letter, const Finding *finding) {
  static const TextKind kinds[] = {TEXT_TITLE, TEXT_EXPLANATION, TEXT_FIX};
  const Span texts[] = {finding->title, finding->explanation, finding->fix};
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    if (quotes (finding->rule, kinds[i]))
      continue;
    g_autofree char *text = g_strndup (texts[i].data ? texts[i].data : "", texts[i].len);
    check_filled (&(Letter){letter->finding, text, letter->language, false}, "");
    check_language (letter, text);
    check_signs (letter, text);
  }
}

/* ---- all of them ---- */

static RuleSet *
rules_with_examples (Arena *arena) {
  g_autoptr (GError) error = NULL;
  g_autoptr (RuleSource) source = rule_source_new ();
  const RuleSource *sources[] = {source};
  RuleErrors errors;
  rule_errors_init (&errors, arena);
  mailwhy_rules_get_resource ();
  rule_source_add_resources (source, "/mailwhy/rules/", &error);
  g_assert_no_error (error);
  source->checked = false;
  RuleSet *rules = ruleset_load (sources, 1, &errors);
  g_assert_cmpuint (errors.total, ==, 0);
  return rules;
}

/* One that says so, or lacks nothing: a language that is being written has English in it. */
static bool
is_whole (const RuleSet *rules, const LanguageRule *language) {
  Span base = language_base (language->rule.id);
  g_autofree char *tag = g_strndup (base.data, base.len);
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GString) notes = g_string_new (NULL);
  RuleErrors gaps;
  rule_errors_init (&gaps, arena);
  language_check (rules, tag, &gaps, notes);
  return !span_is_null (ruleset_language (rules, tag)->complete) || gaps.total == 0;
}

static char *
write_letter (const RuleSet *rules, const Case *kase, const LanguageRule *language, bool platform) {
  g_autoptr (Sink) sink = sink_new_memory ();
  g_autofree char *tag = g_strndup (language->rule.id.data, language->rule.id.len);
  const ReportOptions options = {.language = language,
                                 .words = ruleset_words (rules, tag),
                                 .voice = platform ? VOICE_PLATFORM : VOICE_NEUTRAL};
  reporter_reply.write_case (sink, &options, kase);
  reporter_reply.close (sink, &options);
  return g_strndup (sink_bytes (sink).data, sink_bytes (sink).len);
}

static const Finding *
fired (const Case *kase, const Rule *rule) {
  for (guint i = 0; i < kase->findings.n; i++)
    if (vec_at (&kase->findings, Finding, i)->rule == rule)
      return vec_at (&kase->findings, Finding, i);
  return NULL;
}

static guint
look_at (const RuleSet *rules, ExampleReader *reader, Span text, const Rule *rule,
         const LanguageRule *language, bool platform) {
  g_autofree char *tag = g_strndup (language->rule.id.data, language->rule.id.len);
  g_autofree char *id = g_strndup (rule->id.data, rule->id.len);
  RuleWorker *worker = example_reader_worker (reader);
  worker->language = tag;
  worker->platform_writes = platform;
  const Case *kase = example_read (reader, text);
  const Finding *finding = kase ? fired (kase, rule) : NULL;
  if (finding) {
    Case told = *kase;
    told.verdict.cause = finding->id; /* were it the cause: of Same-As, the one name for all */
    g_autofree char *letter = write_letter (rules, &told, language, platform);
    const Letter looked_at = {
        .finding = id, .text = letter, .language = language, .platform = platform};
    check_letter (&looked_at);
    check_reply (&looked_at, finding);
    if (!platform)
      check_finding (&looked_at, finding);
  }
  worker->language = NULL;
  return finding != NULL;
}

static void
test_letters (void) {
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (RuleSet) rules = rules_with_examples (arena);
  g_autoptr (ExampleReader) reader = example_reader_new (rules);
  const Vec *findings = ruleset_findings (rules), *languages = ruleset_languages (rules);
  guint letters = 0;
  faults = 0;
  g_autofree bool *whole = g_new0 (bool, languages->n);
  for (guint k = 0; k < languages->n; k++)
    whole[k] = is_whole (rules, *vec_at (languages, const LanguageRule *, k));
  for (guint i = 0; i < findings->n; i++) {
    const Rule *rule = *vec_at (findings, const Rule *, i);
    Span text = rule_example_text (vec_at (&rule->examples, StanzaField, 0));
    text = arena_printf (arena, "%.*s\n", SPAN_FORMAT (text));
    for (guint k = 0; k < languages->n; k++) {
      const LanguageRule *language = *vec_at (languages, const LanguageRule *, k);
      for (guint voice = 0; whole[k] && voice < 2; voice++)
        letters += look_at (rules, reader, text, rule, language, voice == 1);
    }
  }
  g_test_message ("%u letters", letters);
  g_assert_cmpuint (letters, >, findings->n);
  g_assert_cmpuint (faults, ==, 0);
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/letters/all", test_letters);
  return g_test_run ();
}
