"""The command line: ``entityfr extract``, ``entityfr evaluate``, ``entityfr info``."""

from typing import Annotated

import typer

import entityfr
from entityfr.cli.evaluate import evaluate
from entityfr.cli.extract import extract
from entityfr.cli.info import info

app = typer.Typer(
    name="entityfr",
    help="The people, places and organisations of French texts.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command()(extract)
app.command()(evaluate)
app.command()(info)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"entityfr {entityfr.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version and exit."
        ),
    ] = False,
) -> None:
    """Options of all commands."""


def main() -> None:
    """Run the command line."""
    app(prog_name="entityfr")
