"""Import spaCy in half the time: without its command line, and without French's huge pattern.

`import spacy` also loads ``spacy.cli`` (requests, httpx, typer, weasel …) for the sake of
`spacy.info`. Here it becomes a lazy module of the standard library's kind, executed when it is
first touched. Nothing is changed if spaCy is loaded already, and all of it stays usable.
"""

from __future__ import annotations

import builtins
import importlib.util
import re
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import ModuleType, SimpleNamespace
from typing import Any

from entityfr.collector import collector_paused
from entityfr.token_match import factored

_CLI, _CLI_INFO = "spacy.cli", "spacy.cli.info"
_FRENCH_EXCEPTIONS = "spacy.lang.fr.tokenizer_exceptions"


def import_spacy() -> None:
    """Import spaCy and its French language data, once; quick when called again."""
    with collector_paused():
        if "spacy" not in sys.modules:
            _import_without_command_line()
        if _FRENCH_EXCEPTIONS not in sys.modules:
            finder = _FrenchFinder()
            sys.meta_path.insert(0, finder)
            try:
                importlib.import_module("spacy.lang.fr")
            finally:
                sys.meta_path.remove(finder)


def _import_without_command_line() -> None:
    stand_in = ModuleType(_CLI_INFO)
    stand_in.info = _info  # type: ignore[attr-defined]
    sys.modules[_CLI_INFO] = stand_in
    try:
        spacy = importlib.import_module("spacy")
    except ImportError:
        # A spaCy that wants more of its command line than `info` gets all of it.
        del sys.modules[_CLI_INFO]
        importlib.import_module("spacy")
        return
    del sys.modules[_CLI_INFO]
    if _CLI not in sys.modules:
        spacy.cli = _lazy_module(_CLI)  # type: ignore[attr-defined]


def _info(*args: Any, **kwargs: Any) -> Any:
    """Print what `spacy.info` prints."""
    return importlib.import_module(_CLI_INFO).info(*args, **kwargs)


def _lazy_module(name: str) -> ModuleType:
    """Return the module `name`, executed when one of its attributes is first asked for."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


class _FrenchFinder:
    """Find the one module that compiles the huge pattern, and have it compile an equal one."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how to load that module; None for all others, which are found as ever."""
        if fullname != _FRENCH_EXCEPTIONS:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _FactoringLoader(fullname, spec.loader.path)
        return spec


class _FactoringLoader(SourceFileLoader):
    """Run a module whose ``import re`` gets a `compile` that factors patterns; no other's does."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module's code, then give it the true `re`."""
        names = vars(module)
        names["__builtins__"] = {**vars(builtins), "__import__": _import_factoring}
        super().exec_module(module)
        names["__builtins__"] = vars(builtins)
        if "re" in names:
            names["re"] = re


def _compile_factored(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(factored(pattern), flags)


_RE = SimpleNamespace(**{**vars(re), "compile": _compile_factored})


def _import_factoring(name: str, *args: Any, **kwargs: Any) -> Any:
    load: Callable[..., Any] = builtins.__import__
    return _RE if name == "re" else load(name, *args, **kwargs)
