"""Print how well mentions are put together: B³, MUC, CEAF-e and CoNLL F1 on our gold articles.

    python benchmarks/groups.py

Gold mentions are given; beside the groups stands the floor, identical strings of one label put
together. The rules were never run on the held-out half while they were made. Then the time for
10,000 and for 100,000 mentions of made-up names: near linear is near ten times. Needs scipy.
"""

import json
import random
import string
import sys
import time
from pathlib import Path

from entityfr import Entity, Extraction, Label

_TESTS = Path(__file__).parents[1] / "tests"
sys.path.insert(0, str(_TESTS))

from coreference import Clusters, conll  # noqa: E402


def identical_strings(extraction: Extraction) -> Clusters:
    """Return the mentions with one label and one string together."""
    same: dict[tuple[str, str], list[int]] = {}
    for index, entity in enumerate(extraction):
        same.setdefault((entity.label, entity.text), []).append(index)
    return list(same.values())


def seconds(number: int) -> float:
    """Return the time to group `number` mentions of names of one or two made-up words."""
    chance = random.Random(0)
    words = ["".join(chance.choices(string.ascii_lowercase, k=9)) for _ in range(number // 10)]
    text, entities = "", []
    for size in chance.choices((1, 2), k=number):
        name = " ".join(chance.choices(words, k=size)).title()
        label = chance.choice((Label.PER, Label.LOC, Label.ORG))
        end = len(text) + len(name)
        entities.append(Entity(text=name, label=label, start=len(text), end=end))
        text += name + ", "
    extraction = Extraction(text=text, entities=tuple(entities))
    start = time.perf_counter()
    assert extraction.groups
    return time.perf_counter() - start


def main() -> None:
    """Print one line of scores for each half and each way of grouping, then the time."""
    lines = (_TESTS / "data" / "groups.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    print(f"{'':28}   B³    MUC   CEAF-e  CoNLL")
    for half in ("tuning", "held-out"):
        chosen = [record for record in records if record["half"] == half]
        texts = [Extraction(text=r["text"], entities=r["entities"]) for r in chosen]
        gold = [record["groups"] for record in chosen]
        for name, found in (
            ("identical strings", [identical_strings(text) for text in texts]),
            ("groups", [[group.indices for group in text.groups] for text in texts]),
        ):
            scores = conll(list(zip(gold, found, strict=True)))
            row = "  ".join(f"{score:.3f}" for score in scores.values())
            print(f"{half + ', ' + name:28}  {row}")
    small, large = seconds(10_000), seconds(100_000)
    print(f"10,000 mentions {small:.2f} s, 100,000 mentions {large:.2f} s: x {large / small:.1f}")


if __name__ == "__main__":
    main()
