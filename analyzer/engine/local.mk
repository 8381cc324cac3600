# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/engine/condition-parse.c \
	analyzer/engine/condition-range.c analyzer/engine/condition-range.h \
	analyzer/engine/condition-words.c analyzer/engine/condition-words.h \
	analyzer/engine/condition.c analyzer/engine/condition.h \
	analyzer/engine/field-ref.c analyzer/engine/field-ref.h \
	analyzer/engine/kinds.def \
	analyzer/engine/language-form.c analyzer/engine/language-form.h \
	analyzer/engine/language-tag.c analyzer/engine/language-tag.h \
	analyzer/engine/literal.c analyzer/engine/literal.h \
	analyzer/engine/pattern-index.c analyzer/engine/pattern-index.h \
	analyzer/engine/pattern.c analyzer/engine/pattern.h \
	analyzer/engine/prefilter.c analyzer/engine/prefilter.h \
	analyzer/engine/rule-describe.c analyzer/engine/rule-describe.h \
	analyzer/engine/rule-error.c analyzer/engine/rule-error.h \
	analyzer/engine/rule-limits.h \
	analyzer/engine/rule-link.c \
	analyzer/engine/rule-message.c \
	analyzer/engine/rule-set-private.h \
	analyzer/engine/rule-set.c analyzer/engine/rule-set.h \
	analyzer/engine/rule-shape.c analyzer/engine/rule-shape.def analyzer/engine/rule-shape.h \
	analyzer/engine/rule-source.c analyzer/engine/rule-source.h \
	analyzer/engine/rule-stanza.c analyzer/engine/rule-stanza.h \
	analyzer/engine/rule-tables-write.c \
	analyzer/engine/rule-tables.c analyzer/engine/rule-tables.h \
	analyzer/engine/rule-translation.c \
	analyzer/engine/rule-typography.c \
	analyzer/engine/rule-worker.c analyzer/engine/rule-worker.h \
	analyzer/engine/run-defects.h \
	analyzer/engine/stanza-kinds.c analyzer/engine/stanza-kinds.h \
	analyzer/engine/template.c analyzer/engine/template.h \
	analyzer/engine/words-load.c \
	analyzer/engine/words.c analyzer/engine/words.def analyzer/engine/words.h
mutate_tests_engine = tests/unit/test-condition tests/unit/test-template tests/unit/test-rule-set \
	tests/unit/test-rule-rows tests/unit/test-rule-limits \
	tests/unit/test-condition-words tests/unit/test-condition-range \
	tests/unit/test-language tests/unit/test-language-form tests/unit/test-rule-tables tests/unit/test-light \
	tests/unit/test-rule-message tests/unit/test-words tests/unit/test-prefilter tests/unit/test-rule-check \
	tests/unit/test-verdict tests/samples/test-samples tests/unit/test-stanza tests/unit/test-reply \
	tests/unit/test-receivers tests/rules/check-rules.sh tests/golden/golden.sh
