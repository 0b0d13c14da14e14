"""The form by which an author rewords a question: whatever its kind shows, and no more."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms

from quizzes.facts.sentences import is_balanced
from quizzes.questions import BLANK, Choice
from quizzes.questions import Question as QuestionValue

LONGEST = 2000
BAR = " | "


class LinesField(forms.CharField):
    """One entry a line, blank lines left out."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else "\n".join(value)

    def to_python(self, value: Any) -> list[str]:
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def validate(self, value: list[str]) -> None:
        if not value:
            raise forms.ValidationError("Write at least one line")
        if len({line.casefold() for line in value}) < len(value):
            raise forms.ValidationError("Two lines are the same. Leave one out")


class PairsField(LinesField):
    """Two sides a line, with a bar between."""

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        for number, line in enumerate(value, 1):
            if len(line.split("|")) != 2 or not all(side.strip() for side in line.split("|")):
                raise forms.ValidationError(f"Line {number} has not two sides. Write: left | right")
        lefts = [line.split("|")[0].strip().casefold() for line in value]
        if len(set(lefts)) < len(lefts):
            raise forms.ValidationError("Two lines begin alike. Each left side may stand once")


def text_field(label: str, rows: int = 2, *, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, required=required, widget=widget)


class QuestionForm(forms.Form):
    """Fields for what this question has; its kind, its facet and which choices are right stay."""

    def __init__(self, value: QuestionValue, data: Any = None) -> None:
        super().__init__(data, use_required_attribute=True)
        self.value = value
        self.fields["stem"] = text_field("Question")
        self.initial["stem"] = value.stem
        for number, choice in enumerate(value.choices):
            self.add_choice(number, choice)
        self.add_lists()
        self.fields["explanation"] = text_field("Explanation, shown after the answer", 3)
        self.fields["hint"] = forms.CharField(label="Hint", max_length=LONGEST, required=False)
        self.initial |= {"explanation": value.explanation, "hint": value.hint}
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def add_choice(self, number: int, choice: Choice) -> None:
        right = "right" if choice.is_key else "wrong"
        if self.value.kind != "truefalse":
            self.fields[f"choice-{number}"] = text_field(f"Answer {number + 1}, {right}", 1)
        self.fields[f"because-{number}"] = text_field(f"Why {number + 1} is {right}", 1)
        self.initial |= {f"choice-{number}": choice.text, f"because-{number}": choice.because}

    def add_lists(self) -> None:
        value = self.value
        if value.accepted:
            self.fields["accepted"] = LinesField(label="Answers that count, one a line; the first is shown")
        if value.answer:
            self.fields["answer"] = text_field("Answer", 4)
        if value.pairs:
            self.fields["pairs"] = PairsField(label="Pairs, one a line: left | right")
        if value.steps:
            self.fields["steps"] = LinesField(label="Steps in their order, one a line")
        pairs = [BAR.join(pair) for pair in value.pairs]
        self.initial |= {
            "accepted": value.accepted,
            "answer": value.answer,
            "pairs": pairs,
            "steps": value.steps,
        }

    def clean_stem(self) -> str:
        stem: str = " ".join(self.cleaned_data["stem"].split())
        if BLANK in self.value.stem and stem.count(BLANK) != self.value.stem.count(BLANK):
            raise forms.ValidationError(f"The gap is gone. Write {BLANK} where the answer belongs")
        if not is_balanced(stem):
            raise forms.ValidationError("A bracket, quote or backtick is left open. Close it")
        return stem

    def clean_steps(self) -> list[str]:
        return self.at_least_two("steps")

    def clean_pairs(self) -> list[str]:
        return self.at_least_two("pairs")

    def at_least_two(self, name: str) -> list[str]:
        lines: list[str] = self.cleaned_data[name]
        if len(lines) < 2:
            raise forms.ValidationError("One line is too few. Write two or more")
        return lines

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        texts = [cleaned.get(f"choice-{number}", "") for number in range(len(self.value.choices))]
        written = [text.casefold() for text in texts if text]
        for number, text in enumerate(texts):
            if text and written.count(text.casefold()) > 1:
                self.add_error(f"choice-{number}", "Another answer says the same. Reword one of them")
        return cleaned

    def reworded(self) -> QuestionValue:
        """The question as the form has it."""
        cleaned = self.cleaned_data
        choices = [
            replace(
                choice,
                text=cleaned.get(f"choice-{number}", choice.text),
                because=cleaned[f"because-{number}"],
            )
            for number, choice in enumerate(self.value.choices)
        ]
        return replace(
            self.value,
            stem=cleaned["stem"],
            explanation=cleaned["explanation"],
            hint=cleaned["hint"],
            choices=tuple(choices),
            accepted=tuple(cleaned.get("accepted", self.value.accepted)),
            answer=cleaned.get("answer", self.value.answer),
            pairs=read_pairs(cleaned["pairs"]) if "pairs" in cleaned else self.value.pairs,
            steps=tuple(cleaned.get("steps", self.value.steps)),
        )


def read_pairs(lines: Sequence[str]) -> tuple[tuple[str, str], ...]:
    sides = (line.split("|") for line in lines)
    return tuple((left.strip(), right.strip()) for left, right in sides)
