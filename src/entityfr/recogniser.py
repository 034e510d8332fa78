"""The component "entityfr_recogniser": spaCy's greedy entity recogniser, computed in one batch.

Same weights, same transition system, same entities as `spacy.pipeline.EntityRecognizer`, which it
subclasses and which still trains, serialises and stands in where the network is not the one that
`FastNetwork` knows or where a document brings entities of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.attrs import ENT_TYPE, IDX, IS_SPACE, SENT_START
from spacy.language import Language
from spacy.pipeline import EntityRecognizer
from spacy.pipeline.ner import DEFAULT_NER_MODEL
from spacy.tokens import Doc, Span
from spacy.training import Example
from thinc.api import Model

from entityfr.confidence import KEY as confidence_key
from entityfr.confidence import Confidence
from entityfr.fast_network import FastNetwork

_WORDS_A_BATCH = 4_000
_NEVER = np.float32(-1e30)
Bools = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]


class Found(NamedTuple):
    """What the fast path found in one document."""

    spans: list[tuple[int, int, str]]
    """(first token, token after the last, label)"""
    confidence: npt.NDArray[np.float32]
    """(tokens, 2): the probability of the action taken at each token, and of its label"""


@Language.factory(
    "entityfr_recogniser",
    assigns=["doc.ents", "token.ent_iob", "token.ent_type"],
    default_config={
        "model": DEFAULT_NER_MODEL,
        "moves": None,
        "update_with_oracle_cut_size": 100,
        "incorrect_spans_key": None,
        "scorer": {"@scorers": "spacy.ner_scorer.v1"},
    },
    default_score_weights={"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0, "ents_per_type": None},
)
def make_recogniser(
    nlp: Language,
    name: str,
    model: Model[Any, Any],
    moves: Any,
    update_with_oracle_cut_size: int,
    incorrect_spans_key: str | None,
    scorer: Callable[..., Any] | None,
) -> Recogniser:
    """The recogniser as spaCy builds its components."""
    return Recogniser(
        nlp.vocab,
        model,
        name,
        moves,
        update_with_oracle_cut_size=update_with_oracle_cut_size,
        incorrect_spans_key=incorrect_spans_key,
        scorer=scorer,
    )


class Recogniser(EntityRecognizer):  # type: ignore[misc]
    """spaCy's `EntityRecognizer` with a vectorised `predict`."""

    _fast: FastNetwork | None = None
    _fast_known = False

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 256) -> Iterator[Doc]:
        """Yield the documents in order, each with its entities set.

        Batches hold `batch_size` documents at most, fewer where documents are long.
        """
        handle = self.get_error_handler()
        for batch in _batches(stream, batch_size):
            try:
                self.set_annotations(batch, self.predict(batch))
                yield from batch
            except Exception as error:
                handle(self.name, self, batch, error)

    def predict(self, docs: Iterable[Doc]) -> Any:
        """What `set_annotations` takes: `Found` for each document, or spaCy's own states."""
        docs = [docs] if isinstance(docs, Doc) else list(docs)
        network = self._network()
        # spaCy says of a document without tokens that it has every annotation.
        if network is None or any(len(doc) and doc.has_annotation("ENT_IOB") for doc in docs):
            return super().predict(docs)
        return list(_recognise(network, docs))

    def set_annotations(self, docs: Iterable[Doc], found: Any) -> None:
        """Write `doc.ents` and the confidences."""
        docs = list(docs)
        if not all(isinstance(one, Found) for one in found):
            super().set_annotations(docs, found)
            return
        for doc, (spans, confidence) in zip(docs, found, strict=True):
            doc.set_ents([Span(doc, start, end, label=label) for start, end, label in spans])
            doc.user_data[confidence_key] = Confidence(
                doc.to_array(IDX).astype(np.int64),
                confidence[:, 0],
                confidence[:, 1],
                doc.to_array(ENT_TYPE).astype(np.uint64),
            )

    def update(self, *args: Any, **kwargs: Any) -> Any:
        """As spaCy's; the fast path is built anew from the weights that come out."""
        self._forget()
        return super().update(*args, **kwargs)

    def initialize(
        self,
        get_examples: Callable[[], Iterable[Example]],
        nlp: Language | None = None,
        labels: dict[str, dict[str, int]] | None = None,
    ) -> None:
        """As spaCy's, on new weights. `nlp.initialize` reads this signature."""
        self._forget()
        super().initialize(get_examples, nlp=nlp, labels=labels)

    def add_label(self, label: str) -> int:
        """As spaCy's, which may resize the weights."""
        self._forget()
        added: int = super().add_label(label)
        return added

    def from_disk(self, *args: Any, **kwargs: Any) -> Any:
        """As spaCy's."""
        self._forget()
        return super().from_disk(*args, **kwargs)

    def from_bytes(self, *args: Any, **kwargs: Any) -> Any:
        """As spaCy's."""
        self._forget()
        return super().from_bytes(*args, **kwargs)

    def use_params(self, params: Any) -> Any:
        """As spaCy's; the fast path follows the parameters in force."""
        self._forget()
        return super().use_params(params)

    def _forget(self) -> None:
        self._fast, self._fast_known = None, False

    def _network(self) -> FastNetwork | None:
        if not self._fast_known:
            self._fast = FastNetwork.read(self.model, self.moves) if self.is_greedy else None
            self._fast_known = True
        return self._fast

    @property
    def is_greedy(self) -> bool:
        """Whether the transitions are taken greedily, as only they can be computed in batch."""
        return bool(self.cfg["beam_width"] == 1)


