"""The words at the edges of French names: what leads up to a name and what belongs to it.

All forms are in lower case with a plain apostrophe; compare with `fold`.
"""


def fold(word: str) -> str:
    """Return `word` in lower case with a plain apostrophe."""
    return word.lower().replace("’", "'").replace("ʼ", "'")


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


ARTICLES = _words("le la les l' du des au aux un une")

ELISIONS = _words("l' d' qu' n' s' c' j' m' t' jusqu' lorsqu' puisqu' quoiqu'")

# A capital one of these may be an article or preposition at the start of a sentence; N'Djamena and
# M'Bour are whole names.
CAPITAL_ELISIONS = _words("l' d' qu' jusqu' lorsqu' puisqu' quoiqu'")
NAME_ELISIONS = frozenset({"N'", "M'", "N’", "M’"})

PREPOSITIONS = _words(
    "à de en et ou ni par pour sur sous dans chez vers avec sans contre entre selon que qui dont",
)

# What no name begins or ends with in lower case.
LINKS = (
    ARTICLES
    | ELISIONS
    | PREPOSITIONS
    | _words(
        "ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs",
        "cher chère chers chères feu feue",
    )
)

# Lower-case words that begin the name of a person.
PARTICLES = _words(
    "von van der den ben bin ibn al el di da dos della del ter ten abd abu abou y zu zum vom ab"
)

# With one of these before it, a "de" or "d'" is the particle of a surname: le général de Gaulle.
CIVILITIES = _words(
    "m m. mm mm. mme mme. mmes mlle mlle. mlles mgr mgr. dr dr. pr pr. prof. me me. monsieur",
    "madame mademoiselle messieurs mesdames mesdemoiselles monseigneur docteur docteure",
    "professeur professeure maître sœur soeur frère",
)
FUNCTIONS = _words(
    "président présidente vice-président vice-présidente ex-président ex-présidente",
    "ministre ex-ministre premier première chancelier chancelière secrétaire général générale",
    "colonel lieutenant-colonel lieutenant capitaine commandant commandante adjudant sergent major",
    "caporal amiral vice-amiral maréchal brigadier commissaire inspecteur inspectrice",
    "roi reine prince princesse empereur impératrice sultan émir tsar duc duchesse comtesse",
    "député députée sénateur sénatrice eurodéputé eurodéputée ambassadeur ambassadrice",
    "préfet préfète procureur procureure gouverneur gouverneure directeur directrice",
    "cardinal archevêque évêque",
)
# Only in lower case: with a capital these are first names or surnames as well.
LOWER_FUNCTIONS = FUNCTIONS | _words(
    "saint sainte pape maire juge abbé père mère comte baron baronne marquis marquise chef",
    "cheffe cheikh imam rabbin avocat avocate journaliste écrivain écrivaine chanteur chanteuse",
    "acteur actrice entraîneur entraîneuse sélectionneur sélectionneuse patron patronne",
    "porte-parole",
)

# Titles after which "de" begins the surname: le vicomte de Chateaubriand, la famille de Wendel.
TITLES = _words(
    "chevalier vicomte vicomtesse vicomtes vicomtesses comtes marquis marquises ducs barons",
    "famille gén gén. gen gen. gal gal.",
)

# Names in which the civility is no civility.
NAMES_WITH_CIVILITY = frozenset(
    {"dr. dre", "dr dre", "dr. no", "dr no", "maître gims", "sœur sourire", "m. pokora"}
)

# What follows these names the office, not an organisation: ministre des Affaires étrangères.
OFFICES = _words("ministre ex-ministre ministres secrétaire secrétaires premier première garde")

# Nouns before the name of a place (la ville de Troyes) or an organisation (le groupe Wagner).
PLACE_NOUNS = _words(
    "ville commune village département région province préfecture wilaya district métropole",
    "agglomération capitale",
)
ORGANISATION_NOUNS = _words(
    "groupe société entreprise compagnie journal quotidien hebdomadaire magazine chaîne milice",
    "constructeur opérateur éditeur ong",
)

# Nouns that begin the official name of an institution, in lower case too: agence de l'eau.
INSTITUTION_NOUNS = _words(
    "académie agence assemblée association autorité banque brigade bureau caisse cellule centre",
    "chambre collectif comité commissariat commission communauté compagnie confédération conseil",
    "coordination cour direction école établissement fédération fondation fonds front groupe",
    "groupement haute haut inspection institut laboratoire ligue ministère mission mouvement",
    "mutuelle observatoire office organisation parquet parti pôle rassemblement régie",
    "secrétariat service société syndicat tribunal union unité université",
)

# After these the noun belongs to the official name: groupe scolaire Jules-Ferry.
OFFICIAL_ADJECTIVES = _words("scolaire hospitalier hospitalière hospitalo-universitaire")

