"""Where the notes of a graph stand, and from which scale on each has its title. The same graph comes out the same.

A force layout: notes push each other off, links and folders draw together (Fruchterman and Reingold, 1991).
Pure: chance is seeded, nothing here knows Django.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import cos, hypot, pi, sin, sqrt
from random import Random

WIDTH, HEIGHT = 1000, 800
MARGIN_X, MARGIN_Y = 104, 46  # room for half a title beside a note, and a whole one below it
ROUNDS = 120
CELL_NOTES = 6  # notes that share a cell of the grid, on average
FAR_EVERY = 4  # what distant notes do changes slowly
APART = 26.0  # least distance of two notes, where there is room
RING_STEP = 42.0  # distance of notes without links, along their ring and between two rings
RINGS = 4

# Pixels of the screen for one unit of the picture: on a phone, on a laptop, and magnified.
SCALES = (0.28, 0.35, 0.5, 0.7, 1.0, 1.5, 2.2, 3.3, 5.0)
NEVER = len(SCALES)
LETTER, LINE = 6.6, 17.0  # pixels: mean width of a letter of a title, and height of its line
LONGEST = 28  # letters of a title in the picture
LANDMARKS, LANDMARK_LEVEL = 8, 3  # so many notes are named from this level on, even over the moons of others

Point = tuple[float, float]
Spot = tuple[int, int]
Edge = tuple[int, int]
Box = tuple[float, float, float, float]


def place_notes(folders: Sequence[str], edges: Sequence[Edge], centre: int | None = None) -> list[Spot]:
    """A place for each note, given by its folder; no two share one. Notes without links stand in a ring outside.

    `edges` are pairs of indexes, each pair once. `centre` is held in the middle.
    """
    linked = sorted({end for edge in edges for end in edge} | ({centre} if centre is not None else set()))
    alone = sorted(set(range(len(folders))) - set(linked))
    if not linked:
        return separate_spots(place_sunflower(len(folders)))
    rings = min(RINGS, -(-len(alone) // ring_size(0)))
    index = {old: new for new, old in enumerate(linked)}
    swarm = Swarm([folders[old] for old in linked], [(index[one], index[other]) for one, other in edges])
    swarm.settle(None if centre is None else index[centre])
    inner = fit_points(swarm.points, rings * RING_STEP, None if centre is None else index[centre])
    points = dict(zip(linked, spread_points(inner), strict=True)) | dict(
        zip(alone, place_rings(len(alone), rings), strict=True)
    )
    return separate_spots([points[number] for number in range(len(folders))])


@dataclass(slots=True)
class Swarm:
    """Linked notes on their way to rest, in units of the distance that a link wishes for."""

    folders: Sequence[str]
    edges: Sequence[Edge]
    xs: list[float] = field(init=False)
    ys: list[float] = field(init=False)
    degrees: Counter[int] = field(init=False)

    def __post_init__(self) -> None:
        """Begins on a circle, folder by folder, so that folders need not find each other through the crowd."""
        count = len(self.folders)
        chance = Random(count)  # noqa: S311 - an even spread, not a secret
        self.xs, self.ys = [0.0] * count, [0.0] * count
        for rank, number in enumerate(
            sorted(range(count), key=lambda number: (self.folders[number], number))
        ):
            radius = sqrt(count) * (0.7 + 0.3 * chance.random())
            self.xs[number] = radius * cos(2 * pi * rank / count)
            self.ys[number] = radius * sin(2 * pi * rank / count)
        self.degrees = Counter(end for edge in self.edges for end in edge)

    @property
    def points(self) -> list[Point]:
        return list(zip(self.xs, self.ys, strict=True))

    def settle(self, centre: int | None) -> None:
        """Moves all notes by the forces on them, each round by less."""
        reach = 0.5 * sqrt(len(self.xs))
        far: list[Point] = []
        for number in range(ROUNDS):
            grid = Grid(self.xs, self.ys)
            if number % FAR_EVERY == 0:
                far = grid.push_far()
            push_x, push_y = [x for x, _ in far], [y for _, y in far]
            grid.push_near(push_x, push_y)
            self.pull(push_x, push_y)
            self.move(push_x, push_y, reach * (1 - number / ROUNDS) ** 2 + 0.01)
            if centre is not None:
                self.xs[centre] = self.ys[centre] = 0.0

    def pull(self, push_x: list[float], push_y: list[float]) -> None:
        """Links draw their two ends together, folders their notes, and the middle draws all."""
        xs, ys, degrees = self.xs, self.ys, self.degrees
        for one, other in self.edges:
            # A note of many links gives way to none of them, else hubs swallow their neighbours.
            strength = 2.0 / sqrt(degrees[one] * degrees[other])
            x, y = (xs[other] - xs[one]) * strength, (ys[other] - ys[one]) * strength
            push_x[one] += x
            push_y[one] += y
            push_x[other] -= x
            push_y[other] -= y
        for members in self.members():
            middle_x = sum(xs[number] for number in members) / len(members)
            middle_y = sum(ys[number] for number in members) / len(members)
            for number in members:
                push_x[number] += 0.25 * (middle_x - xs[number]) - 0.12 * xs[number]
                push_y[number] += 0.25 * (middle_y - ys[number]) - 0.12 * ys[number]

    def members(self) -> Iterable[list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, folder in enumerate(self.folders):
            found[folder].append(number)
        return found.values()

    def move(self, push_x: list[float], push_y: list[float], reach: float) -> None:
        for number, (x, y) in enumerate(zip(push_x, push_y, strict=True)):
            length = hypot(x, y)
            step = 0.4 if 0.4 * length <= reach else reach / length
            self.xs[number] += step * x
            self.ys[number] += step * y


class Grid:
    """Notes by the cell they stand in: near ones push singly, distant ones as a whole cell."""

    def __init__(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        self.xs, self.ys = xs, ys
        left, top = min(xs), min(ys)
        area = max(max(xs) - left, 1.0) * max(max(ys) - top, 1.0)
        self.size = max(1.0, sqrt(area * CELL_NOTES / len(xs)))
        self.cells: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for number, (x, y) in enumerate(zip(xs, ys, strict=True)):
            self.cells[int((x - left) / self.size), int((y - top) / self.size)].append(number)

    def push_far(self) -> list[Point]:
        """The push on each note from all cells but its own and the eight round it."""
        masses = [
            (column, row, len(members), *self.middle(members))
            for (column, row), members in self.cells.items()
        ]
        pushes: list[Point] = [(0.0, 0.0)] * len(self.xs)
        for column, row, _, x, y in masses:
            push_x = push_y = 0.0
            for other_column, other_row, mass, other_x, other_y in masses:
                if abs(other_column - column) > 1 or abs(other_row - row) > 1:
                    dx, dy = x - other_x, y - other_y
                    force = mass / (dx * dx + dy * dy)
                    push_x += dx * force
                    push_y += dy * force
            for number in self.cells[column, row]:
                pushes[number] = (push_x, push_y)
        return pushes

    def middle(self, members: Sequence[int]) -> Point:
        count = len(members)
        return sum(self.xs[number] for number in members) / count, sum(
            self.ys[number] for number in members
        ) / count

    def push_near(self, push_x: list[float], push_y: list[float]) -> None:
        """Adds the push of each pair within a cell or in two that touch."""
        xs, ys = self.xs, self.ys
        for one, other in self.near_pairs():
            dx, dy = xs[one] - xs[other], ys[one] - ys[other]
            force = 1.0 / max(dx * dx + dy * dy, 0.01)
            x, y = dx * force, dy * force
            push_x[one] += x
            push_y[one] += y
            push_x[other] -= x
            push_y[other] -= y

    def near_pairs(self) -> Iterable[Edge]:
        """Each pair of notes in the same or in touching cells, once."""
        cells = self.cells
        for (column, row), members in list(cells.items()):
            around = [
                number
                for key in (
                    (column + 1, row),
                    (column - 1, row + 1),
                    (column, row + 1),
                    (column + 1, row + 1),
                )
                if key in cells
                for number in cells[key]
            ]
            for rank, one in enumerate(members):
                for other in members[rank + 1 :]:
                    yield one, other
                for other in around:
                    yield one, other


def fit_points(points: Sequence[Point], inset: float, centre: int | None) -> list[Point]:
    """The points within the frame and this far inside of its margins; with a centre, that one in the middle."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    if centre is not None:
        middle_x, middle_y = points[centre]
    half_x = max(max(abs(x - middle_x) for x in xs), 0.5)
    half_y = max(max(abs(y - middle_y) for y in ys), 0.5)
    scale_x = (WIDTH / 2 - MARGIN_X - inset) / half_x
    scale_y = (HEIGHT / 2 - MARGIN_Y - inset) / half_y
    # A few notes don't fly to the corners, and neither way is stretched much more than the other.
    scale_x = min(scale_x, 1.7 * scale_y, 190.0)
    scale_y = min(scale_y, 1.7 * scale_x, 150.0)
    return [(WIDTH / 2 + (x - middle_x) * scale_x, HEIGHT / 2 + (y - middle_y) * scale_y) for x, y in points]


