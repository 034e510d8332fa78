"""Acronyms and their expansions: given in the text, or derived from the initials.

Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical
text" (PSB 2003), is the source of the search in brackets.
"""

import re
from collections.abc import Sequence
from itertools import combinations

from entityfr.grouping.mentions import Mention, Sets, neighbours
from entityfr.grouping.organisation_words import OF, SMALL_WORDS

_OPENING = re.compile(r"\s*[«\"]?\s*\(\s*(?:l[ea]s?\s+|l['’])?")
_LONGEST_ACRONYM = 8
_MOST_SMALL_WORDS = 6


def is_acronym(surface: str) -> bool:
    """Tell whether a name is one word in capitals (« ONU », « O.N.U. », « GF38 »)."""
    letters = surface.replace(".", "")
    return 1 < len(letters) <= _LONGEST_ACRONYM and letters.isupper() and " " not in letters


def join_bracketed_acronyms(text: str, mentions: Sequence[Mention], sets: Sets) -> None:
    """Join « Force d'appui rapide (FAR) », in either order."""
    for left, right, between in neighbours(text, mentions, 8):
        closed = text[mentions[right].end : mentions[right].end + 3].lstrip()[:1] in (")", ",", ";")
        if closed and _OPENING.fullmatch(between):
            one, other = mentions[left], mentions[right]
            if _stands_for(other, one) or _stands_for(one, other):
                sets.join(left, right)


def _stands_for(acronym: Mention, name: Mention) -> bool:
    """Tell whether a name in brackets may be the acronym of the name before them."""
    if len(acronym.words) > 1 and not is_acronym(acronym.surface):
        return False
    if len(name.words) < 2 or len(acronym.key) > len(name.key) // 2:
        return False
    if _spelt_by_beginnings(acronym.key, name.words):
        return True
    # « Parti de la liberté (FPÖ) »: the acronym is of another language.
    return is_acronym(acronym.surface) and len(name.words) > 2


def _spelt_by_beginnings(letters: str, words: tuple[str, ...]) -> bool:
    """Tell whether beginnings of the words, in order, spell the letters (« Somaïr »)."""
    reached = {0}
    for index, word in enumerate(words):
        nexts = {
            position + size
            for position in reached
            for size in range(1, len(word) + 1)
            if letters.startswith(word[:size], position)
        }
        reached = nexts if index == 0 else reached | nexts
    return len(letters) in reached


def join_derived_acronyms(mentions: Sequence[Mention], first: dict[str, int], sets: Sets) -> None:
    """Join an acronym and the name in the same text whose initials it is.

    `first`: the first position of each key. A name that spells the acronym whole is preferred
    to one that spells it without its last complement (« agence régionale de santé [du
    Limousin] », ARS). An acronym that an expansion in brackets has explained is left alone.
    """
    positions = list(first.values())
    wanted = {
        mentions[position].key: position
        for position in positions
        if len(mentions[position].words) == 1 and len(mentions[position].key) <= _LONGEST_ACRONYM
    }
    explained = _explained(mentions, positions, sets)
    found: dict[str, tuple[int, int]] = {}
    for position in positions:
        for cut, letters in _spellings(mentions[position].words):
            acronym = wanted.get(letters)
            if acronym is not None and sets.find(acronym) not in explained:
                if len(letters) < 4 and not is_acronym(mentions[acronym].surface):
                    continue
                found[letters] = min(found.get(letters, (cut, position)), (cut, position))
    for letters, (_, position) in found.items():
        sets.join(wanted[letters], position)


def _explained(mentions: Sequence[Mention], positions: list[int], sets: Sets) -> set[int]:
    """Return the sets that hold more than one name already."""
    seen: dict[int, int] = {}
    for position in positions:
        found = sets.find(position)
        seen[found] = seen.get(found, 0) + 1
    return {found for found, number in seen.items() if number > 1}


def _spellings(words: tuple[str, ...]) -> list[tuple[int, str]]:
    """Return the acronyms that a name allows, each with the number of words left out."""
    if len(words) < 2:
        return []
    spelt = [(0, letters) for letters in _initials(words)]
    for size in range(len(words) - 1, 3, -1):
        if words[size] in OF:
            spelt += [(len(words) - size, letters) for letters in _initials(words[:size])]
    return [(cut, letters) for cut, letters in spelt if len(letters) >= (3 if cut else 2)]


def _initials(words: tuple[str, ...]) -> set[str]:
    """Return the rows of initials, each small word giving its letter or not."""
    small = [index for index, word in enumerate(words) if word in SMALL_WORDS]
    kept_always = set(range(len(words))).difference(small)
    if len(small) > _MOST_SMALL_WORDS:
        choices: list[tuple[int, ...]] = [(), tuple(small)]
    else:
        choices = [kept for size in range(len(small) + 1) for kept in combinations(small, size)]
    return {
        "".join(words[index][0] for index in sorted(kept_always.union(kept))) for kept in choices
    }
