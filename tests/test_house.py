"""What holds for the whole repository, and no single room can check."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from mailbot import resources

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted(path for room in ("mailbot", "classifiers") for path in (ROOT / room).rglob("*.py"))


def test_no_module_is_longer_than_400_lines():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_hashes_every_version_and_names_no_address(name: str):
    lock = (ROOT / name).read_text()
    assert not re.search(r"://|--(extra-)?index-url|--find-links|^-e|@ ", lock, re.MULTILINE)
    versions = re.split(r"\n(?=\S)", lock.strip())
    assert len(versions) > 50
    assert [block for block in versions if "==" not in block or "--hash=sha256:" not in block] == []


def test_what_tests_is_what_runs():
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^\S+==[^\\]+", (ROOT / name).read_text(), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


@pytest.mark.parametrize("name", ["", ".", "/etc/passwd", "../pyproject.toml", "templates/../../x"])
def test_a_resource_stays_in_its_place(name: str):
    with pytest.raises(ValueError, match="not the name of a resource"):
        resources.path(name)


def test_a_missing_resource_says_what_to_do():
    with pytest.raises(FileNotFoundError, match="install mailbot again"):
        resources.path("no-such-thing")


def test_resources_are_found_in_the_checkout():
    assert resources.path("templates") == ROOT / "templates"
    assert resources.path("config.yaml").is_file()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (built,) = folder.glob("*.whl")
    return built


def test_a_wheel_lays_nothing_beside_its_packages(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    assert {re.sub(r"-.*", "", name.split("/")[0]) for name in names} == {"mailbot", "classifiers"}


def test_a_wheel_carries_every_template_and_model_and_no_training_text(wheel: Path):
    names = set(zipfile.ZipFile(wheel).namelist())
    templates = {path for path in (ROOT / "templates").rglob("*") if path.is_file()}
    assert templates
    assert {f"mailbot/_data/{path.relative_to(ROOT)}" for path in templates} <= names
    assert "mailbot/_data/config.yaml" in names
    models = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "classifiers" / "data").rglob("*")
        if path.is_file() and "texts" not in path.parts and path.name != "heldback.jsonl"
    }
    assert models
    assert models <= names
    assert [name for name in names if "data/texts" in name or "heldback" in name] == []


def test_resources_are_found_in_an_installed_wheel(wheel: Path, tmp_path: Path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from mailbot import resources\n"
        "print(resources.path('templates')); print(resources.path('config.yaml'))"
    )
    # -S leaves out the editable install of this checkout
    command = [sys.executable, "-I", "-S", "-c", code]
    found = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True, timeout=60)
    data = tmp_path / "mailbot" / "_data"
    assert found.stdout.split() == [str(data / "templates"), str(data / "config.yaml")]
