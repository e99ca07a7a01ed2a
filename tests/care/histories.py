"""For every row of the list of signs: histories at which it fires, and like ones at which it stays silent.

A history is written as notes, the oldest first: the hours ago, the facts with their amounts, and the places;
`@n0` puts a note into the episode that the first note began.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from coach.care.model import Fact, Note, Place

NOW = datetime(2026, 11, 4, 14, 0, tzinfo=UTC)
"""A Wednesday afternoon."""
DAY = 24
WEEK = 7 * DAY


class History(NamedTuple):
    """A person's notes and the entries of their profile."""

    notes: tuple[Note, ...]
    profile: frozenset[str] = frozenset()


def place(text: str) -> Place:
    """A place from 'left calf' or 'calf'."""
    side, _, area = text.rpartition(" ")
    return Place(area, side)


def fact(text: str) -> Fact:
    """A fact from 'fever' or 'pain=7'."""
    name, _, amount = text.partition("=")
    return Fact(name, float(amount) if amount else None)


def noted(*notes: tuple, profile: str = "") -> History:
    """A history from (hours ago, facts, places) each; the notes' ids count up."""
    made = []
    for number, (ago, words, *places) in enumerate(notes):
        facts, _, episode = words.partition("@")
        made.append(
            Note(
                id=f"n{number}",
                began=NOW - timedelta(hours=ago),
                facts=tuple(map(fact, facts.split())),
                places=tuple(map(place, places)),
                episode=episode,
                source="session" if facts.endswith(("routine_begun", "breathing_routine")) else "person",
            )
        )
    return History(tuple(made), frozenset(profile.split()))


def daily(days: tuple[int, ...], facts: str, *places: str) -> History:
    """The same note on each of those days ago, the oldest first."""
    return noted(*((day * DAY, facts, *places) for day in sorted(days, reverse=True)))


