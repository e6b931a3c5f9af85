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

  /// Fields with encoded words: the part from the first of these to the last, and the name.
  private(set) var words: [(range: Range<Int>, field: String)] = []

  /// Whether the body has to be decoded, or has parts that may have to, or a field has to be.
  var mayHoldParts: Bool {
    boundary != nil || isEncoded || isMessage || encoding == "binary" || !words.isEmpty
  }

  /// Whether the body has to be decoded.
  var isEncoded: Bool { encoding == "base64" || encoding == "quoted-printable" }

  /// Whether the body is a mail itself; RFC 2046, 5.2.1, and RFC 6532, 3.7.
  var isMessage: Bool {
    ["message/rfc822", "message/global", "message/news"].contains(type)
  }

  /// So many fields with encoded words are read.
  private static let mostWords = 1_000

  /// A header longer than this has no more fields that count.
  private static let most = 1 << 20

  /// Reads the fields at the start of a range.
  init(_ bytes: [UInt8], _ range: Range<Int>) {
    var place = range.lowerBound
    // A byte order mark may stand first.
    if bytes[range].starts(with: [0xEF, 0xBB, 0xBF]) { place += 3 }
    var field: [UInt8] = []
    var start = place
    end = range.upperBound
    while place < range.upperBound {
      let lineStart = place
      let lineEnd = min(
        bytes.span.firstIndex(of: 0x0A, from: place) ?? range.upperBound, range.upperBound)
      var line = bytes[place..<lineEnd]
      if line.last == 0x0D { line = line.dropLast() }
      place = min(lineEnd + 1, range.upperBound)
      if line.isEmpty {
        end = place
        take(field, bytes, start..<lineStart)
        return
      }
      // A line that begins with a blank goes on with the one before.
      if line.first != 0x20, line.first != 0x09 {
        take(field, bytes, start..<lineStart)
        field.removeAll()
        start = lineStart
      }
      if field.count + line.count <= Self.most { field += line }
    }
    take(field, bytes, start..<place)
  }

  private mutating func take(_ field: [UInt8], _ bytes: [UInt8], _ range: Range<Int>) {
    take(field)
    guard words.count < Self.mostWords, let words = EncodedWords.range(in: bytes, range),
      let colon = field.firstIndex(of: UInt8(ascii: ":")), colon < 60
    else { return }
    self.words.append((words, String(decoding: field[..<colon], as: UTF8.self)))
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

  /// What stands before the parameters, in lower case, without quotes and comments.
  private static func first(_ value: [UInt8]) -> String {
    let word = (parts(of: value).first ?? []).filter { $0 > 0x20 }
    return String(decoding: word, as: UTF8.self).lowercased()
  }

  private static func text(_ bytes: [UInt8]?) -> String? {
    bytes.map { String(decoding: $0, as: UTF8.self) }
  }

  /// What semicolons separate, without quotes, blanks and comments; RFC 5322, 3.2.2.
  private static func parts(of value: [UInt8]) -> [[UInt8]] {
    var parts: [[UInt8]] = [[]]
    var isQuoted = false
    var isEscaped = false
    var comments = 0
    for byte in value {
      if isEscaped {
        if comments == 0 { parts[parts.count - 1].append(byte) }
        isEscaped = false
      } else if (isQuoted || comments > 0) && byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\""), comments == 0 {
        isQuoted.toggle()
      } else if byte == UInt8(ascii: "("), !isQuoted {
        comments += 1
      } else if byte == UInt8(ascii: ")"), !isQuoted, comments > 0 {
        comments -= 1
      } else if comments > 0 {
        continue
      } else if byte == UInt8(ascii: ";") && !isQuoted {
        parts.append([])
      } else if isQuoted || byte > 0x20 {
        parts[parts.count - 1].append(byte)
      }
    }
    return parts
  }

  /// The value of a parameter; nil if it is missing or empty.
  ///
  /// It may be told in pieces, with bytes as two digits; RFC 2231.
  private static func parameter(_ name: String, in value: [UInt8]) -> [UInt8]? {
    var pieces: [Int: [UInt8]] = [:]
    for part in parts(of: value).dropFirst() {
      guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let found = String(decoding: part[..<equals], as: UTF8.self).lowercased()
      var bytes = Array(part[(equals + 1)...])
      if found == name {
        guard !bytes.isEmpty else { continue }
        return bytes
      }
      let words = found.split(separator: "*", omittingEmptySubsequences: false)
      guard words.count > 1, words[0] == name else { continue }
      let number = words[1].isEmpty ? 0 : Int(words[1])
      guard let number, (0...10_000).contains(number), pieces[number] == nil else { continue }
      if words.last?.isEmpty == true {
        // The set of characters and the language stand before the first.
        if number == 0, let end = bytes.firstIndex(of: UInt8(ascii: "'")),
          let second = bytes[(end + 1)...].firstIndex(of: UInt8(ascii: "'"))
        {
          bytes.removeFirst(second + 1)
        }
        bytes = unescaped(bytes)
      }
      pieces[number] = bytes
    }
    var value: [UInt8] = []
    var number = 0
    while let piece = pieces[number] {
      value += piece
      number += 1
    }
    return value.isEmpty ? nil : value
  }

  /// Undoes `%` and two digits.
  private static func unescaped(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    var place = 0
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "%"), let high = MailDecoding.hexDigit(bytes, place + 1),
        let low = MailDecoding.hexDigit(bytes, place + 2)
      {
        output.append(high << 4 | low)
        place += 3
      } else {
        output.append(bytes[place])
        place += 1
      }
    }
    return output
  }
}
