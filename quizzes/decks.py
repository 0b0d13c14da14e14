"""How a learner studies a vault: the deck they set up, or what holds without one."""

from content.models import Vault
from people.models import Learner
from quizzes.models import Deck


def deck_of(learner: Learner | None, vault: Vault) -> Deck:
    """The deck of this learner for this vault; for a visitor, or where none was set up, one that isn't stored."""
    stored = Deck.objects.filter(learner=learner, vault=vault).first() if learner else None
    return stored or Deck(learner=learner, vault=vault)
