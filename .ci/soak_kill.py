"""Kills a sandbox on disk under load, again and again, and counts the acknowledged changes that are lost.

Usage: soak_kill.py [ROUNDS]
"""
import http.client
import random
import shutil
import subprocess
import sys
import threading
import time

from soak_kit import BIN, Caller, Merchant, Sandbox, demand

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
WORKERS = 8
# The rounds with one book.
ROUNDS_OF_BOOK = 50
DATA = "target/soak/data"
ORDERS = "/api/v1/account/orders"
# The money that both accounts begin with.
WHOLE = 18_000_000_000


def pay(caller, merchant, offset, acknowledged, faults):
    """Makes payments until the sandbox is gone."""
    number = offset
    while True:
        try:
            status, answer = caller.call("POST", *merchant.payment(number))
        except (OSError, http.client.HTTPException, ValueError):
            return
        if status == 201:
            acknowledged.append(answer["id"])
        else:
            faults.append(f"a payment was answered {status}: {answer}")
        number += 1


def verify():
    """The file and the books must be sound."""
    done = subprocess.run([f"{BIN}/ralio-sandbox", "verify", "--data", DATA], capture_output=True, text=True, check=False)
    demand(done.returncode == 0, f"verify: {done.stdout}{done.stderr}")


def lost_of(caller, acknowledged):
    """The number of acknowledged orders that are not there, completed."""
    return sum(caller.call("GET", f"{ORDERS}/{one}")[1].get("state") != "COMPLETED" for one in acknowledged)


def all_orders(caller):
    """The ids of all completed orders, and the number of payouts among them."""
    ids, payouts, page = set(), 0, 1
    while page:
        answer = caller.must("GET", f"{ORDERS}?page={page}&pageSize=100")
        done = [one for one in answer["orders"] if one["state"] == "COMPLETED"]
        ids.update(one["id"] for one in done)
        payouts += sum(one["type"] == "BANK_PAY_OUT" for one in done)
        page = answer["pagination"]["next"] and page + 1
    return ids, payouts


def check_money(caller, merchant, payouts):
    """What the accounts hold and what was paid out is what they began with."""
    held = sum(caller.must("GET", one)["balance"] for one in merchant.accounts)
    demand(held + payouts == WHOLE, f"the accounts hold {held} after {payouts} payouts, of {WHOLE}")


def killed_round(sandbox, merchant, chance):
    """Makes payments and kills the sandbox meanwhile; gives the ids of those that were acknowledged, and other answers."""
    token, acknowledged, faults = merchant.token(sandbox), [], []
    callers = [Caller(sandbox.api, token) for _ in range(WORKERS)]
    arguments = [(caller, merchant, place, acknowledged, faults) for place, caller in enumerate(callers)]
    workers = [threading.Thread(target=pay, args=given) for given in arguments]
    for worker in workers:
        worker.start()
    time.sleep(chance.uniform(0.02, 0.3))
    sandbox.end(kill=True)
    for worker in workers:
        worker.join()
    return acknowledged, faults


def kill_often(rounds, begun_with, chance):
    """Kills a sandbox with a new book, starts it again and compares, round after round; gives the number of payments."""
    shutil.rmtree(DATA, ignore_errors=True)
    sandbox = Sandbox("--data", DATA)
    merchant, total = Merchant(sandbox), []
    for number in range(begun_with + 1, begun_with + rounds + 1):
        acknowledged, faults = killed_round(sandbox, merchant, chance)
        demand(not faults, f"round {number}: {faults[:1]}")
        verify()
        sandbox = Sandbox("--data", DATA)
        verify()
        caller = Caller(sandbox.api, merchant.token(sandbox))
        lost = lost_of(caller, acknowledged)
        demand(lost == 0, f"round {number}: {lost} of {len(acknowledged)} acknowledged payments are lost")
        total += acknowledged
    ids, payouts = all_orders(caller)
    lost = len(set(total) - ids)
    demand(lost == 0, f"{lost} acknowledged payments of earlier rounds are lost")
    check_money(caller, merchant, payouts)
    sandbox.end()
    return len(total)


def main():
    """Kills and compares. Each round checks the whole book, so a new one begins now and then."""
    chance, begun, total = random.Random(1), time.monotonic(), 0
    for first in range(0, ROUNDS, ROUNDS_OF_BOOK):
        rounds = min(ROUNDS_OF_BOOK, ROUNDS - first)
        total += kill_often(rounds, first, chance)
        print(f"{first + rounds} rounds, {total} acknowledged payments, 0 lost", flush=True)
    took = time.monotonic() - begun
    print(f"kill: {ROUNDS} rounds in {took:.0f} s, {total} acknowledged payments, 0 lost, books right after each")


if __name__ == "__main__":
    main()
