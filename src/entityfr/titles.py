"""The civility or function that stands directly beside a person's name.

Patterns over words, no parser: a title is a civility (« M. », « Dr ») or a noun of office or
occupation with its adjectives and its complements (« ministre russe des Affaires étrangères »).
"""

import re
from functools import lru_cache
from typing import NamedTuple

from entityfr.function_nouns import CIVILITIES, PREMODIFIERS, QUALIFIERS, is_function_noun

_WINDOW = 140
_WORD = re.compile(
    r"(?:\b(?:[ldnsjmcLDNSJMC]|[qQ]u)['’ʼ])|\b(?:M|MM|Mr|Mrs|Mme|Dr|Pr)\.|\w+(?:-\w+)*"
    r"|[^\w\s]"
)
# No title crosses one of these; the point of « M. » is none.
_BREAKS = (*'.,;:!?…«»()[]"“”', "\n\n", "\n\r\n")
# A name stands alone, or its apposition is over, when one of these follows.
_CLOSING = re.compile(r"\s*(?:[,.;:!?)»\]—–\"”]|\n\s*\n|\Z)")

_COMMA = re.compile(r"\s*,\s+")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_LOWER_CIVILITIES = _set("""
monsieur madame mademoiselle messieurs mesdames monseigneur maître docteur saint sainte don sœur
""")
# Nouns of kinship that are titles in religion, or of characters (« le père Goriot »), only
# right before the name and never after a possessive (« son frère Luc »).
_KIN = frozenset(["père", "mère", "frère", "sœur"])
_POSSESSIVES = _set("""
mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs
""")
_DETERMINERS = (
    _set("""
le la les l' un une du des de d' au aux ce cet cette cher chère bonjour merci
""")
    | _POSSESSIVES
)
_ARTICLES = frozenset(["le", "la", "les", "l'", "un", "une"])
_PREPOSITIONS = frozenset(["de", "du", "des", "d'", "à", "au", "aux", "pour", "chargé", "chargée"])
_EN = frozenset(["chef", "exercice", "second", "titre", "droit"])
# Words that end what a title can hold.
_STOPS = _set("""
a ont est sont avait était sera qui que qu' dont où depuis lors pendant avant après et ou mais
ni ne n' se s' y en sur sous avec dans par chez selon âgé âgée né née
""")
_NEVER_LAST = tuple(f" {word}" for word in sorted(_STOPS | _ARTICLES | _PREPOSITIONS))
_ADJECTIVE = re.compile(
    r"\w+(?:al|ale|aux|ales|iques?|ien(?:ne)?s?|ais(?:e|es)?|ois(?:e|es)?|ains?|aines?|ifs?|ives?"
    r"|aires?|ers|ères?|eux|els?|elles?|istes?|ins?|ines?|ols?|oles?|ecs?|cques?|ards?|ans?|anes?"
    r"|otes?|ots|inabè|ues?)"
)
_ADJECTIVES = _set("""
délégué déléguée adjoint adjointe chargé chargée suppléant suppléante émérite sortant sortante
unies unis turc grec suisse belge russe russes arabe slovaque tchèque serbe croate suédois
bulgare kurde basque corse bretonne breton afghan allemand allemande flamand flamande normand
normande malgache européen rwandais burkinabé blanc étranger étrangère extérieures suprême
publique public publics mobile spécial spéciale indépendant indépendante indépendantiste
religieux vert verte volontaire juif juive catholique laïc mixte britannique moldave slovène
letton monégasque catalan occitan haut
""")
_VERBS = _set("""
explique indique critique applique implique pratique communique réplique revendique complique
fabrique appelle rappelle renouvelle révèle arrive prive active motive entraîne ramène amène
mène donne tue salue continue évalue joue loue situe attribue distribue constitue élue reçue
préfère considère espère gère suggère libère opère accélère remue avoue alloue
""")


class _Word(NamedTuple):
    """A word or a mark of the text; `norm` is lower case with a plain apostrophe."""

    text: str
    norm: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()


