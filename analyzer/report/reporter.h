/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Output formats. One file per format; each is a Reporter in the table. A reporter keeps no state
 * between cases, so that workers can write cases into memory and have them put in order after. */
#pragma once
#include "evidence/evidence.h"
#include "report/sink.h"
#include "engine/rule-set.h"

/* Who writes a letter: support of the platform that sends, or somebody else. */
typedef enum { VOICE_NEUTRAL, VOICE_PLATFORM } Voice;

typedef struct {
  bool verbose;          /* everything that is known, superseded findings too */
  bool quiet;            /* the verdict only */
  bool color;            /* ECMA-48 colours */
  bool utf8;             /* the reader can show UTF-8; else ASCII only */
  bool served;           /* a page is answered by mailwhy-page: it can lead back there */
  bool following;        /* something was written before: a page, or letter, is begun already */
  bool several;          /* more than one message may come: say which one this is */
  bool redacted;         /* what is personal was taken out */
  Voice voice;           /* of a letter */
  const char *signature; /* lines below a letter; NULL: none */
  const char *zone;      /* the one file a set-up was read from; NULL: none, or several */
  guint width;           /* columns; 0 for the default */
  const LanguageRule *language; /* of what is sent on; NULL for other formats */
  const Words *words;           /* of a page for people */
} ReportOptions;

typedef struct {
  const char *name;                                         /* of --format */
  void (*begin) (Sink *sink, const ReportOptions *options); /* once, before the first case */
  void (*write_case) (Sink *sink, const ReportOptions *options, const Case *mail_case);
  void (*end) (Sink *sink, const ReportOptions *options); /* once, behind the last */
  /* behind all cases that one input held; NULL for most */
  void (*close) (Sink *sink, const ReportOptions *options);
  bool for_sending; /* to be sent to somebody: written in the reader's language */
  bool of_summary;  /* of a summary alone; no case is written */
  bool of_setup;    /* of a domain's set-up alone; no case is written */
} Reporter;

extern const Reporter reporter_text;
extern const Reporter reporter_json;
extern const Reporter reporter_jsonl;
extern const Reporter reporter_reply;
extern const Reporter reporter_csv;
extern const Reporter reporter_html;
extern const Reporter reporter_prometheus;
extern const Reporter reporter_sarif;

/* NULL-terminated; the first is the default. */
extern const Reporter *const reporters_all[];
/* NULL when there is none of that name. */
const Reporter *reporter_find (const char *name);
/* For formats that have nothing to say before the first case or behind the last. */
void reporter_nothing (Sink *sink, const ReportOptions *options);
