# SPDX-License-Identifier: LGPL-2.1-or-later
EXTRA_DIST += tests/fuzz/corpus
fuzz_targets += tests/fuzz/fuzz-span
fuzz_targets += tests/fuzz/fuzz-json-writer
fuzz_targets += tests/fuzz/fuzz-authentication-results tests/fuzz/fuzz-domain \
	tests/fuzz/fuzz-received-spf
fuzz_targets += tests/fuzz/fuzz-paste
fuzz_targets += tests/fuzz/fuzz-field-block tests/fuzz/fuzz-tag-list tests/fuzz/fuzz-date \
	tests/fuzz/fuzz-received tests/fuzz/fuzz-dkim-signature tests/fuzz/fuzz-arc
