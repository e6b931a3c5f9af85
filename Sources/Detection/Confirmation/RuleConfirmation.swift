import Findings
import KeyFormats
import PatternEngine
import RuleSet

/// Says whether a rule matches at a place, and how sure that is; one per worker and rule.
final class RuleConfirmation {
  private let sharedRule: SharedRule
  private let rule: Rule
  let pattern: RulePattern
  /// The groups that a match tells of.
  private let groups: [Int]
  // Most rules that are tried in a short text find no place to begin at, and need none of these.
  private lazy var matcher = Matcher(pattern.pattern, groups: groups)
  /// Matches what follows the optional prefix, if the rule has one.
  private lazy var restMatcher = pattern.optionalPrefix.map { Matcher($0.rest, groups: groups) }
  private lazy var strictMatcher = pattern.strict.map { Matcher($0) }
  /// Most bytes of the optional prefix before what is tried; nil without one.
  let prefixLimit: Int?
  private let firstBytes: ByteTable
  /// What the expression spells out.
  private let mark: KeyMark
  /// Lengths that a match can have.
  private let lengths: ClosedRange<Int>
  /// The part of the expression that is the secret.
  private lazy var secretShape = PublicPrefix.shape(
    of: pattern.pattern, group: rule.secretGroup)
  private let keepsTexts: Bool
  private lazy var contextWords = NearbyWords(rule.context)
  private lazy var notAfterWords = NearbyWords(rule.notAfterWords)
  private lazy var adjustments = NearbyAdjustments(of: rule)

  init(_ rule: Rule, _ pattern: RulePattern, keepsTexts: Bool = false) {
    sharedRule = SharedRule(rule)
    self.rule = rule
    self.pattern = pattern
    self.keepsTexts = keepsTexts
    let groupCount = pattern.pattern.groupCount
    groups =
      rule.secretGroup > 0
      ? [rule.secretGroup] : rule.kind.takesAnyGroup && groupCount > 0 ? Array(1...groupCount) : []
    prefixLimit = pattern.optionalPrefix?.most
    firstBytes = ByteTable(pattern.pattern.firstBytes)
    let shortest = max(1, pattern.pattern.minLength)
    lengths = shortest...max(shortest, pattern.pattern.maxLength ?? shortest)
    // What begins with a name, a scheme or a host is no key.
    let isKey = rule.assignedTo == nil && rule.secretGroup == 0
    mark = KeyMark(of: isKey ? pattern.pattern.syntax : .empty)
  }

  /// Finds the match whose optional prefix ends at an offset, if it is a secret, and its start
  /// offset.
  ///
  /// Of the offsets from which it is found, it has the first.
  func match(
    withPrefixUpTo end: Int, in text: Span<UInt8>
  ) -> (start: Int, secret: SecretMatch)? {
    guard let prefix = pattern.optionalPrefix, let found = rest(of: prefix, at: end, in: text)
    else { return nil }
    var start = end
    // From before an earlier rest, a match comes to that one.
    while start > 0, end - start < prefix.most, prefix.set.contains(text[start - 1]),
      rest(of: prefix, at: start - 1, in: text) == nil
    {
      start -= 1
    }
    // Without a group that holds something, the whole match is the secret.
    guard found.group != found.range else { return match(at: start, in: text).map { (start, $0) } }
    guard !found.group.isEmpty else { return nil }
    var whole = found
    whole.range = start..<found.range.upperBound
    return confirm(whole, in: text).map { (start, $0) }
  }

  private func rest(
    of prefix: OptionalPrefix, at start: Int, in text: Span<UInt8>
  ) -> Matcher.Match? {
    guard prefix.rest.firstBytes.contains(text[start]) else { return nil }
    return restMatcher?.match(at: start, in: text)
  }

  /// Returns the match that starts at an offset, if it is a secret.
  func match(at start: Int, in text: Span<UInt8>) -> SecretMatch? {
    guard firstBytes.contains(text[start]) else { return nil }
    let demand = demand(
      on: Boundary.start(at: start, in: text, notBefore: rule.notBefore))
    // Where a body follows, the match says nothing of the end of the string that holds both.
    let isMarked = rule.body == nil && mark.isThere && mark.opens(text, at: start)
    guard demand != .unmeetable || isMarked else { return nil }
    if demand != .unmeetable, let found = bounded(firstMatch(at: start, in: text), in: text) {
      if isMarked, let stored = storedMatch(at: start, certainly: true, in: text) {
        return stored
      }
      return confirm(found.match, in: text, demand: max(demand, found.demand))
    }
    return isMarked ? storedMatch(at: start, in: text) : nil
  }

