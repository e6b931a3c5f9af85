import Findings
import KeyFormats
import PatternEngine
import RuleSet
import TestSupport
import Testing

@testable import Detection

/// A value counts by the name that it is given to, and by how it is written.
@Suite struct AssignedValueTests {
  /// The strongest finding in a text made of a template; nil for none.
  private func confidence(_ template: String, seed: UInt64 = 1) throws -> Confidence? {
    let text = Array(KeyTemplate.expand(template, seed: seed).utf8)
    return try RuleFixtures.worker().secrets(in: text.span).map(\.confidence).max()
  }

  /// Syntaxes in which `NAME` is given `VALUE`.
  static let syntaxes = [
    "NAME=VALUE\n", "NAME: VALUE\n", "  \"NAME\": \"VALUE\",", "let NAME: String = \"VALUE\"",
    "const NAME = 'VALUE';", "<NAME>VALUE</NAME>", "<add key=\"NAME\" value=\"VALUE\" />",
    "#define NAME \"VALUE\"", "export NAME='VALUE'", "NAME=VALUE ./run --fast",
  ]

  @Test(
    arguments: [
      "NEXTAUTH_SECRET", "JWT_REFRESH_SECRET", "SECURITY_TOKEN", "ACCOUNT_SECRET", "COOKIE_SECRET",
      "TYPESENSE_API_KEY", "CONTEXT7_API_KEY", "STORAGE_SECRET_KEY", "aes_key", "hmacKey",
      "license_key", "app_key", "consumerKey", "admin_key", "openai_key", "service_creds",
      "redis_pwd",
      "DB_PASS", "smtp-pass", "appPassword2", "oauth2Token", "APISecretKey",
    ])
  func namesOfSecrets(name: String) throws {
    for (seed, syntax) in Self.syntaxes.enumerated() {
      let template = syntax.replacing("NAME", with: name).replacing("VALUE", with: "{alnum:40}")
      #expect(try confidence(template, seed: UInt64(seed) + 1) == .medium, "\(template)")
    }
  }

  /// A name, a sign and quotes may be written in the escapes of a text that others are in.
  @Test(
    arguments: [
      #"{\"NAME\": \"VALUE\"}"#, #"{\\\"NAME\\\":\\\"VALUE\\\"}"#,
      #"{\\\\\\\"NAME\\\\\\\": \\\\\\\"VALUE\\\\\\\"}"#, #"{"a":"NAME=VALUE\nX=1"}"#,
      #""NAME:\tVALUE""#, #"{"a":"NAME\t=\tVALUE\n"}"#, "https://a.host.io/x?q=NAME%3DVALUE",
      "https://a.host.io/x?q=a%26NAME%3DVALUE%26b%3D1", "q=%7B%22NAME%22%3A%20%22VALUE%22%7D",
      "q=%7B%22NAME%22%3A+%22VALUE%22%7D", "q=NAME%3A%20VALUE", "<pre>NAME=&quot;VALUE&quot;</pre>",
      "<a data-x=\"{&quot;NAME&quot;: &quot;VALUE&quot;}\">", "NAME = &#39;VALUE&#39;",
      "NAME=&#x22;VALUE&#x22;", #"{\u0022NAME\u0022:\u0022VALUE\u0022}"#, #""NAME\u003dVALUE""#,
    ])
  func namesAndSignsMayBeEncoded(syntax: String) throws {
    for (seed, name) in ["DB_PASSWORD", "api_key", "clientSecret", "STORAGE_SECRET_KEY"]
      .enumerated()
    {
      let value = KeyTemplate.expand("{alnum:40}", seed: UInt64(seed) + 1)
      let text = syntax.replacing("NAME", with: name).replacing("VALUE", with: value)
      let found = try RuleFixtures.worker().secrets(in: Array("\(text)\n".utf8).span)
      #expect(found.map(\.secret) == [Array(value.utf8)], "\(text)")
    }
  }

  @Test(
    arguments: [
      "token_url", "SECRET_NAME", "passwordField", "tokenType", "secret-id", "public_key",
      "PRIMARY_KEY",
      "cacheKey", "csrf_token", "nextPageToken", "passwordHash", "apiKeyHeader", "tokenizer",
      "secretary", "monkey", "passenger",
    ])
  func namesOfSomethingElse(name: String) throws {
    for (seed, syntax) in Self.syntaxes.enumerated() {
      let template = syntax.replacing("NAME", with: name).replacing("VALUE", with: "{alnum:40}")
      #expect(try confidence(template, seed: UInt64(seed) + 1) == nil, "\(template)")
    }
  }

