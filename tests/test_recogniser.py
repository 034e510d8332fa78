import random
import threading
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.pipeline import EntityRecognizer
from spacy.tokens import Doc, Span
from spacy.training import Example

from entityfr.confidence import Confidence
from entityfr.pipeline import load_pipeline
from entityfr.recogniser import Found

EXAMPLES = Path(__file__).parents[1] / "examples"
SIGNS = [
    *"'’«»()[]…—-/@#&%°\u00a0\u202f\n\t😀\u0301ŒæÉ07",
    "\n\n",
    "  ",
    "qu'",
    "M. ",
    "d’",
    "SNCF ",
]


@pytest.fixture(scope="module")
def nlp(extractor):
    return extractor.nlp


@pytest.fixture(scope="module")
def recogniser(nlp):
    return nlp.get_pipe("entityfr_recogniser")


def ents(doc):
    return [(ent.start, ent.end, ent.label_) for ent in doc.ents]


def fast(recogniser, docs):
    found = recogniser.predict(docs)
    assert all(isinstance(one, Found) for one in found)
    recogniser.set_annotations(docs, found)
    return [ents(doc) for doc in docs]


def slow(recogniser, docs):
    states = EntityRecognizer.predict(recogniser, docs)
    EntityRecognizer.set_annotations(recogniser, docs, states)
    return [ents(doc) for doc in docs]


def texts():
    """Passages as they stand, cut, stitched together and garbled; noise; nothing."""
    chance = random.Random(0)
    passages = [
        part
        for path in sorted(EXAMPLES.glob("*.txt"))
        for part in path.read_text(encoding="utf-8").split("\n\n")
    ]
    words = " ".join(passages).split()
    garbled = []
    for _ in range(150):
        letters = list(" ".join(chance.choices(words, k=chance.randrange(1, 40))))
        for place in chance.choices(range(len(letters)), k=len(letters) // 9):
            letters[place] = chance.choice((letters[place].swapcase(), "", chance.choice(SIGNS)))
        garbled.append("".join(letters))
    stitched = [" ".join(chance.choices(words, k=chance.randrange(1, 90))) for _ in range(150)]
    noise = ["".join(chance.choices(SIGNS, k=chance.randrange(30))) for _ in range(60)]
    return [*passages, *garbled, *stitched, *noise, "", " ", "\n", "Bamako", ".", *passages[:3]]


def test_entities_are_those_of_spacy(nlp, recogniser):
    many = texts()
    expected = slow(recogniser, [nlp.make_doc(text) for text in many])
    assert sum(map(len, expected)) > 500
    assert fast(recogniser, [nlp.make_doc(text) for text in many]) == expected
    assert [fast(recogniser, [nlp.make_doc(text)])[0] for text in many[::4]] == expected[::4]


@settings(max_examples=40, deadline=None)
@given(text=st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=6))).map("".join))
def test_entities_are_those_of_spacy_on_any_text(nlp, recogniser, text):
    text = text.encode("utf-8", "replace").decode()
    doc, other = nlp.make_doc(text), nlp.make_doc(text)
    assert fast(recogniser, [doc]) == slow(recogniser, [other])


def test_token_vectors_are_those_of_the_network(nlp, recogniser):
    docs = [nlp.make_doc(text) for text in texts()[:40]]
    expected = np.concatenate(
        [one.reshape(-1, 64) for one in recogniser.model.get_ref("tok2vec").predict(docs)]
    ).reshape(-1, 64)
    np.testing.assert_allclose(recogniser._network().hidden(docs), expected, atol=1e-4)


def test_long_documents_are_computed_in_blocks_without_a_seam(nlp, recogniser):
    long = nlp.make_doc("\n\n".join(texts()[:12] * 8))
    assert len(long) > 1500
    assert fast(recogniser, [long]) == slow(recogniser, [nlp.make_doc(long.text)])


def test_names_without_end_are_those_of_spacy(nlp, recogniser):
    words = ["Bamako"] * 5_000
    doc, same = (Doc(nlp.vocab, words=words) for _ in range(2))
    assert fast(recogniser, [doc]) == slow(recogniser, [same])


def test_sentence_starts_end_entities_as_in_spacy(nlp, recogniser):
    def docs():
        chance = random.Random(1)
        for text in texts()[:60]:
            words = text.split() or ["Bamako"]
            starts = [chance.random() < 0.3 for _ in words]
            yield Doc(nlp.vocab, words=words, sent_starts=starts)

    assert fast(recogniser, list(docs())) == slow(recogniser, list(docs()))


def test_documents_with_entities_of_their_own_go_to_spacy(nlp, recogniser):
    doc = nlp.make_doc("Il est à Bamako avec M. Lavrov.")
    doc.ents = [Span(doc, 3, 4, label="ORG")]
    found = recogniser.predict([doc])
    assert not isinstance(found[0], Found)
    recogniser.set_annotations([doc], found)
    assert "ORG" in {ent.label_ for ent in doc.ents if ent.text == "Bamako"}


def test_probabilities_are_those_of_the_greedy_path(nlp, recogniser):
    docs = [nlp.make_doc(text) for text in texts()[:40]]
    fast(recogniser, docs)
    for doc in docs:
        confidence = Confidence.of(doc)
        assert len(confidence.action) == len(confidence.label) == len(doc)
        assert ((confidence.action > 0) & (confidence.action <= 1)).all()
        assert (confidence.label >= confidence.action - 1e-6).all() or doc.ents


def test_threads_share_the_recogniser(nlp, recogniser):
    many = texts()[:60]
    expected = fast(recogniser, [nlp.make_doc(text) for text in many])
    batches = [[nlp.make_doc(text) for text in many] for _ in range(4)]
    found = []
    threads = [
        threading.Thread(target=lambda docs=docs: found.append(fast(recogniser, docs)))
        for docs in batches
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


def test_new_weights_are_followed(tmp_path):
    nlp = load_pipeline()
    recogniser = nlp.get_pipe("entityfr_recogniser")
    text = "Il est à Bamako avec M. Lavrov."
    before = fast(recogniser, [nlp.make_doc(text)])
    example = Example.from_dict(nlp.make_doc(text), {"entities": [(9, 15, "ORG")]})
    optimizer = nlp.resume_training()
    for _ in range(30):
        nlp.update([example], sgd=optimizer)
    after = fast(recogniser, [nlp.make_doc(text)])
    assert after != before
    assert after == slow(recogniser, [nlp.make_doc(text)])
    nlp.to_disk(tmp_path)
    again = spacy.load(tmp_path)
    assert fast(again.get_pipe("entityfr_recogniser"), [again.make_doc(text)]) == after


def test_networks_of_another_kind_are_left_to_spacy():
    nlp = spacy.blank("fr")
    recogniser = nlp.add_pipe("entityfr_recogniser")
    recogniser.add_label("LOC")
    example = Example.from_dict(nlp.make_doc("à Gao"), {"entities": [(2, 5, "LOC")]})
    nlp.initialize(lambda: [example])
    for _ in range(20):
        nlp.update([example])
    assert ents(nlp("à Gao")) == [(1, 2, "LOC")]
    assert not isinstance(recogniser.predict([nlp.make_doc("à Gao")])[0], Found)
