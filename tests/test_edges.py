"""The trimming of spans, on entities set by hand so that no model decides."""

import re

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
    # None: the names are as marked.
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
        ("[LOC Directeur général du Louvre], [ORG Présidente du Sénat]", ["Louvre", "Sénat"]),
        ("[PER Major Tremblay] et [PER Capitaine Anne Roy]", ["Tremblay", "Anne Roy"]),
        ("le vicomte [PER de Tonquédec], les [PER de Wendel]", ["de Tonquédec", "de Wendel"]),
        ("M. [PER de la Bretonnière] répond", ["de la Bretonnière"]),
        ("[PER Dr. Dre] à [LOC saint Brieuc]", ["Dr. Dre", "saint Brieuc"]),
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
        ("[PER @EmmanuelMacron], [LOC Ouidah--] et", ["EmmanuelMacron", "Ouidah"]),
        ("[LOC Cotonou -], [ORG Airbus –] et", ["Cotonou", "Airbus"]),
        ("[PER Kim Jong-un] et [ORG Canal+] sur [ORG Ligue 1+]", None),
        ("[ORG Dunder Inc.], [PER Ed Poe Jr.], [ORG O.U.A.], [LOC R.-U.]", None),
        ("[ORG Kassav'], [LOC Saint-Louis-du-Ha! Ha!]", None),
        ("la [LOC presqu'île de Rhuys], chez « [ORG La Gaule de Bléré] »", None),
        ("[PER Jean Dupont\n\nParis], [PER Anne\nle]", ["Jean Dupont", "Paris", "Anne"]),
        # Pairs of names, and what follows a name
        (
            "[ORG Matignon/Sénat], [ORG AC/DC], [ORG GUE/NGL]",
            ["Matignon", "Sénat", "AC/DC", "GUE/NGL"],
        ),
        ("[LOC Dijon – Beaune], [PER Ana Ruiz - Pau]", ["Dijon", "Beaune", "Ana Ruiz", "Pau"]),
        ("[ORG Europe Écologie - Les Verts], [LOC Val - d'Oise]", None),
        (
            "[LOC rue Turgot Montréal], [LOC rue Jack London]",
            ["rue Turgot", "Montréal", "rue Jack London"],
        ),
        ("[LOC route des Grandes Alpes]", None),
        (
            "[ORG Conseil du 3 mai 2011], [LOC place du 8 Mai 1945]",
            ["Conseil", "place du 8 Mai 1945"],
        ),
        ("[ORG Les Aigles de Lorient 82-79]", ["Aigles de Lorient"]),
        ("[PER ...] [LOC le] [PER président]", []),
    ],
)
def test_spans_are_names(nlp, marked, names):
    marks = [piece.split(" ", 1)[1] for piece in re.findall(r"\[(.+?)\]", marked)]
    assert trim(nlp, marked) == (marks if names is None else names)


def test_it_survives_a_round_trip_to_disk(nlp, tmp_path):
    nlp.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert again.pipe_names == ["entityfr_edges"]
    assert trim(again, "Dit [ORG l'ONU].") == ["ONU"]
