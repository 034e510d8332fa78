"""Words that say what kind of organisation a name is for, and small words inside names."""

# Before a proper name they are no part of it: « groupe TotalEnergies », « société Bolloré ».
GENERIC_HEADS = frozenset(
    ["groupe", "societe", "compagnie", "entreprise", "association", "ong", "chaine", "journal"]
)
# After a proper name they say the legal form: « Roquette Frères », « Swatch Group », « Total SA ».
LEGAL_TAILS = frozenset(
    ["sa", "sas", "sarl", "sasu", "se", "nv", "bv", "ag", "gmbh", "spa", "inc", "ltd", "llc", "plc"]
)
LEGAL_TAILS |= {"corp", "corporation", "group", "groupe", "holding", "freres", "cie", "co", "fils"}

# They may give their letter to an acronym, or not.
SMALL_WORDS = frozenset(
    ["de", "du", "des", "d", "la", "le", "les", "l", "a", "au", "aux", "et", "en", "pour", "par"]
)
SMALL_WORDS |= {"sur", "dans", "contre", "of", "the", "for", "and", "y", "e", "und", "fur"}

OF = frozenset(["de", "du", "des", "d"])

# First words of clubs, which sport calls by their town alone.
CLUBS = frozenset(
    ["fc", "ac", "as", "rc", "us", "sc", "es", "aj", "og", "ogc", "ca", "cs", "bc", "hbc", "hc"]
)
CLUBS |= {
    "real",
    "olympique",
    "stade",
    "racing",
    "entente",
    "sporting",
    "union",
    "club",
    "athletic",
}
CLUBS |= {"association", "cercle", "etoile", "amicale", "athletic", "usm", "uso", "asm"}

# Names of one organisation that neither letters nor words show to be one.
KNOWN = (
    ("onu", "nationsunies", "organisationdesnationsunies"),
    ("otan", "nato", "allianceatlantique", "organisationdutraitedelatlantiquenord"),
    ("daech", "daesh", "etatislamique", "ei", "isis", "organisationetatislamique"),
    ("ue", "unioneuropeenne", "eu"),
    ("cedeao", "ecowas", "communauteeconomiquedesetatsdelafriquedelouest"),
    ("msf", "medecinssansfrontieres"),
    ("hcr", "unhcr", "hautcommissariatdesnationsuniespourlesrefugies"),
    ("lr", "republicains"),
    ("pcf", "particommuniste", "particommunistefrancais"),
    ("om", "olympiquedemarseille"),
    ("ol", "olympiquelyonnais"),
    ("chebab", "shebab", "alchabab", "alshabaab", "shebabs", "chebabs"),
    ("unicef", "fondsdesnationsuniespourlenfance"),
    ("fifa", "federationinternationaledefootballassociation"),
)


def core_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a name without its kind before it and its legal form after it."""
    first = 1 if len(words) > 1 and words[0] in GENERIC_HEADS and words[1] not in OF else 0
    last = len(words)
    while last - first > 1 and words[last - 1] in LEGAL_TAILS:
        last -= 1
    while last - first > 1 and words[last - 1] == "et":
        last -= 1
    return words[first:last]
