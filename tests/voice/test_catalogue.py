"""Adding and removing natural voices: a catalogue on loopback, what goes wrong, and nothing half there."""

from __future__ import annotations

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from coach.home import Home
from coach.voice import catalogue as room
from coach.voice.catalogue import VoiceNotAdded, add_file, download, find_remote, remove
from coach.voice.natural import expected_digest, natural_voices
from coach.voice.voice import VoiceFault

NAME = "en_GB-alba-medium"
MODEL = b"weights" * 50_000
CONFIG = json.dumps(
    {"audio": {"quality": "medium"}, "espeak": {"voice": "en-gb"}, "language": {"code": "en_GB"}}
).encode()
CARD = b"# Model card\n\n* License: public domain\n"
BESIDE = "en/en_GB/alba/medium/"


class Server:
    """A catalogue that the test can change: `files` by path, and `cut`, after how many bytes it hangs up."""

    def __init__(self):
        self.files = {
            f"{BESIDE}{NAME}.onnx": MODEL,
            f"{BESIDE}{NAME}.onnx.json": CONFIG,
            f"{BESIDE}MODEL_CARD": CARD,
        }
        self.index = {NAME: self.entry(), "de_DE-thorsten-low": {}}
        self.cut = None
        self.asked = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            """Answers as the files say."""

            def do_GET(self):
                """One file."""
                path = self.path.removeprefix("http://voices.test").lstrip("/").removeprefix("resolve/main/")
                server.asked.append(path)
                content = (
                    json.dumps(server.index).encode() if path == "voices.json" else server.files.get(path)
                )
                if content is None:
                    self.send_error(404)
                    return
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content if path == "voices.json" else content[: server.cut])

            def log_message(self, *_arguments):
                """Nothing on the terminal."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def entry(self):
        """What the catalogue says of the voice, as Piper's does."""
        files = {
            path: {"size_bytes": len(content), "md5_digest": hashlib.md5(content).hexdigest()}  # noqa: S324
            for path, content in self.files.items()
        }
        language = {"name_english": "English", "country_english": "Great Britain", "code": "en_GB"}
        samples = {f"{BESIDE}samples/speaker_0.mp3": {"size_bytes": 9, "md5_digest": "0"}}
        return {"key": NAME, "language": language, "quality": "medium", "files": {**files, **samples}}


@pytest.fixture
def server():
    """The catalogue, until the end of the test."""
    server = Server()
    yield server
    server.http.shutdown()
    server.http.server_close()


@pytest.fixture
def home(tmp_path):
    """A person's folders."""
    root = tmp_path / "home"
    return Home(config=root, data=root, cache=root, state=root / "state")


def speaks(_model):
    """A voice that speaks."""


def fetch(home, server, check=speaks, progress=lambda _done, _of: None):
    """Find the voice and download it."""
    return download(home, find_remote(NAME, f"{server.address}/resolve/main"), check, progress)


def left(home):
    """All that there is in the folder of voices."""
    folder = home.data / "voices"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_voice_of_the_catalogue(home, server):
    """Name, language, quality and size are known before anything is downloaded."""
    voice = find_remote(NAME, server.address)
    assert (voice.name, voice.language, voice.quality) == (NAME, "English, Great Britain", "medium")
    assert voice.size == len(MODEL) + len(CONFIG) + len(CARD)
    assert server.asked == ["voices.json"]
    assert not home.data.exists()


def test_a_voice_is_there_whole(home, server):
    """Model, configuration, card and digest are in place, closed to others, and the progress was shown."""
    seen = []
    folder = fetch(home, server, progress=lambda done, of: seen.append((done, of)))
    assert left(home) == [
        NAME,
        *(f"{NAME}/{name}" for name in ("MODEL_CARD", f"{NAME}.onnx", f"{NAME}.onnx.json", "sha256")),
    ]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert expected_digest(folder / f"{NAME}.onnx") == hashlib.sha256(MODEL).hexdigest()
    size = len(MODEL) + len(CONFIG) + len(CARD)
    assert seen[-1] == (size, size)
    (voice,) = natural_voices(home)
    assert (voice.name, voice.language, voice.licence, voice.problem) == (NAME, "en-gb", "public domain", "")


