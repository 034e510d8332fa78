"""Part marks from texts: marked sentences -> files of ids and offsets for corpus/real/.

    python -m training.detach MARKED --out training/corpus/real

MARKED is a folder of files of `id TAB marked text`.
"""

import argparse
from pathlib import Path

from training.corpus import CORPUS, lines_of
from training.marks import parse


def main() -> None:
    parser = argparse.ArgumentParser(description="Part marks from texts.")
    parser.add_argument("marked", type=Path, help="folder of files of `id TAB marked text`")
    parser.add_argument("--out", type=Path, default=CORPUS / "real")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    detached: dict[str, list[str]] = {}
    for line in lines_of(args.marked, "*.tsv"):
        detached.setdefault(line.path.name, []).append(detach(line.content))
    for name, lines in detached.items():
        (args.out / name).write_text("\n".join(lines) + "\n", encoding="utf8")


def detach(line: str) -> str:
    """`id TAB marked text` -> `id TAB start-end-LABEL …`, offsets in the unmarked text."""
    id_, _, marked = line.partition("\t")
    spans = parse(" ".join(marked.split())).spans
    return f"{id_}\t{' '.join(f'{s.start}-{s.end}-{s.label}' for s in spans)}"


if __name__ == "__main__":
    main()
