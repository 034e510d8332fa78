"""Putting together the mentions of one place."""

import re
from collections.abc import Sequence

from entityfr.countries import country_code
from entityfr.grouping.mentions import Mention, Sets, folded_words, join_same_keys
from entityfr.grouping.renamed import renamed
from entityfr.grouping.spelling import variants

# « mont Viso », « Viso »; not « lac Tchad » and « Tchad »: a country is never such a rest.
_NATURE = re.compile(
    r"(?:mont|massif|fleuve|lac|îles?|rivière|désert|archipel|col|mer)\s+(?:d\S+\s+)?"
)
# What makes a commune's name long: « Thaon-les-Vosges », called « Thaon ».
_COMMUNE = re.compile(
    r"(\w[\w'’]*)-(?:les?|lès|lez|la|sur|sous|en|aux?|du|de|des|d['’])-?\w[\w'’-]*"
)
_SAINT = {"st": "saint", "ste": "sainte"}


def join_places(text: str, mentions: Sequence[Mention], sets: Sets) -> None:
    """Join the names of one country, and the short and the long name of one place."""
    first = join_same_keys(mentions, sets)
    names = {key: mentions[position] for key, position in first.items()}
    codes = {key: country_code(mention.surface) for key, mention in names.items()}
    by_code: dict[str, int] = {}
    for key, code in codes.items():
        if code is not None:
            sets.join(by_code.setdefault(code, first[key]), first[key])
    for left, right in renamed(text, mentions):
        sets.join(left, right)
    _join_saints(names, first, sets)
    _join_short_names(names, first, codes, sets)
    for one, other in variants(key for key in names if codes[key] is None):
        if len(names[one].words) == len(names[other].words) == 1:
            sets.join(first[one], first[other])


def _join_saints(names: dict[str, Mention], first: dict[str, int], sets: Sets) -> None:
    for key, mention in names.items():
        if mention.words[:1] and mention.words[0] in _SAINT:
            written_out = "".join((_SAINT[mention.words[0]], *mention.words[1:]))
            if written_out in first:
                sets.join(first[key], first[written_out])


def _join_short_names(
    names: dict[str, Mention],
    first: dict[str, int],
    codes: dict[str, str | None],
    sets: Sets,
) -> None:
    """Join a long name with the short one that it alone in the text is the long form of."""
    longs: dict[str, list[str]] = {}
    for key, mention in names.items():
        short = _short_key(mention.surface)
        if short and short in first and codes[short] is None:
            longs.setdefault(short, []).append(key)
    for short, keys in longs.items():
        if len(keys) == 1:
            sets.join(first[short], first[keys[0]])


def _short_key(surface: str) -> str | None:
    nature = _NATURE.match(surface)
    if nature:
        return "".join(folded_words(surface[nature.end() :]))
    commune = _COMMUNE.fullmatch(surface)
    return "".join(folded_words(commune[1])) if commune else None
