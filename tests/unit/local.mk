# SPDX-License-Identifier: LGPL-2.1-or-later
unit_tests += tests/unit/test-base
unit_tests += tests/unit/test-json-record tests/unit/test-json-writer tests/unit/test-report-text \
	tests/unit/test-schema tests/unit/test-sink
tests_unit_test_json_record_SOURCES = tests/unit/test-json-record.c tests/unit/sample-case.h
tests_unit_test_report_text_SOURCES = tests/unit/test-report-text.c tests/unit/sample-case.h
tests_unit_test_schema_SOURCES = tests/unit/test-schema.c tests/unit/sample-case.h
unit_tests += tests/unit/test-authentication-results tests/unit/test-domain \
	tests/unit/test-ip-address tests/unit/test-received-spf
# The whole chain on one text.
support = tests/unit/support.c tests/unit/support.h
unit_tests += tests/unit/test-trust tests/unit/test-verdict
tests_unit_test_trust_SOURCES = tests/unit/test-trust.c $(support)
tests_unit_test_verdict_SOURCES = tests/unit/test-verdict.c $(support)
unit_tests += tests/unit/test-paste
unit_tests += tests/unit/test-field-block tests/unit/test-tag-list tests/unit/test-date \
	tests/unit/test-received tests/unit/test-dkim-signature tests/unit/test-arc
unit_tests += tests/unit/test-spf-evaluate
