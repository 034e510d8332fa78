"""Score entityfr, or any spaCy pipeline, on texts whose entities were marked by hand.

    >>> from entityfr.evaluation import evaluate, load_gold
    >>> report = evaluate(load_gold("my-texts.jsonl"))
    >>> report.overall.exact.f1, report.by_label["ORG"].overlapping.recall

`load_gold` reads JSON lines, brat folders and CoNLL files; `predict` runs another pipeline.
"""

from entityfr.evaluation.gold import GoldError, GoldText
from entityfr.evaluation.load import FORMATS, GoldFormat, load_gold
from entityfr.evaluation.predict import predict
from entityfr.evaluation.report import Confusion, Mistake, Report, Score, Scores
from entityfr.evaluation.score import evaluate

__all__ = [
    "FORMATS",
    "Confusion",
    "GoldError",
    "GoldFormat",
    "GoldText",
    "Mistake",
    "Report",
    "Score",
    "Scores",
    "evaluate",
    "load_gold",
    "predict",
]