  @Test(
    arguments: [
      // In quotes, whatever is between them belongs to the value.
      ("db_password = \"R7?{alnum:6}$;({alnum:6}),=|\"", Confidence.medium),
      ("db_password = 'R7[{alnum:12}]<>'", .medium),
      ("client_secret = \"{uuid}\"", .medium),
      ("db_password = \"Kd7{alnum:14}\"", .medium),
      ("api_token = \"Kd7{alnum:10}\"", .low),
      ("DB_PASSWORD=Kd7Rq{alnum:8}\n", .medium),
      ("# see the docs for an example\nDB_PASSWORD=Kd7Rq{alnum:16}\n", .medium),
      ("db_password = 'Kd7Rq{alnum:16}' # for example", .low),
      ("password = \"Summer2019!\"", .low),
      ("TEST_SECRET={alnum:40}", .low),
      ("password=\"{hex:40}\"", .low),
      ("POSTGRES_PASSWORD={hex:32}", .medium),
    ])
  func values(template: String, expected: Confidence) throws {
    #expect(try confidence(template) == expected)
  }

  @Test(
    arguments: [
      "password = getPassword(request, 12)", "let token: TokenType2 = makeToken()",
      "password = user.password2", "secret = PBKDF2WithHmacSHA256", "token = os.environ[\"API_2\"]",
      "checksum/secret: {hex:64}", "api_key = \"sha256:{hex:64}\"",
      "password: \"${DB_PASSWORD_1}\"",
      "password = \"unclosed {alnum:20}", "secret = \"^[A-Za-z0-9]{32}$\"", "pass: {",
      "token = \"tk_7f3Q9_{letters}_{hexits:32}\"",
      "api_key = \"<your-K3y-goes-1n-here>\"",
      "pass(\"{alnum:3}\")", "password: $2b$12${alnum:53}",
      "admin.password: \"$6${alnum:16}${alnum:86}\"", "htpasswd: app:$2y$10${alnum:53}",
      "SECRET=pbkdf2_sha256$600000${alnum:22}${base64:43}=",
      "'password' => '$argon2id$v=19$m=65536,t=3,p=4${base64:22}${base64:43}'",
      "LOG_API_KEY=\nLOG_REPO_ID_2=\nAPP_SECRET=\nREGION_EU_WEST_2=\n",
      "api_key:\nservice_url_2024: x\n",
      "py3.9-langchain-notiktoken-v0.1.20: langchain-core==0.1.20", "api-token: requests==2.31.0x7",
      "const privateKeyAuthMagic = \"openssh-key-v1-4Kd7Rq2\"",
    ])
  func nothing(template: String) throws {
    #expect(try confidence(template) == nil)
  }

  /// A value ends where its form says, and is found at exactly its place.
  @Test(
    arguments: [
      ("a_token=%f7Q2{alnum:30}%&b=1", false), ("PASSWORD=%b7Q2{alnum:20}%\n", false),
      ("<secret>%r7Q2{alnum:30}%</secret>", false),
      ("{\\\"apiKey\\\":\\\"%f7Q2{alnum:30}%\\\"}", true),
      ("password=r\"%Q7$2{alnum:20}%\"", false),
    ])
  func places(template: String, isEscaped: Bool) throws {
    let text = KeyTemplate.expand(template, seed: 3)
    let parts = text.split(separator: "%", omittingEmptySubsequences: false)
    let found = try RuleFixtures.worker().secrets(in: Array(parts.joined().utf8).span)
    #expect(found.map { String(decoding: $0.secret, as: UTF8.self) } == [String(parts[1])])
    #expect(isEscaped || found.first?.range.lowerBound == parts[0].utf8.count)
  }

