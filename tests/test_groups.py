"""One entry per person, place and organisation: each rule by example and counter-example."""

import json
import re
from pathlib import Path

import pytest
from coreference import b_cubed, total

from entityfr.labels import Label
from entityfr.models import Entity, Extraction

_MARK = re.compile(r"\[(PER|LOC|ORG|MISC) ([^\]]*)\]")
_GOLD = Path(__file__).parent / "data" / "groups.jsonl"


def read_marked(marked: str) -> Extraction:
    """Return the text without its marks, and the entities that they mark."""
    text, position, entities = "", 0, []
    for mark in _MARK.finditer(marked):
        text += marked[position : mark.start()]
        start = len(text)
        text += mark[2]
        entities.append(Entity(text=mark[2], label=Label(mark[1]), start=start, end=len(text)))
        position = mark.end()
    return Extraction(text=text + marked[position:], entities=tuple(entities))


def grouped(marked: str) -> list[str]:
    """Return the mentions of each group, joined by " = ", an entity that is alone included."""
    return [" = ".join(e.text for e in group.mentions) for group in read_marked(marked).groups]


TOGETHER = {
    "surname and full name": (
        "[PER Sergueï Lavrov] est là. [PER Lavrov] parle. M. [PER Lavrov] part. [PER LAVROV] !",
        ["Sergueï Lavrov = Lavrov = Lavrov = LAVROV"],
    ),
    "surname before the full name": (
        "[PER Lavrov] à Bamako. Le ministre [PER Sergueï Lavrov] est arrivé.",
        ["Lavrov = Sergueï Lavrov"],
    ),
    "given name": (
        "[PER Aya Nakamura] chante. On adore [PER Aya].",
        ["Aya Nakamura = Aya"],
    ),
    "initials": (
        "[PER Jean-Pierre Dupont] arrive. Me [PER J.-P. Dupont] plaide. [PER J. P. Dupont] sort.",
        ["Jean-Pierre Dupont = J.-P. Dupont = J. P. Dupont"],
    ),
    "accents": ("Le colonel [PER Goïta] et [PER Goita].", ["Goïta = Goita"]),
    "hyphens and apostrophes": (
        "[ORG Al-Qaïda], [ORG Al Qaïda] ; [LOC N’Djamena], [LOC N'Djamena], [LOC NDJAMENA]",
        ["Al-Qaïda = Al Qaïda", "N’Djamena = N'Djamena = NDJAMENA"],
    ),
    "order of names": (
        "[PER DUPONT Marie], née à Lyon. Mme [PER Marie Dupont] signe.",
        ["DUPONT Marie = Marie Dupont"],
    ),
    "middle name": (
        "[PER Mohamed Slim Trabelsi] est jugé. [PER Mohamed Trabelsi] nie.",
        ["Mohamed Slim Trabelsi = Mohamed Trabelsi"],
    ),
    "alias": (
        "[PER João Vieira], dit [PER Nino], se tait. [PER Nino] part.",
        ["João Vieira = Nino = Nino"],
    ),
    "acronym in brackets": (
        "La [ORG Force d’appui rapide] ([ORG FAR]) avance. Les [ORG FAR] tirent.",
        ["Force d’appui rapide = FAR = FAR"],
    ),
    "expansion in brackets": (
        "Les [ORG FAR] ([ORG Forces armées royales]) avancent.",
        ["FAR = Forces armées royales"],
    ),
    "acronym by syllables": (
        "La [ORG Société des mines de l'Aïr] ([ORG Somaïr]) produit. La [ORG Somaïr] vend.",
        ["Société des mines de l'Aïr = Somaïr = Somaïr"],
    ),
    "derived acronym": (
        "La [ORG Banque centrale européenne] a parlé. La [ORG BCE] attend.",
        ["Banque centrale européenne = BCE"],
    ),
    "known names": (
        "L’[ORG Organisation des Nations unies] vote. L’[ORG ONU], les [ORG Nations unies].",
        ["Organisation des Nations unies = ONU = Nations unies"],
    ),
    "acronym without the last complement": (
        "L’[ORG agence régionale de santé du Limousin] promet. L’[ORG ARS] paie.",
        ["agence régionale de santé du Limousin = ARS"],
    ),
    "kind of company": (
        "Le [ORG groupe TotalEnergies] gagne. [ORG TotalEnergies] investit.",
        ["groupe TotalEnergies = TotalEnergies"],
    ),
    "legal form": (
        "[ORG Roquette Frères] ferme. [ORG Roquette] rit.",
        ["Roquette Frères = Roquette"],
    ),
    "common short form": (
        "Le [ORG tribunal judiciaire de Paris] siège. Le [ORG tribunal judiciaire] juge.",
        ["tribunal judiciaire de Paris = tribunal judiciaire"],
    ),
    "club and town": ("[ORG FC Nantes] gagne. [ORG Nantes] mène.", ["FC Nantes = Nantes"]),
    "spelling of a person": (
        "[PER Volodymyr Zelensky] parle. [PER Zelenski] insiste.",
        ["Volodymyr Zelensky = Zelenski"],
    ),
    "spelling of a company": ("[ORG Alstom] naît. [ORG Alsthom] meurt.", ["Alstom = Alsthom"]),
    "one country": (
        "Aux [LOC États-Unis]. Les [LOC USA]. La [LOC Birmanie], le [LOC Myanmar].",
        ["États-Unis = USA", "Birmanie = Myanmar"],
    ),
    "acronym of a country": (
        "La [LOC République démocratique du Congo] ([LOC RDC])",
        ["République démocratique du Congo = RDC"],
    ),
    "town with and without its river": (
        "[LOC Thaon-les-Vosges] fête. [LOC Thaon] danse.",
        ["Thaon-les-Vosges = Thaon"],
    ),
    "mountain": ("Le [LOC mont Viso], ou le [LOC Viso].", ["mont Viso = Viso"]),
    "saint": ("[LOC Saint-Malo] et [LOC St Malo]", ["Saint-Malo = St Malo"]),
    "renamed town": (
        "[LOC Dolisie], appelée [LOC Loubomo] de 1975 à 1991",
        ["Dolisie = Loubomo"],
    ),
}

