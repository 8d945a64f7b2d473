from __future__ import annotations

import os
import subprocess
import sys

import pytest

from scheduler.setting_values import Band
from scheduler.settings import SettingsError, load_settings, to_environment

URL, MODEL = "PACTWATCH_SECOND_OPINION_URL", "PACTWATCH_SECOND_OPINION_MODEL"
BASE = {URL: "http://127.0.0.1:11434/v1", MODEL: "small"}


def test_it_is_off_until_an_endpoint_is_named(tmp_path):
    (tmp_path / "pactwatch.toml").write_text('second_opinion_url = ""\n')
    assert load_settings({"PACTWATCH_HOME": str(tmp_path)}).second_opinion_url is None
    assert load_settings({"PACTWATCH_HOME": str(tmp_path), **BASE}).second_opinion_url == BASE[URL]


def test_its_settings_survive_the_way_to_a_worker(tmp_path):
    (tmp_path / "pactwatch.toml").write_text('second_opinion_band = ".25 - 0.80001"\n')
    settings = load_settings({"PACTWATCH_HOME": str(tmp_path), **BASE, "PACTWATCH_SECOND_OPINION_KEY": "key-1"})
    assert settings.second_opinion_band == Band(0.25, 0.8)
    assert load_settings(to_environment(settings)) == settings


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        (URL, "127.0.0.1:11434", "base address of an endpoint such as"),
        (URL, "ftp://localhost/v1", "base address of an endpoint"),
        (URL, "http://localhost:port/v1", "base address of an endpoint"),
        (URL, "https://key@localhost/v1", "without a key"),
        (MODEL, "", "no model: set second_opinion_model"),
        ("PACTWATCH_SECOND_OPINION_BAND", "0.7-0.3", "range of scores"),
        ("PACTWATCH_SECOND_OPINION_BAND", "0.3-1.2", "range of scores"),
        ("PACTWATCH_SECOND_OPINION_BAND", "grey", "range of scores"),
        ("PACTWATCH_SECOND_OPINION_BUDGET", "-1", "at least 0"),
        ("PACTWATCH_SECOND_OPINION_TIMEOUT", "0", "at least 0.1"),
    ],
)
def test_what_cannot_be_used_is_named_with_what_to_write(tmp_path, variable, value, words):
    with pytest.raises(SettingsError, match=words):
        load_settings({"PACTWATCH_HOME": str(tmp_path), **BASE, variable: value})


def test_the_key_is_never_shown(tmp_path):
    (tmp_path / "key").write_text("key-1234\n")
    shown = config_show(tmp_path, PACTWATCH_SECOND_OPINION_KEY_FILE=str(tmp_path / "key"))
    assert '"second_opinion_key", "value": "(set, not shown)"' in shown.stdout
    assert '"second_opinion_band", "value": "0.3-0.7"' in shown.stdout
    assert "key-1234" not in shown.stdout + shown.stderr
    broken = config_show(tmp_path, PACTWATCH_SECOND_OPINION_KEY="key\n5678")
    assert (broken.returncode, broken.stdout) == (2, "")
    assert "no key has" in broken.stderr
    assert "5678" not in broken.stderr


def config_show(home, **variables):
    others = {name: value for name, value in os.environ.items() if not name.startswith("PACTWATCH_")}
    environment = others | BASE | {"PACTWATCH_HOME": str(home)} | variables
    command = [sys.executable, "-m", "scheduler", "config", "show", "--json"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
