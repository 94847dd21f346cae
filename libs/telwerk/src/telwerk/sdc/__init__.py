# SPDX-License-Identifier: MIT
"""Tables of counts that expose nobody: hide small cells, and check what can be worked back.

>>> from telwerk.sdc import Relation, protect
>>> counts = {("a",): 4, ("b",): 30, ("c",): 60, (): 94}
>>> shown = protect(counts, [Relation((), (("a",), ("b",), ("c",)))], threshold=10)
>>> shown[("a",)], shown[("b",)], shown[("c",)]
(None, None, 60)
"""

from telwerk.sdc.disclosure.audit import audit
from telwerk.sdc.disclosure.bounds import Bounds
from telwerk.sdc.messages import InconsistentError, UndecidedError, UnprotectedError
from telwerk.sdc.suppression.protect import protect
from telwerk.sdc.tables.building import crossed, linked
from telwerk.sdc.tables.relations import Key, Relation

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
