"""Keep memory from growing with the words of a long stream, by spaCy's memory zones.

spaCy keeps every string and word that it meets. That makes known words fast, so the first words are
kept; later ones live in a zone, which forgets them with the documents that it was opened for:
https://spacy.io/api/language#memory_zone
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from spacy.language import Language

_MOST_KEPT = 60_000
"""strings kept beside those that came with the pipeline: some 20 MB"""
_CHARACTERS_A_STRING = 8
"""how short a text of new words alone may be for the strings that it brings"""


class BoundedMemory:
    """Opens the memory zones of one pipeline, one at a time: they belong to its vocabulary."""

    def __init__(self, nlp: Language) -> None:
        self._open = nlp.memory_zone
        self._vocab = nlp.vocab
        self._limit = len(nlp.vocab.strings) + _MOST_KEPT
        self._lock = RLock()

    @contextmanager
    def zone(self, characters: int) -> Iterator[None]:
        """Bound what is kept of texts with this many characters; no document may leave the block.

        Threads wait for one another here, since a zone would swallow the words of them all.
        """
        with self._lock:
            full = len(self._vocab.strings) + characters // _CHARACTERS_A_STRING > self._limit
            if full and not self._vocab.in_memory_zone:  # type: ignore[attr-defined]
                with self._open():
                    yield
            else:
                yield


_bounded: WeakKeyDictionary[Language, BoundedMemory] = WeakKeyDictionary()
_making = RLock()


def bounded_memory(nlp: Language) -> BoundedMemory:
    """Return the zones of `nlp`, the same for all who share the pipeline."""
    with _making:
        if nlp not in _bounded:
            _bounded[nlp] = BoundedMemory(nlp)
        return _bounded[nlp]
