"""Names from other programs' files: columns by their content, every kind of encoding, and what is wrong with a row."""

from __future__ import annotations

import functools
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from mwdesk.domain.card import NAME_LIMIT
from mwdesk.domain.events import MessagesChanged
from mwdesk.domain.finding import Query
from mwdesk.domain.importing import NamedNumber, NamesPreview, RowError, RowProblem
from mwdesk.domain.phone import PhoneNumber
from mwdesk.errors import ImportFileError, ImportKindError, ImportTooBigError, ImportUnreadableError, NoNumbersError
from mwdesk.messaging import names, tables
from tests.messaging.conftest import Desk

ANNA, BEN = PhoneNumber("13800138000"), PhoneNumber("13900139000")
BOTH = (NamedNumber(2, ANNA, "张女士"), NamedNumber(3, BEN, "王先生"))


def written(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "names.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def sheet(tmp_path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    path = tmp_path / "names.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_usual_kind_of_csv(tmp_path: Path, encoding: str, mark: str, end: str) -> None:
    rows = ["姓名,手机", "张女士,138 0013 8000", "王先生,+86-13900139000", ""]
    preview = names.read(written(tmp_path, end.join(rows).replace(",", mark), encoding))
    assert preview == NamesPreview(BOTH, (), ("手机", "姓名"))


def test_an_excel_file_with_numbers_as_numbers(tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        ("编号", "号码", "备注", "客户姓名"),
        (1, 13800138000, None, "张女士"),
        (2, 13900139000.0, "x", "王先生"),
    )
    assert names.read(path) == NamesPreview(BOTH, (), ("号码", "客户姓名"))


def test_without_headings_the_columns_are_known_by_their_content(tmp_path: Path) -> None:
    preview = names.read(written(tmp_path, "1,13800138000,张女士\n2,13900139000,王先生\n"))
    assert preview.headings == ()
    assert [(row.line, row.phone, row.name) for row in preview.rows] == [(1, ANNA, "张女士"), (2, BEN, "王先生")]


def test_counts_are_not_taken_for_numbers(tmp_path: Path) -> None:
    preview = names.read(
        written(tmp_path, "12345678,20240506,张女士,13800138000\n12345679,20240507,王先生,13900139000")
    )
    assert [row.phone for row in preview.rows] == [ANNA, BEN]


def test_a_first_row_with_a_bad_number_is_no_heading(tmp_path: Path) -> None:
    preview = names.read(written(tmp_path, "张女士,1380\n王先生,13900139000\n"))
    assert preview.headings == ()
    assert preview.errors == (RowError(1, RowProblem.BAD_NUMBER, "1380"),)


def test_bad_rows_say_what_is_wrong(tmp_path: Path) -> None:
    long = "长" * (NAME_LIMIT + 1)
    rows = [
        "name,phone",
        "张,13800138000",
        "王,1.38E+10",
        ",13900139000",
        f"{long},13900139000",
        "",
        "李,138-0013-8000",
        "赵,",
    ]
    preview = names.read(written(tmp_path, "\n".join(rows)))
    assert [row.name for row in preview.rows] == ["张"]
    assert preview.errors == (
        RowError(3, RowProblem.BAD_NUMBER, "1.38E+10"),
        RowError(4, RowProblem.EMPTY_NAME, "13900139000"),
        RowError(5, RowProblem.NAME_TOO_LONG, long),
        RowError(7, RowProblem.DUPLICATE, "138-0013-8000"),
        RowError(8, RowProblem.BAD_NUMBER, ""),
    )


def test_names_are_kept_on_one_line(tmp_path: Path) -> None:
    (row,) = names.read(written(tmp_path, '13800138000,"张\u200b\n 女士\u00a0"')).rows
    assert row.name == "张 女士"


def test_numbers_alone_have_empty_names(tmp_path: Path) -> None:
    preview = names.read(written(tmp_path, "13800138000\n13900139000"))
    assert [error.problem for error in preview.errors] == [RowProblem.EMPTY_NAME] * 2


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", NoNumbersError),
        (b"\n\n", NoNumbersError),
        ("姓名,年龄\n张,30".encode(), NoNumbersError),
        (b"\xff\xff\xff\xff", ImportKindError),
        (b"PK\x03\x04broken", ImportKindError),
        (b"\xff\xfe\x00\xd8\x00", ImportKindError),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500), ImportKindError),
    ],
)
def test_a_file_without_numbers_or_sense_is_refused(tmp_path: Path, content: bytes, kind: type[Exception]) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(kind):
        names.read(path)


