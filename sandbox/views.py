from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from content.models import Vault
from sandbox import domain
from sandbox.examples import starter_trial
from sandbox.trial import KEY_FIELD, Trial
from sandbox.verdict import Verdict, judge


@require_http_methods(["GET", "POST"])
def open_sandbox(request: HttpRequest) -> HttpResponse:
    """The table, and the answer to what lies on it; for htmx only the answer."""
    trial = Trial.from_form(request.POST.dict()) if request.method == "POST" else trial_to_open(request)
    if "add" in request.POST or "remove" in request.POST:
        return change_sheets(request, trial)
    trial, verdict = decide(trial)
    domain.keep_trial(request, trial)
    template = "sandbox/_decided.html" if request.htmx else "sandbox/sandbox.html"
    return render(request, template, context_of(request, trial, verdict))


def change_sheets(request: HttpRequest, trial: Trial) -> HttpResponse:
    """Adds or takes away the policy whose button was pressed; by redirect, so that reloading does it once."""
    added = request.POST.get("add_choice", "") if "add" in request.POST else ""
    trial = trial.with_sheet(added) if added else trial.without_sheet(request.POST.get("remove", ""))
    domain.keep_trial(request, trial)
    return redirect(f"{reverse('sandbox:open_sandbox')}?{urlencode({'open': added})}")


def trial_to_open(request: HttpRequest) -> Trial:
    """The policy that the address names, else what lay on the table last."""
    slug, anchor = request.GET.get("note"), request.GET.get("policy")
    if not (slug and anchor):
        return domain.find_trial(request)
    trial = domain.trial_from_note(Vault.objects.current(), slug, anchor)
    if trial is None:
        raise Http404("this note has no such policy")
    return trial


def sheet_to_open(request: HttpRequest, trial: Trial) -> str:
    """The sheet that the address names, else the first one."""
    names = [sheet.name for sheet, _ in trial.sheets]
    return request.GET["open"] if request.GET.get("open") in names else next(iter(names), "")


def decide(trial: Trial) -> tuple[Trial, Verdict]:
    """The answer, with a field for every key that the policies read."""
    keys = judge(trial).keys
    filled = domain.with_usual_values(trial, keys)
    return filled, judge(filled)


def context_of(request: HttpRequest, trial: Trial, verdict: Verdict) -> dict[str, Any]:
    return {
        "place": "prove",
        "trial": trial,
        "verdict": verdict,
        "sheets": [{"sheet": sheet, "text": text} for sheet, text in trial.sheets],
        "free_sheets": trial.free_sheets,
        "open_sheet": sheet_to_open(request, trial),
        "rows": [(f"{KEY_FIELD}{key}", key, text) for key, text in trial.context.items()],
        # Swapping the rows would take the cursor out of the field, so they only come when others are read.
        "has_new_rows": list(trial.context) != shown_keys(request),
        "marks": {name: [asdict(mark) for mark in marks] for name, marks in verdict.marks.items()},
    }


def shown_keys(request: HttpRequest) -> list[str]:
    return [name[len(KEY_FIELD) :] for name in request.POST if name.startswith(KEY_FIELD)]


@require_POST
def start_over(request: HttpRequest) -> HttpResponse:
    """Clears the table for the policy that a first visit finds."""
    domain.keep_trial(request, starter_trial())
    return redirect("sandbox:open_sandbox")
