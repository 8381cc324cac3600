#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Changes one condition, bound, table row or constant of a room at a time and asks the room's tests.

A change that no test notices has survived: either a test is missing, or the code says nothing. What survived is tried
once more with AddressSanitizer and UndefinedBehaviorSanitizer, as .ci/run tests every change. Works in copies
of the source tree, each with a build folder of its own; the checkout is not touched. The drawing depends on the seed,
the room and the sources alone. What was found goes to stdout, progress to stderr.
"""

import argparse
import contextlib
import difflib
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

sys.dont_write_bytecode = True  # nothing is left in the checkout
from sites import changes_of  # noqa: E402

MOST_MEMORY = 4 << 30  # bytes of address space; a mutant that wants more is killed
MOST_OUTPUT = 256 << 20
LIBRARY = "libmailwhy-mutant.so"
# -O0 compiles fastest; one shared library, so that a mutant is one object and one link, whatever the number of tests.
FLAGS = [f"LDADD=-L. -l:{LIBRARY} rules-resource.o $(DEPS_LIBS) $(TEST_LIBS)",
         f"mailwhy_LDADD=libshipped.a -L. -l:{LIBRARY} $(DEPS_LIBS)"]

stopping = threading.Event()
running = set()


def say(text):
    print(text, file=sys.stderr, flush=True)


def limit_process():
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_OUTPUT, MOST_OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def end_group(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def run(command, folder, environment=None, seconds=None, limited=False, log=None):
    """Whether it ended well in time. A process group of its own, so that nothing it started is left."""
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=log or subprocess.DEVNULL,
        stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=limit_process if limited else None)
    running.add(process)
    try:
        return process.wait(timeout=seconds) == 0 and not stopping.is_set()
    except subprocess.TimeoutExpired:
        return False
    finally:
        end_group(process)
        process.wait()
        running.discard(process)


@dataclass
class Mutant:
    path: str  # from the top of the tree
    change: object
    original: str
    state: str = "waiting"  # then running, and at last: broken, killed, survived, sanitized, failed

    @property
    def text(self):
        return self.original[:self.change.start] + self.change.text + self.original[self.change.end:]

    @property
    def line(self):
        return self.original.count("\n", 0, self.change.start) + 1

    @property
    def lines(self):
        """The lines that differ, as a diff has them."""
        pair = self.original.splitlines(), self.text.splitlines()
        return [line for line in difflib.unified_diff(*pair, n=0, lineterm="") if line[:2] not in ("--", "++", "@@")]

    @property
    def key(self):
        return self.path, tuple(line[0] + line[1:].strip() for line in self.lines)


class Tree:
    """A copy of the sources with a build folder."""

    def __init__(self, top, sanitized=False):
        self.top = top
        self.sanitized = sanitized
        self.build = top / "build"

    def configure(self, log):
        how = ["--enable-sanitizers"] if self.sanitized else []
        return run(["sh", "../configure", "--quiet", *how], self.build, log=log)

    def make(self, *targets, log=None, jobs=1):
        flags = f"CFLAGS=-O{1 if self.sanitized else 0} -fPIC"
        return run(["make", "-s", f"-j{jobs}", flags, *FLAGS, *targets], self.build, log=log)

    def link_unchanged(self):
        """Sources and objects are as they were, but the library may still hold the last mutant, and looks newer."""
        (self.build / LIBRARY).unlink(missing_ok=True)
        return self.make(LIBRARY)

    def environment(self, scratch):
        corpus = {name: os.environ[name] for name in ("MAILWHY_CORPUS",) if name in os.environ}
        return corpus | {
            "PATH": os.environ["PATH"], "HOME": str(scratch), "TMPDIR": str(scratch), "LC_ALL": "C.UTF-8",
            "top_srcdir": str(self.top), "top_builddir": str(self.build), "G_TEST_SRCDIR": str(self.top),
            "G_TEST_BUILDDIR": str(self.build), "MAILWHY": str(self.build / "mailwhy"),
            "LD_LIBRARY_PATH": str(self.build), "G_DEBUG": "fatal-criticals", "G_SLICE": "always-malloc",
        }

    def passes(self, test, seconds):
        """A test's standard output is asked too: a script may say "not ok" and end well."""
        command = ["sh", str(self.top / test)] if test.endswith(".sh") else [f"./{test}"]
        scratch = Path(tempfile.mkdtemp(dir=self.top))
        try:
            with open(scratch / "log", "w+b") as log:
                good = run(command, self.build, self.environment(scratch), seconds, limited=not self.sanitized, log=log)
                log.seek(0)
                self.last = log.read()
                return good and not re.search(rb"^not ok", self.last, re.M)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)


def is_same(one, other):
    return other.is_file() and (one.stat().st_mtime_ns, one.stat().st_size) == (
        other.stat().st_mtime_ns, other.stat().st_size)