  private func firstMatch(at start: Int, in text: Span<UInt8>) -> Matcher.Match? {
    guard rule.valueKind == .assigned else { return matcher.match(at: start, in: text) }
    return matcher.match(at: start, in: text) { AssignedValue.place(atEndOf: $0, in: text) }
  }

  /// What a match has to show beyond its shape.
  private enum Demand: Comparable {
    case nothing
    /// That its shape decides, whatever stands beside it.
    case decision
    /// That a proof holds.
    case proof
    case unmeetable
  }

  /// What a match has to show because of what stands before it.
  private func demand(on start: Boundary.Start) -> Demand {
    switch start {
    case .free, .defaultValue: .nothing
    case .detached, .labelled: mark.isThere ? .nothing : canDecide ? .decision : .unmeetable
    case .joined: mark.isDistinct ? .nothing : canDecide ? .decision : .unmeetable
    case .inside:
      (mark.isDistinct && canDecide || mark.leading >= 3 && hasChecksum) && !isBase64
        ? .decision : .unmeetable
    }
  }

  /// Whether keys are base64, as what they stand in the middle of may be.
  private var isBase64: Bool { rule.notBefore.contains(UInt8(ascii: "+")) }

  private var canDecide: Bool { mark.isDecisive || pattern.strict != nil || hasChecksum }

  private var hasChecksum: Bool {
    rule.proof?.isDecisive ?? false
  }

  /// A match with what it has to show because of what stands after it; without what only mirrors
  /// the dashes before it.
  private func bounded(
    _ found: Matcher.Match?, in text: Span<UInt8>
  ) -> (match: Matcher.Match, demand: Demand)? {
    guard var found, !found.group.isEmpty else { return nil }
    let mirrored = Boundary.mirroredLength(of: found.range, in: text)
    if mirrored > 0, found.group == found.range,
      let shorter = match(
        exactly: found.range.lowerBound..<found.range.upperBound - mirrored, in: text)
    {
      found = shorter
    }
    switch Boundary.end(at: found.range.upperBound, in: text, notAfter: rule.notAfter) {
    case .free: return (found, .nothing)
    case .joined: return hasChecksum ? (found, .proof) : nil
    }
  }

  /// The match that takes a range, whatever follows.
  private func match(exactly range: Range<Int>, in text: Span<UInt8>) -> Matcher.Match? {
    let found = matcher.match(at: range.lowerBound, in: text.extracting(0..<range.upperBound))
    return found?.range == range ? found : nil
  }

  /// The match of a string of binary data that starts at an offset, and ends where a length says so.
  ///
  /// - Parameters:
  ///   - start: Where it starts.
  ///   - certainly: Whether only lengths count that can be nothing else.
  ///   - text: The text.
  /// - Returns: Nil where there is none, and where no control bytes are near.
  private func storedMatch(
    at start: Int, certainly: Bool = false, in text: Span<UInt8>
  ) -> SecretMatch? {
    guard start + lengths.lowerBound <= text.count,
      isFixed ? fixedMatch(at: start, in: text) != nil : true,
      StoredString.isBinary(around: start, lengths: lengths, in: text)
    else { return nil }
    for end in StoredString.ends(
      ofStringAt: start, lengths: lengths, certainly: certainly, in: text)
    {
      if let found = match(exactly: start..<end, in: text), !found.group.isEmpty,
        let match = confirm(found, in: text, until: end)
      {
        return exactMatch(at: start, beyond: end, in: text) ?? match
      }
    }
    return certainly ? nil : unboundedMatch(at: start, in: text)
  }

  /// The match that starts at an offset and has the exact structure of genuine keys, if it goes on where
  /// a length that was guessed would cut it off.
  private func exactMatch(at start: Int, beyond end: Int, in text: Span<UInt8>) -> SecretMatch? {
    guard let exact = strictMatcher?.match(at: start, in: text)?.range,
      exact.upperBound > end, exact.lowerBound == start,
      let found = match(exactly: exact, in: text)
    else { return nil }
    return confirm(found, in: text, demand: .decision, until: exact.upperBound)
  }

