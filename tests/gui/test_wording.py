"""Every error says what happened, what it means and what to do, in both languages."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from pytestqt.qtbot import QtBot

from mwdesk import errors
from mwdesk.gui import wording
from mwdesk.gui.gateway_errors import Retry, gateway_error_words, retry_words
from mwdesk.gui.resources import resource_path
from mwdesk.protocol.codes import Policy, policy

CODES = (*range(1, 49), 51, 52, 53, 54, 56, 57, 99)
NOT_IN_THE_MANUAL = (20, 34, 39)
BY_ITSELF = (Policy.SLOW_DOWN, Policy.LONG_WAIT, Policy.RETRY_LATER)


@pytest.fixture(params=["en", "zh_CN"])
def language(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[str]:
    translator = QTranslator()
    if request.param != "en":
        assert translator.load(str(resource_path("translations", f"mwdesk_{request.param}.qm")))
        QCoreApplication.installTranslator(translator)
    yield request.param
    QCoreApplication.removeTranslator(translator)


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_three_texts(code: int, language: str) -> None:
    words = gateway_error_words(code)
    texts = (words.title, words.meaning, words.advice, retry_words(words.retry))
    assert all(texts)
    assert len(set(texts)) == len(texts)
    assert all(is_chinese(text) is (language == "zh_CN") for text in texts)
    stop = "。" if language == "zh_CN" else "."
    assert not words.title.endswith(stop)
    assert all(text.endswith(stop) for text in texts[1:])
    assert (str(code) in words.title) is (code in NOT_IN_THE_MANUAL)


@pytest.mark.parametrize("code", CODES)
def test_the_words_agree_with_what_is_done(code: int) -> None:
    retry = gateway_error_words(code).retry
    rule = policy(code)
    assert (retry is Retry.ITSELF) is (rule in BY_ITSELF)
    if rule in (Policy.ASK_PASSWORD, Policy.STOP, Policy.NO_CREDIT):
        assert retry is Retry.FIXED


def test_a_code_nobody_described_is_named(language: str) -> None:
    assert "777" in gateway_error_words(777).title


@pytest.mark.parametrize(
    "kind",
    [
        kind
        for _name, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.MwDeskError) and kind is not errors.GatewayError
    ],
)
def test_every_error_says_what_it_means(kind: type[errors.MwDeskError], language: str) -> None:
    first, second = wording.error_lines(kind("in the log only"))
    stop = "。" if language == "zh_CN" else "."
    assert first
    assert not first.endswith(stop)
    assert second.count(stop) >= 2
    assert is_chinese(first + second) is (language == "zh_CN")
    assert "log" not in first + second


def test_reasons_of_a_refusal(language: str) -> None:
    assert gateway_error_words(33).title in wording.failure_reason("ER:33")
    assert "abc" in wording.failure_reason("ER:33:abc")
    assert is_chinese(wording.failure_reason("LOCAL")) is (language == "zh_CN")
    for odd in ("ER:", "ER:²", "ER:x:y", ":", "::"):
        assert wording.failure_reason(odd)


def test_sentences_are_joined_as_the_language_wants(language: str) -> None:
    assert wording.sentences("a", "", "b", "c") == ("abc" if language == "zh_CN" else "a b c")
    assert "  " not in wording.error_words(errors.GatewayError(3))
    assert "。 " not in wording.error_words(errors.GatewayError(3))
