# SPDX-License-Identifier: LGPL-2.1-or-later
# The rule files are embedded in the program as a GResource, under /mailwhy/rules/, and installed
# for reading. They are looked up each time make runs: adding one needs no edit.
EXTRA_DIST += rules

rule_files := $(shell cd $(srcdir) && find rules -name '*.rules' | LC_ALL=C sort)
rule_paths = $(addprefix $(srcdir)/,$(rule_files))

# Rewritten only if the list changed, so that a removed file is noticed too.
rules.gresource.xml: rules-list-check
	$(AM_V_at){ echo '<gresources><gresource prefix="/mailwhy">'; \
	  for file in $(rule_files); do echo "<file>$$file</file>"; done; \
	  echo '</gresource></gresources>'; } > $@.tmp; \
	if cmp -s $@.tmp $@; then rm -f $@.tmp; else mv $@.tmp $@; fi

rules-list-check:
.PHONY: rules-list-check

# Registers itself when the program starts; calling mailwhy_rules_get_resource () is what makes
# the linker take it out of the library.
rules-resource.c: rules.gresource.xml $(rule_paths)
	$(AM_V_GEN)$(GLIB_COMPILE_RESOURCES) --generate-source --internal --c-name mailwhy_rules \
	  --sourcedir=$(srcdir) --target=$@ rules.gresource.xml

# Says the same whatever the rules are.
rules-resource.h: | rules.gresource.xml
	$(AM_V_GEN)$(GLIB_COMPILE_RESOURCES) --generate-header --internal --c-name mailwhy_rules \
	  --sourcedir=$(srcdir) --target=$@ rules.gresource.xml

CLEANFILES += rules.gresource.xml rules.gresource.xml.tmp rules-resource.c rules-resource.h

install-data-local:
	@for file in $(rule_files); do \
	  dir='$(DESTDIR)$(pkgdatadir)'/`dirname $$file`; \
	  $(MKDIR_P) "$$dir" && $(INSTALL_DATA) $(srcdir)/$$file "$$dir" || exit 1; \
	done

uninstall-local:
	@for file in $(rule_files); do rm -f '$(DESTDIR)$(pkgdatadir)'/$$file; done
