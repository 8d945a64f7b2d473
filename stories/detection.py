"""Text -> its language: scripts that tell by themselves first, a statistical model for the rest."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Wide, so that an unsupported language is told apart; without the rare relatives that short texts are taken for.
_CANDIDATES = (
    "ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl he hi hr hu hy id is it ka kk km lo lt lv "
    "mk mn ms my ne nl no pl pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur uz vi"
)
_HANGUL = re.compile("[가-힣\u1100-\u11ff\u3130-\u318f]")
_KANA = re.compile("[\u3041-\u30ff]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_CJK = re.compile("[가-힣\u1100-\u11ff\u3130-\u318f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")
_NO_WORDS = re.compile(r"https?://\S+|\S+@\S+|[\W\d_]+")
_SAMPLE = 600  # characters; more does not change the answer
_SCRIPT_SHARE = 0.25  # of all letters: names and acronyms stay below, a text in that script well above
_FEWEST = 10  # letters of an alphabet that several languages share
_SURE = 0.2  # probability of the best candidate, which must also be twice as likely as the next


def language_of(text: str, title: str = "") -> str | None:
    """Return the ISO 639-1 code of the language `text` is written in, None if it cannot be told.

    The title is asked only as far as the text is short. Names in another script do not count against a text.
    """
    words = _words(text[:_SAMPLE])
    if len(words) < 200:
        words = f"{_words(title[:_SAMPLE])} {words}".strip()
    letters = len(words.replace(" ", ""))
    return _by_script(words, letters) or _by_model(_CJK.sub(" ", words))


def _words(text: str) -> str:
    return _NO_WORDS.sub(" ", text).strip()


def _by_script(words: str, letters: int) -> str | None:
    hangul, kana, han = (len(script.findall(words)) for script in (_HANGUL, _KANA, _HAN))
    enough = max(2.0, _SCRIPT_SHARE * letters)
    if hangul >= enough:
        return "ko"
    if kana + han < enough:
        return None
    return "ja" if kana > 0.05 * (kana + han) else "zh"


def _by_model(words: str) -> str | None:
    if len(words.replace(" ", "")) < _FEWEST:
        return None
    (language, best), (_, second) = _identifier().rank(words)[:2]
    return str(language) if best >= max(_SURE, 2 * second) else None


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_CANDIDATES.split())
    return identifier
