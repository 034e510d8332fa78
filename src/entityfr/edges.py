"""The spaCy component `entityfr_edges`: trims the entities of a document to the names themselves.

What a name is follows French editorial use: no article or elision (l'ONU → ONU), no civility or
function (M. Lavrov → Lavrov), no stray punctuation, and a line break ends it. An article that
belongs to the name stays (La Rochelle, Le Monde).
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.attrs import ORTH
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from entityfr.breaks import breaks
from entityfr.name_words import (
    ABBREVIATIONS,
    ARTICLES,
    CAPITAL_ELISIONS,
    CIVILITIES,
    FUNCTIONS,
    LINKS,
    LOWER_FUNCTIONS,
    NAME_ELISIONS,
    NAMES_WITH_ARTICLE,
    NAMES_WITH_CIVILITY,
    OFFICES,
    OFFICIAL_ADJECTIVES,
    ORGANISATION_NOUNS,
    PARTICLES,
    PLACE_NOUNS,
    PREPOSITIONS,
    TITLES,
    fold,
)
from entityfr.retokenise import split_tokens

_BRACKETS = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”", "‘": "’", '"': '"'}
_BRACKET_OF = {closing: opening for opening, closing in _BRACKETS.items()}
# Signs that the tokenizer may leave at the edge of a word though they are no part of the name.
_GLUED = '@#«»“”„"()[]{}<>*_|~•·…,;:!?-–—/\\'
_SURNAME_LINKS = frozenset({"de", "d'", "du", "des"})
_SURNAME_ARTICLES = frozenset({"le", "la", "l'", "du", "de", "d'", "des"})
_INITIAL = re.compile(r"[^\W\d_]\.")
Words = npt.NDArray[np.uint64]
_UNFINISHED = re.compile(r"[^\W\d_A-Z],? \Z")
_SEEN = "entityfr_edges"
_SENTENCE_STARTS = frozenset('.!?…:;«“"([-–—•*/|')


class _Seen(NamedTuple):
    """What was looked for in a document, kept until its names are trimmed."""

    words: Words
    """ORTH of the tokens"""
    inside: dict[bytes, bool]


class Edges:
    """Sets `doc.ents` to the names inside them; drops those in which no name is left."""

    def __call__(self, doc: Doc) -> Doc:
        """Trim the entities of `doc`."""
        ents = doc.ents
        if ents and split_tokens(doc, _glued_edges(ents)):
            ents = doc.ents
        names = [name for ent in ents for name in _names_in(ent)]
        if len(names) != len(ents) or any(a is not b for a, b in zip(names, ents, strict=True)):
            doc.ents = names
        doc.user_data.pop(_SEEN, None)
        return doc


@Language.factory("entityfr_edges", assigns=["doc.ents"], requires=["doc.ents"], retokenizes=True)
def make_edges(nlp: Language, name: str) -> Edges:
    """Return the component; it has no settings."""
    return Edges()


def _glued_edges(ents: Iterable[Span]) -> Iterator[int]:
    """Yield the offsets where signs are glued to the first or last word of an entity."""
    for ent in ents:
        text = ent.text
        if text[0].isalnum() and text[-1].isalnum():
            continue
        first, last = ent[0], ent[-1]
        word = first.text.lstrip(_GLUED)
        if 0 < len(word) < len(first):
            yield first.idx + len(first) - len(word)
        word = last.text.rstrip(_GLUED)
        if 0 < len(word) < len(last) and not _closes_bracket(last.text[len(word)], ent):
            yield last.idx + len(word)


def _closes_bracket(sign: str, ent: Span) -> bool:
    return sign in _BRACKET_OF and _BRACKET_OF[sign] in ent.text[1:]


def _names_in(ent: Span) -> Iterator[Span]:
    """Yield the names in `ent`: one, none, or several if line breaks or brackets cut it."""
    pieces = list(_pieces(ent))
    for piece in pieces:
        name = _trimmed(piece)
        if name and (len(pieces) == 1 or any(token.text[:1].isupper() for token in name)):
            yield name


def _pieces(ent: Span) -> Iterator[Span]:
    """Yield the parts of `ent` between its breaks."""
    found = breaks(ent)
    if not found:
        yield ent
        return
    start = ent.start_char
    for before, after in [*found, (ent.end_char, ent.end_char)]:
        piece = ent.doc.char_span(start, before, label=ent.label, alignment_mode="contract")
        if piece is not None and before > start:
            yield piece
        start = after


def _trimmed(span: Span) -> Span | None:
    """Return the name in `span`, which has no line break; None if there is none."""
    doc, start, end = span.doc, span.start, span.end
    before = None
    while start < end and before != (start, end):
        before = start, end
        start, end = _without_signs(doc, start, end)
        while start < end and _is_link(doc[end - 1]) and not _is_hyphenated(doc, start, end):
            end -= 1
        if start < end:
            whole = (start, end) == (span.start, span.end)
            rest = span if whole else Span(doc, start, end, label=span.label)
            start += _leading_words(rest)
    if start >= end:
        return None
    if start and doc[start - 1].text in NAME_ELISIONS and _has_capital(doc[start]):
        start -= 1
    if (start, end) == (span.start, span.end):
        return span
    return Span(doc, start, end, label=span.label)


def _without_signs(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Leave out spaces and punctuation at both ends, but keep brackets that pair off inside."""
    while start < end and _is_sign(doc[start]):
        closing = _BRACKETS.get(doc[start].text)
        if closing in [token.text for token in doc[start + 1 : end - 1]]:
            break
        start += 1
    while start < end and _is_sign(doc[end - 1]) and not _ends_name(doc, start, end):
        opening = _BRACKET_OF.get(doc[end - 1].text)
        if opening in [token.text for token in doc[start : end - 1]]:
            break
        end -= 1
    return start, end


