# SPDX-License-Identifier: LGPL-2.1-or-later
shell_tests += tests/rules/check-rules.sh tests/rules/tables.sh tests/rules/absence.sh tests/rules/placeholders.sh
EXTRA_DIST += tests/rules/absence.tsv
