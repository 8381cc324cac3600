#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What a message says, in every place and every format, acts on nothing. Prints TAP.
. "${top_srcdir:-.}/tests/lib.sh"
command -v python3 >/dev/null || skip 'no python3'
python3 "$srcdir/tests/cli/injection.py" "$mailwhy" "$(mktemp -d "$scratch/XXXXXX")"
