"""Addresses in texts: which are found, where they lead, and what is said of them."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mwdesk.domain.links import ADDRESS_LIMIT, Suspicion, find_links


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("http://example.com", ["http://example.com"]),
        ("看https://example.com/a?b=1#c谢谢", ["https://example.com/a?b=1#c"]),
        ("请访问http://example.com查看", ["http://example.com"]),
        ("www.example.com。", ["http://www.example.com"]),
        ("WWW.Example.COM", ["http://www.example.com"]),
        ("HTTPS://Example.com/Path", ["https://example.com/Path"]),
        ("(https://example.com/a_(b)).", ["https://example.com/a_(b)"]),
        ("https://example.com/a, https://example.org!", ["https://example.com/a", "https://example.org"]),
        ("http://example.com:8080/x", ["http://example.com:8080/x"]),
        ("http://example.com:99999/x", ["http://example.com"]),
        ("http://a.com\\@evil.com", ["http://a.com"]),
        ("http://1.2.3.4/x", ["http://1.2.3.4/x"]),
        ("https://t.cn/A6x7", ["https://t.cn/A6x7"]),
        ("http://中文.com看", ["http://xn--fiq228c.com"]),
    ],
)
def test_addresses_are_found(text: str, addresses: list[str]) -> None:
    assert [link.address for link in find_links(text)] == addresses


@pytest.mark.parametrize(
    "text",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://example.com",
        "xhttp://example.com",
        "me@www.example.com",
        "http://localhost/",
        "http://2130706433/",
        "http://-a.com",
        "http://a..com",
        "http://example.c",
        "http://",
        "www.",
        "www.com",
        "file://http://example.com",
        "example.com",
        "http://1.2.3.456",
        "http://example.com/" + "a" * ADDRESS_LIMIT,
    ],
)
def test_what_is_no_address_is_left_alone(text: str) -> None:
    assert find_links(text) == ()


@pytest.mark.parametrize(
    ("text", "host", "suspicions"),
    [
        ("https://example.com", "example.com", ()),
        ("https://bank.com@evil.com/", "evil.com", (Suspicion.USER_INFO,)),
        ("https://www.bank.com:80@evil.com", "evil.com", (Suspicion.USER_INFO,)),
        ("https://\u0430pple.com", "xn--pple-43d.com", (Suspicion.FOREIGN_LETTERS,)),
        ("https://ex\u0430mple.com", "xn--exmple-4nf.com", (Suspicion.FOREIGN_LETTERS,)),
        ("https://xn--pple-43d.com", "xn--pple-43d.com", (Suspicion.FOREIGN_LETTERS,)),
        ("http://10.0.0.1", "10.0.0.1", (Suspicion.BARE_NUMBER,)),
    ],
)
def test_what_may_deceive_is_named(text: str, host: str, suspicions: tuple[Suspicion, ...]) -> None:
    (link,) = find_links(text)
    assert link.host == host
    assert link.suspicions == suspicions


pieces = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            ["http://", "https://", "www.", "a.com", "@", ":", "/", "?", ".", "例", "xn--", "%", "\u0430", "["]
        ),
    ),
    max_size=14,
).map("".join)


@given(pieces)
@example("http://a.com")
def test_any_text_gives_links_that_lead_where_they_say(text: str) -> None:
    end = 0
    for link in find_links(text):
        assert end <= link.start < link.end <= len(text)
        end = link.end
        assert link.address.isascii()
        assert link.address.isprintable()
        parts = urlsplit(link.address)
        assert parts.scheme in ("http", "https")
        assert parts.hostname == link.host
        assert ("@" in parts.netloc) == (Suspicion.USER_INFO in link.suspicions)


@given(st.text(alphabet="http://w.a@-:例", max_size=200))
def test_an_address_found_is_found_again_in_itself(text: str) -> None:
    for link in find_links(text):
        (again,) = find_links(link.address)
        assert (again.address, again.host) == (link.address, link.host)
