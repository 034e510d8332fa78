"""The recogniser's network in NumPy: type rows from a cache, convolutions in blocks, action scores.

The network is that of spacy.TransitionBasedParser.v2 over spacy.Tok2Vec.v2 with
entityfr.TypeEmbed.v1 and spacy.MaxoutWindowEncoder.v2 (window 1). Matrix products go through
NumPy, whose BLAS is faster than the one spaCy's layers use; the embedding of a word type is
computed once. Shapes: w is the width of the encoder (96), p its maxout pieces (3), h the hidden
width of the parser (64), q the pieces of its lower layer (2), A the number of actions.
"""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc
from thinc.api import Model

from entityfr.convolution import Convolution, Workspace
from entityfr.fast_embedding import FastEmbedding
from entityfr.layers import Floats, layer_named, maxout, param
from entityfr.type_embedding import Found, find_types, take_types

Bools = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]

_BLOCK = 512
"""Rows convolved at once: small enough for the processor's cache."""
_MOST_TYPES = 64_000
"""Word types kept; when they are full, all are forgotten and the cache starts anew."""
_NEVER = np.float32(-1e30)


class TypeRows:
    """Rows of word types, computed by the embedding once and kept in a bounded table."""

    def __init__(self, embed: Model[Any, Any]) -> None:
        self._embed = FastEmbedding(embed)
        self._attrs: list[int] = embed.attrs["attrs"]
        self._lock = threading.Lock()
        self._row: dict[int, int] = {}
        # Never copied to grow: pages that are not yet written take no memory.
        self._table = np.empty((_MOST_TYPES, self._embed.width), "f")

    def of(self, docs: list[Doc]) -> tuple[Floats, Indices]:
        """The rows (types, w) of the word types, and which of them (tokens,) each token has."""
        found = find_types(docs, self._attrs)
        keys = found.keys.tolist()
        if len(keys) > _MOST_TYPES:
            return self._computed(docs, found, np.arange(len(keys))), found.token_type
        with self._lock:
            if len(self._row) + len(keys) > _MOST_TYPES:
                self._row.clear()
            new = [i for i, key in enumerate(keys) if key not in self._row]
            if new:
                start, end = len(self._row), len(self._row) + len(new)
                self._table[start:end] = self._computed(docs, found, np.array(new, np.intp))
                self._row.update(zip((keys[i] for i in new), range(start, end), strict=True))
            places = np.fromiter(map(self._row.__getitem__, keys), np.intp, len(keys))
            return self._table[places], found.token_type

    def _computed(self, docs: list[Doc], found: Found, which: Indices) -> Floats:
        return self._embed(take_types(found, which, docs[0].vocab))


