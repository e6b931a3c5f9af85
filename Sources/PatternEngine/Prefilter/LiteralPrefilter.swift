import Basics

/// Finds every place of many literals in one pass, whatever their number.
///
/// Each literal is represented by two of its windows of four bytes, one for either parity of its
/// place: so a pass over every second position meets exactly one of them (``WindowFilter``). At a
/// window that may be in the set, the literals that it stands for are compared. There are no false
/// negatives.
package struct LiteralPrefilter: Sendable {
  private(set) var filter = WindowFilter()
  /// The literals' bytes, one after the other, and what must follow them.
  private var bytes: [UInt8] = []
  private var followers: [ByteSet] = []
  /// The keys for the hash of a window's first three bytes.
  private var chains = [Chain](repeating: Chain(), count: WindowFilter.hashCount)
  /// The same for windows whose first byte is the one before a literal, by their other three.
  private var openChains = [Chain](repeating: Chain(), count: WindowFilter.hashCount)
  private var keys: [Key]
  /// One for each key.
  private var entries: [Entry]
  /// How far before and after some bytes windows stand of the literals that these decide about.
  private var margin = (before: 0, after: 0)

  /// What eight bytes from the one before a window on must be to stand for a literal: those of the
  /// literal and of what must follow it.
  private struct Key: Sendable {
    /// The bits that count, and what they are, the first byte lowest.
    var mask: UInt64
    var value: UInt64
    /// The next key with this hash; 0 when there is none.
    var next: Int32

    /// Whether eight bytes are like it.
    @inline(__always)
    func isLike(_ bytes: UInt64) -> Bool { bytes & mask == value }
  }

  /// All keys with one hash.
  private struct Chain: Sendable {
    /// The bits that count for all keys and are the same in all, and what they are; nothing is like
    /// no key.
    private var mask: UInt64 = 0
    private var value: UInt64 = 1
    /// The key that was added last; 0 when there is none.
    private(set) var first: Int32 = 0

    /// Whether eight bytes may be like one of the keys.
    @inline(__always)
    func mayHold(_ bytes: UInt64) -> Bool { bytes & mask == value }

    /// Adds a key that has the present first one as its next.
    mutating func add(_ key: Key, at index: Int) {
      (mask, value) =
        first == 0
        ? (key.mask, key.value) : (mask & key.mask & ~(value ^ key.value), value)
      value &= mask
      first = Int32(index)
    }
  }

  private struct Entry: Sendable {
    /// Index of the literal.
    var literal: Int32
    /// Where its bytes begin in `bytes`, and their number.
    var start: Int32
    var count: Int32
    /// Where in the literal the window begins; -1 when it begins with the byte before the literal.
    var offset: Int32
    var foldsCase: Bool
    /// What must follow it: where that begins in `followers`, and for how many bytes.
    var firstFollower: Int32
    var followerCount: Int32
  }

  /// A literal of the set, and where it stands.
  package struct Hit: Equatable, Sendable {
    /// Index of the literal in the array that the prefilter was made from.
    package var literal: Int
    /// Offset of its first byte.
    package var offset: Int
  }

  /// Prepares a search for literals of three bytes at least.
  package init(_ literals: [Literal]) {
    // Key 0 stands for none: its value has a bit that does not count, so that nothing is like it.
    keys = [Key(mask: 0, value: 1, next: 0)]
    entries = [
      Entry(
        literal: 0, start: 0, count: 0, offset: 0, foldsCase: false, firstFollower: 0,
        followerCount: 0)
    ]
    keys.reserveCapacity(1 + 2 * literals.count)
    entries.reserveCapacity(1 + 2 * literals.count)
    followers.reserveCapacity(literals.reduce(0) { $0 + $1.followers.count })
    var firstFollower = 0
    // Those of the built-in rules were chosen when they were compiled, which is most of the work.
    let known = literals.compactMap(\.windows)
    let windows = known.count == literals.count ? known : LiteralWindows.rarest(of: literals)
    var lastFollowers: [ByteSet] = []
    var followingBits = EightBytes()
    for (index, literal) in literals.enumerated() {
      precondition(literal.bytes.count >= RequiredLiterals.shortest)
      // Mostly those of a rule's other literals.
      if literal.followers != lastFollowers {
        lastFollowers = literal.followers
        followingBits = EightBytes(lastFollowers)
        firstFollower = followers.count
        followers += lastFollowers
      }
      var entry = Entry(
        literal: Int32(index), start: Int32(bytes.count), count: Int32(literal.bytes.count),
        offset: 0, foldsCase: literal.foldsCase, firstFollower: Int32(firstFollower),
        followerCount: Int32(literal.followers.count))
      bytes += literal.bytes
      entry.offset = Int32(windows[index].even)
      add(entry, for: literal, before: followingBits)
      entry.offset = Int32(windows[index].odd)
      add(entry, for: literal, before: followingBits)
    }
  }

  /// Adds a window of a literal, behind which some bytes stand.
  private mutating func add(_ entry: Entry, for literal: Literal, before following: EightBytes) {
    let offset = Int(entry.offset)
    let bits = EightBytes(of: literal, at: offset - 1, before: following)
    var key = Key(mask: bits.mask, value: bits.value & bits.mask, next: 0)
    let hash = insertWindow(of: literal, at: offset)
    if offset < 0 {
      key.next = openChains[hash].first
      openChains[hash].add(key, at: keys.count)
    } else {
      key.next = chains[hash].first
      chains[hash].add(key, at: keys.count)
    }
    keys.append(key)
    entries.append(entry)
    let extent = literal.bytes.count + literal.followers.count
    margin.before = max(margin.before, extent - 1 - offset)
    margin.after = max(margin.after, offset + 2)
  }

  /// Adds a window to the filter; returns the hash of its first three bytes that are known.
  private mutating func insertWindow(of literal: Literal, at offset: Int) -> Int {
    let bytes = literal.bytes
    if offset < 0 {
      filter.insert(anyBefore: bytes[0], bytes[1], bytes[2])
      return WindowFilter.hash(bytes[0], bytes[1], bytes[2])
    }
    let (first, second, third) = (bytes[offset], bytes[offset + 1], bytes[offset + 2])
    if offset + 3 < bytes.count {
      filter.insert(first, second, third, bytes[offset + 3])
    } else {
      filter.insert(first, second, third, anyOf: (literal.followers.first ?? .all).words)
    }
    return WindowFilter.hash(first, second, third)
  }

  /// Works out where to look for all literals that some bytes decide about.
  ///
  /// - Parameters:
  ///   - range: The bytes; when there are none, the place between two of them.
  ///   - length: Length of the text in bytes.
  /// - Returns: That part of the text.
  package func zone(around range: Range<Int>, length: Int) -> Range<Int> {
    max(0, range.lowerBound - margin.before)..<min(length, range.upperBound + margin.after)
  }

  /// Calls `body` for every place of every literal inside a range, once.
  ///
  /// - Parameters:
  ///   - text: The buffer.
  ///   - range: Where to look. Literals that begin before it or end after it may be reported too;
  ///     all that lie in it are. What follows them counts wherever it stands.
  ///   - body: Called in about ascending order of offsets.
  package func forEachHit(
    in text: Span<UInt8>, range: Range<Int>, _ body: (_ hit: Hit) -> Void
  ) {
    // Most candidates are none: that shows here, in what the keys have in common.
    let (chains, openChains, keys) = (chains, openChains, keys)
    filter.forEachCandidate(in: text, range: range) { offset, bytes, hashes in
      let (chain, openChain) = (chains[hashes.first], openChains[hashes.last])
      // One branch for both: what they are like is beyond prediction.
      let (mayBeOne, mayBeOther) = (
        chain.mayHold(bytes) ? 1 : 0, openChain.mayHold(bytes) ? 1 : 0
      )
      guard mayBeOne | mayBeOther != 0 else { return }
      func follow(_ first: Int32) {
        var next = Int(first)
        while next > 0 {
          let key = keys[next]
          if key.isLike(bytes) { report(entries[next], at: offset, in: text, body) }
          next = Int(key.next)
        }
      }
      if mayBeOne != 0 { follow(chain.first) }
      if mayBeOther != 0 { follow(openChain.first) }
    }
  }

  @inline(never)
  private func report(
    _ entry: Entry, at window: Int, in text: Span<UInt8>, _ body: (Hit) -> Void
  ) {
    // None of this comes near the limits of numbers.
    let start = window &- Int(entry.offset)
    let count = Int(entry.count)
    let end = start &+ count
    let followerCount = Int(entry.followerCount)
    guard start >= 0, end &+ followerCount <= text.count else { return }
    @inline(__always) func holds(_ places: Range<Int>) -> Bool {
      for index in places {
        let (byte, wanted) = (text[start &+ index], bytes[Int(entry.start) &+ index])
        guard byte == wanted || entry.foldsCase && byte.asciiLowercased == wanted else {
          return false
        }
      }
      return true
    }
    // Of the literal, the bytes of the key are known; of what follows it, little.
    let known = max(0, Int(entry.offset) &- 1)..<min(count, Int(entry.offset) &+ 7)
    guard holds(0..<known.lowerBound) else { return }
    for index in 0..<followerCount
    where !followers[Int(entry.firstFollower) &+ index].contains(text[end &+ index]) {
      return
    }
    guard holds(known.upperBound..<count) else { return }
    body(Hit(literal: Int(entry.literal), offset: start))
  }
}
