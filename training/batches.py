"""Batches that hold more real text than the corpus does."""

import random
from collections.abc import Callable, Iterable, Iterator

from spacy.training import Example
from spacy.training.batchers import minibatch_by_words
from spacy.util import registry

Batcher = Callable[[Iterable[Example]], Iterator[list[Example]]]


@registry.batchers("entityfr.MostlyRealBatches.v1")
def mostly_real_batches(size: int, written_share: float, seed: int) -> Batcher:
    """Return a batcher of about `size` words a batch.

    Each time it runs over the examples, which is once an epoch, it takes all real sentences and a
    new random `written_share` of the passages that were written for the project.
    """
    rng = random.Random(seed)

    def taken(examples: Iterable[Example]) -> Iterator[Example]:
        for example in examples:
            if example.reference.user_data["is_real"] or rng.random() < written_share:
                yield example

    def batches(examples: Iterable[Example]) -> Iterator[list[Example]]:
        yield from minibatch_by_words(taken(examples), size=size, tolerance=0.1)

    return batches
