"""Putting together works, products and events: the same name in another spelling."""

from collections.abc import Sequence

from entityfr.grouping.acronyms import join_bracketed_acronyms
from entityfr.grouping.mentions import Mention, Sets, join_same_keys


def join_works(text: str, mentions: Sequence[Mention], sets: Sets) -> None:
    """Join mentions of one name, whatever its case, accents, hyphens and article."""
    join_same_keys(mentions, sets)
    join_bracketed_acronyms(text, mentions, sets)
