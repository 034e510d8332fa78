"""spaCy's French tokenizer with the same tokens, in bounded time on text without spaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

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
LONGEST_RUN = 256
"""longest run of characters without a space that spaCy's tokenizer is given whole"""
LONGEST_URL = 2048
_LONG_RUN = re.compile(rf"(?<!\S)\S{{{LONGEST_RUN + 1},}}")
_LAST_SIGN = re.compile(r"(?s).*[^\w\u200d\ufe0f]")


class FrenchTokenizer(Tokenizer):  # type: ignore[misc]
    """spaCy's tokenizer; a run of more than 256 characters without a space is cut before.

    Stripping one sign a step takes quadratic time on thousands of brackets or emojis, so such a
    run is tokenised in pieces. A run of letters alone and a URL stay whole: they take few steps.
    """

    def __call__(self, string: str) -> Doc:
        """Return the tokens of `string`."""
        cuts = [] if _well_spaced(string) else list(self._cuts(string))
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

    def _cuts(self, string: str) -> Iterator[int]:
        """Yield the offsets at which to cut the long runs, after a sign where there is one."""
        for run in _LONG_RUN.finditer(string):
            if run[0].isalpha() or self._is_url(run[0]):
                continue
            start, end = run.span()
            while end - start > LONGEST_RUN:
                limit = start + LONGEST_RUN
                sign = _LAST_SIGN.match(string, limit - LONGEST_RUN // 4, limit)
                start = limit if sign is None else sign.end()
                yield start

    def _is_url(self, run: str) -> bool:
        return len(run) <= LONGEST_URL and self.url_match is not None and bool(self.url_match(run))


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


def _well_spaced(string: str) -> bool:
    """Return whether a space is never far: far quicker than the search that it saves."""
    start, last = 0, len(string) - LONGEST_RUN
    while start < last:
        space = string.rfind(" ", start, start + LONGEST_RUN + 1)
        if space < 0:
            return False
        start = space + 1
    return True


def _joined(docs: list[Doc]) -> Doc:
    """Return the tokens of `docs` in one document; the norms that exceptions gave are kept."""
    tokens = np.concatenate([doc.to_array([ORTH, SPACY, NORM]).reshape(-1, 3) for doc in docs])
    doc = Doc(docs[0].vocab, words=tokens[:, 0].tolist(), spaces=tokens[:, 1].tolist())
    return doc.from_array([NORM], tokens[:, 2:])  # type: ignore[arg-type]
