/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The codes Exchange Online writes, in words (Microsoft Learn, "Anti-spam message headers in
 * Microsoft 365"). A code that is not in the tables is shown as it is. */
#include "report/html-parts.h"

typedef struct {
  const char *code;
  WordCode word;
} Meaning;

static const Meaning categories[] = {
    {"amp", WORD_MS_CAT_MALWARE},
    {"bimp", WORD_MS_CAT_BRAND},
    {"bulk", WORD_MS_CAT_BULK},
    {"dimp", WORD_MS_CAT_DOMAIN},
    {"ftbp", WORD_MS_CAT_FILE_TYPE},
    {"gimp", WORD_MS_CAT_CONTACT},
    {"hphsh", WORD_MS_CAT_PHISH_HIGH},
    {"hphish", WORD_MS_CAT_PHISH_HIGH},
    {"hspm", WORD_MS_CAT_SPAM_HIGH},
    {"intos", WORD_MS_CAT_PHISH_INSIDE},
    {"malw", WORD_MS_CAT_MALWARE},
    {"none", WORD_MS_CAT_NONE},
    {"ospm", WORD_MS_CAT_SPAM_OUT},
    {"phsh", WORD_MS_CAT_PHISH},
    {"sap", WORD_MS_CAT_ATTACHMENT},
    {"spm", WORD_MS_CAT_SPAM},
    {"spoof", WORD_MS_CAT_SPOOF},
    {"uimp", WORD_MS_CAT_USER},
    {NULL, 0},
};

static const Meaning filter_verdicts[] = {
    {"blk", WORD_MS_SFV_BLOCKED_BY_USER},
    {"nspm", WORD_MS_SFV_NOT_SPAM},
    {"sfe", WORD_MS_SFV_SAFE_FOR_USER},
    {"ska", WORD_MS_SFV_ALLOWED},
    {"skb", WORD_MS_SFV_BLOCKED},
    {"ski", WORD_MS_SFV_INSIDE},
    {"skn", WORD_MS_SFV_LET_THROUGH},
    {"skq", WORD_MS_SFV_RELEASED},
    {"sks", WORD_MS_SFV_MARKED_BEFORE},
    {"spm", WORD_MS_SFV_SPAM},
    {NULL, 0},
};

static const Meaning directions[] = {
    {"inb", WORD_MS_DIR_IN}, {"int", WORD_MS_DIR_INSIDE}, {"out", WORD_MS_DIR_OUT}, {NULL, 0}};

static Span
meaning_of (Html *html, const Meaning *all, Span code) {
  for (guint i = 0; all[i].code; i++)
    if (span_is_nocase (code, all[i].code))
      return page_word (&html->text.page, all[i].word);
  return SPAN_NULL;
}

static void
put_code (Html *html, Span term, const char *name, Span code, Span meaning) {
  if (code.len == 0)
    return;
  html_tag (html, "<dt>");
  html_put (html, term);
  html_tag (html, "</dt><dd>");
  if (meaning.len) {
    html_put (html, meaning);
    html_tag (html, " ");
  }
  html_tag (html, "<code class=\"soft\">");
  sink_string (html->sink, name);
  html_put (html, text_shown (&html->text, code));
  html_tag (html, "</code></dd>\n");
}

/* -1: not filtered; 0 and 1: no spam; 5 and 6: spam; 7 to 9: surely. */
static Span
spam_words (Html *html, gint64 level) {
  if (level < 0)
    return html_word (html, MS_SCL_NOT_FILTERED);
  if (level < 5)
    return html_word (html, MS_SCL_NOT_SPAM);
  return level < 7 ? html_word (html, MS_SCL_SPAM) : html_word (html, MS_SCL_SPAM_HIGH);
}

static void
put_levels (Html *html, const Microsoft *microsoft) {
  if (microsoft->scl.set)
    put_code (html, html_word (html, MS_SCL), "SCL:", html_count (html, microsoft->scl.value),
              spam_words (html, microsoft->scl.value));
  if (microsoft->bcl.set)
    put_code (html, html_word (html, MS_BCL), "BCL:", html_count (html, microsoft->bcl.value),
              SPAN_NULL);
}

void
html_microsoft (Html *html) {
  const Microsoft *microsoft = html->text.evidence->microsoft;
  if (microsoft == NULL)
    return;
  html_section_begin (html, "microsoft", html_word (html, HTML_MICROSOFT));
  html_tag (html, "<dl class=\"wide\">");
  put_code (html, html_word (html, MS_COMPAUTH), "compauth=", microsoft->compauth, SPAN_NULL);
  put_code (html, html_word (html, MS_REASON), "reason=", microsoft->compauth_reason, SPAN_NULL);
  put_code (html, html_word (html, MS_ACTION), "action=", microsoft->action, SPAN_NULL);
  put_code (html, html_word (html, MS_CAT), "CAT:", microsoft->cat,
            meaning_of (html, categories, microsoft->cat));
  put_code (html, html_word (html, MS_SFV), "SFV:", microsoft->sfv,
            meaning_of (html, filter_verdicts, microsoft->sfv));
  put_levels (html, microsoft);
  put_code (html, html_word (html, MS_DIR), "DIR:", microsoft->dir,
            meaning_of (html, directions, microsoft->dir));
  put_code (html, html_word (html, MS_CIP), "CIP:", microsoft->cip, SPAN_NULL);
  put_code (html, html_word (html, MS_PTR), "PTR:", microsoft->ptr, SPAN_NULL);
  put_code (html, html_word (html, MS_COUNTRY), "CTRY:", microsoft->country, SPAN_NULL);
  html_tag (html, "</dl>");
  html_section_end (html);
}
