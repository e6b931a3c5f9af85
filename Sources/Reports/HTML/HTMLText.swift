import Basics

/// Text of HTML documents.
///
/// All that comes from findings is hostile: it goes through ``escape(_:)``, and addresses through
/// ``link(_:_:)``.
enum HTMLText {
  /// Returns a text for an element or an attribute in double quotes.
  ///
  /// Control characters and what changes direction are made visible, as on a terminal.
  static func escape(_ text: some StringProtocol) -> String { XMLText.escape(String(text)) }

  /// Returns a text as code.
  static func code(_ text: some StringProtocol) -> String { "<code>\(escape(text))</code>" }

  /// Returns a link; only the text where the address is no https:// one.
  static func link(_ address: String, _ text: String? = nil) -> String {
    guard address.hasPrefix("https://") else { return escape(text ?? address) }
    return
      "<a href=\"\(escape(address))\" rel=\"noopener noreferrer\">\(escape(text ?? address))</a>"
  }

  /// Returns the source of a content policy that allows an inline style or script, by its hash; see
  /// "Content Security Policy Level 3", 2.3.1.
  static func hash(_ content: String) -> String {
    "'sha256-\(Base64.text(SHA256.hash(Array(content.utf8).span)))'"
  }
}
