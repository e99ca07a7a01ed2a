"""The figures that many rooms share, in a module that costs nothing to import."""

SAMPLE_RATE = 48_000
"""Samples a second of every sound in the program."""
FRAME_BYTES = 4
"""Bytes of a sample in memory: mono float32."""
HIGHEST_ANSWER = 10
"""Pain and effort are answered on a scale from 0 to this."""
HIGHEST_NUMBER = 99
"""Of what an author asks how many there were."""
SKIP_REASONS = ("busy", "pain", "tired", "place", "other")
"""Why the person skips a routine; `place`: it cannot be done where they are."""
PACES = {"calm": 125, "normal": 150, "brisk": 175}
"""Words a minute of each pace. In the slowest, eSpeak NG's sides are understood best."""
