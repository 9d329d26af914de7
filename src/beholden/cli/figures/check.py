"""``beholden figures check``: the numbers of an article against the data."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from beholden.cli import output
from beholden.cli.common import json_option, refuse
from beholden.cli.figures.common import understood
from beholden.figures import (
    ARTICLE_LIMITS,
    Article,
    Checking,
    Dataset,
    ReadError,
    check_article,
    data_of_files,
    data_of_folder,
    read_article,
    read_nothing,
    report_passages,
    report_rows,
    shipped_data,
)

if TYPE_CHECKING:
    from beholden.figures import VerdictWord

_Command = TypeVar("_Command", bound=Callable[..., Any])

_STDIN = Path("-")
_RELEASES = Path("_beholden") / "releases"
_COLOURS: dict[VerdictWord, str] = {
    "agrees": "green",
    "differs": "red",
    "superseded": "yellow",
    "cannot_tell": "cyan",
}
_WIDEST = 100
_WITHOUT_TEXT = {"empty-file", "no-text"}
EXIT_NOTHING_CHECKED = 3
_LONG = 100_000  # characters: some seconds


def _data_options(command: _Command) -> _Command:
    """Options on what the article is checked against."""
    for option in (
        click.option("--release", help="One release of the folder by its name. [all of them]"),
        click.option(
            "--folder",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            envvar="BEHOLDEN_FIGURES",
            show_default="$BEHOLDEN_FIGURES, else this folder if it holds a release",
            help="A folder of answers, to check against its releases.",
        ),
        click.option(
            "--data",
            "files",
            multiple=True,
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="A CSV file of figures; give it once for each.",
        ),
    ):
        command = option(command)
    return command


class _Day(click.ParamType[date]):
    """A day, written one way: 13/09/2018 and 09/13/2018 cannot be told apart on other days."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that the option names."""
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            self.fail(f"{value!r} is not understood: write the day as 2018-09-13.", param, ctx)


