# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/verify/body-change.c analyzer/verify/body-change.h \
	analyzer/verify/body-hash.c analyzer/verify/body-hash.h \
	analyzer/verify/canonicalize.c analyzer/verify/canonicalize.h \
	analyzer/verify/spf-budget.c \
	analyzer/verify/spf-evaluate.c analyzer/verify/spf-evaluate.h \
	analyzer/verify/spf-macro.c analyzer/verify/spf-macro.h \
	analyzer/verify/spf-policy.c analyzer/verify/spf-policy.h
