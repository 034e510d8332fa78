"""Titles beside the names of persons: rules by example, and precision over gold passages."""

import re
from pathlib import Path

import pytest

from entityfr.titles import find_title

_MARK = re.compile(r"\{<([^}]*)\}|\{([^}]*)>\}|\[([^\]]*)\]")


def read_gold(path: Path) -> list[tuple[str, tuple[int, int], tuple[int, int] | None]]:
    """Return (text, span of the person, span of its title or None) for each marked person."""
    gold: list[tuple[str, tuple[int, int], tuple[int, int] | None]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            gold += _read_line(line)
    return gold


def _read_line(line: str) -> list[tuple[str, tuple[int, int], tuple[int, int] | None]]:
    text, position, persons = "", 0, []
    titles: dict[int, tuple[int, int]] = {}
    for mark in _MARK.finditer(line):
        text += line[position : mark.start()]
        inner = mark[mark.lastindex or 0]
        span = (len(text), len(text) + len(inner))
        text += inner
        position = mark.end()
        if mark[3] is not None:
            persons.append(span)
        else:
            titles[len(persons) - (mark[1] is not None)] = span
    text += line[position:]
    return [(text, person, titles.get(index)) for index, person in enumerate(persons)]


def scores(path: Path) -> tuple[float, float, int]:
    """Return precision, recall and number of persons, titles compared by exact span."""
    gold = read_gold(path)
    found = [(find_title(text, *person), title) for text, person, title in gold]
    right = sum(predicted is not None and predicted == title for predicted, title in found)
    predicted = sum(predicted is not None for predicted, _ in found)
    expected = sum(title is not None for _, title in found)
    return right / predicted, right / expected, len(gold)


def title_of(marked: str) -> str | None:
    """Return the title found for the person in square brackets."""
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    span = find_title(text, start, end)
    return None if span is None else text[slice(*span)]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("M. [Lavrov] est à Bamako.", "M."),
        ("dit M.\u00a0[Lavrov]", "M."),
        ("Le colonel [Assimi Goïta] préside.", "colonel"),
        ("l’ancien Premier ministre [Moussa Mara] a été jugé", "ancien Premier ministre"),
        ("le président de la SNCF [Jean Castex] part", "président de la SNCF"),
        ("M. le maire [Alain Bouvier] ouvre la séance", "M. le maire"),
        ("Son célèbre avocat, Me [Temime], plaide", "Me"),
        ("le jeune cinéaste [Ladj Ly] tourne", "cinéaste"),
        ("le porte-parole du président [Poutine] se tait", "président"),
        ("Le porte-parole du président, [Dmitri Peskov], parle", "porte-parole du président"),
        (
            "Le ministre russe des Affaires étrangères, [Sergueï Lavrov], est là",
            "ministre russe des Affaires étrangères",
        ),
        (
            "[Abdoulaye Diop], chef de la diplomatie malienne, a dit",
            "chef de la diplomatie malienne",
        ),
        ("[Marc Fesneau], le ministre de l’Agriculture, a dit", "ministre de l’Agriculture"),
        ("résume [Claude Choquet], délégué CGT.", "délégué CGT"),
        ("Sœur [Lucie Ndanga] s’inquiète", "Sœur"),
        ("Le père [Goriot] descendit", "père"),
    ],
)
def test_titles_beside_a_name(text: str, title: str) -> None:
    assert title_of(text) == title


@pytest.mark.parametrize(
    "text",
    [
        "[Sergueï Lavrov] est à Bamako.",
        "Le ministre a rencontré [Sergueï Lavrov].",
        "Selon la ministre, [Sergueï Lavrov] viendra en juin.",
        "Pour [Sergueï Lavrov], le ministre a menti.",
        "Son frère [Luc] étudie.",
        "Le Serbe [Novak Djokovic] a gagné.",
        "Gardiens : [Areola], Chevalier. Défenseurs : Upamecano.",
        "Il cherche un maire.\n\n[Sergueï Lavrov] écrit.",
        "Le président. [Sergueï Lavrov] écrit.",
        "[Kevin Marchal], 32 ans, se tait.",
        "Devant [Macron], les ministres se taisent.",
        "[Lavrov]",
    ],
)
def test_what_is_no_title(text: str) -> None:
    assert title_of(text) is None


@pytest.mark.parametrize("half", ["titles-tuning.txt", "titles-held-out.txt"])
def test_precision_over_gold_passages(half: str) -> None:
    precision, recall, persons = scores(Path(__file__).parent / "data" / half)
    assert persons >= 100
    assert precision >= 0.9
    assert recall >= 0.9
