"""For every row of the list of signs: histories at which it fires."""

from __future__ import annotations

from care.histories import DAY, History, daily, noted

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
