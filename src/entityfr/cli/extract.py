"""The command ``entityfr extract``."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from entityfr.cli.formats import Format, write
from entityfr.labels import Label

if TYPE_CHECKING:
    from entityfr.extractor import EntityExtractor

_FAILED, _MISUSED = 1, 2


def _check_encoding(encoding: str) -> str:
    try:
        # Encoding checks the name even of an empty text, decoding does not.
        "a".encode(encoding)
    except LookupError:
        raise typer.BadParameter(f"{encoding!r} is not an encoding that Python knows") from None
    return encoding


def extract(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILES", help="Text files; - or none for standard input."),
    ] = None,
    output_format: Annotated[
        Format | None,
        typer.Option(
            "--format",
            "-f",
            help="table or csv; jsonl, one entity a line; json, one object a file with its text. "
            "Without it a table on a terminal, else jsonl or what the name of OUTPUT says.",
        ),
    ] = None,
    labels: Annotated[
        list[Label] | None,
        typer.Option(
            "--label",
            "-l",
            case_sensitive=False,
            help="Only entities with this label; may be repeated. By default PER, LOC and ORG.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", dir_okay=False, help="Write to this file, in UTF-8."),
    ] = None,
    min_score: Annotated[
        float | None,
        typer.Option(
            min=0, max=1, help="Only entities that are right with at least this probability."
        ),
    ] = None,
    encoding: Annotated[
        str, typer.Option(callback=_check_encoding, help="The encoding of the files.")
    ] = "utf-8",
    model: Annotated[
        str | None, typer.Option(help="A spaCy pipeline of your own: its name or folder.")
    ] = None,
) -> None:
    """Print the people, places and organisations of French texts.

    Offsets are characters from the start of the file, a byte-order mark not counted; the end is
    exclusive.

    Exit codes: 0 all went well; 1 a file or the model could not be read or written, the other
    files were processed; 2 wrong usage, or a file is in another encoding.
    """
    names = files or ["-"]
    if not files and sys.stdin.isatty():
        raise typer.BadParameter("name the files to read, or - to type a text", param_hint="FILES")
    _keep_inputs(names, output)
    extractor = _make_extractor(labels, model, min_score)
    reader = _Reader(encoding)
    results = ((name, extractor(text)) for name, text in reader.read(names))
    try:
        with _open_output(output) as stream:
            write(results, output_format or _default_format(output, stream), stream)
    except BrokenPipeError:
        raise
    except OSError as error:
        typer.echo(f"entityfr: {output or 'standard output'}: {error.strerror}", err=True)
        raise typer.Exit(_FAILED) from None
    raise typer.Exit(reader.exit_code)


class _Reader:
    """Reads texts; a file that cannot be read is named on standard error and left out."""

    def __init__(self, encoding: str) -> None:
        # A byte-order mark is no part of the text.
        self._encoding = "utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding
        self.exit_code = 0

    def read(self, names: list[str]) -> Iterator[tuple[str, str]]:
        """Yield name and text of each file that can be read; sets `exit_code`."""
        for name in names:
            try:
                # Not as text: the line ends of the file count in its offsets.
                data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
                yield name, data.decode(self._encoding)
            except OSError as error:
                self._report(name, str(error.strerror), _FAILED)
            except UnicodeDecodeError as error:
                problem = f"is not {self._encoding.removesuffix('-sig').upper()}: byte "
                problem += f"0x{data[error.start]:02x} at {error.start}. "
                self._report(name, f"{problem}Name its encoding: --encoding cp1252", _MISUSED)

    def _report(self, name: str, problem: str, exit_code: int) -> None:
        typer.echo(f"entityfr: {name}: {problem}", err=True)
        self.exit_code = max(self.exit_code, exit_code)


def _keep_inputs(names: list[str], output: Path | None) -> None:
    if output is not None and output.exists():
        for name in names:
            if Path(name).exists() and output.samefile(name):
                raise typer.BadParameter(f"{name} is one of the FILES", param_hint="--output")


def _make_extractor(
    labels: list[Label] | None, model: str | None, min_score: float | None
) -> "EntityExtractor":
    from entityfr.errors import ModelNotFoundError
    from entityfr.extractor import DEFAULT_LABELS, EntityExtractor

    try:
        return EntityExtractor(labels=labels or DEFAULT_LABELS, model=model, min_score=min_score)
    except ModelNotFoundError as error:
        typer.echo(f"entityfr: {error}", err=True)
        raise typer.Exit(_FAILED) from None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--min-score") from None


def _default_format(output: Path | None, stream: TextIO) -> Format:
    suffix = output.suffix.lstrip(".").lower() if output else ""
    if suffix in {"json", "jsonl", "csv"}:
        return Format(suffix)
    return Format.TABLE if output is None and stream.isatty() else Format.JSONL


@contextmanager
def _open_output(output: Path | None) -> Iterator[TextIO]:
    """Open the output as UTF-8, so that no name is lost to a terminal-less locale."""
    # File names may hold bytes that are not UTF-8; they leave as they came.
    if output is not None:
        with output.open("w", encoding="utf-8", errors="surrogateescape", newline="") as stream:
            yield stream
        return
    if not sys.stdout.isatty() and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape", newline="\n")
    yield sys.stdout
