"""Releases are built once, follow one another and say what changed; ``show`` and ``compare``."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest

from tests.cli.figures.support import HEADER, Demo, answers, extract, figures, read
from tests.cli.support import run

FIRST = ("--release", "2018-09", "--published", "2018-09-13")
SECOND = ("--release", "2018-10", "--published", "2018-10-11")
CSV = "_beholden/releases/{}/data/{}.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two forces that answered, read and released."""
    made = answers(
        tmp_path / "answers",
        {"essex/reply.csv": extract(568, 767), "kent/reply.csv": extract(400, 500)},
    )
    read(made)
    assert figures("build", made, *FIRST).code == 0
    return made


def published(folder: Path) -> dict[Path, bytes]:
    own = folder / "_beholden"
    return {
        path: path.read_bytes()
        for part in ("releases", "site")
        for path in (own / part).rglob("*")
        if path.is_file()
    }


def test_the_same_again_changes_nothing(folder: Path) -> None:
    before = published(folder)
    done = figures("build", folder, *FIRST)
    assert (done.code, "exists already and is unchanged" in done.text) == (0, True)
    assert published(folder) == before


def test_one_of_a_thing_is_told_as_one(tmp_path: Path) -> None:
    named = '"Indecent images of children (86/2, 86/10, 86/15), offences recorded"'
    one = f"Offence,2017/18\n{named},767\n"
    folder = answers(tmp_path / "answers", {"essex/reply.csv": one})
    assert "1 file. 1 number certain" in figures("read", folder).text
    answers(folder, {"kent/reply.csv": one.replace("767", '"1,5000"')})
    assert "2 files. 1 number certain" in figures("read", folder).text
    text = " ".join(figures("build", folder, *FIRST).text.split())
    assert "1 number of 1 of 45 forces asked." in text
    assert "1 reading waits for a person and is not in it (beholden figures review)." in text


def test_a_release_is_named_after_its_month(folder: Path) -> None:
    done = figures("build", folder, "--published", "2019-02-28", "--json")
    assert done.objects[0]["release"] == "2019-02"


def test_a_release_that_exists_is_never_changed(folder: Path) -> None:
    before = published(folder)
    answers(folder, {"essex/reply.csv": extract(568, 768)})
    read(folder)
    done = figures("build", folder, *FIRST)
    assert done.code == 2
    assert "Release 2018-09 is published and stays as it is" in done.said
    assert published(folder) == before


def test_a_later_release_marks_and_logs_what_was_revised(folder: Path) -> None:
    first = (folder / CSV.format("2018-09", "figures")).read_bytes()
    answers(folder, {"essex/reply.csv": extract(568, 768), "surrey/reply.csv": extract(100, 120)})
    (folder / "kent" / "reply.csv").unlink()
    read(folder)
    done = figures("build", folder, *SECOND)
    assert "Release 2018-10 built." in done.text
    log = (folder / CSV.format("2018-10", "changes")).read_text()
    kinds = [line.split(",") for line in log.splitlines() if "Essex" in line]
    assert ["revised" in line for line in kinds] == [True]
    assert sum("withdrawn" in line for line in log.splitlines()) == 2
    assert sum("added" in line for line in log.splitlines()) == 2
    essex = figures("show", "Essex", "--folder", folder).text
    assert "768 [r]" in essex
    assert "767" in figures("show", "Essex", "--release", "2018-09", "--folder", folder).text
    assert (folder / CSV.format("2018-09", "figures")).read_bytes() == first
    assert "revised" in (folder / "_beholden/site/changes.html").read_text().lower()


def test_releases_follow_one_another_in_time(folder: Path) -> None:
    answers(folder, {"essex/reply.csv": extract(568, 768)})
    read(folder)
    done = figures("build", folder, "--release", "2018-10", "--published", "2018-09-12")
    assert (done.code, "Releases follow one another" in done.said) == (2, True)


def test_no_release_is_older_than_its_answers(folder: Path) -> None:
    (folder / "answers.csv").write_text(HEADER + "essex/reply.csv,Essex,2018-10-12,,,\n")
    read(folder)
    done = figures("build", folder, *SECOND)
    assert done.code == 2
    assert "2018-10-11 is before essex/reply.csv was received" in done.said


@pytest.mark.parametrize("change", ["content", "new", "gone"])
def test_answers_that_changed_since_they_were_read_are_not_built(folder: Path, change: str) -> None:
    if change == "content":
        answers(folder, {"essex/reply.csv": extract(568, 768)})
    elif change == "new":
        answers(folder, {"surrey/reply.csv": extract(1, 2)})
    else:
        (folder / "kent" / "reply.csv").unlink()
    done = figures("build", folder, *SECOND)
    assert done.code == 2
    assert "is new, gone or changed since the answers were read" in done.said


