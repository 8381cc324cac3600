# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/paste/captions.c analyzer/paste/captions.h \
	analyzer/paste/filter-log.c \
	analyzer/paste/paste-split.c analyzer/paste/paste-split.h \
	analyzer/paste/paste-text.c analyzer/paste/paste-text.h \
	analyzer/paste/paste-zone.c analyzer/paste/paste-zone.h \
	analyzer/paste/paste.c analyzer/paste/paste.h \
	analyzer/paste/whole-message.c analyzer/paste/whole-message.h \
	analyzer/paste/refusal-paste.c analyzer/paste/refusal-paste.h \
	analyzer/paste/repair-bytes.c \
	analyzer/paste/repair-export.c \
	analyzer/paste/repair-fields.c \
	analyzer/paste/repair-japanese.c \
	analyzer/paste/repair-lines.c \
	analyzer/paste/repair-markup.c \
	analyzer/paste/repair-names.c \
	analyzer/paste/repair-overview.c \
	analyzer/paste/repair-pages.c \
	analyzer/paste/repair-rows.c \
	analyzer/paste/repair-torn.c \
	analyzer/paste/repair-uncertain.c \
	analyzer/paste/repair-whole.c \
	analyzer/paste/repair-wraps.c \
	analyzer/paste/repair.h
mutate_tests_paste = tests/unit/test-captions tests/unit/test-refusal-paste tests/unit/test-paste \
	tests/unit/test-paste-zone \
	tests/unit/test-paste-lines tests/unit/test-paste-values tests/unit/test-paste-words \
	tests/unit/test-paste-blocks tests/unit/test-paste-pages tests/unit/test-paste-properties \
	tests/unit/test-whole-message tests/unit/test-refused \
	tests/unit/test-refused-texts tests/paste/paste.sh
