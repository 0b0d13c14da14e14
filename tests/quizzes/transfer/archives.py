"""Archives as the tests make and change them."""

import json
from io import BytesIO
from typing import Any

from content.models import Vault
from people.models import Learner
from quizzes.transfer.exports import export
from quizzes.transfer.merging import bring_in
from quizzes.transfer.reading import read_file
from quizzes.transfer.reports import Report
from tests.factories import DAY, NOW

LATER = NOW + 400 * DAY


def archive_of(learner: Learner | None, vault: Vault) -> dict[str, Any]:
    return json.loads("".join(export("json", learner, vault, NOW).pieces))


def file_of(document: object) -> BytesIO:
    return BytesIO(json.dumps(document).encode())


def bring(document: object, learner: Learner, vault: Vault, *, is_trusted: bool = False) -> Report:
    incoming = read_file(file_of(document), vault, LATER)
    return Report.of(bring_in(incoming, learner, vault, LATER, is_trusted=is_trusted))
