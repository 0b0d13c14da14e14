"""A vault to measure with: notes of about 5.8 KB, eight links and three callouts each, the same for a seed."""

from pathlib import Path
from random import Random

WORDS = "policy role session trust boundary statement account principal condition resource key token grant deny".split()


def write_vault(root: Path, notes: int, seed: int = 1) -> None:
    chance = Random(seed)
    for number in range(notes):
        folder = root / f"part {number % 20:02d}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"Note {number:05d}.md").write_text(make_note(number, notes, chance), encoding="utf-8")


def make_note(number: int, notes: int, chance: Random) -> str:
    parts = [f"---\ntags: [iam, part{number % 20}]\n---\nWhat note {number} says.\n"]
    for section in range(4):
        parts.append(f"## Section {section} of {number}\n")
        parts.append(
            f"{sentence(chance, 60)} See [[Note {chance.randrange(notes):05d}]] and {link(chance, notes)}.\n"
        )
        parts.append(
            "\n".join(f"- **Term {section}{item}** → {sentence(chance, 16)}" for item in range(5)) + "\n"
        )
        if section < 3:
            kind = chance.choice(["tip", "warning", "question"])
            parts.append(f"> [!{kind}]- {sentence(chance, 8)}\n> {sentence(chance, 40)}\n")
        parts.append(f"{sentence(chance, 70)} `s3:GetObject`\n")
    return "\n".join(parts)


def link(chance: Random, notes: int) -> str:
    return f"[[Note {chance.randrange(notes):05d}#Section {chance.randrange(4)}|there]]"


def sentence(chance: Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize() + "."
