"""Which old text a new one is: the index finds what comparing all with all would find."""

from collections import Counter
from random import Random

from quizzes.matching import KEPT_WORDS, WordIndex, likeness

WORDS = [f"word{number}" for number in range(30)]


def text(chance: Random) -> Counter[str]:
    return Counter(chance.choices(WORDS, k=chance.randint(1, 14)))


def edited(words: Counter[str], chance: Random) -> Counter[str]:
    tokens = list(words.elements())
    for _ in range(chance.randint(0, 3)):
        tokens[chance.randrange(len(tokens))] = chance.choice(WORDS)
    return Counter(tokens)


def test_index_finds_every_text_that_keeps_four_words_of_five() -> None:
    chance = Random(5)
    old = [text(chance) for _ in range(300)]
    index = WordIndex(old)

    for words in [edited(words, chance) for words in old]:
        scores = ((number, likeness(words, other)) for number, other in enumerate(old))
        assert sorted(index.like(words)) == [(at, score) for at, score in scores if score >= KEPT_WORDS]


def test_text_without_words_is_like_none() -> None:
    assert list(WordIndex([Counter(), Counter(["a"])]).like(Counter())) == []
