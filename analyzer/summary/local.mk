# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/summary/summary-advice.c analyzer/summary/summary-advice.h \
	analyzer/summary/summary-examples.c analyzer/summary/summary-examples.h \
	analyzer/summary/summary-html.c \
	analyzer/summary/summary-json.c analyzer/summary/summary-private.h \
	analyzer/summary/summary-read.c \
	analyzer/summary/summary-compare.c analyzer/summary/summary-compare.h \
	analyzer/summary/summary-rows.c analyzer/summary/summary-rows.h \
	analyzer/summary/summary-schema.c analyzer/summary/summary-screen.h \
	analyzer/summary/summary-sources.c analyzer/summary/summary-sources.h \
	analyzer/summary/summary-streams.c analyzer/summary/summary-streams.h \
	analyzer/summary/summary-text.c \
	analyzer/summary/summary.c analyzer/summary/summary.h \
	analyzer/summary/tally.c analyzer/summary/tally.h
