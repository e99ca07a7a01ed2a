"""The decisions about devices, in virtual time."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from coach.sound.watchdog import (
    AGAIN_SECONDS,
    BREAK_SECONDS,
    SILENT_SECONDS,
    START_SECONDS,
    STEADY_SECONDS,
    Order,
    Run,
    Seen,
    begin,
    look,
    pulled,
)
from strategies import examples

START = 1_000.0


class Story:
    """A device's life, told tick by tick; keeps what the watchdog ordered, and when (in seconds)."""

    def __init__(self):
        self.ticks = 0
        self.attempt = "none"
        self.run = None
        self.pulls = False
        self.ordered = []
        self.watch = begin(START)

    @property
    def now(self):
        return START + self.ticks * 0.02

    def go(self, seconds):
        """Let time go by: a pull every 40 ms if the device pulls, a look every 20 ms."""
        for _ in range(round(seconds / 0.02)):
            self.ticks += 1
            if self.pulls and self.ticks % 2:
                self.run = pulled(self.run, self.now)
            self.watch, orders = look(self.watch, Seen(self.now, self.attempt, self.run))
            for order in orders:
                self.ordered.append((round(self.now - START, 2), order))
                if order is Order.ASK_FOR_DEVICE:
                    self.attempt = "pending"
                elif order is Order.GIVE_DEVICE_UP:
                    self.attempt, self.run, self.pulls = "none", None, False
        return self

    def stop(self, seconds):
        """Let time go by while our process is stopped: no look, no pull."""
        self.ticks += round(seconds / 0.02)
        return self

    def open(self):
        self.attempt = "open"
        return self

    def play(self, *, pulls=True):
        self.pulls = pulls
        return self

    def orders(self):
        return [order for _, order in self.ordered]


def test_a_device_carries_from_its_steady_state_on():
    """One buffer at once, nothing for 2 s, then steady: it carries 0.3 s after the pulls have begun again."""
    story = Story().go(0.02).open()
    story.run = pulled(None, story.now)
    story.go(2.0).play().go(1.0)
    # 2.06 is the first pull of the run, 2.38 the first that is 0.3 s later.
    assert story.ordered == [(0.02, Order.ASK_FOR_DEVICE), (2.38, Order.DEVICE_CARRIES)]


def test_no_device_is_said_at_once():
    """An asking that fails hands over to our own pace, with one sentence, and asks again after 5 s."""
    story = Story().go(0.02)
    story.attempt = "failed"
    story.go(0.1)
    assert story.ordered == [
        (0.02, Order.ASK_FOR_DEVICE),
        (0.04, Order.GIVE_DEVICE_UP),
        (0.04, Order.PACE_CARRIES),
        (0.04, Order.SAY_NONE),
    ]
    assert story.go(5.0).ordered[4:] == [(5.02, Order.ASK_FOR_DEVICE)]


def test_a_second_failure_is_not_said():
    """While we pace, another failed asking changes nothing for the person."""
    story = Story().go(0.02)
    for _ in range(3):
        story.attempt = "failed"
        story.go(5.0)
    assert story.orders().count(Order.SAY_NONE) == 1
    assert [second for second, order in story.ordered if order is Order.ASK_FOR_DEVICE] == [
        0.02,
        5.02,
        10.02,
        15.02,
    ]


def test_a_hanging_start_is_waited_for_four_seconds():
    """An asking that does not come back holds the start up for 4 s; when it does come back, it is welcome."""
    story = Story().go(4.5)
    assert story.ordered == [
        (0.02, Order.ASK_FOR_DEVICE),
        (4.04, Order.PACE_CARRIES),
        (4.04, Order.SAY_NONE),
    ]
    story.go(20).open().play().go(1.0)
    assert story.orders()[3:] == [Order.DEVICE_CARRIES, Order.SAY_BACK]


def test_a_device_that_opens_and_never_pulls_is_given_up():
    """Asked for 4 s ago, our own pace carries; open for 4 s without a steady state, it is closed."""
    story = Story().go(0.02).open().go(4.5)
    assert story.ordered[1:] == [
        (4.04, Order.PACE_CARRIES),
        (4.04, Order.SAY_NONE),
        (4.06, Order.GIVE_DEVICE_UP),
    ]


