/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bounds on rule files: a hostile one gets an error, never a hang. Bytes unless said otherwise. */
#pragma once

#define LIMIT_RULE_FILE (1 << 20)
#define LIMIT_RULE_FILES 4096     /* of one source */
#define LIMIT_RULE_FOLDER_DEPTH 8 /* folders below a rules directory */
#define LIMIT_RULES 8192          /* stanzas in one rule set */
#define LIMIT_RULE_ERRORS 1000    /* kept for printing; all are counted */
#define LIMIT_RULE_LINKS 64       /* ids in one Instead-Of, Replaces, Disable, Formerly, Before */
#define LIMIT_RULE_LINKS_FOLLOWED 400000 /* while finding out what goes before what */
#define LIMIT_RULE_SUGGESTIONS 100       /* complaints after which ids are no longer guessed */
#define LIMIT_MESSAGE_CHANGES 32         /* fields one example changes in a named message */
#define LIMIT_MESSAGES_TAKEN (16 << 20)  /* of all texts examples take by name */
#define LIMIT_CONDITION (16 << 10)       /* of one condition's text */
#define LIMIT_CONDITION_DEPTH 32         /* parentheses, quantifiers and nots inside each other */
#define LIMIT_CONDITION_NODES 256        /* of one condition */
#define LIMIT_OPERANDS 64                /* after "one of" */
#define LIMIT_PATTERN 2048               /* of one regular expression's text */
#define LIMIT_PATTERN_DEPTH 32           /* parentheses inside each other */
#define LIMIT_PATTERN_CODE (64 << 10)    /* of one compiled pattern */
#define LIMIT_PATTERNS 8192              /* in one rule set */
#define LIMIT_PATTERN_GROUPS 31          /* capture groups of one pattern */
#define LIMIT_PATTERN_MATCH 200000       /* PCRE2's match limit: steps spent on one subject */
#define LIMIT_PATTERN_LITERALS 128       /* branches of one group that the prefilter follows */
#define LIMIT_PATTERN_CLAUSES 8      /* literals in one alternative that the prefilter asks for */
#define LIMIT_PREFILTER_STATES 65535 /* of one field's prefilter; without one all patterns run */
#define LIMIT_TEMPLATE (16 << 10)    /* of one template's text */
#define LIMIT_TEMPLATE_PIECES 512
#define LIMIT_RENDERED (64 << 10) /* of one rendered template */
#define LIMIT_EVALUATION 4000000  /* tests evaluated for one case */
#define LIMIT_FINDINGS 1024       /* of one case */
#define LIMIT_POINTERS 16         /* evidence pointers of one finding */
