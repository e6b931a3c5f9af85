import Basics

/// A form of documents that tells itself by its first bytes.
package enum DocumentFormat: Sendable, Equatable {
  case database, databaseLog, pdf, mail, diff, image, compoundFile
  /// A text with files in uuencode, which its first bytes do not tell.
  case encodedFiles
  /// An office document that is one XML file.
  case office(OfficeText.Kind)

  /// Looks at the first bytes of a text; nil for anything else, which mostly the first byte tells.
  package init?(recognizing head: Span<UInt8>) {
    guard head.count >= 8 else { return nil }
    switch head[0] {
    case UInt8(ascii: "S") where DatabaseText.matches(head): self = .database
    case 0x37 where DatabaseLog.matches(head): self = .databaseLog
    case 0x89 where PNGText.matches(head): self = .image
    case 0xD0 where CompoundFile.matches(head): self = .compoundFile
    case UInt8(ascii: "<"):
      guard let kind = OfficeText.kind(ofFile: head) else { return nil }
      self = .office(kind)
    case UInt8(ascii: "%"):
      guard PDFText.matches(head) else { return nil }
      self = .pdf
    case UInt8(ascii: "#"), UInt8(ascii: "d"), UInt8(ascii: "c"):
      if DiffHead.matches(head) {
        self = .diff
      } else if head[0] != UInt8(ascii: "#"), MailParts.matches(head) {
        self = .mail
      } else {
        return nil
      }
    case 0x31...0x39, 0x41...0x5A, 0x61...0x7A, 0xEF:
      guard MailParts.matches(head) else { return nil }
      self = .mail
    default: return nil
    }
  }

  /// Whether there is something in a document of this form that its bytes do not show; all of it is there.
  package func isWorthReading(_ bytes: Span<UInt8>) -> Bool {
    switch self {
    case .image: PNGText.hasText(bytes)
    case .compoundFile: CompoundFile.isEncrypted(bytes)
    case .database, .databaseLog, .pdf, .mail, .diff, .encodedFiles, .office: true
    }
  }

  /// What it is, in a phrase.
  package var name: String {
    switch self {
    case .database: "an SQLite database"
    case .databaseLog: "a log of an SQLite database"
    case .pdf: "a PDF"
    case .mail: "a mail"
    case .diff: "a diff"
    case .encodedFiles: "a text with files in uuencode"
    case .image: "an image"
    case .compoundFile: "an office document"
    case .office: "an office document in XML"
    }
  }
}
