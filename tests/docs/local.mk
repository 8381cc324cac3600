# SPDX-License-Identifier: LGPL-2.1-or-later
shell_tests += tests/docs/readme.sh tests/docs/man.sh tests/docs/names.sh tests/docs/findings.sh tests/docs/letters.sh tests/docs/schemas.sh
EXTRA_DIST += docs tests/docs/validate.py
