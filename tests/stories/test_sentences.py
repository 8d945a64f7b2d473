from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.sentences import sentences

SPLIT = {
    "one sentence a stop": ("The two met. They signed! Why? Nobody knows.", 4),
    "English abbreviations": ("Dr. Kim of St. Paul met J. R. Lee at No. 5 in the U.S. capital. It rained.", 2),
    "a date at the end of an English sentence": ("The fair opened on April 15. The mayor spoke.", 2),
    "German ordinals": ("Am 22. und 23. November 2022 kam die Delegation. Sie blieb bis zum 5. Mai.", 2),
    "German abbreviations": ("Hintergrund ist u. a. die Vereinbarung der X GmbH mit Prof. Dr. Meier. Sie gilt.", 2),
    "a caption": ("Auf dem Bild (v.l.n.r.) stehen beide. Es ist kalt.", 2),
    "Korean endings": ("두 기관은 협약을 체결했다. 협약은 5년간 이어진다.", 2),
    "Korean endings without a blank": ("두 기관은 협약을 체결했다고 밝혔다.두 기관은 이웃이다.", 2),
    "Korean dates": ("협약식은 2023. 1. 2 열렸다. 모두 웃었다.", 2),
    "Korean polite endings": ("함께 갑니다. 좋아요. 또 만나요.", 3),
    "Vietnamese titles and cities": ("TS. Nguyễn An đến TP. Hồ Chí Minh. Ông phát biểu.", 2),
    "Japanese without blanks": ("両市は協定を結んだ。期間は5年。市長は「続けたい。」と述べた。", 3),
    "Chinese without blanks": ("双方签署了备忘录。“我们很高兴。”市长说！下一步呢？", 4),
    "a quotation that goes on": ("“We will work together.” he said. “Yes.” Then he left.", 3),
    "lines": ("A heading\n\nA sentence\r\nAnother", 3),
    "nothing": (" \n ", 0),
}


@pytest.mark.parametrize(("text", "count"), SPLIT.values(), ids=SPLIT.keys())
def test_sentences_end_where_a_reader_ends_them(text: str, count: int) -> None:
    assert len(sentences(text)) == count, sentences(text)


@given(st.text(alphabet=st.sampled_from('aA1가.!?"”» \n…(다u'), max_size=200))
@settings(max_examples=100, deadline=None)
def test_sentences_are_pieces_of_the_text_in_order(text: str) -> None:
    at = 0
    for sentence in sentences(text):
        at = text.index(sentence, at) + len(sentence)
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@pytest.mark.parametrize("piece", [".", ". ", "가.", 'A."', "' ", "a"])
def test_a_megabyte_is_split_in_linear_time(piece: str) -> None:
    start = time.perf_counter()
    sentences(piece * (1_000_000 // len(piece)))
    assert time.perf_counter() - start < 5.0
