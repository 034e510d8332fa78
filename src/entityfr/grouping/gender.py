"""Gender of a person as the text shows it: civility, article and noun of a title, given name.

Only what tells two bearers of one family name apart; nothing is said of a person otherwise.
"""

import re
from functools import cache

from entityfr.grouping.mentions import folded_words
from entityfr.titles import find_title

_FEMININE_TITLE = re.compile(
    r"(?:Mme|Mlle|Madame|Mademoiselle|Dre|Lady|Miss|Mrs|Ms|Ste|reine|princesse|impératrice|sœur"
    r"|duchesse|comtesse|marquise|baronne|sainte)\b|\w+(?:trice|euse|ière|ienne|enne|ée|ante|ente)\b",
    re.I,
)
_MASCULINE_TITLE = re.compile(r"(?:MM?\.|Mr\b|Monsieur|roi|prince|empereur|frère|père|abbé)", re.I)
_FEMININE_ARTICLE = re.compile(r"\b(?:la|une)\s+\Z", re.I)

# Given names that one gender bears in nearly all cases; names of both (Claude, Camille,
# Dominique, Maxime) are left out. Folded: no accents, no hyphens.
_FEMININE = """
adele adeline agathe agnes aicha aissata alexandra alice aline amandine amelie aminata anais
andrea angela angelique anissa anita anna annabelle anne annick annie antoinette ariane armelle
astrid audrey aurelie aurore awa axelle aya beatrice benedicte bernadette berthe blanche brigitte
carine carla carole caroline catherine cecile celine chantal charlotte chloe christelle christiane
christine claire clara clarisse clemence clementine clotilde colette constance coralie corinne
cristina cyrielle daniela danielle daniele daphne debora deborah delphine denise diana diane
djamila edith edwige elena eleonore eliane elisabeth elise ella elodie elsa emilie emma emmanuelle
estelle esther eugenie eva eve evelyne fabienne fanny fanta fatima fatou fatoumata fatimata
florence francine francoise frederique gabrielle genevieve georgette germaine ghislaine gisele
giorgia hawa helene henriette hillary hortense houria huguette ines ingrid irene iris isabelle
jacqueline jeanne jeannine jennifer jessica joelle josette josephine josiane judith julia julie
juliette justine kamala karima karine katia khadija kim laetitia laura laure laurence lea leila
leonie leontine lina lisa louise lucette lucie lucienne ludivine lydia lydie madeleine magali mai
manon manuela margaret margaux marguerite maria mariam mariama marianne marie marielle mariette
marina marine marion marlene marthe martine maryse mathilde maud melania melanie michele michelle
mireille monique muriel myriam nadege nadia nadine nancy natacha natalia nathalie nicole nina nora
noemie nathalie odette odile olga olivia ophelie oumou pascale patricia paula paulette pauline
penelope rachel rachida raissa raymonde rebecca regine renee rita roberta rokhaya rolande rosa rose
sabine sabrina salome samia sandra sandrine sara sarah segolene severine simone solange solene
sonia sophie stephanie suzanne svetlana sylvia sylviane sylvie tatiana teresa therese ursula
valentine valerie vanessa vera veronique victoria violette virginie vivian viviane yolande yvette
yvonne zoe
"""
_MASCULINE = """
abdallah abdel abdelaziz abdelkader abdou abdoulaye adama adam adolphe adrien ahmed alain albert
alexandre alexis alfred ali alpha amadou amine anatole andre antoine antonio aristide armand arnaud
arthur aurelien bachar barack barthelemy baptiste basile bastien benjamin benoit bernard bertrand
boris boubacar brahim brice bruno carlos cedric cesar charles christian christophe clement
cyril cyrille damien daniel david denis didier dimitri dmitri donald edgar edmond edouard elie
emile emmanuel enzo eric ernest etienne eugene fabien fabrice felix ferdinand fernand fidel florent
florian francis franck francois frederic gabriel gaetan gaston georges gerald gerard germain gilbert
gilles gregoire gregory guillaume gustave guy habib hamza hassan henri henry herbert herve hubert
hugo hugues hussein ibrahim ibrahima igor ismael ivan jack jacques james jean jeremie jeremy jerome
jimmy joe joel john jonathan jordan jorge jose joseph josselin juan jules julien karim karl kevin
khalid lahcen lamine laurent leon leonard leopold lionel louis luc lucas lucien ludovic luigi
macky mahamat mahmoud malik mamadou manuel marc marcel marcelin marco marius mario mark marin martin
massimo mathieu mathis matthieu maurice max michael michel mickael miguel mohamed mohammed moussa
mustapha nicolas noel norbert olivier omar oscar oumar ousmane pablo pascal patrice patrick paul
paolo pedro peter philippe pierre quentin rachid raoul raphael raymond regis remi remy renaud rene
richard robert roberto rodolphe rodrigue roger roland romain romuald samuel sebastien
seydou serge sergei sergio silvio simon souleymane stanislas stephane sylvain tarik thibault thierry
thomas tidiane tony tristan valentin valery vasile victor vincent vladimir volodymyr walter
wilfried william xavier yann yannick yassine youssef yves yvan yvon zacharie
"""
# Hyphenated names follow their first part (« Marie-Ange »), but for these.
_EXCEPTIONS = {"mariepierre": "f", "jeanmarie": "m", "josemaria": "m", "angemarie": "m"}


@cache
def _given_names() -> dict[str, str]:
    return {
        **dict.fromkeys(_FEMININE.split(), "f"),
        **dict.fromkeys(_MASCULINE.split(), "m"),
    }


def gender_of_given_name(surface: str) -> str | None:
    """Return "f" or "m" when the first word of a full name is a given name of one gender."""
    parts = surface.split()
    if len(parts) < 2:
        return None
    words = folded_words(parts[0])
    if not words:
        return None
    return _EXCEPTIONS.get("".join(words)) or _given_names().get(words[0])


def gender_beside(text: str, start: int, end: int) -> str | None:
    """Return "f" or "m" when the title beside the name at ``text[start:end]`` shows it.

    A masculine noun of function shows nothing: it is said of women too (« Mme le ministre »).
    """
    span = find_title(text, start, end)
    if span is None:
        return None
    title = text[slice(*span)]
    if _MASCULINE_TITLE.match(title):
        return "m"
    article = _FEMININE_ARTICLE.search(text, max(0, span[0] - 5), span[0])
    if _FEMININE_TITLE.match(title) or (article and span[1] <= start):
        return "f"
    return None
