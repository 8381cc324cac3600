# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/apply/bounces.c analyzer/apply/bounces.h \
	analyzer/apply/finding-pointers.c analyzer/apply/finding-pointers.h \
	analyzer/apply/findings.c analyzer/apply/findings.h \
	analyzer/apply/publish.c analyzer/apply/publish.h \
	analyzer/apply/readings.c analyzer/apply/readings.h \
	analyzer/apply/requirements.c analyzer/apply/requirements.h \
	analyzer/apply/sender.c analyzer/apply/sender.h \
	analyzer/apply/silence.c analyzer/apply/silence.h
