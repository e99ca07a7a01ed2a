"""Adds natural voices, from a file or from Piper's public catalogue, which is all that the coach downloads.

A voice is there whole or not at all: its files come into a hidden folder, are checked, and that is renamed.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from coach.disk_room import leaves_room
from coach.errors import SpeechError
from coach.home import PRIVATE_FILE, private_folder
from coach.json_lines import MALFORMED
from coach.spelling import nearest
from coach.voice.natural import CARD, DIGEST, read_natural_voice, voices_folder
from coach.voice.voice import VoiceFault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coach.home import Home

ADDRESS: Final = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
"""Where Piper's voices are published, with their index `voices.json`."""
_INDEX: Final = "voices.json"
_LARGEST_INDEX: Final = 8_000_000
_LARGEST_VOICE: Final = 400_000_000
_TIMEOUT: Final = 30.0
"""Seconds without a byte after which a download is given up."""
_PIECE: Final = 1 << 18
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
_NO_NAME: Final = (
    "A voice is a name of the catalogue or a file NAME.onnx, of letters, digits, dots and dashes."
)
_HIDDEN: Final = ".adding-"
_POINTER: Final = re.compile(rb"version https://git-lfs\.\S+\noid sha256:([0-9a-f]{64})\nsize \d+\n")
"""What Git LFS keeps in the place of a large file, by its specification."""
_LARGEST_POINTER: Final = 1024


class VoiceNotAdded(SpeechError):
    """The voice could not be added, and nothing of it was left."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a voice: its address, its size in bytes, and its MD5, which is what the catalogue names."""

    address: str
    size: int
    md5: str


@dataclass(frozen=True, slots=True)
class RemoteVoice:
    """A voice of the catalogue. `files`: by the name that each has here."""

    name: str
    language: str
    quality: str
    files: dict[str, RemoteFile]

    @property
    def size(self) -> int:
        """Bytes to download."""
        return sum(file.size for file in self.files.values())


def find_remote(name: str, address: str = ADDRESS) -> RemoteVoice:
    """The voice of that name in the catalogue; raises `VoiceNotAdded`."""
    if not _NAME.fullmatch(name):
        raise VoiceNotAdded(_NO_NAME)
    with _opened(f"{address}/{_INDEX}") as answer:
        try:
            index = json.loads(answer.read(_LARGEST_INDEX))
            names = {str(key): str(key) for key in index}
        except (OSError, HTTPException, *MALFORMED):
            raise VoiceNotAdded("The catalogue of voices cannot be read; it may have changed.") from None
    if name not in names:
        close = nearest(name, names)
        meant = f" Did you mean '{close}'?" if close else ""
        raise VoiceNotAdded(f"The catalogue has no voice '{name[:80]}'.{meant}")
    try:
        return _remote(name, index[name], address)
    except MALFORMED:
        raise VoiceNotAdded(f"The catalogue's entry of '{name}' cannot be read.") from None


def _remote(name: str, entry: Any, address: str) -> RemoteVoice:  # noqa: ANN401 — whatever the index holds
    if not _NAME.fullmatch(name):
        raise ValueError
    files = {}
    for path, facts in entry["files"].items():
        local = PurePosixPath(path).name
        if local in {f"{name}.onnx", f"{name}.onnx.json", CARD}:
            where = f"{address}/{urllib.parse.quote(path)}"
            files[local] = RemoteFile(where, int(facts["size_bytes"]), str(facts["md5_digest"]))
    if not {f"{name}.onnx", f"{name}.onnx.json"} <= files.keys():
        raise KeyError
    language = entry["language"]
    spoken = f"{language['name_english']}, {language['country_english']}"
    voice = RemoteVoice(name, spoken, str(entry["quality"]), files)
    if not 0 < voice.size <= _LARGEST_VOICE:
        raise ValueError
    return voice


def download(
    home: Home, voice: RemoteVoice, check: Callable[[Path], None], progress: Callable[[int, int], None]
) -> Path:
    """Download the voice and return its folder; `progress` gets the bytes so far and in all.

    `check` gets its model before it is in place, and raises `VoiceFault` if it does not speak. Raises
    `VoiceNotAdded` then, when it is there already, or anything else goes wrong; nothing is left.
    """
    done = 0

    def count(size: int) -> None:
        nonlocal done
        done += size
        progress(done, voice.size)

    with _new_folder(home, voice.name, voice.size, check) as folder:
        for name, file in voice.files.items():
            _download(file, folder / name, count)
    return voices_folder(home) / voice.name


