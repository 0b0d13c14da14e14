import re
from pathlib import Path

import iam

README = Path(iam.__file__).parent / "README.md"
FULL = '{"Version": "2012-10-17", "Statement": {"Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*"}}'
BUCKET = (
    '{"Version": "2012-10-17", "Statement": {"Sid": "NoMfa", "Effect": "Deny", "Principal": "*",'
    ' "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}}'
)


def test_example_of_the_readme_runs(capsys):
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)

    exec(example, {"text": FULL, "full": FULL, "bucket_policy": BUCKET})  # noqa: S102 - our own page

    assert capsys.readouterr().out.splitlines()[:3] == [
        "explicitDeny resource",
        "Statement `NoMfa` of the resource policy denies it, and a deny can't be outvoted.",
        "It would be allowed if `aws:MultiFactorAuthPresent` were `false`.",
    ]
