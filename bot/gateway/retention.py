"""Erases what is due, by itself, for as long as the gateway runs."""

from __future__ import annotations

import asyncio

import structlog
from starlette.concurrency import run_in_threadpool

from bot.store.engine import StoreError
from bot.store.retention import Retention

SECONDS_BETWEEN_PURGES = 60

log = structlog.get_logger()


async def keep_purging(retention: Retention) -> None:
    """Erases what has expired, and again whenever more may have, until it is cancelled."""
    while True:
        try:
            await run_in_threadpool(retention.purge)
        except StoreError as error:
            log.error("what is due could not be erased", reason=str(error))
        await asyncio.sleep(SECONDS_BETWEEN_PURGES)
