"""Read gold from CoNLL files: a token and its tag a line, a blank line between sentences.

The token is the first column, the tag the last; tabs part them, or spaces in lines without a tab.
Tags are BIO (also called IOB2), BIOES or BILOU. Each sentence is a text of its own,
rebuilt by joining its tokens with a space; offsets, and the scores, are those of the rebuilt text.
Format: https://www.clips.uantwerpen.be/conll2003/ner/
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from entityfr.evaluation.gold import GoldError, GoldText, Mark, build_gold, read
from entityfr.evaluation.label_map import LabelMap

_TAG = re.compile(r"O|(?P<position>[BIELSU])-(?P<label>\S+)")
_BEGINS, _ENDS = "BSU", "ELSU"


class _Token(NamedTuple):
    line: int
    text: str
    position: str
    label: str


def read_conll(path: Path, encoding: str, label_map: LabelMap) -> Iterator[GoldText]:
    """Yield the gold text of each sentence; raises `GoldError`."""
    content = read(path, encoding).removeprefix("\ufeff")
    for sentence in _sentences(path, content):
        text = " ".join(token.text for token in sentence)
        marks = list(_marks(path, sentence))
        yield build_gold(path, sentence[0].line, text, marks, label_map)


def _sentences(path: Path, content: str) -> Iterator[list[_Token]]:
    sentence: list[_Token] = []
    for number, line in enumerate(content.split("\n"), start=1):
        line = line.strip(" \t\r")
        if line.startswith("-DOCSTART-"):
            continue
        if line:
            token = _token(path, number, line)
            sentence += [token] if token else []
        elif sentence:
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _token(path: Path, number: int, line: str) -> _Token | None:
    """Return the token of a line, None for a comment."""
    # Not split(): a token such as "10 000" may hold a no-break space.
    separator = "\t" if "\t" in line else " "
    columns = [column.strip(" ") for column in line.split(separator) if column.strip(" ")]
    match = _TAG.fullmatch(columns[-1]) if len(columns) > 1 else None
    if match is None and line.startswith("# "):
        return None
    if len(columns) < 2:
        raise GoldError(path, number, f"{line!r} has no tag: write a token, a tab and its tag")
    if match is None:
        reason = f"{columns[-1]!r} is not a tag of BIO, BIOES or BILOU, such as O or B-PER"
        raise GoldError(path, number, reason)
    return _Token(number, columns[0], match["position"] or "O", match["label"] or "")


def _marks(path: Path, sentence: list[_Token]) -> Iterator[Mark]:
    """Yield the spans of the tags, in offsets of the tokens joined by one space."""
    start, offset = 0, 0
    open_label = ""
    for index, token in enumerate(sentence):
        if token.position in _BEGINS:
            start = offset
        elif token.position != "O" and token.label != open_label:
            reason = (
                f"{token.position}-{token.label} continues no entity {token.label}: "
                f"an entity begins with B-{token.label}"
            )
            raise GoldError(path, token.line, reason)
        end = offset + len(token.text)
        offset = end + 1
        open_label = "" if token.position in _ENDS else token.label
        following = sentence[index + 1].position if index + 1 < len(sentence) else "O"
        if token.position != "O" and (not open_label or following in ("O", *_BEGINS)):
            yield Mark(start, end, token.label, token.line)
