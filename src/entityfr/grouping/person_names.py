"""The parts of persons' names."""

import re
from functools import lru_cache
from typing import NamedTuple

from entityfr.grouping.mentions import folded_words

_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+|[A-ZÀ-Ý]")
_SPACED_INITIALS = re.compile(r"(?<=\b\w\.)\s+(?=\w\.)")
_ROMAN = re.compile(r"[ivx]+|1er|ier")
_ARABIC_ARTICLE = re.compile(r"(?:al|el|ar|as|ad|an|az|at)[-‐‑](?=\w)", re.I)


class PersonName(NamedTuple):
    """A person's name: its folded parts between spaces, and the initials of each part.

    « J.-P. Dupont » has the parts ``("jp", "dupont")``; `initials` tells which parts are only
    initials, `letters` are the initials of each part: « Jean-Pierre » has "jp".
    """

    parts: tuple[str, ...]
    initials: tuple[bool, ...]
    letters: tuple[str, ...]

    @property
    def family(self) -> tuple[str, ...]:
        """The parts after the leading initials."""
        first = next((at for at, short in enumerate(self.initials) if not short), 0)
        return self.parts[first:]

    def shortens_to(self, other: "PersonName") -> bool:
        """Tell whether leaving out middle names, not numbers, gives the other name."""
        if len(other.parts) < 2:
            return False
        rest = iter(self.parts)
        if not all(part in rest for part in other.parts):
            return False
        left_out = set(self.parts).difference(other.parts)
        return not any(_ROMAN.fullmatch(part) for part in left_out)


@lru_cache(maxsize=8192)
def name_parts(surface: str) -> PersonName:
    """Return the parts of a name; the Arabic article before a part is left out."""
    parts, initials, letters = [], [], []
    written = _SPACED_INITIALS.sub("", surface.lstrip("@")).split()
    for part in written:
        words = folded_words(_ARABIC_ARTICLE.sub("", part))
        if words:
            parts.append("".join(words))
            initials.append(len(written) > 1 and bool(_INITIALS.fullmatch(part)))
            letters.append("".join(word[0] for word in words))
    return PersonName(tuple(parts), tuple(initials), tuple(letters))


def same_initials(short: PersonName, full: PersonName) -> bool:
    """Tell whether the leading initials of `short` begin the given names of `full`."""
    given = len(full.parts) - len(short.family)
    if given < 1 or any(full.initials[:given]):
        return False
    initials = "".join(short.parts[: len(short.parts) - len(short.family)])
    letters = "".join(full.letters[:given])
    return letters.startswith(initials) or initials.startswith(letters)
