"""What an extraction gives back: `Entity` and `Extraction`, frozen pydantic models."""

import reprlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, overload

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    computed_field,
    model_validator,
)

from entityfr.groups import EntityGroup, find_groups, tie_groups
from entityfr.labels import Label

_SHORT = reprlib.Repr()
_SHORT.maxstring = 60
_SHOWN_ENTITIES = 5


class Title(BaseModel):
    """The civility or function that stands beside a person's name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Annotated[str, Field(min_length=1, description="The title, as it stands in the text.")]
    start: Annotated[int, Field(ge=0, description="Offset of its first character, in code points.")]
    end: Annotated[int, Field(ge=1, description="Offset after its last character (exclusive).")]


class Entity(BaseModel):
    """One mention of a name in a text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Annotated[str, Field(min_length=1, description="The name, as it stands in the text.")]
    label: Annotated[Label, Field(description="What the name stands for.")]
    start: Annotated[
        int, Field(ge=0, description="Offset of the first character in the text, in code points.")
    ]
    end: Annotated[
        int, Field(ge=1, description="Offset after the last character, in code points (exclusive).")
    ]
    title: Annotated[
        Title | None,
        Field(
            description="For a person: the civility or function directly before the name, or in "
            "apposition to it, without article or possessive; None when there is none."
        ),
    ] = None
    country: Annotated[
        str | None,
        Field(
            pattern="^[A-Z]{2}$",
            description="For a place that is a country or a territory: its ISO 3166-1 alpha-2 "
            "code (XK for Kosovo); None for every other place.",
        ),
    ] = None
    score: Annotated[
        float | None,
        Field(
            ge=0,
            le=1,
            description="The probability that the name, its extent and its label, is right; 1 for "
            "a name of the caller's vocabulary, None where the pipeline gives no probabilities.",
        ),
    ] = None
    """Calibrated: of the entities with a score of 0.8, about 80 % are right. It is no softmax, but
    a logistic regression on the recogniser's probabilities (of the name's words, of its label, of
    the words beside it), on what name lists say and on what later steps changed. It was fitted on
    French texts that the recogniser was not trained on; docs/reliability.md shows how well it
    holds on others. The last digits depend on which texts are computed together.
    """

    @model_validator(mode="after")
    def _check_length(self) -> "Entity":
        if self.end - self.start != len(self.text):
            raise ValueError(
                f"text has {len(self.text)} characters, but end - start is "
                f"{self.end - self.start}: offsets are code points, end exclusive"
            )
        return self