FIRING: dict[str, tuple[History, ...]] = {
    "E1": (noted((1, "cramp", "chest"), (0, "hard_to_breathe")), noted((0, "spasm hard_to_breathe", "ribs"))),
    "E2": (noted((0, "chest_pressure")),),
    "E3": tuple(noted((0, each)) for each in ("face_drops", "arm_weak_sudden", "speech_muddled")),
    "E4": (
        noted((2, "cramp", "neck"), (0, "double_vision")),
        noted((47, "routine_begun", "neck"), (0, "face_numb")),
        noted((0, "spasm dizzy=11", "neck")),
        noted((0, "double_vision", "neck")),
        noted((1, "stiff_neck", "neck"), (0, "sudden_fall")),
    ),
    "E5": (noted((0, "worst_headache_sudden")),),
    "E6": (noted((3, "stiff_neck"), (1, "fever"), (0, "rash")),),
    "E7": (noted((0, "seat_numb")), noted((13 * DAY, "spasm", "lower_back"), (0, "bladder_or_bowel_new"))),
    "E8": (
        noted((3 * DAY, "cramp pain=7", "thigh"), (0, "urine_like_cola")),
        noted((6 * DAY, "urine_like_cola"), (0, "cramp weak", "thigh")),
    ),
    "E9": (noted((2, "one_leg_swollen"), (0, "hard_to_breathe")),),
    "E10": (noted((0, "limb_cold_or_pale_sudden=16 numb")), noted((0, "limb_cold_or_pale_sudden=20 pain=3"))),
    "E11": (noted((40, "hard_exercise"), (0, "pain_keeps_growing tight_swollen")),),
    "E12": (
        noted((1, "drank_very_much"), (0, "confused")),
        noted((1.5, "drink=900"), (0.5, "drink=800"), (0, "vomiting_with_headache")),
        noted((9, "drink=900"), (7.5, "drink=800"), (0, "confused")),
        noted((2, "drink=801"), (0, "drink=800 confused")),
    ),
    "E13": (noted((0, "heat confused")),),
    "E14": (noted((50 * DAY, "wound"), (0, "jaw_stiff")),),
    "E15": (noted((2, "both_legs_weak"), (0, "getting_worse")),),
    "E16": (noted((0, "jerking not_aware")),),
    "E17": (
        noted((13 * DAY, "medicine_new"), (0, "jerking fever")),
        noted((0, "fever confused stiff_all_over")),
    ),
    "E18": (
        noted((0, "spasm bad_swallowing", "jaw")),
        noted((0, "hard_to_breathe", "throat")),
        noted((2, "jaw_stiff", "jaw"), (0, "bad_swallowing")),
    ),
    "E19": (noted((1, "cramp", "calf"), (0, "fainted")), noted((0, "cramp heart_uneven=6", "calf"))),
    "E20": (noted((0, "pounding_headache_sudden"), profile="spinal_cord_injury"),),
    "E21": (noted((20, "bite_or_sting"), (0, "drooling")),),
    "E22": (
        noted((0, "bleeding"), profile="pregnant"),
        noted((0, "belly_pain=7"), profile="pregnant"),
        noted((2, "bad_headache"), (0, "changed_vision"), profile="pregnant"),
    ),
    "E23": (noted((0, "tearing_pain_sudden grey_and_sweating")),),
    "E24": (noted((6 * DAY, "stopped_alcohol_or_sedative"), (0, "seeing_things")),),
    "E25": (noted((70, "injury", "head"), (0, "numb")),),
    "E26": (noted((0, "lid_droops_sudden double_vision")),),
    "D1": tuple(noted((0, each)) for each in ("calf_hot", "calf_swollen", "calf_colour_changed")),
    "D2": (noted((0, "cramp still_going=10", "calf")),),
    "D3": (
        noted((6 * DAY, "poison"), (0, "twitch", "eyelid")),
        noted((6 * DAY, "poison"), (0, "unsure", "calf")),
    ),
    "D4": (
        noted((6 * DAY, "medicine_raised"), (0, "spasm", "jaw")),
        noted((6 * DAY, "medicine_new"), (0, "cramp", "neck")),
    ),
    "D5": (noted((3, "one_side_weak"), (0, "getting_worse")),),
    "D6": (
        noted((3, "cramp pain=4", "thigh"), (0, "cramp pain=3", "shoulder"), profile="statin"),
        noted((0, "unsure weak", "left thigh", "right thigh"), profile="statin"),
        noted((DAY, "overuse"), (0, "unsure pain=4", "thigh", "calf"), profile="statin"),
    ),
    "D7": (noted((1, "cramp", "hand"), (0, "tingling_lips_or_fingers=11")),),
    "D8": (
        noted((2, "cramp", "calf"), (0, "diarrhoea=1440")),
        noted((0, "vomiting cramp", "calf"), profile="diuretic"),
    ),
    "D9": (
        noted((20 * DAY, "spasm", "neck"), (0, "both_hands_clumsy")),
        noted((29 * DAY, "numb", "neck"), (0, "unsteady")),
    ),
    "D10": (
        noted((DAY, "cramp at_night eases_hanging_down", "foot"), (0, "at_night eases_hanging_down", "foot")),
        noted((0, "foot_sore_not_healing")),
    ),
    "D11": (noted((0, "felt_pop")), noted((0, "cannot_bear_weight=60"))),
    "D12": (
        noted((1, "spasm", "back"), (0, "fever")),
        noted((0, "cramp", "neck"), profile="weak_defences"),
        noted((0, "unsure fever", "neck")),
        noted((0, "twitch", "lower_back"), profile="cancer"),
    ),
    "D13": (noted((0, "cramp in_the_gut"), profile="pregnant"),),
    "D14": (noted((0, "suddenly_much_worse"), profile="spasticity"),),
    "D15": (noted((0, "cramp with_a_period pain=8")), noted((1, "cramp in_the_gut"), (0, "fever"))),
    "D16": (noted((3 * DAY, "hard_exercise"), (0, "swollen_muscle pain=7")),),
    "B1": (daily((0, 2, 5, 9, 12, 15), "twitch", "left eyelid"),),
    "B2": (
        noted(
            *((day * DAY, "twitch", area) for day in (9, 6, 3) for area in ("calf", "eyelid")),
            (0, "twitch", "calf"),
        ),
    ),
    "B3": (
        noted((DAY, "twitch", "calf"), (0, "weak_next_day", "calf")),
        noted((DAY, "twitch", "calf"), (0, "stiff_next_day @n0")),
    ),
    "B4": (daily((0, 2, 8, 11, 15, 18, 22, 25), "cramp", "calf"),),
    "B5": (noted((0, "cramp pain=9", "calf")), noted((0, "unbearable"))),
    "B6": (
        noted((20, "cramp", "calf"), (0, "pain_next_day=4", "calf")),
        noted((0, "pain_after_three_days=1", "calf")),
        noted((0, "cramp=12", "calf")),
    ),
    "B7": (noted((20, "cramp", "calf"), (0, "weak_next_day", "calf")),),
    "B8": (noted((0, "looks_changed", "calf")),),
    "B9": (
        daily((0, 3, 8, 12), "cramp sleep_lost", "calf"),
        noted(
            *((ago, "cramp sleep_lost", "calf") for ago in (8 * DAY, 7 * DAY + 2, 22, 0))
        ),  # over two noons
    ),
    "B10": (
        daily((0, 5, 13), "tingling", "hand"),
        daily((0, 5, 14), "numb", "hand"),
        noted((2 * DAY, "numb", "hand"), (16, "tingling", "hand"), (13, "numb", "hand")),  # 22:00, 1:00
    ),
    "B11": (
        noted((40 * DAY, "medicine_new"), (0, "twitch", "eyelid")),
        noted((90 * DAY, "cramp", "calf"), (20 * DAY, "medicine_raised"), (0, "twitch", "calf")),
        noted((90 * DAY, "twitch", "calf"), (20 * DAY, "medicine_new"), (0, "spasm", "calf")),
        noted((20 * DAY, "medicine_new"), (0, "unsure", "calf")),
        noted((56 * DAY, "medicine_new"), (0, "twitch", "calf")),
        noted((0, "medicine_new twitch", "calf")),
    ),
    "B12": (daily((0, 9, 20), "cramp when_walking_gone_with_rest", "calf"),),
    "B13": (daily((0, 3), "twitch", "left face_side"),),
    "B14": (daily((0, 4, 9), "cramp only_in_one_task", "hand"),),
    "B15": (noted((0, "rhythmic_beating_on_stretch")),),
    "B16": (noted((0, "cramp at_night", "calf"), profile="pregnant"),),
    "B17": (
        daily((0, 28), "cramp with_a_period task_not_done"),
        noted(
            (28 * DAY, "cramp with_a_period new_or_stronger"),
            (DAY, "cramp in_the_gut"),
            (0, "task_not_done @n1"),
        ),
    ),
    "B18": (daily((0, 5, 11), "cramp task_not_done", "calf"),),
    "B19": (noted((0, "worries_me")),),
    "B20": (
        noted(
            (4 * DAY, "both_legs_swollen"),
            (2 * DAY, "both_legs_swollen"),
            (0, "both_legs_swollen cramp", "calf"),
        ),
    ),
    "B21": (noted((3 * DAY, "cramp", "calf"), (0, "cramp", "calf"), profile="dialysis"),),
    "B22": (daily((0, 2, 4), "shaking_at_rest"),),
    "S1": (noted((0, "cramp heat", "calf")),),
    "S2": (noted((0.1, "breathing_routine"), (0, "tingling_lips_or_fingers")),),
    "S5": (
        noted(
            *((day * DAY + hour / 10, "twitch", "eyelid") for day in (2, 1, 0) for hour in range(5, -1, -1))
        ),
    ),
    "S6": (noted((0, "drink=250"), profile="fluid_limit"),),
    "S8": tuple(
        noted((0, facts), profile="epilepsy_with_plan") for facts in ("jerking not_aware", "jerking")
    ),
}
"""After the last note of each history the row fires."""

