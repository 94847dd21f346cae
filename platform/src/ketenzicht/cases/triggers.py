# SPDX-License-Identifier: EUPL-1.2
"""Triggers that hold what a check constraint cannot see across tables.

The holder of a case changes only to the receiver of an accepted hand-over from the present
holder; events are never rewritten. A later migration that rebuilds one of these tables on SQLite
drops its triggers and has to install them again; a test looks whether they stand.
"""

from __future__ import annotations

from collections.abc import Mapping

MOVE = "cases_holder_moves_by_acceptance"
PAST = "cases_event_no_update"
_NO_MOVE = "the holder of a case changes only by an accepted hand-over"
_NO_REWRITE = "what happened in a case is not rewritten"
_UNACCEPTED = (
    "NEW.holder_id <> OLD.holder_id AND NOT EXISTS (SELECT 1 FROM cases_transfer t "
    "WHERE t.case_id = OLD.id AND t.giver_id = OLD.holder_id "
    "AND t.receiver_id = NEW.holder_id AND t.state = 'accepted')"
)
TABLES: Mapping[str, str] = {MOVE: "cases_case", PAST: "cases_caseevent"}


def statements(vendor: str) -> tuple[str, ...]:
    """What installs the triggers on a database of this kind."""
    return _SQLITE if vendor == "sqlite" else _POSTGRES


def removals(vendor: str) -> tuple[str, ...]:
    """What takes the triggers away again."""
    if vendor == "sqlite":
        return tuple(f"DROP TRIGGER IF EXISTS {name}" for name in TABLES)
    return tuple(f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in TABLES.items())


_SQLITE = (
    (
        f"CREATE TRIGGER {MOVE} BEFORE UPDATE OF holder_id ON cases_case WHEN {_UNACCEPTED} "
        f"BEGIN SELECT RAISE(ABORT, '{_NO_MOVE}'); END"
    ),
    (
        f"CREATE TRIGGER {PAST} BEFORE UPDATE ON cases_caseevent "
        f"BEGIN SELECT RAISE(ABORT, '{_NO_REWRITE}'); END"
    ),
)
_POSTGRES = (
    (
        "CREATE OR REPLACE FUNCTION cases_check_move() RETURNS trigger "
        "LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {_UNACCEPTED} THEN RAISE EXCEPTION '{_NO_MOVE}' USING ERRCODE = '23514'; END IF; "
        "RETURN NEW; END $$"
    ),
    (
        f"CREATE TRIGGER {MOVE} BEFORE UPDATE OF holder_id ON cases_case "
        "FOR EACH ROW EXECUTE FUNCTION cases_check_move()"
    ),
    (
        "CREATE OR REPLACE FUNCTION cases_refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_NO_REWRITE}' USING ERRCODE = '23514'; END $$"
    ),
    (
        f"CREATE TRIGGER {PAST} BEFORE UPDATE ON cases_caseevent "
        "FOR EACH ROW EXECUTE FUNCTION cases_refuse_rewrite()"
    ),
)
