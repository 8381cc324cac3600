# SPDX-License-Identifier: LGPL-2.1-or-later
shell_tests += tests/setup/setup.sh tests/setup/live.sh tests/setup/silent.sh tests/setup/proof.sh tests/setup/records.sh
EXTRA_DIST += tests/setup/faults.tsv tests/setup/expected tests/setup/mail \
	$(wildcard $(srcdir)/tests/setup/*.zone)
