"""The bundled routines in German, Spanish and French: the same exercises, in words that fit their time."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass

import pytest

from coach.commands.check import problems_of
from coach.home import bundled_routines, find_home
from coach.routine.forbidden_words import forbidden_words
from coach.routine.library import entries, find_routine, translations
from coach.routine.model import SidedText, Variants
from coach.routine.reading import read_routine
from coach.routine.variants import texts_of, wordings
from coach.timeline.compose import compose, utterances
from coach.timeline.model import Delivery
from coach.timeline.notices import notice_texts
from coach.timeline.words import words_for
from coach.voice.estimate import estimate
from routine.bundled_library import texts

LANGUAGES = ("de", "es", "fr")
TRANSLATED = {
    "breathing-box", "calves-before-bed", "cramp-now", "desk-neck", "office-3", "posture-screen",
    "posture-sitting", "posture-standing", "sip-water",
}  # fmt: skip
LONGEST_UTTERANCE, LONGEST_CUE = 12.0, 5.0
LONGEST_OPENING = 20.0
ORDER_FIRST = {
    "de": re.compile(r"^(?!Wenn|Bei|Falls).*\b(wenn|falls)\b", re.IGNORECASE),
    "es": re.compile(r"^(?!Si\b|Con\b).*\bsi\b(?! no\b)"),
    "fr": re.compile(r"^(?!Si\b|S'il).*\b(si|s'il)\b"),
}
"""A sentence whose condition stands behind its order; in Spanish "sí" is another word than "si"."""
BREATHE = {
    "de": r"\bnormal\w* ?\w*atm|atme\w* .*\bnormal",
    "es": r"respir(e|ar|ando) con normalidad",
    "fr": r"respire[zr] (simplement )?normalement",
}
TEXTS = frozenset(
    {
        "title",
        "summary",
        "text",
        "name",
        "cue",
        "caution",
        "remind",
        "release",
        "cautions",
        "not_for",
        "stop_if",
    }
)


@pytest.fixture(
    params=[(language, id_) for language in LANGUAGES for id_ in sorted(TRANSLATED)], ids="-".join
)
def pair(request):
    """Each translation, and the English routine that it translates."""
    language, id_ = request.param
    folder = bundled_routines()
    return read_routine(folder / language / f"{id_}.yaml"), read_routine(folder / "en" / f"{id_}.yaml")


def skeleton(value, name=""):
    """What is left of a routine without its words: how many texts there are, and everything else."""
    if name in ("mark", "digest"):
        return None
    if isinstance(value, Variants):
        return len(value.any)
    if name in TEXTS and isinstance(value, str | SidedText):
        return bool(value)
    if is_dataclass(value):
        return {
            each.name: "" if each.name == "language" else skeleton(getattr(value, each.name), each.name)
            for each in fields(value)
            if not (type(value).__name__ == "Phase" and each.name == "name")
        }
    if isinstance(value, tuple):
        return [skeleton(each, name) for each in value]
    return value


def of(routine, language, wording=0, *, opening=False):
    """The timeline of that wording, with estimated speaking times."""
    notices = frozenset(notice_texts(routine, language)) if opening else frozenset()
    delivery = Delivery(language=language, wording=wording, notices=notices)
    said = utterances(routine, delivery)
    return compose(routine, delivery, {text: estimate(text, language) for text in said})


@pytest.mark.parametrize("language", LANGUAGES)
def test_these_and_no_others_are_translated(language):
    """Each language has the same routines, under the ids of the English ones."""
    assert set(translations(language)) == TRANSLATED


def test_a_translation_has_the_same_exercises(pair):
    """Doses, times, sides, sources, areas and the number of texts are those of the English routine."""
    translated, english = pair
    assert skeleton(translated) == skeleton(english)
    assert (translated.language, english.language) != ("en", translated.language)


def test_it_reads_without_problem_or_warning(pair):
    """`coach check` has nothing to say about it."""
    translated, _ = pair
    file = bundled_routines() / translated.language / f"{translated.id}.yaml"
    assert list(problems_of(file, {})) == []


def test_its_words_fit_into_the_same_time(pair):
    """Nothing is left out, no rest grows but by design, and it takes about as long as in English."""
    translated, english = pair
    for wording in range(wordings(translated)):
        timeline = of(translated, translated.language, wording)
        grown = [rest for rest in timeline.grown_rests if not rest.by_design]
        assert (grown, timeline.dropped) == ([], ())
        allowed = max(15.0, timeline.seconds / 5)
        assert timeline.seconds == pytest.approx(of(english, "en", wording).seconds, abs=allowed)
        spans = [
            [(cue.seconds, cue.side, cue.rep) for cue in each.cues if cue.kind in ("hold", "move", "breathe")]
            for each in (timeline, of(english, "en", wording))
        ]
        assert spans[0] == spans[1]


def test_no_utterance_is_long_and_a_first_session_begins_soon(pair):
    """Nothing that is said lasts 12 seconds, no cue lasts 5, and its first words come after 20 at most."""
    translated, _ = pair
    language = translated.language
    deliveries = [Delivery(language=language, wording=each) for each in range(wordings(translated))]
    said = {text for delivery in deliveries for text in utterances(translated, delivery)}
    assert {text for text in said if estimate(text, language) >= LONGEST_UTTERANCE} == set()
    cues = {cue for step in translated.steps for cue in texts_of(getattr(step, "cue", ""))}
    assert {cue for cue in cues if estimate(cue, language) >= LONGEST_CUE} == set()
    timeline = of(translated, language, opening=True)
    assert min(cue.at for cue in timeline.cues if cue.step is not None) <= LONGEST_OPENING


def test_it_claims_nothing_and_a_condition_comes_before_its_order(pair):
    """No text of it promises, commands or names a remedy, and each says for whom it is before what to do."""
    translated, _ = pair
    language = translated.language
    names = ("summary", "cautions", "not_for", "stop_if", "steps")
    spoken = [text for name in names for text in texts(getattr(translated, name))]
    assert [found.word for text in spoken for found in forbidden_words(text, language)] == []
    sentences = [each for text in spoken for each in re.split(r"(?<=[.!?;])\s+", text)]
    assert [each for each in sentences if ORDER_FIRST[language].search(each)] == []


def test_it_reminds_to_breathe(pair):
    """In each session the person hears to breathe normally, from the author or from the coach."""
    translated, _ = pair
    for wording in range(wordings(translated)):
        timeline = of(translated, translated.language, wording)
        heard = " ".join(cue.text for cue in timeline.cues if cue.kind == "say")
        assert re.search(BREATHE[translated.language], heard, re.IGNORECASE), wording


def test_neck_exercises_have_the_signs_of_the_neck(pair):
    """The coach adds the signs to stop for wherever it adds them in English."""
    translated, english = pair
    added = [
        words_for(routine.language).safety.neck in notice_texts(routine, routine.language).get("routine", ())
        for routine in pair
    ]
    assert added[0] == added[1], (translated.id, english.id)


def test_the_plan_or_an_option_chooses_the_language():
    """A bundled routine is its translation, where there is one; an own one hides it in every language."""
    home = find_home()
    assert find_routine("office-3", home, "de-AT").parent.name == "de"
    assert find_routine("office-3", home, "pt").parent.name == "en"
    assert find_routine("hips", home, "fr").parent.name == "en"
    assert find_routine("office-3", home).parent.name == "en"
    home.routines.mkdir(parents=True)
    own = home.routines / "office-3.yaml"
    own.write_text("title: T\nsteps: [{say: S}]\n", encoding="utf-8")
    assert find_routine("office-3", home, "de") == own
    assert [entry.id for entry in entries(home, "de") if entry.hides] == ["office-3"]
    assert len(entries(home, "de")) == len(entries(home))
