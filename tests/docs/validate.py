# SPDX-License-Identifier: LGPL-2.1-or-later
"""validate.py SCHEMA [without KEY] <JSON: every value of the input against the schema.

Prints a line for each value that does not fit and ends with "N values". With "without KEY", that key
is taken out of each value first, wherever it stands."""
import json
import sys

import jsonschema


def values(text):
    decoder, at = json.JSONDecoder(), 0
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        yield value
        while at < len(text) and text[at] in " \t\r\n":
            at += 1


def drop(value, key):
    if isinstance(value, dict):
        value.pop(key, None)
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            drop(item, key)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    count = 0
    for value in values(sys.stdin.read()):
        if sys.argv[2:3] == ["without"]:
            drop(value, sys.argv[3])
        count += 1
        for error in validator.iter_errors(value):
            print(f"value {count}: {error.json_path}: {error.message[:200]}")
    print(f"{count} values")


main()
