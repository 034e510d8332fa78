import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entityfr.normalise import normalise

ODD = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("ae ’ʼ‘\u00a0\u202f\u00ad\u200b\ufeff\u0301\u0327\r\n\t\u2028\ud800𝒜"),
    )
)


@pytest.mark.parametrize(
    ("text", "normalised"),
    [
        ("l’ONU, aujourdʼhui, l‘Équipe", "l'ONU, aujourd'hui, l'Équipe"),
        ("‘Bamako’", "‘Bamako'"),
        ("au\u00a0Mali\u202f!\tet", "au Mali ! et"),
        ("Saint\u2011Denis", "Saint-Denis"),
        ("Ba\u00adma\u200bko\ufeff", "Bamako"),
        ("Serguei\u0308 E\u0301lyse\u0301e", "Sergueï Élysée"),
        ("e\u200b\u0301", "é"),
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("Jean \t \u3000 Dupont", "Jean Dupont"),
        ("\x00Ba\ud800mako", " Ba\ufffdmako"),
    ],
)
def test_what_the_recogniser_sees(text, normalised):
    assert normalise(text).text == normalised


def test_spans_of_the_original_cover_whole_clusters():
    text = "\ufeffLav\u00adrov,  Goi\u0308ta\u0301\u00ad\r\n"
    result = normalise(text)
    for name, original in (("Lavrov", "Lav\u00adrov"), ("Goïtá", "Goi\u0308ta\u0301")):
        start = result.text.index(name)
        begin, end = result.original_span(start, start + len(name))
        assert text[begin:end] == original


def test_plain_text_is_itself():
    assert normalise("Un texte d'été.") == ("Un texte d'été.", ())


@given(ODD)
def test_the_characters_of_any_text_map_back_in_order(text):
    result = normalise(text)
    result.text.encode("utf-8")
    last_start = last_end = 0
    for index, character in enumerate(result.text):
        start, end = result.original_span(index, index + 1)
        assert last_start <= start < end <= len(text)
        assert last_end <= end
        if start + 1 == end and unicodedata.category(character)[0] == "L":
            original = text[start:end]
            assert character in (original, unicodedata.normalize("NFC", original))
        last_start, last_end = start, end
