"""Fifty days as a person lives them, and what the coach counts of them against a list of what happened.

The list is counted in the plainest way.
"""

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import pytest

from coach.commands.upcoming import load_resolved_plan
from commands.lived_days import AWAY, BERLIN, DAYS, FIRST, PAIN, TOKYO, Life

TITLES = {
    "desk-neck": "Desk neck and shoulders",
    "evening": "Evening",
    "eyes-far": "Eyes into the distance",
    "office-3": "A few minutes at the desk",
}


def expected(entries, first, last):
    """The document of `coach stats`, counted in the plainest way."""
    these = [(what, amount) for day, what, amount in entries if first <= day <= last]
    count = Counter()
    for what, amount in these:
        for length in range(1, len(what) + 1):
            count[what[:length]] += amount
    episodes = [what for what, _ in these if what[0] == "episode"]
    reminders = [what for what, _ in these if what[0] == "reminder"]
    prescribed = Counter(what[1] for what in reminders if what[3] != "off")
    routines = {what[1] for what, _ in these if what[0] == "confirmed"} | set(prescribed)
    return {
        "since": first.isoformat(),
        "until": last.isoformat(),
        "days": len({day for day, _, _ in entries if first <= day <= last}),
        "sessions": {
            "confirmed": count["confirmed",],
            "led": count["led",],
            "part": count["part",],
            "rehearsals": count["rehearsal",],
        },
        "routines": [
            {
                "routine": each,
                "title": TITLES[each],
                "prescribed": prescribed[each],
                "confirmed": count["confirmed", each],
            }
            for each in sorted(routines)
        ],
        "reminders": dict(Counter(what[2] for what in reminders)),
        "episodes": {
            "count": len(episodes),
            "by_kind": dict(Counter(what[1] for what in episodes)),
            "by_area": dict(Counter(what[3] for what in episodes)),
            "by_hour": dict(Counter(what[2] for what in episodes)),
            "before": dict(Counter(what[4] for what in episodes)),
            "helped": dict(Counter(what[5] for what in episodes)),
        },
        "pain": {
            what[1]: {"title": TITLES[what[1]], **PAIN[what[1]]} for what, _ in these if what[0] == "pain"
        },
        "water_ml": count["water",],
        "caffeine_mg": count["caffeine",],
    }


def check_report(life, entries, first, last):
    """The page and its JSON say what the list says, counted in the plainest way by days of the calendar."""
    life.run("report", "-o", "r.json", "--since", str(first), "--until", str(last))
    tree = json.loads(Path("r.json").read_text("utf-8"))
    noted = [
        (at.astimezone(BERLIN), what, amount)
        for at, what, amount in life.ledger
        if what[0] in ("episode", "sign", "caffeine", "water")
        and first <= at.astimezone(BERLIN).date() <= last
    ]
    cramps = [(at, what) for at, what, _ in noted if what[0] == "episode"]
    days = {at.date() for at, _ in cramps}
    assert tree["noted_days"] == len({at.date() for at, _, _ in noted})
    (kind,) = tree["kinds"]
    assert (kind["kind"], kind["count"], kind["days"], kind["left"]) == (
        "cramp",
        len(cramps),
        len(days),
        len(cramps),
    )
    assert kind["first"] == "2026-10-08"
    assert kind["pain"] == {"count": len(cramps), "median": 7, "highest": 7}
    assert kind["minutes"] == {"count": len(cramps), "median": 2, "highest": 2}
    assert kind["hours"] == [sum(at.hour == hour for at, _ in cramps) for hour in range(24)]
    assert tree["areas"] == [
        {"name": "calf", "count": len(cramps), "left": len(cramps), "right": 0, "no_side": 0}
    ]
    for name, place in (("before", 4), ("helped", 5)):
        mine = Counter(what[place] for _, what in cramps)
        assert {each["name"].removeprefix("helped_"): each["count"] for each in tree[name]} == dict(mine)
    assert tree["helped_episodes"] == len(cramps)
    assert tree["helped_otherwise"] == ["a warm bath"]
    for name, counted in (("caffeine_taken", "caffeine"), ("drink", "water")):
        by_day = Counter()
        for at, what, amount in noted:
            by_day[at.date()] += amount if what[0] == counted else 0
        amounts = [amount for amount in by_day.values() if amount]
        spread = {"count": len(amounts), "median": median(amounts), "highest": max(amounts)}
        assert tree["amounts"][name] == spread
    chosen = [at for at, what, _ in noted if what[0] == "sign"]
    assert [(each["name"], each["count"]) for each in tree["signs"]] == [("worries_me", 1)] * len(chosen)
    assert [each["shown"] for each in tree["flags"]] == [[at.isoformat()] for at in chosen]
    mine = expected(entries, first, last)
    answers = Counter(what[1] for day, what, _ in entries if what[0] == "pain" and first <= day <= last)
    lines = {each["routine"]: each for each in tree["programme"]}
    parts = Counter(what[1] for day, what, _ in entries if what[0] == "part" and first <= day <= last)
    assert {name: line["part"] for name, line in lines.items() if line["part"]} == dict(parts)
    assert set(lines) == {each["routine"] for each in mine["routines"]} | set(parts)
    for each in mine["routines"]:
        line, name = lines[each["routine"]], each["routine"]
        assert (line["prescribed"] or 0, line["confirmed"]) == (each["prescribed"], each["confirmed"]), name
        for when in ("before", "after"):
            pain = PAIN[name][when] if answers[name] else None
            assert line[f"pain_{when}"] == {"count": answers[name], "median": pain, "highest": pain}
    life.run("report", "-o", "r.html", "--since", str(first), "--until", str(last))
    page = Path("r.html").read_text("utf-8")
    length = (last - first).days + 1
    assert f"Self-noted on {tree['noted_days']} of {length} days; not verified;" in page
    assert f"<td>{len(cramps)} on {len(days)} days</td>" in page
    assert f"Noted for {len(cramps)} of {len(cramps)} episodes: " in page
    evening = lines["evening"]
    assert (
        f"Evening: confirmed {evening['confirmed']}, not prescribed in these days;"
        f" pain before median 4, highest 4 ({answers['evening']} answers),"
        f" after median 1, highest 1 ({answers['evening']} answers)"
    ) in page


@pytest.mark.real  # some thousand events, each synced to the disk
def test_fifty_days_are_what_happened_to_the_number(monkeypatch, tmp_path):
    """Reminders answered in every way, notes, undo, days off, a change of the clocks and a journey."""
    monkeypatch.chdir(tmp_path)
    life = Life(monkeypatch)
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        zone = TOKYO if number in AWAY else BERLIN
        if zone is not life.zone:
            life.zone = zone
            life.write_plan()
            life.perform(life.engine.use_plan(load_resolved_plan(life.home)))
        life.live(number, day)
    entries = list(life.entries(BERLIN))
    last = FIRST + timedelta(days=DAYS - 1)
    for first, end in ((FIRST, last), (date(2026, 10, 24), date(2026, 10, 26)), (date(2026, 11, 3), last)):
        found = json.loads(life.run("stats", "--json", "--since", str(first), "--until", str(end)))
        assert found == expected(entries, first, end)
    check_report(life, entries, FIRST, last)
    check_report(life, entries, date(2026, 11, 3), last)
    results = found["reminders"]
    assert set(results) == {"confirmed", "led", "left-out", "skipped", "unanswered"}
    life.journal.close()