  /// In a string literal, an escape sequence ends a value and begins a name.
  @Test(
    arguments: [
      #"["NAME=%VALUE%\n", "DEBUG=1\n"]"#, #"{"log":"NAME=%VALUE%\n","stream":"stdout"}"#,
      #"{"content":"DEBUG=1\nNAME=%VALUE%\nPORT=80"}"#, #"data: "NAME=%VALUE%\nPORT=80\n""#,
      #"env = 'NAME=%VALUE%\nPORT=80\n'"#, #"{"a":"NAME=%VALUE%\tx"}"#,
      #"{"a":"NAME=%VALUE%\r\nx"}"#, #"{"a":"x\nNAME: %VALUE%\nexport B=1 c"}"#,
      #""{\"c\": \"x\\nNAME=%VALUE%\\ny\"}""#, #"{"a":"\"NAME=%VALUE%\""}"#,
      #"{"u":"https://x.org/?NAME=%VALUE%\u0026b=1"}"#, #"{"a":"<NAME>%VALUE%\u003c/NAME>"}"#,
      #"{"a":"\u001b[32mNAME=%VALUE%\u001b[0m"}"#, #"x = "\x1b[1;36mNAME=%VALUE%\x1b[0m""#,
      #"x = "NAME=%VALUE%\033[0m\n""#, #"b'x\nNAME=%VALUE%\nPORT=80'"#,
      #"{"a":"NAME=\"%VALUE%\"\nPORT=80"}"#, "x = `\\nNAME=%VALUE%\\ny`",
    ], ["PAYMENT_API_KEY", "token", "auth_key", "db.password"])
  func escapesEndValues(template: String, name: String) throws {
    let text = KeyTemplate.expand(
      template.replacing("NAME", with: name).replacing("VALUE", with: "Kd7{alnum:29}"), seed: 8)
    for filling in ["", String(repeating: #"A=1\n"#, count: 200)] {
      let parts = text.split(separator: "%", omittingEmptySubsequences: false)
      // A long line shows no quote.
      let start = parts[0].replacing("x\\n", with: "x\\n" + filling)
      let found = try RuleFixtures.worker().secrets(
        in: Array((start + parts[1...].joined()).utf8).span)
      #expect(
        found.map { String(decoding: $0.secret, as: UTF8.self) } == [String(parts[1])], "\(text)")
      #expect(found.first?.range.lowerBound == start.utf8.count)
    }
  }

