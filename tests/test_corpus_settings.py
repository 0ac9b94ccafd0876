"""Which settings are in force, and what is said of wrong ones."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import platformdirs
import pytest

from corpus.archetypes import DEFAULT_TAXONOMY
from corpus.catalogue import open_catalogue
from corpus.errors import SettingsWrong
from corpus.settings import SETTINGS, load_settings

NAMES = [setting.name for setting in SETTINGS]
# name -> a value for the option, for the environment and for the file
VALUES = {
    "data": ("/option", "/environment", "/file"),
    "catalogue": ("sqlite:///option.db", "sqlite:///environment.db", "sqlite:///file.db"),
    "index": ("whoosh:///option", "whoosh:///environment", "whoosh:///file"),
    "originals": ("/option", "s3://environment/x", "/file"),
    "taxonomy": ("/option.yaml", "/environment.yaml", "/file.yaml"),
    "gaps": ("off", "on", "off"),
    "proxy": ("192.0.2.1", "192.0.2.2", "2001:db8::1"),
    "contact": ("option@example.org", "https://example.org/contact", "file@example.org"),
    "log": ("json", "text", "json"),
    "metrics": ("off", "10.0.0.0/8", "192.0.2.1/32"),
}


def _file(folder: Path, text: str) -> Path:
    path = folder / "watwerkt.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_anything_said_all_lives_in_the_data_folder_of_the_platform(
    tmp_path: Path,
) -> None:
    settings = load_settings({}, tmp_path)
    data = Path(platformdirs.user_data_dir("watwerkt"))
    assert settings.data == data
    assert settings.catalogue == f"sqlite:///{data}/catalogue.db"
    assert settings.index == f"whoosh://{data}/index"
    assert settings.originals == str(data / "originals")
    assert settings.lock == data / "writing.lock"
    assert settings.taxonomy == DEFAULT_TAXONOMY


def test_the_data_folder_moves_everything_in_it(tmp_path: Path) -> None:
    settings = load_settings({}, tmp_path, {"data": "mijn data"})
    assert settings.data == tmp_path / "mijn data"
    assert settings.catalogue == f"sqlite:///{tmp_path}/mijn data/catalogue.db"
    assert settings.index == f"whoosh://{tmp_path}/mijn data/index"


@pytest.mark.parametrize("name", NAMES)
def test_an_option_wins_from_the_environment_and_that_from_the_file(
    tmp_path: Path, name: str
) -> None:
    option, environment, file = VALUES[name]
    variable = {f"WATWERKT_{name.upper()}": environment}

    def value(in_environment: dict[str, str], options: dict[str, str | None]) -> str:
        return str(getattr(load_settings(in_environment, tmp_path, options), name))

    default = value({}, {})
    _file(tmp_path, f'{name} = "{file}"\n')
    assert value({}, {}) == file != default
    assert value(variable, {}) == environment
    assert value(variable, {name: option}) == option
    assert value({}, {name: option}) == option


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_value_counts_as_not_given(tmp_path: Path, name: str) -> None:
    default = load_settings({}, tmp_path)
    _file(tmp_path, f'{name} = ""\n')
    empty = {f"WATWERKT_{name.upper()}": ""}
    assert load_settings(empty, tmp_path, {name: ""}) == default
    assert load_settings(empty, tmp_path, {name: None}) == default


@pytest.mark.parametrize("said", ["nee", "0", "offf"])
def test_a_switch_that_is_neither_on_nor_off_is_refused(tmp_path: Path, said: str) -> None:
    with pytest.raises(SettingsWrong, match=f"gaps must be on or off, not ‘{said}’"):
        load_settings({"WATWERKT_GAPS": said}, tmp_path)


@pytest.mark.parametrize("said", ["wij", "a@b", "http://example.org", "javascript:alert(1)@a.nl"])
def test_a_contact_that_is_no_address_is_refused(tmp_path: Path, said: str) -> None:
    with pytest.raises(SettingsWrong, match="contact must be an address"):
        load_settings({"WATWERKT_CONTACT": said}, tmp_path)


@pytest.mark.parametrize("said", ["wij@example.org", "https://example.org/wij?a=1"])
def test_a_contact_is_an_address_of_mail_or_of_a_page(tmp_path: Path, said: str) -> None:
    assert load_settings({"WATWERKT_CONTACT": said}, tmp_path).contact == said


def test_a_switch_may_be_in_capitals(tmp_path: Path) -> None:
    assert load_settings({"WATWERKT_GAPS": " OFF"}, tmp_path).gaps == "off"


def test_paths_are_taken_from_the_working_folder(tmp_path: Path) -> None:
    _file(tmp_path, 'data = "hier/../daar"\ntaxonomy = "eigen.yaml"\n')
    settings = load_settings({}, tmp_path)
    assert settings.data == tmp_path / "daar"
    assert settings.taxonomy == tmp_path / "eigen.yaml"


def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load_settings({}, Path("/"), {"data": "~/ww"}).data == tmp_path / "ww"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            'dta = "x"',
            "unknown setting ‘dta’; known: data, catalogue, index, originals, taxonomy, gaps, "
            "proxy, contact, log, metrics",
        ),
        ("data = 5", "data must be text between quotes"),
        ('[data]\nfolder = "x"', "data must be text between quotes"),
        ("data = x", "is no TOML"),
        ('data = "a"\ndata = "b"', "is no TOML"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, text: str, words: str) -> None:
    path = _file(tmp_path, text)
    with pytest.raises(SettingsWrong) as refused:
        load_settings({}, tmp_path)
    assert str(refused.value).startswith(str(path))
    assert words in str(refused.value)


def test_a_file_in_another_encoding_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "watwerkt.toml").write_bytes('data = "één"'.encode("cp1252"))
    with pytest.raises(SettingsWrong, match="is not UTF-8"):
        load_settings({}, tmp_path)


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "watwerkt.toml").mkdir()
    with pytest.raises(SettingsWrong, match=r"watwerkt\.toml cannot be read: Is a directory"):
        load_settings({}, tmp_path)


@pytest.mark.parametrize("name", ["data", "taxonomy"])
@pytest.mark.parametrize("value", ["~nobody-of-that-name/x", "a\x00b"])
def test_a_path_that_cannot_be_is_shown(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsWrong, match="cannot be a folder or file"):
        load_settings({}, tmp_path, {name: value})


@pytest.mark.parametrize("name", ["wat?", "h%41", "100%", "a b#c", "één"])
def test_the_catalogue_lies_in_the_data_folder_whatever_that_is_called(
    name: str, tmp_path: Path
) -> None:
    settings = load_settings({}, tmp_path, {"data": name})
    settings.data.mkdir()
    with closing(open_catalogue(settings.catalogue)):
        assert (tmp_path / name / "catalogue.db").exists()


def test_every_setting_has_a_variable_and_a_line_of_help() -> None:
    assert [s.variable for s in SETTINGS] == [f"WATWERKT_{name.upper()}" for name in VALUES]
    assert all(s.help for s in SETTINGS)


@pytest.mark.parametrize("said", ["proxy.example.org", "*", "127.0.0.1:8000", "10.0.0.0/8"])
def test_a_proxy_is_an_address(tmp_path: Path, said: str) -> None:
    with pytest.raises(SettingsWrong, match="proxy must be the address of a computer"):
        load_settings({"WATWERKT_PROXY": said}, tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_a_value_may_lie_in_a_file_that_the_environment_names(tmp_path: Path, name: str) -> None:
    value = VALUES[name][0]
    secret = tmp_path / "secret"
    secret.write_text(f"{value}\n", encoding="utf-8")
    found = load_settings({f"WATWERKT_{name.upper()}_FILE": str(secret)}, tmp_path)
    assert found == load_settings({}, tmp_path, {name: value})


def test_a_file_with_a_value_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    missing = str(tmp_path / "nowhere")
    with pytest.raises(SettingsWrong, match="which WATWERKT_CATALOGUE_FILE names, cannot"):
        load_settings({"WATWERKT_CATALOGUE_FILE": missing}, tmp_path)


def test_a_value_and_a_file_with_one_are_not_both_believed(tmp_path: Path) -> None:
    both = {"WATWERKT_INDEX": "whoosh:///a", "WATWERKT_INDEX_FILE": "/run/secrets/index"}
    with pytest.raises(SettingsWrong, match="are both set"):
        load_settings(both, tmp_path)


def test_networks_may_be_given_with_commas(tmp_path: Path) -> None:
    said = {"WATWERKT_METRICS": "127.0.0.1, 10.1.0.0/16"}
    assert load_settings(said, tmp_path).metrics == "127.0.0.1/32 10.1.0.0/16"


@pytest.mark.parametrize("said", ["everybody", "on", "10.0.0.1/8", "example.org"])
def test_a_network_that_is_none_is_refused(tmp_path: Path, said: str) -> None:
    with pytest.raises(SettingsWrong, match="metrics must be off, or addresses"):
        load_settings({"WATWERKT_METRICS": said}, tmp_path)


def test_a_log_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match="log must be text or json, not ‘xml’"):
        load_settings({"WATWERKT_LOG": "xml"}, tmp_path)
