/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "summary/summary-examples.h"

#include "summary/tally.h"

static void
free_example (gpointer data) {
  SummaryExample *example = data;
  g_free (example->cause);
  g_free (example->source);
  g_free (example->said);
  g_free (example->text);
  g_free (example);
}

GPtrArray *
summary_examples_new (void) {
  return g_ptr_array_new_with_free_func (free_example);
}

static bool
is_wanted (const GPtrArray *examples, const char *cause) {
  for (guint i = 0; i < examples->len; i++)
    if (g_strcmp0 (((const SummaryExample *)g_ptr_array_index (examples, i))->cause, cause) == 0)
      return false;
  return examples->len < LIMIT_EXAMPLES;
}

void
summary_examples_add (GPtrArray *examples, const SummaryExample *like) {
  if (like->cause == NULL || like->text == NULL || !is_wanted (examples, like->cause))
    return;
  SummaryExample *example = g_memdup2 (like, sizeof *like);
  example->cause = g_strdup (like->cause);
  example->source = g_strdup (like->source);
  example->said = summary_text_cut (like->said, LIMIT_EXAMPLE);
  example->text = summary_text_cut (like->text, LIMIT_EXAMPLE);
  g_ptr_array_add (examples, example);
}

/* Up to the empty line; of a notice the header that came back, where that is not decoded. */
static Span
header_of (const Case *kase) {
  const Number *offset = kase->original ? &kase->original->source.offset : NULL;
  Span text = kase->text.bytes, line;
  if (offset && offset->set && offset->value > 0)
    text = span_skip (text, (gsize)offset->value);
  text = span_first (text, LIMIT_EXAMPLE);
  for (Span rest = text; span_next_line (&rest, &line, NULL);)
    if (line.data > text.data && span_trim (line).len == 0)
      return span_between (text.data, line.data);
  return text;
}

static char *
valid_text (Span text) {
  char *valid = text.len ? g_utf8_make_valid (text.data, (gssize)text.len) : NULL;
  for (char *at = valid; at && *at; at++)
    if (*at == '\r')
      *at = ' ';
  return valid;
}

void
summary_examples_add_case (GPtrArray *examples, const Case *kase) {
  const Vec *bounces = &kase->evidence.bounces;
  g_autofree char *cause = tally_text (kase->verdict.cause);
  if (cause == NULL || kase->text.bytes.len == 0 || !is_wanted (examples, cause))
    return;
  Span said = bounces->n ? vec_at (bounces, Bounce, 0)->diagnostic : SPAN_NULL;
  g_autofree char *source = tally_text (kase->evidence.source.name);
  g_autofree char *diagnostic = valid_text (span_first (said, LIMIT_EXAMPLE / 4));
  g_autofree char *text = valid_text (header_of (kase));
  const Number *offset = &kase->evidence.source.offset;
  summary_examples_add (examples,
                        &(SummaryExample){.cause = cause,
                                          .source = source,
                                          .offset = offset->set ? (guint64)offset->value : 0,
                                          .said = diagnostic,
                                          .text = text});
}

void
summary_examples_merge (GPtrArray *into, const GPtrArray *from) {
  for (guint i = 0; i < from->len; i++)
    summary_examples_add (into, g_ptr_array_index (from, i));
}
