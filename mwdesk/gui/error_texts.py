"""What each error says to the operator, by its class; a class without texts has those of its parent."""

from __future__ import annotations

from mwdesk import errors
from mwdesk.gui.gateway_errors import QT_TRANSLATE_NOOP

ERROR_TEXTS: dict[type[BaseException], tuple[str, str]] = {
    errors.LocalProtocolError: (
        QT_TRANSLATE_NOOP("Wording", "This cannot be sent as it is"),
        QT_TRANSLATE_NOOP("Wording", "Nothing went out. Change it and send again."),
    ),
    errors.EmptyFieldError: (
        QT_TRANSLATE_NOOP("Wording", "Something that must be filled in is empty"),
        QT_TRANSLATE_NOOP("Wording", "Nothing went out. Fill it in and try again."),
    ),
    errors.FieldTooLongError: (
        QT_TRANSLATE_NOOP("Wording", "Something is longer than the gateway takes"),
        QT_TRANSLATE_NOOP("Wording", "Nothing went out. Shorten it and try again."),
    ),
    errors.ForbiddenCharacterError: (
        QT_TRANSLATE_NOOP("Wording", "A character cannot be carried to the gateway"),
        QT_TRANSLATE_NOOP("Wording", "Nothing went out. Take the character out and try again."),
    ),
    errors.RemoteProtocolError: (
        QT_TRANSLATE_NOOP("Wording", "The gateway answered something that cannot be understood"),
        QT_TRANSLATE_NOOP(
            "Wording",
            "The connection was closed to be safe. Try again; if it stays, copy the diagnosis and report it.",
        ),
    ),
    errors.NameResolutionError: (
        QT_TRANSLATE_NOOP("Wording", "The gateway's name was not found"),
        QT_TRANSLATE_NOOP(
            "Wording", "There is no way to the gateway. Check the network and the gateway's address, then try again."
        ),
    ),
    errors.ConnectError: (
        QT_TRANSLATE_NOOP("Wording", "No connection to the gateway"),
        QT_TRANSLATE_NOOP(
            "Wording", "Nothing answers at its address. Check network, firewall, address and port, then try again."
        ),
    ),
    errors.LocalSocketError: (
        QT_TRANSLATE_NOOP("Wording", "This computer cannot make a connection"),
        QT_TRANSLATE_NOOP(
            "Wording", "It has run out of memory or network handles. Close other programs, or restart the computer."
        ),
    ),
    errors.ProxyUnreachableError: (
        QT_TRANSLATE_NOOP("Wording", "No proxy of this kind answers"),
        QT_TRANSLATE_NOOP(
            "Wording",
            "The gateway was not even tried. Check the proxy's kind, address and port; your network's administrator "
            "knows them.",
        ),
    ),
    errors.ProxyRefusedError: (
        QT_TRANSLATE_NOOP("Wording", "The proxy does not let us through"),
        QT_TRANSLATE_NOOP(
            "Wording",
            "Its user name or password is wrong, or its rules forbid the gateway. Check both, then ask your network's "
            "administrator to allow the gateway's address and port.",
        ),
    ),
    errors.ProxyTargetError: (
        QT_TRANSLATE_NOOP("Wording", "The proxy answers but does not reach the gateway"),
        QT_TRANSLATE_NOOP(
            "Wording",
            "The way to the proxy is fine. Check the gateway's address and port; if they are right, ask your "
            "network's administrator.",
        ),
    ),
    errors.TlsError: (
        QT_TRANSLATE_NOOP("Wording", "No encrypted connection came about"),
        QT_TRANSLATE_NOOP(
            "Wording",
            "What answers there does not speak TLS, or its certificate is not for this address, so no password was "
            "sent. Ask the platform's support whether this port is encrypted.",
        ),
    ),
    errors.HttpStatusError: (
        QT_TRANSLATE_NOOP("Wording", "The HTTP gateway answered with an error page"),
        QT_TRANSLATE_NOOP(
            "Wording",
            "A web server answers there, but not as a gateway. Check address and port; if they are right, try again "
            "later.",
        ),
    ),
    errors.GreetingTimeoutError: (
        QT_TRANSLATE_NOOP("Wording", "Connected, but nothing greets there"),
        QT_TRANSLATE_NOOP(
            "Wording",
            "Address or port belong to something else, or a firewall swallows what the gateway says. Check both; "
            "where only web pages are allowed, use the HTTP tunnel.",
        ),
    ),
    errors.LoginTimeoutError: (
        QT_TRANSLATE_NOOP("Wording", "The gateway did not answer the sign-in"),
        QT_TRANSLATE_NOOP(
            "Wording", "Whether the password is right is not known. Try again; if it stays, ask the platform's support."
        ),
    ),
    errors.GreetingError: (
        QT_TRANSLATE_NOOP("Wording", "Connected, but no gateway answers there"),
        QT_TRANSLATE_NOOP(
            "Wording",
            "Address or port belong to something else, or the gateway is out of order. Check both, then try again.",
        ),
    ),
    errors.ReplyTimeoutError: (
        QT_TRANSLATE_NOOP("Wording", "The gateway did not answer in time"),
        QT_TRANSLATE_NOOP(
            "Wording", "Nobody knows whether it took effect. Check before you repeat it: it could happen twice."
        ),
    ),
    errors.LinkLostError: (
        QT_TRANSLATE_NOOP("Wording", "The connection to the gateway was lost"),
        QT_TRANSLATE_NOOP(
            "Wording", "Nobody knows whether what was under way took effect. Check before you repeat it."
        ),
    ),
    errors.NotConnectedError: (
        QT_TRANSLATE_NOOP("Wording", "There is no connection to the gateway"),
        QT_TRANSLATE_NOOP("Wording", "Nothing was sent. Try again once it is back."),
    ),
    errors.TransportError: (
        QT_TRANSLATE_NOOP("Wording", "The connection to the gateway failed"),
        QT_TRANSLATE_NOOP("Wording", "There is no way to the gateway. Check the network, then try again."),
    ),
    errors.ProtocolError: (
        QT_TRANSLATE_NOOP("Wording", "The conversation with the gateway broke its rules"),
        QT_TRANSLATE_NOOP(
            "Wording",
            "The connection was closed to be safe. Try again; if it stays, copy the diagnosis and report it.",
        ),
    ),
    errors.NewerStoreError: (
        QT_TRANSLATE_NOOP("Wording", "The messages were written by a newer MWDesk"),
        QT_TRANSLATE_NOOP(
            "Wording", "This version leaves them alone so as not to damage them. Update MWDesk and start it."
        ),
    ),
    errors.WrongKeyError: (
        QT_TRANSLATE_NOOP("Wording", "The messages on this computer are locked with another key"),
        QT_TRANSLATE_NOOP(
            "Wording",
            "Nothing was changed. Bring back the key in this computer's password store, or restore a backup.",
        ),
    ),
    errors.KeyMissingError: (
        QT_TRANSLATE_NOOP("Wording", "The key of the messages on this computer is missing"),
        QT_TRANSLATE_NOOP(
            "Wording", "Nothing was changed. Type the pass-phrase or the recovery key, or restore a backup."
        ),
    ),
    errors.ProtectionNeededError: (
        QT_TRANSLATE_NOOP("Wording", "There is nothing yet to protect the messages on this computer with"),
        QT_TRANSLATE_NOOP("Wording", "Nothing was stored. Choose a pass-phrase, or keep the messages readable."),
    ),
    errors.DamagedStoreError: (
        QT_TRANSLATE_NOOP("Wording", "The messages on this computer are damaged"),
        QT_TRANSLATE_NOOP("Wording", "Not all of them can be read. Restore a backup."),
    ),
    errors.NoBackupError: (
        QT_TRANSLATE_NOOP("Wording", "This file is no backup of MWDesk, or a damaged one"),
        QT_TRANSLATE_NOOP("Wording", "Your messages are as they were. Choose another file."),
    ),
    errors.ReadOnlyStoreError: (
        QT_TRANSLATE_NOOP("Wording", "The messages on this computer may not be written"),
        QT_TRANSLATE_NOOP("Wording", "Nothing new can be stored. Check the rights of their folder, then try again."),
    ),
    errors.StoreFullError: (
        QT_TRANSLATE_NOOP("Wording", "The disk is full"),
        QT_TRANSLATE_NOOP("Wording", "What was done last was not saved. Make room, then try again."),
    ),
    errors.LockedStoreError: (
        QT_TRANSLATE_NOOP("Wording", "Another program holds the messages on this computer"),
        QT_TRANSLATE_NOOP("Wording", "Nothing was changed. Close the other program, then try again."),
    ),
    errors.StoreError: (
        QT_TRANSLATE_NOOP("Wording", "The messages on this computer cannot be read or written"),
        QT_TRANSLATE_NOOP(
            "Wording",
            "What was done last may not be saved. Check that the disk has room and can be written to, then try again.",
        ),
    ),
    errors.ExportFullError: (
        QT_TRANSLATE_NOOP("Wording", "The disk has no room for the file"),
        QT_TRANSLATE_NOOP("Wording", "What was there before is unchanged. Make room, or choose another disk."),
    ),
    errors.ExportRefusedError: (
        QT_TRANSLATE_NOOP("Wording", "The file may not be written there"),
        QT_TRANSLATE_NOOP(
            "Wording",
            "What was there before is unchanged. Close the program that has it open, or choose another folder.",
        ),
    ),
    errors.ExportError: (
        QT_TRANSLATE_NOOP("Wording", "The file could not be written"),
        QT_TRANSLATE_NOOP("Wording", "What was there before is unchanged. Check the folder, or choose another one."),
    ),
    errors.ImportUnreadableError: (
        QT_TRANSLATE_NOOP("Wording", "The file cannot be read"),
        QT_TRANSLATE_NOOP(
            "Wording", "Nothing was changed. Close the program that has it open, or see whether it is still there."
        ),
    ),
    errors.ImportTooBigError: (
        QT_TRANSLATE_NOOP("Wording", "The file is too big to be imported in one go"),
        QT_TRANSLATE_NOOP(
            "Wording", "Nothing was changed. Split it into files of at most 200,000 rows and 20 MB, one after another."
        ),
    ),
    errors.ImportKindError: (
        QT_TRANSLATE_NOOP("Wording", "The file is no table that can be read here"),
        QT_TRANSLATE_NOOP(
            "Wording",
            "Nothing was changed. It may be damaged, have a password, or come from an old Excel (.xls). Save it as "
            "xlsx or CSV without a password, then choose it again.",
        ),
    ),
    errors.NoNumbersError: (
        QT_TRANSLATE_NOOP("Wording", "No column of the file holds phone numbers"),
        QT_TRANSLATE_NOOP(
            "Wording",
            "Nothing was changed. Put the numbers in one column and the names in another, then choose it again.",
        ),
    ),
    errors.ImportFileError: (
        QT_TRANSLATE_NOOP("Wording", "The file cannot be imported"),
        QT_TRANSLATE_NOOP(
            "Wording", "Nothing was changed. Check that it is the right file, and that it opens elsewhere."
        ),
    ),
    errors.CredentialError: (
        QT_TRANSLATE_NOOP("Wording", "The system's password store is not available"),
        QT_TRANSLATE_NOOP(
            "Wording",
            "The password is not remembered and will be asked for again. To have it remembered, unlock the "
            "store and sign in again.",
        ),
    ),
    errors.SettingsError: (
        QT_TRANSLATE_NOOP("Wording", "The settings cannot be read or written"),
        QT_TRANSLATE_NOOP(
            "Wording",
            "What was chosen holds until MWDesk is closed. Check that the disk has room and can be written "
            "to, then choose again.",
        ),
    ),
    Exception: (
        QT_TRANSLATE_NOOP("Wording", "Something unexpected happened"),
        QT_TRANSLATE_NOOP("Wording", "It may not have been carried out. Copy the diagnosis and report it."),
    ),
}
"""What happened, without a full stop; then what it means and what to do."""
