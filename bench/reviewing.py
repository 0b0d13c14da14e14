"""Recall: the next card over a long log, the questions of a large vault, answers of eight learners at once.

`DATABASE_URL=postgres://… make bench PART=recall` measures the first on PostgreSQL, in a database that goes
afterwards. The answers are measured on SQLite, and on PostgreSQL where it answers on this machine.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

from bench import statistics
from bench.site import run_in_site
from bench.timing import print_goal, print_ratio
from bench.vaults import write_vault

NOTES = 2_000
ROUNDS = 15
SERVER = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")


def run() -> None:
    _next_card()
    print(flush=True)
    with tempfile.TemporaryDirectory() as name:
        _questions(Path(name))
        print(flush=True)
        _answers(Path(name))


def _next_card() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django
    from django.db import connection
    from django.test.utils import override_settings, setup_databases, teardown_databases

    django.setup()
    print(
        f"next card on {connection.vendor}; wall seconds in process, medians of {ROUNDS} interleaved rounds"
    )
    old = setup_databases(verbosity=0, interactive=False)
    try:
        root = Path(tempfile.mkdtemp())
        with override_settings(VAULT_ROOT=root, ALLOWED_HOSTS=["testserver"]):
            _time_next_card(statistics.make_learner(root))
        shutil.rmtree(root)
    finally:
        teardown_databases(old, verbosity=0)


def _time_next_card(learner: Any) -> None:
    from django.test import Client
    from django.utils import timezone

    from content.models import Vault
    from quizzes import queries
    from quizzes.models import QuestionVersion
    from quizzes.queries import Scope
    from quizzes.questions import Question

    body = Question("id", "key", "typed", "recall", "What is it?", "It is that.", accepted=("that",))
    QuestionVersion.objects.update(body=body.as_json())
    client = Client()
    client.force_login(learner)
    vault = Vault.objects.current()
    actions: dict[str, Callable[[], object]] = {
        "bare": lambda: client.get("/healthz"),
        "next": lambda: queries.next_question(Scope(vault, learner), timezone.now()),
        "left": lambda: queries.left_count(Scope(vault, learner), timezone.now()),
        "page": lambda: client.get("/recall/", headers={"HX-Request": "true"}),
    }
    times: dict[str, list[float]] = {name: [] for name in actions}
    for number in range(ROUNDS + 1):
        for name, action in actions.items():
            seconds = statistics.seconds_of(action)
            if number:
                times[name].append(seconds)
    for name, what in (
        ("next", "what to ask next"),
        ("left", "how many are left"),
        ("page", "the whole fragment"),
    ):
        print_ratio(what, median(times[name]), median(times["bare"]), 1e-3, "ms", "bare view beside it")
    print_goal(
        "milliseconds for the next card, the whole fragment", 1e3 * median(times["page"]), "at most", 50
    )


def _questions(folder: Path) -> None:
    vault = folder / "vault"
    write_vault(vault, NOTES)
    figures = run_in_site("generating", folder / "generating", vault)
    print(f"questions of {NOTES:,} generated notes, {figures['facts']:,} facts; CPU seconds, on SQLite")
    print_ratio(
        "index, facts and questions, beside the index alone", figures["all"], figures["index"], 1, "s", "cost"
    )
    print(f"  {figures['questions']:,} questions, {figures['all'] / figures['questions'] * 1e3:.2f} ms each")
    print(f"  one line edited: {figures['edit'] * 1e3:.0f} ms until its questions are there")
    print(f"  a page while all of it is made anew: slowest {figures['slowest page'] * 1e3:.0f} ms, "
          f"median {figures['page'] * 1e3:.1f} ms; at rest {figures['page at rest'] * 1e3:.1f} ms")  # fmt: skip


def _answers(folder: Path) -> None:
    print(
        "answers committed a second, eight writers in processes of their own, beside bare views in the same run"
    )
    for name, url in (("SQLite", ""), ("PostgreSQL", _new_database())):
        if url is None:
            print(f"  {name} is left out: it doesn't answer at {SERVER.rpartition('@')[2]}")
            continue
        data = folder / name
        figures = run_in_site("answering", data, data / "vault", str(data / "vault"), database=url)
        answers, bare = figures["answers"], figures["bare"]
        print(
            f"  {name:<12}{answers:9.1f} answers/s against {bare:9.1f} bare views/s: {bare / answers:6.1f} times"
        )
        if url:
            _drop_database(url)


def _new_database() -> str | None:
    """The address of a database of our own on the server of this machine; None where there is none."""
    import psycopg

    name = f"bench_{uuid4().hex[:12]}"
    try:
        with psycopg.connect(SERVER, autocommit=True, connect_timeout=3) as server:
            server.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]  # it takes literals only; the name is ours
    except psycopg.OperationalError:
        return None
    return f"{SERVER.rpartition('/')[0]}/{name}"


def _drop_database(url: str) -> None:
    import psycopg

    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'DROP DATABASE "{url.rpartition("/")[2]}" WITH (FORCE)')  # type: ignore[arg-type]  # as above
