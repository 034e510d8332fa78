"""How sure the recogniser was, token by token: kept in `doc.user_data` for later steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.attrs import ENT_TYPE
from spacy.tokens import Doc, Span

KEY = "entityfr_confidence"


class Confidence(NamedTuple):
    """Probabilities by token; found by character, since later steps may split tokens."""

    starts: npt.NDArray[np.int64]
    """(tokens,): offset of each token's first character, in code points"""
    action: npt.NDArray[np.float32]
    """(tokens,): probability of what the recogniser did at the token"""
    label: npt.NDArray[np.float32]
    """(tokens,): probability that a name with this label begins here; 1 inside and outside names"""
    found: npt.NDArray[np.uint64]
    """(tokens,): the label of the name that the recogniser saw there, as spaCy's hash; 0 outside"""

    @classmethod
    def of(cls, doc: Doc) -> Confidence:
        """What the recogniser left in the document; certainty everywhere if it left nothing."""
        found = doc.user_data.get(KEY)
        if found is None:
            ones = np.ones(len(doc), "f")
            starts = np.array([token.idx for token in doc], np.int64)
            return cls(starts, ones, ones, doc.to_array(ENT_TYPE).astype(np.uint64))
        # A document that was serialised brings a plain list.
        return cls(*found)

    def _rows(self, span: Span) -> slice:
        first = np.searchsorted(self.starts, span.start_char, side="right") - 1
        after = np.searchsorted(self.starts, span.end_char, side="left")
        return slice(max(int(first), 0), int(after))

    def of_labels(self, spans: Sequence[Span]) -> list[float]:
        """Probability of the label of each of the spans that the recogniser found."""
        if spans and len(self.starts) == len(spans[0].doc):  # no token was split
            chances = self.label.tolist()
            return [min(chances[span.start : span.end]) for span in spans]
        starts = [span.start_char for span in spans]
        ends = [span.end_char for span in spans]
        firsts = np.maximum(np.searchsorted(self.starts, starts, side="right") - 1, 0)
        afters = np.searchsorted(self.starts, ends, side="left")
        label = self.label.tolist()
        return [
            min(label[first:after], default=1.0)
            for first, after in zip(firsts.tolist(), afters.tolist(), strict=True)
        ]

    def has_found(self, span: Span) -> bool:
        """Tell whether the recogniser saw a name in the span, or in a part of it."""
        return bool(self.found[self._rows(span)].any())

    def of_path(self, span: Span) -> float:
        """Probability of all actions that made the span, the softmax of the greedy path."""
        return float(self.action[self._rows(span)].prod())

    def of_outside(self, span: Span) -> float:
        """Probability that no word of the span belongs to a name, for a span outside all names."""
        return float(self.action[self._rows(span)].min(initial=1.0))
