#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# "make check-cluster": docs/clusters.md on engines that Debian carries, with workers killed in the middle. What they
# add up to is, byte for byte, what one process says. What cannot run here is passed over with the reason. Prints TAP.
. "${top_srcdir:-.}/tests/lib.sh"
here=$srcdir/tests/cluster
cp -r "$srcdir/samples" "$scratch/mail" && cd "$scratch" || exit 1
export MAILWHY="$mailwhy"

# 204 messages, each a file, and reports, of which one is there twice.
i=0
while [ $i -lt 4 ]; do
  mkdir "archive-$i" && cp mail/*.eml mail/aggregate.xml "archive-$i"
  i=$((i + 1))
done
find "$PWD"/archive-* -type f | LC_ALL=C sort >paths
xargs -d '\n' "$mailwhy" --summary-json -- <paths >whole.json
[ -s whole.json ] && [ "$(wc -l <paths)" -gt 200 ]; point 'the whole, by one process'

# same FILE TITLE: its lines, merged, are the whole.
same () {
  "$mailwhy" --merge --summary-json "$1" >merged.json
  [ "$(wc -l <"$1")" -gt 3 ] && cmp merged.json whole.json; point "$2"
}

# A line that is lost or there twice would be seen.
split -n l/4 paths piece-
for piece in piece-*; do
  xargs -d '\n' "$mailwhy" --summary-json -- <"$piece"
done >lines
same lines 'four processes, one after the other'
sed 2d lines | "$mailwhy" --merge --summary-json - | cmp -s - whole.json; [ $? = 1 ]; point 'a lost line is noticed'
{ cat lines && head -n 1 lines; } | "$mailwhy" --merge --summary-json - | cmp -s - whole.json; [ $? = 1 ]
point 'a line that is there twice is noticed'

if parallel --version 2>/dev/null | grep -q 'GNU parallel'; then
  HOME=$scratch parallel --will-cite -k -j 3 -n 20 '"$MAILWHY" --jobs=1 --summary-json -- {}' <paths >lines 2>err
  same lines 'GNU parallel'
  # Each job is killed at its first try, behind a part of its work.
  cat >once <<'EOF'
#!/bin/sh
tried=$TRIES/$PARALLEL_SEQ
if [ ! -e "$tried" ]; then
  : >"$tried"
  "$MAILWHY" --jobs=1 --summary-json -- "$1" >/dev/null
  kill -KILL $$
fi
"$MAILWHY" --jobs=1 --summary-json -- "$@"
[ $? -le 1 ]
EOF
  chmod +x once && mkdir tries
  HOME=$scratch TRIES=$PWD/tries parallel --will-cite -k -j 3 -n 20 --retries 3 ./once '{}' <paths >lines 2>err
  [ "$(find tries -type f | wc -l)" -gt 3 ] && same lines 'GNU parallel: each job killed once, with --retries'
else
  pass_over 'GNU parallel' 'it is not installed'
fi

python=
for candidate in python3 /usr/bin/python3; do
  [ -n "$python" ] || ! $candidate -c 'import dask.distributed' 2>/dev/null || python=$candidate
done
if [ -n "$python" ]; then
  timeout 120 "$python" -W ignore "$here/dask-run.py" paths 20 dask.lines >said 2>err
  report $? "Dask: $(tail -n 1 said)"
  [ -s dask.lines ] || sed 's/^/# /' err
  same dask.lines 'Dask: a scheduler and two workers, which are killed'
else
  pass_over Dask 'no python3-distributed'
fi

timeout 150 sh "$here/slurm-run.sh" paths 6 slurm.lines >said 2>err
status=$?
if [ $status = 77 ]; then
  sed 's/^/# /' err
  pass_over Slurm "it cannot run here: $(head -n 1 err)"
else
  report $status "Slurm: $(tail -n 1 said)"
  [ $status = 0 ] || sed 's/^/# /' err
  same slurm.lines 'Slurm: an array job, of which a task is killed and requeued'
fi
finish
