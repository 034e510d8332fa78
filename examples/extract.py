"""Count the people, places and organisations of the French texts beside this script."""

from collections import Counter
from pathlib import Path

from entityfr import EntityExtractor

FOLDER = Path(__file__).parent


def main() -> None:
    extractor = EntityExtractor(vocabulary={"ORG": ["Étoile sportive avelloise"]})
    paths = sorted(FOLDER.glob("*.txt"))
    texts = (path.read_text(encoding="utf-8") for path in paths)
    for path, extraction in zip(paths, extractor.pipe(texts), strict=True):
        print(path.name)
        for title, entities in (
            ("people", extraction.people),
            ("places", extraction.places),
            ("organisations", extraction.organisations),
        ):
            counts = Counter(entity.text for entity in entities)
            print(f"  {title}: " + ", ".join(f"{name} ({n})" for name, n in counts.most_common()))


if __name__ == "__main__":
    main()
