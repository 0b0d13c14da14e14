"""Slugs of notes and anchors of headings."""

import pytest

from content.obsidian.slugs import Anchors, slugify, slugify_path


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("STS & Identity Federation", "sts-identity-federation"),
        ("  A -- b_c  ", "a-b_c"),
        ("_x-", "x"),
        ("Éclair ﬁne", "eclair-fine"),
        ("東京", "東京"),
        ("?!", ""),
    ],
)
def test_slugify(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_path_is_slugged_by_segment_without_its_suffix() -> None:
    assert slugify_path("AWS Notes/IAM Roles.md") == "aws-notes/iam-roles"


def test_path_of_signs_still_has_a_slug() -> None:
    assert slugify_path("a/?!.md").startswith("a/n-")
    assert slugify_path("a/?!.md") != slugify_path("a/!?.md")


def test_anchors_never_repeat() -> None:
    anchors = Anchors()

    assert [anchors.claim(name) for name in ("a", "a-2", "a", "a")] == ["a", "a-2", "a-3", "a-4"]
