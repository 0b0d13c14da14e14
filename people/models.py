from uuid import uuid4

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models


class LearnerManager(UserManager["Learner"]):
    def create_guest(self) -> "Learner":
        """A learner without name or password; the session cookie is the only key to it."""
        guest = self.model(username=f"guest-{uuid4().hex}", is_guest=True)
        guest.set_unusable_password()
        guest.save(using=self._db)
        return guest


class Learner(AbstractUser):
    """Whoever is at the keyboard: a guest until they sign up."""

    is_guest = models.BooleanField(default=False)
    rollover_hour = models.PositiveSmallIntegerField(
        default=4, help_text="Hour at which a new study day begins, in the learner's time zone."
    )
    time_zone = models.CharField(
        max_length=64, blank=True, help_text="Name in the IANA list, as Europe/Berlin; empty for the site's."
    )

    objects = LearnerManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rollover_hour__lt=24), name="learner_rollover_hour_in_day"
            )
        ]
