# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/judge/border.c analyzer/judge/border.h analyzer/judge/border-private.h \
	analyzer/judge/cause.c analyzer/judge/cause.h \
	analyzer/judge/counterfactual.c analyzer/judge/counterfactual.h \
	analyzer/judge/actor.c analyzer/judge/actor.h \
	analyzer/judge/steps.c analyzer/judge/steps.h \
	analyzer/judge/headline.c analyzer/judge/headline.h \
	analyzer/judge/lookalike.c analyzer/judge/lookalike.h \
	analyzer/judge/origin.c analyzer/judge/origin.h \
	analyzer/judge/original.c analyzer/judge/original.h \
	analyzer/judge/receivers.c analyzer/judge/receivers.h \
	analyzer/judge/row.c analyzer/judge/row.h \
	analyzer/judge/saying.c analyzer/judge/saying.h \
	analyzer/judge/sentence.c analyzer/judge/sentence.h \
	analyzer/judge/sentence-bounce.c analyzer/judge/sentence-bounce.h \
	analyzer/judge/trust-agree.c \
	analyzer/judge/trust-name.c \
	analyzer/judge/trust-place.c \
	analyzer/judge/trust-private.h \
	analyzer/judge/trust-reason.c analyzer/judge/trust-reason.h \
	analyzer/judge/trust-repeat.c \
	analyzer/judge/trust-results.c \
	analyzer/judge/trust-spam.c \
	analyzer/judge/trust-spf.c \
	analyzer/judge/trust.c analyzer/judge/trust.h \
	analyzer/judge/weak.c analyzer/judge/weak.h \
	analyzer/judge/verdict-dkim.c \
	analyzer/judge/verdict-dmarc.c \
	analyzer/judge/verdict-private.h \
	analyzer/judge/verdict-spf.c \
	analyzer/judge/verdict.c analyzer/judge/verdict.h
mutate_tests_judge = tests/unit/test-cause tests/unit/test-trust-rows tests/unit/test-weak \
	tests/unit/test-lookalike tests/unit/test-original tests/unit/test-headline tests/unit/test-sentence-bounce \
	tests/unit/test-trust-places tests/unit/test-trust-beside tests/unit/test-verdict-dmarc \
	tests/unit/test-origin-rows tests/unit/test-border-rows tests/unit/test-sentence tests/unit/test-verdict-rows \
	tests/unit/test-trust tests/unit/test-verdict tests/unit/test-forgeries tests/unit/test-base-table \
	tests/unit/test-receivers tests/unit/test-advice tests/unit/test-steps tests/samples/test-samples tests/golden/golden.sh \
	tests/rules/check-rules.sh
