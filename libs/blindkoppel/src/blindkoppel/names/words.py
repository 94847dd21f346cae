# SPDX-License-Identifier: MIT
"""Words in names that say little: particles, titles, patronymic endings, pet forms.

The lists hold what officials write beside a name in the countries people in the
Dutch chain come from. They are folded: lower case, no accents.
"""

from importlib.resources import files

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
shaikh hajj haji hadji hajji mullah mullah maulavi mawlawi maulawi ayatollah hojjat sayyid
general gen col colonel
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


def _pet_forms() -> dict[str, str]:
    """Pet forms and everyday forms; every word of a row stands for the first.

    Where a word stands in two rows, the first row has it.
    """
    rows = files("blindkoppel.names").joinpath("pet_forms.txt").read_text("ascii").splitlines()
    return {word: row.split()[0] for row in reversed(rows) for word in row.split()}


PET_FORMS = _pet_forms()


def father_of(word: str) -> str | None:
    """The father's given name inside a patronymic, or nothing when it is not one.

    Parameters
    ----------
    word : str
        One word, in lower-case letters from a to z.

    Returns
    -------
    str | None
        The name, or None.

    Examples
    --------
    >>> father_of("nikolaevich")
    'nikola'
    """
    for ending in PATRONYMIC_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return None
