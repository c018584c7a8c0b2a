"""Puts something real behind every path parameter, so that a fuzzer gets past the 404s.

Usage: fuzz_world.py CONFIG. Writes the fuzzer's configuration there and prints a token. The sandbox is at $API and $PORTAL.
"""
import json
import os
import sys
import time
import urllib.error
import urllib.request

import yaml

API, PORTAL = os.environ["API"] + "/api/v1", os.environ["PORTAL"] + "/operator/v1/merchants"
OPERATOR = os.environ["RALIO_OPERATOR_KEY"]


def call(url, body=None, key=None, method="POST"):
    headers = {"Content-Type": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    data = None if method == "GET" else json.dumps(body or {}).encode()
    return json.load(urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method)))


def first_merchant():
    for _ in range(100):
        try:
            return call(PORTAL, {"name": "Fuzzed", "apiKey": {}}, OPERATOR)
        except urllib.error.URLError:
            time.sleep(0.05)
    sys.exit("the sandbox does not come up")


def fixture(name):
    with open(f"fixtures/{name}.yaml") as file:
        return yaml.safe_load(file)


made = first_merchant()
merchant, key = f"{PORTAL}/{made['id']}", made["apiKey"]
token = call(f"{API}/auth/login", {"api_code": key["apiCode"], "api_key": key["apiKey"]})["token"]


def operate(path, body=None, method="POST"):
    return call(merchant + path, body, OPERATOR, method)


def ask(path, body=None, method="POST"):
    return call(API + path, body, token, method)


def euros(amount):
    return {"currency": "EUR", "amount": amount}


def simulate(kind, currency="EUR"):
    amount = {"currency": currency, "amount": 9_000_000_000}
    return operate("/simulated-payins", {"accountId": aid, "type": kind, "amount": amount, "outcome": "SETTLE"})["id"]


uid = ask("/account/individual-users", fixture("users/ana"))["id"]
sid = ask(f"/account/users/{uid}/identity-verifications")["id"]
operate(f"/kyc-sessions/{sid}/approve")
account = f"/account/users/{uid}/accounts"
aid = ask(account, {"currency": "EUR", "label": "Main"})["id"]
other = ask(account, {"currency": "EUR", "label": "Savings"})["id"]
account = f"{account}/{aid}"
vid = ask(f"{account}/virtual-ibans", {"name": "vIBAN Ana", "rail": "SEPA"})["id"]
operate(f"/virtual-ibans/{vid}/activate")
orders = {"bank-payins": simulate("BANK"), "crypto-payins": simulate("CRYPTO", "USDC"), "card-payins": simulate("CARD")}
operate("/settings", {"holdPayouts": True}, "PATCH")
iban = {"iban": "DE89370400440532013000", "accountHolder": "Bruno", "bankName": "Bank"}
wallet = {"address": "0x52908400098527886E0F7030069857D2E4169EE7", "network": "ETHEREUM", "currency": "USDC"}
payout = {"origin": euros(5000), "reference": "fuzz", "code2fa": "123456"}
orders["bank-payouts"] = ask(f"{account}/bank-payouts", {**payout, "recipient": iban})["id"]
orders["crypto-payouts"] = ask(f"{account}/crypto-payouts", {**payout, "recipient": wallet})["id"]
orders["transfers"] = ask(f"{account}/transfers", {**payout, "recipient": {"accountId": other}})["id"]
tid = ask(f"{account}/transactions", method="GET")[0]["id"]
own = ask("/merchant/user/accounts", method="GET")[0]["id"]
company = ask("/account/business-user", fixture("businesses/acme"))["id"]
kyb = ask(f"/account/business-user/{company}/kyb-sessions")["id"]

parameters = {"uid": uid, "sid": sid, "aid": aid, "vid": vid, "oid": orders["bank-payins"], "tid": tid}
operations = {f"/account/{kind}/": {"oid": order} for kind, order in orders.items()}
operations["/merchant/user/accounts/"] = {"aid": own}
operations["/account/business-user"] = {"uid": company, "sid": kyb}


def lines(values):
    return "".join(f'"path.{name}" = "{value}"\n' for name, value in values.items())


with open(sys.argv[1], "w") as config:
    config.write("[parameters]\n" + lines(parameters))
    for path, values in operations.items():
        config.write(f'\n[[operations]]\ninclude-path-regex = "{path}"\n[operations.parameters]\n' + lines(values))
print(token)
