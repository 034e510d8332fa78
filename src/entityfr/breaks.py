"""Where one entity holds two names, or a name and what follows it.

A name ends at a line break, before an acronym in brackets (Union européenne (UE)), and where a
dash, a slash or nothing joins the names of a pair: Paris - Nantes, Matignon/Élysée, and the town
after a street. The date of an act and the score of a match after a name are no part of it.
"""

import re
from collections.abc import Iterator

from spacy.tokens import Span

from entityfr.lexicon import BITS, word_masks
from entityfr.name_words import MONTHS, STREET_ADJECTIVES, STREET_NOUNS, fold

_MAY_BREAK = re.compile(r"[\r\n(/\d]|\s[-–—]\s")
_LINES = r"\s*[\r\n]\s*"
# An acronym that ends the entity, or a bracket that nothing closes.
_BRACKET = r"\s?\((?:(?=[^\W\d_a-zà-ÿ]+\)?\W*$)|(?![^)]*\)))"
_DASH = r"\s[-–—]\s(?=[A-ZÀ-ÖØ-Þ][^'’])"
# Three letters or fewer may be one half of a name: AC/DC, GUE/NGL.
_SLASH = r"(?<=[^\W\d_]{4})/(?=[A-ZÀ-ÖØ-Þ][^\W\d_]{3})"
_SCORE = r"\s\d+\s?[-–]\s?\d+$"
_DATE = rf"\s(?:du|de|le|en)\s\d{{1,2}}(?:er)?\s(?:{'|'.join(sorted(MONTHS))})\s\d{{4}}\b.*$"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.DOTALL)


_BREAKS = {
    "PER": _any(_LINES, _BRACKET, _DASH),
    "LOC": _any(_LINES, _BRACKET, _DASH, _SLASH, _SCORE),
    # Organisations bear dashes: Europe Écologie - Les Verts.
    "ORG": _any(_LINES, _BRACKET, _SLASH, _SCORE, _DATE),
}
_OTHER = _any(_LINES, _BRACKET)

_PERSON = sum(1 << i for i, bit in enumerate(BITS) if "name" in bit or bit.startswith("per_"))
_PLACE = sum(1 << i for i, bit in enumerate(BITS) if bit in ("city", "loc"))


def breaks(ent: Span) -> list[tuple[int, int]]:
    """Return the places where `ent` breaks: where a name ends, where the next may begin.

    Offsets are code points of the document's text, in order.
    """
    text, found = ent.text, []
    if _MAY_BREAK.search(text):
        pattern = _BREAKS.get(ent.label_, _OTHER)
        found = [match.span() for match in pattern.finditer(text)]
    if ent.label_ == "LOC" and not found:
        found = list(_town_after_street(ent))
    return [(ent.start_char + start, ent.start_char + end) for start, end in found]


def _town_after_street(ent: Span) -> Iterator[tuple[int, int]]:
    """Yield the break in "rue Turenne Montréal"; the last word must be a town and nobody's name."""
    if len(ent) < 3 or fold(ent[0].text) not in STREET_NOUNS:
        return
    street, town = ent[-2], ent[-1]
    if not (street.whitespace_ and street.text.istitle() and town.text.istitle()):
        return
    if fold(street.text) in STREET_ADJECTIVES:
        return
    mask = word_masks(town.text)[0]
    if mask & _PLACE and not mask & _PERSON:
        start = town.idx - ent.start_char
        yield start - 1, start
