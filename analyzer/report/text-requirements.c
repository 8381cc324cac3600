/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report/text-requirements.h"

#include "base/vocabulary.h"

static void
write_requirement (TextCase *text, const Requirement *requirement) {
  Page *page = &text->page;
  Span by = text_joined (text, &requirement->asked_by, ", ");
  bool met = requirement_state_is (requirement->state, REQUIREMENT_MET),
       unmet = requirement_state_is (requirement->state, REQUIREMENT_NOT_MET);
  page_go_to (page, TEXT_INDENT + 2);
  page_put (page,
            met     ? STYLE_GOOD
            : unmet ? STYLE_BAD
                    : STYLE_DIM,
            met     ? text_say (text, REQUIREMENT_MET)
            : unmet ? text_say (text, REQUIREMENT_NOT_MET)
                    : text_say (text, REQUIREMENT_NOT_SEEN));
  page_go_to (page, TEXT_COLUMN + 2);
  page_wrap (page, STYLE_PLAIN, TEXT_COLUMN + 2,
             arena_printf (page->scratch, "%.*s (%.*s)", SPAN_FORMAT (requirement->title),
                           SPAN_FORMAT (by)));
  if (requirement->explanation.len == 0)
    return;
  page_go_to (page, TEXT_COLUMN + 2);
  page_wrap (page, STYLE_DIM, TEXT_COLUMN + 2, requirement->explanation);
}

void
text_requirements (TextCase *text) {
  const Vec *requirements = &text->mail_case->requirements;
  static const char *const order[] = {"not-met", "met", "unknown"};
  if (requirements->n)
    text_label (text, WORD_LABEL_REQUIREMENTS);
  for (guint k = 0; k < G_N_ELEMENTS (order); k++)
    for (guint i = 0; i < requirements->n; i++)
      if (span_is (vec_at (requirements, Requirement, i)->state, order[k]))
        write_requirement (text, vec_at (requirements, Requirement, i));
}
