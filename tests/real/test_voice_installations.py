"""The worker finds an eSpeak NG on any system: that of the wheel, the system's own, or none and a remedy."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coach.voice.process import VoiceProcess
from coach.voice.voice import VoiceFault
from speaking_worker import spoken, worker_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into Linux' process table")


def test_the_engine_of_the_wheel_is_what_speaks(voice_process):
    """The wheel's library is the only eSpeak in the worker's memory, though the system may have one."""
    pytest.importorskip("espeakng_loader")
    spoken(voice_process, "one")
    maps = Path(f"/proc/{worker_of(voice_process)}/maps").read_text()
    loaded = {Path(line.split()[-1]).parent.name for line in maps.splitlines() if "libespeak" in line}
    assert loaded == {"espeakng_loader"}
    assert [Path(file).parent.name for file in voice_process.facts().files] == ["espeakng_loader"]


HIDE = """
for library in $(ls /usr/lib/*/libespeak* /usr/lib/libespeak* /usr/local/lib/libespeak* 2>/dev/null); do
    mount --bind /dev/null "$(readlink -f "$library")" 2>/dev/null
done
for data in /usr/lib/*/espeak-ng-data /usr/share/espeak-ng-data; do
    [ -d "$data" ] && mount -t tmpfs none "$data"
done
"$1" -c 'import ctypes; ctypes.CDLL("libespeak-ng.so.1")' 2>/dev/null && exit 77
exec "$1" -P -m coach.voice.worker "$2"
"""


def test_a_system_without_any_espeak_speaks(tmp_path):
    """The system's library and data hidden from the worker: the wheel alone is enough."""
    pytest.importorskip("espeakng_loader")
    if subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True).returncode:
        pytest.skip("this system lets nobody hide a file from one process")
    command = ["unshare", "-m", "sh", "-c", HIDE, "hide", sys.executable]
    process = VoiceProcess(tmp_path / "voice.log", command=command)
    try:
        assert spoken(process, "left shoulder").seconds > 0.4
    finally:
        process.close()


WITHOUT_WHEEL = """
import sys
sys.modules["espeakng_loader"] = None
from coach.voice.worker import main
main()
"""


def test_a_system_without_the_wheel_takes_its_own(tmp_path):
    """The other way round: the system's eSpeak NG speaks, or its absence is reported with a remedy."""
    process = VoiceProcess(tmp_path / "voice.log", command=[sys.executable, "-c", WITHOUT_WHEEL])
    try:
        if shutil.which("espeak-ng"):
            assert spoken(process, "left shoulder").seconds > 0.4
            assert not any("espeakng_loader" in file for file in process.facts().files)
        else:
            with pytest.raises(VoiceFault) as caught:
                process.facts()
            assert "espeakng-loader" in caught.value.hint
    finally:
        process.close()


def test_a_deep_installation_speaks(tmp_path):
    """The path of its data may be as long as it likes, though eSpeak NG ends the process over a long one."""
    loader = pytest.importorskip("espeakng_loader")
    deep = tmp_path.joinpath(*["deep" * 20] * 3)
    shutil.copytree(Path(loader.__file__).parent, deep / "espeakng_loader")
    script = f"import sys; sys.path.insert(0, {str(deep)!r})\nfrom coach.voice.worker import main\nmain()"
    process = VoiceProcess(tmp_path / "voice.log", command=[sys.executable, "-c", script])
    try:
        assert spoken(process, "left shoulder").seconds > 0.4
        assert process.facts().files[0].startswith(str(deep))
    finally:
        process.close()
