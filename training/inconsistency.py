"""Names marked one way here and another way there, for a person to look at.

Most are right both ways (Lens the town, Lens the club); a few are slips.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from training.corpus import Passage

UNMARKED = "unmarked"
_CONTEXT = 45
_WORD = re.compile(r"\w+")


class Use(NamedTuple):
    """A name somewhere in the corpus, marked or not."""

    label: str
    """PER, LOC, ORG, MISC or unmarked"""
    passage: Passage
    start: int
    end: int

    @property
    def context(self) -> str:
        text = self.passage.text
        before = text[max(0, self.start - _CONTEXT) : self.start]
        after = text[self.end : self.end + _CONTEXT]
        return f"{before}[{text[self.start : self.end]}]{after}".replace("\n", " ")


class Inconsistency(NamedTuple):
    """A name with several labels, or marked and unmarked."""

    name: str
    uses: list[Use]

    @property
    def counts(self) -> Counter[str]:
        return Counter(use.label for use in self.uses)

    @property
    def rare(self) -> list[Use]:
        """The uses that go against the most frequent one, the rarest first."""
        counts = self.counts
        (usual, _), *_ = counts.most_common(1)
        return sorted((u for u in self.uses if u.label != usual), key=lambda u: counts[u.label])

    @property
    def suspicion(self) -> float:
        """How many uses of the usual kind stand against one of another kind."""
        return (len(self.uses) - len(self.rare)) / len(self.rare)


def inconsistencies(corpus: Iterable[Passage]) -> list[Inconsistency]:
    """Return the names of `corpus` used in several ways, the most suspicious first.

    An unmarked MISC counts only where MISC is marked at all, a name of one or two letters only
    where it is marked.
    """
    corpus = list(corpus)
    uses: dict[str, list[Use]] = defaultdict(list)
    for passage in corpus:
        for start, end, label in passage.spans:
            uses[passage.text[start:end]].append(Use(label, passage, start, end))
    for name, found in _unmarked(corpus, _findable(uses)):
        labels = {use.label for use in uses[name] if use.label != UNMARKED}
        if found.passage.has_misc or labels != {"MISC"}:
            uses[name].append(found)
    found_several = [Inconsistency(n, u) for n, u in uses.items() if len({x.label for x in u}) > 1]
    return sorted(found_several, key=lambda one: (-one.suspicion, one.name))


def _findable(uses: dict[str, list[Use]]) -> dict[str, list[str]]:
    """Names marked twice or more, by their first word."""
    by_word: dict[str, list[str]] = defaultdict(list)
    for name, found in uses.items():
        if len(found) > 1 and len(name) > 2 and not name.islower():
            first = _WORD.search(name)
            if first and first.start() == 0:
                by_word[first[0]].append(name)
    return by_word


def _unmarked(
    corpus: Iterable[Passage], by_word: dict[str, list[str]]
) -> Iterator[tuple[str, Use]]:
    for passage in corpus:
        text = passage.text
        for word in _WORD.finditer(text):
            for name in by_word.get(word[0], ()):
                start, end = word.start(), word.start() + len(name)
                ends_word = not (name[-1].isalnum() and text[end : end + 1].isalnum())
                if text.startswith(name, start) and ends_word and _is_free(passage, start, end):
                    yield name, Use(UNMARKED, passage, start, end)


def _is_free(passage: Passage, start: int, end: int) -> bool:
    return not any(span.start < end and start < span.end for span in passage.spans)
