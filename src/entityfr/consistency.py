"""The component "entityfr_consistency": what a document says of its names, beyond a sentence.

The recogniser sees nine words at a time. Here the mentions of one name agree on a label unless the
recogniser is sure of each; a bare surname follows the full name; an acronym and its expansion
follow each other; a name found surely is found where it was missed, also in a line of capitals.
Every step takes time in proportion to the document's length.
"""

from __future__ import annotations

from collections import defaultdict
from math import log

from spacy.attrs import LOWER
from spacy.language import Language
from spacy.tokens import Doc

from entityfr.acronyms import follow_expansions
from entityfr.confidence import Confidence
from entityfr.mention import Mention, mentions_of, set_mentions
from entityfr.name_words import CIVILITIES, fold
from entityfr.recurrence import missed_mentions


@Language.factory(
    "entityfr_consistency",
    assigns=["doc.ents"],
    requires=["doc.ents"],
    default_config={
        "acronyms": True,
        "surnames": True,
        "votes": True,
        "missed": True,
        "sure": 0.9,
        "unsure": 0.75,
        "margin": 1.0,
        "outside": 0.98,
    },
)
def make_consistency(
    nlp: Language,
    name: str,
    acronyms: bool,
    surnames: bool,
    votes: bool,
    missed: bool,
    sure: float,
    unsure: float,
    margin: float,
    outside: float,
) -> Consistency:
    """The component.

    acronyms, surnames, votes, missed: the steps to take. sure: confidence from which a mention
    speaks for others and changes no more. unsure: confidence under which a bare surname follows a
    full name. margin: by how much, in log odds, the other mentions of a name must outweigh one.
    outside: a word that the recogniser holds for no name with more than this probability is left
    alone.
    """
    return Consistency(acronyms, surnames, votes, missed, sure, unsure, margin, outside)


class Consistency:
    """Callable on a `Doc` with entities; returns it with its entities made consistent."""

    def __init__(
        self,
        acronyms: bool = True,
        surnames: bool = True,
        votes: bool = True,
        missed: bool = True,
        sure: float = 0.9,
        unsure: float = 0.75,
        margin: float = 1.0,
        outside: float = 0.98,
    ) -> None:
        self.acronyms, self.surnames, self.votes, self.missed = acronyms, surnames, votes, missed
        self.sure, self.unsure, self.margin, self.outside = sure, unsure, margin, outside

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc.ents` anew where the document contradicts itself."""
        if not doc.ents:
            return doc
        confidence = Confidence.of(doc)
        words = doc.to_array(LOWER).tolist()
        mentions = mentions_of(doc, words, confidence)
        before = [(m.start, m.end, m.label) for m in mentions]
        if self.acronyms and doc.vocab.strings["("] in words:
            mentions = follow_expansions(doc, mentions)
        if self.votes or self.surnames:
            _trust_civilities(doc, mentions)
        if self.votes:
            self._vote(mentions)
        if self.surnames:
            self._follow_full_names(mentions)
        if self.missed:
            found = missed_mentions(doc, words, mentions, confidence, self.sure, self.outside)
            mentions = sorted([*mentions, *found], key=lambda mention: mention.start)
        if [(m.start, m.end, m.label) for m in mentions] != before:
            set_mentions(doc, mentions)
        return doc

    def _vote(self, mentions: list[Mention]) -> None:
        """Give the mentions of a name one label, unless the recogniser is sure of one of them."""
        by_name: dict[tuple[int, ...], list[Mention]] = defaultdict(list)
        for mention in mentions:
            by_name[mention.key].append(mention)
        for group in by_name.values():
            if len({mention.label for mention in group}) < 2:
                continue
            votes: dict[str, float] = defaultdict(float)
            for mention in group:
                votes[mention.label] += _log_odds(mention.sure)
            best = max(votes, key=votes.__getitem__)
            for mention in group:
                outvoted = votes[best] - _log_odds(mention.sure) > self.margin
                if mention.label != best and mention.sure < self.sure and outvoted:
                    mention.label = best

    def _follow_full_names(self, mentions: list[Mention]) -> None:
        """Make a bare surname a person where the full name is one."""
        people = {
            mention.key[-1]
            for mention in mentions
            if mention.label == "PER" and len(mention.key) > 1 and mention.sure >= self.sure
        }
        for mention in mentions:
            bare = len(mention.key) == 1 and mention.key[0] in people
            if bare and mention.label != "MISC" and mention.sure < self.unsure:
                mention.label = "PER"


def _trust_civilities(doc: Doc, mentions: list[Mention]) -> None:
    """Make a person with a civility before the name a sure one: M. Bourges is no town."""
    for mention in mentions:
        before = doc[mention.start - 1].text if mention.start else ""
        if mention.label == "PER" and fold(before) in CIVILITIES:
            mention.sure = 1.0


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 0.02), 0.98)
    return log(bounded / (1 - bounded)) if bounded > 0.5 else 0.02
