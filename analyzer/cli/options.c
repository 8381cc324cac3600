/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/options.h"

#include <langinfo.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/complain.h"
#include "cli/config.h"
#include "cli/help.h"
#include "cli/letter.h"
#include "cli/monitor.h"

typedef struct {
  char *format;
  char *input;
  char *color;
  char *by, *since, *until;
  char *warning, *critical;
  int width;
  gboolean quiet, verbose, check_rules, list_findings, list_fields, version, merge, compare,
      print_config, help;
} Raw;

#define MAX_JOBS 256

#define USAGE                                                                     \
  "Usage: mailwhy [OPTION...] [FILE...]\n"                                        \
  "Says why a delivered message passed or failed SPF, DKIM and DMARC, who must\n" \
  "act, and which DNS record to publish. Reads a message (.eml), an mbox or\n"    \
  "pasted headers from FILE or, without FILE or with -, from standard input.\n"

void
options_print_usage (void) {
  fputs (USAGE "Try:  mailwhy < message.eml     More:  mailwhy --help\n", stderr);
}

static bool
choose_action (const Raw *raw, Options *options) {
  struct {
    gboolean given;
    Action action;
  } actions[] = {{raw->check_rules, ACTION_CHECK_RULES},
                 {raw->list_findings, ACTION_LIST_FINDINGS},
                 {raw->list_fields, ACTION_LIST_FIELDS},
                 {options->describe != NULL, ACTION_DESCRIBE},
                 {options->show_example != NULL, ACTION_SHOW_EXAMPLE},
                 {options->schema != NULL, ACTION_SCHEMA},
                 {raw->print_config, ACTION_PRINT_CONFIG},
                 {options->setup != NULL, ACTION_SETUP},
                 {raw->merge, ACTION_MERGE},
                 {raw->compare, ACTION_COMPARE},
                 {raw->version, ACTION_VERSION}};
  guint given = 0;
  options->action = ACTION_ANALYZE;
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (actions[i].given) {
      options->action = actions[i].action;
      given++;
    }
  return given <= 1 ||
         complain ("only one of --check-rules, --list-findings, --list-fields, "
                   "--describe, --show-example, --schema, --print-config, --setup, --merge, "
                   "--compare and --version can be done at a time");
}

/* COLUMNS first: who sets it means it. A pipe has the width of a letter. */
static guint
page_width (int asked) {
  struct winsize size;
  const char *columns = g_getenv ("COLUMNS");
  guint64 number;
  if (asked > 0)
    return (guint)asked;
  if (columns && span_to_uint64 (span_from_string (columns), &number) && number >= 40)
    return (guint)MIN (number, 160);
  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
    return MIN (size.ws_col, 120);
  return 0;
}

/* Without the option: on a terminal that has them, unless NO_COLOR says otherwise. */
static bool
color_is_wanted (const char *option, bool *ret) {
  const char *no_color = g_getenv ("NO_COLOR");
  *ret = g_strcmp0 (option, "always") == 0;
  if (*ret || g_strcmp0 (option, "never") == 0)
    return true;
  if (option && strcmp (option, "auto") != 0)
    return complain ("--color takes auto, always or never, not \"%s\"", option);
  *ret = isatty (STDOUT_FILENO) && (no_color == NULL || no_color[0] == '\0') &&
         g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
  return true;
}

static bool
set_appearance (const Raw *raw, Options *options) {
  options->report.quiet = raw->quiet;
  options->report.verbose = raw->verbose;
  options->report.width = page_width (raw->width);
  options->report.utf8 = g_strcmp0 (nl_langinfo (CODESET), "UTF-8") == 0;
  return color_is_wanted (raw->color, &options->report.color);
}

