"""A portal's accounts behind the contract of docs/directory-service.openapi.json, with Python's standard library alone.

DIRECTORY_SECRET=<32 characters or more> python3 service.py <port> <accounts.json>

Accounts that are added to the file are there at the next request. What is changed lives as long as the process: a real one has a database.
"""
import base64, hashlib, hmac, json, os, re, sys, threading, time, unicodedata
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

SECRET = os.environ["DIRECTORY_SECRET"].encode()
PORT = int(sys.argv[1])
BASE = f"http://127.0.0.1:{PORT}"
CAN = ["verify", "setPassword", "changePassword", "create", "remove", "groups", "manager", "passwordEnd", "search"]
lock = threading.Lock()
accounts, groups, seen, answers, loaded = {}, {}, {}, {}, 0


def load():
    global loaded
    written = os.stat(sys.argv[2]).st_mtime_ns
    if written != loaded:
        filled = json.load(open(sys.argv[2]))
        for name, members in filled["groups"].items():
            groups.setdefault(name, members)
        for row in filled["accounts"]:
            row["id"] in accounts or add(row)
        loaded = written


def add(row):
    row = {"given_name": "", "family_name": "", "phone": None, "entity": None, "active": True, "admin": False, "manager": None, "ends": None, "tries": 0} | row
    row.setdefault("id", os.urandom(8).hex())
    row["salt"] = os.urandom(16)
    row["hash"] = hashed(row, row.pop("password")) if row.get("password") else None
    accounts[row["id"]] = row
    return row


def hashed(row, password):
    return hashlib.scrypt(password.encode(), salt=row["salt"], n=2**14, r=8, p=1)


def shown(row):
    return row and {"id": row["id"], "identifier": row["login"], "email": row["mail"], "givenName": row["given_name"], "familyName": row["family_name"],
                    "phone": row["phone"], "entity": row["entity"], "hasPassword": row["hash"] is not None, "locked": row["tries"] >= 5, "disabled": not row["active"],
                    "privileged": row["admin"], "passwordEndsAt": row["ends"]}


class Problem(Exception):
    def __init__(self, status, name, **more):
        self.status, self.body = status, {"type": f"urn:guichet:directory:{name}", "title": name, **more}


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def believed(token, method, path, body):
    """The signature is checked before anything is looked at: whose it is, for whom, until when, for which request, and that it is new."""
    try:
        head, claims, signature = token.split(".")
        if not hmac.compare_digest(hmac.new(SECRET, f"{head}.{claims}".encode(), hashlib.sha256).digest(), unb64(signature)):
            return False
        said, now = json.loads(unb64(claims)), time.time()
        digest = base64.urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b"=").decode()
        if json.loads(unb64(head))["alg"] != "HS256" or said["aud"] != BASE or said["exp"] < now or said["iat"] > now + 60:
            return False
        for jti in [jti for jti, exp in seen.items() if exp < now]:
            del seen[jti]
        if (said["method"], said["path"], said["digest"]) != (method, path, digest) or said["jti"] in seen:
            return False
        seen[said["jti"]] = said["exp"]
        return True
    except (ValueError, KeyError, TypeError, AttributeError):
        return False


def find(by):
    field = {"identifier": "login", "email": "mail", "id": "id"}[next(iter(by))]
    wanted = next(iter(by.values()))
    same = (lambda a: a == wanted) if field == "id" else (lambda a: a.casefold() == wanted.strip().casefold())
    matching = [row for row in accounts.values() if same(row[field])]
    return matching[0] if len(matching) == 1 else None


