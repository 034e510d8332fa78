"""The trimming of spans, on entities set by hand so that no model decides."""

import pytest
import spacy
from spacy.language import Language


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.blank("fr")
    nlp.add_pipe("entityfr_edges")
    return nlp


def trim(nlp: Language, marked: str) -> list[str]:
    """Trim the mentions of a text, marked as [LABEL words]."""
    text, spans = "", []
    for piece in marked.replace("[", "\0[").replace("]", "]\0").split("\0"):
        if piece.startswith("["):
            label, words = piece[1:-1].split(" ", 1)
            spans.append((len(text), len(text) + len(words), label))
            piece = words
        text += piece
    doc = nlp.make_doc(text)
    doc.ents = [
        doc.char_span(start, end, label=label, alignment_mode="expand")
        for start, end, label in spans
    ]
    return [ent.text for ent in nlp(doc).ents]


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        # Articles and elisions
        ("Selon [ORG l'ONU] et [LOC la France], [LOC le Mali].", ["ONU", "France", "Mali"]),
        ("Il le dit à [ORG l’Union européenne].", ["Union européenne"]),
        ("[LOC Le Mali] attend. [ORG L'ONU] aussi.", ["Mali", "ONU"]),
        ("[ORG Les Nations unies] ont voté.", ["Nations unies"]),
        ("[LOC La Rochelle] gagne. [ORG Le Monde] le dit.", ["La Rochelle", "Le Monde"]),
        ("[ORG La France insoumise] vote.", ["La France insoumise"]),
        ("Il vit à [LOC La Fère-en-Brie].", ["La Fère-en-Brie"]),
        ("[LOC La Fère] est loin. Je vais à La Fère.", ["La Fère"]),
        ("[LOC LE MALI] EN CRISE", ["MALI"]),
        ("[PER Le Pen] répond. [PER Les Dupont] aussi.", ["Le Pen", "Dupont"]),
        ("[LOC N'Djamena] au [LOC Tchad]. À N'[LOC Djamena].", ["N'Djamena", "Tchad", "N'Djamena"]),
        ("Elle lit [MISC Les Misérables].", ["Les Misérables"]),
        # Civilities and functions
        ("[PER M. Lavrov] et [PER Mme Annie Ernaux]", ["Lavrov", "Annie Ernaux"]),
        ("[PER le roi Albert] et [PER le colonel Assimi Goita]", ["Albert", "Assimi Goita"]),
        ("[PER le président français Emmanuel Macron]", ["Emmanuel Macron"]),
        ("[PER Général de Gaulle], [PER Pape Diouf]", ["de Gaulle", "Pape Diouf"]),
        ("le discours [PER de Macron], [PER von der Leyen]", ["Macron", "von der Leyen"]),
        ("[ORG ministre russe des Affaires étrangères]", []),
        ("[ORG président de la SNCF]", ["SNCF"]),
        ("[LOC Secrétaire général de l'Élysée], [ORG Présidente du Sénat]", ["Sénat"]),
        # Nouns before names
        ("[LOC la ville de Troyes], [ORG société militaire privée Wagner]", ["Troyes", "Wagner"]),
        (
            "[ORG ministère de la Santé], [LOC rue de Rivoli]",
            ["ministère de la Santé", "rue de Rivoli"],
        ),
        # Signs, brackets and line breaks
        ("[ORG « Le Figaro »], [PER Lavrov ,]", ["Le Figaro", "Lavrov"]),
        ("[PER Jean (dit Jeannot) Dupont]", ["Jean (dit Jeannot) Dupont"]),
        ("[ORG Union européenne (UE)]", ["Union européenne", "UE"]),
        ("[PER @EmmanuelMacron], [LOC Sichuan--] et", ["EmmanuelMacron", "Sichuan"]),
        ("[PER Jean Dupont\n\nParis], [PER Anne\nle]", ["Jean Dupont", "Paris", "Anne"]),
        ("[PER ...] [LOC le] [PER président]", []),
    ],
)
def test_spans_are_names(nlp, marked, names):
    assert trim(nlp, marked) == names


def test_it_survives_a_round_trip_to_disk(nlp, tmp_path):
    nlp.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert again.pipe_names == ["entityfr_edges"]
    assert trim(again, "Dit [ORG l'ONU].") == ["ONU"]
