import numpy as np
import pytest

from entityfr.fast_embedding import FastEmbedding
from entityfr.lexicon import BITS, N_BITS, fold, masks, word_bits
from entityfr.type_embedding import find_types, ngram_rows, take_types, word_flags

TEXT = (
    "L'Haÿ-les-Roses, Œuvre, SNCF, McDonald's, Saint-Étienne : « Mme Nguyễn », 12e, j'ai vu "
    "Bamako 😀 abracadabrantesque xqzvkw XQZVKW Xqzvkw anticonstitutionnellement"
    + "lement" * 8
    + " \u00a0\n n'a qu'un Marie marie MARIE -- … l' ’"
)


@pytest.fixture(scope="module")
def embedding(extractor):
    tok2vec = extractor.nlp.get_pipe("entityfr_recogniser").model.get_ref("tok2vec")
    return tok2vec.layers[0].layers[0]


def types_of(docs, embedding, vocab):
    found = find_types(docs, embedding.attrs["attrs"])
    return take_types(found, np.arange(len(found.keys)), vocab), found


def test_the_fast_rows_are_those_of_the_layers(extractor, embedding):
    doc = extractor.nlp.make_doc(TEXT)
    types, found = types_of([doc], embedding, extractor.nlp.vocab)
    rows = FastEmbedding(embedding)(types)
    np.testing.assert_allclose(rows[found.token_type], embedding.predict([doc])[0], atol=1e-5)


def test_rows_are_the_same_however_many_are_computed_at_once(extractor, embedding):
    words = " ".join(f"mot{index:x}r" for index in range(1500))
    doc = extractor.nlp.make_doc(f"{TEXT} {words}")
    types, found = types_of([doc], embedding, extractor.nlp.vocab)
    fast = FastEmbedding(embedding)
    last = take_types(found, np.arange(len(found.keys) - 1, len(found.keys)), types.vocab)
    np.testing.assert_allclose(fast(types)[-1:], fast(last), atol=1e-5)


def test_a_type_is_a_form_and_a_norm(extractor, embedding):
    plain, other = extractor.nlp.make_doc("Bamako Gao"), extractor.nlp.make_doc("Bamako Gao")
    other[1].norm_ = "ailleurs"
    types, found = types_of([plain, other], embedding, extractor.nlp.vocab)
    assert sorted(types.words) == ["Bamako", "Gao", "Gao"]
    assert found.token_type[0] == found.token_type[2]
    assert found.token_type[1] != found.token_type[3]
    assert [types.words[i] for i in found.token_type] == ["Bamako", "Gao"] * 2


def test_lexicon_bits_are_of_capitalised_words_and_their_parts():
    assert fold("Œuvres’") == "oeuvres"
    assert fold("BÉZIERS") == "beziers"
    assert masks()["marie"] >> BITS.index("first_name_common") & 1
    assert not word_bits("marie").any()
    bits = word_bits("Marie-Zorglub")
    assert bits[N_BITS + BITS.index("first_name_common")] == 1
    assert word_bits("Marie")[BITS.index("first_name_common")] == 1


def test_flags_say_which_forms_have_a_vector(extractor):
    vocab = extractor.nlp.vocab
    assert word_flags("BAMAKO", vocab)[-4:].tolist() == [
        vocab.has_vector("BAMAKO"),
        vocab.has_vector("bamako"),
        vocab.has_vector("Bamako"),
        True,
    ]
    assert word_flags("Xqzvkw", vocab)[-4:].tolist() == [0, 0, 0, 0]


def test_ngrams_mark_the_edges_of_a_word_and_ignore_its_case():
    assert ngram_rows("Gao", 10_000) == ngram_rows("GAO", 10_000)
    # <g ga ao o> <ga gao ao> <gao gao> <gao>
    assert len(ngram_rows("Gao", 10_000)) == 10
    assert len(ngram_rows("a" * 500, 10_000)) == 2
