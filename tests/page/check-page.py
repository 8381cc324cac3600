#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Parses pages as a browser does (HTML5) and prints a line for each breach: a parse error, an element or
attribute that could run or fetch anything, an id twice, a link to nowhere, a table head without scope.

check-page.py [--canary WORD] FILE..."""
import sys

import html5lib

FORBIDDEN = {
    "script", "iframe", "frame", "object", "embed", "applet", "base", "img", "image", "audio", "video",
    "source", "track", "link", "portal", "template", "math", "foreignobject", "animate", "set",
}
# Attributes that our own markup has. What is not here came from somewhere else.
ALLOWED = {
    "lang", "charset", "http-equiv", "content", "name", "id", "class", "href", "width", "height", "hidden",
    "aria-hidden", "aria-label", "aria-labelledby", "aria-describedby", "viewbox", "cx", "cy", "r", "fill",
    "d", "x", "y", "x1", "x2", "y1", "y2", "rx", "stroke", "stroke-width", "stroke-dasharray",
    "stroke-linecap", "stroke-linejoin", "role", "scope", "colspan", "data-l", "datetime", "value", "open",
    "text-anchor", "method", "action", "enctype", "for", "rows", "spellcheck", "placeholder", "type",
    "checked", "maxlength", "autocomplete", "accept", "multiple", "start", "tabindex", "autofocus",
}
POLICY = ("default-src 'none'", "style-src 'unsafe-inline'")


def local(tag):
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""


def walk(element, trail=()):
    yield element, trail
    for child in element:
        if isinstance(child.tag, str):
            yield from walk(child, trail + (local(element.tag),))


def breaches(text, canary):
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree = parser.parse(text)
    for (line, column), code, data in parser.errors:
        yield f"parse error at {line}:{column}: {code} {data}"
    ids, targets, policy, headings = set(), [], "", []
    for element, trail in walk(tree):
        tag = local(element.tag)
        if tag in FORBIDDEN:
            yield f"element <{tag}>"
        if tag == "style" and trail[-1:] != ("head",):
            yield "a style element outside the head"
        if tag == "h1":
            headings.append("".join(element.itertext()).strip())
        if tag == "th" and "scope" not in element.attrib:
            yield "a th without scope"
        if tag == "meta" and element.get("http-equiv") == "Content-Security-Policy":
            policy = element.get("content", "")
        for name, value in element.attrib.items():
            name = local(name)
            if name not in ALLOWED:
                yield f"attribute {name} of <{tag}>"
            if name == "id":
                if value in ids:
                    yield f"id twice: {value}"
                ids.add(value)
            if name in ("aria-labelledby", "aria-describedby"):
                targets.append(value)
            if name == "href" and value.startswith("#"):
                targets.append(value[1:])
            elif name == "href" and not (tag == "a" and (value == "./" or value.startswith("./?lang="))):
                yield f"href leads away: {value!r}"
            if canary and canary in value and name not in ("data-l", "value"):
                yield f"text of the message in the attribute {name} of <{tag}>"
        if tag == "style" and canary and canary in (element.text or ""):
            yield "text of the message in a style"
    for part in POLICY:
        if part not in policy:
            yield f"the policy lacks {part}"
    for target in targets:
        if target not in ids:
            yield f"a link to #{target}, which is nowhere"
    if not headings or not all(headings):
        yield "no h1, or an empty one"
    style = text.split("<style>", 1)[-1].split("</style>", 1)[0]
    for word in ("url(", "@import", "expression("):
        if word in style:
            yield f"{word} in the style"
    if canary and canary not in "".join(tree.itertext()):
        yield "the message's text is not shown"


def main():
    arguments = sys.argv[1:]
    canary = ""
    if arguments[:1] == ["--canary"]:
        canary, arguments = arguments[1], arguments[2:]
    for path in arguments:
        with open(path, "rb") as file:
            data = file.read()
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            print(f"{path}: {error}")
            continue
        for breach in list(breaches(text, canary))[:20]:
            print(f"{path}: {breach}")


main()
