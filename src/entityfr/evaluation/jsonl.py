"""Read gold from JSON lines: an object a line, with `text` and `entities`.

Each entity has `start`, `end` (code points, end exclusive) and `label`; where it also has a
`text`, that is checked. Other fields are ignored, so a dumped `Extraction` is gold as it is.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from entityfr.evaluation.gold import GoldError, GoldText, Mark, build_gold, read
from entityfr.evaluation.label_map import LabelMap


class _Span(BaseModel):
    model_config = ConfigDict(strict=True)

    start: int
    end: int
    label: str
    text: str | None = None


class _Line(BaseModel):
    model_config = ConfigDict(strict=True)

    text: str
    entities: list[_Span]


def read_jsonl(path: Path, encoding: str, label_map: LabelMap) -> Iterator[GoldText]:
    """Yield the gold text of each line that is not blank; raises `GoldError`."""
    content = read(path, encoding).removeprefix("\ufeff")
    # Not splitlines: a JSON string may hold U+2028 and its like.
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            parsed = _parse(path, number, line)
            marks = (Mark(e.start, e.end, e.label, number, e.text) for e in parsed.entities)
            yield build_gold(path, number, parsed.text, marks, label_map)


def _parse(path: Path, number: int, line: str) -> _Line:
    try:
        return _Line.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        reason = f"invalid JSON: {error.msg} at column {error.colno}"
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "line"
        reason = f"{field}: {first['msg']}"
    raise GoldError(path, number, reason)