def folded(text):
    """Without capitals and accents."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter))


def search(sent):
    """Whose names begin with these words, in any order; or who has this number. A real one has an index."""
    words = [folded(word) for word in sent.get("words", [])]

    def meant(row):
        if "phone" in sent:
            return row["phone"] == sent["phone"]
        names = [*re.split(r"\W+", folded(f"{row['given_name']} {row['family_name']}")), folded(row["login"])]
        return words and all(any(name.startswith(word) for name in names) for word in words)

    return [shown(row) for row in accounts.values() if meant(row)][: sent["most"]]


def known(key):
    if key not in accounts:
        raise Problem(404, "not-found")
    return accounts[key]


def set_password(row, password):
    if not row["active"] or row["admin"]:
        raise Problem(403, "closed")
    if len(password) < 8:
        raise Problem(422, "password-refused", reason="short")
    if row["hash"] is not None and hmac.compare_digest(row["hash"], hashed(row, password)):
        raise Problem(422, "password-refused", reason="history")
    row["hash"], row["tries"] = hashed(row, password), 0


def within(key, group, past=()):
    """Whether somebody, or a group, is in a group, through others too."""
    return group not in past and any(m == key or (m in groups and within(key, m, (*past, group))) for m in groups.get(group, []))


def act(method, path, query, sent):
    parts = [unquote(part) for part in path.strip("/").split("/")]
    match (method, *parts):
        case ("GET", "service"):
            return {"contract": 1, "can": CAN}
        case ("POST", "accounts", "find"):
            return {"account": shown(find(sent))}
        case ("POST", "accounts", "search"):
            return {"accounts": search(sent)}
        case ("POST", "accounts", key, "verify"):
            row = accounts.get(key) or {"salt": b"-" * 16, "hash": b"-" * 64, "active": True, "tries": 0}
            right = hmac.compare_digest(hashed(row, sent["password"]), row["hash"] or b"-" * 64)
            row["tries"] = row["tries"] if row["tries"] >= 5 else 0 if right else row["tries"] + 1
            return {"result": "wrong" if not right else "locked" if row["tries"] >= 5 else "right" if row["active"] else "disabled"}
        case ("PUT", "accounts", key, "password"):
            return set_password(known(key), sent["password"])
        case ("POST", "accounts", key, "password"):
            row = known(key)
            if row["hash"] is None or not hmac.compare_digest(row["hash"], hashed(row, sent["current"])):
                raise Problem(422, "wrong-password")
            return set_password(row, sent["password"])
        case ("POST", "accounts"):
            if any(find(by) for by in ({"identifier": sent["identifier"]}, {"email": sent["email"]})):
                raise Problem(409, "taken")
            if sent.get("password") is not None and len(sent["password"]) < 8:
                raise Problem(422, "password-refused", reason="short")
            return {"account": shown(add({"login": sent["identifier"], "mail": sent["email"], "given_name": sent["givenName"], "family_name": sent["familyName"],
                                          "phone": sent["phone"], "entity": sent["entity"], "password": sent.get("password")}))}
        case ("DELETE", "accounts", key):
            known(key)["active"] = False
            for members in groups.values():
                members[:] = [member for member in members if member != key]
        case ("POST", "accounts", key, "groups"):
            known(key)
            return {"groups": [group for group in sent["groups"] if within(key, group)]}
        case ("GET", "accounts", key, "manager"):
            return {"account": shown(accounts.get(known(key)["manager"]))}
        case ("PUT", "groups", group, "members", key) if group in groups:
            if known(key)["id"] not in groups[group]:
                groups[group].append(key)
        case ("DELETE", "groups", group, "members", key) if group in groups:
            groups[group][:] = [member for member in groups[group] if member != known(key)["id"]]
        case ("GET", "groups", group, "members") if group in groups:
            return {"members": [shown(row) for row in accounts.values() if within(row["id"], group)]}
        case ("GET", "passwords", "ending"):
            ends = [row for row in accounts.values() if row["ends"] and query["after"][0] < row["ends"] <= query["until"][0] and row["active"]]
            return {"endings": [{"id": row["id"], "passwordEndsAt": row["ends"]} for row in ends], "next": None}
        case _:
            raise Problem(404, "not-found")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet

    def answer(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        token = re.sub("^Bearer ", "", self.headers.get("authorization") or "")
        with lock:
            load()
            status, said = self.once(body) if believed(token, self.command, self.path, body) else (401, {"title": "not signed"})
        text = b"" if said is None else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("content-type", "application/problem+json" if status >= 400 else "application/json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def once(self, body):
        """What was asked under one key before is answered as it was then; something else under that key is refused."""
        key = self.headers.get("idempotency-key")
        asked = (self.command, self.path, body)
        if key in answers:
            before, answer = answers[key]
            return answer if before == asked else (422, Problem(422, "key-reused").body)
        url = urlsplit(self.path)
        try:
            said = act(self.command, url.path, parse_qs(url.query), json.loads(body or "{}"))
            answer = (204 if said is None else 200, said)
        except Problem as problem:
            answer = (problem.status, problem.body)
        if key and self.command != "GET":
            answers[key] = (asked, answer)  # A real one keeps these for a day, with the accounts.
        return answer

    do_GET = do_POST = do_PUT = do_DELETE = answer
    log_message = lambda *_: None


if __name__ == "__main__":
    load()
    print("ready", flush=True)
    ThreadingHTTPServer(("127.0.0.1", PORT), Handler).serve_forever()
