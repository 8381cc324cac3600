/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/run.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/complain.h"
#include "cli/config.h"
#include "cli/dns.h"
#include "cli/institutions.h"
#include "cli/bulk.h"
#include "cli/cache.h"
#include "cli/language.h"
#include "cli/load-rules.h"
#include "cli/monitor.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/rules-actions.h"
#include "cli/sandbox.h"
#include "cli/select.h"
#include "cli/setup-action.h"
#include "cli/show-repaired.h"
#include "cli/watch.h"
#include "cli/workers.h"
#include "input/archive.h"
#include "input/decoder.h"
#include "input/outlook.h"
#include "case/pasted-run.h"
#include "confine/confine.h"
#include "report/schema.h"
#include "report/text-escape.h"
#include "summary/summary-compare.h"
#include "syntax/domain.h"
#include "base/limits.h"
#include "base/vocabulary.h"

enum { EXIT_ALL_PASS = 0, EXIT_NOT_PASS = 1, EXIT_TROUBLE = 2 };

typedef struct {
  const Options *options;
  const AnalyzeOptions *analysis;
  Workers *workers;
  Sink *sink;
  Output output;
  Bulk *bulk;         /* NULL: every message is printed */
  Progress *progress; /* NULL: nobody looks */
  int status;
  bool unwritten; /* the answer was lost */
  guint64 messages, bytes, read_fast, wanted;
  guint64 not_mail;     /* files in folders that were left out */
  char *first_not_mail; /* its path */
  GHashTable *seen;     /* reports */
  Watch *watch;         /* NULL: the files are read */
  Cache *cache;         /* NULL: nothing is kept */
  const char *named;    /* that is read: a file, or a folder */
  CachedFile *file;     /* of that; NULL without a cache */
  bool not_pass;        /* some message of a file did not pass */
  bool again;           /* what was wrong was told */
} Run;

static void
raise_status (Run *run, int status) {
  run->status = MAX (run->status, status);
}

/* ---- Ctrl-C -----------------------------------------------------------------------------------
 */

static volatile sig_atomic_t interrupted;

static void
on_interrupt (int signal) {
  if (interrupted)
    output_end_by_signal (signal);
  interrupted = 1;
}

/* The first ends the reading, and what was read is still answered; the second ends the program. */
static void
catch_interrupt (void) {
  struct sigaction action = {.sa_handler = on_interrupt};
  struct sigaction before;
  if (sigaction (SIGINT, NULL, &before) == 0 &&
      (before.sa_handler == SIG_DFL || before.sa_handler == output_end_by_signal))
    sigaction (SIGINT, &action, NULL);
}

static bool
is_interrupted (gpointer data G_GNUC_UNUSED) {
  return interrupted;
}

/* A shell that waits for the program learns what ended it. */
static void
end_interrupted (const Run *run) {
  fprintf (stderr, "mailwhy: interrupted after %" G_GUINT64_FORMAT " messages\n", run->messages);
  signal (SIGINT, SIG_DFL);
  raise (SIGINT);
}

/* ---- one message ------------------------------------------------------------------------------
 */

typedef struct {
  const Options *options;
  const AnalyzeOptions *analysis;
  Analyzer *analyzer;
  Resolver *resolver; /* NULL: the DNS is not asked */
  BulkChunk *bulk;    /* NULL: every message is printed */
  int status;
  guint64 messages, bytes, wanted; /* since its last turn */
  GHashTable *seen;                /* the run's: keys of the reports so far; asked in turn only */
  ReportFilter filter;
  Turn *turn;
} Worker;

/* Each aggregate report once. A summary knows its own; otherwise the first in the input is the one,
 * so it is asked when its turn has come. */
static bool
is_wanted (Span key, bool believed, gpointer data) {
  Worker *worker = data;
  if (worker->bulk)
    return summary_begin_report (worker->bulk->summary, key, believed);
  turn_wait (worker->turn);
  if (g_hash_table_size (worker->seen) >= LIMIT_REPORTS_KNOWN)
    return true;
  return g_hash_table_add (worker->seen, g_strdup_printf ("%d%.*s", believed, SPAN_FORMAT (key)));
}

