import pytest
import spacy

from entityfr.vocabulary import Vocabulary, freeze_names


def find(names, text, ignore=(), ents=()):
    doc = spacy.blank("fr")(text)
    doc.ents = [doc.char_span(start, end, label=label) for start, end, label in ents]
    doc = Vocabulary(freeze_names(names), ignore)(doc)
    return [(ent.text, ent.label_) for ent in doc.ents]


@pytest.mark.parametrize("text", ["G5 Sahel", "G5-Sahel", "G5\u2011Sahel", "G5\u00a0Sahel"])
def test_hyphens_and_spaces_are_one(text):
    assert find({"ORG": ["G5 Sahel"]}, f"Le {text}, dit-il.") == [(text, "ORG")]


def test_apostrophes_are_one():
    names = {"LOC": ["Côte d'Ivoire"], "ORG": ["L’Obs"]}
    assert find(names, "La Côte d’Ivoire dans L'Obs") == [
        ("Côte d’Ivoire", "LOC"),
        ("L'Obs", "ORG"),
    ]


def test_case_and_whole_words_count():
    assert find({"ORG": ["Wagner", "onu"]}, "Wagnériens, wagner, ONU, Wagners") == []


def test_a_name_inside_a_token_is_found():
    found = find({"ORG": ["Acme"], "LOC": ["Lomé"]}, "Voir acme.org/Acme/Lomé#x, Acme.")
    assert found == [("Acme", "ORG"), ("Lomé", "LOC"), ("Acme", "ORG")]


def test_the_longest_name_wins_and_overrules_the_recogniser():
    names = {"ORG": ["Wagner", "Wagner Africa Corps"], "LOC": ["Mali"]}
    text = "Le groupe Wagner Africa Corps au Mali, avec Jean Dupont."
    ents = [(3, 16, "PER"), (33, 37, "ORG"), (44, 55, "PER")]
    assert find(names, text, ents=ents) == [
        ("Wagner Africa Corps", "ORG"),
        ("Mali", "LOC"),
        ("Jean Dupont", "PER"),
    ]


def test_ignored_forms_are_whole_mentions():
    text = "Source-link, Jean Dupont, Dupont"
    ents = [(0, 11, "ORG"), (13, 24, "PER"), (26, 32, "PER")]
    assert find({}, text, ignore=["Source link", "Dupont"], ents=ents) == [("Jean Dupont", "PER")]


@pytest.mark.parametrize(
    ("names", "error", "message"),
    [
        ({"PERSON": ["X"]}, ValueError, "known labels are PER, LOC, ORG, MISC"),
        ({"ORG": "G5 Sahel"}, TypeError, r"must be a collection of strings: write \['G5 Sahel'\]"),
        ({"ORG": [5]}, TypeError, "must hold strings, not int"),
        ({"ORG": ["..."]}, ValueError, "no letter or digit"),
        ({"ORG": ["Mali"], "LOC": ["Mali"]}, ValueError, "'Mali' is both ORG and LOC"),
    ],
)
def test_a_wrong_vocabulary_is_refused(names, error, message):
    with pytest.raises(error, match=message):
        freeze_names(names)


def test_the_component_keeps_its_names_on_disk(tmp_path):
    nlp = spacy.blank("fr")
    nlp.add_pipe("entityfr_vocabulary", config={"names": {"ORG": ["G5 Sahel"]}})
    nlp.to_disk(tmp_path)
    doc = spacy.load(tmp_path)("Le G5-Sahel.")
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("G5-Sahel", "ORG")]
