"""When it happened, as eight languages write it: first how a day is read, then which of several days is chosen."""

from datetime import UTC, date, datetime

import pytest

from stories.facts.date_words import date_words
from stories.facts.dated import days_written
from stories.facts.days import readings
from stories.facts.event_date import event_date, has_date
from stories.facts.lexicon import lexicon
from stories.facts.telling import tell
from stories.languages import section, supported
from stories.model import Dated, DateOrigin, DatePrecision, Status

WEDNESDAY = date(2024, 5, 15)  # the day of every text below


def read(language: str, text: str, today: date | None = WEDNESDAY) -> date | None:
    """The first way to read the last day that a text names."""
    before = None
    for written in days_written(date_words(language), text):
        days = readings(written, today, before)
        before = days[0] if days else before
    return before


def chosen(language: str, text: str, *, title: str = "", status: Status = Status.SIGNED) -> date | None:
    words = lexicon(language)
    published = Dated(datetime(2024, 5, 15, 9, tzinfo=UTC), DatePrecision.DAY, DateOrigin.FEED)
    return event_date(words, tell(words, title, text), status, published)[0]


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "on Monday", "2024-05-13"),
        ("en", "on Monday evening", "2024-05-13"),
        ("en", "on Wednesday", "2024-05-15"),
        ("en", "last Wednesday", "2024-05-08"),
        ("en", "on Thursday last week", "2024-05-09"),
        ("en", "next Tuesday", "2024-05-21"),
        ("en", "Monday, 6 May", "2024-05-06"),
        ("en", "on May 3rd and 4th", "2024-05-03"),
        ("en", "from 30 April to 2 May 2024", "2024-05-02"),
        ("en", "on Sept. 5", "2023-09-05"),
        ("en", "on 9 May last year", "2023-05-09"),
        ("en", "two days ago", "2024-05-13"),
        ("en", "on the 8th", "2024-05-08"),
        ("de", "am vergangenen Freitag", "2024-05-10"),
        ("de", "letzten Mittwoch", "2024-05-08"),
        ("de", "am Dienstagabend", "2024-05-14"),
        ("de", "Donnerstag vergangener Woche", "2024-05-09"),
        ("de", "am gestrigen Dienstag", "2024-05-14"),
        ("de", "am Sonnabend", "2024-05-11"),
        ("de", "vom 3. bis 6. Mai", "2024-05-03"),
        ("de", "am 3. und 4. Mai 2023", "2023-05-03"),
        ("de", "am Montag, dem 6. Mai", "2024-05-06"),
        ("de", "am 06.05.2024", "2024-05-06"),
        ("de", "am 6. Mai vergangenen Jahres", "2023-05-06"),
        ("fr", "vendredi dernier", "2024-05-10"),
        ("fr", "mardi 7 et mercredi 8 mai", "2024-05-07"),
        ("fr", "du 2 au 4 mai", "2024-05-02"),
        ("fr", "le 1er mars", "2024-03-01"),
        ("fr", "le 6 mai dernier", "2024-05-06"),
        ("fr", "le 6 mai prochain", "2025-05-06"),
        ("fr", "hier soir", "2024-05-14"),
        ("fr", "avant-hier", "2024-05-13"),
        ("fr", "jeudi de la semaine dernière", "2024-05-09"),
        ("es", "el pasado lunes", "2024-05-13"),
        ("es", "el viernes 10", "2024-05-10"),
        ("es", "el martes 7 de mayo", "2024-05-07"),
        ("es", "el pasado 7 de mayo", "2024-05-07"),
        ("es", "el próximo día 16", "2024-05-16"),
        ("es", "del 2 al 4 de mayo", "2024-05-02"),
        ("es", "anteayer", "2024-05-13"),
        ("es", "1 set. 2023", "2023-09-01"),
        ("vi", "sáng 13-5", "2024-05-13"),
        ("vi", "từ 8 đến 10/5", "2024-05-08"),
        ("vi", "ngày 20-22/4", "2024-04-20"),
        ("vi", "ngày 15 tháng 4 năm 2023", "2023-04-15"),
        ("vi", "hôm 15/4", "2024-04-15"),
        ("vi", "chiều thứ Hai", "2024-05-13"),
        ("vi", "thứ Năm tuần trước", "2024-05-09"),
        ("vi", "trưa qua", "2024-05-14"),
        ("ja", "14日", "2024-05-14"),
        ("ja", "１４日", "2024-05-14"),
        ("ja", "十四日", "2024-05-14"),
        ("ja", "13、14両日", "2024-05-13"),
        ("ja", "令和5年8月8日", "2023-08-08"),
        ("ja", "先月28日", "2024-04-28"),
        ("ja", "昨年12月3日", "2023-12-03"),
        ("ja", "先週の金曜", "2024-05-10"),
        ("ja", "来月12日", "2024-06-12"),
        ("ko", "지난 금요일", "2024-05-10"),
        ("ko", "지난 13일", "2024-05-13"),
        ("ko", "오는 23일", "2024-05-23"),
        ("ko", "지난달 28일", "2024-04-28"),
        ("ko", "13∼14일", "2024-05-13"),
        ("ko", "지난해 11월 3일", "2023-11-03"),
        ("ko", "지난주 목요일", "2024-05-09"),
        ("ko", "5. 13.(월)", "2024-05-13"),
        ("ko", "이틀 전", "2024-05-13"),
        ("zh", "上周五", "2024-05-10"),
        ("zh", "八日", "2024-05-08"),
        ("zh", "昨(14)日", "2024-05-14"),
        ("zh", "昨與他校簽約", "2024-05-14"),
        ("zh", "5月2日至4日", "2024-05-02"),
        ("zh", "民國112年8月8日", "2023-08-08"),
        ("zh", "上个月28日", "2024-04-28"),
        ("zh", "本周一", "2024-05-13"),
    ],
)
def test_a_day_is_read_as_its_language_writes_it(language: str, text: str, day: str) -> None:
    assert read(language, text) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "On 6 May they met; the papers had been signed the day before", "2024-05-05"),
        ("de", "Am 6. Mai kamen sie an, tags darauf unterschrieben sie", "2024-05-07"),
        ("fr", "Le 6 mai ils sont arrivés et ont signé le lendemain", "2024-05-07"),
        ("es", "El 6 de mayo llegaron y al día siguiente firmaron", "2024-05-07"),
        ("vi", "Ngày 6/5 hai bên họp và cùng ngày ký kết", "2024-05-06"),
        ("ja", "6日に会談し、翌日に調印した", "2024-05-07"),
        ("ko", "6일 회의를 열고 이튿날 서명했다", "2024-05-07"),
        ("zh", "5月6日抵达，次日签约", "2024-05-07"),
    ],
)
def test_a_day_can_lean_on_the_one_before_it(language: str, text: str, day: str) -> None:
    assert read(language, text) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They meet every Wednesday, and the office is open on Tuesdays"),
        ("en", "within 45 days, 12 may be enough"),
        ("de", "jeden Mittwoch, dienstags von 9 bis 12 Uhr, in 30 Tagen"),
        ("fr", "le mardi et chaque jeudi, pendant 12 jours"),
        ("es", "los martes y cada jueves, en 15 días"),
        ("vi", "lần thứ hai, vốn 51-49, nhiệt độ 19-25°C"),
        ("ja", "3日間、2日目、四日市市、毎週水曜日、10日前に"),
        ("ko", "4박5일, 20일간, 매주 화요일, 3일차, 90일에서 20일로"),
        ("zh", "每周三，三日游，一周一次，10日内"),
    ],
)
def test_habits_and_lengths_of_time_are_no_days(language: str, text: str) -> None:
    assert not has_date(lexicon(language), text)


