# SPDX-License-Identifier: LGPL-2.1-or-later
shell_tests += tests/page/page.sh
EXTRA_DIST += tests/page/check-page.py
