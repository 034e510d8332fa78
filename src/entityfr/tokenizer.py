"""spaCy's French tokenizer with the same tokens, in bounded time on text without spaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from math import isqrt

import numpy as np
import srsly
from spacy.attrs import NORM, ORTH, SPACY
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import (
    compile_infix_regex,
    compile_prefix_regex,
    compile_suffix_regex,
    registry,
)

from entityfr.suffix_search import SuffixSearch
from entityfr.token_match import factored

TOKENIZER = "entityfr.FrenchTokenizer.v1"
MOST_STEPS = 2**18
"""most signs (neither letter nor digit) times characters of a run that is tokenised in one piece"""
_SHORT = isqrt(MOST_STEPS)
_LONG_RUN = re.compile(rf"(?<!\S)\S{{{_SHORT + 1},}}")
_SIGN = re.compile(r"[\W_]")


class FrenchTokenizer(Tokenizer):  # type: ignore[misc]
    """spaCy's tokenizer; a run of more than 512 signs without a space is cut first.

    The tokenizer strips a sign a step and reads the rest again: quadratic time on thousands of
    brackets or emojis, so such a run is tokenised in pieces. A long word or URL has fewer signs.
    """

    def __call__(self, string: str) -> Doc:
        """Return the tokens of `string`."""
        cuts = [] if _well_spaced(string) else list(_cuts(string))
        if not cuts:
            return super().__call__(string)  # type: ignore[no-any-return]
        edges = zip([0, *cuts], [*cuts, len(string)], strict=True)
        tokenise: Callable[[str], Doc] = super().__call__
        return _joined([tokenise(string[start:end]) for start, end in edges])

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterator[Doc]:
        """Yield the tokens of each text, in order."""
        yield from map(self, texts)

    def from_bytes(self, bytes_data: bytes, *, exclude: Iterable[str] = ()) -> FrenchTokenizer:
        """Load what any spaCy tokenizer of French saved, and return the tokenizer itself."""
        state = srsly.msgpack_loads(bytes_data)
        if isinstance(state.get("token_match"), str):
            state["token_match"] = factored(state["token_match"])
        suffixes, rules = state.pop("suffix_search", None), state.pop("exceptions", {})
        super().from_bytes(srsly.msgpack_dumps(state), exclude=exclude)
        # Setting any pattern loads all rules anew, so they come last.
        if isinstance(suffixes, str):
            self.suffix_search = SuffixSearch(suffixes).search
        self.rules = rules
        return self


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator]
def create_tokenizer() -> Callable[[Language], FrenchTokenizer]:
    """Return the function that makes the tokenizer of a pipeline from its language's defaults."""

    def make(nlp: Language) -> FrenchTokenizer:
        defaults = nlp.Defaults
        suffixes = compile_suffix_regex(defaults.suffixes or ())
        return FrenchTokenizer(
            nlp.vocab,
            rules=defaults.tokenizer_exceptions,
            prefix_search=compile_prefix_regex(defaults.prefixes or ()).search,
            suffix_search=SuffixSearch(suffixes.pattern).search,
            infix_finditer=compile_infix_regex(defaults.infixes or ()).finditer,
            token_match=defaults.token_match,
            url_match=defaults.url_match,
        )

    return make


def _cuts(string: str) -> Iterator[int]:
    """Yield the offsets at which to cut `string`, after signs of a run without a space."""
    for run in _LONG_RUN.finditer(string):
        start, signs = run.start(), 0
        ends = [sign.end() for sign in _SIGN.finditer(string, *run.span())]
        for end, following in zip(ends, [*ends[1:], run.end()], strict=False):
            signs += 1
            if signs * (following - start) > MOST_STEPS and end < run.end():
                yield end
                start, signs = end, 0


def _well_spaced(string: str) -> bool:
    """Return whether a space is never far: far quicker than the search that it saves."""
    start, last = 0, len(string) - _SHORT
    while start < last:
        space = string.rfind(" ", start, start + _SHORT + 1)
        if space < 0:
            return False
        start = space + 1
    return True


def _joined(docs: list[Doc]) -> Doc:
    """Return the tokens of `docs` in one document; the norms that exceptions gave are kept."""
    tokens = np.concatenate([doc.to_array([ORTH, SPACY, NORM]).reshape(-1, 3) for doc in docs])
    doc = Doc(docs[0].vocab, words=tokens[:, 0].tolist(), spaces=tokens[:, 1].tolist())
    return doc.from_array([NORM], tokens[:, 2:])  # type: ignore[arg-type]