static gpointer
worker_new (gpointer data) {
  const Run *run = data;
  Worker *worker = g_new0 (Worker, 1);
  worker->options = run->options;
  worker->analysis = run->analysis;
  worker->analyzer = analyzer_new (run->analysis);
  worker->resolver = dns_is_asked (run->options) ? dns_open (run->options) : NULL;
  analyzer_use_resolver (worker->analyzer, worker->resolver);
  worker->bulk = run->bulk ? bulk_chunk_new () : NULL;
  worker->seen = run->seen;
  worker->filter = (ReportFilter){is_wanted, worker, run->bulk != NULL};
  analyzer_set_report_filter (worker->analyzer, &worker->filter);
  /* who received it is only then asked of all that is there */
  analyzer_set_counted (worker->analyzer, run->bulk && run->options->receiver == NULL);
  return worker;
}

typedef struct {
  Worker *worker;
  Sink *sink;
  guint written; /* cases */
  bool counted;  /* and no more: the text of the first message is shown when it is the only one */
} Answer;

/* Where several headers were pasted, their answers stand on one page, or in one letter. */
static void
write_case (Answer *answer, Sink *sink, ReportOptions *report, const Case *kase) {
  const Reporter *reporter = answer->worker->options->reporter;
  report->following = reporter->close ? answer->written > 0 : sink->used > 0;
  reporter->write_case (sink, report, kase);
  answer->written++;
}

static void
close_answer (const Answer *answer) {
  const Options *options = answer->worker->options;
  Sink *sink = answer->worker->bulk ? answer->worker->bulk->held : answer->sink;
  if (options->reporter->close && answer->written > 0)
    options->reporter->close (sink, &options->report);
}

/* "Are these right?" is what people ask who paste records in place of a header. Null for others. */
static Span
answer_records (Answer *answer, Sink *sink, const RawMessage *raw, const Case *kase) {
  Worker *worker = answer->worker;
  if (!span_equal (kase->evidence.source.file, SPAN ("dns-records")) ||
      worker->options->show_repaired || answer->written > 0 || sink->used > 0)
    return SPAN_NULL;
  return setup_action_of_records (worker->options, &worker->analysis->institutions,
                                  analyzer_rule_worker (worker->analyzer), worker->resolver,
                                  raw->bytes, sink);
}

static void
answer_case (const Case *kase, const RawMessage *raw, const Pasted *pasted, gpointer data) {
  Answer *answer = data;
  Worker *worker = answer->worker;
  ReportOptions report = worker->options->report;
  Sink *sink = answer->sink;
  report.several |= pasted_has_several (pasted);
  if (!select_wants (worker->options, kase))
    return;
  worker->wanted++;
  if (worker->bulk) {
    summary_add (worker->bulk->summary, kase);
    sink = worker->bulk->held;
  }
  /* a report's rows are never shown one by one beside a summary */
  bool shown =
      !worker->bulk || !(answer->counted || kase->evidence.aggregate || kase->evidence.tls);
  Span setup = shown ? answer_records (answer, sink, raw, kase) : SPAN_NULL;
  if (!status_is (span_or (setup, kase->verdict.status), STATUS_PASS))
    worker->status = EXIT_NOT_PASS;
  if (!shown || !span_is_null (setup))
    return;
  if (worker->options->show_repaired)
    show_repaired (sink, raw->bytes, pasted, report.utf8);
  else
    write_case (answer, sink, &report, kase);
}

static void
on_message (gpointer data, RawMessage *raw, Sink *sink, Turn *turn) {
  static const PasteChoice choices[] = {[INPUT_MESSAGE] = PASTE_NEVER,
                                        [INPUT_PASTE] = PASTE_ALWAYS,
                                        [INPUT_MBOX] = PASTE_NEVER,
                                        [INPUT_LOG] = PASTE_NEVER};
  Worker *worker = data;
  Answer answer = {.worker = worker, .sink = sink};
  worker->turn = turn;
  worker->messages++;
  worker->bytes += raw->length;
  if (!select_may_want (worker->options, raw))
    return;
  if (worker->bulk)
    worker->bulk->messages++;
  answer.counted = worker->bulk && (worker->bulk->messages > 1 || raw->sequence > 1);
  analyzer_set_brief (worker->analyzer, answer.counted);
  pasted_run (worker->analyzer, raw, choices[worker->options->input], answer_case, &answer);
  close_answer (&answer);
}