STREET_NOUNS = _words(
    "rue avenue boulevard place allée allées quai chemin impasse cours square route passage",
    "ruelle esplanade faubourg av. av bd. bd boul.",
)

# An adjective before the last word of a street makes it no town: route des Grandes Alpes.
STREET_ADJECTIVES = _words(
    "grand grande grands grandes petit petite petits petites vieux vieille vieilles haut haute",
    "hauts hautes bas basse basses beau belle beaux belles saint sainte saints",
)

MONTHS = _words(
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
)

# Their full stop is part of a name: Harry Connick Jr., Time Warner Inc.
ABBREVIATIONS = frozenset({"Jr", "Sr", "Inc", "inc", "Co", "Corp", "Ltd", "Bros", "Cie"})

# Names that keep a capital article at the start of a sentence too, where the capital says nothing.
# The first words are enough: "le monde" also stands for Le Monde diplomatique.
NAMES_WITH_ARTICLE = frozenset(
    """
    la rochelle|la haye|la havane|la mecque|la paz|la valette|la nouvelle-orléans|la corogne
    la roche-sur-yon|la ciotat|la baule|la courneuve|la garenne-colombes|la seyne-sur-mer
    la teste-de-buch|la flèche|la plagne|la clusaz|la défense|la madeleine|la possession
    la chaux-de-fonds|la louvière|la grande-motte|la rochefoucauld|la bourboule|la réole
    la chapelle|la ferté|la motte|la mothe|la roche|la bastide|la neuville|la celle|la selle
    la boissière|la ferrière|la roque|la rochette|la balme|la bâtie|la salvetat|la neuveville
    la villeneuve|la garenne|la seyne|la réunion|la pocatière|la châtaigneraie|l'abergement
    le mesnil|le ménil|le plessis|le plessier|le breuil|le theil|le vernet|le châtelet|le coudray
    le poët|le puy|le vigan|le quesnoy|le croisic|le pouliguen|le faouët|le petit-quevilly
    le grand-quevilly|le pont-de-beauvoisin|le pont-de-claix|le monêtier-les-bains|le grau-du-roi
    les baux-de-provence|les rousses|les sables|les contamines|les éparges|les ponts-de-cé
    la tour-du-pin|la chapelle-sur-erdre|la celle-saint-cloud|la trinité-sur-mer
    le havre|le mans|le caire|le cap|le pirée|le creusot|le touquet|le puy-en-velay|le cannet
    le port|le tampon|le lamentin|le perreux-sur-marne|le blanc-mesnil|le bourget|le raincy
    le plessis-robinson|le chesnay|le kremlin-bicêtre|le pré-saint-gervais|le barcarès|le gosier
    le robert|le françois|le lavandou|le verdon|le vésinet|le pecq|le locle
    les ulis|les lilas|les sables-d'olonne|les abymes|les mureaux|les herbiers|les arcs
    les pavillons-sous-bois|les clayes-sous-bois|les andelys|les saintes-maries-de-la-mer
    les deux alpes|les menuires|les escaldes|l'haÿ-les-roses|l'isle-adam|l'isle-d'abeau
    l'isle-sur-la-sorgue|l'île-rousse|l'aiguillon-sur-mer|l'alpe d'huez|l'aquila
    le monde|le figaro|le parisien|le point|le canard enchaîné|le progrès|le télégramme
    le dauphiné libéré|le soir|le temps|le devoir|le petit journal|le nouvel observateur
    le nouvel obs|le journal du dimanche|le bien public|le berry républicain|le courrier picard
    le républicain lorrain|le courrier de l'ouest|le matin|le pays|le point afrique|le gorafi
    la croix|la dépêche|la libre belgique|la presse|la provence|la montagne|la tribune
    la voix du nord|la nouvelle république|la marseillaise|la stampa|la repubblica|la vie
    l'équipe|l'express|l'obs|l'humanité|l'opinion|l'est républicain|l'alsace|l'union
    le courrier|le journal de|le journal des|le cri du peuple|la gazette|la libre|l'écho
    l'indépendant|l'événement|l'intransigeant|l'économiste|la chaîne parlementaire
    l'orient-le jour|l'usine nouvelle|l'étudiant|l'avenir
    les échos|les inrockuptibles|les inrocks|les dernières nouvelles d'alsace
    la poste|la banque postale|la française des jeux|la redoute|la halle|la fnac|l'oréal
    l'occitane|le crédit lyonnais|le slip français|le bon marché|le printemps
    la france insoumise|la république en marche|la manif pour tous|la ligue du lol
    les républicains|les écologistes|les patriotes|les centristes|les verts|les soulèvements
    les amis|les films de|les films du|les restos du cœur|les restos du coeur
    les bleus|les bleues|le pen
    """.replace("\n", "|")
    .replace("|    ", "|")
    .strip("|")
    .split("|")
) - {""}
