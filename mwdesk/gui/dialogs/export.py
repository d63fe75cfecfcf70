"""Exporting a conversation or a period to a file, with progress and a way out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

from PySide6.QtCore import QRectF, QStandardPaths, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from mwdesk.domain.message import Conversation, DeliveryState, Direction, Message
from mwdesk.gui import message_words, wording
from mwdesk.gui.dialogs.files import SaveFileDialog
from mwdesk.gui.dialogs.form import COLUMN_GAP, LABEL_GAP, FormDialog
from mwdesk.gui.theme import Theme
from mwdesk.gui.widgets.fields import LabelledField
from mwdesk.gui.widgets.segments import Segments
from mwdesk.gui.widgets.words import Words
from mwdesk.messaging.export import Described, Format, Order, Progress, Row
from mwdesk.messaging.export import Words as FileWords

_WIDTH = 560
_BAR_HEIGHT = 6
_FIRST_YEAR, _LAST_YEAR = 1990, 2999
_SPAN_DAYS = {"today": 1, "week": 7, "month": 30}


def read_day(text: str) -> date | None:
    """Read a date as 2026-11-23, also with slashes or dots; None if it is none, or of no time there was SMS."""
    try:
        day = datetime.strptime(text.strip().replace("/", "-").replace(".", "-"), "%Y-%m-%d").date()
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def describe(message: Message) -> Described:
    """Say what a message is; needs translations only, so any thread may call it."""
    if message.direction is Direction.IN or message.state is None:
        return Described(wording.customer_word(), message_words.state_words(message), "")
    told = message.state in (DeliveryState.FAILED, DeliveryState.UNKNOWN)
    reason = message_words.reason_sentence(message) if told else ""
    return Described(wording.us_word(), wording.state_word(message.state), reason)


class ProgressBar(QWidget):
    """A thin bar in the accent colour."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._share = 0.0
        self.setFixedHeight(_BAR_HEIGHT)
        theme.changed.connect(self.update)

    def show_share(self, share: float) -> None:
        """Fill a part of it, 0 to 1."""
        self._share = max(0.0, min(1.0, share))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint track and part."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = _BAR_HEIGHT / 2
        for width, color in ((1.0, self._theme.tokens.border), (self._share, self._theme.tokens.accent)):
            if width:
                painter.setBrush(color)
                painter.drawRoundedRect(
                    QRectF(0, 0, max(_BAR_HEIGHT, width * self.width()), _BAR_HEIGHT), radius, radius
                )