static void
end_file (Run *run, CachedFile *file) {
  run->messages += file->all;
  run->bytes += file->bytes;
  run->wanted += file->wanted;
  run->not_pass |= file->not_pass;
  bulk_take_file (run->bulk, file->summary, file->known ? file->messages : 0);
  cache_end (run->cache, file);
  progress_set (run->progress, run->bytes, run->messages);
}

static void
count_for (Run *run, Worker *worker, CachedFile *file) {
  file->all += worker->messages;
  file->bytes += worker->bytes;
  file->wanted += worker->wanted;
  file->messages += worker->bulk->messages;
  file->not_pass |= worker->status == EXIT_NOT_PASS;
  worker->status = EXIT_ALL_PASS;
  worker->messages = worker->bytes = worker->wanted = 0;
  bulk_take_for (run->bulk, worker->bulk, file->summary);
}

/* What was read so far goes to the summary and to the progress, in the order of the input. */
static void
on_turn (gpointer data, gpointer owner, bool last, gpointer run_data) {
  Worker *worker = data;
  Run *run = run_data;
  if (owner) {
    count_for (run, worker, owner);
    if (last)
      end_file (run, owner);
    return;
  }
  run->messages += worker->messages;
  run->bytes += worker->bytes;
  run->wanted += worker->wanted;
  worker->messages = worker->bytes = worker->wanted = 0;
  if (run->bulk)
    bulk_take (run->bulk, worker->bulk);
  progress_set (run->progress, run->bytes, run->messages);
}

static void
worker_end (gpointer data, gpointer run_data) {
  Worker *worker = data;
  Run *run = run_data;
  raise_status (run, worker->status);
  bulk_chunk_free (worker->bulk);
  run->read_fast += analyzer_read_fast (worker->analyzer);
  analyzer_free (worker->analyzer);
  resolver_free (worker->resolver);
  g_free (worker);
}

/* ---- the inputs -------------------------------------------------------------------------------
 */

static bool
on_chunk (Chunk *chunk, gpointer data) {
  Run *run = data;
  chunk->owner = run->file;
  return workers_push (run->workers, chunk) && !interrupted;
}

static bool
on_file_begins (const char *path, gpointer data) {
  Run *run = data;
  run->file = cache_begin (run->cache, path, run->named);
  return !run->file->known;
}

static bool
on_file_ends (gpointer data) {
  Run *run = data;
  Chunk *chunk = chunk_new (NULL);
  chunk->last = true;
  run->file->spoilt |= interrupted;
  bool goes_on = on_chunk (chunk, run);
  run->file = NULL;
  return goes_on;
}

static void
on_trouble (const char *trouble, gpointer data) {
  Run *run = data;
  if (run->file)
    run->file->spoilt = true;
  if (!run->again)
    complain ("%s", trouble);
  raise_status (run, EXIT_TROUBLE);
}

static void
on_not_mail (const char *path, gpointer data) {
  Run *run = data;
  if (run->file)
    run->file->spoilt = true;
  if (run->not_mail++ == 0)
    run->first_not_mail = g_filename_display_name (path);
  if (run->bulk)
    bulk_count_not_mail (run->bulk);
}

/* A summary of several messages has it. */
static void
tell_not_mail (Run *run) {
  g_autofree char *first = g_steal_pointer (&run->first_not_mail);
  if (run->not_mail == 0 || (run->bulk && run->messages > 1))
    return;
  g_autoptr (GString) name = g_string_new (NULL);
  text_escape (name, span_from_string (first), run->options->report.utf8);
  if (run->not_mail == 1)
    fprintf (stderr, "mailwhy: %s is not mail and was left out\n", name->str);
  else
    fprintf (stderr,
             "mailwhy: %" G_GUINT64_FORMAT
             " files are not mail and were left out, the first is %s\n",
             run->not_mail, name->str);
}

static void
read_paths (Run *run, char **paths, guint jobs) {
  const InputHandler handler = {.chunk = on_chunk,
                                .trouble = on_trouble,
                                .not_mail = on_not_mail,
                                .begins = run->cache ? on_file_begins : NULL,
                                .ends = on_file_ends,
                                .stopped = is_interrupted,
                                .data = run};
  const WorkerClass class = {worker_new, on_message, on_turn, worker_end, run};
  g_autoptr (InputReader) reader = input_reader_new (run->options->input, &handler);
  run->workers = workers_new (jobs, &class, run->sink);
  do
    run->named = *paths;
  while (*paths && input_reader_read (reader, *paths++));
  input_reader_finish (reader);
  workers_finish (run->workers);
  if (run->not_pass)
    raise_status (run, EXIT_NOT_PASS);
}

