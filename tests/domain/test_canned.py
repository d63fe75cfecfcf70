"""Canned replies: what is offered first, and what fills their blanks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwdesk.domain.canned import VARIABLES, CannedReply, Undefined, demo_canned_replies, fill, rank
from mwdesk.domain.text import can_encode

VALUES = {"name": "张女士", "number": "138 0013 8000", "today": "5月6日", "time": "15:08", "me": "小李"}


def reply(row_id: int, title: str, initials: str, text: str = "", used: int = 0) -> CannedReply:
    return CannedReply(row_id, title, text, initials, used)


def test_initials_that_begin_so_come_first_then_those_within_then_title_then_text() -> None:
    replies = [
        reply(1, "别的", "bd", "wh"),
        reply(2, "wh表", "x"),
        reply(3, "再问候", "zwh"),
        reply(4, "问候", "wh"),
        reply(5, "无关", "wg"),
    ]
    assert [each.row_id for each in rank("WH ", replies)] == [4, 3, 2, 1]


def test_among_equals_the_most_used_then_the_last_used_come_first() -> None:
    late = CannedReply(3, "c", "", "wc", 2, datetime(2024, 5, 6, tzinfo=UTC))
    early = CannedReply(4, "d", "", "wd", 2, datetime(2024, 5, 5, tzinfo=UTC))
    replies = [reply(1, "a", "wa"), reply(2, "b", "wb", used=9), early, late]
    assert rank("w", replies) == rank("", replies) == [replies[1], late, early, replies[0]]


def test_chinese_is_looked_for_in_title_and_text() -> None:
    replies = [reply(1, "发票", "fp", "抬头"), reply(2, "地址", "dz", "发票请到前台")]
    assert [each.row_id for each in rank("发票", replies)] == [1, 2]
    assert rank("没有", replies) == []


@pytest.mark.parametrize("name", VARIABLES)
def test_every_variable_is_filled(name: str) -> None:
    value = VALUES[VARIABLES[name]]
    assert fill(f"<{{{name}}}>", VALUES) == (f"<{value}>", [])
    assert fill(f"<｛ {name.upper()} ｝>", VALUES) == (f"<{value}>", [])


def test_what_is_not_defined_stays_and_is_pointed_at() -> None:
    text, undefined = fill("{姓名}您好，{订单}由{me}在{time}处理", {"name": "张女士", "time": "15:08", "me": ""})
    assert text == "张女士您好，{订单}由{me}在15:08处理"
    assert undefined == [Undefined("订单", 6, 4), Undefined("me", 11, 4)]
    assert [text[each.start : each.start + each.length] for each in undefined] == ["{订单}", "{me}"]


def test_braces_in_a_value_are_text() -> None:
    assert fill("{name}", {"name": "{me}"}) == ("{me}", [])


@given(
    st.text(alphabet="{}｛｝nameto我 \n姓x", max_size=40), st.dictionaries(st.sampled_from(sorted(VALUES)), st.text())
)
def test_any_text_is_filled_and_its_gaps_stand_where_it_says(text: str, values: dict[str, str]) -> None:
    filled, undefined = fill(text, values)
    end = 0
    for gap in undefined:
        assert gap.start >= end
        end = gap.start + gap.length
        part = filled[gap.start : end]
        assert part[0] + part[-1] in ("{}", "｛｝")
        assert part[1:-1].strip() == gap.name
    assert fill(text, {})[0] == text


@given(st.text(max_size=3), st.lists(st.builds(CannedReply, st.integers(1), st.text(), st.text(), st.text())))
def test_ranking_drops_only_what_does_not_hold_the_query(query: str, replies: list[CannedReply]) -> None:
    found = rank(query, replies)
    wanted = query.strip().casefold()
    fits = [
        each for each in replies if wanted in each.initials + "\0" + each.title.casefold() + "\0" + each.text.casefold()
    ]
    assert sorted(map(id, found)) == sorted(map(id, fits)) or "\0" in wanted


def test_the_demo_has_replies_that_can_be_sent() -> None:
    for each in demo_canned_replies():
        text, undefined = fill(each.text, VALUES)
        assert not undefined
        assert can_encode(text)
        assert len(text) <= 68
