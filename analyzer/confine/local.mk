# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/confine/calls.def \
	analyzer/confine/confine.c analyzer/confine/confine.h analyzer/confine/confine-private.h \
	analyzer/confine/confine-landlock.c analyzer/confine/confine-seccomp.c
