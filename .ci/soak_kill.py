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


def main():
    """Kills, starts again and compares, round after round."""
    shutil.rmtree(DATA, ignore_errors=True)
    chance, begun, total = random.Random(1), time.monotonic(), []
    sandbox = Sandbox("--data", DATA)
    merchant = Merchant(sandbox)
    for number in range(1, ROUNDS + 1):
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
        demand(not faults, f"round {number}: {faults[:1]}")
        verify()
        sandbox = Sandbox("--data", DATA)
        verify()
        caller = Caller(sandbox.api, merchant.token(sandbox))
        lost = lost_of(caller, acknowledged)
        demand(lost == 0, f"round {number}: {lost} of {len(acknowledged)} acknowledged payments are lost")
        total += acknowledged
        if number % 50 == 0:
            print(f"{number} rounds, {len(total)} acknowledged payments, 0 lost", flush=True)
    ids, payouts = all_orders(caller)
    lost = len(set(total) - ids)
    demand(lost == 0, f"{lost} acknowledged payments of earlier rounds are lost")
    check_money(caller, merchant, payouts)
    sandbox.end()
    took = time.monotonic() - begun
    print(f"kill: {ROUNDS} rounds in {took:.0f} s, {len(total)} acknowledged payments, 0 lost, books right after each")


if __name__ == "__main__":
    main()
