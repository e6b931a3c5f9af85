import Basics
import Inflate

/// Reads the streams of a PDF: what they hold, and the text that they show, as lines.
///
/// Streams are looked for from the first byte to the last, without the tables that say where they are:
/// so older versions of the file are read, too, and a damaged table hides nothing. See ISO 32000-1.
package enum PDFText {
  /// Whether the first bytes are those of a PDF; some bytes may stand before the header.
  package static func matches(_ head: Span<UInt8>) -> Bool {
    head.starts(with: Array("%PDF-".utf8))
  }

  /// What was read, and what was not.
  package struct Outcome: Sendable {
    package var text: DocumentText
    /// Whether the file is encrypted: then its streams and strings cannot be read.
    package var isEncrypted: Bool
    /// How many streams could not be decoded.
    package var damagedStreams: Int
  }

  /// Reads a PDF.
  ///
  /// - Parameters:
  ///   - bytes: All of the file.
  ///   - limit: The largest text that is made, in bytes.
  /// - Returns: The text, stream by stream.
  package static func read(_ bytes: [UInt8], limit: Int) -> Outcome {
    var outcome = Outcome(
      text: DocumentText(limit: limit), isEncrypted: false, damagedStreams: 0)
    var inflater = Inflater()
    var maps: [PDFCharacterMap] = []
    var contents: [(content: [UInt8], number: Int?)] = []
    let span = bytes.span
    var place = 0
    let word = Array("stream".utf8)
    while let found = find(word, in: span, from: place) {
      place = found + word.count
      // `endstream` ends what another one began.
      if found >= 3, span.starts(with: Array("end".utf8), at: found - 3) { continue }
      guard let start = lineEnd(span, place) else { continue }
      let dictionary = PDFDictionary(bytes, before: found)
      if dictionary.isEncryption { outcome.isEncrypted = true }
      let end = end(of: dictionary, span, start)
      place = end
      let filters = dictionary.filters
      guard !dictionary.isImage, !filters.contains(where: PDFFilter.pictures.contains) else {
        continue
      }
      guard !filters.isEmpty else {
        // As it is, it is read as a part of the file; what it shows is not.
        let content = Array(bytes[start..<end])
        if let map = PDFCharacterMap(content) { maps.append(map) }
        if show(content, dictionary.number, nil, &outcome.text) {
          contents.append((content, dictionary.number))
        }
        continue
      }
      let room = min(limit - outcome.text.bytes.count, 64 << 20)
      guard room > 0 else { break }
      guard
        let content = PDFFilter.decode(Array(bytes[start..<end]), filters, limit: room, &inflater)
      else {
        outcome.damagedStreams += 1
        continue
      }
      outcome.text.begin(.object(dictionary.number))
      outcome.text.append(content)
      outcome.text.append(0x0A)
      if let map = PDFCharacterMap(content) { maps.append(map) }
      if show(content, dictionary.number, nil, &outcome.text) {
        contents.append((content, dictionary.number))
      }
    }
    // Which font a text has is not looked up: a map that knows all codes of a string is taken.
    var left = 2 * limit
    for map in maps.prefix(mostMaps) {
      for (content, number) in contents where left > 0 {
        left -= content.count
        _ = show(content, number, map, &outcome.text)
      }
    }
    if left <= 0 { outcome.text.cut() }
    if find(Array("/Encrypt".utf8), in: span, from: 0) != nil { outcome.isEncrypted = true }
    return outcome
  }

  /// So many maps of characters are tried.
  private static let mostMaps = 32

  /// Adds the text that a content stream shows.
  ///
  /// - Returns: Whether it shows any.
  private static func show(
    _ content: [UInt8], _ number: Int?, _ map: PDFCharacterMap?, _ text: inout DocumentText
  ) -> Bool {
    guard !text.isCut else { return false }
    var reader = PDFContent(content, map: map)
    let shown = reader.text()
    guard !shown.isEmpty else { return false }
    text.begin(.object(number))
    text.append(shown)
    text.append(0x0A)
    return true
  }

  /// Where a stream begins: behind the end of the line of its keyword.
  private static func lineEnd(_ bytes: Span<UInt8>, _ place: Int) -> Int? {
    guard place < bytes.count else { return nil }
    if bytes[place] == 0x0A { return place + 1 }
    guard bytes[place] == 0x0D else { return nil }
    return place + 1 < bytes.count && bytes[place + 1] == 0x0A ? place + 2 : place + 1
  }

  /// Where a stream ends: as its dictionary says, if `endstream` follows there, or at the next one.
  private static func end(
    of dictionary: PDFDictionary, _ bytes: Span<UInt8>, _ start: Int
  ) -> Int {
    let word = Array("endstream".utf8)
    if let length = dictionary.length, length <= bytes.count - start {
      var place = start + length
      while place < bytes.count, bytes[place] == 0x0A || bytes[place] == 0x0D { place += 1 }
      if bytes.starts(with: word, at: place) { return start + length }
    }
    return find(word, in: bytes, from: start) ?? bytes.count
  }

  static func find(_ word: [UInt8], in bytes: Span<UInt8>, from start: Int) -> Int? {
    var place = start
    while place <= bytes.count - word.count,
      let found = bytes.firstIndex(of: word[0], from: place)
    {
      if bytes.starts(with: word, at: found) { return found }
      place = found + 1
    }
    return nil
  }
}

