"""Names that the recogniser found in one place of a document and missed in another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from entityfr.confidence import Confidence
from entityfr.mention import Mention

_SHORTEST = 3
_CARRIED = frozenset({"PER", "LOC", "ORG"})


def missed_mentions(
    doc: Doc,
    words: list[int],
    mentions: list[Mention],
    names: Iterable[Mention],
    confidence: Confidence,
    outside: float,
) -> Iterator[Mention]:
    """Yield new mentions of `names`, outside all `mentions`.

    `words` holds LOWER of the tokens. The new mentions have the same letters or, in a line of
    capitals, the same as capitals. Words that the recogniser holds for no name with a probability
    of `outside` or more are left alone.
    """
    known = {mention.key: mention for mention in names if mention.label in _CARRIED}
    lengths: dict[int, set[int]] = {}
    for key in known:
        lengths.setdefault(key[0], set()).add(len(key))
    covered = {index for m in mentions for index in range(m.start, m.end)}
    for start, word in enumerate(words):
        if word not in lengths or start in covered or _follows_hyphen(doc, start):
            continue
        for length in sorted(lengths[word], reverse=True):
            end = start + length
            name = known.get(tuple(words[start:end]))
            if name is None or not covered.isdisjoint(range(start, end)):
                continue
            unsure = confidence.of_outside(doc[start:end]) < outside
            if unsure and _is_written_like(doc, start, end, name):
                yield Mention(start, end, name.label, name.sure, name.key)
                covered.update(range(start, end))
                break


def _follows_hyphen(doc: Doc, index: int) -> bool:
    before = doc[index - 1] if index else None
    return before is not None and before.text == "-" and not before.whitespace_


def _is_written_like(doc: Doc, start: int, end: int, name: Mention) -> bool:
    """Tell whether the tokens have the letters of `name`, as they are or in capitals."""
    letters = doc[name.start : name.end].text
    long_enough = len(letters) >= _SHORTEST and not letters.islower()
    return long_enough and doc[start:end].text in (letters, letters.upper())
