"""D-Bus by busctl: the words it is called with, and what it prints."""

from __future__ import annotations

import pytest

from coach.activity.dbus import BusCall, ask_bus, busctl_command, first_value
from coach.activity.source import SourceFault

PLAIN = BusCall("user", "org.a", "/a", "org.a.B", "Get")
WITH = BusCall("system", "org.a", "/a", "org.a.B", "Get", ("one", "two"))


def test_the_words_of_busctl():
    """The busctl command has a deadline, starts no service, and types its arguments."""
    head = ("--json=short", "--auto-start=no", "--timeout=0.5", "call", "org.a", "/a", "org.a.B", "Get")
    assert busctl_command(PLAIN, 0.5) == ("busctl", "--user", *head)
    assert busctl_command(WITH, 0.5) == ("busctl", "--system", *head, "ss", "one", "two")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ('{"type":"b","data":[true]}', True),
        ('{"type":"t","data":[12345]}', 12345),
        ('{"type":"v","data":[{"type":"b","data":false}]}', False),
        ('{"type":"a{sv}","data":[{"A":{"type":"b","data":true},"B":{"type":"(so)","data":["x","/"]}}]}',
         {"A": True, "B": ["x", "/"]}),
    ],
)  # fmt: skip
def test_what_busctl_prints(printed, expected):
    """The first value of a reply is taken, out of its variants."""
    assert first_value(printed) == expected


@pytest.mark.parametrize(
    "printed", ["", "[]", "{}", "null", '{"type":"","data":[]}', '{"data":null}', "b true"]
)
def test_what_cannot_be_read_is_a_fault(printed):
    """A reply that cannot be read is a fault, and never another error."""
    with pytest.raises(SourceFault, match="unreadable"):
        first_value(printed)


@pytest.mark.parametrize(
    ("call", "said", "why"),
    [
        (PLAIN, 'Call failed: Name "org.a" does not exist', "not running here"),
        (PLAIN, "Failed to connect to bus: No such file or directory", "there is no session bus"),
        (WITH, "Failed to connect to bus: No such file or directory", "there is no system bus"),
        (WITH, "Call failed: Access denied", "Call failed: Access denied"),
    ],
)
def test_why_there_is_no_reply(call, said, why):
    """Usual errors of busctl 252 are put into our words, and others are passed on."""

    def ask(*_):
        raise SourceFault(said)

    with pytest.raises(SourceFault) as caught:
        ask_bus(call, {"XDG_RUNTIME_DIR": "/run/user/1"}, 0.5, ask)
    assert str(caught.value) == why


def test_without_a_session_bus_nobody_is_asked():
    """Without a session bus no process is started; the system bus needs no variable."""
    asked = []

    def ask(words, environment, seconds):
        asked.append((words[1], dict(environment), seconds))
        return '{"type":"b","data":[true]}'

    with pytest.raises(SourceFault, match="there is no session bus"):
        ask_bus(PLAIN, {}, 0.5, ask)
    assert ask_bus(WITH, {}, 0.5, ask) is True
    assert ask_bus(PLAIN, {"XDG_RUNTIME_DIR": "/run/user/1"}, 0.5, ask) is True
    assert asked == [("--system", {}, 0.5), ("--user", {"XDG_RUNTIME_DIR": "/run/user/1"}, 0.5)]
