import json
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.scorer import Scorer
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.vocab import Vocab
from typer.testing import CliRunner

from entityfr import Entity, EntityExtractor, Extraction, ModelNotFoundError
from entityfr.cli import app
from entityfr.evaluation import evaluate, load_gold, predict
from entityfr.evaluation.matching import pair_up

DATA = Path(__file__).parent / "data" / "evaluation"
VOCAB = Vocab()
WORDS = Extraction(text=" ".join("abcdefghijkl"))


def extraction(text: str, *names: tuple[str, str]) -> Extraction:
    """Mark the first occurrence of each name."""
    entities = [
        Entity(text=name, label=label, start=text.index(name), end=text.index(name) + len(name))
        for name, label in names
    ]
    return Extraction(text=text, entities=tuple(entities))


def test_report_counts_what_a_reader_counts() -> None:
    text = "Le préfet de Kayes, M. Awa Ba, a reçu l'Union des pêcheurs et Ly."
    union = ("Union des pêcheurs", "ORG")
    gold = [extraction(text, ("Kayes", "LOC"), ("Awa Ba", "PER"), union, ("Ly", "PER"))] * 2
    right = extraction(text, ("Kayes", "LOC"), ("Awa Ba", "PER"), union, ("Ly", "PER"))
    wrong = extraction(
        text, ("préfet", "PER"), ("Kayes", "ORG"), ("M. Awa", "PER"), ("Union", "ORG")
    )
    report = evaluate(gold, [right, wrong])

    exact, overlapping = report.overall.exact, report.overall.overlapping
    assert (exact.gold, exact.predicted, exact.correct) == (8, 8, 4)
    assert overlapping.correct == 6
    assert (overlapping.precision, overlapping.recall, overlapping.f1) == (0.75, 0.75, 0.75)
    people = report.by_label["PER"]
    assert (people.exact.gold, people.exact.predicted, people.exact.correct) == (4, 4, 2)
    assert people.overlapping.correct == 3
    assert {(item.gold, item.predicted): item.count for item in report.confusions} == {
        ("PER", "PER"): 3,
        ("PER", None): 1,
        ("LOC", "LOC"): 1,
        ("LOC", "ORG"): 1,
        ("ORG", "ORG"): 2,
        (None, "PER"): 1,
    }
    assert [(mistake.kind, mistake.span) for mistake in report.errors] == [
        ("wrong label", "Kayes"),
        ("wrong edge", "M. Awa Ba"),
        ("wrong edge", "Union des pêcheurs"),
        ("missed", "Ly"),
        ("spurious", "préfet"),
    ]
    first = report.errors[0]
    assert (first.before, first.after[:5], first.source) == ("Le préfet de ", ", M. ", "gold[1]")


def test_most_frequent_errors_come_first() -> None:
    texts = ["Ba parle.", "Ly parle.", "Ly se tait."]
    gold = [extraction(text, (text[:2], "PER")) for text in texts]
    report = evaluate(gold, [Extraction(text=text) for text in texts])
    assert [(error.span, error.count) for error in report.errors] == [
        ("Ly", 2),
        ("Ly", 2),
        ("Ba", 1),
    ]
    assert report.overall.exact.f1 == 0


def test_labels_not_asked_for_count_for_nothing() -> None:
    gold = load_gold(DATA / "sample.jsonl")
    found = [Extraction(text=text.text, entities=text.entities) for text in gold]
    assert evaluate(gold, found).overall.exact.gold == 5
    report = evaluate(gold, found, labels=["MISC"])
    assert report.overall == report.by_label["MISC"]
    assert (report.overall.exact.gold, report.overall.exact.f1) == (1, 1.0)


def test_predictions_of_other_texts_are_refused() -> None:
    gold = load_gold(DATA / "sample.jsonl")
    with pytest.raises(ValueError, match=r"predicted\[0\] is of another text"):
        evaluate(gold, [Extraction(text="?")])
    with pytest.raises(ValueError, match="predicted has 1 texts, gold has 3"):
        evaluate(gold, [Extraction(text=gold[0].text)])


def test_evaluates_entityfr_by_default(extractor: EntityExtractor) -> None:
    gold = load_gold(DATA / "sample.jsonl")
    assert evaluate(gold) == evaluate(gold, extractor.pipe(text.text for text in gold))


@st.composite
def marked(draw: st.DrawFn) -> Extraction:
    """A text of twelve one-letter words with disjoint random entities."""
    cuts = sorted(draw(st.sets(st.integers(0, 12), max_size=8)))
    entities = []
    for first, end in pairwise(cuts):
        if label := draw(st.sampled_from(["PER", "LOC", None])):
            span = (2 * first, 2 * end - 1)
            name = WORDS.text[slice(*span)]
            entities.append(Entity(text=name, label=label, start=span[0], end=span[1]))
    return Extraction(text=WORDS.text, entities=tuple(entities))


