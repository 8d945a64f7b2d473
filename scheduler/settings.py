"""Settings: one frozen object from PACTWATCH_* variables and pactwatch.toml; unknown names are errors."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.model import FetchPolicy
from scheduler.setting_values import PARSERS, Band, Networks

PREFIX = "PACTWATCH_"
FILE_NAME = "pactwatch.toml"
VERSION = "0.1.0"


class SettingsError(ValueError):
    """A setting that cannot be used; the message says which one, where it stands and what to write."""


def setting(default: Any, words: str, *, secret: bool = False) -> Any:
    """A field with the words that `config show` and docs/configuration.md print."""
    return field(default=default, metadata={"words": words, "secret": secret})


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Names are the TOML keys; upper case with PACTWATCH_ the variables."""

    home: Path = setting(Path(), "folder of everything the embedded default writes")
    database_url: str | None = setting(None, "another PostgreSQL (15 to 18) instead of the embedded one", secret=True)
    contact: str | None = setting(None, "e-mail or https address that sites see in the User-Agent")
    proxy: str | None = setting(None, "http://host:port that every request goes through")
    ca_file: Path | None = setting(None, "PEM file of certificate authorities to trust")
    allow_networks: Networks = setting((), "private networks that may be fetched from, e.g. 10.1.0.0/16")
    delay: float | None = setting(None, "seconds between two requests to a host, for all sources")
    honour_reservations: bool = setting(True, "whether what is reserved against text and data mining stays unread")
    interval: float = setting(3600.0, "mean seconds between two looks at a source")
    page_days: int = setting(30, "days that raw pages are kept")
    workers: int = setting(1, "worker processes of `run`")
    smtp_host: str | None = setting(None, "mail server; without one, digests go to the outbox folder")
    smtp_port: int = setting(587, "port of the mail server")
    smtp_tls: str = setting("starttls", "starttls, tls or none")
    smtp_user: str | None = setting(None, "user of the mail server")
    smtp_password: str | None = setting(None, "password of the mail server", secret=True)
    sender: str = setting("Pactwatch <pactwatch@localhost>", "From address of the digests")
    outbox: Path | None = setting(None, "folder for digests as .eml and .html; default HOME/outbox")
    second_opinion_url: str | None = setting(None, "OpenAI-compatible endpoint asked in doubt; empty: none")
    second_opinion_model: str | None = setting(None, "model that the endpoint is asked for")
    second_opinion_key: str | None = setting(None, "key of the endpoint", secret=True)
    second_opinion_budget: int = setting(200, "requests a day (UTC) to the endpoint, of all workers together")
    second_opinion_band: Band = setting(Band(0.3, 0.7), "scores that the endpoint is asked about")
    second_opinion_timeout: float = setting(30.0, "seconds that the endpoint may take for an answer")

    @property
    def outbox_folder(self) -> Path:
        """Where digests are written when no mail server is set."""
        return self.outbox or self.home / "outbox"

    @property
    def sources_folder(self) -> Path:
        """Where the source files of this installation are."""
        return self.home / "sources"

    @property
    def fetch_policy(self) -> FetchPolicy:
        """How spiders fetch. Raises SettingsError without a contact: sites must know whom to write to."""
        if not self.contact:
            raise SettingsError(
                "contact is not set: sites must be able to write to you."
                " Run `pactwatch init`, or set PACTWATCH_CONTACT to your e-mail or web address"
            )
        where = self.contact if "://" in self.contact else f"mailto:{self.contact}"
        return FetchPolicy(
            user_agent=f"pactwatch/{VERSION} (+{where})",
            proxy=self.proxy,
            ca_file=self.ca_file,
            allow_networks=self.allow_networks,
            delay=self.delay,
            honour_reservations=self.honour_reservations,
        )


def load_settings(environment: Mapping[str, str], home: Path | None = None) -> Settings:
    """Variables first, then HOME/pactwatch.toml, then defaults. Raises SettingsError."""
    home = home or default_home(environment)
    values = _from_file(home / FILE_NAME)
    values |= _from_environment(environment)
    values["home"] = home
    if values.get("second_opinion_url") and not values.get("second_opinion_model"):
        raise SettingsError(
            "second_opinion_url is set, but no model: set second_opinion_model to one that the endpoint has"
        )
    return Settings(**values)


def default_home(environment: Mapping[str, str]) -> Path:
    """PACTWATCH_HOME, else pactwatch's folder among the user's data (XDG base directories)."""
    if chosen := environment.get(PREFIX + "HOME"):
        return Path(chosen).expanduser().absolute()
    data = environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data) / "pactwatch"


def to_environment(settings: Settings) -> dict[str, str]:
    """The variables that make these settings again in a child process."""
    found = {}
    for each in dataclasses.fields(settings):
        value = getattr(settings, each.name)
        if value is not None and value != ():
            found[PREFIX + each.name.upper()] = written(value)
    return found


def written(value: object) -> str:
    """A value as a variable or the file would write it."""
    if isinstance(value, tuple):
        return ",".join(str(item) for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _from_file(file: Path) -> dict[str, Any]:
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: not valid TOML: {error}") from error
    except OSError as error:
        raise SettingsError(f"{file}: cannot be read: {error.strerror}") from error
    found = {}
    for name, value in document.items():
        text = written(tuple(value) if isinstance(value, list) else value)
        found[name] = _parse(name, text, f"{name} in {file}")
    return found


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    found = {}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX) or variable == PREFIX + "HOME" or not text:  # empty is unset
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name.endswith("_file") and name not in _FIELDS:
            name, text = name.removesuffix("_file"), _secret(variable, text)
        found[name] = _parse(name, text, variable)
    return found


def _secret(variable: str, file: str) -> str:
    try:
        return Path(file).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{variable}: {file} cannot be read: {error}") from error


def _parse(name: str, text: str, where: str) -> Any:
    if name not in _FIELDS or name == "home":
        known = ", ".join(sorted(set(_FIELDS) - {"home"}))
        raise SettingsError(f"{where}: there is no such setting; known: {known}")
    try:
        return PARSERS.get(name, str)(text)
    except ValueError as error:
        said = "the value" if _FIELDS[name].metadata["secret"] else f"'{text}'"
        raise SettingsError(f"{where}: {said} {error}") from error


_FIELDS = {each.name: each for each in dataclasses.fields(Settings)}
