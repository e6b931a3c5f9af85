import PatternEngine
import Testing

@Suite struct ByteSetTests {
  /// Every range, against asking for each byte.
  @Test func rangesHoldTheirBytes() {
    for first in stride(from: 0, through: 255, by: 7) {
      for last in first...255 {
        let set = ByteSet(UInt8(first)...UInt8(last))
        #expect(set.bytes == (first...last).map(UInt8.init))
        #expect(set.count == last - first + 1)
        #expect(set.inverted.bytes == (0...255).filter { $0 < first || $0 > last }.map(UInt8.init))
      }
    }
  }

  @Test(arguments: [
    ("a-c", "abc"), ("_-", "-_"), ("A-Fa-f", "ABCDEFabcdef"), (#"\d."#, ".0123456789"), ("]", "]"),
    ("", ""),
  ])
  func classBody(body: String, members: String) throws {
    #expect(try ByteSet(classBody: body).bytes == members.utf8.sorted())
  }
}
