"""Score predicted entities against gold ones."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, get_args

from entityfr.evaluation.gold import GoldText
from entityfr.evaluation.matching import Pair, hull, pair_up
from entityfr.evaluation.report import Confusion, Mistake, MistakeKind, Report, Score, Scores
from entityfr.extractor import DEFAULT_LABELS, EntityExtractor
from entityfr.labels import Label, parse_labels
from entityfr.models import Entity, Extraction

_CONTEXT = 50


class _Located(NamedTuple):
    pair: Pair
    text: str
    source: str


def evaluate(
    gold: Sequence[Extraction],
    predicted: Iterable[Extraction] | None = None,
    *,
    labels: Iterable[Label | str] = DEFAULT_LABELS,
) -> Report:
    """Return the scores of `predicted` against `gold`, over the entities of `labels`.

    `gold`: what `load_gold` returns, or extractions of your own.
    `predicted`: an extraction for each gold text, in order; by default what `EntityExtractor`
    finds in them.

    Precision, recall and F1 are spaCy's; an empty division counts as 0. For the overlapping
    scores each entity is paired with one other at most.
    Raises `ValueError` if the texts of `predicted` are not those of `gold`.
    """
    wanted = parse_labels(labels)
    if predicted is None:
        predicted = EntityExtractor(labels=wanted).pipe(text.text for text in gold)
    located = list(_pairs(gold, predicted, wanted))
    pairs = [item.pair for item in located]
    by_label = {
        label: [pair for pair in pairs if any(e and e.label == label for e in pair)]
        for label in wanted
    }
    return Report(
        texts=len(gold),
        overall=_scores(pairs, wanted),
        by_label={label: _scores(by_label[label], (label,)) for label in wanted},
        confusions=tuple(_confusions(pairs, wanted)),
        errors=tuple(_mistakes(located)),
    )


def _pairs(
    gold: Sequence[Extraction], predicted: Iterable[Extraction], wanted: tuple[Label, ...]
) -> Iterator[_Located]:
    count = 0
    for index, found in enumerate(predicted):
        if index >= len(gold) or found.text != gold[index].text:
            raise ValueError(f"predicted[{index}] is of another text than gold[{index}]")
        expected = gold[index]
        source = expected.source if isinstance(expected, GoldText) else f"gold[{index}]"
        for pair in pair_up(_keep(expected, wanted), _keep(found, wanted)):
            yield _Located(pair, expected.text, source)
        count += 1
    if count < len(gold):
        raise ValueError(f"predicted has {count} texts, gold has {len(gold)}")


def _keep(extraction: Extraction, wanted: tuple[Label, ...]) -> list[Entity]:
    return [entity for entity in extraction if entity.label in wanted]


def _scores(pairs: Sequence[Pair], labels: tuple[Label, ...]) -> Scores:
    """Return the scores of the entities in `pairs` whose label is among `labels`."""
    gold = sum(pair.gold is not None and pair.gold.label in labels for pair in pairs)
    predicted = sum(pair.predicted is not None and pair.predicted.label in labels for pair in pairs)
    kinds = Counter(pair.kind for pair in pairs)
    exact = kinds["right"]
    return Scores(
        exact=_score(gold, predicted, exact),
        overlapping=_score(gold, predicted, exact + kinds["wrong edge"]),
    )


def _score(gold: int, predicted: int, correct: int) -> Score:
    from spacy.scorer import PRFScore

    prf = PRFScore(tp=correct, fp=predicted - correct, fn=gold - correct)
    return Score(
        gold=gold,
        predicted=predicted,
        correct=correct,
        precision=prf.precision,
        recall=prf.recall,
        f1=prf.fscore,
    )


def _confusions(pairs: Sequence[Pair], wanted: tuple[Label, ...]) -> Iterator[Confusion]:
    counts = Counter(
        (gold.label if gold else None, predicted.label if predicted else None)
        for gold, predicted in pairs
    )
    for gold in (*wanted, None):
        for predicted in (*wanted, None):
            if counts[gold, predicted]:
                yield Confusion(gold=gold, predicted=predicted, count=counts[gold, predicted])


def _mistakes(located: Iterable[_Located]) -> Iterator[Mistake]:
    alike: dict[tuple[object, ...], list[_Located]] = defaultdict(list)
    for item in located:
        names = ((e.text.casefold(), e.label) if e else None for e in item.pair)
        key = (item.pair.kind, *names)
        alike[key].append(item)
    groups = sorted(alike.values(), key=len, reverse=True)
    for kind in get_args(MistakeKind):
        for group in groups:
            if group[0].pair.kind == kind:
                yield from (_mistake(item, kind, len(group)) for item in group)


def _mistake(item: _Located, kind: MistakeKind, count: int) -> Mistake:
    start, end = hull(item.pair)
    return Mistake(
        kind=kind,
        gold=item.pair.gold,
        predicted=item.pair.predicted,
        source=item.source,
        before=item.text[max(0, start - _CONTEXT) : start],
        span=item.text[start:end],
        after=item.text[end : end + _CONTEXT],
        count=count,
    )
