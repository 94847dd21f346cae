# SPDX-License-Identifier: MIT
"""Compile the kernels while installing, with a compiler that comes as a wheel.

No compiler is needed on the machine, and no user waits for one at first call.
"""

import platform
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = Path("src/telwerk/_kernels")
# The oldest C library we support; the compiler carries its symbols.
GLIBC = "2.17"
NAMES = {"win32": "telwerk.dll", "darwin": "libtelwerk.dylib"}
FLAGS = ("-O3", "-s", "-shared", "-fPIC", "-fno-math-errno", "-std=c11", "-Wall", "-Wextra")


class CompileKernels(BuildHookInterface[Any]):
    """Build one shared library from all C files, when it is older than they are."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and mark the wheel as made for this platform."""
        folder = Path(self.root) / FOLDER
        library = folder / NAMES.get(sys.platform, "libtelwerk.so")
        sources = sorted(folder.glob("*.c"))
        newest = max(path.stat().st_mtime for path in folder.glob("*.[ch]"))
        if not library.exists() or library.stat().st_mtime < newest:
            compile_kernels(sources, library)
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform_tag()}"
        build_data["artifacts"].append(f"/{FOLDER.as_posix()}/{library.name}")


def compile_kernels(sources: list[Path], library: Path) -> None:
    """Run the compiler; a failure shows its own words."""
    command = [sys.executable, "-m", "ziglang", "cc", *FLAGS, *target(), "-o", str(library)]
    libraries = [] if sys.platform == "win32" else ["-lm"]
    # Every part of the command is ours: this interpreter, our flags, our files.
    subprocess.run([*command, *map(str, sources), *libraries], check=True)  # noqa: S603  because the command is made here


def musl() -> bool:
    """Tell whether this Python runs on the other Linux C library."""
    return "musl" in str(sysconfig.get_config_var("HOST_GNU_TYPE"))


def target() -> list[str]:
    """Ask for the plain processor of this family, so that the wheel runs elsewhere."""
    if sys.platform != "linux":
        return ["-mcpu=baseline"]
    libc = "musl" if musl() else f"gnu.{GLIBC}"
    return ["-target", f"{platform.machine()}-linux-{libc}"]


def platform_tag() -> str:
    """Name the platform as wheels do."""
    if sys.platform == "linux":
        libc = "musllinux_1_2" if musl() else f"manylinux_{GLIBC.replace('.', '_')}"
        return f"{libc}_{platform.machine()}"
    return sysconfig.get_platform().replace("-", "_").replace(".", "_")
