/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page to paste into, and the short ones that say why a request is refused. */
#pragma once
#include "engine/rule-set.h"
#include "report/reporter.h"

typedef struct {
  const RuleSet *rules;
  const char *language;    /* of the page; NULL: English */
  const char *institution; /* its code to begin with; NULL: none */
  Voice voice;             /* chosen to begin with */
  bool dns;                /* it is asked: what the page promises depends on it */
} FormPageOptions;

void form_page_write (Sink *sink, const FormPageOptions *options);
void form_page_write_refusal (Sink *sink, const FormPageOptions *options, WordCode reason);
