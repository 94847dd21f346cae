# SPDX-License-Identifier: MIT
"""The type of a place where commands register themselves."""

import argparse
from typing import TYPE_CHECKING, TypeAlias

# argparse declares the class but not its parameters at run time.
if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = argparse._SubParsersAction
