"""`judge`, `read` and `group` with --jsonl, as scripts use them."""

import base64
import json
import subprocess
import sys
from datetime import datetime

READ_KEYS = {
    "id",
    "status",
    "reason",
    "title",
    "text",
    "translation",
    "items",
    "language",
    "published_at",
    "date_precision",
    "date_origin",
    "modified_at",
    "author",
    "site_name",
    "canonical_url",
    "identity",
    "truncated",
    "error",
}
JUDGE_KEYS = {
    "id",
    "keep",
    "score",
    "language",
    "kind",
    "status",
    "headline",
    "parties",
    "places",
    "event_date",
    "date_precision",
    "sectors",
    "flags",
    "evidence",
    "reasons",
    "error",
}
STORY = {
    "id": "s1",
    "title": "Rivertown and Lakeside sign MoU on hydrogen",
    "text": "RIVERTOWN - The City of Rivertown and Lakeside University on Tuesday signed a memorandum of "
    "understanding on hydrogen research. Both sides will set up a joint office by the end of the year.",
    "published": "2024-05-15T09:00:00+02:00",
    "nobody_knows_this_key": 1,
}
OTHER = {
    "id": 7,
    "title": "Rain at the weekend",
    "text": "It will rain on Saturday and clear up on Sunday afternoon.",
}
BAD = [
    b"{broken",
    b'{"id": NaN}',
    b'{"id": 1e999}',
    b"[1, 2]",
    b'"text"',
    b"\xff\xfe\x00",
    b'{"id": 9}',
    b'{"id": 8, "title": 3, "text": "x"}',
]


def run(command, lines):
    encoded = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines) + b"\n"
    done = subprocess.run(
        [sys.executable, "-m", "scheduler", command, "--jsonl"],
        input=encoded,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_judge_answers_each_line_in_order_and_goes_on_after_bad_ones():
    answers = run("judge", [STORY, *BAD, OTHER])
    assert [answer["id"] for answer in answers] == ["s1", *[None] * 6, 9, 8, 7]
    kept, dropped = answers[0], answers[-1]
    assert set(kept) == set(dropped) == JUDGE_KEYS
    assert all(answer["error"] for answer in answers[1:-1])
    assert kept["keep"] is True
    assert kept["kind"] == "mou"
    assert kept["event_date"] == "2024-05-14"
    assert kept["evidence"] in STORY["text"] + STORY["title"]
    assert 0 <= kept["score"] <= 1


def test_what_is_dropped_has_reasons_but_no_facts():
    (answer,) = run("judge", [OTHER])
    assert answer["keep"] is False
    assert [answer[key] for key in ("kind", "status", "headline", "event_date", "evidence")] == [None] * 5
    assert [answer[key] for key in ("parties", "places", "sectors", "flags")] == [[]] * 4


def test_without_a_publication_date_only_a_written_year_gives_a_date():
    without = {key: value for key, value in STORY.items() if key != "published"}
    dated = without | {"text": without["text"].replace("on Tuesday", "on May 14, 2024")}
    answers = run("judge", [without, dated])
    assert [answer["event_date"] for answer in answers] == [None, "2024-05-14"]


PAGE = """<html lang="en"><head><title>Rivertown opens a bridge - Valley Post</title>
<meta property="article:published_time" content="2024-05-15T09:00:00+02:00"></head><body>
<nav><a href="/">Home</a></nav>
<article><h1>Rivertown opens a bridge</h1><p>{}</p><p>{}</p></article></body></html>""".format(
    "The new bridge over the river was opened on Tuesday after four years of work. " * 3,
    "The mayor said that the way to the station is now ten minutes shorter than before. " * 3,
)


def test_read_answers_html_and_bytes_alike_and_goes_on_after_bad_lines():
    url = "https://valley.example/news/12"
    packed = base64.b64encode(PAGE.encode("cp949")).decode()
    answers = run(
        "read",
        [
            {"id": 1, "url": url, "html": PAGE},
            b"nonsense",
            {"id": 2, "url": url},
            {"id": 3, "url": url, "html_base64": "%%%"},
            {"id": 4, "url": url, "html_base64": packed, "content_type": "text/html; charset=euc-kr"},
        ],
    )
    assert [answer["id"] for answer in answers] == [1, None, 2, 3, 4]
    assert all(answer["error"] for answer in answers[1:4])
    for answer in (answers[0], answers[4]):
        assert set(answer) == READ_KEYS
        assert answer["status"] == "article"
        assert answer["title"] == "Rivertown opens a bridge"
        assert answer["text"].startswith("The new bridge over the river")
        assert datetime.fromisoformat(answer["published_at"]) == datetime.fromisoformat("2024-05-15T09:00:00+02:00")
        assert (answer["language"], answer["date_precision"], answer["date_origin"]) == ("en", "second", "meta")
        assert answer["error"] is None


def test_group_gives_articles_of_one_address_one_story():
    answers = run(
        "group",
        [
            {"id": "a", "url": "http://www.example.kr/news/articleView.html?idxno=5", "title": "t", "text": "x"},
            b"{",
            {
                "id": "b",
                "url": "https://m.example.kr/news/articleView.html?idxno=5&page=2",
                "title": "t",
                "text": "x",
            },
            {"id": "c", "title": "t", "text": "x"},
            {"id": "c", "title": "t", "text": "y"},
        ],
    )
    stories = {answer["id"]: answer.get("story") for answer in answers}
    assert stories["a"] == stories["b"] != stories["c"]
    assert answers[-1]["story"] != answers[-2]["story"]
    assert all(answer["why"] for answer in answers if answer["id"])
