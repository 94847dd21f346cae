# SPDX-License-Identifier: EUPL-1.2
"""What each process may do in PostgreSQL, gathered from what apps declare, and granted from it.

Whoever migrates owns the tables and serves nothing; each process signs in as a role of its own
that owns nothing. Public and api have what an app declares for them and nothing else; staff and
worker have every table, but for what an app declares otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from ketenzicht.core.declaration import declared
from ketenzicht.core.rights import EVERYTHING, NOTHING, Process, Rights
from ketenzicht.vault.row_level_security import TABLE as KEYS

#: Who may touch a table that no app mentions.
USUAL = {
    Process.PUBLIC: NOTHING,
    Process.API: NOTHING,
    Process.STAFF: EVERYTHING,
    Process.WORKER: EVERYTHING,
}
POLICY = "rows_of_"


def tables() -> list[str]:
    """Every table of a model, in the order of their names."""
    return sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)})


def columns_of(table: str) -> tuple[str, ...]:
    """The columns of a table, as its model has them."""
    (model,) = (each for each in apps.get_models(True) if each._meta.db_table == table)  # noqa: FBT003  because Django names it so
    return tuple(str(field.column) for field in model._meta.concrete_fields)


def rights_of(process: Process) -> Mapping[str, Rights]:
    """What a process may do to each table."""
    said = {
        table: rights
        for app in declared().values()
        for table, rights in app.rights.get(process, {}).items()
    }
    return {table: said.get(table, USUAL[process]) for table in tables()}


def role_of(process: Process, prefix: str) -> str:
    """The role a process signs in with."""
    return f"{prefix}_{process.value}"


def statements(prefix: str) -> Iterator[str]:
    """What takes every right away and grants what is declared; run by the owner of the tables."""
    quote = connection.ops.quote_name
    database = quote(connection.settings_dict["NAME"])
    yield f"REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC"
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    for process in Process:
        role = quote(role_of(process, prefix))
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
        for table, rights in rights_of(process).items():
            if granted := ", ".join(_granted(rights)):
                yield f"GRANT {granted} ON {quote(table)} TO {role}"
    yield from _row_policies(prefix)


def grant(prefix: str) -> None:
    """Make what is declared so; safe to repeat."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)",
            [[role_of(process, prefix) for process in Process]],
        )
        there = {name for (name,) in cursor.fetchall()}
        missing = [name for each in Process if (name := role_of(each, prefix)) not in there]
        if missing:
            raise ImproperlyConfigured(
                f"There is no role {', '.join(missing)}. Make it first: "
                f"CREATE ROLE {missing[0]} LOGIN NOSUPERUSER NOBYPASSRLS"
            )
        for statement in statements(prefix):
            cursor.execute(statement)


def refuse_more_than_declared(process: Process) -> None:
    """Raise when the role of this process may do to a table what no app declares for it."""
    if connection.vendor != "postgresql":
        return
    if more := sorted(_more(process)):
        raise ImproperlyConfigured(
            f"The role in KETENZICHT_DATABASE_URL may more than {process.value} needs "
            f"({', '.join(more[:3])}). Give the process a role of its own and run "
            "`ketenzicht database grants`."
        )


def _more(process: Process) -> Iterator[str]:
    rights = rights_of(process)
    verbs = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
    asked = ", ".join(f"has_table_privilege(oid, '{verb}')" for verb in verbs)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT relname, {asked} FROM pg_class WHERE relkind = 'r' "  # noqa: S608  because the words are ours
            "AND relnamespace = 'public'::regnamespace"
        )
        for table, *held in cursor.fetchall():
            declared_here = set(_granted(rights.get(table, NOTHING)))
            for verb, has in zip(verbs, held, strict=True):
                if has and verb not in declared_here:
                    yield f"{verb} on {table}"


def _granted(rights: Rights) -> Iterator[str]:
    for verb, names in (("SELECT", rights.read), ("UPDATE", rights.change)):
        if names:
            yield verb if names == ("*",) else f"{verb} ({', '.join(names)})"
    if rights.add:
        yield "INSERT"
    if rights.delete:
        yield "DELETE"


def _row_policies(prefix: str) -> Iterator[str]:
    """Policies for the tables of which some process meets a part of the rows."""
    every = {process: rights_of(process) for process in Process}
    for table in tables():
        if not any(rights[table].rows for rights in every.values()):
            continue
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        for process, rights in every.items():
            name = f"{POLICY}{process.value}"
            yield f"DROP POLICY IF EXISTS {name} ON {table}"
            # Around the keys stands the policy of the vault; nobody is let past it.
            rows = rights[table].rows or ("" if table == KEYS else "true")
            if rows and rights[table] != NOTHING:
                role = connection.ops.quote_name(role_of(process, prefix))
                yield f"CREATE POLICY {name} ON {table} TO {role} USING ({rows})"


def told() -> Iterator[str]:
    """A table in Markdown per process: what somebody who has it reads, writes and deletes."""
    for process in Process:
        yield f"### {process.value}"
        yield ""
        yield "| table | reads | adds | changes | deletes |"
        yield "|---|---|---|---|---|"
        usual = 0
        for table, rights in rights_of(process).items():
            if rights == USUAL[process]:
                usual += 1
            elif rights != NOTHING:
                yield _row(table, rights)
        if USUAL[process] == NOTHING:
            yield "| every other table | – | – | – | – |"
        else:
            yield f"| {usual} other tables | all | yes | all | yes |"
        yield ""


def _row(table: str, rights: Rights) -> str:
    only = f" where {rights.rows}" if rights.rows not in {"", "true"} else ""
    names = (_names(rights.read), "yes" if rights.add else "–", _names(rights.change))
    return f"| {table}{only} | {' | '.join(names)} | {'yes' if rights.delete else '–'} |"


def _names(columns: tuple[str, ...]) -> str:
    return "all" if columns == ("*",) else ", ".join(columns) or "–"
