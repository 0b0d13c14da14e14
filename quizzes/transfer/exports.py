"""Every format there is for what goes out, in one place."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from content.models import Vault
from people.models import Learner
from quizzes.models import Review
from quizzes.transfer import apkg, archive, markdown, tables
from quizzes.transfer.outgoing import outgoing_questions

Pieces = Iterable[str] | Iterable[bytes]


@dataclass(frozen=True, slots=True)
class Export:
    """A file on its way out."""

    name: str
    content_type: str
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file. `ending` follows the vault's name; `make` gives its pieces."""

    ending: str
    content_type: str
    make: Callable[[Learner | None, Vault, datetime, str], Pieces]


def make_apkg(learner: Learner | None, vault: Vault, at: datetime, site: str) -> Pieces:
    return [apkg.make_apkg(vault, outgoing_questions(learner, vault), at, site)]


def make_cards(learner: Learner | None, vault: Vault, at: datetime, site: str) -> Pieces:
    return tables.write_cards(outgoing_questions(learner, vault), site)


def make_markdown(learner: Learner | None, vault: Vault, at: datetime, site: str) -> Pieces:
    return markdown.write_markdown(vault.name, outgoing_questions(learner, vault))


def make_archive(learner: Learner | None, vault: Vault, at: datetime, site: str) -> Pieces:
    return archive.write_archive(learner, vault)


def make_log(learner: Learner | None, vault: Vault, at: datetime, site: str) -> Pieces:
    standing = Review.objects.standing().filter(card__learner=learner, card__fact__vault=vault)
    ordered = standing.order_by("reviewed_at", "pk").only(
        "card_id", "reviewed_at", "rating", "is_first", "state_before", "duration_ms"
    )
    return tables.write_review_log(ordered.iterator(chunk_size=archive.CHUNK))


FORMATS = {
    "apkg": Format(".apkg", apkg.CONTENT_TYPE, make_apkg),
    "json": Format(".json", archive.CONTENT_TYPE, make_archive),
    "cards": Format("-cards.csv", tables.CONTENT_TYPE, make_cards),
    "markdown": Format("-cards.md", markdown.CONTENT_TYPE, make_markdown),
    "log": Format("-reviews.csv", tables.CONTENT_TYPE, make_log),
}


def export(format_name: str, learner: Learner | None, vault: Vault, at: datetime, site: str = "") -> Export:
    """What a learner, or a visitor (None), takes along of a vault. `site` is this site's address, for links."""
    chosen = FORMATS[format_name]
    return Export(f"{vault.slug}{chosen.ending}", chosen.content_type, chosen.make(learner, vault, at, site))
