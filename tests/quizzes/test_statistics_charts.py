"""Where the marks of a picture stand, and how they are written."""

from datetime import date, timedelta

import pytest

from quizzes.statistics.figures.charts import (
    FOOT,
    LEFT,
    RIGHT,
    TOP,
    Bar,
    Chart,
    Column,
    Dot,
    Line,
    Spot,
    Word,
    draw_columns,
    draw_shares,
    draw_year,
    floor_of,
    height_of,
    levels_from,
    strength_of,
    strengths_of,
)
from quizzes.templatetags.charts import draw, sample


def marks_of(chart: Chart, kind: type) -> list[object]:
    return [mark for mark in chart.marks if isinstance(mark, kind)]


def test_columns_are_as_high_as_their_values() -> None:
    columns = [
        Column("a", ((10, "bar"),), "ten", "10"),
        Column("b", ((2, "bar"), (3, "bar is-late")), "five"),
    ]

    chart = draw_columns("Two", columns)

    assert marks_of(chart, Bar) == [
        Bar(68.0, 18.0, 44, 128.0, "bar", "ten"),
        Bar(244.0, 120.4, 44, 25.6, "bar", "five"),
        Bar(244.0, 82.0, 44, 38.4, "bar is-late", "five"),
    ]
    assert marks_of(chart, Word) == [Word(90.0, 13.0, "10"), Word(90.0, 162, "a"), Word(266.0, 162, "b")]


def test_column_of_nothing_still_has_its_place() -> None:
    chart = draw_columns("None", [Column("a", ((0, "bar"),), "none")])

    assert marks_of(chart, Bar) == [Bar(156.0, FOOT - 1.5, 44, 1.5, "bar is-none", "none")]


def test_labels_are_thinned_and_kept_inside() -> None:
    columns = [Column(f"day {number}", ((1, "bar"),), "") for number in range(30)]

    words = marks_of(draw_columns("Many", columns, labels=6), Word)

    assert [word.text for word in words] == ["day 0", "day 5", "day 10", "day 15", "day 20", "day 25"]
    assert words[0] == Word(0, 162, "day 0", "start")


def test_shares_lie_between_the_levels() -> None:
    spots = [[Spot(0, 0.8, "first"), Spot(1, 1.0, "last")]]

    chart = draw_shares("Two", spots, [(0, "then"), (1, "now")], goal=0.9)

    assert marks_of(chart, Dot) == [
        Dot(42, height_of(0.8, 0.7), "dot", "first"),
        Dot(348, TOP, "dot", "last"),
    ]
    goal = height_of(0.9, 0.7)
    assert Line(((LEFT, goal), (RIGHT, goal)), "goal") in chart.marks
    assert Line(((42, height_of(0.8, 0.7)), (348, TOP)), "line") in chart.marks
    assert [word.text for word in marks_of(chart, Word)] == [
        "70\xa0%",
        "80\xa0%",
        "90\xa0%",
        "100\xa0%",
        "then",
        "now",
    ]


@pytest.mark.parametrize(
    ("shares", "low"),
    [([0.86, 0.95], 0.8), ([0.9], 0.8), ([1.0], 0.9), ([0.05], 0.0), ([0.0], 0.0), ([], 0.4)],
)
def test_scale_begins_below_the_lowest_share(shares: list[float], low: float) -> None:
    assert floor_of(shares) == low


@pytest.mark.parametrize(
    ("low", "levels"),
    [
        (0.9, [0.9, 0.95, 1.0]),
        (0.8, [0.8, 0.85, 0.9, 0.95, 1.0]),
        (0.7, [0.7, 0.8, 0.9, 1.0]),
        (0.3, [0.4, 0.6, 0.8, 1.0]),
        (0.0, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
    ],
)
def test_levels_are_even_steps_down_from_one(low: float, levels: list[float]) -> None:
    assert levels_from(low) == levels


def test_year_has_a_cell_for_each_day_up_to_the_last() -> None:
    wednesday = date(2026, 3, 4)

    bars = marks_of(draw_year("Year", {wednesday: 3, wednesday - timedelta(days=2): 1}, wednesday), Bar)

    assert len(bars) == 52 * 7 + 3
    assert (bars[0].x, bars[0].y, bars[0].title) == (LEFT, TOP, "3 March: no answers")
    assert bars[-3:] == [
        Bar(LEFT + 15 * 52, TOP, 12, 12, "heat-1", "2 March: 1 answer"),
        Bar(LEFT + 15 * 52, TOP + 15, 12, 12, "heat-0", "3 March: no answers"),
        Bar(LEFT + 15 * 52, TOP + 30, 12, 12, "heat-2", "4 March: 3 answers"),
    ]


def test_strength_grows_with_the_quarters_of_the_days() -> None:
    counts = {date(2026, 1, 1) + timedelta(days=number): number for number in range(9)}

    steps = strengths_of(counts)

    assert steps == (3, 5, 7)
    assert [strength_of(count, steps) for count in range(9)] == [0, 1, 1, 1, 2, 2, 3, 3, 4]


def test_picture_has_its_name_and_what_it_says_is_text() -> None:
    marks = (Bar(1, 2, 3, 4.5, "bar", "<b>"), Dot(5, 6), Line(((1, 2), (3, 4))), Word(7, 8, "R&D", "end"))

    assert draw(Chart("Cards <due>", marks), "coming") == (
        '<svg class="chart" viewBox="0 0 360 168" role="img" aria-labelledby="coming-name">'
        '<title id="coming-name">Cards &lt;due&gt;</title>'
        '<rect class="bar" x="1" y="2" width="3" height="4.5" rx="0"><title>&lt;b&gt;</title></rect>'
        '<circle class="dot" cx="5" cy="6" r="3.5"></circle>'
        '<path class="line" d="M1 2L3 4"/>'
        '<text x="7" y="8" text-anchor="end">R&amp;D</text></svg>'
    )


@pytest.mark.parametrize(
    ("css", "shape"), [("bar is-late", "<rect"), ("heat-2", "<rect"), ("dot", "<circle"), ("goal", "<path")]
)
def test_sample_of_a_key_looks_like_its_part(css: str, shape: str) -> None:
    assert f'{shape} class="{css}"' in sample(css)
