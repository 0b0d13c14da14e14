from django.contrib.auth import login
from django.http import HttpRequest

from people.models import Learner


def learner_of(request: HttpRequest) -> Learner | None:
    """The learner of this session, or None for a visitor who has nothing worth keeping yet."""
    # What went wrong before anybody was recognised, such as a foreign host name, still gets a page.
    user = getattr(request, "user", None)
    return user if isinstance(user, Learner) else None


def ensure_learner(request: HttpRequest) -> Learner:
    """The learner of this session; makes a guest for a visitor, and the session remembers it."""
    if learner := learner_of(request):
        return learner
    guest = Learner.objects.create_guest()
    csrf_secret = request.META.get("CSRF_COOKIE")
    # The backend is named because login() would otherwise ask which one checked a password.
    login(request, guest, backend="django.contrib.auth.backends.ModelBackend")
    # login() rotates the CSRF secret against a planted session; a new guest owns nothing yet, and the other
    # forms already on this page must go on working after a fragment has made the guest.
    if csrf_secret:
        request.META["CSRF_COOKIE"] = csrf_secret
    return guest