def test_without_the_day_of_the_text_only_a_whole_date_can_be_read() -> None:
    assert read("en", "on Monday, 6 May", today=None) is None
    assert read("en", "on 6 May 2024", today=None) == date(2024, 5, 6)


def test_a_day_that_no_calendar_has_is_none() -> None:
    assert read("en", "on 31 February 2024") is None
    assert read("ko", "2월 30일") is None


@pytest.mark.parametrize("language", supported())
def test_a_language_has_the_words_of_dates_that_every_other_has(language: str) -> None:
    model, mine = section("en", "facts")["dates"], section(language, "facts")["dates"]
    assert mine.keys() == model.keys()
    assert mine["before"].keys() == mine["behind"].keys() == model["before"].keys()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ardon College and Brume University have signed a memorandum of understanding.\n\n"
               "The presidents put their names to it in Ardon on Monday. Applications are open until 30 June."),
        ("de", "Die Hochschule Ahrdorf und die Universität Bremm haben ein Kooperationsabkommen unterzeichnet.\n\n"
               "Die Präsidenten unterschrieben am 13. Mai in Ahrdorf. Bewerbungen sind bis 30. Juni möglich."),
        ("fr", "L'université d'Ardon et le lycée de Brume ont signé une convention de partenariat.\n\n"
               "La cérémonie s'est tenue lundi à Ardon. Les candidatures sont ouvertes jusqu'au 30 juin."),
        ("es", "La Universidad de Ardón y el Instituto Bruma han suscrito un convenio de colaboración.\n\n"
               "Los rectores firmaron el documento el pasado lunes en Ardón. El plazo termina el 30 de junio."),
        ("vi", "Đại học An Đông và Viện Bình Minh ký biên bản ghi nhớ hợp tác.\n\n"
               "Lễ ký diễn ra chiều 13/5 tại An Đông. Hồ sơ nhận đến hết ngày 30/6."),
        ("ja", "青葉大学と北浜市は包括連携協定を締結した。\n\n調印式は13日、市役所で行われた。応募は6月30日まで。"),
        ("ko", "가람대와 나래시가 업무협약을 체결했다.\n\n협약식은 지난 13일 열렸다. 접수는 6월 30일까지다."),
        ("zh", "青禾大学与北浜研究院签署合作备忘录。\n\n签约仪式于5月13日在青禾举行。报名截至6月30日。"),
    ],
)  # fmt: skip
def test_the_day_may_stand_beside_the_sentence_that_tells_the_pact_and_no_deadline_is_it(
    language: str, text: str
) -> None:
    assert chosen(language, text) == date(2024, 5, 13)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ardon College has signed a memorandum of understanding with Brume, the college said Tuesday."),
        ("de", "Ahrdorf und Bremm haben ein Memorandum unterzeichnet. Das teilten beide Städte am Dienstag mit."),
        ("fr", "Ardon et Brume ont signé un protocole d'accord, a annoncé mardi la mairie d'Ardon."),
        ("es", "Ardón y Bruma han firmado un convenio de colaboración, informó ayer el ayuntamiento."),
        ("vi", "An Đông đã ký biên bản ghi nhớ với Bình Minh, theo thông báo hôm 14/5."),
        ("ja", "青葉市は、北浜町と連携協定を締結したと14日に発表した。"),
        ("ko", "가람시는 나래군과 업무협약을 체결했다고 14일 밝혔다."),
        ("zh", "青禾市已与北浜市签署合作备忘录，市政府14日宣布。"),
    ],
)  # fmt: skip
def test_the_day_a_signed_paper_was_announced_is_not_the_day_it_was_signed(language: str, text: str) -> None:
    assert chosen(language, text) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ardon and Brume signed a partnership agreement on Monday, the council said on Tuesday."),
        ("de", "Ahrdorf und Bremm haben am Montag ein Abkommen unterzeichnet, wie die Stadt am Dienstag mitteilte."),
        ("fr", "Ardon et Brume ont signé lundi une convention de partenariat, a annoncé mardi la mairie."),
        ("es", "Ardón y Bruma firmaron el lunes un convenio de colaboración, informó ayer el ayuntamiento."),
        ("vi", "An Đông và Bình Minh ký biên bản ghi nhớ ngày 13/5, UBND thành phố cho biết hôm 14/5."),
        ("ja", "青葉市は13日、北浜町と連携協定を締結した。市が14日に発表した。"),
        ("ko", "가람시는 13일 시청에서 나래군과 업무협약을 체결했다고 14일 밝혔다."),
        ("zh", "青禾市与北浜市13日签署合作备忘录，市政府14日宣布。"),
    ],
)  # fmt: skip
def test_the_day_of_signing_goes_before_the_day_of_announcing(language: str, text: str) -> None:
    assert chosen(language, text) == date(2024, 5, 13)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Ardon and Brume will sign a partnership agreement on 20 June."),
        ("de", "Ahrdorf und Bremm wollen am 20. Juni ein Abkommen unterzeichnen."),
        ("fr", "Ardon et Brume signeront le 20 juin une convention de partenariat."),
        ("es", "Ardón y Bruma firmarán el 20 de junio un convenio de colaboración."),
        ("vi", "An Đông và Bình Minh sẽ ký biên bản ghi nhớ ngày 20/6."),
        ("ja", "青葉市と北浜町は6月20日に連携協定を締結する予定だ。"),
        ("ko", "가람시와 나래군은 6월 20일 업무협약을 체결할 예정이다."),
        ("zh", "青禾市与北浜市将于6月20日签署合作备忘录。"),
    ],
)
def test_a_day_of_what_is_planned_is_the_next_such_day(language: str, text: str) -> None:
    assert chosen(language, text, status=Status.PLANNED) == date(2024, 6, 20)