  /// Outside of literals, a backslash ends nothing.
  @Test(arguments: [#"TOKEN=Kd7Rq{alnum:20}\new\temp"#, #"DB_PASSWORD=Kd7Rq{alnum:9}\ta"#])
  func backslashesOfSettings(template: String) throws {
    let text = Array(KeyTemplate.expand(template, seed: 4).utf8)
    let found = try RuleFixtures.worker().secrets(in: text.span)
    #expect(found.map(\.range.upperBound) == [text.count])
  }

  /// Escapes make no other name of a name.
  @Test(
    arguments: [
      #"{"a":"x\tcsrf_token={alnum:32}\n"}"#, #"{"a":"x\next_page_token: {alnum:32}\n"}"#,
      #"{"a":"token=your-token-goes-here-123\nx"}"#, #"{"a":"TOKEN=${SOME_TOKEN_2024_OF_US}\nx"}"#,
    ])
  func namesBehindEscapes(template: String) throws {
    #expect(try confidence(template) == nil)
  }

  @Test(
    arguments: [
      ("PASS: tests/foo-12/bar.sh", Confidence?.none), ("PASS: gdb.ada/assign_1.exp: set x", nil),
      ("PASS: gcc.c-torture/execute/20000112-1.c   -O0  execution test", nil),
      ("password: conf/Kd7-2/users.yaml", nil), ("PASS: mpn/t-div_qr_1", .low),
      ("PASS: test_Conv2d_3x3", .low), ("PASS: unit/TestX12_b", .low),
      ("PASS: Kd7Rq{alnum:16}", .medium), ("DB_PASS: Kd7-word-{alnum:16}", .medium),
      ("pass: Kd7/{alnum:16}", .medium), ("API_SECRET=aZ8/{alnum:16}.wYr7", .medium),
      ("API_SECRET=aZ8/{alnum:16}.pHd", .medium),
      ("\"AWS::ApiGateway::ApiKey\": \"0f3a9c1b7d2e4856\"", nil),
      ("\"AWS::ApiGateway::ApiKey\", \"{hex:32}\"", nil),
      ("\"profile::db::password\": \"Kd7Rq{alnum:16}\"", .medium),
    ])
  func logsAndTypes(template: String, expected: Confidence?) throws {
    #expect(try confidence(template) == expected)
  }

  /// An option begins a word.
  @Test(
    arguments: [
      ("  * Mark base-passwd Multi-Arch: foreign.", false),
      ("Mark base-passwd Multi-Arch foreign", false),
      ("tool -password Kd7Rq{alnum:9}", true), ("tool --db-password Kd7Rq{alnum:9}", true),
      ("[\"--admin-passwd\", \"Kd7Rq{alnum:9}\"]", true),
      ("{\"a\":\"tool \\\\\\n--password Kd7Rq{alnum:9}\"}", true),
      ("helm --set db-password=Kd7Rq{alnum:9}", true),
    ])
  func optionsBeginWords(template: String, isFound: Bool) throws {
    #expect(try (confidence(template) != nil) == isFound)
  }

  /// What is known of a value's place without a search is what the expression's group says.
  @Test func theQuickLookAgreesWithTheExpression() throws {
    let rules = try RuleFixtures.rules().filter { $0.valueKind == .assigned }
    var random = TestRandom(seed: 17)
    var (compared, looks) = (0, 0)
    for rule in rules {
      let look = try #require(rule.assignedTo.flatMap { AssignmentLook(names: $0) })
      let plain = Matcher(try rule.pattern(), groups: [1])
      let quick = Matcher(try rule.pattern(), groups: [1])
      for _ in 0..<4_000 {
        let name = random.pick(["API_KEY", "db.password", "clientSecret", "token", "x_secret_2"])
        let sign = random.pick([
          "=", ":", ": ", " = ", " := ", " => ", ":-", "=${X:-", "=\"${X-", ": ${1:=", ": |\n  ",
          "(\"",
          "\", \"", "\": \"", "' => '", ": String = \"", "</key><string>", ">", "\\\": \\\"",
          " is ", "\" value=\"", "='", "=`", "=b'", "=-", ": -", "=$", "=\n",
        ])
        let value = KeyTemplate.expand(
          random.pick([
            "{alnum:24}", "{alnum:5}", "{alnum:11}", "{alnum:12}", "-{hex:20}", "${alnum:18}",
            "{base64:30}=", "a{alnum:12}$&!",
          ]),
          seed: random.next())
        let end = random.pick(["", "\n", "\"", "}", "}\"", "'", "`", "</", " x", ",", ")"])
        let text = Array("\(random.pick(["", "${", "\"", " "]))\(name)\(sign)\(value)\(end)".utf8)
        for start in text.indices {
          guard let expected = plain.match(at: start, in: text.span) else { continue }
          var known: Range<Int>?
          let found = quick.match(at: start, in: text.span) { match in
            let place = AssignedValue.place(atEndOf: match, in: text.span)
            if case .useless = place { return place }
            // What is looked at before there is a match is of use, then.
            if case .within(let places) = look.place(behindNameAt: start, in: text.span) {
              let isEnough = AssignedValue.isLongEnough(
                from: places.upperBound - 1, ofNameAt: start, in: text.span)
              #expect(isEnough, "\(String(decoding: text, as: UTF8.self))")
              looks += 1
            }
            if case .range(let range) = place { known = range }
            return place
          }
          guard let known else { continue }
          compared += 1
          #expect(found?.range == expected.range)
          #expect(known == expected.group, "\(String(decoding: text, as: UTF8.self))")
        }
      }
    }
    #expect(compared > 1_000)
    #expect(looks > 1_000)
  }

  // MARK: Addresses

  @Test(
    arguments: [
      "10.20.30.40", "172.20.1.9", "192.168.1.5", "db", "db.internal", "nas.local", "[::1]",
      "pg.shop.svc.cluster.local", "git.acme.com", "db1.fabrikam.net", "localhost",
    ], ["postgres", "kafka", "snowflake", "nats", "ws", "tls", "pg", "clickhouse", "https"])
  func randomPasswordsInAddresses(host: String, scheme: String) throws {
    #expect(try confidence("\(scheme)://app:Kd7{alnum:15}@\(host)/main") == .medium)
  }

  @Test(
    arguments: [
      ("postgres://postgres:postgres@localhost/app", Confidence.low),
      ("mysql://app:hunter2@192.168.1.5/app", .low), ("redis://:1qaz2wsx@cache.local", .low),
      ("https://app:Winter2024@build.internal/", .low),
      ("https://app:Kd7{alnum:15}@example.com/", .low),
    ])
  func guessablePasswordsInAddresses(template: String, expected: Confidence) throws {
    #expect(try confidence(template) == expected)
  }

  @Test(
    arguments: [
      "https://user:password@example.com/", "postgres://user:pass@host:5432/db",
      "https://a:${TOKEN}@git.acme.com", "https://[fd00::1]:8080/x@y", "redis://<user>:<pass>@db",
    ])
  func samplesInAddresses(template: String) throws {
    #expect(try confidence(template) == nil)
  }

  // MARK: Hexadecimal digits beside a provider's word

  @Test(
    arguments: [
      ("datadog:\n  external_id = \"{hex:32}\"", Confidence?.none),
      ("deepgram\n>>>>>>> {hex:40}", nil), ("datadog:\n  apiKey: {hex:32}", .medium),
    ])
  func theNearestNameDecides(template: String, expected: Confidence?) throws {
    #expect(try confidence(template) == expected)
  }
}
