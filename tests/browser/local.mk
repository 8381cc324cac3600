# SPDX-License-Identifier: LGPL-2.1-or-later
# Not a part of "make check": it needs a browser. Screenshots are left in $(SHOTS).
EXTRA_DIST += tests/browser/browser.sh tests/browser/browser.py tests/browser/pages.py tests/browser/firefox.py tests/browser/marionette.py

check-browser: all
	$(AM_TESTS_ENVIRONMENT) SHOTS='$(SHOTS)' BROWSER='$(BROWSER)' $(SHELL) $(srcdir)/tests/browser/browser.sh

# chromium, or firefox once before a release
BROWSER = chromium
SHOTS = $(abs_top_builddir)/screenshots
.PHONY: check-browser
