"""A body from the front and the back, with how often something was noted where.

The figures are seen as one sees another person: in front view their right side is on the left of the page,
in back view it is on the right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from coach.pages.svg import centred_text, drawing, element

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from markupsafe import Markup

    from coach.care.model import Place

WIDTH, HEIGHT = 260, 282
"""Of both figures together, in units of the drawing."""
_MIDLINES = {"front": 62, "back": 198}
_BETWEEN = 130
_ON_A_LIMB = 20
"""Farther than this from the midline, a mark without a side is drawn between the two figures."""
_RADIUS = 7


class Spot(NamedTuple):
    """Where a mark is drawn: the view, how far down, and how far from the midline where a side was noted."""

    view: Literal["front", "back"]
    down: int
    aside: int = 14


SPOTS: Mapping[str, Spot] = {
    **dict.fromkeys(("head", "forehead", "temple"), Spot("front", 8)),
    **dict.fromkeys(("eye", "eyelid"), Spot("front", 22)),
    **dict.fromkeys(("face", "face_side", "cheek", "nose"), Spot("front", 36)),
    **dict.fromkeys(("jaw", "mouth", "lip", "tongue"), Spot("front", 50)),
    "throat": Spot("front", 64),
    "shoulder": Spot("front", 72, 28),
    "chest": Spot("front", 86),
    "arm": Spot("front", 92, 33),
    "ribs": Spot("front", 104, 15),
    "side": Spot("front", 118, 16),
    "elbow": Spot("front", 112, 39),
    "forearm": Spot("front", 130, 43),
    "belly": Spot("front", 132, 15),
    "wrist": Spot("front", 146, 47),
    "pelvis": Spot("front", 148),
    **dict.fromkeys(("hand", "finger", "thumb"), Spot("front", 162, 51)),
    "hip": Spot("front", 152, 29),
    "groin": Spot("front", 163, 14),
    "thigh": Spot("front", 184, 15),
    "knee": Spot("front", 204, 15),
    "shin": Spot("front", 226, 15),
    "ankle": Spot("front", 250, 15),
    **dict.fromkeys(("foot", "toe"), Spot("front", 266, 19)),
    "neck": Spot("back", 54),
    "upper_back": Spot("back", 80, 16),
    "back": Spot("back", 104, 16),
    "lower_back": Spot("back", 128, 16),
    "buttock": Spot("back", 152, 15),
    "hamstring": Spot("back", 184, 15),
    "leg": Spot("back", 204, 15),
    "calf": Spot("back", 226, 15),
    "sole": Spot("back", 266, 19),
}
"""Of every area of the list of signs; areas that lie close together share a spot."""


def body_chart(counts: Mapping[Place, int]) -> Markup:
    """The drawing with a mark for each spot: how many times something was noted there.

    A dashed mark is one without a side. An area that no spot knows is left out: the list
    beside the drawing has it.
    """
    sums: dict[tuple[Spot, str], int] = {}
    for place, count in counts.items():
        spot = SPOTS.get(place.area)
        if spot is not None:
            sums[spot, place.side] = sums.get((spot, place.side), 0) + count
    most = max(sums.values(), default=1)
    marks = [
        part
        for (spot, side), count in sorted(sums.items())
        for part in _mark(spot, side, count, count / most)
    ]
    return drawing(
        WIDTH,
        HEIGHT,
        *_figure("front"),
        *_figure("back"),
        *marks,
        title="Body from the front and the back, marked where something was noted; the list has the same",
        class_="body",
    )


def _figure(view: Literal["front", "back"]) -> Iterator[Markup]:
    """A faint silhouette, its sides and its view."""
    middle = _MIDLINES[view]
    yield element("g", *_silhouette(middle), opacity=0.16, fill="currentColor", stroke="none")
    on_the_left = "right" if view == "front" else "left"
    for x, side in ((middle - 44, on_the_left), (middle + 44, "left" if view == "front" else "right")):
        yield centred_text(x, 40, side, size=9)
    yield centred_text(middle, HEIGHT - 2, view, size=9)


def _silhouette(middle: int) -> Iterator[Markup]:
    yield element("ellipse", cx=middle, cy=30, rx=20, ry=27)
    yield element("rect", x=middle - 8, y=50, width=16, height=18)
    yield element(
        "path",
        d=f"M{middle - 30} 66 Q{middle} 56 {middle + 30} 66 Q{middle + 32} 104 {middle + 24} 124"
        f" Q{middle + 30} 142 {middle + 28} 164 L{middle - 28} 164 Q{middle - 30} 142 {middle - 24} 124"
        f" Q{middle - 32} 104 {middle - 30} 66 Z",
    )
    for sign in (-1, 1):
        arm = [(27, 70), (38, 112), (48, 148), (51, 163)]
        leg = [(15, 160), (15, 204), (15, 252), (19, 266)]
        for points, width in ((arm, 15), (leg, 23)):
            yield element(
                "polyline",
                points=" ".join(f"{middle + sign * x},{y}" for x, y in points),
                fill="none",
                stroke="currentColor",
                stroke_width=width,
                stroke_linecap="round",
                stroke_linejoin="round",
            )


def _mark(spot: Spot, side: str, count: int, share: float) -> Iterable[Markup]:
    """A ring with its number, the thicker the more often; dashed where no side was noted."""
    x = _across(spot, side)
    look = {} if side else {"stroke_dasharray": "2.5 2"}
    yield element(
        "circle",
        cx=x,
        cy=spot.down,
        r=_RADIUS,
        fill="none",
        stroke="currentColor",
        stroke_width=0.8 + 1.4 * share,
        **look,
    )
    yield centred_text(x, spot.down + 3, str(count), size=9 if count < 100 else 7)  # noqa: PLR2004 — three digits


def _across(spot: Spot, side: str) -> int:
    middle = _MIDLINES[spot.view]
    if not side:
        return _BETWEEN if spot.aside > _ON_A_LIMB else middle
    is_on_the_left_of_the_page = (side == "right") == (spot.view == "front")
    return middle - spot.aside if is_on_the_left_of_the_page else middle + spot.aside
