"""The rules of the guide for authors as a table: what each finds, why that matters, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from coach.problems import Severity


class GuideRule(NamedTuple):
    """A rule of the guide: what it finds, why that matters, and what to write instead."""

    code: str
    severity: Severity
    finds: str
    reason: str
    remedy: str


GUIDE = (
    GuideRule(
        "claim",
        "warning",
        "a text that promises to cure, treat, prevent or ease something",
        "a routine is no treatment, and regulators read all texts of a product together",
        "say what is done, not what it does: 'a few minutes for the calves before bed'",
    ),
    GuideRule(
        "order",
        "warning",
        "an order against comfort",
        "a voice that cannot see the person must not push on",
        "invite instead: 'only as far as feels easy'",
    ),
    GuideRule(
        "medicine",
        "warning",
        "a medicine or supplement in a text",
        "whether to take one is for a clinician to say, to one person",
        "leave it out; 'not_for' may name those with which a routine is left out",
    ),
    GuideRule(
        "drink-amount",
        "warning",
        "an amount to drink",
        "a clinician's fluid limit comes first, and nobody hears it from a file",
        "write 'a few sips if you are thirsty'",
    ),
    GuideRule(
        "hold-long",
        "warning",
        "a stretch held for over a minute",
        "10 to 30 s are recommended, for older people 30 to 60 s (Garber et al. 2011)",
        "name the source of this dose in 'sources', or check the unit",
    ),
    GuideRule(
        "stretch-total",
        "warning",
        "one stretch of over four minutes a side",
        "gains level off at about 4 min a session for each muscle (Ingram et al. 2024)",
        "check 'hold', 'reps' and 'sets' against what you prescribe",
    ),
    GuideRule(
        "stretch-seldom",
        "warning",
        "stretching on one day a week",
        "at least two or three days a week are recommended (Garber et al. 2011)",
        "check 'dose' against what you prescribe",
    ),
    GuideRule(
        "breath-cycles",
        "warning",
        "more than four cycles with a breath hold of seven seconds or more",
        "four are the most at first (the 4-7-8 pattern, docs/evidence.md)",
        "check 'cycles' against what you prescribe",
    ),
    GuideRule(
        "breath-hold",
        "warning",
        "a breath hold without another way",
        "in pregnancy, heart or lung disease or high blood pressure, the breath should not be held",
        "add 'without_holds' with the same pattern and no hold",
    ),
    GuideRule(
        "one-side",
        "warning",
        "an exercise for one side only",
        "the other side is easily forgotten, and the person cannot tell whether it was meant",
        "write 'side: each', or name the side in 'title' or 'summary' if only that one is meant",
    ),
    GuideRule(
        "other-language",
        "warning",
        "a text in another language than 'language'",
        "the voice reads every text by the rules of 'language'",
        "translate it, or write its language as 'language'",
    ),
    GuideRule(
        "spoken-oddly",
        "warning",
        "an abbreviation that is spelled letter by letter, or letters drawn out",
        "listeners cannot look it up, and voices read 'Aaaah' in their own way",
        "write it out in words, or give its sound in 'say_as'",
    ),
    GuideRule(
        "ipa-unknown",
        "note",
        "IPA that eSpeak NG cannot say in the routine's language",
        "it speaks where there is no natural voice, and says 'respell' then",
        "write the nearest sound of the language, or leave it to 'respell'",
    ),
    GuideRule(
        "no-caution",
        "warning",
        "exercises without a word of caution",
        "the person is alone with it, eyes closed",
        "write 'cautions', 'not_for' or 'stop_if', or a 'caution' in a step",
    ),
    GuideRule(
        "review-old",
        "warning",
        "a review that is older than two years",
        "what is known changes",
        "go through it again, then change 'reviewed'",
    ),
    GuideRule(
        "unsigned",
        "note",
        "no author, no sources or no date of review",
        "people who are handed a sheet want to know who stands behind it",
        "fill them in before you hand it over",
    ),
    GuideRule(
        "programme-parts",
        "note",
        "some, but not all, of motivation, starting level, progression and tailoring",
        "another clinician can repeat a programme only if all of them are there (CERT, Slade et al. 2016)",
        "write the others too, or leave all of them to the conversation",
    ),
    GuideRule(
        "many-exercises",
        "note",
        "more than four exercises in one prescription",
        "two or three are done better than eight (Henry et al. 1999)",
        "keep those that matter most, or make two routines of it",
    ),
)
"""Every rule; docs/authoring.md lists them."""
