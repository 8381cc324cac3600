# SPDX-License-Identifier: LGPL-2.1-or-later
EXTRA_DIST += tests/fuzz/corpus
fuzz_targets += tests/fuzz/fuzz-span
fuzz_targets += tests/fuzz/fuzz-json-writer
fuzz_targets += tests/fuzz/fuzz-authentication-results tests/fuzz/fuzz-domain \
	tests/fuzz/fuzz-received-spf tests/fuzz/fuzz-spam-status
fuzz_targets += tests/fuzz/fuzz-paste tests/fuzz/fuzz-whole-message tests/fuzz/fuzz-html-escape
fuzz_targets += tests/fuzz/fuzz-field-block tests/fuzz/fuzz-tag-list tests/fuzz/fuzz-date \
	tests/fuzz/fuzz-received tests/fuzz/fuzz-dkim-signature tests/fuzz/fuzz-arc
fuzz_targets += tests/fuzz/fuzz-rules tests/fuzz/fuzz-condition tests/fuzz/fuzz-template
tests_fuzz_fuzz_rules_SOURCES = tests/fuzz/fuzz-rules.c tests/fuzz/fuzz-case.h
tests_fuzz_fuzz_condition_SOURCES = tests/fuzz/fuzz-condition.c tests/fuzz/fuzz-case.h
fuzz_targets += tests/fuzz/fuzz-command
tests_fuzz_fuzz_command_SOURCES = tests/fuzz/fuzz-command.c tests/fuzz/fuzz-case.h
fuzz_targets += tests/fuzz/fuzz-summary
tests_fuzz_fuzz_template_SOURCES = tests/fuzz/fuzz-template.c tests/fuzz/fuzz-case.h
fuzz_targets += tests/fuzz/fuzz-spf-record
fuzz_targets += tests/fuzz/fuzz-key-record
fuzz_targets += tests/fuzz/fuzz-dmarc-record
fuzz_targets += tests/fuzz/fuzz-zone
fuzz_targets += tests/fuzz/fuzz-body-hash
fuzz_targets += tests/fuzz/fuzz-mbox tests/fuzz/fuzz-readers
fuzz_targets += tests/fuzz/fuzz-dkim-verify
fuzz_targets += tests/fuzz/fuzz-decoder tests/fuzz/fuzz-notification
fuzz_targets += tests/fuzz/fuzz-message
fuzz_targets += tests/fuzz/fuzz-aggregate-report tests/fuzz/fuzz-tls-report tests/fuzz/fuzz-unpack
fuzz_targets += tests/fuzz/fuzz-archive tests/fuzz/fuzz-attached tests/fuzz/fuzz-document tests/fuzz/fuzz-outlook tests/fuzz/fuzz-smime
fuzz_targets += tests/fuzz/fuzz-parts tests/fuzz/fuzz-delivery-status tests/fuzz/fuzz-feedback-report \
	tests/fuzz/fuzz-loose-bounce tests/fuzz/fuzz-refusal-text
fuzz_targets += tests/fuzz/fuzz-institutions tests/fuzz/fuzz-suffix-list tests/fuzz/fuzz-rule-folder \
	tests/fuzz/fuzz-program
tests_fuzz_fuzz_institutions_SOURCES = tests/fuzz/fuzz-institutions.c tests/fuzz/named-bytes.h
tests_fuzz_fuzz_suffix_list_SOURCES = tests/fuzz/fuzz-suffix-list.c tests/fuzz/named-bytes.h
EXTRA_DIST += tests/fuzz/build.sh tests/fuzz/library-leaks.h