def _download(file: RemoteFile, path: Path, count: Callable[[int], None]) -> None:
    digest, sha256, size = hashlib.md5(usedforsecurity=False), hashlib.sha256(), 0
    published = _published_sha256(file) if path.suffix == ".onnx" else ""
    with _opened(file.address) as answer, path.open("wb") as target:
        try:
            while piece := answer.read(min(_PIECE, file.size - size + 1)):
                size += len(piece)
                if size > file.size:
                    break
                digest.update(piece)
                sha256.update(piece)
                target.write(piece)
                count(len(piece))
        except (HTTPException, TimeoutError, ConnectionError, urllib.error.URLError) as error:
            raise VoiceNotAdded(f"The download of {path.name} was interrupted: {_reason(error)}.") from None
    if size < file.size:
        raise VoiceNotAdded(f"The download of {path.name} ended after {size} of {file.size} bytes.")
    if size > file.size:
        raise VoiceNotAdded(f"{path.name} is larger than the catalogue says.")
    if digest.hexdigest() != file.md5 or published not in {"", sha256.hexdigest()}:
        raise VoiceNotAdded(f"{path.name} is not the file that the catalogue describes: its hash is another.")


def _published_sha256(file: RemoteFile) -> str:
    """The SHA-256 of a file that is kept by Git LFS, as all models of the catalogue are; else empty."""
    try:
        with _opened(file.address.replace("/resolve/", "/raw/", 1)) as answer:
            found = _POINTER.fullmatch(answer.read(_LARGEST_POINTER))
    except (VoiceNotAdded, HTTPException, OSError):
        return ""
    return found[1].decode("ascii") if found else ""


def add_file(home: Home, model: Path, check: Callable[[Path], None]) -> Path:
    """Copy the voice with that model, its `.onnx.json` and its model card; return its folder.

    Raises `VoiceNotAdded` as `download` does.
    """
    name = model.name.removesuffix(".onnx")
    if model.suffix != ".onnx" or not _NAME.fullmatch(name):
        raise VoiceNotAdded(_NO_NAME)
    if not model.is_file():
        raise VoiceNotAdded(f"{model}: file not found.")
    voice = read_natural_voice(model)
    if voice.problem:
        raise VoiceNotAdded(f"This voice cannot be used: {voice.problem}.")
    with _new_folder(home, name, voice.size, check) as folder:
        shutil.copyfile(model, folder / model.name)
        shutil.copyfile(f"{model}.json", folder / f"{model.name}.json")
        if voice.card:
            (folder / CARD).write_text(voice.card, encoding="utf-8")
    return voices_folder(home) / name


def remove(home: Home, name: str) -> bool:
    """Whether the person had a voice of that name, which is deleted now. Raises `OSError`."""
    folder = voices_folder(home) / name
    if not _NAME.fullmatch(name) or not folder.is_dir():
        return False
    # Renamed first, so that half a voice is never found.
    hidden = Path(tempfile.mkdtemp(prefix=_HIDDEN, dir=folder.parent))
    folder.rename(hidden / name)
    shutil.rmtree(hidden)
    return True


@contextmanager
def _new_folder(home: Home, name: str, size: int, check: Callable[[Path], None]) -> Iterator[Path]:
    """A hidden folder that becomes the voice's own when the block ends well, and is deleted otherwise."""
    parent = voices_folder(home)
    target = parent / name
    if target.exists():
        hint = f"`coach voices remove {name}` removes it."
        raise VoiceNotAdded(f"There is a voice '{name}' already.", hint=hint)
    try:
        private_folder(parent)
        _clear(parent)
        if not leaves_room(parent, size):
            raise VoiceNotAdded("There is not enough room on the disk for this voice.")
        hidden = Path(tempfile.mkdtemp(prefix=_HIDDEN, dir=parent))
        try:
            yield hidden
            with (hidden / f"{name}.onnx").open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            (hidden / DIGEST).write_text(f"{digest}  {name}.onnx\n", encoding="ascii")
            for path in hidden.iterdir():
                path.chmod(PRIVATE_FILE)
            check(hidden / f"{name}.onnx")
            hidden.rename(target)
        finally:
            shutil.rmtree(hidden, ignore_errors=True)
    except VoiceFault as fault:
        raise VoiceNotAdded(f"The voice '{name}' does not speak. {fault.message}") from None
    except OSError as error:
        why = f"The voice cannot be saved in {parent}: {_reason(error)}. Nothing of it is kept."
        raise VoiceNotAdded(why) from None


def _clear(parent: Path) -> None:
    """Delete what a killed download or copy has left."""
    for left in parent.glob(f"{_HIDDEN}*"):
        with suppress(OSError):
            shutil.rmtree(left)


@contextmanager
def _opened(address: str) -> Iterator[Any]:
    host = urllib.parse.urlsplit(address).netloc
    try:
        answer = urllib.request.urlopen(address, timeout=_TIMEOUT)  # noqa: S310 — the address is ours
    except urllib.error.HTTPError as error:
        error.close()
        raise VoiceNotAdded(f"{host} answered with status {error.code}.") from None
    except (OSError, HTTPException) as error:
        hint = "Without a network, `coach voices add FILE.onnx` adds a voice from a file."
        raise VoiceNotAdded(f"{host} cannot be reached: {_reason(error)}.", hint=hint) from None
    with answer:
        yield answer


def _reason(error: Exception) -> str:
    inner = getattr(error, "reason", error)
    return str(getattr(inner, "strerror", None) or inner or type(inner).__name__)
