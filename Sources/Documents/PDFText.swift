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
    package var isEncrypted = false
    /// How many streams could not be decoded, or not to their end.
    package var damagedStreams = 0
  }

  /// Reads a PDF.
  ///
  /// - Parameters:
  ///   - bytes: All of the file.
  ///   - limit: The largest text that is made, in bytes.
  /// - Returns: The text, stream by stream.
  package static func read(_ bytes: [UInt8], limit: Int) -> Outcome {
    var reader = PDFStreams(bytes, limit: limit)
    reader.readAll()
    reader.readGlyphs()
    var outcome = reader.outcome
    if find(Array("/Encrypt".utf8), in: bytes.span, from: 0) != nil { outcome.isEncrypted = true }
    return outcome
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

/// Goes through the streams of a PDF.
private struct PDFStreams: ~Copyable {
  private let bytes: [UInt8]
  private let limit: Int
  private(set) var outcome: PDFText.Outcome
  private var inflater = Inflater()
  private var objects: PDFObjects
  private var maps: [PDFCharacterMap] = []
  /// How many codes the maps that are still to come may have.
  private var codesLeft = 1 << 20
  /// Streams that show text.
  private var contents: [(content: [UInt8], number: Int?)] = []

  init(_ bytes: [UInt8], limit: Int) {
    self.bytes = bytes
    self.limit = limit
    outcome = PDFText.Outcome(text: DocumentText(limit: limit))
    objects = PDFObjects(bytes)
  }

  /// Reads all streams.
  mutating func readAll() {
    let word = Array("stream".utf8)
    var (place, previous) = (0, 0)
    while !outcome.text.isCut, let found = PDFText.find(word, in: bytes.span, from: place) {
      place = found + word.count
      // `endstream` ends what another one began.
      if found >= 3, bytes.span.starts(with: Array("end".utf8), at: found - 3) { continue }
      guard let start = lineEnd(place) else { continue }
      let dictionary = PDFDictionary(bytes, in: previous..<found, &objects)
      if dictionary.isEncryption { outcome.isEncrypted = true }
      let end = end(of: dictionary, start)
      (place, previous) = (end, end)
      if !dictionary.isImage { read(start..<end, dictionary) }
    }
  }

  private mutating func read(_ range: Range<Int>, _ dictionary: PDFDictionary) {
    guard !range.isEmpty else { return }
    // Filters that are not to be found are nearly always this one.
    let filters =
      dictionary.filters ?? (PDFFilter.beginsLikeZlib(bytes[range]) ? ["FlateDecode"] : ["?"])
    if filters.contains(where: PDFFilter.pictures.contains) { return }
    let room = limit - outcome.text.bytes.count
    guard room > 0 else { return outcome.text.cut() }
    let stream = PDFFilter.decode(Array(bytes[range]), filters, limit: room, &inflater)
    if stream.isDamaged { outcome.damagedStreams += 1 }
    if stream.isCut { outcome.text.cut() }
    // As it is, it is read as a part of the file; what it shows is not.
    if !filters.isEmpty, !stream.content.isEmpty {
      outcome.text.begin(.object(dictionary.number))
      outcome.text.append(stream.content)
      outcome.text.append(0x0A)
    }
    take(stream.content, dictionary.number)
  }

  private mutating func take(_ content: [UInt8], _ number: Int?) {
    if let map = PDFCharacterMap(content, most: codesLeft) {
      codesLeft -= map.count
      if map.isCut { outcome.text.cut() }
      maps.append(map)
    }
    if show(content, number, nil) { contents.append((content, number)) }
  }

  /// Reads what is shown as numbers of glyphs.
  ///
  /// Which font a text has is not looked up: a map that knows all codes of a string is taken.
  mutating func readGlyphs() {
    var left = 2 * limit
    for map in maps {
      for (content, number) in contents {
        guard left > 0 else { return outcome.text.cut() }
        left -= content.count
        _ = show(content, number, map)
      }
    }
  }

  /// Adds the text that a content stream shows.
  ///
  /// - Returns: Whether it shows any.
  private mutating func show(_ content: [UInt8], _ number: Int?, _ map: PDFCharacterMap?) -> Bool {
    guard !outcome.text.isCut else { return false }
    var reader = PDFContent(content, map: map, limit: limit - outcome.text.bytes.count)
    let shown = reader.text()
    if reader.isCut { outcome.text.cut() }
    guard !shown.isEmpty else { return false }
    outcome.text.begin(.object(number))
    outcome.text.append(shown)
    outcome.text.append(0x0A)
    return true
  }

  /// Where a stream begins: behind the end of the line of its keyword.
  private func lineEnd(_ place: Int) -> Int? {
    guard place < bytes.count else { return nil }
    if bytes[place] == 0x0A { return place + 1 }
    guard bytes[place] == 0x0D else { return nil }
    return place + 1 < bytes.count && bytes[place + 1] == 0x0A ? place + 2 : place + 1
  }

  /// Where a stream ends: as its dictionary says, if `endstream` follows there, or at the next one.
  private func end(of dictionary: PDFDictionary, _ start: Int) -> Int {
    let word = Array("endstream".utf8)
    if let length = dictionary.length, length <= bytes.count - start {
      var place = start + length
      while place < bytes.count, bytes[place] == 0x0A || bytes[place] == 0x0D { place += 1 }
      if bytes.span.starts(with: word, at: place) { return start + length }
    }
    return PDFText.find(word, in: bytes.span, from: start) ?? bytes.count
  }
}
