# SPDX-License-Identifier: LGPL-2.1-or-later
shell_tests += tests/cli/alone.sh tests/cli/archives.sh tests/cli/cache.sh tests/cli/carried.sh tests/cli/cli.sh tests/cli/hostile.sh tests/cli/injection.sh tests/cli/output.sh
shell_tests += tests/cli/completions.sh tests/cli/config.sh tests/cli/facts.sh tests/cli/jobs.sh tests/cli/loaded.sh tests/cli/monitor.sh tests/cli/msgconvert.sh tests/cli/parallel.sh tests/cli/watch.sh
shell_tests += tests/cli/servers.sh
EXTRA_DIST += tests/cli/injection.py
