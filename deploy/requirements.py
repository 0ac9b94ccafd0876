"""Which packages watwerkt needs, for an image that keeps them apart from the program.

python requirements.py opensearch,postgresql,s3 > requirements.txt
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path


def requirements(project: Path, extras: list[str]) -> list[str]:
    """What ``pyproject.toml`` names, with these extras.

    Raises:
        KeyError: for an extra that there is not.
    """
    said = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
    optional = said.get("optional-dependencies", {})
    return said["dependencies"] + [one for extra in extras for one in optional[extra]]


if __name__ == "__main__":
    chosen = [extra for extra in sys.argv[1].split(",") if extra]
    sys.stdout.write("\n".join(requirements(Path("pyproject.toml"), chosen)) + "\n")
