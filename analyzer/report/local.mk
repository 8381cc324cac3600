# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/report/html-details.c \
	analyzer/report/html-escape.c analyzer/report/html-escape.h \
	analyzer/report/html-findings.c \
	analyzer/report/html-fixes.c \
	analyzer/report/html-header.c \
	analyzer/report/html-identities.c \
	analyzer/report/html-microsoft.c \
	analyzer/report/html-page.c analyzer/report/html-page.h \
	analyzer/report/html-parts.h \
	analyzer/report/html-setup.c analyzer/report/html-setup.h \
	analyzer/report/html-way.c \
	analyzer/report/json-record.c analyzer/report/json-record.h \
	analyzer/report/json-writer.c analyzer/report/json-writer.h \
	analyzer/report/report-csv.c \
	analyzer/report/report-html.c \
	analyzer/report/report-json.c \
	analyzer/report/report-jsonl.c \
	analyzer/report/report-reply.c \
	analyzer/report/report-sarif.c analyzer/report/report-sarif.h \
	analyzer/report/report-setup.c analyzer/report/report-setup.h \
	analyzer/report/report-text.c \
	analyzer/report/reporter.c analyzer/report/reporter.h \
	analyzer/report/schema.c analyzer/report/schema.h \
	analyzer/report/sink.c analyzer/report/sink.h \
	analyzer/report/text-case.c analyzer/report/text-case.h \
	analyzer/report/text-escape.c analyzer/report/text-escape.h \
	analyzer/report/text-evidence.c analyzer/report/text-evidence.h \
	analyzer/report/text-findings.c analyzer/report/text-findings.h \
	analyzer/report/text-fixes.c analyzer/report/text-fixes.h \
	analyzer/report/text-now.c analyzer/report/text-now.h \
	analyzer/report/text-page.c analyzer/report/text-page.h \
	analyzer/report/text-requirements.c analyzer/report/text-requirements.h \
	analyzer/report/text-rows.c analyzer/report/text-rows.h \
	analyzer/report/text-table.c analyzer/report/text-table.h \
	analyzer/report/text-unbelieved.c analyzer/report/text-unbelieved.h \
	analyzer/report/unsafe-char.h \
	analyzer/report/verdict-records.c analyzer/report/verdict-records.h

# The style of the pages as a C string; comments stay in the source.
EXTRA_DIST += analyzer/report/page.css
BUILT_SOURCES += html-style.h
CLEANFILES += html-style.h
html-style.h: analyzer/report/page.css
	$(AM_V_GEN){ echo 'static const char html_style[] ='; \
	  awk '/^\/\*/ { comment = 1 } !comment { gsub (/\\/, "\\\\"); gsub (/"/, "\\\""); print "\"" $$0 "\\n\"" } \
	       /\*\/$$/ { comment = 0 }' $(srcdir)/analyzer/report/page.css; \
	  echo ';'; } > $@.tmp && mv $@.tmp $@
