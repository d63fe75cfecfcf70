"""Send what the store says is pending, in order, one at a time; never anything twice by itself."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime

from mwdesk.domain.message import Message
from mwdesk.errors import GatewayError, LocalProtocolError, MwDeskError
from mwdesk.gateway.client import GatewayClient
from mwdesk.store.store import Changes, Store

logger = logging.getLogger(__name__)

LOST_BEFORE_ANSWER = "LOST"
"""Reason of an unknown outcome: no answer came."""
NOT_SENDABLE = "LOCAL"
"""Reason of a failure: the text or number cannot be carried."""


def refusal_reason(error: GatewayError) -> str:
    """Return the stored reason of a refusal: ``ER:<code>``."""
    return f"ER:{error.code}"


class _WithdrawnError(MwDeskError):
    """The operator took the message back while it waited for its turn."""


class Outbox:
    """The queue is the store's PENDING rows; this only empties it while there is a connection."""

    def __init__(self, store: Store, publish: Callable[[Changes], None]) -> None:
        self._store = store
        self._publish = publish
        self._work = asyncio.Event()

    def wake(self) -> None:
        """Say that the store has something new to send."""
        self._work.set()

    async def run(self, client: GatewayClient, sent: Callable[[], None]) -> None:
        """Send until the link fails; ``sent`` is called after each message the gateway took."""
        while True:
            self._work.clear()
            while (message := self._store.next_pending()) is not None:
                if await self._send(client, message):
                    sent()
            await self._work.wait()

    async def _send(self, client: GatewayClient, message: Message) -> bool:
        marked = False

        def mark_sending() -> None:
            nonlocal marked
            changes = self._store.mark_sending(message.row_id, _now())
            if not changes.changed:
                raise _WithdrawnError("taken back")
            marked = True
            self._publish(changes)

        try:
            message_id = await client.send(message.phone, message.text, mark_sending)
        except _WithdrawnError:
            return False
        except GatewayError as error:
            logger.info("the gateway refused a message to %s: %d", message.phone.masked, error.code)
            self._publish(self._store.mark_failed(message.row_id, refusal_reason(error), _now()))
            return False
        except LocalProtocolError:
            self._publish(self._store.mark_failed(message.row_id, NOT_SENDABLE, _now()))
            return False
        except BaseException:
            if marked:  # written, perhaps taken: only a person may decide to send it again
                self._publish(self._store.mark_unknown(message.row_id, _now(), LOST_BEFORE_ANSWER))
            raise
        self._publish(self._store.mark_sent(message.row_id, message_id, _now()))
        return True


def _now() -> datetime:
    return datetime.now(UTC)
