"""Forms of the study page, as a browser would fill them in."""

import re
from uuid import uuid4

from django.http import HttpResponse

from content.models import Vault
from quizzes.models import QuestionVersion
from tests.factories import question_of, right_form, wrong_form


def hidden_fields(response: HttpResponse) -> dict[str, str]:
    """What the form of the question sends along."""
    _, _, main = response.content.decode().partition("<main")
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', main)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def filled(response: HttpResponse, *, right: bool = True) -> dict[str, str]:
    """The form of the question on this page, answered."""
    fields = hidden_fields(response)
    question = QuestionVersion.objects.get(pk=fields["version"]).question
    return fields | (right_form(question) if right else wrong_form(question))


def form_for(vault: Vault, subject: str, facet: str = "recall", *, right: bool = True) -> dict[str, str]:
    question = question_of(vault, subject, facet)
    form = right_form(question) if right else wrong_form(question)
    return {"version": str(question.current_id), "key": str(uuid4()), "asked_at": "1"} | form
