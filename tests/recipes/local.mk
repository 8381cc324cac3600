# SPDX-License-Identifier: LGPL-2.1-or-later
shell_tests += tests/recipes/mail-flow.sh
