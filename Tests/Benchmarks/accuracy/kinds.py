"""Secrets without a format, in the forms that programs, protocols and tools give them.

Each kind has several spellings; about a third of them (`CHECK`) were written before the rules and
have not been looked at while these were made.
"""

from __future__ import annotations

import base64
import hashlib
import random
import re
import string
from dataclasses import dataclass
from pathlib import Path

from tools import PACKAGE

LETTERS = string.ascii_letters + string.digits
HEX = "0123456789abcdef"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# The list of BIP 39, in its order.
WORDS = re.findall(r"\b[a-z]{3,8}\b", (
    PACKAGE / "Sources/KeyFormats/MnemonicWords.swift").read_text().split('"""')[1])


class Values:
    """Random values of one case; `main` is what a tool has to report."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        self.mains: list[str] = []

    def text(self, alphabet: str, count: int) -> str:
        return "".join(self.random.choice(alphabet) for _ in range(count))

    def main(self, value: str) -> str:
        self.mains.append(value)
        return value

    def password(self) -> str:
        """14 to 20 letters and digits; in every third a sign or two."""
        value = list(self.text(LETTERS, self.random.randint(14, 20)))
        if self.random.random() < 0.34:
            for place in self.random.sample(range(2, len(value) - 2), 2):
                value[place] = self.random.choice("!#%*+-_.^~")
        return "".join(value)

    def user(self) -> str:
        return self.random.choice(["deploy", "svc-app", "reporting", "jenkins", "m.keller", "shopapp"])

    def host(self) -> str:
        names = ["db1.acme-corp.net", "10.20.30.40", "pg.prod.internal", "mail.kramer-bau.de",
                 "api.northwind.io", "srv-04.lan"]
        return self.random.choice(names)

    def fill(self, template: str) -> str:
        """Put values where a template names them: «P» a password, «T» a token, and so on."""
        return re.sub(r"«([A-Z0-9]+)»", lambda found: getattr(self, "_" + found[1].lower())(), template)

    def _p(self) -> str:
        return self.main(self.password())

    def _t(self) -> str:
        return self.main(self.text(LETTERS, self.random.choice([32, 36, 40, 43])))

    def _h40(self) -> str:
        return self.main(self.text(HEX, 40))

    def _u(self) -> str:
        return self.user()

    def _h(self) -> str:
        return self.host()

    def _b(self) -> str:
        plain = self.main(self.password())
        encoded = base64.b64encode(f"{self.user()}:{plain}".encode()).decode()
        self.mains.append(encoded)
        return encoded

    def _b64p(self) -> str:
        plain = self.main(self.password())
        self.mains.append(base64.b64encode(plain.encode()).decode())
        return self.mains[-1]

    def _app(self) -> str:
        return self.main(base64.b64encode(self.random.randbytes(32)).decode())

    def _salt(self) -> str:
        return self.main(self.text(LETTERS + "!@#$%^&*()-_[]{}<>~`+=,.;:/?|", 64))

    def _hex64(self) -> str:
        return self.main(self.text(HEX, 64))

    def _uphex128(self) -> str:
        return self.main(self.text(HEX.upper(), 128))

    def _uphex64(self) -> str:
        return self.main(self.text(HEX.upper(), 64))

    def _uphex48(self) -> str:
        return self.main(self.text(HEX.upper(), 48))

    def _gmail(self) -> str:
        return self.main(" ".join(self.text(string.ascii_lowercase, 4) for _ in range(4)))

    def _gmail16(self) -> str:
        return self.main(self.text(string.ascii_lowercase, 16))

    def _w12(self) -> str:
        return self.main(self.phrase(12))

    def _w24(self) -> str:
        return self.main(self.phrase(24))

    def phrase(self, count: int) -> str:
        """A phrase of BIP 39: random bytes and the first bits of their hash, eleven bits a word."""
        entropy = self.random.randbytes(count * 4 // 3)
        bits = "".join(f"{byte:08b}" for byte in entropy + hashlib.sha256(entropy).digest()[:1])
        bits = bits[:count * 11]
        return " ".join(WORDS[int(bits[place:place + 11], 2)] for place in range(0, len(bits), 11))

    def _wif(self) -> str:
        return self.main(_base58check(b"\x80" + self.random.randbytes(32) + b"\x01"))

    def _xprv(self) -> str:
        chain = bytes.fromhex("0488ade4") + b"\x03" + self.random.randbytes(8 + 32) + b"\0"
        return self.main(_base58check(chain + self.random.randbytes(32)))

    def _uuid(self) -> str:
        digits = self.text(HEX, 12) + "4" + self.text(HEX, 3) + "a" + self.text(HEX, 15)
        value = "-".join([digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]])
        return self.main(value)

    def _k43(self) -> str:
        return self.main(self.text(LETTERS + "-_", 42) + self.random.choice("AEIMQUYcgkosw048"))

    def _lk22(self) -> str:
        return self.main(self.text(LETTERS, 22))

    def _lk32(self) -> str:
        return self.main(self.text(string.ascii_lowercase + string.digits, 32))

    def _x32(self) -> str:
        return self.text(HEX, 32)


def _base58check(payload: bytes) -> str:
    data = payload + hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = BASE58[rest] + text
    return text


@dataclass(frozen=True)
class Spelling:
    """A file name and a text with one value of a kind in it."""

    name: str
    text: str
    check: bool = False


def _of(*pairs: tuple[str, str]) -> list[Spelling]:
    """Spellings; those whose file name ends in `?` are the ones kept for the check."""
    return [Spelling(name.rstrip("?"), text, name.endswith("?")) for name, text in pairs]


KINDS: dict[str, list[Spelling]] = {
    "Authorization: Bearer": _of(
        ("run.sh", 'curl -s -H "Authorization: Bearer «T»" https://«H»/v1/jobs\n'),
        ("client.js", "const r = await fetch(url, { headers: { 'Authorization': 'Bearer «T»' } });\n"),
        ("client.py", 'headers = {"Authorization": "Bearer «H40»", "Accept": "*/*"}\n'),
        ("main.go?", '\treq.Header.Set("Authorization", "Bearer «T»")\n'),
        ("call.ps1?", '$h = @{ Authorization = "Bearer «T»" }\r\n'),
        ("Client.cs?", 'c.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "«T»");\n'),
        ("api.http?", "GET https://«H»/v1/me HTTP/1.1\nAuthorization: Bearer «T»\n"),
    ),
    "Authorization: token": _of(
        ("run.sh", "curl -H 'Authorization: token «H40»' https://git.northwind.io/api/v1/user\n"),
        ("client.py?", "r = requests.get(url, headers={'Authorization': 'Token «H40»'})\n"),
        ("req.rb?", "req['Authorization'] = 'Token token=«T»'\n"),
    ),
    "Authorization: Basic": _of(
        ("run.sh", 'curl -H "Authorization: Basic «B»" https://«H»/rest/api\n'),
        ("client.py", "headers = {'Authorization': 'Basic «B»'}\n"),
        ("Client.java", 'conn.setRequestProperty("Authorization", "Basic «B»");\n'),
        ("app.ts?", "const headers = { authorization: `Basic «B»` };\n"),
        ("api.http?", "POST https://«H»/oauth/token\nAuthorization: Basic «B»\n"),
        ("proxy.conf?", 'proxy_set_header Authorization "Basic «B»";\n'),
    ),
    "curl -u": _of(
        ("run.sh", "curl -s -u «U»:«P» https://«H»/api/v1/status\n"),
        ("deploy.sh", 'curl --user "«U»:«P»" -T app.jar https://«H»/repository/\n'),
        ("ci.yml", "  script:\n    - curl -X POST https://«H»/job/build -u '«U»:«P»'\n"),
        ("up.sh?", "curl -u«U»:«P» --upload-file a.tgz ftp://«H»/\n"),
        ("README.md?", "```\ncurl -k \\\n  -u «U»:«P» \\\n  https://«H»/health\n```\n"),
        ("get.sh?", "wget --user=«U» --password=«P» https://«H»/dump.sql.gz\n"),
    ),
    "mysql -p": _of(
        ("dump.sh", "mysqldump -h «H» -u «U» -p«P» shop > shop.sql\n"),
        ("init.sh", "mysql -u root -p'«P»' < schema.sql\n"),
        ("Makefile", "db:\n\tmysql --host=«H» --user=«U» --password=«P» shop\n"),
        ("health.yml?", '    test: ["CMD", "mysqladmin", "ping", "-u«U»", "-p«P»"]\n'),
        ("run.sh?", "docker exec -i db mariadb -u«U» -p\"«P»\" shop < x.sql\n"),
    ),
    "option of a database's client": _of(
        ("run.sh", "redis-cli -h «H» -a «P» flushall\n"),
        ("dump.sh", "mongodump --host «H» -u «U» -p «P» --out /backup\n"),
        ("mig.bat?", "sqlcmd -S «H» -U sa -P «P» -i init.sql\r\n"),
        ("psql.sh?", "PGPASSWORD=«P» psql -h «H» -U «U» shop\n"),
        ("shell.sh?", "mongosh \"mongodb://«H»/shop\" --username «U» --password «P»\n"),
    ),
    "sshpass -p": _of(
        ("deploy.sh", "sshpass -p «P» ssh «U»@«H» uptime\n"),
        ("copy.sh", "sshpass -p '«P»' scp -o StrictHostKeyChecking=no app.jar «U»@«H»:/opt\n"),
        ("sync.sh?", 'sshpass -p"«P»" rsync -avz dist/ «U»@«H»:/var/www\n'),
    ),
    "docker login -p": _of(
        ("push.sh", "docker login -u «U» -p «P» registry.northwind.io\n"),
        (".travis.yml", "  - docker login --username «U» --password «P»\n"),
        ("push2.sh", "echo «P» | docker login -u «U» --password-stdin\n"),
        ("ci.yml?", '    - docker login -u «U» -p "«P»" $CI_REGISTRY\n'),
        ("p.sh?", "podman login --username=«U» --password=«P» quay.io\n"),
    ),
    "other commands": _of(
        ("user.sh", "useradd deploy && echo 'deploy:«P»' | chpasswd\n"),
        ("sign.sh", "keytool -genkey -keystore a.jks -storepass «P» -alias a\n"),
        ("ldap.sh?", 'ldapsearch -x -H ldap://«H» -D "cn=admin,dc=acme" -w «P» "(uid=*)"\n'),
        ("smb.sh?", "mount -t cifs //«H»/share /mnt -o username=«U»,password=«P»\n"),
        ("helm.sh?", "helm repo add acme https://«H»/charts --username «U» --password «P»\n"),
    ),
    "name and value, YAML": _of(
        ("deploy.yaml", "        env:\n        - name: DB_PASSWORD\n          value: «P»\n"),
        ("deploy2.yaml", '          - name: API_TOKEN\n            value: "«T»"\n'),
        ("cfn.yaml", "Environment:\n  - Name: DB_PASSWORD\n    Value: '«P»'\n"),
        ("params.yaml?", "- ParameterKey: DBPassword\n  ParameterValue: «P»\n"),
        ("argo.yaml?", "parameters:\n- {name: SERVICE_SECRET, value: «T»}\n"),
    ),
    "name and value, JSON": _of(
        ("task.json", '"environment": [{"name": "DB_PASSWORD", "value": "«P»"}]\n'),
        ("postman_environment.json", '{"values": [\n\t{\n\t\t"key": "api_key",\n\t\t"value": "«T»",\n\t\t"enabled": true\n\t}]}\n'),
        ("site.har", '"headers":[{"name":"authorization","value":"Bearer «T»"},{"name":"accept","value":"*/*"}]\n'),
        ("task2.json?", '      {\n        "value": "«P»",\n        "name": "DB_PASSWORD"\n      }\n'),
        ("params.json?", '[{"ParameterKey": "MasterUserPassword", "ParameterValue": "«P»"}]\n'),
        ("env2.json?", '{"key": "client_secret", "type": "secret", "value": "«T»", "enabled": true}\n'),
        ("req.har?", '{"name": "Authorization", "value": "Basic «B»"}\n'),
    ),
    "name and value, XML": _of(
        ("beans.xml", '<property name="password" value="«P»"/>\n'),
        ("context.xml", '<Parameter name="dbPassword" override="false" value="«P»"/>\n'),
        ("core-site.xml", "<property>\n  <name>fs.s3a.secret.key</name>\n  <value>«T»</value>\n</property>\n"),
        ("hive.xml?", "<property><name>javax.jdo.option.ConnectionPassword</name><value>«P»</value></property>\n"),
        ("settings.xml?", "<server><id>nexus</id><username>«U»</username><password>«P»</password></server>\n"),
    ),
    "Terraform variable": _of(
        ("main.tf", 'variable "db_password" {\n  default = "«P»"\n}\n'),
        ("vars.tf", 'variable "db_password" {\n  description = "Password of the database"\n  type        = string\n  default     = "«P»"\n}\n'),
        ("v.tf?", 'variable "api_token" {\n  type      = string\n  sensitive = true\n  default   = "«T»"\n}\n'),
        ("prod.tfvars?", 'db_password = "«P»"\n'),
    ),
    "Terraform state": _of(
        ("terraform.tfstate", '"type": "random_password",\n"name": "db",\n"instances": [{"schema_version": 3, "attributes": {\n"bcrypt_hash": "$2a$10$0", "id": "none", "keepers": null, "length": 20, "lower": true,\n"result": "«P»", "special": true}}]\n'),
        ("old.tfstate?", '"random_password.db": {"type": "random_password", "depends_on": [], "primary": {"id": "none", "attributes": {\n "id": "none", "length": "20",\n "result": "«P»"}}}\n'),
        ("rds.tfstate?", '"engine": "postgres", "master_password": "«P»", "port": 5432,\n'),
    ),
    "Go DSN": _of(
        ("main.go", 'db, err := sql.Open("mysql", "«U»:«P»@tcp(«H»:3306)/shop?parseTime=true")\n'),
        ("app.yml", "dsn: «U»:«P»@tcp(db:3306)/shop\n"),
        (".env?", "DB_DSN=«U»:«P»@tcp(127.0.0.1:3306)/shop?charset=utf8mb4\n"),
        ("sock.go?", 'dsn := "«U»:«P»@unix(/cloudsql/p:r:i)/shop"\n'),
    ),
    "ODBC and ADO": _of(
        ("app.config", '<add name="Db" connectionString="Server=«H»;Database=Shop;User Id=«U»;Password=«P»;" />\n'),
        ("appsettings.json", '"Default": "Data Source=«H»;Initial Catalog=Shop;User ID=«U»;Password=«P»;Encrypt=True"\n'),
        ("db.py", "conn = pyodbc.connect('DRIVER={ODBC Driver 17 for SQL Server};SERVER=«H»;DATABASE=s;UID=«U»;PWD=«P»')\n"),
        ("Db.cs?", 'var c = new NpgsqlConnection("Host=«H»;Username=«U»;Password=«P»;Database=shop");\n'),
        ("web.config?", '<add connectionString="server=«H»;uid=«U»;pwd=«P»;database=shop" />\n'),
        ("mysql.json?", '"ConnectionString": "server=«H»;port=3306;database=shop;user=«U»;password=«P»"\n'),
    ),
    "JDBC": _of(
        ("app.properties", "spring.datasource.url=jdbc:oracle:thin:«U»/«P»@«H»:1521:ORCL\n"),
        ("Db.java", 'String url = "jdbc:mysql://«H»:3306/shop?user=«U»&password=«P»&useSSL=false";\n'),
        ("Conn.java", 'Connection c = DriverManager.getConnection("jdbc:postgresql://«H»/shop", "«U»", "«P»");\n'),
        ("sql.xml?", "<url>jdbc:sqlserver://«H»:1433;databaseName=shop;user=«U»;password=«P»</url>\n"),
        ("ora.sh?", "sqlplus «U»/«P»@//«H»:1521/ORCLPDB @init.sql\n"),
    ),
    ".pgpass": _of(
        (".pgpass", "«H»:5432:shop:«U»:«P»\n"),
        ("pgpass", "*:*:*:«U»:«P»\n"),
        ("pg.sh?", 'echo "«H»:5432:*:«U»:«P»" > ~/.pgpass\n'),
        ("pgpass.conf?", "# dev\nlocalhost:5433:shop_dev:«U»:«P»\n"),
    ),
    ".netrc": _of(
        (".netrc", "machine «H» login «U» password «P»\n"),
        ("_netrc", "machine «H»\n  login «U»\n  password «P»\n"),
        ("ci.sh?", 'echo "machine git.northwind.io login «U» password «P»" >> ~/.netrc\n'),
        ("Dockerfile?", "RUN printf 'machine «H»\\nlogin «U»\\npassword «P»\\n' > /root/.netrc\n"),
    ),
    "call that connects": _of(
        ("db.py", 'conn = psycopg2.connect(host="«H»", dbname="shop", user="«U»", password="«P»")\n'),
        ("db2.py", "conn = psycopg2.connect(\"dbname=shop user=«U» host=«H» password='«P»'\")\n"),
        ("db.js", "const c = mysql.createConnection({ host: '«H»', user: '«U»', password: '«P»' });\n"),
        ("db.php", "$c = new mysqli('«H»', '«U»', '«P»', 'shop');\n"),
        ("pdo.php?", "$pdo = new PDO('mysql:host=«H»;dbname=shop', '«U»', '«P»');\n"),
        ("ssh.py?", "client.connect('«H»', username='«U»', password='«P»')\n"),
        ("mail.py?", "server.login('«U»@northwind.io', '«P»')\n"),
        ("old.php?", 'mysqli_connect("«H»", "«U»", "«P»", "shop");\n'),
    ),
    "NuGet and ASP.NET": _of(
        ("nuget.config", '<add key="Username" value="«U»" />\n<add key="ClearTextPassword" value="«P»" />\n'),
        ("web.config", '<machineKey validationKey="«UPHEX128»" decryptionKey="«UPHEX64»" validation="SHA1" />\n'),
        ("web2.config?", '<machineKey decryption="AES" decryptionKey="«UPHEX48»" validation="HMACSHA256" />\n'),
        ("smtp.config?", '<network host="«H»" userName="«U»" password="«P»" port="587" />\n'),
    ),
    ".npmrc and composer": _of(
        (".npmrc", "//«H»/npm/:_auth=«B»\n"),
        ("npmrc", "_auth = «B»\nemail = dev@northwind.io\n"),
        (".npmrc?", "//«H»/npm/:username=«U»\n//«H»/npm/:_password=«B64P»\n"),
        ("auth.json?", '{"http-basic": {"repo.northwind.io": {"username": "«U»", "password": "«P»"}}}\n'),
        ("config.json?", '{"auths": {"https://registry.northwind.io": {"auth": "«B»"}}}\n'),
    ),
    "Laravel and WordPress": _of(
        (".env", "APP_NAME=Shop\nAPP_KEY=base64:«APP»\nAPP_DEBUG=false\n"),
        ("app.php?", "'key' => env('APP_KEY', 'base64:«APP»'),\n"),
        ("compose.yml?", "      APP_KEY: base64:«APP»\n"),
        ("wp-config.php", "define('AUTH_KEY',         '«SALT»');\n"),
        ("wp-config2.php", "define( 'LOGGED_IN_SALT',   '«SALT»' );\n"),
        ("wp.env?", "SECURE_AUTH_SALT='«SALT»'\n"),
        ("wp-config3.php?", "define('DB_PASSWORD', '«P»');\n"),
    ),
    "Android signing": _of(
        ("build.gradle", 'signingConfigs { release {\n  storePassword "«P»"\n  keyAlias "a" } }\n'),
        ("build2.gradle", "            keyPassword '«P»'\n"),
        ("key.properties?", "storePassword=«P»\nkeyAlias=upload\n"),
        ("build.gradle.kts?", '            storePassword = "«P»"\n'),
    ),
    "Gmail app password": _of(
        (".env", "GMAIL_USER=shop@gmail.com\nGMAIL_APP_PASSWORD=«GMAIL»\n"),
        ("mail.py", 'EMAIL_HOST_USER = "kramerbau@gmail.com"\nEMAIL_HOST_PASSWORD = "«GMAIL16»"\n'),
        ("mail.js", "auth: { user: 'shop.kramer@gmail.com', pass: '«GMAIL»' }\n"),
        ("app.properties?", "spring.mail.username=kramer@gmail.com\nspring.mail.password=«GMAIL»\n"),
        ("send.py?", 'smtp.login("kramer@gmail.com", "«GMAIL16»")\n'),
    ),
    "wallet": _of(
        (".env", 'MNEMONIC="«W12»"\n'),
        ("truffle-config.js", "const mnemonic = '«W12»';\n"),
        ("notes.txt", "seed phrase: «W24»\n"),
        ("hardhat.config.js", "accounts: ['0x«HEX64»'], // PRIVATE_KEY\n"),
        (".env2", "DEPLOYER_PRIVATE_KEY=0x«HEX64»\n"),
        ("hd.ts?", "const wallet = HDNodeWallet.fromPhrase('«W12»');\n"),
        ("cfg.json?", '{"wallet": {"recoveryPhrase": "«W24»"}}\n'),
        ("wallet.py?", "w3.eth.account.from_key('«HEX64»')\n"),
        ("w.sh?", "cast send --private-key 0x«HEX64» --rpc-url x\n"),
    ),
    "Bitcoin": _of(
        ("btc.py", 'wif = "«WIF»"\n'),
        ("btc.env", "BTC_PRIVATE_KEY=«WIF»\n"),
        ("hd.json", '{"xprv": "«XPRV»"}\n'),
        ("import.sh?", "bitcoin-cli importprivkey «WIF» old\n"),
        ("hd.js?", "const root = bip32.fromBase58('«XPRV»');\n"),
    ),
    "webhooks": _of(
        ("wecom.py", "url = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=«UUID»'\n"),
        ("feishu.sh", "curl -X POST https://open.feishu.cn/open-apis/bot/v2/hook/«UUID»\n"),
        ("ding.go?", 'hook := "https://oapi.dingtalk.com/robot/send?access_token=«HEX64»"\n'),
        ("lark.ts?", "const url = 'https://open.larksuite.com/open-apis/bot/v2/hook/«UUID»';\n"),
        ("ifttt.py", "requests.post('https://maker.ifttt.com/trigger/alarm/with/key/«LK22»')\n"),
        ("ifttt2.ino?", '"https://maker.ifttt.com/trigger/" + e + "/with/key/«K43»"\n'),
        ("make.js", "fetch('https://hook.eu1.make.com/«LK32»', { method: 'POST' })\n"),
        ("make.env?", "WEBHOOK=https://hook.us2.make.com/«LK32»\n"),
        ("flow.ps1", '$u = "https://prod-12.westeurope.logic.azure.com:443/workflows/«X32»/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=«K43»"\r\n'),
        ("flow.json?", '{"uri": "https://prod-07.northeurope.logic.azure.com/workflows/«X32»/triggers/When_a_HTTP_request/paths/invoke?api-version=2016-10-01&sp=%2Ftriggers%2Fx%2Frun&sv=1.0&sig=«K43»"}\n'),
    ),
}


@dataclass(frozen=True)
class KindCase:
    """A file with one secret in it, which a tool may report in several spellings."""

    kind: str
    part: str
    secrets: tuple[str, ...]
    path: str


def generate(folder: Path, seeds: int) -> list[KindCase]:
    """Write every spelling of every kind with values of its own, a file each."""
    cases: list[KindCase] = []
    for kind, spellings in KINDS.items():
        for number, spelling in enumerate(spellings):
            for seed in range(seeds):
                values = Values(f"{kind}/{number}/{seed}")
                text = values.fill(spelling.text)
                slug = re.sub(r"[^a-z]+", "-", kind.lower()).strip("-")
                path = Path(f"{slug}-{number}-{seed}") / spelling.name
                (folder / path).parent.mkdir()
                (folder / path).write_text(text)
                part = "check" if spelling.check else "known"
                cases.append(KindCase(kind, part, tuple(values.mains), str(path)))
    return cases
