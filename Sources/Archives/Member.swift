/// Something that an archive holds.
package struct Member: Sendable, Equatable {
  /// What it is.
  package enum Kind: Sendable, Equatable {
    /// Has a content.
    case file
    case folder
    /// A symbolic link: what it says.
    case link([UInt8])
    /// A device, a pipe, a hard link: no content.
    case other
  }

  /// Its name as it is written, perhaps a path, perhaps hostile; see ``MemberName``.
  package var name: [UInt8]
  package var kind = Kind.file
  /// The size of the content as the archive says, in bytes; nil where it says none.
  package var size: Int?
  /// Why the content cannot be read; nil where it can.
  package var obstacle: ArchiveError?

  package init(
    name: [UInt8], kind: Kind = .file, size: Int? = nil, obstacle: ArchiveError? = nil
  ) {
    self.name = name
    self.kind = kind
    self.size = size
    self.obstacle = obstacle
  }
}

/// Reads an archive from its first to its last member; as a stream it is the content of the member
/// that it stands at.
package protocol MemberReader: ByteStream {
  /// Goes to the next member, past what is left of the one before.
  ///
  /// - Returns: The member; nil behind the last.
  /// - Throws: `ArchiveError` when no further member can be found.
  func next() throws(ArchiveError) -> Member?
}
