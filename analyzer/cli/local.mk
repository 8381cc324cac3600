# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/cli/load-rules.c analyzer/cli/load-rules.h \
	analyzer/cli/options.c analyzer/cli/options.h \
	analyzer/cli/rules-actions.c analyzer/cli/rules-actions.h \
	analyzer/cli/run.c analyzer/cli/run.h
