"""A text with its gold entities, checked as it is built, whatever the format it was read from."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import Field

from entityfr.evaluation.label_map import LabelMap, gold_label
from entityfr.models import Entity, Extraction


class GoldError(ValueError):
    """A gold file is malformed; the message names the file, the line and the reason."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        self.path, self.line, self.reason = path, line, reason
        super().__init__(f"{place(path, line)}: {reason}")

    def __reduce__(self) -> tuple[type["GoldError"], tuple[Path, int | None, str]]:
        return type(self), (self.path, self.line, self.reason)


class GoldText(Extraction):
    """A text and its gold entities, with the place it was read from."""

    source: Annotated[str, Field(description="The gold file, with the line where it has lines.")]


class Mark(NamedTuple):
    """A span as a gold file has it; offsets are code points, end exclusive."""

    start: int
    end: int
    label: str
    line: int
    text: str | None = None


def place(path: Path, line: int | None) -> str:
    """Return ``path:line``."""
    return f"{path}:{line}" if line is not None else str(path)


def read(path: Path, encoding: str) -> str:
    """Return the characters of a gold file, line breaks as they are; raises `GoldError`."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise GoldError(path, None, error.strerror or str(error)) from error
    try:
        return content.decode(encoding)
    except LookupError:
        raise ValueError(f"{encoding!r} is not an encoding that Python knows") from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        reason = (
            f"byte 0x{content[error.start]:02x} is not {encoding.upper()}: name the file's own "
            "encoding with --encoding, for instance latin-1 or cp1252"
        )
        raise GoldError(path, line, reason) from None


def build_gold(
    path: Path, line: int | None, text: str, marks: Iterable[Mark], label_map: LabelMap
) -> GoldText:
    """Return the gold text of `marks`, in the order of the text.

    Raises `GoldError` for an unknown label, a span out of the text, one whose text is another
    than the mark says, and for spans that overlap once labels mapped to None are dropped.
    """
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise GoldError(path, line, "the text has half of a surrogate pair: write the character")
    entities: list[Entity] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        try:
            entity = _entity(text, mark, label_map)
            if entity and entities and entity.start < entities[-1].end:
                raise ValueError(f"{_named(entity)} overlaps {_named(entities[-1])}")
        except ValueError as error:
            raise GoldError(path, mark.line, str(error)) from None
        if entity:
            entities.append(entity)
    return GoldText(text=text, entities=tuple(entities), source=place(path, line))


def _entity(text: str, mark: Mark, label_map: LabelMap) -> Entity | None:
    label = gold_label(mark.label, label_map)
    if not 0 <= mark.start < mark.end <= len(text):
        raise ValueError(
            f"span {mark.start} to {mark.end} is not inside the text of {len(text)} characters: "
            "offsets are code points, end exclusive"
        )
    found = text[mark.start : mark.end]
    # brat writes a space for a line break inside a span.
    if mark.text is not None and mark.text.split() != found.split():
        raise ValueError(
            f"span {mark.start} to {mark.end} is {found!r} in the text, but {mark.text!r} in the "
            "mark: offsets are code points, end exclusive"
        )
    if label is None:
        return None
    return Entity(text=found, label=label, start=mark.start, end=mark.end)


def _named(entity: Entity) -> str:
    return f"{entity.label} {entity.text!r} ({entity.start} to {entity.end})"
