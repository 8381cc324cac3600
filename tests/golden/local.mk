# SPDX-License-Identifier: LGPL-2.1-or-later
# golden.sh compares what the program prints with the files beside it.
shell_tests += tests/golden/golden.sh tests/golden/base-table.sh
EXTRA_DIST += tests/golden/expected tests/public-suffix-list.dat
# The same for pasted texts.
shell_tests += tests/paste/paste.sh
EXTRA_DIST += tests/paste
