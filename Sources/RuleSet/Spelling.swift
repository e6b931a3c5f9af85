/// Finds the word that was meant.
package enum Spelling {
  /// The candidate that takes the fewest edits to reach from a word.
  ///
  /// - Parameters:
  ///   - word: A word that is not among the candidates.
  ///   - candidates: The words that would do.
  /// - Returns: The first of the nearest candidates; nil when none is within a third of its length.
  package static func nearest(to word: String, among candidates: [String]) -> String? {
    let letters = simplified(word)
    var nearest: (candidate: String, edits: Int)?
    for candidate in candidates {
      let simple = simplified(candidate)
      let limit = min(max(1, simple.count / 3), (nearest?.edits ?? Int.max) - 1)
      // The difference in length is a lower bound that spares hopeless comparisons.
      guard abs(simple.count - letters.count) <= limit else { continue }
      let edits = edits(from: letters, to: simple)
      if edits <= limit { nearest = (candidate, edits) }
    }
    return nearest?.candidate
  }

  /// `; did you mean …?` with the nearest candidate, or nothing.
  package static func hint(for word: String, among candidates: [String]) -> String {
    nearest(to: word, among: candidates).map { "; did you mean `\($0)`?" } ?? ""
  }

  /// Lower case and one kind of separator, since camel case and dashes are the usual slips.
  private static func simplified(_ word: String) -> [UInt8] {
    word.utf8.compactMap { byte in
      switch byte {
      case UInt8(ascii: "_"), UInt8(ascii: "-"): nil
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
      default: byte
      }
    }
  }

  /// Number of insertions, deletions, replacements and swaps of neighbours between two words
  /// (Levenshtein, with Damerau's swaps).
  private static func edits(from left: [UInt8], to right: [UInt8]) -> Int {
    var above: [Int] = []
    var row = Array(0...right.count)
    for (leftIndex, byte) in left.enumerated() {
      var next = [leftIndex + 1]
      for (rightIndex, other) in right.enumerated() {
        let replaced = row[rightIndex] + (byte == other ? 0 : 1)
        var fewest = min(replaced, row[rightIndex + 1] + 1, next[rightIndex] + 1)
        if leftIndex > 0, rightIndex > 0, byte == right[rightIndex - 1],
          left[leftIndex - 1] == other
        {
          fewest = min(fewest, above[rightIndex - 1] + 1)
        }
        next.append(fewest)
      }
      (above, row) = (row, next)
    }
    return row[right.count]
  }
}
