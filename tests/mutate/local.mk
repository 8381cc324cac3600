# SPDX-License-Identifier: LGPL-2.1-or-later
# make mutate [ROOM="headers verify"] [COUNT=40] [SEED=1] [KEEP=FOLDER]: which changes of the code does no test notice?
# The tests of a room are named in its local.mk.
mutate:
	python3 $(srcdir)/tests/mutate/mutate.py --room '$(ROOM)' --count '$(or $(COUNT),40)' --seed '$(or $(SEED),1)' \
	  --keep '$(KEEP)'

# What a mutant is linked into; the script gives -fPIC.
libmailwhy-mutant.so: $(libmailwhy_a_OBJECTS)
	$(AM_V_CCLD)$(CC) -shared -o $@ $(libmailwhy_a_OBJECTS) $(DEPS_LIBS)

.PHONY: mutate
EXTRA_DIST += tests/mutate/mutate.py tests/mutate/sites.py tests/mutate/survivors.txt
CLEANFILES += libmailwhy-mutant.so
