# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/apply/bounce-memory.c analyzer/apply/bounce-memory.h \
	analyzer/apply/bounce-names.c analyzer/apply/bounce-names.h \
	analyzer/apply/bounces.c analyzer/apply/bounces.h \
	analyzer/apply/command.c analyzer/apply/command.h \
	analyzer/apply/finding-memory.c analyzer/apply/finding-memory.h \
	analyzer/apply/finding-pointers.c analyzer/apply/finding-pointers.h \
	analyzer/apply/findings.c analyzer/apply/findings.h \
	analyzer/apply/publish.c analyzer/apply/publish.h \
	analyzer/apply/readings.c analyzer/apply/readings.h \
	analyzer/apply/requirements.c analyzer/apply/requirements.h \
	analyzer/apply/sender.c analyzer/apply/sender.h \
	analyzer/apply/silence.c analyzer/apply/silence.h
mutate_tests_apply = tests/unit/test-command tests/unit/test-bounce-names tests/unit/test-bounce-memory tests/unit/test-finding-memory tests/unit/test-apply-rows \
	tests/unit/test-publish tests/unit/test-pointers \
	tests/unit/test-sender tests/unit/test-rule-set \
	tests/unit/test-rule-check tests/unit/test-verdict tests/unit/test-advice tests/unit/test-receivers \
	tests/unit/test-gather-bounce tests/samples/test-samples tests/golden/golden.sh tests/unit/test-sentence \
	tests/unit/test-light tests/rules/check-rules.sh
