# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += analyzer/syntax/field-block.c analyzer/syntax/field-block.h
libmailwhy_a_SOURCES += analyzer/syntax/tag-list.c analyzer/syntax/tag-list.h
libmailwhy_a_SOURCES += analyzer/syntax/date.c analyzer/syntax/date.h
libmailwhy_a_SOURCES += analyzer/syntax/cfws.c analyzer/syntax/cfws.h
libmailwhy_a_SOURCES += analyzer/syntax/domain.c analyzer/syntax/domain.h
libmailwhy_a_SOURCES += analyzer/syntax/ip-address.c analyzer/syntax/ip-address.h
libmailwhy_a_SOURCES += analyzer/syntax/angle-address.c analyzer/syntax/angle-address.h
libmailwhy_a_SOURCES += analyzer/syntax/json-text.c analyzer/syntax/json-text.h
libmailwhy_a_SOURCES += analyzer/syntax/stanza.c analyzer/syntax/stanza.h
libmailwhy_a_SOURCES += analyzer/syntax/xml-repair.c analyzer/syntax/xml-repair.h
libmailwhy_a_SOURCES += analyzer/syntax/field-names.c analyzer/syntax/field-names.h \
	analyzer/syntax/header-fields.def
