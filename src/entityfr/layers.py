"""Thinc's maxout and layer norm in NumPy, as the recogniser's fast path computes them.

The pieces of a maxout stand side by side, so that its maximum is of contiguous columns.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from thinc.api import Model

Floats = npt.NDArray[np.float32]
_EPSILON = np.float32(1e-8)


def param(layer: Model[Any, Any], name: str) -> Floats:
    """Return a parameter of a layer."""
    return np.asarray(layer.get_param(name), dtype="f")


def layer_named(model: Model[Any, Any], name: str) -> Model[Any, Any]:
    """Return the first layer of `model` with this name."""
    return next(layer for layer in model.walk() if layer.name == name)


def maxout(pieces: Floats, out: Floats) -> Floats:
    """Write to `out` (n, w) the greatest of the pieces (n, p w), two at least, and return it."""
    width = out.shape[1]
    np.maximum(pieces[:, :width], pieces[:, width : 2 * width], out=out)
    for start in range(2 * width, pieces.shape[1], width):
        np.maximum(out, pieces[:, start : start + width], out=out)
    return out


class MaxoutNorm(NamedTuple):
    """The parameters of a maxout and of the layer norm after it."""

    weights: Floats
    """(inputs, p w)"""
    bias: Floats
    """(p w,)"""
    gain: Floats
    """(w,)"""
    shift: Floats
    """(w,)"""

    @classmethod
    def read(cls, model: Model[Any, Any]) -> MaxoutNorm:
        """Take those of the first of each in `model`."""
        linear, norm = layer_named(model, "maxout"), layer_named(model, "layernorm")
        W, b = param(linear, "W"), param(linear, "b")  # (w, p, inputs), (w, p)
        weights = np.ascontiguousarray(W.transpose(2, 1, 0).reshape(W.shape[2], -1))
        return cls(weights, b.T.reshape(-1).copy(), param(norm, "G"), param(norm, "b"))

    def pieces(self, X: Floats) -> Floats:
        """Return (n, p w) for (n, inputs)."""
        pieces: Floats = X @ self.weights
        pieces += self.bias
        return pieces

    def norm(self, rows: Floats) -> None:
        """Normalise rows (n, w) in place."""
        width = rows.shape[1]
        # A product with a constant is quicker than `mean`, which adds up along short rows.
        rows -= (rows @ np.full(width, 1 / width, "f"))[:, None]
        variance = np.einsum("ij,ij->i", rows, rows)
        variance /= np.float32(width)
        variance += _EPSILON
        rows *= (1 / np.sqrt(variance))[:, None]
        rows *= self.gain
        rows += self.shift
