"""Put the gold and the predicted entities of a text into pairs."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from entityfr.labels import Label
from entityfr.models import Entity

Kind = Literal["right", "wrong label", "wrong edge", "missed", "spurious"]


class Pair(NamedTuple):
    """A gold entity and the predicted one taken for it; one of them is None if it stands alone."""

    gold: Entity | None
    predicted: Entity | None

    @property
    def kind(self) -> Kind:
        """What is wrong with the prediction, "right" if nothing is."""
        if self.predicted is None:
            return "missed"
        if self.gold is None:
            return "spurious"
        if self.gold.label != self.predicted.label:
            return "wrong label"
        same = (self.gold.start, self.gold.end) == (self.predicted.start, self.predicted.end)
        return "right" if same else "wrong edge"


def pair_up(gold: Sequence[Entity], predicted: Sequence[Entity]) -> list[Pair]:
    """Return every entity in one pair, in the order of the text.

    Pairs overlap. Each entity is in one pair at most: as many as possible of the same label first,
    then of different labels. Both sequences are sorted and without overlaps.
    """
    pairs: list[Pair] = []
    for label in Label:
        pairs += _sweep(
            [entity for entity in gold if entity.label == label],
            [entity for entity in predicted if entity.label == label],
        )
    alone_gold = [pair.gold for pair in pairs if pair.gold and not pair.predicted]
    alone_predicted = [pair.predicted for pair in pairs if pair.predicted and not pair.gold]
    pairs = [pair for pair in pairs if pair.gold and pair.predicted]
    pairs += _sweep(
        sorted(alone_gold, key=lambda entity: entity.start),
        sorted(alone_predicted, key=lambda entity: entity.start),
    )
    return sorted(pairs, key=hull)


def hull(pair: Pair) -> tuple[int, int]:
    """Return the offsets from the first to the last character of a pair, end exclusive."""
    spans = [entity for entity in pair if entity is not None]
    return min(span.start for span in spans), max(span.end for span in spans)


def _sweep(gold: Sequence[Entity], predicted: Sequence[Entity]) -> list[Pair]:
    """Pair overlapping entities from left to right: no other way makes more pairs.

    Of two that do not overlap, the one that ends first can overlap nothing that follows.
    """
    pairs: list[Pair] = []
    g = p = 0
    while g < len(gold) and p < len(predicted):
        if gold[g].end <= predicted[p].start:
            pairs.append(Pair(gold[g], None))
            g += 1
        elif predicted[p].end <= gold[g].start:
            pairs.append(Pair(None, predicted[p]))
            p += 1
        else:
            pairs.append(Pair(gold[g], predicted[p]))
            g, p = g + 1, p + 1
    pairs += [Pair(entity, None) for entity in gold[g:]]
    pairs += [Pair(None, entity) for entity in predicted[p:]]
    return pairs
