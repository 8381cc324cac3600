#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Holds the program against another reader of DMARC aggregate reports: messages that passed and failed.

totals.py MAILWHY FILE...: prints a TAP line for each file that Python's own parsers can read.
"""
import email
import gzip
import io
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
import zipfile
import zlib


def unpack(data):
    if data[:4] == b"PK\3\4":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                if not name.endswith("/"):
                    yield archive.read(name)
    elif data[:2] == b"\x1f\x8b":
        yield zlib.decompressobj(31).decompress(data)
    else:
        yield data


def texts(path):
    with open(path, "rb") as file:
        data = file.read()
    if not path.endswith(".eml"):
        yield from unpack(data)
        return
    for part in email.message_from_bytes(data).walk():
        if not part.is_multipart():
            yield from unpack(part.get_payload(decode=True) or b"")


def local(element):
    return element.tag.split("}")[-1].lower()


def child(element, *names):
    for name in names:
        element = next((e for e in element if local(e) == name), None)
        if element is None:
            return None
    return element


def word(element):
    return "" if element is None or element.text is None else element.text.strip().lower()


def expected(path):
    """Totals, None without a report; an exception where it is none that can be read."""
    totals, found = {"pass": 0, "fail": 0, "rows": 0}, False
    for text in texts(path):
        if not text.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<"):
            continue
        root = ElementTree.fromstring(text)
        if local(root) != "feedback":
            continue
        found = True
        for record in (e for e in root if local(e) == "record"):
            policy = child(record, "row", "policy_evaluated")
            passed = "pass" in (word(child(policy, "dkim")), word(child(policy, "spf")))
            totals["pass" if passed else "fail"] += int(word(child(record, "row", "count")))
            totals["rows"] += 1
    return totals if found else None


def printed(mailwhy, path):
    totals = {"pass": 0, "fail": 0, "rows": 0}
    command = [mailwhy, "--trust-all", "-f", "jsonl", path]
    output = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
    for line in output.splitlines():
        case = json.loads(line)
        if case["aggregate"] and case["aggregate"]["row"]:
            totals[case["verdict"]["status"]] += case["weight"]
            totals["rows"] += 1
    return totals


def main():
    failed = 0
    tested = 0
    for path in sys.argv[2:]:
        try:
            wanted = expected(path)
        except (ElementTree.ParseError, OSError, ValueError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile):
            continue
        if wanted is None:
            continue
        got = printed(sys.argv[1], path)
        tested += 1
        if got != wanted:
            failed += 1
            print(f"# {os.path.basename(path)}: {got}, not {wanted}")
    print(f"# {tested} files")
    sys.exit(failed > 0 or tested == 0)


main()
