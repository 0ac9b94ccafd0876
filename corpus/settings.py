"""Where a collection lives and which rules it uses.

Order of precedence: option > ``WATWERKT_*`` environment variable > ``watwerkt.toml`` in the working
folder > default. What is secret, such as an address with a password, may lie in a file that
``WATWERKT_*_FILE`` names. Only the two entry points (command line, web server) call
:func:`load_settings`.
"""

from __future__ import annotations

import ipaddress
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import platformdirs

from corpus.archetypes import DEFAULT_TAXONOMY
from corpus.database import is_shared, sqlite_url
from corpus.errors import SettingsWrong
from corpus.originals import S3

SETTINGS_FILE = "watwerkt.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One thing that can be set, as the manual lists it."""

    name: str
    help: str

    @property
    def variable(self) -> str:
        """Name of its environment variable."""
        return f"WATWERKT_{self.name.upper()}"

    @property
    def file_variable(self) -> str:
        """Name of the environment variable with the path of a file that holds its value."""
        return f"{self.variable}_FILE"


SETTINGS = (
    Setting(name="data", help="folder with catalogue, originals and index"),
    Setting(
        name="catalogue",
        help="database URL of the catalogue, e.g. sqlite:////srv/ww.db or "
        "postgresql+psycopg://ww@host/ww",
    ),
    Setting(name="index", help="address of the index, e.g. whoosh:///srv/index"),
    Setting(
        name="originals",
        help="where the ingested files are kept: a folder, or s3://bucket/prefix?endpoint=https://…",
    ),
    Setting(name="taxonomy", help="YAML file with the archetypes"),
    Setting(name="gaps", help="whether the page counts questions without results: on or off"),
    Setting(
        name="proxy",
        help="address of the reverse proxy that says from where and how a request came, e.g. "
        "127.0.0.1",
    ),
    Setting(name="contact", help="mail or https address for readers for whom a page does not work"),
    Setting(name="log", help="how the page writes its log: text, or json with a line per request"),
    Setting(
        name="metrics",
        help="addresses or networks that may read the measurements, e.g. 127.0.0.1; or off",
    ),
)

