/// The checksum of Bech32 (BIP 173), at the end of age's keys.
package enum Bech32 {
  /// The characters in the order of their values.
  package static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)

  /// The six characters that belong after some data.
  ///
  /// - Parameters:
  ///   - prefix: The part before the last `1`, in lower case.
  ///   - data: Characters of the alphabet, in lower case.
  /// - Returns: The characters.
  package static func checksum(prefix: some Collection<UInt8>, data: [UInt8]) -> [UInt8] {
    var values = prefix.map { $0 >> 5 } + [0] + prefix.map { $0 & 31 }
    for character in data {
      values.append(UInt8(alphabet.firstIndex(of: character) ?? 0))
    }
    let sum = remainder(of: values + [0, 0, 0, 0, 0, 0]) ^ 1
    return (0..<6).map { alphabet[Int(sum >> (5 * (5 - UInt32($0))) & 31)] }
  }

  private static func remainder(of values: [UInt8]) -> UInt32 {
    let generators: [UInt32] = [
      0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3,
    ]
    return values.reduce(1) { sum, value in
      let top = sum >> 25
      var next = (sum & 0x1FF_FFFF) << 5 ^ UInt32(value)
      for (bit, generator) in generators.enumerated() where top >> UInt32(bit) & 1 == 1 {
        next ^= generator
      }
      return next
    }
  }
}