  /// The match of a string of binary data that starts at an offset and has no length of its own:
  /// what is before may be anything where the mark tells the key from it, and what follows where the
  /// key cannot be the start of a longer name.
  private func unboundedMatch(at start: Int, in text: Span<UInt8>) -> SecretMatch? {
    guard mark.isDistinct else { return nil }
    guard isFixed else {
      return matcher.match(at: start, in: text).flatMap { confirm($0, in: text) }
    }
    guard let found = fixedMatch(at: start, in: text) else { return nil }
    let end = found.range.upperBound
    let goesOn = end < text.count && rule.notAfter.contains(text[end])
    let isName = goesOn && !mark.isFollowedByDigits(in: text, found.range)
    return confirm(found, in: text, demand: isName ? .decision : .nothing, until: end)
  }

  /// Whether a match would be one without its last byte as well: then how long it has to be is not known.
  private func mayEndEarlier(_ range: Range<Int>, in text: Span<UInt8>) -> Bool {
    rule.body == nil && match(exactly: range.lowerBound..<range.upperBound - 1, in: text) != nil
  }

  /// Whether all matches are of one length.
  private var isFixed: Bool { lengths.lowerBound == lengths.upperBound }

  private func fixedMatch(at start: Int, in text: Span<UInt8>) -> Matcher.Match? {
    let end = start + lengths.upperBound
    return end <= text.count ? match(exactly: start..<end, in: text) : nil
  }

  /// Judges a match.
  ///
  /// - Parameters:
  ///   - shape: The match.
  ///   - text: The buffer.
  ///   - demand: What it has to show.
  ///   - end: Where the string ends that it is; nil where that is not known.
  /// - Returns: Nil when it is no secret.
  private func confirm(
    _ shape: Matcher.Match, in text: Span<UInt8>, demand: Demand = .nothing, until end: Int? = nil
  ) -> SecretMatch? {
    var found = shape
    var key: DressedKey?
    if let body = rule.body {
      key = self.key(body, announcedBy: shape, in: text)
      guard let key else { return nil }
      found.range = shape.range.lowerBound..<key.end
      found.group = shape.group.lowerBound..<key.end
    }
    let surroundings = Surroundings(
      of: found.range, in: text, before: pattern.lookBehind, after: pattern.lookAhead)
    var shown = mark.isDecisive ? Demand.decision : .nothing
    guard
      var match = confirm(
        found, key, in: text.extracting(0..<(end ?? text.count)), surroundings, showing: &shown),
      shown >= demand
    else { return nil }
    if keepsTexts {
      match.texts = SecretMatch.Texts(
        match: found.range.map { text[$0] }, line: surroundings.lines(within: Allowlist.lineReach))
    }
    return match
  }

  private func key(
    _ body: Rule.Body, announcedBy shape: Matcher.Match, in text: Span<UInt8>
  ) -> DressedKey? {
    switch body {
    case .armoured: DressedKey(behindHeader: shape.range.upperBound, in: text)
    case .bare: DressedKey(bareAt: shape.range.lowerBound, in: text)
    case .putty: DressedKey(inPuTTYsForm: shape.range.upperBound, in: text)
    }
  }

