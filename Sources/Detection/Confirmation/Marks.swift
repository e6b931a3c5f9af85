import PatternEngine

/// Short texts that are looked for in a value, all at once: most bytes begin none of them.
struct Marks {
  private let beginnings: Beginnings
  private let lasts: ByteSet
  /// Those that begin with each byte.
  private let byFirst: [[[UInt8]]]
  private let byLast: [[[UInt8]]]

  /// Takes texts, none of which is empty.
  init(_ texts: [String]) {
    var (beginnings, lasts) = (Beginnings(), ByteSet())
    var byFirst = [[[UInt8]]](repeating: [], count: 256)
    var byLast = byFirst
    for text in texts.map({ Array($0.utf8) }) {
      guard let first = text.first, let last = text.last else { continue }
      beginnings.insert(text)
      byFirst[Int(first)].append(text)
      lasts.insert(last)
      byLast[Int(last)].append(text)
    }
    self.beginnings = beginnings
    self.lasts = lasts
    self.byFirst = byFirst
    self.byLast = byLast
  }

  /// Whether one of them stands anywhere in a value.
  func standAnywhere(in value: [UInt8]) -> Bool {
    for place in 0..<value.count where length(at: place, in: value) != nil { return true }
    return false
  }

  /// The length of the first of them, in their own order, that stands at a place; nil when none does.
  func length(at place: Int, in value: [UInt8]) -> Int? {
    guard place + 1 == value.count || beginnings.contain(value[place], value[place + 1]) else {
      return nil
    }
    for text in byFirst[Int(value[place])] where Self.stands(text, at: place, in: value) {
      return text.count
    }
    return nil
  }

  /// Whether a value begins or ends with one of them.
  func beginOrEnd(_ value: [UInt8]) -> Bool {
    guard let last = value.last else { return false }
    return length(at: 0, in: value) != nil
      || lasts.contains(last)
        && byLast[Int(last)].contains { Self.stands($0, at: value.count - $0.count, in: value) }
  }

  private static func stands(_ text: [UInt8], at place: Int, in value: [UInt8]) -> Bool {
    guard place >= 0, value.count - place >= text.count else { return false }
    for offset in 0..<text.count where value[place + offset] != text[offset] { return false }
    return true
  }
}
