"""The component "entityfr_score": the probability that an entity, span and label, is right.

The recogniser's softmax says how sure it is of each action, not how often it is right. A logistic
regression turns what is known of a mention (`FEATURES` and its label) into a probability. Its
weights, `weights/calibration.json`, are fitted by `training/calibrate.py` on texts that the
recogniser was not trained on.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import exp, log, prod
from operator import mul
from pathlib import Path
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from entityfr.confidence import KEY as CONFIDENCE
from entityfr.confidence import Confidence
from entityfr.lexicon import BITS, word_masks

EXTENSION = "entityfr_score"
"""The `Span` extension: a float from 0 to 1, None for a span without a score. spaCy keeps it in
`doc.user_data` by character offsets, so it outlives later splits of tokens and `Doc.to_bytes`."""

FEATURES = (
    "path",  # log odds of all the recogniser's actions over the span: the raw softmax
    "lowest",  # log odds of the least sure of these
    "label",  # log odds of the label
    "side",  # log odds of the less sure of the words beside the span
    "added",  # a later step found it, not the recogniser
    "relabelled",  # a later step changed its label
    "cut",  # the recogniser's span went on to its left or right
    "known_otherwise",  # the name lists have a word of it under another label
    "unknown",  # they have none of its words
    "lower_word",  # has a word in lower case
    "capitals",  # is in capitals and longer than an acronym
)
_CERTAIN = 1e-5
_MOST = log((1 - _CERTAIN) / _CERTAIN)
_LONGEST_ACRONYM = 4
_NAMES_KEPT = 20_000
_FILE = "calibration.json"
_SHIPPED = Path(__file__).parent / "weights" / _FILE
_LISTS = {
    "PER": ("first_name", "surname", "per"),
    "LOC": ("commune", "city", "territory", "loc"),
    "ORG": ("org",),
    "MISC": ("misc",),
}
_MASKS = {
    label: sum(1 << index for index, bit in enumerate(BITS) if bit.startswith(lists))
    for label, lists in _LISTS.items()
}

# Registered anew without complaint where a module is loaded twice, as notebooks do.
Span.set_extension(EXTENSION, default=None, force=True)


class Calibration(NamedTuple):
    """The logistic regression: the log odds are the label's constant plus weights · features."""

    weights: tuple[float, ...]
    """(features,), in the order of `FEATURES`"""
    labels: dict[str, float]
    """the constant of each label"""

    @classmethod
    def from_json(cls, content: str) -> Calibration:
        """Return the calibration that `training/calibrate.py` wrote.

        Raises `ValueError` if its features are not those of this version.
        """
        read = json.loads(content)
        if set(read["weights"]) != set(FEATURES):
            raise ValueError(
                f"the calibration is for the features {', '.join(read['weights'])}, but this "
                f"version has {', '.join(FEATURES)}: run training/calibrate.py again"
            )
        return cls(tuple(read["weights"][name] for name in FEATURES), read["labels"])

    def to_json(self) -> str:
        """Return what `from_json` reads."""
        weights = dict(zip(FEATURES, self.weights, strict=True))
        return json.dumps({"weights": weights, "labels": self.labels}, indent=2) + "\n"

    def probability(self, label: str, features: Iterable[float]) -> float:
        """Return the probability, to four digits, that a mention with these features is right."""
        odds = exp(-self.labels[label] - sum(map(mul, self.weights, features)))
        return round(1 / (1 + odds), 4)


def score_of(span: Span) -> float | None:
    """Return `span._.entityfr_score`, without the cost of `_`."""
    score: float | None = _user_data(span.doc).get(_key(span))
    return score


def _user_data(doc: Doc) -> dict[Any, Any]:
    return doc.user_data  # its stub knows string keys only


def _key(span: Span) -> tuple[str, str, int, int]:
    """Return where spaCy keeps the extension, a key that `Doc.from_docs` and `as_doc` move too."""
    return "._.", EXTENSION, span.start_char, span.end_char


