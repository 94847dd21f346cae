# SPDX-License-Identifier: MIT
"""What a column holds, from the names that columns have in Dutch and English files."""

import re
from collections.abc import Iterable, Mapping, Sequence

from blindkoppel.reading.dates import date_of

Columns = Mapping[str, Sequence[str]]

NAMES, WHOLE_NAME = ("given", "family"), "name"
BIRTH, BIRTH_PARTS = "birth date", ("birth year", "birth month", "birth day")
FACTS = ("sex", "nationality", "place")
IDENTIFIERS = ("telephone", "mail", "document", "person number")
TEXTS = ("postcode", "occupation", "address", "second address", "house number", "region")

# Letters and digits only, lower case: "First Name", "first_name" and "firstName" are one word.
_WORDS = {
    "given": """given givenname givennames firstname firstnames forename forenames fname fnamec1
        fnamec2 voornaam voornamen roepnaam middlename middlenames""",
    "family": """surname surnames lastname lastnames familyname lname lnamec1 lnamec2 sname
        achternaam achternamen geslachtsnaam tussenvoegsel tussenvoegsels voorvoegsel
        voorvoegsels meisjesnaam maidenname""",
    "name": "name names fullname naam volledigenaam personname",
    "birth date": """dob birth birthdate dateofbirth borndate born geboortedatum geboren
        geborenop gebdatum gebdat geboorte""",
    "birth year": "by birthyear yearofbirth yob geboortejaar",
    "birth month": "bm birthmonth monthofbirth mob geboortemaand",
    "birth day": "bd birthday dayofbirth geboortedag",
    "sex": "sex gender geslacht",
    "nationality": """nat nationality nationalities nationaliteit nationaliteiten citizenship
        country countryoforigin landvanherkomst land herkomst""",
    "place": """mun municipality city town gemeente woonplaats woongemeente plaats residence
        suburb birthplace placeofbirth geboorteplaats place""",
    "telephone": """tel telephone telephonenumber phone phonenumber mobile mobilephone
        mobilenumber telefoon telefoonnummer telnr mobiel gsm""",
    "mail": "email emailaddress mail emailadres mailadres",
    "document": """document documentnumber documentno documentnummer passport passportnumber
        paspoort paspoortnummer""",
    "person number": """socsecid ssn socialsecuritynumber bsn burgerservicenummer vnummer
        nationalid""",
    "postcode": "postcode postcodefake zip zipcode postalcode",
    "occupation": "occupation profession beroep",
    "address": "address address1 adres adres1 street streetname straat straatnaam",
    "second address": "address2 adres2",
    "house number": "streetnumber housenumber huisnummer",
    "region": "state province provincie",
}
_HOLDS = {word: held for held, words in _WORDS.items() for word in words.split()}
_ROLES = {
    "names": (*NAMES, WHOLE_NAME),
    **{fact: (fact,) for fact in FACTS},
    "identifiers": IDENTIFIERS,
    "texts": TEXTS,
}


def plain(column: str) -> str:
    """The name of a column without case, spaces and punctuation.

    Parameters
    ----------
    column : str
        The name as it is written.

    Returns
    -------
    str
        Letters and digits.

    Examples
    --------
    >>> plain("Date of Birth"), plain("birthDate")
    ('dateofbirth', 'birthdate')
    """
    return re.sub(r"[\W_]", "", column.casefold())


def holdings(columns: Iterable[str]) -> dict[str, list[str]]:
    """The columns that hold each kind of fact; columns with an unknown name hold nothing.

    Columns with parts of a name go before one with the whole, and a whole birth date goes
    before its parts. A *birthday* beside no year is a date.

    Parameters
    ----------
    columns : Iterable[str]
        The names of the columns.

    Returns
    -------
    dict[str, list[str]]
        Column names by what they hold.

    Examples
    --------
    >>> holdings(["id", "voornaam", "achternaam", "geboren"])
    {'given': ['voornaam'], 'family': ['achternaam'], 'birth date': ['geboren']}
    """
    found: dict[str, list[str]] = {}
    for column in columns:
        if held := _HOLDS.get(plain(column)):
            found.setdefault(held, []).append(column)
    if "birth year" not in found and "birth day" in found:
        found.setdefault(BIRTH, found["birth day"])
    if any(part in found for part in NAMES):
        found.pop(WHOLE_NAME, None)
    whole_date = BIRTH in found or not all(part in found for part in BIRTH_PARTS)
    return {held: named for held, named in found.items() if not (whole_date and _is_part(held))}


def _is_part(held: str) -> bool:
    return held in BIRTH_PARTS


def roles_of(columns: Sequence[str]) -> dict[str, list[str]]:
    """The columns of every role that ``schema_from`` knows.

    Parameters
    ----------
    columns : Sequence[str]
        The names of the columns.

    Returns
    -------
    dict[str, list[str]]
        Column names by role.

    Examples
    --------
    >>> roles_of(["given", "surname", "by", "bm", "bd"])
    {'names': ['given', 'surname'], 'birth': ['by', 'bm', 'bd']}
    """
    held = holdings(columns)
    roles = {
        role: sorted((column for what in holds for column in held.get(what, ())), key=columns.index)
        for role, holds in _ROLES.items()
    }
    if BIRTH in held:
        roles["birth"] = held[BIRTH][:1]
    elif BIRTH_PARTS[0] in held:
        roles["birth"] = [held[part][0] for part in BIRTH_PARTS]
    return {role: named for role, named in roles.items() if named}


def _by_holding(columns: Columns) -> dict[str, Sequence[str]]:
    """The same people with one column for every thing that is known of them."""
    held = holdings(columns)
    names = [name for what in (*NAMES, WHOLE_NAME) for name in held.pop(what, ())]
    made: dict[str, Sequence[str]] = {}
    if names:
        made[WHOLE_NAME] = list(map(" ".join, zip(*(columns[name] for name in names), strict=True)))
    if BIRTH_PARTS[0] in held:
        parts = [columns[held.pop(part)[0]] for part in BIRTH_PARTS]
        made[BIRTH] = list(map(date_of, *parts))
    return made | {what: columns[named[0]] for what, named in held.items()}


def aligned_columns(left: Columns, right: Columns) -> tuple[Columns, Columns]:
    """Two files whose columns have other names, with what both of them hold under one name.

    Parameters
    ----------
    left : Columns
        Values by column of the first file.
    right : Columns
        Values by column of the second file.

    Returns
    -------
    tuple[Columns, Columns]
        Both files with the columns that they have in common.

    Examples
    --------
    >>> two_parts = {"given": ["Jan"], "surname": ["Bakker"], "tel": ["1"]}
    >>> aligned_columns(two_parts, {"naam": ["J Bakker"]})
    ({'name': ['Jan Bakker']}, {'name': ['J Bakker']})
    """
    one, other = _by_holding(left), _by_holding(right)
    both = [what for what in one if what in other]
    return {what: one[what] for what in both}, {what: other[what] for what in both}
