"""A certificate made on the spot, and what a verifier says of files signed with it."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from installer.paths import run

GOOD = "good"
_PASSWORD = "a test's"


@contextlib.contextmanager
def certificate(place: Path) -> Iterator[Path]:
    """Have the build sign for the block, with a key behind a password; yield the certificate."""
    pem, key, password = place / "sign.pem", place / "sign.key", place / "sign.pass"
    password.write_text(_PASSWORD, encoding="ascii")
    request = ["openssl", "req", "-x509", "-newkey", "rsa:3072", "-sha256", "-days", "2", "-subj", "/CN=MWDesk test"]
    request += ["-addext", "extendedKeyUsage=codeSigning", "-addext", "keyUsage=critical,digitalSignature"]
    run([*request, "-passout", f"file:{password}", "-keyout", key, "-out", pem])
    given = {"MWDESK_SIGN_CERT": str(pem), "MWDESK_SIGN_KEY": str(key), "MWDESK_SIGN_PASS_FILE": str(password)}
    os.environ.update(given)
    try:
        yield pem
    finally:
        for name in given:
            del os.environ[name]


def verdict(file: Path, trusted: Path) -> str:
    """Return ``good`` if the certificate's owner signed the file as it is now, else what the verifier says."""
    command = ["osslsigncode", "verify", "-ignore-cdp", "-ignore-crl", "-CAfile", str(trusted), "-in", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    signed = done.returncode == 0 and "/CN=MWDesk test" in done.stdout
    return GOOD if signed else f"{done.returncode}: {done.stdout[-400:]}{done.stderr[-400:]}"
