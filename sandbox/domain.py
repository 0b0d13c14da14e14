from django.http import HttpRequest


def last_policy(request: HttpRequest) -> str:
    return ""
