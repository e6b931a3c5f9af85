/// What the codes of sequences stand for; RFC 8878, 3.1.1.3.2.1.1.
enum SequenceCodes {
  /// A code's smallest value, and how many bits are added.
  struct Entry: Sendable {
    let base: Int
    let bits: Int
  }

  static let literalLengths: [Entry] = {
    var entries = (0..<16).map { Entry(base: $0, bits: 0) }
    var base = 16
    for bits in [1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] {
      entries.append(Entry(base: base, bits: bits))
      base += 1 << bits
    }
    return entries
  }()

  static let matchLengths: [Entry] = {
    var entries = (3..<35).map { Entry(base: $0, bits: 0) }
    var base = 35
    for bits in [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] {
      entries.append(Entry(base: base, bits: bits))
      base += 1 << bits
    }
    return entries
  }()

  /// Tables that blocks need not describe; RFC 8878, 3.1.1.3.2.2.
  static let defaultLiteralLengths = FSETable(
    counts: [
      4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1,
      1,
      -1, -1, -1, -1,
    ], accuracy: 6)
  static let defaultMatchLengths = FSETable(
    counts: [
      1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
      1,
      1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
    ], accuracy: 6)
  static let defaultOffsets = FSETable(
    counts: [
      1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1,
    ], accuracy: 5)
}
