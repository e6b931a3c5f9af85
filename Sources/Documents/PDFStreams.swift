import Basics
import Inflate

/// Goes through the streams of a PDF, and the strings between them.
struct PDFStreams: ~Copyable {
  private let bytes: [UInt8]
  private let limit: Int
  private(set) var outcome: PDFText.Outcome
  private var inflater = Inflater()
  private var objects: PDFObjects
  private var maps: [PDFCharacterMap] = []
  /// How many codes the maps that are still to come may have.
  private var codesLeft = 1 << 20
  /// Streams that may show text.
  private var contents: [(content: [UInt8], number: Int?)] = []
  /// What those show that do.
  private var shown: [(text: PDFShownText, number: Int?)] = []
  /// Bytes that these may still have.
  private var contentsLeft: Int
  /// The streams of pages that have several.
  private var pages: [[Int]] = []

  /// A page with more streams is read as what each of them is.
  private static let mostOfPage = 1_000
  private static let mostPages = 100_000
  private static let mostRepeats = 8

  init(_ bytes: [UInt8], limit: Int) {
    self.bytes = bytes
    self.limit = limit
    outcome = PDFText.Outcome(text: DocumentText(limit: limit))
    objects = PDFObjects(bytes)
    contentsLeft = 2 * limit
  }

  /// Reads all streams; of those that are packed the content is kept.
  mutating func readAll(_ isPacked: (Span<UInt8>) -> Bool) {
    let word = Array("stream".utf8)
    var (place, previous) = (0, 0)
    // A string is gone through again for each of the words in it: so often, then the rest is left out.
    var repeats = Self.mostRepeats * bytes.count
    while !outcome.text.isCut, let found = PDFText.find(word, in: bytes.span, from: place) {
      place = found + word.count
      // `endstream` ends what another one began, and a text may have the word as well.
      guard isBehindDictionary(found), let start = lineEnd(place) else { continue }
      let dictionary = PDFDictionary(bytes, in: previous..<found, &objects)
      if dictionary.isEncryption { outcome.isEncrypted = true }
      let end = end(of: dictionary, start)
      if !dictionary.isImage { read(start..<end, dictionary, isPacked) }
      // In a string the file goes on behind the word.
      if dictionary.isInString {
        repeats -= found - previous
        if repeats < 0 { outcome.text.cut() }
        continue
      }
      readObjects(bytes, previous..<found)
      (place, previous) = (end, end)
    }
    readObjects(bytes, previous..<bytes.count)
  }

  /// Whether a dictionary ends before a place.
  private func isBehindDictionary(_ place: Int) -> Bool {
    var end = place
    while end > 0, bytes[end - 1] <= 0x20 { end -= 1 }
    return end > 1 && bytes[end - 1] == UInt8(ascii: ">") && bytes[end - 2] == UInt8(ascii: ">")
  }

  private mutating func read(
    _ range: Range<Int>, _ dictionary: PDFDictionary, _ isPacked: (Span<UInt8>) -> Bool
  ) {
    guard !range.isEmpty else { return }
    // Filters that are not to be found are nearly always this one.
    let filters =
      dictionary.filters ?? (PDFFilter.beginsLikeZlib(bytes[range]) ? ["FlateDecode"] : ["?"])
    if filters.contains(where: PDFFilter.pictures.contains) { return }
    let room = limit - outcome.text.bytes.count
    guard room > 0 else { return outcome.text.cut() }
    let stream = PDFFilter.decode(
      Array(bytes[range]), filters, dictionary.predictor, limit: room, &inflater)
    if stream.isDamaged { outcome.damagedStreams += 1 }
    if stream.isCut { outcome.text.cut() }
    if isPacked(stream.content.span) {
      return outcome.text.attach(stream.content, at: .object(dictionary.number))
    }
    // As it is, it is read as a part of the file; what it shows is not.
    if !filters.isEmpty, !stream.content.isEmpty {
      outcome.text.begin(.object(dictionary.number))
      outcome.text.append(stream.content)
      outcome.text.append(0x0A)
    }
    if dictionary.type == "ObjStm" { readObjects(stream.content, 0..<stream.content.count) }
    take(stream.content, dictionary.number)
  }

