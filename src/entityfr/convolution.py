"""The recogniser's encoder in NumPy: residual convolutions of three rows, maxout and layer norm.

Nearly all the time goes to matrix products, at the processor's full speed, so there are fewer of
them: two neighbouring outputs of a window of three take four products in place of six, the minimal
filtering F(2, 3) of Winograd (Lavin and Gray 2016, Fast Algorithms for Convolutional Neural
Networks, https://arxiv.org/abs/1509.09308). Shapes: w is the width (96), p the maxout pieces (3).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from thinc.api import Model

Floats = npt.NDArray[np.float32]

_FEW = 64
"""up to so many rows, one product of whole windows is quicker than four small ones"""
_EPSILON = np.float32(1e-8)


class Convolution(NamedTuple):
    """A residual block: window of three, maxout, layer norm."""

    weights: Floats
    """(3 w, p w): columns are piece by piece"""
    filters: Floats
    """(4, w, p w): the same, for two windows at a time"""
    bias: Floats
    """(p w,)"""
    gain: Floats
    """(w,)"""
    shift: Floats
    """(w,)"""
    mean: Floats
    """(w,): what a row is multiplied with for its mean"""

    @classmethod
    def read(cls, block: Model[Any, Any]) -> Convolution:
        """Take the weights of a residual layer of spacy.MaxoutWindowEncoder.v2."""
        maxout = next(layer for layer in block.walk() if layer.name == "maxout")
        norm = next(layer for layer in block.walk() if layer.name == "layernorm")
        W, b = _param(maxout, "W"), _param(maxout, "b")  # (w, p, 3 w), (w, p)
        weights = np.ascontiguousarray(W.transpose(2, 1, 0).reshape(W.shape[2], -1))
        left, middle, right = np.split(weights, 3)
        both = (left + right) / 2
        filters = np.stack([left, both + middle / 2, both - middle / 2, right])
        mean = np.full(len(b), 1 / len(b), "f")
        bias = b.T.reshape(-1).copy()
        return cls(weights, filters, bias, _param(norm, "G"), _param(norm, "b"), mean)

    def add_to(self, padded: Floats, workspace: Workspace) -> None:
        """Convolve in place the rows (n, w) between the first and the last, which are zero.

        `n` must be even.
        """
        rows = padded[1:-1]
        out = workspace.out[: len(rows)]
        if len(rows) <= _FEW:
            windows = np.concatenate([padded[:-2], rows, padded[2:]], axis=1)
            pieces = windows @ self.weights
            pieces += self.bias
            _maxout(pieces, out)
        else:
            even, odd = self._two_by_two(padded, workspace)
            _maxout(even, out[0::2])
            _maxout(odd, out[1::2])
        out -= (out @ self.mean)[:, None]
        variance = np.einsum("ij,ij->i", out, out)
        variance /= np.float32(rows.shape[1])
        variance += _EPSILON
        out *= (1 / np.sqrt(variance))[:, None]
        out *= self.gain
        out += self.shift
        rows += out

    def _two_by_two(self, padded: Floats, workspace: Workspace) -> tuple[Floats, Floats]:
        """(n / 2, p w) twice: the windows' products for the rows at even and at odd places."""
        half = len(padded) // 2 - 1
        inputs, products = workspace.inputs[:, :half], workspace.products[:, :half]
        first, second = padded[0:-2:2], padded[1:-1:2]
        third, fourth = padded[2::2], padded[3::2]
        np.subtract(first, third, out=inputs[0])
        np.add(second, third, out=inputs[1])
        np.subtract(third, second, out=inputs[2])
        np.subtract(second, fourth, out=inputs[3])
        for one, filter_, product in zip(inputs, self.filters, products, strict=True):
            np.matmul(one, filter_, out=product)
        even, common, odd, last = products
        common += self.bias
        even += common
        even += odd
        np.subtract(common, odd, out=odd)
        odd -= last
        return even, odd


class Workspace:
    """Buffers that the convolutions of one block of at most `rows` rows share."""

    def __init__(self, rows: int, width: int, pieces: int) -> None:
        self.out = np.empty((rows, width), "f")
        self.inputs = np.empty((4, rows // 2, width), "f")
        self.products = np.empty((4, rows // 2, pieces * width), "f")


def _maxout(pieces: Floats, out: Floats) -> None:
    """Write to `out` (n, w) the greatest of the pieces, which stand side by side in (n, p w)."""
    width = out.shape[1]
    np.maximum(pieces[:, :width], pieces[:, width : 2 * width], out=out)
    for start in range(2 * width, pieces.shape[1], width):
        np.maximum(out, pieces[:, start : start + width], out=out)


def _param(layer: Model[Any, Any], name: str) -> Floats:
    return np.asarray(layer.get_param(name), dtype="f")