def _batches(stream: Iterable[Doc], most: int) -> Iterator[list[Doc]]:
    batch: list[Doc] = []
    words = 0
    for doc in stream:
        batch.append(doc)
        words += len(doc)
        if len(batch) >= most or words >= _WORDS_A_BATCH:
            yield batch
            batch, words = [], 0
    if batch:
        yield batch


def _recognise(network: FastNetwork, docs: list[Doc]) -> Iterator[Found]:
    """The greedy parse of all documents at once.

    Outside an entity two of the three features are padding, so the scores of a token depend on it
    alone: one matrix product. Entities are then grown side by side, a token a step, from every
    token where Begin wins; those that an earlier entity turns out to cover are dropped.
    """
    lengths = np.array([len(doc) for doc in docs])
    if not lengths.sum():
        for _ in docs:
            yield Found([], np.zeros((0, 2), "f"))
        return
    hidden = network.hidden(docs)
    limits = _limits(docs, lengths)
    action, taken = _outside(network, hidden, limits)
    begins = np.flatnonzero(network.is_begin[action])
    ends, inner = _grow(network, hidden, limits, begins, network.label[action[begins]])
    end_of = dict(zip(begins.tolist(), ends.tolist(), strict=True))
    label_of = network.labels
    kinds, names = network.kind[action], network.label[action]
    offset = 0
    for length in lengths.tolist():
        spans = []
        position, stop = offset, offset + length
        starts = np.flatnonzero(kinds[offset:stop] != network.OUT) + offset
        confidence = taken[offset:stop].copy()
        for start in starts.tolist():
            if start < position:
                continue
            end = end_of.get(start, start)
            if end > start:
                confidence[start + 1 - offset : end + 1 - offset] = inner.take(start, end)
            spans.append((start - offset, end + 1 - offset, label_of[names[start]]))
            position = end + 1
        yield Found(spans, confidence)
        offset = stop


class Limits(NamedTuple):
    """Where the transition system forbids an action; each of shape (tokens,)."""

    space: Bools
    """white space, on which no entity may start or end"""
    last: Bools
    """the last token of a document"""
    closed: Bools
    """tokens that the next one must not continue: the last, and those before a sentence start"""


def _limits(docs: list[Doc], lengths: npt.NDArray[np.intp]) -> Limits:
    table = np.concatenate([doc.to_array([IS_SPACE, SENT_START]) for doc in docs])
    last = np.zeros(len(table), bool)
    last[np.cumsum(lengths)[lengths > 0] - 1] = True
    closed = last.copy()
    closed[:-1] |= table[1:, 1] == 1
    return Limits(table[:, 0] == 1, last, closed)


def _outside(
    network: FastNetwork, hidden: npt.NDArray[np.float32], limits: Limits
) -> tuple[Indices, npt.NDArray[np.float32]]:
    """The best action of every token when no entity is open, and its probabilities (tokens, 2)."""
    scores = network.outside_scores(hidden)
    scores[np.ix_(limits.closed, network.is_begin)] = _NEVER
    scores[np.ix_(limits.space, ~network.is_out)] = _NEVER
    return network.decide(scores)


class Inner:
    """Probabilities of the tokens inside entities, by first token."""

    def __init__(self) -> None:
        self.steps: list[tuple[Indices, npt.NDArray[np.float32]]] = []
        self._by_start: dict[int, list[float]] | None = None

    def take(self, start: int, end: int) -> npt.NDArray[np.float32]:
        """Shape (end - start, 2): the action's probability at each token after the first, and 1."""
        if self._by_start is None:
            self._by_start = {}
            for starts, chance in self.steps:
                for one, p in zip(starts.tolist(), chance.tolist(), strict=True):
                    self._by_start.setdefault(one, []).append(p)
        chances = self._by_start[start][: end - start]
        both = np.ones((end - start, 2), "f")
        both[:, 0] = chances
        return both


def _grow(
    network: FastNetwork,
    hidden: npt.NDArray[np.float32],
    limits: Limits,
    begins: Indices,
    labels: Indices,
) -> tuple[Indices, Inner]:
    """The last token of the entity that begins at each of `begins`, all grown side by side."""
    ends = begins.copy()
    inner = Inner()
    open_ = np.arange(len(begins))
    now = begins + 1
    while len(open_):
        first = begins[open_]
        scores = network.inside_scores(hidden, now, first, labels[open_])
        # columns: In, Last
        scores[limits.closed[now], 0] = _NEVER
        ended = scores[:, 1] > scores[:, 0]
        ended |= limits.last[now]
        chosen = np.where(ended, scores[:, 1], scores[:, 0])
        other = np.where(ended, scores[:, 0], scores[:, 1])
        inner.steps.append((first, 1 / (1 + np.exp(np.clip(other - chosen, -60, 60)))))
        ends[open_[ended]] = now[ended]
        open_, now = open_[~ended], now[~ended] + 1
    return ends, inner
