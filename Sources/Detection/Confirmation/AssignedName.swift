import PatternEngine

/// A name that a value is given to, such as `NEXTAUTH_SECRET`, `clientSecret` or `db.password`,
/// word by word: what it says as a whole depends on the order of its words.
struct AssignedName {
  /// Its words in lower case, each without the number at its end.
  let words: [String]
  /// Where the word stands that says that the value is a secret; nil when none does.
  private let secretWord: Int?
  /// Whether that word stands for a password, which a person may have chosen.
  let isPassword: Bool

  /// Takes a name apart.
  ///
  /// - Parameter name: The bytes of an identifier, perhaps with a path of dots before it.
  init(_ name: some Collection<UInt8>) {
    words = Self.split(name).map(Self.withoutNumber)
    var found: (place: Int, isPassword: Bool)?
    for (place, word) in words.enumerated() {
      if Self.isPassword(word) {
        found = (place, true)
      } else if Self.isSecret(word) || Self.isKey(word, after: place > 0 ? words[place - 1] : nil) {
        found = (place, false)
      }
    }
    secretWord = found?.place
    isPassword = found?.isPassword ?? false
  }

  /// Whether the name says that the value is a secret, not something about one.
  var isOfSecret: Bool { secretWord != nil && !isOfSomethingElse }

  /// Whether a word after the secret makes it another thing, as in `token_url`, or one before it
  /// does, as in `public_key`.
  var isOfSomethingElse: Bool {
    let place = secretWord ?? words.count - 1
    return words.dropFirst(place + 1).contains(where: Self.otherEndings.contains)
      || words.prefix(max(0, place)).contains(where: Self.otherBeginnings.contains)
      || secretWord == nil && words.last.map(Self.otherEndings.contains) == true
  }

  /// Whether it is a password's, and whose is not said: such a column or member may hold a hash.
  var isBarePassword: Bool { isPassword && words.count == 1 }

  /// Whether the value is a hash, or is named as one.
  var isOfHash: Bool { words.contains(where: Self.hashWords.contains) }

  /// Whether it says itself that the value is made up.
  var isOfSample: Bool { words.contains(where: Self.sampleWords.contains) }

  // MARK: Words

