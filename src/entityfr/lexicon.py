"""What name lists say of a word: bit masks by folded word, read once from the package's data.

The lists are a feature of the recogniser, never a verdict: a word may carry many bits. They are
built by `training/build_lexicon.py`, which names their sources.
"""

from __future__ import annotations

import gzip
import unicodedata
from functools import lru_cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

BITS = (
    "first_name_common",
    "first_name",
    "surname_top",
    "surname_common",
    "surname",
    "commune",
    "commune_part",
    "city",
    "city_part",
    "territory",
    "territory_part",
    "org",
    "org_first",
    "org_part",
    "loc",
    "loc_first",
    "loc_part",
    "per_first",
    "per_last",
    "misc",
)
N_BITS = len(BITS)
_APOSTROPHES = "'’ʼ"


def fold(word: str) -> str:
    """The word in lower case without accents, apostrophes at its edges or ligatures."""
    if word.isascii():
        return word.lower().strip(_APOSTROPHES)
    decomposed = unicodedata.normalize("NFKD", word.lower())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return bare.replace("œ", "oe").replace("æ", "ae").strip(_APOSTROPHES)


@lru_cache(maxsize=1)
def masks() -> dict[str, int]:
    """Folded word -> mask of `BITS`, as the package ships it."""
    packed = files("entityfr").joinpath("weights/lexicon.txt.gz").read_bytes()
    table: dict[str, int] = {}
    for line in gzip.decompress(packed).decode("utf8").splitlines():
        mask, words = line.split("\t")
        table.update(dict.fromkeys(words.split(" "), int(mask)))
    return table


def word_masks(word: str) -> tuple[int, int]:
    """Masks of `BITS` of the word, and of the parts that hyphens join together.

    Words without a capital get zeros in both: in running text a name has one.
    """
    if word.islower():
        return 0, 0
    table = masks()
    parts = 0
    if "-" in word:
        for part in word.split("-"):
            parts |= table.get(fold(part), 0)
    return table.get(fold(word), 0), parts


def word_bits(word: str) -> npt.NDArray[np.float32]:
    """Shape (2 * N_BITS,): the bits of `word_masks`, those of the word first."""
    both = np.array(word_masks(word), np.int64)
    return (both[:, None] >> np.arange(N_BITS) & 1).astype("f").reshape(-1)
