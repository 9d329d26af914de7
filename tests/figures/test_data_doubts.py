"""Names of a file of figures that nobody knows are kept, and whoever gave the file is told."""

from pathlib import Path

from beholden.figures.claim_data import DataFile, read_data
from beholden.figures.registry import load_registry

FORCES = "force,financial_year,offence_category,count,release,source_url\n"
SERIES = "series,subject,period,value,unit,base,release,source_url\n"


def read(folder: Path, text: str) -> DataFile:
    path = folder / "data.csv"
    path.write_text(text, encoding="utf-8")
    return read_data(path, load_registry())


def test_a_name_unknown_here_is_kept_and_told_with_the_nearest(tmp_path: Path) -> None:
    rows = "Esex,2016/17,iioc_total,5,r,\nEsex,2017/18,iioc_totl,6,r,\nNarnia,2017/18,foo,7,r,\n"
    found = read(tmp_path, FORCES + "Essex,2016/17,iioc_total,4,r,\n" + rows)
    assert found.dataset.facts[1].subject == "other:esex"
    alone = "is not known here: its numbers are kept under this name alone."
    assert found.notices == (
        "data.csv, line 3, force: 'Esex' is not known here: is it Essex?",
        "data.csv, line 4, offence_category: 'iioc_totl' is not known here: is it iioc_total?",
        f"data.csv, line 5, force: 'Narnia' {alone}",
        f"data.csv, line 5, offence_category: 'foo' {alone}",
    )


def test_names_that_are_known_and_series_of_their_own_raise_no_doubt(tmp_path: Path) -> None:
    rows = "UK total,2016/17,iioc_total,5,r,\nKent+Surrey,2016/17,iioc_total,6,r,\n"
    assert read(tmp_path, FORCES + rows).notices == ()
    assert read(tmp_path, SERIES + "urls,IWF,2017,5,,,r,\n").notices == ()


def test_at_most_ten_unknown_names_are_told(tmp_path: Path) -> None:
    rows = "".join(f"Town {n},2016/17,iioc_total,{n},r,\n" for n in range(14))
    told = read(tmp_path, FORCES + rows).notices
    assert (len(told), told[-1]) == (11, "data.csv: 4 more such names.")


def test_two_rows_that_disagree_are_kept_and_told_with_both_lines(tmp_path: Path) -> None:
    rows = "Essex,2016/17,iioc_total,568,r,\nKent,2016/17,iioc_total,568,r,\n"
    found = read(tmp_path, FORCES + rows + "Essex Police,2016-17,iioc_total,586,r,\n")
    assert len(found.dataset.facts) == 3
    assert " ".join(found.notices) == (
        "data.csv, lines 2 and 4: 568 and 586 for Essex, 2016/17 (Child abuse image offences): "
        "keep the right one, or give each its release."
    )


def test_rows_of_another_shape_that_disagree_are_told_too(tmp_path: Path) -> None:
    rows = 'reports,IWF,2017,"78,500",,,r,\nreports,IWF,2017,"78,589",,,r,\n'
    (told,) = read(tmp_path, SERIES + rows).notices
    assert told.startswith("data.csv, lines 2 and 3: 78,500 and 78,589 for IWF, 2017 (reports):")


def test_rows_that_agree_and_those_of_other_releases_years_and_offences_are_no_slip(
    tmp_path: Path,
) -> None:
    rows = (
        "Essex,2016/17,iioc_total,568,r,\nEssex,2016/17,iioc_total,568,r,\n"
        "Essex,2016/17,iioc_total,586,s,\nEssex,2017/18,iioc_total,586,r,\n"
        "Essex,2016/17,sexual_communication_with_child,84,r,\n"
    )
    assert read(tmp_path, FORCES + rows).notices == ()


def test_at_most_ten_rows_that_disagree_are_told(tmp_path: Path) -> None:
    rows = "".join(f"Essex,2016/17,iioc_total,{n},r,\n" for n in range(14))
    told = read(tmp_path, FORCES + rows).notices
    assert (len(told), told[-1]) == (11, "data.csv: 3 more such rows.")
