"""The packed log: what counts, what is taken back, what was predicted."""

from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Card, Scheduler, State

from quizzes.statistics.figures.log import Kind, Log, Row, pack_slot, recall_after, unpack_slot

DAY = 86_400
NOON = 1_772_452_800  # 2 March 2026, 12:00 UTC


def row(pk: int, **fields: object) -> Row:
    """A right answer of a young card, a stability of ten days after the last."""
    usual = {
        "undoes": None,
        "at": NOON,
        "last_review": NOON - 10 * DAY,
        "state": "review",
        "stability": 10.0,
        "is_right": 1,
        "duration_ms": 8_000,
        "confidence": None,
        "decay": None,
    }
    return Row(pk=pk, **usual | fields)


def kind_of(**fields: object) -> Kind:
    return row(1, **fields).kind


def test_kind_tells_young_from_mature_at_three_weeks() -> None:
    assert kind_of(last_review=None, stability=None, state="learning") == Kind.NEW
    assert kind_of(state="learning") == kind_of(state="relearning") == Kind.LEARNING
    assert kind_of(stability=20.9) == Kind.YOUNG
    assert kind_of(stability=21.0) == Kind.MATURE


def test_row_that_takes_another_back_removes_it() -> None:
    log = Log().take_in([row(1), row(2), row(3, undoes=1), row(4)])

    assert (log.pks.tolist(), log.seen, log.last) == ([2, 4], 4, 4)
    assert {len(column) for column in log.columns} == {2}
    assert log.slots == {pack_slot(NOON // 900, Kind.YOUNG, 1): 2}


def test_quarter_of_which_all_is_taken_back_is_gone() -> None:
    assert Log().take_in([row(1), row(2, undoes=1)]).slots == {}


def test_row_taken_back_that_is_not_there_is_passed_over() -> None:
    log = Log().take_in([row(5), row(6, undoes=2)])

    assert log.pks.tolist() == [5]


def test_log_goes_on_where_it_stopped() -> None:
    log = Log().take_in([row(1), row(2)])

    log.take_in([row(3, undoes=2), row(4)])

    assert (log.pks.tolist(), log.seen) == ([1, 4], 4)


def test_row_is_packed_without_loss_that_matters() -> None:
    log = Log().take_in([row(7, is_right=0, duration_ms=61_999, confidence=2, last_review=NOON - 25 * DAY)])

    assert [column.tolist() for column in log.columns] == [
        [7], [NOON // 900], [Kind.YOUNG], [0], [250], [round(1e4 * recall_after(2.5))], [61], [2],
    ]  # fmt: skip


def test_what_is_too_long_for_its_column_is_the_longest() -> None:
    log = Log().take_in([row(1, stability=0.01, last_review=0, duration_ms=10**9)])

    assert (log.ratios.tolist(), log.seconds.tolist()) == ([65_535], [65_535])


def test_nothing_is_predicted_of_a_card_in_its_short_steps() -> None:
    log = Log().take_in([row(1, state="relearning"), row(2, last_review=None, stability=None)])

    assert log.predicted.tolist() == [0, 0]


def test_since_keeps_the_quarter_itself() -> None:
    log = Log().take_in([row(1, at=NOON - 1), row(2), row(3, at=NOON + 900)])

    found = log.since(NOON // 900)
    assert found.pks.tolist() == [2, 3]
    assert found.slots == {pack_slot(NOON // 900 + later, Kind.YOUNG, 1): 1 for later in (0, 1)}


@pytest.mark.parametrize(("days", "stability"), [(0, 3.0), (1, 0.5), (10, 10.0), (35, 12.25), (400, 90.0)])
def test_recall_is_what_the_scheduler_says(days: int, stability: float) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    card = Card(
        card_id=1, state=State.Review, step=None, stability=stability, difficulty=5,
        due=now, last_review=now - timedelta(days=days),
    )  # fmt: skip

    assert recall_after(days / stability) == pytest.approx(Scheduler().get_card_retrievability(card, now))


@pytest.mark.parametrize("decay", [0.1, 0.1542, 0.5, 0.8])
def test_recall_after_one_stability_is_nine_in_ten(decay: float) -> None:
    assert recall_after(1, decay) == pytest.approx(0.9)


@pytest.mark.parametrize(
    "slot", [(NOON // 900, Kind.MATURE, 1), (NOON // 900, Kind.NEW, 0), (0, Kind.YOUNG, 1)]
)
def test_slot_is_unpacked_as_it_was_packed(slot: tuple[int, int, int]) -> None:
    assert unpack_slot(pack_slot(*slot)) == slot
