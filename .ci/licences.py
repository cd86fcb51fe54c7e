"""Whether every licence of a list by pip-licenses is one that the library may rest on."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from license_expression import Licensing

# Free to use in any work. A package that names its licence in older words is read as the second column says.
ALLOWED = (
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "HPND", "ISC", "MIT", "MIT-0"),
    *("MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib"),
)
WORDS = {
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# Weaker copyleft, looked at one by one: used as it is published, imported and never changed or copied.
EXCEPTIONS = {"pycountry": "LGPL-2.1-only"}


def main() -> int:
    """Name each package whose licence is not allowed."""
    packages = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    reader, wrong = Licensing(), []
    for package in packages:
        said = package["License"]
        if EXCEPTIONS.get(package["Name"]) == said:
            continue
        parts = [WORDS.get(part.strip(), part.strip()) for part in said.split(";")]
        try:
            rule = reader.parse(" AND ".join(f"({part})" for part in parts))
        except Exception:
            rule = None
        allowed = {reader.parse(name): reader.TRUE for name in ALLOWED}
        if rule is None or rule.subs(allowed).simplify() != reader.TRUE:
            wrong.append(f"{package['Name']} {package['Version']}: {said}")
    print("\n".join(wrong) or f"{len(packages)} packages, all allowed")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