@click.command("check")
@click.argument("article", required=False, type=click.Path(path_type=Path, allow_dash=True))
@_data_options
@click.option(
    "--published",
    type=_Day(),
    metavar="DATE",
    help="The day of the article, as 2018-09-13. [what the file says]",
)
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Also write the article, every number marked, as one page to this file.",
)
@click.option(
    "--all", "left_alone", is_flag=True, help="Also list the numbers left alone, and why."
)
@click.option("--serve", is_flag=True, help="Show a page to paste articles into, in a browser.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8789, show_default=True)
@json_option("One JSON object a claim.")
def check_command(
    article: Path | None,
    files: tuple[Path, ...],
    folder: Path | None,
    release: str | None,
    published: date | None,
    page: Path | None,
    port: int,
    *,
    left_alone: bool,
    serve: bool,
    as_json: bool,
) -> None:
    """Check every number that ARTICLE claims ("-" reads standard input).

    ARTICLE is text, a saved web page, Word, PDF or an e-mail. Each number is found
    with who, when and what it speaks of, computed anew from the data, and said to
    agree, differ, be superseded by a later release, or not to be decidable; the
    reason and the arithmetic stand beside it.

    The data are the files of --data, else the releases of --folder, else published
    counts of 2016/17 and 2017/18 that come with Beholden.

    \b
    Examples:
      beholden figures check story.txt
      beholden figures check story.html --data offences.csv --html checked.html
      pbpaste | beholden figures check - --published 2018-09-13 --json
      beholden figures check --serve

    Exit status: 0 nothing differs (or the text claims no number of the data), 1 a number
    differs or is superseded, 2 wrong usage or a file that cannot be read, 3 nothing could
    be read in it (no text, not English).
    """  # noqa: D301 - \b is click's mark for "do not re-wrap"
    if serve == (article is not None):
        refuse("Give the file of an article, or --serve and none.")
    if page is not None and article is not None:
        _spare(page, article, files)
    with understood():
        dataset, notices = _data(files, folder, release)
    for notice in notices:
        output.err().print(output.printable(notice), style="yellow")
    if article is None:
        _serve(dataset, port)
        return
    checking = _checked(article, dataset, published)
    if page is not None:
        _write(checking, page)
    if as_json:
        if read_nothing(checking):
            for notice in checking.notices:
                output.err().print(output.printable(notice), style="red")
        for row in report_rows(checking):
            output.write_json(row)
    else:
        _print(checking, left_alone=left_alone)
    sys.exit(_status(checking))


def _spare(page: Path, article: Path, files: Sequence[Path]) -> None:
    """Refuses a page that would be written over what it is made from, by whatever name."""
    for path, what in ((article, "the article"), *((each, "a file of --data") for each in files)):
        if _same(page, path):
            refuse(f"{page} is {what} itself: name another file for --html.")
    if _RELEASES.parts[0] in page.resolve().parts:
        refuse(f"{page} is among the records of a folder: name another file for --html.")


def _same(page: Path, path: Path) -> bool:
    try:
        given = os.fstat(sys.stdin.fileno()) if path == _STDIN else path.stat()
        return os.path.samestat(given, page.stat())
    except (OSError, ValueError):  # one of them is not there, or is no file at all
        return False


def _data(
    files: tuple[Path, ...], folder: Path | None, release: str | None
) -> tuple[Dataset, tuple[str, ...]]:
    """What is checked against, and sentences for whoever gave it."""
    if files and (folder is not None or release is not None):
        refuse("Give --data, or --folder and --release, not both.")
    if files:
        return data_of_files(files)
    # The demo's folder is never taken unasked: it holds invented counts.
    if folder is not None or release is not None or _RELEASES.is_dir():
        return data_of_folder(folder or Path(), release), ()
    return shipped_data(), ()


def _checked(path: Path, dataset: Dataset, published: date | None) -> Checking:
    with understood():
        try:
            article = _article(path, published)
            with _busy(article):
                return check_article(article, dataset)
        except ReadError as error:
            if error.code not in _WITHOUT_TEXT:
                raise
            output.err().print(output.printable(str(error)), style="red")
            sys.exit(EXIT_NOTHING_CHECKED)


@contextmanager
def _busy(article: Article) -> Iterator[None]:
    """A moving bar where the article is long enough to keep somebody waiting."""
    if sum(len(block.text) for block in article.blocks) < _LONG:
        yield
        return
    with output.progress(output.err()) as bar:
        bar.add_task("Checking a long article", total=None)
        yield


def _article(path: Path, published: date | None) -> Article:
    if path != _STDIN:
        return read_article(path, published=published)
    content = sys.stdin.buffer.read(ARTICLE_LIMITS.max_bytes + 1)
    return read_article(content, "standard input", published=published)


def _write(checking: Checking, page: Path) -> None:
    from beholden.figures import checked_page  # noqa: PLC0415 - templates for this alone

    with understood():
        page.write_text(checked_page(checking), encoding="utf-8")
    output.err().print(output.printable(f"The article with every number marked: {page}"))


def _serve(dataset: Dataset, port: int) -> None:
    from beholden.web import serve_checker  # noqa: PLC0415 - a server for this alone

    with understood():
        serve_checker(
            dataset,
            port=port,
            ready=lambda url: output.err().print(f"Open {url} (Ctrl+C ends it)"),
        )


def _print(checking: Checking, *, left_alone: bool) -> None:
    width = min(_WIDEST, shutil.get_terminal_size().columns) if sys.stdout.isatty() else _WIDEST
    # Click asks whether this is a terminal, not what its owner wants.
    colour = False if "NO_COLOR" in os.environ else None
    for passage in report_passages(checking, left_alone=left_alone, width=width):
        for line in passage.text.split("\n"):
            text = output.printable(line)
            if passage.verdict is not None and text.startswith(passage.heading):
                head = click.style(passage.heading, fg=_COLOURS[passage.verdict], bold=True)
                text = head + text.removeprefix(passage.heading)
            click.echo(text, color=colour)


def _status(checking: Checking) -> int:
    if read_nothing(checking):
        return EXIT_NOTHING_CHECKED
    return output.EXIT_FOUND if checking.differs else output.EXIT_CLEAN
