"""Fit the scores of the entities to the shipped recogniser, which they must follow.

    python -m training.calibrate --texts FOLDER

Reads the validation passages, on which the recogniser was not trained, and writes
src/entityfr/weights/calibration.json. Real sentences count twice: they are what users bring.

A logistic regression on the features of `entityfr.score` and the label, with the strongest L2
penalty whose log loss in ten folds is near the least (after Hastie et al., The Elements of
Statistical Learning, 7.10). A fold holds whole files: no genre helps itself. The features are not
standardised, so that those seen a few times only weigh little.

Tried and left out, since log loss in the folds did not fall: weights by label; how often a name
occurs and how consistently (the consistency step has used that already); its length; a capital, a
preposition, an article, quotes or a digit beside it; word vectors; the beginning of a sentence.
Gradient boosting was no better. Isotonic regression on top makes ties, which cost average precision
(0.974 to 0.970), and so does not pay; neither does Platt's scaling, whose slope is 1.
"""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import GroupKFold, cross_val_predict
from spacy.language import Language

from entityfr.pipeline import load_pipeline
from entityfr.score import Calibration, features_of
from training.corpus import Passage, passages
from training.examples import is_validation
from training.marks import LABELS
from training.train import WEIGHTS

_REAL = 2.0
"""how many written passages a real one counts for"""
_PENALTIES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
"""tried, as scikit-learn's C: the strongest first"""
_NEAR = 1.001
"""how near to the least log loss that of the penalty must come"""
_FOLDS = 10
Floats = npt.NDArray[np.float64]


class Mention(NamedTuple):
    """An entity that the pipeline found in a passage."""

    features: list[float]
    """(features,), as `entityfr.score.FEATURES`"""
    label: str
    is_right: bool
    """whether span and label are those of a mark"""
    passage: Passage


class Fit(NamedTuple):
    """The regression under one penalty."""

    regression: LogisticRegression
    penalty: float
    loss: float
    """log loss on the files left out, by weight"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the scores of the entities.")
    parser.add_argument("--texts", type=Path, required=True, help="as for training.train")
    parser.add_argument("--allow-missing", action="store_true", help="fit without absent texts")
    parser.add_argument("--out", type=Path, default=WEIGHTS / "calibration.json")
    args = parser.parse_args()
    read = passages(args.texts, allow_missing=args.allow_missing)
    nlp = load_pipeline(exclude=["entityfr_score"])
    mentions = list(find_mentions(nlp, [p for p in read if is_validation(p.id)]))
    args.out.write_text(calibrate(mentions).to_json(), encoding="utf8")


def find_mentions(nlp: Language, found: Iterable[Passage]) -> Iterator[Mention]:
    """Yield what `nlp` finds in the passages; where MISC is unmarked, not its MISC."""
    pairs = nlp.pipe(((passage.text, passage) for passage in found), as_tuples=True)
    for doc, passage in pairs:
        for ent, features in zip(doc.ents, features_of(doc, doc.ents), strict=True):
            if passage.has_misc or ent.label_ != "MISC":
                is_right = (ent.start_char, ent.end_char, ent.label_) in passage.spans
                yield Mention(features, ent.label_, is_right, passage)


def calibrate(mentions: list[Mention]) -> Calibration:
    """Return the calibration that fits the mentions, and print how well it does."""
    right = np.array([mention.is_right for mention in mentions])
    weight = np.array([_REAL if mention.passage.is_real else 1.0 for mention in mentions])
    fits = [fit_on(mentions, right, weight, C) for C in _PENALTIES]
    enough = _NEAR * min(fit.loss for fit in fits)
    fit = next(fit for fit in fits if fit.loss <= enough)
    print(
        f"{len(mentions)} mentions, {right.mean():.1%} right; log loss {fit.loss:.4f} "
        f"with C = {fit.penalty}"
    )
    common, own = np.split(fit.regression.coef_[0], [-len(LABELS)])
    constant = fit.regression.intercept_[0]
    labels = {label: round(constant + w, 5) for label, w in zip(LABELS, own, strict=True)}
    return Calibration(tuple(np.round(common, 5).tolist()), labels)


def fit_on(mentions: list[Mention], right: npt.NDArray[np.bool_], weight: Floats, C: float) -> Fit:
    X = np.array([m.features + [m.label == label for label in LABELS] for m in mentions], float)
    regression = LogisticRegression(C=C, max_iter=1000)
    files = [mention.passage.source for mention in mentions]
    folds = GroupKFold(min(_FOLDS, len(set(files))))
    chances = cross_val_predict(
        regression,
        X,
        right,
        groups=files,
        cv=folds,
        params={"sample_weight": weight},
        method="predict_proba",
    )
    loss = log_loss(right, chances, sample_weight=weight)
    return Fit(regression.fit(X, right, weight), C, float(loss))


if __name__ == "__main__":
    main()
