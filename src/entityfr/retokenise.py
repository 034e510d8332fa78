"""Put token boundaries where a name begins or ends inside a token."""

from collections.abc import Iterable
from itertools import pairwise

from spacy.tokens import Doc, Token


def split_tokens(doc: Doc, offsets: Iterable[int]) -> bool:
    """Split the tokens of `doc`, in place, at these offsets of its text; tell if any was split.

    Offsets are code points; one that is a token boundary already changes nothing. `doc.ents`
    keep their text, but spans made before are no longer valid if any token was split.
    """
    cuts: dict[int, list[int]] = {}
    for offset in sorted(set(offsets)):
        token = _token_over(doc, offset)
        if token is not None:
            cuts.setdefault(token.i, []).append(offset - token.idx)
    if not cuts:
        return False
    entities = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents]
    with doc.retokenize() as retokenizer:
        for index, inside in cuts.items():
            token = doc[index]
            pieces = _pieces(token.text, inside)
            retokenizer.split(token, pieces, heads=[(token, 0)] * len(pieces))
    spans = (doc.char_span(start, end, label=label) for start, end, label in entities)
    doc.ents = [span for span in spans if span is not None]
    return True


def _token_over(doc: Doc, offset: int) -> Token | None:
    """Return the token that has `offset` strictly inside it."""
    span = doc.char_span(offset, offset + 1, alignment_mode="expand")
    token = span[0] if span else None
    return token if token is not None and token.idx < offset < token.idx + len(token) else None


def _pieces(word: str, inside: list[int]) -> list[str]:
    edges = [0, *inside, len(word)]
    return [word[start:end] for start, end in pairwise(edges)]
