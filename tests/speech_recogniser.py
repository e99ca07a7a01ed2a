"""A speech recogniser that must tell which of some sentences it hears: pocketsphinx, with its own English.

It does not know the coach's synthetic voice, and takes dictation from it badly. Choosing among the
sentences of one routine is what it can do: a listener knows what a routine is about, too.
"""

from __future__ import annotations

import re

import numpy as np
from pocketsphinx import Decoder, get_model_path

RATE = 16_000
UNKNOWN = {
    "breathlessness": "B R EH TH L AH S N AH S",
    "copd": "S IY OW P IY D IY",
    "tingles": "T IH NG G AH L Z",
}
"""Words of the bundled routines that are not in its dictionary, as they are spoken."""
WIDE = 1e-120
"""Next to nothing is given up on the way: short words are easily lost otherwise."""
NOISE = 10.0
"""A little noise under the words, in steps of 16 bits: the recogniser was trained in rooms, not on zeros."""


def words_of(text):
    """The words of a text as the recogniser writes them."""
    return " ".join(re.findall(r"[a-z']+", text.lower()))


class Recogniser:
    """Knows those sentences, and nothing else."""

    def __init__(self, texts):
        sentences = dict.fromkeys(words_of(text) for text in texts)
        model = get_model_path()
        self._decoder = Decoder(
            hmm=f"{model}/en-us/en-us",
            dict=f"{model}/en-us/cmudict-en-us.dict",
            lm=None,
            loglevel="FATAL",
            beam=WIDE,
            pbeam=WIDE,
            wbeam=WIDE,
            bestpath=False,  # it would give half a sentence rather than none
        )
        for word, sounds in UNKNOWN.items():
            self._decoder.add_word(word, sounds, update=False)
        choice = " | ".join(f"( {sentence} )" for sentence in sentences)
        self._decoder.add_jsgf_string("said", f"#JSGF V1.0;\ngrammar said;\npublic <one> = {choice} ;")
        self._decoder.activate_search("said")

    def hear(self, samples):
        """The sentence that those samples (within ±1, at 48,000 Hz) are most like; "" if like none."""
        quiet = np.zeros(RATE // 5)
        sound = np.concatenate((quiet, 0.8 * 32767 * _slower(samples), quiet))
        sound += np.random.default_rng(0).normal(0.0, NOISE, len(sound))
        self._decoder.start_utt()
        self._decoder.process_raw(sound.astype(np.int16).tobytes(), full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return found.hypstr if found else ""


def _slower(samples):
    """At 16,000 Hz instead of 48,000."""
    at = np.arange(-60, 61)
    low_pass = np.sinc(at / 3 * 0.95) * np.hamming(121)
    return np.convolve(samples, low_pass / low_pass.sum(), mode="same")[::3]
