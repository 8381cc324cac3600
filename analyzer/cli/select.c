/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/select.h"

#include "case/pasted-run.h"
#include "cli/complain.h"
#include "syntax/domain.h"

#define DAY 86400

/* ---- one message -------------------------------------------------------------------------------
 */

bool
select_is_one (const Options *options) {
  return options->message > 0;
}

bool
select_may_want (const Options *options, const RawMessage *raw) {
  return options->message == 0 || !raw->in_mailbox || raw->sequence == (guint)options->message;
}

static bool
is_numbered (const Options *options, const Case *kase) {
  const Number *sequence = &kase->evidence.source.sequence;
  return options->message == 0 || (sequence->set && sequence->value == options->message);
}

/* ---- when --------------------------------------------------------------------------------------
 */

static bool
is_in_period (const Options *options, const Case *kase) {
  Number date = summary_date_of (kase);
  if (options->since.set && (!date.set || date.value < options->since.value))
    return false;
  return !options->until.set || (date.set && date.value < options->until.value);
}

/* ---- what --------------------------------------------------------------------------------------
 */

static bool
is_caused (const Options *options, const Case *kase) {
  return options->cause == NULL || span_is (kase->verdict.cause, options->cause);
}

static bool
is_under (Span host, Span domain, Arena *arena) {
  Span a, b;
  return domain_normalize (host, arena, &a) && domain_normalize (domain, arena, &b) &&
         domain_is_under (a, b);
}

/* By the name in the rule files, the title, or a domain its host is under. */
static bool
is_received (const Options *options, const Case *kase, Arena *arena) {
  Span wanted = span_from_string (options->receiver);
  if (options->receiver == NULL)
    return true;
  if (span_equal_nocase (kase->evidence.receiver.name, wanted))
    return true;
  Span name = summary_receiver_of (kase, arena);
  return span_equal_nocase (name, wanted) || is_under (name, wanted, arena) ||
         is_under (kase->evidence.receiver.host, wanted, arena);
}

static bool
is_from (const Options *options, const Case *kase, Arena *arena) {
  return options->from_domain == NULL ||
         is_under (summary_domain_of (kase), span_from_string (options->from_domain), arena);
}

bool
select_wants (const Options *options, const Case *kase) {
  if (!is_numbered (options, kase) || !is_in_period (options, kase) || !is_caused (options, kase))
    return false;
  if (options->receiver == NULL && options->from_domain == NULL)
    return true;
  g_autoptr (Arena) arena = arena_new ();
  return is_received (options, kase, arena) && is_from (options, kase, arena);
}

/* ---- the newest --------------------------------------------------------------------------------
 */

typedef struct {
  Analyzer *analyzer;
  Number newest;
  bool failed;
} Newest;

static void
look_at_date (const Case *kase, const RawMessage *raw G_GNUC_UNUSED,
              const Pasted *pasted G_GNUC_UNUSED, gpointer data) {
  Newest *newest = data;
  Number date = summary_date_of (kase);
  if (date.set && (!newest->newest.set || date.value > newest->newest.value))
    newest->newest = date;
}

static bool
on_chunk (Chunk *chunk, gpointer data) {
  Newest *newest = data;
  for (guint i = 0; i < chunk->messages->len; i++)
    pasted_run (newest->analyzer, &g_array_index (chunk->messages, RawMessage, i), PASTE_BY_GAIN,
                look_at_date, newest);
  chunk_free (chunk);
  return true;
}

/* The second reading tells of it. */
static void
on_trouble (const char *text G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED) {
}

static void
on_not_mail (const char *path G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED) {
}

static bool
can_be_read_twice (const Options *options) {
  for (char **path = options->files; *path; path++)
    if (g_strcmp0 (*path, "-") == 0 || g_file_test (*path, G_FILE_TEST_EXISTS) == FALSE ||
        !(g_file_test (*path, G_FILE_TEST_IS_REGULAR) || g_file_test (*path, G_FILE_TEST_IS_DIR)))
      return false;
  return options->files[0] != NULL;
}

bool
select_find_since (Options *options, const RuleSet *rules) {
  AnalyzeOptions analysis = {.rules = rules};
  Newest newest = {.analyzer = NULL};
  const InputHandler handler = {
      .chunk = on_chunk, .trouble = on_trouble, .not_mail = on_not_mail, .data = &newest};
  if (options->since_days == 0)
    return true;
  if (!can_be_read_twice (options))
    return complain (
        "--since with a number of days reads the files twice: standard input and pipes "
        "cannot be; say the day");
  g_autoptr (Analyzer) analyzer = analyzer_new (&analysis);
  analyzer_set_brief (analyzer, true);
  analyzer_set_counted (analyzer, true);
  newest.analyzer = analyzer;
  g_autoptr (InputReader) reader = input_reader_new (options->input, &handler);
  for (char **path = options->files; *path; path++)
    input_reader_read (reader, *path);
  input_reader_finish (reader);
  if (newest.newest.set)
    options->since = number_of ((newest.newest.value / DAY - options->since_days + 1) * DAY);
  return true;
}
