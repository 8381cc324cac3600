# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests in Python print: TAP, each line as soon as it is known."""
import sys

number = failed = 0


def report(good, title, why=""):
    global number, failed
    number += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {number} - {title}")
    if not good and why:
        print("# " + str(why)[:600].replace("\n", " "))
    sys.stdout.flush()


def finish():
    """The plan, and the exit status."""
    print(f"1..{number}")
    sys.exit(failed > 0)
