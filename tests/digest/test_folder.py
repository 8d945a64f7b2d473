from __future__ import annotations

from datetime import date

import pytest

from digest.folder import deliver_to_folder

DAY = date(2026, 11, 26)


def test_a_digest_becomes_two_files(tmp_path):
    path = deliver_to_folder(tmp_path / "new" / "outbox", DAY, "reader@example.org", b"mail", "<p>ü</p>")
    assert path.name == "2026-11-26-reader@example.org.eml"
    assert path.read_bytes() == b"mail"
    assert path.with_suffix(".html").read_text(encoding="utf-8") == "<p>ü</p>"


def test_writing_again_replaces_and_leaves_nothing_else(tmp_path):
    for content in (b"one", b"two"):
        path = deliver_to_folder(tmp_path, DAY, "reader@example.org", content, "x")
    assert path.read_bytes() == b"two"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    "address",
    [
        "../../etc/passwd@x",
        "/etc/passwd",
        "a\x00b@x",
        "..",
        ".",
        "",
        "a@b/../../c",
        "C:\\x@y",
        "a\nb@x",
        "x" * 400 + "@y",
        "김@예시.kr",
        "CON",
        "~root@x",
        "$(id)@x",
        "-rf@x",
        "\ud800@x",
        "a b@x",
        "*?@x",
        ".hidden@x",
    ],
)
def test_a_hostile_address_stays_inside_the_folder(address, tmp_path):
    folder = tmp_path / "outbox"
    path = deliver_to_folder(folder, DAY, address, b"mail", "page")
    assert path.parent == folder
    assert path.name.startswith("2026-11-26-")
    assert path.name.isascii()
    assert len(path.name) < 130
    assert sorted(each.name for each in tmp_path.rglob("*")) == sorted(
        ["outbox", path.name, path.with_suffix(".html").name]
    )


def test_addresses_that_look_alike_have_files_of_their_own(tmp_path):
    addresses = ["a/b@x", "a\\b@x", "a_b@x", "A_b@x", "a_B@x", "x" * 150 + "1@y", "x" * 150 + "2@y"]
    names = {deliver_to_folder(tmp_path, DAY, address, b"", "").name.lower() for address in addresses}
    assert len(names) == len(addresses)


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        deliver_to_folder(tmp_path / "file", DAY, "a@example.org", b"", "")
