"""Country codes of place names: CLDR names, the press's variants, and what is no country."""

import pytest
from babel import Locale

from entityfr.countries import country_code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Mali", "ML"),
        ("Birmanie", "MM"),
        ("Myanmar", "MM"),
        ("Côte d’Ivoire", "CI"),
        ("Côte d'Ivoire", "CI"),
        ("COTE D'IVOIRE", "CI"),
        ("RDC", "CD"),
        ("République démocratique du Congo", "CD"),
        ("Congo", "CG"),
        ("Congo-Brazzaville", "CG"),
        ("États-Unis", "US"),
        ("Etats-Unis", "US"),
        ("ÉTATS-UNIS", "US"),
        ("USA", "US"),
        ("U.S.A.", "US"),
        ("Grande-Bretagne", "GB"),
        ("Royaume-Uni", "GB"),
        ("Russie", "RU"),
        ("Guinée", "GN"),
        ("Guinée-Bissau", "GW"),
        ("Guinée équatoriale", "GQ"),
        ("Papouasie-Nouvelle-Guinée", "PG"),
        ("Corée du Nord", "KP"),
        ("la France", "FR"),
        ("l’Équateur", "EC"),
        ("La Réunion", "RE"),
        ("Hong Kong", "HK"),
        ("Viêt Nam", "VN"),
        ("Vietnam", "VN"),
        ("Kosovo", "XK"),
        ("Saint-Martin", "MF"),
    ],
)
def test_country_names(name: str, code: str) -> None:
    assert country_code(name) == code


@pytest.mark.parametrize(
    "name",
    [
        "Bamako",
        "Europe",
        "Afrique de l'Ouest",
        "Union européenne",
        "Bretagne",
        "Angleterre",
        "Écosse",
        "Canaries",
        "Sahel",
        "Corée",
        "Niger supérieur",
        "",
        "’",
    ],
)
def test_what_is_no_country_has_no_code(name: str) -> None:
    assert country_code(name) is None


def test_every_two_letter_territory_of_cldr_but_reserved_codes() -> None:
    reserved = {"AC", "CP", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
    names = {c: n for c, n in Locale("fr").territories.items() if len(c) == 2 and c.isalpha()}
    assert len(names.keys() - reserved) == 250  # the 249 of ISO 3166-1, and Kosovo
    assert {code: country_code(name) for code, name in names.items()} == {
        code: None if code in reserved else code for code in names
    }
