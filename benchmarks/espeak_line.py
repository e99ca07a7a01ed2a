"""Say one line into a WAV file with the eSpeak NG of the wheel: `espeak_line.py FILE TEXT`."""

from __future__ import annotations

import ctypes
import sys
import wave

import espeakng_loader

# From speak_lib.h of eSpeak NG 1.52.
AUDIO_OUTPUT_SYNCHRONOUS = 2
POS_CHARACTER = 1
CHARS_UTF8 = 1
RATE = 1
WORDS_A_MINUTE = 150
Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def say(file: str, text: str) -> None:
    """Write those words there; raises `OSError` when the engine does not start."""
    engine = ctypes.CDLL(espeakng_loader.get_library_path())
    rate = engine.espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0)
    if rate <= 0:
        raise OSError("eSpeak NG does not start")
    parts: list[bytes] = []

    def take(samples: ctypes.pointer[ctypes.c_short], count: int, _events: int) -> int:
        if samples:
            parts.append(ctypes.string_at(samples, count * ctypes.sizeof(ctypes.c_short)))
        return 0

    callback = Callback(take)
    engine.espeak_SetSynthCallback(callback)
    engine.espeak_SetVoiceByName(b"en-gb")
    engine.espeak_SetParameter(RATE, WORDS_A_MINUTE, 0)
    words = text.encode()
    engine.espeak_Synth(words, len(words) + 1, 0, POS_CHARACTER, 0, CHARS_UTF8, None, None)
    engine.espeak_Synchronize()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(ctypes.sizeof(ctypes.c_short))
        sound.setframerate(rate)
        sound.writeframes(b"".join(parts))


if __name__ == "__main__":
    say(sys.argv[1], sys.argv[2])
