"""The form of the deck page: all that decides when cards come back, each with what it means."""

import re
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms

from people.models import Learner
from quizzes.models import Deck

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
LONGEST_STEP = 24 * 60  # minutes; what waits a day or more is for the scheduler
MOST_STEPS = 10
MOST_A_DAY = 9999
FARTHEST_EXAM = 3650  # days


class StepsField(forms.CharField):
    """Minutes, as `1 10` or `1m, 10m`; nothing means no short steps."""

    widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return " ".join(f"{minutes:g}" for minutes in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[float]:
        words = re.split(r"[\s,;]+", (value or "").strip())
        return [self.read_minutes(word) for word in words if word]

    def read_minutes(self, word: str) -> float:
        found = re.fullmatch(r"(\d{1,4}(?:\.\d{1,2})?)\s*(?:m|min)?", word)
        minutes = float(found[1]) if found else 0.0
        if not 0 < minutes <= LONGEST_STEP:
            raise forms.ValidationError(
                f"`{word}` is no step. Write minutes from 1 to {LONGEST_STEP}, apart by spaces: 1 10"
            )
        return int(minutes) if minutes == int(minutes) else minutes

    def validate(self, value: list[float]) -> None:
        if len(value) > MOST_STEPS:
            raise forms.ValidationError(f"{len(value)} steps are too many. Write {MOST_STEPS} or fewer")
        if value != sorted(value):
            raise forms.ValidationError("A step is shorter than the one before it. Write them in order: 1 10")


def count_field(label: str, help_text: str, most: int = MOST_A_DAY) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=most,
        error_messages={
            "required": f"Enter a number from 0 to {most}",
            "invalid": f"Enter a whole number from 0 to {most}",
            "min_value": f"Enter a number from 0 to {most}",
            "max_value": f"Enter a number from 0 to {most}",
        },
    )


class DeckForm(forms.Form):
    """Settings of a deck, and of the learner's day."""

    RANGE = "Enter a percentage from 70 to 97"
    ZONE_REMEDY = "Choose one of the list, as Europe/Berlin, or leave it empty"
    retention = forms.DecimalField(
        label="Recall to aim at, in percent",
        help_text="A card comes back when the chance that you still know it has fallen to this. "
        "90 suits most; 95 takes two thirds more answers in a year.",
        min_value=70,
        max_value=97,
        decimal_places=1,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value", "max_decimal_places"), RANGE
        ),
    )
    new_a_day = count_field(
        "New questions a day", "Each one takes about eight answers in its first three months."
    )
    reviews_a_day = count_field(
        "Reviews a day, at most", "What is over waits for the next day; the longest due comes first."
    )
    exam_on = forms.DateField(
        label="Exam on",
        required=False,
        help_text="Until then each card comes back so that you know the most on that day. Empty: no exam.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Enter a day as 2027-03-31, or leave it empty"},
    )
    easy_days = forms.TypedMultipleChoiceField(
        label="Easy days",
        required=False,
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        help_text="On these, cards come back only when every other day near by is full.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose among the seven days of the week"},
    )
    learning_steps = StepsField(
        label="Steps of a new card, in minutes",
        required=False,
        help_text="A right answer leads to the next; after the last the card waits for days. Empty: no short steps.",
    )
    relearning_steps = StepsField(
        label="Steps of a forgotten card, in minutes",
        required=False,
        help_text="The same for a card that you knew and forgot.",
    )
    leech_lapses = count_field(
        "Set a card aside after it was forgotten this often",
        "Such a card costs more than it gives: reword its note, then take it up again. 0: never.",
        most=99,
    )
    asks_confidence = forms.BooleanField(
        label="Ask how sure I am before an answer shows",
        required=False,
        help_text="Statistics then show whether you know what you know.",
    )
    rollover_hour = forms.TypedChoiceField(
        label="A new day begins at",
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        help_text="What you answer before this hour counts to the evening before.",
        error_messages={"invalid_choice": "Choose an hour from 00:00 to 23:00", "required": "Choose an hour"},
    )
    time_zone = forms.CharField(
        label="Time zone",
        required=False,
        max_length=64,
        help_text="As Europe/Berlin. Empty: that of this site.",
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off", "spellcheck": "false"}),
        error_messages=dict.fromkeys(
            ("max_length", "null_characters_not_allowed"), f"That is no time zone we know. {ZONE_REMEDY}"
        ),
    )

    DECK_FIELDS = (
        "new_a_day", "reviews_a_day", "exam_on", "easy_days", "learning_steps", "relearning_steps", "leech_lapses",
        "asks_confidence",
    )  # fmt: skip
    LEARNER_FIELDS = ("rollover_hour", "time_zone")

    def __init__(self, *arguments: Any, today: date, **named: Any) -> None:
        super().__init__(*arguments, label_suffix="", **named)
        self.today = today
        for field in self.fields.values():
            if not isinstance(field.widget, (forms.CheckboxInput, forms.CheckboxSelectMultiple)):
                field.widget.attrs["class"] = "input"

    @classmethod
    def values_of(cls, deck: Deck, learner: Learner | None, today: date) -> dict[str, Any]:
        """What the form shows of a deck and its learner; an exam that is over is gone."""
        person = learner or Learner()
        values = {name: getattr(deck, name) for name in cls.DECK_FIELDS}
        values |= {name: getattr(person, name) for name in cls.LEARNER_FIELDS}
        exam_on = deck.exam_on if deck.exam_on and deck.exam_on > today else None
        return values | {"retention": f"{deck.desired_retention * 100:g}", "exam_on": exam_on}

    def clean_exam_on(self) -> date | None:
        day: date | None = self.cleaned_data["exam_on"]
        if day and not 0 < (day - self.today).days <= FARTHEST_EXAM:
            raise forms.ValidationError("Enter a day after today, within ten years, or leave it empty")
        return day

    def clean_time_zone(self) -> str:
        name: str = self.cleaned_data["time_zone"]
        if name and name not in available_timezones():
            raise forms.ValidationError(f"`{name}` is no time zone we know. {self.ZONE_REMEDY}")
        return name

    def fill(self, deck: Deck) -> Deck:
        """Puts the settings into a deck, unsaved."""
        for name in self.DECK_FIELDS:
            setattr(deck, name, self.cleaned_data[name])
        deck.desired_retention = float(self.cleaned_data["retention"]) / 100
        return deck

    def fill_learner(self, learner: Learner) -> Learner:
        for name in self.LEARNER_FIELDS:
            setattr(learner, name, self.cleaned_data[name])
        return learner


def known_time_zones() -> list[str]:
    """The zones to choose from: one for each place, without the technical ones."""
    return sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
