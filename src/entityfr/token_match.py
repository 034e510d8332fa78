"""Rewrite the pattern of the French words that spaCy keeps whole into one that compiles quickly.

`spacy.lang.fr` joins 266 alternatives such as ``^anti[-–][a-z…][-a-z…]*$``, each with its own copy
of character classes of hundreds of ranges: 1.4 MB of text and seconds of compilation. There are
only four endings, so the alternatives are grouped by what stands around their short middle, by the
distributive law ``axz|ayz = a(?:x|y)z``; the pattern matches the same strings over the same spans.
"""

from __future__ import annotations

import re

_START, _BETWEEN, _END = "(?iu)(?:^", "$)|(?:^", "$)"
_LETTERS = r"\[[^\]\\-][^\]]{100,}\]|\[-[^\]]{100,}\]"
"""a character class of a whole alphabet"""
_PARTS = re.compile(rf"((?:(?:{_LETTERS})[+*]?)*)(.*?)((?:(?:{_LETTERS})[+*]?)*)")
_GROUP = re.compile(r"\((?:\?:)?[^()]*\)[?*]?")
_JOINT = re.compile(r"\[([^\]\w\\^]+)\](?![?*{])")
"""a class of hyphens or apostrophes that must be met, as ``[-–—]``"""


def factored(pattern: str) -> str:
    """Return an equal pattern that compiles quickly, or `pattern` itself if its form is unknown."""
    if not (pattern.startswith(_START) and pattern.endswith(_END)):
        return pattern
    middles: dict[tuple[str, str], list[str]] = {}
    joints: set[str] = set()
    for alternative in pattern[len(_START) : -len(_END)].split(_BETWEEN):
        parts = _PARTS.fullmatch(alternative)
        joint = _joint(parts[2]) if parts else ""
        if not parts or not joint:
            return pattern
        joints.update(joint)
        middles.setdefault((parts[1], parts[3]), []).append(parts[2])
    grouped = (f"{a}(?:{'|'.join(middle)}){z}" for (a, z), middle in middles.items())
    signs = re.escape("".join(sorted(joints)))
    return f"(?iu)^(?=[^{signs}]*[{signs}])(?:{'|'.join(grouped)})$"


def _joint(middle: str) -> str:
    """Return the hyphens or apostrophes one of which any match of `middle` holds; "" if unknown.

    Also "" for whatever the distributive law would not hold for, as a ``|`` outside of a group.
    """
    outside = _GROUP.sub("", middle)
    found = _JOINT.search(outside)
    return "" if found is None or any(sign in outside for sign in r"|()\^$.") else found[1]
