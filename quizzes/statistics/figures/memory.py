"""Figures of memory: what was still known when it came back, beside what was meant and what was predicted. Pure."""

from collections.abc import Mapping, Sequence

from quizzes.statistics.figures.charts import Chart, Column, Spot, draw_columns, draw_shares
from quizzes.statistics.figures.counts import FULL, DayCount, Observed, Period, predicted_curve
from quizzes.statistics.figures.figure import Figure, Table, many, of_hundred, percent, short_day
from quizzes.statistics.figures.shares import FEW, NOTHING, Share, Verdict

FEWEST = 5  # answers from which a share is drawn; the table has them all
LAST_RATIO = 3.5  # where the open end of the forgetting curve is drawn
FELT = {1: "Guessing", 2: "Unsure", 3: "Sure"}
NOW = {"day": "today", "week": "this week", "month": "this month"}

RETENTION_ADVICE: dict[Verdict, str] = {
    "few": f"Fewer than {FEW} answers are too few to judge by. Go on, and look again in a week.",
    "below": "That is below the goal by more than chance explains. Answer cards on the day they are due, "
    "and meet fewer new facts until it recovers.",
    "at": "That is what you meant. Nothing needs to change.",
    "above": "That is above the goal by more than chance explains. A lower goal would ask you less often.",
}
FIT_ADVICE: dict[Verdict, str] = {
    "few": f"Fewer than {FEW} answers are too few to judge the schedule by.",
    "below": "You forget sooner than the schedule expects: weights of your own would bring cards back earlier.",
    "at": "The schedule fits you, so the days it chooses can be trusted.",
    "above": "You forget later than the schedule expects: weights of your own would let cards rest longer.",
}
LINE_ADVICE = (
    "On the line the promise holds. Dots below it are cards that came back too late for you, dots above it "
    "ones that came earlier than they had to."
)


def show_retention(periods: Sequence[Period], unit: str, goal: float) -> Figure:
    """True retention by day, week or month, young cards and mature ones apart."""
    ident, title = "retention", "Remembered when due"
    whole = sum((period.count for period in periods), DayCount())
    if not whole.review.total:
        return Figure(
            ident,
            title,
            "Nothing has come back yet.",
            "Cards come back a day or two after you learned them; then you see here how many you still knew.",
        )
    return Figure(
        ident,
        title,
        f"You still knew {of_hundred(whole.review)} cards when they came back: {whole.young.words} of the young "
        f"ones, {whole.mature.words} of the mature ones. The goal is {percent(goal)}.",
        RETENTION_ADVICE[whole.review.against(goal)],
        draw_retention(periods, unit, goal),
        Table((unit.capitalize(), "Young", "Mature", "All", "Answers"), retention_rows(periods)),
        (("dot", "young: stability under three weeks"), ("dot is-second", "mature"), ("goal", "goal")),
    )


def draw_retention(periods: Sequence[Period], unit: str, goal: float) -> Chart:
    review = sum((period.count for period in periods), DayCount()).review
    young = [period.count.young for period in periods]
    mature = [period.count.mature for period in periods]
    labels = (
        [(0.0, short_day(periods[0].first)), (1.0, NOW[unit])] if len(periods) > 1 else [(0.0, NOW[unit])]
    )
    return draw_shares(
        f"Cards still known when they came back, by {unit}: {review.words} in all, the goal is {percent(goal)}",
        [spots_of(periods, young, "young", "dot"), spots_of(periods, mature, "mature", "dot is-second")],
        labels,
        goal=goal,
    )


def retention_rows(periods: Sequence[Period]) -> tuple[tuple[str, ...], ...]:
    counts = [(name_of(period), period.count) for period in reversed(periods)]
    return tuple(
        (name, count.young.words, count.mature.words, count.review.words, f"{count.review.total:,}")
        for name, count in counts
        if count.review.total
    )


def name_of(period: Period) -> str:
    if period.first == period.last:
        return short_day(period.first)
    is_month = period.first.day == 1 and period.first.month == period.last.month
    if is_month:
        return f"{period.first:%B %Y}"
    return f"{short_day(period.first)} to {short_day(period.last)}"


def spots_of(periods: Sequence[Period], shares: Sequence[Share], word: str, css: str) -> list[Spot]:
    last = max(1, len(periods) - 1)
    return [
        Spot(number / last, share.value, f"{name_of(period)}, {word}: {of_hundred(share)}", css)
        for number, (period, share) in enumerate(zip(periods, shares, strict=True))
        if share.total >= FEWEST
    ]


def show_curve(observed: Sequence[Observed]) -> Figure:
    """The forgetting curve: right answers by the time that passed, in stabilities, beside FSRS's curve."""
    ident, title = "forgetting", "How you forget"
    whole, predicted = sum_up(observed)
    if not whole.total:
        return Figure(
            ident,
            title,
            "Nothing has come back yet.",
            "Once cards return after days, you see here whether you forget as fast as the schedule expects.",
        )
    rows = (
        (stretch_of(one), one.share.words, percent(one.predicted), f"{one.share.total:,}") for one in observed
    )
    return Figure(
        ident,
        title,
        f"The schedule expected {percent(predicted)} right answers, and {whole.words} were. One stability is the "
        "time after which it expects nine in ten.",
        FIT_ADVICE[whole.against(predicted)],
        draw_curve(observed),
        Table(("Stabilities passed", "Right", "Expected", "Answers"), tuple(rows)),
        (("dot", "right"), ("goal", "expected by FSRS")),
    )


