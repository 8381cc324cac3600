# SPDX-License-Identifier: LGPL-2.1-or-later
# Not a part of "make check": it needs a browser. Screenshots are left in $(SHOTS).
EXTRA_DIST += tests/browser/browser.sh tests/browser/browser.py

check-browser: all
	$(AM_TESTS_ENVIRONMENT) SHOTS='$(SHOTS)' $(SHELL) $(srcdir)/tests/browser/browser.sh

SHOTS = $(abs_top_builddir)/screenshots
.PHONY: check-browser
