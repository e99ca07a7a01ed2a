"""The fields of the list of signs: what `sign_rules.yaml` may say, with its types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from coach.care.model import LEVELS, Again, Measure
from coach.clock_times import parse_window
from coach.document import Fields
from coach.fields.reading import read_fields, with_corrected_names
from coach.fields.scalar_types import Choices, Duration, FormatNumber, ParsedText, WholeNumber, YesOrNo
from coach.fields.structured_types import ListOf, Nested, PlainText
from coach.fields.table import Field, FieldType, Table

if TYPE_CHECKING:
    from coach.document import Node
    from coach.fields.findings import Findings

_HOUR, _MINUTE = 3600.0, 60.0
_LONGEST_DAYS = 400
_TEXT = PlainText()
_NAMES = ListOf(PlainText("a name"), least=1)
_COUNT = WholeNumber(1, 100)
_DAYS = WholeNumber(1, _LONGEST_DAYS, "days")
_YES = YesOrNo()
_TIME = Duration(1, 100 * _HOUR)
_KINDS = ("all", "any", "not", "fact", "areas", "profile", "first")


@dataclass(frozen=True, slots=True)
class ConditionType(FieldType):
    """A condition: its fields' values by name, with the conditions inside it read in the same way."""

    @property
    def wanted(self) -> str:
        """The fields that make a condition."""
        return f"a condition with one of {', '.join(_KINDS)}"

    def read(self, node: Node, declared: Field, findings: Findings) -> dict[str, Any] | None:
        """The values of the valid fields; None if it is no condition."""
        if not isinstance(node, Fields):
            findings.error(
                node, "wrong-shape", f"'{declared.name}' must be {self.wanted}", declared.example_hint
            )
            return None
        values = read_fields(with_corrected_names(node, CONDITION, findings), CONDITION, findings)
        kinds = [kind for kind in _KINDS if kind in values]
        message = ""
        if len(kinds) != 1 and kinds != ["fact", "areas"]:
            message = f"a condition has one of {', '.join(_KINDS)}"
        elif ("first" in values) != ("after" in values):
            message = "'first' and 'after' go together"
        if message:
            findings.error(node, "wrong-shape", message, declared.example_hint)
            return None
        return values


_CONDITION = ConditionType()
_CONDITIONS = ListOf(_CONDITION, least=1)
_EXAMPLE = "{fact: chest_pressure}"

CONDITION = Table(
    "a condition",
    (
        Field("all", _CONDITIONS, "Each of these is true.", f"[{_EXAMPLE}]"),
        Field("any", _CONDITIONS, "At least one of these is true.", f"[{_EXAMPLE}]"),
        Field("not", _CONDITION, "This is not true.", _EXAMPLE),
        Field("fact", _NAMES, "A note has one of these facts, or of the facts of these groups.", "fever"),
        Field("profile", _NAMES, "The profile holds one of these entries.", "pregnant"),
        Field("first", _NAMES, "The first note of one of these facts came after a note of `after`.", "cramp"),
        Field("after", _NAMES, "What came before the first note.", "medicine_new"),
        Field(
            "areas",
            _NAMES,
            "Only notes of one of these groups of areas count; without `fact`, whatever was noted there.",
            "leg",
        ),
        Field("beside", _NAMES, "Only notes of an episode with one of these facts count.", "at_night"),
        Field("at_least", WholeNumber(1, 10_000), "The amount is at least this.", "7"),
        Field("lasting", _TIME, "It has lasted at least this long.", "10 min"),
        Field("over", _TIME, "It has lasted longer than this.", "10 min"),
        Field("within", _TIME, "How long ago it may be; `together` unless written.", "48 h"),
        Field("within_days", _DAYS, "The same in days.", "30"),
        Field("days", _COUNT, "On at least this many days.", "3"),
        Field("by_night", _YES, "Days run from noon to noon, so that a night is one.", "yes"),
        Field("notes", _COUNT, "In at least this many notes.", "2"),
        Field("areas_noted", _COUNT, "In at least this many areas, each on that many `days`.", "2"),
        Field("places", _COUNT, "In at least this many places; left and right are two.", "2"),
        Field("spanning_days", _DAYS, "More days than this lie between the first and the last note.", "14"),
        Field("days_a_week", _COUNT, "On at least this many days of each week.", "2"),
        Field("weeks", _COUNT, "For this many weeks running.", "4"),
        Field("a_day", _COUNT, "At least this many notes a day.", "6"),
        Field("days_running", _COUNT, "On this many days running.", "3"),
        Field("total_over", WholeNumber(1, 100_000), "The amounts add up to more than this.", "1600"),
        Field("during", _TIME, "Within this time.", "2 h"),
        Field("same_area", _YES, "All of that in one area.", "yes"),
    ),
)

