"""All kinds in all languages, with the same names; and what is wrong with a template is found and named."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from mailbot.compose import check_templates, preview
from mailbot.compose.kinds import FILTERS, KINDS, PLACEHOLDERS
from mailbot.compose.render import Renderer
from mailbot.compose.samples import samples
from mailbot.desk import followups
from mailbot.triage import plan
from mailbot.triage.wording import wording
from tests.compose.conftest import LANGUAGES

DOCUMENTED = Path(__file__).parents[2] / "docs/reference/templates.md"


def test_every_language_is_complete_and_alike(templates: Path) -> None:
    assert check_templates(templates, LANGUAGES) == []


def test_every_kind_that_is_ever_asked_for_exists() -> None:
    code = Path(plan.__file__).read_text() + Path(followups.__file__).read_text()
    asked = set(re.findall(r'"(ack_[a-z]+|status|reminder|last_reminder|closing|late|reply)"', code))
    assert len(asked) > 8
    assert asked <= set(KINDS)


def test_the_names_are_those_that_triage_gives_and_the_composer_adds() -> None:
    from tests.catalogue import catalogue

    given = set(wording(catalogue(), "en", intent="", team=""))
    added = {"ticket", "kind", "language", "overdue", "rating_url", "articles", "reply_marker"}
    assert given | added == set(PLACEHOLDERS)
    assert all(set(each) == set(PLACEHOLDERS) for each in samples("en"))


def test_the_reference_names_every_kind_name_and_filter() -> None:
    text = DOCUMENTED.read_text()
    for name in (*KINDS, *PLACEHOLDERS, *FILTERS):
        assert f"`{name}`" in text, f"{name} is not in {DOCUMENTED.name}"


@pytest.fixture
def copy(templates: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    for name in ("en", "es"):
        shutil.copytree(templates / name, folder / name)
    shutil.copy(templates / "_layout.html.j2", folder)
    return folder


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_kind_that_lacks_is_found(copy: Path) -> None:
    (copy / "es/closing.j2").unlink()
    (found,) = check_templates(copy, ["en", "es"])
    assert found.file == "es/closing.j2"
    assert "missing" in found.what


def test_a_language_that_lacks_is_found(copy: Path) -> None:
    assert len(check_templates(copy, ["fr"])) == len(KINDS) + 1


def test_an_unknown_name_is_found_with_its_line(copy: Path) -> None:
    change(copy, "es/closing.j2", "{{ ticket }}", "{{ tiket }}")
    named = {(p.file, p.line) for p in check_templates(copy, ["es"]) if "tiket" in p.what}
    assert named == {("es/closing.j2", 8)}


def test_a_forgotten_name_is_found(copy: Path) -> None:
    change(copy, "es/status.j2", "{{ answer_due|when }}", "pronto")
    assert any("answer_due" in p.what for p in check_templates(copy, ["es"]))


def test_a_broken_template_is_found_with_its_line(copy: Path) -> None:
    change(copy, "es/late.j2", "{% else %}", "{% els %}")
    problems = check_templates(copy, ["es"])
    assert [p.file for p in problems] == ["es/late.j2"]
    assert problems[0].line > 0


def test_a_template_cannot_reach_into_python(copy: Path) -> None:
    change(copy, "es/closing.j2", "{{ ticket }}", "{{ ticket.__class__.__mro__ }}")
    assert any(p.file == "es/closing.j2" for p in check_templates(copy, ["es"]))


def test_a_template_cannot_read_another_file(copy: Path) -> None:
    change(copy, "es/closing.j2", "{{ ticket }}", "{{ ticket }}{% include '../../etc/passwd' %}")
    assert any(p.file == "es/closing.j2" for p in check_templates(copy, ["es"]))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_in_one_language_holds_no_words_of_another(templates: Path, language: str) -> None:
    renderer = Renderer(templates)
    english = re.compile(r"\b(the|please|your|we|and|has)\b")
    for kind in KINDS:
        text = renderer.render(language, kind, samples(language)[0]).text.partition("\n")[2]
        if language != "en":
            assert not english.search(text), (language, kind)
        if language not in {"zh", "zh-Hant", "ja"}:
            assert not re.search(r"[\u4e00-\u9fff]", text), (language, kind)


def test_dates_are_told_in_the_language_and_zone(templates: Path) -> None:
    renderer = Renderer(templates)
    told = {
        "en": "24 November 2026, 14:30 (UTC+8)",
        "zh": "2026年11月24日 14:30 (UTC+8)",
        "ru": "24 ноября 2026 года, 14:30 (UTC+8)",
        "vi": "14:30 (UTC+8) ngày 24 tháng 11, 2026",
        "pt": "24 de novembro de 2026 às 14:30 (UTC+8)",
    }
    for language, expected in told.items():
        assert expected in renderer.render(language, "ack_complete", samples(language)[0]).text
    context = {**samples("en")[0], "zone": "Asia/Kathmandu"}
    assert "12:15 (UTC+5:45)" in renderer.render("en", "ack_complete", context).text
    assert "06:30 (UTC)" in renderer.render("en", "ack_complete", {**context, "zone": "Not/AZone"}).text


def test_the_preview_shows_every_letter_light_and_dark(templates: Path, tmp_path: Path) -> None:
    index = preview(templates, tmp_path / "out", languages=["zh", "en"])
    assert 'href="zh.html"' in index.read_text()
    assert 'href="en.html"' in index.read_text()
    for language in ("zh", "en"):
        page = (index.parent / f"{language}.html").read_text()
        for kind in KINDS:
            assert f'id="{kind}"' in page
            light = (index.parent / language / f"{kind}.light.html").read_text()
            dark = (index.parent / language / f"{kind}.dark.html").read_text()
            assert "prefers-color-scheme: dark" in light
            assert "prefers-color-scheme: dark" not in dark


def test_a_desks_own_letters_are_checked_for_names_and_for_nothing_else(templates: Path, tmp_path: Path) -> None:
    letter = (
        '{%% extends "es/_common.j2" %%}{%% block subject %%}Hola{%% endblock %%}{%% block body %%}%s{%% endblock %%}'
    )
    for language, said in (("es", "{{ greeting() }} {{ ticket }}"), ("en", "Case {{ ticket }} and no more")):
        (tmp_path / language).mkdir()
        (tmp_path / language / "ack_complete.j2").write_text(letter.replace("es/", f"{language}/") % said)
    assert check_templates(templates, ["en", "es", "pt"], tmp_path) == []
    (tmp_path / "es" / "ack_complete.j2").write_text(letter % "{{ tiket }}")
    (tmp_path / "es" / "ack_complet.j2").write_text("")
    found = {(p.file, p.what.split(":")[0]) for p in check_templates(templates, ["en", "es"], tmp_path)}
    assert found == {
        ("es/ack_complete.j2", "there is no 'tiket' for templates"),
        ("es/ack_complet.j2", "is no letter"),
    }
    (gone,) = check_templates(templates, ["en"], tmp_path / "nowhere")
    assert "no such folder" in gone.what
