# SPDX-License-Identifier: LGPL-2.1-or-later
unit_tests += tests/samples/test-samples
tests_samples_test_samples_SOURCES = tests/samples/test-samples.c $(support)
