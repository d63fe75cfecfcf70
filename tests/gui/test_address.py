"""Addresses as people type and paste them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mwdesk.gui.address import folded, is_host, is_ipv4, is_numeric, port_number, split_address

TEXTS = st.one_of(st.text(), st.text("0123456789.:[]：．。a-/ ", max_size=30))


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("gateway.example.com:8018", "gateway.example.com", 8018),
        (" 61.242.89.115 ", "61.242.89.115", None),
        ("６１．２４２．８９．１１５：８０１８", "61.242.89.115", 8018),
        ("61。242。89。115", "61.242.89.115", None),
        ("[::1]:80", "::1", 80),
        ("[::1]", "::1", None),
        ("::1", "::1", None),
        ("fe80::1:80", "fe80::1:80", None),
        ("a:b", "a:b", None),
        ("a:", "a:", None),
        ("", "", None),
    ],
)
def test_an_address_is_taken_apart(text: str, host: str, port: int | None) -> None:
    assert split_address(text) == (host, port)


@pytest.mark.parametrize("text", ["61.242.89.115", "gateway", "gateway.example.com", "a_b.c", "::1", "梦网.example"])
def test_what_can_be_a_host(text: str) -> None:
    assert is_host(text)


@pytest.mark.parametrize(
    "text",
    ["", ".", "61.242.89", "61.242.89.256", "1", "http://x", "a b", "a/b", "a:1", "a@b", "a,b", "x" * 254, "a..b"],
)
def test_what_cannot_be_a_host(text: str) -> None:
    assert not is_host(text)


@pytest.mark.parametrize(
    ("text", "port"),
    [
        ("80", 80),
        (" ８０１８ ", 8018),
        ("65535", 65535),
        ("65536", None),
        ("0", None),
        ("", None),
        ("\u0663", None),
        ("-1", None),
    ],
)
def test_a_port(text: str, port: int | None) -> None:
    assert port_number(text) == port


@given(TEXTS)
def test_any_text_is_survived_and_reading_twice_changes_nothing(text: str) -> None:
    host, port = split_address(text)
    assert folded(folded(text)) == folded(text)
    assert port is None or 0 <= port <= 99999
    port_number(text)
    if is_host(host):
        assert 0 < len(host) <= 253
        assert not set(host) & set(" /@,;[]")
    assert not is_ipv4(host) or is_numeric(host)
    assert not is_numeric(host) or is_host(host)


@given(st.from_regex(r"[a-z]{1,10}(\.[a-z]{1,10}){0,3}", fullmatch=True), st.integers(1, 65535))
def test_host_and_port_come_back(host: str, port: int) -> None:
    assert split_address(f"{host}:{port}") == (host, port)
    assert is_host(host)
    assert port_number(str(port)) == port
