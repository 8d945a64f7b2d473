"""Wrong input gets one clear sentence that says what to do, and exit code 2."""

import os
import subprocess
import sys

import pytest


@pytest.fixture
def run(tmp_path):
    """Run a command in a home of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PACTWATCH_")}
    environment["PACTWATCH_HOME"] = str(tmp_path / "home")

    def command(*words, text="", **variables):
        done = subprocess.run(
            [sys.executable, "-m", "scheduler", *words],
            env=environment | variables,
            cwd=tmp_path,
            input=text,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stderr
        return done

    return command


@pytest.mark.parametrize(
    ("words", "variables", "sentence"),
    [
        (["status"], {"PACTWATCH_DATABASE_URL": "postgresql://a:secret@127.0.0.1:1/x"}, "cannot be reached"),
        (["status"], {"PACTWATCH_DATABASE_URL": "nonsense"}, "database address is not valid"),
        (["run"], {}, "pactwatch init"),
        (["crawl"], {}, "contact is not set"),
        (["status"], {"PACTWATCH_COLOUR": "blue"}, "no such setting"),
        (["demo", "--web", "/nowhere"], {}, "does not exist"),
        (["readers", "add", "nobody"], {}, "not a mail address"),
        (["readers", "add", "a@example.org", "--timezone", "Mars/North"], {}, "IANA name"),
        (["readers", "add", "a@example.org", "--at", "25:00"], {}, "not a time"),
        (["read"], {}, "name a page"),
        (["read", "nowhere.html"], {}, "cannot be read"),
        (["read", "ftp://example.org/a"], {"PACTWATCH_CONTACT": "a@example.org"}, "http"),
        (["group"], {}, "--jsonl"),
        (["sources", "list"], {}, "pactwatch init"),
        (["db", "stop"], {"PACTWATCH_DATABASE_URL": "postgresql://127.0.0.1/x"}, "not ours to stop"),
        (["nonsense"], {}, "No such command"),
        (["init"], {}, "give --contact"),
        (["judge", "--published", "yesterday", __file__], {}, "ISO 8601"),
        (["status"], {"PACTWATCH_HOME": "/dev/null/home"}, "/dev/null"),
        (["crawl"], {"PACTWATCH_CA_FILE": "/nowhere"}, "is not a file"),
        (["crawl"], {"PACTWATCH_PROXY": "socks5://127.0.0.1:1"}, "HTTP proxy"),
        (["status"], {"PACTWATCH_DATABASE_URL": "mysql://a:secret@127.0.0.1/x"}, "address of PostgreSQL"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_trouble_is_one_sentence_with_exit_code_2(run, words, variables, sentence):
    done = run(*words, **variables)
    assert sentence in done.stderr
    assert done.returncode == 2
    assert "secret" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[source]]\nid = ", "not valid TOML"),
        ('[[source]]\nid = "x"\n', "missing key"),
        ("colour = 1\n", "only [[source]] blocks"),
    ],
)
def test_a_broken_source_file_is_named_with_what_is_wrong(run, tmp_path, text, sentence):
    folder = tmp_path / "home" / "sources"
    folder.mkdir(parents=True)
    (folder / "kr.toml").write_text(text)
    done = run("sources", "list")
    assert (done.returncode, done.stdout) == (2, "")
    assert "kr.toml" in done.stderr
    assert sentence in done.stderr


def test_init_writes_the_files_once_and_keeps_what_is_there(run, tmp_path):
    assert run("init", "--contact", "not a contact").returncode == 2
    assert run("init", "--countries", "de, vn", text="press@example.org\n").returncode == 0
    file = tmp_path / "home" / "pactwatch.toml"
    assert 'contact = "press@example.org"' in file.read_text()
    assert sorted(path.name for path in (tmp_path / "home" / "sources").iterdir()) == [
        "de.toml",
        "vn.toml",
    ]
    run("init", "--contact", "other@example.org")
    assert "press@example.org" in file.read_text()


def test_config_show_masks_secrets(run):
    done = run("config", "show", PACTWATCH_SMTP_PASSWORD="hunter2")
    assert done.returncode == 0
    assert "hunter2" not in done.stdout
    assert "smtp_password" in done.stdout


def test_help_is_quick_to_load_and_names_every_command(run):
    done = run("--help")
    assert done.returncode == 0
    for command in (
        "demo",
        "run",
        "worker",
        "crawl",
        "sources",
        "readers",
        "stories",
        "digest",
        "read",
        "judge",
        "db",
    ):
        assert f"  {command} " in done.stdout
    probe = "import sys, scheduler.cli; print([m for m in ('scrapy', 'trafilatura', 'twisted') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_demo_leaves_the_sources_of_an_installation_alone(run, tmp_path):
    run("init", "--contact", "press@example.org")
    file = tmp_path / "home" / "sources" / "de.toml"
    before = file.read_text()
    done = run("demo")
    assert done.returncode == 2
    assert "home of an installation" in done.stderr
    assert file.read_text() == before


def test_no_escape_sequence_of_a_judged_text_reaches_the_terminal(run, tmp_path):
    file = tmp_path / "story.txt"
    file.write_text("A title\n\x1b[31mThe city and the university signed an agreement.\x1b[0m")
    assert "\x1b" not in run("judge", str(file)).stdout