def _ends_name(doc: Doc, start: int, end: int) -> bool:
    """Tell whether the last sign belongs to the name: Time Inc., Ligue 1+, Kassav'."""
    if end - start < 2 or doc[end - 2].whitespace_:
        return False
    sign = doc[end - 1].text
    if sign == ".":
        return doc[end - 2].text in ABBREVIATIONS
    if sign in "'’":
        return not start or doc[start - 1].text not in ("'", "‘", "’")
    return sign == "+" or (sign == "!" and sign in [token.text for token in doc[start : end - 1]])


def _is_hyphenated(doc: Doc, start: int, end: int) -> bool:
    """Tell whether a hyphen joins the last word to the name: Kim Jong-un."""
    return end - start > 1 and doc[end - 2].text == "-" and not doc[end - 2].whitespace_


def _is_sign(token: Token) -> bool:
    text = token.text
    return not (text.isalnum() or any(character.isalnum() for character in text))


def _is_link(token: Token) -> bool:
    return token.text.islower() and fold(token.text) in LINKS


def _leading_words(span: Span) -> int:
    """Return how many words at the start of `span` are not part of the name."""
    first = span[0]
    if _is_link(first):
        whole = span.text.islower() and fold(span.text) in NAMES_WITH_ARTICLE
        return int(not (whole or _is_surname_particle(span)))
    if span.label_ == "MISC":
        return 0
    word = fold(first.text)
    is_function = word in FUNCTIONS and len(span) > 1 and span[1].text.islower()
    if first.text.islower() or (is_function and span.label_ != "PER"):
        return _leading_nouns(span)
    if word in ARTICLES | CAPITAL_ELISIONS | PREPOSITIONS:
        return int(len(span) > 1 and not _keeps_article(span))
    if span.label_ == "PER" and word in CIVILITIES | FUNCTIONS:
        if fold(span.text) in NAMES_WITH_CIVILITY or _INITIAL.fullmatch(span[1:2].text):
            return 0
        return int(word in CIVILITIES or any(_has_capital(token) for token in span[1:]))
    return 0