def spoil_hash(server):
    """Another file of the same size."""
    server.files[f"{BESIDE}{NAME}.onnx"] = b"W" + MODEL[1:]


def spoil_pointer(server):
    """The file is that of the catalogue, but not the one of which Git LFS has the SHA-256."""
    server.files[f"raw/main/{BESIDE}{NAME}.onnx"] = pointer(b"W" + MODEL[1:])


def pointer(content):
    """What Git LFS keeps of a large file."""
    digest = hashlib.sha256(content).hexdigest()
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{digest}\nsize {len(content)}\n".encode()


def spoil_size(server):
    """A longer file."""
    server.files[f"{BESIDE}{NAME}.onnx"] = MODEL + b"more"


def spoil_end(server):
    """The connection ends in the middle."""
    server.cut = 1_000


def spoil_path(server):
    """The file is not there."""
    del server.files[f"{BESIDE}{NAME}.onnx"]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoil_hash, f"{NAME}.onnx is not the file that the catalogue describes: its hash is another."),
        (spoil_pointer, f"{NAME}.onnx is not the file that the catalogue describes: its hash is another."),
        (spoil_size, f"{NAME}.onnx is larger than the catalogue says."),
        (spoil_end, f"The download of {NAME}.onnx ended after 1000 of {len(MODEL)} bytes."),
        (spoil_path, "127.0.0.1:{port} answered with status 404."),
    ],
)
def test_a_download_that_goes_wrong_leaves_nothing(home, server, spoil, said):
    """A wrong hash or size, a connection that ends and a missing file are reported, and nothing is left."""
    spoil(server)
    with pytest.raises(VoiceNotAdded) as caught:
        fetch(home, server)
    assert caught.value.message == said.format(port=server.http.server_port)
    assert left(home) == []


def test_a_full_disk_leaves_nothing(home, server, monkeypatch):
    """Too little room is reported before anything is downloaded, and a disk that fills up meanwhile after."""
    monkeypatch.setattr(room, "leaves_room", lambda _folder, _size: False)
    with pytest.raises(VoiceNotAdded, match="not enough room on the disk"):
        fetch(home, server)
    monkeypatch.undo()

    def full(_file, path, _count):
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(room, "_download", full)
    with pytest.raises(VoiceNotAdded, match="cannot be saved") as caught:
        fetch(home, server)
    place = home.data / "voices"
    why = f"The voice cannot be saved in {place}: No space left on device. Nothing of it is kept."
    assert (caught.value.message, left(home)) == (why, [])


def test_one_that_does_not_speak_is_not_added(home, server):
    """A voice that cannot be loaded is reported and removed again."""

    def check(_model):
        raise VoiceFault("The speech engine failed: the voice x cannot be loaded.")

    with pytest.raises(VoiceNotAdded, match=f"^The voice '{NAME}' does not speak"):
        fetch(home, server, check)
    assert left(home) == []


def test_an_interrupted_download_leaves_nothing(home, server):
    """Ctrl-C in the middle leaves nothing."""

    def interrupt(_done, _of):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(home, server, progress=interrupt)
    assert left(home) == []


def test_what_a_killed_download_left_is_deleted(home, server):
    """A download that was killed leaves a hidden folder, which is no voice and goes with the next one."""
    hidden = home.data / "voices" / ".adding-x"
    hidden.mkdir(parents=True)
    (hidden / f"{NAME}.onnx").write_bytes(b"half")
    assert natural_voices(home) == ()
    fetch(home, server)
    assert not hidden.exists()


def test_offline(home):
    """Without a network the host is named, with another way, and nothing is left."""
    with pytest.raises(VoiceNotAdded) as caught:
        find_remote(NAME, "http://127.0.0.1:9")
    assert caught.value.message == "127.0.0.1:9 cannot be reached: Connection refused."
    assert caught.value.hint == "Without a network, `coach voices add FILE.onnx` adds a voice from a file."
    assert not home.data.exists()


def test_the_model_is_held_to_the_sha_256_that_is_published(home, server):
    """The catalogue has only an MD5; Git LFS, which keeps the models, has the SHA-256 of each."""
    server.files[f"raw/main/{BESIDE}{NAME}.onnx"] = pointer(MODEL)
    fetch(home, server)
    assert f"raw/main/{BESIDE}{NAME}.onnx" in server.asked


