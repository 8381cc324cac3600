/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The command line. */
#pragma once
#include "input/input.h"
#include "report/reporter.h"
#include "summary/summary.h"

typedef enum {
  ACTION_ANALYZE,
  ACTION_CHECK_RULES,
  ACTION_LIST_FINDINGS,
  ACTION_LIST_FIELDS,
  ACTION_DESCRIBE,
  ACTION_PRINT_CONFIG,
  ACTION_SHOW_EXAMPLE,
  ACTION_MERGE,
  ACTION_COMPARE,
  ACTION_SCHEMA,
  ACTION_SETUP,
  ACTION_VERSION,
  ACTION_HELP,
} Action;

/* Above which something is wrong: a percentage of all messages, or a number of them. */
typedef struct {
  bool set, share;
  double value;
} Threshold;

#define OPTIONS_CONFIGURABLE 11 /* options that can stand in a configuration file */

/* Strings are the system's bytes, not UTF-8 necessarily. Owned; free with options_clear. */
typedef struct {
  Action action;
  char **files; /* never NULL; empty: standard input */
  InputKind input;
  int jobs; /* 0: as many as there are processors */
  const Reporter *reporter;
  ReportOptions report;
  gboolean outer;         /* the mail itself, not what it carries */
  gboolean tickets;       /* what mailboxes' mail carries, too */
  gboolean show_repaired; /* headers instead of answers */
  char **trust;           /* authserv-ids and @domains; NULL: none */
  gboolean trust_all;
  char **rules; /* directories over the shipped rules; NULL: none */
  gboolean strict;
  gboolean tap; /* --check-rules prints a test line for each rule */
  char *describe;
  char *show_example; /* id of the rule */
  char *psl;
  char *sender;
  char **domains;     /* NULL: none */
  char **codes;       /* the institutions' at the platform; NULL: none */
  char *institutions; /* file: a domain and its code on each line */
  char *language;     /* as given, then the id among the rules (cli/language.h) */
  char *voice;        /* "platform" or "neutral"; NULL: neutral */
  char *signature;    /* file */
  gboolean requirements;
  gboolean verify; /* bodies of mailboxes' messages too */
  gboolean dns;    /* ask the system's resolver */
  char *resolver;  /* or this one; NULL: none */
  char **zones;    /* or these files; NULL: none */
  char *schema;    /* "message", "summary" or "setup" */
  char *setup;     /* the domain whose records are checked */
  gboolean redact;
  gboolean each;         /* a line for each message, however many */
  gboolean summary_json; /* the summary as data */
  SummaryOptions summary;
  gboolean check; /* one line and a status for a monitor; also set where the rest is wrong */
  Threshold warning, critical;
  int message;         /* only the message of that number in its file; 0: all */
  char *cause;         /* only messages with that verdict.cause; NULL: all */
  char *receiver;      /* only those of that receiver; NULL: all */
  char *from_domain;   /* only those whose From is under it; NULL: all */
  gboolean exit_zero;  /* what is not pass is no exit status */
  int since_days;      /* `since` is that many days, the newest of the input among them; 0: not */
  Number since, until; /* seconds; `until` is the first that is too late */
  char *help;          /* for ACTION_HELP */
  gboolean no_config;
  char *set_by[OPTIONS_CONFIGURABLE]; /* the file, in the order of cli/config.c; NULL: none */
  gboolean no_sandbox;
  char *cache;  /* folder that keeps what was counted; NULL: none */
  char *watch;  /* the folder; NULL: none */
  char *state;  /* file that tells what was seen in it; NULL: none */
  char *output; /* file to write; NULL: standard output */
} Options;

/* False, with a message on standard error, for a bad command line. */
bool options_parse (int *argc, char ***argv, Options *ret);
void options_clear (Options *options);
/* The first lines of the help, for a call without arguments on a terminal. */
void options_print_usage (void);
