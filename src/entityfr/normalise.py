"""Normalise the text that the recogniser sees, and find the way back to the caller's offsets.

French on the web and in files comes with typographic apostrophes, no-break spaces, soft hyphens,
decomposed accents; the recogniser was trained on plain text. Nothing here changes what a caller
gets back: every span of the normalised text maps to a span of the original.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

_HYPHENS = "\u2010\u2011"
# Runs of characters in the syntax of a regular expression's set.
_APOSTROPHES = "’ʼ＇"
_SPACES = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LINE_BREAKS = "\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_CONTROLS = "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"
# spaCy hashes strings as UTF-8, which lone surrogates have no form in.
_SURROGATES = "\ud800-\udfff"
# Soft hyphen, zero-width and bidirectional marks, invisible operators, variation selectors, BOM.
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
# The blocks of combining marks that Latin, Greek and Cyrillic letters take.
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"


def _members(characters: str) -> list[str]:
    """Return the characters of a set in a regular expression's syntax."""
    ranges = re.findall("(?s)(.)-(.)", characters)
    single = re.sub("(?s).-.", "", characters)
    return [*single, *(chr(c) for first, last in ranges for c in range(ord(first), ord(last) + 1))]


_ONE_FOR_ONE = re.compile(
    f"[{_APOSTROPHES}{_HYPHENS}{_SPACES}{_LINE_BREAKS}{_CONTROLS}{_SURROGATES}]"
)
_REPLACEMENTS = (
    dict.fromkeys(_members(_APOSTROPHES), "'")
    | dict.fromkeys(_members(_HYPHENS), "-")
    | dict.fromkeys(_members(_SPACES + _CONTROLS), " ")
    | dict.fromkeys(_members(_LINE_BREAKS), "\n")
    | dict.fromkeys(_members(_SURROGATES), "\ufffd")
)
_RESIZED = re.compile(f"[\r{_INVISIBLE}{_MARKS}]")
_QUOTE_AS_APOSTROPHE = re.compile(r"(?<=[^\W\d_])‘(?=[^\W\d_])")


class Step(NamedTuple):
    """For each character of a rewritten text, where its source starts and ends in the text before.

    Both lists have one item a character; ends are exclusive.
    """

    starts: list[int]
    ends: list[int]


class Normalised(NamedTuple):
    """A normalised text and the steps that led to it from the original, first one first."""

    text: str
    steps: tuple[Step, ...] = ()

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original that the span `start`, `end` of `text` was made from.

        Offsets are code points, ends exclusive; the span must not be empty. What was deleted
        inside the span is inside the result, what was deleted at its edges is not; a letter and
        its combining marks are never parted.
        """
        for step in reversed(self.steps):
            start, end = step.starts[start], step.ends[end - 1]
        return start, end


def normalise(text: str) -> Normalised:
    """Return `text` as the recogniser wants it, with the way back to its offsets.

    Apostrophes become ', spaces of every kind one plain space, line breaks of every kind a
    line feed; invisible characters go, accents are composed (NFC), controls and lone surrogates
    are replaced.
    """
    text = _ONE_FOR_ONE.sub(lambda match: _REPLACEMENTS[match[0]], text)
    steps = []
    if "  " in text or _RESIZED.search(text):
        for pattern, replace in _RESIZING:
            if pattern.search(text):
                text, step = _rewrite(text, pattern, replace)
                steps.append(step)
    if "‘" in text:
        text = _QUOTE_AS_APOSTROPHE.sub("'", text)
    return Normalised(text, tuple(steps))


_RESIZING: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (re.compile(f"[{_INVISIBLE}]+"), lambda _: ""),
    (re.compile("\r\n?"), lambda _: "\n"),
    (re.compile(" {2,}"), lambda _: " "),
    (re.compile(rf"\S[{_MARKS}]+"), lambda cluster: unicodedata.normalize("NFC", cluster)),
)


def _rewrite(
    text: str, pattern: re.Pattern[str], replace: Callable[[str], str]
) -> tuple[str, Step]:
    """Replace every match of `pattern`; all characters of a replacement map to the whole match."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        new = replace(match[0])
        pieces += text[done:start], new
        starts.extend(range(done, start))
        ends.extend(range(done + 1, start + 1))
        starts.extend([start] * len(new))
        ends.extend([end] * len(new))
        done = end
    pieces.append(text[done:])
    starts.extend(range(done, len(text)))
    ends.extend(range(done + 1, len(text) + 1))
    return "".join(pieces), Step(starts, ends)