/* Written at once: whoever waits for the line has it. */
static bool
on_new_file (const char *path, gpointer data) {
  Run *run = data;
  char *paths[] = {(char *)path, NULL};
  read_paths (run, paths, 1);
  return sink_flush (run->sink, NULL);
}

static void
read_inputs (Run *run) {
  static char *standard_input[] = {"-", NULL};
  const Options *options = run->options;
  guint jobs = options->jobs ? (guint)options->jobs : g_get_num_processors ();
  if (run->watch == NULL)
    read_paths (run, options->files[0] ? options->files : standard_input, jobs);
  else if (!watch_run (run->watch, on_new_file, is_interrupted, run))
    raise_status (run, EXIT_TROUBLE);
}

/* ---- the cache --------------------------------------------------------------------------------
 */

/* What the DNS says changes without a file changing; what is printed of each message is not kept.
 */
static bool
open_cache (Options *options, bool counts, Cache **ret) {
  g_autoptr (GError) error = NULL;
  bool used = counts && !dns_is_asked (options) && !select_is_one (options) && !options->watch;
  if (options->cache && used) {
    *ret = cache_open (options, &error);
    if (*ret == NULL)
      return complain ("--cache: %s", error->message);
  }
  g_free (options->cache);
  options->cache = *ret ? g_strdup (cache_folder (*ret)) : NULL;
  return true;
}

/* The page of the only message is not kept: it is read after all. */
static void
read_the_only_one (Run *run) {
  if (run->cache == NULL || cache_hits (run->cache) == 0 || interrupted ||
      (run->bulk->messages > 1 && run->bulk->summary->messages > 1))
    return;
  run->cache = NULL;
  run->again = true;
  run->messages = run->bytes = run->wanted = run->read_fast = run->not_mail = 0;
  g_clear_pointer (&run->first_not_mail, g_free);
  bulk_reset (run->bulk);
  read_inputs (run);
}

static void
finish_cache (Run *run, const Cache *cache) {
  if (cache == NULL)
    return;
  if (cache_had_trouble (cache))
    raise_status (run, EXIT_TROUBLE);
  if (run->options->report.verbose)
    cache_tell (cache);
}

/* Flushed, checked and closed: a full disk shows at the latest here. */
static void
close_output (Run *run) {
  g_autoptr (GError) error = NULL;
  bool good = sink_flush (run->sink, &error);
  if (good && output_commit (&run->output, &error))
    return;
  if (!good)
    output_discard (&run->output);
  /* Whoever reads the output has enough of it; where SIGPIPE is not ignored, it says so silently
   * too. */
  if (!g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_PIPE))
    complain ("%s: %s", run->options && run->options->output ? "--output" : "standard output",
              error->message);
  run->unwritten = true;
  raise_status (run, EXIT_TROUBLE);
}

/* For tests and measurements, which compare the two. */
static ReaderChoice
reader_choice (void) {
  const char *word = g_getenv ("MAILWHY_READER");
  if (g_strcmp0 (word, "gmime") == 0)
    return READER_GMIME;
  return g_strcmp0 (word, "fast") == 0 ? READER_FAST : READER_AUTO;
}

/* Told once, before the threads begin. */
static bool
can_ask_dns (const Options *options) {
  g_autoptr (Resolver) resolver = dns_open (options);
  return resolver != NULL;
}

/* What `ret` points at is the arena's, the options' or the rules'. */
static bool
prepare_analysis (Options *options, const RuleSet *rules, Arena *arena, AnalyzeOptions *ret) {
  guint n_trust = options->trust ? g_strv_length (options->trust) : 0;
  Span *ids = arena_alloc (arena, sizeof (Span) * (n_trust + 1));
  for (guint i = 0; i < n_trust; i++)
    ids[i] = span_from_string (options->trust[i]);
  *ret = (AnalyzeOptions){
      .rules = rules,
      .trust = {.ids = ids, .n_ids = n_trust, .all = options->trust_all},
      .sender = span_from_string (options->sender),
      .language = options->language,
      .requirements = options->requirements,
      .redact = options->redact,
      .platform_writes = options->report.voice == VOICE_PLATFORM,
      .verify = options->verify,
      .attached = options->outer     ? ATTACHED_NEVER
                  : options->tickets ? ATTACHED_ALWAYS
                                     : ATTACHED_OF_SINGLE,
      .reader = reader_choice (),
  };
  return select_find_since (options, rules) && load_rules_knows_sender (options->sender, rules) &&
         institutions_read (options, arena, &ret->institutions) &&
         (!dns_is_asked (options) || can_ask_dns (options));
}