def test_a_missing_file_and_one_too_big_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImportUnreadableError):
        names.read(tmp_path / "none.csv")
    path = written(tmp_path, "张,13800138000\n王,13900139000\n李,13700137000")
    monkeypatch.setattr(tables, "ROWS_MOST", 2)
    with pytest.raises(ImportTooBigError):
        names.read(path)
    monkeypatch.setattr(tables, "BYTES_MOST", 20)
    with pytest.raises(ImportTooBigError):
        names.read(path)


@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig"])
def test_a_hundred_thousand_customers_under_headings_fit(tmp_path: Path, encoding: str) -> None:
    lines = ["手机,姓名", *(f"138{number:08d},客户{number}" for number in range(100_000))]
    preview = names.read(written(tmp_path, "\r\n".join(lines), encoding))
    assert (len(preview.rows), preview.errors) == (100_000, ())


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(alphabet='张a1380,;\t"\n\r=', max_size=200).map(lambda text: text.encode()))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "x.csv"
    path.write_bytes(content)
    try:
        preview = names.read(path)
    except ImportFileError:
        return
    assert len({row.phone for row in preview.rows}) == len(preview.rows)
    assert all(0 < len(row.name) <= NAME_LIMIT for row in preview.rows)


@functools.cache
def good_book() -> bytes:
    """Return an Excel file; once, since it holds the time it was made at, and examples are drawn from its length."""
    book, buffer = Workbook(), io.BytesIO()
    book.active.append(("张女士", 13800138000))
    book.save(buffer)
    return buffer.getvalue()


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_any_damage_to_an_excel_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(good_book())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("any") / "x.xlsx"
    path.write_bytes(content)
    try:
        names.read(path)
    except ImportFileError:
        return


@given(
    st.lists(
        st.tuples(
            st.integers(13_000_000_000, 19_999_999_999).map(str),
            st.text(st.sampled_from("张王李赵abc "), min_size=1, max_size=8).filter(str.strip),
        ),
        min_size=1,
        unique_by=lambda row: row[0],
    ),
    st.booleans(),
)
def test_every_good_row_comes_through(rows: list[tuple[str, str]], swapped: bool) -> None:
    table = [(line, [row[1], row[0]] if swapped else list(row)) for line, row in enumerate(rows, 1)]
    preview = names.parse(table)
    assert preview.errors == ()
    assert [(row.phone.digits, row.name) for row in preview.rows] == [
        (each[0], " ".join(each[1].split())) for each in rows
    ]


async def test_the_service_names_customers_in_steps(desk: Desk, tmp_path: Path) -> None:
    count = 450
    path = written(tmp_path, "\n".join(f"{13800138000 + n},客户{n}" for n in range(count)))
    await desk.service.set_name(ANNA, " 旧 名 ")
    preview = await desk.service.preview_names(path)
    assert preview.rows[0].old_name == "旧 名"
    assert {row.old_name for row in preview.rows[1:]} == {""}
    assert len(await desk.service.conversations()) == 1, "a preview keeps nothing"
    desk.events.clear()
    assert await desk.service.import_names(preview.rows) == count
    told = [each for event in desk.saw(MessagesChanged) for each in event.conversations]  # type: ignore[attr-defined]
    assert [each.phone for each in told] == [ANNA], "the only one the list holds"
    found = await desk.service.find(Query("客户449"))
    assert [each.conversation.name for each in found.customers] == ["客户449"]
    assert await desk.service.import_names(preview.rows) == 0
