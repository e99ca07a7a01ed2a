"""For every row of the list of signs: histories like those at which it fires, at which it stays silent."""

from __future__ import annotations

from care.histories import DAY, WEEK, History, daily, noted

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
