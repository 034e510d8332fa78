"""An entity while the steps that see the whole document work on it."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Span

from entityfr.confidence import Confidence


@dataclass(slots=True)
class Mention:
    """The tokens from `start` to before `end`, which bear `label`."""

    start: int
    end: int
    label: str
    sure: float
    """probability that the label is right, as the recogniser sees it"""
    key: tuple[int, ...]
    """LOWER of each token: the same for mentions of one name"""


def mentions_of(doc: Doc, words: list[int], confidence: Confidence) -> list[Mention]:
    """Return the entities of `doc` in their order; `words` holds LOWER of its tokens."""
    ents = doc.ents
    return [
        Mention(span.start, span.end, span.label_, sure, tuple(words[span.start : span.end]))
        for span, sure in zip(ents, confidence.of_labels(ents), strict=True)
    ]


def set_mentions(doc: Doc, mentions: list[Mention]) -> None:
    """Make the mentions the entities of `doc`."""
    doc.set_ents([Span(doc, m.start, m.end, label=m.label) for m in mentions])
