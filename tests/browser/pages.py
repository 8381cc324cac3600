# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is shown in a browser, and what both browsers are asked.

Its arguments are those of the script: PROGRAM PAGE-PROGRAM SOURCE SHOTS [AXE.js]"""
import os
import subprocess
import sys
import tempfile

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from tap import finish, report  # noqa: E402,F401

mailwhy, page_program, source, shots = sys.argv[1:5]
axe = open(sys.argv[5], encoding="utf-8").read() if len(sys.argv) > 5 else None
samples = os.path.join(source, "samples")
scratch = tempfile.mkdtemp()
os.makedirs(shots, exist_ok=True)


def sample(name):
    return os.path.join(samples, name)


def sample_names():
    return sorted(name for name in os.listdir(samples) if name.endswith(".eml"))


def sample_text(name):
    with open(sample(name), encoding="utf-8") as file:
        return file.read()


def page_of(*arguments, name="page"):
    path = os.path.join(scratch, name + ".html")
    with open(path, "wb") as file:
        subprocess.run([mailwhy, "--no-config", "--format=html", *arguments], stdout=file, check=False, cwd=samples)
    return "file://" + path


def serve():
    """The server, and the address it prints."""
    server = subprocess.Popen([page_program], stdout=subprocess.PIPE, text=True)
    return server, server.stdout.readline().strip()


# To run once axe is there: every fold is opened, and what it finds is handed to the last argument.
AXE = (
    "const done = arguments[arguments.length - 1]; document.querySelectorAll('details').forEach(d => d.open = true);"
    "axe.run({resultTypes: ['violations']}).then(r => done(r.violations.map("
    "v => [v.id, v.impact, v.nodes.slice(0, 3).map(n => n.html)])), e => done([['error', 'serious', String(e)]]))")


def serious(found):
    return [fault for fault in found if fault[1] in ("serious", "critical")]


CANARY = "<script>window.canary=1;document.title='canary'</script>"


def hostile_header():
    """A file with CANARY in every place of a header, names that turn round, and a line of a mebibyte."""
    hostile = "\n".join([
        f"Received: from {CANARY} ({CANARY} [192.0.2.25]) by mx.receiver.example; Sun, 22 Nov 2026 06:37:00 +0000",
        f"Authentication-Results: mx.receiver.example; dmarc=fail ({CANARY}) header.from=museum.example",
        f'From: "{CANARY}" <a@museum.example>',
        f"Subject: </style></title>{CANARY}<img src=x onerror=window.canary=1><img src=http://evil.example/x onerror=window.canary=1>",
        "X-Bidi: \u202egpj.exe\u202c", "X-Long: " + "A" * (1 << 20), f'X-Quote: " onload="window.canary=1" x="{CANARY}', "", ""])
    path = os.path.join(scratch, "hostile.eml")
    with open(path, "w", encoding="utf-8") as file:
        file.write(hostile)
    return path