  private mutating func take(_ content: [UInt8], _ number: Int?) {
    if let map = PDFCharacterMap(content, most: codesLeft) {
      codesLeft -= map.count
      if map.isCut { outcome.text.cut() }
      maps.append(map)
    }
    guard PDFContent.mayShowText(content) else { return }
    contentsLeft -= content.count
    guard contentsLeft >= 0 else { return outcome.text.cut() }
    contents.append((content, number))
  }

  // MARK: Objects

  /// Reads objects that are no streams: their strings, and of which streams pages are made up.
  private mutating func readObjects(_ bytes: [UInt8], _ range: Range<Int>) {
    var strings: [(number: Int?, text: [UInt8])] = []
    var left = limit - outcome.text.bytes.count
    PDFString.find(bytes, in: range) { number, text in
      left -= text.count + 1
      if left >= 0 { strings.append((number, text)) }
    }
    if left < 0 { outcome.text.cut() }
    for (number, text) in strings {
      outcome.text.begin(.object(number))
      outcome.text.append(text)
      outcome.text.append(0x0A)
    }
    var place = range.lowerBound
    let word = Array("/Contents".utf8)
    let part = bytes.span.extracting(..<range.upperBound)
    while pages.count < Self.mostPages, let found = PDFText.find(word, in: part, from: place) {
      place = found + word.count
      var reader = PDFTokens(bytes, place..<range.upperBound)
      guard reader.next() == .array else { continue }
      var numbers: [Int] = []
      while numbers.count < Self.mostOfPage, case .word(let digits)? = reader.next(),
        let number = Int(digits), reader.next() != nil, reader.next() == .word("R")
      {
        numbers.append(number)
      }
      if numbers.count > 1 { pages.append(numbers) }
    }
  }

  // MARK: What is shown

  /// Adds the text that the content streams show; those of a page are one (7.7.3.3).
  mutating func readContents() {
    var places: [Int: Int] = [:]
    for (place, content) in contents.enumerated() {
      if let number = content.number { places[number] = place }
    }
    var isOfPage = Set<Int>()
    var joined: [(content: [UInt8], number: Int?)] = []
    var left = 2 * limit
    for page in pages {
      let parts = page.compactMap { places[$0] }
      let size = parts.reduce(0) { $0 + contents[$1].content.count + 1 }
      guard parts.count > 1 else { continue }
      guard size <= left else {
        outcome.text.cut()
        break
      }
      left -= size
      var content: [UInt8] = []
      content.reserveCapacity(size)
      for part in parts { content += contents[part].content + [0x0A] }
      joined.append((content, contents[parts[0]].number))
      isOfPage.formUnion(parts)
    }
    let all = contents.indices.filter { !isOfPage.contains($0) }.map { contents[$0] } + joined
    contents = []
    for (content, number) in all {
      guard !outcome.text.isCut else { return }
      guard let text = PDFContent.read(content) else { continue }
      if show(text, number, nil) { shown.append((text, number)) }
    }
  }

  /// Reads what is shown as numbers of glyphs.
  ///
  /// Which font a text has is not looked up: a map that knows all codes of a string is taken.
  mutating func readGlyphs() {
    var left = 2 * limit
    for map in maps {
      for (text, number) in shown {
        guard left > 0 else { return outcome.text.cut() }
        left -= text.size
        _ = show(text, number, map)
      }
    }
  }

  /// Adds the text that a content stream shows.
  ///
  /// - Returns: Whether it shows any.
  private mutating func show(
    _ shown: PDFShownText, _ number: Int?, _ map: PDFCharacterMap?
  ) -> Bool {
    guard !outcome.text.isCut else { return false }
    let (text, isCut) = shown.text(map, limit: limit - outcome.text.bytes.count)
    if isCut { outcome.text.cut() }
    guard !text.isEmpty else { return false }
    outcome.text.begin(.object(number))
    outcome.text.append(text)
    outcome.text.append(0x0A)
    return true
  }

  // MARK: Places

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
