import json
import threading
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import entityfr.extractor
from entityfr import EntityExtractor, Label, ModelNotFoundError, extract_entities

TEXT = "M. Lavrov est à Bamako. L’annonce vient de l’ONU."
SEED = Path(__file__).parents[2] / "shared" / "seed"

NAMES = (
    "M. Lavrov",
    "Sergueï",
    "Bamako",
    "l’ONU",
    "Jean Dupont",
    "Le Mali",
    "États-Unis",
    "d’",
    "le président ",
    "(UE)",
    "«Airbus»",
)
ODDITIES = (
    " ",
    "\n",
    "\r\n\r\n",
    *"\u2028\u00a0\u202f\t\u00ad\u200b\ufeff\u0301\u0327\ud83d𝒜🇫🇷\x00\x1c",
)
FRAGMENTS = st.one_of(
    st.sampled_from(NAMES), st.sampled_from(ODDITIES), st.characters(), st.text(max_size=3)
)
TEXTS = st.lists(FRAGMENTS, max_size=25).map("".join)


def test_names_come_with_their_offsets(extractor):
    entities = extractor(TEXT).entities
    assert [(e.text, e.label, e.start, e.end) for e in entities] == [
        ("Lavrov", Label.PER, 3, 9),
        ("Bamako", Label.LOC, 16, 22),
        ("ONU", Label.ORG, 45, 48),
    ]


@settings(max_examples=2000, deadline=None)
@given(text=TEXTS)
def test_every_entity_stands_in_the_text_as_it_was_passed(extractor, text):
    extraction = extractor(text)
    assert extraction.text is text
    end = 0
    for entity in extraction:
        assert text[entity.start : entity.end] == entity.text
        assert end <= entity.start < entity.end
        assert len(entity.text.splitlines()) == 1
        assert entity.text.strip() == entity.text
        end = entity.end


def test_blank_texts_have_no_entities(extractor):
    assert [len(extractor(text)) for text in ("", " ", "\n\u00a0\u200b")] == [0, 0, 0]


@pytest.mark.parametrize("value", [None, 3, b"Bamako", ["Bamako"]])
def test_only_strings_are_texts(extractor, value):
    message = f"text must be a str, not {type(value).__name__}"
    with pytest.raises(TypeError, match=message):
        extractor(value)
    with pytest.raises(TypeError, match=message):
        extract_entities(value)


def test_labels_filter_what_is_returned(extractor):
    wanted = EntityExtractor(labels=["LOC", Label.ORG])
    assert [entity.text for entity in wanted(TEXT)] == ["Bamako", "ONU"]
    assert wanted.nlp is extractor.nlp


def test_wrong_options_are_refused():
    with pytest.raises(ValueError, match="unknown label 'PERSON': the known labels are PER, LOC"):
        EntityExtractor(labels=["PERSON"])
    with pytest.raises(TypeError, match=r"write \('PER',\)"):
        EntityExtractor(labels="PER")
    with pytest.raises(TypeError, match="ignore must be a collection"):
        extract_entities(TEXT, ignore="Bamako")
    with pytest.raises(TypeError, match="model must be a name, a path or a Language, not int"):
        EntityExtractor(model=3)


def test_a_missing_model_says_how_to_install_it(tmp_path):
    with pytest.raises(ModelNotFoundError, match="pip install fr_core_news_xl"):
        EntityExtractor(model="fr_core_news_xl")
    with pytest.raises(ModelNotFoundError, match="there is no folder"):
        EntityExtractor(model=tmp_path / "missing")


def test_vocabulary_and_ignore():
    extraction = extract_entities(
        "Le G5\u2011Sahel à Bamako.", vocabulary={"ORG": ["G5 Sahel"]}, ignore=("Bamako",)
    )
    assert [(entity.text, entity.label) for entity in extraction] == [("G5\u2011Sahel", "ORG")]


def test_a_loaded_pipeline_is_used_as_it_is(tmp_path):
    nlp = spacy.blank("fr")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "l'ONU"}])
    nlp.to_disk(tmp_path)
    for model in (nlp, tmp_path, str(tmp_path)):
        extraction = EntityExtractor(model=model, vocabulary={"LOC": ["Gao"]})("Gao ? dit l’ONU.")
        assert [entity.text for entity in extraction] == ["Gao", "ONU"]
    assert nlp.pipe_names == ["entity_ruler"]


def test_pipe_is_lazy_and_keeps_order_and_context(extractor):
    read = []

    def texts():
        for index in range(100):
            read.append(index)
            yield f"Il est né à Bamako, dossier {index}.", index

    results = extractor.pipe(texts(), as_tuples=True, batch_size=4)
    extraction, context = next(results)
    assert (extraction[0].text, context) == ("Bamako", 0)
    assert len(read) < 50
    assert [context for _, context in results] == list(range(1, 100))
    assert list(extractor.pipe([TEXT, "", TEXT])) == [extractor(t) for t in (TEXT, "", TEXT)]


def test_pipe_names_the_item_that_is_no_text(extractor):
    with pytest.raises(TypeError, match="item 1 of texts must be a str, not bytes: decode it"):
        list(extractor.pipe(["Bamako", b"Bamako"]))


def test_threads_make_one_extractor_at_first_use(extractor, monkeypatch):
    made = []

    class Counted(EntityExtractor):
        def __init__(self, **options):
            made.append(options)
            super().__init__(**options)

    monkeypatch.setattr(entityfr.extractor, "EntityExtractor", Counted)
    entityfr.extractor._cached_extractor.cache_clear()
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(extract_entities(TEXT))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entityfr.extractor._cached_extractor.cache_clear()
    assert found == [extractor(TEXT)] * 8
    assert len(made) == 1


@pytest.fixture
def article():
    if not SEED.exists():
        pytest.skip("the shared article is not here")
    return (SEED / "lavrov-mali.txt").read_bytes().decode("utf-8")


def test_the_mentions_of_a_real_article_are_found(extractor, article):
    gold = json.loads((SEED / "gold.json").read_text(encoding="utf-8"))
    found = {(e.start, e.end, e.label.value) for e in extractor(article)}
    assert found == {(g["start"], g["end"], g["label"]) for g in gold}
