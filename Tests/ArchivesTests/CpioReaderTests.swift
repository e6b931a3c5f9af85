import Archives
import SystemIO
import Testing

/// Archives of cpio that lie.
@Suite struct CpioReaderTests {
  /// An entry of the new form.
  private static func entry(_ name: String, _ content: String, size: Int? = nil) -> [UInt8] {
    func field(_ value: Int) -> String {
      let digits = String(value, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }
    let fields = [
      1, 0o100644, 0, 0, 1, 0, size ?? content.utf8.count, 0, 0, 0, 0, name.utf8.count + 1, 0,
    ]
    var bytes = Array(("070701" + fields.map(field).joined() + name + "\0").utf8)
    bytes += Array(repeating: 0, count: (4 - bytes.count % 4) % 4) + Array(content.utf8)
    return bytes + Array(repeating: 0, count: (4 - bytes.count % 4) % 4)
  }

  private static func names(_ stream: any ByteStream) throws -> [String] {
    let reader = CpioReader(BufferedInput(stream))
    var names: [String] = []
    while let member = try reader.next() {
      names.append(String(decoding: member.name, as: UTF8.self))
    }
    return names
  }

  @Test func archivesBehindOneAnotherAreRead() throws {
    let trailer = Self.entry("TRAILER!!!", "")
    var file = Self.entry("a", "text") + trailer
    // So many that a reader which calls itself for each has no stack left.
    for _ in 0..<200_000 { file += trailer }
    file += Array(repeating: 0, count: 512) + Self.entry("b", "text") + trailer
    #expect(try Self.names(MemoryStream(copying: file.span)) == ["a", "b"])
  }

  /// Bytes without an end, and how many of them were asked for.
  private final class Endless: ByteStream {
    private var head: [UInt8]
    private(set) var count = 0

    init(_ head: [UInt8]) { self.head = head }

    func read(atMost limit: Int, into buffer: inout ByteBuffer) -> Int {
      let bytes = head.isEmpty ? Array(repeating: 1, count: min(limit, 1 << 16)) : head
      head = []
      buffer.append(bytes.span)
      count += bytes.count
      return bytes.count
    }
  }

  @Test func sizesOfTrailersAreNotBelieved() throws {
    let stream = Endless(Self.entry("TRAILER!!!", "", size: 0xF000_0000))
    #expect(try Self.names(stream) == [])
    #expect(stream.count < 1 << 20)
  }
}
