# SPDX-License-Identifier: EUPL-1.2
import pytest
from django.core.checks import run_checks
from django.db import models

from ketenzicht.core.classification import (
    CLOSED,
    Level,
    classification_of,
    classified,
    closed_columns,
    faults,
    our_models,
)
from ketenzicht.vault.fields import SealedField


def model(**columns):
    columns = {"__module__": __name__, "Meta": type("Meta", (), {"app_label": "papers"}), **columns}
    name = f"Sheet{len(made)}"
    made.append(name)
    return type(name, (models.Model,), columns)


made: list[str] = []


def test_every_column_of_ours_is_classified():
    assert [fault for one in our_models() for fault in faults(one)] == []
    assert [fault for fault in run_checks() if fault.id == "ketenzicht.E003"] == []


def test_every_dropped_classification_stops_the_build(monkeypatch):
    for one in our_models():
        whole = classification_of(one)
        for name in [n for n in whole if n in {f.name for f in one._meta.local_concrete_fields}]:
            rest = {other: level for other, level in whole.items() if other != name}
            monkeypatch.setattr(one, "_classification", rest)
            assert faults(one) == [f"column {name!r} is not classified"]
            monkeypatch.undo()


def test_a_forgotten_column_is_a_fault():
    sheet = classified(internal="id")(model(note=models.TextField()))
    assert faults(sheet) == ["column 'note' is not classified"]


@pytest.mark.parametrize("level", sorted(CLOSED))
def test_a_dangerous_column_has_to_be_sealed(level):
    plain = classified(internal="id", **{level: "note"})(model(note=models.TextField()))
    sealed = classified(internal="id", **{level: "note"})(model(note=SealedField()))
    assert faults(plain) == [f"column 'note' is {level} and must be a SealedField"]
    assert faults(sealed) == []
    assert closed_columns(sealed) == ["note"]


def test_a_name_that_is_no_column_is_a_fault():
    assert faults(classified(internal="id nothing")(model())) == [
        "'nothing' is classified but is no column"
    ]


def test_a_column_has_one_level():
    with pytest.raises(ValueError, match="classified twice"):
        classified(internal="id", public="id")


def test_an_heir_keeps_the_levels_of_what_it_inherits():
    class Base(models.Model):
        kept = models.TextField()

        class Meta:
            abstract = True
            app_label = "papers"

        def __str__(self) -> str:
            return self.kept

    classified(internal="kept")(Base)
    meta = type("Meta", (), {"app_label": "papers"})
    heir = type("Heir", (Base,), {"__module__": __name__, "Meta": meta})
    classified(internal="id")(heir)
    assert classification_of(heir) == {"kept": Level.INTERNAL, "id": Level.INTERNAL}
    assert faults(heir) == []
