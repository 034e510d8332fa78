"""The marked passages: those written for the project, and real sentences joined with their texts.

    >>> for passage in passages(texts=Path("texts")): ...

Of the real sentences `corpus/real/` holds the id and the offsets alone; `texts` is a folder of
files of `id TAB text` with the sentences themselves (README.md says where they come from).
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from entityfr.normalise import normalise
from training.marks import LABELS, PARAGRAPH, Marked, Span, mark, parse

CORPUS = Path(__file__).parent / "corpus"
_LEFT_OUT = (
    "articles distractors formal local national news-2 organisations people places varied world"
)
WITHOUT_MISC = frozenset(_LEFT_OUT.split(" "))
"""files of `corpus/written/` in which MISC is unmarked, not absent"""


class Passage(NamedTuple):
    """A text with its names, as the recogniser sees it: normalised."""

    id: str
    text: str
    """paragraphs are separated by two line feeds"""
    spans: tuple[Span, ...]
    has_misc: bool
    """whether MISC is marked here"""
    source: str
    """the file it stands in, without suffix"""
    is_real: bool


class CorpusError(ValueError):
    """A file of the corpus, or of the texts, is not what it should be."""


class MissingTextsError(CorpusError):
    """There are marks for these ids, and no text."""

    def __init__(self, ids: list[str]) -> None:
        some = ", ".join(ids[:5]) + (", …" if len(ids) > 5 else "")
        super().__init__(
            f"{len(ids)} passages have no text: {some}. Point --texts at a folder of `id TAB text` "
            "files that holds them (training/README.md), or leave them out with --allow-missing."
        )
        self.ids = ids


class Line(NamedTuple):
    """A line of a file, with its number from 1."""

    path: Path
    number: int
    content: str

    def error(self, reason: str) -> CorpusError:
        return CorpusError(f"{self.path}:{self.number}: {reason}")


class Offsets(NamedTuple):
    """What `corpus/real/` holds for one sentence or article."""

    id: str
    spans: tuple[Span, ...]
    line: Line


def passages(
    texts: Path | None = None, *, corpus: Path = CORPUS, allow_missing: bool = False
) -> list[Passage]:
    """Return the written passages, then, if `texts` is given, the real ones.

    Raises `MissingTextsError` for ids without text unless `allow_missing`, and `CorpusError` for a
    line that cannot be read or offsets that the text does not have.
    """
    found = [written_passage(line) for line in lines_of(corpus / "written", "*.txt")]
    if texts is not None:
        known = read_texts(texts)
        offsets = list(read_offsets(corpus / "real"))
        missing = missing_ids(offsets, known)
        if missing and not allow_missing:
            raise MissingTextsError(missing)
        found += [join(one, known[one.id]) for one in offsets if one.id in known]
    return found


def lines_of(folder: Path, pattern: str) -> Iterator[Line]:
    """Yield the lines of the files in `folder` that are not blank."""
    paths = sorted(folder.glob(pattern))
    if not paths:
        raise CorpusError(f"{folder}: no {pattern} here")
    for path in paths:
        for number, content in enumerate(path.read_text(encoding="utf8").split("\n"), 1):
            if content.strip():
                yield Line(path, number, content)


def written_passage(line: Line) -> Passage:
    source = line.path.stem
    text, spans = _as_seen(line.content)
    has_misc = source not in WITHOUT_MISC
    return Passage(f"{source}:{line.number - 1}", text, spans, has_misc, source, is_real=False)


def join(offsets: Offsets, text: str) -> Passage:
    """Return the passage of `offsets` and its text.

    Raises `CorpusError` if the text is too short for them or has a space where a name should begin
    or end: it is not the text that was marked.
    """
    for span in offsets.spans:
        name = text[span.start : span.end]
        if len(name) < span.end - span.start or name != name.strip():
            raise offsets.line.error(
                f"the text of {offsets.id} has no name at {span}: another text?"
            )
    seen = _as_seen(mark(text, offsets.spans))
    return Passage(offsets.id, *seen, True, offsets.line.path.stem, is_real=True)


def read_offsets(folder: Path) -> Iterator[Offsets]:
    """Yield the lines of `corpus/real/`: id, tab, `start-end-LABEL` with spaces between."""
    for line in lines_of(folder, "*.tsv"):
        id_, tab, spans = line.content.partition("\t")
        if not tab:
            raise line.error("no tab after the id")
        yield Offsets(id_, tuple(_read_span(span, line) for span in spans.split()), line)


def read_texts(folder: Path) -> dict[str, str]:
    """Return id -> text from the `*.tsv` of `folder`, as the offsets count it (see `plain`).

    A text may be marked (`[PER Ada]`); the marks are taken out.
    """
    texts = {}
    for line in lines_of(folder, "*.tsv"):
        id_, tab, text = line.content.partition("\t")
        if not tab:
            raise line.error("no tab after the id")
        texts[id_] = plain(text)
    return texts


def plain(text: str) -> str:
    """Return `text` without marks, with single spaces, and round brackets for square ones."""
    return " ".join(parse(text).text.split()).replace("[", "(").replace("]", ")")


def missing_ids(offsets: Iterable[Offsets], texts: dict[str, str]) -> list[str]:
    return [one.id for one in offsets if one.id not in texts]


def _read_span(written: str, line: Line) -> Span:
    start, _, rest = written.partition("-")
    end, _, label = rest.partition("-")
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end)):
        raise line.error(f"{written!r} is not start-end-LABEL with start < end")
    if label not in LABELS:
        raise line.error(f"unknown label {label!r} in {written!r}: one of {', '.join(LABELS)}")
    return Span(int(start), int(end), label)


def _as_seen(line: str) -> Marked:
    """Return a marked line as the recogniser sees it, paragraphs by line feeds."""
    return parse(normalise(line).text.replace(PARAGRAPH, "\n\n"))
