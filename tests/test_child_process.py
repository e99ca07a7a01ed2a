"""Child processes: what they import, what they are sent, and how they end."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import coach
from coach.child_process import (
    LONGEST_LINE,
    ChildFailed,
    ChildProcess,
    ask_child,
    child_environment,
    coach_command,
    creation_flags,
    function_command,
    json_line,
    json_lines,
    python_command,
    read_json_line,
    start_child,
)
from coach.home import find_home

PLANTED = (
    "asyncio", "click", "coach", "ctypes", "cli", "miniaudio", "numpy", "platformdirs", "pyttsx3",
    "queue", "schedule", "sitecustomize", "soundfile", "textual", "tzlocal", "usercustomize", "yaml",
)  # fmt: skip
ROUTINE = "title: Short rest\nkind: habit\nsteps:\n  - rest: 1 s\n"
ECHO = "import sys\nfor line in sys.stdin:\n    print(line, end='', flush=True)\n"


@pytest.fixture
def trap(tmp_path, monkeypatch):
    """A current folder full of modules that leave a trace when they are imported."""
    folder = tmp_path / "trap"
    folder.mkdir()
    for name in PLANTED:
        code = f"import os\nos.makedirs({str(tmp_path / 'ran' / name)!r}, exist_ok=True)\nraise ImportError\n"
        (folder / f"{name}.py").write_text(code, encoding="utf-8")
    monkeypatch.chdir(folder)
    return tmp_path / "ran"


def answered(code, question=None, within=10.0, log=None):
    """What a child with that program answers."""
    return asyncio.run(ask_child(python_command("-c", code), question or {}, log, within))


@pytest.mark.real
@pytest.mark.parametrize("path", ["", os.pathsep, f"{os.pathsep}/nowhere{os.pathsep}"])
def test_nothing_is_imported_from_the_current_folder(trap, monkeypatch, path):
    """No child process imports anything from the current folder, even with gaps in `PYTHONPATH`."""
    monkeypatch.setenv("PYTHONPATH", path)
    home = find_home()
    home.routines.mkdir(parents=True)
    (home.routines / "short.yaml").write_text(ROUTINE, encoding="utf-8")
    begun = [
        (coach_command("do", "-", "--control", "--fast", "--no-plan"), {"routine": "short"}, 0),
        (coach_command("announce", "--no-plan"), {}, 2),
        (function_command("coach.daemon.plan_loader", "answer_request"), {"version": ""}, 0),
    ]
    for command, question, status in begun:
        done = subprocess.run(
            command, input=json_line(question), env=child_environment(), capture_output=True, check=False
        )
        assert (done.returncode, trap.exists()) == (status, False), done.stderr.decode()
    worker = ChildProcess(python_command("-m", "coach.voice.worker", str(home.clips)), None)
    answer = worker.ask({"do": "hello"}, 20.0)
    worker.dismiss()
    assert (answer["id"], trap.exists()) == (1, False)


@pytest.mark.real
@pytest.mark.parametrize("safe", ["", "1"])
def test_the_command_line_imports_nothing_from_the_current_folder(trap, safe):
    """`python -m coach` imports nothing else from the current folder than a `coach.py`."""
    Path("coach.py").unlink()
    environment = child_environment() | {"PYTHONSAFEPATH": safe}
    for arguments in (("check", "desk-neck"), ("next",), ("voices", "--help")):
        command = [sys.executable, "-m", "coach", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert (b"Traceback" in done.stderr, trap.exists()) == (False, False), done.stderr.decode()


def test_no_module_starts_a_process_of_python_in_another_way():
    """Only this module, and the one that writes login entries, names our interpreter."""
    texts = {file: file.read_text(encoding="utf-8") for file in Path(coach.__file__).parent.rglob("*.py")}
    named = {
        file.relative_to(Path(coach.__file__).parent).as_posix()
        for file, text in texts.items()
        if "executable" in text  # to parse all would take a second
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "sys.executable"
    }
    assert named == {"child_process.py", "autostart/select.py"}


def test_every_process_is_started_without_a_window():
    """Every start of a process says that it needs no window."""
    calls = []
    tree = ast.parse((Path(coach.__file__).parent / "child_process.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
            ("Popen", "create_subprocess_exec")
        ):
            calls += [ast.unparse(word.value) for word in node.keywords if word.arg == "creationflags"]
    assert calls == ["creation_flags()", "creation_flags()"]


def test_on_windows_no_window_and_elsewhere_no_flag():
    """The flag is 134217728 on Windows, as in CPython's `subprocess.CREATE_NO_WINDOW`, and else 0."""
    platforms = ("win32", "linux", "darwin")
    assert [creation_flags(platform) for platform in platforms] == [134_217_728, 0, 0]


@pytest.mark.skipif(sys.platform != "win32", reason="only there the library names it")
def test_the_library_agrees():
    """The recorded flag is that of the standard library."""
    assert creation_flags() == subprocess.CREATE_NO_WINDOW