/* "2026-11-09": the day's first second, UTC. */
static bool
parse_day (const char *text, Number *ret) {
  int year, month, day, end = 0;
  GDate date;
  if (sscanf (text, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 || text[end] != '\0' ||
      !g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year))
    return complain ("a day is written as in 2026-11-09, not \"%s\"", text);
  g_date_set_dmy (&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  *ret = number_of (((gint64)g_date_get_julian (&date) - 719163) * 86400);
  return true;
}

/* "7d" */
static bool
parse_days (const char *text, int *ret) {
  int days, end = 0;
  if (sscanf (text, "%5dd%n", &days, &end) != 1 || end == 0 || text[end] != '\0' || days < 1)
    return false;
  *ret = days;
  return true;
}

static bool
interpret_bulk (const Raw *raw, Options *options) {
  int top = (int)options->summary.top;
  if (raw->by && !summary_by_parse (raw->by, &options->summary.by))
    return complain (
        "--by takes cause, domain, receiver, address, day, source or stream, not \"%s\"", raw->by);
  if (top < 0)
    return complain ("--top wants a number of rows");
  if (raw->since && !parse_days (raw->since, &options->since_days) &&
      !parse_day (raw->since, &options->since))
    return false;
  if (options->message < 0)
    return complain ("--message wants a number, from 1");
  if (raw->until && !parse_day (raw->until, &options->until))
    return false;
  if (options->until.set)
    options->until.value += 86400;
  options->report.quiet = options->report.quiet || options->each;
  options->report.several = options->each || (options->report.verbose && options->files &&
                                              options->files[0] && options->files[1]);
  return true;
}

static bool
interpret_dns (Options *options) {
  if (options->zones && (options->dns || options->resolver))
    return complain ("--zone stands instead of the DNS: not with --dns or --resolver");
  if (options->zones && options->zones[1] == NULL)
    options->report.zone = options->zones[0];
  if (options->setup && options->files && options->files[0])
    return complain ("--setup reads no message: no FILE is wanted");
  return true;
}

static bool
schema_is_known (const char *name) {
  static const char *const names[] = {"message", "summary", "setup", NULL};
  return g_strv_contains (names, name);
}

static bool
interpret_monitor (const Raw *raw, Options *options) {
  const Reporter *reporter = options->reporter;
  bool pages = options->each || options->show_repaired || options->message || raw->by;
  if (options->check && (raw->format || options->summary_json || pages))
    return complain ("--check prints one line, which no other option changes");
  if ((raw->warning || raw->critical) && (!options->check || options->setup))
    return complain ("--warning and --critical go with --check of messages");
  if (raw->warning && !monitor_threshold_parse (raw->warning, &options->warning))
    return complain ("--warning takes a number of messages or, as in 5%%, a share of them");
  if (raw->critical && !monitor_threshold_parse (raw->critical, &options->critical))
    return complain ("--critical takes a number of messages or, as in 20%%, a share of them");
  if (reporter->of_summary && (pages || options->setup))
    return complain ("--format=%s is of a summary", reporter->name);
  if (reporter->of_setup && !options->setup)
    return complain ("--format=%s goes with --setup", reporter->name);
  return true;
}

/* A line for each message, or JSON. */
static bool
interpret_watch (const Raw *raw, Options *options) {
  if (options->state && !options->watch)
    return complain ("--state goes with --watch");
  if (options->watch == NULL)
    return true;
  if ((options->files && options->files[0]) || options->output || options->check ||
      options->summary_json || options->message || options->since_days || raw->by)
    return complain ("--watch prints what comes into its folder: no FILE, no --output, no summary");
  if (options->reporter != &reporter_jsonl && options->reporter != &reporter_text)
    return complain ("--watch prints lines: text or --format=jsonl");
  options->each = options->reporter == &reporter_text;
  options->report.quiet |= options->each;
  options->report.several |= options->each;
  return true;
}

static bool
interpret_letter (Options *options) {
  g_autoptr (GError) error = NULL;
  options->report.redacted = options->redact;
  if (options->voice && !letter_voice_parse (options->voice, &options->report.voice))
    return complain ("--voice takes neutral or platform, not \"%s\"", options->voice);
  if (options->signature == NULL)
    return true;
  options->report.signature = letter_signature_read (options->signature, &error);
  return options->report.signature || complain ("--signature: %s", error->message);
}

static bool
interpret (const Raw *raw, Options *options) {
  options->reporter = reporter_find (raw->format ? raw->format : "text");
  if (options->reporter == NULL)
    return complain ("there is no format \"%s\"; see --help", raw->format);
  if (raw->input && !input_kind_parse (raw->input, &options->input))
    return complain ("there is no input kind \"%s\"; see --help", raw->input);
  if (options->redact && options->show_repaired)
    return complain ("--show-repaired prints the headers themselves; --redact cannot go with it");
  if (raw->by && options->reporter != &reporter_text)
    return complain ("--by prints a summary, which is text; --summary-json is the same as data");
  if (options->each && options->reporter == &reporter_html)
    return complain (
        "--each prints a line for each message; a page (--format=html) shows them all");
  if (options->schema && !schema_is_known (options->schema))
    return complain ("--schema takes message, summary or setup, not \"%s\"", options->schema);
  if (options->strict && !raw->check_rules)
    return complain ("--strict goes with --check-rules");
  if (options->jobs < 0 || options->jobs > MAX_JOBS)
    return complain ("--jobs wants a number from 1 to 256");
  return set_appearance (raw, options) && interpret_letter (options) && interpret_dns (options) &&
         interpret_monitor (raw, options) && interpret_bulk (raw, options) &&
         interpret_watch (raw, options) && choose_action (raw, options);
}

/* GOption wants a blank between a short option and its number; hands used to make do not. And it
 * knows no option that can be given with a word and without. `held` keeps the strings. */
static void
make_regular (int argc, char **argv, GPtrArray *held) {
  static char schema[] = "--schema=message";
  for (int i = 1; i < argc && g_strcmp0 (argv[i], "--") != 0; i++) {
    if (g_strcmp0 (argv[i], "--schema") == 0)
      argv[i] = schema;
    if (!g_str_has_prefix (argv[i], "-j") || !g_ascii_isdigit (argv[i][2]))
      continue;
    argv[i] = g_strconcat ("--jobs=", argv[i] + 2, NULL);
    g_ptr_array_add (held, argv[i]);
  }
}

static void
add_reading_and_writing (Help *help, GOptionContext *context, Raw *raw, Options *ret) {
  const GOptionEntry entries[] = {
      {"format", 'f', 0, G_OPTION_ARG_FILENAME, &raw->format,
       "text (default), html, json, jsonl, csv, reply, prometheus or sarif", "FORMAT"},
      {"verbose", 'v', 0, G_OPTION_ARG_NONE, &raw->verbose, "Show all evidence", NULL},
      {"width", 0, 0, G_OPTION_ARG_INT, &raw->width,
       "Columns of a page; 80, or the terminal's, without it", "N"},
      {"quiet", 'q', 0, G_OPTION_ARG_NONE, &raw->quiet, "Show the verdict line only", NULL},
      {"input", 'i', 0, G_OPTION_ARG_FILENAME, &raw->input,
       "What the input is: auto (default), message, paste, mbox or log", "KIND"},
      {"outer", 0, 0, G_OPTION_ARG_NONE, &ret->outer,
       "Explain the mail itself, not the message it carries", NULL},
      {"tickets", 0, 0, G_OPTION_ARG_NONE, &ret->tickets,
       "Explain what the mail of mailboxes carries, too", NULL},
      {"show-repaired", 0, 0, G_OPTION_ARG_NONE, &ret->show_repaired,
       "Print the headers of a pasted text as they are understood", NULL},
      {"color", 0, 0, G_OPTION_ARG_FILENAME, &raw->color,
       "Colours: auto (default), always or never", "WHEN"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &ret->output,
       "Write to FILE, which appears whole or not at all", "FILE"},
      {"lang", 0, 0, G_OPTION_ARG_FILENAME, &ret->language,
       "Language of answers and replies: en, fr, de, it, es, or a region's, as de-CH", "LANGUAGE"},
      {"voice", 0, 0, G_OPTION_ARG_FILENAME, &ret->voice,
       "Who writes a reply: neutral (default) or platform", "WHO"},
      {"signature", 0, 0, G_OPTION_ARG_FILENAME, &ret->signature, "Lines to put below a reply",
       "FILE"},
      {"redact", 0, 0, G_OPTION_ARG_NONE, &ret->redact,
       "Put pseudonyms for local parts, names, subjects, message ids and private addresses", NULL},
      {"requirements", 0, 0, G_OPTION_ARG_NONE, &ret->requirements,
       "Also say what large receivers ask of bulk senders, and whether it is met", NULL},
      {"verify", 0, 0, G_OPTION_ARG_NONE, &ret->verify,
       "Recompute the body hashes of mailboxes' messages too", NULL},
      G_OPTION_ENTRY_NULL};
  help_add (help, context, "Reading and writing", entries);
}

static void
add_many_messages (Help *help, GOptionContext *context, Raw *raw, Options *ret) {
  const GOptionEntry entries[] = {
      {"jobs", 'j', 0, G_OPTION_ARG_INT, &ret->jobs,
       "Use N threads; as many as there are processors without it", "N"},
      {"each", 0, 0, G_OPTION_ARG_NONE, &ret->each,
       "Print a line for each message instead of a summary", NULL},
      {"by", 0, 0, G_OPTION_ARG_FILENAME, &raw->by,
       "Summarise by cause, domain, receiver, address, day, source or stream", "WHAT"},
      {"top", 0, 0, G_OPTION_ARG_INT, &ret->summary.top,
       "Show N rows of each table of a summary; 20 without it", "N"},
      {"message", 0, 0, G_OPTION_ARG_INT, &ret->message,
       "Only message N of a mailbox, as a summary names it", "N"},
      {"cause", 0, 0, G_OPTION_ARG_FILENAME, &ret->cause, "Only messages with this cause", "ID"},
      {"receiver", 0, 0, G_OPTION_ARG_FILENAME, &ret->receiver,
       "Only messages at this receiver: a name, or a domain of its hosts", "NAME"},
      {"from-domain", 0, 0, G_OPTION_ARG_FILENAME, &ret->from_domain,
       "Only messages whose From is of this domain or under it", "DOMAIN"},
      {"since", 0, 0, G_OPTION_ARG_FILENAME, &raw->since,
       "Only messages of DAY or later, as in 2026-11-09; 7d: of the last 7 days there are", "DAY"},
      {"until", 0, 0, G_OPTION_ARG_FILENAME, &raw->until, "Only messages of DAY or before", "DAY"},
      {"watch", 0, 0, G_OPTION_ARG_FILENAME, &ret->watch,
       "Print a line for each message that comes into this folder or Maildir", "DIR"},
      {"state", 0, 0, G_OPTION_ARG_FILENAME, &ret->state,
       "With --watch: remember in FILE what was seen, over restarts", "FILE"},
      {"exit-zero", 0, 0, G_OPTION_ARG_NONE, &ret->exit_zero,
       "Exit with 0 whatever the answers are, for pipes that deliver", NULL},
      {"summary-json", 0, 0, G_OPTION_ARG_NONE, &ret->summary_json,
       "Print the summary as JSON, for --merge and for programs", NULL},
      {"check", 0, 0, G_OPTION_ARG_NONE, &ret->check,
       "Print one line for Nagios and its like; exit with 0, 1, 2 or 3", NULL},
      {"warning", 0, 0, G_OPTION_ARG_FILENAME, &raw->warning,
       "With --check: a warning above N failed messages, or N% of all; 5% without it", "N"},
      {"critical", 0, 0, G_OPTION_ARG_FILENAME, &raw->critical,
       "With --check: critical above N failed messages, or N% of all; 20% without it", "N"},
      {"cache", 0, 0, G_OPTION_ARG_FILENAME, &ret->cache,
       "Keep what was counted of each file in DIR, and read only what has changed", "DIR"},
      {"merge", 0, 0, G_OPTION_ARG_NONE, &raw->merge,
       "FILEs are summaries written by --summary-json: print them as one", NULL},
      {"compare", 0, 0, G_OPTION_ARG_NONE, &raw->compare,
       "FILEs are two such summaries or other inputs: print what is new, gone, better and worse",
       NULL},
      G_OPTION_ENTRY_NULL};
  help_add (help, context, "Many messages", entries);
}

static void
add_beliefs (Help *help, GOptionContext *context, Raw *raw, Options *ret) {
  (void)raw;
  const GOptionEntry entries[] = {
      {"trust", 't', 0, G_OPTION_ARG_FILENAME_ARRAY, &ret->trust,
       "Believe Authentication-Results of this authserv-id or @domain (repeatable)", "ID"},
      {"trust-all", 0, 0, G_OPTION_ARG_NONE, &ret->trust_all, "Believe everything that is written",
       NULL},
      {"sender", 0, 0, G_OPTION_ARG_FILENAME, &ret->sender, "Profile of the sending platform",
       "NAME"},
      {"domain", 'd', 0, G_OPTION_ARG_FILENAME_ARRAY, &ret->domains,
       "The institution's sending domain (repeatable)", "DOMAIN"},
      {"institution", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &ret->codes,
       "The institution's code at the platform (repeatable, the first for the first --domain)",
       "CODE"},
      {"institutions", 0, 0, G_OPTION_ARG_FILENAME, &ret->institutions,
       "Table of institutions: a domain and its code on each line", "FILE"},
      {"psl", 0, 0, G_OPTION_ARG_FILENAME, &ret->psl, "Public suffix list to use", "FILE"},
      G_OPTION_ENTRY_NULL};
  help_add (help, context, "Whom and what to believe", entries);
}

static void
add_dns (Help *help, GOptionContext *context, Raw *raw, Options *ret) {
  (void)raw;
  const GOptionEntry entries[] = {
      {"dns", 0, 0, G_OPTION_ARG_NONE, &ret->dns,
       "Ask the DNS what it says now, through the system's resolver", NULL},
      {"resolver", 0, 0, G_OPTION_ARG_FILENAME, &ret->resolver, "Ask the DNS through this server",
       "ADDRESS[@PORT]"},
      {"zone", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &ret->zones,
       "Take the DNS from a zone file or saved output of dig instead (repeatable)", "FILE"},
      {"setup", 0, 0, G_OPTION_ARG_FILENAME, &ret->setup,
       "Show the DNS records DOMAIN needs, and check them where the DNS may be asked", "DOMAIN"},
      G_OPTION_ENTRY_NULL};
  help_add (help, context, "The DNS", entries);
}

static void
add_rules_and_lists (Help *help, GOptionContext *context, Raw *raw, Options *ret) {
  const GOptionEntry entries[] = {
      {"rules", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &ret->rules,
       "Read rule files from DIR over the shipped ones (repeatable)", "DIR"},
      {"check-rules", 0, 0, G_OPTION_ARG_NONE, &raw->check_rules,
       "Check the rules, those of --rules included, and their examples", NULL},
      {"strict", 0, 0, G_OPTION_ARG_NONE, &ret->strict,
       "With --check-rules: also report what is unneeded or untranslated", NULL},
      {"tap", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &ret->tap,
       "With --check-rules: test lines", NULL},
      {"list-findings", 0, 0, G_OPTION_ARG_NONE, &raw->list_findings, "List the findings", NULL},
      {"describe", 0, 0, G_OPTION_ARG_FILENAME, &ret->describe,
       "Explain a finding and show its rule", "ID"},
      {"show-example", 0, 0, G_OPTION_ARG_FILENAME, &ret->show_example,
       "Show the examples of a rule, named messages written out", "ID"},
      {"list-fields", 0, 0, G_OPTION_ARG_NONE, &raw->list_fields,
       "List the fields rules and JSON use", NULL},
      {"schema", 0, 0, G_OPTION_ARG_FILENAME, &ret->schema,
       "Print the schema of the JSON: message (default), summary or setup", "WHAT"},
      {"print-config", 0, 0, G_OPTION_ARG_NONE, &raw->print_config,
       "Print the configuration, and where each value is from", NULL},
      {"no-config", 0, 0, G_OPTION_ARG_NONE, &ret->no_config, "Read no configuration file", NULL},
      {"help", 'h', 0, G_OPTION_ARG_NONE, &raw->help, "Print this", NULL},
      {"no-sandbox", 0, 0, G_OPTION_ARG_NONE, &ret->no_sandbox,
       "Do not confine the program itself: for debuggers", NULL},
      {"version", 'V', 0, G_OPTION_ARG_NONE, &raw->version, "Print the version", NULL},
      {G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &ret->files, NULL, "[FILE...]"},
      G_OPTION_ENTRY_NULL};
  help_add (help, context, "Rules, lists and the program itself", entries);
}

static GOptionContext *
context_new (Help *help, Raw *raw, Options *ret) {
  GOptionContext *context = g_option_context_new (NULL);
  g_option_context_set_help_enabled (context, FALSE);
  add_reading_and_writing (help, context, raw, ret);
  add_many_messages (help, context, raw, ret);
  add_beliefs (help, context, raw, ret);
  add_dns (help, context, raw, ret);
  add_rules_and_lists (help, context, raw, ret);
  return context;
}

/* The first that is unknown is what the error is about. */
static void
complain_of_option (const Help *help, int argc, char **argv, const GError *error) {
  g_autofree char *meant = NULL;
  for (int i = 1; i < argc && meant == NULL; i++)
    if (g_str_has_prefix (argv[i], "--") && strstr (error->message, argv[i]))
      meant = help_nearest (help, argv[i]);
  if (meant && g_error_matches (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION))
    complain ("%s; did you mean --%s? See --help", error->message, meant);
  else
    complain ("%s; see --help", error->message);
}

/* Also where the options are wrong, and GOption forgets what it read. */
static bool
asks_for_check (int argc, char **argv) {
  for (int i = 1; i < argc && g_strcmp0 (argv[i], "--") != 0; i++)
    if (g_strcmp0 (argv[i], "--check") == 0)
      return true;
  return false;
}

bool
options_parse (int *argc, char ***argv, Options *ret) {
  Raw raw = {0};
  *ret = (Options){0};
  g_autoptr (Help) help = help_new ();
  g_autoptr (GOptionContext) context = context_new (help, &raw, ret);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_free);
  make_regular (*argc, *argv, held);
  bool check = asks_for_check (*argc, *argv);
  bool ok = g_option_context_parse (context, argc, argv, &error);
  if (!ok)
    complain_of_option (help, *argc, *argv, error);
  ret->check = check;
  if (raw.help) {
    ret->action = ACTION_HELP;
    ret->help = help_text (help, USAGE);
  }
  ok = ok && (raw.help || (config_apply (ret) && interpret (&raw, ret)));
  g_free (raw.format);
  g_free (raw.input);
  g_free (raw.color);
  g_free (raw.by);
  g_free (raw.since);
  g_free (raw.until);
  g_free (raw.warning);
  g_free (raw.critical);
  if (ret->files == NULL)
    ret->files = g_new0 (char *, 1);
  return ok;
}

void
options_clear (Options *options) {
  g_strfreev (options->files);
  g_strfreev (options->trust);
  g_strfreev (options->rules);
  g_free (options->describe);
  g_free (options->cause);
  g_free (options->receiver);
  g_free (options->from_domain);
  g_free (options->show_example);
  g_free (options->output);
  g_free (options->cache);
  g_free (options->watch);
  g_free (options->state);
  g_free (options->psl);
  g_free (options->resolver);
  g_free (options->setup);
  g_free (options->schema);
  g_strfreev (options->zones);
  g_free (options->sender);
  g_strfreev (options->domains);
  g_strfreev (options->codes);
  g_free (options->institutions);
  g_free (options->language);
  g_free (options->voice);
  g_free (options->signature);
  g_free ((char *)options->report.signature);
  g_free (options->help);
  for (guint i = 0; i < OPTIONS_CONFIGURABLE; i++)
    g_free (options->set_by[i]);
  *options = (Options){0};
}
