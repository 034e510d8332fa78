"""Write the scores of ``entityfr evaluate``: tables for people, JSON for programs."""

import re
from collections.abc import Iterator
from itertools import groupby, islice
from typing import TYPE_CHECKING, TextIO

from pydantic import BaseModel

from entityfr.evaluation.report import Confusion, Mistake, Report, Score
from entityfr.labels import Label

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text


class GoldScores(BaseModel):
    """The scores of a system on each gold path and on all together."""

    system: str
    labels: tuple[Label, ...]
    gold: dict[str, Report]
    total: Report


def write_json(scores: GoldScores, errors: int | None, stream: TextIO) -> None:
    """Write one JSON object; `errors` limits those of each kind, None gives all."""
    if errors is not None:
        gold = {path: _shorten(report, errors) for path, report in scores.gold.items()}
        scores = scores.model_copy(update={"gold": gold, "total": _shorten(scores.total, errors)})
    stream.write(scores.model_dump_json(indent=2) + "\n")


def write_tables(scores: GoldScores, errors: int, stream: TextIO) -> None:
    """Write a table for each gold path and the total; confusions and errors are the total's."""
    from rich.console import Console

    console = Console(file=stream, highlight=False)
    for path, report in scores.gold.items():
        console.print(_scores_table(f"{scores.system} on {path}", report))
    if len(scores.gold) > 1:
        console.print(_scores_table(f"{scores.system} on all", scores.total))
    console.print("P precision, R recall, in %; overlap: right label, a character in common\n")
    console.print(_confusions_table(scores.labels, scores.total.confusions))
    _print_errors(scores.total.errors, errors, console)


def _shorten(report: Report, errors: int) -> Report:
    kept = [
        mistake
        for _, mistakes in groupby(report.errors, lambda mistake: mistake.kind)
        for mistake in list(mistakes)[:errors]
    ]
    return report.model_copy(update={"errors": tuple(kept)})


def _scores_table(title: str, report: Report) -> "RenderableType":
    from rich.table import Table
    from rich.text import Text

    table = Table(title=Text(f"{title}: {report.texts} texts"), title_justify="left")
    table.add_column("label")
    ways = [f"{way}\n{measure}" for way in ("exact", "overlap") for measure in ("P", "R", "F1")]
    for header in ("gold", "found", *ways):
        table.add_column(header, justify="right")
    rows = [(label.value, scores) for label, scores in report.by_label.items()]
    for name, scores in [*rows, ("all", report.overall)]:
        exact, overlapping = scores.exact, scores.overlapping
        cells = (str(exact.gold), str(exact.predicted), *_percents(exact), *_percents(overlapping))
        table.add_row(name, *cells, style="bold" if name == "all" else None)
    return table


def _percents(score: Score) -> list[str]:
    return [f"{100 * value:.1f}" for value in (score.precision, score.recall, score.f1)]


def _confusions_table(
    labels: tuple[Label, ...], confusions: tuple[Confusion, ...]
) -> "RenderableType":
    from rich.table import Table

    counts = {(item.gold, item.predicted): item.count for item in confusions}
    table = Table(title="Gold labels against found ones", title_justify="left")
    table.add_column("gold \\ found")
    for header in (*(label.value for label in labels), "missed"):
        table.add_column(header, justify="right")
    for gold in (*labels, None):
        cells = [str(counts.get((gold, predicted), 0)) for predicted in labels]
        missed = str(counts.get((gold, None), 0)) if gold else ""
        table.add_row(gold.value if gold else "spurious", *cells, missed)
    return table


def _print_errors(errors: tuple[Mistake, ...], shown: int, console: "Console") -> None:
    """Print the first `shown` errors of each kind; the same names and labels count as one."""
    from rich.text import Text

    for kind, group in groupby(errors, lambda mistake: mistake.kind):
        mistakes = list(group)
        console.print(Text(f"\n{kind}: {len(mistakes)}", style="bold"))
        for mistake in islice(_different(mistakes), shown):
            times = f" ({mistake.count} times)" if mistake.count > 1 else ""
            console.print(Text(f"  {_described(mistake)}{times}"), soft_wrap=True)
            console.print(_in_context(mistake), soft_wrap=True)


def _different(mistakes: list[Mistake]) -> Iterator[Mistake]:
    """Yield the first of those on the same names and labels, which follow one another."""
    position = 0
    while position < len(mistakes):
        yield mistakes[position]
        position += mistakes[position].count


def _described(mistake: Mistake) -> str:
    found, gold = mistake.predicted, mistake.gold
    sides = [f"found {found.label} {found.text}" if found else ""]
    sides += [f"gold {gold.label} {gold.text}" if gold else ""]
    return ", ".join(" ".join(side.split()) for side in sides if side)


def _in_context(mistake: Mistake) -> "Text":
    from rich.text import Text

    before, span, after = (
        re.sub(r"\s", " ", part) for part in (mistake.before, mistake.span, mistake.after)
    )
    source = (f"  {mistake.source}", "dim")
    return Text.assemble("    …", before, (f"[{span}]", "bold"), after, "…", source)