/// What stands before a stream, as far as it has to be known.
struct PDFDictionary {
  /// The object's number.
  var number: Int?
  /// The names of the stream's filters, in the order in which they are undone.
  var filters: [String] = []
  /// The length, if it is not in another object.
  var length: Int?
  /// Whether it is an image, whose bytes are no text.
  var isImage = false
  /// Whether it says how the file is encrypted: a table of references in a stream.
  var isEncryption = false

  /// A dictionary is looked for in so many bytes before its stream.
  private static let reach = 4096

  /// Reads the dictionary that ends before a place.
  init(_ bytes: [UInt8], before end: Int) {
    let first = max(0, end - Self.reach)
    var text = String(decoding: bytes[first..<end], as: UTF8.self)[...]
    if let object = Self.lastRange(of: " obj", in: text) {
      let numbers = text[..<object].split(whereSeparator: { !$0.isNumber }).suffix(2)
      number = numbers.count == 2 ? numbers.first.flatMap { Int($0) } : nil
      text = text[object...]
    }
    let words = Self.words(text)
    for (index, word) in words.enumerated() {
      let next = index + 1 < words.count ? words[index + 1] : ""
      switch word {
      case "/Filter", "/F":
        let list = next == "[" ? Array(words[(index + 2)...].prefix { $0.hasPrefix("/") }) : [next]
        if filters.isEmpty {
          filters = list.filter { $0.hasPrefix("/") }.map { String($0.dropFirst()) }
        }
      case "/Length":
        // `12 0 R` is a reference.
        let isReference = index + 3 < words.count && words[index + 3] == "R"
        if !isReference { length = Int(next) }
      case "/Subtype": if next == "/Image" { isImage = true }
      case "/Encrypt": isEncryption = true
      default: break
      }
    }
  }

  private static func lastRange(of word: String, in text: Substring) -> Substring.Index? {
    let bytes = Array(text.utf8)
    let wanted = Array(word.utf8)
    guard bytes.count >= wanted.count else { return nil }
    for place in stride(from: bytes.count - wanted.count, through: 0, by: -1)
    where bytes[place..<place + wanted.count].elementsEqual(wanted) {
      return text.utf8.index(text.utf8.startIndex, offsetBy: place)
    }
    return nil
  }

  /// Names, numbers, words and brackets.
  private static func words(_ text: Substring) -> [String] {
    var words: [String] = []
    var word = ""
    for character in text.unicodeScalars {
      switch character {
      case " ", "\n", "\r", "\t", "<", ">", "[", "]", "(", ")", "\0":
        if !word.isEmpty { words.append(word) }
        word = ""
        if character == "[" || character == "]" { words.append(String(character)) }
      case "/":
        if !word.isEmpty { words.append(word) }
        word = "/"
      default: word.unicodeScalars.append(character)
      }
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}