static int
analyze (Options *options) {
  g_auto (GStrv) languages = language_candidates (options);
  g_autoptr (RuleSet) rules = load_rules (options->rules, languages);
  g_autoptr (Arena) arena = arena_new ();
  AnalyzeOptions analysis;
  if (rules == NULL || !language_choose (options, rules) ||
      !prepare_analysis (options, rules, arena, &analysis))
    return EXIT_TROUBLE;
  options->summary.institutions = &analysis.institutions;
  g_autoptr (Bulk) bulk = bulk_wanted (options) ? bulk_new () : NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Run state = {.options = options, .analysis = &analysis, .bulk = bulk, .seen = seen};
  g_autoptr (Cache) cache = NULL;
  if (!open_cache (options, bulk != NULL, &cache))
    return EXIT_TROUBLE;
  state.cache = cache;
  g_autoptr (Watch) watch = options->watch ? watch_new (options->watch, options->state) : NULL;
  if (options->watch && watch == NULL)
    return EXIT_TROUBLE;
  state.watch = watch;
  g_autoptr (GError) error = NULL;
  if (!output_open (&state.output, options->output, &error)) {
    complain ("--output: %s", error->message);
    return EXIT_TROUBLE;
  }
  g_autoptr (Sink) sink = sink_new_fd (state.output.fd);
  state.sink = sink;
  state.progress = progress_new (options->files);
  catch_interrupt ();
  char *watched[] = {options->watch, NULL};
  sandbox_enter (options, watch ? watched : options->files, &state.output);
  if (bulk == NULL)
    options->reporter->begin (sink, &options->report);
  read_inputs (&state);
  read_the_only_one (&state);
  finish_cache (&state, cache);
  progress_free (state.progress);
  int monitored = EXIT_TROUBLE;
  if (options->check)
    monitored = monitor_summary (sink, bulk->summary, options, state.status == EXIT_TROUBLE);
  else if (bulk)
    bulk_write (bulk, options, sink);
  else
    options->reporter->end (sink, &options->report);
  close_output (&state);
  tell_not_mail (&state);
  if (select_is_one (options) && state.wanted == 0) {
    complain ("there is no message %d: there are %" G_GUINT64_FORMAT, options->message,
              state.messages);
    raise_status (&state, EXIT_TROUBLE);
  }
  if (options->report.verbose && state.messages > 1)
    fprintf (stderr,
             "mailwhy: %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
             " messages took the fast reader\n",
             state.read_fast, state.messages);
  if (interrupted)
    end_interrupted (&state);
  if (options->check)
    return state.unwritten ? EXIT_TROUBLE : monitored;
  return options->exit_zero && state.status == EXIT_NOT_PASS ? EXIT_ALL_PASS : state.status;
}

/* ---- --compare --------------------------------------------------------------------------------
 */

/* What somebody counted before, or what is counted now. */
static bool
summarize (Options *options, const AnalyzeOptions *analysis, char *path, Summary *ret,
           GError **error) {
  if (summary_file_begins (path))
    return summary_read_json (ret, path, error);
  char *paths[] = {path, NULL};
  guint jobs = options->jobs ? (guint)options->jobs : g_get_num_processors ();
  g_autoptr (Bulk) bulk = bulk_new ();
  g_autoptr (Sink) sink = sink_new_memory ();
  Run state = {.options = options, .analysis = analysis, .bulk = bulk, .sink = sink};
  read_paths (&state, paths, jobs);
  g_free (state.first_not_mail);
  summary_merge (ret, bulk->summary);
  return state.status != EXIT_TROUBLE;
}

/* Trouble that was told leaves no error behind. */
static int
compare_into (Options *options, const AnalyzeOptions *analysis, Sink *sink, GError **error) {
  g_autoptr (Summary) before = summary_new (), now = summary_new ();
  if (!summarize (options, analysis, options->files[0], before, error) ||
      !summarize (options, analysis, options->files[1], now, error))
    return EXIT_TROUBLE;
  bool worse = summary_write_comparison (sink, before, now, &options->summary, &options->report);
  return worse ? EXIT_NOT_PASS : EXIT_ALL_PASS;
}

