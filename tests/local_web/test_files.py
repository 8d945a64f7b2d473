from __future__ import annotations

import pytest
from click.testing import CliRunner

from scheduler.local_web import running
from scheduler.local_web.__main__ import main

HOST = "www.dorfblatt.example"


def test_an_added_article_is_on_its_page_in_the_feed_and_on_the_list_at_once(client, article):
    before = client.directly("/feed").headers["ETag"]
    article("22", title="Neu")
    assert client.directly("/news/22").status == 200
    assert "Neu" in client.directly("/").text
    feed = client.directly("/feed", If_None_Match=before)
    assert (feed.status, feed.text) == (200, "<rss><link>/news/22</link><link>/news/1</link></rss>")


def test_a_changed_article_shows_at_once_and_a_removed_one_is_gone(client, article):
    assert "Ein Absatz." in client.directly("/news/1").text
    file = article("1", body="Ein anderer Absatz, etwas länger.")
    assert "Ein anderer Absatz" in client.directly("/news/1").text
    file.unlink()
    assert client.directly("/news/1").status == 404


def test_an_article_may_be_all_toml(client, folder):
    file = folder / HOST / "articles" / "7.toml"
    file.write_text('title = "Sieben"\npublished = 2024-05-07\nbody = "Eins.\\n\\n## Zwei\\n\\nDrei."\n')
    assert client.directly("/news/7").text == "<h1>Sieben</h1><p>Eins.</p><p>Zwei</p><p>Drei.</p>"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('title = "T"\npublished = 2024-05-01', "two lines of +++"),
        ('+++\ntitle = "T"\n+++\nText', "missing key published"),
        ('+++\ntitle = "T"\npublished = "2024-05-01"\n+++\nText', "published must be a TOML date"),
        ("+++\ntitle = 3\npublished = 2024-05-01\n+++\nText", "title must be a text in quotes"),
        ('+++\ntitle = "T"\npublished = 2024-05-01\nautor = "A"\n+++\nText', "unknown key autor"),
        (
            '+++\nid = "1"\ntitle = "T"\npublished = 2024-05-01\n+++\nText',
            "another article of this host has the id 1",
        ),
        ("+++\ntitle = \n+++\nText", "not valid TOML"),
    ],
)
def test_a_bad_article_file_is_told_in_a_sentence_that_names_it(client, folder, text, sentence):
    (folder / HOST / "articles" / "9.md").write_text(text)
    response = client.directly("/news/1")
    assert response.status == 500
    assert response.text.startswith("articles/9.md: ")
    assert sentence in response.text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name = ", "not valid TOML"),
        ('name = "N"\ntimezone = "Europe/Berlin"', "missing key articles"),
        ('name = "N"\ntimezone = "Europe/Berlin"\narticles = []', "articles needs at least one address"),
        ('name = "N"\ntimezone = "Europe/Berlin"\narticles = "/{id}"', "articles = '/{id}' has the wrong type"),
        ('name = "N"\ntimezone = "Europe/Berlin"\narticles = ["/{nummer}"]', "'/{nummer}' may name {id}"),
        ('name = "N"\ntimezone = "Mars/Base"\narticles = ["/{id}"]', "unknown timezone 'Mars/Base'"),
        ('name = "N"\ntimezone = "Europe/Berlin"\narticles = ["/{id}"]\ncharset = "x-9"', "unknown charset 'x-9'"),
        ('name = "N"\ntimezone = "Europe/Berlin"\narticles = ["/{id}"]\nskinn = "a"', "unknown key skinn"),
        ('name = "N"\ntimezone = "Europe/Berlin"\narticles = ["/{id}"]\npage = 3', "page = 3 has the wrong type"),
        ('name = "N"\ntimezone = "Europe/Berlin"\narticles = ["/{id}"]\n[[page]]\npath = "/"', "missing key skin"),
        (
            'name = "N"\ntimezone = "Europe/Berlin"\narticles = ["/{id}"]\n[[fault]]\ndelay = "long"',
            "delay = 'long' has the wrong type",
        ),
    ],
)
def test_a_bad_site_file_is_told_in_a_sentence_that_names_it(client, folder, text, sentence):
    (folder / HOST / "site.toml").write_text(text)
    response = client.directly("/")
    assert response.status == 500
    assert response.text.startswith(f"{HOST}/site.toml: ")
    assert sentence in response.text


def test_a_skin_that_is_missing_or_broken_is_told_too(client, folder):
    (folder / "_skins" / "plain" / "home.html").write_text("{{ nonsense }}")
    assert client.directly("/").status == 500
    (folder / "_skins" / "plain" / "home.html").unlink()
    assert "home.html" in client.directly("/").text


def test_notes_about_an_article_never_reach_a_page(client, folder):
    front = 'title = "T"\npublished = 2024-05-02\ndecoy_class = "sports"\ndistinguishing = "Satz."'
    (folder / HOST / "articles" / "5.md").write_text(f"+++\n{front}\n+++\nText. Satz.")
    (folder / "_skins" / "plain" / "article.html").write_text("{{ article.decoy_class }}")
    assert client.directly("/news/5").status == 500


def test_bytes_are_in_the_charset_of_the_site(client, folder, site, article):
    site("")
    text = (folder / HOST / "site.toml").read_text()
    (folder / HOST / "site.toml").write_text('charset = "cp949"\ncontent_type = "text/html"\n' + text)
    article("22", title="똠얌")
    response = client.directly("/news/22")
    assert response.headers["Content-Type"] == "text/html"
    assert "똠얌" in response.body.decode("cp949")


def test_a_port_that_is_taken_is_said_in_a_sentence(client, folder):
    result = CliRunner().invoke(main, [str(folder), "--port", str(client.web.port)])
    assert result.exit_code == 2
    assert f"cannot serve on port {client.web.port}" in result.output
    with pytest.raises(OSError, match="address"), running(folder, port=client.web.port):
        pass