class Score:
    """Gives each entity that has none its score, `span._.entityfr_score`.

    Documents that no "entityfr_recogniser" has read, and labels that the calibration does not
    know, are left as they are.
    """

    def __init__(self, calibration: Calibration) -> None:
        self.calibration = calibration

    def __call__(self, doc: Doc) -> Doc:
        """Score the entities of `doc`."""
        ents = [ent for ent in doc.ents if score_of(ent) is None]
        if ents and CONFIDENCE in doc.user_data:
            for ent, features in zip(ents, features_of(doc, ents), strict=True):
                if ent.label_ in self.calibration.labels:
                    _user_data(doc)[_key(ent)] = self.calibration.probability(ent.label_, features)
        return doc

    def to_bytes(self, **kwargs: Any) -> bytes:
        """Return the calibration as JSON."""
        return self.calibration.to_json().encode("utf8")

    def from_bytes(self, data: bytes, **kwargs: Any) -> Score:
        """Take the calibration of `to_bytes`."""
        self.calibration = Calibration.from_json(data.decode("utf8"))
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        """Write the calibration into the folder `path`."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / _FILE).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, **kwargs: Any) -> Score:
        """Take the calibration of the folder `path`."""
        return self.from_bytes((Path(path) / _FILE).read_bytes())


@Language.factory(
    "entityfr_score", assigns=[f"span._.{EXTENSION}"], requires=["doc.ents"], default_config={}
)
def make_score(nlp: Language, name: str) -> Score:
    """Return the component with the calibration of entityfr's own recogniser.

    It comes after all steps that change entities.
    """
    return Score(Calibration.from_json(_SHIPPED.read_text(encoding="utf8")))


def features_of(doc: Doc, ents: Sequence[Span]) -> list[list[float]]:
    """Return the `FEATURES` of each of the entities of a document that the recogniser has read."""
    steps = _Steps.of(doc)
    return [
        [
            *steps.of_name(ent.start_char, ent.end_char, ent.label),
            *_look(_text(ent), ent.label_),
        ]
        for ent in ents
    ]


class _Steps(NamedTuple):
    """The columns of `Confidence` as lists, which are faster for a few words at a time."""

    starts: list[int]
    action: list[float]
    label: list[float]
    found: list[int]

    @classmethod
    def of(cls, doc: Doc) -> _Steps:
        return cls(*(column.tolist() for column in Confidence.of(doc)))

    def of_name(self, start: int, end: int, label: int) -> tuple[float, ...]:
        """Return the features from path to cut of the characters from `start` to `end`."""
        starts, action, labels, found = self
        first = max(bisect_right(starts, start) - 1, 0)
        after = bisect_left(starts, end, first)
        before = action[first - 1] if first else 1.0
        side = action[after] if after < len(action) else 1.0
        side = _log_odds(before if before < side else side)
        left = first > 0 and found[first - 1] == label
        cut = left or (after < len(found) and found[after] == label)
        if after - first == 1 and found[first]:
            path = _log_odds(action[first])
            return path, path, _log_odds(labels[first]), side, False, found[first] != label, cut
        steps, inside = action[first:after], found[first:after]
        lowest = _log_odds(min(steps))
        if not any(inside):
            # The recogniser took these words for no name: how unsure it was of that.
            return -lowest, -lowest, 0.0, side, True, False, False
        path, of_label = _log_odds(prod(steps)), _log_odds(min(labels[first:after]))
        return path, lowest, of_label, side, False, label not in inside, cut


@lru_cache(maxsize=_NAMES_KEPT)
def _look(name: str, label: str) -> tuple[bool, bool, bool, bool]:
    """Return known_otherwise, unknown, lower_word and capitals."""
    words = name.split()
    lists = 0
    for word in words:
        whole, parts = word_masks(word)
        lists |= whole | parts
    return (
        bool(lists & ~_MASKS.get(label, 0)),
        not lists,
        any(word.islower() for word in words),
        name.isupper() and len(name) > _LONGEST_ACRONYM,
    )


def _text(ent: Span) -> str:
    """Return the text of the span: that of a token is had for less."""
    text: str = ent[0].text if ent.end - ent.start == 1 else ent.text
    return text


def _log_odds(probability: float) -> float:
    if probability < _CERTAIN:
        return -_MOST
    if probability > 1 - _CERTAIN:
        return _MOST
    return log(probability / (1 - probability))
