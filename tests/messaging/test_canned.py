"""Canned replies' initials, and files of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwdesk.domain.canned import TITLE_LIMIT, CannedReply, demo_canned_replies
from mwdesk.domain.importing import RowError, RowProblem
from mwdesk.errors import ExportError, ImportFileError, StoreError
from mwdesk.messaging import canned
from tests.messaging.conftest import Desk


@pytest.mark.parametrize(
    ("title", "initials"),
    [
        ("门店地址", "mddz"),
        ("问候，VIP 2号线", "whvip2hx"),
        ("重庆银行", "cqyh"),
        ("女儿 绿色", "nels"),
        ("ＡＢ全角", "abqj"),
        ("☎ 𠮷 …", ""),
        ("", ""),
    ],
)
def test_initials(title: str, initials: str) -> None:
    assert canned.initials(title) == initials


def test_the_demo_spells_as_the_program_does() -> None:
    for reply in demo_canned_replies():
        assert reply.initials == canned.initials(reply.title)


@given(st.text(max_size=30))
def test_initials_can_be_typed(title: str) -> None:
    initials = canned.initials(title)
    assert initials.isascii()
    assert initials == initials.lower()
    assert not initials or initials.isalnum()


REPLIES = [
    CannedReply(1, "地址", '和平路18号，"二楼"\n东门', "dz", 4),
    CannedReply(2, "=问候", "{姓名}您好, a;b", "wh"),
]


@pytest.mark.parametrize("name", ["x.json", "x.csv", "X.CSV"])
def test_what_was_written_is_read_again(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    canned.write(path, REPLIES)
    read = canned.read(path)
    assert [(each.title, each.text, each.initials) for each in read.replies] == [
        (each.title, each.text, each.initials) for each in REPLIES
    ]
    assert read.errors == ()
    assert {each.row_id for each in read.replies} == {0}
    again = canned.read(path, REPLIES)
    assert again.replies == ()
    assert {error.problem for error in again.errors} == {RowProblem.DUPLICATE}
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.mkdir()
    with pytest.raises(ExportError):
        canned.write(path, REPLIES)
    assert list(tmp_path.iterdir()) == [path]


def test_bad_rows_say_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    rows = [
        "Title,Text",
        "问候,您好",
        ",没有标题",
        "没有内容",
        f"{'长' * (TITLE_LIMIT + 1)},x",
        "问候,您好",
        f"长文,{'x' * 1001}",
    ]
    path.write_bytes("\r\n".join(rows).encode("gbk"))
    read = canned.read(path)
    assert [each.title for each in read.replies] == ["问候"]
    assert read.errors == (
        RowError(3, RowProblem.EMPTY_TITLE, "没有标题"),
        RowError(4, RowProblem.EMPTY_TEXT, "没有内容"),
        RowError(5, RowProblem.TITLE_TOO_LONG, "长" * (TITLE_LIMIT + 1)),
        RowError(6, RowProblem.DUPLICATE, "问候"),
        RowError(7, RowProblem.TEXT_TOO_LONG, "长文"),
    )


def test_a_json_entry_of_another_kind_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps([{"title": "a", "text": 1}, 3, {"title": "b", "text": "c", "more": []}]), "utf-8")
    read = canned.read(path)
    assert [(each.title, each.text) for each in read.replies] == [("b", "c")]
    assert [(error.line, error.problem) for error in read.errors] == [
        (1, RowProblem.NOT_A_ROW),
        (2, RowProblem.NOT_A_ROW),
    ]


@pytest.mark.parametrize("content", [b"", b"{}", b"[", b"\xff\xff\xff\x00", b"[" * 100_000])
def test_what_is_no_list_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(ImportFileError):
        canned.read(path)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["title", "text", "x"]), inner),
    max_leaves=12,
)


@settings(deadline=None)
@given(_json | st.binary(max_size=60))
def test_any_json_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: object) -> None:
    path = tmp_path_factory.mktemp("any") / "x.json"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    try:
        read = canned.read(path)
    except ImportFileError:
        return
    assert all(canned.problem(each.title, each.text) is None for each in read.replies)


async def test_the_service_keeps_them(desk: Desk, tmp_path: Path) -> None:
    service = desk.service
    first = await service.save_canned_reply(" 门店\n地址 ", " 和平路18号\r\n二楼 ")
    assert (first.title, first.text, first.initials) == ("门店 地址", "和平路18号\n二楼", "mddz")
    await service.used_canned_reply(first.row_id)
    changed = await service.save_canned_reply("问候", "您好", first.row_id)
    assert (changed.initials, changed.used) == ("wh", 1)
    assert await service.canned_replies() == [changed]
    path = tmp_path / "canned.csv"
    assert await service.export_canned(path) == 1
    assert (await service.preview_canned_import(path)).replies == ()
    await service.delete_canned_reply(changed.row_id)
    preview = await service.preview_canned_import(path)
    (kept,) = await service.import_canned(preview.replies)
    assert await service.canned_replies() == [kept]
    assert (kept.title, kept.text, kept.initials, kept.used) == ("问候", "您好", "wh", 0)
    with pytest.raises(StoreError):
        await service.save_canned_reply("x", "y", 99)
