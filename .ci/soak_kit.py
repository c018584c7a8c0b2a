"""Parts that the soaks share: a sandbox process, a merchant, requests."""
import atexit
import http.client
import json
import os
import secrets
import subprocess
import sys

BIN = os.environ["SOAK_BIN"]
KEY = secrets.token_hex(16)
JSON = {"Content-Type": "application/json"}
PERSON = {
    "name": "Ana", "surname": "Torres Vidal", "email": "ana.torres@example.com", "phoneNumber": "+34612345678",
    "phoneNumberCountry": "ES", "birthdate": "1990-05-15", "birthCountry": "ES", "nationality": "ES",
    "documentType": "NATIONAL_ID", "documentNumber": "12345678Z", "address": "Calle de Alcalá 45", "city": "Madrid",
    "province": "Madrid", "postalCode": "28014", "country": "ES", "activity": "SALES_MANAGER",
    "employmentStatus": "EMPLOYED", "professionalSector": "Retail", "sourceOfFunds": "SALARY",
    "estimatedAnnualIncome": 42000, "estimatedAnnualTransactionVolume": 18000, "estimatedNetWorth": 95000,
    "isPublicOffice": False, "hasPepCloseAssociate": False, "termsAndConditionsAccepted": True,
}


def demand(holds, what):
    """Ends the soak if something does not hold."""
    if not holds:
        sys.exit(f"soak: {what}")


class Sandbox:
    """A sandbox process on free ports; in memory without a directory."""

    def __init__(self, *options):
        command = [f"{BIN}/ralio-sandbox", "--api-addr", "127.0.0.1:0", "--portal-addr", "127.0.0.1:0", *options]
        environment = {**os.environ, "RALIO_OPERATOR_KEY": KEY}
        with open("target/soak/sandbox.log", "ab") as log:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, env=environment, text=True)
        # A soak that ends in the middle leaves no process behind.
        atexit.register(self.process.kill)
        printed = {}
        for line in self.process.stdout:
            if line.strip() == "ready":
                break
            what, _, value = line.partition("  ")
            printed[what] = value.strip()
        demand("API" in printed, "the sandbox does not start; see target/soak/sandbox.log")
        self.api = printed["API"].removeprefix("http://").rstrip("/")
        self.portal = printed["Portal"].removeprefix("http://").rstrip("/")

    def peak_mib(self):
        """The most memory that the process has used."""
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as status:
            return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM:"))

    def end(self, *, kill=False):
        """Ends the process, at once or as people do."""
        (self.process.kill if kill else self.process.terminate)()
        return self.process.wait()


class Caller:
    """A client with one kept connection to an address."""

    def __init__(self, address, bearer=None, source=None):
        host, _, port = address.rpartition(":")
        self.connection = http.client.HTTPConnection(host, int(port), timeout=90, source_address=source and (source, 0))
        self.headers = {**JSON, "Authorization": f"Bearer {bearer}"} if bearer else JSON

    def call(self, method, path, body=None):
        """The status and the body of an answer."""
        self.connection.request(method, path, None if body is None else json.dumps(body), self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else None

    def must(self, method, path, body=None):
        """The body of an answer that must be a success."""
        status, answer = self.call(method, path, body)
        demand(status < 300, f"{method} {path} was answered {status}: {answer}")
        return answer


class Merchant:
    """A merchant with a verified user who has two accounts, the first one with money."""

    def __init__(self, sandbox):
        operator = Caller(sandbox.portal, KEY)
        made = operator.must("POST", "/operator/v1/merchants", {"name": "Soaked", "apiKey": {}})
        self.path, self.key = f"/operator/v1/merchants/{made['id']}", made["apiKey"]
        caller = Caller(sandbox.api, self.token(sandbox))
        user = caller.must("POST", "/api/v1/account/individual-users", PERSON)["id"]
        session = caller.must("POST", f"/api/v1/account/users/{user}/identity-verifications")["id"]
        operator.must("POST", f"{self.path}/kyc-sessions/{session}/approve")
        accounts = f"/api/v1/account/users/{user}/accounts"
        ids = [caller.must("POST", accounts, {"currency": "EUR", "label": label})["id"] for label in ("A", "B")]
        self.accounts = [f"{accounts}/{one}" for one in ids]
        self.ids = ids
        for one in ids:
            money = {"currency": "EUR", "amount": 9_000_000_000}
            payin = {"accountId": one, "type": "BANK", "amount": money, "outcome": "SETTLE"}
            operator.must("POST", f"{self.path}/simulated-payins", payin)

    def token(self, sandbox):
        """A new token."""
        body = {"api_code": self.key["apiCode"], "api_key": self.key["apiKey"]}
        return Caller(sandbox.api).must("POST", "/api/v1/auth/login", body)["token"]

    def payment(self, number):
        """The path and body of a payment of one cent: two transfers, then a payout."""
        body = {"origin": {"currency": "EUR", "amount": 1}, "reference": "soak", "code2fa": "123456"}
        origin = number % 2
        if number % 3 == 2:
            recipient = {"iban": "DE89370400440532013000", "accountHolder": "Bruno", "bankName": "Bank"}
            return f"{self.accounts[origin]}/bank-payouts", {**body, "recipient": recipient}
        return f"{self.accounts[origin]}/transfers", {**body, "recipient": {"accountId": self.ids[1 - origin]}}
