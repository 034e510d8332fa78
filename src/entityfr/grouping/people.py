"""Putting together the mentions of one person.

A name is full when no longer name in the text holds it; a bare name (« Lavrov », « Sergueï »,
« S. Lavrov ») belongs to one of the full names that hold it.
"""

import re
from collections.abc import Iterable, Sequence

from entityfr.grouping.gender import gender_beside, gender_of_given_name
from entityfr.grouping.mentions import Mention, Sets
from entityfr.grouping.person_names import PersonName, name_parts, same_initials
from entityfr.grouping.renamed import renamed
from entityfr.grouping.spelling import variants

# « les Delhomme », « la famille Roquette »: all who bear the name, and none of them.
_FAMILY = re.compile(
    r"\b(?:les|des|aux|ces|frères|sœurs|époux|cousins|famille|couple|clan|fratrie|dynastie)\s+\Z",
    re.I,
)
_FAMILY_NAME = "family"
_OTHER = {"f": "m", "m": "f"}
# So many bearers of one name are looked at for one mention.
_MOST_BEARERS = 32


def join_people(text: str, mentions: Sequence[Mention], sets: Sets) -> None:
    """Join full names in all their spellings, then each bare name with one of the full ones.

    A bare name goes to the last full name before it that its civility does not exclude, or
    else to the first one after it. One whose civility excludes all is another person.
    """
    names = _read_names(mentions)
    bearers = _bearers(names)
    first: dict[str, int] = {}
    for position, mention in enumerate(mentions):
        if mention.key not in bearers and len(names[mention.key].parts) > 1:
            sets.join(first.setdefault(mention.key, position), position)
    _join_spellings(names, first, sets)
    _BareNames(text, mentions, sets, bearers, first).join()
    for left, right in renamed(text, mentions):
        sets.join(left, right)


def _read_names(mentions: Sequence[Mention]) -> dict[str, PersonName]:
    """Return the name of each key, in the spelling that has the most parts."""
    names: dict[str, PersonName] = {}
    for mention in mentions:
        name = name_parts(mention.surface)
        known = names.get(mention.key)
        if known is None or len(name.parts) > len(known.parts):
            names[mention.key] = name
    return names


def _bearers(names: dict[str, PersonName]) -> dict[str, list[str]]:
    """Return, for each bare name, the full names that hold it, in the order of the text.

    Family names are looked for first (the end of a full name, also after initials), then
    given names (its beginning), then what stands in the middle.
    """
    ends: dict[tuple[str, ...], list[str]] = {}
    begins: dict[tuple[str, ...], list[str]] = {}
    inside: dict[tuple[str, ...], list[str]] = {}
    for key, name in names.items():
        parts = name.parts
        for cut in range(1, len(parts)):
            ends.setdefault(parts[cut:], []).append(key)
            begins.setdefault(parts[:cut], []).append(key)
            for stop in range(cut + 1, len(parts)):
                inside.setdefault(parts[cut:stop], []).append(key)
    held: dict[str, list[str]] = {}
    for key, name in names.items():
        if any(name.initials):
            holders = [
                other
                for other in ends.get(name.family, ())[:_MOST_BEARERS]
                if other != key and same_initials(name, names[other])
            ]
        else:
            parts = name.parts
            holders = ends.get(parts) or begins.get(parts) or inside.get(parts) or []
        if holders:
            held[key] = holders
    # A bare name is borne by full names only.
    return {
        key: full
        for key, holders in held.items()
        if (full := [holder for holder in holders if holder not in held])
    }


def _join_spellings(names: dict[str, PersonName], first: dict[str, int], sets: Sets) -> None:
    """Join full names that differ by order, by middle names or by one letter."""
    by_parts: dict[tuple[str, ...], str] = {}
    by_ends: dict[tuple[str, str], str] = {}
    for key in sorted(first, key=lambda key: -len(names[key].parts)):
        parts = names[key].parts
        other = by_parts.setdefault(tuple(sorted(parts)), key)
        sets.join(first[other], first[key])
        longest = by_ends.setdefault((parts[0], parts[-1]), key)
        if names[longest].shortens_to(names[key]):
            sets.join(first[longest], first[key])
    full = {names[key].parts: key for key in first}
    one_edit: dict[str, list[str]] = {}
    for one, other in variants(part for parts in full for part in parts):
        one_edit.setdefault(one, []).append(other)
    for parts, key in full.items():
        for at, part in enumerate(parts):
            for other in one_edit.get(part, ()):
                twin = full.get((*parts[:at], other, *parts[at + 1 :]))
                # « Daniel » and « Daniele » are two given names.
                feminine = at + 1 < len(parts) and part.rstrip("e") == other.rstrip("e")
                if twin is not None and not feminine:
                    sets.join(first[key], first[twin])


