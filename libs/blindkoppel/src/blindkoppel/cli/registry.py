# SPDX-License-Identifier: MIT
"""The type of a place where commands register themselves."""

import argparse
from typing import TYPE_CHECKING, TypeAlias

# The class is documented by argparse but has no public name, and at run time no parameters.
if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  because the type has no public name
else:
    Commands = argparse._SubParsersAction  # noqa: SLF001  because the type has no public name
