#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# slurm-run.sh PATHS PIECES OUT: the summary of the files that PATHS names, with Slurm on loopback: munged, slurmctld and
# slurmd of our own, an array job of which one task is killed and requeued. The lines go to OUT in order. Status 77:
# Slurm cannot run here; standard error says why.
set -u
paths=$1 pieces=$2 out=$3
work=$(mktemp -d) || exit 1
pids=
cleanup () {
  # A step that cannot tell its daemon how it ended would stay for ever.
  if [ -n "${SLURM_CONF:-}" ]; then
    scancel --user=root >/dev/null 2>&1
    within 10 is_idle
  fi
  # shellcheck disable=SC2086 # numbers
  [ -z "$pids" ] || kill $pids 2>/dev/null
  sleep 0.5
  # shellcheck disable=SC2086
  [ -z "$pids" ] || kill -KILL $pids 2>/dev/null
  rm -rf "$work"
}
# within SECONDS COMMAND...
within () {
  left=$(($1 * 5))
  shift
  until "$@"; do
    left=$((left - 1))
    [ $left -gt 0 ] || return 1
    sleep 0.2
  done
}
is_idle () {
  [ -z "$(squeue -h 2>/dev/null)" ] && ! ls "$work"/spool/*_[0-9]* >/dev/null 2>&1
}
trap cleanup EXIT
for program in munged slurmctld slurmd sbatch scontrol; do
  command -v $program >/dev/null || [ -x /usr/sbin/$program ] || { echo "no $program" >&2; exit 77; }
done
[ "$(id -u)" = 0 ] || { echo 'slurmd wants to be root' >&2; exit 77; }
PATH=$PATH:/usr/sbin
chmod 755 "$work"
mkdir "$work/munge" "$work/state" "$work/spool" && chmod 700 "$work/munge"
dd if=/dev/urandom of="$work/munge/key" bs=1 count=1024 2>/dev/null && chmod 400 "$work/munge/key"
munged --foreground --force --key-file "$work/munge/key" --socket "$work/munge/socket" --pid-file "$work/munge/pid" \
  --log-file "$work/munge/log" --seed-file "$work/munge/seed" >"$work/munged.log" 2>&1 &
pids="$pids $!"
host=$(hostname -s)
cat >"$work/slurm.conf" <<EOF
ClusterName=mailwhy
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=26817
SlurmdPort=26818
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
CryptoType=crypto/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
ReturnToService=2
SlurmUser=root
SlurmdUser=root
SlurmctldPidFile=$work/ctld.pid
SlurmdPidFile=$work/d.pid
SlurmdSpoolDir=$work/spool
StateSaveLocation=$work/state
SlurmctldLogFile=$work/ctld.log
SlurmdLogFile=$work/d.log
SchedulerType=sched/builtin
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
JobRequeue=1
KillWait=1
MinJobAge=600
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=5 State=UP
EOF
export SLURM_CONF="$work/slurm.conf"
[ ! -f "$work/munge/socket" ] && sleep 1
slurmctld -D -i >"$work/ctld.out" 2>&1 &
pids="$pids $!"
slurmd -D >"$work/d.out" 2>&1 &
pids="$pids $!"

is_up () {
  sinfo -h -o %T 2>/dev/null | grep -qx 'idle'
}
if ! within 20 is_up; then
  tail -n 2 "$work/munged.log" "$work/ctld.log" "$work/ctld.out" "$work/d.log" "$work/d.out" >&2 2>/dev/null
  exit 77
fi

split -n "l/$pieces" -a 3 -d "$paths" "$work/piece-"
cat >"$work/job" <<EOF
#!/bin/sh
piece=\$(printf '$work/piece-%03d' "\$SLURM_ARRAY_TASK_ID")
out=\$(printf '$work/out-%03d' "\$SLURM_ARRAY_TASK_ID")
# The one that is killed is in the middle of its work.
if [ "\$SLURM_ARRAY_TASK_ID" = 1 ] && [ "\${SLURM_RESTART_COUNT:-0}" = 0 ]; then
  head -n 1 "\$piece" | xargs -d '\n' '$MAILWHY' --jobs=1 --summary-json >"\$out"
  touch '$work/waits'
  exec sleep 120
fi
xargs -d '\n' '$MAILWHY' --jobs=1 --summary-json -- <"\$piece" >"\$out.\$\$"
status=\$?
[ \$status -le 1 ] || [ \$status = 123 ] || { echo "status \$status"; exit 1; }
mv "\$out.\$\$" "\$out"
echo "\${SLURM_RESTART_COUNT:-0}" >"\$out.restarts"
EOF
job=$(sbatch --parsable --requeue --array="0-$((pieces - 1))" -n 1 -o "$work/said-%a" --open-mode=append "$work/job") || exit 1
waits () {
  [ -e "$work/waits" ]
}
within 30 waits || { echo 'the task did not start' >&2; exit 1; }
scontrol requeue "${job}_1" || exit 1
# A requeued job waits for two minutes otherwise. A little it has to: until the node has cleared up behind the first try.
sleep 3
waits_again () {
  [ "$(squeue -h -r -j "${job}_1" -o %T)" = PENDING ] && scontrol update "JobId=${job}_1" StartTime=now
}
within 30 waits_again || exit 1
all_done () {
  [ "$(find "$work" -name 'out-*.restarts' | wc -l)" = "$pieces" ]
}
if ! within 60 all_done; then
  cat "$work"/said-* >&2
  scontrol show job | grep -E 'ArrayTaskId|JobState|ExitCode' >&2
  exit 1
fi
[ "$(cat "$work/out-001.restarts")" = 1 ] || { echo 'the task was not killed' >&2; exit 1; }
i=0
while [ $i -lt "$pieces" ]; do
  cat "$work/out-$(printf %03d $i)"
  i=$((i + 1))
done >"$out"
echo "$pieces tasks, 1 killed and requeued"
