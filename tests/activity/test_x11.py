"""The X11 conversation, byte by byte, with a server that says what a real one said."""

from __future__ import annotations

import socket
import struct
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.activity.desktop_environment import DesktopEnvironment
from coach.activity.source import SourceFault
from coach.activity.x11 import (
    COOKIE,
    LOCAL_PORT,
    DisplayAddress,
    XauthEntry,
    display_of,
    idle_seconds,
    key_for,
    parse_authority,
    setup_request,
    x11_situation,
)
from coach.situation import Situation

ROOT, OPCODE = 0x0000_0565, 0x8E
VENDOR = b"The X.Org Foundation"
SETUP = (
    struct.pack("<IIIIHHBB10x", 12_101_007, 0x200000, 0x1FFFFF, 256, len(VENDOR), 0xFFFF, 1, 2)
    + VENDOR
    + bytes(16)
    + struct.pack("<I", ROOT)
    + bytes(36)
)
WELCOME = struct.pack("<BxHHH", 1, 11, 0, len(SETUP) // 4) + SETUP
EXTENSION = struct.pack("<BxHIBBBB20x", 1, 1, 0, 1, OPCODE, 92, 0)
INFO = struct.pack("<BBHIIIIIB7x", 1, 0, 2, 0, 0, 540_000, 61_250, 0, 0)
EVENT = struct.pack("<B31x", 34)
HELLO = b"l\0\x0b\0\0\0\0\0\0\0\0\0"
QUESTIONS = b"b\0\x06\0\x10\0\0\0MIT-SCREEN-SAVER" + b"\x8e\x01\x02\0\x65\x05\0\0"


def talk(*said, key=None):
    """The conversation with a server that says these things at once; its result, and all that it received."""
    ours, theirs = socket.socketpair()
    heard = bytearray()

    def listen():
        while block := theirs.recv(4096):
            heard.extend(block)

    with theirs:
        theirs.sendall(b"".join(said))
        theirs.shutdown(socket.SHUT_WR)
        listener = Thread(target=listen)
        listener.start()
        try:
            with ours:
                ours.settimeout(5.0)
                result = idle_seconds(ours, key)
        finally:
            listener.join()
    return result, bytes(heard)


def test_the_whole_conversation():
    """Three requests are sent to the letter, and milliseconds become seconds."""
    assert talk(WELCOME, EXTENSION, INFO) == (61.25, HELLO + QUESTIONS)


def test_events_in_between_are_passed_over():
    """Events between a request and its reply are skipped."""
    assert talk(WELCOME, EVENT, EXTENSION, EVENT, EVENT, INFO) == (61.25, HELLO + QUESTIONS)


def test_the_key_goes_first():
    """The connection begins with the kind and the key, each padded to four bytes."""
    key = XauthEntry(b"desk", b"0", COOKIE, b"0123456789abcdef")
    expected = b"l\0\x0b\0\0\0\x12\0\x10\0\0\0" + COOKIE + b"\0\0" + b"0123456789abcdef"
    assert setup_request(key) == expected


REFUSAL = b"Authorization required, but no authorization protocol specified\n"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ((WELCOME, struct.pack("<BxHI24x", 1, 1, 0xFFFFFFFF)), "an unreadable answer"),
        ([struct.pack("<BBHHH", 0, len(REFUSAL), 11, 0, 16) + REFUSAL],
         "the X server refused us: Authorization required, but no authorization protocol specified"),
        ([struct.pack("<BxHHH", 2, 11, 0, 0)], "the X server refused us: it requires more than a key"),
        ([struct.pack("<BxHHH", 1, 11, 0, 2), bytes(8)], "an unreadable answer"),
        ([WELCOME, struct.pack("<BxHIBB22x", 1, 1, 0, 0, 0)], "the X server has no screen saver extension"),
        ([WELCOME, EXTENSION, struct.pack("<BB30x", 0, 3)], "the X server refused a question (error 3)"),
        ([WELCOME, EXTENSION, INFO[:20]], "the X server closed the connection"),
        ([], "the X server closed the connection"),
    ],
)  # fmt: skip
def test_a_server_that_does_not_answer(said, why):
    """A refusing, strange or closing server makes the idle time unknown, with the reason."""
    with pytest.raises(SourceFault) as caught:
        talk(*said)
    assert str(caught.value) == why


