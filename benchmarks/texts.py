"""The texts that are measured: made from the project's own sentences, or of words never seen."""

import random
import re
import string
from functools import cache
from pathlib import Path

from training.marks import PARAGRAPH, parse

_HOME = Path(__file__).parents[1]


@cache
def sentences() -> list[str]:
    """Return the passages of the examples and of the training corpus that we wrote, unmarked."""
    marked = [
        line
        for path in sorted((_HOME / "training" / "corpus" / "written").glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    plain = [parse(line).text.replace(PARAGRAPH, "\n\n") for line in marked]
    examples = sorted((_HOME / "examples").glob("*.txt"))
    plain += [part for path in examples for part in path.read_text(encoding="utf-8").split("\n\n")]
    return [line.strip() for line in plain if line.strip()]


def articles(count: int, length: int, seed: int) -> list[str]:
    """Return `count` texts of `length` characters, of passages in random order."""
    chance = random.Random(seed)
    pool: list[str] = []
    made = []
    for _ in range(count):
        parts: list[str] = []
        missing = length
        while missing > 0:
            pool = pool or chance.sample(sentences(), len(sentences()))
            parts += pool.pop(), chance.choice((" ", " ", " ", "\n\n"))
            missing -= len(parts[-2]) + len(parts[-1])
        made.append("".join(parts)[:length])
    return made


def short_sentences(count: int, seed: int) -> list[str]:
    """Return `count` sentences of 40 to 120 characters."""
    parts = [part for line in sentences() for part in re.split(r"(?<=[.!?])\s+", line)]
    return random.Random(seed).choices([p for p in parts if 40 <= len(p) <= 120], k=count)


def unseen_words(count: int, words: int, seed: int) -> list[str]:
    """Return `count` texts of `words` random words, a fifth of them with a capital."""
    chance = random.Random(seed)

    def word() -> str:
        letters = "".join(chance.choices(string.ascii_lowercase, k=chance.randint(5, 12)))
        return letters.title() if chance.random() < 0.2 else letters

    return [" ".join(word() for _ in range(words)) for _ in range(count)]