APART = {
    "two of one family": (
        "[PER Jean-Marie Le Pen] fonde le parti. [PER Marine Le Pen] le dirige. [PER Le Pen] rit. "
        "M. [PER Le Pen] est mort.",
        ["Jean-Marie Le Pen = Le Pen", "Marine Le Pen = Le Pen"],
    ),
    "the last full name": (
        "[PER Marine Le Pen], puis [PER Jean-Marie Le Pen]. [PER Le Pen] crie.",
        ["Marine Le Pen", "Jean-Marie Le Pen = Le Pen"],
    ),
    "Mme is not a man": (
        "[PER Paul Dupont] est parti. Mme [PER Dupont] reste.",
        ["Paul Dupont", "Dupont"],
    ),
    "M. and Mme without given names": (
        "M. [PER Dupont] et Mme [PER Dupont]. M. [PER Dupont] dort.",
        ["Dupont = Dupont", "Dupont"],
    ),
    "a family is nobody": (
        "[PER Cyril Delhomme] et [PER Ludovic Delhomme]. Les [PER Delhomme] sont là.",
        ["Cyril Delhomme", "Ludovic Delhomme", "Delhomme"],
    ),
    "initials of another": ("[PER Jean Dupont] et [PER P. Dupont]", ["Jean Dupont", "P. Dupont"]),
    "kings": ("[PER Louis XIV] et [PER Louis XV]", ["Louis XIV", "Louis XV"]),
    "Daniel and Daniele": (
        "[PER Daniel Lefebvre] et [PER Daniele Lefebvre]",
        ["Daniel Lefebvre", "Daniele Lefebvre"],
    ),
    "short names one edit apart": ("[PER Morin] et [PER Marin]", ["Morin", "Marin"]),
    "direct speech": ("C’est [PER Paul], dit [PER Marie] en riant.", ["Paul", "Marie"]),
    "three Guineas": (
        "[LOC Guinée], [LOC Guinée-Bissau], [LOC Guinée équatoriale]",
        ["Guinée", "Guinée-Bissau", "Guinée équatoriale"],
    ),
    "two Congos": (
        "[LOC Congo], [LOC République démocratique du Congo], [LOC RDC]",
        ["Congo", "République démocratique du Congo = RDC"],
    ),
    "lake and country": ("Le [LOC lac Tchad] et le [LOC Tchad]", ["lac Tchad", "Tchad"]),
    "two towns of one beginning": (
        "[LOC Villeneuve-sur-Lot], [LOC Villeneuve-en-Retz], [LOC Villeneuve]",
        ["Villeneuve-sur-Lot", "Villeneuve-en-Retz", "Villeneuve"],
    ),
    "road numbers": ("La [LOC RN 44] et la [LOC RN 45]", ["RN 44", "RN 45"]),
    "person, town and company": (
        "[PER Adolphe Thiers] : [PER Thiers]. [LOC Thiers]. [ORG Thiers]",
        ["Adolphe Thiers = Thiers", "Thiers", "Thiers"],
    ),
    "subsidiary": (
        "[ORG Cosider] et [ORG Cosider Canalisations]",
        ["Cosider", "Cosider Canalisations"],
    ),
    "branch": (
        "[ORG État islamique] et [ORG État islamique au Grand Sahara]",
        ["État islamique", "État islamique au Grand Sahara"],
    ),
    "short form of two": (
        "[ORG tribunal de Paris], [ORG tribunal de Lyon], [ORG tribunal]",
        ["tribunal de Paris", "tribunal de Lyon", "tribunal"],
    ),
    "two ministries one letter apart": (
        "[ORG ministère iranien du Pétrole], [ORG ministère irakien du Pétrole]",
        ["ministère iranien du Pétrole", "ministère irakien du Pétrole"],
    ),
    "two agencies in brackets": ("([ORG AFP], [ORG RFI])", ["AFP", "RFI"]),
    "an agency after a place of work": ("[ORG Orano] ([ORG AFP])", ["Orano", "AFP"]),
    "another acronym": (
        "[ORG Banque mondiale] et [ORG BCE]",
        ["Banque mondiale", "BCE"],
    ),
    "channel and chamber": ("Le [ORG Sénat] sur [ORG Public Sénat]", ["Sénat", "Public Sénat"]),
}


