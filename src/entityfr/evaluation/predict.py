"""Run any spaCy pipeline, as it comes, on the texts to score."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from entityfr.errors import ModelNotFoundError
from entityfr.evaluation.label_map import LabelMap, parse_label_map, predicted_label
from entityfr.labels import Label
from entityfr.models import Entity, Extraction

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


def predict(
    texts: Iterable[str],
    model: "str | Path | Language",
    *,
    label_map: Mapping[str, Label | str | None] | None = None,
) -> Iterator[Extraction]:
    """Yield the entities that a spaCy pipeline finds in each text, in order.

    The pipeline sees the text unchanged, and nothing of entityfr is added to it. It runs whole, but
    for spaCy's own French packages given by name: of these only the recogniser runs, as in
    entityfr, which is faster. With their parser, entities end where its sentences do: F1 moved by
    less than half a point on our development sets. To score such a package whole, pass it loaded.

    Usual labels are put into ours (PERSON, GPE, ORGANIZATION…), `label_map` says others; what
    stays unknown (DATE, MONEY…) is dropped.

    Raises `ModelNotFoundError`, and `ValueError` if no label of the pipeline is known.
    """
    nlp = _load(model)
    return _predict(nlp, texts, parse_label_map(label_map or {}))


def _predict(nlp: "Language", texts: Iterable[str], label_map: LabelMap) -> Iterator[Extraction]:
    found: set[str] = set()
    for doc in nlp.pipe(texts):
        found.update(span.label_ for span in doc.ents)
        yield _extraction(doc, label_map)
    announced = {name for labels in nlp.pipe_labels.values() for name in labels}
    if not any(predicted_label(name, label_map) for name in found | announced):
        raise ValueError(
            f"the pipeline has no label for {', '.join(Label)}; the entities it found have "
            f"{', '.join(sorted(found)) or 'none'}: map them, as in --map NAME=PER"
        )


def _extraction(doc: "Doc", label_map: LabelMap) -> Extraction:
    entities = []
    for span in doc.ents:
        label = predicted_label(span.label_, label_map)
        if label is not None:
            start, end = span.start_char, span.end_char
            entities.append(Entity(text=span.text, label=label, start=start, end=end))
    return Extraction(text=doc.text, entities=tuple(entities))


def _load(model: "str | Path | Language") -> "Language":
    import spacy

    if not isinstance(model, (str, Path)):
        return model
    if not (spacy.util.is_package(str(model)) or Path(model).exists()):
        raise ModelNotFoundError(str(model))
    nlp = spacy.load(model)
    if str(model).startswith("fr_core_news_"):
        nlp.select_pipes(enable="ner")
    return nlp
