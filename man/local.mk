# SPDX-License-Identifier: LGPL-2.1-or-later
# mailwhy-rules(5) is a frame and two tables the program writes, so that they are true. Written into
# the build folder: a release carries the frame only.
dist_man_MANS += man/mailwhy.1 man/mailwhy.conf.5
nodist_man_MANS += man/mailwhy-rules.5
EXTRA_DIST += man/mailwhy-rules.5.in man/tables.awk
CLEANFILES += man/mailwhy-rules.5 man/mailwhy-rules.5.tmp man/fields.tmp man/findings.tmp

# A user's own rules and configuration are not in the manual.
man/mailwhy-rules.5: $(srcdir)/man/mailwhy-rules.5.in $(srcdir)/man/tables.awk mailwhy$(EXEEXT)
	$(AM_V_GEN)$(MKDIR_P) man && \
	  XDG_CONFIG_HOME=/nonexistent MAILWHY_CONFIG= $(MAILWHY_FOR_BUILD) --list-fields > man/fields.tmp && \
	  XDG_CONFIG_HOME=/nonexistent MAILWHY_CONFIG= $(MAILWHY_FOR_BUILD) --list-findings > man/findings.tmp && \
	  LC_ALL=C $(AWK) -f $(srcdir)/man/tables.awk -v version='$(PACKAGE_VERSION)' \
	    -v fields=man/fields.tmp -v findings=man/findings.tmp \
	    $(srcdir)/man/mailwhy-rules.5.in > $@.tmp && \
	  mv $@.tmp $@ && rm -f man/fields.tmp man/findings.tmp
