"""Everything that a text of the repository points at is in the repository."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
IN_A_WHEEL = {"coach/_routines"}
TEXTS = {".py", ".md", ".toml", ".yaml", ".yml", ".sh", ".c", ""}
PAGE = re.compile(r"(?<![\w./-])((?:[\w-]+/)*[\w-]+\.md)\b")
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"(?<![\w./$-])((?:coach|tests|benchmarks|docs|routines|\.ci)/[\w./-]*\w/?)")


def tracked():
    """The files of the repository, as they are now."""
    if not (ROOT / ".git").exists():
        return [path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts]
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


FILES = [path for path in tracked() if path.suffix in TEXTS and path != Path(__file__)]


def anchor(heading):
    """The anchor that a heading has on a page."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def missing(path, text):
    """What a text points at that is not there; the files that tests speak of are made by them."""
    for found in PAGE.findall(text):
        if not any((base / found).exists() for base in (ROOT, path.parent, ROOT / "docs")):
            yield found
    for found in set(CODE.findall(text)) - IN_A_WHEEL if "tests" not in path.parts else ():
        if not (ROOT / found).exists() and not list(ROOT.glob(found + "*")):
            yield found
    if path.suffix == ".md":
        yield from (found for found in LINK.findall(text) if not leads_somewhere(path, found))


def leads_somewhere(path, link):
    """Whether the page of a link is there, and has the heading that the link names."""
    if re.match(r"[a-z]+:", link):
        return True
    target, _, heading = link.partition("#")
    page = path.parent / target if target else path
    if not page.exists():
        return False
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return not heading or heading in map(anchor, headings)


def test_what_a_text_points_at_is_there():
    """Every page, link, anchor and path that code and pages name exists."""
    found = {str(path.relative_to(ROOT)): sorted(missing(path, path.read_text("utf-8"))) for path in FILES}
    assert {path: gone for path, gone in found.items() if gone} == {}


def test_the_modules_that_pages_name_in_short_are_there():
    """A module that a page names in short, such as `plan/gate.py`, exists."""
    modules = [f"/{path.relative_to(ROOT).as_posix()}" for path in FILES if path.suffix == ".py"]
    named = {
        name
        for path in FILES
        if path.suffix == ".md"
        for name in re.findall(r"`((?:\w+/)*\w+\.py)\b", path.read_text("utf-8"))
    }
    assert [name for name in sorted(named) if not any(path.endswith(f"/{name}") for path in modules)] == []


def test_a_page_that_is_not_there_is_found(tmp_path):
    """A missing page is found, so that the tests above can fail."""
    page = tmp_path / "page.md"
    text = "see NOWHERE.md, [it](gone.md#x), `coach/nowhere.py` and [here](#there)\n# Here"
    page.write_text(text)
    assert list(missing(page, text)) == ["NOWHERE.md", "gone.md", "coach/nowhere.py", "gone.md#x", "#there"]
