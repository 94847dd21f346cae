# SPDX-License-Identifier: MIT
"""What an estimate rests on, in sentences a reader without statistics can weigh."""

from telwerk.localised import LocalisedText

CLOSED = LocalisedText(
    nl="De groep bleef in deze periode dezelfde: niemand kwam erbij of ging weg.",
    en="The group stayed the same in this period: nobody joined it or left it.",
)
LINKED = LocalisedText(
    nl="Wie op twee lijsten staat, is op beide herkend als dezelfde persoon.",
    en="Whoever stands on two lists was recognised on both as the same person.",
)
REACHED = LocalisedText(
    nl="Iedereen had een kans om op minstens één lijst te komen.",
    en="Everybody had some chance of getting on at least one list.",
)
ALIKE = LocalisedText(
    nl="Binnen een lijst had iedereen ongeveer dezelfde kans om erop te komen.",
    en="Within one list everybody had about the same chance of getting on it.",
)
INDEPENDENT = LocalisedText(
    nl="Op de ene lijst staan maakt de kans op een andere lijst niet groter of kleiner.",
    en="Being on one list does not make being on another likelier or less likely.",
)
ONLY_MODELLED = LocalisedText(
    nl="Lijsten hangen alleen samen zoals het model zegt; bij wie niemand zag, werkt dat "
    "hetzelfde als bij wie wel is gezien.",
    en="Lists depend on each other only as the model says; for people nobody saw this works "
    "as it does for people who were seen.",
)
LOGLINEAR = (CLOSED, LINKED, REACHED, ALIKE, ONLY_MODELLED)
INDEPENDENCE = (CLOSED, LINKED, REACHED, ALIKE, INDEPENDENT)

SELECTION_IGNORED = LocalisedText(
    nl="Het interval doet alsof het model vaststond; het is gekozen met dezelfde cijfers, dus "
    "de echte onzekerheid is groter.",
    en="The interval takes the model as given; it was chosen with the same figures, so the "
    "real uncertainty is larger.",
)
NEARBY_MODELS = LocalisedText(
    nl="Modellen die bijna even goed passen geven {low} tot {high}.",
    en="Models that fit almost as well give {low} to {high}.",
)
NOT_ALL_NEARBY = LocalisedText(
    nl="Er zijn te veel modellen om alle te bekijken die bijna even goed passen: alleen die binnen "
    "{within} punten van het beste zijn bekeken. Hoe ver de andere uiteenlopen, is niet bekend.",
    en="There are too many models to look at all that fit almost as well: only those within "
    "{within} points of the best were. How far apart the others lie is not known.",
)
TOO_WIDE = LocalisedText(
    nl="Dat loopt zo ver uiteen dat deze lijsten één getal niet kunnen dragen; noem de hele "
    "spreiding, niet alleen de schatting.",
    en="That is so far apart that these lists cannot carry one number; report the whole "
    "range, not the estimate alone.",
)
OUTSIDE_BOOTSTRAP = LocalisedText(
    nl="De schatting ligt buiten alle herhalingen van de steekproef: het interval kan daarom "
    "niet worden berekend.",
    en="The estimate lies outside all repetitions of the sample: the interval therefore "
    "cannot be calculated.",
)

EQUAL_REACH = LocalisedText(
    nl="De lijsten reiken even ver, maar de ene mens is zichtbaarder dan de andere.",
    en="The lists reach equally far, but one person is more visible than another.",
)
VARYING = LocalisedText(
    nl="Voor een gegeven mens zijn de lijsten onafhankelijk; mensen verschillen in zichtbaarheid.",
    en="For a given person the lists are independent; people differ in how visible they are.",
)
GRAPHS = LocalisedText(
    nl="Welke lijsten samenhangen is een graaf zonder gaten; vooraf is elke graaf even "
    "waarschijnlijk.",
    en="Which lists depend on each other is a graph without holes; beforehand every graph is "
    "equally likely.",
)
CLASSES = LocalisedText(
    nl="Er zijn een paar soorten mensen; binnen een soort zijn de lijsten onafhankelijk.",
    en="There are a few kinds of people; within a kind the lists are independent.",
)
PAIRS = LocalisedText(
    nl="Samenhang bestaat tussen lijsten in paren (of drietallen, als dat is gevraagd).",
    en="Dependence is between pairs of lists (or triples, when asked for).",
)
SAME_HIDDEN = LocalisedText(
    nl="Wat voor de geziene mensen geldt, geldt ook voor wie niemand zag; dat is niet te toetsen.",
    en="What holds for the people seen also holds for those nobody saw; that cannot be tested.",
)

ALWAYS = (CLOSED, LINKED, REACHED)
