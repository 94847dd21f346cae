# SPDX-License-Identifier: EUPL-1.2
"""The column for a value that is only ever stored closed."""

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    Binary = models.BinaryField[Any, Any]
else:
    Binary = models.BinaryField


class SealedField(Binary):
    """Ciphertext. Written and read through `OpenSafe`, never with the value itself."""

    sealed = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, str):
            raise TypeError(f"{self.name} takes ciphertext; write it with OpenSafe.write")
        return super().get_prep_value(value)
