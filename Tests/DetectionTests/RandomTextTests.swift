import PatternEngine
import TestSupport
import Testing

@testable import Detection

@Suite struct RandomTextTests {
  /// A UUID is found at every place, and where a byte of one is another there is none.
  @Test func uuidsAreFound() {
    var random = TestRandom(seed: 4122)
    for _ in 0..<400 {
      var text = (0..<random.below(80)).map { _ in random.pick(Array("09afAF-g_".utf8)) }
      let place = random.below(text.count + 1)
      var uuid = (0..<36).map { _ in random.pick(Array("0123456789abcdefABCDEF".utf8)) }
      for dash in [8, 13, 18, 23] { uuid[dash] = UInt8(ascii: "-") }
      if random.below(2) == 0 { uuid[random.below(36)] = random.pick(Array("-g5".utf8)) }
      text.insert(contentsOf: uuid, at: place)
      let expected = (0...text.count - 36).contains { isUUID(text[$0..<$0 + 36]) }
      #expect(RandomText(text).holdsUUID == expected)
      #expect(RandomText(uuid).isUUID == isUUID(uuid[...]))
    }
  }

  private func isUUID(_ text: ArraySlice<UInt8>) -> Bool {
    let parts = String(decoding: text, as: UTF8.self).split(
      separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
      && parts.allSatisfy { $0.allSatisfy(\.isHexDigit) }
  }
}
