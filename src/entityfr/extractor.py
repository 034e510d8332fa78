"""Text in, `Extraction` out: `EntityExtractor` and `extract_entities`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from entityfr.collector import collector_paused
from entityfr.countries import country_code
from entityfr.labels import Label, parse_labels
from entityfr.memory import bounded_memory
from entityfr.models import Entity, Extraction, Title, check_score
from entityfr.normalise import Normalised, normalise
from entityfr.pipeline import (
    PackedPipeline,
    load_pipeline,
    pack_pipeline,
    shared_pipeline,
    unpack_pipeline,
)
from entityfr.spacy_import import import_spacy
from entityfr.streaming import DEFAULT_BATCH_SIZE, read_batches, stream
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
    `min_score`: only entities whose score is at least this, from 0 to 1; the pipeline must give
    scores, which takes its own "entityfr_recogniser" and "entityfr_score".

    Raises `ValueError` for an unknown label, for a `min_score` out of range or with a pipeline
    that gives no scores, and `ModelNotFoundError` for a missing model.
    """

    def __init__(
        self,
        *,
        labels: Iterable[Label | str] = DEFAULT_LABELS,
        model: "str | Path | Language | None" = None,
        vocabulary: Mapping[str, Iterable[str]] | None = None,
        ignore: Iterable[str] = (),
        min_score: float | None = None,
    ) -> None:
        import_spacy()
        from entityfr.vocabulary import freeze_forms, freeze_names

        self._labels = {label.value: label for label in parse_labels(labels)}
        names, ignored = freeze_names(vocabulary), freeze_forms(ignore, "ignore")
        self.nlp: Language = _open(model)
        self._steps = _missing_steps(self.nlp, names, ignored)
        self._min_score = None if min_score is None else check_score(min_score, "min_score")
        if min_score is not None and "entityfr_score" not in self.nlp.pipe_names:
            raise ValueError(
                "min_score needs scores, and this pipeline has no entityfr_score to give them: "
                "leave out min_score, or model"
            )
        # Zones end the life of documents, which a pipeline of the caller's may have others of.
        self._memory = None if self.nlp is model else bounded_memory(self.nlp)
        self._options: dict[str, Any] = {
            "labels": tuple(self._labels.values()),
            "model": model,
            "vocabulary": dict(names),
            "ignore": ignored,
            "min_score": min_score,
        }

    def __call__(self, text: str) -> Extraction:
        """Return the entities of `text`; raises `TypeError` for anything but `str`."""
        _check_text(text)
        return self.extract_all([text])[0]

    def extract_all(self, texts: Sequence[str]) -> list[Extraction]:
        """Return the extraction of each text, all computed at once: for a stream, see `pipe`."""
        normalised = [normalise(text) for text in texts]
        zone = self._memory.zone(sum(map(len, texts))) if self._memory else nullcontext()
        with zone, collector_paused():
            plain = [one.text for one in normalised]
            docs = map(self.nlp, plain) if len(plain) == 1 else self.nlp.pipe(plain)
            return list(map(self._extraction, texts, normalised, docs))

    def __reduce__(self) -> tuple[Callable[..., "EntityExtractor"], tuple[Any, ...]]:
        """Pickle the options: another process loads the pipeline, or is sent the caller's own."""
        options = dict(self._options)
        model = options.pop("model")
        return _unpickled, (type(self), options, model if self._memory else pack_pipeline(model))

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
        """Yield the extraction of each text, in order; reads `texts` a few batches ahead.

        With `as_tuples`, takes pairs of a text and anything and yields pairs of its extraction
        and the same thing. `batch_size` is the most texts that are computed at once; batches of
        long texts are smaller. `n_process` processes work side by side, -1 for one a core, started
        as `multiprocessing` is set to; where they are spawned, the pipeline must load by name.
        Memory does not grow with the length of the stream.

        Raises `TypeError` naming the index of an item that is not `str`, and `ExtractionError`
        with the index of a text that a step of the pipeline fails on. What comes before it in
        the stream is yielded first.
        """
        size = DEFAULT_BATCH_SIZE if batch_size is None else batch_size
        batches = read_batches(_checked(texts, as_tuples), size)
        for batch, extractions in stream(self, batches, n_process):
            yield from zip(extractions, batch.contexts, strict=True) if as_tuples else extractions

    def _extraction(self, text: str, normalised: Normalised, doc: "Doc") -> Extraction:
        for step in self._steps:
            doc = step(doc)
        extraction = Extraction.model_construct(
            text=text, entities=tuple(self._entities(text, normalised, doc))
        )
        return extraction if self._min_score is None else extraction.above(self._min_score)

    def _entities(self, text: str, normalised: Normalised, doc: "Doc") -> Iterator[Entity]:
        from entityfr.score import score_of

        previous_end = 0
        for span in doc.ents:
            label = self._labels.get(span.label_)
            if label is None:
                continue
            start, end = normalised.original_span(span.start_char, span.end_char)
            # Two spans share a cluster only if the tokenizer parted a letter from its marks.
            if start >= previous_end:
                yield _entity(text, label, start, end, score_of(span))
                previous_end = end


def _checked(items: Iterable[Any], as_tuples: bool) -> Iterator[tuple[str, Any]]:
    """Yield a text and its context for each item; raises `TypeError` for what is no text."""
    for index, item in enumerate(items):
        text, context = item if as_tuples else (item, None)
        _check_text(text, f"item {index} of texts")
        yield text, context


def _unpickled(
    kind: type[EntityExtractor], options: dict[str, Any], model: str | Path | PackedPipeline | None
) -> EntityExtractor:
    loaded = unpack_pipeline(model) if isinstance(model, PackedPipeline) else model
    return kind(model=loaded, **options)


def _entity(text: str, label: Label, start: int, end: int, score: float | None) -> Entity:
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
        text=text[start:end],
        label=label,
        start=start,
        end=end,
        title=title,
        country=country,
        score=score,
    )


def extract_entities(
    text: str,
    *,
    labels: Iterable[Label | str] = DEFAULT_LABELS,
    model: "str | Path | Language | None" = None,
    vocabulary: Mapping[str, Iterable[str]] | None = None,
    ignore: Iterable[str] = (),
    min_score: float | None = None,
) -> Extraction:
    """Return the entities of `text`, with the options of `EntityExtractor`.

    The extractor of a set of options is made at its first use, once, and kept.
    """
    _check_text(text)
    import_spacy()
    from entityfr.vocabulary import freeze_forms, freeze_names

    names, ignored = freeze_names(vocabulary), freeze_forms(ignore, "ignore")
    with _making:
        extractor = _cached_extractor(parse_labels(labels), model, names, ignored, min_score)
    return extractor(text)


_making = Lock()


@lru_cache(maxsize=_CACHED_EXTRACTORS)
def _cached_extractor(
    labels: tuple[Label, ...],
    model: "str | Path | Language | None",
    names: "Names",
    ignore: tuple[str, ...],
    min_score: float | None,
) -> EntityExtractor:
    return EntityExtractor(
        labels=labels, model=model, vocabulary=dict(names), ignore=ignore, min_score=min_score
    )


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
        if "entityfr_score" in nlp.pipe_names:
            # Names that were trimmed just now have no score yet.
            steps.append(nlp.get_pipe("entityfr_score"))
    if names or ignore:
        steps.append(Vocabulary(names, ignore))
    return steps


def _check_text(text: object, where: str = "text") -> None:
    if not isinstance(text, str):
        hint = ": decode it first" if isinstance(text, (bytes, bytearray)) else ""
        raise TypeError(f"{where} must be a str, not {type(text).__name__}{hint}")
