"""Measure the scores on marked texts, and draw the reliability diagram in docs/.

    python -m benchmarks.calibration /work/shared/dev/*.jsonl

Writes docs/reliability.md and docs/reliability.svg. The texts must be none that the recogniser was
trained on, nor those that the scores were fitted on. Needs scikit-learn and matplotlib.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import numpy.typing as npt
from sklearn.metrics import average_precision_score
from spacy.tokens import Doc

from benchmarks.texts import articles, short_sentences
from entityfr import EntityExtractor, Label
from entityfr.confidence import Confidence
from entityfr.evaluation import load_gold
from entityfr.normalise import normalise

DOCS = Path(__file__).parents[1] / "docs"
_LABELS = (Label.PER, Label.LOC, Label.ORG)
_BINS = 15
_SAMPLES = 2000
_SURE = 0.9
_RUNS = 7
Floats = npt.NDArray[np.float64]


class Scored(NamedTuple):
    """All entities found in some texts; each of shape (entities,)."""

    score: Floats
    softmax: Floats
    """the product of the recogniser's probabilities over the entity"""
    right: npt.NDArray[np.bool_]
    """whether span and label are those of a gold entity"""
    text: npt.NDArray[np.intp]
    """in which text it is: the unit of the bootstrap"""
    missed: int
    """gold entities that were not found"""

    def take(self, rows: npt.NDArray[np.intp]) -> "Scored":
        return Scored(*(column[rows] for column in self[:4]), self.missed)


class Figures(NamedTuple):
    """What is reported of one set."""

    error: float
    precision: float
    kept: float
    area: float
    softmax_area: float
    gain: float


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the scores; write docs/reliability.*")
    parser.add_argument("gold", nargs="+", type=Path, help="files of marked texts")
    args = parser.parse_args()
    extractor = EntityExtractor()
    sets = {path.stem: score_texts(extractor, path) for path in args.gold}
    sets["together"] = join(list(sets.values()))
    DOCS.mkdir(exist_ok=True)
    draw(sets["together"], DOCS / "reliability.svg")
    report = "\n".join([*table(sets), "", *cost(extractor)])
    page = _PAGE.format(figures=report, sets=", ".join(path.stem for path in args.gold))
    (DOCS / "reliability.md").write_text(page, encoding="utf8")
    print(report)


def score_texts(extractor: EntityExtractor, path: Path) -> Scored:
    """Return what the pipeline finds in the gold texts of a file, with score and softmax."""
    rows, texts, missed = [], [], 0
    for index, gold in enumerate(load_gold(path)):
        wanted = {(e.start, e.end, e.label.value) for e in gold if e.label in _LABELS}
        plain = normalise(gold.text)
        doc = extractor.nlp(plain.text)
        for ent, softmax in zip(doc.ents, softmaxes(doc), strict=True):
            if ent.label_ in _LABELS:
                found = (*plain.original_span(ent.start_char, ent.end_char), ent.label_)
                rows.append((ent._.entityfr_score, softmax, found in wanted))
                texts.append(index)
                wanted.discard(found)
        missed += len(wanted)
    score, softmax, right = np.array(rows, float).T
    return Scored(score, softmax, right.astype(bool), np.array(texts), missed)


def softmaxes(doc: Doc) -> list[float]:
    """Return the softmax of the path of each entity: what a score would be uncalibrated.

    Of one that a later step added, the probability that the recogniser was wrong there.
    """
    confidence = Confidence.of(doc)
    return [
        confidence.of_path(ent) if confidence.has_found(ent) else 1 - confidence.of_outside(ent)
        for ent in doc.ents
    ]


def join(sets: list[Scored]) -> Scored:
    shifts = np.cumsum([0] + [one.text.max() + 1 for one in sets[:-1]])
    texts = [one.text + shift for one, shift in zip(sets, shifts, strict=True)]
    columns = [np.concatenate([one[column] for one in sets]) for column in range(3)]
    return Scored(*columns, np.concatenate(texts), sum(one.missed for one in sets))


def bins(score: Floats, right: npt.NDArray[np.bool_]) -> Floats:
    """Return mean score, share of right ones and size of each of the bins of equal mass."""
    order = np.argsort(score, kind="stable")
    parts = [part for part in np.array_split(order, _BINS) if len(part)]
    return np.array([(score[part].mean(), right[part].mean(), len(part)) for part in parts])


def calibration_error(score: Floats, right: npt.NDArray[np.bool_]) -> float:
    """Return the expected calibration error (Naeini et al., 2015) over bins of equal mass."""
    table = bins(score, right)
    return float(np.abs(table[:, 0] - table[:, 1]) @ table[:, 2] / len(score))


def figures(one: Scored) -> Figures:
    sure = one.score >= _SURE
    area = average_precision_score(one.right, one.score)
    softmax_area = average_precision_score(one.right, one.softmax)
    return Figures(
        calibration_error(one.score, one.right),
        float(one.right[sure].mean()),
        float(one.right[sure].sum() / one.right.sum()),
        area,
        softmax_area,
        area - softmax_area,
    )


