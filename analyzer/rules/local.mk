# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/rules/condition.c analyzer/rules/condition.h \
	analyzer/rules/condition-parse.c \
	analyzer/rules/field-ref.c analyzer/rules/field-ref.h \
	analyzer/rules/literal.c analyzer/rules/literal.h \
	analyzer/rules/pattern-index.c analyzer/rules/pattern-index.h \
	analyzer/rules/pattern.c analyzer/rules/pattern.h \
	analyzer/rules/prefilter.c analyzer/rules/prefilter.h \
	analyzer/rules/rule-describe.c analyzer/rules/rule-describe.h \
	analyzer/rules/rule-error.c analyzer/rules/rule-error.h \
	analyzer/rules/rule-limits.h \
	analyzer/rules/rule-link.c \
	analyzer/rules/rule-set-private.h analyzer/rules/rule-set.c analyzer/rules/rule-set.h \
	analyzer/rules/rule-source.c analyzer/rules/rule-source.h \
	analyzer/rules/rule-stanza.c analyzer/rules/rule-stanza.h \
	analyzer/rules/rule-worker.c analyzer/rules/rule-worker.h \
	analyzer/rules/run-defects.h \
	analyzer/rules/template.c analyzer/rules/template.h
