"""Study days: a day begins at the learner's rollover hour, not at midnight."""

from datetime import date, datetime, timedelta, tzinfo


def study_day(at: datetime, rollover_hour: int, zone: tzinfo) -> date:
    """The study day that `at` belongs to: 2 a.m. still counts to the evening before."""
    return (at.astimezone(zone) - timedelta(hours=rollover_hour)).date()


def day_start(day: date, rollover_hour: int, zone: tzinfo) -> datetime:
    """The moment at which a study day begins."""
    return datetime(day.year, day.month, day.day, rollover_hour, tzinfo=zone)
