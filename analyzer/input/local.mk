# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/input/archive.c analyzer/input/archive.h \
	analyzer/input/archive-library.c analyzer/input/archive-library.h \
	analyzer/input/byte-source.c analyzer/input/byte-source.h \
	analyzer/input/chunk.c analyzer/input/chunk.h \
	analyzer/input/decoder.c analyzer/input/decoder-gzip.c analyzer/input/decoder.h \
	analyzer/input/document.c analyzer/input/document.h \
	analyzer/input/file-type.c analyzer/input/file-type.h \
	analyzer/input/gsf-library.c analyzer/input/gsf-library.h \
	analyzer/input/input.c analyzer/input/input.h \
	analyzer/input/mail-text.c analyzer/input/mail-text.h \
	analyzer/input/mbox.c analyzer/input/mbox.h \
	analyzer/input/outlook.c analyzer/input/outlook.h \
	analyzer/input/raw-message.h \
	analyzer/input/report-file.c analyzer/input/report-file.h \
	analyzer/input/smime.c analyzer/input/smime.h \
	analyzer/input/tree.c analyzer/input/tree.h \
	analyzer/input/unpack.c analyzer/input/unpack.h
if ZSTD
libmailwhy_a_SOURCES += analyzer/input/decoder-zstd.c
endif
mutate_tests_input = tests/unit/test-mbox tests/unit/test-document tests/unit/test-input tests/unit/test-readers \
	tests/unit/test-attached tests/cli/cli.sh \
	tests/cli/jobs.sh tests/unit/test-unpack tests/unit/test-outlook tests/unit/test-aggregate-report \
	tests/cli/archives.sh tests/cli/carried.sh