class Extraction(BaseModel, Sequence[Entity]):
    """A text and its entities: a sequence of `Entity`, in the order of the text.

    Entities never overlap, and each one's `text` is ``extraction.text[start:end]``.
    Validation rejects anything else.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Annotated[str, Field(description="The text as the caller passed it, unchanged.")]
    entities: Annotated[
        tuple[Entity, ...],
        Field(description="The entities in the order of the text; they never overlap."),
    ] = ()

    # What the input brings moves to where `cached_property` keeps the groups, and is then None:
    # an extraction read from a file equals the one that was written.
    given_groups: Annotated[
        tuple[EntityGroup, ...] | None,
        Field(
            alias="groups",
            exclude=True,
            repr=False,
            description="The groups as they are written; computed when left out.",
        ),
    ] = None

    @model_validator(mode="after")
    def _check_entities(self) -> "Extraction":
        end = 0
        for index, entity in enumerate(self.entities):
            _check_entity(entity, index, self.text, end)
            end = entity.end
        if self.given_groups is not None:
            self.__dict__["groups"] = tie_groups(self.given_groups, self.entities)
            self.__dict__["given_groups"] = None
        return self

    @computed_field(  # type: ignore[prop-decorator]
        description="One entry per person, place and organisation, in the order of their first "
        "mention; `indices` are positions in `entities`. May be left out of the input."
    )
    @cached_property
    def groups(self) -> tuple[EntityGroup, ...]:
        """One `EntityGroup` per person, place and organisation, in order of first mention.

        Computed at the first access, by rules over the names and the text around them, and
        kept. Every entity is in exactly one group.
        """
        return find_groups(self.text, self.entities)

    def model_copy(
        self, *, update: Mapping[str, Any] | None = None, deep: bool = False
    ) -> "Extraction":
        """Return a copy, as pydantic does; new entities or a new text have new groups."""
        copied = super().model_copy(update=update, deep=deep)
        if update and update.keys() & {"text", "entities"} and "groups" not in update:
            copied.__dict__.pop("groups", None)
        return copied

    def above(self, score: float) -> "Extraction":
        """Return an extraction of the same text with the entities whose score is at least `score`.

        Its groups are made of these entities alone. Raises `ValueError` for a score that is not
        from 0 to 1, and if an entity has none: scores come from entityfr's own pipeline.
        """
        check_score(score, "score")
        kept = []
        for index, entity in enumerate(self.entities):
            if entity.score is None:
                raise ValueError(
                    f"entities[{index}] ({_SHORT.repr(entity.text)}) has no score: it was found by "
                    "a pipeline that gives none, or read from a file without scores"
                )
            if entity.score >= score:
                kept.append(entity)
        return self.model_copy(update={"entities": tuple(kept)})

    @property
    def people(self) -> tuple[Entity, ...]:
        """The entities labelled PER."""
        return self._labelled(Label.PER)

    @property
    def places(self) -> tuple[Entity, ...]:
        """The entities labelled LOC."""
        return self._labelled(Label.LOC)

    @property
    def organisations(self) -> tuple[Entity, ...]:
        """The entities labelled ORG."""
        return self._labelled(Label.ORG)

    def _labelled(self, label: Label) -> tuple[Entity, ...]:
        return tuple(entity for entity in self.entities if entity.label is label)

    def __len__(self) -> int:
        return len(self.entities)

    # A pydantic model iterates over its fields; a sequence over its items, which is what a
    # reader of `for entity in extraction` expects. Dumping and copying do not use `__iter__`.
    def __iter__(self) -> Iterator[Entity]:  # type: ignore[override]
        return iter(self.entities)

    @overload
    def __getitem__(self, index: int) -> Entity: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Entity, ...]: ...
    def __getitem__(self, index: int | slice) -> Entity | tuple[Entity, ...]:
        return self.entities[index]

    def __repr__(self) -> str:
        shown = [f"{entity.text} {entity.label}" for entity in self.entities[:_SHOWN_ENTITIES]]
        if len(self.entities) > _SHOWN_ENTITIES:
            shown.append("…")
        number = f"{len(self)} {'entity' if len(self) == 1 else 'entities'}"
        listed = f"{number}: {', '.join(shown)}" if shown else number
        return f"<Extraction of {_SHORT.repr(self.text)}, {listed}>"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        from entityfr.html import highlight

        return highlight(self)


def check_score(score: float, where: str) -> float:
    """Return `score`; `ValueError` naming `where` unless it is from 0 to 1."""
    if not 0 <= score <= 1:
        raise ValueError(f"{where} must be from 0 to 1, not {score}")
    return score


def _check_entity(entity: Entity, index: int, text: str, previous_end: int) -> None:
    """Raise `ValueError` unless the entity stands in `text` at its offsets, after the last one."""
    where = f"entities[{index}]"
    if entity.end > len(text):
        raise ValueError(f"{where} ends at {entity.end}, but the text has {len(text)} characters")
    if entity.start < previous_end:
        raise ValueError(
            f"{where} starts at {entity.start}, before the previous entity's end {previous_end}: "
            "entities are in the order of the text and do not overlap"
        )
    found = text[entity.start : entity.end]
    if found != entity.text:
        raise ValueError(
            f"{where}.text is {_SHORT.repr(entity.text)}, but text[{entity.start}:{entity.end}] "
            f"is {_SHORT.repr(found)}: offsets are code points of the text, end exclusive"
        )
    title = entity.title
    if title is not None and text[title.start : title.end] != title.text:
        raise ValueError(
            f"{where}.title.text is {_SHORT.repr(title.text)}, but "
            f"text[{title.start}:{title.end}] is {_SHORT.repr(text[title.start : title.end])}"
        )
