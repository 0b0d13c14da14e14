from itertools import combinations
from math import dist
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from content.layout import HEIGHT, NEVER, SCALES, WIDTH, Edge, place_notes, title_box, title_levels

CLIQUE = list(combinations(range(6), 2))


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[str], list[Edge]]:
    folders = draw(st.lists(st.sampled_from(["", "a", "a/b", "c"]), min_size=1, max_size=40))
    pairs = list(combinations(range(len(folders)), 2))
    edges = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=80)) if pairs else []
    return folders, sorted(edges)


@given(graphs())
@settings(max_examples=60, deadline=None)
def test_any_graph_has_a_place_of_its_own_for_each_note_within_the_frame(
    graph: tuple[list[str], list[Edge]],
) -> None:
    folders, edges = graph

    spots = place_notes(folders, edges)

    assert len(set(spots)) == len(folders)
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in spots)


def test_same_graph_comes_out_the_same() -> None:
    assert place_notes(["a"] * 6, CLIQUE) == place_notes(["a"] * 6, CLIQUE)


def test_no_notes_have_no_places() -> None:
    assert place_notes([], []) == []


def test_linked_notes_gather() -> None:
    other_clique = [(one + 6, other + 6) for one, other in CLIQUE]

    spots = place_notes([""] * 12, [*CLIQUE, *other_clique, (0, 6)])

    within = [dist(spots[one], spots[other]) for one, other in CLIQUE]
    across = [dist(spots[one], spots[other]) for one in range(6) for other in range(6, 12)]
    assert 1.5 * sum(within) / len(within) < sum(across) / len(across)


def test_notes_of_a_folder_gather_where_links_say_nothing() -> None:
    each_with_each = list(combinations(range(12), 2))

    spots = place_notes(["a", "b"] * 6, each_with_each)

    alike = [dist(spots[one], spots[other]) for one, other in combinations(range(0, 12, 2), 2)]
    unlike = [dist(spots[one], spots[other]) for one in range(0, 12, 2) for other in range(1, 12, 2)]
    assert sum(alike) / len(alike) < sum(unlike) / len(unlike)


def test_notes_without_links_stand_in_rings_outside() -> None:
    spots = place_notes([""] * 130, CLIQUE)

    def reach(number: int) -> float:
        x, y = spots[number]
        return ((x - WIDTH / 2) / WIDTH) ** 2 + ((y - HEIGHT / 2) / HEIGHT) ** 2

    assert max(map(reach, range(6))) < min(map(reach, range(6, 130)))


def test_centre_stands_in_the_middle_even_alone() -> None:
    middle = (WIDTH // 2, HEIGHT // 2)

    assert place_notes([""], [], centre=0) == [middle]
    assert place_notes([""] * 6, CLIQUE, centre=3)[3] == middle


def test_titles_never_cover_each_other_at_any_scale_from_theirs_on() -> None:
    chance = Random(2)
    spots = sorted({(chance.randrange(100, 900), chance.randrange(50, 750)) for _ in range(150)})
    titles = [f"A title {'x' * chance.randrange(14)}" for _ in spots]
    radii = [6.0] * len(spots)

    levels = title_levels(spots, titles, radii)

    for number, scale in enumerate(SCALES):
        shown = [
            title_box(*one, scale)
            for one, level in zip(zip(spots, titles, radii, strict=True), levels, strict=True)
            if level <= number
        ]
        covered = [
            (one, other)
            for one, other in combinations(shown, 2)
            if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
        ]
        assert covered == []
    assert len(set(levels)) > 3


def test_heavier_note_has_its_title_first() -> None:
    levels = title_levels([(500, 400), (510, 404)], ["Heavy", "Light"], [5.0, 5.0])

    assert levels[0] < levels[1]


def test_title_beyond_the_frame_waits_until_there_is_room() -> None:
    near, far = title_levels([(500, 400), (30, 200)], ["A title"] * 2, [5.0, 5.0])

    assert near == 0
    assert 0 < far < NEVER
