"""`Figure`: a ratio with its spread, from rounds in which all that is compared takes its turn."""

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter
from typing import NamedTuple


class Figure(NamedTuple):
    """One line of the table."""

    group: str
    what: str
    values: tuple[float, ...]
    """one a round"""
    unit: str = "×"
    at_least: float | None = None
    at_most: float | None = None

    @property
    def middle(self) -> float:
        """The median of the rounds."""
        return median(self.values)

    @property
    def reached(self) -> bool | None:
        """Whether the median is within what is asked; None where nothing is."""
        if self.at_least is not None:
            return self.middle >= self.at_least
        return self.middle <= self.at_most if self.at_most is not None else None

    def cells(self) -> list[str]:
        """Return what the table shows of it."""
        low, high = min(self.values), max(self.values)
        asked = f"≥ {self.at_least:g}" if self.at_least is not None else ""
        asked = f"≤ {self.at_most:g}" if self.at_most is not None else asked
        mark = {True: "yes", False: "no", None: ""}[self.reached]
        return [
            self.group,
            self.what,
            f"{self.middle:.2f} {self.unit}",
            f"{low:.2f} to {high:.2f}" if len(self.values) > 1 else "",
            asked,
            mark,
        ]


def seconds(work: Callable[[], object]) -> float:
    """Return how long `work` takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def alternate(works: Sequence[Callable[[int], float]], rounds: int) -> list[list[float]]:
    """Return what each of `works` measures, round by round, in turns and in changing order.

    A round before the first is not counted: it warms caches up.
    """
    measured: list[list[float]] = [[] for _ in works]
    for turn in range(rounds + 1):
        order = list(enumerate(works))
        for index, work in order if turn % 2 else reversed(order):
            value = work(turn)
            if turn:
                measured[index].append(value)
    return measured


def ratios(slow: Sequence[float], fast: Sequence[float]) -> tuple[float, ...]:
    """Return how many times `fast` goes into `slow`, round by round."""
    return tuple(a / b for a, b in zip(slow, fast, strict=True))
