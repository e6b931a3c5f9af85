/// The name of a member, which anybody may have made up, as a text to report.
package enum MemberName {
  /// Returns a name without what would lead anywhere or act on a terminal: `/` and `./` at its start
  /// fall away, `..` becomes `(..)`, control characters and what turns the direction of writing
  /// become `\u{…}`, and what is not UTF-8 U+FFFD.
  package static func text(_ name: [UInt8]) -> String {
    let parts = String(decoding: name, as: UTF8.self).split(
      separator: "/", omittingEmptySubsequences: true)
    let kept = parts.filter { $0 != "." }.map { $0 == ".." ? "(..)" : visible($0) }
    return kept.isEmpty ? "(no name)" : kept.joined(separator: "/")
  }

  private static func visible(_ part: Substring) -> String {
    guard part.unicodeScalars.contains(where: isHostile) else { return String(part) }
    return part.unicodeScalars.map { scalar in
      isHostile(scalar)
        ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : String(scalar)
    }.joined()
  }

  private static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }

  /// Returns a name for what a compressed file holds: that of the file without its last ending.
  package static func unpacked(from name: [UInt8]) -> [UInt8] {
    let start = name.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    let file = Array(name[start...])
    guard let dot = file.lastIndex(of: UInt8(ascii: ".")), dot > 0 else {
      return Array("content".utf8)
    }
    return Array(file[..<dot])
  }
}
