"""The embedding of word types in NumPy: what `type_embedding` computes, read from its weights.

The layers of `type_embedding` train; here their prediction is written out, without their calls, so
that a handful of new words costs microseconds each. Shapes: w is the width of the network (96).
"""

from __future__ import annotations

from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.strings import hash_string  # type: ignore[attr-defined]
from thinc.api import Model

from entityfr.layers import Floats, MaxoutNorm, maxout, param
from entityfr.lexicon import N_BITS, word_masks
from entityfr.type_embedding import N_FLAGS, WordTypes, ngram_rows

_FORMS = 3
_MOST_AT_ONCE = 1024
"""word types computed in one go: their n-grams take some 12 kB each"""


class HashTable(NamedTuple):
    """The rows of one hashed attribute."""

    rows: Floats
    """(table rows, w)"""
    seed: int


class FastEmbedding:
    """Callable on `WordTypes`; returns their rows (types, w), as `embed_types` does."""

    def __init__(self, model: Model[Any, Any]) -> None:
        hashes, *vectors, flags, ngrams, mix = model.layers
        self._ops: Any = model.ops
        self.width: int = model.get_dim("nO")
        self._tables = [
            HashTable(param(layer, "E"), layer.attrs["seed"])
            for layer in hashes.walk()
            if layer.name == "hashembed"
        ]
        self._vectors = [param(layer, "W").T for layer in vectors]
        linear = flags.layers[0]
        self._flags, self._flags_bias = param(linear, "W").T, param(linear, "b")
        self._ngrams = param(ngrams, "E")
        self._mix = MaxoutNorm.read(mix)

    def __call__(self, types: WordTypes) -> Floats:
        """Return the rows (types, w) of the word types."""
        rows = np.empty((len(types.words), self.width), "f")
        for start in range(0, len(rows), _MOST_AT_ONCE):
            end = start + _MOST_AT_ONCE
            part = WordTypes(types.words[start:end], types.attrs[start:end], types.vocab)
            pieces = self._mix.pieces(self._features(part))
            self._mix.norm(maxout(pieces, rows[start:end]))
        return rows

    def _features(self, types: WordTypes) -> Floats:
        """(types, 9 w): hashed attributes, vectors, flags and n-grams side by side."""
        width = self.width
        X = np.empty((len(types.words), self._mix.weights.shape[0]), "f")
        parts = iter(X[:, start : start + width] for start in range(0, X.shape[1], width))
        for column, table in enumerate(self._tables):
            ids = np.ascontiguousarray(types.attrs[:, column])
            keys = self._ops.hash(ids, table.seed) % table.rows.shape[0]
            next(parts)[:] = self._ops.gather_add(table.rows, keys)
        found = _vector_rows(types)
        vectors = types.vocab.vectors.data
        for form, W in enumerate(self._vectors):
            part = next(parts)
            part[:] = 0
            known = np.flatnonzero(found[:, form] >= 0)
            if len(known):
                part[known] = vectors[found[known, form]] @ W
        part = next(parts)
        np.matmul(_flags(types.words, found), self._flags, out=part)
        part += self._flags_bias
        self._bag(types.words, next(parts))
        return X

    def _bag(self, words: list[str], out: Floats) -> None:
        grams = [ngram_rows(word, len(self._ngrams)) for word in words]
        counts = np.fromiter(map(len, grams), np.intp, len(grams))
        flat = np.fromiter(chain.from_iterable(grams), np.intp, int(counts.sum()))
        np.add.reduceat(self._ngrams[flat], np.cumsum(counts) - counts, axis=0, out=out)
        out /= np.sqrt(counts, dtype="f")[:, None]


def _vector_rows(types: WordTypes) -> npt.NDArray[np.int64]:
    """(types, 3): the row of the vector of the word, its lower-case and its title form, or -1."""
    keys: list[int] = []
    for word in types.words:
        key = hash_string(word)
        lower, title = word.lower(), word.title()
        keys += (
            key,
            key if lower == word else hash_string(lower),
            key if title == word else hash_string(title),
        )
    rows = types.vocab.vectors.find(keys=keys)
    return np.asarray(rows, np.int64).reshape(-1, _FORMS)


def _flags(words: list[str], vector_rows: npt.NDArray[np.int64]) -> Floats:
    """(types, N_FLAGS): as `word_flags`, for many words."""
    flags = np.empty((len(words), N_FLAGS), "f")
    masks = np.array([word_masks(word) for word in words], np.int64)
    flags[:, : 2 * N_BITS] = (masks[:, :, None] >> np.arange(N_BITS) & 1).reshape(len(words), -1)
    flags[:, 2 * N_BITS : -1] = vector_rows >= 0
    flags[:, -1] = [word.isupper() for word in words]
    return flags
