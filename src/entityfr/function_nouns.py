"""French nouns for civilities, ranks, offices and occupations, in all their inflected forms.

The lists are ours and hold the masculine singular; the feminine and the plural are derived.
Derived forms that nobody uses do no harm: the words are only looked up, never produced.
"""

from functools import cache, lru_cache

_CIVILITIES = (
    "M. MM. M Mr Mr. Mme Mmes Mme. Mlle Mlles Me Mgr Dr Dr. Dre Drs Dres Pr Pr. Prs St Ste "
    "Monsieur Messieurs Madame Mesdames Mademoiselle Mesdemoiselles Monseigneur Maître Maîtres "
    "Sir Lord Lady Miss Mrs Ms Mrs. Lt Cdt"
)
CIVILITIES = frozenset(_CIVILITIES.split())

_OFFICES = """
président pdg dg premier-ministre ministre secrétaire chancelier chef dirigeant leader
député sénateur maire adjoint conseiller élu préfet sous-préfet gouverneur ambassadeur consul
commissaire représentant émissaire envoyé négociateur médiateur diplomate attaché porte-parole
parlementaire eurodéputé rapporteur questeur bourgmestre échevin syndic doyen recteur
candidat opposant militant délégué coordinateur coordonnateur trésorier administrateur
gestionnaire directeur patron gérant fondateur cofondateur créateur propriétaire
actionnaire associé responsable cadre manager manageur employeur employé salarié intendant
économe receveur percepteur contrôleur inspecteur auditeur vérificateur greffier huissier notaire
juge magistrat procureur substitut avocat bâtonnier juré assesseur juriste légiste expert
psychiatre psychologue psychanalyste roi reine prince princesse empereur impératrice tsar
tsarine sultan émir calife khédive chah raïs duc duchesse archiduc comte comtesse vicomte vicomtesse
marquis baron baronne chevalier seigneur sire dauphin infante régent lord dame pape archevêque
évêque cardinal curé abbé abbesse prêtre père frère sœur mère moine dom pasteur rabbin imam
ayatollah mollah cheikh mufti grand-rabbin grand-mufti diacre chanoine vicaire nonce prophète
apôtre saint bienheureux lama pharaon général maréchal amiral contre-amiral vice-amiral
colonel lieutenant-colonel commandant capitaine lieutenant sous-lieutenant major adjudant
adjudant-chef sergent sergent-chef caporal caporal-chef brigadier brigadier-chef soldat aspirant
officier sous-officier gendarme policier gardien pompier agent détective garde shérif marshal
légionnaire tirailleur matelot commodore skipper pilote cosmonaute astronaute spationaute aviateur
"""

