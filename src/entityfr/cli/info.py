"""The command ``entityfr info``."""

import platform
from importlib.metadata import PackageNotFoundError, version

import typer

import entityfr
from entityfr.errors import ModelNotFoundError
from entityfr.labels import Label
from entityfr.pipeline import DEFAULT_MODEL


def info() -> None:
    """Print the versions, the model and the labels.

    Exit codes: 0 all is there; 1 the model is missing.
    """
    _line("entityfr", entityfr.__version__)
    _line("Python", platform.python_version())
    for package in ("spacy", "pydantic"):
        _line(package, version(package))
    _line("labels", ", ".join(Label))
    try:
        _line("model", f"{DEFAULT_MODEL} {version(DEFAULT_MODEL)} (LGPL-LR)")
    except PackageNotFoundError:
        _line("model", "missing")
        typer.echo(f"entityfr: {ModelNotFoundError(DEFAULT_MODEL)}", err=True)
        raise typer.Exit(1) from None


def _line(name: str, value: str) -> None:
    typer.echo(f"{name:<10}{value}")
