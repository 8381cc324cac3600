# SPDX-License-Identifier: LGPL-2.1-or-later
shell_tests += tests/serve/serve.sh
EXTRA_DIST += tests/tap.py tests/serve/attack.py