class ExportDialog(FormDialog):
    """Asks what goes where; its owner exports and tells how far it is."""

    submitted = Signal(object, object)
    """An :class:`Order` and the :class:`FileWords` of the file."""
    stop_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        conversation: Conversation | None,
        folder: Path | None = None,
        parent: QWidget | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(theme, "", parent)
        self.setWindowTitle(self.tr("Export messages"))
        self.setAccessibleName(self.windowTitle())
        self.setMinimumWidth(_WIDTH)
        self._conversation = conversation
        self._folder = folder or _documents()
        self._today = today
        self._order: Order | None = None
        self._exported: Order | None = None
        self._running = False
        self._named_by_hand = False
        self.what = Segments(
            theme,
            self.tr("What"),
            [("one", self.tr("This conversation")), ("all", self.tr("All, for a time"))],
            self,
        )
        self.who = Words(theme, parent=self)
        self.span = Segments(
            theme,
            self.tr("Time"),
            [
                ("today", self.tr("Today")),
                ("week", self.tr("7 days")),
                ("month", self.tr("30 days")),
                ("own", self.tr("Own dates")),
            ],
            self,
        )
        self.first_edit, self.last_edit = QLineEdit(self), QLineEdit(self)
        self.first_field = LabelledField(theme, self.tr("First day"), self.first_edit)
        self.last_field = LabelledField(theme, self.tr("Last day"), self.last_edit)
        self._days = QWidget(self)
        days = QHBoxLayout(self._days)
        days.setContentsMargins(0, 0, 0, 0)
        days.setSpacing(COLUMN_GAP)
        days.addWidget(self.first_field, 1)
        days.addWidget(self.last_field, 1)
        self.format = Segments(
            theme,
            self.tr("Format"),
            [("xlsx", self.tr("Excel (xlsx)")), ("csv", self.tr("CSV")), ("html", self.tr("Page to print"))],
            self,
        )
        self.file_edit = QLineEdit(self)
        self.file_field = LabelledField(theme, self.tr("File"), self.file_edit)
        self.choose_button = QPushButton(self.tr("Choose…"), self)
        self.choose_button.setAutoDefault(False)
        self.choose_button.setMinimumHeight(theme.size("control"))
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self.file_field, 1)
        beside = QVBoxLayout()
        beside.addSpacing(QFontMetrics(theme.font("list")).height() + LABEL_GAP)
        beside.addWidget(self.choose_button)
        beside.addStretch(1)
        beside.setSpacing(0)
        place.addLayout(beside)
        self.bar = ProgressBar(theme, self)
        self.bar_words = Words(theme, parent=self)
        for widget in (self.what, self.who, self.span, self._days, self.format):
            self.body.addWidget(widget)
        self.body.addLayout(place)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.bar_words)
        self.folder_button = self.add_button(self.tr("Open the folder"))
        self.open_button = self.add_button(self.tr("Open the file"))
        self.close_button = self.add_button(self.tr("Cancel"))
        self.export_button = self.add_button(self.tr("Export"), "primary")
        self.export_button.setDefault(True)
        self.what.set_value("one" if conversation is not None else "all")
        self.what.setVisible(conversation is not None)
        self.format.set_value("xlsx")
        self.span.set_value("week")
        self._fill_days()
        self._propose()
        self.what.chosen.connect(self._on_choice_made)
        self.format.chosen.connect(self._on_choice_made)
        self.span.chosen.connect(self._on_span_chosen)
        self.first_edit.textEdited.connect(self._on_day_edited)
        self.last_edit.textEdited.connect(self._on_day_edited)
        QWidget.setTabOrder(self.file_edit, self.choose_button)
        self.file_edit.textEdited.connect(self._on_file_edited)
        self.choose_button.clicked.connect(self._on_choose_clicked)
        self.folder_button.clicked.connect(self._on_folder_clicked)
        self.open_button.clicked.connect(self._on_open_clicked)
        self.close_button.clicked.connect(self.reject)
        self.export_button.clicked.connect(self._on_export_clicked)
        for widget in (self.bar, self.bar_words, self.folder_button, self.open_button):
            widget.hide()
        self._refresh()

    @property
    def order(self) -> Order | None:
        """What is asked for; None while something is missing."""
        to, _error, _is_there = self._target()
        form = Format(self.format.value)
        if to is None:
            return None
        if self._one is not None:
            return Order(to, form, self._one.phone)
        first, last = read_day(self.first_edit.text()), read_day(self.last_edit.text())
        if first is None or last is None or last < first:
            return None
        return Order(to, form, None, _midnight(first), _midnight(last + timedelta(days=1)))

    @property
    def is_running(self) -> bool:
        """Tell whether a file is being written."""
        return self._running

    def show_progress(self, progress: Progress) -> None:
        """Say how far it is."""
        if self._running:
            self.bar.show_share(progress.share)
            count = wording.count_words(progress.messages)
            self.bar_words.setText(self.tr("{messages} written").format(messages=count))

    def show_done(self, messages: int) -> None:
        """Say that the file is there."""
        order = self._exported = self._order
        self._stop_running()
        name = "" if order is None else str(order.to)
        exported = self.tr("{messages} exported").format(messages=wording.count_words(messages))
        self.notice.show_notice("success", exported, name)
        prints = order is not None and order.format is Format.HTML
        self.open_button.setText(self.tr("Open to print") if prints else self.tr("Open the file"))
        self.folder_button.show()
        self.open_button.show()
        self.close_button.setText(self.tr("Close"))
        self.open_button.setFocus()
        self.fit()

    def show_stopped(self) -> None:
        """Say that nothing was left behind."""
        self._stop_running()
        self.notice.show_notice("info", self.tr("The export was cancelled"), self.tr("No file was written."))
        self.fit()

    def show_failed(self, error: Exception) -> None:
        """Say why there is no file; nothing typed is cleared."""
        self._stop_running()
        self.notice.show_notice("danger", *wording.error_lines(error))
        self.fit()

    def reject(self) -> None:
        """Stop what is being written, or close."""
        if self._running:
            self.close_button.setEnabled(False)
            self.stop_requested.emit()
        else:
            super().reject()

    # Inside

    @property
    def _one(self) -> Conversation | None:
        return self._conversation if self.what.value == "one" else None

    def _target(self) -> tuple[Path | None, str, bool]:
        """Return the file named, or what is wrong with the name, and whether there is such a file already."""
        typed = self.file_edit.text().strip()
        if not typed:
            return None, self.tr("Name a file."), False
        try:
            to = Path(typed).expanduser()
            if not to.is_absolute() or not to.parent.is_dir():
                return None, self.tr("There is no such folder."), False
            if to.is_dir():
                return None, self.tr("This is a folder; name a file in it."), False
            return to, "", to.exists()
        except (OSError, RuntimeError):  # the system does not let us look, the name is too long, nobody's home
            return None, self.tr("The system does not take this place or this name."), False

    def _stop_running(self) -> None:
        self._running = False
        self.bar.hide()
        self.bar_words.hide()
        self.close_button.setEnabled(True)
        self._refresh()

    def _propose(self) -> None:
        """Name the file after what it will hold, unless a person named it."""
        suffix = self.format.value
        if self._named_by_hand:
            typed = Path(self.file_edit.text())
            if typed.suffix[1:] in {each.value for each in Format}:
                self.file_edit.setText(str(typed.with_suffix(f".{suffix}")))
            return
        if self._one is not None:
            stem = f"MWDesk-{self._one.phone.digits}-{self._today():%Y%m%d}"
        else:
            stem = "-".join(["MWDesk", *(f"{day:%Y%m%d}" for day in (self._first, self._last) if day is not None)])
        self.file_edit.setText(str(self._folder / f"{stem}.{suffix}"))

    @property
    def _first(self) -> date | None:
        return read_day(self.first_edit.text())

    @property
    def _last(self) -> date | None:
        return read_day(self.last_edit.text())

    def _fill_days(self) -> None:
        days = _SPAN_DAYS.get(self.span.value)
        if days is not None:
            today = self._today()
            self.first_edit.setText(f"{today - timedelta(days=days - 1):%Y-%m-%d}")
            self.last_edit.setText(f"{today:%Y-%m-%d}")

    def _refresh(self) -> None:
        one = self._one
        self.who.setVisible(one is not None)
        if one is not None:
            named = f"{wording.unbroken(one.phone.grouped)} {one.name}".strip()
            self.who.setText(wording.tooltip_line(named, wording.count_words(one.message_count)))
        self.span.setVisible(one is None)
        self._days.setVisible(one is None)
        shape = self.tr("A date like 2026-11-23.")
        self.first_field.set_error(shape if self._first is None else "")
        late = self._first is not None and self._last is not None and self._last < self._first
        self.last_field.set_error(
            shape if self._last is None else self.tr("It is before the first day.") if late else ""
        )
        order = self.order
        is_done = order is not None and order == self._exported
        _to, error, is_there = self._target()
        replaces = is_there and not self._running and not is_done
        help_text = self.tr("There is a file of this name; it will be replaced.") if replaces else ""
        self.file_field.set_error(error)
        self.file_field.set_help(help_text)
        self.export_button.setText(self.tr("Replace the file") if help_text else self.tr("Export"))
        self.export_button.setEnabled(not self._running and order is not None and not is_done)
        for widget in (self.what, self.span, self._days, self.format, self.file_field, self.choose_button):
            widget.setEnabled(not self._running)
        self.fit()

    def _file_words(self) -> FileWords:
        one = self._one
        now = wording.full_moment_words(datetime.now().astimezone())
        if one is not None:
            title = f"{one.phone.grouped} {one.name}".strip()
        elif self._first == self._last:
            title = self.first_edit.text()
        else:
            title = f"{self.first_edit.text()} – {self.last_edit.text()}"
        headings = Row(
            row_id=self.tr("No."),
            message_id=self.tr("Message ID"),
            written=self.tr("Time"),
            gateway_time=self.tr("Gateway time"),
            direction=self.tr("From"),
            phone=self.tr("Number"),
            name=self.tr("Name"),
            state=self.tr("State"),
            changed=self.tr("Last change"),
            reason=self.tr("Reason"),
            text=self.tr("Text"),
        )
        about = self.tr("Exported by MWDesk at {moment}. Times are local, with their distance from UTC.")
        return FileWords(self.theme.language.replace("_", "-"), title, about.format(moment=now), headings, describe)

    @Slot()
    def _on_choice_made(self) -> None:
        self._propose()
        self._refresh()

    @Slot()
    def _on_span_chosen(self) -> None:
        self._fill_days()
        self._on_choice_made()

    @Slot()
    def _on_day_edited(self) -> None:
        self.span.set_value("own")
        self._on_choice_made()

    @Slot()
    def _on_file_edited(self) -> None:
        self._named_by_hand = True
        self._refresh()

    @Slot()
    def _on_choose_clicked(self) -> None:
        dialog = SaveFileDialog(self.tr("Export to"), f"*.{self.format.value}", self, self.file_edit.text())
        dialog.setDefaultSuffix(self.format.value)
        dialog.setOption(SaveFileDialog.Option.DontConfirmOverwrite)  # the button says so
        dialog.chosen.connect(self._on_dialog_chosen)
        dialog.open()

    @Slot(object)
    def _on_dialog_chosen(self, path: Path) -> None:
        self.file_edit.setText(str(path))
        self._on_file_edited()

    @Slot()
    def _on_folder_clicked(self) -> None:
        if self._exported is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._exported.to.parent)))

    @Slot()
    def _on_open_clicked(self) -> None:
        if self._exported is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._exported.to)))

    @Slot()
    def _on_export_clicked(self) -> None:
        order = self.order
        if order is None or self._running:
            return
        self._order = order
        self._running = True
        self.notice.hide()
        self.folder_button.hide()
        self.open_button.hide()
        self.close_button.setText(self.tr("Cancel"))
        self.bar.show_share(0.0)
        self.bar_words.setText(self.tr("Beginning…"))
        self.bar.show()
        self.bar_words.show()
        self._refresh()
        self.submitted.emit(order, self._file_words())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()


def _documents() -> Path:
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents) if documents and Path(documents).is_dir() else Path.home()