@pytest.mark.parametrize(
    ("named", "display"),
    [
        (":0", DisplayAddress("", 0)),
        (":1.0", DisplayAddress("", 1)),
        ("unix:2", DisplayAddress("", 2)),
        ("localhost:10.0", DisplayAddress("localhost", 10)),
    ],
)
def test_displays(named, display):
    """The name of a local display, and that of one forwarded by ssh, are understood."""
    assert display_of({"DISPLAY": named, "XDG_SESSION_TYPE": "x11"}) == display


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({}, "there is no X11 display"),
        ({"DISPLAY": "rubbish"}, "DISPLAY is 'rubbish'"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, "Wayland"),
        ({"DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"}, "Wayland"),
    ],
)
def test_no_display_to_ask(environment, why):
    """Without a display, or under Wayland, where X11 misses input, the idle time is unknown."""
    with pytest.raises(SourceFault, match=why):
        display_of(environment)


def test_a_server_that_is_reached_by_the_network(tmp_path):
    """Over the network the display's number gives the port, and XAUTHORITY the key."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        number = door.getsockname()[1] - LOCAL_PORT
        name = str(number).encode()
        key = XauthEntry(b"desk", name, COOKIE, b"open")
        written = struct.pack(
            f">HH4sH{len(name)}sH18sH4s", 256, 4, b"desk", len(name), name, 18, COOKIE, 4, b"open"
        )
        (tmp_path / "keys").write_bytes(written)
        heard = []

        def serve():
            server, _ = door.accept()
            with server:
                heard.append(server.recv(4096))
                server.sendall(WELCOME + EXTENSION + INFO)
                while server.recv(4096):
                    pass

        thread = Thread(target=serve)
        thread.start()
        own = {"DISPLAY": f"127.0.0.1:{number}", "XAUTHORITY": str(tmp_path / "keys")}
        reading = x11_situation(DesktopEnvironment(own, lambda *_: ""), 5.0)
        thread.join()
    assert (reading, heard) == (Situation(idle_seconds=61.25), [setup_request(key)])


@pytest.mark.parametrize("display", [":65000", "127.0.0.1:1"])
def test_no_server_at_all(display):
    """Without a socket and a port the idle time is unknown."""
    with pytest.raises(SourceFault, match=r"no X server is running|does not answer"):
        x11_situation(DesktopEnvironment({"DISPLAY": display}, lambda *_: ""), 1.0)


FIELD = st.binary(max_size=300)
KEYS = st.lists(st.builds(XauthEntry, FIELD, FIELD, FIELD, FIELD), max_size=5).map(tuple)


def written(found, family=256):
    """Such a file, as xauth writes it."""
    return b"".join(
        struct.pack(">H", family)
        + b"".join(
            struct.pack(">H", len(field)) + field for field in (key.address, key.display, key.kind, key.data)
        )
        for key in found
    )


@given(KEYS, st.integers(0, 65_535))
def test_what_is_written_is_read_back(found, family):
    """Any entry of an authority file is read as it was written."""
    assert parse_authority(written(found, family)) == found


@given(KEYS, st.data())
def test_a_file_that_is_cut_off_gives_its_whole_entries(found, data):
    """A file that is just being written gives its complete entries and no half key."""
    content = written(found)
    cut = content[: data.draw(st.integers(0, len(content)))]
    assert parse_authority(cut) == found[: len(parse_authority(cut))]


def test_the_key_for_a_display():
    """The key is of the right display number, of a kind we can use, and this host's before another's."""
    here, there = XauthEntry(b"desk", b"0", COOKIE, b"1"), XauthEntry(b"lamp", b"0", COOKIE, b"2")
    other, odd, every = (
        XauthEntry(b"desk", b"10", COOKIE, b"3"),
        XauthEntry(b"desk", b"0", b"XDM", b"4"),
        XauthEntry(b"", b"", COOKIE, b"5"),
    )
    assert key_for((odd, there, here, other), 0, b"desk") == here
    assert key_for((there, other), 0, b"desk") == there
    assert key_for((odd, other), 0, b"desk") is None
    assert key_for((other, every), 7, b"desk") == every
