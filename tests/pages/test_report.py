"""The report: its counts are those of the journal, and what a person wrote is text on it."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from coach.care.model import Fact, Note, Place
from coach.care.reading import sign_rules
from coach.journal.notes import RecordedFlag, note_event, read_notes
from coach.journal.store import Journal
from coach.pages.body_chart import SPOTS, body_chart
from coach.pages.report import ReportSource, RoutineLine, redacted
from coach.pages.report_counts import report_of
from coach.pages.report_document import report_json, report_page
from coach.testing import FakeClock

RULES = sign_rules()
SINCE, UNTIL = date(2026, 10, 4), date(2026, 11, 2)
MADE = datetime(2026, 11, 2, 18, tzinfo=UTC)
FACTS = [option.id for option in (*RULES.signs, *RULES.facts)]
AREAS = sorted(area for group in RULES.areas.values() for area in group)


def note(name: str, began: datetime, *facts: Fact, places: tuple[Place, ...] = (), episode: str = "") -> Note:
    """A note with that id."""
    return Note(id=name, began=began, facts=facts, places=places, episode=episode)


@st.composite
def notes(draw):
    """Notes in and around the period, some of one episode."""
    found: list[Note] = []
    for number in range(draw(st.integers(0, 12))):
        names = draw(
            st.lists(st.sampled_from(["cramp", "twitch", "unsure", "pain", *FACTS]), max_size=4, unique=True)
        )
        amounts = {name: draw(st.none() | st.integers(0, 10).map(float)) for name in names}
        places = draw(
            st.lists(
                st.builds(Place, st.sampled_from(AREAS), st.sampled_from(["left", "right", ""])),
                max_size=3,
                unique=True,
            )
        )
        minutes = draw(st.integers(-5 * 1440, 35 * 1440))
        found.append(
            note(
                f"n{number}",
                datetime(2026, 10, 4, tzinfo=UTC) + timedelta(minutes=minutes),
                *(Fact(name, amount) for name, amount in amounts.items()),
                places=tuple(places),
                episode=draw(st.sampled_from(["", *(each.in_episode for each in found)])),
            )
        )
    return tuple(found)


@given(notes())
def test_the_totals_are_those_of_the_notes(found):
    """Days, episodes, hours, pain and sides equal what a plain count over the notes gives."""
    report = report_of(ReportSource(notes=found), RULES, SINCE, UNTIL, MADE)
    within = [each for each in found if SINCE <= each.began.date() <= UNTIL]
    assert report.noted_days == len({each.began.date() for each in within})
    groups: dict[str, list[Note]] = {}
    for each in found:
        groups.setdefault(each.in_episode, []).append(each)
    kinds, hours, pain = Counter(), Counter(), {}
    for group in groups.values():
        named = [
            (each.began, name)
            for each in group
            for name in ("cramp", "spasm", "twitch")
            if name in each.names
        ]
        unsure = [each.began for each in group if "unsure" in each.names]
        if not named and not unsure:
            continue
        began = min([at for at, _ in named] + unsure)
        if SINCE <= began.date() <= UNTIL:
            kind = named[-1][1] if named else "unsure"
            kinds[kind] += 1
            hours[began.hour] += 1
            answers = [
                f.amount for each in group for f in each.facts if f.name == "pain" and f.amount is not None
            ]
            if answers:
                pain.setdefault(kind, []).append(max(answers))
    assert {each.kind: each.count for each in report.kinds} == kinds
    assert report.hours == tuple(hours[hour] for hour in range(24))
    assert {each.kind: (each.pain.count, each.pain.median, each.pain.highest) for each in report.kinds} == {
        kind: (
            len(pain.get(kind, ())),
            median(pain[kind]) if kind in pain else None,
            max(pain.get(kind, ()), default=None),
        )
        for kind in kinds
    }
    assert sum(number for _, number, _ in report.weeks) == sum(kinds.values()) == len(report.episodes)
    assert re.findall(r"\b1 (?:days|times|answers|episodes)\b", report_page(report, RULES)) == []


def test_the_totals_equal_the_journal_in_sql(tmp_path):
    """An independent query over the journal's own table gives the same numbers."""
    clock = FakeClock(MADE)
    with Journal.open(tmp_path / "journal.sqlite3", clock) as journal:
        for number in range(60):
            began = datetime(2026, 9, 20, 3, tzinfo=UTC) + timedelta(hours=17 * number)
            kind = ("cramp", "twitch")[number % 3 == 0]
            facts = [Fact(kind, 2.0), Fact("pain", float(number % 9)), Fact("sleep_lost")][: 2 + number % 2]
            facts += [Fact(f"helped_{what}") for what in ("heat", "rest") if number % 4 == len(what) - 4]
            side = ("left", "right", "")[number % 3]
            journal.append(
                note_event(note(f"{number:032x}", began, *facts, places=(Place("calf", side),)), clock)
            )
        recorded = read_notes(journal, UTC, datetime(1970, 1, 1, tzinfo=UTC))
        report = report_of(ReportSource(notes=recorded.notes), RULES, SINCE, UNTIL, MADE)
        began = "substr(json_extract(data, '$.began'), 1, 10)"
        where = f"FROM events WHERE kind = 'note' AND {began} BETWEEN '{SINCE}' AND '{UNTIL}'"
        [(days,)] = journal.rows(f"SELECT count(DISTINCT {began}) {where}")
        by_kind = journal.rows(
            f"SELECT key, count(*), count(DISTINCT {began}), max(json_extract(data, '$.facts.pain'))"  # noqa: S608 — our own constants
            " FROM events, json_each(json_extract(data, '$.facts')) WHERE kind = 'note'"
            f" AND {began} BETWEEN '{SINCE}' AND '{UNTIL}' AND key IN ('cramp', 'twitch')"
            " GROUP BY key ORDER BY key"
        )
        [(lost,)] = journal.rows(
            f"SELECT count(*) {where} AND json_type(data, '$.facts.sleep_lost') IS NOT NULL"
        )
        helped = journal.rows(
            f"SELECT key, count(*), count(DISTINCT {began})"  # noqa: S608 — our own constants
            " FROM events, json_each(json_extract(data, '$.facts')) WHERE kind = 'note'"
            f" AND {began} BETWEEN '{SINCE}' AND '{UNTIL}' AND key GLOB 'helped_*' GROUP BY key ORDER BY key"
        )
        [(left,)] = journal.rows(f"SELECT count(*) {where} AND json_extract(data, '$.places[0][1]') = 'left'")
    assert report.noted_days == days
    assert [(each.kind, each.count, each.days, each.pain.highest) for each in report.kinds] == by_kind
    assert sorted((each.name, each.count, each.days) for each in report.helped) == helped
    assert report.helped_episodes == helped[0][1]
    assert (report.given_up[0].count, report.areas[0].left) == (lost, left)


