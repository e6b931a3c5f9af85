/// Paths as relative references of RFC 3986, the only ones that a SARIF report of kunci holds.
enum RelativeURI {
  /// Returns a path as a relative reference, percent-encoded.
  ///
  /// A leading `/` and the parts `.` and `..` fall away, so that a report neither says where on a
  /// machine the scan ran nor points out of the scanned root.
  static func encode(_ path: String) -> String {
    path.utf8.split(separator: UInt8(ascii: "/"))
      .filter { !$0.elementsEqual(".".utf8) && !$0.elementsEqual("..".utf8) }
      .map(encodePart)
      .joined(separator: "/")
  }

  private static func encodePart(_ part: Substring.UTF8View) -> String {
    var text = String.UnicodeScalarView()
    for byte in part {
      if isUnreserved(byte) {
        text.append(Unicode.Scalar(byte))
      } else {
        text.append(contentsOf: ["%", hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]])
      }
    }
    return String(text)
  }

  private static let hexDigits = Array("0123456789ABCDEF".unicodeScalars)

  /// Returns whether a byte stands for itself (RFC 3986, 2.3).
  ///
  /// Everything else is encoded: a `:` in the first part would look like a scheme.
  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch Unicode.Scalar(byte) {
    case "A"..."Z", "a"..."z", "0"..."9", "-", ".", "_", "~": true
    default: false
    }
  }
}