def bootstrap(one: Scored) -> npt.NDArray[np.float64]:
    """Return the 2.5th and 97.5th percentile of the figures over samples of whole texts."""
    rng = np.random.default_rng(0)
    texts = one.text.max() + 1
    rows_of = [np.flatnonzero(one.text == text) for text in range(texts)]
    samples = []
    for _ in range(_SAMPLES):
        rows = np.concatenate([rows_of[text] for text in rng.integers(0, texts, texts)])
        samples.append(figures(one.take(rows)))
    return np.percentile(samples, (2.5, 97.5), axis=0)


def table(sets: dict[str, Scored]) -> list[str]:
    """Return the lines of the table of figures and of what stands under it."""
    whole = sets["together"]
    heads = " | ".join(sets)
    lines = [f"| | {heads} | 95 % interval |", "|---|" + "--:|" * (len(sets) + 1)]
    by_set = [figures(one) for one in sets.values()]
    low, high = bootstrap(whole)
    names = (
        "expected calibration error",
        f"precision where score ≥ {_SURE}",
        "share of the right ones kept there",
        "average precision by score",
        "average precision by softmax",
        "difference of the two",
    )
    sizes = " | ".join(str(len(one.score)) for one in sets.values())
    shares = " | ".join(f"{one.right.mean():.3f}" for one in sets.values())
    lines += [f"| mentions found | {sizes} | |", f"| right | {shares} | |"]
    for row, name in enumerate(names):
        values = " | ".join(f"{one[row]:.4f}" for one in by_set)
        lines.append(f"| {name} | {values} | {low[row]:.4f} to {high[row]:.4f} |")
    softmax = calibration_error(whole.softmax, whole.right)
    chance = by_chance(whole)
    return [
        *lines,
        "",
        f"The softmax has a calibration error of {softmax:.4f} on all together. Perfect scores "
        f"would show {chance:.4f}, for bins of {len(whole.score) // _BINS} mentions are uneven by "
        "chance; so are the samples of the interval, which lies above the figure for that reason.",
    ]


def by_chance(one: Scored) -> float:
    """Return the mean calibration error if each score were exactly the probability."""
    rng = np.random.default_rng(0)
    draws = (rng.random(len(one.score)) < one.score for _ in range(_SAMPLES))
    return float(np.mean([calibration_error(one.score, right) for right in draws]))


def draw(one: Scored, path: Path) -> None:
    """Draw the share of right ones by score, for the scores and for the softmax."""
    plt.rcParams.update({"svg.hashsalt": "entityfr", "font.size": 9})
    figure, axes = plt.subplots(figsize=(4.6, 4.2), layout="constrained")
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1, label="perfect")
    for name, values, style in (("softmax", one.softmax, "s--"), ("score", one.score, "o-")):
        mean, share, size = bins(values, one.right).T
        spread = 1.96 * np.sqrt(share * (1 - share) / size)
        shown = spread if name == "score" else None
        axes.errorbar(mean, share, shown, fmt=style, markersize=4, capsize=2, label=name)
    axes.set(xlabel="mean in the bin", ylabel="share right, span and label", xlim=(0, 1.02))
    axes.set_ylim(0, 1.02)
    axes.legend(loc="upper left", frameon=False)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def cost(extractor: EntityExtractor) -> list[str]:
    """Return how much of the throughput the scores take, on articles and on sentences."""
    lines = []
    for name, texts in (
        ("articles of 5,000 characters", articles(20, 5000, 0)),
        ("sentences", short_sentences(400, 0)),
    ):
        share = np.median([slowdown(extractor, texts) for _ in range(_RUNS)])
        lines.append(
            f"- Share of the extractor's time that the scores take, on {name}: {share:.1%}."
        )
    return lines


def slowdown(extractor: EntityExtractor, texts: list[str]) -> float:
    """Return the share of the extractor's time that the scores take, in one run."""
    with extractor.nlp.select_pipes(disable="entityfr_score"):
        docs = list(extractor.nlp.pipe(texts))
    score: Callable[[Doc], Doc] = extractor.nlp.get_pipe("entityfr_score")
    start = time.perf_counter()
    for doc in docs:
        score(doc)
    scored = time.perf_counter()
    list(extractor.pipe(texts))
    return (scored - start) / (time.perf_counter() - scored)


_PAGE = """# How far the scores can be trusted
`Entity.score` is the probability that a mention is right: its extent and its label, both exactly.
This page is written by `python -m benchmarks.calibration`, on three sets of sentences that neither
the recogniser nor the scores were fitted on ({sets}).

![Reliability diagram](reliability.svg)

Each point is a fifteenth of the mentions. On the diagonal, of the mentions with a score of 0.8 just
80 % are right. Bars are 95 % intervals.

{figures}

The interval is a bootstrap over texts of all sets together. Average precision is over the mentions
found: it asks whether right ones come before wrong ones.

## How a score is made
The recogniser gives each of its actions a probability. A logistic regression
(`src/entityfr/score.py` lists its features) turns the probabilities of a mention, of its label and
of the words beside it, what the name lists say, and what later steps changed into one probability.
It is fitted by `python -m training.calibrate` on the twentieth of the training corpus that the
recogniser does not see; its weights are `src/entityfr/weights/calibration.json`. They belong to one
recogniser: after training, fit them again.

Names of your `vocabulary` have score 1. A pipeline without `entityfr_recogniser` gives None, and
`min_score` with such a pipeline is an error.
"""


if __name__ == "__main__":
    main()
