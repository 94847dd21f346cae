# SPDX-License-Identifier: EUPL-1.2
"""Every installed package has a licence that goes with the EUPL; says which has not, and why.

Reads what each package says of itself. One that says nothing, or something that names no licence,
stands by name in `READ` after somebody has read its licence file.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions

#: Licences without conditions on what stands beside them, as SPDX names them.
FREE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0",
    "PSF-2.0", "Zlib",
}  # fmt: skip
#: Ours, and licences whose conditions end at their own files or their own library.
BOUNDED = {"EUPL-1.2", "LGPL-3.0-only", "MPL-2.0"}
ALLOWED = FREE | BOUNDED

#: What older packages write instead of an SPDX name.
CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
#: Read by hand in the licence file that the package carries.
READ = {
    "apsw": "Zlib",
    "axe-playwright-python": "MIT",
    "pysqlite3": "Zlib",
    "qrcode": "BSD-3-Clause",
}


def licence_of(package: Distribution) -> str:
    """What a package says its licence is, in SPDX names where it can be told."""
    about = package.metadata
    if about["Name"] in READ:
        return READ[about["Name"]]
    if "License-Expression" in about:
        return str(about["License-Expression"])
    said = [
        str(line).rpartition(" :: ")[2]
        for line in about.get_all("Classifier", [])
        if str(line).startswith("License :: ") and line != "License :: OSI Approved"
    ]
    if said:
        return " AND ".join(CLASSIFIERS.get(each, each) for each in said)
    lines = str(about["License"] or "").splitlines() if "License" in about else []
    return lines[0] if lines else "nothing said"


def allowed(licence: str) -> bool:
    """Tell whether all that holds, or one of what may be chosen, is on the list."""
    parts = licence.replace("(", "").replace(")", "").split(" AND ")
    return all(set(part.split(" OR ")) & ALLOWED for part in parts)


def refused(packages: Iterable[Distribution]) -> list[str]:
    """Packages whose licence is not on the list, with what they say."""
    found = {str(each.metadata["Name"]): licence_of(each) for each in packages}
    return sorted(f"{name}: {said}" for name, said in found.items() if not allowed(said))


def main() -> int:
    """Say what is refused, and what to do about it."""
    wrong = refused(distributions())
    for line in wrong:
        sys.stdout.write(f"{line}\n")
    if wrong:
        sys.stdout.write("Read its licence file; then write it in READ, or leave the package.\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
