"""The first page of a report: what each row says, in plain English, and that it has room on one sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coach.care.model import Dose, Entered, Fact, Place
from coach.care.rules import NOTHING_ON_THE_LIST
from coach.pages.report import ReportSource, RoutineLine, Spread, redacted
from coach.pages.report_counts import report_of
from coach.pages.report_document import SIZES, document_of, report_json, report_page
from pages.test_report import MADE, RULES, SINCE, UNTIL, full, note


def rows(source: ReportSource) -> dict[str, tuple[str, ...]]:
    """The lines of each row below the pattern, by its heading."""
    return dict(document_of(report_of(source, RULES, SINCE, UNTIL, MADE), RULES).rows)


def test_what_helped_is_counted_by_episode():
    """A choice counts once for an episode, beside the number of episodes with any note."""
    source = ReportSource(
        notes=(
            note("a", MADE - timedelta(days=1), Fact("cramp"), Fact("helped_heat")),
            note("b", MADE - timedelta(days=1), Fact("helped_heat"), Fact("helped_rest"), episode="a"),
            note("c", MADE, Fact("cramp"), Fact("helped_heat")),
            replace(
                note("d", MADE, Fact("cramp"), Fact("helped_something_else")), own_words="A warm bath, <b>"
            ),
            note("e", MADE, Fact("twitch")),
        )
    )
    report = report_of(source, RULES, SINCE, UNTIL, MADE)
    assert [(each.name, each.count, each.days) for each in report.helped] == [
        ("helped_heat", 2, 2),
        ("helped_rest", 1, 1),
        ("helped_something_else", 1, 1),
    ]
    assert rows(source)["What helped, as noted"] == (
        "Noted for 3 of 4 episodes: heat 2, rest 1, something else 1.",
        'In their own words: "A warm bath, <b>".',
    )
    assert "bath" not in report_page(redacted(report), RULES) + report_json(redacted(report))


def test_medicines_and_conditions_have_their_days():
    """Medicines and conditions have their days; ended ones are only behind, and redacted ones wordless."""
    source = ReportSource(
        medicines=(
            Entered(
                name="Secretol", doses=(Dose("5 mg", date(2026, 9, 1)), Dose("10 mg", date(2026, 10, 9)))
            ),
            Entered(name="Oldsecret", doses=(Dose("", date(2025, 1, 1)),), until=date(2026, 10, 3)),
            Entered(name="Newsecret", until=date(2026, 10, 4)),
        ),
        conditions=(Entered(name="Secret illness"),),
        entries=frozenset({"statin", "pregnant", "dialysis"}),
    )
    report = report_of(source, RULES, SINCE, UNTIL, MADE)
    found = rows(source)
    assert found["Medicines"] == (
        "Secretol: 5 mg since 1 Sep 2026, 10 mg since 9 Oct 2026",
        "Newsecret: no first day entered, until 4 Oct 2026",
        "Takes a statin (no days entered).",
    )
    assert found["Conditions, pregnancy"] == ("Pregnant; Secret illness: no first day entered; Dialysis.",)
    details = [item for section in document_of(report, RULES).details for item in section.items]
    assert "Oldsecret: since 1 Jan 2025, until 3 Oct 2026" in details
    text = report_page(redacted(report), RULES) + report_json(redacted(report))
    assert "ecret" not in text.replace("ecretion", "")
    assert "Medicine 1: since 1 Sep 2026, since 9 Oct 2026" in text


@pytest.mark.parametrize(("facts", "shown"), [((), True), (("felt_pop",), False)])
def test_the_line_for_nothing_on_the_list(facts, shown):
    """The line for nothing is shown only where no sign was chosen and no row fired."""
    source = ReportSource(notes=(note("a", MADE, Fact("cramp"), *map(Fact, facts)),))
    footer = document_of(report_of(source, RULES, SINCE, UNTIL, MADE), RULES).footer
    assert footer[0] == "Self-noted on 1 of 30 days; not verified; no entry does not mean no cramp."
    assert (RULES.rule(NOTHING_ON_THE_LIST).caution in footer) is shown


def test_an_order_of_the_past_is_not_given_on_paper():
    """The first page has each row that fired in its form with the condition first."""
    document = document_of(report_of(full(4), RULES, SINCE, UNTIL, MADE), RULES)
    assert (
        document.flags.lines[0] == f"Emergency, shown on 2 Nov 2026, 1 Nov 2026: {RULES.rule('E1').caution}"
    )
    assert not any("call your emergency number now" in line.lower() for line in document.flags.lines)


def test_what_a_clinician_reads_is_plain_english():
    """Counts have singular and plural, days one form, and what was not noted is said in a sentence."""
    source = ReportSource(
        notes=(
            note(
                "a",
                MADE,
                Fact("cramp", 2.0),
                Fact("pain", 6.0),
                Fact("weak"),
                places=(Place("calf", "left"),),
            ),
            note("b", MADE - timedelta(days=3), Fact("weak"), Fact("alcohol"), Fact("sleep_lost")),
            note("c", MADE, Fact("asked_next_day"), Fact("pain_next_day", 3.0), episode="a"),
            note("d", MADE, Fact("caffeine_taken", 80.0), Fact("medicine_new")),
        ),
        questions=("May I run?",),
        programme=(
            RoutineLine(
                routine="r", title="Calves", prescribed=1, confirmed=1, part=1, pain_after=Spread(1, 4.0, 4.0)
            ),
            RoutineLine(
                routine="s",
                title="Feet",
                prescribed=None,
                confirmed=3,
                pain_before=Spread(2, 4.5, 5.0),
                pain_after=Spread(3, 2.0, 4.0),
            ),
        ),
    )
    document = document_of(report_of(source, RULES, SINCE, UNTIL, MADE), RULES)
    assert dict(document.rows) == {
        "Weakness, numbness, swelling, change": (
            "Weakness: 2 times, last on 2 Nov 2026.",
            "Nothing noted of numbness, swelling, change.",
        ),
        "Sleep, tasks, exercise given up": (
            "Sleep lost: once on 30 Oct 2026; Pain the next day, 0 to 10: 3 (1 answer).",
        ),
        "Medicines": ("Noted: A new medicine on 2 Nov 2026.",),
        "Conditions, pregnancy": ("None entered.",),
        "Caffeine, alcohol": ("Caffeine: 80 mg a day, noted on 1 day; Alcohol: noted once on 30 Oct 2026.",),
        "What helped, as noted": ("Nothing noted.",),
        "Questions": ("1. May I run?",),
        "Programme": (
            "Calves: confirmed 1 of 1 prescribed, 1 in part; pain after 4 (1 answer)",
            (
                "Feet: confirmed 3, not prescribed in these days; pain before median 4.5, highest 5 (2"
                " answers), after median 2, highest 4 (3 answers)"
            ),
        ),
    }
    assert document.pattern == (
        ("First noted", "2 Nov 2026"),
        ("Episodes", "1 on 1 day"),
        ("Days a week", "0.2"),
        ("Most often", "18:00 to 19:00 (1)"),
        ("Length", "2 min"),
        ("Pain, 0 to 10", "6"),
        ("Side", "1 left, 0 right, 0 not noted"),
    )
    assert document.areas == ("Calf: 1 (1 left)",)


@pytest.mark.parametrize("episodes", [0, 3, 40, 400])
def test_the_type_stays_legible(episodes):
    """Eight points at least: where there is more than has room in that, the rest goes behind."""
    source = full(episodes)
    words = "w" * 80
    medicines = tuple(
        Entered(name=f"{number}{words}", doses=(Dose(words, SINCE), Dose(words[1:], UNTIL)))
        for number in range(20)
    )
    source = replace(source, medicines=medicines, conditions=medicines)
    document = document_of(report_of(source, RULES, SINCE, UNTIL, MADE), RULES)
    assert document.size in SIZES
    assert min(SIZES) >= 8
    behind = [item for section in document.details for item in section.items]
    assert all(any(each.name in item for item in behind) for each in medicines)


def test_an_ordinary_page_is_in_large_type():
    """A few episodes do not make the type smaller."""
    source = ReportSource(
        notes=tuple(note(f"n{day}", MADE - timedelta(days=day), Fact("cramp")) for day in range(9))
    )
    assert document_of(report_of(source, RULES, SINCE, UNTIL, MADE), RULES).size == max(SIZES)