def full(episodes: int = 400) -> ReportSource:
    """As much as a report can hold: episodes in twelve areas, all signs, medicines, questions, routines."""
    kinds = ("cramp", "spasm", "twitch", "unsure")
    found = [
        note(
            f"e{number}",
            datetime(2026, 10, 4, 3, tzinfo=UTC) + timedelta(minutes=97 * number),
            Fact(kinds[number % 4], 3.5),
            Fact("pain", float(number % 11)),
            *(Fact(name) for name in FACTS if name not in kinds and name != "pain"),
            places=(Place(AREAS[number % 12], ("left", "right", "")[number % 3]), Place("calf", "left")),
        )
        for number in range(episodes)
    ]
    flags = tuple(
        RecordedFlag(
            id=f"{rule.id}{day}",
            rule=rule.id,
            level=rule.level,
            text=rule.order,
            version=1,
            at=datetime(2026, 11, day, 3, tzinfo=UTC),
            episode="e1",
            note="e1",
        )
        for rule in RULES.rules
        for day in (1, 2)
    )
    programme = tuple(
        RoutineLine(
            routine=f"r{number}",
            title="A long title of a routine " * 3,
            prescribed=30,
            confirmed=number,
            is_own=True,
        )
        for number in range(30)
    )
    entries = frozenset(option.id for option in RULES.profile)
    return ReportSource(
        notes=tuple(found),
        flags=flags,
        entries=entries,
        questions=("W" * 140, "wide words " * 12, "?" * 140),
        programme=programme,
    )


def test_what_a_person_wrote_is_text():
    """No question or title can begin an element, in HTML or in a drawing."""
    bad = '"><script>alert(1)</script><svg onload=x>'
    source = ReportSource(
        questions=(bad,),
        programme=(RoutineLine(routine=bad, title=bad, prescribed=1, confirmed=1, is_own=True),),
        notes=(note("a", MADE, Fact("cramp"), Fact(bad), places=(Place(bad), Place("calf", bad))),),  # type: ignore[arg-type]
    )
    page = report_page(report_of(source, RULES, SINCE, UNTIL, MADE), RULES)
    assert "<script" not in page
    assert "<svg onload" not in page
    assert "&lt;script&gt;" in page


def test_redacted_leaves_out_what_was_written():
    """No question and no name of an own routine is left, in the page or in the JSON."""
    source = ReportSource(
        questions=("Secret question?",),
        programme=(
            RoutineLine(routine="secret-knee", title="Secret Knee", prescribed=2, confirmed=1, is_own=True),
            RoutineLine(routine="desk-neck", title="Desk neck", prescribed=2, confirmed=2),
        ),
    )
    report = redacted(report_of(source, RULES, SINCE, UNTIL, MADE))
    text = report_page(report, RULES) + report_json(report)
    assert "ecret" not in text
    assert "Desk neck: confirmed 2 of 2 prescribed" in text
    assert "Own routine 1: confirmed 1 of 2 prescribed" in text


def test_every_area_has_its_spot_and_every_side_its_place():
    """The person's right is on the left of the page in front, and on its right at the back."""
    assert set(SPOTS) == set(AREAS)
    marks = [
        str(body_chart({Place(area, side): 1})).split("<circle ")[1].split('"')[1]
        for area in ("thigh", "calf")
        for side in ("right", "", "left")
    ]
    assert marks == ["47", "62", "77", "213", "198", "183"]


def test_json_has_all_counts():
    """The JSON document can be read again, with the same figures."""
    report = report_of(full(40), RULES, SINCE, UNTIL, MADE)
    tree = json.loads(report_json(report))
    assert (tree["since"], tree["noted_days"], len(tree["episodes"])) == ("2026-10-04", report.noted_days, 40)
    assert [each["count"] for each in tree["kinds"]] == [10, 10, 10, 10]


def test_the_page_has_a_language_headings_and_texts_for_drawings():
    """A screen reader finds one first heading, the others below it in order, and a title for each drawing."""
    page = report_page(report_of(full(4), RULES, SINCE, UNTIL, MADE), RULES)
    assert page.count("<h1>") == 1
    assert (
        page.count("<svg")
        == page.count('role="img"')
        == page.count("<svg viewBox")
        == page.count("<title>") - 1
    )
    assert '<th scope="row">' in page
