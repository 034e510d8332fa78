"""Read the static word vectors of a spaCy model, mapped from their file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import srsly
from spacy.strings import StringStore
from spacy.vectors import Vectors

from entityfr.row_table import read_row_table


def read_vectors(folder: Path, strings: StringStore) -> Vectors:
    """Return the vectors saved in a model's `vocab` folder, (rows, dimensions), as spaCy would.

    Only the rows that are read take memory, which processes share; what is set stays in one's own.
    Raises `ValueError` if they are saved in a form that this does not know.
    """
    settings = srsly.read_json(folder / "vectors.cfg")
    if settings != {"mode": "default"}:
        raise ValueError(f"vectors of an unknown kind: {settings}")
    data = np.asarray(np.load(folder / "vectors", mmap_mode="c"))
    vectors = Vectors(strings=strings, data=data)
    vectors.key2row = read_row_table(folder / "key2row")
    return vectors