def draw_curve(observed: Sequence[Observed]) -> Chart:
    whole, predicted = sum_up(observed)
    spots = [
        Spot(
            min(one.ratio, LAST_RATIO) / LAST_RATIO,
            one.share.value,
            f"{stretch_of(one)} stabilities: {of_hundred(one.share)}, {percent(one.predicted)} expected",
        )
        for one in observed
        if one.share.total >= FEWEST
    ]
    marks = [(0.0, "0"), *((number / LAST_RATIO, f"{number}") for number in (2, 3))]
    return draw_shares(
        f"Right answers by the time since the last one: {whole.words}, expected {percent(predicted)}",
        [spots],
        [*marks, (1 / LAST_RATIO, "1 stability")],
        under=[(ratio / LAST_RATIO, recall) for ratio, recall in predicted_curve(LAST_RATIO)],
        css=("",),
    )


def sum_up(observed: Sequence[Observed]) -> tuple[Share, float]:
    """All of them together: the share of right ones, and the mean of what was predicted."""
    whole = sum((one.share for one in observed), NOTHING)
    predicted = sum(one.predicted * one.share.total for one in observed)
    return whole, predicted / whole.total if whole.total else 0.0


def stretch_of(one: Observed) -> str:
    low = f"{one.low / 100:g}"
    return f"{low} to {one.high / 100:g}" if one.high else f"{low} and more"


def show_predictions(observed: Sequence[Observed]) -> Figure:
    """Calibration of the schedule: predicted recall against right answers."""
    ident, title = "predictions", "Predicted and right"
    if not observed:
        return Figure(
            ident,
            title,
            "Nothing has been predicted yet.",
            "Each answer after days is a test of the schedule; here you see whether its promises hold.",
        )
    weightiest = max(observed, key=lambda one: one.share.total)
    rows = ((recall_of(one), one.share.words, f"{one.share.total:,}") for one in observed)
    return Figure(
        ident,
        title,
        f"Most answers were predicted at about {percent(weightiest.predicted)}; of those {weightiest.share.words} "
        "were right.",
        LINE_ADVICE,
        draw_predictions(observed),
        Table(("Predicted", "Right", "Answers"), tuple(rows)),
        (("dot", "right"), ("goal", "as predicted")),
    )


def draw_predictions(observed: Sequence[Observed]) -> Chart:
    whole, predicted = sum_up(observed)
    drawn = [one for one in observed if one.share.total >= FEWEST]
    lowest = min((min(one.predicted, one.share.value) for one in drawn), default=0.5)
    low = min(0.9, int(10 * lowest) / 10)
    spots = [
        Spot(
            (one.predicted - low) / (1 - low),
            one.share.value,
            f"{percent(one.predicted)} predicted: {of_hundred(one.share)} right",
        )
        for one in drawn
    ]
    return draw_shares(
        f"Right answers by predicted recall: in all {whole.words}, predicted {percent(predicted)}",
        [spots],
        [(0, f"{percent(low)} predicted"), (1, percent(1))],
        under=[(0, low), (1, 1)],
        css=("",),
    )


def recall_of(one: Observed) -> str:
    high = (one.high or FULL) / 100
    return (
        f"{one.low / 100:g} to {high:g}\N{NO-BREAK SPACE}%"
        if one.low
        else f"under {high:g}\N{NO-BREAK SPACE}%"
    )


def show_confidence(shares: Mapping[int, Share]) -> Figure:
    """Calibration of the learner: how sure they said they were, against right answers."""
    ident, title = "confidence", "How sure, how right"
    if not shares:
        return Figure(
            ident,
            title,
            "You have not said how sure you were.",
            "With that question switched on for this vault, you see here whether your sure is sure.",
        )
    named = [(FELT[said], share) for said, share in sorted(shares.items())]
    columns = [
        Column(f"{word}", ((share.value, "bar is-main"),), f"{word}: {of_hundred(share)} right", share.words)
        for word, share in named
    ]
    said = ", ".join(column.title for column in columns)
    return Figure(
        ident,
        title,
        f"{said}.",
        confidence_advice(shares),
        draw_columns(f"Right answers by how sure you said you were. {said}", columns, highest=1),
        Table(
            ("You said", "Right", "Answers"),
            tuple((word, share.words, f"{share.total:,}") for word, share in named),
        ),
    )


def confidence_advice(shares: Mapping[int, Share]) -> str:
    if shares.get(3, NOTHING).against(0.9) == "below":
        return (
            "You are too sure. Before you press Sure, say the reason to yourself; where none comes, "
            "read the block again."
        )
    if shares.get(1, NOTHING).against(0.7) == "above":
        return "You know more than you think: most of what you call a guess is knowledge. Trust your first answer."
    if sum(shares.values(), NOTHING).total < 3 * FEW:
        return f"About {many(3 * FEW, 'answer')} are needed before this says something."
    return "You can tell what you know from what you do not. Read again what you call unsure."
