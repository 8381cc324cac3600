# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/evidence/alignment.c analyzer/evidence/alignment.h \
	analyzer/evidence/evidence.c analyzer/evidence/evidence.h \
	analyzer/evidence/fields.def \
	analyzer/evidence/gather-bounce.c analyzer/evidence/gather-bounce.h \
	analyzer/evidence/gather-light.c analyzer/evidence/gather-light.h \
	analyzer/evidence/gather-originator.c \
	analyzer/evidence/gather-path.c \
	analyzer/evidence/gather-private.h \
	analyzer/evidence/gather-refusal.c analyzer/evidence/gather-refusal.h \
	analyzer/evidence/gather-results.c \
	analyzer/evidence/gather-row.c analyzer/evidence/gather-row.h \
	analyzer/evidence/gather-signatures.c \
	analyzer/evidence/gather-spam.c \
	analyzer/evidence/gather-trace.c \
	analyzer/evidence/gather.c analyzer/evidence/gather.h \
	analyzer/evidence/header-words.c analyzer/evidence/header-words.h \
	analyzer/evidence/partial.c analyzer/evidence/partial.h \
	analyzer/evidence/redact.c analyzer/evidence/redact.h
mutate_tests_evidence = tests/unit/test-alignment tests/unit/test-from tests/unit/test-path \
	tests/unit/test-gather-bounce tests/unit/test-gather-results tests/unit/test-redact tests/unit/test-trust-rows \
	tests/unit/test-origin-rows tests/unit/test-verdict-rows tests/unit/test-trust tests/unit/test-receivers \
	tests/samples/test-samples tests/unit/test-sentence tests/rules/check-rules.sh tests/golden/golden.sh
