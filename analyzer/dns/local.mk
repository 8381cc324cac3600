# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/dns/dns-tcp.c analyzer/dns/dns-tcp.h \
	analyzer/dns/ldns-library.c analyzer/dns/ldns-library.h \
	analyzer/dns/resolver-live.c \
	analyzer/dns/resolver-private.h \
	analyzer/dns/resolver-zone.c \
	analyzer/dns/resolver.c analyzer/dns/resolver.h \
	analyzer/dns/resource-record.c
