#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What real reports have been seen to do, one by one.
. "${top_srcdir:-.}/tests/lib.sh"
command -v python3 >/dev/null || skip 'no python3'
python3 "$srcdir/tests/reports/traps.py" "$mailwhy" "$scratch"
