# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/message/gmime-autoptr.h \
	analyzer/message/message-gmime.c \
	analyzer/message/message.c analyzer/message/message.h \
	analyzer/message/parts.c analyzer/message/parts.h \
	analyzer/message/reader-private.h
