"""The table from words to rows of word vectors: smaller than a dictionary and read faster.

spaCy saves it as a msgpack map of half a million 64-bit hashes to rows; as Python integers they
take 50 MB. Here they stay in two sorted arrays, found by bisection.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import srsly

Keys = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int32]

# The markers of https://github.com/msgpack/msgpack/blob/master/spec.md
_MAP32, _UINT64, _UINT16, _LAST_FIXINT = 0xDF, 0xCF, 0xCD, 0x7F
_SIZES = {0xCC: 1, _UINT16: 2, 0xCE: 4, _UINT64: 8}
_HEADER, _ENTRY, _AT_ONCE = 5, 12, 512
_FIELDS = np.dtype([("", "u1"), ("key", ">u8"), ("", "u1"), ("row", ">u2")])
_BUCKET_BITS = 12
"""leading bits of a hash that lead to its stretch of the sorted keys"""


class RowTable(MutableMapping[int, int]):
    """A map from the hash of a word to the row of its vector."""

    def __init__(self, keys: Keys, rows: Rows) -> None:
        """Hold `keys` (words,), distinct, and `rows` (words,)."""
        order = np.argsort(keys)
        keys, self._rows = keys[order], rows[order]
        firsts = np.arange(2**_BUCKET_BITS, dtype=np.uint64) << np.uint64(64 - _BUCKET_BITS)
        self._starts: list[int] = [*np.searchsorted(keys, firsts).tolist(), len(keys)]
        self._keys: memoryview = keys.data
        self._changed: dict[int, int] | None = None
        """all of the table, once something was set or deleted"""

    def _place(self, key: int) -> int:
        """Return where `key` is in the arrays, or -1."""
        bucket = key >> (64 - _BUCKET_BITS)
        end = self._starts[bucket + 1]
        place = bisect_left(self._keys, key, self._starts[bucket], end)
        return place if place < end and self._keys[place] == key else -1

    def get(self, key: int, default: Any = None) -> Any:
        """Return the row of the word with hash `key`, or `default`."""
        if self._changed is not None:
            return self._changed.get(key, default)
        place = self._place(int(key))
        return default if place < 0 else int(self._rows[place])

    def __contains__(self, key: object) -> bool:
        return self.get(key) is not None  # type: ignore[arg-type]

    def __getitem__(self, key: int) -> int:
        row = self.get(key)
        if row is None:
            raise KeyError(key)
        return int(row)

    def __iter__(self) -> Iterator[int]:
        return iter(self._keys.tolist() if self._changed is None else self._changed)

    def __len__(self) -> int:
        return len(self._rows if self._changed is None else self._changed)

    def __setitem__(self, key: int, row: int) -> None:
        self._as_dict()[key] = row

    def __delitem__(self, key: int) -> None:
        del self._as_dict()[key]

    def copy(self) -> dict[int, int]:
        """Return the table as a dictionary."""
        if self._changed is not None:
            return dict(self._changed)
        return dict(zip(self._keys.tolist(), self._rows.tolist(), strict=True))

    def _as_dict(self) -> dict[int, int]:
        if self._changed is None:
            self._changed = self.copy()
        return self._changed


def read_row_table(path: Path) -> RowTable:
    """Return the table that spaCy saved in `path`.

    Raises `ValueError` if the file holds anything but a map of 2**16 and more integers.
    """
    data = np.fromfile(path, np.uint8)
    count = int.from_bytes(data[1:_HEADER].tobytes(), "big")
    if data[0] != _MAP32:
        raise ValueError(f"no large msgpack map: {path}")
    plain: list[npt.NDArray[np.uint8]] = []
    odd: list[tuple[int, int]] = []
    at = _HEADER
    while at < len(data):
        stretch = data[at : at + _ENTRY * _AT_ONCE]
        entries = stretch[: len(stretch) // _ENTRY * _ENTRY].reshape(-1, _ENTRY)
        fits = (entries[:, 0] == _UINT64) & (entries[:, 9] == _UINT16)
        n_plain = len(fits) if fits.all() else int(fits.argmin())
        plain.append(entries[:n_plain])
        at += n_plain * _ENTRY
        if n_plain < _AT_ONCE and at < len(data):
            key, at = _integer(data, at)
            row, at = _integer(data, at)
            odd.append((key, row))
    return _table(np.concatenate(plain), odd, count)


def _integer(data: npt.NDArray[np.uint8], at: int) -> tuple[int, int]:
    """Return the unsigned integer at `at` and where it ends."""
    marker, start = int(data[at]), at + 1
    if marker <= _LAST_FIXINT:
        return marker, start
    if marker not in _SIZES:
        raise ValueError("not a map of unsigned integers")
    end = start + _SIZES[marker]
    return int.from_bytes(data[start:end].tobytes(), "big"), end


def _table(plain: npt.NDArray[np.uint8], odd: list[tuple[int, int]], count: int) -> RowTable:
    """Return the table of entries (words, 12) and of the odd ones; `count` checks that all are."""
    fields = plain.reshape(-1).view(_FIELDS)
    keys = np.concatenate([fields["key"], np.array([k for k, _ in odd], np.uint64)])
    rows = np.concatenate([fields["row"], np.array([r for _, r in odd], np.int32)])
    if len(keys) != count:
        raise ValueError(f"{count} words announced, {len(keys)} found")
    return RowTable(keys.astype(np.uint64), rows.astype(np.int32))


@srsly.msgpack_encoders("entityfr.RowTable")  # type: ignore[untyped-decorator]
def encode(obj: object, chain: Callable[[object], object] | None = None) -> object:
    """Have msgpack, with which spaCy saves vectors, write a table as a map."""
    if isinstance(obj, RowTable):
        return obj.copy()
    return obj if chain is None else chain(obj)
