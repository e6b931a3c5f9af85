/// One place where a secret stands.
package struct Location: Sendable, Equatable {
  /// The text that it stands in.
  package var provenance: Provenance
  /// Where in that text.
  package var region: Region
  /// The line, with every secret in it redacted.
  package var snippet: Snippet
  /// Encodings that were undone to see the secret, outermost first.
  package var decodedFrom: [Encoding]
  /// Where in a transcript's record it stands; nil elsewhere.
  package var record: TranscriptRecord?

  package init(
    _ provenance: Provenance, _ region: Region, _ snippet: Snippet, decodedFrom: [Encoding] = []
  ) {
    self.provenance = provenance
    self.region = region
    self.snippet = snippet
    self.decodedFrom = decodedFrom
  }

  /// The path, or what stands for it; see ``Provenance/path``.
  package var path: String { provenance.path }
}

/// A part of a text.
package struct Region: Sendable, Equatable {
  /// A character's place.
  package struct Position: Sendable, Equatable {
    /// From 1.
    package var line: Int
    /// From 1, in UTF-16 code units.
    package var column: Int
    /// From 1, in bytes.
    package var byteColumn: Int

    package init(line: Int, column: Int, byteColumn: Int) {
      self.line = line
      self.column = column
      self.byteColumn = byteColumn
    }
  }

  /// Where the first character stands.
  package var start: Position
  /// The place behind the last character.
  package var end: Position
  /// Offset of the first byte in the file or object, from 0.
  package var byteOffset: Int
  /// Number of bytes, as they are written there.
  package var byteLength: Int

  package init(_ start: Position, _ end: Position, byteOffset: Int, byteLength: Int) {
    self.start = start
    self.end = end
    self.byteOffset = byteOffset
    self.byteLength = byteLength
  }

  /// The start of a text, for what concerns it as a whole.
  package static let wholeText: Region = {
    let start = Position(line: 1, column: 1, byteColumn: 1)
    return Region(start, start, byteOffset: 0, byteLength: 0)
  }()

  package var line: Int { start.line }
  package var column: Int { start.column }
  package var endLine: Int { end.line }
  package var endColumn: Int { end.column }
}

/// A line of text with a marked part, for a person to read.
package struct Snippet: Sendable, Equatable {
  /// The line without its end, shortened with `…` when it is long.
  package var text: String
  /// The redacted secret, in UTF-16 code units of `text`.
  package var highlight: Range<Int>

  package init(text: String, highlight: Range<Int>) {
    self.text = text
    self.highlight = highlight
  }
}
