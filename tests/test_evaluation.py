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
from entityfr.evaluation import GoldError, evaluate, load_gold, predict
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


# Loading


@pytest.mark.parametrize("name", ["sample.jsonl", "brat", "sample.conll"])
def test_formats_give_the_same_gold(name: str) -> None:
    texts = load_gold(DATA / name)
    assert [text.text for text in texts] == [
        "Mme Aïcha Sall a quitté Thiès ; la Croix-Rouge l' attend .",
        "Le roman Les Sables lents parle de Ndiaga Faye .",
        "🌍 Il pleut à Kayes .",
    ]
    assert [[(entity.text, entity.label, entity.start) for entity in text] for text in texts] == [
        [("Aïcha Sall", "PER", 4), ("Thiès", "LOC", 24), ("Croix-Rouge", "ORG", 35)],
        [("Les Sables lents", "MISC", 9), ("Ndiaga Faye", "PER", 35)],
        [("Kayes", "LOC", 13)],
    ]
    assert all(str(DATA / name) in text.source for text in texts)


@pytest.mark.parametrize(
    "tags",
    ["B-PER I-PER B-PER O B-LOC", "B-PER E-PER S-PER O S-LOC", "B-PER L-PER U-PER O U-LOC"],
)
def test_conll_tags_of_every_scheme(tmp_path: Path, tags: str) -> None:
    path = tmp_path / "gold.bio"
    lines = zip(["Awa", "Ba", "Ly", "à", "10\u00a0000"], tags.split(), strict=True)
    path.write_text(
        "-DOCSTART- O\n\n# id 1\n" + "\n".join(f"{word} _ {tag}" for word, tag in lines)
    )
    (text,) = load_gold(path)
    assert [(entity.text, entity.label) for entity in text] == [
        ("Awa Ba", "PER"),
        ("Ly", "PER"),
        ("10\u00a0000", "LOC"),
    ]
    assert text.source == f"{path}:4"


def test_dumped_extractions_are_gold(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    dumped = extraction("Awa vit à\u2028Dakar.", ("Awa", "PER"), ("Dakar", "LOC"))
    path.write_text("\ufeff" + dumped.model_dump_json() + "\r\n\r\n", encoding="utf-8")
    (text,) = load_gold(path)
    assert (text.text, text.entities) == (dumped.text, dumped.entities)


def test_brat_counts_every_character_and_joins_spans_cut_at_a_line_break(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("\ufeffAwa\r\nBa est là.".encode())
    (tmp_path / "a.ann").write_text("T1\tPER 1 4;6 8\tAwa Ba\n#1\tAnnotatorNotes T1\tsûr ?\n")
    (text,) = load_gold(tmp_path)
    assert [(entity.text, entity.start) for entity in text] == [("Awa\r\nBa", 1)]


JSONL = '{"text": "Awa Ba à Dakar", "entities": [%s]}'
MALFORMED = {
    "JSON": ("gold.jsonl", "\n{oops", 2, "invalid JSON"),
    "field": ("gold.jsonl", '{"text": "Awa"}', 1, "entities: Field required"),
    "type": ("gold.jsonl", JSONL % '{"start": "0", "end": 3, "label": "PER"}', 1, "entities.0.st"),
    "range": ("gold.jsonl", JSONL % '{"start": 0, "end": 99, "label": "PER"}', 1, "0 to 99 is not"),
    "empty": ("gold.jsonl", JSONL % '{"start": 3, "end": 3, "label": "PER"}', 1, "3 to 3 is not"),
    "text": (
        "gold.jsonl",
        JSONL % '{"start": 0, "end": 3, "label": "PER", "text": "Ba"}',
        1,
        "is 'Awa' in the text, but 'Ba' in the mark",
    ),
    "label": (
        "gold.jsonl",
        JSONL % '{"start": 0, "end": 3, "label": "PERSON"}',
        1,
        "unknown label 'PERSON': map it with --map PERSON=PER",
    ),
    "overlap": (
        "gold.jsonl",
        JSONL % '{"start":0,"end":6,"label":"PER"}, {"start":4,"end":6,"label":"PER"}',
        1,
        "PER 'Ba' (4 to 6) overlaps PER 'Awa Ba' (0 to 6)",
    ),
    "surrogate": ("gold.jsonl", '{"text": "\\ud83d", "entities": []}', 1, "surrogate"),
    "encoding": ("gold.jsonl", "\nThiès".encode("latin-1"), 2, "byte 0xe8 is not UTF-8"),
    "nothing": ("gold.jsonl", "\n", None, "no text in it"),
    "suffix": ("gold.docx", "", None, "--format jsonl|brat|conll"),
    "no tag": ("gold.conll", "Awa B-PER\nBa\n", 2, "'Ba' has no tag"),
    "tag": ("gold.conll", "Awa B-PER\nBa PER\n", 2, "'PER' is not a tag"),
    "inside first": ("gold.conll", "à O\nDakar I-LOC\n", 2, "begins with B-LOC"),
    "inside another": ("gold.conll", "Awa B-PER\nBa I-LOC\n", 2, "begins with B-LOC"),
    "no text file": ("gold.ann", "T1\tPER 0 3\tAwa\n", None, "No such file"),
}


@pytest.mark.parametrize(("name", "content", "line", "reason"), MALFORMED.values(), ids=MALFORMED)
def test_malformed_gold_says_file_line_and_reason(
    tmp_path: Path, name: str, content: str | bytes, line: int | None, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(GoldError) as caught:
        load_gold(path)
    assert caught.value.line == line
    assert caught.value.path.stem == "gold"
    assert str(caught.value).startswith(str(caught.value.path))
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    ("annotations", "line", "reason"),
    [
        ("T1\tPER 0 3\tAwa\nT2\tLOC 9 14\tKayes", 2, "is 'Dakar' in the text, but 'Kayes'"),
        ("T1\tPER 0 3;9 14\tAwa Dakar", 1, "discontinuous span 0 3;9 14"),
        ("T1 PER 0 3 Awa", 1, "not a brat annotation"),
    ],
)
def test_malformed_brat(tmp_path: Path, annotations: str, line: int, reason: str) -> None:
    (tmp_path / "a.txt").write_text("Awa Ba à Dakar")
    (tmp_path / "a.ann").write_text(annotations)
    with pytest.raises(GoldError) as caught:
        load_gold(tmp_path)
    assert (caught.value.path.name, caught.value.line) == ("a.ann", line)
    assert reason in caught.value.reason


def test_brat_folder_without_documents_or_annotations(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"no \.txt and \.ann files"):
        load_gold(tmp_path)
    (tmp_path / "a.txt").write_text("Awa")
    with pytest.raises(GoldError, match=r"a\.ann: No such file"):
        load_gold(tmp_path)


def test_label_map_names_and_drops_labels(tmp_path: Path) -> None:
    path = tmp_path / "gold.conll"
    path.write_text("Awa B-Person\nlundi B-DATE\n")
    (text,) = load_gold(path, label_map={"Person": "PER", "DATE": None})
    assert [(entity.text, entity.label) for entity in text] == [("Awa", "PER")]
    with pytest.raises(ValueError, match="the known labels are PER"):
        load_gold(path, label_map={"Person": "HUMAN"})


# Scoring


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
