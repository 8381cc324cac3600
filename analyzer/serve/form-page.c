/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "serve/form-page.h"

#include "engine/language-tag.h"
#include "report/html-page.h"

typedef struct {
  WordCode program, how;
} MailProgram;

static const MailProgram programs[] = {
    {WORD_PAGE_GMAIL, WORD_PAGE_GMAIL_HOW},
    {WORD_PAGE_OUTLOOK_WEB, WORD_PAGE_OUTLOOK_WEB_HOW},
    {WORD_PAGE_OUTLOOK_CLASSIC, WORD_PAGE_OUTLOOK_CLASSIC_HOW},
    {WORD_PAGE_APPLE, WORD_PAGE_APPLE_HOW},
    {WORD_PAGE_THUNDERBIRD, WORD_PAGE_THUNDERBIRD_HOW},
    {WORD_PAGE_WEBMAIL, WORD_PAGE_WEBMAIL_HOW},
    {WORD_PAGE_TELEPHONE, WORD_PAGE_TELEPHONE_HOW},
};

static void
put_head (Html *html, Span state, Span heading, Span words) {
  html_tag (html, "<div class=\"verdict plainhead\"><div class=\"w g\"><p class=\"state\">");
  html_put (html, state);
  html_tag (html, "</p><div><h1>");
  html_put (html, heading);
  html_tag (html, words.len ? "</h1><p class=\"who\">" : "</h1>");
  html_put (html, words);
  html_tag (html, words.len ? "</p>" : "");
  html_head_end (html);
}

static void
put_hint (Html *html, const char *id, Span words) {
  sink_printf (html->sink, "<p class=\"hint\" id=\"%s\">", id);
  html_put (html, words);
  html_tag (html, "</p>\n");
}

static void
put_label (Html *html, const char *field, Span words) {
  sink_printf (html->sink, "<div class=\"field\"><label for=\"%s\">", field);
  html_put (html, words);
  html_tag (html, "</label>");
}

/* A region is offered in place of its language where it is the one in use. */
static bool
is_offered (const LanguageRule *language, const LanguageRule *chosen) {
  Span id = language->rule.id, in_use = chosen ? chosen->rule.id : SPAN_NULL;
  if (language_is_variant (id))
    return language == chosen;
  return !language_is_variant (in_use) || !span_equal (language_base (in_use), id);
}

static void
put_languages (Html *html, const FormPageOptions *options) {
  const Vec *all = ruleset_languages (options->rules);
  const LanguageRule *chosen =
      ruleset_language (options->rules, options->language ? options->language : "en");
  if (all->n < 2)
    return;
  html_tag (html, "<fieldset class=\"field\"><legend>");
  html_put (html, html_word (html, PAGE_LANGUAGE));
  html_tag (html, "</legend><div class=\"pick\">");
  for (guint i = 0; i < all->n; i++) {
    const LanguageRule *language = *vec_at (all, const LanguageRule *, i);
    if (!is_offered (language, chosen))
      continue;
    html_tag (html, "<label><input type=\"radio\" name=\"lang\" value=\"");
    html_put (html, language->rule.id);
    html_tag (html, language == chosen ? "\" checked> <span lang=\"" : "\"> <span lang=\"");
    html_put (html, language->rule.id);
    html_tag (html, "\">");
    html_put (html, language->title);
    html_tag (html, "</span></label>");
  }
  html_tag (html, "</div></fieldset>\n");
}

static void
put_voice (Html *html, const char *name, Span words, bool chosen) {
  sink_printf (html->sink, "<label><input type=\"radio\" name=\"voice\" value=\"%s\"%s> ", name,
               chosen ? " checked" : "");
  html_put (html, words);
  html_tag (html, "</label>");
}

/* The answer to a message has a letter to send back. */
static void
put_voices (Html *html, const FormPageOptions *options) {
  bool platform = options->voice == VOICE_PLATFORM;
  html_tag (html, "<fieldset class=\"field\"><legend>");
  html_put (html, html_word (html, PAGE_VOICE));
  html_tag (html, "</legend><div class=\"pick\">");
  put_voice (html, "neutral", html_word (html, PAGE_VOICE_NEUTRAL), !platform);
  put_voice (html, "platform", html_word (html, PAGE_VOICE_PLATFORM), platform);
  html_tag (html, "</div></fieldset>\n");
}

