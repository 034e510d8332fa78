"""The measurements, each of which yields its figures."""

import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator

from benchmarks import texts
from benchmarks.figures import Figure, alternate, ratios, seconds
from benchmarks.systems import DEFAULT, MODEL, NER_ALONE, OURS, Reader, System, others

_AT_ONCE = 256
_SENTENCE = "Le ministre Sergueï Lavrov est arrivé à Bamako."


def throughput(rounds: int, scale: float) -> Iterator[Figure]:
    """By length of text, in batches and one by one, over each of the other systems."""
    systems = [OURS, *others()]
    readers = [system.load() for system in systems]
    cases = [
        (f"{length:,} characters", length, int(200_000 * scale) // length, _AT_ONCE)
        for length in (500, 2_000, 10_000)
    ]
    cases += [
        (f"2,000 characters, batches of {size}", 2_000, int(100 * scale), size) for size in (1, 16)
    ]
    cases += [("one short sentence at a time", 0, int(600 * scale), 1)]
    for what, length, count, batch_size in cases:
        works = [_reads(reader, length, count, batch_size) for reader in readers]
        ours, *theirs = alternate(works, rounds)
        for system, times in zip(systems[1:], theirs, strict=True):
            asked = _ASKED.get((what, system.name))
            name = f"{what}, over {system.name}"
            yield Figure("throughput", name, ratios(times, ours), at_least=asked)


_ASKED = {
    ("2,000 characters", NER_ALONE.name): 3.5,
    ("2,000 characters", DEFAULT.name): 12,
    ("one short sentence at a time", NER_ALONE.name): 1.5,
}


def _reads(reader: Reader, length: int, count: int, batch_size: int) -> Callable[[int], float]:
    def work(turn: int) -> float:
        many = texts.articles(count, length, turn) if length else texts.short_sentences(count, turn)
        return seconds(lambda: deque(reader(many, batch_size), maxlen=0))

    return work


def cold_start(rounds: int, scale: float) -> Iterator[Figure]:
    """Import, load and one sentence, each time in a new process."""
    ours = f"from entityfr import extract_entities; extract_entities({_SENTENCE!r})"
    theirs = f"import spacy; spacy.load({MODEL!r})({_SENTENCE!r})"
    fast, slow = alternate([_runs(ours), _runs(theirs)], rounds)
    yield Figure("start", "cold start, over spacy.load", ratios(slow, fast), at_least=4)


def _runs(code: str) -> Callable[[int], float]:
    return lambda turn: seconds(lambda: subprocess.run([sys.executable, "-c", code], check=True))


def memory(rounds: int, scale: float) -> Iterator[Figure]:
    """Resident memory over a stream of words that were never seen before, in a new process."""
    count = int(9_000 * scale) + 1_500
    measured = {system.name: _resident(system, count) for system in (OURS, NER_ALONE)}
    for name, sizes in measured.items():
        grown = sizes[-1] - sizes[0]
        asked = 40.0 if name == OURS.name else None
        what = f"{name}: growth over {count - 1_500:,} texts of 44 unseen words"
        yield Figure("memory", what, (grown,), "MB", at_most=asked)
    ours, theirs = (sizes[-1] for sizes in measured.values())
    yield Figure("memory", "at the end, of spaCy's NER alone", (ours / theirs,), at_most=1)


def _resident(system: System, count: int) -> list[float]:
    command = [sys.executable, "-m", "benchmarks.resident", system.name, str(count)]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [float(line) for line in out.split()]


def processes(rounds: int, scale: float) -> Iterator[Figure]:
    """Two processes over one, the start of the processes included."""
    from entityfr import EntityExtractor

    extractor = EntityExtractor()
    count = int(4_000 * scale)

    def reads(n_process: int) -> Callable[[int], float]:
        def work(turn: int) -> float:
            many = texts.articles(count if turn else 50, 2_000, turn)
            return seconds(lambda: deque(extractor.pipe(many, n_process=n_process), maxlen=0))

        return work

    one, two = alternate([reads(1), reads(2)], max(1, rounds // 2))
    what = f"two over one, {count:,} texts"
    yield Figure("processes", what, ratios(one, two), at_least=1.7)


def long_text(rounds: int, scale: float) -> Iterator[Figure]:
    """Time per character of a very long text, against one of 10,000 characters."""
    from entityfr import EntityExtractor

    extractor = EntityExtractor()
    long = int(10_000_000 * scale)

    def reads(length: int) -> Callable[[int], float]:
        def work(turn: int) -> float:
            many = texts.articles(long // length if turn else 1, length if turn else 10_000, turn)
            return seconds(lambda: deque(map(extractor, many), maxlen=0)) / long

        return work

    one, many = alternate([reads(long), reads(10_000)], max(1, rounds // 2))
    what = f"{long / 1e6:g} MB, time per character over 10 kB"
    yield Figure("one text", what, ratios(one, many), at_most=1.3)


def hostile(rounds: int, scale: float) -> Iterator[Figure]:
    """Seconds for texts that hang spaCy's tokenizer."""
    from entityfr import EntityExtractor

    extractor = EntityExtractor()
    extractor(_SENTENCE)
    for what, sign, times in (
        ("200,000 (", "(", 200_000),
        ("200,000 emojis", "😀", 200_000),
        ("200,000 l'", "l'", 200_000),
        ("1,000,000 letters", "abcdefghij", 100_000),
    ):
        taken = seconds(lambda text=sign * times: extractor(text))
        yield Figure("one text", what, (taken,), "s", at_most=4)


ALL = {
    "throughput": throughput,
    "start": cold_start,
    "memory": memory,
    "processes": processes,
    "long": long_text,
    "hostile": hostile,
}