static int
compare (Options *options) {
  g_auto (GStrv) languages = language_candidates (options);
  g_autoptr (RuleSet) rules = load_rules (options->rules, languages);
  g_autoptr (Arena) arena = arena_new ();
  g_autoptr (GError) error = NULL;
  AnalyzeOptions analysis;
  Run state = {.options = options};
  if (g_strv_length (options->files) != 2) {
    complain ("--compare takes two summaries, files or folders: the older one first");
    return EXIT_TROUBLE;
  }
  if (rules == NULL || !language_choose (options, rules) ||
      !prepare_analysis (options, rules, arena, &analysis))
    return EXIT_TROUBLE;
  if (!output_open (&state.output, options->output, &error)) {
    complain ("--output: %s", error->message);
    return EXIT_TROUBLE;
  }
  g_autoptr (Sink) sink = sink_new_fd (state.output.fd);
  state.sink = sink;
  sandbox_enter (options, options->files, &state.output);
  state.status = compare_into (options, &analysis, sink, &error);
  if (error)
    complain ("%s", error->message);
  if (state.status == EXIT_TROUBLE) {
    output_discard (&state.output);
    return EXIT_TROUBLE;
  }
  close_output (&state);
  return state.status;
}

/* ---- the other actions ------------------------------------------------------------------------
 */

static int
print_sink (const Options *options, void (*write) (Sink *sink)) {
  g_autoptr (Sink) sink = sink_new_fd (STDOUT_FILENO);
  Run state = {.sink = sink, .output = {.fd = STDOUT_FILENO}};
  sandbox_enter (options, NULL, NULL);
  write (sink);
  close_output (&state);
  return state.status;
}

static void
write_version (Sink *sink) {
  g_autofree char *sandbox = confine_describe ();
  g_autofree char *names =
      g_strconcat (decoder_names (), *archive_names () ? ", " : "", archive_names (),
                   outlook_is_read () ? ", Outlook" : "", NULL);
  sink_printf (sink, "mailwhy %s\npublic suffix list: %s\nreads compressed: %s\nsandbox: %s\n",
               MAILWHY_VERSION, domain_suffix_list_name (), names, sandbox);
}

static int
print_help (const Options *options) {
  g_autoptr (Sink) sink = sink_new_fd (STDOUT_FILENO);
  Run state = {.sink = sink, .output = {.fd = STDOUT_FILENO}};
  sink_printf (sink, "%s", options->help);
  close_output (&state);
  return state.status;
}

static int
print_config (const Options *options) {
  g_autoptr (Sink) sink = sink_new_fd (STDOUT_FILENO);
  Run state = {.sink = sink, .output = {.fd = STDOUT_FILENO}};
  config_print (options, sink);
  close_output (&state);
  return state.status;
}

static int
run_action (Options *options) {
  g_autoptr (GError) error = NULL;
  if (options->psl && !domain_suffix_list_use_file (options->psl, &error)) {
    complain ("--psl: %s", error->message);
    return EXIT_TROUBLE;
  }
  switch (options->action) {
  case ACTION_ANALYZE:
    return analyze (options);
  case ACTION_SCHEMA:
    return print_sink (options, g_str_equal (options->schema, "summary") ? summary_write_schema
                                : g_str_equal (options->schema, "setup") ? schema_write_setup
                                                                         : schema_write);
  case ACTION_LIST_FIELDS:
    return print_sink (options, schema_list_fields);
  case ACTION_HELP:
    return print_help (options);
  case ACTION_VERSION:
    return print_sink (options, write_version);
  case ACTION_CHECK_RULES:
    return rules_action_check (options);
  case ACTION_LIST_FINDINGS:
    return rules_action_list (options);
  case ACTION_DESCRIBE:
    return rules_action_describe (options);
  case ACTION_SHOW_EXAMPLE:
    return rules_action_show_example (options);
  case ACTION_PRINT_CONFIG:
    return print_config (options);
  case ACTION_SETUP:
    return setup_action_run (options);
  case ACTION_MERGE:
    return bulk_merge_summaries (options);
  case ACTION_COMPARE:
    return compare (options);
  }
  return EXIT_TROUBLE;
}

int
run (Options *options) {
  int status = run_action (options);
  return options->check ? monitor_exit_status (status) : status;
}