class _BareNames:
    """The pass over the mentions that gives each bare name to a person."""

    def __init__(
        self,
        text: str,
        mentions: Sequence[Mention],
        sets: Sets,
        bearers: dict[str, list[str]],
        first: dict[str, int],
    ) -> None:
        self._text, self._mentions, self._sets = text, mentions, sets
        self._bearers, self._first = bearers, first
        self._persons = {key: sets.find(position) for key, position in first.items()}
        self._genders: dict[int, str | None] = {}
        self._recent: dict[str, list[int]] = {}
        self._alone: dict[tuple[str, str | None], int] = {}
        self._bare_names_of: dict[str, list[str]] = {}
        self._join_misspelt()
        for bare, full_names in self._bearers.items():
            for full in full_names:
                self._bare_names_of.setdefault(full, []).append(bare)

    def _join_misspelt(self) -> None:
        """Let a bare name that nobody bears be borne by those of a spelling one edit away."""
        lone = {mention.key for mention in self._mentions}
        lone -= self._bearers.keys() | self._first.keys()
        families: dict[str, list[str]] = {}
        for position in self._first.values():
            mention = self._mentions[position]
            families.setdefault(name_parts(mention.surface).parts[-1], []).append(mention.key)
        for one, other in variants([*families, *sorted(lone)]):
            for bare, family in ((one, other), (other, one)):
                if bare in lone and family in families:
                    self._bearers.setdefault(bare, families[family])

    def join(self) -> None:
        """Join every bare mention, in the order of the text."""
        self._learn_genders()
        for position, mention in enumerate(self._mentions):
            if mention.key in self._first:
                for bare in self._bare_names_of.get(mention.key, ()):
                    self._recent.setdefault(bare, []).append(self._persons[mention.key])
            elif self._is_family(mention):
                self._join_alone(position, _FAMILY_NAME)
            else:
                self._join_bare(position, mention)

    def _learn_genders(self) -> None:
        """Note the gender of each full name that has rivals for a bare name."""
        contested = {name for names in self._bearers.values() for name in names}
        for mention in self._mentions:
            if mention.key in contested:
                person = self._persons[mention.key]
                if self._genders.get(person) is None:
                    self._genders[person] = gender_of_given_name(mention.surface) or gender_beside(
                        self._text, mention.start, mention.end
                    )

    def _is_family(self, mention: Mention) -> bool:
        return bool(_FAMILY.search(self._text, max(0, mention.start - 12), mention.start))

    def _join_bare(self, position: int, mention: Mention) -> None:
        gender = gender_beside(self._text, mention.start, mention.end)
        before = reversed(self._recent.get(mention.key, [])[-_MOST_BEARERS:])
        after = (self._persons[name] for name in self._bearers.get(mention.key, [])[:_MOST_BEARERS])
        for persons in (before, after):
            person = self._first_of(persons, gender)
            if person is not None:
                self._sets.join(person, position)
                return
        self._join_alone(position, gender)

    def _first_of(self, persons: Iterable[int], gender: str | None) -> int | None:
        for person in persons:
            known = self._genders.get(person)
            if gender is None or known is None or known == gender:
                self._genders[person] = known or gender
                return person
        return None

    def _join_alone(self, position: int, gender: str | None) -> None:
        """Join a mention with those of the same bare name, M. and Mme being two persons."""
        key = self._mentions[position].key
        known = self._alone.get((key, gender))
        if known is None and gender in _OTHER and (key, _OTHER[gender]) not in self._alone:
            known = self._alone.get((key, None))
        if known is not None:
            self._sets.join(known, position)
        self._alone[key, gender] = position
        if gender != _FAMILY_NAME:
            self._alone[key, None] = position