def test_a_device_that_falls_silent_is_lost_within_a_second():
    """No pull for 1 s: our own pace carries, then the device is closed, and one is asked for at once."""
    story = Story().go(0.02).open().play().go(10.0).play(pulls=False).go(1.2)
    assert story.ordered[2:] == [
        (11.04, Order.PACE_CARRIES),
        (11.04, Order.GIVE_DEVICE_UP),
        (11.04, Order.SAY_GONE),
        (11.06, Order.ASK_FOR_DEVICE),
    ]


def test_a_device_whose_callback_raised_is_lost_at_once():
    """A broken device is not waited for."""
    story = Story().go(0.02).open().play().go(10.0)
    story.attempt = "broken"
    story.go(0.02)
    assert story.orders()[2:] == [Order.PACE_CARRIES, Order.GIVE_DEVICE_UP, Order.SAY_GONE]


def test_a_device_that_comes_back_is_said():
    """Found again, it carries from its steady state on, with one sentence."""
    story = Story().go(0.02).open().play().go(10.0).play(pulls=False).go(1.2).open().play().go(1.0)
    assert story.orders()[6:] == [Order.DEVICE_CARRIES, Order.SAY_BACK]


def test_a_device_that_keeps_breaking_is_asked_for_every_five_seconds():
    """Lost right after it was found, it is not asked for again before 5 s are over."""
    story = Story().go(0.02).open().play().go(0.6)
    story.attempt = "broken"
    story.go(6.0)
    asked = [second for second, order in story.ordered if order is Order.ASK_FOR_DEVICE]
    assert asked == [0.02, 5.02]


def test_our_own_stop_is_not_held_against_the_device():
    """After ten seconds in which the whole process was stopped the device has its second again."""
    story = Story().go(0.02).open().play().go(5.0).stop(10.0).play(pulls=False).go(0.5)
    assert story.orders() == [Order.ASK_FOR_DEVICE, Order.DEVICE_CARRIES]
    assert story.play().go(5.0).orders() == [Order.ASK_FOR_DEVICE, Order.DEVICE_CARRIES]


def test_a_stop_at_the_start_is_not_held_against_the_device():
    """Stopped while the device opens, it has its four seconds again."""
    story = Story().go(0.02).stop(30.0).go(3.0).open().play().go(1.0)
    assert story.orders() == [Order.ASK_FOR_DEVICE, Order.DEVICE_CARRIES]


def test_pulls_make_a_run_until_they_break():
    """A pull within a quarter of a second goes on with the run, a later one begins another."""
    run = pulled(pulled(pulled(None, 1.0), 1.04), 1.29)
    assert run == Run(1.0, 1.29)
    assert pulled(run, 1.55) == Run(1.55, 1.55)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["pending", "open", "failed", "broken", "pulls", "silent", "stop"]),
        st.sampled_from([0.02, 0.3, 1.0, 4.0, 6.0]),
    ),
    max_size=8,
)


@examples(40)
@given(EVENTS)
def test_the_laws_of_the_watch(events):
    """Whatever a device does: samples are carried after 4 s, and each order keeps to its own rule."""
    story = Story().go(0.02)
    for event, seconds in events:
        if event in {"pulls", "silent"}:
            story.pulls = event == "pulls"
        elif event == "stop":
            story.stop(seconds)
        elif story.attempt != "none":
            story.attempt = event
        before = len(story.ordered)
        carrier = story.watch.carrier
        story.go(seconds)
        for _, order in story.ordered[before:]:
            if order is Order.DEVICE_CARRIES:
                assert carrier != "device"
                carrier = "device"
            elif order is Order.PACE_CARRIES:
                assert carrier != "pace"
                carrier = "pace"
            elif order is Order.SAY_GONE:
                assert carrier == "pace"
    asked = [second for second, order in story.ordered if order is Order.ASK_FOR_DEVICE]
    assert all(later - sooner >= AGAIN_SECONDS - 1e-6 for sooner, later in pairwise(asked))
    assert story.go(START_SECONDS + 0.1).watch.carrier != "nobody"
    assert story.orders().count(Order.SAY_NONE) <= 1


@given(st.floats(0, 1e6), st.floats(0.01, 3.0))
def test_only_a_steady_run_that_goes_on_carries(first, age):
    """A device never carries on the strength of a run that is too short or over."""
    run = Run(first, first + STEADY_SECONDS + 0.01)
    now = run.last + age
    watch, orders = look(begin(now), Seen(now, "open", run))
    assert (Order.DEVICE_CARRIES in orders) == (age <= BREAK_SECONDS)
    assert watch.carrier in {"nobody", "device"}
    assert SILENT_SECONDS > BREAK_SECONDS
