import CZlib

/// Makes zlib streams (RFC 1950), whose checksum no fuzzer would guess.
enum Deflated {
  /// A stream of blocks that are not compressed.
  static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var rest = bytes[...]
    repeat {
      let block = rest.prefix(65_535)
      rest = rest.dropFirst(block.count)
      let size = UInt16(block.count)
      stream.append(rest.isEmpty ? 1 : 0)
      for word in [size, ~size] { stream += [UInt8(word & 0xFF), UInt8(word >> 8)] }
      stream += block
    } while !rest.isEmpty
    return stream + checksum(of: bytes)
  }

  /// A stream as git writes it.
  static func compressed(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8] {
    var size = compressBound(UInt(bytes.count))
    var stream = [UInt8](repeating: 0, count: Int(size))
    let status = stream.withUnsafeMutableBufferPointer { stream in
      bytes.withUnsafeBufferPointer { bytes in
        compress2(stream.baseAddress, &size, bytes.baseAddress, UInt(bytes.count), level)
      }
    }
    invariant(status == Z_OK, "zlib cannot compress")
    return Array(stream.prefix(Int(size)))
  }

  /// Adler-32, the end of a stream.
  static func checksum(of bytes: [UInt8]) -> [UInt8] {
    var (low, high) = (1, 0)
    for byte in bytes {
      low = (low + Int(byte)) % 65_521
      high = (high + low) % 65_521
    }
    var checksum: [UInt8] = []
    checksum.append(big32: high << 16 | low)
    return checksum
  }
}