OPTION = Table(
    "an option",
    (
        Field("id", PlainText("a name"), "Its name.", "fever", is_required=True),
        Field("label", _TEXT, "What a person reads.", "Fever", is_required=True),
        Field(
            "measured",
            Choices(get_args(Measure)),
            "Its measure.",
            "minutes",
        ),
    ),
)
_OPTIONS = ListOf(Nested(OPTION, dict), least=1, meaning="a list of options", most=200)
LINE = Table(
    "a line",
    (
        Field("title", _TEXT, "What the line says.", "The muscle", is_required=True),
        Field("signs", _OPTIONS, "The signs behind it.", "[…]", is_required=True),
    ),
)
GROUP = Table(
    "a group",
    (
        Field("id", PlainText("a name"), "Its name.", "any_episode", is_required=True),
        Field("facts", _NAMES, "Its facts.", "[cramp, twitch]", is_required=True),
    ),
)
AREAS = Table(
    "a group of areas",
    (
        Field("group", PlainText("a name"), "Its name.", "leg", is_required=True),
        Field("areas", _NAMES, "Its areas.", "[calf, shin]", is_required=True),
    ),
)
RULE = Table(
    "a rule",
    (
        Field("id", PlainText("a name"), "Its name, which never changes.", "E1", is_required=True),
        Field(
            "level",
            Choices(LEVELS),
            "How urgent it is.",
            "book",
            is_required=True,
        ),
        Field("confirmed", _YES, "Whether a public source stands behind it.", "yes", is_required=True),
        Field("caution", _TEXT, "The text with the condition first.", "If …", is_required=True),
        Field("order", _TEXT, "The text with the order first.", "Stop.", is_required=True),
        Field("facts", _TEXT, "The facts that fire it, in words.", "chest_pressure", is_required=True),
        Field("basis", _TEXT, "Its sources.", "NHS", is_required=True),
        Field("neighbours", _TEXT, "Similar cases in which it stays silent.", "…"),
        Field(
            "fires", _CONDITION, "When it fires; without this, the program decides when to show it.", _EXAMPLE
        ),
        Field("caution_when", _CONDITION, "When only its caution is shown.", _EXAMPLE),
        Field("unless", _TEXT, "The rule that takes its place.", "E13"),
        Field("stands_for", _TEXT, "The rule whose place and level it takes.", "E16"),
        Field("again", Choices(get_args(Again)), "When it is shown once more.", "never"),
        Field("with_fluid_limit", _TEXT, "Its text for a person with a limit for drinks.", "…"),
        Field("long_ago", _TEXT, "Its text where the sign was more than `long_ago_days` ago.", "…"),
    ),
)
SIGN_RULES = Table(
    "a list of signs",
    (
        Field("format", FormatNumber(), "The file's format.", "1", is_required=True),
        Field("version", WholeNumber(1, 10_000), "Goes up with each change.", "1", is_required=True),
        Field(
            "just_now",
            _TIME,
            "How long ago a sign may have begun for its order to come first.",
            "24 h",
            is_required=True,
        ),
        Field("together", _TIME, "Facts within this time belong together.", "24 h", is_required=True),
        Field("long_ago_days", _DAYS, "After so many days a sign is long ago.", "30", is_required=True),
        Field("again_after_days", _DAYS, "After so many days a line is shown again.", "30", is_required=True),
        Field(
            "one_episode",
            Duration(1, _HOUR),
            "Notes within this time belong to one episode.",
            "60 s",
            is_required=True,
        ),
        Field(
            "night",
            ParsedText(parse_window, "window", "a time range"),
            "When it is night.",
            '"22:00-07:00"',
            is_required=True,
        ),
        Field("night_line", _TEXT, "What a same-day text adds at night.", "…", is_required=True),
        Field("unknown_number", _TEXT, "What stands for a number not entered.", "…", is_required=True),
        Field("areas", ListOf(Nested(AREAS, dict), least=1), "The areas.", "[…]", is_required=True),
        Field("lines", ListOf(Nested(LINE, dict), least=1), "The nine lines.", "[…]", is_required=True),
        Field("facts", _OPTIONS, "What a note holds besides signs.", "[…]", is_required=True),
        Field(
            "groups", ListOf(Nested(GROUP, dict), least=1), "Facts under one name.", "[…]", is_required=True
        ),
        Field("profile", _OPTIONS, "What a profile can hold.", "[…]", is_required=True),
        Field(
            "rules",
            ListOf(Nested(RULE, dict), least=1, most=200, meaning="a list of rules"),
            "The rows.",
            "[…]",
            is_required=True,
        ),
    ),
)
