# SPDX-License-Identifier: LGPL-2.1-or-later
# DMARC aggregate reports through the whole program.
shell_tests += tests/reports/reports.sh tests/reports/dns.sh tests/reports/traps.sh
EXTRA_DIST += tests/reports/totals.py tests/reports/traps.py tests/reports/samples