static void
put_institution (Html *html, const FormPageOptions *options) {
  put_label (html, "institution", html_word (html, PAGE_INSTITUTION));
  put_hint (html, "institution-hint", html_word (html, PAGE_INSTITUTION_HINT));
  html_tag (html, "<input type=\"text\" id=\"institution\" name=\"institution\" "
                  "spellcheck=\"false\" autocomplete=\"off\" maxlength=\"64\" "
                  "aria-describedby=\"institution-hint\" value=\"");
  html_put (html, span_from_string (options->institution));
  html_tag (html, "\"></div>\n");
}

static void
put_form (Html *html, const FormPageOptions *options) {
  html_section_begin (html, "mail", html_word (html, PAGE_THE_MAIL));
  html_tag (html, "<form method=\"post\" action=\"analyse\" enctype=\"multipart/form-data\">");
  put_label (html, "text", html_word (html, PAGE_TEXT));
  put_hint (html, "text-hint", html_word (html, PAGE_TEXT_HINT));
  html_tag (html,
            "<textarea id=\"text\" name=\"text\" rows=\"12\" spellcheck=\"false\" "
            "autocomplete=\"off\" autofocus aria-describedby=\"text-hint\"></textarea></div>\n");
  put_label (html, "file", html_word (html, PAGE_FILE));
  put_hint (html, "file-hint", html_word (html, PAGE_FILE_HINT));
  html_tag (html, "<input type=\"file\" id=\"file\" name=\"file\" "
                  "aria-describedby=\"file-hint\"></div>\n");
  put_languages (html, options);
  put_institution (html, options);
  put_voices (html, options);
  html_tag (html, "<p class=\"go\"><button type=\"submit\">");
  html_put (html, html_word (html, PAGE_GO));
  html_tag (html, "</button></p></form>");
  html_section_end (html);
}

static void
put_programs (Html *html) {
  html_section_begin (html, "how", html_word (html, PAGE_HOW));
  html_paragraph (html, html_word (html, PAGE_HOW_WORDS));
  for (guint i = 0; i < G_N_ELEMENTS (programs); i++) {
    html_tag (html, "<details><summary>");
    html_put (html, page_word (&html->text.page, programs[i].program));
    html_tag (html, "</summary>");
    html_paragraphs (html, page_word (&html->text.page, programs[i].how));
    html_tag (html, "</details>\n");
  }
  html_section_end (html);
}

static void
begin (Html *html, Sink *sink, const FormPageOptions *options, ReportOptions *own, Arena *arena,
       bool served) {
  const ReportOptions report = {.served = served,
                                .words = ruleset_words (options->rules, options->language)};
  html_init (html, sink, &report, own, arena);
  html_page_begin (html, html_say (html, HTML_TITLE_ALONE, .result = html_word (html, PAGE_CHECK)));
}

void
form_page_write (Sink *sink, const FormPageOptions *options) {
  g_autoptr (Arena) arena = arena_new ();
  ReportOptions own;
  Html html;
  begin (&html, sink, options, &own, arena, false);
  put_head (&html, html_word (&html, PAGE_CHECK), html_word (&html, PAGE_QUESTION),
            html_word (&html, PAGE_PROMISE));
  put_form (&html, options);
  put_programs (&html);
  html_section_begin (&html, "private", html_word (&html, PAGE_PRIVATE));
  html_paragraph (&html, options->dns ? html_word (&html, PAGE_PRIVATE_DNS)
                                      : html_word (&html, PAGE_PRIVATE_WORDS));
  html_section_end (&html);
  html_page_end (&html, SPAN (""));
}

void
form_page_write_refusal (Sink *sink, const FormPageOptions *options, WordCode reason) {
  g_autoptr (Arena) arena = arena_new ();
  ReportOptions own;
  Html html;
  begin (&html, sink, options, &own, arena, true);
  put_head (&html, html_word (&html, PAGE_REFUSED), page_word (&html.text.page, reason), SPAN (""));
  html_page_end (&html, SPAN (""));
}
