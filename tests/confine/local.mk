# SPDX-License-Identifier: LGPL-2.1-or-later
confine_tools += tests/confine/confine-try
shell_tests += tests/confine/confine.sh
