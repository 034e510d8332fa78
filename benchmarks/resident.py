"""Print the resident memory, in MB, of a system that reads a stream of words never seen before.

    python -m benchmarks.resident SYSTEM TEXTS

One line after 1,500 texts, one after each further 1,500, one at the end.
"""

import sys
from collections.abc import Iterator

import psutil

from benchmarks.systems import by_name
from benchmarks.texts import unseen_words

_EVERY = 1_500


def _texts(count: int) -> Iterator[str]:
    for seed in range(0, count, 100):
        yield from unseen_words(min(100, count - seed), 44, seed)


def main() -> None:
    """Read the stream and print."""
    read, count = by_name(sys.argv[1]).load(), int(sys.argv[2])
    process = psutil.Process()
    for number, _ in enumerate(read(_texts(count), 64), 1):
        if number % _EVERY == 0 or number == count:
            print(process.memory_info().rss / 1e6)


if __name__ == "__main__":
    main()
