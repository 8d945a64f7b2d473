import tomllib

import pytest

from bench.choices import learn, named_choice
from stories.facts.choice import ANY, WEIGHTS, chosen, spoken, weights
from stories.facts.evidence import by_evidence
from stories.facts.kind import kind, own_figures, parts_of, story_figures
from stories.facts.lexicon import lexicon
from stories.facts.noticed import noticed
from stories.facts.parties import parties
from stories.facts.status import status
from stories.facts.telling import tell
from stories.languages import section, supported
from stories.model import Kind, Status


def read(language: str, text: str, title: str = "") -> tuple[Kind, Status | None]:
    words = lexicon(language)
    told = tell(words, title, text)
    found = noticed(words.language, told)
    order = by_evidence(told, found, parties(words, told))
    what = kind(told, found, order)
    return what, status(found, order, what)


@pytest.mark.parametrize(
    ("language", "title", "text", "what", "how_far"),
    [
        (
            "en",
            "Two co-ops form joint company",
            "The Ashby and Cole co-ops will each hold 50 per cent of a new company that was incorporated on Monday.",
            Kind.JOINT_VENTURE,
            Status.SIGNED,
        ),
        (
            "en",
            "Nine towns band together",
            "The nine towns founded the League of River Towns on Friday. Ashby chairs the league.",
            Kind.NETWORK,
            Status.SIGNED,
        ),
        (
            "de",
            "Aus für die Städtepartnerschaft",
            "Die Städte Uelzen und Celle haben ihre Städtepartnerschaft beendet.",
            Kind.SISTER_CITY,
            Status.ENDED,
        ),
        (
            "ko",
            "가온시 방문단, 아슈비시 찾아",
            "가온시 대표단이 3일 아슈비시를 방문해 농업 협력 방안을 논의했다.",
            Kind.DELEGATION,
            Status.UNDER_WAY,
        ),
        (
            "ja",
            "香坂市と美里大学、連携協定を更新",
            "香坂市と美里大学は包括連携協定を更新し、期間を5年延長した。",
            Kind.AGREEMENT,
            Status.RENEWED,
        ),
        (
            "zh",
            "清川市与绿原市签署谅解备忘录",
            "清川市与绿原市10日签署农业合作谅解备忘录。",
            Kind.MOU,
            Status.SIGNED,
        ),
        (
            "fr",
            "Une lettre d'intention",
            "Le port d'Ambre et le port de Vigne ont signé mardi une lettre d'intention.",
            Kind.LETTER_OF_INTENT,
            Status.SIGNED,
        ),
        (
            "es",
            "El pleno da luz verde al convenio",
            "El pleno aprobó el convenio de cooperación que Alba y Robledal firmarán en mayo.",
            Kind.AGREEMENT,
            Status.PLANNED,
        ),
        (
            "vi",
            "Hai viện cùng nghiên cứu giống lúa",
            "Viện Lúa An Bình và Viện Nông nghiệp Hà Thanh ký thỏa thuận nghiên cứu chung giống lúa chịu mặn.",
            Kind.JOINT_RESEARCH,
            Status.SIGNED,
        ),
    ],
)
def test_kind_and_status_are_told_in_every_language(
    language: str, title: str, text: str, what: Kind, how_far: Status
) -> None:
    assert read(language, text, title) == (what, how_far)


def test_words_of_another_matter_do_not_hide_the_kind() -> None:
    text = "The choirs of Ashby and Cole sang. The mayors then signed a sister city agreement between the two towns."
    assert read("en", text, "Ashby and Cole become sister cities")[0] is Kind.SISTER_CITY


def test_a_paper_that_is_only_sought_is_no_paper_unless_the_title_names_it() -> None:
    text = "Ashby and Cole want closer cooperation. They will seek to sign a formal agreement by next year."
    assert read("en", text)[0] is Kind.INTENT
    assert read("en", text, "Ashby and Cole plan agreement")[0] is Kind.AGREEMENT


def test_a_story_without_any_of_the_words_has_no_status() -> None:
    assert read("ja", "雨。") == (Kind.OTHER, None)


def test_words_are_found_in_any_case_and_a_title_is_told_apart_from_the_text() -> None:
    told = tell(lexicon("en"), "MOU INKED", "Both sides SIGNED it.")
    found = noticed("en", told)
    assert {"kinds.mou", "acts.signed"} <= found.title
    assert "acts.signed" in found.body[0]
    assert "kinds.mou" not in found.body[0]


def test_a_sentence_that_opens_with_the_paper_is_told_apart() -> None:
    told = tell(lexicon("en"), "", "The memorandum was signed by both rectors. Ashby and Cole signed a memorandum.")
    first, second = noticed("en", told).opening
    assert "kinds.mou" in first
    assert "kinds.mou" not in second


def test_a_choice_says_what_spoke_for_it() -> None:
    told = tell(
        lexicon("en"), "Ashby and Cole sign memorandum", "Ashby and Cole signed a memorandum of understanding."
    )
    found = noticed("en", told)
    parts = parts_of(found, [0])
    story, own = story_figures(parts), own_figures(told, found, parts)
    best = chosen(story, own, weights("kind"))
    reasons = spoken(story, own[best], weights("kind"), best)
    assert best == Kind.MOU
    assert any(name.startswith("named.") and weight > 0 for name, weight in reasons[:5])
    assert [abs(weight) for _, weight in reasons] == sorted((abs(weight) for _, weight in reasons), reverse=True)


def test_every_weight_is_one_of_a_candidate_and_of_a_figure_that_can_be_counted() -> None:
    document = tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))
    tables = [
        f"{table}.{name}" for table in ("kinds", "acts", "marks", "hints") for name in section("en", "facts")[table]
    ]
    assert set(document["kind"]) <= {ANY, *Kind}
    assert set(document["status"]) <= {ANY, *Status}
    named = [figure for choice in ("kind", "status") for table in document[choice].values() for figure in table]
    of_words = [figure.partition(".")[2] for figure in named if figure.split(".")[1:2] and figure.count(".") == 2]
    assert [name for name in of_words if name.split(".")[0] in ("kinds", "acts", "marks", "hints")] != []
    assert [n for n in of_words if n.split(".")[0] in ("kinds", "acts", "marks", "hints") and n not in tables] == []


@pytest.mark.parametrize("language", supported())
def test_a_language_has_words_for_every_hint(language: str) -> None:
    hints = section(language, "facts")["hints"]
    assert list(hints) == list(section("en", "facts")["hints"])
    assert all(hints.values())
    assert [word for words in hints.values() for word in words if "|" in word and "(" not in word] == []


def test_learning_finds_what_tells_candidates_apart_and_leaves_out_what_does_not() -> None:
    own = {"left": {"near": 1.0}, "right": {"near": 0.0}}
    choices = [named_choice({"sign": 1.0, "always": 1.0}, own, "left") for _ in range(20)]
    choices += [named_choice({"always": 1.0}, own, "right") for _ in range(20)]
    tables = learn(choices, sparse=0.5)
    assert chosen({"sign": 1.0, "always": 1.0}, own, tables) == "left"
    assert chosen({"always": 1.0}, own, tables) == "right"
    assert "rare" not in {figure for table in tables.values() for figure in table}


def test_a_choice_without_a_right_answer_teaches_nothing() -> None:
    own = {"left": {"near": 1.0}, "right": {"near": 0.0}}
    choices = [named_choice({"sign": 1.0}, own, "left") for _ in range(5)]
    assert learn([*choices, named_choice({"sign": 1.0}, own, None)]) == learn(choices)