def find_title(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the offsets of the title of the person named at ``text[start:end]``, or None.

    The title right before the name comes first (« M. Lavrov », « le colonel Goïta »), then one
    before it and a comma (« Le ministre russe des Affaires étrangères, Sergueï Lavrov, »), then
    an apposition after it (« Abdoulaye Diop, chef de la diplomatie malienne, »). The span has
    neither the article nor the possessive before it, nor words that do not belong to the
    function (« jeune », « célèbre », « actuel »); « ancien », « ex- », « vice- » and « premier »
    belong to it, and so do its adjectives and complements. « M. le maire » is one title.
    Kinship, age and nationality alone are no titles. Offsets are code points, end exclusive.
    """
    left = text[max(0, start - _WINDOW) : start].rstrip()
    if left.endswith(","):
        comma = text.rindex(",", 0, start)
        alone = _CLOSING.match(text, end)
        return (alone and _before(_left(text, comma), comma=True)) or _after(text, end)
    # Most names follow a word that ends no title: that is seen without reading further left.
    if left and (left[-1].isalnum() or left[-1] == ".") and not left.endswith(_NEVER_LAST):
        return _before(_left(text, start), comma=False) or _after(text, end)
    return _after(text, end)


def _left(text: str, end: int) -> list[_Word]:
    """Return the words before `end`, back to the last mark that no title crosses."""
    start = max(0, end - _WINDOW)
    for mark in _BREAKS:
        at = text.rfind(mark, start, end)
        if at >= 0 and not (mark == "." and text[at - 1] in "Mr"):
            start = at + len(mark)
    return _words(text, start, end)


def _right(text: str, start: int) -> list[_Word]:
    """Return the words from `start` to the next mark that no title crosses."""
    end = min(len(text), start + _WINDOW)
    for mark in _BREAKS:
        at = text.find(mark, start, end)
        end = at if at >= 0 else end
    return _words(text, start, end)


def _words(text: str, start: int, end: int) -> list[_Word]:
    return [_Word(m[0], _norm(m[0]), m.start(), m.end()) for m in _WORD.finditer(text, start, end)]


@lru_cache(maxsize=8192)
def _norm(word: str) -> str:
    return word.lower().replace("’", "'").replace("ʼ", "'")


def _before(words: list[_Word], *, comma: bool) -> tuple[int, int] | None:
    """Return the title that ends the words, those left of a name (or of a comma before it)."""
    if not words or not words[-1].is_word:
        return None
    last = words[-1]
    if not comma and (last.text in CIVILITIES or last.text in _LOWER_CIVILITIES):
        possessed = len(words) > 1 and words[-2].norm in _POSSESSIVES
        return None if last.norm in _KIN and possessed else (last.start, last.end)
    found = None
    for index in range(len(words) - 1, max(-1, len(words) - 16), -1):
        if not words[index].is_word or words[index].norm in _STOPS - {"et", "en"}:
            break
        if is_function_noun(words[index].norm) and _introduced(words, index, comma):
            if _reach(words, index) != len(words):
                continue
            found = (words[_title_start(words, index)].start, last.end)
            if not comma:
                break
    return found


def _introduced(words: list[_Word], index: int, comma: bool) -> bool:
    """Tell whether a determiner or a break stands before the noun and its premodifiers."""
    kin = words[index].norm in _KIN
    if kin and (comma or index != len(words) - 1):
        return False
    index -= 1
    while index >= 0 and words[index].norm in PREMODIFIERS | QUALIFIERS:
        index -= 1
    if index < 0 or not words[index].is_word:
        return not comma
    if kin and words[index].norm in _POSSESSIVES:
        return False
    return words[index].norm in _DETERMINERS


def _title_start(words: list[_Word], head: int) -> int:
    """Return the index where the title begins: its premodifiers, and « M. le » before it."""
    first = head
    while first > 0 and words[first - 1].norm in PREMODIFIERS:
        first -= 1
    if first > 1 and words[first - 1].norm in _ARTICLES:
        civility = words[first - 2].text
        if civility in CIVILITIES or civility in _LOWER_CIVILITIES:
            return first - 2
    return first


def _after(text: str, end: int) -> tuple[int, int] | None:
    """Return the title in apposition after the comma that follows a name."""
    comma = _COMMA.match(text, end)
    if not comma:
        return None
    words = _right(text, comma.end())
    article = bool(words) and words[0].norm in _ARTICLES
    head = int(article)
    while head < len(words) and words[head].norm in PREMODIFIERS | QUALIFIERS:
        head += 1
    if head >= len(words) or not is_function_noun(words[head].norm) or words[head].norm in _KIN:
        return None
    stop = _reach(words, head)
    # « Areola, Chevalier » is a list of names; « Julie Mercier, Directrice commerciale » is not.
    if words[head].text.istitle() and stop == head + 1:
        return None
    following = words[stop] if stop < len(words) else None
    if following and following.is_word and (article or following.norm not in _STOPS):
        return None
    return words[_title_start(words, head)].start, words[stop - 1].end


def _reach(words: list[_Word], head: int) -> int:
    """Return the index after the noun phrase whose noun is ``words[head]``."""
    index = head + 1
    while index < len(words) and _modifies(words[index]):
        index += 1
    while index < len(words):
        after = _complement(words, index)
        if after == index:
            break
        index = after
    return index


def _modifies(word: _Word) -> bool:
    """Tell whether a word may follow the noun: an adjective, a second noun, an acronym."""
    if not word.is_word or word.norm in _STOPS:
        return False
    return _is_adjective(word.text) or is_function_noun(word.norm) or _is_acronym(word.text)


@lru_cache(maxsize=8192)
def _is_adjective(word: str) -> bool:
    if not word.islower() or word in _VERBS:
        return False
    return word in _ADJECTIVES or bool(_ADJECTIVE.fullmatch(word))


def _is_acronym(word: str) -> bool:
    return 1 < len(word) <= 7 and word.isupper()


def _complement(words: list[_Word], index: int) -> int:
    """Return the index after the complement that begins at `index`, or `index` for none."""
    begin = index
    if words[index].norm == "et" and index + 1 < len(words):
        index += 1
        if is_function_noun(words[index].norm):
            return _reach(words, index)
    if words[index].norm == "en":
        named = index + 1 < len(words) and words[index + 1].norm in _EN
        return index + 2 if named else begin
    if words[index].norm not in _PREPOSITIONS:
        return begin
    index += 1
    while index < len(words) and words[index].norm in _ARTICLES | _PREPOSITIONS:
        index += 1
    if index >= len(words) or not _names(words[index]):
        return begin
    index += 1
    while index < len(words) and _continues(words[index - 1], words[index]):
        index += 1
    return index


def _names(word: _Word) -> bool:
    """Tell whether a word may be the noun of a complement."""
    ordinal = word.text[0].isdigit() and word.text.endswith("e")
    return (word.is_word or ordinal) and word.norm not in _STOPS


def _continues(previous: _Word, word: _Word) -> bool:
    """Tell whether a word carries on the noun before it: an adjective, or a name of two words."""
    if not word.is_word or word.norm in _STOPS:
        return False
    if word.text[0].isupper():
        return previous.text[0].isupper() or _is_acronym(word.text)
    return _is_adjective(word.text)
