import re
from dataclasses import fields, replace
from ipaddress import ip_network
from pathlib import Path

import pytest

from scheduler.settings import Settings, SettingsError, load_settings, to_environment

ROOT = Path(__file__).resolve().parents[2]


def test_variables_go_before_the_file_and_the_file_before_defaults(tmp_path):
    (tmp_path / "pactwatch.toml").write_text('contact = "a@example.org"\ninterval = 600\n')
    settings = load_settings({"PACTWATCH_HOME": str(tmp_path), "PACTWATCH_INTERVAL": "900"})
    assert (settings.contact, settings.interval, settings.page_days) == ("a@example.org", 900, 30)


def test_settings_survive_the_way_through_the_environment_of_a_child(tmp_path):
    settings = replace(
        Settings(home=tmp_path),
        contact="a@example.org",
        allow_networks=(ip_network("127.0.0.0/8"),),
        delay=0.5,
        database_url="postgresql://user:secret@127.0.0.1/name",
    )
    assert load_settings(to_environment(settings)) == settings


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("PACTWATCH_INTERVALL", "60", "no such setting"),
        ("PACTWATCH_INTERVAL", "often", "is not a number"),
        ("PACTWATCH_INTERVAL", "nan", "must be at least"),
        ("PACTWATCH_WORKERS", "0", "must be at least 1"),
        ("PACTWATCH_ALLOW_NETWORKS", "everything", "list of networks"),
        ("PACTWATCH_SMTP_TLS", "maybe", "starttls, tls, none"),
        ("PACTWATCH_CONTACT", "me\nX-Evil: 1", "neither an e-mail address nor a web address"),
        ("PACTWATCH_SMTP_PASSWORD_FILE", "/nowhere/at/all", "cannot be read"),
    ],
)
def test_a_bad_setting_is_named_with_what_to_write(tmp_path, variable, value, words):
    with pytest.raises(SettingsError, match=words) as caught:
        load_settings({"PACTWATCH_HOME": str(tmp_path), variable: value})
    assert variable in str(caught.value)


def test_a_broken_file_is_named(tmp_path):
    (tmp_path / "pactwatch.toml").write_text("contact = \n")
    with pytest.raises(SettingsError, match=r"pactwatch\.toml: not valid TOML"):
        load_settings({"PACTWATCH_HOME": str(tmp_path)})


def test_a_secret_may_come_from_a_file(tmp_path):
    secret = tmp_path / "password"
    secret.write_text("correct horse\n")
    settings = load_settings({"PACTWATCH_HOME": str(tmp_path), "PACTWATCH_SMTP_PASSWORD_FILE": str(secret)})
    assert settings.smtp_password == "correct horse"


def test_nothing_is_fetched_without_a_contact(tmp_path):
    with pytest.raises(SettingsError, match="contact is not set"):
        _ = Settings(home=tmp_path).fetch_policy


def test_the_user_agent_names_the_product_and_the_contact(tmp_path):
    policy = replace(Settings(home=tmp_path), contact="news@example.org").fetch_policy
    assert re.fullmatch(r"pactwatch/\S+ \(\+mailto:news@example\.org\)", policy.user_agent)


def test_every_setting_is_documented():
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert [field.name for field in fields(Settings) if f"| `{field.name}` |" not in text] == []
