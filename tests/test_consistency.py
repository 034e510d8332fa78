"""What a document says of its names, on entities and confidences set by hand."""

import re

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from entityfr.confidence import KEY, Confidence
from entityfr.consistency import Consistency

MARK = re.compile(r"\[(PER|LOC|ORG|MISC)(\?*) ([^]]+)\]")


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("fr")


def read(nlp: Language, marked: str, outside: float = 0.99) -> Doc:
    """Return the document of a text marked as [LABEL words], unsure as [LABEL? words]."""
    text, spans = "", []
    position = 0
    for mark in MARK.finditer(marked):
        text += marked[position : mark.start()]
        spans.append((len(text), len(text) + len(mark[3]), mark[1], 0.5 if mark[2] else 0.99))
        text += mark[3]
        position = mark.end()
    doc = nlp.make_doc(text + marked[position:])
    doc.ents = [doc.char_span(start, end, label=label) for start, end, label, _ in spans]
    action = np.full(len(doc), outside, "f")
    label = np.ones(len(doc), "f")
    for ent, (*_, sure) in zip(doc.ents, spans, strict=True):
        action[ent.start : ent.end] = label[ent.start] = sure
    starts = np.array([token.idx for token in doc], np.int64)
    doc.user_data[KEY] = Confidence(starts, action, label, np.zeros(len(doc), np.uint64))
    return doc


def marks(doc: Doc) -> list[str]:
    return [f"{ent.label_} {ent.text}" for ent in doc.ents]


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        # Both carry one label, that of the surer.
        ("L'[LOC? Union des ports] (UP) siège.", ["LOC Union des ports", "LOC UP"]),
        ("L'[LOC? Union des ports] ([ORG UP])", ["ORG Union des ports", "ORG UP"]),
        ("Le [ORG Fonds du Grand Nord] ([LOC? F.G.N.])", ["ORG Fonds du Grand Nord", "ORG F.G.N."]),
        # The letters say where the name begins and ends.
        (
            "la [ORG communauté de communes Vire] et [LOC Noireau] ([ORG CCVN])",
            ["ORG communauté de communes Vire et Noireau", "ORG CCVN"],
        ),
        ("un comité des fêtes ([ORG CF])", ["ORG comité des fêtes", "ORG CF"]),
        # An acronym of common nouns is no name, nor later in the text.
        ("une pompe à chaleur ([ORG PAC]) et deux [ORG PAC]", []),
        # Letters that are no initials say nothing: a party after a name, a town's country.
        ("[PER Ana Ruiz] ([ORG PS])", ["PER Ana Ruiz", "ORG PS"]),
        ("la pompe du village ([ORG PS])", ["ORG PS"]),
        ("[ORG Ligue pour la protection des loups] (LPL)", None),
        ("( [LOC Pau] (P) ((", ["LOC Pau"]),
    ],
)
def test_acronyms_and_expansions_follow_each_other(nlp, marked, found):
    if found is None:
        found = ["ORG Ligue pour la protection des loups", "ORG LPL"]
    assert marks(Consistency()(read(nlp, marked))) == found


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("Chez [PER? Kelvo], [ORG Kelvo] rit.", ["ORG Kelvo", "ORG Kelvo"]),
        # Two sure readings of one word stay two.
        ("[PER Chartres] dort à [LOC Chartres].", ["PER Chartres", "LOC Chartres"]),
        # A person named after a town does not follow the town.
        ("[PER? Chartres] dort à [LOC Chartres].", ["PER Chartres", "LOC Chartres"]),
        ("[MISC? Kelvo] et [ORG Kelvo]", ["MISC Kelvo", "ORG Kelvo"]),
    ],
)
def test_unsure_mentions_follow_the_surest_of_their_name(nlp, marked, found):
    assert marks(Consistency()(read(nlp, marked))) == found


def test_a_sure_name_is_found_where_it_was_missed(nlp):
    text = "[ORG Zorba] ouvre. Chez Zorba, le zorba plaît.\nZORBA FERME"
    found = marks(Consistency()(read(nlp, text, outside=0.9)))
    assert found == ["ORG Zorba", "ORG Zorba", "ORG ZORBA"]
    assert marks(Consistency()(read(nlp, text, outside=0.999))) == ["ORG Zorba"]


def test_each_step_can_be_left_out(nlp):
    text = "l'[ORG Aide des mers] (AM) ; [LOC? Ede], [ORG Ede], [PER Luc Ur], Luc Ur"
    found = {"ORG AM", "PER Luc Ur"}

    def result(**steps: bool) -> list[str]:
        return marks(Consistency(**steps)(read(nlp, text, outside=0.9)))

    assert found <= set(result())
    assert "LOC Ede" not in result()
    assert "ORG AM" not in result(acronyms=False)
    assert "LOC Ede" in result(agreement=False)
    assert result(missed=False).count("PER Luc Ur") == 1
    assert result().count("PER Luc Ur") == 2


def test_documents_that_hold_no_name_or_no_confidence_pass(nlp):
    assert marks(Consistency()(nlp.make_doc(""))) == []
    doc = nlp.make_doc("Pau dort. Pau rit.")
    doc.ents = [doc.char_span(0, 3, label="LOC")]
    assert marks(Consistency()(doc)) == ["LOC Pau"]


def test_it_survives_a_round_trip_to_disk(tmp_path):
    nlp = spacy.blank("fr")
    nlp.add_pipe("entityfr_consistency", config={"missed": False})
    nlp.to_disk(tmp_path)
    again = spacy.load(tmp_path).get_pipe("entityfr_consistency")
    assert isinstance(again, Consistency)
    assert (again.missed, again.acronyms) == (False, True)
