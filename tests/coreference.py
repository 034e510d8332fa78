"""Coreference metrics over one set of mentions: B³, MUC, CEAF-e and their mean (CoNLL).

Clusters are lists of lists of mention positions. Sources: Bagga and Baldwin 1998 (B³), Vilain
et al. 1995 (MUC), Luo 2005 (CEAF), Pradhan et al. 2012 (the mean as the CoNLL score).
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

Clusters = Sequence[Sequence[int]]


class Counts(NamedTuple):
    """Numerators and denominators of recall and precision; documents add up."""

    recall: float
    gold: float
    precision: float
    predicted: float

    @property
    def f1(self) -> float:
        recall = self.recall / self.gold if self.gold else 0.0
        precision = self.precision / self.predicted if self.predicted else 0.0
        return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def total(counts: Iterable[Counts]) -> Counts:
    return Counts(*(sum(column) for column in zip(*counts, strict=True)))


def b_cubed(gold: Clusters, predicted: Clusters) -> Counts:
    shared = [(len(set(g) & set(p)), len(g), len(p)) for g in gold for p in predicted]
    size = sum(len(cluster) for cluster in gold)
    recall = sum(common**2 / of_gold for common, of_gold, _ in shared)
    precision = sum(common**2 / of_predicted for common, _, of_predicted in shared)
    return Counts(recall, size, precision, size)


def muc(gold: Clusters, predicted: Clusters) -> Counts:
    return Counts(*_links(gold, predicted), *_links(predicted, gold))


def _links(clusters: Clusters, others: Clusters) -> tuple[float, float]:
    home = {mention: number for number, other in enumerate(others) for mention in other}
    kept = sum(len(cluster) - len({home[m] for m in cluster}) for cluster in clusters)
    return kept, sum(len(cluster) - 1 for cluster in clusters)


def ceaf_e(gold: Clusters, predicted: Clusters) -> Counts:
    from scipy.optimize import linear_sum_assignment

    similarity = np.array(
        [[2 * len(set(g) & set(p)) / (len(g) + len(p)) for p in predicted] for g in gold]
    )
    best = float(similarity[linear_sum_assignment(-similarity)].sum())
    return Counts(best, len(gold), best, len(predicted))


def conll(pairs: Sequence[tuple[Clusters, Clusters]]) -> dict[str, float]:
    """Return the F1 of each metric over (gold, predicted) pairs of documents, and the mean."""
    scores = {
        metric.__name__: total(metric(gold, predicted) for gold, predicted in pairs).f1
        for metric in (b_cubed, muc, ceaf_e)
    }
    return {**scores, "conll": sum(scores.values()) / len(scores)}
