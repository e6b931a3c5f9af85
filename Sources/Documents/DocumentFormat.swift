import Basics

/// A form of documents that tells itself by its first bytes.
package enum DocumentFormat: Sendable, Equatable {
  case database, databaseLog, pdf, mail

  /// Looks at the first bytes of a text; nil for anything else, which mostly the first byte tells.
  package init?(recognizing head: Span<UInt8>) {
    guard head.count >= 8 else { return nil }
    switch head[0] {
    case UInt8(ascii: "S") where DatabaseText.matches(head): self = .database
    case 0x37 where DatabaseLog.matches(head): self = .databaseLog
    case UInt8(ascii: "%"):
      guard PDFText.matches(head) else { return nil }
      self = .pdf
    case 0x41...0x5A, 0x61...0x7A:
      guard MailParts.matches(head) else { return nil }
      self = .mail
    default: return nil
    }
  }

  /// What it is, in a phrase.
  package var name: String {
    switch self {
    case .database: "an SQLite database"
    case .databaseLog: "a log of an SQLite database"
    case .pdf: "a PDF"
    case .mail: "a mail"
    }
  }
}
