import PatternEngine
import TestSupport
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

  /// The bits that all bytes have in common, against asking each byte.
  @Test func commonBits() {
    var random = TestRandom(seed: 3)
    for size in 1..<200 {
      var set = ByteSet()
      // Few bits differ, or many.
      let (base, bits) = (UInt8(random.below(256)), UInt8(random.below(256)))
      for _ in 0..<1 + size % 9 { set.insert(base ^ UInt8(random.below(256)) & bits) }
      let (all, any) = (set.bytes.reduce(0xFF, &), set.bytes.reduce(0, |))
      #expect(set.commonBits.mask == ~(all ^ any))
      #expect(set.commonBits.value == all)
    }
  }

  @Test(arguments: [
    ("a-c", "abc"), ("_-", "-_"), ("A-Fa-f", "ABCDEFabcdef"), (#"\d."#, ".0123456789"), ("]", "]"),
    ("", ""),
  ])
  func classBody(body: String, members: String) throws {
    #expect(try ByteSet(classBody: body).bytes == members.utf8.sorted())
  }

  /// The sets that are made of words, against what they stand for.
  @Test(arguments: [
    (ByteSet.digits, "0-9"), (.lowercase, "a-z"), (.uppercase, "A-Z"), (.letters, "A-Za-z"),
    (.alphanumerics, "0-9A-Za-z"), (.word, "0-9A-Za-z_"), (.joints, "_-"),
    (.hexDigits, "0-9A-Fa-f"),
    (.whitespace, #"\t\n\f\r "#),
  ])
  func known(set: ByteSet, body: String) throws {
    #expect(try set == ByteSet(classBody: body))
  }

  @Test func allBytes() { #expect(ByteSet.all.bytes == Array(0...255)) }
}
