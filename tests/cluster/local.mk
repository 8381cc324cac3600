# SPDX-License-Identifier: LGPL-2.1-or-later
# Takes daemons and half a minute: not a part of "make check".
EXTRA_DIST += tests/cluster/cluster.sh tests/cluster/dask-run.py tests/cluster/slurm-run.sh
.PHONY: check-cluster
check-cluster: mailwhy$(EXEEXT)
	top_srcdir='$(abs_top_srcdir)' MAILWHY='$(abs_top_builddir)/mailwhy$(EXEEXT)' \
	  $(SHELL) $(srcdir)/tests/cluster/cluster.sh
