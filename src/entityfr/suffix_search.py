"""Search a tokenizer's suffixes at the end of a string only.

A suffix pattern ends in ``$``, yet `re.Pattern.search` tries it at every character of the string:
the cause of the tokenizer's quadratic time. No suffix of French but an ellipsis is longer than a
few characters.
"""

from __future__ import annotations

import re

_ATOM = re.compile(r"\\.|\[(?:\\.|[^\]\\])+\]")
_GROUP = re.compile(r"\((\?:|\?<?[=!])?([^()]*)\)")
_ELLIPSIS = r"\.\.+$"


class SuffixSearch:
    """A suffix pattern whose `search` looks at the last characters, and finds the same.

    Pickles, and shows its text as `pattern`, as spaCy's tokenizer wants when it is saved.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._search = re.compile(pattern).search
        self._window = _longest_match(pattern)

    def search(self, string: str) -> re.Match[str] | None:
        """Return the first match in `string`, or None."""
        start = len(string) - self._window
        if not self._window or start <= 0:
            return self._search(string)
        match = self._search(string, start)
        # Only an ellipsis may begin before the window; then it fills the window from its edge.
        return self._search(string) if match is not None and match.start() == start else match


def _longest_match(pattern: str) -> int:
    """Return a length that no match but an ellipsis exceeds, or 0 where that is not plain."""
    text = _ATOM.sub("x", pattern.replace(_ELLIPSIS, "xx$"))
    reduced = _GROUP.sub(_longest_branch, text)
    while reduced != text:
        text, reduced = reduced, _GROUP.sub(_longest_branch, reduced)
    branches = text.split("|")
    if any(sign in text for sign in "()*+{") or not all(b.endswith("$") for b in branches):
        return 0
    return 1 + max(map(len, branches))


def _longest_branch(group: re.Match[str]) -> str:
    """Return a stand-in for a group, as long as its longest branch; a lookaround has no length."""
    lookaround = group[1] is not None and group[1] != "?:"
    if any(sign in group[2] for sign in "*+{"):
        return "*"
    return "" if lookaround else "x" * max(map(len, group[2].split("|")))
