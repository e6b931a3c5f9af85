import Basics
import Findings
import PatternEngine

/// Where the markers of comments begin in a text, and where the lines around them end, as far as it has
/// been searched.
///
/// Whoever asks for one part after the other, from the start of the text to its end, has every byte
/// searched once, however much the parts overlap.
struct CommentMarkers {
  private let unit: CodeUnit
  /// Offsets of the first characters of markers, in all alignments.
  private var markers = Places()
  /// Offsets of line feeds, likewise; nobody asks for them where no marker is.
  private var lineFeeds = Places()
  /// Number of offsets that were looked at so far.
  private(set) var steps = 0

  /// Some offsets in the part of a text that has been searched for them, ascending.
  private struct Places {
    var offsets: [Int] = []
    private var searched = 0..<0

    /// Takes note that a part is searched, and returns what of it is new; earlier parts may be
    /// forgotten.
    mutating func extend(to part: Range<Int>) -> Range<Int> {
      guard searched.contains(part.lowerBound) || searched.upperBound == part.lowerBound else {
        offsets = []
        searched = part
        return part
      }
      let start = searched.upperBound
      searched = searched.lowerBound..<max(start, part.upperBound)
      return start..<searched.upperBound
    }

    /// Those in a part of what was searched.
    func within(_ part: Range<Int>) -> ArraySlice<Int> {
      let first = offsets.partitionPoint { $0 < part.lowerBound }
      return offsets[first..<offsets.partitionPoint { $0 < part.upperBound }]
    }
  }

  /// Begins to search text in some code unit.
  init(_ unit: CodeUnit) { self.unit = unit }

  /// Searches a part of the text and returns what is known by then.
  mutating func searching(_ part: Range<Int>, of text: Span<UInt8>) -> CommentMarkers {
    searchMarkers(part, of: text)
    if !markers.within(part).isEmpty { searchLines(part, of: text) }
    return self
  }

  private mutating func searchMarkers(_ part: Range<Int>, of text: Span<UInt8>) {
    let new = markers.extend(to: part)
    steps += new.count
    guard !new.isEmpty else { return }
    if unit.width == 1 {
      // One that begins in the part may end behind it.
      let range = new.lowerBound..<min(text.count, new.upperBound + InlineDialect.longest)
      var found: [Int] = []
      InlineDialect.search.forEachHit(in: text, range: range) { hit in
        if new.contains(hit.offset) { found.append(hit.offset) }
      }
      // Of several that begin alike, the place counts once.
      for offset in found.sorted() where offset != markers.offsets.last {
        markers.offsets.append(offset)
      }
      return
    }
    let (dialects, begins) = (InlineDialect.byFirst, InlineDialect.begins)
    let lowest = unit.isBigEndian ? unit.width - 1 : 0
    for offset in new where offset + unit.width <= text.count && begins[Int(text[offset + lowest])]
    {
      guard let value = unit.value(at: offset, in: text), value < 0x80 else { continue }
      if dialects[Int(value)].contains(where: { stands($0.marker, at: offset, in: text) }) {
        markers.offsets.append(offset)
      }
    }
  }

  private mutating func searchLines(_ part: Range<Int>, of text: Span<UInt8>) {
    let new = lineFeeds.extend(to: part)
    steps += new.count
    let lowest = unit.isBigEndian ? unit.width - 1 : 0
    for offset in new where offset + unit.width <= text.count {
      if text[offset + lowest] == UInt8(ascii: "\n"),
        unit.value(at: offset, in: text) == UInt32(UInt8(ascii: "\n"))
      {
        lineFeeds.offsets.append(offset)
      }
    }
  }

  private func stands(_ marker: [UInt8], at offset: Int, in text: Span<UInt8>) -> Bool {
    marker.indices.allSatisfy {
      unit.value(at: offset + $0 * unit.width, in: text) == UInt32(marker[$0])
    }
  }

  /// The markers that begin in a part of what was searched.
  func markers(in part: Range<Int>) -> ArraySlice<Int> { markers.within(part) }

  /// Where the line of an offset starts, or the first place from a limit on that whole characters
  /// lie between it and the offset.
  func lineStart(before offset: Int, limit: Int) -> Int {
    let found = lineFeeds.within(limit..<max(limit, offset)).last {
      ($0 - offset) % unit.width == 0
    }
    return found.map { $0 + unit.width } ?? limit + (offset - limit) % unit.width
  }

  /// Where the line of an offset ends, or the last place up to a limit that whole characters lie
  /// between it and the offset.
  func lineEnd(from offset: Int, limit: Int) -> Int {
    let whole = (limit - offset) / unit.width * unit.width
    return lineFeeds.within(offset..<offset + whole).first {
      ($0 - offset) % unit.width == 0
    } ?? offset + whole
  }
}