class FastNetwork:
    """The scores that spaCy's parser model gives, without its states."""

    OUT = 4
    _KINDS = "BILUO"

    def __init__(self, model: Model[Any, Any], moves: Any) -> None:
        tok2vec, linear = model.get_ref("tok2vec").layers[0], model.get_ref("tok2vec").layers[-1]
        self.types = TypeRows(tok2vec.layers[0])
        self.convolutions = [Convolution.read(block) for block in _blocks(tok2vec.layers[1])]
        self.linear, self.linear_bias = param(linear, "W").T.copy(), param(linear, "b")
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        W = param(lower, "W")  # (features 3, h, q, h)
        pad = param(lower, "pad").reshape(W.shape[:3])
        # (features, h, q h): the pieces one after the other, for a maximum of contiguous columns
        self.lower = [
            np.ascontiguousarray(one.transpose(2, 1, 0).reshape(W.shape[3], -1)) for one in W
        ]
        self.lower_bias = param(lower, "b").T.reshape(-1)
        self.outside_bias = self.lower_bias + (pad[1] + pad[2]).T.reshape(-1)
        self.pieces = W.shape[2]
        self.upper, self.upper_bias = param(upper, "W").T.copy(), param(upper, "b")
        self._read_actions(moves)

    @classmethod
    def read(cls, model: Model[Any, Any], moves: Any) -> FastNetwork | None:
        """The network in this form, or None where the model is of another architecture."""
        return cls(model, moves) if _is_known(model) else None

    def _read_actions(self, moves: Any) -> None:
        names = [moves.get_class_name(i) for i in range(moves.n_moves)]
        self.kind: Indices = np.array([self._KINDS.index(name[0]) for name in names])
        labels = sorted({name[2:] for name in names if name[2:]})
        self.label: Indices = np.array([labels.index(n[2:]) if n[2:] else -1 for n in names])
        self.labels = labels
        self.is_begin: Bools = self.kind == 0
        self.is_out: Bools = self.kind == self.OUT
        # outside an entity: neither In nor Last, nor Unit without a label (a blocked preset)
        self.never_outside: Bools = (
            (self.kind == 1) | (self.kind == 2) | ((self.label < 0) & ~self.is_out)
        )
        self.in_last: Indices = np.array(
            [[names.index(f"{kind}-{label}") for kind in "IL"] for label in labels]
        )
        self.same_label = self.label[:, None] == np.arange(len(labels))

    def hidden(self, docs: list[Doc]) -> Floats:
        """(tokens, h): every token in its context of nine."""
        rows, token_type = self.types.of(docs)
        depth = len(self.convolutions)
        # zero rows between documents, as thinc's with_array pads: the last row of the table
        table = np.concatenate([rows, np.zeros((1, rows.shape[1]), "f")])
        lengths = np.array([len(doc) for doc in docs])
        at = np.arange(len(token_type)) + depth * (np.repeat(np.arange(len(docs)), lengths) + 1)
        n = len(token_type) + depth * (len(docs) + 1)
        # One row more if need be, too far to be seen: the convolutions take an even number.
        padded = np.full(n + n % 2, len(rows), np.intp)
        padded[at] = token_type
        hidden: Floats = self._encode(table, padded)[at]
        return hidden

    def _encode(self, table: Floats, rows: Indices) -> Floats:
        """(n, h) for `rows` (n,), an even number, of `table` (m, w).

        Block by block, each with the margin that the convolutions can see: exact everywhere.
        """
        margin, n = len(self.convolutions), len(rows)
        margin += margin % 2
        width = table.shape[1]
        pieces = len(self.convolutions[0].layer.bias) // width
        most = min(n, _BLOCK + 2 * margin)
        workspace = Workspace(most, width, pieces)
        buffer = np.empty((most + 2, width), "f")
        encoded = np.empty((n, len(self.linear_bias)), "f")
        for start in range(0, n, _BLOCK):
            left, end = max(0, start - margin), min(n, start + _BLOCK)
            right = min(n, end + margin)
            block = buffer[: right - left + 2]
            block[0] = block[-1] = 0
            np.take(table, rows[left:right], axis=0, out=block[1:-1], mode="clip")
            for convolution in self.convolutions:
                convolution.add_to(block, workspace)
            seen = block[1 + start - left : 1 + end - left]
            np.matmul(seen, self.linear, out=encoded[start:end])
        encoded += self.linear_bias
        return encoded

    def outside_scores(self, hidden: Floats) -> Floats:
        """(tokens, A): the scores of every token when no entity is open."""
        features = hidden @ self.lower[0]
        features += self.outside_bias
        scores = self._score(features)
        scores[:, self.never_outside] = _NEVER
        return scores

    def inside_scores(self, hidden: Floats, now: Indices, first: Indices, label: Indices) -> Floats:
        """(n, 2): In and Last for tokens `now` of the entities that `first` opened with `label`."""
        features = hidden[now] @ self.lower[0]
        features += hidden[first] @ self.lower[1]
        features += hidden[now - 1] @ self.lower[2]
        features += self.lower_bias
        scores = self._score(features)
        both: Floats = np.take_along_axis(scores, self.in_last[label], axis=1)
        return both

    def _score(self, features: Floats) -> Floats:
        best = np.empty((len(features), features.shape[1] // self.pieces), "f")
        maxout(features, best)
        scores: Floats = best @ self.upper
        scores += self.upper_bias
        return scores

    def decide(self, scores: Floats) -> tuple[Indices, Floats]:
        """The best action of each row, and (rows, 2): its probability and that of its label."""
        action = scores.argmax(1)
        scores -= scores[np.arange(len(scores)), action][:, None]
        np.exp(scores, out=scores)
        total = scores.sum(1)
        by_label = scores @ self.same_label.astype("f")
        label = self.label[action]
        mass = np.where(label < 0, 1, by_label[np.arange(len(scores)), label])
        return action, np.stack([1 / total, mass / total], axis=1).astype("f")


def _blocks(encoder: Model[Any, Any]) -> list[Model[Any, Any]]:
    """The residual layers; the chain that holds them bears their names too, but has several."""
    return [
        layer
        for layer in encoder.walk()
        if layer.name.startswith("residual(") and len(layer.layers) == 1
    ]


def _has_window_of_three(block: Model[Any, Any], width: int) -> bool:
    linear = layer_named(block, "maxout")
    return bool(linear.get_dim("nI") == 3 * width and linear.get_dim("nP") > 1)


def _is_known(model: Model[Any, Any]) -> bool:
    """Whether the model is the one this file computes, piece by piece."""
    if not (
        model.has_ref("tok2vec") and model.has_ref("lower") and model.attrs.get("has_upper", True)
    ):
        return False
    tok2vec, lower = model.get_ref("tok2vec"), model.get_ref("lower")
    if not tok2vec.layers or len(tok2vec.layers[0].layers) != 2:
        return False
    embed, encoder = tok2vec.layers[0].layers
    width = embed.maybe_get_dim("nO") or 0
    blocks = _blocks(encoder)
    return (
        embed.name == "type_embed"
        and bool(blocks)
        and all(block.get_dim("nI") == width for block in blocks if block.has_dim("nI"))
        and all(_has_window_of_three(block, width) for block in blocks)
        and lower.maybe_get_dim("nF") == 3
        and not model.get_ref("upper").name.startswith("noop")
    )
