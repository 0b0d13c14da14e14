"""Eight learners answer at once, each in a process of its own: run as such a site, prints what they got done.

The last line is JSON: answers and bare views a second, both of all writers together.
"""

import json
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench.site import prepare_site

WRITERS, SECONDS, TERMS = 8, 4.0, 400


def main(vault: Path) -> None:
    prepare_site()
    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    learners = make_learners(vault)
    context = get_context("spawn")
    barrier = context.Barrier(WRITERS)
    results = context.Queue()
    writers = [context.Process(target=write, args=(learner, barrier, results)) for learner in learners]
    for writer in writers:
        writer.start()
    counts = [results.get(timeout=100) for _ in writers]
    for writer in writers:
        writer.join()
    from quizzes.models import Review

    stored, answered = Review.objects.count(), sum(count["answers"] for count in counts)
    if stored != answered:
        raise RuntimeError(f"{answered} answers were acknowledged, {stored} are in the log")
    print(json.dumps({name: sum(count[name] for count in counts) / SECONDS for name in ("answers", "bare")}))


def make_learners(vault: Path) -> list[int]:
    """A vault of terms, and as many learners as there are writers."""
    from content.domain import sync_vault
    from content.models import Vault
    from people.models import Learner

    vault.mkdir(parents=True, exist_ok=True)
    terms = "".join(
        f"- **Term{number:03}x** → what stands at place {number} of all\n" for number in range(TERMS)
    )
    Path(vault, "Terms.md").write_text(f"## Terms\n\n{terms}", encoding="utf-8")
    sync_vault(Vault.objects.current())
    return [Learner.objects.create_guest().pk for _ in range(WRITERS)]


def write(learner: int, barrier: Barrier, results: Any) -> None:
    """Answers for some seconds through the page's own address, then asks for the bare view as long."""
    import django

    django.setup()
    from django.test import Client

    from people.models import Learner
    from quizzes.models import Question

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(Learner.objects.get(pk=learner))
    versions = Question.objects.filter(facet="recall", is_live=True).values_list("current", flat=True)
    forms = [{"version": version, "answer": "something else"} for version in versions]
    counts = {
        "answers": count_done(barrier, lambda number: answer(client, forms[number % len(forms)])),
        "bare": count_done(barrier, lambda number: look(client)),
    }
    results.put(counts)


def count_done(barrier: Barrier, act: Callable[[int], None]) -> int:
    """How often this can be done while all others do the same."""
    act(0)
    barrier.wait(timeout=120)
    done, end = 1, time.monotonic() + SECONDS
    while time.monotonic() < end:
        act(done)
        done += 1
    return done


def answer(client: Any, form: dict[str, Any]) -> None:
    sent = form | {"key": str(uuid4()), "asked_at": str(int(time.time() * 1000))}
    # As the page's own script sends it: a fragment comes back.
    response = client.post("/recall/answer/", sent, headers={"HX-Request": "true"})
    if response.status_code != 200:
        raise RuntimeError(f"an answer got {response.status_code}")


def look(client: Any) -> None:
    if client.get("/healthz").status_code != 200:
        raise RuntimeError("the bare view doesn't answer")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
