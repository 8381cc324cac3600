/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/language.h"

#include <stdio.h>

#include "cli/complain.h"

static bool
refuse (const char *wanted, const RuleSet *rules) {
  g_autoptr (GString) known = g_string_new (NULL);
  const Vec *all = ruleset_languages (rules);
  for (guint i = 0; i < all->n; i++) {
    const LanguageRule *language = *vec_at (all, const LanguageRule *, i);
    g_string_append_printf (known, "%s%.*s (%.*s)", i ? ", " : "", SPAN_FORMAT (language->rule.id),
                            SPAN_FORMAT (language->title));
  }
  return complain ("there is no language \"%s\" (--lang); there are: %s", wanted,
                   all->n ? known->str : "none");
}

/* A script reads the same everywhere: only what is for people to send on follows the locale. */
static const LanguageRule *
of_environment (const Options *options, const RuleSet *rules) {
  const LanguageRule *found = NULL;
  const char *const *preferred = g_get_language_names ();
  for (guint i = 0; options->reporter->for_sending && found == NULL && preferred[i]; i++)
    found = ruleset_language (rules, preferred[i]);
  return found ? found : ruleset_language (rules, "en");
}

char **
language_candidates (const Options *options) {
  char *none[] = {NULL}, *wanted[] = {options->language, NULL};
  if (options->language)
    return g_strdupv (wanted);
  return g_strdupv (options->reporter->for_sending ? (char **)g_get_language_names () : none);
}

bool
language_choose (Options *options, const RuleSet *rules) {
  const LanguageRule *found = options->language ? ruleset_language (rules, options->language)
                                                : of_environment (options, rules);
  if (found == NULL)
    return refuse (options->language ? options->language : "en", rules);
  g_free (options->language);
  options->language = g_strndup (found->rule.id.data, found->rule.id.len);
  options->report.language = found;
  options->report.words = ruleset_words (rules, options->language);
  return true;
}
