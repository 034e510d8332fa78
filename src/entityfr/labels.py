"""The labels of entities."""

from collections.abc import Iterable
from enum import Enum


class Label(str, Enum):
    """What a name stands for: PER a person, LOC a place, ORG an organisation, MISC any other name.

    A label equals its string: ``Label.PER == "PER"``.
    """

    PER = "PER"
    LOC = "LOC"
    ORG = "ORG"
    MISC = "MISC"

    def __str__(self) -> str:
        return self.value


def parse_label(label: object) -> Label:
    """Return `label`, a `Label` or its string, as a `Label`.

    Raises `ValueError` naming the known labels for anything else.
    """
    try:
        return Label(label)
    except ValueError:
        known = ", ".join(Label)
        raise ValueError(f"unknown label {label!r}: the known labels are {known}") from None


def parse_labels(labels: Iterable[object]) -> tuple[Label, ...]:
    """Return `labels` as a tuple of `Label`, each once, in the order given.

    Raises `TypeError` for a bare string and `ValueError` for an unknown label or for no label.
    """
    if isinstance(labels, str):
        raise TypeError(f"labels must be several labels, not one string: write ({str(labels)!r},)")
    parsed = tuple(dict.fromkeys(parse_label(label) for label in labels))
    if not parsed:
        raise ValueError(f"labels is empty: choose among {', '.join(Label)}")
    return parsed
