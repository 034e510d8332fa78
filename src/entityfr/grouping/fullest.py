"""Which of its forms gives a group its name."""

import re
from collections import Counter
from collections.abc import Sequence

from entityfr.grouping.mentions import Mention
from entityfr.grouping.organisation_words import core_words

_INITIALS = re.compile(r"(?:\w\.[\s-]?)+")


def fullest_form(mentions: Sequence[Mention]) -> str:
    """Return the surface form with the most words.

    Initials and what only says the kind of company (« groupe », « SA ») do not count as words.
    Among equals: the form that is not in capitals, the most frequent, the first.
    """
    counts = Counter(mention.surface for mention in mentions)
    first = {mention.surface: mention for mention in reversed(mentions)}

    def rank(surface: str) -> tuple[int, bool, int, int]:
        words = len(core_words(first[surface].words))
        initials = len(_INITIALS.findall(surface)) if "." in surface else 0
        shouted = surface.isupper()
        return words - initials, not shouted, counts[surface], -first[surface].order

    return max(first, key=rank)
