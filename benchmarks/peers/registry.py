"""Which engines there are, and how the process of each is started."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

from benchmarks.peers.records import Facts

PROJECT = Path(__file__).resolve().parents[2]
PEERS_PYTHON = Path(os.environ.get("PEERS_VENV", PROJECT / ".venv-peers")) / "bin" / "python"
DEBIAN_PYTHON = Path("/usr/bin/python3")  # Debian's bindings are for Debian's Python
_JARS = Path("/usr/share/java")
_LUCENE = PROJECT / "benchmarks" / "peers" / "lucene"
_MODULES = ("core", "facet", "analyzers-common")
_JVM = ("-Xms2g", "-Xmx4g", "-XX:+UseSerialGC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """One engine.

    Attributes:
        command: of its process, for a collection and a folder for compiled programs.
        missing: what has to be installed first, or "".
        sources: files that decide what its index looks like.
        warm_seconds: how long it is asked before it is timed.
        kept: package of one that indexes so slowly that its index is kept, else "".
    """

    name: str
    command: Callable[[Facts, Path], Sequence[str]]
    missing: Callable[[], str]
    sources: tuple[Path, ...]
    warm_seconds: float = 5.0
    kept: str = ""

    def fingerprint(self) -> str:
        """Changes with its version and the files that make its index."""
        digest = hashlib.sha256(version(self.kept).encode() if self.kept else b"")
        for path in (*self.sources, PROJECT / "benchmarks" / "peers" / "records.py"):
            digest.update(path.read_bytes())
        return digest.hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class _Python:
    """A Python, and how to get into it what an engine needs."""

    path: Path
    advice: str

    def missing(self, imported: str) -> str:
        """The advice when it cannot import that."""
        if not self.path.exists():
            return self.advice
        command = [str(self.path), "-c", f"import {imported}"]
        tried = subprocess.run(command, capture_output=True, check=False)
        return self.advice if tried.returncode else ""


def _python(
    name: str, imported: str, python: _Python, *, module: str = "", kept: str = ""
) -> Installed:
    module = module or name
    return Installed(
        name=name,
        command=lambda _facts, _folder: [str(python.path), "-m", f"benchmarks.peers.{module}"],
        missing=partial(python.missing, imported),
        sources=(PROJECT / "benchmarks" / "peers" / f"{module}.py",),
        kept=kept,
    )


def _jars() -> list[Path]:
    found = [sorted(_JARS.glob(f"lucene-{module}-8.*.jar")) for module in _MODULES]
    return [paths[-1] for paths in found if paths]


def _missing_lucene() -> str:
    missing = []
    if len(_jars()) < len(_MODULES):
        missing.append("apt install liblucene8-java")
    if not shutil.which("javac"):
        missing.append("apt install openjdk-17-jdk-headless")
    return ", ".join(missing)


def _lucene(facts: Facts, folder: Path) -> list[str]:
    jars = os.pathsep.join(map(str, _jars()))
    classes = folder / "lucene-classes"
    sources = sorted(_LUCENE.glob("*.java"))
    subprocess.run(["javac", "-d", classes, "-cp", jars, *sources], check=True)
    return ["java", *_JVM, "-cp", f"{jars}{os.pathsep}{classes}", "Lucene", *facts.most]


_PEERS = _Python(PEERS_PYTHON, "make bench-peers")
_DEBIAN = _Python(DEBIAN_PYTHON, "apt install python3-xapian")
_OURS = _Python(Path(sys.executable), "make install")

ENGINES: Mapping[str, Installed] = {
    engine.name: engine
    for engine in (
        _python("watwerkt", "numpy", _OURS),
        _python("tantivy", "tantivy", _PEERS),
        Installed(
            name="lucene",
            command=_lucene,
            missing=_missing_lucene,
            sources=tuple(sorted(_LUCENE.glob("*.java"))),
            warm_seconds=20.0,  # until the JVM has compiled what is asked
        ),
        _python("xapian", "xapian", _DEBIAN),
        _python("fts5", "sqlite3", _OURS),
        _python("whoosh", "whoosh", _OURS, module="whoosh_stock", kept="whoosh3"),
        _python("bm25s", "bm25s, numba", _PEERS),
    )
}
