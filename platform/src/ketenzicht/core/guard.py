# SPDX-License-Identifier: EUPL-1.2
"""A manager that gives rows only to somebody: asking without a reader raises.

A model with rows per reader declares

    objects = GuardedManager["Case"]()

    @classmethod
    def reach(cls, actor: Member, now: datetime) -> Q: ...

and its selectors start from `Case.objects.for_reader(actor, now)`. Sweeps that act for nobody
say why: `Case.objects.whole_table(why="expiry of offers")`. Foreign keys of a row that was
already fetched keep working, because Django follows those through `_base_manager`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NoReturn, Protocol, TypeVar, cast

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import models
from django.db.models import Q, QuerySet

from ketenzicht.core.classification import closed_columns, our_models
from ketenzicht.core.errors import NotFound

Row = TypeVar("Row", bound=models.Model)


class Unscoped(RuntimeError):
    """Rows were asked for without saying for whom."""


class Reachable(Protocol):
    """A model that knows which of its rows a reader may see."""

    @classmethod
    def reach(cls, actor: Any, now: datetime) -> Q: ...


class GuardedManager(models.Manager[Row]):
    """Rows for one reader, or for a named sweep; never for whoever asks."""

    def for_reader(self, actor: Any, now: datetime) -> QuerySet[Row]:
        """The rows this reader has a live ground for at this moment."""
        reachable = cast("type[Reachable]", self.model)
        # A reach may join tables; going through the keys keeps rows single and counts right.
        reached = self._rows().filter(reachable.reach(actor, now)).values("pk")
        return self._rows().filter(pk__in=reached)

    def whole_table(self, *, why: str) -> QuerySet[Row]:
        """Every row, for a sweep that acts for nobody; the reason stands in the code."""
        if not why.strip():
            raise Unscoped("a sweep over a whole table gives its reason")
        return self._rows()

    def create(self, **columns: Any) -> Row:
        """Add a row; adding reads nothing."""
        return self._rows().create(**columns)

    def bulk_create(self, rows: Iterable[Row]) -> list[Row]:  # type: ignore[override]  # no options: none is used
        """Add rows; adding reads nothing."""
        return self._rows().bulk_create(rows)

    def get_queryset(self) -> NoReturn:
        raise Unscoped(
            f"{self.model.__name__} rows belong to readers: start from "
            "objects.for_reader(actor, now) or objects.whole_table(why=…)"
        )

    def _rows(self) -> QuerySet[Row]:
        if getattr(self, "instance", None) is not None:
            # A related manager would lose either its relation or its reader here.
            raise Unscoped(f"start from {self.model.__name__}.objects, then filter on the relation")
        return QuerySet(self.model, using=self._db)


def found_in(rows: QuerySet[Row], **which: Any) -> Row:
    """The one row that is meant; missing and not-yours are told apart by nobody."""
    found = rows.filter(**which).first()
    if found is None:
        raise NotFound
    return found


@register(Tags.models)
def every_model_with_readers_is_guarded(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Stop the build on rows that belong to readers and can be had without saying for whom."""
    return [
        Error(
            f"{model._meta.label}: {fault}.",
            hint="Give it `reach` and `objects = GuardedManager()`; see ketenzicht.core.guard.",
            obj=model,
            id="ketenzicht.E005",
        )
        for model in our_models()
        if (fault := _unguarded(model))
    ]


def _unguarded(model: type[models.Model]) -> str:
    guarded = isinstance(model._default_manager, GuardedManager)
    if guarded and not hasattr(model, "reach"):
        return "it is guarded, and does not say whom its rows reach"
    if not guarded and (hasattr(model, "reach") or closed_columns(model)):
        return "its rows belong to readers, and its manager gives them to whoever asks"
    return ""
