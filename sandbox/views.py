from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.choosing import open_vault
from sandbox import domain
from sandbox.comparing import Pair, hold, trial_of_witness
from sandbox.examples import starter_trial
from sandbox.terms import find_term
from sandbox.trial import KEPT_FIELD, KEY_FIELD, Trial
from sandbox.verdict import Verdict, judge, keys_read_by, read_papers


@require_http_methods(["GET", "HEAD", "POST"])
def open_sandbox(request: HttpRequest) -> HttpResponse:
    """The table, and the answer to what lies on it; for htmx only the answer."""
    trial = Trial.from_form(request.POST.dict()) if request.method == "POST" else trial_to_open(request)
    if "add" in request.POST or "remove" in request.POST:
        return change_sheets(request, trial)
    if "lay" in request.POST:
        return lay_on_the_table(request, trial)
    if request.method != "POST" and names_a_policy(request):
        return lay_on_the_table(request, trial)
    trial, verdict = decide(trial)
    if request.method == "POST":
        domain.keep_trial(request, trial)
    template = "sandbox/_decided.html" if request.htmx else "sandbox/sandbox.html"
    return render(request, template, context_of(request, trial, verdict))


def names_a_policy(request: HttpRequest) -> bool:
    return bool(request.GET.get("note") and request.GET.get("policy"))


def lay_on_the_table(request: HttpRequest, trial: Trial) -> HttpResponse:
    """Opens a policy from elsewhere once: the address is left, so that loading the page again keeps what was edited."""
    domain.put_aside(request)
    domain.keep_trial(request, trial)
    return redirect("sandbox:open_sandbox")


def change_sheets(request: HttpRequest, trial: Trial) -> HttpResponse:
    """Adds or takes away the policy whose button was pressed; by redirect, so that reloading does it once."""
    added = request.POST.get("add_choice", "") if "add" in request.POST else ""
    trial = trial.with_sheet(added) if added else trial.without_sheet(request.POST.get("remove", ""))
    domain.keep_trial(request, trial)
    return redirect(f"{reverse('sandbox:open_sandbox')}?{urlencode({'open': added})}")


def trial_to_open(request: HttpRequest) -> Trial:
    """The policy that the address names, else what lay on the table last."""
    if not names_a_policy(request):
        return domain.find_trial(request)
    trial = domain.trial_from_note(open_vault(request), request.GET["note"], request.GET["policy"])
    if trial is None:
        raise Http404("this note has no such policy")
    return trial


def sheet_to_open(request: HttpRequest, trial: Trial) -> str:
    """The sheet that the address names, else the first one."""
    names = [sheet.name for sheet, _ in trial.sheets]
    return request.GET["open"] if request.GET.get("open") in names else next(iter(names), "")


def decide(trial: Trial) -> tuple[Trial, Verdict]:
    """The answer, with a field for every key that the policies read."""
    papers = read_papers(trial)
    filled = domain.with_usual_values(trial, keys_read_by(papers))
    return filled, judge(filled, papers)


def context_of(request: HttpRequest, trial: Trial, verdict: Verdict) -> dict[str, Any]:
    return {
        "place": "prove",
        "trial": trial,
        "verdict": verdict,
        "sheets": [{"sheet": sheet, "text": text} for sheet, text in trial.sheets],
        "free_sheets": trial.free_sheets,
        "open_sheet": sheet_to_open(request, trial),
        "rows": [(f"{KEY_FIELD}{key}", key, text) for key, text in trial.context.items()],
        "kept_rows": [(f"{KEPT_FIELD}{key}", text) for key, text in trial.kept.items()],
        "has_former": domain.has_former(request),
        # Swapping the rows would take the cursor out of the field, so they only come when others are read.
        "has_new_rows": list(trial.context) != shown_keys(request),
        "marks": {name: [asdict(mark) for mark in marks] for name, marks in verdict.marks.items()},
    }


def shown_keys(request: HttpRequest) -> list[str]:
    return [name[len(KEY_FIELD) :] for name in request.POST if name.startswith(KEY_FIELD)]


@require_POST
def bring_back(request: HttpRequest) -> HttpResponse:
    """Lays the learner's own table again, after a policy of a note took its place."""
    domain.bring_back(request)
    return redirect("sandbox:open_sandbox")


@require_POST
def start_over(request: HttpRequest) -> HttpResponse:
    """Clears the table for the policy that a first visit finds."""
    domain.put_aside(request)
    domain.keep_trial(request, starter_trial())
    return redirect("sandbox:open_sandbox")


@require_http_methods(["GET", "HEAD", "POST"])
def compare_policies(request: HttpRequest) -> HttpResponse:
    """Two policies, and what one allows that the other does not; for htmx only the answer."""
    pair = Pair.from_form(request.POST.dict()) if request.method == "POST" else domain.find_pair(request)
    if request.GET.get("from") == "sandbox" and domain.has_trial(request):
        text = domain.find_trial(request).policies.get("identity", "")
        pair = Pair(text, text)
    if request.method == "POST":
        domain.keep_pair(request, pair)
        if trial := trial_of_witness(pair, request.POST.get("open", "")):
            return lay_on_the_table(request, trial)
    held = hold(pair)
    marks = {side: [asdict(mark) for mark in marks] for side, marks in held.marks.items()}
    template = "sandbox/_held.html" if request.htmx else "sandbox/compare.html"
    return render(request, template, {"place": "prove", "pair": pair, "held": held, "marks": marks})


@require_safe
@cache_control(private=True, max_age=600)
def show_term(request: HttpRequest, name: str) -> HttpResponse:
    """What AWS lists for an action or a condition key; for htmx the card alone."""
    term = find_term(name)
    if term is None:
        raise Http404("AWS lists no such action or condition key")
    template = "sandbox/term.html#card" if request.htmx else "sandbox/term.html"
    return render(request, template, {"place": "prove", "term": term, "is_card": bool(request.htmx)})
