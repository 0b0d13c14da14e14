"""Amazon Resource Names, six fields parted by colons."""

from typing import NamedTuple


class Arn(NamedTuple):
    """The fields of an ARN after `arn:`; `resource` may hold further colons."""

    partition: str
    service: str
    region: str
    account: str
    resource: str

    def __str__(self) -> str:
        return "arn:" + ":".join(self)


def parse_arn(text: str) -> Arn | None:
    """Returns the fields of an ARN, or None if the text is none.

    Partition, service and resource have to be there; region and account may be empty, as in S3.
    """
    fields = text.split(":", 5)
    if len(fields) < 6 or fields[0] != "arn" or not (fields[1] and fields[2] and fields[5]):
        return None
    return Arn(*fields[1:])


def is_account_id(text: str) -> bool:
    """Returns whether the text is an account number: twelve digits."""
    return len(text) == 12 and text.isascii() and text.isdigit()
