from pathlib import Path

import pytest

from entityfr import Entity, Extraction
from entityfr.evaluation import GoldError, load_gold

DATA = Path(__file__).parent / "data" / "evaluation"


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
    dumped = Extraction(
        text="Awa vit à\u2028Dakar.",
        entities=(
            Entity(text="Awa", label="PER", start=0, end=3),
            Entity(text="Dakar", label="LOC", start=10, end=15),
        ),
    )
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
