"""People, places and organisations of French texts, as pydantic models with exact offsets.

    >>> from entityfr import extract_entities
    >>> [entity.text for entity in extract_entities("M. Lavrov est à Bamako.")]
    ['Lavrov', 'Bamako']

The public names are loaded when they are first used (PEP 562), so that ``import entityfr``
takes milliseconds: neither pydantic nor spaCy nor the model is touched by it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from entityfr.errors import ExtractionError, ModelNotFoundError
    from entityfr.extractor import EntityExtractor, extract_entities
    from entityfr.groups import EntityGroup
    from entityfr.labels import Label
    from entityfr.models import Entity, Extraction, Title

__version__ = "0.1.0"

__all__ = [
    "Entity",
    "EntityExtractor",
    "EntityGroup",
    "Extraction",
    "ExtractionError",
    "Label",
    "ModelNotFoundError",
    "Title",
    "__version__",
    "extract_entities",
]

_HOMES = {
    "Entity": "models",
    "EntityExtractor": "extractor",
    "EntityGroup": "groups",
    "Extraction": "models",
    "ExtractionError": "errors",
    "Label": "labels",
    "ModelNotFoundError": "errors",
    "Title": "models",
    "extract_entities": "extractor",
}


def __getattr__(name: str) -> object:
    """Import a public name from its module at its first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names, also those that are not loaded yet."""
    return sorted({*globals(), *__all__})
