import copy
import pickle
from collections.abc import Sequence

import pytest
from pydantic import ValidationError

from entityfr import Entity, Extraction, Label

TEXT = "M. Lavrov est à Bamako, dit l’ONU."
LAVROV = {"text": "Lavrov", "label": "PER", "start": 3, "end": 9}
BAMAKO = {"text": "Bamako", "label": "LOC", "start": 16, "end": 22}
ONU = {"text": "ONU", "label": "ORG", "start": 30, "end": 33}


@pytest.fixture
def extraction() -> Extraction:
    return Extraction.model_validate({"text": TEXT, "entities": [LAVROV, BAMAKO, ONU]})


def test_an_extraction_is_a_sequence_of_its_entities(extraction):
    lavrov, bamako, onu = extraction
    assert isinstance(extraction, Sequence)
    assert len(extraction) == 3
    assert extraction[0] == lavrov
    assert extraction[-1] == onu
    assert extraction[1:] == (bamako, onu)
    assert bamako in extraction
    assert extraction.index(onu) == 2


def test_entities_are_sorted_into_people_places_and_organisations(extraction):
    assert [entity.text for entity in extraction.people] == ["Lavrov"]
    assert [entity.text for entity in extraction.places] == ["Bamako"]
    assert [entity.text for entity in extraction.organisations] == ["ONU"]


def test_it_round_trips_through_json_copy_and_pickle(extraction):
    assert Extraction.model_validate_json(extraction.model_dump_json()) == extraction
    dumped = extraction.model_dump(mode="json", exclude_none=True)
    assert dumped["entities"] == [LAVROV, BAMAKO, ONU]
    assert pickle.loads(pickle.dumps(extraction)) == extraction
    assert copy.deepcopy(extraction) == extraction
    assert hash(extraction.model_copy()) == hash(extraction)


def test_labels_equal_their_strings(extraction):
    assert extraction[0].label is Label.PER
    assert extraction[0].label == "PER"
    assert f"{Label.ORG}" == "ORG"


@pytest.mark.parametrize(
    ("entities", "message"),
    [
        ([{**LAVROV, "text": "Lavrow"}], r"entities\[0\].text is 'Lavrow', but text\[3:9\]"),
        ([{**LAVROV, "end": 10}], "text has 6 characters, but end - start is 7"),
        ([{**ONU, "start": 32, "end": 35}], "ends at 35, but the text has 34 characters"),
        ([LAVROV, LAVROV], r"entities\[1\] starts at 3, before the previous entity's end 9"),
        ([BAMAKO, LAVROV], "in the order of the text"),
        ([{**LAVROV, "start": -1, "end": 5}], "greater than or equal to 0"),
        ([{**LAVROV, "label": "PERSON"}], "'PER', 'LOC', 'ORG' or 'MISC'"),
    ],
)
def test_validation_names_what_is_wrong(entities, message):
    with pytest.raises(ValidationError, match=message):
        Extraction.model_validate({"text": TEXT, "entities": entities})


def test_models_are_frozen(extraction):
    with pytest.raises(ValidationError, match="frozen"):
        extraction.text = ""
    with pytest.raises(ValidationError, match="frozen"):
        extraction[0].start = 0


def test_the_schema_describes_every_field():
    schema = Extraction.model_json_schema()
    for model in (schema, schema["$defs"]["Entity"]):
        for name, field in model["properties"].items():
            assert "description" in field, name


def test_repr_is_short_for_a_long_text(extraction):
    assert repr(extraction).endswith("3 entities: Lavrov PER, Bamako LOC, ONU ORG>")
    many = [Entity(text="a", label=Label.MISC, start=i, end=i + 1) for i in range(1000)]
    assert len(repr(Extraction(text="a" * 1_000_000, entities=tuple(many)))) < 200


def test_html_highlights_entities_in_escaped_text():
    text = "<script>alert('$1')</script>\nBouygues & Cie, \ud800"
    entity = {"text": "Bouygues & Cie", "label": "ORG", "start": 29, "end": 43}
    html = Extraction.model_construct(text=text, entities=(Entity(**entity),))._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "Bouygues &amp; Cie" in html
    assert "<mark" in html
    html.encode("utf-8")
