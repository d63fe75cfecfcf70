"""Every error says what happened, what it means and what to do, in both languages."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from pytestqt.qtbot import QtBot

from mwdesk import errors
from mwdesk.domain.account import Account, Proxy, ProxyKind, Route, Wiring
from mwdesk.domain.diagnosis import Check, CheckState, CheckStep
from mwdesk.gui import diagnosis_words, wording
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


def test_the_codes_a_banner_knows_are_those_the_session_knows() -> None:
    rules = {
        Policy.ASK_PASSWORD: diagnosis_words.WRONG_PASSWORD,
        Policy.STOP: diagnosis_words.SHUT_OUT,
        Policy.LONG_WAIT: diagnosis_words.TOO_MANY,
    }
    for rule, codes in rules.items():
        assert sorted(codes) == [code for code in range(1, 100) if policy(code) is rule]


FULL = Account(
    "J00001",
    "gateway.example.com",
    8018,
    Route(tls=True, proxy=Proxy(ProxyKind.SOCKS5, "p.example.com", 1, "operator")),
)
FAILURES = [
    (errors.EmptyFieldError("x"), CheckStep.FIELDS),
    (errors.NameResolutionError("x"), CheckStep.RESOLVE),
    (errors.ProxyUnreachableError("x"), CheckStep.PROXY),
    (errors.ProxyRefusedError("x"), CheckStep.CONNECT),
    (errors.ProxyTargetError("x"), CheckStep.CONNECT),
    (errors.TlsError("x"), CheckStep.TLS),
    (errors.GreetingTimeoutError("x"), CheckStep.GREETING),
    (errors.LoginTimeoutError("x"), CheckStep.LOGIN),
    (errors.LinkLostError("x"), CheckStep.LOGIN),
    *((errors.GatewayError(code), CheckStep.LOGIN) for code in (1, 7, 57, 43, 56, 99)),
]


@pytest.mark.parametrize(("error", "step"), FAILURES, ids=lambda value: getattr(value, "value", str(value)))
def test_every_failure_has_its_step_and_its_conclusion(error: Exception, step: CheckStep, language: str) -> None:
    checks = diagnosis_words.checks_of_failure(FULL, error)
    states = [check.state for check in checks]
    place = [check.step for check in checks].index(step)
    assert states == [CheckState.PASSED] * place + [CheckState.FAILED] + [CheckState.OPEN] * (len(checks) - place - 1)
    assert all(diagnosis_words.step_detail(check, checks) for check in checks)
    kind, first, second = diagnosis_words.conclusion(checks, FULL)
    assert kind == "danger"
    assert first[-1] not in ".。"
    assert second[-1] in ".。"
    assert is_chinese(first) is is_chinese(second) is (language == "zh_CN")
    fine = "网络没有问题" if language == "zh_CN" else "network is fine"
    assert (fine in first) is isinstance(error, errors.GatewayError)


def test_where_nothing_is_looked_up_or_greeted_the_step_is_left_out() -> None:
    numeric = Account("J00001", "10.0.0.5", 8018)
    assert CheckStep.RESOLVE not in [check.step for check in diagnosis_words.open_checks(numeric)]
    tunnel = Account("J00001", "10.0.0.5", 80, Route(Wiring.HTTP))
    checks = diagnosis_words.checks_of_failure(tunnel, errors.HttpStatusError(500))
    assert [check.step for check in checks if check.state is CheckState.FAILED] == [CheckStep.LOGIN]


def test_a_copied_diagnosis_says_all_but_secrets(language: str) -> None:
    checks = (
        Check(CheckStep.FIELDS, CheckState.PASSED, took_ms=1),
        Check(CheckStep.RESOLVE, CheckState.PASSED, "p.example.com", 12),
        Check(CheckStep.PROXY, CheckState.PASSED, "192.0.2.18:1", 1104),
        Check(CheckStep.LOGIN, CheckState.FAILED, "J00001", 55, errors.GatewayError(7)),
        Check(CheckStep.BALANCE),
    )
    now = datetime(2026, 11, 23, 10, 32, tzinfo=UTC)
    text = diagnosis_words.report(FULL, now, checks, [(now, errors.ReplyTimeoutError("x"))])
    for part in ("MWDesk", "J0***1", "gateway.example.com:8018", "SOCKS5", "op***r@p.example.com:1", "12 ms", "1.1 s"):
        assert part in text
    for part in ("p.example.com → 192.0.2.18", "[GatewayError 7]", "[ReplyTimeoutError]", "TLS"):
        assert part in text
    assert "J00001" not in text
    assert "operator" not in text
    assert is_chinese(text) is (language == "zh_CN")


def test_short_names_are_hidden_whole() -> None:
    assert [diagnosis_words.masked(name) for name in ("", "a", "abc", "abcd")] == ["", "***", "***", "ab***d"]


def test_the_date_pill(language: str) -> None:
    today = date(2026, 11, 23)
    words = [wording.day_pill_words(day, today) for day in (today, date(2026, 11, 3), date(2025, 12, 31))]
    if language == "en":
        assert words == ["Today, Mon 23 Nov", "Tue 3 Nov", "Wed 31 Dec 2025"]
    else:
        assert words == ["今天 11月23日 星期一", "11月3日 星期二", "2025年12月31日 星期三"]
