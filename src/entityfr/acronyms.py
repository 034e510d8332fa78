"""What an acronym in brackets and the words before it say of each other.

In "Agence régionale de santé (ARS)" the letters are the initials of the words, so that both carry
one label, and both are a name or neither is: "direction des ressources humaines (DRH)" is none.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from spacy.attrs import ORTH
from spacy.strings import hash_string  # type: ignore[attr-defined]
from spacy.tokens import Doc, Span

from entityfr.mention import Mention
from entityfr.name_words import INSTITUTION_NOUNS, LINKS, fold

_IN_BRACKETS = re.compile(r"\(([^\W\d_a-zà-ÿ](?:\.?[^\W\d_]){1,9}\.?)\)")
_BRACKET = hash_string("(")
_MOST_PARTS = 24
"""tokens that an acronym of points and letters can come apart into, brackets included"""
_MOST_WORDS = 25


class Expansion(NamedTuple):
    """Words whose initials are the acronym that follows them in brackets."""

    words: Span
    acronym: Span


def expansions(doc: Doc) -> Iterator[Expansion]:
    """Yield the acronyms in brackets whose letters are the initials of the words before them."""
    for bracket in np.flatnonzero(doc.to_array(ORTH) == _BRACKET).tolist():
        window = doc[bracket : bracket + _MOST_PARTS]
        match = _IN_BRACKETS.match(window.text)
        if match is None:
            continue
        letters = "".join(sign for sign in _bare(match[1]) if sign.isupper()).lower()
        first = window.start_char
        acronym = doc.char_span(first + match.start(1), first + match.end(1))
        if len(letters) < 2 or acronym is None or bracket == 0:
            continue
        start = _start_of(doc, bracket - 1, letters)
        if start is not None:
            yield Expansion(doc[start:bracket], acronym)


def follow_expansions(doc: Doc, mentions: list[Mention]) -> list[Mention]:
    """Return the mentions after acronyms and expansions have learnt from each other.

    Mentions of an acronym of common nouns are left out, wherever they stand.
    """
    found = list(expansions(doc))
    if not found:
        return mentions
    common: set[tuple[int, ...]] = set()
    at = {index: m for m in mentions for index in range(m.start, m.end)}
    for words, acronym in found:
        inside = _inside(at, words)
        short = at.get(acronym.start)
        if short and (short.start, short.end) != (acronym.start, acronym.end):
            continue
        if is_common(words) and not inside:
            if short:
                common.add(short.key)
        else:
            at.update(_agreed(words, acronym, inside, short))
    kept = {(m.start, m.end): m for m in at.values() if m.key not in common}
    return [kept[place] for place in sorted(kept)]


def is_institution(words: Span) -> bool:
    """Tell whether the first word names a kind of institution: comité, agence, direction."""
    return fold(words[0].text) in INSTITUTION_NOUNS


def is_common(words: Span) -> bool:
    """Tell whether the words, all in lower case, name no institution."""
    return words.text.islower() and not is_institution(words)


def _inside(at: dict[int, Mention], span: Span) -> list[Mention]:
    """Return the mentions that have a token of `span`."""
    found = (at[index] for index in range(span.start, span.end) if index in at)
    return list({mention.start: mention for mention in found}.values())


def _agreed(
    words: Span, acronym: Span, inside: list[Mention], short: Mention | None
) -> dict[int, Mention]:
    """Return the mentions of the expansion and its acronym with one label, by token."""
    if any(m.start < words.start for m in inside):
        return {}
    whole = next((m for m in inside if (m.start, m.end) == (words.start, words.end)), None)
    votes = [m for m in (whole, short) if m] if whole else [m for m in (short, *inside) if m]
    if not whole:
        votes = [m for m in votes if m.label == "ORG"]
    if not votes or (not whole and words[0].text.islower() and not is_institution(words)):
        return {}
    best = max(votes, key=lambda mention: mention.sure)
    spans = (words, acronym)
    return {
        index: mention
        for mention in (_mention(span, best) for span in spans)
        for index in range(mention.start, mention.end)
    }


def _mention(span: Span, like: Mention) -> Mention:
    key = tuple(token.lower for token in span)
    return Mention(span.start, span.end, like.label, like.sure, key)


def _start_of(doc: Doc, last: int, letters: str) -> int | None:
    """Return the token where the words that end with token `last` begin to spell `letters`.

    Each word counts with its initial, or those of its parts (Congo-Océan); articles and
    prepositions may count or not.
    """
    open_ = {len(letters)}  # how many letters the words to the left have still to spell
    for index in range(last, max(last - _MOST_WORDS, -1), -1):
        word = fold(doc[index].text)
        initials = "".join(part[0] for part in _bare(word).split("-") if part)
        skipped = open_ if word in LINKS or word in "-'" else set()
        spelt = {
            left - len(initials)
            for left in open_
            if initials.isalpha() and letters[:left].endswith(initials)
        }
        if 0 in spelt and word not in LINKS:
            return index
        open_ = (skipped | spelt) - {0}
        if not open_:
            return None
    return None


def _bare(word: str) -> str:
    """Return `word` without accents."""
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
