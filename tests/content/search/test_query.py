import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.search.query import MAX_TERMS, Query, Term, parse_query


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Query()),
        ("  \t ", Query()),
        ("Trust", Query("Trust", (Term(("trust",), is_prefix=True),))),
        ("trust ", Query("trust", (Term(("trust",)),))),
        ("trust pol", Query("trust pol", (Term(("trust",)), Term(("pol",), is_prefix=True)))),
        ("pol* trust ", Query("pol* trust", (Term(("pol",), is_prefix=True), Term(("trust",))))),
        ('"Trust policy"', Query('"Trust policy"', (Term(("trust", "policy")),))),
        ("“trust policy”", Query('"trust policy"', (Term(("trust", "policy")),))),
        ('"trust pol', Query('"trust pol', (Term(("trust", "pol"), is_prefix=True),))),
        ("s3:GetObj", Query("s3:GetObj", (Term(("s3", "getobj"), is_prefix=True),))),
        ("role -Root", Query("role -Root", (Term(("role",)),), without=(Term(("root",)),))),
        (
            'role -"root user"',
            Query('role -"root user"', (Term(("role",)),), without=(Term(("root", "user")),)),
        ),
        ("tag:#IAM/Users", Query("tag:#IAM/Users", tags=("iam/users",))),
        ("Tag:a -tag:b", Query("Tag:a -tag:b", tags=("a",), without_tags=("b",))),
        ("tag:", Query("tag:")),
        ("é Straße ", Query("é Straße", (Term(("e",)), Term(("strasse",))))),
        ("策略", Query("策略", (Term(("策", "略")),))),
        ("=>", Query("=>", symbols=("=>",))),
        ("well-known ", Query("well-known", (Term(("well", "known")),))),
        ("--force ", Query("--force", (Term(("force",)),))),
        ('- * -- "" \'', Query('- * -- "" \'', symbols=("'",))),
        ("role role ", Query("role role", (Term(("role",)),))),
    ],
)
def test_text_means(text: str, query: Query) -> None:
    assert parse_query(text) == query


def test_long_text_is_read_in_part() -> None:
    query = parse_query(" ".join(f"w{number}" for number in range(5_000)))

    assert len(query.terms) == MAX_TERMS


@given(st.text(alphabet=st.sampled_from("ab \"*-:()^+{}~%_\\\0'#/tag:é策NEAR"), max_size=400))
def test_words_of_any_query_are_letters_and_digits(text: str) -> None:
    query = parse_query(text)

    words = [word for term in (*query.terms, *query.without) for word in term.words]
    assert [word for word in words if not word.isalnum()] == []
    assert "\0" not in query.text


@given(st.text(max_size=10_000))
def test_any_text_is_a_query(text: str) -> None:
    query = parse_query(text)

    assert len(query.terms) + len(query.tags) + len(query.without) + len(query.symbols) <= MAX_TERMS
