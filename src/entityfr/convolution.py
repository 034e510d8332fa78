"""The recogniser's encoder in NumPy: residual convolutions of three rows, maxout and layer norm.

Nearly all the time goes to matrix products, at the processor's full speed, so there are fewer of
them: two neighbouring outputs of a window of three take four products in place of six, the minimal
filtering F(2, 3) of Winograd (Lavin and Gray 2016, Fast Algorithms for Convolutional Neural
Networks, https://arxiv.org/abs/1509.09308). Shapes: w is the width (96), p the maxout pieces (3).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from thinc.api import Model

from entityfr.layers import Floats, MaxoutNorm, maxout

_FEW = 64
"""up to so many rows, one product of whole windows is quicker than four small ones"""


class Convolution(NamedTuple):
    """A residual block: window of three, maxout, layer norm."""

    layer: MaxoutNorm
    """its inputs are windows (3 w)"""
    filters: Floats
    """(4, w, p w): the same weights, for two windows at a time"""

    @classmethod
    def read(cls, block: Model[Any, Any]) -> Convolution:
        """Take the weights of a residual layer of spacy.MaxoutWindowEncoder.v2."""
        layer = MaxoutNorm.read(block)
        left, middle, right = np.split(layer.weights, 3)
        both = (left + right) / 2
        return cls(layer, np.stack([left, both + middle / 2, both - middle / 2, right]))

    def add_to(self, padded: Floats, workspace: Workspace) -> None:
        """Convolve in place the rows (n, w) between the first and the last, which are zero.

        `n` must be even.
        """
        rows = padded[1:-1]
        out = workspace.out[: len(rows)]
        if len(rows) <= _FEW:
            windows = np.concatenate([padded[:-2], rows, padded[2:]], axis=1)
            maxout(self.layer.pieces(windows), out)
        else:
            even, odd = self._two_by_two(padded, workspace)
            maxout(even, out[0::2])
            maxout(odd, out[1::2])
        self.layer.norm(out)
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
        np.matmul(inputs, self.filters, out=products)
        even, common, odd, last = products
        common += self.layer.bias
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
