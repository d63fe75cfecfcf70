"""What became of a message: details, the page of failures, the question before resending, the usage page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mwdesk.domain.account import Balance
from mwdesk.domain.card import Details
from mwdesk.domain.evidence import Evidence
from mwdesk.domain.figures import Figures, Stretch, Used
from mwdesk.domain.finding import Troubled
from mwdesk.domain.message import DeliveryReport, DeliveryState, Direction, Message
from mwdesk.domain.phone import PhoneNumber
from mwdesk.gui import message_words
from mwdesk.gui.models.trouble_model import TroubleModel
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.bar_chart import grid_step
from mwdesk.gui.widgets.details_popover import DetailsPopover
from mwdesk.gui.widgets.resend_question import ResendQuestion
from mwdesk.gui.widgets.status_bar import StatusBar
from mwdesk.gui.widgets.trouble_page import TroublePage
from mwdesk.gui.widgets.usage_page import UsagePage, day_starts
from mwdesk.store.store import Store
from tests.gui.stage import PHONE, Stage

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
ANNA = PhoneNumber("13800138001")
S = DeliveryState


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    theme = Theme("en", "light")
    theme.apply(qapp)
    return theme


def reply(row_id: int, state: S, reason_code: str = "", message_id: str = "") -> Message:
    return Message(
        row_id, ANNA, Direction.OUT, "Our address: 88 Main Street", NOW, state, "", message_id, reason_code, NOW, 1
    )


FAILED = reply(1, S.FAILED, "EXPIRED", "1123120000000001")
UNKNOWN = reply(2, S.UNKNOWN, "LOST")
SILENT = replace(reply(3, S.SENT, "", "1120120000000002"), updated_at=NOW - timedelta(hours=80))


# --- words


@pytest.mark.parametrize(
    ("message", "actions"),
    [
        (FAILED, ("edit_resend", "resend")),
        (UNKNOWN, ("mark_sent", "resend")),
        (SILENT, ()),
        (reply(4, S.FAILED, "UNDELIV", "7"), ("edit_resend",)),
        (reply(4, S.FAILED, "ER:33:word"), ("edit_resend",)),
        (reply(4, S.FAILED, "ER:15"), ("edit_resend", "resend")),
        (reply(4, S.FAILED, "MK:0012", "7"), ("edit_resend", "resend")),
        (reply(4, S.DELIVERED), ()),
    ],
)
def test_only_what_can_help_is_offered(qapp: QApplication, message: Message, actions: tuple[str, ...]) -> None:
    assert message_words.help_for(message).actions == actions
    assert bool(message_words.help_for(message).advice) == bool(actions)


def test_evidence_is_told_and_never_invented(qapp: QApplication) -> None:
    told = Evidence(38676, 38677)
    assert "38,676 → 38,677" in message_words.reason_sentence(UNKNOWN, told)
    assert "→" not in message_words.reason_sentence(UNKNOWN, Evidence(None, 38677))
    assert "→" not in message_words.reason_sentence(UNKNOWN, None)
    assert message_words.used_with_difference(Evidence()) == "not told"


def test_our_own_reasons_are_not_the_gateways(qapp: QApplication) -> None:
    assert [message_words.raw_code(reply(1, S.FAILED, code)) for code in ("LOST", "LOCAL", "ER:33:x", "EXPIRED")] == [
        "", "", "ER,33", "EXPIRED",
    ]  # fmt: skip


# --- details


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QWidget:
    window = QWidget()
    window.edit = QLineEdit(window)  # type: ignore[attr-defined]
    QVBoxLayout(window).addWidget(window.edit)  # type: ignore[attr-defined]
    qtbot.addWidget(window)
    window.resize(1100, 720)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.edit.setFocus()  # type: ignore[attr-defined]
    return window


def test_details_grow_with_what_the_store_adds(qtbot: QtBot, theme: Theme, window: QWidget) -> None:
    popover = DetailsPopover(theme, window, now=lambda: NOW)
    popover.show_message(FAILED, QRect(200, 20, 700, 60))
    before, lines = popover.height(), len(popover.lines)
    report = DeliveryReport("7", 2, "EXPIRED", "2026-11-23 10:31:02")
    other = Details(UNKNOWN, NOW, NOW, None)
    popover.add_details(other)
    assert len(popover.lines) == lines, "another message's"
    popover.add_details(Details(FAILED, NOW, NOW, report))
    labels = [label for label, _ in popover.lines]
    assert {"Written", "Sent off", "Answered", "Attempts", "Gateway time"} <= set(labels)
    assert popover.height() > before
    assert popover.raw.text() == "2026-11-23,10:31:02,7,*,2,EXPIRED"


def test_details_that_fit_have_no_bar(
    qtbot: QtBot, theme: Theme, window: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    for length in range(24, 60):
        monkeypatch.setattr(DetailsPopover, "_reason_words", lambda *_, length=length: "重" * length)
        popover = DetailsPopover(theme, window, now=lambda: NOW)
        popover.show_message(FAILED, QRect(200, 20, 700, 60))
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        assert not popover._scroll.verticalScrollBar().isVisible(), length
        popover.close_popover()


def test_details_leave_their_row_free_and_give_the_focus_back(qtbot: QtBot, theme: Theme, window: QWidget) -> None:
    popover = DetailsPopover(theme, window, now=lambda: NOW)
    for top in (20, 300, 600):
        row = QRect(400, top, 660, 70)
        popover.show_message(FAILED, row)
        assert popover.isVisible()
        assert not popover.geometry().intersects(row)
        assert window.rect().contains(popover.geometry())
        assert popover.geometry().right() == row.right()
        assert popover.width() == 372
        assert popover.isAncestorOf(QApplication.focusWidget())
        for _ in range(9):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            assert popover.isAncestorOf(QApplication.focusWidget()), "the tab key stays inside"
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        assert not popover.isVisible()
        assert QApplication.focusWidget() is window.edit  # type: ignore[attr-defined]


def test_details_tell_all_that_is_known(qtbot: QtBot, theme: Theme, window: QWidget) -> None:
    popover = DetailsPopover(theme, window, now=lambda: NOW)
    popover.show_message(FAILED, QRect(400, 20, 600, 60))
    lines = dict(popover.lines)
    assert lines["Message id"] == FAILED.message_id
    assert lines["Accepted"].endswith("as its id tells")
    assert lines["Attempts"] == "1"
    assert popover.raw.text() == "1123120000000001 · EXPIRED"
    assert popover.raw.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard
    assert "off or out of coverage" in popover.reason.text()
    qtbot.mouseClick(popover.copy_button, Qt.MouseButton.LeftButton)
    assert FAILED.message_id in QApplication.clipboard().text()
    with qtbot.waitSignal(popover.action_requested) as heard:
        qtbot.keyClick(popover.action_buttons["resend"], Qt.Key.Key_Space)
    assert heard.args == ["resend", FAILED]
    assert not popover.isVisible()
    popover.show_message(UNKNOWN, QRect(400, 20, 600, 60), Evidence(38676, 38677, reports=3, fitting_reports=1))
    lines = dict(popover.lines)
    assert lines["Used"] == "38,676 → 38,677, 1 more"
    assert lines["Reports"] == "1 fit, of 3"
    assert not popover.raw.isVisible()
    popover.show_message(
        Message(9, ANNA, Direction.IN, "hi", NOW, gateway_time="2026-11-23 12:00:00"), QRect(0, 0, 9, 9)
    )
    assert dict(popover.lines)["Gateway time"] == "2026-11-23 12:00:00 (UTC+8)"
    assert not popover.action_buttons


def test_the_focus_elsewhere_closes_the_details(qtbot: QtBot, theme: Theme, window: QWidget) -> None:
    popover = DetailsPopover(theme, window, now=lambda: NOW)
    popover.show_message(FAILED, QRect(400, 20, 600, 60))
    window.edit.setFocus()  # type: ignore[attr-defined]
    assert not popover.isVisible()


# --- the question


def test_the_safe_answer_has_the_focus(qtbot: QtBot, theme: Theme, window: QWidget) -> None:
    question = ResendQuestion(theme, UNKNOWN, Evidence(38676, 38677), window)
    with qtbot.waitActive(question):
        question.open()
        question.activateWindow()
    qtbot.waitUntil(question.leave_button.hasFocus)
    assert ("Messages used", "38,676 → 38,677, 1 more") in question.rows
    assert "twice" in question.risk.text()
    heard: list[object] = []
    question.resend_chosen.connect(heard.append)
    qtbot.keyClick(question.leave_button, Qt.Key.Key_Return)
    assert not heard
    again = ResendQuestion(theme, UNKNOWN, Evidence(), window)
    with qtbot.waitSignal(again.resend_chosen) as told:
        qtbot.mouseClick(again.resend_button, Qt.MouseButton.LeftButton)
    assert told.args == [UNKNOWN]


# --- the page of failures


def test_the_trouble_model_keeps_its_promises(qapp: QApplication) -> None:
    model = TroubleModel(now=lambda: NOW)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.reset([Troubled(UNKNOWN, "Anna"), Troubled(FAILED, ""), Troubled(SILENT, "")])
    assert model.counts() == {"all": 3, "failed": 1, "unknown": 1, "no_report": 1}
    model.set_evidence(2, Evidence(1, 2))
    for kind, rows in (("failed", [1]), ("unknown", [2]), ("no_report", [3]), ("all", [2, 1, 3])):
        model.set_kind(kind)
        assert [model.troubled(row).message.row_id for row in range(model.rowCount())] == rows
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Anna" in spoken
    assert "1 → 2" in spoken
    del tester


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> TroublePage:
    page = TroublePage(theme, 30, now=lambda: NOW)
    qtbot.addWidget(page)
    page.resize(760, 560)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.show_troubled([Troubled(UNKNOWN, "Anna"), Troubled(FAILED, ""), Troubled(SILENT, "")])
    return page


def test_rows_offer_what_can_help(qtbot: QtBot, page: TroublePage) -> None:
    view = page.view
    found = []
    for row in range(3):
        rect = view.visualRect(page.model.index(row, 0))
        assert rect.height() == 88
        y = rect.bottom() - 20
        points = [QPoint(x, y) for x in range(rect.left(), rect.right())]
        actions = [view.delegate.action_at(page.model.index(row, 0), rect, point.toPointF()) for point in points]
        found.append(list(dict.fromkeys(filter(None, actions))))
        if row == 1:
            click = points[actions.index("resend") + 2]
    found_before_details = [actions[:-1] for actions in found]
    assert found_before_details == [
        ["mark_sent", "resend", "dismiss"],
        ["edit_resend", "resend", "dismiss"],
        ["dismiss"],
    ]
    assert {actions[-1] for actions in found} == {"details"}
    with qtbot.waitSignal(page.action_requested) as heard:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=click)
    assert heard.args == ["resend", FAILED]
    assert not page.grab().isNull()


def test_rows_are_worked_by_keys(qtbot: QtBot, page: TroublePage) -> None:
    view = page.view
    QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    view.setCurrentIndex(page.model.index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.details_requested) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert heard.args[0] == FAILED
    with qtbot.waitSignal(page.action_requested) as heard:
        qtbot.keyClick(view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert heard.args == ["open", FAILED]
    menu = view.make_menu(FAILED)
    assert [action.data()[0] for action in menu.actions()] == ["edit_resend", "resend", "dismiss", "details", "open"]
    menu.close()
    page.show_troubled([Troubled(FAILED, ""), Troubled(SILENT, "")])
    assert view.currentIndex().row() == 0, "the row being looked at stays the chosen one"
    page.kinds.button("unknown").click()
    assert page.empty.isVisible()


# --- usage


def figures(days: int = 14, **known: object) -> Figures:
    starts = day_starts(NOW, days)
    hours = [starts[-1] + timedelta(hours=hour) for hour in range(24)]
    return Figures(
        tuple(Stretch(start, 100 + n, 50 + n) for n, start in enumerate(starts)),
        tuple(Stretch(hour, n, 0) for n, hour in enumerate(hours)),
        **known,  # type: ignore[arg-type]
    )


@pytest.fixture
def usage(qtbot: QtBot, theme: Theme) -> UsagePage:
    page = UsagePage(theme, now=lambda: NOW)
    qtbot.addWidget(page)
    page.resize(1100, 660)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    return page


@pytest.mark.parametrize("size", [12, 14, 20])
def test_the_figures_grow_with_the_size_of_text(usage: UsagePage, theme: Theme, size: int) -> None:
    theme.set_text_size(size)
    try:
        lines = sum(theme.line_height(style) for style in ("list", "figure", "small"))
        assert {panel.height() for panel in usage.panels} == {lines + 24}
    finally:
        theme.set_text_size(0)


def test_usage_says_what_it_does_not_know(usage: UsagePage) -> None:
    usage.show_figures(figures())
    assert [panel.words[0] for panel in usage.panels] == ["–"] * 4
    assert all(panel.words[2] for panel in usage.panels)
    today = day_starts(NOW, 1)[0]
    known = {
        "balance": Balance(1245, 38678),
        "told_at": NOW,
        "runway": timedelta(days=11.3),
        "used_today": Used(today, 118),
        "used_this_month": Used(NOW - timedelta(days=3), 900),
        "used_a_week": Used(NOW - timedelta(days=7), 770),
    }
    usage.show_figures(figures(**known))
    assert [panel.words[0] for panel in usage.panels] == ["1,245", "11.3", "118", "900"]
    assert "110" in usage.runway.words[2]
    assert usage.today.words[2] == "As the gateway counts"
    assert usage.month.words[2].startswith("Counted since")
    assert not usage.grab().isNull()


def test_columns_are_looked_at_by_keys_and_pointer(qtbot: QtBot, usage: UsagePage) -> None:
    usage.show_figures(figures())
    chart = usage.days
    chart.setFocus()
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.looked_at == 13
    for key, place in ((Qt.Key.Key_Right, 13), (Qt.Key.Key_Left, 12), (Qt.Key.Key_Home, 0), (Qt.Key.Key_Left, 0)):
        qtbot.keyClick(chart, key)
        assert chart.looked_at == place
    for place in range(14):
        qtbot.mouseMove(chart, chart.column_rect(place).center().toPoint())
        qtbot.waitUntil(lambda place=place: chart.looked_at == place)
        tip = chart.tip_rect()
        assert tip is not None
        assert not tip.intersects(chart.column_rect(place)), "beside it, never over it"
        assert chart.rect().toRectF().contains(tip)
    with qtbot.waitSignal(usage.left):
        qtbot.keyClick(chart, Qt.Key.Key_Escape)
    with qtbot.waitSignal(usage.period_chosen) as heard:
        usage.period.button("30").click()
    assert heard.args == [30]


@pytest.mark.parametrize(
    ("most", "step"), [(0, 1), (4, 1), (5, 2), (30, 8), (151, 40), (160, 40), (161, 50), (4001, 2000)]
)
def test_grid_lines_are_round(most: int, step: int) -> None:
    assert grid_step(most) == step
    assert step * 4 >= most


def test_the_status_bar_shows_the_runway(qtbot: QtBot, theme: Theme) -> None:
    from mwdesk.domain.events import BalanceChanged

    bar = StatusBar(theme, now=lambda: NOW)
    qtbot.addWidget(bar)
    bar.resize(1200, 28)
    bar.show()
    bar.set_balance(BalanceChanged(Balance(1245, 1), NOW, "J00001"))
    assert "about" not in bar.balance.text()
    bar.set_runway(timedelta(days=11.3))
    assert bar.balance.text().endswith("about 11.3 days")
    with qtbot.waitSignal(bar.usage_requested):
        qtbot.keyClick(bar.balance, Qt.Key.Key_Space)


# --- all of it together


def test_failed_details_and_usage_in_the_console(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        now = datetime.now(UTC)
        with Store(stage.folder / "mwdesk.db") as store:
            for text, unknown in (("refused", False), ("lost", True)):
                row_id = store.add_outgoing(PHONE, [text], now).added[0].row_id
                store.mark_sending(row_id, now)
                if unknown:
                    store.mark_unknown(row_id, now, "LOST")
                else:
                    store.mark_failed(row_id, "ER:15", now)
            store.note_balance(Balance(100, 4), now - timedelta(hours=2))
        stage.credentials.write(stage.account.credential_key, "123456")
        window = (await stage.open(stage.account)).window
        page = window.trouble_desk.page
        window.list_pane.choose_filter("failed")
        await stage.until(lambda: page.model.rowCount() == 2)
        await stage.until(lambda: "4 → 5" in page.view.delegate.reason(page.model.index(0, 0)))

        page.view.setFocus()
        page.view.setCurrentIndex(page.model.index(1, 0))
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
        await stage.until(window.details.isVisible)
        assert window.details.message is not None
        assert window.details.message.text == "refused"
        window.details.action_buttons["edit_resend"].click()
        await stage.until(lambda: window.composer.text == "refused")
        assert window.thread_desk.phone == PHONE
        await stage.until(window.thread_desk.isVisible)

        window.list_pane.choose_filter("failed")
        page.view.setCurrentIndex(page.model.index(0, 0))
        lost = page.model.troubled(0).message.row_id
        qtbot.keyClick(page.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        thread = window.thread_desk
        await stage.until(lambda: thread.view.currentIndex().row() == window.messages.row_of.get(lost))
        assert thread.isVisible()
        assert not thread.find_bar.isVisible()

        window.usage_desk.toggle()
        await stage.until(lambda: window.usage_desk.page.days.columns)
        assert window.usage_desk.page.isVisible()
        assert not window.panes.isVisible()
        assert window.usage_desk.page.balance.words[0] == "100"
        qtbot.keyClick(window.usage_desk.page, Qt.Key.Key_Escape)
        assert window.panes.isVisible()

    stage.play(scene())


def test_what_is_sent_again_is_no_trouble_any_more(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        now = datetime.now(UTC)
        with Store(stage.folder / "mwdesk.db") as store:
            for text in ("edited", "repeated", "left"):
                row_id = store.add_outgoing(PHONE, [text], now).added[0].row_id
                store.mark_sending(row_id, now)
                store.mark_failed(row_id, "ER:15", now)
        stage.credentials.write(stage.account.credential_key, "123456")
        window = (await stage.open(stage.account)).window
        window.list_pane.choose_filter("failed")
        page = window.trouble_desk.page
        await stage.until(lambda: page.model.rowCount() == 3)
        troubled = {m.text: m for m in (page.model.troubled(row).message for row in range(3))}
        page.action_requested.emit("resend", troubled["repeated"])
        page.action_requested.emit("edit_resend", troubled["edited"])
        await stage.until(lambda: window.composer.text == "edited" and window.composer.editor.hasFocus())
        qtbot.keyClicks(window.composer.editor, "!")
        qtbot.keyClick(window.composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await stage.until(lambda: window.conversations.conversation(PHONE).failed == 1)
        window.list_pane.choose_filter("failed")
        await stage.until(lambda: page.model.rowCount() == 1)
        assert page.model.troubled(0).message.text == "left"

    stage.play(scene())


def test_a_click_on_the_open_conversation_brings_it_back(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        now = datetime.now(UTC)
        with Store(stage.folder / "mwdesk.db") as store:
            row_id = store.add_outgoing(PHONE, ["one"], now).added[0].row_id
            store.mark_sending(row_id, now)
            store.mark_failed(row_id, "ER:15", now)
        window = (await stage.open(None)).window
        window.list_pane.choose_filter("all")
        view, thread = window.list_pane.view, window.thread_desk
        view.activate_phone(PHONE)
        await stage.until(thread.isVisible)
        window.list_pane.choose_filter("failed")
        await stage.until(window.trouble_desk.page.isVisible)
        thread.start_find()
        thread.reading.ask_for_day()
        assert not thread.find_bar.isVisibleTo(thread), "nobody looks for anything in what he does not see"
        place = view.visualRect(view.conversations.index(0, 0)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        await stage.until(thread.isVisible, 2)

    stage.play(scene())


def test_two_failures_repaired_at_once_are_both_dealt_with(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        now = datetime.now(UTC)
        with Store(stage.folder / "mwdesk.db") as store:
            for text in ("one", "two"):
                row_id = store.add_outgoing(PHONE, [text], now).added[0].row_id
                store.mark_sending(row_id, now)
                store.mark_failed(row_id, "ER:15", now)
        window = (await stage.open(None)).window
        window.list_pane.choose_filter("all")
        window.list_pane.view.activate_phone(PHONE)
        await stage.until(lambda: window.messages.rowCount() == 2)
        for row in (0, 1):
            window.thread_desk.act("edit_resend", window.messages.message(row))
        assert set(window.composer.text.split("\n")) == {"one", "two"}
        editor = window.composer.editor
        qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await stage.until(lambda: window.messages.rowCount() == 3)
        await stage.until(lambda: window.conversations.conversation(PHONE).failed == 0)

    stage.play(scene())


def test_a_repair_given_up_deals_with_nothing(stage: Stage, qtbot: QtBot) -> None:
    async def scene() -> None:
        now = datetime.now(UTC)
        with Store(stage.folder / "mwdesk.db") as store:
            row_id = store.add_outgoing(PHONE, ["one"], now).added[0].row_id
            store.mark_sending(row_id, now)
            store.mark_failed(row_id, "ER:15", now)
        window = (await stage.open(None)).window
        window.list_pane.choose_filter("all")
        window.list_pane.view.activate_phone(PHONE)
        await stage.until(lambda: window.messages.rowCount() == 1)
        window.thread_desk.act("edit_resend", window.messages.message(0))
        editor, composer = window.composer.editor, window.composer
        qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(editor, Qt.Key.Key_Delete)
        composer.flush_draft()
        qtbot.keyClicks(editor, "of something else")
        qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        await stage.until(lambda: window.messages.rowCount() == 2)
        await stage.console.bridge.settle()
        assert window.conversations.conversation(PHONE).failed == 1, "the customer never had it"

    stage.play(scene())


def test_a_short_runway_is_not_rounded_to_nothing() -> None:
    assert message_words.days_figure(timedelta(hours=2)) == "< 0.1"
    assert message_words.days_words(timedelta(hours=2)) == "under 0.1 days"
    assert message_words.days_figure(timedelta(hours=3)) == "0.1"
