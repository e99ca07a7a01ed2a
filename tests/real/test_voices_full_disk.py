"""A disk that really fills up while a voice is downloaded: a file system of 34 MB in memory."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys

import pytest

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        shutil.which("unshare") is None
        or subprocess.run(("unshare", "-rm", "true"), capture_output=True, check=False).returncode != 0,
        reason="needs a mount namespace of one's own",
    ),
]
NAME = "en_GB-alba-medium"
CHILD = """
import sys
from pathlib import Path
from coach.home import Home
from coach.voice.catalogue import VoiceNotAdded, download, find_remote

root = Path(sys.argv[1])
filler = (root / "filler").open("wb", buffering=0)

def fill(_done, _of):
    try:
        while filler.write(bytes(1 << 16)):
            pass
    except OSError:
        pass

home = Home(config=root, data=root, cache=root, state=root / "state")
try:
    download(home, find_remote("en_GB-alba-medium", sys.argv[2]), lambda _model: None, fill)
except VoiceNotAdded as why:
    print(why.message)
print(sorted(path.name for path in (root / "voices").rglob("*")))
"""


def test_a_disk_that_fills_up_leaves_nothing_half_installed(tmp_path):
    """The reason is given, and neither a voice nor a part of one is left."""
    catalogue, disk = tmp_path / "catalogue", tmp_path / "disk"
    catalogue.mkdir()
    disk.mkdir()
    files = {}
    for name, content in {f"{NAME}.onnx": bytes(1 << 20), f"{NAME}.onnx.json": b"{}"}.items():
        (catalogue / name).write_bytes(content)
        digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
        files[name] = {"size_bytes": len(content), "md5_digest": digest}
    language = {"name_english": "English", "country_english": "Great Britain"}
    index = {NAME: {"language": language, "quality": "medium", "files": files}}
    (catalogue / "voices.json").write_text(json.dumps(index))
    script = 'mount -t tmpfs -o size=34m tmpfs "$1" && exec "$2" -c "$3" "$1" "$4"'
    command = ("unshare", "-rm", "sh", "-c", script, "sh", str(disk), sys.executable, CHILD)
    done = subprocess.run(
        (*command, catalogue.as_uri()), capture_output=True, text=True, timeout=60, check=False
    )
    [why, left] = done.stdout.splitlines()
    assert why.startswith("The voice cannot be saved in ")
    assert why.endswith(": No space left on device. Nothing of it is kept.")
    assert left == "[]"
