import Basics

/// The fields of a mail or one of its parts, as far as they say what its body is.
struct MailHeader {
  /// Where the body begins.
  private(set) var end = 0
  /// Of multiparts, what stands between the parts.
  private(set) var boundary: [UInt8]?
  /// The type, in lower case, without parameters.
  private(set) var type = "text/plain"
  /// How the body is encoded, in lower case.
  private(set) var encoding = "7bit"
  /// The name that its file is to have.
  private(set) var fileName: String?

  /// Whether the body has to be decoded, or has parts that may have to.
  var mayHoldParts: Bool {
    boundary != nil || isEncoded || type == "message/rfc822"
  }

  /// Whether the body has to be decoded.
  var isEncoded: Bool { encoding == "base64" || encoding == "quoted-printable" }

  /// A header longer than this has no more fields that count.
  private static let most = 1 << 20

  /// Reads the fields at the start of a range.
  init(_ bytes: [UInt8], _ range: Range<Int>) {
    var place = range.lowerBound
    var field: [UInt8] = []
    end = range.upperBound
    while place < range.upperBound {
      let lineEnd = min(
        bytes.span.firstIndex(of: 0x0A, from: place) ?? range.upperBound, range.upperBound)
      var line = bytes[place..<lineEnd]
      if line.last == 0x0D { line = line.dropLast() }
      place = min(lineEnd + 1, range.upperBound)
      if line.isEmpty {
        end = place
        break
      }
      // A line that begins with a blank goes on with the one before.
      if line.first != 0x20, line.first != 0x09 {
        take(field)
        field.removeAll()
      }
      if field.count + line.count <= Self.most { field += line }
    }
    take(field)
  }

  private mutating func take(_ field: [UInt8]) {
    guard let colon = field.firstIndex(of: UInt8(ascii: ":")), colon < 60 else { return }
    let name = String(decoding: field[..<colon], as: UTF8.self).lowercased()
    let value = Array(field[(colon + 1)...])
    switch name {
    case "content-type":
      type = Self.first(value)
      if type.hasPrefix("multipart/") { boundary = Self.parameter("boundary", in: value) }
      if fileName == nil { fileName = Self.text(Self.parameter("name", in: value)) }
    case "content-transfer-encoding": encoding = Self.first(value)
    case "content-disposition":
      if let name = Self.text(Self.parameter("filename", in: value)) { fileName = name }
    default: break
    }
  }

  /// What stands before the parameters, in lower case.
  private static func first(_ value: [UInt8]) -> String {
    let word = value.prefix { $0 != UInt8(ascii: ";") }.filter { $0 > 0x20 }
    return String(decoding: word, as: UTF8.self).lowercased()
  }

  private static func text(_ bytes: [UInt8]?) -> String? {
    bytes.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The value of a parameter, without its quotes; nil if it is missing or empty.
  private static func parameter(_ name: String, in value: [UInt8]) -> [UInt8]? {
    var parts: [[UInt8]] = [[]]
    var isQuoted = false
    var isEscaped = false
    for byte in value {
      if isEscaped {
        parts[parts.count - 1].append(byte)
        isEscaped = false
      } else if isQuoted && byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == UInt8(ascii: ";") && !isQuoted {
        parts.append([])
      } else if isQuoted || byte > 0x20 {
        parts[parts.count - 1].append(byte)
      }
    }
    for part in parts.dropFirst() {
      guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let found = String(decoding: part[..<equals], as: UTF8.self).lowercased()
      if found == name, equals + 1 < part.count { return Array(part[(equals + 1)...]) }
    }
    return nil
  }
}
