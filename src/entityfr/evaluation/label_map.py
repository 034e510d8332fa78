"""Other corpora's and pipelines' names of labels, put into ours."""

from collections.abc import Mapping

from entityfr.labels import Label

# From a label's name elsewhere to ours; None drops its mentions.
LabelMap = Mapping[str, Label | None]

# OntoNotes' names and the usual spellings, in capitals.
_ALIASES = {
    Label.PER: ("PERS", "PERSON", "PERSONNE"),
    Label.LOC: ("GPE", "LOCATION", "FAC", "FACILITY", "PLACE", "LIEU"),
    Label.ORG: ("ORGANIZATION", "ORGANISATION"),
    Label.MISC: ("MISCELLANEOUS", "PRODUCT", "EVENT", "WORK_OF_ART"),
}
_LABELS_BY_NAME = {
    name: label for label, aliases in _ALIASES.items() for name in (label.value, *aliases)
}


def usual_label(name: str) -> Label | None:
    """Return the label that `name` usually stands for, in any case, or None if there is none."""
    return _LABELS_BY_NAME.get(name.upper())


def predicted_label(name: str, label_map: LabelMap) -> Label | None:
    """Return our label for a pipeline's, None for one that is no name (DATE, MONEY…)."""
    return label_map[name] if name in label_map else usual_label(name)


def gold_label(name: str, label_map: LabelMap) -> Label | None:
    """Return our label for a gold file's, None for one to drop.

    Only our own labels and those in `label_map` are taken: what the gold means is not guessed.
    Raises `ValueError` saying how to map any other.
    """
    if name in label_map:
        return label_map[name]
    if name in Label.__members__:
        return Label[name]
    likely = usual_label(name) or Label.MISC
    raise ValueError(
        f"unknown label {name!r}: map it with --map {name}={likely}, or drop it with "
        f"--map {name}=O (in Python: label_map={{{name!r}: {likely.value!r}}}, or None)"
    )


def parse_label_map(names: Mapping[str, Label | str | None]) -> LabelMap:
    """Return `names` with `Label` values; raises `ValueError` for an unknown label."""
    from entityfr.labels import parse_label

    return {name: None if label is None else parse_label(label) for name, label in names.items()}
