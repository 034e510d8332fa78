"""Print how well mentions are put together: B³, MUC, CEAF-e and CoNLL F1 on our gold articles.

    python benchmarks/groups.py

Gold mentions are given; beside the groups stands the floor, identical strings of one label put
together. The held-out half was not looked at while the rules were made. Needs scipy.
"""

import json
import sys
from pathlib import Path

from entityfr import Extraction

_TESTS = Path(__file__).parents[1] / "tests"
sys.path.insert(0, str(_TESTS))

from coreference import Clusters, conll  # noqa: E402


def identical_strings(extraction: Extraction) -> Clusters:
    """Return the mentions with one label and one string together."""
    same: dict[tuple[str, str], list[int]] = {}
    for index, entity in enumerate(extraction):
        same.setdefault((entity.label, entity.text), []).append(index)
    return list(same.values())


def main() -> None:
    """Print one line of scores for each half and each way of grouping."""
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


if __name__ == "__main__":
    main()
