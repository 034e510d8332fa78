"""Streams of texts: bounded batches, in one process or in several, results in order."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

from entityfr.errors import ExtractionError

if TYPE_CHECKING:
    from entityfr.extractor import EntityExtractor
    from entityfr.models import Extraction

DEFAULT_BATCH_SIZE = 256
_CHARACTERS_A_BATCH = 20_000
_WAITING_A_PROCESS = 3
"""batches read ahead for each process: one at work, one in its queue, one to hand on"""


class Batch(NamedTuple):
    """Neighbours in a stream of texts."""

    first: int
    """index of the first text in the stream"""
    texts: list[str]
    contexts: list[Any]


def read_batches(items: Iterable[tuple[str, Any]], most: int) -> Iterator[Batch]:
    """Yield the texts of `items` in batches of `most` at most, fewer where texts are long.

    When `items` raises, the texts before come first. Raises `ValueError` if `most` is not positive.
    """
    if most < 1:
        raise ValueError(f"batch_size must be 1 or more, not {most}")
    batch, characters, first = Batch(0, [], []), 0, 0
    try:
        for text, context in items:
            batch.texts.append(text)
            batch.contexts.append(context)
            characters += len(text)
            if len(batch.texts) >= most or characters >= _CHARACTERS_A_BATCH:
                yield batch
                first += len(batch.texts)
                batch, characters = Batch(first, [], []), 0
    except Exception:
        if batch.texts:
            yield batch
        raise
    if batch.texts:
        yield batch


def extract_batch(extractor: EntityExtractor, batch: Batch) -> list[Extraction]:
    """Return the extractions of a batch; raises `ExtractionError` with the index of a text."""
    try:
        return extractor.extract_all(batch.texts)
    except Exception:
        return [
            _extract(extractor, index, text) for index, text in enumerate(batch.texts, batch.first)
        ]


def _extract(extractor: EntityExtractor, index: int, text: str) -> Extraction:
    try:
        return extractor(text)
    except Exception as error:
        raise ExtractionError(index, error) from error


def stream(
    extractor: EntityExtractor, batches: Iterator[Batch], n_process: int
) -> Iterator[tuple[Batch, list[Extraction]]]:
    """Yield each batch with its extractions, in order.

    `n_process`: how many processes work, -1 for as many as there are cores. They start as
    `multiprocessing` is set to (`multiprocessing.set_start_method`).
    """
    if n_process == -1:
        n_process = os.cpu_count() or 1
    if n_process < 1:
        raise ValueError(f"n_process must be 1 or more, or -1 for all cores, not {n_process}")
    if n_process == 1:
        for batch in batches:
            yield batch, extract_batch(extractor, batch)
    else:
        yield from _in_processes(extractor, batches, n_process)


def _in_processes(
    extractor: EntityExtractor, batches: Iterator[Batch], n_process: int
) -> Iterator[tuple[Batch, list[Extraction]]]:
    context = multiprocessing.get_context()
    # A fork shares what is loaded; others load it themselves, once they ignore Ctrl-C.
    shared = extractor if context.get_start_method() == "fork" else pickle.dumps(extractor)
    pool = ProcessPoolExecutor(n_process, context, _start_worker, (shared,))
    waiting: deque[tuple[Batch, Future[list[Extraction]]]] = deque()
    failure: Exception | None = None
    try:
        while True:
            try:
                batch = next(batches, None)
            except Exception as error:
                # What was read before it comes first.
                batch, failure = None, error
            if batch is None:
                break
            waiting.append((batch, pool.submit(_work, batch._replace(contexts=[]))))
            if len(waiting) >= n_process * _WAITING_A_PROCESS:
                yield _first_result(waiting)
        while waiting:
            yield _first_result(waiting)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    if failure is not None:
        raise failure


def _first_result(
    waiting: deque[tuple[Batch, Future[list[Extraction]]]],
) -> tuple[Batch, list[Extraction]]:
    batch, future = waiting.popleft()
    return batch, future.result()


_worker: EntityExtractor | None = None
"""the extractor of this process, if it is one of the pool's"""


def _start_worker(shared: EntityExtractor | bytes) -> None:
    global _worker
    # Ctrl-C reaches every process of the terminal; the parent ends the pool.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker = pickle.loads(shared) if isinstance(shared, bytes) else shared


def _work(batch: Batch) -> list[Extraction]:
    assert _worker is not None
    return extract_batch(_worker, batch)
