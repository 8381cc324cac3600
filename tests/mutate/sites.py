# SPDX-License-Identifier: LGPL-2.1-or-later
"""Where a C file can be changed, one thing at a time, so that it still looks like C."""

import re
from dataclasses import dataclass

TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<comment>/\*.*?\*/|//[^\n]*)
      | (?P<line>\#(?:[^\n\\]|\\.)*)    # a line of the preprocessor, with its continuations
      | (?P<string>"(?:[^"\\]|\\.)*")
      | (?P<char>'(?:[^'\\]|\\.)*')
      | (?P<number>\d[\w.]*)
      | (?P<word>[A-Za-z_]\w*)
      | (?P<sign>->|\+\+|--|<<=|>>=|\.\.\.|&&|\|\||[<>=!+\-*/%&|^]=|<<|>>|.)""",
    re.X | re.S,
)

SWAPPED = {"&&": "||", "||": "&&", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==",
           "true": "false", "false": "true"}
OPENS = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Change:
    """The bytes from start to end become text."""

    start: int
    end: int
    text: str


def tokens_of(source):
    found = []
    position = 0
    while position < len(source):
        match = TOKEN.match(source, position)
        if match.lastgroup not in ("space", "comment", "line"):
            found.append(Token(match.lastgroup, match.group(), match.start(), match.end()))
        position = match.end()
    return found


def partners_of(tokens):
    """The index of the closing bracket for each opening one."""
    partners, open_ones = {}, []
    for index, token in enumerate(tokens):
        if token.kind != "sign":
            continue
        if token.text in OPENS:
            open_ones.append(index)
        elif token.text in OPENS.values() and open_ones:
            partners[open_ones.pop()] = index
    return partners


def swapped_signs(tokens):
    for token in tokens:
        if token.kind in ("sign", "word") and token.text in SWAPPED:
            yield Change(token.start, token.end, SWAPPED[token.text])


def is_array_size(tokens, index):
    """The 64 of `char text[64]`: one more or less changes no answer."""
    if index < 3 or tokens[index - 1].text != "[" or tokens[index + 1].text != "]":
        return False
    before = tokens[index - 3]
    return tokens[index - 2].kind == "word" and (
        before.text == "*" or (before.kind == "word" and before.text not in ("return", "case")))


def is_empty_initialiser(tokens, index):
    return tokens[index - 1].text == "{" and tokens[index + 1].text == "}"


def attribute_tokens(tokens, partners):
    """What stands in G_GNUC_PRINTF (3, 4) and its like: warnings come of it, no code."""
    inside = set()
    for index, token in enumerate(tokens[:-1]):
        if token.text.startswith("G_GNUC_") and tokens[index + 1].text == "(":
            inside.update(range(index, partners[index + 1]))
    return inside


def shifted_numbers(tokens, partners):
    attributes = attribute_tokens(tokens, partners)
    for index, token in enumerate(tokens[:-1]):
        match = re.fullmatch(r"(0[xX][0-9a-fA-F]+|\d+)([uUlL]*)", token.text)
        if token.kind != "number" or not match:
            continue
        if index in attributes or is_array_size(tokens, index) or is_empty_initialiser(tokens, index):
            continue
        value = int(match.group(1), 16 if match.group(1)[:2] in ("0x", "0X") else 10)
        for other in (value + 1, value - 1):
            if other >= 0:
                yield Change(token.start, token.end, f"{other}{match.group(2)}")


def negated_conditions(tokens, partners):
    for index, token in enumerate(tokens[:-1]):
        if token.text == "if" and tokens[index + 1].text == "(":
            begin, end = tokens[index + 1], tokens[partners[index + 1]]
            yield Change(begin.end, end.start, "NOT")
        if token.text == "!" and tokens[index + 1].text != "!":
            yield Change(token.start, token.end, "")


def removed_returns(tokens, partners):
    """`if (…) return …;` goes on instead."""
    for index, token in enumerate(tokens[:-1]):
        if token.text != "if" or tokens[index + 1].text != "(":
            continue
        first = partners[index + 1] + 1
        if tokens[first].text == "{":
            first += 1
        if tokens[first].text not in ("return", "continue", "break", "goto"):
            continue
        last = next(i for i in range(first, len(tokens)) if tokens[i].text == ";")
        yield Change(tokens[first].start, tokens[last].start, "")


def is_table(tokens, index):
    """`NAME[…] = {`: the brace at index opens an array's initialiser."""
    return index >= 2 and tokens[index].text == "{" and tokens[index - 1].text == "=" and tokens[index - 2].text == "]"


def dropped_rows(tokens, partners):
    for index in range(len(tokens)):
        if not is_table(tokens, index):
            continue
        first = position = index + 1
        while position <= partners[index]:
            token = tokens[position]
            if token.text == "," or position == partners[index]:
                if first < position and tokens[first].text not in ("NULL", "0"):
                    end = token.end if token.text == "," else token.start
                    yield Change(tokens[first].start, end, "")
                first = position + 1
            position = partners.get(position, position) + 1


def changes_of(source):
    """Every change of one C file, in the order of the file."""
    tokens = tokens_of(source)
    partners = partners_of(tokens)
    found = list(swapped_signs(tokens)) + list(shifted_numbers(tokens, partners)) + list(removed_returns(tokens, partners))
    found += dropped_rows(tokens, partners)
    for change in negated_conditions(tokens, partners):
        text = change.text and f"!({source[change.start:change.end]})"
        found.append(Change(change.start, change.end, text))
    return sorted(found, key=lambda change: (change.start, change.end, change.text))
