"""Spelling variants: long names within one edit of each other."""

from collections.abc import Iterable, Iterator

from rapidfuzz.distance import Levenshtein

_LONG = 7


def variants(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of distinct words that are one edit apart, of seven letters or more.

    Words meet when they have a form in common that lacks at most one letter (the index of
    Garbe's SymSpell), so that the time is linear in the number of words; rapidfuzz decides.
    Words with digits have no variants: « RN 44 » is not « RN 45 ».
    """
    shorter: dict[str, list[str]] = {}
    for word in dict.fromkeys(words):
        if len(word) < _LONG - 1 or not word.isalpha():
            continue
        met: dict[str, None] = {}
        for form in {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}:
            bucket = shorter.setdefault(form, [])
            met.update(dict.fromkeys(bucket))
            bucket.append(word)
        for other in met:
            if max(len(word), len(other)) >= _LONG and _one_edit(word, other):
                yield other, word


def _one_edit(word: str, other: str) -> bool:
    # A final s is a plural or another place (« Charente », « Charentes »), not a misspelling.
    if word.rstrip("s") == other.rstrip("s"):
        return False
    return Levenshtein.distance(word, other, score_cutoff=1) <= 1