def spread_points(points: Sequence[Point]) -> list[Point]:
    """The same, but pairs that stand too close have moved apart."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    apart = min(APART, 0.7 * sqrt(WIDTH * HEIGHT / len(points)))
    for _ in range(12):
        for one, other in Grid(xs, ys).near_pairs():
            dx, dy = xs[one] - xs[other], ys[one] - ys[other]
            distance = hypot(dx, dy)
            if distance < apart:
                share = 0.25 * (apart - distance) / max(distance, 0.01)
                xs[one] += dx * share
                ys[one] += dy * share
                xs[other] -= dx * share
                ys[other] -= dy * share
    return list(zip(xs, ys, strict=True))


def ring_size(ring: int) -> int:
    """How many notes an outer ring holds; 0 is the outermost."""
    radius_x = WIDTH / 2 - MARGIN_X - ring * RING_STEP
    radius_y = HEIGHT / 2 - MARGIN_Y - ring * RING_STEP
    return int(pi * (radius_x + radius_y) / RING_STEP)


def place_rings(count: int, rings: int) -> list[Point]:
    """So many points on this number of ellipses, from the outermost inwards."""
    points: list[Point] = []
    for ring in range(rings):
        is_last = ring == rings - 1
        share = count - len(points) if is_last else min(ring_size(ring), count - len(points))
        radius_x = WIDTH / 2 - MARGIN_X - ring * RING_STEP
        radius_y = HEIGHT / 2 - MARGIN_Y - ring * RING_STEP
        for number in range(share):
            angle = 2 * pi * number / share - pi / 2
            points.append((WIDTH / 2 + radius_x * cos(angle), HEIGHT / 2 + radius_y * sin(angle)))
    return points


def place_sunflower(count: int) -> list[Point]:
    """Points spread evenly over the frame, as the seeds of a sunflower."""
    golden = pi * (3 - sqrt(5))
    fill = min(1.0, sqrt(count) / 8)
    return [
        (
            WIDTH / 2 + fill * (WIDTH / 2 - MARGIN_X) * sqrt(number / count) * cos(golden * number),
            HEIGHT / 2 + fill * (HEIGHT / 2 - MARGIN_Y) * sqrt(number / count) * sin(golden * number),
        )
        for number in range(count)
    ]


def separate_spots(points: Iterable[Point]) -> list[Spot]:
    """Whole numbers within the frame, each pair of them once: the page tells notes apart by their spot."""
    taken: dict[Spot, None] = {}
    for x, y in points:
        spot = (round(min(max(x, 12), WIDTH - 12)), round(min(max(y, 12), HEIGHT - 12)))
        while spot in taken:
            spot = (spot[0] + 1, spot[1]) if spot[0] < WIDTH - 12 else (12, (spot[1] + 1) % HEIGHT)
        taken[spot] = None
    return list(taken)


class Boxes:
    """Boxes on the screen, found again by where they lie: left, top, right, bottom in pixels."""

    TILE = 64

    def __init__(self) -> None:
        self.tiles: defaultdict[tuple[int, int], list[Box]] = defaultdict(list)

    def tiles_under(self, box: Box) -> Iterable[tuple[int, int]]:
        left, top, right, bottom = (int(edge // self.TILE) for edge in box)
        return product(range(left, right + 1), range(top, bottom + 1))

    def add(self, box: Box) -> None:
        for tile in self.tiles_under(box):
            self.tiles[tile].append(box)

    def is_free(self, box: Box) -> bool:
        left, top, right, bottom = box
        return not any(
            left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
            for tile in self.tiles_under(box)
            for other in self.tiles.get(tile, ())
        )


def title_levels(spots: Sequence[Spot], titles: Sequence[str], radii: Sequence[float]) -> list[int]:
    """From which of `SCALES` on each note's title covers no moon and no title before it; `NEVER` for not at all.

    `titles` come in the order of their weight: the first has its place first. `radii` are in pixels.
    """
    moons = [Boxes() for _ in SCALES]
    for scale, screen in zip(SCALES, moons, strict=True):
        for (x, y), radius in zip(spots, radii, strict=True):
            reach = radius * growth(scale)
            screen.add((x * scale - reach, y * scale - reach, x * scale + reach, y * scale + reach))
    screens = [Boxes() for _ in SCALES]
    levels = []
    for rank, (spot, title, radius) in enumerate(zip(spots, titles, radii, strict=True)):
        boxes = [title_box(spot, title, radius, scale) for scale in SCALES]
        level = NEVER
        # Downwards: a title that has room stays while the picture is magnified.
        while level and screens[level - 1].is_free(boxes[level - 1]):
            is_over = rank < LANDMARKS and level > LANDMARK_LEVEL
            is_clear = is_over or moons[level - 1].is_free(boxes[level - 1])
            if not is_clear or not is_in_frame(boxes[level - 1], SCALES[level - 1]):
                break
            level -= 1
        for screen, box in zip(screens[level:], boxes[level:], strict=True):
            screen.add(box)
        levels.append(level)
    return levels


def growth(scale: float) -> float:
    """How much larger moons are drawn than at the scale of a laptop: less than the distances between them."""
    return min(max(sqrt(scale / 0.75), 0.6), 1.25)


def title_box(spot: Spot, title: str, radius: float, scale: float) -> Box:
    """Where a title stands on the screen: centred below its moon."""
    half, top = LETTER * len(title) / 2 + 3, spot[1] * scale + radius * growth(scale) + 2
    return (spot[0] * scale - half, top, spot[0] * scale + half, top + LINE)


def is_in_frame(box: Box, scale: float) -> bool:
    """Whether the whole picture at this scale has all of the box."""
    return box[0] >= 0 and box[2] <= WIDTH * scale and box[3] <= HEIGHT * scale
