"""The command ``entityfr evaluate``."""

import io
import sys
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entityfr.labels import Label, parse_label

if TYPE_CHECKING:
    from entityfr.cli.scores import GoldScores
    from entityfr.evaluation import GoldFormat, GoldText, Report
    from entityfr.evaluation.label_map import LabelMap
    from entityfr.models import Extraction

_FAILED, _MISUSED = 1, 2
_SHOWN_ERRORS = 5


class GoldFormatOption(str, Enum):
    """The formats of gold."""

    JSONL = "jsonl"
    BRAT = "brat"
    CONLL = "conll"


def evaluate(
    gold: Annotated[
        list[Path],
        typer.Argument(
            metavar="GOLD", help="JSON lines, brat folders or CoNLL files; several are summed too."
        ),
    ],
    model: Annotated[
        str | None,
        typer.Option(help="Score this spaCy pipeline, a name or a folder, instead of entityfr."),
    ] = None,
    labels: Annotated[
        list[Label] | None,
        typer.Option(
            "--label",
            "-l",
            case_sensitive=False,
            help="Score only this label; may be repeated. By default PER, LOC and ORG.",
        ),
    ] = None,
    gold_format: Annotated[
        GoldFormatOption | None,
        typer.Option("--format", "-f", help="Of GOLD; by default what its path says."),
    ] = None,
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="NAME=LABEL",
            help="Take the label NAME of GOLD or the model for LABEL; O drops it. May be repeated.",
        ),
    ] = None,
    errors: Annotated[
        int | None,
        typer.Option(min=0, help="Errors shown of each kind. By default 5; with --json, all."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    encoding: Annotated[str, typer.Option(help="The encoding of GOLD.")] = "utf-8",
) -> None:
    """Score entityfr, or any spaCy pipeline, on texts that were marked by hand.

    Prints precision, recall and F1 by label, for exact and for overlapping spans;
    which labels are confused; and the worst errors in context.

    Exit codes: 0 scored; 1 the model is missing; 2 wrong usage or malformed gold.
    """
    from entityfr.cli.scores import write_json, write_tables
    from entityfr.extractor import DEFAULT_LABELS

    wanted = tuple(dict.fromkeys(labels or DEFAULT_LABELS))
    label_map = _parse_maps(maps or [])
    corpora = _load(gold, gold_format, label_map, encoding)
    scores = _score(corpora, model, wanted, label_map)
    if not sys.stdout.isatty() and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    if as_json:
        write_json(scores, errors, sys.stdout)
    else:
        write_tables(scores, _SHOWN_ERRORS if errors is None else errors, sys.stdout)


def _parse_maps(maps: list[str]) -> "LabelMap":
    label_map: dict[str, Label | None] = {}
    for item in maps:
        name, equals, label = item.rpartition("=")
        if not (name and equals):
            raise typer.BadParameter(f"{item!r}: write NAME=LABEL", param_hint="--map")
        try:
            label_map[name] = None if label.upper() == "O" else parse_label(label.upper())
        except ValueError as error:
            raise typer.BadParameter(f"{item!r}: {error}, or O", param_hint="--map") from None
    return label_map


def _load(
    paths: list[Path], gold_format: GoldFormatOption | None, label_map: "LabelMap", encoding: str
) -> "dict[str, list[GoldText]]":
    """Return the gold of each path; names everything malformed before it gives up."""
    from entityfr.evaluation import load_gold

    name: GoldFormat | None = gold_format.value if gold_format else None
    corpora: dict[str, list[GoldText]] = {}
    failed = False
    for path in paths:
        try:
            corpora[str(path)] = load_gold(
                path, format=name, label_map=label_map, encoding=encoding
            )
        except ValueError as error:
            failed = True
            typer.echo(f"entityfr: {error}", err=True)
    if failed:
        raise typer.Exit(_MISUSED)
    return corpora


def _score(
    corpora: "dict[str, list[GoldText]]",
    model: str | None,
    labels: tuple[Label, ...],
    label_map: "LabelMap",
) -> "GoldScores":
    from entityfr.cli.scores import GoldScores
    from entityfr.evaluation import evaluate

    texts = [text for corpus in corpora.values() for text in corpus]
    predicted = _predict([text.text for text in texts], model, labels, label_map)
    reports: dict[str, Report] = {}
    done = 0
    for name, corpus in corpora.items():
        found = predicted[done : done + len(corpus)]
        reports[name] = evaluate(corpus, found, labels=labels)
        done += len(corpus)
    return GoldScores(
        system=model or "entityfr",
        labels=labels,
        gold=reports,
        total=evaluate(texts, predicted, labels=labels),
    )


def _predict(
    texts: list[str], model: str | None, labels: tuple[Label, ...], label_map: "LabelMap"
) -> "list[Extraction]":
    from entityfr.evaluation import predict
    from entityfr.extractor import EntityExtractor

    try:
        if model is None:
            return list(EntityExtractor(labels=labels).pipe(texts))
        return list(predict(texts, model, label_map=label_map))
    except (OSError, ValueError) as error:
        typer.echo(f"entityfr: {error}", err=True)
        raise typer.Exit(_FAILED if isinstance(error, OSError) else _MISUSED) from None
