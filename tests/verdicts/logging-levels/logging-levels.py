"""Diagnostics through the logging module, on stderr, with times."""
import logging
import sys

logging.basicConfig(level=logging.INFO, stream=sys.stderr,
                    format="%(asctime)s %(levelname)s %(name)s: %(message)s")
log = logging.getLogger("mill")


def grind(amounts):
    flour = 0
    for i, amount in enumerate(amounts):
        if amount < 0:
            log.warning("amount %d of bag %d ignored", amount, i)
            continue
        if amount > 990:
            log.info("bag %d is heavy: %d", i, amount)
        flour += amount * 3 // 4
    return flour


amounts = [(i * 523 + 11) % 1013 - 5 for i in range(4000)]
log.info("start with %d bags", len(amounts))
print("flour:", grind(amounts))
print("rest:", sum(amounts) % 97)
log.debug("never shown")
log.error("out of bags")
