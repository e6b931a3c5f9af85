import Basics
import Findings

/// Where the markers of comments begin in a text, and where its lines end, as far as it has been
/// searched.
///
/// Whoever asks for one part after the other, from the start of the text to its end, has every byte
/// searched once, however much the parts overlap.
struct CommentMarkers {
  private let unit: CodeUnit
  private var searched = 0..<0
  /// Offsets of the first characters of markers, ascending, in all alignments.
  private var markers: [Int] = []
  /// Offsets of line feeds, likewise.
  private var lineFeeds: [Int] = []
  /// Number of offsets that were looked at so far.
  private(set) var steps = 0

  /// Begins to search text in some code unit.
  init(_ unit: CodeUnit) { self.unit = unit }

  /// Searches a part of the text and returns what is known by then.
  mutating func searching(_ part: Range<Int>, of text: Span<UInt8>) -> CommentMarkers {
    search(part, of: text)
    return self
  }

  /// Makes sure that a part of the text has been searched; earlier ones may be forgotten.
  mutating func search(_ part: Range<Int>, of text: Span<UInt8>) {
    var start = part.lowerBound
    if searched.contains(start) || searched.upperBound == start {
      start = searched.upperBound
      searched = searched.lowerBound..<max(start, part.upperBound)
    } else {
      markers = []
      lineFeeds = []
      searched = part
    }
    guard start < part.upperBound else { return }
    steps += part.upperBound - start
    if unit.width == 1 {
      searchBytes(start..<max(start, min(part.upperBound, text.count)), of: text)
      return
    }
    let (dialects, isOfInterest) = (InlineDialect.byFirst, InlineDialect.begins)
    let areOfInterest = InlineDialect.beginTogether
    let lowest = unit.isBigEndian ? unit.width - 1 : 0
    for offset in start..<max(start, min(part.upperBound, text.count - unit.width + 1)) {
      let first = text[offset + lowest]
      guard isOfInterest[Int(first)] else { continue }
      let next = offset + unit.width + lowest
      guard
        first == UInt8(ascii: "\n")
          || next < text.count && areOfInterest[Int(first) << 8 | Int(text[next])]
      else { continue }
      guard let value = unit.value(at: offset, in: text), value < 0x80 else { continue }
      if value == UInt32(UInt8(ascii: "\n")) {
        lineFeeds.append(offset)
      } else if dialects[Int(value)].contains(where: { stands($0.marker, at: offset, in: text) }) {
        markers.append(offset)
      }
    }
  }

  /// The same where a character is a byte, which nearly all are.
  private mutating func searchBytes(_ part: Range<Int>, of text: Span<UInt8>) {
    let (isOfInterest, areOfInterest) = (InlineDialect.begins, InlineDialect.beginTogether)
    for offset in part {
      let first = text[offset]
      guard isOfInterest[Int(first)] else { continue }
      if first == UInt8(ascii: "\n") {
        lineFeeds.append(offset)
      } else if offset &+ 1 < text.count,
        areOfInterest[Int(first) << 8 | Int(text[offset &+ 1])],
        InlineDialect.byFirst[Int(first)].contains(where: {
          stands($0.marker, at: offset, in: text)
        })
      {
        markers.append(offset)
      }
    }
  }

  private func stands(_ marker: [UInt8], at offset: Int, in text: Span<UInt8>) -> Bool {
    marker.indices.allSatisfy {
      unit.value(at: offset + $0 * unit.width, in: text) == UInt32(marker[$0])
    }
  }

  /// The markers that begin in a part of what was searched.
  func markers(in part: Range<Int>) -> ArraySlice<Int> { Self.places(markers, in: part) }

  /// Where the line of an offset starts, or the first place from a limit on that whole characters
  /// lie between it and the offset.
  func lineStart(before offset: Int, limit: Int) -> Int {
    let found = Self.places(lineFeeds, in: limit..<max(limit, offset)).last {
      ($0 - offset) % unit.width == 0
    }
    return found.map { $0 + unit.width } ?? limit + (offset - limit) % unit.width
  }

  /// Where the line of an offset ends, or the last place up to a limit that whole characters lie
  /// between it and the offset.
  func lineEnd(from offset: Int, limit: Int) -> Int {
    let whole = (limit - offset) / unit.width * unit.width
    return Self.places(lineFeeds, in: offset..<offset + whole).first {
      ($0 - offset) % unit.width == 0
    } ?? offset + whole
  }

  private static func places(_ places: [Int], in part: Range<Int>) -> ArraySlice<Int> {
    let first = places.partitionPoint { $0 < part.lowerBound }
    return places[first..<places.partitionPoint { $0 < part.upperBound }]
  }
}
