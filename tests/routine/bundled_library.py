"""The bundled routines with their doses, and the texts in them."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache

from coach.home import bundled_routines
from coach.routine.reading import read_routine
from coach.timeline.compose import compose, utterances
from coach.timeline.model import Delivery
from coach.voice.estimate import estimate

BUNDLED = bundled_routines() / "en"
LEFT_AND_RIGHT = ("left", "right")
RATE = 150


def on(sides, name, seconds, reps):
    """That many holds or repetitions on each of these sides."""
    return {(name, side, seconds): reps for side in sides}


DOSES = {
    "desk-neck": (
        on(LEFT_AND_RIGHT, "Neck side bend", 20.0, 2)
        | on(LEFT_AND_RIGHT, "Neck turn", 20.0, 2)
        | on([None], "Shoulder blade squeeze", 5.0, 6)
        | on([None], "Shoulder rolls", 4.0, 8)
        | on([None], "Chest opener", 20.0, 2)
    ),
    "office-3": (
        on(LEFT_AND_RIGHT, "Neck side bend", 15.0, 1)
        | on([None], "Shoulder blade squeeze", 5.0, 5)
        | on(LEFT_AND_RIGHT, "Wrist stretch", 15.0, 1)
        | on([None], "Overhead reach", 10.0, 2)
    ),
    "calves-before-bed": (
        on(LEFT_AND_RIGHT, "Calf stretch", 10.0, 3) | on(LEFT_AND_RIGHT, "Hamstring stretch", 10.0, 3)
    ),
    "wrists-forearms": (
        on(LEFT_AND_RIGHT, "Palm side of the forearm", 20.0, 2)
        | on(LEFT_AND_RIGHT, "Back of the forearm", 20.0, 2)
        | on([None], "Fist to open hand", 4.0, 6)
        | on([None], "Both palms together", 10.0, 2)
    ),
    "upper-back": (
        on(LEFT_AND_RIGHT, "Seated twist", 15.0, 2)
        | on([None], "Hug", 20.0, 2)
        | on([None], "Shoulder blade squeeze", 5.0, 6)
        | on([None], "Reach", 4.0, 6)
    ),
    "hips": on(LEFT_AND_RIGHT, "Hip flexor stretch", 30.0, 2) | on(LEFT_AND_RIGHT, "Figure four", 30.0, 2),
    "hamstrings": on(LEFT_AND_RIGHT, "Hamstring stretch", 30.0, 2),
    "feet": (
        on(LEFT_AND_RIGHT, "Sole stretch", 20.0, 3)
        | on([None], "Toe spread", 5.0, 8)
        | on(LEFT_AND_RIGHT, "Calf stretch", 30.0, 1)
    ),
    "jaw-eyelids": (
        on([None], "Soft jaw", 5.0, 6)
        | on([None], "Eyes closed", 30.0, 1)
        | on([None], "Brow release", 10.0, 3)
        | on([None], "Easy breathing", 60.0, 1)
    ),
    "muscle-relaxation": (
        {
            (name, None, 7.0): 1
            for name in (
                "Right hand and forearm",
                "Right upper arm",
                "Left hand and forearm",
                "Left upper arm",
                "Forehead",
                "Eyes and nose",
                "Mouth and jaw",
                "Throat",
                "Chest, shoulders and upper back",
                "Belly",
                "Right upper leg",
                "Left upper leg",
            )
        }
        | {(name, None, 4.0): 1 for name in ("Right calf", "Right foot", "Left calf", "Left foot")}
    ),
    "after-run": {
        (name, side, 30.0): 2
        for name in ("Calf stretch", "Front of the thigh", "Hamstring stretch", "Hip stretch")
        for side in LEFT_AND_RIGHT
    },
    "low-back-gentle": (
        on([None], "Pelvic tilt", 5.0, 10)
        | on(LEFT_AND_RIGHT, "Knee to chest", 15.0, 2)
        | on(LEFT_AND_RIGHT, "Knees to the side", 20.0, 2)
        | on([None], "Cat and cow", 4.0, 6)
    ),
    "standing-desk": (
        on(LEFT_AND_RIGHT, "Calf stretch", 20.0, 1)
        | on(LEFT_AND_RIGHT, "Hip flexor stretch", 20.0, 1)
        | on([None], "Heel raises", 3.0, 10)
        | on(LEFT_AND_RIGHT, "Side reach", 10.0, 1)
    ),
    "travel-seated": (
        on(LEFT_AND_RIGHT, "Ankle pumps", 2.0, 10)
        | on([None], "Heel raises", 2.0, 10)
        | on(LEFT_AND_RIGHT, "Seated twist", 15.0, 1)
        | on([None], "Shoulders back", 10.0, 2)
        | on(LEFT_AND_RIGHT, "Figure four", 20.0, 1)
    ),
    "morning": (
        on([None], "Long reach", 10.0, 2)
        | on([None], "Cat and cow", 4.0, 6)
        | on(LEFT_AND_RIGHT, "Seated twist", 15.0, 1)
        | on(LEFT_AND_RIGHT, "Calf stretch", 20.0, 1)
        | on(LEFT_AND_RIGHT, "Side bend", 10.0, 2)
    ),
    "wind-down": (
        on(LEFT_AND_RIGHT, "Neck side bend", 20.0, 1)
        | on(LEFT_AND_RIGHT, "Hamstring stretch", 30.0, 1)
        | on(LEFT_AND_RIGHT, "Figure four", 20.0, 1)
    ),
    "office-10": (
        on(LEFT_AND_RIGHT, "Neck side bend", 20.0, 2)
        | on([None], "Shoulder blade squeeze", 5.0, 6)
        | on([None], "Chest opener", 30.0, 2)
        | on(LEFT_AND_RIGHT, "Wrist, palm up", 20.0, 1)
        | on(LEFT_AND_RIGHT, "Wrist, palm down", 20.0, 1)
        | on(LEFT_AND_RIGHT, "Hip flexor stretch", 30.0, 2)
        | on(LEFT_AND_RIGHT, "Calf stretch", 30.0, 1)
        | on(LEFT_AND_RIGHT, "Hamstring stretch", 20.0, 1)
    ),
    "seated-older-adults": (
        on([None], "Chest stretch", 7.0, 5)
        | on(LEFT_AND_RIGHT, "Seated twist", 5.0, 5)
        | on(LEFT_AND_RIGHT, "Marching", 3.0, 5)
        | on(LEFT_AND_RIGHT, "Ankles", 3.0, 10)
        | on([None], "Arm raises", 4.0, 5)
        | on(LEFT_AND_RIGHT, "Neck turn", 5.0, 3)
    ),
    "cramp-now": {("", None, 30.0): 1},
    "neck-strength": on([None], "Lateral raise", 6.0, 20) | on([None], "Shrugs", 3.0, 10),
    "walk-break": on([None], "Walk", 180.0, 1),
    "eyes-far": on([None], "Far gaze", 20.0, 1) | on([None], "Slow blinks", 4.0, 5),
    "eyes-closed": on([None], "Eyes closed", 20.0, 1),
    "calm-minute": on([None], "Quiet attention", 40.0, 1),
    **{
        id_: {}
        for id_ in (
            "breathing-box",
            "breathing-478",
            "breathing-coherent",
            "breathing-sigh",
            "breathing-pursed-lips",
            "posture-sitting",
            "posture-screen",
            "posture-standing",
            "tension-scan",
            "sip-water",
            "water-within-reach",
            "snack-hint",
        )
    },
}
"""What is held and moved: name, side and seconds, and how often."""


@cache
def bundled(name):
    """That bundled routine."""
    return read_routine(BUNDLED / f"{name}.yaml")


@cache
def timeline_of(routine, **delivery):
    """The routine's timeline at its first session, in full, with estimated speaking times."""
    wanted = Delivery(**delivery)
    return compose(routine, wanted, {text: spoken(text) for text in utterances(routine, wanted)})


def spoken(text):
    """The seconds that the text takes at the default rate."""
    return estimate(text, "en", RATE)


def texts(value):
    """Every text in a value, at any depth."""
    if isinstance(value, str):
        return [value]
    if is_dataclass(value):
        value = tuple(getattr(value, field.name) for field in fields(value))
    return [text for item in value for text in texts(item)] if isinstance(value, tuple) else []
