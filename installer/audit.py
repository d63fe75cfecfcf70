"""Tells whether files are what they are said to be: by signature, and by the list that travels with the payload."""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from pathlib import Path

from installer.fetch import runtime
from installer.paths import INPUTS, BuildError, main_guard, say, sha256

LIST = "files.sha256"
"""The payload's own list: a line for each file, ``SHA-256 *path``, as sha256sum writes and reads it."""
SYSTEM_ROOTS = Path("/etc/ssl/certs/ca-certificates.crt")
SIGNER = "/CN=Python Software Foundation"


def listed(folder: Path) -> dict[str, str]:
    """Return the SHA-256 the payload's list gives for each path."""
    lines = (folder / LIST).read_text(encoding="utf-8").splitlines()
    return {path: digest for digest, _, path in (line.partition(" *") for line in lines)}


def write_list(folder: Path) -> None:
    """Write the list of everything in ``folder``, sorted."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != LIST)
    lines = [f"{sha256(path)} *{path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / LIST).write_text("".join(lines), encoding="utf-8", newline="\n")


def differences(folder: Path) -> list[str]:
    """Return a line for each file that is changed, missing or too many in a payload or an installed program."""
    wanted = listed(folder)
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {LIST}
    findings = [f"missing: {path}" for path in wanted.keys() - present]
    findings += [f"not listed: {path}" for path in present - wanted.keys()]
    findings += [f"changed: {path}" for path in wanted.keys() & present if sha256(folder / path) != wanted[path]]
    return sorted(findings)


def check_runtime(folder: Path, part: str = "files") -> int:
    """Verify every file of the Python runtime against the audited hashes, and its signatures; return how many of those.

    The standard library's archive and the licence carry none: their hashes were audited once (README.md). Raises
    :class:`BuildError`.
    """
    with tempfile.TemporaryDirectory() as place:
        roots = Path(place, "roots.pem")
        system = SYSTEM_ROOTS.read_text(encoding="utf-8") if SYSTEM_ROOTS.is_file() else ""
        roots.write_text(system + (INPUTS / "roots.pem").read_text(encoding="utf-8"), encoding="utf-8")
        signed = 0
        for name, digest in runtime()[part].items():
            path = folder / name
            if sha256(path) != digest:
                raise BuildError(f"the runtime's {name} is not the file that was audited")
            if path.suffix in {".dll", ".pyd", ".exe"}:
                check_signature(path, roots)
                signed += 1
    return signed


def check_signature(path: Path, roots: Path) -> None:
    """Verify that the Python Software Foundation signed a file. Raises :class:`BuildError`."""
    # Without the -ignore options osslsigncode tries to fetch revocation lists from the network.
    command = ["osslsigncode", "verify", "-ignore-cdp", "-ignore-crl", "-CAfile", str(roots)]
    command += ["-TSA-CAfile", str(roots), "-in", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    except FileNotFoundError as error:
        raise BuildError("osslsigncode is missing; `python3 dev.py installer` installs what is needed") from error
    signer = done.stdout.partition("Signer #0")[2].partition("Issuer")[0]
    if done.returncode or SIGNER not in signer:
        raise BuildError(f"{path.name} is not signed by the Python Software Foundation:\n{done.stdout[-800:]}")


def main() -> int:
    """Audit an unpacked payload, or the ``app`` folder of an installation, and return the exit code."""
    parser = argparse.ArgumentParser(prog="installer.audit", description=main.__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    findings = differences(folder)
    for finding in findings:
        say(finding)
    if findings:
        return 1
    say(f"{len(listed(folder))} files as listed, {check_runtime(folder)} signed by the Python Software Foundation")
    return 0


if __name__ == "__main__":
    main_guard(main)
