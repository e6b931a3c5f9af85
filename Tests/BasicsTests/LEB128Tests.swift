import Basics
import Testing

struct LEB128Tests {
  @Test(
    arguments: [
      (0, [0]), (1, [1]), (127, [0x7F]), (128, [0x80, 1]), (624_485, [0xE5, 0x8E, 0x26]),
      (Int.max, [UInt8](repeating: 0xFF, count: 8) + [0x7F]),
    ] as [(Int, [UInt8])])
  func numbersComeBack(_ number: Int, _ bytes: [UInt8]) {
    var written: [UInt8] = [9]
    written.appendLEB128(UInt64(number))
    #expect(written == [9] + bytes)
    var position = 1
    let read = written.span.leb128(at: &position)
    #expect(read == number)
    #expect(position == written.count)
  }

  @Test(arguments: [[], [0x80], [0xFF, 0xFF], [UInt8](repeating: 0x80, count: 9) + [1]])
  func whatIsNoneIsNil(_ bytes: [UInt8]) {
    var position = 0
    let read = bytes.span.leb128(at: &position)
    #expect(read == nil)
  }
}
