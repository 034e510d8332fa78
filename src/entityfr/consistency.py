"""The component "entityfr_consistency": what a document says of its names, beyond a sentence.

The recogniser sees nine words at a time. Here an acronym and its expansion follow each other; an
unsure mention follows a sure one of the same name; a name found surely is found where it was
missed, also in a line of capitals. Every step takes time in proportion to the document's length.
"""

from __future__ import annotations

from spacy.attrs import LOWER
from spacy.language import Language
from spacy.tokens import Doc

from entityfr.acronyms import follow_expansions
from entityfr.confidence import Confidence
from entityfr.mention import Mention, mentions_of, set_mentions
from entityfr.recurrence import missed_mentions

# A town's name is the first meaning of the word, a person or club named after it the second, which
# only its context shows: unsure persons and organisations do not follow a sure place.
_FOLLOWED = frozenset({"PER", "ORG"})
_FOLLOWING = frozenset({"PER", "LOC", "ORG"})


@Language.factory(
    "entityfr_consistency",
    assigns=["doc.ents"],
    requires=["doc.ents"],
    default_config={
        "acronyms": True,
        "agreement": True,
        "missed": True,
        "sure": 0.8,
        "surest": 0.9,
        "unsure": 0.6,
        "outside": 0.98,
    },
)
def make_consistency(
    nlp: Language,
    name: str,
    acronyms: bool,
    agreement: bool,
    missed: bool,
    sure: float,
    surest: float,
    unsure: float,
    outside: float,
) -> Consistency:
    """The component.

    acronyms, agreement, missed: the steps to take. sure: confidence from which a name is
    looked for where it was missed. surest: confidence from which a mention lends its label to those
    of the same name under `unsure`. outside: a word that the recogniser holds for no name with more
    than this probability is left alone.
    """
    return Consistency(
        acronyms=acronyms,
        agreement=agreement,
        missed=missed,
        sure=sure,
        surest=surest,
        unsure=unsure,
        outside=outside,
    )


class Consistency:
    """Callable on a `Doc` with entities; returns it with its entities made consistent."""

    def __init__(
        self,
        *,
        acronyms: bool = True,
        agreement: bool = True,
        missed: bool = True,
        sure: float = 0.8,
        surest: float = 0.9,
        unsure: float = 0.6,
        outside: float = 0.98,
    ) -> None:
        self.acronyms, self.agreement, self.missed = acronyms, agreement, missed
        self.sure, self.surest, self.unsure, self.outside = sure, surest, unsure, outside

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
        if self.agreement:
            self._follow_the_surest(mentions)
        if self.missed:
            names = [m for m in mentions if m.sure >= self.sure]
            found = missed_mentions(doc, words, mentions, names, confidence, self.outside)
            mentions = sorted([*mentions, *found], key=lambda mention: mention.start)
        if [(m.start, m.end, m.label) for m in mentions] != before:
            set_mentions(doc, mentions)
        return doc

    def _follow_the_surest(self, mentions: list[Mention]) -> None:
        """Give unsure mentions the label of the surest mention of the same name."""
        unsure = [m for m in mentions if m.sure < self.unsure and m.label in _FOLLOWING]
        if not unsure:
            return
        surest: dict[tuple[int, ...], Mention] = {}
        for mention in sorted(mentions, key=lambda mention: mention.sure):
            surest[mention.key] = mention
        for mention in unsure:
            best = surest[mention.key]
            if best.sure >= self.surest and best.label in _FOLLOWED:
                mention.label = best.label