def test_today_is_the_day_of_the_dateline() -> None:
    text = "ARDON, May 14 (Wire) -- Ardon and Brume signed a partnership agreement today at the town hall."
    assert chosen("en", text) == date(2024, 5, 14)
    assert chosen("en", "ARDON, May 14 (Wire) -- Ardon and Brume have signed a partnership agreement.") is None


def test_a_short_sentence_that_ends_with_its_day_is_no_dateline() -> None:
    assert chosen("en", "The partnership agreement was signed in Ardon, May 6.") == date(2024, 5, 6)
    assert chosen("en", "ARDON, May 14. Ardon and Brume have signed a partnership agreement.") is None


def test_a_visit_of_several_days_is_dated_by_the_first() -> None:
    text = (
        "Eine Delegation aus Bremm besuchte vom 6. bis 8. Mai die Stadt Ahrdorf, um über Zusammenarbeit zu sprechen."
    )
    assert chosen("de", text, status=Status.UNDER_WAY) == date(2024, 5, 6)


def test_a_story_without_a_day_has_none() -> None:
    assert chosen("en", "Ardon and Brume have signed a partnership agreement. Their towns are old.") is None


def test_without_a_day_of_publication_a_whole_date_is_still_one() -> None:
    words = lexicon("en")
    told = tell(words, "", "Ardon and Brume signed a partnership agreement on 6 May 2024. They met on Monday.")
    assert event_date(words, told, Status.SIGNED, None) == (date(2024, 5, 6), DatePrecision.DAY)
