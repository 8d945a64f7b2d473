import pytest

from bench.choices import learn, nameless_choice
from stories.facts import facts
from stories.facts.choice import ranked
from stories.facts.evidence import evidence_figures
from stories.facts.lexicon import lexicon
from stories.facts.noticed import noticed
from stories.facts.parties import parties
from stories.facts.telling import tell
from stories.model import Article, Verdict


def proof(language: str, text: str, title: str | None = None) -> str | None:
    return facts(Article("u", title, text, language), Verdict(keep=True, score=0.9, language=language)).evidence


@pytest.mark.parametrize(
    ("language", "before", "shows", "after"),
    [
        (
            "en",
            "It was a wet morning.",
            "Ashby University and Cole City Council signed a memorandum of understanding on Monday.",
            "“We are glad,” the rector said.",
        ),
        (
            "de",
            "Der Saal war voll.",
            "Die Stadt Uelzen und die Hochschule Celle haben einen Kooperationsvertrag unterzeichnet.",
            "Danach gab es Kaffee.",
        ),
        (
            "ko",
            "비가 내렸다.",
            "가온시는 3일 한별대학교와 업무협약을 체결했다.",
            "시장은 “기쁘다”고 말했다.",
        ),
        (
            "ja",
            "雨の朝だった。",
            "香坂市と美里大学は3日、包括連携協定を締結した。",
            "学長は「うれしい」と話した。",
        ),
    ],
)
def test_the_sentence_that_tells_the_pact_is_the_evidence(language: str, before: str, shows: str, after: str) -> None:
    assert proof(language, f"{before} {shows} {after}") == shows


def test_a_background_sentence_is_not_the_evidence() -> None:
    now = "Ashby University and Cole University signed a memorandum of understanding on Monday."
    then = "Ashby University signed a memorandum of understanding with Dale University last year."
    assert proof("en", f"{then} {now}") == now


def test_a_caption_that_repeats_the_title_is_not_the_evidence() -> None:
    title = "Ashby University and Cole City sign memorandum"
    shows = "Ashby University and Cole City signed a memorandum of understanding on water on Monday."
    assert proof("en", f"{title}\n{shows}", title) == shows


def test_evidence_is_the_text_as_written_and_the_title_only_where_there_is_no_text() -> None:
    text = "Ashby University\u00a0and Cole City signed a memorandum."
    assert proof("en", text) == text
    assert proof("en", "", "Ashby and Cole sign memorandum") == "Ashby and Cole sign memorandum"
    assert proof("en", "") is None


def test_what_lies_far_below_is_not_looked_at() -> None:
    text = " ".join(["Rain fell on the old town again."] * 40) + " Ashby University and Cole City signed a pact."
    told = tell(lexicon("en"), "", text)
    assert len(evidence_figures(told, noticed("en", told), ())) < len(told.body)


def test_parties_in_a_sentence_are_counted() -> None:
    words = lexicon("en")
    told = tell(
        words, "", "Ashby University signed an agreement with Cole University. The agreement runs for a year."
    )
    first, second = evidence_figures(told, noticed("en", told), parties(words, told))
    assert (first["parties.two"], first["parties.main"]) == (1.0, 1.0)
    assert (second["parties.any"], second["parties.main"]) == (0.0, 0.0)


def test_of_several_right_sentences_any_may_be_chosen() -> None:
    sentences = [{"pact": 1.0}, {"pact": 1.0, "late": 1.0}, {"late": 1.0}]
    tables = learn([nameless_choice(sentences, [True, True, False]) for _ in range(20)], sparse=0.1)
    assert ranked(sentences, tables)[0] in (0, 1)
    assert ranked([{}, {}], tables) == [0, 1]
