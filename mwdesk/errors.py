"""The errors MWDesk raises on purpose; anything else is a defect.

Each package maps foreign exceptions to these at its own border, with ``from``. ``retry_helps`` is a property of
the class, so that no caller decides by text. ``str()`` is a plain English sentence for logs; the window words an error
in the operator's language by its class and code.
"""

from __future__ import annotations


class MwDeskError(Exception):
    """Base of every expected error."""

    retry_helps = False


class ProtocolError(MwDeskError):
    """Bytes that break the gateway's protocol."""


class LocalProtocolError(ProtocolError):
    """We were about to send something the protocol cannot carry; nothing was sent."""


class EmptyFieldError(LocalProtocolError):
    """A field that must be filled is empty (the manual's -1)."""


class FieldTooLongError(LocalProtocolError):
    """A phone, password, text or list is longer than the gateway takes (the manual's -2)."""


class ForbiddenCharacterError(LocalProtocolError):
    """A field holds a character the wire cannot carry there."""


class RemoteProtocolError(ProtocolError):
    """The other side sent something that is not the protocol; the connection is of no further use."""

    retry_helps = True


class GatewayError(MwDeskError):
    """The gateway answered ``ER,<code>`` (component manual, table 1)."""

    def __init__(self, code: int, detail: str = "") -> None:
        super().__init__(f"the gateway refused the request with error {code}")
        self.code = code
        self.detail = detail


class TransportError(MwDeskError):
    """The link to the gateway failed; the connection is closed."""

    retry_helps = True


class NameResolutionError(TransportError):
    """The gateway's host name could not be resolved (the manual's -3)."""


class ConnectError(TransportError):
    """No TCP connection could be made (the manual's -5)."""


class LocalSocketError(ConnectError):
    """This computer could not even make a socket: it is out of handles or memory (the manual's -4)."""


class ProxyError(TransportError):
    """Base of what goes wrong on the way through a proxy."""


class ProxyUnreachableError(ProxyError):
    """No TCP connection to the proxy itself, or what answers there is no proxy of this kind."""


class ProxyRefusedError(ProxyError):
    """The proxy does not let us through: its user name or password, or its rules."""


class ProxyTargetError(ProxyError):
    """The proxy took us but could not reach the gateway."""


class TlsError(TransportError):
    """The gateway's certificate is not the one of its name, or TLS failed altogether."""


class HttpStatusError(TransportError):
    """An HTTP answer without a result line; ``status`` is its code."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the HTTP gateway answered with status {status} and no result line")
        self.status = status


class GreetingError(TransportError):
    """Connected, but what answers is no gateway."""


class GreetingTimeoutError(GreetingError):
    """Connected, but nothing greets (the manual's -6)."""


class ReplyTimeoutError(TransportError):
    """A request was written and no answer came in time: nobody knows whether it took effect (the manual's -3, -4)."""


class LoginTimeoutError(ReplyTimeoutError):
    """The login was written and no answer came in time (the manual's -7)."""


class NotConnectedError(TransportError):
    """The connection was already closed: nothing was written."""


class LinkLostError(TransportError):
    """The connection ended while a request was under way (the manual's -999)."""


class StoreError(MwDeskError):
    """The local database cannot be read or written."""


class NewerStoreError(StoreError):
    """The database was written by a newer MWDesk."""


class WrongKeyError(StoreError):
    """The database is encrypted with another key, or with none; the file was not touched."""


class KeyMissingError(WrongKeyError):
    """The database is encrypted and the keyring does not have its key: a person must unlock it."""


class ProtectionNeededError(StoreError):
    """There is no database yet and no keyring to keep its key: a person must choose a pass-phrase, or a plain file."""


class DamagedStoreError(StoreError):
    """The database's content is broken; a backup has to be restored."""


class NoBackupError(StoreError):
    """A file that was to be restored is no backup, or a damaged one; the messages themselves are untouched."""


class ReadOnlyStoreError(StoreError):
    """The database's file or folder may not be written."""


class StoreFullError(StoreError):
    """The disk has no room for what was to be stored."""

    retry_helps = True


class LockedStoreError(StoreError):
    """Another program holds the database."""

    retry_helps = True


class ExportError(MwDeskError):
    """The file that was to be exported cannot be written; what was there before is untouched."""


class ExportFullError(ExportError):
    """The disk has no room for the exported file."""


class ExportRefusedError(ExportError):
    """The exported file may not be written there: rights, or another program has it open."""


class CredentialError(MwDeskError):
    """The operating system's keyring refused or is missing."""


class ImportFileError(MwDeskError):
    """A file cannot be read, or holds nothing of what was looked for."""


class ImportUnreadableError(ImportFileError):
    """The operating system does not hand the file out."""


class ImportTooBigError(ImportFileError):
    """The file is bigger, or has more rows, than anybody's list of customers."""


class ImportKindError(ImportFileError):
    """The file is no table, or a damaged, protected or old one."""


class NoNumbersError(ImportFileError):
    """No column of the file holds phone numbers."""


class SettingsError(MwDeskError):
    """The settings file cannot be read or written."""
