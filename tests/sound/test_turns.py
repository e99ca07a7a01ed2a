"""One consumer at a time, whatever wakes up when."""

from __future__ import annotations

from threading import Event, Thread

from coach.sound.turns import Turns


def test_what_one_took_last_the_next_goes_on_from():
    """Consumers in turn get consecutive frames; one whose turn is over gets nothing and takes nothing."""
    taken = []
    turns = Turns(lambda frames: taken.append(frames) or frames)
    first = turns.next()
    assert turns.pull(first, 1) == 1
    second = turns.next()
    assert turns.pull(first, 2) is None
    assert turns.pull(second, 3) == 3
    assert taken == [1, 3]


def test_without_a_turn_there_is_nothing():
    """Who was never given a turn gets nothing, also before the first turn."""
    turns = Turns(lambda frames: frames)
    assert turns.pull(None, 1) is None
    turns.next()
    assert turns.pull(None, 1) is None


def test_a_turn_passes_on_only_between_pulls():
    """While a pull is under way the next turn waits, so that no two are ever inside."""
    inside, leave, passed = Event(), Event(), Event()

    def pull(frames):
        inside.set()
        leave.wait(10)
        return frames

    turns = Turns(pull)
    turn = turns.next()
    puller = Thread(target=turns.pull, args=(turn, 1))
    puller.start()
    inside.wait(10)
    passer = Thread(target=lambda: (turns.next(), passed.set()))
    passer.start()
    assert not passed.wait(0.05)
    leave.set()
    assert passed.wait(10)
    puller.join()
    passer.join()


def test_a_fault_does_not_lock_anybody_out():
    """After a pull that raised, turns pass on as before."""

    def pull(frames):
        if frames == 1:
            raise ValueError
        return frames

    turns = Turns(pull)
    turn = turns.next()
    try:
        turns.pull(turn, 1)
    except ValueError:
        turn = turns.next()
    assert turns.pull(turn, 2) == 2
