/// The text of a document, put together from where its format has it, with the place of each part.
package struct DocumentText: Sendable {
  /// Where a part of the text stands in the document.
  package enum Place: Sendable, Hashable {
    /// A paragraph, from 1.
    case paragraph(Int)
    /// A cell of a spreadsheet; column and row from 0.
    case cell(sheet: String, column: Int, row: Int)
    /// A record of a database: its table, if that is known, and its page from 1.
    case record(table: String?, page: Int)
    /// Pages that a database no longer uses, by the first.
    case unused(page: Int)
    /// An object of a PDF, by its number; nil if that cannot be told.
    case object(Int?)
    /// A string that sheets share and no cell shows, from 1.
    case string(Int)
    /// A text of an image, by its keyword.
    case keyword(String)
  }

  /// The text: UTF-8, as far as the document's text is.
  package private(set) var bytes: [UInt8] = []
  private var starts: [Int] = []
  private var places: [Place] = []
  private let limit: Int

  /// Begins a text of at most so many bytes; what comes then is left out.
  package init(limit: Int) { self.limit = limit }

  /// Whether something was left out.
  package private(set) var isCut = false

  /// What is packed in the document, such as a value of a database, and is no text; with the text it has
  /// no more bytes than that may have.
  package private(set) var attachments: [(place: Place, bytes: [UInt8])] = []
  private var attached = 0

  /// Adds something packed.
  mutating func attach(_ bytes: [UInt8], at place: Place) {
    attached += bytes.count
    guard attached <= limit else {
      isCut = true
      return
    }
    attachments.append((place, bytes))
  }

  /// Notes that something was left out.
  mutating func cut() { isCut = true }

  /// Begins a part.
  mutating func begin(_ place: Place) {
    if starts.last == bytes.count {
      places[places.count - 1] = place
    } else {
      starts.append(bytes.count)
      places.append(place)
    }
  }

  /// Adds to the part that was begun.
  mutating func append(_ part: some Collection<UInt8>) {
    guard bytes.count + part.count <= limit else {
      isCut = true
      return
    }
    bytes.append(contentsOf: part)
  }

  /// Adds a byte to the part that was begun.
  mutating func append(_ byte: UInt8) {
    guard bytes.count < limit else {
      isCut = true
      return
    }
    bytes.append(byte)
  }

  /// Where the part stands that has the byte at an offset; nil before the first.
  package func place(at offset: Int) -> Place? { part(at: offset)?.place }

  /// The part that has the byte at an offset; nil before the first.
  package func part(at offset: Int) -> (place: Place, range: Range<Int>)? {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    return (places[low - 1], starts[low - 1]..<(low < starts.count ? starts[low] : bytes.count))
  }
}

extension DocumentText.Place: CustomStringConvertible {
  package var description: String {
    switch self {
    case .paragraph(let number): "paragraph \(number)"
    case .cell(let sheet, let column, let row): "\(sheet)!\(Self.letters(column))\(row + 1)"
    case .record(let table?, let page): "\(table), page \(page)"
    case .record(nil, let page): "page \(page)"
    case .unused(let page): "unused page \(page)"
    case .object(let number?): "object \(number)"
    case .object(nil): "object"
    case .string(let number): "shared string \(number)"
    case .keyword(let word): word
    }
  }

  /// A column's letters: A, B, …, Z, AA, AB, ….
  private static func letters(_ column: Int) -> String {
    var text = ""
    var rest = column
    repeat {
      text = String(UnicodeScalar(UInt8(65 + rest % 26))) + text
      rest = rest / 26 - 1
    } while rest >= 0
    return text
  }
}
