"""The scorer of the validation split: people, places and organisations, MISC left out."""

from collections.abc import Callable, Iterable
from typing import Any

from spacy.scorer import Scorer
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import registry

Scores = dict[str, Any]


@registry.scorers("entityfr.NamesScorer.v1")
def make_names_scorer() -> Callable[..., Scores]:
    return score_names


def score_names(examples: Iterable[Example], **kwargs: Any) -> Scores:
    """Return names_p, names_r, names_f (micro, exact spans), names_per_type, and real_f.

    The last is names_f of the real sentences alone.
    """
    examples = list(examples)
    real = [example for example in examples if example.reference.user_data.get("is_real")]
    scores = _score(examples)
    found = {key.replace("ents", "names"): value for key, value in scores.items()}
    return {**found, "real_f": _score(real)["ents_f"]}


def _score(examples: list[Example]) -> Scores:
    return Scorer.score_spans(examples, "ents", getter=_names)


def _names(doc: Doc, attr: str) -> list[Span]:
    return [entity for entity in getattr(doc, attr) if entity.label_ != "MISC"]
