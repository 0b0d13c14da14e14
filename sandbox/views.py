from django.http import HttpRequest, HttpResponse


def open_sandbox(request: HttpRequest) -> HttpResponse:
    return HttpResponse("soon")
