"""Names that the recogniser found in one place of a document and missed in another."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from entityfr.confidence import Confidence
from entityfr.mention import Mention

_SHORTEST = 3
_CARRIED = frozenset({"PER", "LOC", "ORG"})


def missed_mentions(
    doc: Doc,
    words: list[int],
    mentions: list[Mention],
    confidence: Confidence,
    sure: float,
    outside: float,
) -> Iterator[Mention]:
    """Yield new mentions of the names that `mentions` hold with confidence `sure` at least.

    `words` holds LOWER of the tokens. The new mentions have the same letters or, in a line of
    capitals, the same as capitals. Words that the recogniser holds for no name with a probability
    of `outside` or more are left alone.
    """
    names = {m.key: m for m in mentions if m.sure >= sure and m.label in _CARRIED}
    lengths: dict[int, set[int]] = {}
    for key in names:
        lengths.setdefault(key[0], set()).add(len(key))
    places = [index for index, word in enumerate(words) if word in lengths]
    if len(places) <= len(names):
        return
    covered = {index for m in mentions for index in range(m.start, m.end)}
    for start in places:
        for length in sorted(lengths[words[start]], reverse=True):
            end = start + length
            known = names.get(tuple(words[start:end]))
            if known is None or not covered.isdisjoint(range(start, end)):
                continue
            span = doc[start:end]
            same = _has_same_letters(span.text, doc[known.start : known.end].text)
            if same and confidence.of_outside(span) < outside:
                yield Mention(start, end, known.label, known.sure, known.key)
                covered.update(range(start, end))
                break


def _has_same_letters(text: str, name: str) -> bool:
    shouted = text == name.upper()
    return len(name) >= _SHORTEST and not name.islower() and (text == name or shouted)
