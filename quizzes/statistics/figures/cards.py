"""Figures of the cards as they are now: how long they hold, how hard they are. Pure."""

from collections import Counter
from collections.abc import Sequence
from statistics import median

from quizzes.scheduling import SOLID_DAYS
from quizzes.statistics.figures.charts import Column, draw_columns
from quizzes.statistics.figures.counts import bin_counts
from quizzes.statistics.figures.figure import Figure, Table, many, names_of

HARD = 8  # difficulty from which a card counts as hard
STABILITIES = (  # from so many days on: name, and short for the picture
    (0, "under a day", "<1 d"),
    (1, "1 to 3 days", "3 d"),
    (3, "3 to 7 days", "1 w"),
    (7, "1 to 3 weeks", "3 w"),
    (SOLID_DAYS, "3 weeks to 2 months", "2 m"),
    (60, "2 to 6 months", "6 m"),
    (180, "6 to 12 months", "1 y"),
    (365, "a year and more", "1 y+"),
)


def show_stability(stabilities: Sequence[float]) -> Figure:
    """How long the cards hold: days until recall falls to 90 %."""
    ident, title = "stability", "How long it holds"
    if not stabilities:
        return Figure(
            ident,
            title,
            "No card yet.",
            "Each card has a stability: the days until you know it with a chance of nine in ten. "
            "Here you see it grow.",
        )
    bins = bin_counts(Counter(stabilities).items(), [edge for edge, _, _ in STABILITIES])
    solid, soon = sum(bins[4:]), sum(bins[:2])
    middle = many(round(median(stabilities)), "day")
    rows = [(name, f"{count:,}") for (_, name, _), count in zip(STABILITIES, bins, strict=True)]
    return Figure(
        ident,
        title,
        f"{solid:,} of {many(len(stabilities), 'card')} hold for three weeks or longer; the middle one for {middle}.",
        f"{many(soon, 'card')} hold for less than three days. If one stays there, read its line again instead of "
        "only answering."
        if soon
        else "None holds for less than three days: there is room for something new.",
        draw_columns(
            f"Cards by stability: {solid:,} of {len(stabilities):,} hold for three weeks or longer",
            [stability_column(number, count) for number, count in enumerate(bins)],
        ),
        Table(("Stability", "Cards"), tuple(rows)),
        (("bar is-shaky", "under three weeks"), ("bar is-solid", "three weeks or longer")),
    )


def stability_column(number: int, count: int) -> Column:
    edge, name, short = STABILITIES[number]
    css = "bar is-solid" if edge >= SOLID_DAYS else "bar is-shaky"
    return Column(short, ((count, css),), f"{name}: {many(count, 'card')}", f"{count:,}")


def show_difficulty(difficulties: Sequence[float]) -> Figure:
    """How hard the cards are, 1 to 10."""
    ident, title = "difficulty", "How hard the cards are"
    if not difficulties:
        return Figure(
            ident,
            title,
            "No card yet.",
            "A card that is often forgotten becomes harder; here you see how many do, and which.",
        )
    edges = tuple(range(1, 10))
    bins = bin_counts(Counter(min(10.0, max(1.0, one)) for one in difficulties).items(), edges)
    hard = sum(bins[HARD - 1 :])
    names = [*names_of(edges)[:-1], "9–10"]
    columns = [
        Column(
            name,
            ((count, "bar is-main" if edge >= HARD else "bar"),),
            f"{name}: {many(count, 'card')}",
            f"{count:,}",
        )
        for edge, name, count in zip(edges, names, bins, strict=True)
    ]
    return Figure(
        ident,
        title,
        f"{hard:,} of {many(len(difficulties), 'card')} have a difficulty of {HARD} or more, of 10.",
        "Reword the hardest in their note, or say there what sets them apart from their neighbours."
        if hard
        else "None is hard: no line needs rewording.",
        draw_columns(f"Cards by difficulty: {hard:,} of {len(difficulties):,} at {HARD} or more", columns),
        Table(("Difficulty", "Cards"), tuple((column.label, column.above) for column in columns)),
    )
