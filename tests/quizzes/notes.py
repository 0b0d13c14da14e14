"""The small notes of these tests."""

TERMS = """\
## Terms

- **Role** → a set of rights that others take on for a while.
- **User** → one person or program with lasting credentials.
- **Group** → many people who share what they may do.
- **Policy** → a JSON document which says what is allowed.
"""

CASES = """\
## Elements

Four elements stand in a bare statement:
- Effect
- Action
- Resource
- Condition

## Leaving

> [!question] A contractor leaves tonight; what do you do?
> Revoke the sessions of every role in use.
>
> ---
> Keys last on until somebody deletes them.
"""


def only(term: str) -> str:
    """The line of one term."""
    return next(line for line in TERMS.splitlines() if f"**{term}**" in line) + "\n"


def without(term: str) -> str:
    return TERMS.replace(only(term), "")


def many_terms(count: int) -> str:
    return "".join(f"- **Term{number:02}x** → the item at place {number} of all\n" for number in range(count))
