import Basics
import Testing

@Suite struct ObjectIDTests {
  private static let sha1 = "00112233445566778899aabbccddeeff01234567"
  private static let sha256 = "00112233445566778899aabbccddeeff0123456789abcdef0123456789abcdef"

  @Test(arguments: [sha1, sha256])
  func readsAndWritesHex(_ hex: String) throws {
    let id = try #require(ObjectID(hex: hex))
    #expect(id.hex == hex)
    #expect(id.description == hex)
    #expect(String(decoding: id.hexDigits, as: UTF8.self) == hex)
    #expect(id == ObjectID(hex: hex.uppercased()))
    #expect(!id.isZero)
  }

  @Test(arguments: [
    "", "0", String(sha1.dropLast()), sha1 + "0", String(sha1.dropLast()) + "g",
    String(sha1.dropLast()) + " ", String(repeating: "-", count: 64),
  ])
  func refusesWhatIsNoID(_ text: String) { #expect(ObjectID(hex: text) == nil) }

  @Test func readsBytes() {
    let bytes = (0..<32).map { UInt8($0) }
    let short = Array(bytes.prefix(20))
    func hex(_ bytes: [UInt8], _ format: ObjectFormat) -> String? {
      ObjectID(bytes.span, format: format)?.hex
    }
    #expect(hex(short, .sha1) == "000102030405060708090a0b0c0d0e0f10111213")
    #expect(hex(bytes, .sha256)?.hasSuffix("1e1f") == true)
    #expect(hex(bytes, .sha1) == nil)
    #expect(hex(short, .sha256) == nil)
  }

  @Test func ordersAsItsDigitsDo() throws {
    let all = try ["ff", "00", "0f", "f0"].map { start in
      try #require(ObjectID(hex: start + String(repeating: "0", count: 38)))
    }
    #expect(all.sorted().map { $0.hex.prefix(2) } == ["00", "0f", "f0", "ff"])
    let zero = try #require(ObjectID(hex: String(repeating: "0", count: 64)))
    #expect(zero.isZero)
  }

  /// Same digits, other hash: never the same object.
  @Test func tellsTheHashesApart() throws {
    let short = try #require(ObjectID(hex: String(repeating: "0", count: 40)))
    let long = try #require(ObjectID(hex: String(repeating: "0", count: 64)))
    #expect(short != long)
  }
}
