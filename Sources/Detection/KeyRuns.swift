import Basics
import PatternEngine

/// Where letters, digits and the signs of base64 stand in a row as most keys have them.
///
/// Words in prose and code are shorter. Rules that only a context word announces look at much of a text
/// full of such words; all of them share these places, each of which is looked for once.
struct KeyRuns {
  /// Fewest bytes of a run.
  static let shortest = 23
  /// What runs are made of.
  static let bytes = ByteSet.alphanumerics.union(.joints).union(
    ByteSet(words: 1 << 43 | 1 << 47, 0, 0, 0))

  /// Most bytes of one: a longer run is cut, so that little is looked at twice where the next question
  /// is about a part before it.
  static let longest = 4_096
  private static let table = ByteTable(bytes)

  /// The runs in the part of the text that has been searched, ascending; the first may have begun
  /// before that part.
  private var runs: [Range<Int>] = []
  private var start = 0
  /// Runs that begin before this offset are known.
  private var next = 0
  /// The bytes from `next` up to here may belong to a run.
  private var known = 0

  /// Forgets what is known: another text follows.
  mutating func forget() { begin(at: 0) }

  private mutating func begin(at offset: Int) {
    runs.removeAll(keepingCapacity: true)
    (start, next, known) = (offset, offset, offset)
  }

  /// The runs that overlap a part of the text; where a long one is cut, the rest follows it, if it is
  /// long enough.
  ///
  /// Whoever asks for one part after the other has every byte looked at once.
  mutating func overlapping(_ part: Range<Int>, of text: Span<UInt8>) -> ArraySlice<Range<Int>> {
    if part.lowerBound < start || part.lowerBound > next { begin(at: part.lowerBound) }
    search(until: part.upperBound, in: text)
    guard let last = runs.last, last.upperBound > part.lowerBound else { return [] }
    let first = runs.partitionPoint { $0.upperBound <= part.lowerBound }
    return runs[first..<runs.partitionPoint { $0.lowerBound < part.upperBound }]
  }

  private mutating func search(until end: Int, in text: Span<UInt8>) {
    let set = Self.table
    search: while next < end {
      // Looked at from its end on, most of a text need not be looked at.
      let last = next &+ Self.shortest
      guard last <= text.count else {
        next = text.count
        return
      }
      var place = last
      while place > known {
        place &-= 1
        if !set.contains(text[place]) {
          (next, known) = (place &+ 1, last)
          continue search
        }
      }
      var runEnd = last
      let limit = min(text.count, next + Self.longest)
      while runEnd < limit, set.contains(text[runEnd]) { runEnd &+= 1 }
      runs.append(next..<runEnd)
      (next, known) = (runEnd, runEnd)
    }
  }
}