@pytest.mark.parametrize("name", ["../2018-09", "2018", "2018-09/x", "2018-09 x", "2018-9", "a\nb"])
def test_a_release_cannot_have_a_name_that_leads_elsewhere(folder: Path, name: str) -> None:
    done = figures("build", folder, "--release", name)
    assert (done.code, "is no name of a release" in done.said) == (2, True)


def test_readers_can_check_the_files_and_the_chain_of_releases(folder: Path) -> None:
    answers(folder, {"essex/reply.csv": extract(568, 768)})
    read(folder)
    assert figures("build", folder, *SECOND).code == 0
    on_site = folder / "_beholden" / "site" / "releases"
    for name in ("2018-09", "2018-10"):
        own = on_site / name
        lines = (own / "SHA256SUMS").read_text().splitlines()
        sums = {line.partition("  ")[2]: line.partition("  ")[0] for line in lines}
        there = {str(p.relative_to(own)) for p in own.rglob("*") if p.is_file()}
        assert there - {"index.html", "SHA256SUMS"} == set(sums)
        for path, digest in sums.items():
            assert hashlib.sha256((own / path).read_bytes()).hexdigest() == digest
        page = (own / "index.html").read_text(encoding="utf-8")
        for path in (*sums, "SHA256SUMS"):
            assert f'href="../../releases/{name}/{path}"' in page
    first = hashlib.sha256((on_site / "2018-09" / "release.json").read_bytes()).hexdigest()
    assert json.loads((on_site / "2018-10/release.json").read_text())["previous_digest"] == first


def edited(path: Path, before: str, after: str) -> None:
    path.chmod(0o644)
    path.write_text(path.read_text().replace(before, after))


def sums_renewed(release: Path) -> None:
    """Checksums as somebody would forge them who edits a release."""
    sums = release / "SHA256SUMS"
    sums.chmod(0o644)
    names = [line.partition("  ")[2] for line in sums.read_text().splitlines()]
    digests = {name: hashlib.sha256((release / name).read_bytes()).hexdigest() for name in names}
    sums.write_text("".join(f"{digest}  {name}\n" for name, digest in digests.items()))


@pytest.mark.parametrize("file", ["release.json", "data/figures.csv"])
def test_the_newest_release_cannot_be_edited_unseen(folder: Path, file: str) -> None:
    edited(folder / "_beholden" / "releases" / "2018-09" / file, "767", "867")
    for command in (["show"], ["show", "Essex"], ["compare", "Essex", "Kent"]):
        done = figures(*command, "--folder", folder)
        assert done.code == 2
        assert f"{file} was changed after it was published" in " ".join(done.said.split())


def test_an_older_release_cannot_be_edited_with_its_checksums(folder: Path) -> None:
    answers(folder, {"essex/reply.csv": extract(568, 768)})
    read(folder)
    figures("build", folder, *SECOND)
    release = folder / "_beholden" / "releases" / "2018-09"
    edited(release / "release.json", '"count": 767', '"count": 867')
    sums_renewed(release)
    done = figures("show", "--folder", folder)
    assert (done.code, "was changed after 2018-10 was published" in done.said) == (2, True)
    assert figures("build", folder, "--release", "2018-11").code == 2


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"id": 1}', b"\xff\xfe"])
def test_a_damaged_release_is_named(folder: Path, damage: bytes) -> None:
    release = folder / "_beholden" / "releases" / "2018-09"
    (release / "release.json").chmod(0o644)
    (release / "release.json").write_bytes(damage)
    sums_renewed(release)
    done = figures("show", "--folder", folder)
    assert (done.code, "release.json cannot be read" in done.said) == (2, True)


@pytest.mark.parametrize("name", ["SHA256SUMS", "release.json", "data/figures.csv"])
def test_a_file_of_a_release_that_is_gone_is_named(folder: Path, name: str) -> None:
    (folder / "_beholden" / "releases" / "2018-09" / name).unlink()
    done = figures("show", "--folder", folder)
    assert (done.code, name in done.said) == (2, True)


def test_a_release_that_is_missing_between_others_is_found_out(folder: Path) -> None:
    answers(folder, {"essex/reply.csv": extract(568, 768)})
    read(folder)
    figures("build", folder, *SECOND)
    (folder / "_beholden" / "releases" / "2018-09").rename(folder / "_beholden" / "aside")
    done = figures("show", "--folder", folder)
    assert (done.code, "a release is missing" in done.said) == (2, True)


