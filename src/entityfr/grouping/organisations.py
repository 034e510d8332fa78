"""Putting together the mentions of one organisation."""

from collections.abc import Iterable, Sequence

from entityfr.grouping.acronyms import (
    is_acronym,
    join_bracketed_acronyms,
    join_derived_acronyms,
)
from entityfr.grouping.mentions import Mention, Sets, fold, join_same_keys
from entityfr.grouping.organisation_words import CLUBS, KNOWN, OF, SMALL_WORDS, core_words
from entityfr.grouping.renamed import renamed
from entityfr.grouping.spelling import variants

_KNOWN = {key: number for number, keys in enumerate(KNOWN) for key in keys}


def join_organisations(text: str, mentions: Sequence[Mention], sets: Sets) -> None:
    """Join names that differ by kind or legal form, acronyms, short forms, spelling variants."""
    first = join_same_keys(mentions, sets)
    names = {key: mentions[position] for key, position in first.items()}
    _join_equals(((core_words(name.words), key) for key, name in names.items()), first, sets)
    _join_equals(((_KNOWN[key], key) for key in names if key in _KNOWN), first, sets)
    join_bracketed_acronyms(text, mentions, sets)
    for left, right in renamed(text, mentions):
        sets.join(left, right)
    join_derived_acronyms(mentions, first, sets)
    _join_short_forms(names, first, sets)
    for one, other in variants(key for key, name in names.items() if _is_proper(name)):
        sets.join(first[one], first[other])


def _join_equals(pairs: Iterable[tuple[object, str]], first: dict[str, int], sets: Sets) -> None:
    """Join the names for which the same thing stands."""
    seen: dict[object, int] = {}
    for sign, key in pairs:
        sets.join(seen.setdefault(sign, first[key]), first[key])


def _is_proper(name: Mention) -> bool:
    """Tell whether a name is one capitalised word, and no acronym."""
    return len(name.words) == 1 and name.surface[:1].isupper() and not is_acronym(name.surface)


def _join_short_forms(names: dict[str, Mention], first: dict[str, int], sets: Sets) -> None:
    """Join a short form with the only longer name in the text that it can stand for."""
    by_words = {name.words: key for key, name in names.items()}
    longs: dict[str, list[str]] = {}
    for key, name in names.items():
        for short in _short_forms(name):
            if short in by_words and by_words[short] != key:
                longs.setdefault(by_words[short], []).append(key)
    for short_key, keys in longs.items():
        if len({sets.find(first[key]) for key in keys}) == 1:
            sets.join(first[short_key], first[keys[0]])


def _short_forms(name: Mention) -> set[tuple[str, ...]]:
    """Return the rows of words that may stand for a name.

    - a name of common words without its complement or its last adjectives: « tribunal
      judiciaire » for « tribunal judiciaire de Paris », « Banque centrale » for « Banque
      centrale européenne »; but a brand with a proper name after it is another company
      (« Renault », « Renault Trucks »), and « au », « à » lead to a branch (« État islamique au
      Grand Sahara »);
    - a club's town: « Nantes » for « FC Nantes », « Thaon » for « Entente sportive de Thaon ».
    """
    words, lowered = name.words, _lowered_words(name)
    shorts = set()
    for size in range(1, len(words)):
        rest = words[size:]
        complement = rest[0] in OF and words[size - 1] not in SMALL_WORDS
        adjectives = all(word in lowered and word not in SMALL_WORDS for word in rest)
        if (complement or adjectives) and not is_acronym(name.surface.split()[0]):
            shorts.add(words[:size])
    if words[0] in CLUBS:
        for size in range(1, len(words)):
            if words[size - 1] not in SMALL_WORDS or words[size - 1] in OF:
                shorts.add(words[size:])
    return {short for short in shorts if short[0] not in SMALL_WORDS}


def _lowered_words(name: Mention) -> set[str]:
    """Return the folded words that the name writes without a capital."""
    return {fold(word) for word in name.surface.split() if word.islower()}
