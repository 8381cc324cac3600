# SPDX-License-Identifier: LGPL-2.1-or-later
# A program of its own: nothing of it is linked into mailwhy, which opens no socket. What needs no
# libsoup is tested everywhere.
serve_sources = analyzer/serve/answer.c analyzer/serve/answer.h \
	analyzer/serve/form-page.c analyzer/serve/form-page.h \
	analyzer/serve/form.c analyzer/serve/form.h \
	analyzer/serve/guard.c analyzer/serve/guard.h \
	analyzer/serve/helper.c analyzer/serve/helper.h \
	analyzer/serve/limits.h \
	analyzer/serve/page-options.c analyzer/serve/page-options.h \
	analyzer/serve/server.c analyzer/serve/server.h

if PAGE
bin_PROGRAMS += mailwhy-page
mailwhy_page_SOURCES = analyzer/page-main.c $(serve_sources)
mailwhy_page_CFLAGS = $(AM_CFLAGS) $(SOUP_CFLAGS)
mailwhy_page_LDADD = libshipped.a libmailwhy.a $(DEPS_LIBS) $(SOUP_LIBS)
dist_man_MANS += man/mailwhy-page.1
userunitdir = $(prefix)/lib/systemd/user
nodist_userunit_DATA = mailwhy-page.service
CLEANFILES += mailwhy-page.service
mailwhy-page.service: analyzer/serve/mailwhy-page.service.in
	$(AM_V_GEN)sed 's|@bindir[@]|$(bindir)|' $(srcdir)/analyzer/serve/mailwhy-page.service.in > $@.tmp && mv $@.tmp $@
endif
EXTRA_DIST += analyzer/page-main.c $(serve_sources) man/mailwhy-page.1 \
	analyzer/serve/mailwhy-page.service.in
