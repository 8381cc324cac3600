# SPDX-License-Identifier: LGPL-2.1-or-later
shell_tests += tests/network/no-socket.sh
EXTRA_DIST += tests/network/no-socket.c