NEIGHBOURS: dict[str, tuple[History, ...]] = {
    "E1": (noted((0, "cramp", "calf"), (0, "unsure", "side")), noted((0, "in_exercise exertion"))),
    "E2": (noted((0, "twitch", "chest")), noted((0, "hard_exercise unsure pain=2", "chest"))),
    "E3": (daily((0, 1, 2), "twitch", "left eyelid"),),
    "E4": (
        noted((0, "unsure dizzy=1", "neck")),
        noted((0, "dizzy=1", "neck")),
        noted((0, "dizzy=10", "neck")),
        noted((49, "routine_begun", "neck"), (0, "face_numb")),
        noted((30, "cramp", "neck"), (1, "asked_next_day @n0", "neck"), (0, "dizzy=11")),
        noted((20 * DAY, "tingling", "finger"), (0, "unsure tingling", "neck")),
    ),
    "E5": (noted((0, "bad_headache tight", "neck")),),
    "E6": (noted((0, "stiff_neck")),),
    "E7": (noted((0, "numb", "buttock")), noted((0, "bladder_or_bowel_new"))),
    "E8": (noted((2 * DAY, "hard_exercise"), (0, "unsure pain=6", "thigh")), noted((0, "urine_like_cola"))),
    "E9": (noted((0, "both_legs_swollen heat")),),
    "E10": (
        noted((0, "limb_cold_or_pale_sudden=10", "finger")),
        noted((0, "limb_cold_or_pale_sudden=15 numb", "foot")),
        noted((0, "cramp=2 pain=7", "calf")),
        noted((0, "limb_cold_or_pale_sudden pain=4", "foot")),
    ),
    "E11": (noted((2 * DAY, "hard_exercise"), (0, "unsure tight pain=4", "thigh")),),
    "E12": (
        noted((8, "drink=500 heat"), (2, "drink=500"), (0, "bad_headache")),
        noted((1.5, "drink=800"), (0.5, "drink=800"), (0, "confused")),
        noted((1.5, "drink=800"), (1, "drink"), (0.5, "drink=800"), (0, "confused")),
        noted((5, "drink=900"), (2, "drink=900"), (0, "confused")),
    ),
    "E13": (noted((0, "cramp heat", "calf")),),
    "E14": (noted((0, "jaw_stiff")), noted((70 * DAY, "wound"), (0, "cramp", "calf"))),
    "E15": (
        noted((0, "both_legs_weak hard_exercise")),
        noted((300 * DAY, "both_legs_weak"), (0, "both_legs_weak getting_worse")),
    ),
    "E16": (noted((0, "jerking")), noted((0, "jerking not_aware"), profile="epilepsy_with_plan")),
    "E17": (noted((7 * DAY, "medicine_new"), (0, "twitch", "eyelid")),),
    "E18": (noted((0, "unsure tight long_sitting", "jaw")),),
    "E19": (
        noted((0, "cramp heart_uneven=1 pain=7", "calf")),
        noted((0, "cramp heart_uneven=5", "calf")),
    ),
    "E20": (noted((0, "spasm", "thigh"), profile="spinal_cord_injury"),),
    "E21": (noted((2, "bite_or_sting"), (0, "twitch", "eyelid")),),
    "E22": (
        noted((0, "cramp at_night", "calf"), profile="pregnant"),
        noted((0, "bleeding belly_pain=9")),
    ),
    "E23": (noted((0, "spasm strain pain=6", "back")),),
    "E24": (noted((0, "twitch", "eyelid")),),
    "E25": (
        noted((30 * DAY, "injury", "head"), (0, "numb", "hand")),
        noted((DAY, "injury", "neck"), (0, "unsure pain=3", "neck")),
    ),
    "E26": (noted((0, "twitch", "eyelid")),),
    "D1": (noted((DAY, "cramp", "calf"), (0, "pain_next_day=2", "calf")), noted((0, "both_legs_swollen"))),
    "D2": (noted((0, "cramp=3 pain=2", "calf")), noted((0, "cramp=12", "calf"))),
    "D3": (noted((30 * DAY, "poison"), (0, "cramp", "calf")),),
    "D4": (noted((0, "spasm", "neck")), noted((2 * DAY, "medicine_new"), (0, "twitch", "eyelid"))),
    "D5": (noted((0, "cramp one_side_weak", "calf")),),
    "D6": (
        noted((0, "cramp=2 at_night", "calf"), profile="statin"),
        noted((3, "cramp pain=4", "calf"), (0, "cramp pain=3", "left calf"), profile="statin"),
        noted((DAY, "hard_exercise"), (0, "unsure pain=4", "thigh", "calf"), profile="statin"),
    ),
    "D7": (
        noted((0.2, "breathing_routine"), (0, "tingling_lips_or_fingers=5", "finger")),
        noted((0, "cramp tingling_lips_or_fingers=10", "hand")),
    ),
    "D8": (noted((0, "diarrhoea cramp", "calf")),),
    "D9": (noted((0, "numb", "hand")),),
    "D10": (
        noted((DAY, "cramp=2 at_night", "calf"), (0, "cramp=2 at_night", "calf")),
        noted(
            (14.5, "cramp at_night eases_hanging_down", "foot"),  # 23:30
            (12.5, "cramp at_night eases_hanging_down", "foot"),  # 1:30
        ),
    ),
    "D11": (noted((0, "cannot_bear_weight=10 cramp", "calf")), noted((0, "unsure", "knee"))),
    "D12": (
        noted((0, "spasm exertion", "back")),
        noted((1, "routine_begun", "neck"), (0, "fever")),
        noted((0, "cramp", "calf"), profile="cancer"),
    ),
    "D13": (noted((0, "cramp", "calf"), profile="pregnant"),),
    "D14": (noted((0, "spasm tight", "thigh"), profile="spasticity"),),
    "D15": (noted((0, "cramp with_a_period pain=5")),),
    "D16": (noted((2 * DAY, "hard_exercise"), (0, "unsure pain=5", "thigh")),),
    "B1": (
        daily(tuple(range(9)), "twitch", "eyelid"),
        daily((0, 31), "twitch", "eyelid"),
        daily((0, 2, 5, 9, 12, 14), "twitch", "eyelid"),
        noted(
            *((day * DAY, "twitch", "calf") for day in (15, 12, 9)),
            *((day * DAY, "twitch", "eyelid") for day in (5, 2, 0)),
        ),
    ),
    "B2": (
        noted((0, "hard_exercise twitch", "left calf", "right calf")),
        noted((0, "twitch", "left eyelid", "right eyelid")),
        noted(*((day * DAY, "twitch", "calf") for day in (9, 6, 3)), (0, "twitch", "eyelid")),
    ),
    "B3": (
        noted((0, "twitch tiredness", "calf")),
        noted((DAY, "twitch", "calf"), (0, "weak_next_day", "thigh")),
        noted((DAY, "twitch", "calf"), (0, "weak_next_day @n0", "thigh")),
    ),
    "B4": (daily((30, 31, 32, 33, 34), "cramp", "calf"), daily((0, 1, 2, 3, 4), "cramp", "calf")),
    "B5": (noted((0, "cramp=2 pain=7 at_night", "calf")),),
    "B6": (
        noted((20, "cramp=2", "calf"), (0, "pain_next_day=2", "calf")),
        noted((0, "cramp=10", "calf")),
    ),
    "B7": (noted((0, "cramp weak", "calf")),),
    "B8": (noted((0, "cramp visible_movement", "calf")),),
    "B9": (
        noted((0, "cramp sleep_lost", "calf")),
        noted(
            *((week * WEEK + 12 + hours, "cramp sleep_lost", "calf") for week in (1, 0) for hours in (3, 1))
        ),
    ),
    "B10": (
        noted((0, "numb", "arm")),
        noted((DAY, "numb", "arm"), (13, "numb", "arm"), (1, "numb", "arm")),  # the last two on one day
    ),
    "B11": (
        noted((0, "twitch", "eyelid")),
        noted((90 * DAY, "cramp", "calf"), (20 * DAY, "medicine_new"), (0, "cramp", "calf")),
        noted((90 * DAY, "cramp", "calf"), (20 * DAY, "medicine_new"), (0, "spasm", "calf")),
        noted((90 * DAY, "cramp", "calf"), (20 * DAY, "medicine_new"), (0, "unsure", "calf")),
        noted((57 * DAY, "medicine_new"), (0, "twitch", "eyelid")),
    ),
    "B12": (noted((0, "cramp when_walking_gone_with_rest", "calf")), noted((0, "cramp at_night", "calf"))),
    "B13": (daily(tuple(range(7)), "twitch", "eyelid"),),
    "B14": (noted((DAY, "stiff_neck"), (0, "stiff_neck twisted_posture")),),
    "B15": (
        noted((0, "twitch tiredness", "calf")),
        noted((0, "rhythmic_beating_on_stretch"), profile="spasticity"),
    ),
    "B16": (noted((0, "cramp", "calf")),),
    "B17": (
        daily((0, 28), "cramp with_a_period"),
        noted((DAY, "cramp with_a_period new_or_stronger"), (0, "task_not_done @n0")),
        daily((0, 28), "cramp task_not_done", "calf"),
    ),
    "B18": (noted((0, "exercise_given_up")),),
    "B19": (noted((0, "cramp", "calf")),),
    "B20": (noted((0, "both_legs_swollen heat")),),
    "B21": (noted((DAY, "cramp", "calf"), (0, "cramp", "calf")),),
    "B22": (noted((0, "shaking_at_rest caffeine")),),
    "S1": (noted((0, "cramp at_night", "calf")),),
    "S2": (noted((0, "tingling", "hand")),),
    "S5": (
        noted(*((hour / 10, "cramp at_night", "calf") for hour in range(4, -1, -1))),
        noted(*((hour / 10, "twitch", "eyelid") for hour in range(6, -1, -1))),
    ),
    "S6": (noted((0, "drink=250")),),
    "S8": (noted((0, "jerking not_aware")),),
}
"""After no note of these histories the row fires."""
