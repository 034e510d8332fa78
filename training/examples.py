"""Passages -> spaCy's examples: readers for the sections [corpora.train] and [corpora.dev]."""

import random
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Span as SpacySpan
from spacy.training import Example
from spacy.util import registry

from training.base import base_pipeline
from training.corpus import Passage, passages
from training.marks import Span

Reader = Callable[[Language], list[Example]]
_VALIDATION = 20
"""one passage in so many is for validation"""
_LONGEST_COPY = 400
"""code points of the longest text that is copied in capitals or lower case"""


class Source(NamedTuple):
    """Where passages come from."""

    texts: str
    """folder of the texts of the real sentences"""
    allow_missing: bool
    limit: int
    """how many passages are read, 0 all"""
    without: tuple[str, ...] = ()
    """files of the corpus that are left out"""


class Variants(NamedTuple):
    """What becomes of a passage in training; the shares are probabilities."""

    split_articles: float
    """share of the articles that are cut into paragraphs"""
    upper_case: float
    """share of the short texts that are repeated in capitals"""
    lower_case: float


@registry.readers("entityfr.TrainingExamples.v1")
def training_examples(
    texts: str,
    allow_missing: bool,
    limit: int,
    split_articles: float,
    upper_case: float,
    lower_case: float,
    misc_from: str,
    without: list[str],
    seed: int,
) -> Reader:
    """Return the reader of the passages that are not for validation (see `Source`, `Variants`).

    `misc_from`: the pipeline that finds the MISC of the files where it is unmarked.
    """
    source = Source(texts, allow_missing, limit, tuple(without))
    variants = Variants(split_articles, upper_case, lower_case)
    return partial(_training_examples, source=source, variants=variants, base=misc_from, seed=seed)


@registry.readers("entityfr.ValidationExamples.v1")
def validation_examples(texts: str, allow_missing: bool, limit: int) -> Reader:
    """Return the reader of the passages for validation, as they are."""
    return partial(_validation_examples, source=Source(texts, allow_missing, limit))


# spaCy resolves its config, and so asks for the examples, several times in one training.
@cache
def _training_examples(
    nlp: Language, *, source: Source, variants: Variants, base: str, seed: int
) -> list[Example]:
    rng = random.Random(seed)
    train = [passage for passage in read(source) if not is_validation(passage.id)]
    varied = (one for p in _with_misc(train, base) for one in vary(p, variants, rng))
    return [to_example(nlp, passage) for passage in varied]


@cache
def _validation_examples(nlp: Language, *, source: Source) -> list[Example]:
    return [to_example(nlp, passage) for passage in read(source) if is_validation(passage.id)]


def is_validation(id_: str) -> bool:
    """Return whether the passage is for validation: one in twenty, by a hash of its id."""
    return zlib.crc32(id_.encode()) % _VALIDATION == 0


def vary(passage: Passage, variants: Variants, rng: random.Random) -> Iterator[Passage]:
    """Yield the passage, whole or by paragraphs, and perhaps a copy in capitals or lower case."""
    if "\n\n" in passage.text and rng.random() < variants.split_articles:
        yield from paragraphs(passage)
    else:
        yield passage
    if len(passage.text) < _LONGEST_COPY:
        if rng.random() < variants.upper_case:
            yield from _recased(passage, passage.text.upper())
        elif rng.random() < variants.lower_case:
            yield from _recased(passage, passage.text.lower())


def paragraphs(passage: Passage) -> Iterator[Passage]:
    """Yield each paragraph of an article as a passage."""
    start = 0
    for text in passage.text.split("\n\n"):
        end = start + len(text)
        spans = [s for s in passage.spans if start <= s.start and s.end <= end]
        moved = tuple(Span(s.start - start, s.end - start, s.label) for s in spans)
        yield passage._replace(text=text, spans=moved)
        start = end + 2


def to_example(nlp: Language, passage: Passage) -> Example:
    """Return the passage as an example.

    Where the tokenizer leaves a sign on a name (`@Nom`, `ex-Nom`), its tokens are not annotated.
    """
    predicted = nlp.make_doc(passage.text)
    reference = predicted.copy()
    names: list[SpacySpan] = []
    glued: set[int] = set()
    for start, end, label in passage.spans:
        name = reference.char_span(start, end, label)
        if name is None:
            around = reference.char_span(start, end, alignment_mode="expand")
            glued.update(range(around.start, around.end))
        else:
            names.append(name)
    glued.difference_update(i for name in names for i in range(name.start, name.end))
    missing = [reference[i : i + 1] for i in sorted(glued)]
    reference.set_ents(names, missing=missing, default="outside")
    reference.user_data["is_real"] = passage.is_real
    return Example(predicted, reference)


def read(source: Source) -> list[Passage]:
    """Return the passages of the corpus that `source` names."""
    found = passages(Path(source.texts), allow_missing=source.allow_missing)
    # A few passages of every kind; the order is that of another hash than the split's.
    few = sorted(found, key=lambda passage: zlib.crc32(passage.id[::-1].encode()))
    taken = few[: source.limit] if source.limit else found
    return [passage for passage in taken if passage.source not in source.without]


def _with_misc(corpus: Iterable[Passage], package: str) -> Iterator[Passage]:
    """Yield the passages; where MISC is unmarked, with what `package` takes for MISC."""
    base = base_pipeline(package)
    for passage in corpus:
        if passage.has_misc:
            yield passage
        else:
            found = base(passage.text).ents
            misc = [Span(e.start_char, e.end_char, e.label_) for e in found if e.label_ == "MISC"]
            free = [m for m in misc if not any(_overlap(m, span) for span in passage.spans)]
            yield passage._replace(spans=tuple(sorted([*passage.spans, *free])))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _recased(passage: Passage, text: str) -> Iterator[Passage]:
    """Yield the passage with this text, unless letters were added (ß in capitals is SS)."""
    if len(text) == len(passage.text):
        yield passage._replace(text=text)