_OCCUPATIONS = """
médecin docteur professeur prof généraliste chirurgien anesthésiste urgentiste pédiatre
cardiologue épidémiologiste infectiologue virologue infirmier aide-soignant sage-femme
kinésithérapeute pharmacien vétérinaire dentiste soignant brancardier ambulancier enseignant
instituteur maître étudiant lycéen chercheur universitaire historien géographe
économiste sociologue politologue philosophe anthropologue ethnologue linguiste
archéologue philologue archiviste bibliothécaire documentaliste conservateur commissaire-priseur
mathématicien physicien chimiste biologiste géologue climatologue météorologue glaciologue
sismologue volcanologue botaniste zoologue entomologiste écologue agronome ingénieur technicien
informaticien développeur analyste consultant spécialiste savant inventeur
explorateur navigateur alpiniste guide secouriste journaliste reporter correspondant chroniqueur
éditorialiste présentateur animateur rédacteur éditeur photographe caméraman documentariste
cinéaste réalisateur metteur producteur acteur actrice comédien scénariste dramaturge humoriste
chanteur cantatrice soprano ténor baryton musicien violoniste violoncelliste pianiste guitariste
bassiste batteur trompettiste saxophoniste accordéoniste organiste compositeur parolier rappeur
slameur dj danseur chorégraphe peintre sculpteur graveur plasticien dessinateur illustrateur
bédéiste caricaturiste styliste couturier créatif mannequin architecte urbaniste paysagiste
décorateur écrivain écrivaine romancier poète poétesse essayiste auteur autrice traducteur
nouvelliste biographe critique galeriste collectionneur entrepreneur industriel
banquier financier négociant grossiste armateur marchand commerçant vendeur
caissier boulanger pâtissier boucher charcutier épicier fromager poissonnier cuisinier
restaurateur serveur sommelier hôtelier cafetier buraliste fleuriste coiffeur esthéticien libraire
imprimeur facteur postier livreur chauffeur routier conducteur cheminot mécanicien garagiste
électricien plombier maçon menuisier charpentier couvreur ébéniste forgeron ferronnier soudeur
ouvrier tourneur mineur docker manutentionnaire agriculteur éleveur cultivateur paysan exploitant
maraîcher vigneron viticulteur berger bergère apiculteur ostréiculteur pêcheur mareyeur piroguier
marin bûcheron forestier jardinier chasseur orpailleur creuseur couturière tailleur tisserand
artisan potier céramiste bijoutier horloger joaillier styliste assistant standardiste comptable
réceptionniste concierge domestique gouvernante nourrice éducateur travailleur syndicaliste
bénévole retraité humanitaire activiste hacktiviste rebelle guérillero djihadiste milicien
entraîneur coach sélectionneur capitaine attaquant buteur avant-centre ailier milieu défenseur
latéral libéro stoppeur meneur pivot arrière pilier talonneur flanker
troisième-ligne deuxième-ligne ouvreur joueur footballeur rugbyman handballeur basketteur
volleyeur hockeyeur tennisman nageur sprinteur marathonien athlète sauteur lanceur
perchiste décathlonien cycliste coureur grimpeur rouleur baroudeur boxeur judoka judokate lutteur
escrimeur fleurettiste épéiste sabreur gymnaste patineur skieur biathlète snowboardeur surfeur
voileux rameur kayakiste cavalier jockey golfeur champion arbitre porte-drapeau remplaçant
trapéziste magicien youtubeur influenceur streamer espion
"""

# Kinds of words that may stand between a determiner and the noun, and belong to the title.
_PREMODIFIERS = (
    "ancien ancienne anciens anciennes ex premier première haut haute grand grande principal "
    "principale feu double triple second seconde"
)
PREMODIFIERS = frozenset(_PREMODIFIERS.split())

# Between determiner and noun too, but no part of the title.
_QUALIFIERS = (
    "actuel actuelle nouveau nouvelle nouvel futur future jeune vieux vieille vieil célèbre fameux "
    "fameuse très puissant puissante influent influente richissime ex-futur éphémère inamovible "
    "charismatique brave honorable bon bonne pauvre redoutable talentueux talentueuse prudent "
    "emblématique prolifique"
)
QUALIFIERS = frozenset(_QUALIFIERS.split())

_PREFIXES = ("ex", "vice", "sous", "co", "néo", "contre")


def _feminines(noun: str) -> list[str]:
    """Return the feminine forms that the ending of a masculine noun allows."""
    endings = {
        "teur": ("trice", "teuse", "teure"),
        "eur": ("euse", "eure", "eresse"),
        "er": ("ère",),
        "ien": ("ienne",),
        "on": ("onne",),
        "if": ("ive",),
        "eux": ("euse",),
        "el": ("elle",),
        "man": ("woman",),
    }
    for ending, feminine in endings.items():
        if noun.endswith(ending):
            return [noun.removesuffix(ending) + form for form in feminine]
    return [noun] if noun.endswith("e") else [noun + "e"]


@cache
def function_nouns() -> frozenset[str]:
    """Return the nouns of office and occupation, lower case, in both genders and numbers."""
    singular = {
        form for noun in (_OFFICES + _OCCUPATIONS).split() for form in (noun, *_feminines(noun))
    }
    plural = {noun[:-1] + "ux" for noun in singular if noun.endswith("al")}
    return frozenset(singular | plural | {noun + "s" for noun in singular})


@lru_cache(maxsize=8192)
def is_function_noun(word: str) -> bool:
    """Tell whether a word names an office or an occupation, also as a compound of two.

    « vice-présidente », « ex-ministre » and « auteur-compositeur » are taken apart at the
    hyphens: each part must be a noun of the list or a prefix, and the last one a noun.
    """
    lowered = word.lower()
    if lowered in function_nouns():
        return True
    *first, last = lowered.split("-")
    nouns = function_nouns()
    return (
        bool(first) and last in nouns and all(part in nouns or part in _PREFIXES for part in first)
    )
