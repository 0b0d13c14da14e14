from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from content.models import Vault
from sandbox import domain
from sandbox.examples import starter_trial
from sandbox.trial import KEY_FIELD, KINDS, Trial
from sandbox.verdict import Verdict, judge


@require_http_methods(["GET", "POST"])
def open_sandbox(request: HttpRequest) -> HttpResponse:
    """The table, and the answer to what lies on it; for htmx only the answer."""
    trial = Trial.from_form(request.POST.dict()) if request.method == "POST" else trial_to_open(request)
    trial, verdict = decide(trial)
    domain.keep_trial(request, trial)
    template = "sandbox/_decided.html" if request.htmx else "sandbox/sandbox.html"
    return render(request, template, context_of(request, trial, verdict))


def trial_to_open(request: HttpRequest) -> Trial:
    """The policy that the address names, else what lay on the table last."""
    slug, anchor = request.GET.get("note"), request.GET.get("policy")
    if not (slug and anchor):
        return domain.find_trial(request)
    trial = domain.trial_from_note(Vault.objects.current(), slug, anchor)
    if trial is None:
        raise Http404("this note has no such policy")
    return trial


def decide(trial: Trial) -> tuple[Trial, Verdict]:
    """The answer, with a field for every key that the policy reads."""
    keys = judge(trial).keys
    filled = domain.with_usual_values(trial, keys)
    return filled, judge(filled)


def context_of(request: HttpRequest, trial: Trial, verdict: Verdict) -> dict[str, Any]:
    return {
        "place": "prove",
        "trial": trial,
        "verdict": verdict,
        "kinds": KINDS,
        "rows": [(f"{KEY_FIELD}{key}", key, text) for key, text in trial.context.items()],
        # Swapping the rows would take the cursor out of the field, so they only come when others are read.
        "has_new_rows": list(trial.context) != shown_keys(request),
        "marks": [asdict(mark) for mark in verdict.marks],
    }


def shown_keys(request: HttpRequest) -> list[str]:
    return [name[len(KEY_FIELD) :] for name in request.POST if name.startswith(KEY_FIELD)]


@require_POST
def start_over(request: HttpRequest) -> HttpResponse:
    """Clears the table for the policy that a first visit finds."""
    domain.keep_trial(request, starter_trial())
    return redirect("sandbox:open_sandbox")
