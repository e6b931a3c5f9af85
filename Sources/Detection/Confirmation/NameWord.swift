import PatternEngine

/// What a word of a name says about the value that the name is given.
enum NameWord {
  /// What a word means where it stands beside one for a secret.
  struct Meaning: OptionSet {
    let rawValue: UInt8

    /// What a name that ends with it stands for is about a secret and not one.
    static let ending = Meaning(rawValue: 1)
    /// What a name that begins with it stands for is no secret.
    static let beginning = Meaning(rawValue: 2)
    /// The value is a hash, or is named as one.
    static let hash = Meaning(rawValue: 4)
    /// The value is made up.
    static let sample = Meaning(rawValue: 8)
    /// It says of a key that it is a secret: what it does, whose it is, who issues it.
    static let key = Meaning(rawValue: 16)
    /// It stands for a password.
    static let password = Meaning(rawValue: 32)
  }

  /// What a word means; nothing where it is in none of the lists.
  static func meaning(of word: Range<Int>, _ letters: Span<UInt8>) -> Meaning {
    words.number(of: word, in: letters).map { meanings[$0] } ?? []
  }

  /// Whether a word ends in one for a password.
  static func endsInPassword(_ word: Range<Int>, _ letters: Span<UInt8>) -> Bool {
    passwordEndings.standsAtEnd(of: word, in: letters)
  }

  /// Whether a word stands for another secret: `apikey`, and `key` after a word that says what it
  /// opens, among them.
  static func isSecret(
    _ word: Range<Int>, after previous: Range<Int>, _ letters: Span<UInt8>
  ) -> Bool {
    // A library that counts the tokens of a text.
    if secretEndings.standsAtEnd(of: word, in: letters) {
      return !tokenCounters.standsAtEnd(of: word, in: letters)
    }
    var end = word.upperBound
    if end > word.lowerBound, letters[end - 1] == UInt8(ascii: "s") { end -= 1 }
    guard keys.standsAtEnd(of: word.lowerBound..<end, in: letters) else { return false }
    let stem = word.lowerBound..<end - 3
    return meaning(of: stem.isEmpty ? previous : stem, letters).contains(.key)
  }

  /// Where a word ends without the number at its end; one that is a number is kept.
  static func endWithoutNumber(of word: Range<Int>, in name: ArraySlice<UInt8>) -> Int {
    var end = word.upperBound
    while end > word.lowerBound, ByteSet.digits.contains(name[end - 1]) { end -= 1 }
    return end == word.lowerBound ? word.upperBound : end
  }

  // MARK: Words

  private static let keys = WordSet("key")
  private static let passwordEndings = WordSet(
    "password passwords passwd passwort passphrase pwd")
  private static let secretEndings = WordSet(
    "secret secrets token tokens credential credentials creds")
  private static let tokenCounters = WordSet("tiktoken")

  private static let lists: [(meaning: Meaning, words: String)] = [
    (.password, "pass pwd pw passcode dbpass userpass rootpass adminpass mypass authpass smtppass"),
    (.hash, "checksum hash hashes digest sha md integrity fingerprint"),
    (.sample, "test tests testing example sample dummy fake mock demo stub expected"),
    (
      .key,
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
      """
    ),
    (
      .ending,
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
      """
    ),
    (
      .beginning,
      """
      public pub csrf xsrf cursor continuation continue cancel cancellation hash hashed encrypted \
      sealed ciphertext digest placeholder page authenticity sha md fingerprint thumbprint checksum \
      etag integrity forgot is has no not invalid missing wrong incorrect foreign primary cache sort \
      partition translation locale publishable anon site ice
      """
    ),
  ]

  /// Each word of the lists once.
  private static let words = WordSet(lists.map(\.words).joined(separator: " "))
  /// What each of them means, by its number.
  private static let meanings: [Meaning] = {
    var meanings = [Meaning](repeating: [], count: words.count)
    for (meaning, list) in lists {
      let letters = Array(list.utf8)
      for word in letters.split(separator: UInt8(ascii: " ")) {
        if let number = words.number(of: word.indices, in: letters.span) {
          meanings[number].formUnion(meaning)
        }
      }
    }
    return meanings
  }()
}
