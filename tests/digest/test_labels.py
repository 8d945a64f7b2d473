from __future__ import annotations

import string

import pytest
from babel import Locale

from digest.locales import available, labels
from stories.model import Kind, Status


def test_the_four_locales_are_there():
    assert set(available()) >= {"en", "ko", "de", "vi"}


@pytest.mark.parametrize("locale", available())
def test_every_locale_has_the_keys_of_english(locale):
    ours, english = labels(locale), labels("en")
    assert list(ours) == list(english)
    for table in english:
        assert list(ours[table]) == list(english[table])


@pytest.mark.parametrize("locale", available())
def test_every_kind_and_status_has_a_name(locale):
    assert set(labels(locale)["kind"]) == {kind.value for kind in Kind}
    assert set(labels(locale)["status"]) == {status.value for status in Status}


@pytest.mark.parametrize("locale", available())
def test_plurals_have_the_forms_of_their_language(locale):
    wanted = set(Locale.parse(locale).plural_form.tags) | {"other"}
    assert all(set(forms) == wanted for forms in labels(locale)["plural"].values())


@pytest.mark.parametrize("locale", available())
def test_every_label_has_the_gaps_of_english(locale):
    for key, english in labels("en")["text"].items():
        assert _gaps(labels(locale)["text"][key]) == _gaps(english)
    for forms in labels(locale)["plural"].values():
        assert all(_gaps(form) == {"n"} for form in forms.values())


@pytest.mark.parametrize("locale", available())
def test_no_label_is_empty(locale):
    for table in ("text", "kind", "status"):
        assert all(str(label).strip() for label in labels(locale)[table].values())


def _gaps(label: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(label) if name}
