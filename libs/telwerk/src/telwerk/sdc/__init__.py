# SPDX-License-Identifier: MIT
"""Tables of counts that expose nobody: hide small cells, and check what can be worked back.

>>> from telwerk.sdc import Relation, protect
>>> counts = {("a",): 4, ("b",): 30, ("c",): 60, (): 94}
>>> shown = protect(counts, [Relation((), (("a",), ("b",), ("c",)))], threshold=10)
>>> shown[("a",)], shown[("b",)], shown[("c",)]
(None, None, 60)
"""

from telwerk.sdc.audit import Bounds, audit
from telwerk.sdc.errors import InconsistentError, UndecidedError, UnprotectedError
from telwerk.sdc.protect import protect
from telwerk.sdc.relations import Key, Relation, crossed, linked

__all__ = [
    "Bounds",
    "InconsistentError",
    "Key",
    "Relation",
    "UndecidedError",
    "UnprotectedError",
    "audit",
    "crossed",
    "linked",
    "protect",
]
