"""The component "entityfr_consistency": one name, one label within a document.

The recogniser sees nine words at a time. This step sees the document: mentions of one name vote for
a label, weighted by the recogniser's confidence; a surname follows the full name met elsewhere; an
acronym in brackets follows its expansion; a name found surely is also found where it was missed.
Short texts, where no name recurs, pass unchanged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import log
from typing import NamedTuple

import numpy as np
from spacy.attrs import LOWER, ORTH
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from entityfr.confidence import Confidence

_LABELS_THAT_CARRY = ("PER", "LOC", "ORG")


class Mention(NamedTuple):
    """A span with what the recogniser thinks of it."""

    span: Span
    key: tuple[int, ...]
    """LOWER of each token"""
    sure: float
    """probability that the label is right, as the recogniser sees it"""


@Language.factory(
    "entityfr_consistency",
    assigns=["doc.ents"],
    requires=["doc.ents"],
    default_config={"sure": 0.9, "unsure": 0.75, "margin": 1.0, "missed": 0.98},
)
def make_consistency(
    nlp: Language, name: str, sure: float, unsure: float, margin: float, missed: float
) -> Consistency:
    """The component.

    sure: confidence from which a mention can speak for others. unsure: confidence under which a
    mention follows a full name met elsewhere. margin: by how much, in log odds, the other mentions
    of a name must outweigh one for it to change its label. missed: a word that the recogniser holds
    for no name with more than this probability is left alone.
    """
    return Consistency(sure, unsure, margin, missed)


class Consistency:
    """Callable on a `Doc` with entities; returns it with its entities made consistent."""

    def __init__(self, sure: float, unsure: float, margin: float, missed: float) -> None:
        self.sure, self.unsure, self.margin, self.missed = sure, unsure, margin, missed

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc.ents` anew where the document contradicts itself."""
        ents = doc.ents
        if not ents:
            return doc
        confidence = Confidence.of(doc)
        lower = doc.to_array(LOWER).tolist()
        mentions = [
            Mention(span, tuple(lower[span.start : span.end]), sure)
            for span, sure in zip(ents, confidence.of_labels(ents), strict=True)
        ]
        labels = self._vote(mentions)
        labels = self._follow_full_names(mentions, labels)
        changed = [
            m.span if m.span.label_ == label else Span(doc, m.span.start, m.span.end, label=label)
            for m, label in zip(mentions, labels, strict=True)
        ]
        added = list(self._missed(doc, changed, mentions, confidence))
        if added or any(a is not m.span for a, m in zip(changed, mentions, strict=True)):
            doc.set_ents(filter_spans(changed + added))
        return doc

    def _vote(self, mentions: list[Mention]) -> list[str]:
        """The label of each mention after the mentions of its name have voted."""
        votes: dict[tuple[int, ...], dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for mention in mentions:
            votes[mention.key][mention.span.label_] += _log_odds(mention.sure)
        labels = []
        for mention in mentions:
            for_name = votes[mention.key]
            own = mention.span.label_
            best = max(for_name, key=for_name.__getitem__)
            others = for_name[best]
            mine = _log_odds(mention.sure)
            outvoted = best != own and others - mine > self.margin and mention.sure < self.sure
            labels.append(best if outvoted else own)
        return labels

    def _follow_full_names(self, mentions: list[Mention], labels: list[str]) -> list[str]:
        """A bare surname is a person where the full name is one."""
        people = {
            mention.key[-1]
            for mention, label in zip(mentions, labels, strict=True)
            if label == "PER" and len(mention.key) > 1 and mention.sure >= self.sure
        }
        return [
            "PER"
            if label != "PER"
            and len(mention.key) == 1
            and mention.key[0] in people
            and mention.sure < self.unsure
            else label
            for mention, label in zip(mentions, labels, strict=True)
        ]

    def _missed(
        self, doc: Doc, spans: list[Span], mentions: list[Mention], confidence: Confidence
    ) -> Iterator[Span]:
        """The same names, in the same letters, where the recogniser saw none."""
        labels: dict[str, str] = {}
        firsts: set[int] = set()
        covered = np.zeros(len(doc), bool)
        for span, mention in zip(spans, mentions, strict=True):
            covered[span.start : span.end] = True
            if mention.sure >= self.sure:
                text = span.text
                labels[text] = span.label_
                if len(text) > 2 and not text.islower() and span.label_ in _LABELS_THAT_CARRY:
                    firsts.add(span[0].orth)
        places = np.isin(doc.to_array(ORTH), np.fromiter(firsts, np.uint64, len(firsts)))
        longest = max(len(span) for span in spans)
        for start in np.flatnonzero(places & ~covered).tolist():
            if covered[start]:
                continue
            for end in range(min(len(doc), start + longest), start, -1):
                span = doc[start:end]
                label = labels.get(span.text)
                if label in _LABELS_THAT_CARRY and not covered[start:end].any():
                    if confidence.of_outside(span) < self.missed:
                        yield Span(doc, start, end, label=label)
                        covered[start:end] = True
                    break


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 0.02), 0.98)
    return log(bounded / (1 - bounded)) if bounded > 0.5 else 0.02
