from __future__ import annotations

import pytest

from stories.detection import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("경북TP-KAIST MOU 체결", "ko"),
        ("테크노파크가 업무협약(MOU)을 체결했다.", "ko"),
        ("Sejong City (세종시) signed a business agreement, Mayor Choi Min-ho (최민호) said.", "en"),
        ("Südkoreanische Delegation zu Gast in Sachsen", "de"),
        ("Thành phố Hải Phòng ký kết biên bản ghi nhớ", "vi"),
        ("Ubnd tinh Hai Phong ky ket bien ban ghi nho hop tac voi thanh pho Cheongju", "vi"),
        ("La ville de Lyon signe un accord de coopération avec Busan", "fr"),
        ("La ciudad firma un convenio con Seúl", "es"),
        ("東京都と大阪市が協定を締結", "ja"),
        ("北京市与首尔签署备忘录", "zh"),
    ],
)
def test_the_language_of_a_text_is_told(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "12 34", "2023.08.09 16:33", "MoU", "https://example.org/this-is-an-address"])
def test_too_little_to_tell_is_none(text: str) -> None:
    assert language_of(text) is None


def test_the_title_helps_a_short_text_only() -> None:
    assert language_of("MoU.", "Delegation aus Südkorea zu Gast in Sachsen") == "de"
    assert language_of("The city signed an agreement with the university. " * 10, "세종시 업무협약 체결") == "en"
