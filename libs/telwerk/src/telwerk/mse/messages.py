# SPDX-License-Identifier: MIT
"""What is said when a table, a list or a model is refused: what was wrong, and what to do."""

from telwerk.localised import LocalisedError, LocalisedText


class InvalidHistories(LocalisedError):
    """The input cannot be a table of capture histories; the message says why."""


class InvalidModel(LocalisedError):
    """The model that was named does not fit these lists; the message says why."""


EMPTY_FILE = LocalisedText(
    nl="{file} is leeg; verwacht werden een rij met namen en rijen met aantallen.",
    en="{file} is empty; expected a header and rows of counts.",
)
NOT_TEXT = LocalisedText(
    nl="{file} is geen tekst in UTF-8; sla het bestand zo op.",
    en="{file} is not UTF-8 text; save it so.",
)
UNREADABLE = LocalisedText(
    nl="{file} is niet te lezen: {reason}.",
    en="{file} cannot be read: {reason}.",
)
NO_PARQUET = LocalisedText(
    nl="Parquet lezen vraagt pyarrow: installeer telwerk[parquet], of sla het bestand op als CSV.",
    en="Reading Parquet needs pyarrow: install telwerk[parquet], or save the file as CSV.",
)
NOT_PARQUET = LocalisedText(
    nl="{file} is niet als Parquet te lezen: {reason}.",
    en="{file} cannot be read as Parquet: {reason}.",
)
ONE_COLUMN = LocalisedText(
    nl="{file} heeft één kolom, {column!r}. Scheid kolommen met een komma, een puntkomma of een "
    "tab, en begin met een rij namen.",
    en="{file} has one column, {column!r}. Separate columns by a comma, a semicolon or a tab, and "
    "begin with a row of names.",
)
RAGGED = LocalisedText(
    nl="{file}, rij {row}: {found} waarden bij {expected} kolommen.",
    en="{file}, row {row}: {found} values for {expected} columns.",
)
SAME_COLUMN = LocalisedText(
    nl="{file} heeft twee kolommen met dezelfde naam: {columns}.",
    en="{file} has two columns with the same name: {columns}.",
)
UNEQUAL_COLUMNS = LocalisedText(
    nl="De kolommen zijn niet even lang.",
    en="The columns are not of equal length.",
)
NO_COLUMN = LocalisedText(
    nl="Er is geen kolom {name!r}; de kolommen zijn {columns}.",
    en="There is no column {name!r}; the columns are {columns}.",
)
NO_COUNTS = LocalisedText(
    nl="Er is geen kolom met aantallen. Noem die kolom aantal of count. In de opdracht kun je hem "
    "ook zelf aanwijzen, of zeggen dat elke rij een mens is (shape persons).",
    en="There is no column with counts. Call that column count. In the command you can also point "
    "at it yourself, or say that each row is a person (shape persons).",
)
REPEATED = LocalisedText(
    nl="Patroon {history} staat meer dan eens in de tabel. Geef elk patroon één rij; zijn er meer "
    "kolommen dan lijsten, noem dan de lijsten.",
    en="History {history} stands in the table more than once. Give each history one row; if there "
    "are more columns than lists, name the lists.",
)
NOT_SIGHTINGS = LocalisedText(
    nl="Waarnemingen vragen een kolom persoon en een kolom lijst.",
    en="Sightings need a column person and a column list.",
)
GAP = LocalisedText(
    nl="Rij {row}: {name} is leeg. Een waarneming is van iemand, op een lijst; laat de rij weg of "
    "vul haar aan.",
    en="Row {row}: {name} is empty. A sighting is of somebody, on some list; leave the row out or "
    "fill it in.",
)
NOT_A_FLAG = LocalisedText(
    nl="Kolom {name!r} bevat {value!r}, maar een lijst bevat alleen 0 en 1. Is {name!r} de kolom "
    "met aantallen, noem haar dan aantal; is het geen lijst, noem dan de lijsten.",
    en="Column {name!r} holds {value!r}, but a list holds only 0 and 1. If {name!r} is the column "
    "with counts, call it count; if it is no list, name the lists.",
)
GROUPED = LocalisedText(
    nl="Rij {row}: het aantal {value!r} kan duizenden of een breuk betekenen; schrijf alleen "
    "cijfers.",
    en="Row {row}: the count {value!r} may mean thousands or a fraction; write only digits.",
)
NOT_A_NUMBER = LocalisedText(
    nl="Rij {row}: het aantal {value!r} is geen getal.",
    en="Row {row}: the count {value!r} is not a number.",
)
NEGATIVE = LocalisedText(
    nl="Rij {row}: het aantal {value} is negatief; verwacht werd 0 of meer.",
    en="Row {row}: the count {value} is negative; expected 0 or more.",
)
NOT_WHOLE = LocalisedText(
    nl="Rij {row}: het aantal {value} is geen geheel aantal mensen.",
    en="Row {row}: the count {value} is not a whole number of people.",
)
TOO_MANY = LocalisedText(
    nl="Rij {row}: het aantal {value} is meer mensen dan er op aarde zijn.",
    en="Row {row}: the count {value} is more people than there are on earth.",
)
NOBODY_SEES = LocalisedText(
    nl="Een rij zonder enige lijst heeft aantal {number}, maar niemand wordt op geen enkele lijst "
    "gezien; laat de rij weg of zet haar op 0.",
    en="A row with no list at all has count {number}, but nobody can be seen on no list; leave the "
    "row out or set its count to 0.",
)
NOBODY = LocalisedText(
    nl="Alle aantallen zijn 0: er is niemand om uit te schatten.",
    en="All counts are 0: there is nobody to estimate from.",
)
SUM_TOO_LARGE = LocalisedText(
    nl="De aantallen zijn samen meer mensen dan er op aarde zijn.",
    en="The counts add up to more people than there are on earth.",
)
SHARES = LocalisedText(
    nl="Een aantal is geen geheel getal; tel mensen, geen aandelen.",
    en="A count is not a whole number; count people, not shares.",
)
BELOW_ZERO = LocalisedText(
    nl="Een aantal is negatief; een aantal mensen is 0 of meer.",
    en="A count is negative; a count of people is 0 or more.",
)
WRONG_SIZE = LocalisedText(
    nl="{lists} lijsten vragen {expected} aantallen; het zijn er {found}.",
    en="{lists} lists need {expected} counts; there are {found}.",
)
WRONG_HISTORY = LocalisedText(
    nl="Patroon {text!r} moet uit {width} cijfers 0 en 1 bestaan, één per lijst.",
    en="History {text!r} must be {width} digits of 0 and 1, one per list.",
)
WRONG_ORDER = LocalisedText(
    nl="De volgorde moet elk van {lists} één keer noemen.",
    en="The order must name each of {lists} once.",
)
TOO_FEW_LISTS = LocalisedText(
    nl="Er is {number} lijst; een schatting vraagt minstens twee lijsten die overlappen.",
    en="There is {number} list; an estimate needs at least two lists that overlap.",
)
TOO_MANY_LISTS = LocalisedText(
    nl="Er zijn {number} lijsten; meer dan {most} gaan er niet in. Voeg lijsten samen die dezelfde "
    "mensen bereiken.",
    en="There are {number} lists; at most {most} can be held. Join lists that reach the same "
    "people.",
)
SAME_NAME = LocalisedText(
    nl="Twee lijsten heten hetzelfde: {lists}. Geef er één een andere naam.",
    en="Two lists have the same name: {lists}. Rename one.",
)
EMPTY_LISTS = LocalisedText(
    nl="Niemand staat op {lists}. Laat lege lijsten weg: zij zeggen niets over mensen die niemand "
    "zag.",
    en="Nobody stands on {lists}. Leave empty lists out: they say nothing about people who were "
    "not seen.",
)
OUT_OF_REACH = LocalisedText(
    nl="Er zijn {number} lijsten; deze methode neemt er {least} tot {most}.",
    en="There are {number} lists; this method takes {least} to {most}.",
)
FEW_LISTS = LocalisedText(
    nl="Met twee lijsten kunt u naar de methoden independence, chapman, chao en graphs.",
    en="Two lists can go to the methods independence, chapman, chao and graphs.",
)
TOO_MANY_MODELS = LocalisedText(
    nl="Bij {lists} lijsten zijn er te veel modellen van orde {order} om met zekerheid het beste "
    "te vinden; neem een lagere orde, of de methode downhill of stepwise.",
    en="{lists} lists have too many models of order {order} to find the best one for certain; use "
    "a lower order, or the methods downhill or stepwise.",
)
TOO_MANY_TO_AVERAGE = LocalisedText(
    nl="{lists} lijsten hebben meer dan {most:,} modellen van orde {order}; neem een lagere orde, "
    "of de methode graphs.",
    en="{lists} lists have more than {most:,} models of order {order}; use a lower order, or the "
    "method graphs.",
)
UNKNOWN_MODEL = LocalisedText(
    nl="Het model {text!r} is niet te begrijpen; schrijf welke lijsten samenhangen, met nummers, "
    "zoals [12,13,4].",
    en="The model {text!r} is not understood; write the lists that go together by number, such as "
    "[12,13,4].",
)
UNKNOWN_LISTS = LocalisedText(
    nl="{part} in het model {text!r} moet lijsten van 1 tot en met {most} noemen, elk één keer.",
    en="{part} in the model {text!r} must name lists 1 to {most}, each once.",
)
ALL_AT_ONCE = LocalisedText(
    nl="De samenhang van alle lijsten tegelijk is niet te schatten.",
    en="The interaction of all lists at once cannot be estimated.",
)
UNKNOWN_VALUES = LocalisedText(
    nl="Kolom {name!r} is van {gaps} mensen onbekend; laat de kolom of die mensen weg.",
    en="Column {name!r} is unknown for {gaps} people; leave the column or those people out.",
)
NOT_FINITE = LocalisedText(
    nl="Kolom {name!r} bevat waarden die niet eindig zijn.",
    en="Column {name!r} has values that are not finite.",
)
TOO_MANY_CELLS = LocalisedText(
    nl="De lijsten en kenmerken maken {cells:,} cellen; {most:,} is het meeste. Voeg waarden samen "
    "of laat een kenmerk weg.",
    en="The lists and covariates make {cells:,} cells; at most {most:,} can be handled. Join "
    "levels or leave a covariate out.",
)
ONE_LEVEL = LocalisedText(
    nl="Het kenmerk {name!r} heeft minder dan twee waarden; laat het weg.",
    en="The covariate {name!r} has fewer than two levels; leave it out.",
)
NO_VARIABLE = LocalisedText(
    nl="Er is geen kenmerk {name!r}; er zijn {names}.",
    en="There is no variable {name!r}; there are {names}.",
)
NO_NUMBERS = LocalisedText(
    nl="Het kenmerk {name!r} heeft waarden die geen getal zijn; een verloop vraagt getallen.",
    en="The covariate {name!r} has levels that are no numbers; a trend needs numbers.",
)
WRONG_DEGREE = LocalisedText(
    nl="De graad {degree} past niet bij het kenmerk {name!r}; neem 1 tot en met {most}.",
    en="Degree {degree} does not fit the covariate {name!r}; take 1 to {most}.",
)
SOME_UNKNOWN = LocalisedText(
    nl="Van sommige mensen zijn kenmerken onbekend; gebruik telwerk.mse.estimate_incomplete, of "
    "laat hen weg en zeg dat.",
    en="Some people have unknown covariates; use telwerk.mse.estimate_incomplete, or leave them "
    "out and say so.",
)
TWO_LISTS = LocalisedText(
    nl="Er zijn {number} lijsten; deze methode neemt er 2. Gebruik telwerk covariates voor meer.",
    en="There are {number} lists; this method takes 2. Use telwerk covariates for more.",
)
REPORT_ENDING = LocalisedText(
    nl="Een verslag eindigt op .html of .pdf, niet op {ending!r}.",
    en="A report ends in .html or .pdf, not {ending!r}.",
)
OTHER_RUN = LocalisedText(
    nl="{file} hoort bij een andere berekening (andere lijsten, keuzes of toevalsgetallen); noem "
    "een ander bestand om mee verder te gaan.",
    en="{file} belongs to another run (other lists, options or seed); give another file to resume "
    "from.",
)
CHART_ENDING = LocalisedText(
    nl="{file} moet eindigen op een van {endings}.", en="{file} must end in one of {endings}."
)
ONE_MODEL = LocalisedText(
    nl="De methode {name} kijkt naar één model; gebruik bic, aic of aicc.",
    en="The method {name} looks at one model; use bic, aic or aicc.",
)
NO_TRAJECTORY = LocalisedText(
    nl="Er is geen schatting om een verloop van te tekenen; vraag telwerk estimate waarom.",
    en="There is no estimate to draw a trajectory of; ask telwerk estimate why.",
)
ONE_YEAR_COLUMN = LocalisedText(
    nl="Een reeks vraagt precies één kenmerk, het jaar, dat van iedereen bekend is.",
    en="A series needs exactly one covariate, the year, known of all.",
)
NOT_THE_KIND = LocalisedText(
    nl="{name} is {text!r}.",
    en="{name} is {text!r}.",
)
WHOLE = LocalisedText(nl="Verwacht werd een geheel getal.", en="Expected a whole number.")
NUMBER = LocalisedText(nl="Verwacht werd een getal.", en="Expected a number.")
NOT_A_CHOICE = LocalisedText(
    nl="{name} is {value!r}; kies uit {choices}.",
    en="{name} is {value!r}; choose from {choices}.",
)
OUTSIDE = LocalisedText(
    nl="{name} is {value}; het ligt tussen {least} en {most}.",
    en="{name} is {value}; it lies between {least} and {most}.",
)
NO_OPTION = LocalisedText(
    nl="De methode {name} heeft geen optie {option}; zij heeft {known}.",
    en="The method {name} has no option {option}; it has {known}.",
)
NO_METHOD = LocalisedText(
    nl="Er is geen methode {name!r}; kies uit {known}.",
    en="There is no method {name!r}; choose from {known}.",
)
NO_CHECKPOINT = LocalisedText(
    nl="De methode {name} kan niet worden hervat: zij bewaart niets.",
    en="The method {name} cannot be resumed: it keeps nothing.",
)
