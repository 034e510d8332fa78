"""Measure, print a table, write it to docs/benchmarks.md and draw it, .png and .svg, beside.

    python -m benchmarks [--quick] [--only throughput] [--rounds 5]

Needs ``pip install ".[bench]"``; presidio-analyzer is compared where it is installed.
"""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from benchmarks.measures import ALL
from benchmarks.picture import draw

_PICTURE = Path(__file__).parents[1] / "docs" / "benchmarks"
_COLUMNS = ("", "figure", "median", "spread", "asked", "reached")


def main(
    quick: Annotated[bool, typer.Option(help="A tenth of the texts, three rounds.")] = False,
    only: Annotated[list[str] | None, typer.Option(help=f"Of {', '.join(ALL)}.")] = None,
    rounds: Annotated[int, typer.Option(min=1, help="Rounds of each measurement.")] = 5,
    picture: Annotated[Path, typer.Option(help="Where to write, without suffix.")] = _PICTURE,
) -> None:
    """Measure entityfr beside spaCy, one thread a process; every ratio is of one run."""
    unknown = set(only or ()) - ALL.keys()
    if unknown:
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: choose from {', '.join(ALL)}")
    scale, rounds = (0.1, min(rounds, 3)) if quick else (1.0, rounds)
    console = Console()
    figures = []
    for name in only or ALL:
        with console.status(name):
            figures += ALL[name](rounds, scale)
    table = Table(*_COLUMNS)
    for figure in figures:
        table.add_row(*figure.cells())
    console.print(table)
    draw(figures, picture)
    rows = [_COLUMNS, ["---"] * len(_COLUMNS), *(figure.cells() for figure in figures)]
    lines = [f"| {' | '.join(row)} |\n" for row in rows]
    picture.with_suffix(".md").write_text("".join(lines), encoding="utf-8")
    console.print(f"written: {picture}.md, {picture}.png, {picture}.svg")


if __name__ == "__main__":
    typer.run(main)
