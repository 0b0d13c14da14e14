"""The questions of a large vault, made in a site of its own, and pages read meanwhile: prints figures as JSON."""

import json
import threading
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from bench.site import prepare_site


def main() -> None:
    prepare_site()
    from django.conf import settings

    from content.models import Vault
    from quizzes.models import Question

    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    vault = Vault.objects.current()
    figures: dict[str, Any] = {"index": seconds_of_index(vault)}
    vault.notes.all().delete()
    figures["all"] = seconds_of_sync(vault)
    figures["facts"] = vault.facts.living().count()
    figures["questions"] = Question.objects.filter(fact__vault=vault, is_live=True).count()
    figures["edit"] = seconds_of_edit(vault)
    print(json.dumps(figures | pages_meanwhile(vault)))


def seconds_of_index(vault: Any) -> float:
    """CPU seconds of the index alone: nobody hears that notes came."""
    from content.signals import vault_synced

    receivers, vault_synced.receivers = vault_synced.receivers, []
    vault_synced.sender_receivers_cache.clear()
    try:
        return seconds_of_sync(vault)
    finally:
        vault_synced.receivers = receivers
        vault_synced.sender_receivers_cache.clear()


def seconds_of_sync(vault: Any) -> float:
    from content.domain import sync_vault

    start = process_time()
    sync_vault(vault)
    return process_time() - start


def seconds_of_edit(vault: Any) -> float:
    """Wall seconds until a reworded line has its questions."""
    from content.domain import sync_vault

    file = sorted(Path(vault.root).rglob("Note *.md"))[len(vault.root) % 100]
    file.write_text(
        file.read_text(encoding="utf-8").replace("**Term 00** → ", "**Term 00** → also "), encoding="utf-8"
    )
    start = perf_counter()
    sync_vault(vault)
    return perf_counter() - start


def pages_meanwhile(vault: Any) -> dict[str, float]:
    """Wall seconds of the study page at rest, and while a thread makes every question of the vault anew."""
    from django.db import connection
    from django.test import Client

    from quizzes.refreshing import make_questions_of

    client = Client(SERVER_NAME="127.0.0.1")

    def work() -> None:
        try:
            make_questions_of(vault)
        finally:
            connection.close()

    at_rest = [seconds_of_page(client) for _ in range(9)]
    thread = threading.Thread(target=work)
    thread.start()
    meanwhile = [seconds_of_page(client)]
    while thread.is_alive():
        meanwhile.append(seconds_of_page(client))
    thread.join()
    return {"page at rest": median(at_rest), "page": median(meanwhile), "slowest page": max(meanwhile)}


def seconds_of_page(client: Any) -> float:
    start = perf_counter()
    if client.get("/recall/").status_code != 200:
        raise RuntimeError("the study page doesn't answer")
    return perf_counter() - start


if __name__ == "__main__":
    main()