@given(marked(), marked())
def test_exact_scores_are_those_of_the_spacy_scorer(gold: Extraction, found: Extraction) -> None:
    def doc(extraction: Extraction) -> Doc:
        doc = Doc(VOCAB, words=extraction.text.split())
        doc.ents = [
            Span(doc, entity.start // 2, (entity.end + 1) // 2, entity.label.value)
            for entity in extraction
        ]
        return doc

    spacy_scores = Scorer.score_spans([Example(doc(found), doc(gold))], "ents")
    report = evaluate([gold], [found])
    assert report.overall.exact.f1 == (spacy_scores["ents_f"] or 0)
    assert report.overall.exact.precision == (spacy_scores["ents_p"] or 0)
    for label, scores in (spacy_scores["ents_per_type"] or {}).items():
        assert report.by_label[label].exact.recall == scores["r"]


def most_pairs(gold: list[Entity], found: list[Entity]) -> int:
    """Try all ways of pairing the first gold entity."""
    if not gold:
        return 0
    first, rest = gold[0], gold[1:]
    ways = [most_pairs(rest, found)]
    for other in found:
        if first.start < other.end and other.start < first.end:
            ways.append(1 + most_pairs(rest, [entity for entity in found if entity != other]))
    return max(ways)


@given(marked(), marked())
def test_pairs_are_as_many_as_can_be(gold: Extraction, found: Extraction) -> None:
    pairs = pair_up(gold.entities, found.entities)
    assert sorted(pair.gold.start for pair in pairs if pair.gold) == [e.start for e in gold]
    assert sorted(p.predicted.start for p in pairs if p.predicted) == [e.start for e in found]
    report = evaluate([gold], [found])
    for label, scores in report.by_label.items():
        best = most_pairs(*([e for e in side if e.label == label] for side in (gold, found)))
        assert scores.overlapping.correct == best


# Other pipelines, and the command


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline of anybody's, with the labels of OntoNotes."""
    nlp = spacy.blank("xx")
    names = {"PERSON": "Aïcha", "GPE": "Thiès", "ORGANIZATION": "Kayes", "DATE": "pleut"}
    nlp.add_pipe("entity_ruler").add_patterns(
        [{"label": label, "pattern": name} for label, name in names.items()]
    )
    path = tmp_path_factory.mktemp("pipelines") / "ruler"
    nlp.to_disk(path)
    return path


def test_labels_of_other_pipelines_are_put_into_ours(pipeline: Path) -> None:
    texts = ["Aïcha vit à Thiès.", "Il pleut à Kayes."]
    found = list(predict(texts, pipeline))
    assert [[(entity.text, entity.label) for entity in text] for text in found] == [
        [("Aïcha", "PER"), ("Thiès", "LOC")],
        [("Kayes", "ORG")],
    ]
    mapped = list(predict(texts, pipeline, label_map={"DATE": "MISC", "ORGANIZATION": None}))
    assert [entity.text for entity in mapped[1]] == ["pleut"]


def test_pipeline_without_our_labels_or_not_there() -> None:
    nlp = spacy.blank("xx")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "TEMPS", "pattern": "pleut"}])
    with pytest.raises(ValueError, match="TEMPS: map them"):
        list(predict(["Il pleut."], nlp))
    with pytest.raises(ModelNotFoundError):
        predict([], "no_such_pipeline")


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["evaluate", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def test_command_shows_scores_confusions_and_errors(pipeline: Path) -> None:
    code, output, _ = run(DATA / "brat", DATA / "sample.conll", "--model", pipeline)
    assert code == 0
    assert "on all: 6 texts" in " ".join(output.split())
    assert "wrong edge: 2" in output
    assert "found PER Aïcha, gold PER Aïcha Sall (2 times)" in output
    assert "Mme [Aïcha Sall] a quitté" in output
    assert run(DATA / "brat", "--model", pipeline, "--errors", "0")[1].count("[Aïcha") == 0


def test_command_prints_json(pipeline: Path) -> None:
    gold = DATA / "sample.jsonl"
    code, output, _ = run(gold, DATA / "brat", "--json", "--model", pipeline, "-l", "per")
    assert code == 0
    scores = json.loads(output)
    assert scores["labels"] == ["PER"]
    assert list(scores["gold"]) == [str(gold), str(DATA / "brat")]
    assert scores["gold"][str(gold)]["overall"]["exact"]["gold"] == 2
    assert scores["total"]["overall"]["overlapping"]["correct"] == 2
    assert len(scores["total"]["errors"]) == 4
    shortened = json.loads(run(gold, "--json", "--errors", "1", "--model", pipeline)[1])
    assert [error["kind"] for error in shortened["total"]["errors"]] == [
        "wrong label",
        "wrong edge",
        "missed",
    ]


def test_command_names_all_that_is_malformed(tmp_path: Path) -> None:
    gold = tmp_path / "gold.conll"
    gold.write_text("Awa\tB-Person\n")
    code, output, errors = run(gold, tmp_path / "none.jsonl", DATA / "brat")
    assert (code, output) == (2, "")
    assert f"{gold}:1: unknown label 'Person': map it with --map Person=PER" in errors
    assert "none.jsonl: no such file" in errors


def test_command_maps_labels(tmp_path: Path, pipeline: Path) -> None:
    gold = tmp_path / "gold.txt"
    gold.write_bytes("Aïcha B-Person\nlundi B-DATE\n".encode("latin-1"))
    options = [gold, "--format", "conll", "--encoding", "latin-1", "--model", pipeline, "--json"]
    code, output, _ = run(*options, "--map", "Person=per", "--map", "DATE=O")
    assert code == 0
    assert json.loads(output)["total"]["overall"]["exact"]["f1"] == 1.0


@pytest.mark.parametrize(
    ("options", "code", "problem"),
    [
        (["--map", "Person"], 2, "NAME=LABEL"),
        (["--map", "Person=HUMAN"], 2, "HUMAN"),
        (["--encoding", "klingon"], 2, "'klingon' is not an encoding"),
        (["--model", "no_such_pipeline"], 1, "pip install no_such_pipeline"),
    ],
)
def test_command_misused(options: list[str], code: int, problem: str) -> None:
    exit_code, _, errors = run(DATA / "sample.jsonl", *options)
    assert exit_code == code
    assert problem in errors
