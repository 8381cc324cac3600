# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/case/analyze.c analyzer/case/analyze.h \
	analyzer/case/attached.c analyzer/case/attached.h \
	analyzer/case/light.c analyzer/case/light.h \
	analyzer/case/pasted-records.c analyzer/case/pasted-records.h \
	analyzer/case/pasted-run.c analyzer/case/pasted-run.h \
	analyzer/case/pasted.c analyzer/case/pasted.h \
	analyzer/case/prove.c analyzer/case/prove.h \
	analyzer/case/receipt.c analyzer/case/receipt.h \
	analyzer/case/readable.c analyzer/case/readable.h \
	analyzer/case/refused.c analyzer/case/refused.h \
	analyzer/case/relocate.c analyzer/case/relocate.h \
	analyzer/case/report-find.c analyzer/case/report-find.h \
	analyzer/case/report-group.c analyzer/case/report-group.h \
	analyzer/case/report-run.c analyzer/case/report-run.h \
	analyzer/case/setup-case.c analyzer/case/setup-case.h
