"""A site with one view that fails, for the page that says so."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

handler500 = "iamstudy.views.server_error"


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


urlpatterns = [path("break/", fail)]
