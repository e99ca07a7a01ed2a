"""The ten-line loop, `ten_lines.py BEGIN REMINDERS`: `schedule`, `sleep(1)`, pyttsx3.

`BEGIN` is the wall-clock second at which it starts; `REMINDERS` is JSON, a list of `{"reminder", "minutes",
"lines"}`, each line words and the seconds of silence behind them. Each reminder is asked for on the whole
minute, as kindly as `schedule` can. What it did comes out as lines of JSON; nothing else is added to it.
"""

from __future__ import annotations

import json
import sys
import time

import pyttsx3
import schedule

engine = pyttsx3.init()
engine.setProperty("rate", 150)


def speak(job: schedule.Job, reminder: str, lines: list[tuple[str, float]]) -> None:
    """Say those lines, and tell when."""
    due, called = job.next_run.timestamp(), time.time()
    for words, pause in lines:
        engine.say(words)
        engine.runAndWait()
        time.sleep(pause)
    told = {"reminder": reminder, "due": due, "called": called, "returned": time.time()}
    print(json.dumps(told), flush=True)


time.sleep(max(0.0, float(sys.argv[1]) - time.time()))
for tree in json.loads(sys.argv[2]):
    waiting = schedule.every(tree["minutes"]).minutes.at(":00")
    waiting.do(speak, waiting, tree["reminder"], tree["lines"])
while True:
    schedule.run_pending()
    time.sleep(1)
