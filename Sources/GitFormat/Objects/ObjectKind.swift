/// What a git object is.
public enum ObjectKind: String, Sendable, CaseIterable {
  /// A version with its message, author and parents.
  case commit
  /// A folder.
  case tree
  /// The content of a file, or the target of a symbolic link.
  case blob
  /// An annotated tag.
  case tag
}

/// What an entry of a tree or of the index is: the kinds of modes that git writes.
public struct FileMode: RawRepresentable, Hashable, Sendable {
  /// The mode as git writes it in octal digits, such as `0o100644`.
  public let rawValue: UInt32

  /// Takes any number.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Reads octal digits; nil for anything else and for more than 32 bits.
  public init?(octal: Span<UInt8>) {
    guard !octal.isEmpty, octal.count <= 10 else { return nil }
    var value: UInt32 = 0
    for index in octal.indices {
      let digit = octal[index]
      guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else { return nil }
      value = value << 3 | UInt32(digit - UInt8(ascii: "0"))
    }
    rawValue = value
  }

  private var type: UInt32 { rawValue & 0o170000 }

  /// A file, executable or not.
  public var isFile: Bool { type == 0o100000 }
  /// A symbolic link; its blob is the target.
  public var isSymbolicLink: Bool { type == 0o120000 }
  /// A submodule; its id is a commit of another repository.
  public var isSubmodule: Bool { type == 0o160000 }
  /// A folder.
  public var isFolder: Bool { type == 0o040000 }
}
