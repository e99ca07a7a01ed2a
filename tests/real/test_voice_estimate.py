"""The estimate of speaking time against the real engine, over lines such as coaches say."""

from __future__ import annotations

import numpy as np
import pytest

from coach.home import Home
from coach.voice.estimate import estimate
from coach.voice.open import open_voice

LINES = """
Left ear towards your left shoulder.
Not into pain.
Roll both shoulders back in slow, easy circles.
Again.
Now the right side.
Now turn onto your hands and knees. Take your time.
Hold.
How much pain is there, from zero to ten?
If you are dizzy, sit or lie down.
Stop if you notice: numbness or electric pain.
Half-way.
three
two
one
seven
eleven
Both sides together.
Let your eyes rest on the far distance and blink slowly five times.
Lean in until you feel a gentle pull in the calf.
Take a few sips if you are thirsty.
Drop your shoulders away from your ears.
Hold your breath gently.
Now a long, slow breath out through the mouth.
Open your chest and look straight ahead.
Reach both arms overhead and lengthen your spine.
Straighten your left arm in front of you, palm up.
Lie on your back with your knees bent and your feet flat.
Arch your back like a cat, then let it sink.
Lower slowly, over three seconds.
Keep your knee in line with your second toe.
Well done, that was the first set.
Feel the difference between tension and ease.
Quadriceps stretch, standing.
Chest opener.
Keep both sitting bones on the chair as you turn.
Knee to chest.
Spread your toes wide and hold.
Adjust your screen so that its top edge is at eye level.
Is your jaw tight? Let it go.
Do not stretch or massage a calf that is hot or swollen.
Note it down afterwards: where, how long, and how strong.
Do this 3 times a day, 5 days a week, for 4 weeks.
You have done 12 of 15 sessions this week.
Take 2 steps to the left; then come back to the middle.
Nice and slow.
Stay with it; the last seconds count most.
After a hip replacement do not cross the legs; keep both feet on the floor and lean forward instead.
Imagine that a string pulls the crown of your head towards the ceiling while your shoulders stay low and wide.
Lower.
Forward.
Close.
Now lie down on your back. Take your time.
We begin with the neck, go on to the shoulder blades and the wrists, and end with a long reach.
A few sips of water, if you are thirsty.
Do not bounce.
Look down at your left armpit.
Bring your elbows back and squeeze for five seconds.
Listen to the sounds around you, near and far.
How thirsty are you?
The lower hand rises first.
Box breathing: in, hold, out, hold, four seconds each.
Other leg.
Shake it out.
""".strip().splitlines()


@pytest.mark.parametrize("rate", [120, 150, 190])
def test_the_estimate_is_close_to_the_engine(tmp_path, rate):
    """Half of the lines within 6 %, 95 of 100 within 18 %, and a whole session within 3 %."""
    voice = open_voice(Home(tmp_path, tmp_path, tmp_path, tmp_path / "state"), "en", "en-gb", rate)
    try:
        if not voice.label.startswith("espeak/"):
            pytest.skip("calibrated against eSpeak NG")
        measured = np.array([voice.clip(line).seconds for line in LINES])
    finally:
        voice.close()
    estimated = np.array([estimate(line, "en", rate) for line in LINES])
    errors = np.abs(estimated - measured) / measured
    assert (np.median(errors) < 0.06, np.percentile(errors, 95) < 0.18) == (True, True)
    assert estimated.sum() == pytest.approx(measured.sum(), rel=0.03)
