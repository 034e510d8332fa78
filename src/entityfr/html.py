"""The notebook view of an extraction."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from entityfr.models import Extraction

_COLOURS = {"PER": "#ffd8a8", "LOC": "#b2f2bb", "ORG": "#a5d8ff", "MISC": "#eebefa"}
_SURROGATES = re.compile("[\ud800-\udfff]")


def highlight(extraction: "Extraction") -> str:
    """Return HTML of the text, escaped, with its entities highlighted by spaCy's displaCy."""
    from spacy import displacy

    shown = {
        # A notebook is stored as UTF-8, which lone surrogates have no form in.
        "text": _SURROGATES.sub("\ufffd", extraction.text),
        "ents": [{"start": e.start, "end": e.end, "label": str(e.label)} for e in extraction],
    }
    markup: str = displacy.render(
        shown, style="ent", manual=True, page=False, jupyter=False, options={"colors": _COLOURS}
    )
    # The class keeps a notebook from reading "$" as mathematics.
    return f'<div class="tex2jax_ignore">{markup}</div>'
