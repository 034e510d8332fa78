"""What an evaluation gives back, as pydantic models."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from entityfr.labels import Label
from entityfr.models import Entity

MistakeKind = Literal["wrong label", "wrong edge", "missed", "spurious"]

_FRACTION = Field(ge=0, le=1, description="Between 0 and 1; 0 where nothing is to be divided by.")


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Score(_Model):
    """Precision, recall and F1, with the counts that they come from."""

    gold: Annotated[int, Field(ge=0, description="Entities in the gold.")]
    predicted: Annotated[int, Field(ge=0, description="Entities predicted.")]
    correct: Annotated[int, Field(ge=0, description="Predicted entities that match the gold.")]
    precision: Annotated[float, _FRACTION]
    recall: Annotated[float, _FRACTION]
    f1: Annotated[float, _FRACTION]


class Scores(_Model):
    """The same entities scored in two ways."""

    exact: Annotated[Score, Field(description="Same label, same first and last character.")]
    overlapping: Annotated[
        Score, Field(description="Same label, at least one character shared; each counts once.")
    ]


class Confusion(_Model):
    """How often a gold label met a predicted one, over spans that overlap."""

    gold: Annotated[Label | None, Field(description="None: nothing in the gold (spurious).")]
    predicted: Annotated[Label | None, Field(description="None: nothing predicted (missed).")]
    count: Annotated[int, Field(ge=1)]


class Mistake(_Model):
    """A difference between gold and prediction, in its context."""

    kind: Annotated[
        MistakeKind, Field(description='"wrong label" also where an edge is wrong besides.')
    ]
    gold: Annotated[Entity | None, Field(description="None for a spurious entity.")]
    predicted: Annotated[Entity | None, Field(description="None for a missed entity.")]
    source: Annotated[str, Field(description="Where the text was read, or its index.")]
    before: Annotated[str, Field(description="The text just before.")]
    span: Annotated[
        str, Field(description="From the first to the last character of gold and predicted.")
    ]
    after: Annotated[str, Field(description="The text just after.")]
    count: Annotated[
        int, Field(ge=1, description="Mistakes of this kind on the same names and labels.")
    ]


class Report(_Model):
    """The scores of a system on gold texts."""

    texts: Annotated[int, Field(ge=0, description="Texts scored.")]
    overall: Annotated[Scores, Field(description="Micro average: all entities together.")]
    by_label: dict[Label, Scores]
    confusions: Annotated[
        tuple[Confusion, ...], Field(description="By gold, then predicted label; right ones too.")
    ]
    errors: Annotated[
        tuple[Mistake, ...],
        Field(description="All mistakes by kind; in each, those made most often first."),
    ]
