# SPDX-License-Identifier: LGPL-2.1-or-later
"""dask-run.py PATHS PIECES OUT: the summary of the files that PATHS names, a line each, with Dask: a scheduler and
two worker processes, each of which is killed while it works. The lines of the pieces go to OUT in order."""
import os
import signal
import subprocess
import sys
import threading
import time

from dask.distributed import Client, LocalCluster

MAILWHY = os.environ["MAILWHY"]


def summarise(paths):
    time.sleep(0.3)  # so that there is something to kill
    done = subprocess.run([MAILWHY, "--jobs=1", "--summary-json", "--"] + paths, stdout=subprocess.PIPE, check=False)
    if done.returncode > 1:
        raise RuntimeError(f"status {done.returncode}")
    return done.stdout


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        paths = file.read().splitlines()
    size = max(1, len(paths) // int(sys.argv[2]))
    pieces = [paths[i:i + size] for i in range(0, len(paths), size)]
    killed = []
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None,
                      host="127.0.0.1") as cluster, Client(cluster) as client:

        def kill():
            for _ in range(2):
                time.sleep(0.8)
                for name, worker in list(cluster.workers.items())[:1]:
                    os.kill(worker.process.process.pid, signal.SIGKILL)
                    killed.append(name)

        pids = client.run(os.getpid)
        thread = threading.Thread(target=kill)
        futures = client.map(summarise, pieces, retries=5)
        thread.start()
        lines = client.gather(futures)
        thread.join()
        after = client.run(os.getpid)
    if not killed or set(pids.values()) == set(after.values()):
        sys.exit("no worker was killed")
    with open(sys.argv[3], "wb") as out:
        out.writelines(lines)
    print(f"{len(pieces)} pieces, {len(killed)} workers killed")


if __name__ == "__main__":
    main()
