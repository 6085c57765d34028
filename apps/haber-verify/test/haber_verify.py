"""A second implementation of haber-verify, for the tests: written from docs/reference/export-format.md alone, in another
language, with nothing but Python's standard library, which has no Ed25519: RFC 8032, section 5.1.7, stands below.
Usage: haber_verify.py <file> <base64 of the trusted key>. Prints {"ok", "revision", "why"}; exit code 0, 1 or 2."""
import base64
import hashlib
import json
import re
import sys

# Ed25519 (RFC 8032)
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def decompress(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        raise ValueError("no point")
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * SQRT_M1 % P
    if (x * x - x2) % P != 0 or (x == 0 and sign == 1):
        raise ValueError("no point")
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signature(key, message, signature):
    if len(key) != 32 or len(signature) != 64:
        return False
    try:
        a, r = decompress(key), decompress(signature[:32])
    except ValueError:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = multiply(s, BASE), add(r, multiply(h, a))
    same = lambda i: (left[i] * right[2] - right[i] * left[2]) % P == 0
    return same(0) and same(1)


# The file
class Broken(Exception):
    def __init__(self, revision, why):
        super().__init__(why)
        self.revision = revision


def demand(holds, why):
    if not holds:
        raise ValueError(why)


def prefixed(*fields):
    return b"".join(len(f).to_bytes(4, "big") + f for f in fields)


def sha256(data):
    return hashlib.sha256(data).digest()


def unbase64(text):
    data = base64.b64decode(text, validate=True)
    demand(base64.b64encode(data).decode() == text, "another spelling of base64")
    return data


def minor(text):
    demand(isinstance(text, str) and re.fullmatch(r"0|-?[1-9][0-9]*", text), "no amount: %r" % (text,))
    return int(text)


AGES = {"unbilled": "unbilledMinor", "billed": "billedMinor", "past_due": "pastDueMinor"}
RECEIVABLE = {"interest": "1220", "fee": "1230", "penalty": "1240"}
INCOME = {"interest": "4100", "fee": "4200", "penalty": "4200", "principal": "5100"}
TERMS_NAME = {"interest": "interest", "fee": "fees", "penalty": "penalties"}
NO_POSTINGS = {"requested", "described", "rejected", "blocked", "unblocked", "paused", "resumed"}
OPENINGS = {"requested", "opened", "imported"}


MERCHANT_TYPES = (
    r"(capacity-account\.(?:opened|volume-recorded|execution-reserved)|payout\.(?:submitted|approved|rejected))\.v1"
)


class Account:
    """Totals by ledger account, debits positive, and what must follow from them."""

    def __init__(self):
        self.totals, self.terms, self.buckets = {}, None, []
        self.family, self.processed, self.last = None, 0, None

    def post(self, entries):
        demand(sum(amount for _, amount in entries) == 0, "the postings do not sum to zero")
        for name, amount in entries:
            self.totals[name] = self.totals.get(name, 0) + amount
            if "/" in name and name.split("/")[1] not in self.buckets:
                self.buckets.append(name.split("/")[1])

    def limit(self, bucket, amount):
        return [("9100/" + bucket, amount), ("9110", -amount)]

    def spend(self, bucket, age, credit, amount):
        return [("1200/%s/%s" % (bucket, age), amount), (credit, -amount), ("9110", amount), ("9130", -amount)]

    def settle(self, data, debit_of):
        demand(sum(minor(a["amountMinor"]) for a in data["allocations"]) == minor(data["amountMinor"]), "allocated wrongly")
        entries = []
        for a in data["allocations"]:
            amount, part = minor(a["amountMinor"]), a["component"]
            demand(amount > 0, "an allocation is not above zero")
            owed = "1200/%s/%s" % (a["bucket"], a["age"]) if part == "principal" else RECEIVABLE[part]
            entries += [(debit_of(part), amount), (owed, -amount)]
            if part == "principal" or TERMS_NAME[part] in self.terms["chargesCounted"]:
                entries += [("9130", amount), ("9110", -amount)]
        return entries

    def entries(self, kind, data):
        if kind in NO_POSTINGS:
            return []
        if kind in ("opened", "approved"):
            return self.limit("single_payment", minor(data["limitMinor"]))
        if kind == "imported":
            debts = [self.spend(d["bucket"], d["age"], "3100", minor(d["amountMinor"])) for d in data["debts"]]
            return sum(debts, self.limit("single_payment", minor(data["limitMinor"])))
        if kind == "limit-changed":
            return self.limit(data["bucket"], minor(data["toMinor"]) - minor(data["fromMinor"]))
        if kind == "closed":
            return self.limit("single_payment", -minor(data["limitCutMinor"]))
        if kind == "credit-used":
            return self.spend(data["bucket"], "unbilled", "2100", minor(data["amountMinor"]))
        if kind == "payment-received":
            return self.settle(data, lambda part: "1100")
        if kind == "adjusted":
            return self.settle(data, lambda part: "5200")
        if kind == "written-off":
            cut = self.limit("single_payment", -minor(data["limitCutMinor"]))
            return self.settle(data, lambda part: INCOME[part]) + cut
        if kind == "uses-fell-past-due":
            place, amount = "1200/%s/" % data["bucket"], minor(data["amountMinor"])
            return [(place + "past_due", amount), (place + data["fromAge"], -amount)]
        raise ValueError("an unknown type of event")

    def take_capacity(self, kind, data):
        demand((kind == "capacity-account.opened") == (self.terms is None), "not opened, or a second time")
        if self.terms is None:
            self.terms, self.buckets = {"currency": data["currency"]}, []
        demand("amountMinor" not in data or minor(data["amountMinor"]) > 0, "an amount is not above zero")
        amount = minor(data["amountMinor"]) if "amountMinor" in data else 0
        if kind == "capacity-account.volume-recorded":
            for line in data["lines"]:
                demand(minor(line["amountMinor"]) > 0 and line["type"] in ("processed", "reversed"), "no line of volume")
                sign = 1 if line["type"] == "processed" else -1
                self.processed += sign * minor(line["amountMinor"])
                self.post([("1100", sign * minor(line["amountMinor"])), ("2500", -sign * minor(line["amountMinor"]))])
                if sign == 1 and (self.last is None or line["occurredAt"] > self.last):
                    self.last = line["occurredAt"]
            demand(data["lastTransactionAt"] == self.last, "another time of the last transaction")
        elif kind == "capacity-account.execution-reserved":
            self.post([("2500", amount), ("2510", -amount)])
        elif kind == "payout.approved":
            self.post([("2510", amount), ("1100", -amount)])
        elif kind == "payout.rejected":
            self.post([("2510", amount), ("2500", -amount)])
        available, flying = -self.totals.get("2500", 0), -self.totals.get("2510", 0)
        figures = {"processedMinor": self.processed, "creditedMinor": self.processed - available}
        figures.update({"availableMinor": available, "inFlightMinor": flying})
        expected = {"currency": self.terms["currency"], **{name: str(value) for name, value in figures.items()}}
        demand(data["balances"] == expected, "the balances do not follow from the postings")

    def take(self, kind, data):
        if kind in OPENINGS:
            self.terms, self.buckets = data["terms"], ["single_payment"]
        demand(self.terms is not None, "nothing has opened the account")
        demand("amountMinor" not in data or minor(data["amountMinor"]) > 0, "an amount is not above zero")
        self.post(self.entries(kind, data))
        demand(data["balances"] == self.balances(), "the balances do not follow from the postings")

    def balances(self):
        of = lambda name: self.totals.get(name, 0)
        buckets = {}
        for name in self.buckets:
            buckets[name] = {"limitMinor": str(of("9100/" + name)), "heldMinor": "0"}
            buckets[name].update({member: str(of("1200/%s/%s" % (name, age))) for age, member in AGES.items()})
        return {
            "currency": self.terms["currency"],
            "limitMinor": str(sum(of("9100/" + name) for name in self.buckets)),
            "heldMinor": str(-of("9120")), "utilisedMinor": str(-of("9130")), "availableMinor": str(-of("9110")),
            "interestMinor": str(of("1220")), "feesMinor": str(of("1230")), "penaltiesMinor": str(of("1240")),
            "creditBalanceMinor": str(-of("2200")), "buckets": buckets,
        }


def events_of(lines, stream, tenant):
    """Checks the events one by one; gives the hash of the last, and which revision is in doubt if it is the last one."""
    account, previous, recorded, name, doubt = Account(), "0" * 64, "", None, None
    for revision, text in enumerate(lines):
        try:
            line = json.loads(text)
            demand(list(line) == ["revision", "id", "type", "data", "metadata"], "no event")
            found = line["revision"]
            demand(type(found) is int and found >= 0, "no revision")
            if found != revision:
                if doubt is not None:
                    raise Broken(max(doubt - 1, 0), "changed")
                raise Broken(min(found, revision), "a revision is missing, double or out of order")
            data, metadata = unbase64(line["data"]), unbase64(line["metadata"])
            about = json.loads(metadata.decode())
            follows = about["prevHash"] == previous
            if doubt is not None:
                raise Broken(doubt - 1 if follows and doubt > 0 else doubt, "the chain is broken")
            if follows:
                facts = json.loads(data.decode())
                demand(about["tenant"] == tenant, "another tenant")
                demand(about["recordedAt"] >= recorded, "recorded before the event before it")
                demand(facts["accountId"] == (name or facts["accountId"]), "another account")
                kind = re.fullmatch(r"credit-account\.([a-z-]+)\.v1", line["type"])
                merchant = re.fullmatch(MERCHANT_TYPES, line["type"])
                demand(kind or merchant, "an unknown type of event")
                family = "credit" if kind else "capacity"
                demand(account.family in (None, family), "an event of another kind of account")
                account.family = family
                if kind:
                    account.take(kind.group(1), facts)
                else:
                    account.take_capacity(merchant.group(1), facts)
                recorded, name = about["recordedAt"], facts["accountId"]
            else:
                doubt = revision
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Broken(revision, str(error))
        place = revision.to_bytes(8, "big")
        fields = [b"haber.event.v1", stream.encode(), place, line["id"].encode(), line["type"].encode(), data, metadata]
        previous = sha256(prefixed(*fields)).hex()
    return previous, doubt


def root_of(leaf, index, size, path):
    """RFC 9162, section 2.1.3.2."""
    demand(type(index) is int and 0 <= index < size, "no such leaf")
    fn, sn, root = index, size - 1, leaf
    for text in path:
        demand(sn > 0 and re.fullmatch("[0-9a-f]{64}", text), "no path")
        beside = bytes.fromhex(text)
        if fn & 1 or fn == sn:
            root = sha256(b"\x01" + beside + root)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            root = sha256(b"\x01" + root + beside)
        fn, sn = fn >> 1, sn >> 1
    demand(sn == 0, "the path is too short")
    return root.hex()


SIGNED = ["afterPosition", "throughPosition", "heads", "root", "previous", "signedAt", "publicKey"]


def prove(end, stream, revision, digest, key):
    head, checkpoint, proof = end["head"], end["checkpoint"], end["proof"]
    demand(list(end) == ["head", "checkpoint", "proof"] and list(head) == ["revision", "hash"], "no proof")
    demand(list(checkpoint) == SIGNED + ["signature"] and list(proof) == ["index", "path"], "no proof")
    if head["revision"] != revision:
        raise Broken(min(head["revision"], revision) + 1, "the events do not end at the head")
    demand(head["hash"] == digest, "the last event is another")
    demand(all(type(v) is (int if k == "heads" else str) for k, v in checkpoint.items()), "no checkpoint")
    leaf = sha256(("\0%s@%d:%s" % (stream, revision, digest)).encode())
    demand(root_of(leaf, proof["index"], checkpoint["heads"], proof["path"]) == checkpoint["root"], "not what was signed")
    demand(checkpoint["publicKey"] == key, "another key")
    message = prefixed(b"haber.checkpoint.v1", *[str(checkpoint[member]).encode() for member in SIGNED])
    demand(is_signature(unbase64(key), message, unbase64(checkpoint["signature"])), "the signature does not hold")


def verify(lines, key):
    try:
        header = json.loads(lines[0])
        demand(list(header) == ["format", "product", "tenant", "stream", "exported_at"], "no export")
        demand(header["format"] == "haber-export/1", "another format")
    except (ValueError, TypeError, IndexError) as error:
        raise Broken(0, str(error))
    ended = len(lines) > 1 and lines[-1].startswith('{"head":')
    events = lines[1:-1] if ended else lines[1:]
    digest, doubt = events_of(events, header["stream"], header["tenant"])
    last = len(events) - 1
    if not ended:
        raise Broken(last + 1, "the file was cut off")
    try:
        end = json.loads(lines[-1])
        if doubt is not None:
            raise Broken(doubt - 1 if end["head"]["hash"] == digest and doubt > 0 else doubt, "the chain is broken")
        prove(end, header["stream"], last, digest, key)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Broken(last, str(error))
    return last


def judge(lines, key):
    try:
        return {"ok": True, "revision": verify(lines, key), "why": ""}
    except Broken as broken:
        return {"ok": False, "revision": broken.revision, "why": str(broken)}


def main():
    """With `-` for the file: one JSON array of lines a line of input, one verdict a line of output."""
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    _, file, key = sys.argv
    if file == "-":
        for text in sys.stdin:
            print(json.dumps(judge(json.loads(text), key)))
        return 0
    with open(file, encoding="utf-8", newline="\n") as handle:
        verdict = judge(handle.read().rstrip("\n").split("\n"), key)
    print(json.dumps(verdict))
    return 0 if verdict["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
