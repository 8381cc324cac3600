# SPDX-License-Identifier: LGPL-2.1-or-later
libmailwhy_a_SOURCES += \
	analyzer/cli/cache.c analyzer/cli/cache.h \
	analyzer/cli/cache-settings.c analyzer/cli/cache-settings.h \
	analyzer/cli/complain.c analyzer/cli/complain.h \
	analyzer/cli/config.c analyzer/cli/config.h \
	analyzer/cli/dns.c analyzer/cli/dns.h \
	analyzer/cli/setup-action.c analyzer/cli/setup-action.h \
	analyzer/cli/help.c analyzer/cli/help.h \
	analyzer/cli/institutions.c analyzer/cli/institutions.h \
	analyzer/cli/language.c analyzer/cli/language.h \
	analyzer/cli/letter.c analyzer/cli/letter.h \
	analyzer/cli/memory.c analyzer/cli/memory.h \
	analyzer/cli/load-rules.c analyzer/cli/load-rules.h \
	analyzer/cli/metrics.c analyzer/cli/metrics.h \
	analyzer/cli/monitor.c analyzer/cli/monitor.h \
	analyzer/cli/options.c analyzer/cli/options.h \
	analyzer/cli/rules-actions.c analyzer/cli/rules-actions.h \
	analyzer/cli/sandbox.c analyzer/cli/sandbox.h \
	analyzer/cli/run.c analyzer/cli/run.h analyzer/cli/select.c analyzer/cli/select.h \
	analyzer/cli/show-repaired.c analyzer/cli/show-repaired.h \
	analyzer/cli/watch.c analyzer/cli/watch.h \
	analyzer/cli/workers.c analyzer/cli/workers.h
libmailwhy_a_SOURCES += \
	analyzer/cli/bulk.c analyzer/cli/bulk.h \
	analyzer/cli/output.c analyzer/cli/output.h \
	analyzer/cli/progress.c analyzer/cli/progress.h
