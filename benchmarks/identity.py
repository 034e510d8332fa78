"""Compare the recogniser with spaCy's own `EntityRecognizer`, same weights, on 5,000 texts.

    python -m benchmarks.identity [TEXTS]

Half of the texts are sentences and articles of ours, half are made-up words, signs and typing
errors. Prints every text that comes out different and how many there were; none is expected.
"""

import random
import sys

from spacy.pipeline import EntityRecognizer

from benchmarks.texts import articles, sentences, short_sentences, unseen_words
from entityfr.pipeline import load_pipeline

_ODD = [*"'’«»()[]…—-/@#&%°\u00a0\u202f\n\t😀\u0301ŒæÉ0123456789", "\n\n", "  ", "qu'", "M. "]


def noisy(text: str, chance: random.Random) -> str:
    """Return the text with characters lost, swapped, doubled, capitalised or replaced."""
    letters = list(text)
    for _ in range(max(1, len(letters) // 12)):
        place = chance.randrange(len(letters))
        change = chance.choice((str.upper, str.lower, lambda c: "", lambda c: c + c, _odd(chance)))
        letters[place] = change(letters[place])
    return "".join(letters)


def _odd(chance: random.Random):
    return lambda _: chance.choice(_ODD)


def varied(count: int, seed: int = 0) -> list[str]:
    """Return `count` texts of every kind."""
    chance = random.Random(seed)
    tenth = count // 10
    made = articles(tenth, 800, seed) + short_sentences(2 * tenth, seed)
    made += chance.choices(sentences(), k=2 * tenth)
    made += ["".join(chance.choices(_ODD, k=chance.randrange(40))) for _ in range(tenth)]
    made += unseen_words(tenth, 30, seed)
    made += [noisy(text, chance) for text in chance.choices(sentences(), k=count - len(made))]
    return made


def main(count: int) -> None:
    """Compare and print."""
    nlp = load_pipeline()
    recogniser = nlp.get_pipe("entityfr_recogniser")
    different = 0
    for text in varied(count):
        fast, slow = nlp.make_doc(text), nlp.make_doc(text)
        recogniser.set_annotations([fast], recogniser.predict([fast]))
        states = EntityRecognizer.predict(recogniser, [slow])
        EntityRecognizer.set_annotations(recogniser, [slow], states)
        found, expected = ([(e.start, e.end, e.label_) for e in doc.ents] for doc in (fast, slow))
        if found != expected:
            different += 1
            print(repr(text), found, expected, sep="\n    ")
    print(f"{different} of {count} texts are different")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
