# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/verify/body-change.c analyzer/verify/body-change.h \
	analyzer/verify/body-hash.c analyzer/verify/body-hash.h \
	analyzer/verify/canonicalize.c analyzer/verify/canonicalize.h \
	analyzer/verify/dkim-edits.c analyzer/verify/dkim-edits.h \
	analyzer/verify/dkim-key.c analyzer/verify/dkim-key.h \
	analyzer/verify/dkim-verifier.c analyzer/verify/dkim-verifier.h \
	analyzer/verify/dkim-verify.c analyzer/verify/dkim-verify.h \
	analyzer/verify/dmarc-discover.c analyzer/verify/dmarc-discover.h \
	analyzer/verify/dmarc-policy.c analyzer/verify/dmarc-policy.h \
	analyzer/verify/dmarc-repair.c analyzer/verify/dmarc-repair.h \
	analyzer/verify/proof.c analyzer/verify/proof.h \
	analyzer/verify/record-text.c analyzer/verify/record-text.h \
	analyzer/verify/setup-dkim.c \
	analyzer/verify/setup-dmarc.c \
	analyzer/verify/setup-private.h \
	analyzer/verify/setup-spf.c \
	analyzer/verify/setup.c analyzer/verify/setup.h \
	analyzer/verify/source-now.c analyzer/verify/source-now.h \
	analyzer/verify/spf-budget.c \
	analyzer/verify/spf-evaluate.c analyzer/verify/spf-evaluate.h \
	analyzer/verify/spf-macro.c analyzer/verify/spf-macro.h \
	analyzer/verify/spf-policy.c analyzer/verify/spf-policy.h \
	analyzer/verify/spf-repair.c analyzer/verify/spf-repair.h \
	analyzer/verify/whole-body.c analyzer/verify/whole-body.h
# setup.sh runs the program 200 times, on what test-setup reads too
mutate_tests_verify = tests/unit/test-body-hash tests/unit/test-dkim-verify tests/unit/test-dmarc-discover \
	tests/unit/test-spf-evaluate tests/unit/test-spf-policy tests/unit/test-source-now tests/unit/test-setup \
	tests/unit/test-repair tests/unit/test-proof tests/setup/proof.sh tests/rules/check-rules.sh
