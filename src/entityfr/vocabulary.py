"""The spaCy component `entityfr_vocabulary`: a user's names always found, forms never returned."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from entityfr.labels import parse_label
from entityfr.normalise import normalise
from entityfr.retokenise import split_tokens
from entityfr.score import EXTENSION as SCORE

_WORD = re.compile(r"\w+")
# One for one, so that offsets stay: kinds of apostrophe are one, hyphens and spaces are one.
_TOLERANT = str.maketrans(
    dict.fromkeys("’ʼ‘＇", "'") | dict.fromkeys("-\u2010\u2011\u00a0\u2009\u202f\t", " ")
)

Names = tuple[tuple[str, tuple[str, ...]], ...]
"""Pairs of a label and its names: a vocabulary that can be hashed."""


class _Form(NamedTuple):
    """A name of the vocabulary in its tolerant form, and where its first word starts in it."""

    text: str
    word_start: int
    label: str


class Vocabulary:
    """Sets `doc.ents` so that the names given are always found and the forms ignored never are.

    Names match whole words in their case, whatever the apostrophe and whether with a hyphen or
    a space. A name of the vocabulary wins over recognised entities that overlap it, and the
    longest name over shorter ones. An ignored form is a whole mention, of the vocabulary too.
    """

    def __init__(self, names: Names = (), ignore: Iterable[str] = ()) -> None:
        self._forms = _forms_by_first_word(names)
        self._ignored = frozenset(_tolerant(form) for form in ignore)

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of `doc`; splits a token where a name begins or ends inside it."""
        found = self._find(doc.text) if self._forms else []
        if found:
            split_tokens(doc, (offset for start, end, _ in found for offset in (start, end)))
            spans = (doc.char_span(start, end, label=label) for start, end, label in found)
            _overrule(doc, [span for span in spans if span is not None])
        if self._ignored:
            kept = [ent for ent in doc.ents if _tolerant(ent.text) not in self._ignored]
            if len(kept) < len(doc.ents):
                doc.ents = kept
        return doc

    def _find(self, text: str) -> list[tuple[int, int, str]]:
        """Return start, end and label of the names in `text`, disjoint, the longest ones first."""
        text = text.translate(_TOLERANT)
        found = [
            (word.start() - form.word_start, form)
            for word in _WORD.finditer(text)
            for form in self._forms.get(word[0], ())
            if _stands_at(form, text, word.start() - form.word_start)
        ]
        found.sort(key=lambda item: (-len(item[1].text), item[0]))
        taken: set[int] = set()
        chosen = []
        for start, form in found:
            end = start + len(form.text)
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                chosen.append((start, end, form.label))
        return chosen


@Language.factory(
    "entityfr_vocabulary",
    default_config={"names": {}, "ignore": []},
    assigns=["doc.ents"],
    retokenizes=True,
)
def make_vocabulary(
    nlp: Language, name: str, names: dict[str, list[str]], ignore: list[str]
) -> Vocabulary:
    """Return the component; `names` maps a label to its names, `ignore` lists surface forms."""
    return Vocabulary(freeze_names(names), freeze_forms(ignore, "ignore"))


def freeze_names(vocabulary: Mapping[str, Iterable[str]] | None) -> Names:
    """Return a vocabulary as sorted tuples, its labels and names checked.

    Raises `ValueError` for an unknown label, a name without a letter or digit or under two labels;
    `TypeError` for names that are no collection of strings.
    """
    labels: dict[str, str] = {}
    for key, names in (vocabulary or {}).items():
        label = parse_label(key).value
        for name in freeze_forms(names, f"vocabulary[{label!r}]"):
            if not _WORD.search(name):
                raise ValueError(f"vocabulary[{label!r}]: {name!r} has no letter or digit")
            if labels.setdefault(name, label) != label:
                raise ValueError(f"vocabulary: {name!r} is both {labels[name]} and {label}")
    by_label: dict[str, list[str]] = {}
    for name, label in labels.items():
        by_label.setdefault(label, []).append(name)
    return tuple((label, tuple(sorted(names))) for label, names in sorted(by_label.items()))


def freeze_forms(forms: Iterable[str], where: str) -> tuple[str, ...]:
    """Return `forms` as a sorted tuple; `TypeError` naming `where` if they are not strings."""
    if isinstance(forms, str):
        raise TypeError(f"{where} must be a collection of strings: write [{forms!r}]")
    checked = []
    for form in forms:
        if not isinstance(form, str):
            raise TypeError(f"{where} must hold strings, not {type(form).__name__}: {form!r}")
        checked.append(form)
    return tuple(sorted(set(checked)))


def _forms_by_first_word(names: Names) -> dict[str, list[_Form]]:
    forms: dict[str, list[_Form]] = {}
    for label, texts in names:
        for text in map(_tolerant, texts):
            word = _WORD.search(text)
            if word:
                forms.setdefault(word[0], []).append(_Form(text, word.start(), label))
    return forms


def _tolerant(form: str) -> str:
    return normalise(form.strip()).text.translate(_TOLERANT)


def _stands_at(form: _Form, text: str, start: int) -> bool:
    """Tell whether the form stands in the tolerant `text` at `start`, as whole words."""
    if start < 0 or not text.startswith(form.text, start):
        return False
    end = start + len(form.text)
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    return not (_WORD.match(before) or _WORD.match(after))


def _overrule(doc: Doc, spans: list[Span]) -> None:
    """Add `spans` to the entities of `doc` in place of those that they overlap; they are sure."""
    taken = {index for span in spans for index in range(span.start, span.end)}
    kept = [ent for ent in doc.ents if taken.isdisjoint(range(ent.start, ent.end))]
    doc.ents = [*kept, *spans]
    for span in spans:
        span._.set(SCORE, 1.0)
