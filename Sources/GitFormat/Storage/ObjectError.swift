package import Basics
package import SystemIO

/// An object, or a file that holds objects, that could not be read.
package struct ObjectError: Error, Sendable, Hashable {
  /// Why.
  package enum Reason: Error, Sendable, Hashable {
    /// No object store has it.
    case missing
    /// The file ends before the object does.
    case truncated
    /// The bytes break the format; the text says how.
    case corrupt(String)
    /// It, or an object that it is derived from, is larger than accepted; in bytes.
    case tooLarge(bytes: Int)
    /// Its content is not what its id is the hash of.
    case otherContent
    /// The object that it is derived from cannot be read.
    case baseUnreadable
    /// It is derived from itself.
    case cycle
    /// The system refused.
    case system(SystemError)
    /// A version of a format that is not known; the text names it.
    case unsupported(String)
    /// Another program that was to read it says this.
    case reader(String)
  }

  /// Why.
  package let reason: Reason
  /// The object; nil when a file as a whole is meant.
  package let id: ObjectID?
  /// The file; empty when the object is in none.
  package let file: String
  /// Where the object begins in the pack, in bytes; nil outside packs.
  package let offset: Int?

  /// Makes an error of its parts.
  package init(_ reason: Reason, id: ObjectID? = nil, file: String = "", offset: Int? = nil) {
    self.reason = reason
    self.id = id
    self.file = file
    self.offset = offset
  }
}

extension ObjectError: CustomStringConvertible {
  package var description: String {
    let name =
      switch (id, file.isEmpty) {
      case (let id?, true): "object \(id)"
      case (let id?, false): "object \(id) in \(file)"
      case (nil, _): file
      }
    return offset.map { "\(name), offset \($0): \(reason)" } ?? "\(name): \(reason)"
  }
}

extension ObjectError.Reason: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missing: "missing"
    case .truncated: "cut off"
    case .corrupt(let how): "corrupt: \(how)"
    case .tooLarge(let bytes): "too large (\(bytes) bytes)"
    case .otherContent: "its content is not what its id stands for"
    case .baseUnreadable: "derived from an object that cannot be read"
    case .cycle: "derived from itself"
    case .system(let error): "\(error)"
    case .unsupported(let what): "not supported: \(what)"
    case .reader(let message): message
    }
  }
}
