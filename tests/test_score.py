import json

import pytest
import spacy
from pydantic import ValidationError
from spacy.language import Language
from spacy.tokens import Doc, Span
from typer.testing import CliRunner

from entityfr import Entity, EntityExtractor, Extraction, extract_entities
from entityfr.cli import app
from entityfr.confidence import Confidence
from entityfr.score import FEATURES, Calibration, Score, features_of

TEXT = "M. Lavrov est à Bamako. L’annonce vient de l’ONU, dit Kalvernac."


@pytest.fixture(scope="module")
def nlp(extractor) -> Language:
    return extractor.nlp


def scored(*scores: float | None) -> Extraction:
    text = " ".join("ABCDEFG"[: len(scores)])
    entities = [
        {"text": text[2 * i], "label": "PER", "start": 2 * i, "end": 2 * i + 1, "score": score}
        for i, score in enumerate(scores)
    ]
    return Extraction.model_validate({"text": text, "entities": entities})


def test_every_entity_has_a_probability(extractor):
    scores = {entity.text: entity.score for entity in extractor(TEXT)}
    assert all(0 < score < 1 for score in scores.values())
    assert scores["Bamako"] > 0.9


def test_scores_do_not_depend_on_the_way_the_texts_come(extractor):
    texts = [TEXT, "", "Bamako.", TEXT]
    one_by_one = [[e.score for e in extractor(text)] for text in texts]
    for stream in (extractor.pipe(texts), extractor.pipe(texts, n_process=2, batch_size=1)):
        for expected, extraction in zip(one_by_one, stream, strict=True):
            assert [e.score for e in extraction] == pytest.approx(expected, abs=0.001)


def test_names_of_the_vocabulary_are_sure():
    names = {"LOC": ["Kalvernac"], "ORG": ["ONU"]}
    found = {e.text: e.score for e in extract_entities(TEXT, vocabulary=names)}
    assert found["Kalvernac"] == found["ONU"] == 1
    assert found["Bamako"] < 1


def test_a_name_of_the_vocabulary_stays_sure_before_the_scores(nlp):
    doc = nlp.get_pipe("entityfr_recogniser")(nlp.make_doc("Il est à Bamako."))
    doc.ents[0]._.entityfr_score = 1.0
    assert nlp.get_pipe("entityfr_score")(doc).ents[0]._.entityfr_score == 1


@pytest.mark.filterwarnings("ignore:.*W102")  # spaCy does not merge the confidences
def test_scores_survive_serialisation_and_splits(nlp):
    doc = nlp("Lavrov est à Bamako.")
    scores = [ent._.entityfr_score for ent in doc.ents]
    copied = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert [ent._.entityfr_score for ent in copied.ents] == scores
    joined = Doc.from_docs([doc, doc])
    assert [ent._.entityfr_score for ent in joined.ents] == scores * 2


def test_the_component_keeps_its_calibration(nlp, tmp_path):
    own = Calibration((0.5,) * len(FEATURES), {"PER": -1.0})
    Score(own).to_disk(tmp_path / "score")
    shipped = nlp.get_pipe("entityfr_score").calibration
    read = Score(shipped).from_disk(tmp_path / "score")
    assert read.calibration == own
    assert Score(own).from_bytes(Score(shipped).to_bytes()).calibration == shipped
    other = json.dumps({"weights": {"path": 1.0}, "labels": {}})
    with pytest.raises(ValueError, match=r"run training/calibrate.py again"):
        Calibration.from_json(other)


def test_probability_is_the_logistic_function_of_the_features():
    calibration = Calibration((1.0, *(0.0,) * (len(FEATURES) - 1)), {"PER": 0.0, "LOC": -2.0})
    features = [2.0, *(5.0,) * (len(FEATURES) - 1)]
    assert calibration.probability("PER", features) == 0.8808
    assert calibration.probability("LOC", features) == 0.5


def test_features_tell_what_later_steps_changed(nlp):
    doc = nlp.get_pipe("entityfr_recogniser")(nlp.make_doc("Jean Dupont parle à Bamako."))
    person, place = doc.ents
    assert (person.label_, place.label_) == ("PER", "LOC")
    spans = [
        person,
        Span(doc, person.start + 1, person.end, label="PER"),
        Span(doc, place.start, place.end, label="ORG"),
        Span(doc, 2, 3, label="PER"),
    ]
    changed = [
        [name for name in ("added", "relabelled", "cut") if row[FEATURES.index(name)]]
        for row in features_of(doc, spans)
    ]
    assert changed == [[], ["cut"], ["relabelled"], ["added"]]


def test_log_odds_are_those_of_the_recogniser(nlp):
    doc = nlp.get_pipe("entityfr_recogniser")(nlp.make_doc("Jean Dupont parle à Bamako."))
    path = Confidence.of(doc).of_path(doc.ents[0])
    (features,) = features_of(doc, doc.ents[:1])
    odds = dict(zip(FEATURES, features, strict=True))
    assert 2.718281828 ** odds["path"] == pytest.approx(path / (1 - path), rel=1e-3)
    assert odds["path"] <= odds["lowest"]


def test_above_keeps_the_entities_and_groups_of_that_score():
    extraction = scored(0.2, 0.9, 0.95)
    above = extraction.above(0.9)
    assert above.entities == extraction.entities[1:]
    assert [group.indices for group in above.groups] == [(0,), (1,)]
    assert above.groups[0].mentions == (above[0],)
    assert Extraction.model_validate_json(above.model_dump_json()) == above
    assert extraction.above(0) == extraction
    assert len(extraction) == 3


def test_above_refuses_what_it_cannot_judge():
    with pytest.raises(ValueError, match=r"entities\[1\] \('B'\) has no score"):
        scored(0.9, None).above(0.5)
    with pytest.raises(ValueError, match="score must be from 0 to 1, not 90"):
        scored(0.9).above(90)


def test_json_without_scores_still_validates():
    old = {"text": "Mali", "label": "LOC", "start": 0, "end": 4}
    assert Entity.model_validate(old).score is None
    with pytest.raises(ValidationError, match="less than or equal to 1"):
        Entity.model_validate({**old, "score": 1.5})


def test_min_score_leaves_out_the_unsure(extractor):
    scores = sorted(entity.score for entity in extractor(TEXT))
    middle = (scores[0] + scores[-1]) / 2
    sure = EntityExtractor(min_score=middle)
    assert sure(TEXT) == extractor(TEXT).above(middle)
    assert extract_entities(TEXT, min_score=middle) == sure(TEXT)
    assert 0 < len(sure(TEXT)) < len(scores)


def test_min_score_needs_a_pipeline_with_scores():
    nlp = spacy.blank("fr")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "LOC", "pattern": "Bamako"}])
    assert EntityExtractor(model=nlp)("Bamako")[0].score is None
    with pytest.raises(ValueError, match="has no entityfr_score to give them"):
        EntityExtractor(model=nlp, min_score=0.9)
    with pytest.raises(ValueError, match="min_score must be from 0 to 1, not 2"):
        EntityExtractor(min_score=2)


def test_the_command_line_has_scores(extractor, tmp_path):
    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8")
    run = CliRunner().invoke
    rows = [json.loads(line) for line in run(app, ["extract", str(path)]).stdout.splitlines()]
    assert [row["score"] for row in rows] == [entity.score for entity in extractor(TEXT)]
    least = sorted(row["score"] for row in rows)[1]
    kept = run(app, ["extract", "--min-score", str(least), str(path)]).stdout.splitlines()
    assert len(kept) == len(rows) - 1
    assert run(app, ["extract", "--min-score", "3", str(path)]).exit_code == 2
