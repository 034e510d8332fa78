"""One entry per person, place and organisation: mentions of one thing put together.

Rules, not a model: names are compared by their words, with evidence from the text between and
before the mentions. Each label has its module; `group_mentions` puts their answers together.
Time is near linear in the number of mentions: names meet in dictionaries, never all with all.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from entityfr.grouping.fullest import fullest_form
from entityfr.grouping.mentions import Sets, read_mentions
from entityfr.grouping.organisations import join_organisations
from entityfr.grouping.people import join_people
from entityfr.grouping.places import join_places
from entityfr.grouping.works import join_works
from entityfr.labels import Label

if TYPE_CHECKING:
    from entityfr.models import Entity

_JOIN = {
    Label.PER: join_people,
    Label.LOC: join_places,
    Label.ORG: join_organisations,
    Label.MISC: join_works,
}


class Group(NamedTuple):
    """The mentions of one thing: its fullest name and the positions of its mentions."""

    name: str
    label: Label
    indices: tuple[int, ...]


def group_mentions(text: str, entities: "Sequence[Entity]") -> list[Group]:
    """Return the groups of the entities of a text, in the order of their first mention.

    Every entity is in exactly one group, and a group has one label: a person and the town of
    the same name stay apart.
    """
    groups: list[Group] = []
    for label, join in _JOIN.items():
        mentions = read_mentions(text, entities, label)
        if not mentions:
            continue
        sets = Sets(len(mentions))
        join(text, mentions, sets)
        for members in sets.groups():
            indices = tuple(mentions[member].order for member in members)
            name = fullest_form([mentions[member] for member in members])
            groups.append(Group(name, label, indices))
    return sorted(groups, key=lambda group: group.indices)