_FILE = "file://"
_SWITCH = ("on", "off")
_LOGS = ("text", "json")
_THIS_COMPUTER = "127.0.0.1 ::1"
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_WEB = re.compile(r"https://[\w.-]+(:\d+)?(/\S*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings in force; paths are absolute.

    Attributes:
        originals: a folder, or an address that begins with ``s3://``.
        gaps: ``on`` or ``off``.
        contact: address of mail, or of a page (``https://``); empty when nobody is named.
        proxy: the address that is believed about who asks; empty for none.
        log: ``text`` or ``json``.
        metrics: the networks that may read the measurements, with spaces between them; ``off`` for
            none.
    """

    data: Path
    catalogue: str
    index: str
    originals: str
    taxonomy: Path
    gaps: str = "on"
    contact: str = ""
    proxy: str = ""
    log: str = "text"
    metrics: str = _THIS_COMPUTER

    @property
    def gaps_store(self) -> Path:
        """File in which questions without results are counted."""
        return self.data / "gaps.db"

    @property
    def accounts(self) -> str:
        """URL of the database with who may log in: beside a catalogue on a server, or a file."""
        own = sqlite_url(self.data / "accounts.db")
        return self.catalogue if is_shared(self.catalogue) else own

    @property
    def lock(self) -> Path:
        """File that the one writing command holds."""
        return self.data / "writing.lock"


def load_settings(
    environment: Mapping[str, str], folder: Path, options: Mapping[str, str | None] | None = None
) -> Settings:
    """Put the settings together.

    Args:
        environment: usually ``os.environ``.
        folder: working folder, where ``watwerkt.toml`` may lie.
        options: values given on the command line, by setting name.

    An empty value counts as not given.

    Raises:
        SettingsWrong: for a settings file that cannot be read or names an unknown setting, for a
            path that cannot be, for a switch that is neither on nor off, for a contact that is no
            address, and for a file with a value that cannot be read.
    """
    chosen = {name: value for name, value in _from_file(folder / SETTINGS_FILE).items() if value}
    chosen |= {s.name: value for s in SETTINGS if (value := _from_environment(environment, s))}
    chosen |= {name: value for name, value in (options or {}).items() if value}
    data = _absolute(folder, chosen.get("data") or _default_data())
    own = in_folder(data)
    taxonomy = chosen.get("taxonomy")
    return Settings(
        data=data,
        catalogue=chosen.get("catalogue", own["catalogue"]),
        index=chosen.get("index", own["index"]),
        originals=_originals(folder, chosen.get("originals", own["originals"])),
        taxonomy=_absolute(folder, taxonomy) if taxonomy else DEFAULT_TAXONOMY,
        gaps=_one_of(_SWITCH, "gaps", chosen.get("gaps", "on")),
        contact=_contact(chosen.get("contact", "")),
        proxy=_address("proxy", chosen.get("proxy", "")),
        log=_one_of(_LOGS, "log", chosen.get("log", "text")),
        metrics=_networks("metrics", chosen.get("metrics", _THIS_COMPUTER)),
    )


def _originals(folder: Path, value: str) -> str:
    if value.startswith(S3):
        return value
    if "://" in value and not value.startswith(_FILE):
        raise SettingsWrong(
            f"The setting originals must be a folder or begin with {S3}, not ‘{value}’."
        )
    path = unquote(value.removeprefix(_FILE)) if value.startswith(_FILE) else value
    return str(_absolute(folder, path))


def in_folder(data: Path) -> dict[str, str]:
    """Where catalogue, index and originals are unless something else is said."""
    return {
        "catalogue": sqlite_url(data / "catalogue.db"),
        "index": f"whoosh://{data / 'index'}",
        "originals": str(data / "originals"),
    }


def _from_environment(environment: Mapping[str, str], setting: Setting) -> str:
    """Its value, also when that lies in a file; empty when it is not given."""
    value, path = environment.get(setting.variable), environment.get(setting.file_variable)
    if not path:
        return value or ""
    if value:
        raise SettingsWrong(
            f"{setting.variable} and {setting.file_variable} are both set; take one of them away."
        )
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text in UTF-8"
        raise SettingsWrong(
            f"{path}, which {setting.file_variable} names, cannot be read: {why}."
        ) from error


def _one_of(choices: tuple[str, str], name: str, value: str) -> str:
    if value.strip().lower() not in choices:
        raise SettingsWrong(f"The setting {name} must be {' or '.join(choices)}, not ‘{value}’.")
    return value.strip().lower()


def _networks(name: str, value: str) -> str:
    if value.strip().lower() == "off":
        return "off"
    try:
        return " ".join(str(ipaddress.ip_network(one)) for one in value.replace(",", " ").split())
    except ValueError:
        raise SettingsWrong(
            f"The setting {name} must be off, or addresses of computers or networks, like "
            f"127.0.0.1 or 10.0.0.0/8, not ‘{value}’."
        ) from None


def _contact(value: str) -> str:
    value = value.strip()
    if value and not (_MAIL.fullmatch(value) or _WEB.fullmatch(value)):
        raise SettingsWrong(
            f"The setting contact must be an address of mail or an https:// page, not ‘{value}’."
        )
    return value


def _address(name: str, value: str) -> str:
    try:
        return str(ipaddress.ip_address(value.strip())) if value.strip() else ""
    except ValueError:
        raise SettingsWrong(
            f"The setting {name} must be the address of a computer, like 127.0.0.1, not ‘{value}’."
        ) from None


def _default_data() -> str:
    try:
        return platformdirs.user_data_dir("watwerkt")
    except (RuntimeError, KeyError):  # no home folder, and no entry for this user
        raise SettingsWrong(
            "This user has no home folder; choose a data folder with --data or WATWERKT_DATA."
        ) from None


def _absolute(folder: Path, value: str) -> Path:
    try:
        return (folder / Path(value).expanduser()).resolve()
    except (RuntimeError, ValueError, OSError) as error:
        raise SettingsWrong(f"‘{value}’ cannot be a folder or file: {error}.") from error


def _from_file(path: Path) -> dict[str, str]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsWrong(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SettingsWrong(f"{path} is not UTF-8; save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsWrong(f"{path} is no TOML: {error}.") from error
    names = [setting.name for setting in SETTINGS]
    for name, value in found.items():
        if name not in names:
            raise SettingsWrong(f"{path}: unknown setting ‘{name}’; known: {', '.join(names)}.")
        if not isinstance(value, str):
            raise SettingsWrong(f"{path}: {name} must be text between quotes.")
    return found
