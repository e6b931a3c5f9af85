import Findings
import ScanTestSupport
import TestSupport
import Testing

@testable import Engine

/// Where markers stand and lines end, asked for part by part, against looking at every place.
struct CommentMarkersTests {
  private static let pieces =
    InlineDialect.all.map { String(decoding: $0.marker, as: UTF8.self) }
    + ["\n", "\n", " ", "x", "kunci", ":", "ignore", "pragma", "secretlint-", "gg", "ĝ", "\r\n"]

  /// The text of each unit's characters from a place on begins with the marker.
  private static func stands(_ marker: [UInt8], at offset: Int, _ unit: CodeUnit, _ text: [UInt8])
    -> Bool
  {
    marker.indices.allSatisfy {
      unit.value(at: offset + $0 * unit.width, in: text.span) == UInt32(marker[$0])
    }
  }

  @Test(arguments: CodeUnit.all)
  func sameAsLookingEverywhere(unit: CodeUnit) {
    var random = TestRandom(seed: 41)
    var markersSeen = 0
    for _ in 0..<60 {
      let words = (0..<random.below(120)).map { _ in random.pick(Self.pieces) }
      // Not all texts begin where a unit does.
      let text = [UInt8](repeating: 0x20, count: random.below(4)) + unit.encode(words.joined())
      let places = 0..<text.count
      let markers = places.filter { place in
        InlineDialect.all.contains { Self.stands($0.marker, at: place, unit, text) }
      }
      let lines = places.filter { Self.stands(Array("\n".utf8), at: $0, unit, text) }
      var search = CommentMarkers(unit)
      var start = 0
      while start < text.count {
        let end = min(text.count, start + 1 + random.below(200))
        let found = search.searching(start..<end, of: text.span)
        let expected = markers.filter((start..<end).contains)
        #expect(Array(found.markers(in: start..<end)) == expected)
        markersSeen += expected.count
        if !expected.isEmpty {
          let offset = start + random.below(end - start)
          let before = lines.last {
            $0 >= start && $0 < offset && ($0 - offset) % unit.width == 0
          }
          #expect(
            found.lineStart(before: offset, limit: start)
              == before.map { $0 + unit.width } ?? start + (offset - start) % unit.width)
          let whole = offset + (end - offset) / unit.width * unit.width
          let after = lines.first {
            $0 >= offset && $0 < whole && ($0 - offset) % unit.width == 0
          }
          #expect(found.lineEnd(from: offset, limit: end) == after ?? whole)
        }
        // Further on, near or far.
        start += random.below(3) == 0 ? random.below(400) : random.below(60)
      }
    }
    #expect(markersSeen > 200)
  }
}
