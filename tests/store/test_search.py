"""Search over every text, in Chinese and otherwise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwdesk.domain.message import DeliveryState, IncomingMessage
from mwdesk.domain.phone import PhoneNumber
from mwdesk.store import search
from mwdesk.store.search import Hit, fold, pairs
from mwdesk.store.store import Store

NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
ANNA = PhoneNumber("13800138000")
BERT = PhoneNumber("13900139000")
CLARA = PhoneNumber("15912345678")


def tell(store: Store, *texts: str, phone: PhoneNumber = ANNA) -> None:
    for text in texts:
        moment = NOW + timedelta(minutes=len(store.day_rows(NOW - timedelta(days=9))[1]))
        store.add_incoming([IncomingMessage(phone, text, moment, "")], moment)


def found(store: Store, fragment: str, **limits: object) -> list[str]:
    return [hit.message.text for hit in store.search_messages(fragment, **limits)]  # type: ignore[arg-type]


def test_two_characters_are_found_wherever_they_stand(store: Store) -> None:
    tell(store, "请问发票抬头写什么", "发票", "票发", "已经发，票没到", "开发票。")
    assert found(store, "发票") == ["开发票。", "发票", "请问发票抬头写什么"]
    assert found(store, "发票抬头") == ["请问发票抬头写什么"]
    assert found(store, "头发") == []
    assert found(store, " 发票。") == ["开发票。"]
    assert found(store, "发，票") == ["已经发，票没到"]


def test_pairs_alone_prove_nothing(store: Store) -> None:
    tell(store, "ab bc", "abc")
    assert found(store, "abc") == ["abc"]


@pytest.mark.parametrize(
    ("text", "fragment", "start"),
    [
        ("Order No. A12-7", "order", 0),
        ("Order No. A12-7", "a12-7", 10),
        ("Ｏｒｄｅｒ　ＡＢ１２", "ab12", 6),
        ("order ab12", "ＡＢ１２", 6),
        ("Straße und İzmir", "und", 7),
        ("ΟΔΟΣ οδός", "οδος", 0),
        ("号码 13800138000 打不通", "0138", 7),
        ("优惠50%！", "50%！", 2),
        ("优惠50%!", "%!", 4),
        ("a_b", "_", 1),
        ("好", "好", 0),
        ("𠮷野家", "𠮷野", 0),
        ("\U0001f600\U0001f600ok", "ok", 2),
        ("l'été", "été", 2),
        ('say "hi" now', '"hi"', 4),
    ],
)
def test_where_the_hit_stands(store: Store, text: str, fragment: str, start: int) -> None:
    tell(store, "别的内容", text, phone=CLARA)
    (hit,) = store.search_messages(fragment)
    assert hit == Hit(hit.message, start, len(fragment))
    assert hit.message.text == text


def test_customers_are_found_by_number_and_name(store: Store) -> None:
    tell(store, "早", phone=ANNA)
    tell(store, "您好", phone=BERT)
    store.set_name(BERT, "王小明")

    def customers(fragment: str) -> list[PhoneNumber]:
        return [conversation.phone for conversation in store.search(fragment)]

    for whole in ("138 0013", "+86 138-0013-8000", "008613800138000", "138\u00a00013\u200b8000"):
        assert customers(whole) == [ANNA], "as address books write it"
    assert customers("小明") == [BERT]
    assert customers("0013") == [BERT, ANNA]
    assert customers("%") == customers("13800138001") == []


def test_only_texts_hold_messages(store: Store) -> None:
    tell(store, "138是区号吗", "别的")
    store.set_name(BERT, "区号先生")
    tell(store, "早", phone=BERT)
    assert found(store, "138") == found(store, "区号") == ["138是区号吗"]


def test_pages_by_row(store: Store) -> None:
    tell(store, *(f"发票{number}" for number in range(7)))
    texts: list[str] = []
    page = store.search_messages("发票", limit=3)
    while page:
        texts += [hit.message.text for hit in page]
        page = store.search_messages("发票", limit=3, before_row_id=page[-1].message.row_id)
    assert texts == [f"发票{number}" for number in reversed(range(7))]


def test_only_a_stretch_of_time_or_some_states(store: Store) -> None:
    tell(store, *(f"发票{number}" for number in range(5)))
    minutes = [NOW + timedelta(minutes=number) for number in range(5)]
    assert found(store, "发票", start=minutes[1], end=minutes[3]) == ["发票2", "发票1"]
    assert found(store, "票", start=minutes[4]) == ["发票4"]
    assert found(store, "", end=minutes[2]) == ["发票1", "发票0"]
    sent = store.add_outgoing(ANNA, ["发票寄出", "发票作废", "发票补寄"], minutes[4]).added
    store.mark_failed(sent[0].row_id, "15", NOW)
    store.mark_sending(sent[1].row_id, NOW)
    store.mark_unknown(sent[1].row_id, NOW)
    s = DeliveryState
    assert found(store, "发票", states=[s.FAILED]) == found(store, "", states=[s.FAILED]) == ["发票寄出"]
    assert found(store, "", states=[s.FAILED, s.UNKNOWN]) == ["发票作废", "发票寄出"]
    assert found(store, "", states=[s.PENDING, s.FAILED]) == ["发票补寄", "发票寄出"]
    assert found(store, "票", states=[s.PENDING]) == ["发票补寄"]


def test_failed_and_unknown_have_an_index(store: Store) -> None:
    condition, values = search.Wanted(states=[DeliveryState.FAILED]).as_sql()
    with store._db.reading() as connection:
        query = f"EXPLAIN QUERY PLAN SELECT * FROM messages m WHERE {condition} ORDER BY row_id DESC LIMIT 50"  # noqa: S608
        assert "messages_troubled" in " ".join(row["detail"] for row in connection.execute(query, values))


def test_one_character_is_looked_for_in_the_newest_messages(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "SCANNED_MOST", 3)
    tell(store, "虹1", "虹2", "无", "虹4")
    assert found(store, "虹") == ["虹4", "虹2"]
    assert found(store, "虹", before_row_id=2) == ["虹1"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(alphabet="ab发票，Ａ1 ßΣ-", max_size=8), max_size=12),
    st.text(alphabet="ab发票，Ａ1 ßΣ-", min_size=1, max_size=4).filter(str.strip),
)
def test_it_finds_what_a_comparison_of_every_text_finds(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], fragment: str
) -> None:
    with Store(tmp_path_factory.mktemp("search") / "s") as store:
        store.add_incoming([IncomingMessage(PhoneNumber("7"), text, NOW, "") for text in texts], NOW)
        wanted = fold(fragment.strip())
        if not search._RUN.search(wanted):
            return  # Looked for by LIKE, which knows no full-width forms.
        hits = store.search_messages(fragment)
        assert [hit.message.text for hit in hits] == [text for text in reversed(texts) if wanted in fold(text)]
        for hit in hits:
            assert fold(hit.message.text[hit.start : hit.start + hit.length]) == wanted


@given(st.text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
    for pair in pairs(text).split():
        assert pair in fold(text)


def test_texts_older_than_the_index_follow_in_small_steps(path: Path) -> None:
    with Store(path) as store:
        tell(store, *(f"发票{number}" for number in range(7)))
        with store._db.transaction() as connection:
            # As a migration from schema 1 leaves it.
            connection.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
            connection.execute("INSERT INTO facts VALUES ('search_backlog', 7)")
        tell(store, "发票新")
        assert found(store, "发票") == ["发票新"]
        assert store.search("发票")[0].phone == ANNA
        assert store.index_some(3) == 3
        assert store.search_backlog() == 4
    with Store(path) as store:
        assert found(store, "发票") == ["发票新", "发票6", "发票5", "发票4"]
        # A row that goes before its turn was never in the index.
        assert store.delete_older_than(NOW + timedelta(minutes=1)) == 1
        assert [store.index_some(2), store.index_some(2), store.index_some(2)] == [2, 1, 0]
        assert store.search_backlog() == 0
        assert len(found(store, "发票")) == 7
        with store._db.reading() as connection:
            connection.execute("INSERT INTO search_index (search_index) VALUES ('integrity-check')")
