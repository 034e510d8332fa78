"""Text in, `Extraction` out: `EntityExtractor` and `extract_entities`."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from entityfr.countries import country_code
from entityfr.labels import Label, parse_labels
from entityfr.models import Entity, Extraction, Title
from entityfr.normalise import Normalised, normalise
from entityfr.pipeline import load_pipeline, shared_pipeline
from entityfr.titles import find_title

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from entityfr.vocabulary import Names

Context = TypeVar("Context")

DEFAULT_LABELS = (Label.PER, Label.LOC, Label.ORG)
_CACHED_EXTRACTORS = 8


class EntityExtractor:
    """Finds the people, places and organisations of French texts.

    `labels`: the labels wanted; add "MISC" for works, products and events.
    `model`: a pipeline's name or folder, or a loaded `Language` (used as it is, never changed);
    by default the pipeline made for entityfr, which all extractors share.
    `vocabulary`: names that are always found, as ``{"ORG": ["G5 Sahel"]}``: case kept, whole
    words, whatever the kind of apostrophe, hyphen or space.
    `ignore`: surface forms that are never returned.

    Raises `ValueError` for an unknown label and `ModelNotFoundError` for a missing model.
    """

    def __init__(
        self,
        *,
        labels: Iterable[Label | str] = DEFAULT_LABELS,
        model: "str | Path | Language | None" = None,
        vocabulary: Mapping[str, Iterable[str]] | None = None,
        ignore: Iterable[str] = (),
    ) -> None:
        from entityfr.vocabulary import freeze_forms, freeze_names

        self._labels = {label.value: label for label in parse_labels(labels)}
        names, ignored = freeze_names(vocabulary), freeze_forms(ignore, "ignore")
        self.nlp: Language = _open(model)
        self._steps = _missing_steps(self.nlp, names, ignored)

    def __call__(self, text: str) -> Extraction:
        """Return the entities of `text`; raises `TypeError` for anything but `str`."""
        _check_text(text)
        normalised = normalise(text)
        return self._extraction(text, normalised, self.nlp(normalised.text))

    @overload
    def pipe(
        self,
        texts: Iterable[str],
        *,
        as_tuples: Literal[False] = ...,
        batch_size: int | None = ...,
        n_process: int = ...,
    ) -> Iterator[Extraction]: ...
    @overload
    def pipe(
        self,
        texts: Iterable[tuple[str, Context]],
        *,
        as_tuples: Literal[True],
        batch_size: int | None = ...,
        n_process: int = ...,
    ) -> Iterator[tuple[Extraction, Context]]: ...
    def pipe(
        self,
        texts: Iterable[Any],
        *,
        as_tuples: bool = False,
        batch_size: int | None = None,
        n_process: int = 1,
    ) -> Iterator[Any]:
        """Yield the extraction of each text, in order; reads `texts` as it goes.

        With `as_tuples`, takes pairs of a text and anything and yields pairs of its extraction
        and the same thing. `batch_size` and `n_process` are spaCy's. Raises `TypeError` naming
        the index of an item that is not `str`.
        """
        waiting: deque[tuple[str, Normalised, Any]] = deque()

        def feed() -> Iterator[str]:
            for index, item in enumerate(texts):
                text, context = item if as_tuples else (item, None)
                _check_text(text, f"item {index} of texts")
                normalised = normalise(text)
                waiting.append((text, normalised, context))
                yield normalised.text

        for doc in self.nlp.pipe(feed(), batch_size=batch_size, n_process=n_process):
            text, normalised, context = waiting.popleft()
            extraction = self._extraction(text, normalised, doc)
            yield (extraction, context) if as_tuples else extraction

    def _extraction(self, text: str, normalised: Normalised, doc: "Doc") -> Extraction:
        for step in self._steps:
            doc = step(doc)
        return Extraction.model_construct(
            text=text, entities=tuple(self._entities(text, normalised, doc))
        )

    def _entities(self, text: str, normalised: Normalised, doc: "Doc") -> Iterator[Entity]:
        previous_end = 0
        for span in doc.ents:
            label = self._labels.get(span.label_)
            if label is None:
                continue
            start, end = normalised.original_span(span.start_char, span.end_char)
            # Two spans share a cluster only if the tokenizer parted a letter from its marks.
            if start >= previous_end:
                yield _entity(text, label, start, end)
                previous_end = end


def _entity(text: str, label: Label, start: int, end: int) -> Entity:
    """Return the entity at ``text[start:end]``, with what stands beside it."""
    title, country = None, None
    if label is Label.PER:
        span = find_title(text, start, end)
        if span is not None:
            title = Title.model_construct(text=text[slice(*span)], start=span[0], end=span[1])
    elif label is Label.LOC:
        country = country_code(text[start:end])
    # What we made ourselves needs no validation.
    return Entity.model_construct(
        text=text[start:end], label=label, start=start, end=end, title=title, country=country
    )


def extract_entities(
    text: str,
    *,
    labels: Iterable[Label | str] = DEFAULT_LABELS,
    model: "str | Path | Language | None" = None,
    vocabulary: Mapping[str, Iterable[str]] | None = None,
    ignore: Iterable[str] = (),
) -> Extraction:
    """Return the entities of `text`, with the options of `EntityExtractor`.

    The extractor of a set of options is made at its first use, once, and kept.
    """
    _check_text(text)
    from entityfr.vocabulary import freeze_forms, freeze_names

    names, ignored = freeze_names(vocabulary), freeze_forms(ignore, "ignore")
    with _making:
        extractor = _cached_extractor(parse_labels(labels), model, names, ignored)
    return extractor(text)


_making = Lock()


@lru_cache(maxsize=_CACHED_EXTRACTORS)
def _cached_extractor(
    labels: tuple[Label, ...],
    model: "str | Path | Language | None",
    names: "Names",
    ignore: tuple[str, ...],
) -> EntityExtractor:
    return EntityExtractor(labels=labels, model=model, vocabulary=dict(names), ignore=ignore)


def _open(model: "str | Path | Language | None") -> "Language":
    from spacy.language import Language

    if model is None:
        return shared_pipeline()
    if isinstance(model, Language):
        return model
    if isinstance(model, (str, Path)):
        return load_pipeline(model)
    raise TypeError(f"model must be a name, a path or a Language, not {type(model).__name__}")


def _missing_steps(
    nlp: "Language", names: "Names", ignore: tuple[str, ...]
) -> list[Callable[["Doc"], "Doc"]]:
    """Return what runs after `nlp`, so that neither a shared nor a user's pipeline is changed."""
    from entityfr.edges import Edges
    from entityfr.vocabulary import Vocabulary

    steps: list[Callable[[Doc], Doc]] = []
    if "entityfr_edges" not in nlp.pipe_names:
        steps.append(Edges())
    if names or ignore:
        steps.append(Vocabulary(names, ignore))
    return steps


def _check_text(text: object, where: str = "text") -> None:
    if not isinstance(text, str):
        hint = ": decode it first" if isinstance(text, (bytes, bytearray)) else ""
        raise TypeError(f"{where} must be a str, not {type(text).__name__}{hint}")
