/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words that must stand in a header for a condition to be true: without them nothing is read. */
#include "engine/condition-words.h"
#include "rule-text.h"

/* The words in their order, then how many quantifiers ask for such. */
static char *
describe (const char *condition) {
  g_autofree char *rules = g_strdup_printf ("Sender: s\nKnown-By: %s\n", condition);
  g_autoptr (RuleText) text = rule_text_new (rules, "");
  g_autoptr (Arena) arena = arena_new ();
  GString *out = g_string_new (NULL);
  HeaderWords words = {0};
  Vec nodes = {0};
  rule_text_assert_loads (text);
  condition_words ((*vec_at (ruleset_senders (text->rules), const SenderRule *, 0))->known_by,
                   arena, &words, &nodes);
  for (guint i = 0; i < words.n; i++)
    g_string_append_printf (out, "%.*s ", SPAN_FORMAT (words.word[i].text));
  g_string_append_printf (out, "%u", nodes.n);
  return g_string_free (out, FALSE);
}

static void
check (const char *condition, const char *expected) {
  g_autofree char *found = describe (condition);
  g_test_message ("%s", condition);
  g_assert_cmpstr (found, ==, expected);
}

static const struct {
  const char *condition, *words;
} rows[] = {
    {"any spf (domain is mail.example)", "example 1"},
    {"any spf (domain is under mail.example)", "example 1"},
    {"any spf (domain is platform.tld)", "platform 1"},
    {"any spf (domain is one of one.example, two.platform)", "example platform 1"},
    {"any spf (domain is one of one.example, two.example)", "example 1"},
    {"any spf (domain is same org as mail.example)", "0"},
    {"any spf (domain is not mail.example)", "0"},
    {"any spf (domain is {from.domain})", "0"},
    {"any spf (domain is one of mail.example, {from.domain})", "0"},
    {"any spf (domain is present)", "0"},
    {"any spf (domain is abc.tld)", "0"}, /* three letters stand in every header */
    {"any spf (domain is abcd.tld)", "abcd 1"},
    {"no spf (domain is mail.example)", "0"},
    {"all spf (domain is mail.example)", "0"},
    {"not any spf (domain is mail.example)", "0"},
    {"any spf (not domain is mail.example)", "0"},
    {"from.domain is mail.example", "0"},
    {"any spf (from.domain is mail.example)", "0"},
    /* one of an "and" is enough, all of an "or" are needed */
    {"any spf (result is pass and domain is mail.example)", "example 1"},
    {"any spf (domain is mail.example and result is pass)", "example 1"},
    {"any spf (result is pass and result is fail)", "0"},
    {"any spf (domain is mail.example or helo is mx.platform)", "example platform 1"},
    {"any spf (domain is mail.example or result is pass)", "0"},
    {"any spf ((domain is mail.example or result is pass) and helo is mx.platform)", "platform 1"},
    /* of several quantifiers each for itself */
    {"any spf (domain is mail.example) and any dkim (domain is mx.platform)", "example platform 2"},
    {"any spf (domain is mail.example) or any dkim (domain is mx.platform)", "example platform 2"},
    {"any spf (result is pass) and any dkim (domain is mx.platform)", "platform 1"},
    {"any spf (domain is mail.example or result is pass) and any dkim (domain is mx.platform)",
     "platform 1"},
    /* the members that are cut out of a field */
    {"any dkim (selector is sel-long1)", "long1 1"},
    {"any spf (comment matches /designates/)", "designates 1"},
    {"any received (reverse_name is out.example)", "example 1"},
    {"any received (helo is out.example)", "example 1"},
    {"any authentication_results (authserv_id is mx.example)", "example 1"},
    {"any arc (seal_domain is mx.example)", "example 1"},
    {"any arc (signature_domain is mx.example)", "example 1"},
    {"any spf (result is softfail)", "0"},
    {"any spf (identity is mailfrom)", "0"},
    /* patterns: a clause of each way to match */
    {"any spf (domain matches /mail.*example/)", "mail 1"},
    {"any spf (domain matches /(?:mail|news)er/)", "mail news 1"},
    {"any spf (domain matches /mailer|newsletter/)", "mailer newsletter 1"},
    {"any spf (domain matches /mailer|x./)", "0"},
    {"any spf (domain matches /mailer|abc/)", "0"},
    {"any spf (domain matches /(?i)mailer/)", "0"},
};

static void
test_words (void) {
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check (rows[i].condition, rows[i].words);
}

/* As many as HEADER_WORDS_MAX; a quantifier that asks for one more asks for none. */
static void
test_many (void) {
  for (guint n = HEADER_WORDS_MAX; n <= HEADER_WORDS_MAX + 1; n++) {
    g_autoptr (GString) condition = g_string_new ("any spf (domain is one of ");
    g_autoptr (GString) expected = g_string_new (NULL);
    for (guint i = 0; i < n; i++) {
      g_string_append_printf (condition, "%sword%u.tld", i ? ", " : "", i);
      g_string_append_printf (expected, "word%u ", i);
    }
    g_string_append (condition, ")");
    g_string_append (expected, "1");
    check (condition->str, n > HEADER_WORDS_MAX ? "0" : expected->str);
  }
}

/* Without words nothing meets; with them what has one, in whatever case. */
static void
test_meet (void) {
  HeaderWords words = {0};
  g_assert_false (condition_words_meet (&words, SPAN ("mail.example")));
  g_assert_true (header_words_add (&words, SPAN ("example")));
  g_assert_true (condition_words_meet (&words, SPAN ("mail.EXAMPLE")));
  g_assert_false (condition_words_meet (&words, SPAN ("mail.exampl")));
}

int
main (int argc, char **argv) {
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/condition-words/words", test_words);
  g_test_add_func ("/condition-words/many", test_many);
  g_test_add_func ("/condition-words/meet", test_meet);
  return g_test_run ();
}
