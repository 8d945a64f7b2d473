from __future__ import annotations

from collections import Counter
from pathlib import Path

from scheduler.local_web.article import blocks_of

# The lines of "Drop" in the definition of a partnership story.
LINES = {
    "collective_labour_agreement",
    "treaty_or_convention",
    "coalition_agreement",
    "court_settlement",
    "player_contract",
    "sponsorship_contract",
    "loan_contract",
    "insurance_contract",
    "share_sale",
    "supplier_matter",
    "joint_inspection",
    "share_price",
    "call_for_tender",
    "job_advertisement",
    "call_for_participants",
    "event",
    "exchange_statistics",
    "audit",
    "partner_programme",
    "official_partner",
    "partner_as_spouse",
    "opinion",
    "organisation_name",
    "background_only",
}
EASY = {"weather", "sports", "culture"}


def test_there_are_decoys_enough_in_each_language(all_decoys):
    languages = Counter(decoy.front["language"] for decoy in all_decoys)
    assert languages.total() >= 32
    assert set(languages) == {"ko", "en", "de", "vi"}
    assert min(languages.values()) >= 7


def test_every_line_of_the_definition_has_a_decoy(all_decoys):
    assert LINES - {decoy.front["decoy_class"] for decoy in all_decoys} == set()


def test_most_decoys_are_hard(all_decoys):
    easy = [decoy for decoy in all_decoys if decoy.front["decoy_class"] in EASY]
    assert len(easy) * 5 <= len(all_decoys)


def test_a_decoy_has_the_length_of_a_local_story(decoy):
    assert 90 <= len(decoy.body.split()) <= 260


def test_distinguishing_sentences_are_there_in_every_language(all_decoys):
    having = Counter(decoy.front["language"] for decoy in all_decoys if "distinguishing" in decoy.front)
    assert having.total() >= 16
    assert min(having[language] for language in ("ko", "en", "de", "vi")) >= 4


def test_a_distinguishing_sentence_stands_exactly_once_in_one_paragraph(all_decoys):
    for decoy in all_decoys:
        if sentence := decoy.front.get("distinguishing"):
            assert decoy.text.count(sentence) == 1, str(decoy)
            assert sum(sentence in block.text for block in blocks_of(decoy.body)) == 1, str(decoy)


def test_without_its_sentence_a_decoy_still_names_the_parties_of_a_story(all_decoys):
    for decoy in all_decoys:
        if sentence := decoy.front.get("distinguishing"):
            rest = decoy.text.replace(sentence, "")
            parties = decoy.front["expected"]["parties"]
            assert len(parties) == 2, str(decoy)
            assert all(party["name"] in rest for party in parties), str(decoy)


def test_no_decoy_mentions_two_parties_of_a_seed(decoy, all_documents):
    for document in all_documents:
        named = [
            party["name"]
            for party in document["parties"]
            if any(name in decoy.text for name in (party["name"], *party.get("aliases", ())))
        ]
        assert len(named) < 2, f"{document['publisher']}: {named}"


def test_ids_follow_the_dates_as_a_cms_counts_them(all_decoys):
    hosts: dict[Path, list[tuple[int, str]]] = {}
    for decoy in all_decoys:
        host = hosts.setdefault(decoy.file.parent, [])
        host.append((int(decoy.front["id"]), str(decoy.front["published"])))
    for rows in hosts.values():
        assert [published for _, published in sorted(rows)] == sorted(published for _, published in rows)