@pytest.mark.parametrize(
    ("line", "tree"),
    [
        (b'{"a": 1}\n', {"a": 1}),
        (' {"a": 1}', {"a": 1}),
        (b"[1]", None),
        (b"3", None),
        (b"", None),
        (b"\xff\n", None),
        (b"hello", None),
        (b"[" * 100_000, None),
        (b'{"a":' * 100_000, None),
    ],
)
def test_what_is_no_object_is_no_answer(line, tree):
    """Lines that are no JSON object are ignored."""
    assert read_json_line(line) == tree


def test_a_line_of_json_is_ascii():
    """A line of JSON is ASCII, so that a stream of any encoding takes it."""
    assert json_line({"é": "\u2028\n"}) == b'{"\\u00e9": "\\u2028\\n"}\n'


@pytest.mark.real
def test_one_question_and_its_answer():
    """The last JSON object that a child prints is its answer."""
    code = "import json, sys\nprint('hello')\nprint('{}')\nprint(json.dumps({'got': json.loads(input())}))\n"
    assert answered(code, {"é": 1}) == {"got": {"é": 1}}


@pytest.mark.real
@pytest.mark.parametrize(
    ("code", "how"),
    [
        ("import sys; sys.exit(3)", "ended with status 3"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "was ended by signal 9"),
        ("print('[1]')", "ended without an answer"),
        ("print('{}'); import sys; sys.exit(1)", "ended with status 1"),
        (f"print('{{' + 'x' * {LONGEST_LINE + 10})", "ended without an answer"),
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="signals of this kind are POSIX's")
def test_how_a_child_failed_is_said(code, how):
    """How a child failed is reported, and an answer before its crash does not count."""
    with pytest.raises(ChildFailed) as caught:
        answered(code)
    assert str(caught.value) == how


@pytest.mark.real
@pytest.mark.parametrize("code", ["import time; time.sleep(60)", "print('{}', flush=True); input(); input()"])
def test_a_child_that_does_not_end_in_time_is_killed(code):
    """A child that does not end in time is killed before the call returns."""
    begun = time.monotonic()
    code = code if "sleep" in code else "import time; print('{}', flush=True); time.sleep(60)"
    with pytest.raises(ChildFailed, match="did not answer within 1 seconds"):
        answered(code, within=1.0)
    assert time.monotonic() - begun < 30.0


@pytest.mark.real
def test_what_cannot_be_started_is_an_os_error(tmp_path):
    """A child that cannot be started is an `OSError`, in both ways of asking."""
    with pytest.raises(FileNotFoundError):
        asyncio.run(ask_child([str(tmp_path / "no")], {}, None, 1.0))
    with pytest.raises(FileNotFoundError):
        ChildProcess([str(tmp_path / "no")], None)


@pytest.mark.real
def test_its_last_words_reach_the_log(tmp_path):
    """What a child writes to stderr is in the log, in both ways of asking."""
    log = tmp_path / "logs" / "log"
    with pytest.raises(ChildFailed):
        answered("import sys; sys.exit('first words')", log=log)
    child = ChildProcess(python_command("-c", "import sys; sys.exit('last words')"), log)
    with pytest.raises(ChildFailed, match="ended with status 1"):
        child.ask({}, 10.0)
    child.kill()
    assert log.read_text(encoding="utf-8").split("\n") == ["first words", "last words", ""]


@pytest.mark.real
def test_questions_are_answered_one_by_one():
    """Each question has its number and its deadline, and other lines are no answers."""
    child = ChildProcess(python_command("-c", ECHO), None)
    answers = [child.ask({"word": word}, 10.0) for word in ("a", "b")]
    child.dismiss()
    assert answers == [{"id": 1, "within": 10.0, "word": "a"}, {"id": 2, "within": 10.0, "word": "b"}]


@pytest.mark.real
def test_an_overlong_line_does_not_end_the_listening():
    """The lines after an overlong one are read."""

    async def listen():
        code = f"print('x' * {LONGEST_LINE * 3}); print('{json.dumps({'a': 1})}')"
        child = await start_child(python_command("-c", code), None)
        found = [tree async for tree in json_lines(child)]
        await child.wait()
        return found

    assert asyncio.run(listen()) == [{"a": 1}]


def test_from_a_checkout_a_child_finds_the_program(monkeypatch):
    """A child of a checkout finds the program by its path, and an installed one without."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(["", "/a", ""]))
    root = str(Path(coach.__file__).parents[1])
    assert child_environment()["PYTHONPATH"] == os.pathsep.join([root, "/a"])
    monkeypatch.setattr("coach.child_process.PACKAGE", Path("/lib/site-packages/coach"))
    assert child_environment()["PYTHONPATH"] == "/a"
    monkeypatch.setenv("PYTHONPATH", "")
    assert "PYTHONPATH" not in child_environment()
