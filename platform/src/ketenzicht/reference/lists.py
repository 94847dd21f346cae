# SPDX-License-Identifier: EUPL-1.2
"""Code lists: forms, states, roles, places and all other choices on a form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from ketenzicht.reference.dated import general, holding, in_force, newest, versions
from ketenzicht.reference.documents import (
    SHARED,
    Document,
    MalformedReferenceError,
    Row,
    named_rows,
    shared,
)
from ketenzicht.reference.own_rows import load
from ketenzicht.reference.remembering import remembered
from ketenzicht.reference.values import AttributeValue, Code

FILES = (
    "exploitation.yaml",
    "person.yaml",
    "signals.yaml",
    "organisations.yaml",
    "geography.yaml",
    "cases.yaml",
    "registration.yaml",
    "residence.yaml",
    "sharing.yaml",
    "risks.yaml",
    "compensation.yaml",
    "languages.yaml",
    "nationalities.yaml",
    "law.yaml",
    "parts.yaml",
)


@dataclass(frozen=True, slots=True)
class CodeList:
    """A code list: all versions of its codes in order of presentation, and what they refer to."""

    name: str
    part: str
    codes: tuple[Code, ...]
    refers_to: Mapping[str, str | None]

    def by_code(self) -> dict[str, Code]:
        """Each code once, in its newest version."""
        return {code.code: code for code in newest(self.codes)}


def code_lists(*documents: Document) -> dict[str, CodeList]:
    """Read all lists of some files and hold every reference against the list it names."""
    lists: dict[str, CodeList] = {}
    for document in documents:
        sections = document.section("lists")
        if not isinstance(sections, dict):
            raise MalformedReferenceError(f"{document.name}: 'lists' must hold named lists")
        for name, raw in sections.items():
            if name in lists:
                raise MalformedReferenceError(f"{document.name}: list '{name}' exists already")
            head = Row(f"{document.name} {name}", raw, document.defaults())
            lists[name] = _code_list(head, name, Path(document.name).stem)
    for each in lists.values():
        _check_references(each, lists)
    return lists


def _code_list(head: Row, name: str, part: str) -> CodeList:
    refers_to = head.value("attributes") or {}
    own = {key: head.value(key) for key in SHARED & set(head.raw)}
    defaults = shared(Row(head.where, own, head.defaults))
    rows = named_rows(head.where, head.value("codes"), defaults=defaults)
    codes = versions(head.where, (_code(row, refers_to) for row in rows))
    head.finish()
    _check_steps(head, codes)
    return CodeList(name, part, codes, MappingProxyType(refers_to))


def _code(row: Row, refers_to: Mapping[str, str | None]) -> Code:
    has_next = row.value("next") is not None
    code = Code(
        code=row.text("code"),
        nl=row.text("nl"),
        en=row.text("en"),
        parent=row.optional_text("parent"),
        next=row.texts("next") if has_next else None,
        note=row.optional_text("note"),
        claim=row.claim(),
        attributes=MappingProxyType(
            {key: _attribute(row, key) for key in refers_to if key in row.raw}
        ),
    )
    row.finish()
    return code


def _attribute(row: Row, key: str) -> AttributeValue:
    found = row.value(key)
    if isinstance(found, list):
        return row.texts(key)
    if isinstance(found, dict) or found is None:
        raise row.refuse(f"'{key}' is {found!r}; give one value or a list of texts")
    value: AttributeValue = found
    return value


def _check_steps(head: Row, codes: tuple[Code, ...]) -> None:
    known = {code.code for code in codes}
    for code in codes:
        for other in (*(code.next or ()), *filter(None, [code.parent])):
            if other not in known:
                raise head.refuse(f"'{code.code}' refers to '{other}', which is not in the list")


def _check_references(each: CodeList, lists: Mapping[str, CodeList]) -> None:
    for attribute, target in each.refers_to.items():
        if target is None:
            continue
        if target not in lists:
            raise MalformedReferenceError(f"{each.name}: there is no list '{target}'")
        known = lists[target].by_code()
        for code in each.codes:
            found = code.attributes.get(attribute, ())
            for other in found if isinstance(found, tuple) else (found,):
                if other not in known:
                    raise MalformedReferenceError(
                        f"{each.name} {code.code}: '{attribute}' names '{other}', "
                        f"which is not in {target}"
                    )


@remembered
def all_lists() -> Mapping[str, CodeList]:
    """Every code list that comes with this package."""
    return MappingProxyType(code_lists(*map(load, FILES)))


def codes(name: str, day: date | None = None, *, by: date | None = None) -> tuple[Code, ...]:
    """The codes of a list, in order of presentation: those of a day, or the newest of each.

    With `by` it is the newest that had begun by that day, as a screen shows and offers them.
    """
    return newest(_list(name).codes, by) if by else holding(_list(name).codes, day)


def code_versions(name: str) -> tuple[Code, ...]:
    """Every version of every code of a list, for who decides by the day of each fact."""
    return general(_list(name).codes)


def _list(name: str) -> CodeList:
    try:
        return all_lists()[name]
    except KeyError:
        raise KeyError(f"no code list '{name}'; known: {', '.join(all_lists())}") from None


@remembered
def _by_code(name: str, by: date | None = None) -> Mapping[str, Code]:
    return MappingProxyType({code.code: code for code in codes(name, by=by)})


def code(
    name: str, wanted: str, day: date | None = None, region: str = "", *, by: date | None = None
) -> Code:
    """One code of a list, as it held on a day (an offence: the day of the fact), or the newest.

    With `by` it is the newest that had begun by that day; one that has yet to begin is known.
    """
    if day is not None:
        return in_force(_list(name).codes, wanted, day, region)
    if by is not None and wanted in (begun := _by_code(name, by)):
        return begun[wanted]
    try:
        return _by_code(name)[wanted]
    except KeyError:
        raise KeyError(f"no code '{wanted}' in list '{name}'") from None


def known(name: str, *, by: date | None = None) -> frozenset[str]:
    """The codes of a list as a set, for membership tests; with a day those that had begun."""
    return frozenset(_by_code(name, by))


def transitions(name: str) -> Mapping[str, frozenset[str]]:
    """The transition table of a list of states, which the code has as well and a test compares."""
    if any(each.next is None for each in codes(name)):
        raise KeyError(f"list '{name}' has no transitions")
    return MappingProxyType({each.code: frozenset(each.next or ()) for each in codes(name)})
