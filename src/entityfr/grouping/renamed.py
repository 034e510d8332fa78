"""Two names that the text itself calls one: « Kabuga, dit », « Dolisie, appelée Loubomo »."""

import re
from collections.abc import Iterator, Sequence

from entityfr.grouping.mentions import Mention, neighbours

_FAR = 60
# What may stand between two names of one thing; a short apposition may come first.
_ALSO = re.compile(
    r"\s*(?:,[^,.;:()«»\n]{1,30})?[,(]?\s*(?:"
    r"alias|dite?s?|surnommée?s?|appelée?s?|nommée?s?|rebaptisée?s?|renommée?s?|devenue?s?|ex-"
    r"|(?:plus |mieux )?connue?s? sous les? noms? de|de son vrai nom|anciennement|autrefois|jadis"
    r"|aujourd['’]hui|née?"
    r")\s*(?:l['’]|l[ea]s?\s+)?[«“\"]?\s*",
    re.I,
)
_LANGUAGE = re.compile(r"\s+en \w+")
_CLOSING = re.compile(r"\s*[»”\"]?\s*(?:[,.;:)]|\Z|\n)")
_SAID = re.compile(r"\bdite?s?\b", re.I)


def renamed(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of neighbouring mentions that the text presents as one thing.

    The second name must end there: « Paul, dit Marie en riant » is direct speech.
    """
    for left, right, between in neighbours(text, mentions, _FAR):
        end = mentions[right].end
        if _ALSO.fullmatch(between):
            said = _SAID.search(between) and not _CLOSING.match(text, end)
            if not said:
                yield left, right
        elif between.strip() == "," and _LANGUAGE.match(text, end):
            yield left, right
