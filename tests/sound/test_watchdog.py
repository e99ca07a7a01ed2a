"""Whether a device or the pacer consumes the samples, in virtual time."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from coach.sound.watchdog import (
    AGAIN_SECONDS,
    GAP_SECONDS,
    SILENT_SECONDS,
    START_SECONDS,
    STEADY_SECONDS,
    DeviceAction,
    Observation,
    PullRun,
    check_device,
    initial_state,
    with_pull,
)
from strategies import examples

START = 1_000.0


class Story:
    """A simulated device; records what the watchdog wanted to be done, and when (in seconds)."""

    def __init__(self):
        self.ticks = 0
        self.device = "none"
        self.run = None
        self.pulls = False
        self.taken = []
        self.state = initial_state(START)

    @property
    def now(self):
        return START + self.ticks * 0.02

    def go(self, seconds):
        """Let time go by: a pull every 40 ms if the device pulls, a check every 20 ms."""
        for _ in range(round(seconds / 0.02)):
            self.ticks += 1
            if self.pulls and self.ticks % 2:
                self.run = with_pull(self.run, self.now)
            self.state, actions = check_device(self.state, Observation(self.now, self.device, self.run))
            for action in actions:
                self.taken.append((round(self.now - START, 2), action))
                if action is DeviceAction.OPEN:
                    self.device = "pending"
                elif action is DeviceAction.GIVE_UP:
                    self.device, self.run, self.pulls = "none", None, False
        return self

    def stop(self, seconds):
        """Let time go by while our process is stopped: no check, no pull."""
        self.ticks += round(seconds / 0.02)
        return self

    def open(self):
        self.device = "open"
        return self

    def play(self, *, pulls=True):
        self.pulls = pulls
        return self

    def actions(self):
        return [action for _, action in self.taken]


def test_a_device_is_used_from_its_steady_state_on():
    """One buffer at once, nothing for 2 s, then steady: it is used 0.3 s after the pulls have begun again."""
    story = Story().go(0.02).open()
    story.run = with_pull(None, story.now)
    story.go(2.0).play().go(1.0)
    # 2.06 is the first pull of the run, 2.38 the first that is 0.3 s later.
    assert story.taken == [(0.02, DeviceAction.OPEN), (2.38, DeviceAction.SWITCH_TO_DEVICE)]


def test_a_missing_device_is_reported_at_once():
    """An opening that fails switches to the pacer, with one sentence, and is tried again after 5 s."""
    story = Story().go(0.02)
    story.device = "failed"
    story.go(0.1)
    assert story.taken == [
        (0.02, DeviceAction.OPEN),
        (0.04, DeviceAction.GIVE_UP),
        (0.04, DeviceAction.SWITCH_TO_PACER),
        (0.04, DeviceAction.REPORT_NONE),
    ]
    assert story.go(5.0).taken[4:] == [(5.02, DeviceAction.OPEN)]


def test_a_second_failure_is_not_reported():
    """While the pacer runs, another failed opening changes nothing for the person."""
    story = Story().go(0.02)
    for _ in range(3):
        story.device = "failed"
        story.go(5.0)
    assert story.actions().count(DeviceAction.REPORT_NONE) == 1
    assert [second for second, action in story.taken if action is DeviceAction.OPEN] == [
        0.02,
        5.02,
        10.02,
        15.02,
    ]


def test_a_hanging_opening_is_waited_for_four_seconds():
    """An opening that hangs delays the start by 4 s; when it succeeds later, the device is used."""
    story = Story().go(4.5)
    assert story.taken == [
        (0.02, DeviceAction.OPEN),
        (4.04, DeviceAction.SWITCH_TO_PACER),
        (4.04, DeviceAction.REPORT_NONE),
    ]
    story.go(20).open().play().go(1.0)
    assert story.actions()[3:] == [DeviceAction.SWITCH_TO_DEVICE, DeviceAction.REPORT_BACK]


def test_a_device_that_opens_and_never_pulls_is_given_up():
    """Asked for 4 s ago, the pacer takes over; open for 4 s without a steady state, it is closed."""
    story = Story().go(0.02).open().go(4.5)
    assert story.taken[1:] == [
        (4.04, DeviceAction.SWITCH_TO_PACER),
        (4.04, DeviceAction.REPORT_NONE),
        (4.06, DeviceAction.GIVE_UP),
    ]


def test_a_device_that_falls_silent_is_lost_within_a_second():
    """No pull for 1 s: the pacer takes over, the device is closed, and one is opened at once."""
    story = Story().go(0.02).open().play().go(10.0).play(pulls=False).go(1.2)
    assert story.taken[2:] == [
        (11.04, DeviceAction.SWITCH_TO_PACER),
        (11.04, DeviceAction.GIVE_UP),
        (11.04, DeviceAction.REPORT_LOST),
        (11.06, DeviceAction.OPEN),
    ]


def test_a_device_whose_callback_raised_is_lost_at_once():
    """A broken device is not waited for."""
    story = Story().go(0.02).open().play().go(10.0)
    story.device = "broken"
    story.go(0.02)
    assert story.actions()[2:] == [
        DeviceAction.SWITCH_TO_PACER,
        DeviceAction.GIVE_UP,
        DeviceAction.REPORT_LOST,
    ]


def test_a_device_that_comes_back_is_reported():
    """Found again, it is used from its steady state on, with one sentence."""
    story = Story().go(0.02).open().play().go(10.0).play(pulls=False).go(1.2).open().play().go(1.0)
    assert story.actions()[6:] == [DeviceAction.SWITCH_TO_DEVICE, DeviceAction.REPORT_BACK]


def test_a_device_that_keeps_breaking_is_opened_every_five_seconds():
    """Lost right after it was found, it is not opened again before 5 s have passed."""
    story = Story().go(0.02).open().play().go(0.6)
    story.device = "broken"
    story.go(6.0)
    asked = [second for second, action in story.taken if action is DeviceAction.OPEN]
    assert asked == [0.02, 5.02]


def test_our_own_stop_is_not_held_against_the_device():
    """After ten seconds in which the whole process was stopped the device has its second again."""
    story = Story().go(0.02).open().play().go(5.0).stop(10.0).play(pulls=False).go(0.5)
    assert story.actions() == [DeviceAction.OPEN, DeviceAction.SWITCH_TO_DEVICE]
    assert story.play().go(5.0).actions() == [DeviceAction.OPEN, DeviceAction.SWITCH_TO_DEVICE]


def test_a_stop_at_the_start_is_not_held_against_the_device():
    """A process stopped while the device opens gives it its four seconds again."""
    story = Story().go(0.02).stop(30.0).go(3.0).open().play().go(1.0)
    assert story.actions() == [DeviceAction.OPEN, DeviceAction.SWITCH_TO_DEVICE]


def test_pulls_make_a_run_until_there_is_a_gap():
    """A pull within 0.45 seconds continues the run, a later one begins another."""
    run = with_pull(with_pull(with_pull(None, 1.0), 1.04), 1.49)
    assert run == PullRun(1.0, 1.49)
    assert with_pull(run, 1.95) == PullRun(1.95, 1.95)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["pending", "open", "failed", "broken", "pulls", "silent", "stop"]),
        st.sampled_from([0.02, 0.3, 1.0, 4.0, 6.0]),
    ),
    max_size=8,
)


@examples(40)
@given(EVENTS)
def test_the_laws_of_the_watchdog(events):
    """Whatever a device does: samples are consumed after 4 s, and each action keeps to its own rule."""
    story = Story().go(0.02)
    for event, seconds in events:
        if event in {"pulls", "silent"}:
            story.pulls = event == "pulls"
        elif event == "stop":
            story.stop(seconds)
        elif story.device != "none":
            story.device = event
        before = len(story.taken)
        consumer = story.state.consumer
        story.go(seconds)
        for _, action in story.taken[before:]:
            if action is DeviceAction.SWITCH_TO_DEVICE:
                assert consumer != "device"
                consumer = "device"
            elif action is DeviceAction.SWITCH_TO_PACER:
                assert consumer != "pacer"
                consumer = "pacer"
            elif action is DeviceAction.REPORT_LOST:
                assert consumer == "pacer"
    asked = [second for second, action in story.taken if action is DeviceAction.OPEN]
    assert all(later - sooner >= AGAIN_SECONDS - 1e-6 for sooner, later in pairwise(asked))
    assert story.go(START_SECONDS + 0.1).state.consumer != "nobody"
    assert story.actions().count(DeviceAction.REPORT_NONE) <= 1


@given(st.floats(0, 1e6), st.floats(0.01, 3.0))
def test_only_a_steady_run_that_continues_is_used(first, age):
    """A device is never used on the strength of a run that is too short or over."""
    run = PullRun(first, first + STEADY_SECONDS + 0.01)
    now = run.last + age
    state, actions = check_device(initial_state(now), Observation(now, "open", run))
    since_last = now - run.last  # `age`, as far as floating point can add and take it away again
    assert (DeviceAction.SWITCH_TO_DEVICE in actions) == (since_last <= GAP_SECONDS)
    assert state.consumer in {"nobody", "device"}
    assert SILENT_SECONDS > GAP_SECONDS
