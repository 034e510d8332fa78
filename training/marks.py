"""Marked text, `[PER Ada] lives in [LOC Paris].`, read and written."""

import re
from collections.abc import Iterable
from typing import NamedTuple

LABELS = ("PER", "LOC", "ORG", "MISC")
PARAGRAPH = " ¶ "
"""what stands between two paragraphs of an article on its one line"""
_MARK = re.compile(rf"\[({'|'.join(LABELS)}) ([^\[\]]+)\]")


class Span(NamedTuple):
    """A name in a text: offsets in code points, end exclusive."""

    start: int
    end: int
    label: str


class Marked(NamedTuple):
    """A text and the names in it, in order."""

    text: str
    spans: tuple[Span, ...]


def parse(line: str) -> Marked:
    """Return the text of `line` without its marks, and the spans that they stood for.

    Brackets that are no mark stay in the text.
    """
    text, spans, done = "", [], 0
    for match in _MARK.finditer(line):
        text += line[done : match.start()]
        spans.append(Span(len(text), len(text) + len(match[2]), match[1]))
        text, done = text + match[2], match.end()
    return Marked(text + line[done:], tuple(spans))


def mark(text: str, spans: Iterable[Span]) -> str:
    """Return `text` with its spans marked; the inverse of `parse`."""
    pieces, done = [], 0
    for start, end, label in sorted(spans):
        pieces += [text[done:start], f"[{label} {text[start:end]}]"]
        done = end
    return "".join([*pieces, text[done:]])
