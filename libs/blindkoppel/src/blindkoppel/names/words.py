# SPDX-License-Identifier: MIT
"""Words in names that say little: particles, titles, patronymic endings, pet forms.

The lists hold what officials write beside a name in the countries people in the
Dutch chain come from. They are folded: lower case, no accents.
"""

# Words that link name parts; one writer keeps them, the next leaves them out.
_PARTICLES = """
van von de den der het t ter ten te op aan in uit vande vanden vander zu zum zur vom am
da das do dos del della delle di du des la las le les lo los y e i und en et
al el ul ur as ash ad adh an ar az at ath bin ben ibn ibnu bint binti binte bte ould wld oglu ogly
ogli uly kyzy qizi kizi zoda zade abu umm
"""
PARTICLES = frozenset(_PARTICLES.split())

# Titles, ranks and degrees; never part of what somebody is called.
_TITLES = """
mr mrs ms miss mw mevr dhr mevrouw meneer heer dr drs ir ing mag prof professor lic dipl phd
mba ma msc bsc sir lady lord dame baron baroness hon rev fr sr jr ii iii iv sheikh shaykh
shaikh hajj haji hadji hajji mullah mullah maulavi mawlawi maulawi ayatollah hojjat sayyid general gen col colonel
major maj captain capt lt lieutenant brigadier brig commander cmdr alhaji
pan pani gospodin gospozha herr frau don dona se mm sh shri smt
"""
TITLES = frozenset(_TITLES.split())

# Endings that make a father's name; what is left is the father's given name.
PATRONYMIC_ENDINGS = (
    "ovich", "evich", "ovych", "evych", "yovych", "avich", "ovitch", "evitch", "ovic", "evic",
    "ovna", "evna", "ivna", "yivna", "avna", "auna", "euna", "ichna", "ovits", "evits", "ovitj",
    "owicz", "ewicz",
)  # fmt: skip

# Pet forms and everyday forms; every word of a row stands for the first.
_PET_FORMS = """
aleksandr alexander alexandr aleksander oleksandr alyaksandr aliaksandr aleksandar sasha sasja sander lex iskander
aleksandra alexandra oleksandra sandra
aleksei alexei aleksey alexey oleksii oleksiy alyosha
anna ania anya anja hanna ganna ann anne annie anneke
antoni anton anthony antonio tony toon antoine
christian kristian cristian chris
christina kristina cristina khrystyna kristyna tina
catherine katharina catharina ekaterina yekaterina kateryna katarzyna katerina katya katja kasia karin kaat
cornelis kees cor corneel cornelius
daniel danil daniil danylo danny dani
david davyd dawid dave daoud dawud
dmitri dmitry dmitriy dmytro dzmitry dimitri dima mitja
elena yelena olena helena helen alena lena lenka
elisabeth elizabeth elizaveta yelizaveta elzbieta erzsebet liza lisa betty els elly lies
evgeni yevgeny evgeny yevgeni yevhen yauhen eugen eugene jevgeni zhenya
francis francisco franciscus frans frank franz ferenc francesco pancho paco frantisek franciszek
george georgi georgy georgii heorhii georgios jorge giorgi gheorghe joris juri yuri yuriy iurii yury gyorgy jerzy jiri
gerard gerardus gerrit gerhard
grigori grigory hryhorii grigoriy grisha
hendrik henk henry henri heinrich rik henricus harry
ibrahim abraham avraham ebrahim braim ibro bram
igor ihor ihar
ilya illia ilia elias ilyas
irina iryna irena ira
isaac ishak ishaq izaak isak
ivan john johannes johan jan hans johann jean juan joao giovanni ion ioan jon janos yan yahya yohannes jovan vanya jack johnny
jacob jakob jacobus yakov yakiv jaap koos iakov yaqub jacques james jaime jim
joseph josef jozef yosef yusuf youssef yousef yusif iosif osip josip jose joe giuseppe jozsef jef joop sjef
katarina ekaterini
lodewijk louis ludwig luis luigi lajos lou
lyudmila liudmyla ludmila lyuda mila
margaret margaretha margarita malgorzata greet gretchen marga
maria mary marie mariya mariia marija maryam mariam maryia miriam mariame masha mieke maaike marieke ria marija
martin marcin maarten martijn marten martinus
matthew matthias mateusz matei matthijs thijs matteo mateo matvei
michael mikhail mykhailo mihail mihai michal michel michiel miguel mikhael mihaly misha mike mick mikael
muhammad mohammed mohamed mohammad muhammed mohamad muhamad mehmet mehmed mahomed mohd mo md magomed
natalia nataliya nataliia natalya natasha natalja
nicholas nikolai nikolay nikolaj mykola mikalai nicolae nicolaas nikolaos klaas nico niko kolya nick miklos mikolaj
olga olha volha
paul pavel pavlo pawel pablo paulus paolo pasha pal pol
peter petr petro pyotr piotr petar pedro petrus pieter piet pierre petros petru pjotr boutros
philip filip philippe felipe flip fulop
robert roberto rob bob bobby bert
semyon simon semen simeon symon
sergei sergey serhii serhiy siarhei sergiu sergio serge sergej seryozha
sofia sofiya sofija sophia sophie zofia
stephen stefan steven stepan stephan stefanos esteban istvan stephane steve
susanna susan suzanna zuzana zuzanna sanne
svetlana svitlana sviatlana sveta
tatiana tatyana tetiana tatsiana tanya tanja
theodor fedor fyodor fedir teodor theodoros theo
thomas tomas tomasz toma foma tom
vasili vasily vasyl vasil vasile vasilios basil vasja
viktor victor vitya
victoria viktoria viktoriya viktoriia vika wiktoria
vladimir volodymyr uladzimir wladimir vladymyr vova volodya
vyacheslav viacheslav viachaslau slava
william willem wilhelm wim guillermo guillaume bill will vilmos
yulia yuliya yuliia julia iulia julija
"""

PET_FORMS: dict[str, str] = {
    word: row.split()[0]
    for row in reversed(_PET_FORMS.strip().splitlines())
    for word in row.split()
}


def father_of(word: str) -> str | None:
    """The father's given name inside a patronymic, or nothing when it is not one.

    >>> father_of("nikolaevich")
    'nikola'
    """
    for ending in PATRONYMIC_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return None
