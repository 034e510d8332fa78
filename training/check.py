"""Check the corpus.

    python -m training.check [--texts FOLDER]     reject what is broken; exits 1 if anything is
    python -m training.check --names              list names marked inconsistently, for a person
    python -m training.check --counts             count passages and marks by file, in Markdown

Without --texts the written passages are checked whole, of the real ones the offsets alone.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language

from entityfr.language import load_base
from training.corpus import (
    CORPUS,
    CorpusError,
    Offsets,
    Passage,
    lines_of,
    missing_ids,
    passages,
    read_offsets,
    read_texts,
)
from training.inconsistency import inconsistencies
from training.marks import LABELS, parse

_OPENING = re.compile(r"\[([^\s\[\]]*)")
_MOST_EXAMPLES = 4


class Glued(NamedTuple):
    """A name to which the tokenizer leaves a sign (`@Nom`, `ex-Nom`).

    The mark is right, but training learns nothing from it.
    """

    passage: Passage
    name: str
    tokens: str


def main() -> None:
    parser = argparse.ArgumentParser(description="Check the corpus.")
    parser.add_argument("--texts", type=Path, help="folder of `id TAB text` files (README.md)")
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--allow-missing", action="store_true", help="accept ids without text")
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--names", action="store_true", help="list names marked inconsistently")
    group.add_argument("--counts", action="store_true", help="count passages and marks by file")
    args = parser.parse_args()
    if args.counts:
        print(counts(args.corpus))
        return
    problems = list(file_problems(args.corpus, args.texts, args.allow_missing))
    if not problems:
        found = passages(args.texts, corpus=args.corpus, allow_missing=args.allow_missing)
        if args.names:
            list_names(found)
            return
        problems = check_passages(found)
    for problem in problems:
        print(problem, file=sys.stderr)
    sys.exit(1 if problems else 0)


def check_passages(corpus: list[Passage]) -> list[str]:
    """Return what is wrong with the passages; print how many there are."""
    off = list(off_boundaries(corpus, load_base()))
    cut = [one for one in off if isinstance(one, str)]
    print(
        f"{len(corpus)} passages, {sum(len(passage.spans) for passage in corpus)} marks; "
        f"{len(off) - len(cut)} names to which the tokenizer leaves a sign"
    )
    return [*duplicates(corpus), *cut]


def file_problems(corpus: Path, texts: Path | None, allow_missing: bool) -> Iterator[str]:
    """Yield what is wrong with lines: brackets, labels, offsets, ids."""
    for line in lines_of(corpus / "written", "*.txt"):
        for reason in mark_problems(line.content):
            yield f"{line.path}:{line.number}: {reason}"
    try:
        offsets = list(read_offsets(corpus / "real"))
        known = read_texts(texts) if texts else {}
    except CorpusError as error:
        yield str(error)
        return
    yield from offset_problems(offsets)
    if texts and not allow_missing:
        for id_ in missing_ids(offsets, known):
            yield f"{id_}: no text in {texts}"


def mark_problems(line: str) -> Iterator[str]:
    """Yield what is wrong with the marks of a line."""
    rest = parse(line).text
    for opening in _OPENING.finditer(rest):
        yield f"{_reason(opening[1])}: {rest[opening.start() : opening.start() + 40]}"
    if "]" in rest and "[" not in rest:
        yield f"stray bracket: {rest[max(0, rest.index(']') - 40) : rest.index(']') + 1]}"
    for span in parse(line).spans:
        name = parse(line).text[span.start : span.end]
        if name != name.strip():
            yield f"space at the edge of {name!r}"


def _reason(label: str) -> str:
    """Return what is wrong with a bracket before `label` that opens no mark."""
    if not label:
        return "stray bracket"
    return "broken mark" if label in LABELS else f"unknown label {label!r}"


def offset_problems(offsets: Iterable[Offsets]) -> Iterator[str]:
    """Yield ids that stand twice and spans that overlap or are out of order."""
    seen: set[str] = set()
    for id_, spans, line in offsets:
        if id_ in seen:
            yield str(line.error(f"{id_} stands twice"))
        seen.add(id_)
        for span, following in pairwise(spans):
            if following.start < span.end:
                yield str(line.error(f"{span} and {following} overlap or are out of order"))


def duplicates(corpus: Iterable[Passage]) -> Iterator[str]:
    """Yield passages whose text another has too."""
    first: dict[str, str] = {}
    for passage in corpus:
        if passage.text in first:
            yield f"{passage.id}: the text of {first[passage.text]}"
        first.setdefault(passage.text, passage.id)


def off_boundaries(corpus: Iterable[Passage], nlp: Language) -> Iterator[str | Glued]:
    """Yield names that do not begin and end with tokens.

    A mark that cuts a word is a mistake, a string here; a sign that the tokenizer does not part
    from the name is not.
    """
    for passage in corpus:
        doc = None
        for start, end, label in passage.spans:
            doc = doc or nlp.make_doc(passage.text)
            if doc.char_span(start, end) is None:
                name = passage.text[start:end]
                if _cuts_word(passage.text, start) or _cuts_word(passage.text, end):
                    yield f"{passage.id}: [{label} {name}] cuts a word"
                else:
                    around = doc.char_span(start, end, alignment_mode="expand")
                    yield Glued(passage, name, around.text)


def _cuts_word(text: str, at: int) -> bool:
    return text[at - 1 : at].isalnum() and text[at : at + 1].isalnum()


def list_names(corpus: Iterable[Passage]) -> None:
    """Print each name with the counts of its labels, then the rare uses in context."""
    for one in inconsistencies(corpus):
        print(one.name, *(f"{label} {n}" for label, n in one.counts.most_common()), sep="\t")
        for use in one.rare[:_MOST_EXAMPLES]:
            print(f"\t{use.label}\t{use.passage.id}\t{use.context}")


def counts(corpus: Path) -> str:
    """Return a Markdown table: passages and marks of each file; needs no texts."""
    rows: dict[str, Counter[str]] = {}
    for line in lines_of(corpus / "written", "*.txt"):
        labels = [span.label for span in parse(line.content).spans]
        rows.setdefault(f"written/{line.path.name}", Counter()).update(["passages", *labels])
    for one in read_offsets(corpus / "real"):
        labels = [span.label for span in one.spans]
        rows.setdefault(f"real/{one.line.path.name}", Counter()).update(["passages", *labels])
    rows["**all**"] = sum(rows.values(), Counter())
    columns = ("passages", *LABELS)
    head = [f"| file | {' | '.join(columns)} |", "|---|" + "--:|" * len(columns)]
    body = [
        f"| {name} | {' | '.join(f'{row[column]:,}' for column in columns)} |"
        for name, row in rows.items()
    ]
    return "\n".join([*head, *body])


if __name__ == "__main__":
    main()
