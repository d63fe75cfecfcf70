"""The component manual's table 1 and the later codes: each known, each with its policy."""

from __future__ import annotations

import pytest

from mwdesk.protocol.codes import Code, Policy, Retry, policy, retry, retry_helps

TABLE_1 = {*range(1, 49), 99} - {20, 34, 39}
LATER = {51, 52, 53, 54, 56, 57}
POLICIES = {
    Policy.ASK_PASSWORD: {1, 5, 6, 25},
    Policy.STOP: {7, 57},
    Policy.LONG_WAIT: {43, 56},
    Policy.SLOW_DOWN: {41, 42},
    Policy.NO_CREDIT: {3},
    Policy.RETRY_LATER: {15, 37},
    Policy.BAD_NUMBER: {4, 12, 19, 30, 31, 51, 52, 53},
    Policy.KEYWORD: {33},
    Policy.TOO_LONG: {11},
}


def test_every_documented_code_has_a_name() -> None:
    assert {int(code) for code in Code} == TABLE_1 | LATER


@pytest.mark.parametrize("code", range(120))
def test_every_code_has_its_policy(code: int) -> None:
    expected = [rule for rule, members in POLICIES.items() if code in members]
    assert [policy(code)] == (expected or [Policy.REFUSED])


def test_trying_again_helps_only_where_the_cause_passes_by_itself() -> None:
    assert {code for code in range(120) if retry_helps(code)} == {15, 17, 37, 41, 42, 43, 56}
    assert retry(17) is Retry.AT_ANOTHER_HOUR
    assert {retry(code) for code in (43, 56)} == {Retry.AFTER_MINUTES}
    assert {retry(code) for code in (15, 37, 41, 42)} == {Retry.BY_ITSELF}
    assert {retry(code) for code in (1, 3, 5, 6, 7, 25, 57)} == {Retry.AFTER_A_CHANGE}
    assert {retry(code) for code in (0, 2, 4, 11, 33, 99, 1000)} == {Retry.NEVER}
