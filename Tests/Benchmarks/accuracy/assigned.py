"""Makes files in which a value is given to a name: names × values × the syntax of the file."""

from __future__ import annotations

import random
import string
import uuid
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import surroundings
from surroundings import Key

# Names that stand for a secret. Nothing was tuned on the second half.
NAMES = """
NEXTAUTH_SECRET JWT_REFRESH_SECRET SECURITY_TOKEN ACCOUNT_SECRET COOKIE_SECRET TYPESENSE_API_KEY
CONTEXT7_API_KEY STORAGE_SECRET_KEY DB_PASSWORD db_pass adminPassword redis_pwd AES_KEY hmac_key
license_key appKey consumerKey ADMIN_KEY OPENAI_KEY githubToken service_creds clientSecret
encryption_key signingKey MASTER_KEY privateKey authToken accessKey passphrase webhook_secret
PAYMENT_TOKEN rootPassword
""".split()
UNSEEN_NAMES = """
TEXTBELT_API_KEY REFERRAL_SECRET URIEL_TOKEN discountSecret HEADERLESS_CMS_TOKEN iconfinder_api_key
VALIDATOR_SECRET_KEY messageBirdToken POSTGRES_PASSWORD smtp_pass TEMPLATE_BOT_TOKEN paging_api_key
FORMSPREE_API_KEY policyServerSecret imageKitSecretKey KAFKA_SASL_PASSWORD ldapBindPassword
RESOURCE_SERVER_SECRET SESSION_SECRET_KEY jwtSigningKey MINIO_ROOT_PASSWORD grafana_admin_password
FIELDGLASS_TOKEN stateStoreSecret DIGESTER_API_KEY countlyAppKey SENTINEL_AUTH_PASS keystorePassword
""".split()

# Names of which the value is something about a secret, and no secret, whatever it looks like.
OTHER_NAMES = """
TOKEN_URL secret_name passwordHash tokenType SECRET_ID public_key csrfToken nextPageToken
PASSWORD_FIELD secretArn token_count PRIMARY_KEY cacheKey apiKeyHeader SECRET_VERSION credentialsFile
""".split()


def _text(characters: str, length: int, rng: random.Random) -> str:
    return "".join(rng.choice(characters) for _ in range(length))


def _password(length: int, rng: random.Random, symbols: str = "") -> str:
    """A password as generators make them: every kind of character is in it."""
    kinds = [string.ascii_lowercase, string.ascii_uppercase, string.digits] + [symbols] * bool(symbols)
    chosen = [rng.choice(kind) for kind in kinds]
    chosen += [rng.choice("".join(kinds)) for _ in range(length - len(chosen))]
    # A first character that no syntax takes for its own.
    rng.shuffle(chosen)
    return rng.choice(string.ascii_letters) + "".join(chosen[1:]) if symbols else "".join(chosen)


ALNUM = string.ascii_letters + string.digits
VALUES = {
    "40 letters and digits": lambda rng: _text(ALNUM, 40, rng),
    "32 hexadecimal digits": lambda rng: _text("0123456789abcdef", 32, rng),
    "32 letters": lambda rng: _text(string.ascii_letters, 32, rng),
    "16–19 letters and digits": lambda rng: _password(rng.randint(16, 19), rng),
    "12–15 letters and digits": lambda rng: _password(rng.randint(12, 15), rng),
    "16–24 with symbols": lambda rng: _password(rng.randint(16, 24), rng, "!#%&*+-@^_~/."),
    "16–24 with any symbol": lambda rng: _password(rng.randint(16, 24), rng, "?=$:;,|<>(){}[]"),
    "UUID": lambda rng: str(uuid.UUID(int=rng.getrandbits(128), version=4)),
    "chosen by a person": lambda rng: rng.choice(["Summer", "Autumn", "Banana", "Chelsea"])
    + str(rng.randint(1990, 2030)) + rng.choice("!?#"),
}

# Syntaxes in which the value stands between quotes, whatever is in it.
QUOTED = [
    ".env, quoted", "JSON", "YAML, quoted", "TOML", "Python", "Python, argument", "JavaScript",
    "Swift", "Go", "Java", "C#", "PHP", "Ruby", "Rust", "C", "XML attribute", "Terraform",
]
PLAIN = [".env", "YAML", "INI", "properties", "shell", "Dockerfile", "Compose", "XML element"]

HOSTS = [
    "10.20.30.40", "db", "db.prod.internal", "nas.local", "pg.shop.svc.cluster.local", "[::1]",
    "git.acme.com", "192.168.1.5", "localhost", "db1.fabrikam.net", "127.0.0.1",
]
SCHEMES = ["postgres", "mysql", "kafka", "snowflake", "nats", "ws", "tls", "pg", "clickhouse", "https",
           "redis", "amqp", "bolt"]


@dataclass(frozen=True)
class Case:
    """A file with one value in it."""

    name: str
    kind: str
    surrounding: str
    secret: str
    path: str


def generate(folder: Path, names: list[str], seed: int) -> list[Case]:
    """Write every name with a value of each kind, in a syntax of each sort."""
    cases: list[Case] = []
    rng = random.Random(seed)
    for name in names:
        for kind, make in VALUES.items():
            titles = [rng.choice(QUOTED)]
            if "any symbol" not in kind:
                titles.append(rng.choice(PLAIN))
            for title in titles:
                key = Key(make(rng), name)
                file, text = {**surroundings.EVERY_KEY, **surroundings.ONE_LINE}[title]
                cases.append(_write(folder, cases, name, kind, title, key.secret, file, text(key)))
    return cases


def addresses(folder: Path, seed: int) -> list[Case]:
    """Write an address with a random password for every scheme and host."""
    cases: list[Case] = []
    rng = random.Random(seed)
    for scheme in SCHEMES:
        for host in HOSTS:
            secret = _password(rng.randint(12, 24), rng)
            text = f"SERVICE_URL={scheme}://app:{quote(secret)}@{host}/main\n".encode()
            cases.append(_write(folder, cases, scheme, "address", host, secret, ".env", text))
    return cases


def _write(folder: Path, cases: list[Case], name: str, kind: str, title: str, secret: str,
           file: str, text: bytes) -> Case:
    path = Path(f"{len(cases):05}") / file
    (folder / path).parent.mkdir(parents=True)
    (folder / path).write_bytes(text)
    return Case(name, kind, title, secret, str(path))
