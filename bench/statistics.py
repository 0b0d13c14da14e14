"""The page of statistics over a long log, beside a view that only asks whether the database answers.

`DATABASE_URL=postgres://… make bench PART=statistics` measures PostgreSQL, in a database that goes afterwards.
"""

import os
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from bench.timing import print_goal, print_ratio

NOTES, FACTS, FACETS = 40, 1_700, ("recall", "describe", "recognise")
CARDS, ROWS = 5_000, 100_000
EVENINGS, NEW_A_DAY, FORGETS = 680, 20, 1.6
ROUNDS = 7
RANGES = ("month", "quarter", "year", "all")


def run() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django
    from django.db import connection
    from django.test.utils import override_settings, setup_databases, teardown_databases

    django.setup()
    print(
        f"statistics: about {CARDS:,} cards and {ROWS:,} rows on {connection.vendor}; wall seconds in process"
    )
    old = setup_databases(verbosity=0, interactive=False)
    try:
        with tempfile.TemporaryDirectory() as root:
            settings = {"VAULT_ROOT": Path(root), "ALLOWED_HOSTS": ["testserver"]}
            with override_settings(**settings):
                measure(make_learner(Path(root)))
    finally:
        teardown_databases(old, verbosity=0)


def make_learner(root: Path) -> Any:
    """Somebody who has studied a vault of generated facts for two years."""
    from django.db import connection
    from django.utils import timezone

    from content.domain import sync_vault
    from content.models import Vault
    from people.models import Learner
    from quizzes.models import Card, Question, Review
    from tests.quizzes.simulated import simulate

    for number in range(NOTES):
        Path(root, f"Note {number}.md").write_text(f"# Note {number}\n\n## Terms\n\nNothing yet.\n")
    vault = Vault.objects.current()
    sync_vault(vault)
    make_questions(vault)
    learner = Learner.objects.create_guest()
    questions = list(Question.objects.order_by("fact__position", "facet")[:CARDS])
    first = timezone.now() - timedelta(days=EVENINGS)
    simulate(learner, questions, first, EVENINGS, new_a_day=NEW_A_DAY, forgets=FORGETS)
    # As the server of a class does by itself, and SQLite not at all.
    if connection.vendor == "postgresql":
        connection.cursor().execute("ANALYZE")
    print(f"made {Card.objects.count():,} cards and {Review.objects.count():,} rows of the log")
    return learner


def make_questions(vault: Any) -> None:
    """Facts and questions as rows: to make so many from notes would take minutes and change nothing here."""
    from quizzes.models import Fact, Question, QuestionVersion

    notes = list(vault.notes.all())
    facts = Fact.objects.bulk_create(
        Fact(
            vault=vault, note=notes[number % NOTES], key=f"key-{number}", kind="definition",
            subject=f"Term {number}", statement="What it is.", headings=["Terms"], anchor=f"b-{number}",
            position=number,
        )
        for number in range(FACTS)
    )  # fmt: skip
    questions = Question.objects.bulk_create(
        Question(fact=fact, ident=f"{fact.key}-{facet}", kind="typed", facet=facet)
        for fact in facts
        for facet in FACETS
    )
    versions = QuestionVersion.objects.bulk_create(
        QuestionVersion(question=question, body_hash=question.ident, body={}, generator_version=1)
        for question in questions
    )
    for question, version in zip(questions, versions, strict=True):
        question.current = version
    Question.objects.bulk_update(questions, ["current"], batch_size=200)


def measure(learner: Any) -> None:
    from django.core.cache import cache
    from django.test import Client

    client = Client()
    client.force_login(learner)
    cache.clear()
    first = seconds_of(lambda: ask(client, "all"))
    print(f"{'first visit, the whole log read':<58} {first * 1e3:9.1f} ms")
    actions: dict[str, Callable[[], object]] = {"bare": lambda: client.get("/healthz")}
    actions |= {name: lambda name=name: ask(client, name) for name in RANGES}  # type: ignore[misc]  # its default binds the name
    times: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(ROUNDS):
        for name, action in actions.items():
            times[name].append(seconds_of(action))
    bare = median(times["bare"])
    for name in RANGES:
        print_ratio(f"page of the range {name}", median(times[name]), bare, 1e-3, "ms", "bare view beside it")
    print_goal(
        "milliseconds for the slowest range",
        1e3 * max(median(times[name]) for name in RANGES),
        "at most",
        300,
    )


def ask(client: Any, name: str) -> None:
    response = client.get(f"/recall/statistics/?range={name}")
    if response.status_code != 200:
        raise RuntimeError(f"the range `{name}` answers {response.status_code}")


def seconds_of(action: Callable[[], object]) -> float:
    start = perf_counter()
    action()
    return perf_counter() - start
