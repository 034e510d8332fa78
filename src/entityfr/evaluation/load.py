"""Read a gold corpus of any format."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Literal, get_args

from entityfr.evaluation.brat import read_brat
from entityfr.evaluation.conll import read_conll
from entityfr.evaluation.gold import GoldError, GoldText
from entityfr.evaluation.jsonl import read_jsonl
from entityfr.evaluation.label_map import LabelMap, parse_label_map
from entityfr.labels import Label

GoldFormat = Literal["jsonl", "brat", "conll"]
FORMATS: tuple[GoldFormat, ...] = get_args(GoldFormat)

_READERS: dict[GoldFormat, Callable[[Path, str, LabelMap], Iterator[GoldText]]] = {
    "jsonl": read_jsonl,
    "brat": read_brat,
    "conll": read_conll,
}
_SUFFIXES: dict[str, GoldFormat] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".ann": "brat",
    ".txt": "brat",
    ".conll": "conll",
    ".bio": "conll",
    ".iob": "conll",
    ".iob2": "conll",
    ".bioes": "conll",
    ".bilou": "conll",
    ".tsv": "conll",
}


def load_gold(
    path: str | Path,
    *,
    format: GoldFormat | None = None,  # noqa: A002 - the plain word, as in --format
    label_map: Mapping[str, Label | str | None] | None = None,
    encoding: str = "utf-8",
) -> list[GoldText]:
    """Return the texts of a gold corpus with their entities, all labels, MISC too.

    `path`: a file of JSON lines, a brat folder (or one of its documents), or a CoNLL file;
    `format` says which, and is guessed from the path when not given.
    `label_map`: our label for each label of the corpus that is not PER, LOC, ORG or MISC;
    None drops its mentions.

    Raises `GoldError`, a `ValueError`, naming the file, the line and the reason, and `ValueError`
    for an unknown encoding or a label of `label_map` that is not ours.
    """
    path = Path(path)
    if not path.exists():
        raise GoldError(path, None, "no such file or folder")
    reader = _READERS[format or _guess_format(path)]
    texts = list(reader(path, encoding, parse_label_map(label_map or {})))
    if not texts:
        raise GoldError(path, None, "no text in it")
    return texts


def _guess_format(path: Path) -> GoldFormat:
    if path.is_dir():
        return "brat"
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        known = ", ".join(_SUFFIXES)
        reason = (
            f"the format is not known from the suffix {suffix!r} (known: {known}): "
            f"give it with --format {'|'.join(FORMATS)}"
        )
        raise GoldError(path, None, reason)
    return _SUFFIXES[suffix]
