/// How the texts of a commit are written.
package enum TextEncoding {
  case utf8
  case latin1

  /// Of the value of a commit's `encoding` line; what is not known is read as UTF-8.
  package init(named name: String) {
    switch name.lowercased() {
    case "iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252": self = .latin1
    default: self = .utf8
    }
  }

  package func decode(_ bytes: some Sequence<UInt8>) -> String {
    switch self {
    case .utf8: String(decoding: Array(bytes), as: UTF8.self)
    case .latin1: String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
  }
}