@pytest.mark.parametrize("command", [["show"], ["show", "Essex"], ["compare", "Essex", "Kent"]])
def test_without_a_release_there_is_nothing_to_show(tmp_path: Path, command: list[str]) -> None:
    done = figures(*command, "--folder", tmp_path)
    assert done.code == 2
    assert "there is no release yet" in done.said
    assert "beholden figures build" in done.said


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["show", "Esex"], "There is no force 'Esex'. Did you mean Essex?"),
        (["compare", "Essex", "Hamshire"], "Did you mean Hampshire?"),
        (["show", "Atlantis-on-Sea"], "There is no force"),
        (["show", ""], "There is no force"),
        (["show", "Essex", "--release", "2017-01"], "There are: 2018-09."),
    ],
)
def test_what_is_not_there_is_named_with_the_nearest(
    demo: Demo, command: list[str], said: str
) -> None:
    done = figures(*command, "--folder", demo.folder)
    assert done.code == 2
    assert said in done.said
    assert done.out == b""


@pytest.mark.parametrize("name", ["Essex", "essex police", "ESSEX", "E23000028"])
def test_a_force_is_found_by_any_of_its_names(demo: Demo, name: str) -> None:
    done = figures("show", name, "--folder", demo.folder, "--json")
    assert done.objects[0]["force"]["code"] == "E23000028"


def test_the_page_for_all_forces_is_shown_without_a_force(demo: Demo) -> None:
    done = figures("show", "--folder", demo.folder)
    assert "22,724" in done.text
    assert "19 of 45 forces" in done.text
    assert isinstance(figures("show", "--folder", demo.folder, "--json").objects[0], dict)


def test_two_forces_are_compared_with_what_chance_may_do(demo: Demo) -> None:
    done = figures("compare", "Hampshire", "Essex", "--folder", demo.folder)
    assert [one for one in ("1,199", "974", "767", "568") if one not in done.text] == []
    assert "chance" in done.text.lower()
    told = json.dumps(
        figures("compare", "Hampshire", "Essex", "--folder", demo.folder, "--json").objects
    )
    assert "1,199" in told


def test_a_force_that_has_no_number_is_compared_without_one(demo: Demo) -> None:
    done = figures("compare", "Norfolk", "Essex", "--folder", demo.folder)
    assert done.code == 0
    assert "Norfolk" in done.text


def test_all_forces_are_listed_with_their_names() -> None:
    done = figures("forces")
    lines = done.text.splitlines()
    assert len(lines) == len(figures("forces", "--json").objects)
    [essex] = [line for line in lines if line.startswith("E23000028")]
    assert "Essex Police" in essex
    assert (
        len([line for line in lines if line.startswith(("E23", "W15", "S32", "N07", "BTP"))]) > 40
    )


_EXTRA = (
    "docx",
    "gptables",
    "lxml",
    "odfdo",
    "openpyxl",
    "oxmsg",
    "pandas",
    "pdfminer",
    "pdfplumber",
    "python_calamine",
    "scipy",
)


@pytest.fixture
def without_extra(tmp_path: Path) -> str:
    """What PYTHONPATH needs so that the packages of the extra are as if they were missing."""
    folder = tmp_path / "missing"
    folder.mkdir()
    for name in _EXTRA:
        (folder / f"{name}.py").write_text(
            f"raise ModuleNotFoundError(\"No module named '{name}'\", name='{name}')\n"
        )
    return os.pathsep.join((str(folder), *filter(None, [os.environ.get("PYTHONPATH")])))


def test_without_the_extra_packages_an_answer_that_needs_one_says_which_to_install(
    tmp_path: Path, demo: Demo, without_extra: str
) -> None:
    folder = answers(tmp_path / "answers", {"kent/reply.csv": extract(400, 500)})
    for file in ("essex/quarters.xlsx", "gwent/response.pdf", "hampshire/response.docx"):
        (folder / file).parent.mkdir()
        shutil.copyfile(demo.folder / file, folder / file)
    done = run("figures", "read", folder, PYTHONPATH=without_extra, COLUMNS="200")
    assert done.code == 1
    assert "Traceback" not in done.said
    assert done.text.count("beholden[figures]") + done.said.count("beholden[figures]") == 3
    assert "2 numbers" in done.text


def test_without_the_extra_packages_a_release_says_which_to_install_and_is_not_begun(
    tmp_path: Path, without_extra: str
) -> None:
    folder = answers(tmp_path / "answers", {"kent/reply.csv": extract(400, 500)})
    read(folder)
    done = run("figures", "build", folder, PYTHONPATH=without_extra)
    assert done.code == 2
    assert "Traceback" not in done.said
    assert "is not installed" in done.said
    assert "pip install 'beholden[figures]'" in done.said
    assert [path for path in (folder / "_beholden").rglob("*") if "2" in path.name] == []


@pytest.mark.parametrize("command", [["--help"], ["figures", "--help"], ["figures", "forces"]])
def test_help_and_names_need_no_package_of_the_extra(
    command: list[str], without_extra: str
) -> None:
    done = run(*command, PYTHONPATH=without_extra)
    assert (done.code, done.err) == (0, b"")
