# SPDX-License-Identifier: EUPL-1.2
"""What every search of the platform is made of. Rows stay those of the reader that calls."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from ketenzicht.core.folding import compact, fold, words_of
from ketenzicht.search.models import SealedWord
from ketenzicht.search.tokens import SHORTEST, tokens_of

Row = TypeVar("Row", bound=Model)


def holding(rows: QuerySet[Row], text: str, *columns: str) -> QuerySet[Row]:
    """Keep the rows in which every searched word occurs in one of these public columns."""
    return rows.filter(words_in(text, *columns))


def words_in(text: str, *columns: str) -> Q:
    """Say, as a condition, that every searched word occurs in one of these public columns."""
    condition = Q()
    for word in words_of(text):
        found = Q()
        for column in columns:
            found |= Q(**{f"{column}__folded__contains": word})
        condition &= found
    return condition


def names(text: str, words: str) -> bool:
    """Tell whether every searched word occurs in a text that is at hand."""
    folded = fold(text)
    return all(word in folded for word in words_of(words))


def codes_in(text: str, *, length: int) -> set[str]:
    """Return what in a searched text can be a code of so many letters and digits, in capitals.

    Dashes, spaces and words around it do not matter: `zaak QY6X–22XR` holds QY6X22XR.
    """
    parts = [word.upper() for word in words_of(text)]
    joined = [*parts, *(first + second for first, second in pairwise(parts)), "".join(parts)]
    return {each for each in joined if len(each) == length}


def code_in(text: str, column: str, *, groups: tuple[int, ...] = (4, 4)) -> Q:
    """Say, as a condition, that a column is a code in this text, or holds a part of one.

    The column holds codes in groups of capitals and digits with a dash between them.
    """
    whole = {_dashed(code, groups) for code in codes_in(text, length=sum(groups))}
    found = Q(**{f"{column}__in": whole})
    part = compact(text)
    if SHORTEST <= len(part) < sum(groups):
        found |= Q(**{f"{column}__undashed__contains": part})
    return found


def _dashed(code: str, groups: tuple[int, ...]) -> str:
    ends = list(accumulate(groups))
    return "-".join(code[end - size : end] for end, size in zip(ends, groups, strict=True))


def sealed_with(kind: str, organisation_id: UUID, text: str) -> QuerySet[SealedWord, UUID]:
    """The things of which one's own sealed text holds every searched word, whole."""
    wanted = list(tokens_of(kind, organisation_id, text))
    own = SealedWord.objects.filter(organisation=organisation_id, kind=kind)
    if not wanted:
        return own.none().values_list("object_id", flat=True)
    found = own.filter(value=wanted[0])
    for value in wanted[1:]:
        found = found.filter(object_id__in=own.filter(value=value).values("object_id"))
    return found.values_list("object_id", flat=True)
