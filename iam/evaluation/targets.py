"""A request made ready for matching: what every statement asks of it, worked out once."""

from functools import cached_property

from iam.catalogue import takes_only_star
from iam.request import AccessRequest


class Target:
    """The request with its action in lower case and its resource cut into fields."""

    def __init__(self, request: AccessRequest) -> None:
        self.request = request
        self.context = request.context
        self.action = request.action.lower()
        self.resource = request.resource
        # None for a request on `*`.
        self.fields = None if request.resource == "*" else request.resource.split(":", 5)

    @cached_property
    def matches_only_star(self) -> bool:
        """Whether only a `*` speaks of this resource: it is `*`, or the action has no resource types.

        (Service Authorization Reference: actions without a resource type need `"Resource": "*"`.)
        """
        return self.fields is None or takes_only_star(self.action)