@pytest.mark.parametrize(("marked", "groups"), TOGETHER.values(), ids=list(TOGETHER))
def test_puts_together(marked: str, groups: list[str]) -> None:
    assert grouped(marked) == groups


@pytest.mark.parametrize(("marked", "groups"), APART.values(), ids=list(APART))
def test_keeps_apart(marked: str, groups: list[str]) -> None:
    assert grouped(marked) == groups


def test_name_count_and_aliases() -> None:
    extraction = read_marked(
        "[PER LAVROV] est là. Le ministre [PER Sergueï Lavrov] et l’[ORG ONU]. M. [PER Lavrov], "
        "des [ORG Nations unies]. [PER Lavrov] sort."
    )
    lavrov, onu = extraction.groups
    assert (lavrov.name, lavrov.label, lavrov.count) == ("Sergueï Lavrov", Label.PER, 4)
    assert lavrov.aliases == ("LAVROV", "Lavrov")
    assert lavrov.mentions == tuple(extraction[index] for index in lavrov.indices)
    assert (onu.name, onu.aliases) == ("Nations unies", ("ONU",))


@pytest.mark.parametrize("half", ["tuning", "held-out"])
def test_b_cubed_over_whole_articles(half: str) -> None:
    found, floor = [], []
    for line in _GOLD.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["half"] == half:
            extraction = Extraction(text=record["text"], entities=record["entities"])
            clusters = [group.indices for group in extraction.groups]
            found.append(b_cubed(record["groups"], clusters))
            same: dict[tuple[str, str], list[int]] = {}
            for index, entity in enumerate(extraction):
                same.setdefault((entity.label, entity.text), []).append(index)
            floor.append(b_cubed(record["groups"], list(same.values())))
    assert len(found) >= 30
    assert total(found).f1 >= 0.97 > total(floor).f1


def two_mentions() -> Extraction:
    return read_marked("M. [PER Sergueï Lavrov] est à [LOC Bamako]. [PER Lavrov] part.")


def test_json_holds_positions_and_round_trips() -> None:
    extraction = two_mentions()
    dumped = json.loads(extraction.model_dump_json())
    assert [group["indices"] for group in dumped["groups"]] == [[0, 2], [1]]
    for strict in (False, True):
        read = Extraction.model_validate_json(extraction.model_dump_json(), strict=strict)
        assert read == extraction
        assert read.groups == extraction.groups
        assert read.groups[0].mentions == (extraction[0], extraction[2])


def test_groups_of_a_file_are_kept_and_may_be_left_out() -> None:
    dumped = two_mentions().model_dump(mode="json")
    dumped["groups"][0]["name"] = "Sergueï Viktorovitch Lavrov"
    assert Extraction.model_validate(dumped).groups[0].name == "Sergueï Viktorovitch Lavrov"
    old = {
        "text": dumped["text"],
        "entities": [
            {field: entity[field] for field in ("text", "label", "start", "end")}
            for entity in dumped["entities"]
        ],
    }
    assert Extraction.model_validate(old).groups == two_mentions().groups


def test_a_copy_with_other_entities_has_other_groups() -> None:
    extraction = two_mentions()
    assert len(extraction.groups) == 2
    copied = extraction.model_copy(update={"entities": extraction.entities[:1]})
    assert [group.indices for group in copied.groups] == [(0,)]


@pytest.mark.parametrize(
    ("group", "message"),
    [
        ({"name": "x", "label": "PER", "indices": [7]}, r"groups\[0\].indices has 7"),
        ({"name": "x", "label": "PER", "indices": [-1]}, r"groups\[0\].indices has -1"),
        ({"name": "x", "label": "LOC", "indices": [0]}, r"groups\[0\].label is LOC"),
        ({"name": "x", "label": "PER", "indices": [2, 0]}, "not increasing"),
    ],
)
def test_wrong_groups_are_rejected(group: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Extraction.model_validate({**two_mentions().model_dump(), "groups": [group]})
