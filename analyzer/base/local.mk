# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/base/arena.c analyzer/base/arena.h \
	analyzer/base/bytes.h \
	analyzer/base/crypto-library.c analyzer/base/crypto-library.h \
	analyzer/base/defect.c analyzer/base/defect.h \
	analyzer/base/lazy-library.c analyzer/base/lazy-library.h \
	analyzer/base/limits.h analyzer/base/line-start.h \
	analyzer/base/span.c analyzer/base/span.h \
	analyzer/base/value.h \
	analyzer/base/vec.c analyzer/base/vec.h \
	analyzer/base/source-map.c analyzer/base/source-map.h \
	analyzer/base/vocabulary.c analyzer/base/vocabulary.h analyzer/base/vocabulary.def \
	analyzer/base/whole-file.c analyzer/base/whole-file.h
