# SPDX-License-Identifier: EUPL-1.2
"""How dangerous each column is in the wrong hands, declared on the model and checked.

`public` may stand on the website; `internal` tells nothing about a person in need; `sensitive`
does; `vault` could get somebody found. The last two are stored closed, so they have to be a
`SealedField`. A column that nobody classified stops the build.
"""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import models

Model = TypeVar("Model", bound=type[models.Model])
_ATTRIBUTE = "_classification"


class Level(StrEnum):
    """From harmless to deadly."""

    PUBLIC = "public"
    INTERNAL = "internal"
    SENSITIVE = "sensitive"
    VAULT = "vault"


CLOSED = frozenset({Level.SENSITIVE, Level.VAULT})


def classified(
    *, public: str = "", internal: str = "", sensitive: str = "", vault: str = ""
) -> Callable[[Model], Model]:
    """Name every column of a model under its level; columns are separated by spaces."""
    declared: dict[str, Level] = {}
    for level, names in zip(Level, (public, internal, sensitive, vault), strict=True):
        for name in names.split():
            if name in declared:
                raise ValueError(f"{name} is classified twice: {declared[name]} and {level}")
            declared[name] = level

    def declare(model: Model) -> Model:
        inherited = getattr(model, _ATTRIBUTE, {})
        setattr(model, _ATTRIBUTE, {**inherited, **declared})
        return model

    return declare


def classification_of(model: type[models.Model]) -> dict[str, Level]:
    """The declared level of each column of a model."""
    own: dict[str, Level] = getattr(model, _ATTRIBUTE, {})
    return dict(own)


def closed_columns(model: type[models.Model]) -> list[str]:
    """The columns of a model that are stored closed."""
    return [name for name, level in classification_of(model).items() if level in CLOSED]


def faults(model: type[models.Model]) -> list[str]:
    """What is wrong with the classification of one model, as sentences."""
    declared = classification_of(model)
    fields = {field.name: field for field in model._meta.local_concrete_fields}
    unknown = set(declared) - set(fields) - {field.name for field in model._meta.concrete_fields}
    return [
        *(f"column {name!r} is not classified" for name in fields if name not in declared),
        *(f"{name!r} is classified but is no column" for name in sorted(unknown)),
        *(
            f"column {name!r} is {level} and must be a SealedField"
            for name, level in declared.items()
            if level in CLOSED and name in fields and not _is_sealed(fields[name])
        ),
    ]


@register(Tags.models)
def every_column_is_classified(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Stop the build on a column nobody classified, or a dangerous one stored in the open."""
    return [
        Error(
            f"{model._meta.label}: {fault}.",
            hint="Name the column in @classified(…) on the model; when in doubt: sensitive.",
            obj=model,
            id="ketenzicht.E003",
        )
        for model in our_models()
        for fault in faults(model)
    ]


def our_models() -> Iterable[type[models.Model]]:
    """Every concrete model this project defines."""
    return (
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("ketenzicht.") and not model._meta.proxy
    )


def _is_sealed(field: models.Field[Any, Any]) -> bool:
    # The field class lives in `vault`, which stands on this module; it marks itself instead.
    return getattr(field, "sealed", False) is True
