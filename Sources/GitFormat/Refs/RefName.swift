/// The rules for names of refs; see git-check-ref-format(1).
package enum RefName {
  /// Whether git accepts a name such as `refs/heads/main`, or `HEAD`.
  package static func isValid(_ name: [UInt8]) -> Bool {
    guard !name.isEmpty, name != [UInt8(ascii: "@")], name.last != UInt8(ascii: ".") else {
      return false
    }
    for component in name.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      guard let first = component.first, first != UInt8(ascii: "."),
        !component.reversed().starts(with: ".lock".utf8.reversed())
      else { return false }
      var last: UInt8 = 0
      for byte in component {
        switch byte {
        case ...UInt8(ascii: " "), 0x7F, UInt8(ascii: "~"), UInt8(ascii: "^"), UInt8(ascii: ":"),
          UInt8(ascii: "?"), UInt8(ascii: "*"), UInt8(ascii: "["), UInt8(ascii: "\\"):
          return false
        case UInt8(ascii: ".") where last == UInt8(ascii: "."),
          UInt8(ascii: "{") where last == UInt8(ascii: "@"):
          return false
        default:
          last = byte
        }
      }
    }
    return true
  }
}
