"""Collections that a test makes, and all that they hold, to compare."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from corpus.catalogue import open_catalogue
from corpus.originals import FolderOriginals
from corpus.settings import Settings, load_settings


def settings_in(data: Path, **options: str) -> Settings:
    """Settings of a collection in this folder."""
    return load_settings({}, data.parent, {"data": str(data), **options})


def everything(settings: Settings) -> tuple[object, ...]:
    """All that a catalogue and its originals hold."""
    with closing(open_catalogue(settings.catalogue)) as catalogue:
        return (
            catalogue.identity,
            catalogue.ledger(),
            list(catalogue.documents()),
            [(catalogue.undecided(one), catalogue.decisions(one)) for one in catalogue.ids()],
            [catalogue.revision_of(one) for one in catalogue.ids()],
            FolderOriginals(Path(settings.originals)).digests(),
        )
