"""The figures of the long run, of the coach and of the ten-line loop side by side."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

RATE = 48_000
MEDIAN, WORST = 0.010, 0.025
"""Seconds: the cost table of docs/architecture.md."""
NEAR_STALL = 2.0
"""Seconds after a stall in which it may still be heard."""
SENSITIVE = 0.005
"""Seconds: a break of the witness's own stream that is counted."""


def report(found: dict[str, Any]) -> bool:
    """Print it all; whether the targets are met and nothing is lost."""
    stalls = stalls_of(found)
    print(f"{found['minutes']} minutes, {len(found['coach'])} occurrences\n")
    line("", "the coach", "ten-line loop")
    pairs = [found["coach"], found["loop"]]
    line("heard", *[str(sum(each["onset"] is not None for each in fates)) for fates in pairs])
    on_time = [[each for each in fates if is_on_instant(each)] for fates in pairs]
    alone = [[each for each in fates if not each["due"]["others"]] for fates in on_time]
    for name, both in (("due alone", alone), ("first of several", [others(each) for each in on_time])):
        line(f"{name}: how many", *[str(len(fates)) for fates in both])
        for what, figure in FIGURES.items():
            line(f"{name}: {what}", *[shown(fates, figure) for fates in both])
    calm = [each for each in on_time[0] if not is_near(each["onset"], stalls)]
    line("on the instant, no stall near: worst", shown(calm, worst), "")
    line("on the instant: drift, ms an hour", *[slope(fates) for fates in on_time])
    behind = [each for each in found["loop"] if each["fate"] == "behind another" and each["onset"]]
    line("behind another: worst", "", shown(behind, worst))
    print("\nwhat became of all of them")
    for name, fates in zip(("the coach", "ten-line loop"), pairs, strict=True):
        tally(name, fates)
    print(
        f"    {astray(found):4}  spoken at an instant at which it was not due: its steps begin where it ended"
    )
    witnesses(found, stalls)
    faults = list(faults_of(found["coach"]))
    for fault in faults:
        print("FAULT:", fault)
    lates = np.array([each["late"] for each in on_time[0]])
    is_met = bool(len(lates)) and abs(np.median(lates)) <= MEDIAN and np.abs(lates).max() <= WORST
    print(f"\n±{1000 * MEDIAN:.0f} ms median, {1000 * WORST:.0f} ms worst, nothing lost:", end=" ")
    print("met" if is_met and not faults else "MISSED")
    return is_met and not faults


def is_on_instant(fate: dict[str, Any]) -> bool:
    """Whether it was spoken when it was due, first of all that were."""
    return fate["fate"] == "spoken" and fate["onset"] is not None and "defer" not in how(fate)


def how(fate: dict[str, Any]) -> str:
    """Its fate and the way to it."""
    puts_off = [reason for reason in fate["reasons"] if reason != fate["fate"]]
    return fate["fate"] + (f", deferred: {' then '.join(dict.fromkeys(puts_off))}" if puts_off else "")


def others(fates: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that were due with others."""
    return [each for each in fates if each["due"]["others"]]


def median(lates: NDArray[np.float64]) -> float:
    """The middle one."""
    return float(np.median(lates))


def high(lates: NDArray[np.float64]) -> float:
    """19 of 20 are no further off."""
    return float(np.percentile(np.abs(lates), 95))


def worst(lates: NDArray[np.float64]) -> float:
    """The one furthest off."""
    return float(lates[np.argmax(np.abs(lates))])


FIGURES = {"median": median, "95 of 100 within": high, "worst": worst}


def shown(fates: Sequence[dict[str, Any]], figure: Callable[[NDArray[np.float64]], float]) -> str:
    """That figure of their lateness."""
    if not fates:
        return "-"
    return f"{1000 * figure(np.array([each['late'] for each in fates])):+.1f} ms"


def slope(fates: Sequence[dict[str, Any]]) -> str:
    """By how much they come later from hour to hour."""
    if len(fates) < 3:
        return "-"
    hours = np.array([each["due"]["at"] for each in fates]) / 3600
    return f"{1000 * np.polyfit(hours - hours[0], [each['late'] for each in fates], 1)[0]:+.2f}"


def tally(name: str, fates: Sequence[dict[str, Any]]) -> None:
    """How often each way was gone."""
    print(f"  {name}:")
    for way, number in Counter(how(each) for each in fates).most_common():
        ears = [each for each in fates if how(each) == way and each["onset"] is not None]
        after = max((each["onset"] - each["due"]["at"] for each in ears), default=None)
        heard = f"{len(ears)} heard" + (
            f", at most {after:.1f} s after it was due" if after is not None else ""
        )
        print(f"    {number:4}  {way}; {heard}")


def astray(found: dict[str, Any]) -> int:
    """How many calls of the loop answer no occurrence."""
    dues = {(each["due"]["reminder"], round(each["due"]["at"])) for each in found["loop"]}
    return sum((call["reminder"], round(call["due"])) not in dues for call in found["calls"])


def faults_of(fates: Iterable[dict[str, Any]]) -> Iterable[str]:
    """What must not be."""
    for each in fates:
        what = f"{each['due']['reminder']} at {each['due']['at']:.0f}"
        if each["fate"] in ("lost", "still waiting"):
            yield f"{what} is {each['fate']}"
        elif each["fate"] in ("spoken", "merged") and each["onset"] is None:
            yield f"{what} was {each['fate']}, but not heard"
        elif each["fate"] in ("spoken", "merged") and each["outcome"] != "completed":
            yield f"{what} ended as {each['outcome']}"


def stalls_of(found: dict[str, Any]) -> list[float]:
    """When the machine stood still: a sleeping thread that woke late, a break of a plain stream."""
    moments = [each["stall"] for each in found["witness"] if "stall" in each]
    heard = [begin for begin, _ in found["sounds"]["witness"]]
    gaps = np.abs(np.diff(found["click_places"]) - RATE) > SENSITIVE * RATE
    return sorted([*moments, *(at for at, is_odd in zip(heard[1:], gaps, strict=True) if is_odd)])


def is_near(instant: float, stalls: Sequence[float]) -> bool:
    """Whether the machine stood still shortly before."""
    return any(-NEAR_STALL <= stall - instant <= 0.1 for stall in stalls)


def witnesses(found: dict[str, Any], stalls: Sequence[float]) -> None:
    """How well the recording tells the time, and what the machine did."""
    told = np.array([each["click"] for each in found["witness"] if "click" in each])
    heard = np.array([begin for begin, _ in found["sounds"]["witness"]])
    nearest = told[np.abs(told[None, :] - heard[:, None]).argmin(axis=1)]
    error = 1000 * (heard - nearest)
    low, middle, top = np.percentile(error, (2.5, 50, 97.5))
    print(f"\nthe method: {len(heard)} clicks at known instants heard {middle:+.2f} ms off", end=" ")
    print(f"(19 of 20 from {low:+.2f} to {top:+.2f}, all from {error.min():+.2f} to {error.max():+.2f});")
    for sink, (drift, furthest) in found["pace"].items():
        print(f"  recorder of {sink}: {1000 * drift:+.2f} ms an hour, at most {1000 * furthest:.2f} ms off")
    print(
        f"the machine: {len(stalls)} stalls told by the witness (a thread 10 ms late, a break of 5 ms)",
        end="",
    )
    longest = max((each["seconds"] for each in found["witness"] if "stall" in each), default=0.0)
    print(f", the longest {1000 * longest:.0f} ms")


def line(what: str, ours: str, peer: str) -> None:
    """One line of the table."""
    print(f"{what:<38}{ours:>16}{peer:>16}".rstrip())
