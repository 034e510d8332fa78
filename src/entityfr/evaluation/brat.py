"""Read gold from brat's standoff format: a `.txt` file and the `.ann` file of the same name.

Only text-bound annotations (T) are read; relations, events, attributes and notes are passed over.
A span in several pieces is taken from its first to its last character where only white space
parts them (brat cuts spans at line breaks); any other discontinuous span is an error, since no
tagger that gives plain spans could find it.
Format: https://brat.nlplab.org/standoff.html
"""

import re
from collections.abc import Iterator
from pathlib import Path

from entityfr.evaluation.gold import GoldError, GoldText, Mark, build_gold, read
from entityfr.evaluation.label_map import LabelMap

_TEXT_BOUND = re.compile(r"T\d+\t(?P<label>\S+) (?P<pieces>\d+ \d+(?:;\d+ \d+)*)\t(?P<text>.+)")
_OTHER_KINDS = tuple("REAMN#*")


def read_brat(path: Path, encoding: str, label_map: LabelMap) -> Iterator[GoldText]:
    """Yield the gold text of every document under the folder `path`, by name, or of one document.

    A document is named by its `.txt` or its `.ann` file. Raises `GoldError`.
    """
    for document in _documents(path):
        # brat counts a byte-order mark and both characters of a CRLF: the text stays as it is.
        text = read(document, encoding)
        annotations = document.with_suffix(".ann")
        marks = list(_marks(annotations, read(annotations, encoding), text))
        yield build_gold(annotations, None, text, marks, label_map)


def _documents(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path.with_suffix(".txt")]
    stems = {file.with_suffix("") for kind in ("txt", "ann") for file in path.rglob(f"*.{kind}")}
    if not stems:
        raise GoldError(path, None, "the folder has no .txt and .ann files: name the files to read")
    return [stem.with_name(f"{stem.name}.txt") for stem in sorted(stems)]


def _marks(path: Path, annotations: str, text: str) -> Iterator[Mark]:
    for number, line in enumerate(annotations.removeprefix("\ufeff").split("\n"), start=1):
        line = line.rstrip("\r")
        if not line.strip() or line.startswith(_OTHER_KINDS):
            continue
        match = _TEXT_BOUND.fullmatch(line)
        if match is None:
            reason = "not a brat annotation, such as T1<TAB>PER 3 9<TAB>Lavrov"
            raise GoldError(path, number, reason)
        start, end = _hull(path, number, match["pieces"], text)
        yield Mark(start, end, match["label"], number, match["text"])


def _hull(path: Path, number: int, pieces: str, text: str) -> tuple[int, int]:
    offsets = [int(offset) for offset in re.split("[ ;]", pieces)]
    for end, start in zip(offsets[1:-1:2], offsets[2::2], strict=True):
        if text[end:start].strip():
            reason = (
                f"discontinuous span {pieces}: {text[end:start]!r} between its pieces belongs to "
                "no entity. Mark one piece, or the whole"
            )
            raise GoldError(path, number, reason)
    return offsets[0], offsets[-1]