def test_it_goes_through_a_proxy(home, server, monkeypatch):
    """The one that the environment names, as with other programs."""
    monkeypatch.setattr("urllib.request._opener", None)  # it keeps the environment of its first use
    monkeypatch.setenv("http_proxy", server.address)
    download(home, find_remote(NAME, "http://voices.test/resolve/main"), speaks, lambda _done, _of: None)
    assert natural_voices(home) != ()
    monkeypatch.setattr("urllib.request._opener", None)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with pytest.raises(VoiceNotAdded, match=r"^voices\.test cannot be reached: Connection refused\."):
        find_remote(NAME, "http://voices.test/resolve/main")


def test_an_unknown_name_is_answered_with_the_nearest(server):
    """A name that is not in the catalogue is refused, with the one that was probably meant."""
    with pytest.raises(VoiceNotAdded, match=rf"has no voice 'en_GB-abla-medium'\. Did you mean '{NAME}'\?"):
        find_remote("en_GB-abla-medium", server.address)


@pytest.mark.parametrize("spoil", ["files", "language", "quality"])
def test_an_entry_that_is_not_understood_is_refused(server, spoil):
    """A catalogue whose entry lacks something is refused with the voice's name."""
    del server.index[NAME][spoil]
    with pytest.raises(VoiceNotAdded, match=f"entry of '{NAME}' cannot be read"):
        find_remote(NAME, server.address)


def test_an_index_that_is_none_is_refused(server):
    """A catalogue that is no JSON object is refused."""
    server.index = 5
    with pytest.raises(VoiceNotAdded, match="The catalogue of voices cannot be read"):
        find_remote(NAME, server.address)


def test_the_same_voice_is_not_added_twice(home, server):
    """A voice that is there already stays as it is."""
    fetch(home, server)
    with pytest.raises(VoiceNotAdded, match=f"There is a voice '{NAME}' already"):
        fetch(home, server)


def files(folder, name="own"):
    """A voice's files in some folder; returns its model."""
    folder.mkdir()
    (folder / f"{name}.onnx").write_bytes(MODEL)
    (folder / f"{name}.onnx.json").write_bytes(CONFIG)
    return folder / f"{name}.onnx"


def test_a_voice_from_a_file(home, tmp_path):
    """A file with its configuration is copied, with a digest, and with its card where there is one."""
    model = files(tmp_path / "files")
    add_file(home, model, speaks)
    assert left(home) == ["own", "own/own.onnx", "own/own.onnx.json", "own/sha256"]
    assert remove(home, "own")
    (model.parent / "MODEL_CARD").write_bytes(CARD)
    add_file(home, model, speaks)
    assert natural_voices(home)[0].licence == "public domain"


def test_a_file_without_its_configuration_is_refused(home, tmp_path):
    """A model alone is refused with the name of the file that is missing, and so is an odd name."""
    model = files(tmp_path / "files")
    model.with_name("own.onnx.json").unlink()
    with pytest.raises(VoiceNotAdded, match=r"own\.onnx\.json is missing or is no configuration"):
        add_file(home, model, speaks)
    with pytest.raises(VoiceNotAdded, match="or a file NAME"):
        add_file(home, tmp_path / "my voice.onnx", speaks)
    with pytest.raises(VoiceNotAdded, match=r"own\.onnx: file not found\.$"):
        add_file(home, tmp_path / "own.onnx", speaks)
    assert not home.data.exists()


def test_a_path_is_not_looked_up_in_the_catalogue():
    """What cannot be a name is refused before any network is used."""
    with pytest.raises(VoiceNotAdded, match="A voice is a name of the catalogue or a file"):
        find_remote("files/own.onnx.json", "http://127.0.0.1:9")


def test_a_voice_is_removed_whole(home, tmp_path):
    """A removed voice's folder is gone; the name of no voice, or of another folder, removes nothing."""
    add_file(home, files(tmp_path / "files"), speaks)
    assert [remove(home, name) for name in ("..", ".", "other", "own", "own")] == [
        False,
        False,
        False,
        True,
        False,
    ]
    assert left(home) == []