def copy_sources(top, target):
    """What git knows, with what is changed but not committed, and what autoreconf made."""
    names = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=top,
                           check=True, stdout=subprocess.PIPE).stdout.decode().split("\0")
    made = ["configure", "Makefile.in", "aclocal.m4", "build-aux/compile", "build-aux/depcomp",
            "build-aux/install-sh", "build-aux/missing", "build-aux/ar-lib", "build-aux/tap-driver.sh",
            "build-aux/test-driver", "build-aux/config.guess", "build-aux/config.sub"]
    for name in filter(None, names + made):
        if (top / name).is_file() and not is_same(top / name, target / name):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(top / name, target / name)


def read_room(top, room):
    """The room's C files and the tests its local.mk names."""
    text = (top / "analyzer" / room / "local.mk").read_text().replace("\\\n", " ")
    match = re.search(rf"^mutate_tests_{room}\s*=(.*)$", text, re.M)
    if not match:
        sys.exit(f"mutate: analyzer/{room}/local.mk has no mutate_tests_{room}")
    files = sorted(set(re.findall(rf"analyzer/{room}/[\w-]+\.c\b", text)))
    return files, match.group(1).split()


def rooms_of(top):
    makefiles = sorted((top / "analyzer").glob("*/local.mk"))
    return [path.parent.name for path in makefiles if "mutate_tests_" in path.read_text()]


def read_reasons(path):
    """Stanzas: a file's name, the lines of the difference, and "Why: …"."""
    reasons = {}
    for stanza in path.read_text().split("\n\n"):
        lines = [line for line in stanza.strip().splitlines() if not line.startswith("#")]
        if lines:
            change = tuple(line[0] + line[1:].strip() for line in lines[1:] if line[0] in "-+")
            reasons[lines[0], change] = " ".join(line.strip().removeprefix("Why: ") for line in lines[1 + len(change):])
    return reasons


class Room:
    """What was drawn, and how far it is. Two workers share it."""

    def __init__(self, name, top, count, seed):
        self.name = name
        self.count = count
        self.lock = threading.Lock()
        files, self.tests = read_room(top, name)
        self.limits = {}
        self.mutants = []
        for path in files:
            source = (top / path).read_text()
            self.mutants += [Mutant(path, change, source) for change in changes_of(source)]
        random.Random(f"{seed} {name}").shuffle(self.mutants)

    def next(self):
        """None where enough are counted or being tried. What does not compile makes room for another."""
        with self.lock:
            taken = sum(mutant.state not in ("waiting", "broken", "failed") for mutant in self.mutants)
            mutant = next((one for one in self.mutants if one.state == "waiting"), None)
            if mutant and taken < self.count:
                mutant.state = "running"
                return mutant
            return None

    def is_busy(self):
        return any(mutant.state == "running" for mutant in self.mutants)

    def of(self, state):
        return [mutant for mutant in self.mutants if mutant.state == state]


@contextlib.contextmanager
def changed(tree, mutant):
    """Afterwards source and object are as they were, with their times, so that make does not build them once more."""
    source = tree.top / mutant.path
    kept = source, (tree.build / mutant.path).with_suffix(".o")
    for path in kept:
        shutil.copy2(path, f"{path}.kept")
    source.write_text(mutant.text)
    try:
        yield
    finally:
        for path in kept:
            os.replace(f"{path}.kept", path)


def try_mutant(tree, room, mutant):
    with changed(tree, mutant):
        if not tree.make(LIBRARY):
            return "broken"
        for test in room.tests:
            if not tree.passes(test, room.limits[test]):
                return "killed"
        return "survived"


def work(tree, room, until):
    while not stopping.is_set() and time.monotonic() < until:
        mutant = room.next()
        if mutant is None:
            if not room.is_busy():
                return
            time.sleep(0.2)
            continue
        begin = time.monotonic()
        state = try_mutant(tree, room, mutant)
        mutant.state = "failed" if stopping.is_set() else state
        say(f"{room.name}: {mutant.path}:{mutant.line} {mutant.state} ({time.monotonic() - begin:.1f} s)")


def measure(tree, room):
    """Each test has to pass on what is not changed. Cheapest first; its time bounds what a mutant may take."""
    seconds = {}
    if not tree.link_unchanged():
        sys.exit(130 if stopping.is_set() else "mutate: the copy does not link")
    for test in room.tests:
        begin = time.monotonic()
        if not tree.passes(test, 600):
            failed = f"mutate: {test} fails on the unchanged sources\n{tree.last[-4000:].decode(errors='replace')}"
            sys.exit(130 if stopping.is_set() else failed)
        seconds[test] = time.monotonic() - begin
    room.tests.sort(key=seconds.get)
    room.limits = {test: 10 + 8 * seconds[test] for test in room.tests}


