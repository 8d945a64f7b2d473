"""Which words go on with a name: "of" and "für", the "and" of "Science and Technology", small letters inside."""

from __future__ import annotations

from stories.facts.lexicon import Lexicon
from stories.facts.tokens import Token, head_length, is_stop, place_length
from stories.places import countries, country_of


def step(words: Lexicon, tokens: list[Token], first: int, last: int, linked: str) -> int:
    """How many tokens more belong to the name first..last: 0 ends it. linked is the last link that it went over."""
    token, before = tokens[last], tokens[last - 1]
    lower = token.text.lower()
    if lower in words.names["links"]:
        return _over_link(words, tokens, first, last)
    if lower in words.roles["list"]:
        return _over_list(words, tokens, first, last, linked)
    if not token.text[0].isalnum():
        return _over_mark(tokens, last)
    if before.text.lower() in words.names["links"] and not is_stop(words, token):
        return 1
    return place_length(tokens, last) or _over_word(words, tokens, first, last)


def _over_word(words: Lexicon, tokens: list[Token], first: int, last: int) -> int:
    """A word that is no link: a head, a small syllable or capital inside the name, or what the name ends before."""
    head = head_length(words, tokens, last)
    if head and " ".join(token.text for token in tokens[first:last]).lower() in words.names["never"]:
        return 0  # "Đoàn công tác Tổng Lãnh sự quán …": whose delegation it is
    if words.names["before_place"] and _closed(words, tokens, first, last):
        return 0
    if head > 1 and tokens[last].capital:
        return head
    if _is_inner(words, tokens, first, last) or _second_syllable(words, tokens, first, last):
        return 1
    return _over_head_or_capital(words, tokens, last)


def _is_inner(words: Lexicon, tokens: list[Token], first: int, last: int) -> bool:
    headed = any(head_length(words, tokens, index) for index in range(first, last))
    return headed and tokens[last].text.lower() in words.names["inner"]


def _over_head_or_capital(words: Lexicon, tokens: list[Token], last: int) -> int:
    token, before = tokens[last], tokens[last - 1]
    lower = token.text.lower()
    if lower in words.names["place_heads"]:
        small = words.names["before_place"] | words.names["inner"]
        return int(before.text.lower() in small or head_length(words, tokens, last - 1) > 0)
    if before.text in words.names["inner"] and not words.names["before_place"]:
        return head_length(words, tokens, last)  # "Hanoi province People's Committee", not "Hanoi province Le Van An"
    return int(token.capital and (lower in words.names["inside"] or not is_stop(words, token)))


def _over_mark(tokens: list[Token], last: int) -> int:
    """ "Baden-Württemberg", "Trade & Invest", "St. Brannok": the mark and the capital behind it."""
    if last + 1 >= len(tokens) or not tokens[last + 1].capital:
        return 0
    before = tokens[last - 1].text
    shortened = tokens[last].text == "." and len(before) == 2 and before[0].isupper()
    return 2 if shortened or tokens[last].text in {"-", "&", "/"} else 0


def _over_link(words: Lexicon, tokens: list[Token], first: int, last: int) -> int:
    """ "Ministry of", "Institut für", "Kammer des": a link needs a head before it and a name behind it."""
    headed = any(head_length(words, tokens, index) for index in range(first, last))
    if not headed or _says_where(words, tokens, first, last):
        return 0
    small = words.names["links"] | words.names["articles"]
    for ahead, following in enumerate(tokens[last + 1 : last + 6], start=1):
        lower = following.text.lower()
        if following.capital and not is_stop(words, following):
            return ahead
        adjective = ahead == 1 and following.text.isalpha() and lower not in words.names["stops"]
        if not adjective and lower not in small:
            return 0
    return 0


def _says_where(words: Lexicon, tokens: list[Token], first: int, last: int) -> bool:
    """ "KT Corporation of the Republic of Korea", "University of Art of Japan": the name is whole before it."""
    linked = any(token.text.lower() in words.names["links"] for token in tokens[first:last])
    whole = head_length(words, tokens, last - 1) and not head_length(words, tokens, first)
    if not (whole or linked):
        return False
    text = [token.text for token in tokens[last + 1 : last + 5] if token.text.lower() not in words.names["articles"]]
    return any(" ".join(text[:length]) in countries() for length in range(1, 4))


def _over_list(words: Lexicon, tokens: list[Token], first: int, last: int, linked: str) -> int:
    """An "and" or comma joins inside a name ("Ministry of Culture, Sports and Tourism") and ends it between two."""
    topics = words.names["topics"]
    if last + 1 >= len(tokens) or not (tokens[last + 1].capital or tokens[last + 1].text in topics):
        return 0
    if tokens[last].text == "," and not _list_closes(words, tokens, last):
        return 0
    if tokens[last - 1].text.endswith("-"):
        return 2  # "Industrie- und Handelskammer"
    following, before = tokens[last + 1].text.lower(), tokens[last - 1].text.lower()
    if following in topics and (before in topics or linked):
        inside = before in topics and linked  # "Ministry of Trade, Industry and Energy"
        heads = head_length(words, tokens, last - 1) or head_length(words, tokens, last + 1)
        return 2 if inside or not heads else 0
    if linked in words.names["open_links"] and linked:
        return 2 if not head_length(words, tokens, last + 1) and country_of(tokens[last + 1].text) is None else 0
    return 0


def _closed(words: Lexicon, tokens: list[Token], first: int, last: int) -> bool:
    """Behind its place a name goes on only with another head or place; else a verb or a person follows."""
    following = tokens[last]
    single = last + 1 >= len(tokens) or not tokens[last + 1].capital
    goes_on = head_length(words, tokens, last) or country_of(following.text) is not None
    return _ends_with_place(tokens, first, last) and not (following.capital and (single or goes_on))


def _second_syllable(words: Lexicon, tokens: list[Token], first: int, last: int) -> bool:
    """ "Quỹ Hỗ trợ Khởi nghiệp": a small syllable between two capitals of a headed name, where words have several."""
    if not words.names["before_place"] or last + 1 >= len(tokens) or not head_length(words, tokens, first):
        return False
    before, token, following = tokens[last - 1], tokens[last], tokens[last + 1]
    between = before.capital and not before.text.isupper() and following.capital
    verb = words.any_act.fullmatch(token.text) is not None
    small = words.names["stops"] | words.roles["other"] | words.roles["object"] | words.roles["with"]
    known = verb or token.text in small or head_length(words, tokens, last) or head_length(words, tokens, last + 1)
    return between and token.text.isalpha() and not known and not head_length(words, tokens, last - 1)


def _ends_with_place(tokens: list[Token], first: int, last: int) -> bool:
    """A place closes a name: what follows it in small letters is a verb."""
    ends = (" ".join(token.text for token in tokens[max(first, last - n) : last]) for n in (1, 2, 3))
    return any(len(end) > 4 and country_of(end) is not None for end in ends)


def _list_closes(words: Lexicon, tokens: list[Token], comma: int) -> bool:
    """Whether the comma leads to "X and Y" with X and Y topics: a list inside a name."""
    return comma + 2 < len(tokens) and tokens[comma + 2].text.lower() in words.roles["list"]
