"""A vault to measure with: notes of about 5.8 KB, eight links and three callouts each, the same for a seed."""

from itertools import accumulate, product
from pathlib import Path
from random import Random

COMMON = (
    "policy role session trust boundary statement account principal condition resource key token grant deny"
).split()
STARTS = "b c d f g h l m n p r s t v ac al de en in or re st".split()
ENDS = "al an ar ed en er es ing ion ity le ly ment or ous".split()
# Made-up words behind the common ones, each as rare as its rank says (Zipf), the longer ones last.
SHORT = ["".join(parts) for parts in product(STARTS, "aeiou", ENDS)]
LONG = ["".join(parts) for parts in product(STARTS, "aeiou", STARTS, ENDS)]
WORDS = COMMON + Random(0).sample(SHORT, 1_000) + Random(0).sample(LONG, 5_000)
WEIGHTS = list(accumulate(1 / (rank + 8) for rank in range(len(WORDS))))


def write_vault(root: Path, notes: int, seed: int = 1) -> None:
    chance = Random(seed)
    for number in range(notes):
        folder = root / f"part {number % 20:02d}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"Note {number:05d}.md").write_text(make_note(number, notes, chance), encoding="utf-8")


def write_embedders(root: Path, notes: int, count: int = 10) -> None:
    """Notes that show another one within their own text."""
    folder = root / "Embedders"
    folder.mkdir()
    for number in range(count):
        shown = f"Note {number * notes // count:05d}"
        (folder / f"Embedder {number}.md").write_text(f"All of it:\n\n![[{shown}]]\n", encoding="utf-8")


def make_note(number: int, notes: int, chance: Random) -> str:
    parts = [f"---\ntags: [iam, part{number % 20}]\n---\nWhat note {number} says.\n"]
    for section in range(4):
        parts.append(f"## Section {section} of {number}: {sentence(chance, 3)}\n")
        parts.append(
            f"{sentence(chance, 48)} See [[Note {chance.randrange(notes):05d}]] and {link(chance, notes)}.\n"
        )
        parts.append(
            "\n".join(f"- **Term {section}{item}** → {sentence(chance, 13)}" for item in range(5)) + "\n"
        )
        if section < 3:
            kind = chance.choice(["tip", "warning", "question"])
            parts.append(f"> [!{kind}]- {sentence(chance, 8)}\n> {sentence(chance, 32)}\n")
        parts.append(f"{sentence(chance, 47)} `s3:GetObject`\n")
    return "\n".join(parts)


def link(chance: Random, notes: int) -> str:
    return f"[[Note {chance.randrange(notes):05d}#Section {chance.randrange(4)}|there]]"


def sentence(chance: Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, cum_weights=WEIGHTS, k=words)).capitalize() + "."
