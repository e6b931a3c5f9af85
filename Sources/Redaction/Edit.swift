import Detection
import Findings

/// A part of a text to be replaced.
struct Edit {
  var range: Range<Int>
  /// What the part becomes; decided when it is known where it stands.
  var replacement: [UInt8]
  /// The secret that begins there; nil for the rest of one that was taken apart.
  var match: SecretMatch?
}

/// A part of a text that has to go.
struct SecretSpan {
  var range: Range<Int>
  var match: SecretMatch

  /// Puts spans in order, and one in the place of those that overlap: the first one's secret names it.
  static func merged(_ spans: [SecretSpan]) -> [(span: SecretSpan, others: [SecretMatch])] {
    let sorted = spans.sorted {
      ($0.range.lowerBound, -$0.range.upperBound) < ($1.range.lowerBound, -$1.range.upperBound)
    }
    var merged: [(span: SecretSpan, others: [SecretMatch])] = []
    for span in sorted {
      guard let last = merged.last, span.range.lowerBound < last.span.range.upperBound else {
        merged.append((span, []))
        continue
      }
      let end = max(last.span.range.upperBound, span.range.upperBound)
      merged[merged.count - 1].span.range = last.span.range.lowerBound..<end
      merged[merged.count - 1].others.append(span.match)
    }
    return merged
  }
}
