"""Files that mean harm, or are merely broken: refused with the place and the remedy, and nothing is kept."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import zstandard
from pytest_django.fixtures import Settings

from content.models import Vault
from content.uploads import UploadError
from people.models import Learner
from quizzes.models import Card, QuestionVersion, Review
from quizzes.transfer import anki, reading
from quizzes.transfer.reading import read_file
from tests.factories import NOW, answer, make_learner, question_of
from tests.quizzes.notes import TERMS
from tests.quizzes.transfer.archives import LATER, archive_of, bring, file_of
from tests.quizzes.transfer.collections import LEARN, collection_of, package_of

pytestmark = pytest.mark.django_db

NOTES = {"Terms": TERMS}
DAMAGED = "this collection is damaged, or none that Anki made"


def refusal(file: BytesIO, vault: Vault) -> tuple[str, str]:
    """Place and message."""
    with pytest.raises(UploadError) as caught:
        read_file(file, vault, LATER)
    assert caught.value.remedy
    return caught.value.path, caught.value.message


# What is no such file


@pytest.mark.parametrize("body", [b"", b"\x89PNG\r\n\x1a\n", b"[1, 2]", b"front;back\n", b"\xff\xfe{\0"])
def test_file_of_another_kind_is_refused(vault: Vault, body: bytes) -> None:
    assert refusal(BytesIO(body), vault) == ("", "this is no file that can be read here")


@pytest.mark.parametrize(
    ("body", "place", "message"),
    [
        (b'{"a": 1,\n "b": }', "line 2, column 7", "from here on this is not JSON"),
        (b'{"a": NaN}', "", "`NaN` is no number that JSON knows"),
        (b'{"a": ' + b"[" * 200_000, "", "brackets are nested too deep in this file"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "", "a number in this file is too large"),
        (b'{"a": "\xff"}', "byte 7", "from here on this is not UTF-8"),
        (b'{"a": 1}', "", "this is not a file of iamstudy"),
    ],
)
def test_broken_json_is_refused(vault: Vault, body: bytes, place: str, message: str) -> None:
    assert refusal(BytesIO(body), vault) == (place, message)


def test_huge_json_is_refused_before_it_is_read(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    file = BytesIO(b"{" + b" " * 2_000_000)

    with pytest.raises(UploadError) as caught:
        read_file(file, vault, LATER, most_json=1024 * 1024)

    assert caught.value.message == "this file has more than 1 MB"


def test_later_version_is_refused(ada: Learner, vault: Vault) -> None:
    assert refusal(file_of(archive_of(ada, vault) | {"version": 2}), vault) == (
        "",
        "this file is of version `2`, and 1 is known here",
    )


# Archives that were tampered with


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (("cards",), {}, "the file, cards"),
        (("cards", 0), [], "cards 0"),
        (("cards", 0, "fact"), "x\0y", "cards 0, fact"),
        (("cards", 0, "subject"), "\ud800", "cards 0, subject"),
        (("cards", 0, "stability"), 1e300, "cards 0, stability"),
        (("cards", 0, "difficulty"), "5", "cards 0, difficulty"),
        (("cards", 0, "due"), "2026-03-02T12:00:00", "cards 0, due"),
        (("cards", 0, "due"), "9999-12-31T23:59:59+00:00", "cards 0, due"),
        (("cards", 0, "state"), "asleep", "cards 0, state"),
        (("cards", 0, "step"), None, "cards 0, step"),
        (("cards", 0, "lapses"), -1, "cards 0, lapses"),
        (("cards", 0, "is_leech"), 1, "cards 0, is_leech"),
        (("questions", 0, "body"), {}, "questions 0, body"),
        (("questions", 0, "body", "choices", 0, "text"), 7, "questions 0, body"),
        (("questions", 0, "body", "more"), "x", "questions 0, body"),
        (("reviews", 0, "card"), 1, "reviews 0, card"),
        (("reviews", 0, "question"), -1, "reviews 0, question"),
        (("reviews", 0, "key"), "k", "reviews 0, key"),
        (("reviews", 0, "rating"), 5, "reviews 0, rating"),
        (("reviews", 0, "rating"), True, "reviews 0, rating"),
        (("reviews", 0, "duration_ms"), 1 << 40, "reviews 0, duration_ms"),
        (("reviews", 0, "answer"), "x" * 100_001, "reviews 0, answer"),
        (("reviews", 0, "confidence"), 4, "reviews 0, confidence"),
        (("reviews", 0, "state_before"), None, "reviews 0, state_before"),
        (("reviews", 0, "state_before", "due"), 5, "reviews 0, state_before, due"),
        (("reviews", 0, "scheduler"), {"weights": [1] * 20}, "reviews 0, scheduler, weights"),
        (("reviews", 0, "scheduler"), {"weights": [0] * 21}, "reviews 0, scheduler, weights"),
        (("reviews", 0, "scheduler"), {"retention": 0}, "reviews 0, scheduler, retention"),
        (("reviews", 0, "scheduler"), {"days": -4}, "reviews 0, scheduler, days"),
        (("reviews", 0, "scheduler"), {"learning_steps": ["1"]}, "reviews 0, scheduler"),
        (("reviews", 0, "undoes"), "4b1c6a0e-0000-4000-8000-000000000000", "reviews 0, undoes"),
        (("deck",), {"desired_retention": 1}, "deck, desired_retention"),
    ],
)
def test_wrong_value_is_named_by_its_place(
    ada: Learner, vault: Vault, path: tuple[str | int, ...], value: object, place: str
) -> None:
    answer(ada, question_of(vault, "Role", "recognise"), at=NOW)
    archive: Any = archive_of(ada, vault)
    inner = archive
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value

    assert refusal(file_of(archive), vault)[0] == place


def test_row_that_comes_twice_is_refused(ada: Learner, vault: Vault) -> None:
    answer(ada, question_of(vault, "Role", "recognise"), at=NOW)
    archive = archive_of(ada, vault)
    archive["reviews"] *= 2

    place, message = refusal(file_of(archive), vault)

    assert (place, message) == ("reviews 1, key", "this is the key of `reviews 0` as well")


def test_answer_from_the_future_brings_nothing_in(ada: Learner, vault: Vault) -> None:
    answer(ada, question_of(vault, "Role", "recognise"), at=NOW)
    answer(ada, question_of(vault, "User", "recognise"), at=NOW)
    archive, bob = archive_of(ada, vault), make_learner("bob")
    archive["reviews"][1]["reviewed_at"] = "2099-01-01T00:00:00+00:00"

    with pytest.raises(UploadError) as caught:
        bring(archive, bob, vault)

    assert caught.value.path == "reviews 1, reviewed_at"
    assert list(Card.objects.filter(learner=bob)) == []


def test_memory_that_its_log_does_not_bear_out_is_worked_out_anew(ada: Learner, vault: Vault) -> None:
    card = answer(ada, question_of(vault, "Role", "recognise"), at=NOW).card
    archive, bob = archive_of(ada, vault), make_learner("bob")
    archive["cards"][0]["stability"] = 9_000.0

    bring(archive, bob, vault)

    assert Card.objects.get(learner=bob).stability == card.stability


def test_wording_cannot_take_the_place_of_another(ada: Learner, vault: Vault) -> None:
    question = question_of(vault, "Role", "recognise")
    answer(ada, question, at=NOW)
    archive, bob = archive_of(ada, vault), make_learner("bob")
    archive["questions"][0]["body"]["stem"] = "Forged?"
    archive["questions"][0]["body_hash"] = question.current.body_hash

    bring(archive, bob, vault, is_trusted=True)

    assert QuestionVersion.objects.get(body_hash=question.current.body_hash).body == question.current.body


def test_row_of_somebody_else_cannot_be_taken_back(ada: Learner, vault: Vault) -> None:
    theirs = answer(make_learner("bob"), question_of(vault, "Role", "recognise"), at=NOW)
    answer(ada, question_of(vault, "Role", "recognise"), at=NOW)
    archive = archive_of(ada, vault)
    archive["reviews"].append(archive["reviews"][0] | {"undoes": str(theirs.idempotency_key)})

    assert refusal(file_of(archive), vault)[0] == "reviews 1, key"
    archive["reviews"][1]["key"] = "4b1c6a0e-0000-4000-8000-000000000000"
    assert refusal(file_of(archive), vault)[0] == "reviews 1, undoes"


# Packages and collections


def test_package_without_a_collection_is_refused(vault: Vault) -> None:
    file = package_of({"../../collection.anki2": b"x", "notes.txt": b"y"})

    assert refusal(file, vault) == ("", "there is no collection of Anki in it")


def test_package_that_unpacks_to_too_much_is_refused(vault: Vault, settings: Settings) -> None:
    settings.MAX_VAULT_BYTES = 1_000_000
    zipped = package_of({"collection.anki2": b"\0" * 2_000_000})
    twice = package_of({"collection.anki21b": zstandard.compress(b"\0" * 2_000_000)})

    refusals = [
        refusal(file, vault) for file in (zipped, twice, BytesIO(zstandard.compress(b"\0" * 2_000_000)))
    ]

    assert refusals == [("", "the collection takes more than 1 MB")] * 3


def test_package_of_very_many_files_is_refused(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizzes.transfer.packages.MOST_FILES", 2)
    file = package_of({f"{number}": b"" for number in range(20)})

    assert refusal(file, vault) == ("", "this package is damaged, or holds too many files")


@pytest.mark.parametrize(
    "spoil", [lambda body: body[:-30], lambda body: b"PK" + body[40:], lambda _: b"PK\3\4"]
)
def test_damaged_package_is_refused(vault: Vault, spoil: Callable[[bytes], bytes]) -> None:
    body = package_of({"collection.anki2": collection_of([])}).getvalue()

    assert refusal(BytesIO(spoil(body)), vault)[1].startswith("this package is damaged")


def test_package_whose_listing_lies_is_refused(vault: Vault) -> None:
    body = bytearray(package_of({"collection.anki2": collection_of([])}).getvalue())
    with ZipFile(BytesIO(body)) as package:
        info = package.getinfo("collection.anki2")
    at = body.index(struct.pack("<L", info.CRC), info.compress_size)
    body[at : at + 4] = struct.pack("<L", zlib.crc32(b"other"))

    assert refusal(BytesIO(bytes(body)), vault) == ("", "this package is damaged")


@pytest.mark.parametrize(
    "body",
    [
        anki.MAGIC,
        anki.MAGIC + b"\xff" * 5_000,
        collection_of([])[:-3_000],
        collection_of([], more="DROP TABLE revlog;"),
        collection_of([], more="DROP TABLE revlog; CREATE VIEW revlog AS SELECT 1 AS id;"),
        collection_of([], more="ALTER TABLE revlog RENAME COLUMN ease TO grade;"),
    ],
    ids=["header alone", "noise", "cut off", "no log", "log is a view", "other columns"],
)
def test_collection_that_is_none_is_refused(vault: Vault, body: bytes) -> None:
    assert refusal(BytesIO(body), vault) == ("", DAMAGED)


def test_endless_question_to_a_collection_ends(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anki, "STEPS", 10)
    monkeypatch.setattr(anki, "MOST_STEPS", 5)
    entries = [(f"g{number}", NOW + number * (LATER - NOW) / 900, 3, LEARN) for number in range(300)]

    assert refusal(BytesIO(collection_of(entries)), vault) == ("", DAMAGED)


def test_odd_values_of_a_collection_are_passed_over(ada: Learner, vault: Vault) -> None:
    file = BytesIO(
        collection_of(
            [],
            more="INSERT INTO notes (id, guid) VALUES (1, x'ff00'), (2, NULL), (3, 'x');"
            "INSERT INTO cards (id, nid) VALUES (1, 1), (2, 2), (3, 3);"
            "INSERT INTO revlog (id, cid, ease, time, type, factor) VALUES"
            " (1, 1, 3, 5, 1, 1), (2, 2, 'three', x'00', NULL, 1.5), (9223372036854775807, 3, 3, -5, 1, 1);",
        )
    )

    incoming = read_file(file, vault, LATER)

    assert (list(incoming.reviews), incoming.strangers) == ([], 3)
    assert list(Review.objects.all()) == []


def test_no_file_stays_behind(vault: Vault, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading.tempfile, "tempdir", str(tmp_path))
    before = set(tmp_path.iterdir())

    refusal(BytesIO(anki.MAGIC), vault)
    read_file(BytesIO(collection_of([])), vault, LATER)

    assert set(tmp_path.iterdir()) == before
