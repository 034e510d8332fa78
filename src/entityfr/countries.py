"""The country or territory that a French place name stands for, as an ISO 3166-1 alpha-2 code.

Names come from CLDR by Babel (French of France and of Canada), and from the variants that the
press uses and CLDR does not list. Nothing is loaded before the first look-up.
"""

import re
import unicodedata
from functools import cache, lru_cache
from types import MappingProxyType

# Codes that CLDR has and ISO 3166-1 does not assign: exceptional reservations (Ascension,
# Clipperton, Diego Garcia, Ceuta and Melilla, the Canaries, Tristan da Cunha), groupings (EU,
# the euro zone, UN, outlying Oceania) and pseudo-locales. Kosovo stays: ISO leaves XK to its
# users, and the European Union and CLDR use it.
_RESERVED = "AC CP DG EA EU EZ IC QO TA UN XA XB ZZ"
_NOT_COUNTRIES = frozenset(_RESERVED.split())

_VARIANTS = {
    "AE": "Émirats; EAU",
    "BA": "Bosnie",
    "BO": "État plurinational de Bolivie",
    "BY": "Bélarus; Belarus",
    "CC": "Îles Keeling",
    "CD": "RDC; RD Congo; R.D. Congo; République démocratique du Congo; Congo Kinshasa; Zaïre; "
    "Congo démocratique",
    "CF": "Centrafrique; RCA",
    "CG": "Congo; République du Congo; Congo Brazzaville",
    "CH": "Confédération suisse; Confédération helvétique",
    "CI": "RCI; République de Côte d'Ivoire",
    "CN": "République populaire de Chine; RPC; Chine populaire",
    "CV": "Cabo Verde; Îles du Cap-Vert",
    "CZ": "République tchèque",
    "DE": "RFA; République fédérale d'Allemagne",
    "EH": "République arabe sahraouie démocratique; RASD",
    "FJ": "Fiji; Îles Fidji",
    "FK": "Malouines; Falkland; Îles Falkland",
    "FM": "États fédérés de Micronésie",
    "FO": "Féroé",
    "FR": "République française",
    "GB": "Grande-Bretagne; UK; U.K.; Royaume-Uni de Grande-Bretagne et d'Irlande du Nord",
    "GF": "Guyane",
    "GN": "Guinée-Conakry; République de Guinée",
    "GW": "Guinée-Bissao",
    "HK": "Hong Kong; Hongkong",
    "IE": "Éire; République d'Irlande",
    "IR": "République islamique d'Iran",
    "KG": "Kirghizie",
    "KN": "Saint-Kitts-et-Nevis; Saint-Christophe-et-Nevis",
    "KP": "République populaire démocratique de Corée; RPDC",
    "KR": "République de Corée",
    "LK": "Ceylan",
    "MD": "Moldova",
    "MK": "Macédoine; ARYM",
    "MM": "Birmanie; Myanmar",
    "MO": "Macao",
    "MR": "République islamique de Mauritanie",
    "MU": "Île Maurice",
    "MV": "Îles Maldives",
    "NL": "Hollande",
    "PR": "Puerto Rico",
    "PS": "Palestine; État de Palestine",
    "PW": "Palau",
    "RE": "Île de la Réunion",
    "RU": "Fédération de Russie; Fédération russe",
    "SA": "Royaume d'Arabie saoudite",
    "SC": "Îles Seychelles",
    "SR": "Surinam",
    "SS": "Sud-Soudan",
    "ST": "Sao Tomé; São Tomé; São Tomé-et-Príncipe",
    "SV": "El Salvador; Le Salvador",
    "SX": "Sint Maarten",
    "SY": "République arabe syrienne",
    "SZ": "Swaziland",
    "TF": "TAAF; Terres australes et antarctiques françaises",
    "TL": "Timor-Leste",
    "TR": "Türkiye",
    "TT": "Trinidad-et-Tobago",
    "TW": "Formose; République de Chine",
    "TZ": "République unie de Tanzanie",
    "US": "USA; U.S.A.; E.-U.; États-Unis d'Amérique",
    "VA": "Vatican; Saint-Siège; Cité du Vatican",
    "VE": "République bolivarienne du Venezuela",
    "VN": "Vietnam; République socialiste du Viêt Nam",
}

_ARTICLE = re.compile(r"(?:l|d) (?=\w)|(?:le|la|les) (?=\w)")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")
# CLDR writes « Myanmar (Birmanie) »: what stands in the brackets distinguishes or repeats.
_BRACKETS = re.compile(r"\s*\([^)]*\)")


def _key(name: str) -> str:
    """Return `name` without case, accents, apostrophes, hyphens, points and leading article."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe"))
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    spaced = _NOT_LETTERS.sub(" ", letters.replace(".", "")).strip()
    return _ARTICLE.sub("", spaced, count=1) if _ARTICLE.match(spaced) else spaced


@cache
def _table() -> MappingProxyType[str, str]:
    """Return the code of each name by its key, read once from CLDR."""
    from babel import Locale

    codes: dict[str, str] = {}
    for locale in ("fr_CA", "fr"):
        for code, name in Locale.parse(locale).territories.items():
            if len(code) == 2 and code not in _NOT_COUNTRIES:
                codes[_key(name)] = code
                if locale == "fr":
                    codes.setdefault(_key(_BRACKETS.sub("", name)), code)
    for code, names in _VARIANTS.items():
        codes.update((_key(name), code) for name in names.split(";"))
    return MappingProxyType(codes)


@lru_cache(maxsize=4096)
def country_code(name: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a country or territory named in French.

    Case, accents, apostrophes, hyphens and a leading article make no difference:
    « la Côte d’Ivoire » and « COTE D'IVOIRE » are both ``"CI"``. Kosovo is ``"XK"``, the code
    that ISO leaves to its users. None for everything else: cities, continents, regions, and
    the nations of the United Kingdom (« Angleterre », « Écosse »), which have no code of their
    own; « Grande-Bretagne » is used for the state and is ``"GB"``. « Congo » alone is ``"CG"``.

    Source of the names: Unicode CLDR, French territory names, as Babel ships them.
    """
    return _table().get(_key(name))
