"""Write extractions in the formats of the command line."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from entityfr.models import Extraction

Results = Iterable[tuple[str, "Extraction"]]
"""Pairs of a file's name and its extraction, one file at a time."""

_COLUMNS = ("text", "label", "start", "end", "score")


class Format(str, Enum):
    """The formats of the output."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


def write(results: Results, output_format: Format, stream: TextIO) -> None:
    """Write all results to `stream`, each file's as soon as it is there (JSON: at the end)."""
    _WRITERS[output_format](results, stream)
    stream.flush()


def _write_table(results: Results, stream: TextIO) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=stream)
    for name, extraction in results:
        table = Table(*_COLUMNS, title=Text(name), title_justify="left")
        for column in table.columns[2:]:
            column.justify = "right"
        for entity in extraction:
            score = "" if entity.score is None else f"{entity.score:.2f}"
            numbers = (str(entity.start), str(entity.end), score)
            table.add_row(Text(entity.text), entity.label.value, *numbers)
        console.print(table)


def _write_json(results: Results, stream: TextIO) -> None:
    documents = [
        {"file": name, **extraction.model_dump(mode="json")} for name, extraction in results
    ]
    json.dump(documents, stream, ensure_ascii=False, indent=2)
    stream.write("\n")


def _write_jsonl(results: Results, stream: TextIO) -> None:
    for row in _rows(results):
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def _write_csv(results: Results, stream: TextIO) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("file", *_COLUMNS))
    for row in _rows(results):
        writer.writerow([row[column] for column in ("file", *_COLUMNS)])


def _rows(results: Results) -> Iterator[dict[str, Any]]:
    for name, extraction in results:
        for entity in extraction:
            yield {"file": name, **entity.model_dump(mode="json")}


_WRITERS: dict[Format, Callable[[Results, TextIO], None]] = {
    Format.TABLE: _write_table,
    Format.JSON: _write_json,
    Format.JSONL: _write_jsonl,
    Format.CSV: _write_csv,
}
