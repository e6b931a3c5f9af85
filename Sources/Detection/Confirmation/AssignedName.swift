import PatternEngine

/// A name that a value is given to, such as `NEXTAUTH_SECRET`, `clientSecret` or `db.password`,
/// word by word: what it says as a whole depends on the order of its words.
struct AssignedName {
  /// Its words in lower case, one behind the other.
  private let letters: [UInt8]
  /// Where each of them stands, without the number at its end.
  private let words: [Range<Int>]
  /// Where the word stands that says that the value is a secret; nil when none does.
  private let secretWord: Int?
  /// Whether that word stands for a password, which a person may have chosen.
  let isPassword: Bool

  /// Takes a name apart.
  ///
  /// - Parameter name: The bytes of an identifier, perhaps with a path of dots before it.
  init(_ name: ArraySlice<UInt8>) {
    let (letters, words) = Self.split(name)
    var found: (place: Int, isPassword: Bool)?
    for (place, word) in words.enumerated() {
      if Self.isPassword(word, letters.span) {
        found = (place, true)
      } else if Self.isSecret(word, letters.span)
        || Self.isKey(word, after: place > 0 ? words[place - 1] : 0..<0, letters.span)
      {
        found = (place, false)
      }
    }
    self.letters = letters
    self.words = words
    secretWord = found?.place
    isPassword = found?.isPassword ?? false
  }

  /// Whether nothing in it is a letter or a digit.
  var isEmpty: Bool { words.isEmpty }

  /// Whether the name says that the value is a secret, not something about one.
  var isOfSecret: Bool { secretWord != nil && !isOfSomethingElse }

  /// Whether a word after the secret makes it another thing, as in `token_url`, or one before it
  /// does, as in `public_key`.
  var isOfSomethingElse: Bool {
    let place = secretWord ?? words.count - 1
    return holds(Self.otherEndings, in: place + 1..<words.count)
      || holds(Self.otherBeginnings, in: 0..<max(0, place))
      || secretWord == nil && holds(Self.otherEndings, in: max(0, place)..<words.count)
  }

  /// Whether it is a password's, and whose is not said: such a column or member may hold a hash.
  var isBarePassword: Bool { isPassword && words.count == 1 }

  /// Whether the value is a hash, or is named as one.
  var isOfHash: Bool { holds(Self.hashWords, in: words.indices) }

  /// Whether it says itself that the value is made up.
  var isOfSample: Bool { holds(Self.sampleWords, in: words.indices) }

  // MARK: Words

  /// Whether one of its words is in a set.
  private func holds(_ set: WordSet, in places: Range<Int>) -> Bool {
    words[places].contains { set.contains($0, of: letters.span) }
  }

  /// The words between signs and at humps: `APIKeyV2` is `api`, `key`, `v`.
  private static func split(_ name: ArraySlice<UInt8>) -> (letters: [UInt8], words: [Range<Int>]) {
    var letters: [UInt8] = []
    letters.reserveCapacity(name.count)
    var words: [Range<Int>] = []
    // Hardly any name has more.
    words.reserveCapacity(8)
    var start = 0
    func close() {
      if letters.count > start { words.append(withoutNumber(start..<letters.count, letters.span)) }
      start = letters.count
    }
    var last: UInt8 = 0
    for (place, byte) in zip(name.indices, name) {
      guard ByteSet.alphanumerics.contains(byte) else {
        close()
        continue
      }
      if letters.count > start, ByteSet.uppercase.contains(byte) {
        let next = place + 1 < name.endIndex ? name[place + 1] : 0
        if !ByteSet.uppercase.contains(last) || ByteSet.lowercase.contains(next) { close() }
      }
      letters.append(byte.asciiLowercased)
      last = byte
    }
    close()
    return (letters, words)
  }

  private static func withoutNumber(_ word: Range<Int>, _ letters: Span<UInt8>) -> Range<Int> {
    var end = word.upperBound
    while end > word.lowerBound, ByteSet.digits.contains(letters[end - 1]) { end -= 1 }
    return end == word.lowerBound ? word : word.lowerBound..<end
  }

  private static func isPassword(_ word: Range<Int>, _ letters: Span<UInt8>) -> Bool {
    passwordWords.contains(word, of: letters) || passwordEndings.standsAtEnd(of: word, in: letters)
  }

  private static func isSecret(_ word: Range<Int>, _ letters: Span<UInt8>) -> Bool {
    // A library that counts the tokens of a text.
    secretEndings.standsAtEnd(of: word, in: letters)
      && !tokenCounters.standsAtEnd(of: word, in: letters)
  }

  /// `apikey`, and `key` after a word that says what it opens.
  private static func isKey(
    _ word: Range<Int>, after previous: Range<Int>, _ letters: Span<UInt8>
  ) -> Bool {
    var end = word.upperBound
    if end > word.lowerBound, letters[end - 1] == UInt8(ascii: "s") { end -= 1 }
    guard end - word.lowerBound >= 3, key.contains(end - 3..<end, of: letters) else { return false }
    let stem = word.lowerBound..<end - 3
    return keyWords.contains(stem.isEmpty ? previous : stem, of: letters)
  }

  private static let key = WordSet("key")
  private static let passwordWords = WordSet(
    "pass pwd pw passcode dbpass userpass rootpass adminpass mypass authpass smtppass")
  private static let passwordEndings = WordSet(
    "password passwords passwd passwort passphrase pwd")
  private static let secretEndings = WordSet(
    "secret secrets token tokens credential credentials creds")
  private static let tokenCounters = WordSet("tiktoken")

  /// Words that say of a key that it is a secret: what it does, whose it is, who issues it.
  private static let keyWords = WordSet(
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
    """)

  /// What a name that ends with such a word stands for is about a secret and not one.
  private static let otherEndings = WordSet(
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
    """)

  /// What a name that begins with such a word stands for is no secret.
  private static let otherBeginnings = WordSet(
    """
    public pub csrf xsrf cursor continuation continue cancel cancellation hash hashed encrypted \
    sealed ciphertext digest placeholder page authenticity sha md fingerprint thumbprint checksum \
    etag integrity forgot is has no not invalid missing wrong incorrect foreign primary cache sort \
    partition translation locale publishable anon site ice
    """)

  private static let hashWords = WordSet(
    "checksum hash hashes digest sha md integrity fingerprint")

  private static let sampleWords = WordSet(
    "test tests testing example sample dummy fake mock demo stub expected")
}