def _is_surname_particle(span: Span) -> bool:
    """Tell whether a lower-case "de" begins a surname, as it does after a civility or title.

    An article says so too: les de Souza.
    """
    if span.label_ != "PER" or span.start == 0 or len(span) == 1:
        return False
    if fold(span[0].text) not in _SURNAME_LINKS or not _has_capital(span[_particle_words(span)]):
        return False
    before = fold(span.doc[span.start - 1].text)
    return before in CIVILITIES | LOWER_FUNCTIONS | TITLES | ARTICLES


def _particle_words(span: Span) -> int:
    """Return 2 for the particle "de la", else 1."""
    return 2 if len(span) > 2 and fold(span[1].text) in ("la", "l'") else 1


def _leading_nouns(span: Span) -> int:
    """Return how many common nouns and adjectives lead up to the name; the first is one."""
    word = fold(span[0].text)
    capitals = (index for index, token in enumerate(span) if index and _has_capital(token))
    capital = next(capitals, None)
    if capital is None:
        return int(span.label_ == "PER" and word in LOWER_FUNCTIONS | CIVILITIES)
    if span.label_ == "PER":
        return int(word not in PARTICLES)
    if word in OFFICES:
        return len(span)
    if word in LOWER_FUNCTIONS:
        return 0 if word in ("saint", "sainte") else capital
    if span.label_ == "LOC":
        return int(word in PLACE_NOUNS)
    linked = any(_is_link(token) for token in span[:capital])
    official = fold(span[1].text) in OFFICIAL_ADJECTIVES
    return capital if word in ORGANISATION_NOUNS and not (linked or official) else 0


def _has_capital(token: Token) -> bool:
    return not token.text.islower() and any(character.isupper() for character in token.text)


def _keeps_article(span: Span) -> bool:
    """Tell whether a capital article, elision or preposition belongs to the name.

    Inside a sentence its capital says so. At the start of one, and in capitals, the name must be
    known with it, or stand with it inside another sentence of the document.
    """
    if span.label_ == "PER" and fold(span[0].text) in _SURNAME_ARTICLES:
        return _has_capital(span[1])
    if _is_quoted(span):
        return True
    shouted = span[0].is_upper and span[0].text[1:].isupper()
    if span[1].is_upper and len(span[1]) > 1 and not shouted:
        return False
    if not _starts_sentence(span[0]) and not shouted:
        return True
    text = fold(span.text)
    ends = [match.start() for match in re.finditer(r"(?=[ -])|$", text)]
    return any(text[:end] in NAMES_WITH_ARTICLE for end in ends) or _inside_sentence(span)


def _is_quoted(span: Span) -> bool:
    """Tell whether quotation marks hold the name and nothing else: « La Gaule »."""
    doc = span.doc
    if span.label_ == "LOC" or not span.start or span.end == len(doc):
        return False
    return _BRACKETS.get(doc[span.start - 1].text, "(") == doc[span.end].text


def _starts_sentence(token: Token) -> bool:
    before = token.doc[token.i - 1].text if token.i else ""
    return not before.strip() or before in _SENTENCE_STARTS


def _inside_sentence(span: Span) -> bool:
    """Tell whether the words of `span` stand after a word of a sentence, anywhere."""
    doc = span.doc
    seen = doc.user_data.get(_SEEN) or _Seen(doc.to_array(ORTH).astype(np.uint64), {})
    doc.user_data[_SEEN] = seen
    name = seen.words[span.start : span.end]
    key = name.tobytes()
    if key not in seen.inside:
        seen.inside[key] = any(
            _UNFINISHED.search(doc[max(0, place - 2) : place].text_with_ws)
            for place in _places(name, seen.words)
        )
    return seen.inside[key]


def _places(name: Words, words: Words) -> list[int]:
    """Return where the words (n,) hold those of the name, one after the other."""
    places = np.flatnonzero(words[: len(words) - len(name) + 1] == name[0])
    for index in range(1, len(name)):
        places = places[words[places + index] == name[index]]
    return places.tolist()  # type: ignore[no-any-return]
