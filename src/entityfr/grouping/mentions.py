"""Names made comparable: words without case, accents, apostrophes and hyphens."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from entityfr.labels import Label

if TYPE_CHECKING:
    from entityfr.models import Entity

_SEPARATORS = re.compile(r"[\s\-‐‑–'’ʼ.,&/()«»\"]+")
_SPACE = re.compile(r"\s+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "đ": "d", "ø": "o", "ł": "l", "ı": "i"})
ARTICLES = frozenset(["le", "la", "les", "l"])


class Mention(NamedTuple):
    """One entity as the grouping sees it.

    `order`: its position in the extraction; `words`: its folded words; `key`: the words run
    together, so that « Al-Qaïda », « Al Qaida » and « AL QAÏDA » have the same key.
    """

    order: int
    surface: str
    start: int
    end: int
    words: tuple[str, ...]
    key: str


class Sets:
    """Disjoint sets over ``range(size)``, joined two by two."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, item: int) -> int:
        """Return the first member of the item's set."""
        parent = self._parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def join(self, one: int, other: int) -> None:
        """Put the sets of two items together."""
        first, second = sorted((self.find(one), self.find(other)))
        self._parent[second] = first

    def groups(self) -> list[list[int]]:
        """Return the sets, members in order, sets in the order of their first member."""
        members: dict[int, list[int]] = {}
        for item in range(len(self._parent)):
            members.setdefault(self.find(item), []).append(item)
        return list(members.values())


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """Return `name` in lower case, without accents and ligatures."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LIGATURES))
    return "".join(char for char in plain if not unicodedata.combining(char))


@lru_cache(maxsize=8192)
def folded_words(name: str) -> tuple[str, ...]:
    """Return the folded words of a name, parted at spaces, hyphens, apostrophes and points."""
    return tuple(word for word in _SEPARATORS.split(fold(name)) if word)


@lru_cache(maxsize=8192)
def one_line(name: str) -> str:
    """Return a name as it is written, a line break or a row of spaces being one space."""
    return _SPACE.sub(" ", name)


def read_mentions(text: str, entities: "Sequence[Entity]", label: Label) -> list[Mention]:
    """Return the mentions with one label, in the order of the text."""
    mentions = []
    for index, entity in enumerate(entities):
        if entity.label == label:
            words = folded_words(entity.text)
            if label is not Label.PER and len(words) > 1 and words[0] in ARTICLES:
                words = words[1:]
            key = "".join(words) or entity.text
            mentions.append(
                Mention(index, one_line(entity.text), entity.start, entity.end, words, key)
            )
    return mentions


def join_same_keys(mentions: Sequence[Mention], sets: Sets) -> dict[str, int]:
    """Put together the mentions with one key; return the first position of each key."""
    first: dict[str, int] = {}
    for position, mention in enumerate(mentions):
        sets.join(first.setdefault(mention.key, position), position)
    return first


def neighbours(
    text: str, mentions: Sequence[Mention], within: int
) -> Iterator[tuple[int, int, str]]:
    """Yield each two mentions that follow one another, with the text between them.

    Only pairs that at most `within` characters part.
    """
    for left in range(len(mentions) - 1):
        start, end = mentions[left].end, mentions[left + 1].start
        if 0 <= end - start <= within:
            yield left, left + 1, text[start:end]
