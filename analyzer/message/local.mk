# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/message/charset.c analyzer/message/charset.h \
	analyzer/message/gmime-autoptr.h \
	analyzer/message/message-fast.c analyzer/message/message-fast.h \
	analyzer/message/message-gmime.c analyzer/message/message-reader.c \
	analyzer/message/message.c analyzer/message/message.h \
	analyzer/message/media-type.c analyzer/message/media-type.h \
	analyzer/message/parts-fast.c analyzer/message/parts-fast.h \
	analyzer/message/parts.c analyzer/message/parts.h \
	analyzer/message/reader-private.h \
	analyzer/message/notification.c analyzer/message/notification.h