  /// The words between signs and at humps: `APIKeyV2` is `api`, `key`, `v2`.
  static func split(_ name: some Collection<UInt8>) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    func close() {
      if !word.isEmpty {
        words.append(String(decoding: word.map(\.asciiLowercased), as: UTF8.self))
      }
      word = []
    }
    let bytes = Array(name)
    for (place, byte) in bytes.enumerated() {
      guard ByteSet.alphanumerics.contains(byte) else {
        close()
        continue
      }
      if let last = word.last, ByteSet.uppercase.contains(byte) {
        let next = place + 1 < bytes.count ? bytes[place + 1] : 0
        if !ByteSet.uppercase.contains(last) || ByteSet.lowercase.contains(next) { close() }
      }
      word.append(byte)
    }
    close()
    return words
  }

  private static func withoutNumber(_ word: String) -> String {
    // Hardly any ends with one.
    guard let last = word.utf8.last, ByteSet.digits.contains(last) else { return word }
    let rest = word.utf8.reversed().drop(while: ByteSet.digits.contains)
    return rest.isEmpty ? word : String(decoding: rest.reversed(), as: UTF8.self)
  }

  private static func isPassword(_ word: String) -> Bool {
    passwordWords.contains(word) || passwordEndings.contains { word.hasSuffix($0) }
  }

  private static func isSecret(_ word: String) -> Bool {
    // A library that counts the tokens of a text.
    secretEndings.contains { word.hasSuffix($0) } && !word.hasSuffix("tiktoken")
  }

  /// `apikey`, and `key` after a word that says what it opens.
  private static func isKey(_ word: String, after previous: String?) -> Bool {
    let stem =
      word.hasSuffix("keys") ? word.dropLast(4) : word.hasSuffix("key") ? word.dropLast(3) : nil
    guard let stem else { return false }
    return keyWords.contains(stem.isEmpty ? previous ?? "" : String(stem))
  }

  private static let passwordWords: Set<String> = [
    "pass", "pwd", "pw", "passcode", "dbpass", "userpass", "rootpass", "adminpass", "mypass",
    "authpass", "smtppass",
  ]
  private static let passwordEndings = [
    "password", "passwords", "passwd", "passwort", "passphrase", "pwd",
  ]
  private static let secretEndings = [
    "secret", "secrets", "token", "tokens", "credential", "credentials", "creds",
  ]

  /// Words that say of a key that it is a secret: what it does, whose it is, who issues it.
  private static let keyWords: Set<String> = Set(
    """
    api app application access secret private auth authentication authorization encryption encrypt \
    encrypted decryption crypt crypto cipher aes des rsa hmac hash mac jwt jws jwe signing sign \
    signature master admin root consumer client customer license licence product service server \
    account session cookie deploy webhook integration subscription storage shared write ingest \
    security validation deterministic kms webflow preshared psk wep wpa recaptcha captcha hcaptcha \
    turnstile developer dev push vapid fcm mail email sms payment gateway bot llm ai openai \
    anthropic claude gemini mistral cohere groq deepseek openrouter huggingface replicate together \
    perplexity elevenlabs google gcp azure aws cloudflare stripe twilio sendgrid mailgun mailchimp \
    github gitlab slack discord telegram datadog sentry newrelic algolia firebase supabase pinecone \
    weaviate qdrant typesense meilisearch mapbox maps weather openweather newsapi tmdb alphavantage \
    finnhub polygon infura alchemy etherscan moralis rapidapi serpapi tavily exa firecrawl langchain \
    langsmith langfuse posthog amplitude segment mixpanel intercom hubspot zendesk jira notion \
    airtable shopify paypal square plaid resend postmark brevo
    """.split(separator: " ").map(String.init))

  /// What a name that ends with such a word stands for is about a secret and not one.
  private static let otherEndings: Set<String> = Set(
    """
    name names type types url urls uri uris endpoint path paths file files filename dir ref refs \
    reference arn id ids uuid guid hash hashes hashed hasher length len size count counter expir \
    expiry expires expiration expire ttl timeout class field fields label labels prefix suffix regex \
    regexp pattern header headers version algorithm alg algo public placeholder hint policy format \
    error errors err message messages msg valid invalid validation validator validators digest sha \
    md fingerprint checksum salt nonce cursor title desc description text help translation icon \
    image template thumbprint signature encrypted ciphertext sealed commit revision etag schema cipher \
    column keyword locale resource vocab merges index limit max min bucket provider manager store \
    arg args argument param parameter parameters strength score status state required enabled \
    disabled input button form link method function func kind enc encoding issuer audience scope \
    scopes user username email usage pair rotation age date count budget selector element mode \
    source option options env var variable family confirmation magic marker delimiter separator
    """.split(separator: " ").map(String.init))

  /// What a name that begins with such a word stands for is no secret.
  private static let otherBeginnings: Set<String> = Set(
    """
    public pub csrf xsrf cursor continuation continue cancel cancellation hash hashed encrypted \
    sealed ciphertext digest placeholder page authenticity sha md fingerprint thumbprint checksum \
    etag integrity forgot is has no not invalid missing wrong incorrect foreign primary cache sort \
    partition translation locale publishable anon site ice
    """.split(separator: " ").map(String.init))

  private static let hashWords: Set<String> = [
    "checksum", "hash", "hashes", "digest", "sha", "md", "integrity", "fingerprint",
  ]

  private static let sampleWords: Set<String> = [
    "test", "tests", "testing", "example", "sample", "dummy", "fake", "mock", "demo", "stub",
    "expected",
  ]
}
