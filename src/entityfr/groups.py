"""`EntityGroup`: one person, place or organisation, and all its mentions in a text."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from entityfr.labels import Label

if TYPE_CHECKING:
    from entityfr.models import Entity


class EntityGroup(BaseModel):
    """The mentions of one thing, under its fullest name.

    A group holds the positions of its mentions in the extraction's `entities`, and so does its
    JSON: an entity is written once. `mentions` gives the entities themselves.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, description="The fullest form of the name.")]
    label: Annotated[Label, Field(description="What the name stands for.")]
    indices: Annotated[
        tuple[int, ...],
        Field(min_length=1, description="Positions of the mentions in `entities`, increasing."),
    ]
    aliases: Annotated[
        tuple[str, ...],
        Field(description="The other forms, in the order of their first mention."),
    ] = ()

    _mentions: "tuple[Entity, ...]" = PrivateAttr(default=())

    @property
    def mentions(self) -> "tuple[Entity, ...]":
        """The entities, in the order of the text; empty for a group without an extraction."""
        return self._mentions

    @property
    def count(self) -> int:
        """The number of mentions."""
        return len(self.indices)


def find_groups(text: str, entities: "Sequence[Entity]") -> tuple[EntityGroup, ...]:
    """Return the groups of a text's entities, in the order of their first mention."""
    from entityfr.grouping import group_mentions
    from entityfr.grouping.mentions import one_line

    groups = []
    for name, label, indices in group_mentions(text, entities):
        forms = dict.fromkeys(one_line(entities[index].text) for index in indices)
        aliases = tuple(form for form in forms if form != name)
        # What we made ourselves needs no validation.
        group = EntityGroup.model_construct(
            name=name, label=label, indices=indices, aliases=aliases
        )
        groups.append(_with_mentions(group, entities))
    return tuple(groups)


def tie_groups(
    groups: Sequence[EntityGroup], entities: "Sequence[Entity]"
) -> tuple[EntityGroup, ...]:
    """Return the groups that an input brings, tied to the entities they are positions in.

    Raises `ValueError` for a position that is out of range, out of order or in two groups, and
    for an entity whose label is not its group's.
    """
    seen: set[int] = set()
    for number, group in enumerate(groups):
        where = f"groups[{number}]"
        if list(group.indices) != sorted(set(group.indices)):
            raise ValueError(f"{where}.indices are not increasing: {list(group.indices)}")
        for index in group.indices:
            if not 0 <= index < len(entities):
                raise ValueError(
                    f"{where}.indices has {index}, but there are {len(entities)} entities"
                )
            if entities[index].label is not group.label:
                raise ValueError(
                    f"{where}.label is {group.label}, but entities[{index}] is "
                    f"{entities[index].label}"
                )
            if index in seen:
                raise ValueError(f"{where}.indices has {index}, which another group has too")
            seen.add(index)
    return tuple(_with_mentions(group, entities) for group in groups)


def _with_mentions(group: EntityGroup, entities: "Sequence[Entity]") -> EntityGroup:
    tied = group.model_copy()
    tied._mentions = tuple(entities[index] for index in group.indices)
    return tied