def in_each(trees, function, *arguments):
    """In each tree at the same time."""
    threads = [threading.Thread(target=function, args=(tree, *arguments)) for tree in trees]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def work_again(tree, room, again, until):
    for mutant in again:  # one iterator, shared
        if stopping.is_set() or time.monotonic() > until:
            return
        begin = time.monotonic()
        killed = try_mutant(tree, room, mutant) == "killed" and not stopping.is_set()
        if killed:
            mutant.state = "sanitized"
        say(f"{room.name}: {mutant.path}:{mutant.line} {'' if killed else 'not '}seen by the sanitizers "
            f"({time.monotonic() - begin:.1f} s)")


def try_again(trees, room, until):
    """What survived, in the trees with the sanitizers: they see what changes no answer. Scripts start the program too
    often for that."""
    room.tests = [test for test in room.tests if not test.endswith(".sh")]
    measure(trees[0], room)
    in_each(trees, work_again, room, iter(room.of("survived")), until)


def print_room(room, reasons):
    survivors = sorted(room.of("survived"), key=lambda mutant: (mutant.path, mutant.line))
    sanitized = len(room.of("sanitized"))
    killed = len(room.of("killed")) + sanitized
    total = killed + len(survivors)
    share = f" ({100 * killed / total:.0f} %)" if total else ""
    by = f", {sanitized} of them by the sanitizers alone" if sanitized else ""
    short = "" if total >= room.count else f"; {room.count} were asked for"
    print(f"{room.name}: {killed}/{total} killed{share}{by}{short}")
    for mutant in survivors:
        print(f"  {mutant.path}:{mutant.line}")
        for line in mutant.lines:
            print(f"    {line}")
        if mutant.key in reasons:
            print(f"    equivalent: {reasons[mutant.key]}")
    sys.stdout.flush()


def build(tree, top, tests, folder, jobs):
    """A tree with everything but the mutants. The last run may have been killed."""
    for kept in tree.top.rglob("*.kept"):
        os.replace(kept, kept.with_suffix(""))
    copy_sources(top, tree.top)
    tree.build.mkdir(exist_ok=True)
    with open(folder / "log", "wb") as log:
        good = (((tree.build / "Makefile").exists() or tree.configure(log))
                and tree.make("rules-resource.h", log=log)
                and tree.make(LIBRARY, log=log, jobs=jobs)
                and tree.make("mailwhy", *tests, log=log, jobs=jobs))
    if not good:
        sys.exit(130 if stopping.is_set() else "mutate: the copy does not build\n" + (folder / "log").read_text()[-4000:])


def build_trees(top, tests, folder, number, sanitized=False):
    """One is built, the others are copies of it."""
    name = "sanitized" if sanitized else "tree"
    trees = [Tree(folder / f"{name}-{i + 1}", sanitized) for i in range(number)]
    build(trees[0], top, tests, folder, number)
    for tree in trees[1:]:
        shutil.rmtree(tree.top, ignore_errors=True)
        shutil.copytree(trees[0].top, tree.top, symlinks=True)
    return trees


def prepare(top, folder, rooms, number, sanitizers):
    """The trees to work in, and those with the sanitizers."""
    say("mutate: copying and building")
    tests = sorted({test for room in rooms for test in room.tests if not test.endswith(".sh")})
    return (build_trees(top, tests, folder, number),
            build_trees(top, tests, folder, number, True) if sanitizers else [])


@contextlib.contextmanager
def work_folder(kept):
    """Removed at the end, unless it is to be kept for the next run, which then builds only what changed."""
    if kept:
        Path(kept).mkdir(parents=True, exist_ok=True)
        yield Path(kept).resolve()
    else:
        with tempfile.TemporaryDirectory(prefix="mailwhy-mutate-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)


def stop(*_):
    stopping.set()
    for process in list(running):
        end_group(process)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--room", help="names of rooms; all that name their tests, when empty")
    parser.add_argument("--count", type=int, default=40, help="mutants in each room")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--no-sanitizers", action="store_true", help="what survived is not tried once more with them")
    parser.add_argument("--keep", help="a folder for the copies, kept for the next run")
    parser.add_argument("--minutes", type=float, default=45, help="the most a run may take")
    arguments = parser.parse_args()
    until = time.monotonic() + 60 * arguments.minutes
    top = Path(__file__).resolve().parents[2]
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    names = (arguments.room or "").replace(",", " ").split() or rooms_of(top)
    rooms = [Room(name, top, arguments.count, arguments.seed) for name in names]
    reasons = read_reasons(top / "tests/mutate/survivors.txt")
    with work_folder(arguments.keep) as folder:
        trees, sanitized = prepare(top, folder, rooms, arguments.jobs, not arguments.no_sanitizers)
        for room in rooms:
            measure(trees[0], room)
            in_each(trees, work, room, until)
            if sanitized and room.of("survived") and not stopping.is_set():
                try_again(sanitized, room, until)
            print_room(room, reasons)
            if stopping.is_set():
                sys.exit(130)


if __name__ == "__main__":
    main()
