"""Who may do what in this room."""

from ipaddress import ip_address

from django.conf import settings

from content.models import Vault
from people.models import Learner


def may_steer(learner: Learner | None, vault: Vault) -> bool:
    """Whether somebody decides what is asked of a vault: its owner; of the site's own vault, staff.

    Where only this machine reaches the site, whoever sits at it may as well.
    """
    if vault.owner_id:
        return learner is not None and learner.pk == vault.owner_id
    return is_for_this_machine_only() or (learner is not None and learner.is_staff)


def is_for_this_machine_only() -> bool:
    """Whether nobody else can reach the site. Behind a proxy it listens here too, but then it speaks https."""
    if settings.HTTPS:
        return False
    try:
        return settings.HOST == "localhost" or ip_address(settings.HOST).is_loopback
    except ValueError:
        return False
