"""Read files of Word and PowerPoint 97 (``.doc``, ``.ppt``), where LibreOffice is installed.

LibreOffice turns a copy into the format of today, which is read as such. It works in a folder of
its own, with a profile that runs no macros and fetches nothing. It inherits the limits of the
worker (see :mod:`ingest.worker`), and a guard sees to it that it ends together with the worker,
however that ends, and leaves nothing behind.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from corpus.document import Page
from corpus.errors import ReadFailed
from ingest.office import read_docx, read_pptx
from ingest.reading import Reading

PROGRAMS = ("soffice", "libreoffice")
"""Names under which LibreOffice may be installed."""

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop>
</item>
</oor:items>
"""
# Waits until its input ends, which it does when the worker ends it or ends itself.
_GUARD = 'read -r _; kill -s KILL -- "-$0"; rm -rf -- "$1"'


def read_doc(path: Path) -> Reading:
    """Read a file of Word 97; where its pages ended is not known any more, so it has one.

    Raises:
        ReadFailed: when LibreOffice is not there or cannot read it.
    """
    with _converted(path, ".doc", ".docx", "a Word 97 file") as converted:
        reading = read_docx(converted)
    text = "\n\n".join(page.text for page in reading.pages if page.text)
    return replace(reading, pages=(Page(number=1, text=text, quality=1.0 if text else 0.0),))


def read_ppt(path: Path) -> Reading:
    """Read a presentation of PowerPoint 97; page *n* is slide *n*.

    Raises:
        ReadFailed: when LibreOffice is not there or cannot read it.
    """
    with _converted(path, ".ppt", ".pptx", "a PowerPoint 97 file") as converted:
        return read_pptx(converted)


def office() -> str | None:
    """The program that converts, if this computer has it."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


@contextmanager
def _converted(path: Path, old: str, new: str, what: str) -> Iterator[Path]:
    """A copy of a file in the format of today, for as long as the block lasts."""
    program = office()
    if program is None:
        raise ReadFailed(
            f"This is {what} ({old}); save it as {new} and ingest it again, or install LibreOffice."
        )
    folder = Path(tempfile.mkdtemp(prefix="watwerkt-"))
    copy = folder / f"original{old}"
    converted = copy.with_suffix(new)
    guard = None
    try:
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, "utf-8")
        shutil.copyfile(path, copy)
        process = _start(program, folder, copy, new)
        guard = _guard(process, folder)
        status = process.wait()
        if not converted.is_file():
            if status:  # a file it cannot open is no failure to LibreOffice
                raise ReadFailed(
                    f"LibreOffice broke off at {path.name}; give it more --memory, or save it as"
                    f" {new} and ingest that."
                )
            raise ReadFailed(
                f"{path.name} is damaged or protected by a password;"
                f" open it in an office program and save it as {new}."
            )
        yield converted
    except OSError as error:
        raise ReadFailed(f"{path.name} cannot be converted: {error.strerror or error}.") from error
    finally:
        if guard is None:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            guard.communicate()


def _start(program: str, folder: Path, copy: Path, new: str) -> subprocess.Popen[bytes]:
    profile = (folder / "profile").as_uri()
    return subprocess.Popen(  # noqa: S603 (found by its fixed name; the path is our own)
        [
            program, "--headless", "--norestore", f"-env:UserInstallation={profile}",
            "--convert-to", new.removeprefix("."), "--outdir", str(folder), str(copy),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(folder)},  # killed, it leaves its own temporary files
        start_new_session=True,
    )  # fmt: skip


def _guard(process: subprocess.Popen[bytes], folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 (the same)
        ["/bin/sh", "-c", _GUARD, str(process.pid), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