  private func confirm(
    _ found: Matcher.Match, _ key: DressedKey?, in text: Span<UInt8>, _ surroundings: Surroundings,
    showing shown: inout Demand
  ) -> SecretMatch? {
    if case .gitleaks(let terms) = rule.kind {
      return confirm(found, in: text, surroundings, on: terms)
    }
    var context: (word: String, distance: Int)?
    if !rule.context.isEmpty {
      context = surroundings.nearestWord(
        of: contextWords, before: rule.contextBefore, after: rule.contextAfter)
      guard context != nil else { return nil }
    }
    if !rule.notAfterWords.isEmpty, surroundings.follows(notAfterWords) { return nil }
    if rule.notInsideBase64, surroundings.isInsideBase64 { return nil }

    if !rule.context.isEmpty, !rule.notAfterWords.isEmpty, surroundings.namesSomethingElse {
      return nil
    }

    var range = found.group
    var written: AssignedValue?
    if rule.valueKind == .assigned {
      written = surroundings.assignedValue(
        at: range.lowerBound - found.range.lowerBound, range.count)
      guard let written else { return nil }
      range = range.lowerBound..<range.lowerBound + written.length
    }
    let secret = range.map { text[$0] }
    let prefixLength = PublicPrefix.length(in: secret, of: secretShape)
    let body = key?.characters[...] ?? secret[prefixLength...]
    guard fits(body) else { return nil }
    lazy var isStrict =
      strictMatcher?.match(at: found.group.lowerBound, in: text)?.range == found.group
    // An ellipsis behind a key of which nothing can be missing belongs to the sentence.
    let isShortened = surroundings.isTruncated && !isStrict && mayEndEarlier(found.range, in: text)
    if isShortened, rule.valueKind != nil || rule.assignedTo != nil { return nil }
    // Values of names are judged first, since most are words.
    lazy var entropy = Entropy.bitsPerByte(body)
    if written == nil {
      guard entropy > rule.entropy else { return nil }
      // A long body that proves itself holds some word by chance.
      let mayHoldWords = key?.verdict.holds == true || rule.proof?.isOfWords == true
      if !mayHoldWords, Placeholders.isPlaceholder(body) { return nil }
    }
    var confidence = rule.description.confidence
    if key?.confidence == .low { confidence = .low }
    if let kind = rule.valueKind {
      let judged: Confidence? =
        switch kind {
        case .assigned: written.flatMap { JudgedValue(secret).confidence(as: $0) }
        case .random:
          // Where the shape tells, there is no name to judge.
          rule.assignedTo != nil
            && surroundings.name(before: range.lowerBound - found.range.lowerBound)
              .isOfSomethingElse
            ? nil : JudgedValue(secret).randomConfidence
        case .password:
          AddressPassword(secret, in: found.range.map { text[$0] }).confidence
        case .login: surroundings.isInsideWord ? nil : LoginPassword(secret).confidence
        case .basic: LoginPassword(basic: secret)?.confidence
        }
      guard let judged else { return nil }
      confidence = min(confidence, judged)
    }
    guard entropy > rule.entropy, !PublishedKeys.contains(secret) else { return nil }
    if !rule.jwtContains.isEmpty, !TokenClaims.mention(rule.jwtContains, in: secret) { return nil }

    var match = SecretMatch(
      sharedRule, range: range, secret: secret, prefixLength: prefixLength,
      confidence: confidence, entropy: entropy)
    if let context {
      match.contextDistance = context.distance
      match.facts.append("beside “\(context.word)”")
    }
    if isStrict {
      shown = max(shown, .decision)
      match.confidence = .high
      match.isExact = true
      match.facts.append("exact structure of genuine keys")
    }
    if let proof = rule.proof {
      let verdict = key?.verdict ?? proof.check(secret, near: surroundings.value(of:))
      if proof.isDecisive, verdict.holds == true { shown = .proof }
      match.facts += verdict.facts
      match.isProven = verdict.holds == true
      if let judged = verdict.confidence {
        // What is known of a few keys need not hold for all.
        let isKnownWell = rule.proofSamples >= Rule.Proof.enoughSamples
        match.confidence =
          match.isProven || isKnownWell ? judged : max(judged, min(match.confidence, .medium))
      }
    }
    adjustments.apply(to: &match, surroundings, isSettings: written?.form == .settings)
    // How much of a key was left out is not known where keys have several lengths.
    if isShortened, !match.isProven { match.confidence = .low }
    return match
  }

  /// A match of a rule in gitleaks' schema: what it says counts, and nothing else.
  private func confirm(
    _ found: Matcher.Match, in text: Span<UInt8>, _ surroundings: Surroundings,
    on terms: Rule.GitleaksTerms
  ) -> SecretMatch? {
    if !terms.keywords.isEmpty,
      !surroundings.holdsAny(of: terms.keywords, within: Rule.GitleaksTerms.keywordReach)
    {
      return nil
    }
    let secret = found.group.map { text[$0] }
    let entropy = Entropy.bitsPerByte(secret[...])
    guard rule.entropy == 0 || entropy > rule.entropy else { return nil }
    let prefixLength = PublicPrefix.length(in: secret, of: secretShape)
    return SecretMatch(
      sharedRule, range: found.group, secret: secret, prefixLength: prefixLength,
      confidence: rule.description.confidence, entropy: entropy)
  }

  /// Returns whether the body mixes characters as random keys do.
  private func fits(_ body: ArraySlice<UInt8>) -> Bool {
    guard rule.minDistinct == 0 || Set(body).count >= rule.minDistinct else { return false }
    return rule.requires.allSatisfy { kind in
      body.contains { byte in
        switch kind {
        case .digit: ByteSet.digits.contains(byte)
        case .upper: ByteSet.uppercase.contains(byte)
        case .lower: ByteSet.lowercase.contains(byte)
        case .nonHex: ByteSet.letters.contains(byte) && byte | 0x20 > UInt8(ascii: "f")
        }
      }
    }
  }
}
