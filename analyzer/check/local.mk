# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/check/example.c analyzer/check/example.h \
	analyzer/check/language-check.c analyzer/check/language-check.h \
	analyzer/check/rule-check.c analyzer/check/rule-check.h \
	analyzer/check/rule-visit.c analyzer/check/rule-visit.h \
	analyzer/check/strict-check.c analyzer/check/strict-check.h
